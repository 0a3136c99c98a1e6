//! `job` and `cron`. <https://kubernetes.io/docs/concepts/workloads/controllers/job/>

mod failure;

use super::across::Across;
use super::container::Seat;
use super::network::Asked;
use super::pod::Extras;
use super::{Context, Part, account, beside, container, hook, knobs, metadata, network, pod, refusals, waits};
use crate::chart::tree::{Body, Entry, Expr, Item, Node, Path, Piece, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::jobs;
use crate::schema::objects::ObjectKind;
use crate::schema::{self, job, service};
use crate::types::names::values_key;
use smol_str::{SmolStr, format_smolstr};

/// Characters of the hash in a job's name.
const HASH: usize = 8;

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    if !services_after(across).is_empty() {
        return;
    }
    part.group(
        across.key.clone(),
        format!("{} {}.", if across.kind.is(&job::CRON) { "Cron job" } else { "Job" }, across.name),
    );
    part.enabled(across);
    let when = pod::when(across, None);
    account::lower(context, across, when.as_ref(), part);
    let container = container::lower(context, Seat::main(across), part);
    let restart = part.field(across, &job::RESTART_FIELD, "restartPolicy", "restartPolicy");
    let mut extras = Extras {
        init: waits::lower(context, across, &super::root::wait_image(), part),
        restart: restart.into_iter().next(),
        ..Extras::default()
    };
    beside::lower(context, across, &mut extras, part);
    let template = pod::lower(context, across, container, extras, part);
    if across.kind.is(&job::CRON) {
        cron(context, across, template, when.clone(), part);
    } else {
        once(context, across, template, when.clone(), part);
    }
    refusals::lower(context, across, part);
    network::policy(context, across, when, part);
    hook::lower(across, part);
}

/// The services that must not start before a job has succeeded, in any environment, each once.
pub(super) fn services_after<'a>(across: &Across<'a>) -> Vec<&'a str> {
    let mut services: Vec<&'a str> = Vec::new();
    for (name, _) in across.views.iter().flatten().flat_map(jobs::before) {
        if !services.contains(&name) {
            services.push(name);
        }
    }
    services
}

/// What must have run before a service's pods start: jobs that say so, and ports that are waited for.
pub(super) fn before(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Extras {
    let mut extras =
        Extras { init: waits::lower(context, across, &super::root::wait_image(), part), ..Extras::default() };
    for job in context.of_kind(&job::JOB) {
        let services = services_after(job);
        if !services.contains(&across.name) {
            continue;
        }
        let here = part.switch(
            switch(across, job),
            format!("Whether job {} runs before the pods' own containers.", job.name),
            job.origin(&schema::job::BEFORE),
            here(across, job),
        );
        let on = Test::all([job.enabled()].into_iter().chain(here)).unwrap_or_else(|| job.enabled());
        // What belongs to the job alone is declared with the first service.
        let mut beside_first = Part::default();
        let is_first = services.first() == Some(&across.name);
        let part: &mut Part = if is_first { &mut *part } else { &mut beside_first };
        part.group(job.key.clone(), format!("Job {}, which runs before {}.", job.name, listed(&services)));
        part.enabled(job);
        let container = container::lower(context, Seat::main(job), part);
        metadata::names(job, part);
        let mut own = Extras::default();
        beside::lower(context, job, &mut own, part);
        own.init.push(Item::Node(container.node));
        own.checksums.extend(container.checksums.into_iter().flat_map(|entry| beside::renamed(entry, job.name)));
        extras.init.push(Item::When(on.clone(), own.init));
        let volumes = container.volumes.into_iter().chain(own.volumes);
        extras.volumes.extend(volumes.map(|volume| Item::When(on.clone(), vec![volume])));
        extras.checksums.extend(own.checksums.into_iter().map(|entry| beside::under(&on, vec![entry])));
    }
    extras
}

/// The key that says whether a job runs before a service, where environments differ in that.
fn switch(across: &Across<'_>, job: &Across<'_>) -> Path {
    across.path(&format!("runBefore.{}", values_key(job.name)))
}

/// A job runs before a service: what must be so, where not every environment has it.
pub(super) fn runs_before(across: &Across<'_>, job: &Across<'_>) -> Option<Asked> {
    Asked::switched(switch(across, job), &here(across, job))
}

/// Whether a job runs before a service, in every environment that has both.
fn here(across: &Across<'_>, job: &Across<'_>) -> Vec<Option<bool>> {
    let pairs = across.views.iter().zip(&job.views);
    pairs.map(|(service, job)| Some(jobs::is_before(job.as_ref()?, service.as_ref()?.name))).collect()
}

/// `api starts`, `api and worker start`.
fn listed(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last} start", rest.join(", ")),
        Some(_) | None => format!("{} starts", names.concat()),
    }
}

