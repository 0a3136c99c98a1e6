//! Finds circles among things that name one another.

use super::finding;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::Span;
use std::collections::VecDeque;

/// For each thing the numbers of those that it names, each with what is told about it.
pub(super) type Edges<T> = Vec<Vec<(usize, T)>>;

/// One circle for each group of things that all lead to one another: the shortest through the group's first thing, as the
/// steps around it. Takes linear time and no stack, so that a long chain does no harm.
pub(super) fn cycles<T: Copy>(edges: &Edges<T>) -> Vec<Vec<(usize, T)>> {
    let groups = groups(edges);
    let mut seen = vec![false; edges.len()];
    let mut came = vec![None; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        let first =
            groups.get(start).and_then(|group| seen.get_mut(*group)).is_some_and(|seen| !std::mem::replace(seen, true));
        if first {
            found.extend(circle(start, edges, &groups, &mut came));
        }
    }
    found
}

/// The shortest way from a thing back to itself within its group. `came` tells from where each thing was reached.
fn circle<T: Copy>(
    start: usize,
    edges: &Edges<T>,
    groups: &[usize],
    came: &mut [Option<(usize, T)>],
) -> Option<Vec<(usize, T)>> {
    let mut next = VecDeque::from([start]);
    while let Some(at) = next.pop_front() {
        for (to, told) in edges.get(at)? {
            if *to == start {
                return Some(way_back(start, (at, *told), came));
            }
            if groups.get(*to) == groups.get(start)
                && let Some(free) = came.get_mut(*to).filter(|came| came.is_none())
            {
                *free = Some((at, *told));
                next.push_back(*to);
            }
        }
    }
    None
}

/// Tells of texts that are made from one another in a circle: where each refers to the next, and what each is called.
pub(super) fn of_texts(
    circle: impl IntoIterator<Item = (usize, Span)>,
    name: impl Fn(usize) -> String,
) -> Option<Diagnostic> {
    let mut steps = circle.into_iter().peekable();
    let (first, span) = steps.next()?;
    let message = match steps.peek() {
        None => format!("{} stands for itself", name(first)),
        Some((second, _)) => format!("{} refers to {}, which leads back to it", name(first), name(*second)),
    };
    let help = match steps.peek() {
        None => "write here what it is to be",
        Some(_) => "write in one of them what it is to be, instead of the reference",
    };
    let found = finding(Code::E0308, span, message).help(help);
    Some(steps.fold(found, |found, (at, span)| found.label(span, format!("{} refers on from here", name(at)))))
}

fn way_back<T: Copy>(start: usize, last: (usize, T), came: &[Option<(usize, T)>]) -> Vec<(usize, T)> {
    let mut steps = vec![last];
    let mut at = last.0;
    while at != start
        && let Some(step) = came.get(at).copied().flatten()
    {
        steps.push(step);
        at = step.0;
    }
    steps.reverse();
    steps
}

/// The number of each thing's group (Tarjan's strongly connected components).
fn groups<T>(edges: &Edges<T>) -> Vec<usize> {
    let mut search = Search { entered: 0, group: 0, state: vec![State::New; edges.len()], open: Vec::new() };
    for start in 0..edges.len() {
        search.from(start, edges);
    }
    let group = |state: &State| if let State::Done(group) = state { *group } else { 0 };
    search.state.iter().map(group).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// Entered as the how-manieth, and from here back to which.
    Open(usize),
    /// Belongs to this group.
    Done(usize),
}

struct Search {
    entered: usize,
    group: usize,
    state: Vec<State>,
    /// What is entered and belongs to no group yet.
    open: Vec<usize>,
}

/// A thing on the way, the edge that comes next, and the earliest thing that it leads back to.
struct Step {
    at: usize,
    next: usize,
    back: usize,
}

impl Search {
    fn from<T>(&mut self, start: usize, edges: &Edges<T>) {
        let mut path: Vec<Step> = self.enter(start).into_iter().collect();
        while let Some(step) = path.last_mut() {
            let edge = edges.get(step.at).and_then(|own| own.get(step.next)).map(|(to, _)| *to);
            step.next += 1;
            match edge {
                Some(to) => match self.state.get(to) {
                    Some(State::New) => path.extend(self.enter(to)),
                    Some(State::Open(back)) => step.back = step.back.min(*back),
                    Some(State::Done(_)) | None => {}
                },
                None => self.leave(&mut path),
            }
        }
    }

    fn enter(&mut self, at: usize) -> Option<Step> {
        let state = self.state.get_mut(at).filter(|state| **state == State::New)?;
        *state = State::Open(self.entered);
        self.entered += 1;
        self.open.push(at);
        Some(Step { at, next: 0, back: self.entered - 1 })
    }

    fn leave(&mut self, path: &mut Vec<Step>) {
        let Some(step) = path.pop() else { return };
        if let Some(before) = path.last_mut() {
            before.back = before.back.min(step.back);
        }
        if self.state.get(step.at) != Some(&State::Open(step.back)) {
            return;
        }
        while let Some(at) = self.open.pop() {
            if let Some(state) = self.state.get_mut(at) {
                *state = State::Done(self.group);
            }
            if at == step.at {
                break;
            }
        }
        self.group += 1;
    }
}

#[cfg(test)]
mod tests;
