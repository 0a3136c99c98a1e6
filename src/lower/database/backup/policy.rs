//! Whom the pods of a backup may reach: DNS, the database, and the object storage.

use super::{Backup, To, enabled, name};
use crate::chart::tree::{Entry, Item, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::database::Facts;
use crate::lower::{Part, metadata, network, pod};
use crate::schema::database::ENDPOINT;
use crate::schema::objects::ObjectKind;
use smol_str::SmolStr;

/// Where clouds answer what a machine may do; a backup has no business there.
const METADATA: &str = "169.254.0.0/16";

pub(super) fn lower(backup: &Backup<'_, '_>, when: &Test, part: &mut Part) {
    if !backup.context.has_policies() {
        return;
    }
    let (own, database) = (backup.own, backup.of);
    let facts = Facts::of(database);
    let inside = Node::Map(vec![
        list("to", vec![Item::Node(network::pods(database.name))]),
        list("ports", vec![Item::Node(network::port(facts.pod_port(), "TCP"))]),
    ]);
    let mut outgoing = network::dns(backup.context);
    outgoing.extend(network::to_database(database, &inside));
    if backup.storage != To::Never {
        outgoing.extend(backup.storage.items(vec![Item::Node(storage(backup, part))]));
    }
    let spec = vec![
        map("podSelector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(own.name))])]),
        list("policyTypes", vec![Item::Node(Node::text("Ingress")), Item::Node(Node::text("Egress"))]),
        list("egress", outgoing),
    ];
    let body = vec![metadata::of(own, &own.object_name(ObjectKind::NetworkPolicy), Vec::new()), map("spec", spec)];
    let when = Test::all([when.clone(), Test::Value(network::ENABLED)]);
    part.objects.push(pod::object(own, "NetworkPolicy", "networkpolicy", when, body));
}

/// The port of the object storage, wherever it is: in the cluster, beside it, or far away.
fn storage(backup: &Backup<'_, '_>, part: &mut Part) -> Node {
    let own = backup.own;
    let ports = own.said(|view| Some(Val::Int(port(view.text(&ENDPOINT).unwrap_or_default()))));
    let doc = "Port of the object storage.".to_owned();
    let path = own.path("endpointPort");
    let mut rule = part.settled("port", path, ports, &Schema::Int(1, 65535), own.origin(&ENDPOINT), doc);
    rule.push(pair("protocol", Node::text("TCP")));
    let except = list("except", vec![Item::Node(Node::text(METADATA))]);
    let anywhere = map("ipBlock", vec![pair("cidr", Node::text("0.0.0.0/0")), except]);
    Node::Map(vec![
        list("to", vec![Item::Node(Node::Map(vec![anywhere]))]),
        list("ports", vec![Item::Node(Node::Map(rule))]),
    ])
}

/// The port of a URL.
fn port(url: &str) -> i64 {
    let usual = if url.starts_with("http:") { 80 } else { 443 };
    let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    host.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(usual)
}

/// The pods of the backup, which may reach the database.
pub(in crate::lower) fn reaches(database: &Across<'_>) -> Option<Item> {
    let rule = Node::Map(vec![
        list("from", vec![Item::Node(network::pods(&name(database)))]),
        list("ports", vec![Item::Node(network::port(Facts::of(database).pod_port(), "TCP"))]),
    ]);
    Some(Item::When(enabled(database)?, vec![Item::Node(rule)]))
}