/// Tries and times that every run has.
fn run(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let fields = [
        (&job::RETRIES, "backoffLimit"),
        (&job::DEADLINE, "activeDeadlineSeconds"),
        (&job::PARALLEL, "parallelism"),
        (&job::COMPLETIONS, "completions"),
        (&job::RETRIES_PER_INDEX, "backoffLimitPerIndex"),
        (&job::MAX_FAILED_INDEXES, "maxFailedIndexes"),
        (&job::REPLACEMENT_FIELD, "podReplacementPolicy"),
    ];
    let mut spec: Vec<Entry> =
        fields.into_iter().flat_map(|(field, target)| part.field(across, field, target, target)).collect();
    spec.extend(mode(across, part));
    spec.push(failure::policy(across, part));
    spec
}

/// `completionMode`, where each completion is a piece of work of its own.
fn mode(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    // Without a mode any completions are as good as others.
    let values = across.said(|view| view.bool(&job::INDEXED).then(|| Val::text("Indexed")));
    let words = Schema::Choice(vec![SmolStr::new_static("Indexed")]);
    let (origin, doc) = (across.origin(&job::INDEXED), knobs::doc(&job::INDEXED));
    part.settled("completionMode", across.path("completionMode"), values, &words, origin, doc)
}

/// `suspend` of a Job. It can be changed at any time, so it is no part of what names the job.
fn held_back(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = across.said(|view| view.bool(&job::SUSPEND).then_some(Val::Bool(true)));
    let (origin, doc) = (across.origin(&job::SUSPEND), knobs::doc(&job::SUSPEND));
    part.settled("suspend", across.path("suspend"), values, &Schema::Bool, origin, doc)
}

/// A Job, named by what it runs and how: jobs cannot be changed, so another content is another job.
fn once(context: &Context<'_>, across: &Across<'_>, template: Vec<Entry>, when: Option<Test>, part: &mut Part) {
    let piece = format_smolstr!("{}.job", across.name);
    let hash = Expr::Short(Box::new(Expr::Checksum(piece.clone())), HASH);
    let name = Expr::join(vec![across.object_name(ObjectKind::Job), Expr::text("-"), hash]);
    let mut spec = run(across, part);
    spec.push(map("template", template));
    let mut whole = held_back(across, part);
    whole.push(Entry::Include(piece.clone()));
    let annotations = metadata::of_plain_workload(context, across, part);
    let body = vec![metadata::of(across, &name, annotations), map("spec", whole)];
    let mut object = pod::object(across, "Job", "job", when, body);
    object.pieces.push(Piece {
        name: piece,
        doc: format!("What job {} runs, and how; its hash names it, so that a change makes a new job.", across.name),
        body: Body::Map(spec),
    });
    part.objects.push(object);
}

/// A `CronJob`. <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/>
pub(super) fn cron(
    context: &Context<'_>,
    across: &Across<'_>,
    template: Vec<Entry>,
    when: Option<Test>,
    part: &mut Part,
) {
    let schedule = across.each(|view| knobs::value_of(view, &job::SCHEDULE).unwrap_or(Val::Unset));
    let schedule = schedule.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let doc = "Minute, hour, day of the month, month, day of the week.";
    part.knob_from(across.path("schedule"), doc, Schema::Text, schedule, across.origin(&job::SCHEDULE));
    let zone = across.each(|view| knobs::value_of(view, &job::TIME_ZONE).unwrap_or_else(|| Val::text("Etc/UTC")));
    let zone = zone.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    part.knob_from(across.path("timeZone"), "", Schema::Text, zone, across.origin(&job::TIME_ZONE));
    let suspend = across.each(|view| Val::Bool(view.bool(&job::SUSPEND)));
    let suspend = suspend.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    part.knob_from(across.path("suspend"), "", Schema::Bool, suspend, across.origin(&job::SUSPEND));
    let mut spec = vec![
        pair("schedule", Node::Text(Expr::Value(across.path("schedule")))),
        pair("timeZone", Node::Text(Expr::Value(across.path("timeZone")))),
        pair("suspend", Node::Flag(across.path("suspend"))),
    ];
    for (field, target) in [
        (&job::CONCURRENCY_FIELD, "concurrencyPolicy"),
        (&job::START_DEADLINE, "startingDeadlineSeconds"),
        (&job::KEEP_SUCCEEDED, "successfulJobsHistoryLimit"),
        (&job::KEEP_FAILED, "failedJobsHistoryLimit"),
    ] {
        spec.extend(part.field(across, field, target, target));
    }
    let mut of_job = run(across, part);
    of_job.push(map("template", template));
    spec.push(map("jobTemplate", vec![map("spec", of_job)]));
    let annotations = metadata::of_plain_workload(context, across, part);
    let body = vec![metadata::of(across, &across.object_name(ObjectKind::CronJob), annotations), map("spec", spec)];
    part.objects.push(pod::object(across, "CronJob", "cronjob", when, body));
}

/// Whether anything waits for a port, so that the chart needs an image that can.
pub(super) fn waits_anywhere(context: &Context<'_>) -> bool {
    context.components().into_iter().any(|across| {
        across.any(|view| !view.list(&service::WAIT_FOR).is_empty() || !view.list(&job::WAIT_FOR).is_empty())
    })
}
