//! Which programs are made, and what is told of all of them.

#[cfg(feature = "real-helm")]
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::panic::{self, AssertUnwindSafe};
#[cfg(all(feature = "real-helm", feature = "real-control-plane"))]
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use super::coverage::Coverage;
use super::laws::{self, Case, Counts, Law};
use super::learn::{self, Withdrawn};
use super::make;
use super::shrink::{self, Fault};
use super::tree::Program;
#[cfg(all(feature = "real-helm", feature = "real-control-plane"))]
use crate::support::cases;

/// So many programs together say everything, also after what was withdrawn.
const COVERING: usize = 5000;

/// What came of all programs.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) programs: usize,
    pub(crate) items: usize,
    pub(crate) environments: usize,
    pub(crate) counts: Counts,
    coverage: Coverage,
    pub(crate) withdrawn: Withdrawn,
    failures: BTreeMap<u64, String>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { objects, turns } = self.counts;
        let (programs, items, environments) = (self.programs, self.items, self.environments);
        writeln!(out, "{programs} programs with {environments} environments and {items} items: 0 faults")?;
        writeln!(out, "{objects} objects rendered as they stand in manifests, {turns} values turned")?;
        let withdrawn: usize = self.withdrawn.values().sum();
        write!(out, "{withdrawn} items withdrawn: {:?}", self.withdrawn)
    }
}

/// The seeds of a run: so many that are the same every time, and so many new ones, or as many in all as `TODOC_PROGRAMS` says; or from the one
/// on that `TODOC_SEED` names, as many as `TODOC_PROGRAMS` says.
pub(crate) fn seeds(fixed: u64, fresh: u64) -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let asked = number("TODOC_PROGRAMS");
    if let Some(seed) = number("TODOC_SEED") {
        return (seed..seed + asked.unwrap_or(1)).collect();
    }
    let (fixed, fresh) = asked.map_or((fixed, fresh), |all| (fixed.min(all), all.saturating_sub(fixed)));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let first = u64::try_from(now).unwrap() * 100_000;
    println!("programs of the seeds 0 to {fixed}, and {fresh} from {first} on; TODOC_SEED=… repeats one");
    (0..fixed).chain(first..first + fresh).collect()
}

/// The program of a seed as a case of its own, written into a folder.
#[cfg(all(feature = "real-helm", feature = "real-control-plane"))]
pub(crate) fn case(seed: u64, folder: &Path) -> cases::Case {
    let folder = folder.join(format!("seed-{seed}"));
    std::fs::create_dir(&folder).unwrap();
    learn::settle(&mut make::program(seed), &folder, &mut Withdrawn::new())
        .unwrap_or_else(|told| panic!("seed {seed}: {told}"));
    cases::Case::at(folder)
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
    if outcome.programs >= COVERING {
        assert_eq!(outcome.coverage.wrong(), Vec::<String>::new());
    }
    let report = outcome.failures.values().fold(String::new(), |report, own| report + "\n" + own);
    assert!(outcome.failures.is_empty(), "{} programs break a law:\n{report}", outcome.failures.len());
    outcome
}

fn one(seed: u64, laws: &[Law], outcome: &Mutex<Outcome>) {
    let mut program = make::program(seed);
    let folder = tempfile::tempdir().unwrap();
    let mut withdrawn = Withdrawn::new();
    let settled = unwinding(|| learn::settle(&mut program, folder.path(), &mut withdrawn)).and_then(|settled| settled);
    let failed = fault(&program, if settled.is_ok() { laws } else { &[] }, None);
    let shared = outcome;
    let mut outcome = shared.lock().unwrap();
    outcome.add(&program, settled.map_or(0, |compiled| compiled.environments().len()), withdrawn);
    if let Some(folder) = std::env::var_os("TODOC_WRITE") {
        learn::write(&program, folder.as_ref());
        learn::compiled(folder.as_ref());
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

impl Outcome {
    fn add(&mut self, program: &Program, environments: usize, withdrawn: Withdrawn) {
        let Counts { objects, turns } = laws::counted();
        self.programs += 1;
        if self.programs.is_multiple_of(1000) {
            println!("{} programs, of which {} break a law", self.programs, self.failures.len());
        }
        self.counts.objects += objects;
        self.counts.turns += turns;
        self.environments += environments;
        self.coverage.add(program);
        self.items += program.items().len();
        for (code, count) in withdrawn {
            *self.withdrawn.entry(code).or_default() += count;
        }
    }
}

/// The first law that a program breaks; where one is known to be broken, that one alone.
fn fault(program: &Program, laws: &[Law], known: Option<&str>) -> Option<Fault> {
    unwinding(|| broken(program, laws, known)).unwrap_or_else(|told| Some(Fault { law: "", sign: told.clone(), told }))
}

fn broken(program: &Program, laws: &[Law], known: Option<&str>) -> Option<Fault> {
    let folder = tempfile::tempdir().unwrap();
    let written = learn::write(program, folder.path());
    let compiled = learn::compiled(folder.path());
    if let Some(errors) = learn::errors(&compiled) {
        let code = errors.split(['[', ']']).nth(1).unwrap_or_default();
        return Some(Fault { law: "", sign: code.to_owned(), told: format!("it does not build:\n{errors}") });
    }
    learn::lowered(folder.path(), &compiled, |input| {
        let case = Case {
            program,
            written: &written,
            input,
            folder: folder.path(),
            is_whole: known.is_some(),
            #[cfg(feature = "real-helm")]
            out: OnceCell::new(),
        };
        let mut asked = laws.iter().filter(|(name, _)| known.is_none_or(|known| known == *name));
        asked.find_map(|(name, law)| {
            let found = law(&case);
            let told = || format!("{name}:\n{}", found.iter().take(5).cloned().collect::<Vec<_>>().join("\n"));
            let first = found.first()?;
            // Numbers and names change while a program is made smaller.
            let sign: String = first.chars().filter(|letter| !letter.is_ascii_digit()).take(80).collect();
            Some(Fault { law: name, sign: format!("{name} {sign}"), told: told() })
        })
    })
}

/// What came of something, or what it said when it panicked, which is a fault as well.
fn unwinding<T>(what: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(what)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        format!("a panic: {}", text.unwrap_or_default())
    })
}
