//! Services, jobs, and the objects around them.

use super::{Place, differs, place};
use crate::schema::{Block, Field, account, autoscale, job, metrics, network, port, service};

pub(super) static FIELDS: &[(&Field, Place)] = &[
    (
        &service::WHEN_DELETED,
        differs(
            "`persistentVolumeClaimRetentionPolicy.whenDeleted` of the StatefulSet",
            "api.persistentVolumeClaimRetentionPolicy",
        ),
    ),
    (
        &service::WHEN_SCALED,
        differs(
            "`persistentVolumeClaimRetentionPolicy.whenScaled` of the StatefulSet",
            "api.persistentVolumeClaimRetentionPolicy",
        ),
    ),
    (
        &service::PARTITION,
        differs("`updateStrategy.rollingUpdate.partition` of the StatefulSet", "api.updateStrategy.partition"),
    ),
    (&service::LOAD_BALANCER_IP, differs("`spec.loadBalancerIP` of the Service", "api.service.loadBalancerIP")),
    (
        &service::ALLOCATE_NODE_PORTS,
        differs("`spec.allocateLoadBalancerNodePorts` of the Service", "api.service.allocateLoadBalancerNodePorts"),
    ),
    (&service::KIND, differs("the kind of the workload: Deployment, StatefulSet or DaemonSet", "api.kind")),
    (
        &service::REPLICAS,
        place("`spec.replicas`; for a range a HorizontalPodAutoscaler", "api.replicaCount and api.autoscaling"),
    ),
    (&service::EXPOSE_FIELD, place("`spec.type` of the Service", "api.service.type and api.service.enabled")),
    (&service::EXTERNAL, place("a Service of type ExternalName", "api.externalName")),
    (&service::WAIT_FOR, differs("an init container that waits for the port", "api.waitFor.NAME")),
    (
        &service::EXTERNAL_TRAFFIC,
        differs("`spec.externalTrafficPolicy` of the Service", "api.service.externalTrafficPolicy"),
    ),
    (
        &service::EXTERNAL_RANGES,
        differs("egress of the NetworkPolicies of those who refer to it", "api.externalRanges"),
    ),
    (
        &service::TARGETS,
        differs(
            "`spec.selector` of the Service, and a label of the pods of those services",
            "api.service.targets.NAME, api.service.overTargets and api.service.targetPorts.NAME",
        ),
    ),
    (
        &service::SESSION_AFFINITY_TIMEOUT,
        differs(
            "`spec.sessionAffinityConfig.clientIP.timeoutSeconds` of the Service",
            "api.service.sessionAffinityTimeout",
        ),
    ),
    (
        &service::PUBLISH_NOT_READY,
        differs(
            "`spec.publishNotReadyAddresses` of the Service that names the pods",
            "api.service.publishNotReadyAddresses or api.headless.publishNotReadyAddresses",
        ),
    ),
    (
        &service::LOAD_BALANCER_CLASS,
        differs("`spec.loadBalancerClass` of the Service", "api.service.loadBalancerClass"),
    ),
    (
        &service::LOAD_BALANCER_RANGES,
        differs("`spec.loadBalancerSourceRanges` of the Service", "api.service.loadBalancerSourceRanges"),
    ),
    (
        &service::HEALTH_CHECK_NODE_PORT,
        differs("`spec.healthCheckNodePort` of the Service", "api.service.healthCheckNodePort"),
    ),
    (
        &service::LOAD_BALANCER_HOST,
        place("no object; the public addresses of the service are made of it", "api.service.loadBalancerHost"),
    ),
    (&service::CLUSTER_IP, differs("`spec.clusterIP` of the Service", "api.service.clusterIP")),
    (
        &service::STRATEGY_TYPE,
        differs(
            "`spec.strategy.type` of the Deployment, or `spec.updateStrategy.type`",
            "api.strategy.type or api.updateStrategy.type",
        ),
    ),
    (
        &service::SURGE,
        differs("`maxSurge` of the rolling update", "api.strategy.maxSurge or api.updateStrategy.maxSurge"),
    ),
    (
        &service::UNAVAILABLE,
        differs(
            "`maxUnavailable` of the rolling update",
            "api.strategy.maxUnavailable or api.updateStrategy.maxUnavailable",
        ),
    ),
    (
        &autoscale::UNHEALTHY_PODS,
        differs(
            "`spec.unhealthyPodEvictionPolicy` of the PodDisruptionBudget",
            "api.podDisruptionBudget.unhealthyPodEvictionPolicy",
        ),
    ),
    (&autoscale::AVERAGE, place("`averageValue` of the metric's target", "api.autoscaling.metrics.NAME.target")),
    (&autoscale::VALUE, place("`value` of the metric's target", "api.autoscaling.metrics.NAME.target")),
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
    (
        &autoscale::MAX_UNAVAILABLE,
        place("`spec.maxUnavailable` of the PodDisruptionBudget", "api.podDisruptionBudget.maxUnavailable"),
    ),
    (
        &autoscale::MIN_AVAILABLE,
        place("`spec.minAvailable` of the PodDisruptionBudget", "api.podDisruptionBudget.minAvailable"),
    ),
    (&autoscale::ENABLED, place("the PodDisruptionBudget", "api.podDisruptionBudget.enabled")),
    (&metrics::PORT, differs("`port` of the endpoint", "api.metrics.port")),
    (&metrics::PATH, differs("`path` of the endpoint", "api.metrics.path")),
    (&metrics::INTERVAL, differs("`interval` of the endpoint", "api.metrics.interval or database.metrics.interval")),
    (
        &metrics::SCRAPE_TIMEOUT,
        differs("`scrapeTimeout` of the endpoint", "api.metrics.scrapeTimeout or database.metrics.scrapeTimeout"),
    ),
    (&metrics::HTTPS, differs("`scheme` of the endpoint", "api.metrics.scheme")),
    (
        &metrics::HONOR_LABELS,
        differs("`honorLabels` of the endpoint", "api.metrics.honorLabels or database.metrics.honorLabels"),
    ),
    (&metrics::ENABLED, place("the ServiceMonitor or PodMonitor", "api.metrics.enabled or database.metrics.enabled")),
    (
        &port::CONTAINER,
        place(
            "`containerPort` of the container, and `targetPort` of the Service by its name",
            "api.service.port, api.service.ports.NAME and api.containerPorts.NAME",
        ),
    ),
    (&port::SERVICE, place("`port` of the Service", "api.service.port or api.service.ports.NAME")),
    (&port::NODE_PORT, place("`nodePort` of the Service", "api.service.nodePort or api.service.nodePorts.NAME")),
    (&port::PROTOCOL_FIELD, place("`protocol` of the port, in the container and the Service", "")),
    (&port::APP_PROTOCOL, differs("`appProtocol` of the Service's port", "api.service.appProtocols.NAME")),
    (&job::INDEXED, differs("`spec.completionMode` of the Job", "api.completionMode")),
    (&job::RETRIES_PER_INDEX, differs("`spec.backoffLimitPerIndex` of the Job", "api.backoffLimitPerIndex")),
    (&job::MAX_FAILED_INDEXES, differs("`spec.maxFailedIndexes` of the Job", "api.maxFailedIndexes")),
    (&job::REPLACEMENT_FIELD, differs("`spec.podReplacementPolicy` of the Job", "api.podReplacementPolicy")),
    (&job::WAIT_FOR, differs("an init container that waits for the port", "api.waitFor.NAME")),
    (&job::RETRIES, differs("`spec.backoffLimit` of the Job", "api.backoffLimit")),
    (&job::DEADLINE, differs("`spec.activeDeadlineSeconds` of the Job", "api.activeDeadlineSeconds")),
    (&job::RESTART_FIELD, differs("`spec.restartPolicy` of the pod", "api.restartPolicy")),
    (&job::PARALLEL, differs("`spec.parallelism` of the Job", "api.parallelism")),
    (&job::COMPLETIONS, differs("`spec.completions` of the Job", "api.completions")),
    (&job::RUN, differs("annotations `helm.sh/hook` of the job's objects", "api.hook")),
    (&job::BEFORE, differs("an init container of those services' pods", "SERVICE.runBefore.NAME")),
    (&job::SCHEDULE, place("`spec.schedule` of the CronJob", "api.schedule or database.backup.schedule")),
    (&job::TIME_ZONE, place("`spec.timeZone` of the CronJob", "api.timeZone or database.backup.timeZone")),
    (&job::CONCURRENCY_FIELD, differs("`spec.concurrencyPolicy` of the CronJob", "api.concurrencyPolicy")),
    (&job::START_DEADLINE, differs("`spec.startingDeadlineSeconds` of the CronJob", "api.startingDeadlineSeconds")),
    (
        &job::KEEP_SUCCEEDED,
        differs("`spec.successfulJobsHistoryLimit` of the CronJob", "api.successfulJobsHistoryLimit"),
    ),
    (&job::KEEP_FAILED, differs("`spec.failedJobsHistoryLimit` of the CronJob", "api.failedJobsHistoryLimit")),
    (&job::SUSPEND, place("`spec.suspend` of the CronJob or Job", "api.suspend or database.backup.suspend")),
    (
        &account::NAME,
        place("`metadata.name` of the ServiceAccount, and `serviceAccountName` of the pod", "api.serviceAccount.name"),
    ),
    (
        &account::EXISTING,
        place("`serviceAccountName` of the pod", "api.serviceAccount.name and api.serviceAccount.create"),
    ),
    (&account::TOKEN, differs("`automountServiceAccountToken` of the pod", "api.serviceAccount.automount")),
    (&account::GROUPS, place("`apiGroups` of a rule of the Role or ClusterRole", "")),
    (&account::RESOURCES, place("`resources` of a rule of the Role or ClusterRole", "")),
    (&account::NAMES, place("`resourceNames` of a rule of the Role or ClusterRole", "")),
    (&account::VERBS, place("`verbs` of a rule of the Role or ClusterRole", "")),
    (&network::INTERNET, differs("egress to public addresses in the NetworkPolicy", "api.network.internet")),
    (&network::KUBERNETES_API, differs("egress to the API server in the NetworkPolicy", "api.network.kubernetesApi")),
];

