//! Keys of the values that belong to no block: `global`, and the defaults that a component's own key overrides.

use super::across::setting;
use super::ingress::is_gateway;
use super::{Context, Part, job, monitor, network};
use crate::chart::tree::{Expr, Origin, Place};
use crate::chart::values::Val;
use crate::chart::values::schema::{HOST, OBJECT_NAME, QUALIFIED, Schema, TAG};
use crate::model::environment::Environment;
use crate::schema::{choices, environment as settings, ingress};
use smol_str::SmolStr;

/// The image that waits for ports.
const WAIT_IMAGE: (&str, &str) = ("busybox", "1.37.0");

pub(super) fn lower(context: &Context<'_>, part: &mut Part) {
    let each = |get: &dyn Fn(&Environment<'_>) -> Val| context.environments.iter().map(get).collect::<Vec<Val>>();
    let path = SmolStr::new_static;
    let kinds = choices::PROFILE.iter().map(|choice| SmolStr::new_static(choice.name)).collect();
    let kind = each(&|environment| Val::text(environment.profile.name));
    let doc = "Kind of the environment: development, staging or production.";
    part.knob_from(path("global.environment"), doc, Schema::Choice(kinds), kind, of_environment(Place::Block));
    let policies = choices::PULL_POLICY.iter().map(|choice| SmolStr::new_static(choice.kubernetes)).collect();
    let policy = each(&|environment| {
        let choice = environment.settings.choice(&settings::PULL_POLICY_FIELD).unwrap_or(&choices::IF_NOT_PRESENT);
        Val::text(choice.kubernetes)
    });
    let doc = "Pull policy of every image that does not set its own.";
    let place = Place::Field(&settings::PULL_POLICY_FIELD);
    part.knob_from(path("global.imagePullPolicy"), doc, Schema::Choice(policies), policy, of_environment(place));
    if context.has_address() {
        let address = each(&|environment| address(environment).map_or_else(|| Val::text(""), Val::Text));
        let doc = "Address of a node, by which node ports are reached from outside.";
        let cluster =
            context.environments.iter().flat_map(|environment| environment.all(&settings::CLUSTER).keys()).next();
        let name = SmolStr::new(cluster.copied().unwrap_or_default());
        let origin = Origin { name, ..setting(&settings::CLUSTER, Place::Field(&settings::ADDRESS)) };
        part.knob_from(path("global.nodeAddress"), doc, Schema::Pattern(HOST), address, origin);
    }
    pods(context, part);
    if context.has_policies() {
        policies_of(context, part);
        network::Facts::of(context, part);
    }
}

/// Defaults of every pod.
fn pods(context: &Context<'_>, part: &mut Part) {
    let path = SmolStr::new_static;
    let secret = Schema::Object(vec![("name", "", Schema::Pattern(OBJECT_NAME))]);
    let none = context.constant(Val::List(Vec::new()));
    let doc = "Secrets with access to registries: a list of names, each as name: ….";
    part.knob(path("imagePullSecrets"), doc, Schema::List(Box::new(secret)), none);
    let doc = "Requests and limits of every container that does not set its own.";
    part.knob(path("resources"), doc, Schema::Resources, context.constant(Val::Map(Vec::new())));
    let doc = "Whether each workload gets a service account of its own.";
    part.knob(path("serviceAccount.create"), doc, Schema::Bool, context.constant(Val::Bool(true)));
    let doc = "Name of one account that all pods share instead. Where create is false, it is there already.";
    part.knob(path("serviceAccount.name"), doc, Schema::Pattern(OBJECT_NAME), context.constant(Val::text("")));
    part.knob(path("serviceAccount.annotations"), "", Schema::Texts(QUALIFIED), context.constant(Val::Map(Vec::new())));
    super::account::common(part);
    if job::waits_anywhere(context) {
        let (repository, tag) = WAIT_IMAGE;
        part.group(path("waitFor"), "Image that waits until a port is open, before pods start that need it.");
        let text = |text: &'static str| context.constant(Val::text(text));
        part.knob(path("waitFor.image.repository"), "", Schema::Text, text(repository));
        part.knob(path("waitFor.image.tag"), "", Schema::Pattern(TAG), text(tag));
        part.knob(path("waitFor.image.digest"), "", Schema::Text, text(""));
    }
}

/// The image that waits for ports.
pub(super) fn wait_image() -> Expr {
    Expr::Image(SmolStr::new_static("waitFor.image"))
}

fn policies_of(context: &Context<'_>, part: &mut Part) {
    let mut add = |path: &'static str, doc: &str, field: &'static crate::schema::Field| {
        let values = context.environments.iter().map(|environment| Val::Bool(environment.settings.bool(field)));
        let origin = of_environment(Place::Field(field));
        part.knob_from(SmolStr::new_static(path), doc, Schema::Bool, values.collect(), origin);
    };
    let doc = "Whether who may talk to whom is restricted to what the stack's references need.";
    add("networkPolicy.enabled", doc, &settings::NETWORK_POLICIES);
    let doc = "Whether what no policy allows is refused for every pod of the release.";
    add("networkPolicy.defaultDeny", doc, &settings::DEFAULT_DENY);
    namespaces_of(context, part);
}

/// Where the pods are that lead requests into the cluster.
fn namespaces_of(context: &Context<'_>, part: &mut Part) {
    let mut add = |path: SmolStr, doc: &str, field: &'static crate::schema::Field| {
        let all = context.environments.iter();
        let values = all.map(|environment| Val::text(environment.settings.text(field).unwrap_or_default())).collect();
        part.knob_from(path, doc, Schema::Pattern(OBJECT_NAME), values, of_environment(Place::Field(field)));
    };
    if context.components().into_iter().any(monitor::is_asked) {
        add(monitor::NAMESPACE, "Namespace of Prometheus.", &settings::MONITORING_NAMESPACE);
    }
    let all = context.of_kind(&ingress::INGRESS);
    if !all.iter().all(|own| own.every(is_gateway)) {
        let doc = "Namespace of the ingress controller.";
        add(network::INGRESS_NAMESPACE, doc, &settings::INGRESS_NAMESPACE);
    }
    if all.iter().any(|own| own.any(is_gateway)) {
        let doc = "Namespace of the pods that serve a Gateway. Default: the Gateway's own.";
        add(network::GATEWAY_NAMESPACE, doc, &settings::GATEWAY_NAMESPACE);
    }
}

fn of_environment(place: Place) -> Origin {
    setting(&settings::ENVIRONMENT, place)
}

/// The address of an environment's cluster.
fn address(environment: &Environment<'_>) -> Option<SmolStr> {
    let cluster = environment.all(&settings::CLUSTER).values().next()?;
    cluster.text(&settings::ADDRESS).map(SmolStr::new)
}

impl Context<'_> {
    /// Whether any environment knows the address of a node.
    pub(super) fn has_address(&self) -> bool {
        self.environments.iter().any(|environment| address(environment).is_some())
    }
}
