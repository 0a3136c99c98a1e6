//! The pod template, whichever workload makes the pods.

use super::across::Across;
use super::container::Container;
use super::knobs::Built;
use super::{Context, Part, account, beside, metadata};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, Test, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::chart::values::write::scalar;
use crate::model::environment::View;
use crate::model::typed::Value;
use crate::schema::objects::ObjectKind;
use crate::schema::{To, container, pod, service};
use crate::types::names;
use smol_str::SmolStr;

/// What a workload adds to its pods.
#[derive(Debug, Clone, Default)]
pub(super) struct Extras {
    /// Containers that run before.
    pub(super) init: Vec<Item>,
    /// Containers that run beside the main one.
    pub(super) beside: Vec<Item>,
    /// Volumes beside those of the container.
    pub(super) volumes: Vec<Item>,
    /// Annotations by which a change of configuration rolls the pods.
    pub(super) checksums: Vec<Entry>,
    /// What a container that failed is restarted by; none for Kubernetes' default.
    pub(super) restart: Option<Entry>,
    /// Whether the pods are spread over the nodes.
    pub(super) spread: bool,
}

/// The pod template of a block.
pub(super) fn lower(
    context: &Context<'_>,
    across: &Across<'_>,
    container: Container,
    extras: Extras,
    part: &mut Part,
) -> Vec<Entry> {
    let mut labels = vec![Entry::Selector(SmolStr::new(across.name))];
    if across.kind.is(&service::SERVICE) {
        labels.extend(super::service::target_labels(context, across));
    }
    labels.extend(metadata::texts(context, across, &pod::POD_LABELS, "podLabels", part));
    let checksums = container.checksums.iter().chain(&extras.checksums).cloned();
    let mut annotations = beside::united(checksums.collect());
    annotations.extend(super::secrets::checksum(context, across));
    annotations.extend(metadata::texts(context, across, &pod::POD_ANNOTATIONS, "podAnnotations", part));
    if across.kind.is(&service::SERVICE) {
        annotations.extend(super::dapr::annotations(across, part));
    }
    vec![
        map("metadata", vec![map("labels", labels), map("annotations", annotations)]),
        map("spec", spec(across, container, extras, part)),
    ]
}

fn spec(across: &Across<'_>, container: Container, extras: Extras, part: &mut Part) -> Vec<Entry> {
    let mut spec: Vec<Entry> = extras.restart.into_iter().collect();
    spec.extend([pair("serviceAccountName", Node::Text(account::name(across)))]);
    spec.extend(account::token(across, part));
    spec.push(pair("enableServiceLinks", Node::Bool(false)));
    let is_own = |field: &&'static crate::schema::Field| matches!(field.to, To::Pod(_));
    for field in across.kind.all_fields().filter(is_own) {
        spec.extend(part.passed(across, field));
    }
    spec.push(pull_secrets(across, part));
    spec.push(security(across, &container.users, part));
    spec.push(list("initContainers", extras.init));
    spec.push(list("containers", [Item::Node(container.node)].into_iter().chain(extras.beside).collect()));
    spec.push(list("volumes", united(container.volumes.into_iter().chain(extras.volumes))));
    spec.extend(placement(across, extras.spread, part));
    spec
}

/// Volumes, each once: one that several containers mount is there where any of them needs it.
fn united(volumes: impl IntoIterator<Item = Item>) -> Vec<Item> {
    let mut flat: Vec<(Option<Test>, Item)> = Vec::new();
    volumes.into_iter().for_each(|volume| flatten(None, volume, &mut flat));
    let mut united: Vec<(Option<Test>, Item)> = Vec::new();
    for (test, volume) in flat {
        match united.iter_mut().find(|(_, known)| *known == volume) {
            Some((known, _)) => *known = known.take().zip(test).and_then(|(known, test)| Test::any([known, test])),
            None => united.push((test, volume)),
        }
    }
    let guarded = united.into_iter().map(|(test, volume)| match test {
        Some(test) => Item::When(test, vec![volume]),
        None => volume,
    });
    guarded.collect()
}

