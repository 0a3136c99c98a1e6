//! A claim that one node can use at a time, under pods that may run on several.
//! <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes>

use super::{Context, Findings, facts, finding};
use crate::diagnostics::Code;
use crate::model::environment::{Environment, View};
use crate::model::scale::{one_node_claims, scale};
use crate::model::typed::Kind;
use crate::schema::{choices, service, volume};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for service in facts::running(environment) {
            for claim in one_node_claims(service) {
                shared(environment, service, &claim, findings);
            }
        }
    }
}

fn shared(environment: &Environment<'_>, service: &View<'_>, claim: &View<'_>, findings: &mut Findings) {
    let kind = service.choice(&service::KIND);
    let many = scale(service).most > 1;
    let place = claim.place(&volume::SIZE);
    let found = if kind == Some(&choices::DAEMON_SET) {
        let message =
            format!("every node of service `{}` wants volume `{}`, which one node can use", service.name, claim.name);
        finding(Code::E0409, place, message).label(facts::place(service, &service::KIND), "one pod on every node")
    } else if many {
        let message =
            format!("the pods of service `{}` share volume `{}`, which one node can use", service.name, claim.name);
        let most = format!("up to {} pods", scale(service).most);
        finding(Code::E0409, place, message).label(facts::place(service, &service::REPLICAS), most)
    } else if kind == Some(&choices::DEPLOYMENT) && is_rolling(service) {
        let message =
            format!("a rolling update of service `{}` waits for ever for volume `{}`", service.name, claim.name);
        let strategy = service.child(&service::STRATEGY);
        let rolls = strategy.map_or_else(|| service.head(), |strategy| strategy.place(&service::STRATEGY_TYPE));
        let found = finding(Code::E0409, rolls, message).label(place, "the old pod keeps this");
        let note = "the new pod starts on a node that can't have the volume before the old pod is gone";
        return findings.about(
            environment,
            service,
            found.note(note).help("write `strategy { type = recreate }`, or leave it out"),
        );
    } else {
        return;
    };
    let found = found.note("a claim with `access = read_write_once` can be mounted by the pods of one node only");
    let help = "use `access = read_write_many`, or `kind = stateful_set` with `per_replica = true`, or one pod";
    findings.about(environment, service, found.help(help));
}

/// Whether a deployment's new pods start before the old ones go. With a claim of one-node access they do not, unless the user
/// said so.
pub(super) fn is_rolling(service: &View<'_>) -> bool {
    let Some(strategy) = service.child(&service::STRATEGY) else { return one_node_claims(service).is_empty() };
    let said = strategy.field(&service::STRATEGY_TYPE).is_some();
    let rolling = strategy.choice(&service::STRATEGY_TYPE) == Some(&choices::ROLLING);
    let no_surge =
        strategy.value(&service::SURGE).is_some_and(|surge| matches!(surge.kind, Kind::Int(0) | Kind::Percent(0)));
    if said { rolling && !no_surge } else { one_node_claims(service).is_empty() }
}
