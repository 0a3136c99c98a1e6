//! The chart: `Chart.yaml`, values, schema, templates.
//! <https://helm.sh/docs/topics/charts/>

use super::{File, Input, readme};
use crate::chart::values::{schema, write};
use crate::chart::{Chart, helm};
use crate::json;
use crate::model::environment::View;
use crate::schema::stack;
use crate::types::KubernetesRange;
use crate::yaml;
use rayon::prelude::*;
use smol_str::SmolStr;
use std::fmt::Write as _;

/// What Helm leaves out of a package.
const IGNORED: &str =
    "# Left out of the package.\n.git/\n.gitignore\n*.tmp\n*.orig\n*.swp\n.DS_Store\n.idea/\n.vscode/\n";

/// Every file of every chart.
#[must_use]
pub fn charts(input: &Input<'_>) -> Vec<File> {
    input.charts().iter().flat_map(|own| chart(input, own)).collect()
}

fn chart(input: &Input<'_>, chart: &Chart) -> Vec<File> {
    let at = |path: &str| format!("{}/{path}", chart.name);
    let templates = helm::Templates::of(chart);
    let printed = || -> Vec<File> {
        let objects = chart.objects.par_iter();
        objects.map(|object| File::new(at(&format!("templates/{}", object.file)), templates.object(object))).collect()
    };
    let whole = || (readme::readme(input, chart), templates.helpers(), templates.notes());
    let values = || values(input, chart);
    let (values, ((readme, helpers, notes), objects)) = rayon::join(values, || rayon::join(whole, printed));
    let mut files = vec![
        File::new(at("Chart.yaml"), chart_yaml(input, chart)),
        File::new(at("README.md"), readme),
        File::new(at(".helmignore"), IGNORED),
    ];
    files.extend(values.into_iter().map(|file| File { path: at(&file.path), ..file }));
    files.push(File::new(at("templates/_helpers.tpl"), helpers));
    files.push(File::new(at("templates/NOTES.txt"), notes));
    files.extend(templates.refusals().map(|text| File::new(at("templates/requirements.yaml"), text)));
    files.extend(objects);
    files
}

/// `values.yaml`, the files of the environments, and the schema of a chart, without its folder.
#[must_use]
pub fn values(input: &Input<'_>, chart: &Chart) -> Vec<File> {
    let head = |what: &str| {
        format!(
            "Values of {}{what}, written by todoc from {}. Change the source, not this file.",
            chart.name, input.origin
        )
    };
    let of_environment = |(index, name): (usize, &SmolStr)| {
        let head = head(&format!(" that differ in {name}"));
        let text = write::file(&chart.values, write::File::Environment(index), &head);
        File::new(format!("values-{name}.yaml"), text)
    };
    let values = || {
        let defaults = write::file(&chart.values, write::File::Defaults, &head(""));
        let mut files = vec![File::new("values.yaml", defaults)];
        files.par_extend(chart.values.environments.par_iter().enumerate().map(of_environment));
        files
    };
    let schema = || json::pretty(&schema::document(&chart.name, &chart.values));
    let (mut files, schema) = rayon::join(values, schema);
    files.push(File::new("values.schema.json", schema));
    files
}

fn chart_yaml(input: &Input<'_>, chart: &Chart) -> String {
    let mut out = String::from("apiVersion: v2\n");
    line(&mut out, "name", &chart.name);
    let Some(view) = input.environments.first().map(|environment| &environment.stack) else { return out };
    let description = match (&chart.member, view.text(&stack::DESCRIPTION)) {
        (Some(member), _) if chart.name != member.suffix => Some(format!("What services of {} share", member.stack)),
        (Some(member), Some(text)) => Some(format!("Service {} of {}: {text}", member.suffix, member.stack)),
        (Some(member), None) => Some(format!("Service {} of {}", member.suffix, member.stack)),
        (None, text) => text.map(str::to_owned),
    };
    if let Some(text) = description {
        line(&mut out, "description", &text);
    }
    for (key, field) in [("home", &stack::HOME), ("icon", &stack::ICON)] {
        if let Some(text) = view.text(field) {
            line(&mut out, key, text);
        }
    }
    out.push_str("type: application\n");
    line(&mut out, "version", &chart.version);
    line(&mut out, "appVersion", &chart.app_version);
    if let Some(range) = view.text(&stack::KUBERNETES).and_then(|text| KubernetesRange::parse(text).ok()) {
        quoted(&mut out, "kubeVersion", &range.to_string());
    }
    words(&mut out, "keywords", view, &stack::KEYWORDS);
    words(&mut out, "sources", view, &stack::SOURCES);
    maintainers(&mut out, view);
    dependencies(&mut out, chart);
    out
}

fn dependencies(out: &mut String, chart: &Chart) {
    for (index, own) in chart.dependencies.iter().enumerate() {
        if index == 0 {
            out.push_str("dependencies:\n");
        }
        let keys = [("version", Some(&own.version)), ("repository", Some(&own.repository))];
        let keys = keys.into_iter().chain([("alias", own.alias.as_ref()), ("condition", Some(&own.condition))]);
        out.push_str("  - ");
        line(out, "name", &own.name);
        for (key, text) in keys {
            if let Some(text) = text {
                out.push_str("    ");
                line(out, key, text);
            }
        }
    }
}

fn line(out: &mut String, key: &str, text: &str) {
    let _ = write!(out, "{key}: ");
    yaml::text(out, text);
    out.push('\n');
}

fn quoted(out: &mut String, key: &str, text: &str) {
    let _ = write!(out, "{key}: ");
    yaml::quoted(out, text);
    out.push('\n');
}

fn words(out: &mut String, key: &str, view: &View<'_>, field: &'static crate::schema::Field) {
    for (index, text) in view.texts(field).enumerate() {
        if index == 0 {
            let _ = writeln!(out, "{key}:");
        }
        out.push_str("  - ");
        yaml::text(out, text);
        out.push('\n');
    }
}

fn maintainers(out: &mut String, view: &View<'_>) {
    for (index, maintainer) in view.children(&stack::MAINTAINER).iter().enumerate() {
        if index == 0 {
            out.push_str("maintainers:\n");
        }
        out.push_str("  - name: ");
        yaml::text(out, maintainer.name);
        out.push('\n');
        for (key, field) in [("email", &stack::EMAIL), ("url", &stack::URL)] {
            if let Some(text) = maintainer.text(field) {
                let _ = write!(out, "    {key}: ");
                yaml::text(out, text);
                out.push('\n');
            }
        }
    }
}
