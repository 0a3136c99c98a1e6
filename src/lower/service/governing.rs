//! The Service that names the pods of a `StatefulSet` one by one: the service's own where that is headless, else one beside it.
//! <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id>

use super::{face_test, is_headless};
use crate::chart::tree::{self, Entry, Expr, Node, Object, Test, list, map, pair};
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::{Part, container, knobs, metadata, monitor, pod, reference};
use crate::model::environment::View;
use crate::schema::objects::ObjectKind;
use crate::schema::{choices, port, service};
use smol_str::SmolStr;

fn is_stateful(view: &View<'_>) -> bool {
    super::runs(view) && view.choice(&service::KIND) == Some(&choices::STATEFUL_SET)
}

fn beside(across: &Across<'_>) -> Expr {
    Expr::join(vec![across.object_name(ObjectKind::Service), Expr::text("-headless")])
}

/// Which Service names the pods.
enum Governing {
    Own,
    Beside,
    /// The service's own where this holds.
    Either(Test),
}

impl Governing {
    fn of(across: &Across<'_>) -> Self {
        let headless: Vec<bool> =
            across.views.iter().flatten().filter(|view| is_stateful(view)).map(is_headless).collect();
        if headless.iter().all(|own| *own) {
            return Governing::Own;
        }
        let own = Test::Is(across.path("service.clusterIP"), SmolStr::new_static("None"));
        match Test::all(face_test(across).into_iter().chain([own])) {
            Some(test) if headless.contains(&true) => Governing::Either(test),
            Some(_) | None => Governing::Beside,
        }
    }
}

/// Whether a Service beside the service's own names the pods in any environment.
pub(in crate::lower) fn is_beside(across: &Across<'_>) -> bool {
    across.any(is_stateful) && !matches!(Governing::of(across), Governing::Own)
}

/// `serviceName` of the `StatefulSet`.
pub(in crate::lower) fn name_of(across: &Across<'_>) -> Entry {
    let name = |name: Expr| pair("serviceName", Node::Text(name));
    match Governing::of(across) {
        Governing::Own => name(across.object_name(ObjectKind::Service)),
        Governing::Beside => name(beside(across)),
        Governing::Either(test) => {
            Entry::When(test, vec![name(across.object_name(ObjectKind::Service))], vec![name(beside(across))])
        }
    }
}

/// The Service beside the service's own.
pub(super) fn lower(across: &Across<'_>, when: Option<&Test>, part: &mut Part) {
    if !across.any(is_stateful) {
        return;
    }
    let when = match Governing::of(across) {
        Governing::Own => return,
        Governing::Beside => Test::all(when.cloned()),
        Governing::Either(test) => Test::all(when.cloned().into_iter().chain([!test])),
    };
    let stateful = crate::lower::workload::is_kind(across, &choices::STATEFUL_SET);
    let when = Test::all(when.into_iter().chain(stateful));
    let mut spec = vec![pair("type", Node::text("ClusterIP")), pair("clusterIP", Node::text("None"))];
    let ready = across.said(|view| knobs::value_of(view, &service::PUBLISH_NOT_READY));
    let (path, doc) = (across.path("headless.publishNotReadyAddresses"), knobs::doc(&service::PUBLISH_NOT_READY));
    let origin = across.origin(&service::PUBLISH_NOT_READY);
    spec.extend(part.settled("publishNotReadyAddresses", path, ready, &Schema::Bool, origin, doc));
    spec.push(map("selector", vec![Entry::Selector(SmolStr::new(across.name))]));
    let ports = across.children(&port::PORT).into_iter().flat_map(|child| {
        let mut entries = vec![
            pair("name", Node::text(child.name)),
            pair("port", Node::Int(reference::container_port(across, Some(child.name)))),
            pair("targetPort", Node::text(child.name)),
        ];
        entries.extend(container::protocol(across, &child, part));
        tree::guarded(container::port_test(across, &child), Node::Map(entries))
    });
    spec.push(list("ports", ports.collect()));
    let mut labels = metadata::own_labels(across);
    if monitor::is_asked(across) {
        labels.push(pair(monitor::HEADLESS, Node::text("")));
    }
    let body = vec![metadata::labelled(across, &beside(across), labels, Vec::new()), map("spec", spec)];
    let object = pod::object(across, "Service", "service", when, body);
    let doc = Some("Names the pods one by one, for their StatefulSet.".to_owned());
    part.objects.push(Object { file: format!("service-{}-headless.yaml", across.name), doc, ..object });
}
