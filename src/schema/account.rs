//! Service accounts: as whom pods talk to the API server of Kubernetes, and what they may do there.
//! <https://kubernetes.io/docs/concepts/security/service-accounts/>

use super::{Check, Entries, Naming, Type, block, fields};

fields! {
    /// Fields of `service_account { … }`.
    ACCOUNT_FIELDS:
    /// Name of the account; else that of the block's objects.
    NAME: "name", Type::Text(Check::Subdomain);
    /// Name of an account that is there already: none is made.
    EXISTING: "existing", Type::Text(Check::Subdomain);
    /// Whether the pods get a token by which the API server knows them; else only where there is a `rule` or `cluster_rule`.
    TOKEN: "token", Type::Bool;
}

fields! {
    /// Fields of `rule NAME { … }` and `cluster_rule NAME { … }`.
    RULE_FIELDS:
    /// API groups of the resources, such as `apps`; `""` is the group of pods, services, configurations and secrets.
    GROUPS: "groups", Type::List(&Type::Text(Check::Any)), default = "[\"\"]";
    /// Kinds of objects as the API spells them, such as `pods`, `pods/log` or `deployments`.
    RESOURCES: "resources", Type::List(&Type::Text(Check::Any)), required = true;
    /// Names of the objects that are meant; else all.
    NAMES: "names", Type::List(&Type::Text(Check::Any));
    /// What is allowed: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete` …
    VERBS: "verbs", Type::List(&Type::Text(Check::Any)), required = true;
}

block! {
    /// Something that the pods may do in their namespace, as a rule of a Role that is bound to their account. See
    /// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>.
    RULE: "rule", Naming::Free, names = Check::Label, fields = &[RULE_FIELDS];
}

block! {
    /// Something that the pods may do in the whole cluster, as a rule of a `ClusterRole` that is bound to their account. Its name
    /// carries namespace and release, because it must be the only one in the cluster. See
    /// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>.
    CLUSTER_RULE: "cluster_rule", Naming::Free, names = Check::Label, fields = &[RULE_FIELDS];
}

block! {
    /// Annotations of the account, by which a cloud gives its pods an identity.
    ACCOUNT_ANNOTATIONS: "annotations", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// As whom the pods talk to the API server, and what they may do there. Every workload has an account of its own without any
    /// rights also where nothing is said. See <https://kubernetes.io/docs/concepts/security/service-accounts/>.
    SERVICE_ACCOUNT: "service_account", Naming::None, fields = &[ACCOUNT_FIELDS],
    blocks = &[&ACCOUNT_ANNOTATIONS, &RULE, &CLUSTER_RULE];
}
