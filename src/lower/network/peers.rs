//! Peers that the user names: `allow_to` and `allow_from`.

use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, list, map, pair};
use crate::lower::Part;
use crate::lower::across::Across;
use crate::lower::knobs::Built;
use crate::model::environment::View;
use crate::model::typed::Value;
use crate::schema::network;
use smol_str::SmolStr;

use super::{facts, labelled, namespaced};

/// The rules for peers of a kind; where environments differ in one, a key of the values says which it is.
pub(super) fn allowed(
    across: &Across<'_>,
    own: &Across<'_>,
    kind: &'static crate::schema::Block,
    (direction, key): (&str, &str),
    part: &mut Part,
) -> Vec<Item> {
    let mut items = Vec::new();
    for peer in own.children(kind) {
        let built = across.built(|_, view| {
            let own = view.child(&network::NETWORK).and_then(|own| own.nested(kind, peer.name));
            own.map_or(Built::Nothing, |own| Built::As(name(&own), rule(&own, direction)))
        });
        let path = across.path(&format!("network.{key}.{}", crate::types::names::values_key(peer.name)));
        let doc = format!("Who {} is; nothing: it is not let through.", peer.name);
        let chosen = part.chosen(&path, doc, peer.origin_of(Place::Block), built);
        items.extend(chosen.into_iter().flat_map(|(test, rule)| tree::guarded(test, rule)));
    }
    items
}

fn name(own: &View<'_>) -> SmolStr {
    let labels = own.entries(&network::PODS).iter();
    let labels = labels.filter_map(|(key, entry)| Some(format!("{key}={}", entry.value.literal()?)));
    let words = [own.text(&network::CIDR), own.text(&network::NAMESPACE)].into_iter().flatten().map(str::to_owned);
    let name = words.chain(labels).collect::<Vec<_>>().join(", ");
    if name.is_empty() { SmolStr::new_static("anyone") } else { SmolStr::from(name) }
}

fn rule(own: &View<'_>, direction: &str) -> Node {
    Node::Map(vec![list(direction, peer(own).into_iter().collect()), list("ports", ports(own))])
}

/// A range of addresses, or pods; none where anyone is meant.
fn peer(own: &View<'_>) -> Option<Item> {
    if let Some(cidr) = own.text(&network::CIDR) {
        let except = own.texts(&network::EXCEPT).map(|range| Item::Node(Node::text(range.clone()))).collect();
        let block = vec![pair("cidr", Node::text(cidr)), list("except", except)];
        return Some(Item::Node(Node::Map(vec![map("ipBlock", block)])));
    }
    let labels = facts::labels(own);
    let namespace = match own.text(&network::NAMESPACE) {
        Some(namespace) => Expr::text(namespace),
        // Said, because without it the pods would seem to be of this release.
        None if !labels.is_empty() => Expr::Namespace,
        None => return None,
    };
    let mut entries = vec![namespaced(namespace)];
    if !labels.is_empty() {
        entries.push(labelled(labels));
    }
    Some(Item::Node(Node::Map(entries)))
}

fn ports(own: &View<'_>) -> Vec<Item> {
    let said = own.choice(&network::PROTOCOL_FIELD).map(|choice| choice.kubernetes);
    let numbers: Vec<i64> = own.list(&network::PORTS).iter().filter_map(Value::int).collect();
    let protocol = |name: &'static str| -> Entry { pair("protocol", Node::text(name)) };
    if numbers.is_empty() {
        return said.map(|name| Item::Node(Node::Map(vec![protocol(name)]))).into_iter().collect();
    }
    let ports =
        numbers.into_iter().map(|number| vec![pair("port", Node::int(number)), protocol(said.unwrap_or("TCP"))]);
    ports.map(|port| Item::Node(Node::Map(port))).collect()
}
