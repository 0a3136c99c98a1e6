//! Fields that mean something only where another says so.
//!
//! A field that a weaker layer set is left alone: where an overlay makes a database external, the storage that the stack
//! gave it is simply not used.

mod data;
mod ingress;
mod jobs;
mod pods;
mod services;
mod volumes;

use super::{called, said};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::rules::finding;
use crate::schema::{self, Choice, choices, pod, service, volume};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Fields that need something else.
struct Need {
    /// The blocks that have them.
    kinds: &'static [&'static schema::Block],
    fields: &'static [&'static schema::Field],
    /// The field that decides; none where the word after `:` does, or the block around.
    decided_by: Option<&'static schema::Field>,
    /// Whether what is needed is there: in the block, or in the block of the top level around it.
    met: fn(&View<'_>, &View<'_>) -> bool,
    /// What is needed, after "only with".
    only: &'static str,
}

static NEEDS: [&[Need]; 6] = [services::NEEDS, jobs::NEEDS, pods::NEEDS, volumes::NEEDS, ingress::NEEDS, data::NEEDS];

/// What fields of a kind of block need. Every block is asked, and most kinds have nothing of the sort.
fn of_kind(kind: &schema::Block) -> &'static [&'static Need] {
    static OF_KINDS: OnceLock<FxHashMap<usize, Vec<&Need>>> = OnceLock::new();
    let address = |kind: &schema::Block| std::ptr::from_ref(kind).addr();
    let of_kinds = OF_KINDS.get_or_init(|| {
        let mut of_kinds: FxHashMap<usize, Vec<&Need>> = FxHashMap::default();
        for need in NEEDS.iter().copied().flatten() {
            need.kinds.iter().for_each(|kind| of_kinds.entry(address(kind)).or_default().push(need));
        }
        of_kinds
    });
    of_kinds.get(&address(kind)).map_or(&[], Vec::as_slice)
}

pub(super) fn check(owner: &View<'_>, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let mut told = Vec::new();
    let has_some = |need: &&&Need| need.fields.iter().any(|field| view.field(field).is_some());
    for need in of_kind(view.kind).iter().filter(has_some).filter(|need| !(need.met)(owner, view)) {
        let decided = decided(view, need);
        for field in need.fields {
            let Some((_, own)) = said(view, field).filter(|(layer, _)| *layer >= decided) else { continue };
            // One reason is enough.
            if told.contains(&own.key) {
                continue;
            }
            told.push(own.key);
            let message = format!("`{}` of {} means nothing here", field.name, called(view));
            let diagnostic = finding(Code::E0210, own.key, message).help(format!("it goes only with {}", need.only));
            let other = need.decided_by.and_then(|field| view.field(field)).filter(|other| other.key != own.key);
            found.push(match other {
                Some(other) => diagnostic.label(other.key, "because of this"),
                None => diagnostic,
            });
        }
    }
}

/// How strong the layer is that decides.
fn decided(view: &View<'_>, need: &Need) -> usize {
    let decides = |layer: &&crate::model::typed::Block| match need.decided_by {
        Some(field) => layer.fields.iter().any(|own| own.field.is(field)),
        None => layer.base.is_some(),
    };
    let layers = view.layers.iter().enumerate().rev();
    layers.filter(|(_, layer)| decides(layer)).map(|(at, _)| at).next().unwrap_or_default()
}

const STATEFUL: &str = "a service of `kind = stateful_set`";
const INDEXED: &str = "`indexed = true`";

fn has_nameservers(view: &View<'_>) -> bool {
    view.child(&pod::DNS).is_some_and(|own| !own.list(&pod::NAMESERVERS).is_empty())
}

fn is_stateful(owner: &View<'_>) -> bool {
    is_of(owner, &choices::STATEFUL_SET)
}

fn is_of(owner: &View<'_>, kind: &Choice) -> bool {
    owner.choice(&service::KIND) == Some(kind)
}

fn is_projected(view: &View<'_>) -> bool {
    view.blocks_of(&volume::SOURCE).next().is_some()
}

fn has(view: &View<'_>, field: &'static schema::Field) -> bool {
    said(view, field).is_some()
}
