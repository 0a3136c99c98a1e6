//! Where a field goes in the output: the object of Kubernetes and the key of the values.
//!
//! A field that passes through says so in its declaration ([`To`]). For those that the lowering handles itself, the place
//! that a reader looks for stands here; `tests/places.rs` holds the keys to those that the lowering makes.

mod dapr;
mod data;
mod pods;
mod stacks;
mod workloads;

use crate::schema::{Block, Field, To};

/// Where something goes. `api` stands for the block's name, in camel case, `NAME` for that of a nested block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The object and its field.
    pub(super) kubernetes: &'static str,
    /// The keys of the values; empty where the chart has none.
    pub(super) values: &'static str,
    /// Whether it has them only where environments differ, and has the value written out otherwise.
    differs: bool,
}

const fn place(kubernetes: &'static str, values: &'static str) -> Place {
    Place { kubernetes, values, differs: false }
}

const fn differs(kubernetes: &'static str, values: &'static str) -> Place {
    Place { kubernetes, values, differs: true }
}

impl Place {
    fn keys(self) -> Option<String> {
        (!self.values.is_empty()).then(|| if self.differs { differing(self.values) } else { self.values.to_owned() })
    }
}

fn differing(keys: &str) -> String {
    format!("{keys}, where environments differ")
}

static FIELDS: [&[(&Field, Place)]; 5] = [pods::FIELDS, workloads::FIELDS, data::FIELDS, stacks::FIELDS, dapr::FIELDS];

static BLOCKS: [&[(&Block, Place)]; 5] = [pods::BLOCKS, workloads::BLOCKS, data::BLOCKS, stacks::BLOCKS, dapr::BLOCKS];

/// Where a block goes; none where its page says it.
pub(super) fn of_block(block: &Block) -> Option<Place> {
    BLOCKS.into_iter().flatten().find(|(known, _)| known.is(block)).map(|(_, place)| *place)
}

/// Where a field goes: the object of Kubernetes and the keys of the values.
pub(super) fn of_field(field: &Field) -> (Option<String>, Option<String>) {
    match FIELDS.into_iter().flatten().find(|(known, _)| known.is(field)) {
        Some((_, place)) => (Some(place.kubernetes.to_owned()), place.keys()),
        None => passed(field.to).unzip(),
    }
}

/// Where a field goes that passes through.
fn passed(to: To) -> Option<(String, String)> {
    Some(match to {
        To::Own => return None,
        To::Workload(name) => (format!("`spec.{name}` of the workload"), differing(&format!("api.{name}"))),
        To::Pod(name) => (format!("`spec.{name}` of the pod"), differing(&format!("api.{name}"))),
        To::Container(name) => (format!("`{name}` of the container"), differing(&format!("api.{name}"))),
        To::Service(name) => (format!("`spec.{name}` of the Service"), differing(&format!("api.{name}"))),
        To::Probe(name) => (format!("`{name}` of the probe"), format!("api.probes.NAME.{name}")),
        To::Security(name) => {
            (format!("`securityContext.{name}` of the container"), differing(&format!("api.securityContext.{name}")))
        }
    })
}
