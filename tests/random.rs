//! Laws that hold for programs that are made at random, which cover the whole vocabulary because they are made from it.
//!
//! `TODOC_SEED` repeats the program of a seed; `TODOC_PROGRAMS` says how many are made: those of the same seeds at every run, and from
//! there on new ones. Where there is Helm or a control plane, every run makes a few new ones, whose seeds it prints.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test has a disk")]
#![expect(clippy::print_stdout, reason = "a run says what it did, and by which seeds")]
#![cfg_attr(feature = "real-helm", expect(clippy::disallowed_types, reason = "a test starts Helm"))]

#[path = "support/built.rs"]
#[expect(dead_code, reason = "other tests build fixtures")]
mod built;
#[path = "support/fixtures.rs"]
#[expect(dead_code, reason = "other tests have fixtures")]
mod fixtures;
#[path = "laws/legal.rs"]
mod legal;
#[path = "laws/of_input.rs"]
#[expect(dead_code, reason = "one law is of fixtures alone")]
mod of_input;
#[path = "laws/reads.rs"]
mod reads;
#[path = "laws/trees.rs"]
#[expect(dead_code, reason = "other laws use the rest")]
mod trees;

#[cfg(feature = "real-helm")]
#[expect(dead_code, reason = "other tests need more of it")]
mod support {
    pub(crate) mod addresses;
    #[cfg(feature = "real-control-plane")]
    pub(crate) mod admission;
    pub(crate) mod cases;
    pub(crate) mod helm;
    pub(crate) mod knobs;
    pub(crate) mod laws;
    pub(crate) mod objects;
    #[cfg(feature = "real-control-plane")]
    pub(crate) mod plane;
    pub(crate) mod pods;
    pub(crate) mod references;
    pub(crate) mod renderer;
    pub(crate) mod values;
    pub(crate) mod words;
}

mod programs {
    pub(crate) mod chance;
    pub(crate) mod coverage;
    pub(crate) mod entries;
    pub(crate) mod laws;
    pub(crate) mod learn;
    pub(crate) mod limits;
    pub(crate) mod make;
    pub(crate) mod meanings;
    #[cfg(feature = "real-helm")]
    pub(crate) mod rendered;
    pub(crate) mod run;
    pub(crate) mod shrink;
    pub(crate) mod texts;
    pub(crate) mod tree;
    pub(crate) mod values;
    pub(crate) mod world;
    pub(crate) mod write;
}

use programs::coverage::Coverage;
use programs::{laws, make, run};

/// That they also build, and say it still, is what a run of very many holds.
#[test]
fn some_program_says_each_field_of_the_vocabulary() {
    let mut coverage = Coverage::default();
    (0..3000).for_each(|seed| coverage.add(&make::program(seed)));
    assert_eq!(coverage.wrong(), Vec::<String>::new());
}

#[cfg(not(feature = "real-helm"))]
#[test]
fn programs_build_and_keep_the_laws() {
    println!("{}", run::hold(&run::seeds(20, 0), laws::PLAIN));
}

#[cfg(feature = "real-helm")]
#[test]
fn programs_and_their_charts_keep_the_laws() {
    println!("{}", run::hold(&run::seeds(200, 8), &[laws::PLAIN, programs::rendered::RENDERED].concat()));
}

#[cfg(feature = "real-helm")]
#[test]
fn the_renderer_says_what_both_helms_say() {
    println!("{}", run::hold(&run::seeds(5, 0), programs::rendered::BINARIES));
}

/// Run within `tests/control-plane.sh`. Pods are not asked for: programs want more than any level allows.
#[cfg(all(feature = "real-helm", feature = "real-control-plane"))]
#[test]
fn objects_at_random_are_what_an_api_server_takes() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = run::seeds(60, 4);
    let cases: Vec<support::cases::Case> = seeds.iter().map(|seed| run::case(*seed, folder.path())).collect();
    let verdict = support::admission::objects(
        &support::plane::Plane::running(),
        &support::admission::collect(&cases, "todoc-programs"),
    );
    println!("{} objects of {} programs accepted", verdict.accepted, seeds.len());
    // A port of the nodes that the server has just given to somebody who asked for any says nothing of the object.
    let refused: Vec<String> =
        verdict.refused.into_iter().filter(|line| !line.contains("provided port is already allocated")).collect();
    assert_eq!(refused, Vec::<String>::new());
}
