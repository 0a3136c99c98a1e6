//! The chart's README: how to install it in each environment, and every value.

use super::{Input, namespace, release};
use crate::chart::Chart;
use crate::chart::values::Val;
use crate::chart::values::write;
use crate::schema::stack;
use crate::yaml;
use std::borrow::Cow;
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
        let _ = write!(out, "| `{}` | `", knob.path);
        shown(&mut out, &chart.values.default_of(knob));
        out.push_str("` | ");
        let words = visible(&knob.doc);
        words.chars().for_each(|sign| out.push_str(in_cell(sign, &mut [0; 4])));
        out.push_str(" |\n");
    }
    out
}

/// Most signs of a value in a table.
const SHOWN: usize = 80;

/// A value in a table: one line, as JSON.
fn shown(out: &mut String, value: &Val) {
    let text = match value {
        Val::Unset => return out.push_str("\"\""),
        Val::Text(_) | Val::List(_) | Val::Map(_) => value.json().to_string(),
        Val::Bool(_) | Val::Int(_) | Val::Fraction(_) | Val::Null => write::scalar(value).to_string(),
    };
    let mut signs = text.chars();
    for sign in signs.by_ref().take(SHOWN) {
        if yaml::is_unprintable(sign) {
            let _ = write!(out, "\\u{:04x}", u32::from(sign));
        } else {
            out.push_str(in_cell(if sign == '`' { '\'' } else { sign }, &mut [0; 4]));
        }
    }
    if signs.next().is_some() {
        out.push('…');
    }
}

/// A sign as it stands in the cell of a table.
fn in_cell(sign: char, buffer: &mut [u8; 4]) -> &str {
    match sign {
        '\n' => " ",
        '|' => "\\|",
        _ => sign.encode_utf8(buffer),
    }
}

/// A text without what nobody would see, or would see in another order.
fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |sign: char| yaml::is_unprintable(sign) && sign != '\n';
    if text.contains(is_hidden) { text.replace(is_hidden, " ").into() } else { text.into() }
}
