//! The rules that todoc does not follow in staging and production, each with its reason, and what the examples say of their own.
//! Nothing else may be found there.

use serde_json::Value;

use super::sets::{Set, pod};
use super::verdict::Finding;
use crate::support::objects::{items, text};

/// A rule that is not followed.
pub(crate) struct Allowed {
    pub(crate) validator: &'static str,
    pub(crate) rule: &'static str,
    /// What it asks for, as the documents tell it.
    pub(crate) wants: &'static str,
    pub(crate) reason: &'static str,
    /// Whether the reason holds for an object of an environment.
    pub(crate) holds: fn(&Set, &Value) -> bool,
}

const SECRETS: (&str, &str) = (
    "secrets as files instead of variables",
    "most images read variables; `deliver = file` makes a file of a secret where its reader can do with one",
);
const PULLS: (&str, &str) = (
    "pull policy `Always`",
    "a version is pulled once: a tag is never moved, and a node can start a pod without the registry",
);
const DIGESTS: (&str, &str) = (
    "digests instead of tags",
    "a digest is known when the image was built, and given then: `digest`, or `--image-metadata`",
);
const USERS: (&str, &str) = (
    "user and group ids above 10,000",
    "it is the user that the image knows and its files belong to; one that names none runs as 10001",
);
const STORAGE: (&str, &str) = (
    "requests and limits of ephemeral storage",
    "a good limit is not to be guessed, and a pod above a bad one is evicted; `ephemeral_storage` says it",
);

pub(crate) const ALLOWED: &[Allowed] = &[
    allowed("checkov", "CKV_K8S_35", SECRETS, runs_pods),
    allowed("checkov", "CKV_K8S_15", PULLS, pulls_versions),
    allowed("kube-score", "container-image-pull-policy", PULLS, pulls_versions),
    allowed("checkov", "CKV_K8S_43", DIGESTS, pulls_versions),
    allowed("checkov", "CKV_K8S_40", USERS, says_its_user),
    allowed("kube-score", "container-security-context-user-group-id", USERS, says_its_user),
    allowed("kube-score", "container-ephemeral-storage-request-and-limit", STORAGE, runs_pods),
];

/// What an example wants otherwise than its profile: environment, validator and rule.
pub(crate) const SAID: &[(&str, &str, &str)] = &[
    // One replica at least, as `cloud.todostack` says.
    ("examples/values-contract cloud", "kube-score", "horizontalpodautoscaler-replicas"),
    ("examples/values-contract cloud", "kube-score", "deployment-has-poddisruptionbudget"),
];

const fn allowed(
    validator: &'static str,
    rule: &'static str,
    (wants, reason): (&'static str, &'static str),
    holds: fn(&Set, &Value) -> bool,
) -> Allowed {
    Allowed { validator, rule, wants, reason, holds }
}

impl Allowed {
    /// Whether this is why a finding of a validator may be there.
    pub(crate) fn covers(&self, validator: &str, finding: &Finding, set: &Set) -> bool {
        (self.validator, self.rule) == (validator, &finding.rule)
            && set.objects.get(&finding.object).is_some_and(|object| (self.holds)(set, object))
    }
}

fn runs_pods(_: &Set, object: &Value) -> bool {
    pod(object).is_some()
}

/// No image is without a tag or with one that moves.
fn pulls_versions(_: &Set, object: &Value) -> bool {
    let is_version = |image: &str| image.rsplit_once(':').is_some_and(|(_, tag)| !tag.contains('/') && tag != "latest");
    pod(object).is_some_and(|pod| {
        let mut containers = items(pod, "/initContainers").chain(items(pod, "/containers"));
        containers.all(|container| is_version(text(container, "/image")))
    })
}

/// The user is said, and it is not root.
fn says_its_user(_: &Set, object: &Value) -> bool {
    let number = |pod: &Value, path: &str| pod.pointer(path).and_then(Value::as_i64).is_some_and(|id| id > 0);
    pod(object).is_some_and(|pod| {
        number(pod, "/securityContext/runAsUser")
            && number(pod, "/securityContext/runAsGroup")
            && pod.pointer("/securityContext/runAsNonRoot") == Some(&Value::Bool(true))
    })
}
