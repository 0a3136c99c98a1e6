//! What pods share with their node, and whom they ask for names.
//! <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/>

use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::lower::across::Across;
use crate::lower::knobs::{self, Built};
use crate::lower::{Part, network};
use crate::model::environment::View;
use crate::schema::{choices, pod};
use smol_str::{SmolStr, format_smolstr};

/// Whether the containers get a variable for each Service; a database's never do.
pub(super) fn service_links(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let target = "enableServiceLinks";
    if across.kind.field(pod::SERVICE_LINKS.name).is_none() {
        return vec![pair(target, Node::Bool(false))];
    }
    part.field(across, &pod::SERVICE_LINKS, target, target)
}

/// Whose DNS the pods ask. In the node's network they would ask the node's unless they were told otherwise.
pub(super) fn dns_policy(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let field = &pod::DNS_POLICY;
    let Some(target) = field.to.kubernetes_field() else { return Vec::new() };
    let values = across.said(|view| {
        let on_node = view.bool(&pod::HOST_NETWORK).then(|| Val::text(choices::CLUSTER_FIRST_HOST.kubernetes));
        knobs::value_of(view, field).or(on_node)
    });
    let schema = knobs::schema_of(&field.ty);
    part.settled(target, across.path(target), values, &schema, across.origin(field), knobs::doc(field))
}

/// Whom the pods ask beside that.
#[derive(Debug, Clone, PartialEq)]
struct Config {
    nameservers: Vec<SmolStr>,
    entries: Vec<Entry>,
}

fn configs(across: &Across<'_>, part: &mut Part) -> Vec<(Option<Test>, Config)> {
    let own = across.child(&pod::DNS);
    if own.is_absent() {
        return Vec::new();
    }
    let built = across.built(|_, view| view.child(&pod::DNS).map_or(Built::Nothing, |own| config(&own)));
    let doc = "Whom the containers ask for names; nothing: nobody else.";
    part.chosen(&across.path("dnsConfig"), doc, own.origin_of(Place::Block), built)
}

fn config(own: &View<'_>) -> Built<Config> {
    let nameservers: Vec<SmolStr> = own.texts(&pod::NAMESERVERS).cloned().collect();
    let searches: Vec<SmolStr> = own.texts(&pod::SEARCHES).cloned().collect();
    let options: Vec<(SmolStr, SmolStr)> = own
        .entries(&pod::DNS_OPTIONS)
        .iter()
        .filter_map(|(name, entry)| Some((SmolStr::new(name), entry.value.literal()?)))
        .collect();
    let words = nameservers.iter().chain(&searches).map(SmolStr::to_string);
    let name =
        words.chain(options.iter().map(|(name, value)| format!("{name}={value}"))).collect::<Vec<_>>().join(", ");
    if name.is_empty() {
        return Built::Nothing;
    }
    let texts = |all: &[SmolStr]| all.iter().map(|text| Item::Node(Node::text(text.clone()))).collect();
    let option = |(name, value): (SmolStr, SmolStr)| {
        let value = Some(value).filter(|value| !value.is_empty()).map(|value| pair("value", Node::text(value)));
        Item::Node(Node::Map([pair("name", Node::text(name))].into_iter().chain(value).collect()))
    };
    let entries = vec![
        list("nameservers", texts(&nameservers)),
        list("searches", texts(&searches)),
        list("options", options.into_iter().map(option).collect()),
    ];
    Built::As(SmolStr::from(name), Config { nameservers, entries })
}

/// `dnsConfig`.
pub(super) fn dns_config(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let configs = configs(across, part).into_iter();
    configs.flat_map(|(test, own)| tree::when(test, vec![map("dnsConfig", own.entries)])).collect()
}

/// Rules of policies towards the name servers that the pods ask by themselves.
pub(in crate::lower) fn nameservers(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let mut rules = Vec::new();
    for (test, own) in configs(across, part).into_iter().filter(|(_, own)| !own.nameservers.is_empty()) {
        let peers = own.nameservers.iter().map(|address| {
            let bits = if address.contains(':') { 128 } else { 32 };
            let block = vec![pair("cidr", Node::text(format_smolstr!("{address}/{bits}")))];
            Item::Node(Node::Map(vec![map("ipBlock", block)]))
        });
        let ports = ["UDP", "TCP"].map(|protocol| Item::Node(network::port(Expr::Int(53), protocol)));
        let rule = Node::Map(vec![list("to", peers.collect()), list("ports", ports.to_vec())]);
        rules.extend(tree::guarded(test, rule));
    }
    rules
}

/// `hostAliases`: lines of `/etc/hosts`.
pub(super) fn aliases(across: &Across<'_>, part: &mut Part) -> Entry {
    let mut items = Vec::new();
    for own in across.children(&pod::HOST_ALIAS) {
        let built = across.built(|_, view| match view.nested(&pod::HOST_ALIAS, own.name) {
            Some(own) => alias(&own),
            None => Built::Nothing,
        });
        let path = across.path(&format!("hostAliases.{}", crate::types::names::values_key(own.name)));
        let doc = "A line of /etc/hosts; nothing: it is not there.";
        for (test, alias) in part.chosen(&path, doc, own.origin_of(Place::Block), built) {
            items.extend(tree::guarded(test, alias));
        }
    }
    list("hostAliases", items)
}

fn alias(own: &View<'_>) -> Built<Node> {
    let Some(ip) = own.text(&pod::ALIAS_IP) else { return Built::Nothing };
    let hosts: Vec<SmolStr> = own.texts(&pod::ALIAS_HOSTS).cloned().collect();
    let name = format_smolstr!("{ip} {}", hosts.join(" "));
    let hosts = hosts.into_iter().map(|host| Item::Node(Node::text(host))).collect();
    Built::As(name, Node::Map(vec![pair("ip", Node::text(ip)), list("hostnames", hosts)]))
}