fn flatten(test: Option<Test>, volume: Item, into: &mut Vec<(Option<Test>, Item)>) {
    match volume {
        Item::When(own, items) => {
            let test = Test::all(test.into_iter().chain([own]));
            for item in items {
                flatten(test.clone(), item, into);
            }
        }
        Item::Node(_) | Item::Each(..) | Item::EachKey(..) | Item::Values(_) => into.push((test, volume)),
    }
}

/// Access to registries: the chart's, and the block's own.
pub(super) fn pull_secrets(across: &Across<'_>, part: &mut Part) -> Entry {
    let mut items = vec![Item::Values(SmolStr::new_static("imagePullSecrets"))];
    let own = across.each(|view| super::knobs::value_of(view, &pod::PULL_SECRETS).unwrap_or(Val::List(Vec::new())));
    let mut all = own.iter().flatten();
    let first = all.next().cloned().unwrap_or(Val::Unset);
    let reference = |name: Expr| Node::Map(vec![pair("name", Node::Text(name))]);
    if all.any(|names| *names != first) {
        let path = across.path("imagePullSecrets");
        let names = own.into_iter().map(|names| names.unwrap_or(Val::Unset)).collect();
        let schema = super::knobs::schema_of(&pod::PULL_SECRETS.ty);
        let (origin, doc) = (across.origin(&pod::PULL_SECRETS), super::knobs::doc(&pod::PULL_SECRETS));
        part.knob_from(path.clone(), doc, schema, names, origin);
        items.push(Item::Each(path, reference(Expr::Item)));
    } else if let Val::List(names) = first {
        items.extend(names.iter().map(|name| Item::Node(reference(Expr::Text(scalar(name))))));
    }
    list("imagePullSecrets", items)
}

/// Whom all containers of the pod run as.
pub(super) fn security(across: &Across<'_>, users: &[Option<i64>], part: &mut Part) -> Entry {
    let own = across.with_defaults(&container::SECURITY);
    let root = own.each(|view| view.bool(&container::RUN_AS_ROOT));
    let root: Vec<Option<Val>> = root.into_iter().map(|root| root.map(|root| Val::Bool(!root))).collect();
    let said = |field| own.each(move |view| view.int(field));
    let said_or_group = || -> Vec<Option<Option<i64>>> {
        own.each(|view| view.int(&container::FS_GROUP).or_else(|| view.int(&container::GROUP)))
    };
    let or_user = |said: Vec<Option<Option<i64>>>| -> Vec<Option<Val>> {
        said.into_iter().zip(users).map(|(said, user)| said.flatten().or(*user).map(Val::Int)).collect()
    };
    let ids = Schema::Int(0, 4_294_967_295);
    let path = |key: &str| across.path(&format!("podSecurityContext.{key}"));
    let mut entries = part.settled(
        "runAsNonRoot",
        path("runAsNonRoot"),
        root,
        &Schema::Bool,
        own.origin(&container::RUN_AS_ROOT),
        String::new(),
    );
    for (field, target) in
        [(&container::USER, "runAsUser"), (&container::GROUP, "runAsGroup"), (&container::FS_GROUP, "fsGroup")]
    {
        let said_or = if field.is(&container::FS_GROUP) { said_or_group() } else { said(field) };
        let values = or_user(said_or);
        entries.extend(part.settled(target, path(target), values, &ids, own.origin(field), super::knobs::doc(field)));
    }
    entries.push(pair("fsGroupChangePolicy", Node::text("OnRootMismatch")));
    entries.push(map("seccompProfile", vec![pair("type", Node::text("RuntimeDefault"))]));
    map("securityContext", entries)
}

/// Where the pods may run: selectors, taints and spreading, each a key of the values.
pub(super) fn placement(across: &Across<'_>, spread: bool, part: &mut Part) -> Vec<Entry> {
    let mut entries = vec![node_selector(across, part)];
    let path = across.path("affinity");
    part.knob(path.clone(), "", Schema::OpenObject, vec![Val::Map(Vec::new()); across.views.len()]);
    entries.push(pair("affinity", Node::Values(path)));
    entries.push(tolerations(across, part));
    if spread {
        entries.push(list("topologySpreadConstraints", spreads(across, part)));
    }
    entries
}

