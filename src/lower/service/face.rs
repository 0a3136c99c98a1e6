//! The Service: the name, address and ports by which a service is reached.
//! <https://kubernetes.io/docs/concepts/services-networking/service/>

use super::{face_test, has_face, is_headless, is_outside, targets};
use crate::chart::tree::{self, Entry, Expr, Node, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{HOST, Schema};
use crate::lower::across::Across;
use crate::lower::{Context, Part, container, knobs, metadata, pod, reference};
use crate::model::environment::View;
use crate::schema::objects::ObjectKind;
use crate::schema::{To, choices, port, service};
use crate::types::names;
use smol_str::SmolStr;

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, outside: Option<Test>, part: &mut Part) {
    if !has_face(across) {
        return;
    }
    let shown = face_test(across);
    if let Some(Test::Value(path)) = &shown {
        let values = across.said(|view| Some(Val::Bool(super::is_exposed(view)))).into_iter().flatten().collect();
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
        Some(test) => spec.push(Entry::When(test, alias(), own_spec(context, across, part))),
        None => spec.extend(own_spec(context, across, part)),
    }
    let ports = across.children(&port::PORT);
    let ports = ports.iter().flat_map(|child| {
        let face = face_port(context, across, child, part);
        tree::guarded(container::port_test(across, child), face)
    });
    let ports = list("ports", ports.collect());
    spec.push(ports);
    let annotations = metadata::texts(context, across, &service::SERVICE_ANNOTATIONS, "service.annotations", part);
    let doc = knobs::doc_of(&service::SERVICE_LABELS);
    let labels = metadata::own_and(across, &labels_of, &across.path("service.labels"), doc, part);
    let name = across.object_name(ObjectKind::Service);
    let body = vec![metadata::labelled(across, &name, labels, annotations), map("spec", spec)];
    let when = Test::all(shown.into_iter().chain(targets::any_there(across)));
    part.objects.push(pod::object(across, "Service", "service", pod::when(across, when), body));
}

/// Labels that the Service alone has.
fn labels_of(view: &View<'_>) -> Vec<(SmolStr, SmolStr)> {
    let entries = view.entries(&service::SERVICE_LABELS).iter();
    entries.filter_map(|(key, entry)| Some((SmolStr::new(key), entry.value.literal()?))).collect()
}

/// Type and ports, as keys of the values.
fn face_knobs(across: &Across<'_>, part: &mut Part) {
    if !is_outside(across) {
        type_knob(across, part);
    }
    for (index, child) in across.children(&port::PORT).iter().enumerate() {
        port_knobs(across, child, index == 0, part);
        if !targets::own_pods(across).is_ever() && container::port_test(across, child).is_some() {
            container::container_port(across, child, part);
        }
    }
}

