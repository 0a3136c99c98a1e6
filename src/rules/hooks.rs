//! A hook that waits for what only comes after it: Helm makes the objects of a release once its hooks have succeeded.

use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::databases;
use crate::model::environment::{Environment, View};
use crate::model::jobs::{self, Awaited};
use crate::schema::attributes::Root;
use crate::schema::{choices, config, database, job, service, volume};
use crate::secrets::{Provider, declared};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for (index, environment) in context.environments.iter().enumerate() {
        for view in environment.all(&job::JOB).values().filter(|view| view.is_on() && is_hook(view)) {
            if let Some(found) = before(view) {
                findings.report(environment, found);
                continue;
            }
            let found = needs(environment, view).into_iter().chain(blocks(context, index, view)).chain(claims(view));
            for need in found.chain(waits(environment, view)).chain(secrets(environment, view)) {
                findings.about(environment, view, need.told(view));
            }
        }
    }
}

fn is_hook(view: &View<'_>) -> bool {
    view.choice(&job::RUN) == Some(&choices::RUN_HOOK)
}

/// What runs in the pods of services is no object, and can't be a hook.
fn before(view: &View<'_>) -> Option<Diagnostic> {
    let before = view.value(&job::BEFORE)?;
    let message = format!("job `{}` runs in the pods of services, so it can be no hook", view.name);
    let found = finding(Code::E0210, view.place(&job::RUN), message).label(before.span, "it runs before these");
    Some(found.help("write one of `run = hook` and `before`"))
}

/// Something that is not there yet when the hook runs for the first time.
struct Need {
    what: String,
    place: Span,
    help: &'static str,
}

/// What else can be done about it.
const WITHOUT: &str = "take `run = hook` away; `before = …` makes services wait for the job";

impl Need {
    fn told(self, view: &View<'_>) -> Diagnostic {
        let message = format!("hook `{}` runs before {} of the same release is there", view.name, self.what);
        let found = finding(Code::E0422, self.place, message);
        let run = view.place(&job::RUN);
        let found = if run == self.place { found } else { found.label(run, "it is a hook here") };
        let note = "at the first installation it would never end, and nothing else would be made";
        found.note(note).help(self.help)
    }
}

/// Databases that run here, or have a Service here.
fn needs(environment: &Environment<'_>, view: &View<'_>) -> Vec<Need> {
    let mut references = Vec::new();
    view.references(&mut references);
    let of_database = references.into_iter().filter(|own| own.root == Root::Database);
    let needs = of_database.filter_map(|own| database(environment, own.target(), own.span));
    needs.collect()
}

fn database(environment: &Environment<'_>, name: &str, place: Span) -> Option<Need> {
    let target = environment.on(&database::DATABASE, name)?;
    if !databases::is_external(target) {
        return Some(Need { what: format!("database `{name}`"), place, help: WITHOUT });
    }
    let help = "write `direct = true` in the database, so that its own host is used";
    let what = format!("the Service of database `{name}`");
    (!target.bool(&database::DIRECT)).then_some(Need { what, place, help })
}

/// Configurations whose object it reads.
fn blocks(context: &Context<'_>, environment: usize, view: &View<'_>) -> Vec<Need> {
    let mentions = context.mentions.get(environment).into_iter().flatten();
    let own = mentions.filter(|own| own.owner.kind.is(view.kind) && own.owner.name == view.name);
    let named = own.filter(|own| own.target.kind.is(&config::CONFIG) && own.target.reference.is_none());
    named
        .map(|own| Need { what: format!("config `{}`", own.target.name), place: own.target.span, help: WITHOUT })
        .collect()
}

/// Claims, which Helm would take away with the hook.
fn claims(view: &View<'_>) -> Vec<Need> {
    let volumes = view.blocks_of(&volume::VOLUME).filter(|own| own.bool(&volume::ENABLED));
    let claims = volumes.filter(|own| own.value(&volume::SIZE).is_some());
    let help = "name a claim that is made elsewhere (`existing`), or write `temporary`";
    claims
        .map(|own| Need { what: format!("the claim of volume `{}`", own.name), place: own.place(&volume::SIZE), help })
        .collect()
}

fn waits(environment: &Environment<'_>, view: &View<'_>) -> Vec<Need> {
    let awaited = jobs::awaited(view).into_iter();
    awaited
        .filter_map(|(awaited, place)| match awaited {
            Awaited::Block(kind, name) if kind.is(&service::SERVICE) => {
                Some(Need { what: format!("service `{name}`"), place, help: WITHOUT })
            }
            Awaited::Block(_, name) => database(environment, name, place),
            Awaited::Host(..) => None,
        })
        .collect()
}

/// Secrets whose object is made with the release.
fn secrets(environment: &Environment<'_>, view: &View<'_>) -> Vec<Need> {
    if Provider::of(environment) == Provider::Existing {
        return Vec::new();
    }
    let read = declared(environment).into_iter().filter(|own| !own.is_kept());
    let read = read.filter(|own| own.readers.iter().any(|reader| reader.block == (view.kind.name, view.name)));
    let help = "keep the Secret yourself: `secret NAME { object = \"…\" }`, or `secrets : existing`";
    read.map(|own| Need { what: format!("secret `{}`", own.name), place: view.place(&job::RUN), help }).collect()
}
