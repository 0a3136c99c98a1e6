//! An environment that asks for more than its local cluster has.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::model::databases;
use crate::model::environment::{Environment, View};
use crate::model::scale::scale;
use crate::model::typed::Kind;
use crate::schema::{Field, choices, container, database, environment as settings, job, service, sidecar};
use crate::types::{IntOrPercent, Percent, Quantity};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let Some(cluster) = environment.all(&settings::CLUSTER).values().next() else { continue };
        if let Some(cpus) = cluster.int(&settings::CPUS) {
            let sum = Sum::of(environment, &container::CPU, Quantity::millis);
            sum.check(environment, cluster, &settings::CPUS, i128::from(cpus) * 1000, findings);
        }
        if let Some(Kind::Quantity(memory)) = cluster.value(&settings::MEMORY).map(|value| &value.kind) {
            let sum = Sum::of(environment, &container::MEMORY, Quantity::units);
            sum.check(environment, cluster, &settings::MEMORY, memory.units(), findings);
        }
    }
}

/// What is requested of one resource, in thousandths of a core or in bytes.
struct Sum {
    field: &'static Field,
    total: i128,
    /// How many pods of what ask for how much each, the greediest first.
    parts: Vec<(i128, String)>,
}

impl Sum {
    /// Every pod at the moment of a rollout, and one run of a schedule, a backup's too.
    fn of(environment: &Environment<'_>, field: &'static Field, unit: fn(Quantity) -> i128) -> Sum {
        let mut sum = Sum { field, total: 0, parts: Vec::new() };
        for service in facts::running(environment) {
            sum.add(service, pods(service), unit);
        }
        for database in facts::databases(environment) {
            sum.add(database, 1, unit);
        }
        // A job that runs before a service is an init container of its pods, and asks for nothing beyond them.
        let jobs = environment.all(&job::JOB).values().filter(|job| job.is_on() && job.value(&job::BEFORE).is_none());
        for job in jobs {
            sum.add(job, job.int(&job::PARALLEL).unwrap_or(1), unit);
        }
        let crons = environment.all(&job::CRON).values().filter(|cron| cron.is_on());
        let crons = crons.filter_map(|cron| Some((request(cron, field, unit)?, cron.name.to_owned())));
        // A backup that says nothing asks for what its database asks for.
        let backups = environment.all(&database::DATABASE).values().filter(|own| own.is_on()).filter_map(|own| {
            let amount = request(&databases::backup(own)?, field, unit).or_else(|| request(own, field, unit))?;
            Some((amount, format!("{}-backup", own.name)))
        });
        if let Some((amount, name)) = crons.chain(backups).reduce(|most, own| if own.0 > most.0 { own } else { most }) {
            sum.total += amount;
            sum.parts.push((amount, format!("{name} 1 × {}", sum.shown(amount))));
        }
        sum.parts.sort_by_key(|(amount, _)| std::cmp::Reverse(*amount));
        sum
    }

    fn add(&mut self, view: &View<'_>, pods: i64, unit: fn(Quantity) -> i128) {
        let Some(request) = request(view, self.field, unit) else { return };
        let amount = request * i128::from(pods);
        self.total += amount;
        self.parts.push((amount, format!("{} {pods} × {}", view.name, self.shown(request))));
    }

    fn check(
        &self,
        environment: &Environment<'_>,
        cluster: &View<'_>,
        has: &'static Field,
        room: i128,
        findings: &mut Findings,
    ) {
        if self.total <= room {
            return;
        }
        let what = self.field.name;
        let (asked, room) = (self.shown(self.total), self.shown(room));
        let message =
            format!("environment `{}` requests `{asked}` of {what}, and its cluster has `{room}`", environment.name);
        let parts: Vec<&str> = self.parts.iter().map(|(_, part)| part.as_str()).collect();
        let found = finding(Code::E0408, cluster.place(has), message);
        let found = found.note(format!("at a rollout: {}; the pods that do not fit stay pending", parts.join(", ")));
        let help = format!("raise `{}` of the cluster, or request less in this environment", has.name);
        findings.about(environment, cluster, found.help(help));
    }

    /// An amount as Kubernetes prints it.
    fn shown(&self, amount: i128) -> String {
        let (digits, unit) = if self.field.is(&container::CPU) {
            (amount.to_string(), "m")
        } else if amount % 1024 == 0 {
            ((amount / 1024).to_string(), "Ki")
        } else {
            (amount.to_string(), "")
        };
        Quantity::read(&digits, unit).map_or_else(|| format!("{digits}{unit}"), |quantity| quantity.to_string())
    }
}

/// What a pod asks for: all containers that run together, or the greediest of those before them, whichever is more.
fn request(view: &View<'_>, field: &'static Field, unit: fn(Quantity) -> i128) -> Option<i128> {
    let (before, together): (Vec<_>, Vec<_>) =
        facts::containers_of(view).map(|container| container.own).partition(|own| own.kind.is(&sidecar::INIT));
    let amount = |own: &&View<'_>| facts::ends(&own.value(field)?.kind).0.map(unit);
    let together = together.iter().filter_map(amount).reduce(|sum, own| sum + own);
    together.into_iter().chain(before.iter().filter_map(amount)).max()
}

/// The pods of a service while a new version is rolled out; a local cluster has one node.
fn pods(service: &View<'_>) -> i64 {
    let kind = service.choice(&service::KIND);
    if kind == Some(&choices::DAEMON_SET) {
        return 1;
    }
    let least = scale(service).least;
    let is_rolling = kind == Some(&choices::DEPLOYMENT) && super::one_node_volumes::is_rolling(service);
    i64::from(least) + i64::from(if is_rolling { surge(service, least) } else { 0 })
}

fn surge(service: &View<'_>, pods: u32) -> u32 {
    let strategy = service.child(&service::STRATEGY);
    let written = strategy.as_ref().and_then(|strategy| strategy.value(&service::SURGE));
    let surge = match written.map(|value| &value.kind) {
        Some(Kind::Int(count)) => u32::try_from(*count).ok().map(IntOrPercent::Int),
        Some(Kind::Percent(share)) => {
            Percent::parse(&share.to_string(), "%", &(0..=100)).ok().map(IntOrPercent::Percent)
        }
        Some(_) | None => None,
    };
    surge.map_or(1, |surge| surge.of_rounded_up(pods))
}
