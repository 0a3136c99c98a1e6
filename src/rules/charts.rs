//! Charts of others: what the one chart that is written can say of them, and what manifests cannot have.

use super::values_keys::RESERVED;
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::model::databases;
use crate::model::dependencies::{self, Dependency};
use crate::model::environment::{Environment, View};
use crate::model::fixed;
use crate::model::typed;
use crate::schema::attributes::Root;
use crate::schema::{self, chart, config, container, database, job, service};
use crate::source::Span;
use crate::types::names;
use smol_str::SmolStr;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    one_for_all(context, findings);
    one_host(context, findings);
    for environment in context.environments {
        for dependency in dependencies::all(environment) {
            for found in unfit_values(context, environment, &dependency) {
                findings.about(environment, &dependency.owner, found);
            }
        }
        for dependency in dependencies::installed(environment) {
            let key = names_of_servers(environment, &dependency);
            let both = with_external(&dependency.owner);
            let idle = idle_fields(&dependency.owner);
            let missing = not_in_manifests(&dependency).map(|found| found.severity(Severity::Note));
            for found in key.into_iter().chain(both).chain(idle).chain(missing) {
                findings.about(environment, &dependency.owner, found);
            }
        }
    }
}

/// The finding that manifests have no objects of the charts that an environment installs.
#[must_use]
pub fn missing_in_manifests(environment: &Environment<'_>) -> Vec<Diagnostic> {
    let missing = dependencies::installed(environment).filter_map(|dependency| not_in_manifests(&dependency));
    missing.map(|found| Diagnostic { environments: vec![SmolStr::new(environment.name)], ..found }).collect()
}

fn not_in_manifests(dependency: &Dependency<'_>) -> Option<Diagnostic> {
    let Dependency { owner, own } = dependency;
    own.value(&chart::REPOSITORY).or_else(|| own.value(&chart::VERSION))?;
    let message = format!("the manifests have no objects of chart `{}`", dependencies::name(owner.name, own));
    let found = finding(Code::E0481, own.head(), message);
    Some(found.note("only Helm knows what it renders to; the chart that is written depends on it"))
}

/// Values that no values file can hold, because only a template could derive them, and the switch said twice.
fn unfit_values(context: &Context<'_>, environment: &Environment<'_>, dependency: &Dependency<'_>) -> Vec<Diagnostic> {
    let Dependency { owner, own } = dependency;
    let bodies = own.raw_layers(&chart::VALUES);
    let leaves = bodies.iter().flat_map(|body| body.leaves()).filter_map(|(key, value)| {
        let derived = value.references().into_iter().find(|reference| {
            !reference.is_secret() && fixed::reference(context.environments, environment, reference).is_none()
        })?;
        let message =
            format!("`{}` of chart `{}` is derived in templates, and that chart has its own", key.value, owner.name);
        let found = finding(Code::E0483, derived.span, message);
        Some(found.note(why_derived(derived.root)).help(what_instead(derived.root)))
    });
    let by_key = owner.kind.is(&chart::CHART) && own.value(&chart::CONDITION).is_none();
    let switches = bodies.iter().flat_map(|body| &body.items).filter(|item| by_key && item.key.value == "enabled");
    let twice = switches.map(|item| {
        let message = format!("`enabled` of chart `{}` is said among its values", owner.name);
        finding(Code::E0483, item.key.span, message).help("say it in the block itself: `enabled = …`")
    });
    leaves.chain(twice).collect()
}

/// Why something is not known before Helm is run.
fn why_derived(root: Root) -> &'static str {
    match root {
        Root::Service | Root::Config | Root::Secret | Root::Environment => {
            "it follows the name of the release, its namespace or its values, which are known when Helm is run"
        }
        Root::Database => {
            "it follows the name of the release and the values of the database, which are known when Helm is run"
        }
        Root::Param => "it is given to Helm",
        Root::Image | Root::Pod | Root::Env | Root::Let => "it is known when Helm is run",
    }
}

fn what_instead(root: Root) -> &'static str {
    match root {
        Root::Service | Root::Config => {
            "give it a name of its own (`object_name = …`) and refer to `host` or `name`, or write what it stands for"
        }
        Root::Secret => "name the Secret (`object = …`), or write what it stands for",
        Root::Database | Root::Environment | Root::Param | Root::Image | Root::Pod | Root::Env | Root::Let => {
            "write what it stands for"
        }
    }
}

/// How two versions of a chart go into one list.
const APART: &str = "say it once for all, or write a second block under another name and switch them by `enabled`";

/// What is said of a chart in the first environment that knows it: the environment's name and the place.
type First<'a> = BTreeMap<(&'static str, &'a str, &'static str), (Option<&'a str>, &'a str, Span)>;

