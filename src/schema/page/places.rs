//! Where a field goes in the output: the object of Kubernetes and the key of the values.
//!
//! A field that passes through says so in its declaration ([`To`]). For those that the lowering handles itself, the place
//! that a reader looks for stands here.

use crate::schema::{Block, Field, To};
use crate::schema::{
    autoscale, container, database, environment, image, ingress, job, pod, port, probe, service, shared,
};

/// Where something goes. `api` stands for the block's name, in camel case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The object and its field.
    pub(super) kubernetes: &'static str,
    /// The key of the values; empty where the chart has no such key.
    pub(super) values: &'static str,
}

const fn place(kubernetes: &'static str, values: &'static str) -> Place {
    Place { kubernetes, values }
}

static FIELDS: &[(&Field, Place)] = &[
    (&shared::ENABLED, place("every object of the block", "api.enabled")),
    (&shared::OBJECT_NAME, place("`metadata.name` of the block's objects", "")),
    (&container::IMAGE, place("`image` of the container", "api.image")),
    (&container::CPU, place("`resources.requests.cpu` and `resources.limits.cpu` of the container", "api.resources")),
    (
        &container::MEMORY,
        place("`resources.requests.memory` and `resources.limits.memory` of the container", "api.resources"),
    ),
    (&container::EPHEMERAL_STORAGE, place("`ephemeral-storage` in the container's `resources`", "api.resources")),
    (&container::PULL_POLICY_FIELD, place("`imagePullPolicy` of the container", "api.image.pullPolicy")),
    (&container::WRITABLE, place("an `emptyDir` volume and its mount for each path", "")),
    (&container::ENV_FROM, place("`env` of the container, one entry for each key", "")),
    (&container::USER, place("`securityContext.runAsUser`", "")),
    (&container::GROUP, place("`securityContext.runAsGroup`", "")),
    (&container::FS_GROUP, place("`securityContext.fsGroup` of the pod", "")),
    (&container::RUN_AS_ROOT, place("`securityContext.runAsNonRoot`, the other way round", "")),
    (&container::CAPABILITIES, place("`securityContext.capabilities.add` of the container", "")),
    (&service::KIND, place("the kind of the workload: Deployment, StatefulSet or DaemonSet", "")),
    (
        &service::REPLICAS,
        place("`spec.replicas`; for a range a HorizontalPodAutoscaler", "api.replicaCount and api.autoscaling"),
    ),
    (&service::EXPOSE_FIELD, place("`spec.type` of the Service", "api.service.type")),
    (&service::EXTERNAL, place("a Service of type ExternalName", "")),
    (&service::WAIT_FOR, place("an init container that waits for the port", "")),
    (&service::EXTERNAL_TRAFFIC, place("`spec.externalTrafficPolicy` of the Service", "")),
    (&service::STRATEGY_TYPE, place("`spec.strategy.type`, or `spec.updateStrategy.type`", "")),
    (&service::SURGE, place("`maxSurge` of the rolling update", "")),
    (&service::UNAVAILABLE, place("`maxUnavailable` of the rolling update", "")),
    (&port::CONTAINER, place("`containerPort` of the container, and `targetPort` of the Service by its name", "")),
    (&port::SERVICE, place("`port` of the Service", "api.service.port")),
    (&port::NODE_PORT, place("`nodePort` of the Service", "api.service.nodePort")),
    (&port::PROTOCOL_FIELD, place("`protocol` of the port, in the container and the Service", "")),
    (&port::APP_PROTOCOL, place("`appProtocol` of the Service's port", "")),
    (&probe::HTTP, place("`httpGet.path` of the probe", "api.probes")),
    (&probe::TCP, place("`tcpSocket` of the probe", "api.probes")),
    (&probe::GRPC, place("`grpc` of the probe", "api.probes")),
    (&probe::EXEC, place("`exec.command` of the probe", "api.probes")),
    (
        &autoscale::CPU,
        place(
            "the `Resource` metric `cpu` of the HorizontalPodAutoscaler",
            "api.autoscaling.targetCPUUtilizationPercentage",
        ),
    ),
    (
        &autoscale::MEMORY,
        place(
            "the `Resource` metric `memory` of the HorizontalPodAutoscaler",
            "api.autoscaling.targetMemoryUtilizationPercentage",
        ),
    ),
    (&autoscale::MAX_UNAVAILABLE, place("`spec.maxUnavailable` of the PodDisruptionBudget", "")),
    (&autoscale::MIN_AVAILABLE, place("`spec.minAvailable` of the PodDisruptionBudget", "")),
    (&pod::PULL_SECRETS, place("`spec.imagePullSecrets` of the pod", "imagePullSecrets")),
    (&job::RETRIES, place("`spec.backoffLimit` of the Job", "")),
    (&job::DEADLINE, place("`spec.activeDeadlineSeconds` of the Job", "")),
    (&job::RESTART_FIELD, place("`spec.restartPolicy` of the pod", "")),
    (&job::PARALLEL, place("`spec.parallelism` of the Job", "")),
    (&job::COMPLETIONS, place("`spec.completions` of the Job", "")),
    (&job::BEFORE, place("an init container of that service's pods", "")),
    (&job::SCHEDULE, place("`spec.schedule` of the CronJob", "")),
    (&job::TIME_ZONE, place("`spec.timeZone` of the CronJob", "")),
    (&job::CONCURRENCY_FIELD, place("`spec.concurrencyPolicy` of the CronJob", "")),
    (&job::START_DEADLINE, place("`spec.startingDeadlineSeconds` of the CronJob", "")),
    (&job::KEEP_SUCCEEDED, place("`spec.successfulJobsHistoryLimit` of the CronJob", "")),
    (&job::KEEP_FAILED, place("`spec.failedJobsHistoryLimit` of the CronJob", "")),
    (&job::SUSPEND, place("`spec.suspend` of the CronJob", "")),
    (&image::REGISTRY, place("`image` of the containers that use it", "api.image.repository")),
    (&image::NAME, place("`image` of the containers that use it", "api.image.repository")),
    (&image::TAG, place("`image` of the containers that use it", "api.image.tag")),
    (&image::DIGEST, place("`image` of the containers that use it", "api.image.digest")),
    (&image::PULL_POLICY_FIELD, place("`imagePullPolicy` of the containers that use it", "api.image.pullPolicy")),
    (&database::STORAGE, place("`volumeClaimTemplates` of the StatefulSet, or an `emptyDir`", "")),
    (&database::STORAGE_CLASS, place("`storageClassName` of the claim", "")),
    (&database::EXTERNAL, place("a Service of type ExternalName", "")),
    (&environment::NAMESPACE, place("`metadata.namespace` of every object", "")),
    (
        &environment::PULL_POLICY_FIELD,
        place("`imagePullPolicy` of every container that has none of its own", "global.imagePullPolicy"),
    ),
    (&environment::NETWORK_POLICIES, place("a NetworkPolicy for each workload", "networkPolicy.enabled")),
    (&ingress::HOST, place("`spec.rules[].host` of the Ingress", "ingress.host")),
    (&ingress::HOSTS, place("`spec.rules[].host` of the Ingress", "")),
    (&ingress::CLASS, place("`spec.ingressClassName` of the Ingress", "ingress.className")),
    (&ingress::TLS, place("`spec.tls` of the Ingress", "ingress.tls")),
    (&ingress::TLS_SECRET, place("`spec.tls[].secretName` of the Ingress", "")),
    (&ingress::ISSUER, place("the annotation `cert-manager.io/cluster-issuer` of the Ingress", "")),
    (&ingress::TO, place("`backend.service` of the Ingress' path", "")),
    (&ingress::TYPE, place("`pathType` of the Ingress' path", "")),
];

