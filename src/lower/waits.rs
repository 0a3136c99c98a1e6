//! Init containers that wait until a port is open, and the policies' rules towards it.

use super::across::Across;
use super::network;
use super::{Context, Part};
use crate::chart::names::bounded;
use crate::chart::tree::{self, Expr, Item, Node, Path, Test, list, map, pair};
use crate::model::jobs::{self, Awaited};
use crate::schema::objects::ObjectKind;
use crate::schema::service;
use crate::types::names;
use std::net::IpAddr;

/// Init containers that wait until ports are open, for `wait_for`.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, image: &Expr, keys: &mut Part) -> Vec<Item> {
    let mut items = Vec::new();
    for awaited in awaited(across) {
        let switch = switch(across, awaited, keys);
        let (there, [at, port]) = match awaited {
            Awaited::Block(kind, name) => {
                let Some(target) = context.find(kind, name) else { continue };
                let there = super::reference::is_there(target).unwrap_or_else(|| target.enabled());
                (Some(there), address(target))
            }
            Awaited::Host(name, number) => (None, [Expr::text(name), Expr::text(number)]),
        };
        let test = Test::all(there.into_iter().chain(switch));
        items.extend(tree::guarded(test, wait(&awaited.name(), at, port, image)));
    }
    items
}

/// Rules that let the pods reach the hosts outside of the stack that they wait for.
pub(super) fn rules(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let mut rules = Vec::new();
    for awaited in awaited(across) {
        let Awaited::Host(host, number) = awaited else { continue };
        let Ok(number) = number.parse() else { continue };
        let address = host
            .parse::<IpAddr>()
            .ok()
            .map(|address| format!("{address}/{}", if address.is_ipv4() { 32 } else { 128 }));
        let block = |range: String| Item::Node(Node::Map(vec![map("ipBlock", vec![pair("cidr", Node::text(range))])]));
        let to = address.into_iter().map(block).collect();
        let ports = vec![Item::Node(network::port(Expr::Int(number), "TCP"))];
        let rule = Node::Map(vec![list("to", to), list("ports", ports)]);
        rules.extend(tree::guarded(switch(across, awaited, part), rule));
    }
    rules
}

/// The switch of a wait that not every environment has.
fn switch(across: &Across<'_>, awaited: Awaited<'_>, part: &mut Part) -> Option<Test> {
    let (path, said) = said(across, awaited);
    let doc = format!("Whether the pods wait until {} can be reached.", called(awaited));
    part.switch(path, doc, across.origin(&service::WAIT_FOR), said)
}

/// The key of the switch of a wait, and whether each environment has it.
pub(super) fn said(across: &Across<'_>, awaited: Awaited<'_>) -> (Path, Vec<Option<bool>>) {
    let said = across.each(|view| jobs::awaited(view).iter().any(|(own, _)| *own == awaited));
    // A key begins with a letter, an address with a digit.
    let key = match awaited {
        Awaited::Block(_, name) => names::values_key(name),
        Awaited::Host(..) => names::values_key(&format!("host-{}", awaited.name())),
    };
    (across.path(&format!("waitFor.{key}")), said)
}

/// What the pods of a block wait for in any environment, each once.
pub(super) fn awaited<'a>(across: &Across<'a>) -> Vec<Awaited<'a>> {
    let mut found: Vec<Awaited<'a>> = Vec::new();
    for (awaited, _) in across.views.iter().flatten().flat_map(jobs::awaited) {
        if !found.contains(&awaited) {
            found.push(awaited);
        }
    }
    found
}

/// What is waited for, as people write it.
fn called(awaited: Awaited<'_>) -> String {
    match awaited {
        Awaited::Block(_, name) => name.to_owned(),
        Awaited::Host(host, port) => format!("{host}:{port}"),
    }
}

/// Host and port of a block.
fn address(target: &Across<'_>) -> [Expr; 2] {
    if target.kind.is(&crate::schema::database::DATABASE) {
        let facts = super::database::Facts::of(target);
        [facts.host(), facts.port()]
    } else {
        [target.object_name(ObjectKind::Service), super::reference::service_port(target, None)]
    }
}

fn wait(name: &str, host: Expr, port: Expr, image: &Expr) -> Node {
    let script = Expr::join(vec![
        Expr::text("until nc -z -w 2 "),
        host,
        Expr::text(" "),
        port,
        Expr::text("; do sleep 2; done"),
    ]);
    super::script::container(&bounded(format!("wait-for-{name}"), 63), image.clone(), script)
}
