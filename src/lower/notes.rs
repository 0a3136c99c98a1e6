//! `NOTES.txt`: how to reach the application in this environment.

use super::{Context, reference, service};
use crate::chart::helm::Note;
use crate::chart::tree::{Expr, Test};
use crate::schema::ingress;
use smol_str::SmolStr;

/// What Helm says after an installation.
pub(super) fn lower(context: &Context<'_>) -> Vec<Note> {
    let line = |text: &str| Note::Line(vec![Expr::text(text)]);
    let mut notes = vec![
        Note::Line(vec![
            Expr::ChartName,
            Expr::text(" "),
            Expr::AppVersion,
            Expr::text(" is installed as "),
            Expr::Release,
            Expr::text(" in namespace "),
            Expr::Namespace,
            Expr::text("."),
        ]),
        line(""),
    ];
    for own in context.of_kind(&ingress::INGRESS) {
        let url = |scheme: &'static str| Note::Line(vec![Expr::text(scheme), Expr::Value(own.path("host"))]);
        let indented = |scheme: &'static str| vec![line("It is served at:"), line(""), url(scheme), line("")];
        notes.push(Note::When(
            own.enabled(),
            vec![Note::When(Test::Value(own.path("tls")), indented("  https://"), indented("  http://"))],
            Vec::new(),
        ));
    }
    for target in context.services.iter().filter(|target| service::has_face(target)) {
        let kind = target.path("service.type");
        let at_node = Test::all([target.enabled(), Test::Is(kind, SmolStr::new_static("NodePort"))]);
        let Some(at_node) = at_node else { continue };
        let host = if context.has_address() {
            Expr::Value(SmolStr::new_static("global.nodeAddress"))
        } else {
            Expr::text("NODE")
        };
        let number = Expr::Number(target.path("service.nodePort"));
        notes.push(Note::When(
            at_node,
            vec![Note::Line(vec![Expr::text(format!("{}: http://", target.name)), host, Expr::text(":"), number])],
            Vec::new(),
        ));
    }
    notes.extend(forwarding(context));
    notes
}

/// How to reach what is not exposed.
fn forwarding(context: &Context<'_>) -> Vec<Note> {
    let Some(target) = context.services.iter().find(|target| service::has_face(target)) else { return Vec::new() };
    let port = || reference::service_port(target, None);
    vec![
        Note::Line(vec![Expr::text("")]),
        Note::Line(vec![Expr::text("From your own machine, whatever is exposed:")]),
        Note::Line(vec![Expr::text("")]),
        Note::Line(vec![
            Expr::text("  kubectl --namespace "),
            Expr::Namespace,
            Expr::text(" port-forward service/"),
            target.object_name(),
            Expr::text(" "),
            port(),
            Expr::text(":"),
            port(),
        ]),
    ]
}
