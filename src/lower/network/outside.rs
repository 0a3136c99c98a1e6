//! Rules towards services, wherever their pods are.

use super::{Edge, via};
use crate::chart::tree::{self, Item, Node, Test, list, map, pair};
use crate::lower::across::Across;
use crate::lower::knobs::{self, Built};
use crate::lower::{Context, Part, container, reference, service as lowered};
use crate::schema::port::PORT;
use crate::schema::service;
use smol_str::SmolStr;

/// What a service refers to: its pods, those that answer for it, or where it runs elsewhere.
pub(super) fn to_service(context: &Context<'_>, target: &Across<'_>, edge: &Edge, inside: Node) -> Vec<Item> {
    let mut rules = Vec::new();
    if target.any(|view| view.value(&service::EXTERNAL).is_some()) {
        let elsewhere = Test::Value(target.path("externalName"));
        for (test, rule) in outside(target, edge, &mut Part::default()) {
            let tests = [target.enabled(), elsewhere.clone()].into_iter().chain(test);
            rules.extend(tree::guarded(Test::all(tests), rule));
        }
    }
    if let Some(own) = lowered::own_pods(target).tests() {
        let tests = [target.enabled()].into_iter().chain(own).chain(via(context, target, edge));
        rules.extend(tree::guarded(Test::all(tests), inside));
    }
    rules
}

/// The rules towards a service that runs elsewhere: its port, in the ranges that are known or anywhere. What has neither a
/// port nor a range is opened by nothing but `internet`.
fn outside(target: &Across<'_>, edge: &Edge, part: &mut Part) -> Vec<(Option<Test>, Node)> {
    let ports = target.children(&PORT);
    let named = edge.port.as_deref().and_then(|name| ports.iter().find(|port| port.name == name));
    let opened = named.or(ports.first()).map(|own| {
        let number = pair("port", Node::Int(reference::service_port(target, Some(own.name))));
        Item::Node(Node::Map([number].into_iter().chain(container::protocol(target, own, part)).collect()))
    });
    let ports: Vec<Item> = opened.into_iter().collect();
    ranges(target, part)
        .into_iter()
        .filter(|(_, ranges)| !ranges.is_empty() || !ports.is_empty())
        .map(|(test, ranges)| (test, Node::Map(vec![list("to", ranges), list("ports", ports.clone())])))
        .collect()
}

/// The ranges of addresses of a service that runs elsewhere; a key of the values, where environments differ.
pub(in crate::lower) fn ranges(target: &Across<'_>, part: &mut Part) -> Vec<(Option<Test>, Vec<Item>)> {
    let built = target.built(|_, view| {
        if view.value(&service::EXTERNAL).is_none() {
            return Built::Absent;
        }
        let ranges: Vec<SmolStr> = view.texts(&service::EXTERNAL_RANGES).cloned().collect();
        let name = if ranges.is_empty() { SmolStr::new_static("anywhere") } else { SmolStr::from(ranges.join(", ")) };
        let block = |range: SmolStr| Node::Map(vec![map("ipBlock", vec![pair("cidr", Node::text(range))])]);
        Built::As(name, ranges.into_iter().map(|range| Item::Node(block(range))).collect::<Vec<_>>())
    });
    let doc = knobs::doc(&service::EXTERNAL_RANGES);
    part.chosen(&target.path("externalRanges"), doc, target.origin(&service::EXTERNAL_RANGES), built)
}
