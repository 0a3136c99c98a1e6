//! Fields that mean something only where another thing is said.
//!
//! Where an environment takes away what a field of a weaker layer needs, that field is not there: a `spread` that an overlay
//! makes soft has no `min_domains`, whatever the stack gave it. Where the field is said at least as strongly as what decides, it
//! is a mistake (`rules::exclusive_fields`).

mod data;
mod ingress;
mod jobs;
mod pods;
mod services;
mod volumes;

use super::environment::View;
use super::typed::{self, Kind, Layer};
use crate::schema::{self, Choice, choices, pod, service, volume};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Fields that need something else.
#[derive(Debug)]
pub struct Need {
    /// The blocks that have them.
    pub kinds: &'static [&'static schema::Block],
    /// The fields.
    pub fields: &'static [&'static schema::Field],
    /// What decides, and how.
    pub met: Met,
    /// What is needed, after "it goes only with".
    pub only: &'static str,
}

/// Whether what is needed is there.
#[derive(Debug)]
pub enum Met {
    /// A field of the same block decides.
    By(&'static schema::Field, fn(&View<'_>) -> bool),
    /// A field of the same block decides, and it can be turned in the values of the chart. What the field says is kept for
    /// that.
    ByHand(&'static schema::Field, fn(&View<'_>) -> bool),
    /// The word after `:` decides.
    Base(fn(&View<'_>) -> bool),
    /// The block of the top level, which comes first, or something else beside the field decides. The field is kept: it is a
    /// mistake.
    Around(fn(&View<'_>, &View<'_>) -> bool),
}

/// A field that means nothing in a block, because a stronger layer takes away what it needs.
#[derive(Debug)]
pub struct LeftOut {
    /// The field.
    pub field: &'static schema::Field,
    /// What it needs.
    pub need: &'static Need,
    /// The place of the layer that takes that away.
    decided: usize,
}

static NEEDS: [&[Need]; 6] = [services::NEEDS, jobs::NEEDS, pods::NEEDS, volumes::NEEDS, ingress::NEEDS, data::NEEDS];

impl Need {
    /// Whether it is met in a block, or in the block of the top level around it.
    #[must_use]
    pub fn is_met(&self, owner: &View<'_>, view: &View<'_>) -> bool {
        match self.met {
            Met::By(_, met) | Met::ByHand(_, met) | Met::Base(met) => met(view),
            Met::Around(met) => met(owner, view),
        }
    }

    /// The field of the block that decides.
    #[must_use]
    pub fn decided_by(&self) -> Option<&'static schema::Field> {
        match self.met {
            Met::By(field, _) | Met::ByHand(field, _) => Some(field),
            Met::Base(_) | Met::Around(_) => None,
        }
    }

    /// The place of the strongest layer that decides; the first where none does.
    #[must_use]
    pub fn decided(&self, view: &View<'_>) -> usize {
        let place = match self.met {
            Met::By(field, _) | Met::ByHand(field, _) => {
                let left_out = view.left_out.iter().find(|own| own.field.is(field));
                left_out.map(|own| own.decided).or_else(|| said_at(view, field))
            }
            Met::Base(_) => view.layers.iter().rposition(|layer| layer.base.is_some()),
            Met::Around(_) => None,
        };
        place.unwrap_or_default()
    }

    fn leaves_out(&self, view: &View<'_>) -> bool {
        match self.met {
            Met::By(_, met) | Met::Base(met) => !met(view),
            Met::ByHand(..) | Met::Around(_) => false,
        }
    }
}

/// What fields of a kind of block need. Every block is asked, and most kinds have nothing of the sort.
#[must_use]
pub fn of_kind(kind: &schema::Block) -> &'static [&'static Need] {
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

/// A field of a weaker layer that means nothing in a block.
pub(super) fn unmet(view: &View<'_>) -> Option<LeftOut> {
    of_kind(view.kind).iter().find_map(|need| {
        let mut set = need.fields.iter().filter(|field| has(view, field)).peekable();
        if set.peek().is_none() || !need.leaves_out(view) {
            return None;
        }
        let decided = need.decided(view);
        let field = set.find(|field| said_at(view, field) < Some(decided))?;
        Some(LeftOut { field, need, decided })
    })
}

/// The place of the strongest layer that says anything of a field.
#[must_use]
pub fn said_at(view: &View<'_>, field: &schema::Field) -> Option<usize> {
    view.layers.iter().rposition(|layer| layer.fields.iter().any(|own| own.field.is(field)))
}

/// Whether a field is set to something. `tcp = false` sets nothing.
fn has(view: &View<'_>, field: &schema::Field) -> bool {
    let sets = |own: &typed::Field| !matches!(own.value.kind, Kind::None | Kind::Bool(false));
    view.field(field).is_some_and(sets)
}

/// Whether the stack or an environment sets a field to `false`: what a profile says of all blocks of a kind is no more than where
/// to begin.
#[must_use]
pub fn denies(view: &View<'_>, field: &'static schema::Field) -> bool {
    view.truth(field) == Some(false) && view.layer_of(field) >= Some(Layer::Base)
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