pub(super) static BLOCKS: &[(&Block, Place)] = &[
    (&service::SERVICE_LABELS, differs("`metadata.labels` of the Service", "api.service.labels")),
    (&service::SERVICE_ANNOTATIONS, place("`metadata.annotations` of the Service", "api.service.annotations")),
    (&autoscale::AUTOSCALE, place("a HorizontalPodAutoscaler", "api.autoscaling")),
    (&autoscale::METRIC, place("one of `spec.metrics` of the HorizontalPodAutoscaler", "api.autoscaling.metrics.NAME")),
    (&autoscale::BEHAVIOR, place("`spec.behavior` of the HorizontalPodAutoscaler", "api.autoscaling.behavior")),
    (&autoscale::DISRUPTION, place("a PodDisruptionBudget", "")),
    (&metrics::METRICS, place("a ServiceMonitor, or a PodMonitor", "api.metrics")),
    (
        &metrics::METRICS_LABELS,
        differs(
            "`metadata.labels` of the ServiceMonitor or PodMonitor",
            "api.metrics.labels or database.metrics.labels",
        ),
    ),
    (&job::POD_FAILURE, differs("a rule of `spec.podFailurePolicy` of the Job", "api.podFailure.NAME")),
    (&account::SERVICE_ACCOUNT, place("a ServiceAccount", "api.serviceAccount")),
    (
        &account::ACCOUNT_ANNOTATIONS,
        place("`metadata.annotations` of the ServiceAccount", "api.serviceAccount.annotations"),
    ),
    (&account::RULE, differs("a rule of the Role that is bound to the account", "api.serviceAccount.rules.NAME")),
    (
        &account::CLUSTER_RULE,
        differs("a rule of the ClusterRole that is bound to the account", "api.serviceAccount.clusterRules.NAME"),
    ),
];
