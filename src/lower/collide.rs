//! Raw objects that would have the kind and name of another object of the release: one of the two would be lost.

use super::Context;
use crate::artifacts::{namespace, release};
use crate::chart::Chart;
use crate::chart::fill::{Manifest, Release};
use crate::diagnostics::{Code, Diagnostic};
use crate::schema::manifest;
use crate::source::Span;
use serde_json::Value;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Group, kind, namespace and name.
type Id = (String, String, String, String);

/// The collisions of all environments.
pub(super) fn check(context: &Context<'_>, charts: &[Chart]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if context.of_kind(&manifest::MANIFEST).is_empty() {
        return found;
    }
    for (index, environment) in context.environments.iter().enumerate() {
        let mut taken: BTreeMap<Id, SmolStr> = BTreeMap::new();
        for chart in charts {
            let filled = Release::new(chart, index, &release(environment, chart), namespace(environment));
            for object in chart.objects.iter().filter(|object| !object.chart_only && filled.has(object)) {
                let mut text = Manifest::default();
                filled.write(object, &mut text);
                let Some(id) = id(&text.text) else { continue };
                let Some(first) = taken.insert(id.clone(), object.block.clone()) else { continue };
                let raw = [&object.block, &first].into_iter().find_map(|block| place(context, index, block));
                if let Some((span, own)) = raw {
                    let other = if own == object.block { &first } else { &object.block };
                    let environments = vec![SmolStr::new(environment.name)];
                    found.push(Diagnostic { environments, ..clash(&id, span, other) });
                }
            }
        }
    }
    found
}

fn id(text: &str) -> Option<Id> {
    let object: Value = serde_yaml::from_str(text).ok()?;
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let version = text("/apiVersion");
    let group = version.split_once('/').map_or("", |(group, _)| group).to_owned();
    Some((group, text("/kind"), text("/metadata/namespace"), text("/metadata/name")))
}

/// Where a manifest of a name says what its object is called, or which file has it.
fn place(context: &Context<'_>, environment: usize, block: &SmolStr) -> Option<(Span, SmolStr)> {
    let across = context.find(&manifest::MANIFEST, block)?;
    let view = across.views.get(environment)?.as_ref()?;
    let name = view.raw(&manifest::OBJECT).and_then(|object| object.get("metadata")?.get("name")?.leaf());
    let span = name.map_or_else(|| view.place(&manifest::FILE), |name| name.span);
    Some((span, block.clone()))
}

fn clash((_, kind, _, name): &Id, span: Span, other: &str) -> Diagnostic {
    let message = format!("`{other}` has a {kind} called `{name}` already");
    let found = Diagnostic::new(Code::E0115, span, message);
    found.note("two objects of one kind and name are one to the cluster: the last one that is applied")
}
