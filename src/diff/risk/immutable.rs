//! Fields that the API server does not let anyone change: it refuses the object, and the rollout stops there.

use super::look::{at, is_true, list, quantity, text};
use super::{Delta, Finding, Risk, World};
use serde_json::Value;

pub(super) static RISK: Risk = Risk {
    name: "immutable",
    meaning: "the API server refuses the change: the object has to be deleted and made anew",
    page: "https://kubernetes.io/docs/concepts/overview/working-with-objects/object-management/",
    find,
};

/// A field that can't be changed.
#[derive(Debug)]
pub struct Fixed {
    /// The API group; empty for the core.
    pub group: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// The field, and with it all below.
    pub path: &'static str,
    /// What an object has that does not say it.
    pub unsaid: Unsaid,
    /// Where it can be changed after all.
    pub unless: Option<fn(&Value, &Value) -> bool>,
    /// Where Kubernetes says so.
    pub page: &'static str,
}

/// What an object has that does not say a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// Nothing.
    Nothing,
    /// This.
    Default(&'static str),
    /// What the cluster filled in: leaving it out later keeps that, and saying it may or may not be the same.
    FilledIn,
}

const fn fixed(group: &'static str, kind: &'static str, path: &'static str, page: &'static str) -> Fixed {
    Fixed { group, kind, path, unsaid: Unsaid::Nothing, unless: None, page }
}

impl Fixed {
    const fn default(mut self, word: &'static str) -> Self {
        self.unsaid = Unsaid::Default(word);
        self
    }

    const fn filled_in(mut self) -> Self {
        self.unsaid = Unsaid::FilledIn;
        self
    }

    const fn unless(mut self, free: fn(&Value, &Value) -> bool) -> Self {
        self.unless = Some(free);
        self
    }
}

const SERVICE: &str = "https://kubernetes.io/docs/concepts/services-networking/service/#choosing-your-own-ip-address";
const DEPLOYMENT: &str = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates";
const DAEMON: &str = "https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#pod-selector";
const STATEFUL: &str = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/";
const JOB: &str = "https://kubernetes.io/docs/concepts/workloads/controllers/job/";
const CLAIM: &str =
    "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims";
const CLASS: &str = "https://kubernetes.io/docs/concepts/storage/storage-classes/";
const BINDING: &str = "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#clusterrolebinding-example";
const CONFIG: &str = "https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable";
const SECRET: &str = "https://kubernetes.io/docs/concepts/configuration/secret/#secret-immutable";
const PRIORITY: &str = "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass";
const INGRESS_CLASS: &str = "https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class";
const RUNTIME: &str = "https://kubernetes.io/docs/concepts/containers/runtime-class/";
const VOLUME: &str = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/";
const CUSTOM: &str = "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/";

/// Every such field, as the API server validates updates.
pub static FIXED: &[Fixed] = &[
    fixed("", "Service", "spec.clusterIP", SERVICE).filled_in().unless(has_no_address),
    fixed("", "Service", "spec.ipFamilies", SERVICE).filled_in().unless(keeps_first_family),
    fixed("", "Service", "spec.loadBalancerClass", SERVICE).unless(changes_balancing),
    fixed("apps", "Deployment", "spec.selector", DEPLOYMENT),
    fixed("apps", "ReplicaSet", "spec.selector", DEPLOYMENT),
    fixed("apps", "DaemonSet", "spec.selector", DAEMON),
    fixed("apps", "StatefulSet", "spec.selector", STATEFUL),
    fixed("apps", "StatefulSet", "spec.serviceName", STATEFUL),
    fixed("apps", "StatefulSet", "spec.podManagementPolicy", STATEFUL).default("OrderedReady"),
    fixed("apps", "StatefulSet", "spec.volumeClaimTemplates", STATEFUL),
    fixed("batch", "Job", "spec.template", JOB),
    fixed("batch", "Job", "spec.selector", JOB).filled_in(),
    fixed("batch", "Job", "spec.completions", JOB).filled_in().unless(is_elastic),
    fixed("batch", "Job", "spec.completionMode", JOB).default("NonIndexed"),
    fixed("batch", "Job", "spec.podFailurePolicy", JOB),
    fixed("batch", "Job", "spec.backoffLimitPerIndex", JOB),
    fixed("batch", "Job", "spec.successPolicy", JOB),
    fixed("batch", "Job", "spec.managedBy", JOB),
    fixed("", "PersistentVolumeClaim", "spec.accessModes", CLAIM),
    fixed("", "PersistentVolumeClaim", "spec.storageClassName", CLAIM).filled_in(),
    fixed("", "PersistentVolumeClaim", "spec.volumeMode", CLAIM).default("Filesystem"),
    fixed("", "PersistentVolumeClaim", "spec.volumeName", CLAIM).filled_in(),
    fixed("", "PersistentVolumeClaim", "spec.selector", CLAIM),
    fixed("", "PersistentVolumeClaim", "spec.dataSource", CLAIM),
    fixed("", "PersistentVolumeClaim", "spec.dataSourceRef", CLAIM),
    fixed("", "PersistentVolumeClaim", "spec.resources.requests.storage", CLAIM).unless(grows),
    fixed("storage.k8s.io", "StorageClass", "provisioner", CLASS),
    fixed("storage.k8s.io", "StorageClass", "parameters", CLASS),
    fixed("storage.k8s.io", "StorageClass", "reclaimPolicy", CLASS).default("Delete"),
    fixed("storage.k8s.io", "StorageClass", "volumeBindingMode", CLASS).default("Immediate"),
    fixed("", "PersistentVolume", "spec.csi", VOLUME),
    fixed("", "PersistentVolume", "spec.nfs", VOLUME),
    fixed("", "PersistentVolume", "spec.local", VOLUME),
    fixed("", "PersistentVolume", "spec.hostPath", VOLUME),
    fixed("rbac.authorization.k8s.io", "RoleBinding", "roleRef", BINDING),
    fixed("rbac.authorization.k8s.io", "ClusterRoleBinding", "roleRef", BINDING),
    fixed("", "ConfigMap", "data", CONFIG).unless(is_not_sealed),
    fixed("", "ConfigMap", "binaryData", CONFIG).unless(is_not_sealed),
    fixed("", "ConfigMap", "immutable", CONFIG).unless(is_not_sealed),
    fixed("", "Secret", "data", SECRET).unless(is_not_sealed),
    fixed("", "Secret", "stringData", SECRET).unless(is_not_sealed),
    fixed("", "Secret", "immutable", SECRET).unless(is_not_sealed),
    fixed("", "Secret", "type", SECRET).default("Opaque"),
    fixed("scheduling.k8s.io", "PriorityClass", "value", PRIORITY),
    fixed("scheduling.k8s.io", "PriorityClass", "preemptionPolicy", PRIORITY).default("PreemptLowerPriority"),
    fixed("networking.k8s.io", "IngressClass", "spec.controller", INGRESS_CLASS),
    fixed("node.k8s.io", "RuntimeClass", "handler", RUNTIME),
    fixed("apiextensions.k8s.io", "CustomResourceDefinition", "spec.scope", CUSTOM),
];

