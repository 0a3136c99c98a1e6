//! Declared, but nothing refers to it in any environment. A library may hold more than one stack needs.

use super::walk::{all, written};
use super::{Context, Findings, Mention, finding};
use crate::diagnostics::Code;
use crate::model::environment::Environment;
use crate::model::program::Program;
use crate::model::typed::{Block, Value};
use crate::schema::{self, config, container, image, ingress, pod, secret};
use smol_str::SmolStr;
use std::collections::BTreeSet;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    let program = context.program;
    // What was refused may have been the reference.
    let mut is_faulty = false;
    written(program, &mut |_, block| is_faulty |= !block.faulty.is_empty());
    if is_faulty {
        return;
    }
    let used = context.mentions.iter().flatten().fold(Used::default(), Used::with);
    let used = context.environments.iter().fold(used, Used::with_objects);
    for block in own(program) {
        let kinds = [&secret::SECRET, &image::IMAGE, &config::CONFIG];
        if kinds.iter().any(|kind| block.kind.is(kind)) && !used.has(block) {
            report(program, block, block.kind.name, findings);
        }
    }
    templates(program, findings);
}

/// The blocks that the stack's own file and its environments introduce.
fn own(program: &Program) -> impl Iterator<Item = &Block> {
    let added = program.environments.values().flat_map(|overlay| &overlay.blocks).filter(|block| block.add.is_some());
    program.blocks.iter().filter(|block| is_own(program, block)).chain(added)
}

fn is_own(program: &Program, block: &Block) -> bool {
    block.head.file == program.stack.head.file
}

fn report(program: &Program, block: &Block, what: &str, findings: &mut Findings) {
    if waives(block) || waives(&program.stack) {
        return;
    }
    let message = format!("nothing refers to {what} `{}`", block.name());
    findings.always(finding(Code::W0301, block.head, message).help("refer to it, or take it away"));
}

fn waives(block: &Block) -> bool {
    let allowed = block.blocks.iter().filter(|inner| inner.kind.is(&container::ALLOW)).flat_map(|inner| &inner.entries);
    allowed.into_iter().any(|entry| entry.key.value == Code::W0301.name())
}

/// What environments refer to.
#[derive(Default)]
struct Used<'a> {
    blocks: BTreeSet<(&'static str, &'a str)>,
    /// Names of Secrets that are written as text.
    objects: BTreeSet<SmolStr>,
}

impl<'a> Used<'a> {
    fn with(mut self, mention: &Mention<'a>) -> Self {
        self.blocks.insert((mention.target.kind.name, mention.target.name));
        self
    }

    /// Names of Secrets that stand as text.
    fn with_objects(mut self, environment: &Environment<'a>) -> Self {
        for view in all(environment) {
            for field in [&ingress::TLS_SECRET, &pod::PULL_SECRETS] {
                view.value(field).into_iter().for_each(|value| texts(value, &mut self.objects));
            }
        }
        self
    }

    fn has(&self, block: &Block) -> bool {
        let object = block.own(&secret::OBJECT).and_then(Value::literal);
        self.blocks.contains(&(block.kind.name, block.name()))
            || object.is_some_and(|object| self.objects.contains(&object))
            || (block.kind.is(&secret::SECRET) && self.objects.contains(block.name()))
    }
}

fn texts(value: &Value, into: &mut BTreeSet<SmolStr>) {
    into.extend(value.leaves().into_iter().filter_map(Value::text).cloned());
}

fn templates(program: &Program, findings: &mut Findings) {
    let overlays = program.environments.values().flat_map(|overlay| &overlay.blocks);
    let starts: BTreeSet<(&str, &str)> = program
        .blocks
        .iter()
        .chain(overlays)
        .filter(|block| block.kind.base == schema::Base::Template)
        .filter_map(|block| block.base.as_ref().map(|base| (block.kind.name, base.value.as_str())))
        .collect();
    for ((kind, name), template) in &program.templates {
        if is_own(program, template) && !starts.contains(&(*kind, name.as_str())) {
            report(program, template, "template", findings);
        }
    }
}
