//! `manifest`: objects that the vocabulary does not have.

use super::container::ALLOW;
use super::shared::SWITCH;
use super::{Check, Entries, Naming, Type, block, fields};

block! {
    /// An object as Kubernetes knows it: `apiVersion`, `kind`, `metadata` and what the kind has.
    OBJECT: "object", Naming::None,
    entries = Entries { key: Check::Any, value: Type::Raw, secret: false, short: None };
}

fields! {
    /// Fields of a manifest.
    MANIFEST_FIELDS:
    /// Whether an object of a kind that todoc does not know belongs to a namespace, so that it gets that of the release.
    NAMESPACED: "namespaced", Type::Bool, default = "true";
    /// Path of a file of the project with the objects, as one or several YAML documents. What stands there is taken as it is.
    FILE: "file", Type::Text(Check::ProjectPath);
}

block! {
    /// Objects that the vocabulary does not have, in chart and manifests alike. Their names belong to you and stay as they are
    /// written; namespace and recommended labels are added.
    MANIFEST: "manifest", Naming::Named, fields = &[SWITCH, MANIFEST_FIELDS], blocks = &[&OBJECT, &ALLOW];
}
