//! Claims of production that leave their class to the cluster.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::model::databases;
use crate::model::environment::{Environment, View};
use crate::model::typed::Kind;
use crate::schema::{Field, choices, database, volume};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments.iter().filter(|environment| facts::is_production(environment)) {
        for database in facts::databases(environment) {
            let what = format!("database `{}`", database.name);
            claim(environment, database, (database, &database::STORAGE, &database::STORAGE_CLASS), &what, findings);
        }
        for database in environment.all(&database::DATABASE).values().filter(|database| database.is_on()) {
            let backup =
                databases::backup(database).filter(|own| own.choice(&database::TO) == Some(&choices::TO_CLAIM));
            if let Some(backup) = backup {
                let what = format!("the backup of database `{}`", database.name);
                claim(environment, database, (&backup, &database::SIZE, &database::BACKUP_CLASS), &what, findings);
            }
        }
        for service in facts::pods(environment) {
            for volume in service.children(&volume::VOLUME).iter().filter(|volume| volume.bool(&volume::ENABLED)) {
                let what = format!("volume `{}` of {} `{}`", volume.name, service.kind.name, service.name);
                claim(environment, service, (volume, &volume::SIZE, &volume::STORAGE_CLASS), &what, findings);
            }
        }
    }
}

/// A claim: the block, and its fields with the size and the class.
type Claim<'c, 'a> = (&'c View<'a>, &'static Field, &'static Field);

fn claim(
    environment: &Environment<'_>,
    owner: &View<'_>,
    (view, size, class): Claim<'_, '_>,
    what: &str,
    findings: &mut Findings,
) {
    let is_sized = view.value(size).is_some_and(|value| matches!(value.kind, Kind::Quantity(_)));
    if !is_sized || view.value(class).is_some() {
        return;
    }
    let place: Span = facts::place(view, size);
    let found = finding(Code::E0413, place, format!("{what} names no class of storage"));
    let note = "the default class differs between clusters, and on many it deletes the data with the claim";
    findings.about(
        environment,
        owner,
        found.note(note).help(format!("write `{} = \"…\"`; `kubectl get storageclass` lists them", class.name)),
    );
}
