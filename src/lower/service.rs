//! `service`: a workload, and the Service by which others reach it.
//! <https://kubernetes.io/docs/concepts/services-networking/service/>

use super::across::Across;
use super::container::Seat;
use super::{
    Context, Part, account, beside, container, job, knobs, metadata, network, pod, reference, scale, workload,
};
use crate::chart::tree::{Entry, Expr, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{HOST, Schema};
use crate::model::environment::View;
use crate::schema::objects::ObjectKind;
use crate::schema::{To, choices, port, service};
use crate::types::names;
use smol_str::SmolStr;

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Service {}.", across.name));
    part.enabled(across);
    let outside = outside(across, part);
    let inside = outside.clone().map(|test| !test);
    if across.any(|view| view.value(&service::EXTERNAL).is_none()) {
        scale::knobs(across, part);
        let container = container::lower(context, Seat::main(across), part);
        let mut extras = job::before(context, across, part);
        beside::lower(context, across, &mut extras, part);
        let when = pod::when(across, inside.clone());
        account::lower(context, across, when.as_ref(), part);
        workload::lower(context, across, &container, &extras, when.as_ref(), part);
        scale::lower(context, across, when.as_ref(), part);
        network::policy(context, across, when, part);
    }
    network_face(context, across, outside, part);
    refusals(context, across, part);
}

/// Whether the service runs elsewhere: never, always, or where the values name a host.
fn outside(across: &Across<'_>, part: &mut Part) -> Option<Test> {
    if !across.any(|view| view.value(&service::EXTERNAL).is_some()) {
        return None;
    }
    let path = across.path("externalName");
    let values = across.each(|view| knobs::value_of(view, &service::EXTERNAL).unwrap_or_else(|| Val::text("")));
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let doc = "Host name of the service where it runs elsewhere.";
    part.knob_from(path.clone(), doc, Schema::Pattern(HOST), values, across.origin(&service::EXTERNAL));
    Some(Test::Value(path))
}

/// Whether the service runs elsewhere in every environment.
pub(super) fn is_outside(across: &Across<'_>) -> bool {
    across.every(|view| view.value(&service::EXTERNAL).is_some())
}

/// Whether any environment gives the service an address in the cluster.
pub(super) fn has_face(across: &Across<'_>) -> bool {
    across.any(is_exposed)
}

fn is_exposed(view: &View<'_>) -> bool {
    view.choice(&service::EXPOSE_FIELD) != Some(&choices::OFF) && !view.children(&port::PORT).is_empty()
}

/// Whether the Service is there, where not every environment has one.
pub(super) fn face_test(across: &Across<'_>) -> Option<Test> {
    (!across.every(is_exposed)).then(|| Test::Value(across.path("service.enabled")))
}

fn network_face(context: &Context<'_>, across: &Across<'_>, outside: Option<Test>, part: &mut Part) {
    if !has_face(across) {
        return;
    }
    let shown = face_test(across);
    if let Some(Test::Value(path)) = &shown {
        let values = across.said(|view| Some(Val::Bool(is_exposed(view)))).into_iter().flatten().collect();
        part.knob_from(path.clone(), "", Schema::Bool, values, across.origin(&service::EXPOSE_FIELD));
    }
    face_knobs(across, part);
    let mut spec = Vec::new();
    let alias = || {
        let host = Node::Text(Expr::Value(across.path("externalName")));
        vec![pair("type", Node::text("ExternalName")), pair("externalName", host)]
    };
    match outside {
        Some(_) if is_outside(across) => spec.extend(alias()),
        Some(test) => spec.push(Entry::When(test, alias(), own_spec(across, part))),
        None => spec.extend(own_spec(across, part)),
    }
    let ports = across.children(&port::PORT);
    let ports = ports.iter().flat_map(|child| {
        let face = face_port(across, child, part);
        crate::chart::tree::guarded(container::port_test(across, child), face)
    });
    let ports = list("ports", ports.collect());
    spec.push(ports);
    let annotations = metadata::texts(context, across, &service::SERVICE_ANNOTATIONS, "service.annotations", part);
    let body = vec![metadata::of(across, &across.object_name(ObjectKind::Service), annotations), map("spec", spec)];
    part.objects.push(pod::object(across, "Service", "service", pod::when(across, shown), body));
}

/// Type and ports, as keys of the values.
fn face_knobs(across: &Across<'_>, part: &mut Part) {
    if !is_outside(across) {
        type_knob(across, part);
    }
    for (index, child) in across.children(&port::PORT).iter().enumerate() {
        port_knobs(across, child, index == 0, part);
    }
}

fn type_knob(across: &Across<'_>, part: &mut Part) {
    let kinds = ["ClusterIP", "NodePort", "LoadBalancer"].map(SmolStr::new_static).to_vec();
    let values = across.each(|view| match view.choice(&service::EXPOSE_FIELD) {
        Some(choice) if *choice == choices::NODE_PORT || *choice == choices::LOAD_BALANCER => {
            Val::text(choice.kubernetes)
        }
        _ => Val::text("ClusterIP"),
    });
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    part.knob_from(
        across.path("service.type"),
        "",
        Schema::Choice(kinds),
        values,
        across.origin(&service::EXPOSE_FIELD),
    );
    if across.any(|view| view.value(&service::LOAD_BALANCER_HOST).is_some()) {
        let values =
            across.each(|view| knobs::value_of(view, &service::LOAD_BALANCER_HOST).unwrap_or_else(|| Val::text("")));
        let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
        let doc = "Host name by which people reach the load balancer.";
        let origin = across.origin(&service::LOAD_BALANCER_HOST);
        part.knob_from(across.path("service.loadBalancerHost"), doc, Schema::Pattern(HOST), values, origin);
    }
}

