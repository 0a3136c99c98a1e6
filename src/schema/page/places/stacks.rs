//! The stack, its environments, names and ways in.

use super::{Place, differs, place};
use crate::schema::{Block, Field, environment, ingress, objects, shared, stack};

pub(super) static FIELDS: &[(&Field, Place)] = &[
    (
        &shared::ENABLED,
        place(
            "every object of the block",
            "api.enabled, api.dapr.enabled, ingress.enabled, database.internal.enabled, database.chart.enabled or database.backup.enabled",
        ),
    ),
    (&shared::OBJECT_NAME, differs("`metadata.name` of the block's objects", "api.objectName")),
    (&objects::PREFIX, place("`metadata.name` of every object that no block names", "")),
    (&objects::DEPLOYMENT, differs("`metadata.name` of the Deployment", "api.objectNames.deployment")),
    (
        &objects::STATEFUL_SET,
        differs(
            "`metadata.name` of the StatefulSet",
            "api.objectNames.statefulSet or database.objectNames.statefulSet",
        ),
    ),
    (&objects::DAEMON_SET, differs("`metadata.name` of the DaemonSet", "api.objectNames.daemonSet")),
    (&objects::JOB, differs("`metadata.name` of the Job", "api.objectNames.job")),
    (&objects::CRON_JOB, differs("`metadata.name` of the CronJob", "api.objectNames.cronJob")),
    (
        &objects::SERVICE,
        differs("`metadata.name` of the Service", "api.objectNames.service or database.objectNames.service"),
    ),
    (&objects::CONFIG_MAP, differs("`metadata.name` of the ConfigMap", "api.objectNames.configMap")),
    (&objects::SERVICE_ACCOUNT, differs("`metadata.name` of the ServiceAccount", "api.objectNames.serviceAccount")),
    (
        &objects::HORIZONTAL_POD_AUTOSCALER,
        differs("`metadata.name` of the HorizontalPodAutoscaler", "api.objectNames.horizontalPodAutoscaler"),
    ),
    (
        &objects::POD_DISRUPTION_BUDGET,
        differs("`metadata.name` of the PodDisruptionBudget", "api.objectNames.podDisruptionBudget"),
    ),
    (&objects::NETWORK_POLICY, differs("`metadata.name` of the NetworkPolicy", "api.objectNames.networkPolicy")),
    (&objects::INGRESS, place("`metadata.name` of the Ingress", "")),
    (
        &environment::MONITORING_NAMESPACE,
        place("`namespaceSelector` of the NetworkPolicies", "networkPolicy.monitoringNamespace"),
    ),
    (&environment::NAMESPACE, place("`metadata.namespace` of every object", "")),
    (
        &environment::PULL_POLICY_FIELD,
        place("`imagePullPolicy` of every container that has none of its own", "global.imagePullPolicy"),
    ),
    (
        &environment::PULL_SECRETS,
        place(
            "`spec.imagePullSecrets` of every pod that has none of its own",
            "global.imagePullSecrets and global.pullSecrets",
        ),
    ),
    (
        &stack::PULL_SECRETS,
        place(
            "`spec.imagePullSecrets` of every pod that has none of its own",
            "global.imagePullSecrets and global.pullSecrets",
        ),
    ),
    (&environment::NETWORK_POLICIES, place("a NetworkPolicy for each workload", "networkPolicy.enabled")),
    (&environment::DEFAULT_DENY, place("a NetworkPolicy for all pods of the release", "networkPolicy.defaultDeny")),
    (
        &environment::INGRESS_NAMESPACE,
        place("`namespaceSelector` of the NetworkPolicies", "networkPolicy.ingressNamespace"),
    ),
    (
        &environment::KUBERNETES_API,
        place("egress of the NetworkPolicies of pods that talk to the API server", "networkPolicy.kubernetesApi"),
    ),
    (&environment::DNS_NAMESPACE, differs("egress of every NetworkPolicy to the cluster's DNS", "networkPolicy.dns")),
    (
        &environment::ADDRESS,
        place("no object; the public addresses of node ports are made of it", "global.nodeAddress"),
    ),
    (
        &environment::GATEWAY_NAMESPACE,
        place("`namespaceSelector` of the NetworkPolicies", "networkPolicy.gatewayNamespace"),
    ),
    (&ingress::API, differs("the kind of the object: Ingress or HTTPRoute", "ingress.api")),
    (
        &ingress::GATEWAY,
        differs("`spec.parentRefs` of the HTTPRoute", "ingress.gateway.name and ingress.gateway.namespace"),
    ),
    (&ingress::SECTION, differs("`sectionName` in `spec.parentRefs` of the HTTPRoute", "ingress.gateway.sectionName")),
    (&ingress::HOST, place("`spec.rules[].host` of the Ingress, or `spec.hostnames` of the HTTPRoute", "ingress.host")),
    (
        &ingress::HOSTS,
        place("`spec.rules[].host` of the Ingress, or `spec.hostnames` of the HTTPRoute", "ingress.hosts"),
    ),
    (&ingress::CLASS, place("`spec.ingressClassName` of the Ingress", "ingress.className")),
    (&ingress::TLS, place("`spec.tls` of the Ingress", "ingress.tls")),
    (&ingress::TLS_SECRET, place("`spec.tls[].secretName` of the Ingress", "ingress.tls or ingress.tlsSecret")),
    (&ingress::CERTIFICATE_HOSTS, place("`spec.tls[].hosts` of the Ingress", "ingress.tls")),
    (&ingress::CERTIFICATE_SECRET, place("`spec.tls[].secretName` of the Ingress", "ingress.tls")),
    (&ingress::ISSUER, place("the annotation `cert-manager.io/cluster-issuer` of the Ingress", "ingress.issuer")),
    (&ingress::LOCAL_ISSUER, place("the annotation `cert-manager.io/issuer` of the Ingress", "ingress.localIssuer")),
    (&ingress::TO, differs("the path's backend", "ingress.routes.NAME.to")),
    (
        &ingress::TYPE,
        differs("`pathType` of the Ingress' path, or `type` of the HTTPRoute's", "ingress.routes.NAME.type"),
    ),
    (
        &ingress::STRIP,
        differs(
            "annotations of an Ingress of such routes alone, or a `URLRewrite` of the HTTPRoute",
            "ingress.routes.NAME.strip",
        ),
    ),
    (
        &ingress::ROUTE_HOST,
        differs("a rule of the Ingress, or an HTTPRoute, for that host alone", "ingress.routes.NAME.host"),
    ),
    (&ingress::TIMEOUT, differs("`timeouts.request` of the HTTPRoute's rule", "ingress.routes.NAME.timeout")),
    (&ingress::ENABLED, differs("the path", "ingress.routes.NAME.enabled")),
];

pub(super) static BLOCKS: &[(&Block, Place)] = &[
    (&stack::STACK_LABELS, place("`metadata.labels` of every object and of the pods", "")),
    (&stack::STACK_ANNOTATIONS, place("`metadata.annotations` of every object", "")),
    (&ingress::INGRESS, place("an Ingress, or an HTTPRoute", "ingress")),
];
