//! The keys of the chart's values: words that are taken, and blocks that would share one.

use super::{Context, Findings, finding};
use crate::diagnostics::Code;
use crate::model::program::Program;
use crate::model::typed::Block;
use crate::schema::{self, config, database, ingress, job, secret, service, stack};
use crate::source::Span;
use crate::types::names;
use std::collections::BTreeMap;

/// Keys at the root of the values that mean something else.
const RESERVED: [&str; 8] =
    ["global", "ingress", "database", "networkPolicy", "serviceAccount", "resources", "secrets", "imagePullSecrets"];

/// Keys below `secrets` that mean something else.
const RESERVED_SECRETS: [&str; 2] = ["provider", "name"];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut taken: BTreeMap<(&str, String), &Block> = BTreeMap::new();
    for block in introduced(context.program) {
        let Some(group) = group(block.kind) else { continue };
        let key = names::values_key(block.name());
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
        () if is(&[&service::SERVICE, &job::JOB, &job::CRON, &config::CONFIG]) => Some(""),
        () if is(&[&database::DATABASE, &ingress::INGRESS, &secret::SECRET]) => {
            Some(if kind.is(&secret::SECRET) { "secrets" } else { kind_key(kind) })
        }
        () => None,
    }
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