fn find(delta: &Delta<'_>, _: &World<'_>) -> Vec<Finding> {
    let Some((old, new)) = delta.both() else { return Vec::new() };
    let own = FIXED.iter().filter(|fixed| delta.is(fixed.group, fixed.kind));
    own.filter_map(|fixed| finding(fixed, old, new)).collect()
}

fn finding(fixed: &Fixed, old: &Value, new: &Value) -> Option<Finding> {
    let (before, after) = (at(old, fixed.path), at(new, fixed.path));
    let mut doubt = "";
    let is_same = match fixed.unsaid {
        Unsaid::Nothing => before == after,
        Unsaid::Default(word) => {
            let said = |value: Option<&Value>| value.map_or(Value::String(word.to_owned()), Value::clone);
            said(before) == said(after)
        }
        Unsaid::FilledIn => {
            doubt = if before.is_none() { ", unless it is what the cluster filled in" } else { "" };
            before == after || after.is_none()
        }
    };
    if is_same || fixed.unless.is_some_and(|free| free(old, new)) {
        return None;
    }
    let what = format!(
        "`{}` of a {} can't be changed{doubt}: the API server refuses it, and the object has to be deleted and made anew",
        fixed.path, fixed.kind
    );
    // The pods of any other kind end with it.
    let spares =
        if fixed.kind == "StatefulSet" { "; `kubectl delete --cascade=orphan` leaves its pods and claims" } else { "" };
    Some(Finding::new(fixed.path, format!("{what}{spares}")).page(fixed.page))
}

/// A Service that becomes or was a mere name has no address to keep.
fn has_no_address(old: &Value, new: &Value) -> bool {
    [old, new].iter().any(|service| text(service, "spec.type") == Some("ExternalName"))
}

/// The second family may come and go.
fn keeps_first_family(old: &Value, new: &Value) -> bool {
    let first = |service: &Value| list(service, "spec.ipFamilies").first().cloned();
    has_no_address(old, new) || first(old).is_none() || first(new).is_none() || first(old) == first(new)
}

/// The class is fixed while the type is `LoadBalancer`; it comes and goes with the type.
fn changes_balancing(old: &Value, new: &Value) -> bool {
    [old, new].iter().any(|service| text(service, "spec.type") != Some("LoadBalancer"))
}

/// An indexed Job may be made larger or smaller where completions and parallelism stay equal.
fn is_elastic(old: &Value, new: &Value) -> bool {
    let equal = |job: &Value| {
        at(job, "spec.completions").is_some() && at(job, "spec.completions") == at(job, "spec.parallelism")
    };
    text(new, "spec.completionMode") == Some("Indexed") && equal(old) && equal(new)
}

fn grows(old: &Value, new: &Value) -> bool {
    let size = |claim: &Value| quantity(claim, "spec.resources.requests.storage");
    matches!((size(old), size(new)), (Some(before), Some(after)) if after >= before)
}

fn is_not_sealed(old: &Value, _: &Value) -> bool {
    !is_true(old, "immutable")
}
