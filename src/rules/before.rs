//! A job that runs before services in some environments alone: it would be an object of its own in the others.

use super::{Context, Findings, finding};
use crate::diagnostics::Code;
use crate::model::environment::View;
use crate::schema::job;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let jobs = |environment: usize| {
        let all = context.environments.get(environment).map(|own| own.all(&job::JOB));
        all.into_iter().flat_map(|views| views.values()).filter(|view| view.is_on())
    };
    for (index, environment) in context.environments.iter().enumerate() {
        for view in jobs(index).filter(|view| view.value(&job::BEFORE).is_none()) {
            let others = (0..context.environments.len()).flat_map(jobs);
            let mut same = others.filter(|other: &&View<'_>| other.name == view.name);
            if let Some(other) = same.find(|other| other.value(&job::BEFORE).is_some()) {
                let message = format!("job `{}` runs before nothing here, and before services elsewhere", view.name);
                let place = view.field(&job::BEFORE).map_or_else(|| view.head(), |own| own.key);
                let found = finding(Code::E0336, place, message);
                let found = found.label(other.place(&job::BEFORE), "in the pods of services here");
                let note = "a job is an object of its own, or part of the pods of services, in every environment";
                let help = "switch the job off here (`enabled = false`), or declare two jobs";
                findings.report(environment, found.note(note).help(help));
            }
        }
    }
}