fn port_knobs(across: &Across<'_>, child: &Across<'_>, is_first: bool, part: &mut Part) {
    let key =
        if is_first { "service.port".to_owned() } else { format!("service.ports.{}", names::values_key(child.name)) };
    let number = child.each(|view| view.int(&port::SERVICE).or_else(|| view.int(&port::CONTAINER)));
    let values = number.into_iter().map(|number| number.flatten().map_or(Val::Unset, Val::Int)).collect();
    part.knob_from(across.path(&key), "", Schema::Int(1, 65535), values, child.origin(&port::CONTAINER));
    if let Some(path) = node_port_path(across, child, is_first) {
        let number = child.each(|view| view.int(&port::NODE_PORT).unwrap_or(0));
        let values = number.into_iter().map(|number| number.map_or(Val::Unset, Val::Int)).collect();
        let doc = "Port of every node, where the type is NodePort or LoadBalancer. Default: the cluster picks one.";
        part.knob_from(path, doc, Schema::NodePort, values, child.origin(&port::NODE_PORT));
    }
}

/// The key of a node port: the first port has one in any case, because the type can be turned by hand.
pub(super) fn node_port_path(across: &Across<'_>, child: &Across<'_>, is_first: bool) -> Option<SmolStr> {
    if is_outside(across) {
        return None;
    }
    if is_first {
        return Some(across.path("service.nodePort"));
    }
    let key = names::values_key(child.name);
    child.any(|view| view.int(&port::NODE_PORT).is_some()).then(|| across.path(&format!("service.nodePorts.{key}")))
}

/// `spec` of a Service in the cluster, without its ports.
fn own_spec(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let kind = across.path("service.type");
    let mut spec = vec![pair("type", Node::Text(Expr::Value(kind.clone())))];
    spec.extend(cluster_ip(across, part));
    let is_own =
        |field: &&'static crate::schema::Field| matches!(field.to, To::Service(_)) && !field.is(&service::CLUSTER_IP);
    for field in across.kind.all_fields().filter(is_own) {
        spec.extend(part.passed(across, field));
    }
    let traffic =
        part.field(across, &service::EXTERNAL_TRAFFIC, "externalTrafficPolicy", "service.externalTrafficPolicy");
    let open = !Test::Is(kind, SmolStr::new_static("ClusterIP"));
    spec.extend(crate::chart::tree::when(Some(open), traffic));
    spec.push(map("selector", selected(across)));
    spec
}

/// `clusterIP`: `None` makes the Service headless, so that its name stands for every pod.
fn cluster_ip(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = across.said(|view| match view.choice(&service::EXPOSE_FIELD) {
        Some(choice) if *choice == choices::HEADLESS => Some(Val::text("None")),
        _ => knobs::value_of(view, &service::CLUSTER_IP),
    });
    let doc =
        "Fixed address of the Service, or None for one that stands for every pod. Default: the cluster picks one.";
    let (path, origin) = (across.path("service.clusterIP"), across.origin(&service::CLUSTER_IP));
    part.settled("clusterIP", path, values, &Schema::Text, origin, doc.to_owned())
}

/// The pods of the service itself.
fn selected(across: &Across<'_>) -> Vec<Entry> {
    vec![Entry::Selector(SmolStr::new(across.name))]
}

fn face_port(across: &Across<'_>, child: &Across<'_>, part: &mut Part) -> Node {
    let is_first = across.children(&port::PORT).first().is_some_and(|first| first.name == child.name);
    let mut entries = vec![
        pair("name", Node::text(child.name)),
        pair("port", Node::Int(reference::service_port(across, Some(child.name)))),
        pair("targetPort", Node::text(child.name)),
    ];
    entries.extend(container::protocol(across, child, part));
    let app = child.said(|view| knobs::value_of(view, &port::APP_PROTOCOL));
    let path = across.path(&format!("service.appProtocols.{}", names::values_key(child.name)));
    let (origin, doc) = (child.origin(&port::APP_PROTOCOL), knobs::doc(&port::APP_PROTOCOL));
    entries.extend(part.settled("appProtocol", path, app, &Schema::Text, origin, doc));
    if let Some(path) = node_port_path(across, child, is_first) {
        let open = !Test::Is(across.path("service.type"), SmolStr::new_static("ClusterIP"));
        let test = Test::all([open, Test::Value(path.clone())]);
        entries.extend(crate::chart::tree::when(test, vec![pair("nodePort", Node::Int(Expr::Number(path)))]));
    }
    Node::Map(entries)
}

/// The chart refuses a service without what it cannot do without.
fn refusals(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    for need in context.network.needs(across.name) {
        let Some(target) = context.find(need.kind, &need.name) else { continue };
        let Some(there) = reference::is_there(target) else { continue };
        let used = need.uses.clone().and_then(Test::any);
        let when = Test::all([across.enabled(), !there].into_iter().chain(used));
        part.refuse(
            when,
            format!("{} needs {}: switch it on, or give {} another value", across.name, need.name, need.what()),
        );
    }
}
