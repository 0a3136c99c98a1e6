//! The objects of an environment's manifests, as a cluster would get them.

use crate::artifacts::{self, Input};
use crate::diff::object;
use serde_json::Value;

/// The objects of the environment at a place among all.
///
/// # Errors
/// Where a manifest is none, which is a fault of todoc.
pub(super) fn of(input: &Input<'_>, environment: usize) -> Result<Vec<Value>, String> {
    let manifests = artifacts::manifests(input, environment, false).files;
    let files = manifests.iter().filter(|file| !file.path.ends_with("/kustomization.yaml"));
    let objects: Result<Vec<Vec<Value>>, String> = files.map(|file| object::read(&file.text)).collect();
    objects.map(|objects| objects.concat()).map_err(|why| format!("todoc made manifests that are none: {why}"))
}
