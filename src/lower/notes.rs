//! `NOTES.txt`: how to reach the application in this environment.

use super::across::Across;
use super::holds::Holds;
use super::ingress::secured;
use super::{Context, Part, reference, service};
use crate::chart::helm::Note;
use crate::chart::tree::{Expr, Test};
use crate::schema::objects::ObjectKind;
use crate::schema::service::LOAD_BALANCER_HOST;
use crate::schema::{choices, ingress};
use smol_str::SmolStr;

/// What Helm says after an installation.
pub(super) fn lower(context: &Context<'_>, chart: usize) -> Vec<Note> {
    let mut notes = vec![Note::Line(vec![
        Expr::ChartName,
        Expr::text(" "),
        Expr::AppVersion,
        Expr::text(" is installed as "),
        Expr::Release,
        Expr::text(" in namespace "),
        Expr::Namespace,
        Expr::text(" ("),
        Expr::Value(SmolStr::new_static("global.environment")),
        Expr::text(")."),
    ])];
    notes.extend(secrets_to_keep(context, chart));
    notes.extend(by_ingress(context, chart));
    notes.extend(by_node_port(context, chart));
    notes.extend(by_balancer(context, chart));
    notes.extend(forwarding(context, chart));
    notes
}

fn line(text: &str) -> Note {
    Note::Line(vec![Expr::text(text)])
}

fn by_ingress(context: &Context<'_>, chart: usize) -> Vec<Note> {
    let mut notes = Vec::new();
    for own in context.of_kind(&ingress::INGRESS).iter().filter(|own| context.belongs(chart, own)) {
        let at = |scheme: &'static str| {
            let url = Note::Line(vec![Expr::text(scheme), Expr::Value(own.path("host"))]);
            vec![line(""), line("People reach it at:"), line(""), url]
        };
        let reached = match secured(own, &mut Part::default()) {
            Holds::Where(test) => vec![Note::When(test, at("  https://"), at("  http://"))],
            Holds::Always => at("  https://"),
            Holds::Never => at("  http://"),
        };
        let there = [own.enabled(), Test::Value(own.path("host"))];
        notes.extend(Test::all(there).map(|test| Note::When(test, reached, Vec::new())));
    }
    notes
}

fn by_node_port(context: &Context<'_>, chart: usize) -> Vec<Note> {
    let mut notes = Vec::new();
    for target in in_cluster(context, chart) {
        let number = target.path("service.nodePort");
        let open = [
            target.enabled(),
            Test::Is(target.path("service.type"), SmolStr::new_static("NodePort")),
            Test::Value(number.clone()),
        ];
        let Some(open) = Test::all(open) else { continue };
        let node = Expr::text("NODE");
        let host =
            if context.has_address() { Expr::Value(SmolStr::new_static("global.nodeAddress")).or(node) } else { node };
        let at = format!("On a port of every node, {} answers at:", target.name);
        let url = Note::Line(vec![Expr::text("  http://"), host, Expr::text(":"), Expr::Number(number)]);
        notes.push(Note::When(open, vec![line(""), line(&at), line(""), url], Vec::new()));
    }
    notes
}

fn by_balancer(context: &Context<'_>, chart: usize) -> Vec<Note> {
    let mut notes = Vec::new();
    for target in
        in_cluster(context, chart).filter(|target| target.any(|view| view.value(&LOAD_BALANCER_HOST).is_some()))
    {
        let host = target.path("service.loadBalancerHost");
        let kind = Test::Is(target.path("service.type"), SmolStr::new_static("LoadBalancer"));
        let Some(open) = Test::all([target.enabled(), kind, Test::Value(host.clone())]) else { continue };
        let at = format!("Through a load balancer, {} answers at:", target.name);
        let port = reference::service_port(target, None);
        let url = Note::Line(vec![Expr::text("  http://"), Expr::Value(host), Expr::text(":"), port]);
        notes.push(Note::When(open, vec![line(""), line(&at), line(""), url], Vec::new()));
    }
    notes
}

/// Services that have an address in the cluster, and pods behind it.
fn in_cluster<'a, 'b>(context: &'b Context<'a>, chart: usize) -> impl Iterator<Item = &'b Across<'a>> {
    context.services_of(chart).filter(|target| service::has_ports(target) && !service::is_outside(target))
}

/// The Secret that nothing of the chart makes.
fn secrets_to_keep(context: &Context<'_>, chart: usize) -> Vec<Note> {
    if !context.has_secrets(chart) {
        return Vec::new();
    }
    let kept = Test::Is(context.secrets_path(chart, "provider"), SmolStr::new_static(choices::EXISTING.name));
    let name = Note::Line(vec![
        Expr::text("Its pods wait until you have made Secret "),
        context.secrets_object(chart),
        Expr::text("."),
    ]);
    vec![Note::When(kept, vec![line(""), name], Vec::new())]
}

/// How to reach what is not exposed.
fn forwarding(context: &Context<'_>, chart: usize) -> Vec<Note> {
    let Some(target) = in_cluster(context, chart).next() else { return Vec::new() };
    let port = || reference::service_port(target, None);
    vec![
        line(""),
        line("From your own machine, whatever is exposed:"),
        line(""),
        Note::Line(vec![
            Expr::text("  kubectl --namespace "),
            Expr::Namespace,
            Expr::text(" port-forward service/"),
            target.object_name(ObjectKind::Service),
            Expr::text(" "),
            port(),
            Expr::text(":"),
            port(),
        ]),
    ]
}
