//! Open maps of texts: what is known stands in the values, and the rest the chart derives where the values do not give it.

use super::across::Across;
use super::knobs::{Built, plain};
use super::network::Asked;
use super::{Context, Part, reference};
use crate::chart::tree::{self, Entry, Expr, Node, Place, Test};
use crate::chart::values::Val;
use crate::chart::values::write::scalar;
use crate::schema;
use indexmap::IndexMap;
use smol_str::SmolStr;

/// The entries of an open map that the chart derives, as each environment has them.
#[derive(Debug)]
pub(super) struct Derived {
    kind: &'static schema::Block,
    entries: IndexMap<SmolStr, Vec<Built<Expr>>>,
}

/// The open map of a kind: what is known, as the values of each environment have it, and the rest.
pub(super) fn read(context: &Context<'_>, across: &Across<'_>, kind: &'static schema::Block) -> (Vec<Val>, Derived) {
    let mut values = Vec::new();
    let mut derived: IndexMap<SmolStr, Vec<Built<Expr>>> = IndexMap::new();
    for (environment, view) in across.views.iter().enumerate() {
        let Some(view) = view else {
            values.push(Val::Unset);
            continue;
        };
        let mut known = Vec::new();
        for (key, entry) in view.entries(kind) {
            let text = plain(&entry.value).map(|value| Expr::Text(scalar(&value)));
            let expr = text.unwrap_or_else(|| reference::text_of_key(context, environment, &entry.value));
            if let Expr::Text(text) = expr {
                known.push((SmolStr::new(key), Val::Text(text)));
                continue;
            }
            let sources = derived.entry(SmolStr::new(key)).or_insert_with(|| unsaid(across, kind, key));
            if let Some(slot) = sources.get_mut(environment) {
                *slot = Built::As(context.source_of(&entry.value), expr);
            }
        }
        values.push(Val::Map(known));
    }
    (values, Derived { kind, entries: derived })
}

impl Derived {
    /// The entries that the chart derives, each where the map at a path of the values has no such key. Where environments
    /// differ in one, a key of the values says which it is; `switch` gives its path, and `unless` says in words where
    /// the entry is not looked at.
    pub(super) fn lower(
        self,
        across: &Across<'_>,
        path: &SmolStr,
        unless: &str,
        switch: impl Fn(&str) -> SmolStr,
        part: &mut Part,
    ) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (key, built) in self.entries {
            let origin = across.origin_of(Place::Entry(self.kind, key.clone()));
            let doc = format!("What {key} is derived from, where {unless}; nothing: it is not there.");
            let free = !Test::Has(path.clone(), key.clone());
            for (test, expr) in part.chosen(&switch(&key), doc, origin.clone(), built) {
                let entry = vec![tree::pair_from(key.clone(), Node::Text(expr), origin.clone())];
                entries.extend(tree::when(Test::all(test.into_iter().chain([free.clone()])), entry));
            }
        }
        entries
    }
}

/// What must be so that an entry is derived as some environments derive it; none where the values cannot tell.
pub(super) fn asked(
    context: &Context<'_>,
    across: &Across<'_>,
    kind: &'static schema::Block,
    (path, key, switch): (&SmolStr, &str, &SmolStr),
    of: &[bool],
) -> Option<Vec<Asked>> {
    let (_, mut derived) = read(context, across, kind);
    let Some(built) = derived.entries.swap_remove(key) else { return across.is_only_in(of).then(Vec::new) };
    let holds: Vec<bool> = built.iter().map(|own| !matches!(own, Built::Absent)).collect();
    // Text that is known may speak of others all the same.
    if holds.iter().zip(of).any(|(derived, speaks)| *speaks && !derived) {
        return across.is_only_in(of).then(Vec::new);
    }
    let free = Asked { test: !Test::Has(path.clone(), SmolStr::new(key)), holds };
    Some([free].into_iter().chain(Asked::chosen(switch, built, of)).collect())
}

/// What environments say of an entry before it is known to be derived: one that is known wins in any case.
fn unsaid(across: &Across<'_>, kind: &'static schema::Block, key: &str) -> Vec<Built<Expr>> {
    across.built(|_, view| if view.entries(kind).contains_key(key) { Built::Absent } else { Built::Nothing })
}