fn node_selector(across: &Across<'_>, part: &mut Part) -> Entry {
    let values = across.each(|view| {
        let entries = view.entries(&pod::NODE_SELECTOR);
        Val::Map(
            entries
                .iter()
                .filter_map(|(key, entry)| Some((SmolStr::new(key), Val::Text(entry.value.literal()?))))
                .collect(),
        )
    });
    let path = across.path("nodeSelector");
    let schema = Schema::Texts(crate::chart::values::schema::QUALIFIED);
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    part.knob_from(path.clone(), "", schema, values, across.origin_of(Place::Block));
    map("nodeSelector", vec![Entry::Texts(path)])
}

/// Taints that the pods bear. <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/>
fn tolerations(across: &Across<'_>, part: &mut Part) -> Entry {
    let values = across.each(|view| {
        let items = view.children(&pod::TOLERATION).into_iter().map(|own| {
            let text = |field| own.text(field).map(Val::text);
            let mut entries = Vec::new();
            let mut add = |key: &'static str, value: Option<Val>| {
                entries.extend(value.map(|value| (SmolStr::new_static(key), value)));
            };
            add("key", text(&pod::TOLERATION_KEY));
            let operator = if own.text(&pod::TOLERATION_VALUE).is_some() { "Equal" } else { "Exists" };
            add("operator", Some(Val::text(operator)));
            add("value", text(&pod::TOLERATION_VALUE));
            add("effect", own.choice(&pod::TOLERATION_EFFECT).map(|effect| Val::text(effect.kubernetes)));
            add("tolerationSeconds", own.int(&pod::TOLERATION_SECONDS).map(Val::Int));
            Val::Map(entries)
        });
        Val::List(items.collect())
    });
    let path = across.path("tolerations");
    let schema = Schema::List(Box::new(Schema::OpenObject));
    let values = values.into_iter().map(|value| value.unwrap_or(Val::Unset)).collect();
    part.knob_from(path.clone(), "", schema, values, across.origin_of(Place::Block));
    pair("tolerations", Node::Values(path))
}

/// Soft spreading over the nodes, unless something else is said.
fn spreads(across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let mut names: Vec<&str> = across.children(&pod::SPREAD).iter().map(|own| own.name).collect();
    if across.any(|view| view.children(&pod::SPREAD).is_empty()) {
        names.push(UNSAID);
    }
    let mut items = Vec::new();
    for name in names {
        let built = across.built(|_, view| match view.nested(&pod::SPREAD, name) {
            Some(own) => spread(across, &own),
            None if name == UNSAID && view.children(&pod::SPREAD).is_empty() => {
                spread(across, &view.blank(&pod::SPREAD))
            }
            None => Built::Nothing,
        });
        let path = across.path(&format!("spread.{}", crate::types::names::values_key(name)));
        let doc = "Label of nodes over whose values the pods are spread; nothing: they are not.";
        let chosen = part.chosen(&path, doc, across.origin_of(Place::Block), built);
        items.extend(chosen.into_iter().flat_map(|(test, node)| tree::guarded(test, node)));
    }
    items
}

/// What the spreading that nobody wrote is called.
const UNSAID: &str = "default";

