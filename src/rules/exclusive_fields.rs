//! Fields and blocks of which only one may be there, and fields that mean something only together with another.

pub mod bare;
mod needs;

use super::walk::{is_used, used};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::environment::{Environment, View};
use crate::model::typed::{self, Kind};
use crate::schema::environment::CLUSTER;
use crate::schema::{
    self, account, autoscale, config, container, ingress, job, lifecycle, network, placement, probe, service, volume,
};

/// Fields of a kind of block that exclude one another.
#[derive(Debug)]
pub struct Group {
    /// The kind of block.
    pub kind: &'static schema::Block,
    /// The fields.
    pub fields: &'static [&'static schema::Field],
    /// Whether one of them must be there.
    pub required: bool,
}

/// What a hook can do.
static HOOKS: &[&schema::Field] = &[&lifecycle::EXEC, &lifecycle::HTTP, &lifecycle::SLEEP];

/// Every such group.
pub static GROUPS: &[Group] = &[
    Group {
        kind: &volume::VOLUME,
        fields: &[
            &volume::SIZE,
            &volume::TEMPORARY,
            &volume::CONFIG,
            &volume::SECRET,
            &volume::EXISTING,
            &volume::HOST_PATH,
            &volume::CSI,
        ],
        required: true,
    },
    Group { kind: &volume::VOLUME, fields: &[&volume::FROM_SNAPSHOT, &volume::FROM_CLAIM], required: false },
    Group {
        kind: &volume::SOURCE,
        fields: &[&volume::SOURCE_CONFIG, &volume::SOURCE_SECRET, &volume::AUDIENCE],
        required: true,
    },
    Group { kind: &config::FILE, fields: &[&config::TEXT, &config::FROM], required: true },
    Group { kind: &probe::PROBE, fields: &[&probe::HTTP, &probe::TCP, &probe::GRPC, &probe::EXEC], required: true },
    Group { kind: &lifecycle::PRE_STOP, fields: HOOKS, required: true },
    Group { kind: &lifecycle::POST_START, fields: HOOKS, required: true },
    Group {
        kind: &container::ENV_FROM_BLOCK,
        fields: &[&container::ENV_FROM_SECRET, &container::ENV_FROM_CONFIG],
        required: true,
    },
    Group {
        kind: &autoscale::DISRUPTION,
        fields: &[&autoscale::MAX_UNAVAILABLE, &autoscale::MIN_AVAILABLE],
        required: false,
    },
    Group {
        kind: &job::POD_FAILURE,
        fields: &[&job::EXIT_CODES, &job::NOT_EXIT_CODES, &job::CONDITION],
        required: true,
    },
    Group {
        kind: &placement::AFFINITY,
        fields: &[
            &placement::IN,
            &placement::NOT_IN,
            &placement::EXISTS,
            &placement::MISSING,
            &placement::ABOVE,
            &placement::BELOW,
            &placement::NEAR,
        ],
        required: true,
    },
    Group { kind: &autoscale::POLICY, fields: &[&autoscale::POLICY_PODS, &autoscale::POLICY_PERCENT], required: true },
    Group {
        kind: &autoscale::METRIC,
        fields: &[&autoscale::OF_PODS, &autoscale::OUTSIDE, &autoscale::OF_OBJECT],
        required: true,
    },
    Group { kind: &autoscale::METRIC, fields: &[&autoscale::AVERAGE, &autoscale::VALUE], required: true },
    Group { kind: &account::SERVICE_ACCOUNT, fields: &[&account::NAME, &account::EXISTING], required: false },
    Group { kind: &service::SERVICE, fields: &[&service::EXTERNAL, &service::TARGETS], required: false },
    Group { kind: &ingress::INGRESS, fields: &[&ingress::ISSUER, &ingress::LOCAL_ISSUER], required: false },
    Group { kind: &network::ALLOW_TO, fields: &[&network::CIDR, &network::NAMESPACE], required: false },
    Group { kind: &network::ALLOW_FROM, fields: &[&network::CIDR, &network::NAMESPACE], required: false },
];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        for view in used(environment).chain([&environment.secrets]) {
            let mut found = Vec::new();
            within(view, view, &mut found);
            for diagnostic in found {
                findings.about(environment, view, diagnostic);
            }
        }
        clusters(environment, findings);
    }
}

/// An environment runs on one local cluster.
fn clusters(environment: &Environment<'_>, findings: &mut Findings) {
    let mut all = environment.all(&CLUSTER).values();
    let Some(first) = all.next() else { return };
    for other in all {
        let message = format!("environment `{}` has both {} and {}", environment.name, called(first), called(other));
        let found = finding(Code::E0210, other.head(), message).label(first.head(), "the other is here");
        let help = format!("keep one of them; `{} = none` takes away what a weaker layer says", CLUSTER.name);
        findings.about(environment, other, found.help(help));
    }
}

fn within(owner: &View<'_>, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    for group in GROUPS.iter().filter(|group| view.kind.is(group.kind)) {
        exclusive(group, view, found);
    }
    needs::check(owner, view, found);
    bare::check(view, found);
    view.inner().filter(|child| is_used(child)).for_each(|child| within(owner, child, found));
}

fn exclusive(group: &Group, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let mut set: Vec<(usize, &typed::Field)> = group.fields.iter().filter_map(|field| said(view, field)).collect();
    set.sort_by_key(|(layer, own)| (*layer, own.key));
    let source = view.blocks_of(&volume::SOURCE).next().filter(|_| group.required);
    match (set.as_slice(), source) {
        ([(_, own), ..], Some(source)) => {
            let message = format!("{} has both `{}` and `{}`", called(view), own.field.name, source.kind.name);
            let diagnostic = finding(Code::E0210, own.key, message).label(source.head(), "it is made of this here");
            found.push(diagnostic.help("keep one of them"));
        }
        ([], None) if group.required && view.is_sound() => {
            let names = describe::list(group.fields.iter().map(|field| field.name));
            let message = format!("{} has none of {names}", called(view));
            found.push(finding(Code::E0210, view.head(), message).help("write exactly one of them"));
        }
        ([], _) | ([_], None) => {}
        ([(weaker, first), .., (stronger, last)], None) => found.push(both(view, first, last, weaker < stronger)),
    }
}

fn both(view: &View<'_>, first: &typed::Field, last: &typed::Field, is_refined: bool) -> Diagnostic {
    let message = format!("{} has both `{}` and `{}`", called(view), first.field.name, last.field.name);
    let found = finding(Code::E0210, last.key, message).label(first.key, format!("`{}` is set here", first.field.name));
    if !is_refined {
        return found.help("keep one of them");
    }
    let take_away = format!("{} = none", first.field.name);
    let help = format!("an overlay keeps what it does not change: take the other away with `{take_away}`");
    found.help(help).edit(last.value.span.after(), format!("  {take_away}"))
}

/// A field that is set to something, and how strong its layer is. `tcp = false` sets nothing.
fn said<'a>(view: &View<'a>, field: &schema::Field) -> Option<(usize, &'a typed::Field)> {
    let layers = view.layers.iter().enumerate().rev();
    let own = layers.filter_map(|(at, layer)| layer.fields.iter().find(|own| own.field.is(field)).map(|own| (at, own)));
    own.into_iter().next().filter(|(_, own)| !matches!(own.value.kind, Kind::None | Kind::Bool(false)))
}

fn called(view: &View<'_>) -> String {
    if view.name.is_empty() { format!("`{}`", view.kind.name) } else { format!("{} `{}`", view.kind.name, view.name) }
}
