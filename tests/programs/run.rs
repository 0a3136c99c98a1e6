//! Which programs are made, and what is told of all of them.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Mutex;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use super::coverage::Coverage;
use super::laws::{Case, Law};
use super::learn::{self, Withdrawn};
use super::make;
use super::shrink::{self, Fault};
use super::tree::Program;

/// What came of all programs.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) programs: usize,
    pub(crate) items: usize,
    pub(crate) environments: usize,
    pub(crate) objects: usize,
    pub(crate) withdrawn: Withdrawn,
    pub(crate) coverage: Coverage,
    failures: BTreeMap<u64, String>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let withdrawn: usize = self.withdrawn.values().sum();
        let (programs, items, environments, objects) = (self.programs, self.items, self.environments, self.objects);
        write!(
            out,
            "{programs} programs with {environments} environments and {items} items, {objects} objects compared, 0 differences; "
        )?;
        write!(out, "{withdrawn} items withdrawn: {:?}", self.withdrawn)
    }
}

/// The seeds of a run: the same ones at every time, and some that nobody has seen; or the one that `TODOC_SEED` names.
pub(crate) fn seeds(fixed: u64, fresh: u64) -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    if let Some(seed) = number("TODOC_SEED") {
        return vec![seed];
    }
    let (fixed, fresh) =
        number("TODOC_PROGRAMS").map_or((fixed, fresh), |all| (fixed.min(all), all.saturating_sub(fixed)));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let first = u64::try_from(now).unwrap() * 100_000;
    println!("programs of the seeds 0 to {fixed}, and {fresh} from {first} on; TODOC_SEED=… repeats one");
    (0..fixed).chain(first..first + fresh).collect()
}

/// Makes the program of every seed and holds it to laws.
pub(crate) fn hold(seeds: &[u64], laws: &[Law]) -> Outcome {
    let queue = Mutex::new(seeds.iter());
    let outcome = Mutex::new(Outcome::default());
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some(seed) = queue.lock().unwrap().next() else { break };
                    one(*seed, laws, &outcome);
                }
            });
        }
    });
    let outcome = outcome.into_inner().unwrap();
    let withdrawn: usize = outcome.withdrawn.values().sum();
    assert!(
        withdrawn * 1000 <= outcome.items * learn::MOST_WITHDRAWN || seeds.len() < 10,
        "too much is withdrawn: {outcome}"
    );
    let report = outcome.failures.values().fold(String::new(), |report, own| report + "\n" + own);
    assert!(outcome.failures.is_empty(), "{} programs break a law:\n{report}", outcome.failures.len());
    outcome
}

fn one(seed: u64, laws: &[Law], outcome: &Mutex<Outcome>) {
    let mut program = make::program(seed);
    let folder = tempfile::tempdir().unwrap();
    let mut withdrawn = Withdrawn::new();
    let settled = learn::settle(&mut program, folder.path(), &mut withdrawn);
    let (environments, failed) = match &settled {
        Ok(compiled) => (compiled.environments().len(), fault(&program, laws, None)),
        Err(_) => (0, fault(&program, &[], None)),
    };
    let shared = outcome;
    let mut outcome = shared.lock().unwrap();
    outcome.programs += 1;
    outcome.objects += super::laws::compared();
    outcome.environments += environments;
    outcome.items += program.items().len();
    outcome.coverage.add(&program);
    for (code, count) in withdrawn {
        *outcome.withdrawn.entry(code).or_default() += count;
    }
    if let Some(folder) = std::env::var_os("TODOC_WRITE") {
        learn::write(&program, folder.as_ref());
    }
    let is_first = outcome.failures.is_empty();
    let Some(found) = failed else { return };
    outcome.failures.insert(seed, format!("seed {seed}: {}", found.told));
    drop(outcome);
    // One small program tells enough.
    if is_first && std::env::var_os("TODOC_WHOLE").is_none() {
        let (small, told) = shrink::smallest(&program, |program, known| fault(program, laws, known));
        let mut report = format!("seed {seed}, as small as it became: {told}\n");
        for written in small.written().iter().filter(|written| !written.text.trim().is_empty()) {
            writeln!(report, "# {}\n{}", written.path, written.text).unwrap();
        }
        shared.lock().unwrap().failures.insert(seed, report);
    }
}

/// The first law that a program breaks; where one is known to be broken, that one alone.
fn fault(program: &Program, laws: &[Law], known: Option<&str>) -> Option<Fault> {
    let folder = tempfile::tempdir().unwrap();
    let written = learn::write(program, folder.path());
    let compiled = learn::compiled(folder.path());
    if let Some(errors) = learn::errors(&compiled) {
        let code = errors.split(['[', ']']).nth(1).unwrap_or_default();
        return Some(Fault { law: "", sign: code.to_owned(), told: format!("it does not build:\n{errors}") });
    }
    let case = Case { program, written: &written, compiled: &compiled, folder: folder.path() };
    laws.iter().filter(|(name, _)| known.is_none_or(|known| known == *name)).find_map(|(name, law)| {
        let found = law(&case);
        let told = || format!("{name}:\n{}", found.iter().take(5).cloned().collect::<Vec<_>>().join("\n"));
        let first = found.first()?;
        // Numbers and names change while a program is made smaller.
        let sign: String = first.chars().filter(|letter| !letter.is_ascii_digit()).take(80).collect();
        Some(Fault { law: name, sign: format!("{name} {sign}"), told: told() })
    })
}
