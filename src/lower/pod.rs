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
use crate::schema::{To, container, pod, service};
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
    vec![
        map("metadata", vec![map("labels", labels), map("annotations", annotations)]),
        map("spec", spec(context, across, container, extras, part)),
    ]
}

fn spec(
    context: &Context<'_>,
    across: &Across<'_>,
    container: Container,
    extras: Extras,
    part: &mut Part,
) -> Vec<Entry> {
    let mut spec: Vec<Entry> = extras.restart.into_iter().collect();
    spec.extend([pair("serviceAccountName", Node::Text(account::name(across)))]);
    spec.extend(account::token(across, part));
    spec.push(pair("enableServiceLinks", Node::Bool(false)));
    let is_own = |field: &&'static crate::schema::Field| matches!(field.to, To::Pod(_));
    for field in across.kind.all_fields().filter(is_own) {
        spec.extend(part.passed(across, field));
    }
    spec.push(pull_secrets(context, across, part));
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
pub(super) fn pull_secrets(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Entry {
    let mut items = vec![Item::Values(SmolStr::new_static("imagePullSecrets"))];
    items.extend(declared_pull_secrets(context, across, part));
    let kept = |view: &View<'_>| Val::List(view.texts(&pod::PULL_SECRETS).cloned().map(Val::Text).collect());
    let own = across.each(kept);
    let mut all = own.iter().flatten();
    let first = all.next().cloned().unwrap_or(Val::Unset);
    if all.any(|names| *names != first) {
        let path = across.path("imagePullSecrets");
        let names = own.into_iter().map(|names| names.unwrap_or(Val::Unset)).collect();
        let schema = Schema::List(Box::new(Schema::Pattern(crate::chart::values::schema::OBJECT_NAME)));
        let (origin, doc) = (across.origin(&pod::PULL_SECRETS), super::knobs::doc(&pod::PULL_SECRETS));
        part.knob_from(path.clone(), doc, schema, names, origin);
        items.push(Item::Each(path, access(Expr::Item)));
    } else if let Val::List(names) = first {
        items.extend(names.iter().map(|name| Item::Node(access(Expr::Text(scalar(name))))));
    }
    list("imagePullSecrets", items)
}

/// A reference to a Secret with access to registries.
fn access(name: Expr) -> Node {
    Node::Map(vec![pair("name", Node::Text(name))])
}

/// Access that the stack declares as a secret.
fn declared_pull_secrets(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Item> {
    let declared = |view: &View<'_>| -> Vec<SmolStr> {
        view.list(&pod::PULL_SECRETS).iter().filter_map(|item| item.block().map(|(_, name)| name.clone())).collect()
    };
    let mut names: Vec<SmolStr> = Vec::new();
    for name in across.each(declared).into_iter().flatten().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut items = Vec::new();
    for name in names {
        let built = across.built(|environment, view| {
            if !declared(view).contains(&name) {
                return Built::Nothing;
            }
            Built::As(name.clone(), super::reference::secret_key(context, environment, &name).object)
        });
        let path = across.path(&format!("pullSecrets.{}", crate::types::names::values_key(&name)));
        let doc = format!("Whether images are fetched with secret {name}; nothing: they are not.");
        let chosen = part.chosen(&path, doc, across.origin(&pod::PULL_SECRETS), built);
        items.extend(chosen.into_iter().flat_map(|(test, object)| tree::guarded(test, access(object))));
    }
    items
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
