//! The laws that only real Helm can prove, on every example and every lowering fixture.
//!
//! Needs the feature `real-helm` and the binaries that `tests/run.sh` installs.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

mod support {
    pub(crate) mod addresses;
    pub(crate) mod cases;
    pub(crate) mod helm;
    pub(crate) mod knobs;
    pub(crate) mod laws;
    pub(crate) mod objects;
    pub(crate) mod pods;
    pub(crate) mod references;
    pub(crate) mod values;
    pub(crate) mod words;
}

use support::{cases, laws};

#[test]
fn charts_render_to_the_manifests_on_helm_3_and_4() {
    laws::hold_for(cases::all(), laws::chart_equals_manifests);
}

#[test]
fn charts_lint_without_a_warning() {
    laws::hold_for(cases::all(), laws::lints);
}

#[test]
fn references_resolve_under_any_release_name_and_namespace() {
    laws::hold_for(cases::all(), laws::references_resolve);
}

#[test]
fn every_knob_of_the_examples_can_be_turned() {
    laws::hold_for(cases::examples(), laws::knobs_turn);
}
