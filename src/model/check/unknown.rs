//! Fields and blocks that a kind does not have, and what was probably meant.

use super::{Checker, describe};
use crate::diagnostics::{Code, Diagnostic};
use crate::schema;
use crate::syntax::ast;
use crate::types::nearest;

/// What Kubernetes, Helm and Compose call things, and what they are called here.
const FOREIGN: &[(&str, &str)] = &[
    ("app", "service"),
    ("configmap", "config"),
    ("container", "service"),
    ("cronjob", "cron"),
    ("daemonset", "service"),
    ("depends_on", "wait_for"),
    ("deployment", "service"),
    ("entrypoint", "command"),
    ("environment", "env"),
    ("gateway", "ingress"),
    ("healthcheck", "probe"),
    ("httproute", "ingress"),
    ("imagepullpolicy", "pull_policy"),
    ("livenessprobe", "probe"),
    ("path", "http"),
    ("pod", "service"),
    ("readinessprobe", "probe"),
    ("replicacount", "replicas"),
    ("resources", "memory"),
    ("securitycontext", "security"),
    ("startupprobe", "probe"),
    ("statefulset", "service"),
    ("variable", "param"),
];

/// What a word of another tool is called here, where that is known in this place.
pub(crate) fn foreign(word: &str, known: impl Fn(&str) -> bool) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    FOREIGN.iter().find(|(theirs, ours)| *theirs == word && known(ours)).map(|(_, ours)| *ours)
}

impl Checker<'_> {
    pub(super) fn unknown_field(&mut self, kind: &'static schema::Block, key: &ast::Name) {
        let message = format!("`{}` has no field `{}`", kind.name, key.value);
        let fields = kind.all_fields().map(|field| field.name).chain(kind.blocks.iter().map(|block| block.name));
        let found = Diagnostic::new(Code::E0201, key.span, message);
        let kubernetes = kind.all_fields().find(|field| field.to.kubernetes_field() == Some(key.value.as_str()));
        let found = match kubernetes.map(|field| field.name).or_else(|| nearest(&key.value, fields)) {
            Some(near) if kind.field(near).is_some() => {
                found.help(format!("did you mean `{near}`?")).edit(key.span, near)
            }
            Some(near) => found.help(format!("did you mean the block `{near} {{ … }}`?")),
            None => match ours_in(kind, &key.value) {
                Some(ours) => found.help(format!("that is `{ours}` here")),
                None => found.help(format!("`todoc explain {}` lists its fields", kind.name)),
            },
        };
        self.report(found);
    }

    pub(super) fn unknown_block(&mut self, kind: &'static schema::Block, block: &ast::Block) {
        let name = &block.kind;
        if kind.field(&name.value).is_some() {
            let message = format!("`{}` is a field, not a block", name.value);
            return self
                .report(Diagnostic::new(Code::E0202, name.span, message).help(format!("write `{} = …`", name.value)));
        }
        let message = format!("no block `{}` can stand in `{}`", name.value, kind.name);
        let found = Diagnostic::new(Code::E0103, name.span, message);
        let known = || kind.blocks.iter().map(|block| block.name);
        let found = match (nearest(&name.value, known()), ours_in(kind, &name.value)) {
            (Some(near), _) => found.help(format!("did you mean `{near}`?")).edit(name.span, near),
            (None, Some(ours)) => found.help(format!("that is `{ours}` here")),
            (None, None) if kind.blocks.is_empty() => found,
            (None, None) => found.help(format!("what can stand there: {}", describe::list(known()))),
        };
        self.report(found);
    }
}

fn ours_in(kind: &schema::Block, word: &str) -> Option<&'static str> {
    foreign(word, |ours| kind.field(ours).is_some() || kind.block(ours).is_some())
}