fn type_knob(across: &Across<'_>, part: &mut Part) {
    // A Service that has no address in any environment can be of no other type.
    let kinds = if across.every(is_headless) { &["ClusterIP"][..] } else { &["ClusterIP", "NodePort", "LoadBalancer"] };
    let kinds = kinds.iter().copied().map(SmolStr::new_static).collect();
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
fn node_port_path(across: &Across<'_>, child: &Across<'_>, is_first: bool) -> Option<SmolStr> {
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
fn own_spec(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let kind = across.path("service.type");
    let mut spec = vec![pair("type", Node::Text(Expr::Value(kind.clone())))];
    spec.extend(cluster_ip(across, part));
    let is_own =
        |field: &&'static crate::schema::Field| matches!(field.to, To::Service(_)) && !field.is(&service::CLUSTER_IP);
    for field in across.kind.all_fields().filter(is_own) {
        spec.extend(part.passed(across, field));
    }
    spec.extend(session_timeout(across, part));
    let ready =
        across.said(|view| said_of_pods(view).and_then(|()| knobs::value_of(view, &service::PUBLISH_NOT_READY)));
    let (path, doc) = (across.path("service.publishNotReadyAddresses"), knobs::doc(&service::PUBLISH_NOT_READY));
    let origin = across.origin(&service::PUBLISH_NOT_READY);
    spec.extend(part.settled("publishNotReadyAddresses", path, ready, &Schema::Bool, origin, doc));
    let traffic =
        part.field(across, &service::EXTERNAL_TRAFFIC, "externalTrafficPolicy", "service.externalTrafficPolicy");
    let open = !Test::Is(kind.clone(), SmolStr::new_static("ClusterIP"));
    spec.extend(tree::when(Some(open), traffic));
    let balanced = Test::Is(kind, SmolStr::new_static(choices::LOAD_BALANCER.kubernetes));
    spec.extend(tree::when(Some(balanced), balancer(across, part)));
    spec.push(map("selector", targets::selector(context, across)));
    spec
}

/// How long a client keeps its pod, which no server takes of a Service whose clients keep none.
fn session_timeout(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let affinity = &service::SESSION_AFFINITY;
    let is_kept = |view: &View<'_>| view.choice(affinity) == Some(&choices::CLIENT_IP);
    if !across.any(is_kept) {
        return Vec::new();
    }
    let key = "service.sessionAffinityTimeout";
    let timeout = part.field(across, &service::SESSION_AFFINITY_TIMEOUT, "timeoutSeconds", key);
    if timeout.is_empty() {
        return Vec::new();
    }
    let by_hand = || Test::Is(across.path("sessionAffinity"), SmolStr::new_static(choices::CLIENT_IP.kubernetes));
    let config = map("sessionAffinityConfig", vec![map("clientIP", timeout)]);
    tree::when((!across.every(is_kept)).then(by_hand), vec![config])
}

/// Whether the Service itself names the pods, and none beside it does.
fn said_of_pods(view: &View<'_>) -> Option<()> {
    let is_beside = view.choice(&service::KIND) == Some(&choices::STATEFUL_SET) && !is_headless(view);
    (!is_beside).then_some(())
}

/// What only a load balancer has.
fn balancer(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let fields = [
        (&service::LOAD_BALANCER_CLASS, "loadBalancerClass"),
        (&service::LOAD_BALANCER_IP, "loadBalancerIP"),
        (&service::LOAD_BALANCER_RANGES, "loadBalancerSourceRanges"),
        (&service::HEALTH_CHECK_NODE_PORT, "healthCheckNodePort"),
    ];
    let mut entries = Vec::new();
    for (field, name) in fields {
        let own = part.field(across, field, name, &format!("service.{name}"));
        entries.extend(if field.is(&service::HEALTH_CHECK_NODE_PORT) { of_local_traffic(across, own) } else { own });
    }
    entries.extend(node_ports(across, part));
    entries
}

/// What goes only with traffic that stays on its node, which can be turned where environments differ in it.
fn of_local_traffic(across: &Across<'_>, entries: Vec<Entry>) -> Vec<Entry> {
    let is_local = |view: &View<'_>| view.choice(&service::EXTERNAL_TRAFFIC) == Some(&choices::TRAFFIC_LOCAL);
    if !across.any(is_local) {
        return Vec::new();
    }
    let word = SmolStr::new_static(choices::TRAFFIC_LOCAL.kubernetes);
    let by_hand = || Test::Is(across.path("service.externalTrafficPolicy"), word);
    tree::when((!across.every(is_local)).then(by_hand), entries)
}

/// Whether a load balancer has ports of nodes too, which it has where nobody says anything.
fn node_ports(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let field = &service::ALLOCATE_NODE_PORTS;
    if !across.any(|view| view.value(field).is_some()) {
        return Vec::new();
    }
    let target = "allocateLoadBalancerNodePorts";
    let path = across.path(&format!("service.{target}"));
    if across.every(|view| view.value(field).is_some()) {
        return part.field(across, field, target, &format!("service.{target}"));
    }
    // Where nobody says anything it is true, so false is something else than nothing.
    let values = across.each(|view| knobs::value_of(view, field).unwrap_or_else(|| Val::text("")));
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    let schema = Schema::OrUnset(Box::new(Schema::Bool));
    part.knob_from(path.clone(), knobs::doc(field), schema, values, across.origin(field));
    tree::when(Some(Test::Set(path.clone())), vec![pair(target, Node::Flag(path))])
}

/// `clusterIP`: `None` makes the Service headless, so that its name stands for every pod.
fn cluster_ip(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let values = across.said(|view| {
        if is_headless(view) { Some(Val::text("None")) } else { knobs::value_of(view, &service::CLUSTER_IP) }
    });
    let doc =
        "Fixed address of the Service, or None for one that stands for every pod. Default: the cluster picks one.";
    let (path, origin) = (across.path("service.clusterIP"), across.origin(&service::CLUSTER_IP));
    part.settled("clusterIP", path, values, &Schema::Text, origin, doc.to_owned())
}

fn face_port(context: &Context<'_>, across: &Across<'_>, child: &Across<'_>, part: &mut Part) -> Node {
    let is_first = across.children(&port::PORT).first().is_some_and(|first| first.name == child.name);
    let mut entries = vec![
        pair("name", Node::text(child.name)),
        pair("port", Node::Int(reference::service_port(across, Some(child.name)))),
    ];
    entries.extend(targets::port(context, across, child, part));
    entries.extend(container::protocol(across, child, part));
    let app = child.said(|view| knobs::value_of(view, &port::APP_PROTOCOL));
    let path = across.path(&format!("service.appProtocols.{}", names::values_key(child.name)));
    let (origin, doc) = (child.origin(&port::APP_PROTOCOL), knobs::doc(&port::APP_PROTOCOL));
    entries.extend(part.settled("appProtocol", path, app, &Schema::Text, origin, doc));
    if let Some(path) = node_port_path(across, child, is_first) {
        let open = !Test::Is(across.path("service.type"), SmolStr::new_static("ClusterIP"));
        let test = Test::all([open, Test::Value(path.clone())]);
        entries.extend(tree::when(test, vec![pair("nodePort", Node::Int(Expr::Number(path)))]));
    }
    Node::Map(entries)
}
