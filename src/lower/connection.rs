//! `helm test`: a Job that opens a connection to every service. <https://helm.sh/docs/topics/chart_tests/>

use super::across::Across;
use super::{Context, Part, metadata, network, reference, script};
use crate::chart::tree::{Entry, Expr, Item, Node, Object, Test, list, map, pair};
use crate::schema::objects::ObjectKind;
use crate::schema::{choices, port};
use smol_str::SmolStr;

/// The component that the test's pods are.
pub(super) const COMPONENT: &str = "test";

pub(super) fn lower(context: &Context<'_>, chart: usize, part: &mut Part) {
    let (mut containers, mut tests) = (Vec::new(), Vec::new());
    for target in context.services_of(chart).filter(|target| super::service::has_face(target)) {
        let ports = target.children(&port::PORT);
        let Some(tcp) = ports.iter().find(|port| is_tcp(port)) else { continue };
        let Some(test) = reached(target) else { continue };
        let url = Expr::join(vec![
            Expr::text("nc -z -w 5 "),
            target.object_name(ObjectKind::Service),
            Expr::text(" "),
            reference::service_port(target, Some(tcp.name)),
        ]);
        let script = Expr::join(vec![
            Expr::text("for attempt in 1 2 3 4 5; do "),
            url,
            Expr::text(" && exit 0; sleep 2; done; exit 1"),
        ]);
        let image = Expr::Image(SmolStr::new_static("tests.image"));
        containers.push(Item::When(test.clone(), vec![Item::Node(script::container(target.name, image, script))]));
        tests.push(test);
    }
    if containers.is_empty() {
        return;
    }
    let path = SmolStr::new_static;
    part.group(path("tests"), "Job of helm test.");
    let text = |text: &'static str| context.constant(crate::chart::values::Val::text(text));
    let schema = crate::chart::values::schema::Schema::Text;
    part.knob(path("tests.image.repository"), "", schema.clone(), text("busybox"));
    part.knob(path("tests.image.tag"), "", schema.clone(), text("1.37.0"));
    part.knob(path("tests.image.digest"), "", schema, text(""));
    let any = Test::any(tests);
    part.objects.push(job(containers, any.clone()));
    if context.has_policies() {
        part.objects.push(policy(context, any));
    }
}

/// Whether the test opens a connection to a service.
pub(super) fn is_tested(target: &Across<'_>) -> bool {
    reached(target).is_some() && target.children(&port::PORT).iter().any(is_tcp)
}

/// When a service can be reached in the cluster; none where it never can.
fn reached(target: &Across<'_>) -> Option<Test> {
    if super::service::is_outside(target) {
        return None;
    }
    let outside = target.any(|view| view.value(&crate::schema::service::EXTERNAL).is_some());
    let inside = outside.then(|| !Test::Value(target.path("externalName")));
    Test::all([target.enabled()].into_iter().chain(super::service::face_test(target)).chain(inside))
}

/// Whether a connection tells that a port is open; the first try of a datagram always succeeds.
fn is_tcp(port: &Across<'_>) -> bool {
    port.every(|view| view.choice(&port::PROTOCOL_FIELD).is_none_or(|protocol| *protocol == choices::TCP))
}

/// The test's pods may reach every pod of the release, and DNS. It is there while the test is: a policy that selects no pods would be a
/// riddle to who finds it.
fn policy(context: &Context<'_>, tested: Option<Test>) -> Object {
    let name = SmolStr::new_static(COMPONENT);
    let to = Node::Map(vec![list(
        "to",
        vec![Item::Node(Node::Map(vec![map("podSelector", vec![map("matchLabels", vec![Entry::ReleaseSelector])])]))],
    )]);
    let spec = vec![
        map("podSelector", vec![map("matchLabels", vec![Entry::Selector(name.clone())])]),
        list("policyTypes", vec![Item::Node(Node::text("Ingress")), Item::Node(Node::text("Egress"))]),
        list("egress", network::dns(context).into_iter().chain([Item::Node(to)]).collect()),
    ];
    Object {
        file: "tests/networkpolicy.yaml".to_owned(),
        block: name.clone(),
        when: Test::all([Test::Value(network::ENABLED)].into_iter().chain(tested)),
        doc: None,
        body: vec![
            pair("apiVersion", Node::text("networking.k8s.io/v1")),
            pair("kind", Node::text("NetworkPolicy")),
            metadata::named(&Expr::Name(name.clone()), vec![Entry::Labels(name)], hooks("-1")),
            map("spec", spec),
        ],
        pieces: Vec::new(),
        chart_only: true,
    }
}

fn job(containers: Vec<Item>, when: Option<Test>) -> Object {
    let name = SmolStr::new_static(COMPONENT);
    let spec = vec![
        pair("restartPolicy", Node::text("Never")),
        pair("automountServiceAccountToken", Node::Bool(false)),
        pair("enableServiceLinks", Node::Bool(false)),
        map(
            "securityContext",
            vec![
                pair("runAsNonRoot", Node::Bool(true)),
                pair("runAsUser", Node::int(10001)),
                pair("runAsGroup", Node::int(10001)),
                map("seccompProfile", vec![pair("type", Node::text("RuntimeDefault"))]),
            ],
        ),
        list("containers", containers),
    ];
    let template = vec![map("metadata", vec![map("labels", vec![Entry::Selector(name.clone())])]), map("spec", spec)];
    Object {
        file: "tests/connection.yaml".to_owned(),
        block: name.clone(),
        when,
        doc: Some("Opens a connection to every service, for helm test.".to_owned()),
        body: vec![
            pair("apiVersion", Node::text("batch/v1")),
            pair("kind", Node::text("Job")),
            metadata::named(&Expr::Name(name.clone()), vec![Entry::Labels(name)], hooks("0")),
            map(
                "spec",
                vec![
                    pair("backoffLimit", Node::int(1)),
                    pair("activeDeadlineSeconds", Node::int(300)),
                    // One that failed stays to be looked at, and goes then.
                    pair("ttlSecondsAfterFinished", Node::int(3600)),
                    map("template", template),
                ],
            ),
        ],
        pieces: Vec::new(),
        chart_only: true,
    }
}

/// What Helm makes for a test alone, the lower weights first, and takes away once all has succeeded.
fn hooks(weight: &'static str) -> Vec<Entry> {
    vec![
        pair("helm.sh/hook", Node::text("test")),
        pair("helm.sh/hook-weight", Node::text(weight)),
        pair("helm.sh/hook-delete-policy", Node::text("before-hook-creation,hook-succeeded")),
    ]
}
