//! What only a real API server and its controllers can prove.
//!
//! Needs the feature `real-control-plane`, and `tests/control-plane.sh` around it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]

mod support {
    pub(crate) mod admission;
    pub(crate) mod cases;
    pub(crate) mod helm;
    pub(crate) mod objects;
    pub(crate) mod plane;
    pub(crate) mod values;
    pub(crate) mod words;
}

use support::plane::Plane;
use support::{admission, cases};

#[test]
fn every_object_and_every_pod_is_accepted() {
    let plane = Plane::running();
    let asked = admission::collect(&cases::all());
    let objects = admission::objects(&plane, &asked);
    let pods = admission::pods(&plane, &asked);
    eprintln!("{} objects and {} pods accepted", objects.accepted, pods.accepted);
    assert_eq!((objects.refused, pods.refused), (Vec::new(), Vec::new()));
}
