//! Finds circles among things that name one another.

/// What each thing names: the other's number and what is told about it.
pub(super) type Edges<T> = Vec<Vec<(usize, T)>>;

/// One circle through each thing that closes one, as the steps around it: a thing and what it says of the next. A circle
/// begins with the thing of the lowest number that leads into it. Takes no stack, so a long chain does no harm.
pub(super) fn cycles<T: Copy>(edges: &Edges<T>) -> Vec<Vec<(usize, T)>> {
    let mut state = vec![State::New; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        let mut path: Vec<Step<T>> = Vec::new();
        enter(start, &mut state, &mut path);
        while let Some(step) = path.last_mut() {
            let next = edges.get(step.at).and_then(|own| own.get(step.next)).copied();
            let Some((to, told)) = next else {
                leave(&mut path, &mut state);
                continue;
            };
            step.next += 1;
            step.told = Some(told);
            if state.get(to) == Some(&State::Open) {
                found.push(circle(&path, to));
            } else {
                enter(to, &mut state, &mut path);
            }
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Step<T> {
    at: usize,
    next: usize,
    told: Option<T>,
}

fn enter<T>(at: usize, state: &mut [State], path: &mut Vec<Step<T>>) {
    if let Some(own) = state.get_mut(at).filter(|own| **own == State::New) {
        *own = State::Open;
        path.push(Step { at, next: 0, told: None });
    }
}

fn leave<T>(path: &mut Vec<Step<T>>, state: &mut [State]) {
    if let Some(own) = path.pop().and_then(|step| state.get_mut(step.at)) {
        *own = State::Done;
    }
}

/// The end of a path, from the thing that its last step leads back to.
fn circle<T: Copy>(path: &[Step<T>], back: usize) -> Vec<(usize, T)> {
    let steps = path.iter().skip_while(|step| step.at != back);
    steps.filter_map(|step| step.told.map(|told| (step.at, told))).collect()
}
