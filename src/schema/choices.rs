//! Words that a field chooses from, each with what Kubernetes calls it.

/// A word that may stand as a value.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub name: &'static str,
    /// What Kubernetes or Helm calls it.
    pub kubernetes: &'static str,
    /// What it means.
    pub doc: &'static str,
}

macro_rules! choices {
    ($($(#[doc = $group_doc:literal])* $group:ident { $($(#[doc = $doc:literal])* $id:ident: $name:literal => $kubernetes:literal;)* })*) => {
        $(
            $($(#[doc = $doc])* pub static $id: Choice = Choice { name: $name, kubernetes: $kubernetes, doc: concat!($($doc),*) };)*
            $(#[doc = $group_doc])*
            pub static $group: &[Choice] = &[$(Choice { name: $name, kubernetes: $kubernetes, doc: concat!($($doc),*) }),*];
        )*
    };
}

mod dapr;
mod workload;
mod network;
mod storage;
mod stack;

pub use dapr::*;
pub use network::*;
pub use stack::*;
pub use storage::*;
pub use workload::*;
