//! The chart's README: how to install it in each environment, and every value.

use super::{Input, namespace, release};
use crate::chart::Chart;
use crate::chart::values::Val;
use crate::chart::values::write;
use crate::schema::stack;
use crate::yaml;
use std::fmt::Write as _;

/// The README of the chart.
pub(super) fn readme(input: &Input<'_>, chart: &Chart) -> String {
    let mut out = format!("# {}\n\n", chart.name);
    let stack = input.environments.first().map(|environment| &environment.stack);
    if let Some(text) = stack.and_then(|stack| stack.text(&stack::DESCRIPTION)) {
        let _ = writeln!(out, "{}\n", visible(text));
    }
    let _ = writeln!(out, "Written by todoc from `{}`. Change the source, not this folder.\n", input.origin);
    out.push_str("## Install\n\n`values.yaml` follows production where there is such an environment; each environment has a file of its own.\n\n```sh\n");
    if !chart.dependencies.is_empty() {
        out.push_str("helm dependency build .                       # brings the charts that this one depends on\n");
    }
    for environment in input.environments {
        let _ = writeln!(
            out,
            "helm upgrade --install {} . --namespace {} --values values-{}.yaml",
            release(environment, chart),
            namespace(environment),
            environment.name
        );
    }
    out.push_str("```\n\n## Values\n\n| Key | Default | What it does |\n|---|---|---|\n");
    for knob in &chart.values.knobs {
        let default = shown(&chart.values.default_of(knob));
        let doc = visible(&knob.doc).replace('\n', " ").replace('|', "\\|");
        let _ = writeln!(out, "| `{}` | {default} | {doc} |", knob.path);
    }
    out
}

/// A value in a table: one line, as JSON.
fn shown(value: &Val) -> String {
    let text = match value {
        Val::Unset => return "`\"\"`".to_owned(),
        Val::Text(_) | Val::List(_) | Val::Map(_) => value.json().to_string(),
        Val::Bool(_) | Val::Int(_) | Val::Fraction(_) | Val::Null => write::scalar(value).to_string(),
    };
    let text = text.replace('|', "\\|").replace('`', "'");
    let short: String = text.chars().take(80).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    let escaped =
        |sign: char| if yaml::is_unprintable(sign) { format!("\\u{:04x}", u32::from(sign)) } else { sign.into() };
    format!("`{}{more}`", short.chars().map(escaped).collect::<String>())
}

/// A text without what nobody would see, or would see in another order.
fn visible(text: &str) -> String {
    text.chars().map(|sign| if yaml::is_unprintable(sign) && sign != '\n' { ' ' } else { sign }).collect()
}
