//! Literals that look like credentials. What is written in a source is known to everyone who can read it.

use super::walk::{self, Place};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::typed::{Kind, Part, Text, Value};
use crate::schema::{config, container, image, lifecycle, stack};
use crate::source::Span;
use crate::types::{credential, names};
use std::collections::BTreeMap;

/// What was found at each place, so that a text is judged once, whatever the number of environments.
type Judged = BTreeMap<Span, Vec<Diagnostic>>;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut judged = Judged::new();
    for environment in context.environments {
        for view in walk::all(environment) {
            for diagnostic in in_view(view, &mut judged) {
                findings.about(environment, view, diagnostic);
            }
        }
    }
}

/// Looks at all layers: what an overlay replaces is written all the same.
fn in_view(view: &View<'_>, judged: &mut Judged) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for layer in &view.layers {
        walk::nested(layer, layer, &mut |_, block| {
            for (place, value) in walk::values(block) {
                let Some(open) = Open::of(place) else { continue };
                let name = place.key.or_else(|| (open == Open::Default).then_some(view.name));
                found.extend(judged.entry(value.span).or_insert_with(|| judge(open, name, value)).iter().cloned());
            }
        });
    }
    found
}

/// Where any text may stand, so that a credential can.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Variable,
    Config,
    BuildArgument,
    Command,
    Default,
}

impl Open {
    fn of(place: Place<'_>) -> Option<Open> {
        let maps =
            [(&container::ENV, Open::Variable), (&config::KEYS, Open::Config), (&image::ARGS, Open::BuildArgument)];
        let fields = [
            (&container::COMMAND, Open::Command),
            (&container::ARGS, Open::Command),
            (&lifecycle::EXEC, Open::Command),
            (&config::TEXT, Open::Config),
            (&stack::DEFAULT, Open::Default),
        ];
        match place.field {
            Some(field) => fields.into_iter().find(|(other, _)| field.is(other)).map(|(_, open)| open),
            None => maps.into_iter().find(|(other, _)| place.kind.is(other)).map(|(_, open)| open),
        }
    }

    /// What to do; nothing where a reference to a secret can simply stand in its place.
    fn help(self, name: Option<&str>, text: &str) -> Option<String> {
        let name = name.map(names::kebab).filter(|name| !name.is_empty()).unwrap_or_else(|| "NAME".to_owned());
        match self {
            Open::Variable if text.contains("://") => {
                Some("declare a `secret` for the password alone and write `${secret.NAME}` in its place".to_owned())
            }
            Open::Variable => None,
            Open::Config => Some(format!(
                "declare `secret {name} {{ }}`; a variable of `env` can hold it, a secret with `deliver = file` a whole file"
            )),
            Open::BuildArgument => Some(format!(
                "what is built in is in every copy of the image: declare `secret {name} {{ }}` and read it from `env` at run time"
            )),
            Open::Command => Some(format!(
                "declare `secret {name} {{ }}`, set a variable of `env` to it and write `${{env.VARIABLE}}` here"
            )),
            Open::Default => Some(format!("declare `secret {name} {{ }}` instead of a param")),
        }
    }
}

fn judge(open: Open, name: Option<&str>, value: &Value) -> Vec<Diagnostic> {
    match &value.kind {
        Kind::List(items) => arguments(items),
        Kind::Text(text) => one(open, name, &shown(text), value.span).into_iter().collect(),
        Kind::None
        | Kind::Null
        | Kind::Fraction(_)
        | Kind::Object(_)
        | Kind::Made(_)
        | Kind::Bool(_)
        | Kind::Int(_)
        | Kind::Percent(_)
        | Kind::Duration(_)
        | Kind::Quantity(_)
        | Kind::Range(..)
        | Kind::Choice(_)
        | Kind::Block(..)
        | Kind::Reference(_) => Vec::new(),
    }
}

/// The words of a command, where `--password=x` and `"--password", "x"` have a name.
fn arguments(items: &[Value]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut flag: Option<String> = None;
    for item in items {
        let Kind::Text(text) = &item.kind else {
            flag = None;
            continue;
        };
        let word = shown(text);
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if name.starts_with('-') => (Some(name.trim_matches('-').to_owned()), value),
            Some(_) | None => (flag.take(), word.as_str()),
        };
        let is_flag = word.starts_with("--") && name.is_none();
        found.extend(one(Open::Command, name.as_deref().filter(|_| !is_flag), value, item.span));
        flag = is_flag.then(|| word.trim_matches('-').to_owned());
    }
    found
}

fn one(open: Open, name: Option<&str>, text: &str, span: Span) -> Option<Diagnostic> {
    let problem = credential::find(name, text)?;
    let found = finding(Code::E0305, span, problem.message).masked(text);
    let found = found.note("what stands in a source is known to everyone who can read it");
    Some(match open.help(name, text).or(problem.help) {
        Some(help) => found.help(help),
        None => found,
    })
}

/// The text with its references as `${…}`, which the judgement leaves out.
fn shown(text: &Text) -> String {
    match text {
        Text::Literal(text) => text.to_string(),
        Text::Parts(parts) => parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.as_str(),
                Part::Reference(_) => "${…}",
            })
            .collect(),
    }
}
