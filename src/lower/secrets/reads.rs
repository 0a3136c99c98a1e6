//! Places of the template tree that read Secrets.

use super::keys::Key;
use crate::chart::tree::{self, Body, Entry, Expr, Node, Pair, Piece, Test, walk};
use crate::lower::Part;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A place that reads a Secret.
pub(super) struct Read {
    pub(super) object: Expr,
    /// The key; none where it reads all, or only names the object.
    pub(super) key: Option<SmolStr>,
    /// Whether the pods start without it.
    pub(super) is_optional: bool,
    pub(super) when: Option<Test>,
}

/// Every place that reads one of some Secrets.
pub(super) fn reads(lowered: &[Part], objects: &[Expr]) -> Vec<Read> {
    let maps: FxHashMap<&str, &[Entry]> = pieces(lowered)
        .filter_map(|piece| match &piece.body {
            Body::Map(entries) => Some((piece.name.as_str(), entries.as_slice())),
            Body::Text(..) => None,
        })
        .collect();
    let mut found = Vec::new();
    for object in lowered.iter().flat_map(|part| &part.objects) {
        let piece = |name: &str| maps.get(name).copied().unwrap_or(&[]);
        walk(&object.body, object.when.as_ref(), &piece, &mut |node, above| {
            let when = || tree::all(above);
            if let Some((own, keys)) = named(node).filter(|(own, _)| objects.contains(own)) {
                let is_optional = is_optional(node);
                let all = keys.into_iter().map(|key| (own.clone(), Some(key)));
                let all = all.map(|(object, key)| Read { object, key, is_optional, when: when() });
                found.extend(all);
                return false;
            }
            if let Node::Text(expr) = node {
                let mentioned = objects.iter().filter(|own| mentions(expr, own));
                let all =
                    mentioned.map(|own| Read { object: own.clone(), key: None, is_optional: false, when: when() });
                found.extend(all);
            }
            true
        });
    }
    found
}

/// Forgets keys that there are not: what is off may name one, and then names the object alone.
pub(super) fn forget_unknown<'k, 'a: 'k>(reads: &mut [Read], keys: impl Iterator<Item = &'k Key<'a>>) {
    let known: Vec<&SmolStr> = keys.map(|key| &key.declared.key).collect();
    for read in reads {
        read.key = read.key.take().filter(|own| known.contains(&own));
    }
}

/// Every named piece of what was lowered.
pub(super) fn pieces(lowered: &[Part]) -> impl Iterator<Item = &Piece> {
    let of_objects = lowered.iter().flat_map(|part| &part.objects).flat_map(|object| &object.pieces);
    of_objects.chain(lowered.iter().flat_map(|part| &part.pieces))
}

/// Whether a node says that what it names need not be there.
fn is_optional(node: &Node) -> bool {
    let Node::Map(entries) = node else { return false };
    entries.iter().filter_map(Entry::as_pair).any(|pair| pair.key == "optional")
}

/// The Secret that a node names, and the keys of it.
fn named(node: &Node) -> Option<(&Expr, Vec<SmolStr>)> {
    let Node::Map(entries) = node else { return None };
    let pairs = || entries.iter().filter_map(Entry::as_pair);
    let text = |pair: &'_ Pair| if let Node::Text(Expr::Text(text)) = &pair.value { Some(text.clone()) } else { None };
    let object = pairs().find(|pair| pair.key == "name" || pair.key == "secretName")?;
    let Node::Text(object) = &object.value else { return None };
    if let Some(key) = pairs().find(|pair| pair.key == "key").and_then(text) {
        return Some((object, vec![key]));
    }
    let Node::List(items) = &pairs().find(|pair| pair.key == "items")?.value else { return None };
    let mut keys = Vec::new();
    let of_items = vec![crate::chart::tree::list("items", items.clone())];
    walk(&of_items, None, &|_| &[], &mut |node, _| {
        if let Node::Map(entries) = node {
            keys.extend(entries.iter().filter_map(Entry::as_pair).find(|pair| pair.key == "key").and_then(text));
        }
        true
    });
    Some((object, keys))
}

fn mentions(expr: &Expr, object: &Expr) -> bool {
    if expr == object {
        return true;
    }
    if let Expr::Default(first, second) = expr {
        return mentions(first, object) || mentions(second, object);
    }
    matches!(expr, Expr::Join(parts) if parts.iter().any(|part| mentions(part, object)))
}