static BLOCKS: &[(&Block, Place)] = &[
    (&container::ENV, place("`env` of the container; what is no secret lies in a ConfigMap", "api.env")),
    (&probe::PROBE, place("`startupProbe`, `readinessProbe` or `livenessProbe` of the container", "api.probes")),
    (&autoscale::AUTOSCALE, place("a HorizontalPodAutoscaler", "api.autoscaling")),
    (&autoscale::DISRUPTION, place("a PodDisruptionBudget", "")),
    (&pod::NODE_SELECTOR, place("`spec.nodeSelector` of the pod", "api.nodeSelector")),
    (&pod::TOLERATION, place("`spec.tolerations` of the pod", "api.tolerations")),
    (&pod::SPREAD, place("`spec.topologySpreadConstraints` of the pod", "")),
    (&pod::POD_LABELS, place("`metadata.labels` of the pod", "api.podLabels")),
    (&pod::POD_ANNOTATIONS, place("`metadata.annotations` of the pod", "api.podAnnotations")),
    (&ingress::INGRESS, place("an Ingress", "ingress")),
];

/// Where a block goes; none where its page says it.
pub(super) fn of_block(block: &Block) -> Option<Place> {
    BLOCKS.iter().find(|(known, _)| known.is(block)).map(|(_, place)| *place)
}

/// Where a field goes: the object of Kubernetes and the key of the values.
pub(super) fn of_field(field: &Field) -> (Option<String>, Option<String>) {
    let known = FIELDS.iter().find(|(known, _)| known.is(field)).map(|(_, place)| *place);
    let passed = match field.to {
        To::Own => None,
        To::Workload(name) => Some(format!("`spec.{name}` of the workload")),
        To::Pod(name) => Some(format!("`spec.{name}` of the pod")),
        To::Container(name) => Some(format!("`{name}` of the container")),
        To::Service(name) => Some(format!("`spec.{name}` of the Service")),
        To::Probe(name) => Some(format!("`{name}` of the probe")),
        To::Security(name) => Some(format!("`securityContext.{name}` of the container")),
    };
    let values = known.map(|place| place.values).filter(|key| !key.is_empty()).map(str::to_owned);
    (passed.or(known.map(|place| place.kubernetes.to_owned())), values)
}