/// A chart has one list of dependencies, whatever the environment.
fn one_for_all(context: &Context<'_>, findings: &mut Findings) {
    let mut first = First::new();
    for environment in context.environments {
        for Dependency { owner, own } in dependencies::all(environment) {
            for field in [&chart::NAME, &chart::SERVER_NAME, &chart::VERSION, &chart::REPOSITORY, &chart::CONDITION] {
                if !own.kind.all_fields().any(|known| known.is(field)) {
                    continue;
                }
                let (said, place) = (own.text(field), own.place(field));
                let key = (owner.kind.name, owner.name, field.name);
                let (known, elsewhere, earlier) = *first.entry(key).or_insert((said, environment.name, place));
                if known != said {
                    let is_server = own.kind.is(&chart::SERVER);
                    let what = if is_server { "the chart of database" } else { "chart" };
                    let message =
                        format!("`{}` of {what} `{}` differs from that of `{elsewhere}`", field.name, owner.name);
                    let found = finding(Code::E0480, place, message).label(earlier, "it is this there");
                    let note = "one chart is written for all environments, with one list of what it depends on";
                    let help = if is_server { "say it once for all" } else { APART };
                    findings.about(environment, &owner, found.note(note).help(help));
                }
            }
        }
    }
}

/// A host that is made of references is written into the one template.
fn one_host(context: &Context<'_>, findings: &mut Findings) {
    let mut first: BTreeMap<&str, (&typed::Value, &str)> = BTreeMap::new();
    for environment in context.environments {
        for Dependency { owner, own } in dependencies::all(environment) {
            let Some(host) = of_reached(&own) else { continue };
            let (known, elsewhere) = *first.entry(owner.name).or_insert((host, environment.name));
            let is_derived = [known, host].into_iter().any(|host| host.literal().is_none());
            if is_derived && known.span != host.span {
                let message = format!("`host` of database `{}` differs from that of `{elsewhere}`", owner.name);
                let found = finding(Code::E0480, host.span, message).label(known.span, "it is this there");
                let help = "say it once for all, or without references";
                findings.about(
                    environment,
                    &owner,
                    found.note("a host with references is written into the chart").help(help),
                );
            }
        }
    }
}

fn of_reached<'a>(own: &View<'a>) -> Option<&'a typed::Value> {
    own.kind.is(&chart::SERVER).then(|| own.value(&chart::HOST)).flatten()
}

/// Helm looks for the values of a chart below its name, where no others may stand.
fn names_of_servers(environment: &Environment<'_>, dependency: &Dependency<'_>) -> Option<Diagnostic> {
    let owner = dependency.owner.kind.is(&database::DATABASE).then_some(&dependency.owner)?;
    if RESERVED.contains(&owner.name) {
        let message = format!("`{0}` is a reserved name: `{0}` means something else in the chart's values", owner.name);
        return Some(finding(Code::E0111, owner.head(), message).help("choose another name"));
    }
    let kinds = [&service::SERVICE, &job::JOB, &job::CRON, &config::CONFIG, &chart::CHART];
    let mut others = kinds.into_iter().flat_map(|kind| environment.all(kind).values());
    let other = others.find(|other| names::values_key(other.name) == owner.name || other.name == owner.name)?;
    let message = format!(
        "the chart of database `{0}` and {1} `{2}` share `{0}` in the chart's values",
        owner.name, other.kind.name, other.name
    );
    let found = finding(Code::E0112, owner.head(), message).label(other.head(), "the other is here");
    Some(found.help("give one of them another name"))
}

fn with_external(owner: &View<'_>) -> Option<Diagnostic> {
    let own = owner.field(&database::EXTERNAL).filter(|own| !own.value.is_none())?;
    let server = dependencies::server(owner)?;
    let message = format!("database `{}` has both `external` and `chart`", owner.name);
    let found = finding(Code::E0210, own.key, message).label(server.head(), "a chart runs it");
    Some(found.help("keep one of them; an overlay takes the other away with `external = none` or `chart = none`"))
}

/// What is said of a database that todoc runs.
static OF_OURS: &[&schema::Field] = &[
    &database::IMAGE,
    &database::INIT,
    &database::STORAGE,
    &database::STORAGE_CLASS,
    &database::KEEP,
    &container::CPU,
    &container::MEMORY,
];

/// Fields that mean nothing where a chart runs the database. What a weaker layer says is left alone.
fn idle_fields(owner: &View<'_>) -> Vec<Diagnostic> {
    if !databases::is_by_chart(owner) || !owner.kind.is(&database::DATABASE) {
        return Vec::new();
    }
    let says = |layer: &typed::Block| layer.blocks.iter().any(|own| own.kind.is(&chart::SERVER));
    let decided = owner.layers.iter().rposition(|layer| says(layer)).unwrap_or_default();
    let fields = owner.layers.iter().skip(decided).flat_map(|layer| &layer.fields);
    let idle = fields.filter(|own| OF_OURS.iter().any(|field| own.field.is(field)) && !own.value.is_none());
    let told = idle.map(|own| {
        let message = format!("`{}` of database `{}` means nothing here", own.field.name, owner.name);
        let found = finding(Code::E0210, own.key, message).help("it goes only with a database that todoc runs");
        dependencies::server(owner)
            .into_iter()
            .fold(found, |found, server| found.label(server.head(), "a chart runs it"))
    });
    told.collect()
}
