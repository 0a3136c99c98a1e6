//! An environment that asks for more than its local cluster has.

mod pod;

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::model::databases;
use crate::model::environment::{Environment, View};
use crate::model::scale::scale;
use crate::model::typed::Kind;
use crate::schema::{Field, choices, container, database, environment as settings, job, service};
use crate::types::{IntOrPercent, Percent, Quantity};
use pod::Resource;

/// So many of the greediest are named.
const NAMED: usize = 5;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let Some(cluster) = environment.all(&settings::CLUSTER).values().next() else { continue };
        if let Some(cpus) = cluster.int(&settings::CPUS) {
            let room = i128::from(cpus) * 1000;
            Sum::of(environment, pod::CPU).check(environment, cluster, &settings::CPUS, room, findings);
        }
        if let Some(Kind::Quantity(memory)) = cluster.value(&settings::MEMORY).map(|value| &value.kind) {
            let room = memory.units();
            Sum::of(environment, pod::MEMORY).check(environment, cluster, &settings::MEMORY, room, findings);
        }
    }
}

/// What an environment requests at most on a cluster of one node, in thousandths of a core and in bytes.
#[must_use]
pub fn requested(environment: &Environment<'_>) -> [i128; 2] {
    [pod::CPU, pod::MEMORY].map(|resource| Sum::of(environment, resource).total)
}

/// What is requested of one resource, in thousandths of a core or in bytes.
struct Sum {
    field: &'static Field,
    total: i128,
    /// How many pods of what ask for how much each.
    parts: Vec<(i128, String)>,
}

impl Sum {
    /// Every pod at the moment of a rollout, and one run of a schedule, a backup's too.
    fn of(environment: &Environment<'_>, resource: Resource) -> Sum {
        let mut sum = Sum { field: resource.field, total: 0, parts: Vec::new() };
        let amount = |own: &View<'_>| resource.of_pod(environment, own);
        for service in facts::running(environment) {
            sum.add(service.name, amount(service), pods(service));
        }
        for database in facts::databases(environment) {
            sum.add(database.name, amount(database), 1);
        }
        // A job that runs before a service is part of its pods.
        let jobs = environment.all(&job::JOB).values().filter(|job| job.is_on() && job.value(&job::BEFORE).is_none());
        for job in jobs.filter(|job| !job.bool(&job::SUSPEND)) {
            sum.add(job.name, amount(job), at_once(job));
        }
        let crons = environment.all(&job::CRON).values().filter(|cron| cron.is_on() && !cron.bool(&job::SUSPEND));
        let crons = crons.filter_map(|cron| Some((cron.name.to_owned(), amount(cron)?, at_once(cron))));
        // A backup that says nothing asks for what its database asks for.
        let backups = environment.all(&database::DATABASE).values().filter(|own| own.is_on()).filter_map(|own| {
            let backup = databases::backup(own).filter(|backup| !backup.bool(&job::SUSPEND))?;
            Some((format!("{}-backup", own.name), resource.of(&backup).or_else(|| resource.of(own))?, 1))
        });
        let greediest = crons.chain(backups).reduce(|most, own| {
            let whole = |run: &(String, i128, i64)| run.1 * i128::from(run.2);
            if whole(&own) > whole(&most) { own } else { most }
        });
        if let Some((name, request, pods)) = greediest {
            sum.add(&name, Some(request), pods);
        }
        sum.parts.sort_by_key(|(amount, _)| std::cmp::Reverse(*amount));
        sum
    }

    fn add(&mut self, name: &str, request: Option<i128>, pods: i64) {
        let Some(request) = request else { return };
        let amount = request * i128::from(pods);
        self.total += amount;
        self.parts.push((amount, format!("{name} {pods} × {}", self.shown(request))));
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
        let mut parts: Vec<String> = self.parts.iter().take(NAMED).map(|(_, part)| part.clone()).collect();
        let rest = self.parts.iter().skip(NAMED).map(|(amount, _)| *amount);
        if let Some(rest) = rest.reduce(|sum, own| sum + own) {
            parts.push(format!("{} more {}", self.parts.len() - NAMED, self.shown(rest)));
        }
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

/// The pods of a run that are there at once.
fn at_once(job: &View<'_>) -> i64 {
    let parallel = job.int(&job::PARALLEL).unwrap_or(1);
    job.int(&job::COMPLETIONS).map_or(parallel, |completions| completions.min(parallel))
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