fn spread(across: &Across<'_>, own: &View<'_>) -> Built<Node> {
    let key = own.text(&pod::SPREAD_KEY).unwrap_or("kubernetes.io/hostname");
    let unsatisfiable = if own.bool(&pod::SPREAD_HARD) { "DoNotSchedule" } else { "ScheduleAnyway" };
    let constraint = vec![
        pair("maxSkew", Node::int(own.int(&pod::SPREAD_SKEW).unwrap_or(1))),
        pair("topologyKey", Node::text(key)),
        pair("whenUnsatisfiable", Node::text(unsatisfiable)),
        map("labelSelector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(across.name))])]),
    ];
    Built::As(SmolStr::new(key), Node::Map(constraint))
}

/// Init containers that wait until ports are open, for `wait_for`.
pub(super) fn waits(context: &Context<'_>, across: &Across<'_>, image: &Expr, part: &mut Part) -> Vec<Item> {
    let mut items = Vec::new();
    let mut seen: Vec<(&'static str, &str)> = Vec::new();
    for (kind, name) in across.views.iter().flatten().flat_map(|view| targets(view)) {
        if seen.contains(&(kind.name, name)) {
            continue;
        }
        seen.push((kind.name, name));
        let Some(target) = context.find(kind, name) else { continue };
        let said = across.each(|view| targets(view).iter().any(|(own, other)| own.is(kind) && *other == name));
        let path = across.path(&format!("waitFor.{}", names::values_key(name)));
        let doc = format!("Whether the pods wait until {name} can be reached.");
        let origin = across.origin(&crate::schema::service::WAIT_FOR);
        let switch = part.switch(path, doc, origin, said);
        let there = super::reference::is_there(target).unwrap_or_else(|| target.enabled());
        let test = Test::all([there].into_iter().chain(switch));
        items.extend(tree::guarded(test, wait(target, image)));
    }
    items
}

fn targets<'a>(view: &View<'a>) -> Vec<(&'static crate::schema::Block, &'a str)> {
    let fields = [&crate::schema::service::WAIT_FOR, &crate::schema::job::WAIT_FOR];
    let items = fields.into_iter().flat_map(|field| view.list(field));
    items.filter_map(Value::block).map(|(kind, name)| (kind, name.as_str())).collect()
}

fn wait(target: &Across<'_>, image: &Expr) -> Node {
    let (host, port) = if target.kind.is(&crate::schema::database::DATABASE) {
        let facts = super::database::Facts::of(target);
        (facts.host(), facts.port())
    } else {
        (target.object_name(ObjectKind::Service), super::reference::service_port(target, None))
    };
    let script = Expr::join(vec![
        Expr::text("until nc -z -w 2 "),
        host,
        Expr::text(" "),
        port,
        Expr::text("; do sleep 2; done"),
    ]);
    super::script::container(&format!("wait-for-{}", target.name), image.clone(), script)
}

/// A test that is always asked together with a block's own switch.
pub(super) fn when(across: &Across<'_>, more: Option<Test>) -> Option<Test> {
    Test::all([across.enabled()].into_iter().chain(more))
}

/// Selects the pods of a block.
pub(super) fn selector(name: &str) -> Entry {
    map("selector", vec![map("matchLabels", vec![Entry::Selector(SmolStr::new(name))])])
}

/// An object of a block.
pub(super) fn object(
    across: &Across<'_>,
    kind: &str,
    short: &str,
    when: Option<Test>,
    body: Vec<Entry>,
) -> tree::Object {
    let mut whole = vec![pair("apiVersion", Node::text(api_version(kind))), pair("kind", Node::text(kind))];
    whole.extend(body);
    tree::Object {
        file: format!("{short}-{}.yaml", across.name),
        block: SmolStr::new(across.name),
        when,
        doc: None,
        body: whole,
        pieces: Vec::new(),
        chart_only: false,
    }
}

fn api_version(kind: &str) -> &'static str {
    match kind {
        "HTTPRoute" => "gateway.networking.k8s.io/v1",
        "Deployment" | "StatefulSet" | "DaemonSet" => "apps/v1",
        "Job" | "CronJob" => "batch/v1",
        "HorizontalPodAutoscaler" => "autoscaling/v2",
        "PodDisruptionBudget" => "policy/v1",
        "NetworkPolicy" | "Ingress" => "networking.k8s.io/v1",
        "Role" | "RoleBinding" | "ClusterRole" | "ClusterRoleBinding" => "rbac.authorization.k8s.io/v1",
        "ExternalSecret" => "external-secrets.io/v1",
        _ => "v1",
    }
}
