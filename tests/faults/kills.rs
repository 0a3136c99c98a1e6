//! Real processes that are killed at random moments: `TODOC_SEED` repeats those of a run that failed, as far as a clock can.

use crate::shop::{STATES, Shop, tree};
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// So many builds are killed.
const KILLS: usize = 200;

/// Numbers that look random.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let given = std::env::var("TODOC_SEED").ok().map(|seed| seed.parse().unwrap());
        let clock = || u64::from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos());
        let seed = given.unwrap_or_else(clock) | 1;
        println!("TODOC_SEED={seed}");
        Self(seed)
    }

    /// Some time that is shorter.
    fn below(&mut self, longest: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        longest.mul_f64(f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX))
    }
}

#[test]
fn a_build_that_is_killed_at_any_moment_leaves_the_old_or_the_new_output() {
    let shop = Shop::new();
    let out = shop.folder.path().join("dist");
    let Times { all, writing, placing } = times(&shop, &out);
    let mut random = Random::new();
    // None where there is no output yet.
    let mut state = Some(shop.state_of(&shop.look(&out)));
    let (mut caught, mut finished, mut taken_back) = (0, 0, 0);
    for round in 0..KILLS {
        if round % 5 == 4 {
            fs::remove_dir_all(&out).unwrap();
            state = None;
        }
        let next = state.map_or(round % 2, |state| 1 - state);
        let mut child = start(&shop, next, &out);
        // Most are killed while they write, or while they put into place what they wrote: these are the least parts of their time.
        match round % 3 {
            0 => sleep(random.below(all)),
            1 => {
                wait_for("stage", &mut child, &out);
                sleep(random.below(writing));
            }
            _ => {
                wait_for("commit", &mut child, &out);
                sleep(random.below(placing));
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let is_caught = ["stage", "commit", "done"].iter().any(|name| out.join(".todoc").join(name).exists());
        let found = shop.look(&out);
        let after = if found.is_empty() && state.is_none() { None } else { Some(shop.state_of(&found)) };
        assert!(after == state || after == Some(next), "round {round} left {after:?} of {state:?} and {next}");
        caught += usize::from(is_caught);
        *(if after == state { &mut taken_back } else { &mut finished }) += usize::from(is_caught);
        state = after;
    }
    println!("{KILLS} killed, {caught} of them at work on the output: {finished} finished, {taken_back} taken back");
    assert!(finished > 0 && taken_back > 0, "of {caught}, {finished} are finished and {taken_back} taken back");
}

fn start(shop: &Shop, state: usize, out: &Path) -> Child {
    let mut command = shop.command(STATES[state], out);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Returns when a build has come to where this exists, or has ended.
fn wait_for(what: &str, child: &mut Child, out: &Path) {
    let path = out.join(".todoc").join(what);
    while !path.exists() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
}

/// The shortest times of builds.
struct Times {
    all: Duration,
    /// From the first file that is written aside.
    writing: Duration,
    /// From the moment when all of them are.
    placing: Duration,
}

/// Measures some builds. The output is the new one then.
fn times(shop: &Shop, out: &Path) -> Times {
    let mut shortest = Times { all: Duration::MAX, writing: Duration::MAX, placing: Duration::MAX };
    for state in [0, 1, 0, 1] {
        let begun = Instant::now();
        let mut child = start(shop, state, out);
        wait_for("stage", &mut child, out);
        let staged = Instant::now();
        wait_for("commit", &mut child, out);
        let recorded = Instant::now();
        assert!(child.wait().unwrap().success());
        shortest.all = shortest.all.min(begun.elapsed());
        shortest.writing = shortest.writing.min(staged.elapsed());
        shortest.placing = shortest.placing.min(recorded.elapsed());
    }
    assert_eq!(tree(out), shop.trees[1]);
    shortest
}
