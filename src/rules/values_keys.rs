//! The keys of the chart's values: words that are taken, and blocks that would share one.

use super::{Context, Findings, finding};
use crate::diagnostics::Code;
use crate::model::program::Program;
use crate::model::typed::{Block, Kind};
use crate::schema::{
    self, chart, choices, config, dapr, database, ingress, job, manifest, patch, secret, service, stack,
};
use crate::source::Span;
use crate::types::names;
use std::collections::BTreeMap;

/// Keys at the root of the values that mean something else.
pub const RESERVED: [&str; 9] = [
    "global",
    "ingress",
    "database",
    "networkPolicy",
    "serviceAccount",
    "resources",
    "secrets",
    "imagePullSecrets",
    "waitFor",
];

/// Whether a key is one of a service, which stands at the root where it has a chart of its own.
#[must_use]
pub fn is_of_service(key: &str) -> bool {
    let is_passed = |field: &schema::Field| field.to.kubernetes_field() == Some(key);
    OF_SERVICE.contains(&key) || service::SERVICE.all_fields().any(is_passed)
}

/// Keys of a service, beside those of fields that pass through to Kubernetes.
const OF_SERVICE: &[&str] = &[
    "affinity",
    "annotations",
    "args",
    "argsSource",
    "autoscaling",
    "checksums",
    "command",
    "commandSource",
    "containerPorts",
    "dapr",
    "dnsConfig",
    "enabled",
    "env",
    "envFrom",
    "envSource",
    "externalName",
    "hostAliases",
    "image",
    "initContainers",
    "kind",
    "labels",
    "lifecycle",
    "metrics",
    "network",
    "nodeSelector",
    "objectName",
    "objectNames",
    "podAnnotations",
    "podDisruptionBudget",
    "podLabels",
    "podSecurityContext",
    "portProtocols",
    "probes",
    "pullSecretNames",
    "pullSecrets",
    "replicaCount",
    "runBefore",
    "securityContext",
    "service",
    "serviceAccount",
    "sidecars",
    "spread",
    "strategy",
    "tests",
    "tolerations",
    "volumes",
    "waitFor",
    "writable",
];

/// Folders of a build that no chart can have.
const FOLDERS: [&str; 3] = ["manifests", "images", "cluster"];

/// Keys below `secrets` that mean something else.
const RESERVED_SECRETS: [&str; 5] = ["provider", "name", "externalSecrets", "sealedSecrets", "uses"];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut taken: BTreeMap<(&str, String), &Block> = BTreeMap::new();
    let charts = context.program.stack.own(&stack::CHARTS).map(|value| &value.kind);
    let are_many = charts == Some(&Kind::Choice(&choices::PER_SERVICE));
    for block in introduced(context.program) {
        let Some(group) = group(block.kind) else { continue };
        let key = key_of(block);
        if are_many && group.is_empty() && taken_in_charts(context.program, block, &key, findings) {
            continue;
        }
        if is_reserved(group, &key) {
            reserved(block, group, &key, findings);
            continue;
        }
        let first = *taken.entry((group, key.clone())).or_insert(block);
        if !(first.kind.is(block.kind) && first.name() == block.name()) {
            collision(first, block, group, &key, findings);
        }
    }
    params(context.program, findings);
}

/// Every block of the stack and every one that an environment adds.
fn introduced(program: &Program) -> impl Iterator<Item = &Block> {
    let added = program.environments.values().flat_map(|overlay| &overlay.blocks).filter(|block| block.add.is_some());
    program.blocks.iter().chain(added).filter(|block| block.name.is_some())
}

/// Below which key the values of a kind of block stand; none where it has none of its own.
fn group(kind: &schema::Block) -> Option<&'static str> {
    let is = |kinds: &[&schema::Block]| kinds.iter().any(|other| kind.is(other));
    match () {
        () if is(&[
            &service::SERVICE,
            &job::JOB,
            &job::CRON,
            &config::CONFIG,
            &dapr::DAPR,
            &manifest::MANIFEST,
            &chart::CHART,
            &patch::PATCH,
        ]) =>
        {
            Some("")
        }
        () if is(&[&database::DATABASE, &ingress::INGRESS, &secret::SECRET]) => {
            Some(if kind.is(&secret::SECRET) { "secrets" } else { kind_key(kind) })
        }
        () => None,
    }
}

/// The key of a block. Helm looks for the values of a chart of others below the name that it calls it by.
fn key_of(block: &Block) -> String {
    if block.kind.is(&chart::CHART) { block.name().to_owned() } else { names::values_key(block.name()) }
}

fn kind_key(kind: &schema::Block) -> &'static str {
    if kind.is(&database::DATABASE) { database::DATABASE.name } else { ingress::INGRESS.name }
}

fn is_reserved(group: &str, key: &str) -> bool {
    match group {
        "" => RESERVED.contains(&key),
        "secrets" => RESERVED_SECRETS.contains(&key),
        _ => false,
    }
}

/// Reports a name that can't be had where each service has a chart; false where it can.
fn taken_in_charts(program: &Program, block: &Block, key: &str, findings: &mut Findings) -> bool {
    let name = block.name();
    let is_service = block.kind.is(&service::SERVICE);
    let why = if is_of_service(key) {
        format!("`{key}` is a key of a service in the values of its chart")
    } else if is_service && FOLDERS.contains(&name) {
        format!("`{name}` is a folder of every build, so no chart can be called so")
    } else if is_service && name.strip_prefix(program.stack.name()) == Some("-shared") {
        "the chart of what services share is called so".to_owned()
    } else {
        return false;
    };
    let message = format!("`{name}` is a reserved name where each service has a chart");
    findings.always(finding(Code::E0111, place(block), message).note(why).help("choose another name"));
    true
}

fn place(block: &Block) -> Span {
    block.name.as_ref().map_or(block.head, |name| name.span)
}

fn reserved(block: &Block, group: &str, key: &str, findings: &mut Findings) {
    let path = path(group, key);
    let message = format!("`{}` is a reserved name: `{path}` means something else in the chart's values", block.name());
    findings.always(finding(Code::E0111, place(block), message).help("choose another name"));
}

fn path(group: &str, key: &str) -> String {
    if group.is_empty() { key.to_owned() } else { format!("{group}.{key}") }
}

fn collision(first: &Block, block: &Block, group: &str, key: &str, findings: &mut Findings) {
    let (kind, name) = (block.kind.name, block.name());
    let message = format!(
        "{kind} `{name}` and {} `{}` share `{}` in the chart's values",
        first.kind.name,
        first.name(),
        path(group, key)
    );
    let found = finding(Code::E0112, place(block), message).label(place(first), "the other is here");
    findings.always(found.help("give one of them another name"));
}

/// Two params with one key.
fn params(program: &Program, findings: &mut Findings) {
    let mut taken: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for block in program.blocks.iter().filter(|block| block.kind.is(&stack::PARAM)) {
        let Some(key) = block.own(&stack::KEY) else { continue };
        let Some(path) = key.literal() else { continue };
        if let Some((first, span)) = taken.insert(path.to_string(), (block.name(), key.span)) {
            let message = format!("params `{first}` and `{}` share `{path}` in the chart's values", block.name());
            findings.always(
                finding(Code::E0112, key.span, message).label(span, "the other is here").help("give each its own key"),
            );
        }
    }
}
