//! The vocabulary: which blocks exist, which fields they take, and where each field goes. It is data.
//!
//! One declaration per field carries its documentation, type, default and destination. The type checker, "did you
//! mean", `todoc explain`, the values schema and the reference page all read it here, and nothing repeats a field's
//! name: code that needs a field of its own refers to the declaration (`service::REPLICAS`).
//!
//! To add a field that Kubernetes knows, add one declaration with a destination such as [`To::Pod`].

pub mod account;
pub mod attributes;
pub mod autoscale;
pub mod chart;
mod check;
pub mod choices;
pub mod config;
pub mod container;
pub mod dapr;
pub mod database;
pub mod engine;
pub mod environment;
pub mod image;
pub mod ingress;
pub mod job;
pub mod lifecycle;
pub mod manifest;
pub mod metrics;
pub mod network;
pub mod objects;
pub mod page;
pub mod patch;
pub mod placement;
pub mod pod;
pub mod port;
pub mod probe;
pub mod profiles;
pub mod secret;
pub mod service;
pub mod shared;
pub mod sidecar;
pub mod stack;
pub mod volume;

pub use check::Check;
pub use choices::Choice;

use crate::types::quantity::Kind;

/// A field of a block: `key = value`.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What it means, one line of Markdown per `///`.
    pub doc: &'static [&'static str],
    /// What may stand there.
    pub ty: Type,
    /// What holds where nothing is said, in the language itself. What differs by environment stands in the built-in
    /// profiles instead.
    pub default: Option<&'static str>,
    /// Whether the block means nothing without it.
    pub required: bool,
    /// Whether a secret may flow into it.
    pub secret: bool,
    /// Where its value goes.
    pub to: To,
}

/// Where a field's value goes in the objects that its block lowers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The lowering knows.
    Own,
    /// This field of the workload's `spec` (Deployment, StatefulSet, DaemonSet, Job or CronJob).
    Workload(&'static str),
    /// This field of the pod's `spec`.
    Pod(&'static str),
    /// This field of the container.
    Container(&'static str),
    /// This field of the Service's `spec`.
    Service(&'static str),
    /// This field of a probe.
    Probe(&'static str),
    /// This field of a `securityContext`: the container's.
    Security(&'static str),
}

impl To {
    /// The Kubernetes field, where the value passes through as it is.
    #[must_use]
    pub fn kubernetes_field(self) -> Option<&'static str> {
        match self {
            To::Own => None,
            To::Workload(name)
            | To::Pod(name)
            | To::Container(name)
            | To::Service(name)
            | To::Probe(name)
            | To::Security(name) => Some(name),
        }
    }
}

/// What may stand as a field's value.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    /// Text, with a check of its own where it holds no reference.
    Text(Check),
    /// `true` or `false`.
    Bool,
    /// A whole number between two bounds.
    Int(i64, i64),
    /// A percentage between two bounds: `70%`.
    Percent(i64, i64),
    /// A time in whole seconds: `30s`, `5m`.
    Duration,
    /// A quantity: `10Gi`.
    Quantity(Kind),
    /// A request and a limit: `500m`, `500m..2`, `500m..none`.
    Resource(Kind),
    /// A number of pods, or a range: `3`, `3..20`.
    Scale,
    /// A count or a share: `1`, `25%`.
    IntOrPercent,
    /// One of some words.
    Choice(&'static [Choice]),
    /// The name of a block of one of these kinds.
    Block(&'static [&'static str]),
    /// An image block, or a complete reference as text.
    Image,
    /// Text, a number, a truth or a reference: what a variable can be.
    Scalar,
    /// Any of several types; the first that fits.
    Either(&'static [Type]),
    /// A list.
    List(&'static Type),
    /// An object that a block makes: `service.api.deployment`.
    Made,
    /// Raw content, as Kubernetes or a chart defines it.
    Raw,
    /// Short for a nested block: `port = 3000` is `port http { container = 3000 }`.
    Short(&'static Short),
}

/// A field that is a short way to write a nested block.
#[derive(Debug)]
pub struct Short {
    /// The nested block.
    pub block: &'static Block,
    /// Its name.
    pub name: &'static str,
    /// Its field that takes the value.
    pub field: &'static Field,
}

/// A kind of block.
#[derive(Debug)]
pub struct Block {
    /// The kind.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static [&'static str],
    /// Whether it has a name.
    pub naming: Naming,
    /// Check of a name that is free.
    pub names: Check,
    /// What may stand after `:`.
    pub base: Base,
    /// Its fields, in groups that kinds share.
    pub fields: &'static [&'static [&'static Field]],
    /// The blocks that may stand in it.
    pub blocks: &'static [&'static Block],
    /// Where it is an open map: what its keys and values are.
    pub entries: Option<Entries>,
}

/// Whether a block has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// It has none, and stands once.
    None,
    /// It has one; an overlay may refine only what exists.
    Named,
    /// It has one out of a fixed set; an overlay may set it freely.
    Fixed(&'static [&'static str]),
    /// It has one that is any text, in quotes where it must be.
    Free,
}

/// What may stand after a block's `:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// Nothing.
    None,
    /// A template of the same kind.
    Template,
    /// One of these words, which says what the block is.
    Choice(&'static [Choice]),
    /// A profile or an environment.
    Environment,
    /// The kind of block that a template is for.
    Kind,
}

/// What an open map holds.
#[derive(Debug, Clone, Copy)]
pub struct Entries {
    /// Check of the keys.
    pub key: Check,
    /// Type of the values.
    pub value: Type,
    /// Whether a secret may flow into a value.
    pub secret: bool,
    /// Where an entry is short for a block in the map's parent: `routes { "/" = web }` is `route "/" { to = web }`.
    pub short: Option<(&'static Block, &'static Field)>,
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Block {
    /// Its fields, in declared order.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().flat_map(|group| group.iter().copied())
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.all_fields().find(|field| field.name == name)
    }

    /// The block that may stand in it, of a kind.
    #[must_use]
    pub fn block(&self, kind: &str) -> Option<&'static Block> {
        self.blocks.iter().copied().find(|block| block.name == kind)
    }

    /// Whether it holds raw content, whose keys Kubernetes or a chart defines.
    #[must_use]
    pub fn is_raw(&self) -> bool {
        self.entries.is_some_and(|entries| matches!(entries.value, Type::Raw))
    }

    /// Whether this is that kind.
    #[must_use]
    pub fn is(&self, other: &Block) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Field {
    /// Whether this is that field.
    #[must_use]
    pub fn is(&self, other: &Field) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Every kind of block that can stand at the top level, in the order of the reference page.
pub static TOP: &[&Block] = &[
    &stack::STACK,
    &environment::ENVIRONMENT,
    &environment::PROFILE,
    &environment::CLUSTER,
    &image::IMAGE,
    &service::SERVICE,
    &database::DATABASE,
    &job::JOB,
    &job::CRON,
    &secret::SECRET,
    &secret::SECRETS,
    &config::CONFIG,
    &ingress::INGRESS,
    &dapr::DAPR,
    &manifest::MANIFEST,
    &chart::CHART,
    &patch::PATCH,
    &stack::PARAM,
    &stack::TEMPLATE,
];

/// The block of the top level, of a kind.
#[must_use]
pub fn top(kind: &str) -> Option<&'static Block> {
    TOP.iter().copied().find(|block| block.name == kind)
}

/// Declares fields: `/// doc` lines, then `NAME: "key", type` and what else there is to say.
macro_rules! fields {
    ($(#[doc = $group_doc:literal])* $group:ident:
     $($(#[doc = $doc:literal])* $id:ident: $name:literal, $ty:expr
       $(, default = $default:literal)? $(, required = $required:literal)? $(, secret = $secret:literal)? $(, to = $to:expr)?;)*) => {
        $(
            $(#[doc = $doc])*
            pub static $id: $crate::schema::Field = $crate::schema::Field {
                name: $name,
                doc: &[$($doc),*],
                ty: $ty,
                default: fields!(@option $($default)?),
                required: fields!(@or false, $($required)?),
                secret: fields!(@or false, $($secret)?),
                to: fields!(@or $crate::schema::To::Own, $($to)?),
            };
        )*
        $(#[doc = $group_doc])*
        pub static $group: &[&$crate::schema::Field] = &[$(&$id),*];
    };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
    (@or $default:expr,) => { $default };
    (@or $default:expr, $value:expr) => { $value };
}

/// Declares a kind of block.
macro_rules! block {
    ($(#[doc = $doc:literal])* $id:ident: $name:literal, $naming:expr
       $(, names = $names:expr)? $(, base = $base:expr)? $(, fields = $fields:expr)? $(, blocks = $blocks:expr)? $(, entries = $entries:expr)?;) => {
        $(#[doc = $doc])*
        pub static $id: $crate::schema::Block = $crate::schema::Block {
            name: $name,
            doc: &[$($doc),*],
            naming: $naming,
            names: block!(@or $crate::schema::Check::Any, $($names)?),
            base: block!(@or $crate::schema::Base::None, $($base)?),
            fields: block!(@or &[], $($fields)?),
            blocks: block!(@or &[], $($blocks)?),
            entries: block!(@option $($entries)?),
        };
    };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
    (@or $default:expr,) => { $default };
    (@or $default:expr, $value:expr) => { $value };
}

pub(crate) use {block, fields};

/// Every declared field, once, in the order of the reference page.
pub fn every_field() -> impl Iterator<Item = &'static Field> {
    let mut seen = std::collections::BTreeSet::new();
    let mut blocks: Vec<&'static Block> = TOP.to_vec();
    let mut fields = Vec::new();
    let mut next = 0;
    while let Some(block) = blocks.get(next).copied() {
        next += 1;
        fields.extend(block.all_fields().filter(|field| seen.insert(std::ptr::from_ref(*field).addr())));
        for nested in block.blocks {
            if !blocks.iter().any(|known| known.is(nested)) {
                blocks.push(nested);
            }
        }
    }
    fields.into_iter()
}
