//! Where a field goes in the output: the object of Kubernetes and the key of the values.
//!
//! A field that passes through says so in its declaration ([`To`]). For those that the lowering handles itself, the place
//! that a reader looks for stands here; `tests/places.rs` holds the keys to those that the lowering makes.

use crate::schema::{Block, Field, To};
use crate::schema::{
    account, autoscale, chart, config, container, dapr, database, environment, image, ingress, job, lifecycle, manifest, metrics,
    network, objects, placement, pod, port, probe, secret, service, shared, sidecar, stack, volume,
};

/// Where something goes. `api` stands for the block's name, in camel case, `NAME` for that of a nested block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The object and its field.
    pub(super) kubernetes: &'static str,
    /// The keys of the values; empty where the chart has none.
    pub(super) values: &'static str,
    /// Whether it has them only where environments differ, and has the value written out otherwise.
    differs: bool,
}

const fn place(kubernetes: &'static str, values: &'static str) -> Place {
    Place { kubernetes, values, differs: false }
}

const fn differs(kubernetes: &'static str, values: &'static str) -> Place {
    Place { kubernetes, values, differs: true }
}

impl Place {
    fn keys(self) -> Option<String> {
        (!self.values.is_empty()).then(|| if self.differs { differing(self.values) } else { self.values.to_owned() })
    }
}

fn differing(keys: &str) -> String {
    format!("{keys}, where environments differ")
}

static FIELDS: &[(&Field, Place)] = &[
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
    (&container::IMAGE, place("`image` of the container", "api.image")),
    (&container::COMMAND, differs("`command` of the container", "api.command or api.commandSource")),
    (&container::ARGS, differs("`args` of the container", "api.args or api.argsSource")),
    (
        &container::CPU,
        place(
            "`resources.requests.cpu` and `resources.limits.cpu` of the container",
            "api.resources, database.internal.resources, database.backup.resources or database.metrics.resources",
        ),
    ),
    (
        &container::MEMORY,
        place(
            "`resources.requests.memory` and `resources.limits.memory` of the container",
            "api.resources, database.internal.resources, database.backup.resources or database.metrics.resources",
        ),
    ),
    (&container::EPHEMERAL_STORAGE, place("`ephemeral-storage` in the container's `resources`", "api.resources")),
    (&container::PULL_POLICY_FIELD, place("`imagePullPolicy` of the container", "api.image.pullPolicy")),
    (&container::WRITABLE, differs("an `emptyDir` volume and its mount for each path", "api.writable.NAME")),
    (&container::ENV_FROM, differs("`envFrom` of the container", "api.envFrom.NAME")),
    (
        &container::USER,
        differs(
            "`securityContext.runAsUser` of the pod, or of the sidecar or init container",
            "api.podSecurityContext.runAsUser or api.securityContext.runAsUser",
        ),
    ),
    (
        &container::GROUP,
        differs(
            "`securityContext.runAsGroup` of the pod, or of the sidecar or init container",
            "api.podSecurityContext.runAsGroup or api.securityContext.runAsGroup",
        ),
    ),
    (&container::FS_GROUP, differs("`securityContext.fsGroup` of the pod", "api.podSecurityContext.fsGroup")),
    (
        &container::RUN_AS_ROOT,
        differs(
            "`securityContext.runAsNonRoot` of the pod, or of the sidecar or init container, the other way round",
            "api.podSecurityContext.runAsNonRoot or api.securityContext.runAsNonRoot",
        ),
    ),
    (
        &container::CAPABILITIES,
        differs("`securityContext.capabilities.add` of the container", "api.securityContext.capabilities"),
    ),
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
    (
        &autoscale::UNHEALTHY_PODS,
        differs(
            "`spec.unhealthyPodEvictionPolicy` of the PodDisruptionBudget",
            "api.podDisruptionBudget.unhealthyPodEvictionPolicy",
        ),
    ),
    (&probe::GRPC_SERVICE, differs("`grpc.service` of the probe", "api.probes.NAME.service")),
    (&job::INDEXED, differs("`spec.completionMode` of the Job", "api.completionMode")),
    (&job::RETRIES_PER_INDEX, differs("`spec.backoffLimitPerIndex` of the Job", "api.backoffLimitPerIndex")),
    (&job::MAX_FAILED_INDEXES, differs("`spec.maxFailedIndexes` of the Job", "api.maxFailedIndexes")),
    (&job::REPLACEMENT_FIELD, differs("`spec.podReplacementPolicy` of the Job", "api.podReplacementPolicy")),
    (
        &container::SUPPLEMENTAL_GROUPS,
        differs("`securityContext.supplementalGroups` of the pod", "api.podSecurityContext.supplementalGroups"),
    ),
    (
        &container::FS_GROUP_POLICY,
        differs("`securityContext.fsGroupChangePolicy` of the pod", "api.podSecurityContext.fsGroupChangePolicy"),
    ),
    (
        &container::SECCOMP,
        differs(
            "`securityContext.seccompProfile` of the pod, or of the sidecar or init container",
            "api.podSecurityContext.seccompProfile or api.securityContext.seccompProfile",
        ),
    ),
    (
        &container::APPARMOR,
        differs(
            "`securityContext.appArmorProfile` of the pod, or of the sidecar or init container",
            "api.podSecurityContext.appArmorProfile or api.securityContext.appArmorProfile",
        ),
    ),
    (&pod::SERVICE_LINKS, differs("`spec.enableServiceLinks` of the pod", "api.enableServiceLinks")),
    (&autoscale::AVERAGE, place("`averageValue` of the metric's target", "api.autoscaling.metrics.NAME.target")),
    (&autoscale::VALUE, place("`value` of the metric's target", "api.autoscaling.metrics.NAME.target")),
    (&database::EXPORTER, differs("`image` of the container `metrics`", "database.metrics.exporter")),
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
        &environment::MONITORING_NAMESPACE,
        place("`namespaceSelector` of the NetworkPolicies", "networkPolicy.monitoringNamespace"),
    ),
    (&service::KIND, differs("the kind of the workload: Deployment, StatefulSet or DaemonSet", "api.kind")),
    (
        &service::REPLICAS,
        place("`spec.replicas`; for a range a HorizontalPodAutoscaler", "api.replicaCount and api.autoscaling"),
    ),
    (&service::EXPOSE_FIELD, place("`spec.type` of the Service", "api.service.type and api.service.enabled")),
    (&service::EXTERNAL, place("a Service of type ExternalName", "api.externalName")),
    (&service::WAIT_FOR, differs("an init container that waits for the port", "api.waitFor.NAME")),
    (&job::WAIT_FOR, differs("an init container that waits for the port", "api.waitFor.NAME")),
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
    (&probe::HTTP, place("`httpGet.path` of the probe", "api.probes.NAME.path")),
    (&probe::TCP, place("`tcpSocket` of the probe", "")),
    (&probe::GRPC, place("`grpc` of the probe", "")),
    (&probe::EXEC, differs("`exec.command` of the probe", "api.probes.NAME.command")),
    (&probe::PORT, differs("`port` of the probe", "api.probes.NAME.port")),
    (&probe::HTTPS, differs("`httpGet.scheme` of the probe", "api.probes.NAME.scheme")),
    (&probe::ENABLED, place("the probe", "api.probes.NAME.enabled")),
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
    (&pod::PULL_SECRETS, differs("`spec.imagePullSecrets` of the pod", "api.imagePullSecrets")),
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
    (
        &volume::PATH,
        differs("`mountPath` of the main container", "api.volumes.NAME.mountPath and api.volumes.NAME.mounted"),
    ),
    (&volume::SUB_PATH, differs("`subPath` of the main container's mount", "api.volumes.NAME.subPath")),
    (&volume::READ_ONLY, differs("`readOnly` of the main container's mount", "api.volumes.NAME.readOnly")),
    (&sidecar::PATH, differs("`mountPath` of the container", "api.sidecars.NAME.mounts.NAME.mountPath")),
    (&sidecar::SUB_PATH, differs("`subPath` of the container's mount", "api.sidecars.NAME.mounts.NAME.subPath")),
    (&sidecar::READ_ONLY, differs("`readOnly` of the container's mount", "api.sidecars.NAME.mounts.NAME.readOnly")),
    (&lifecycle::EXEC, differs("`exec.command` of the hook", "api.lifecycle.preStop.command")),
    (&lifecycle::HTTP, differs("`httpGet.path` of the hook", "api.lifecycle.preStop.path")),
    (&lifecycle::SLEEP, differs("`sleep.seconds` of the hook", "api.lifecycle.preStop.seconds")),
    (&lifecycle::PORT, differs("`httpGet.port` of the hook", "api.lifecycle.preStop.port")),
    (&lifecycle::HTTPS, differs("`httpGet.scheme` of the hook", "api.lifecycle.preStop.scheme")),
    (&volume::TEMPORARY, differs("an `emptyDir`, and its `sizeLimit`", "api.volumes.NAME.sizeLimit")),
    (&volume::MEDIUM_FIELD, differs("`emptyDir.medium`", "api.volumes.NAME.medium")),
    (&volume::EXISTING, differs("`persistentVolumeClaim.claimName`", "api.volumes.NAME.claimName")),
    (
        &volume::VOLUME_MODE_FIELD,
        differs("`volumeMode` of the claim, and `volumeDevices` of the container", "api.volumes.NAME.volumeMode"),
    ),
    (&volume::VOLUME_NAME, differs("`volumeName` of the claim", "api.volumes.NAME.volumeName")),
    (&volume::FROM_SNAPSHOT, differs("`dataSource` of the claim", "api.volumes.NAME.dataSource")),
    (&volume::FROM_CLAIM, differs("`dataSource` of the claim", "api.volumes.NAME.dataSource")),
    (
        &volume::KEEP,
        differs(
            "the claim's annotation `helm.sh/resource-policy`, or `persistentVolumeClaimRetentionPolicy` of the StatefulSet",
            "api.volumes.NAME.resourcePolicy and api.persistentVolumeClaimRetentionPolicy",
        ),
    ),
    (&volume::HOST_PATH, place("a `hostPath` volume of the pod", "")),
    (&volume::CSI, place("a `csi` volume of the pod", "")),
    (&volume::SIZE, differs("a PersistentVolumeClaim", "api.volumes.NAME.size")),
    (&volume::STORAGE_CLASS, place("`storageClassName` of the claim", "api.volumes.NAME.storageClass")),
    (&volume::ENABLED, differs("the volume and its mounts", "api.volumes.NAME.enabled")),
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
    (&image::REGISTRY, place("`image` of the containers that use it", "api.image.repository")),
    (&image::NAME, place("`image` of the containers that use it", "api.image.repository")),
    (&image::TAG, place("`image` of the containers that use it", "api.image.tag")),
    (&image::DIGEST, place("`image` of the containers that use it", "api.image.digest")),
    (&image::PULL_POLICY_FIELD, place("`imagePullPolicy` of the containers that use it", "api.image.pullPolicy")),
    (&config::TEXT, differs("`data` of the ConfigMap", "api.files.NAME")),
    (
        &config::FROM,
        differs(
            "`data` of the ConfigMap, or `binaryData` for what is no text",
            "api.files.NAME or api.binaryFiles.NAME",
        ),
    ),
    (
        &database::VERSION,
        place(
            "`image` of the StatefulSet's container",
            "database.internal.image.tag and database.internal.persistence",
        ),
    ),
    (&database::IMAGE, place("`image` of the StatefulSet's container", "database.internal.image")),
    (
        &database::NAME,
        place(
            "a variable of the container, and the addresses of the database",
            "database.internal.database, database.external.database and database.chart.database",
        ),
    ),
    (
        &database::USER,
        place(
            "a variable of the container, and the addresses of the database",
            "database.internal.username, database.external.username and database.chart.username",
        ),
    ),
    (
        &database::STORAGE,
        place(
            "`volumeClaimTemplates` of the StatefulSet, or an `emptyDir`",
            "database.internal.persistence.enabled and database.internal.persistence.size",
        ),
    ),
    (&database::STORAGE_CLASS, place("`storageClassName` of the claim", "database.internal.persistence.storageClass")),
    (
        &database::KEEP,
        differs(
            "`persistentVolumeClaimRetentionPolicy` of the StatefulSet",
            "database.internal.persistence.whenDeleted",
        ),
    ),
    (
        &database::EXTERNAL,
        place("a Service of type ExternalName", "database.external.enabled and database.external.host"),
    ),
    (&database::PORT, place("the addresses of the database", "database.external.port or database.chart.port")),
    (&database::DIRECT, place("the addresses of the database", "database.external.direct")),
    (&chart::NAME, place("`dependencies[].name` of the chart, and where the block is called otherwise `alias`", "")),
    (
        &chart::SERVER_NAME,
        place("`dependencies[].name` of the chart, and where the database is called otherwise `alias`", ""),
    ),
    (&chart::VERSION, place("`dependencies[].version` of the chart", "")),
    (&chart::REPOSITORY, place("`dependencies[].repository` of the chart", "")),
    (&chart::CONDITION, place("`dependencies[].condition` of the chart", "PATH")),
    (&chart::HOST, place("the addresses of the database", "database.chart.host")),
    (&database::AUTH, differs("the command and the variables of the container", "database.auth")),
    (&database::INIT, differs("a volume at `/docker-entrypoint-initdb.d`", "database.internal.init")),
    (&database::SCHEME, differs("the URL of the database", "database.scheme")),
    (
        &database::KEEP_DUMPS,
        place("a variable of the CronJob's containers, which delete what is older", "database.backup.keep"),
    ),
    (&database::TO, differs("the containers and the volume of the CronJob", "database.backup.to")),
    (&database::SIZE, place("a PersistentVolumeClaim", "database.backup.size")),
    (&database::BACKUP_CLASS, place("`storageClassName` of the claim", "database.backup.storageClass")),
    (&database::BUCKET, place("a variable of the container that uploads", "database.backup.bucket")),
    (
        &database::ENDPOINT,
        place(
            "a variable of the container that uploads, and a NetworkPolicy",
            "database.backup.endpoint and database.backup.endpointPort",
        ),
    ),
    (&database::REGION, place("a variable of the container that uploads", "database.backup.region")),
    (&database::ACCESS_KEY, differs("a variable of the container that uploads", "database.backup.accessKey")),
    (&database::SECRET_KEY, differs("a variable of the container that uploads", "database.backup.secretKey")),
    (&database::UPLOADER, place("`image` of the container that uploads", "database.backup.uploader")),
    (&environment::NAMESPACE, place("`metadata.namespace` of every object", "")),
    (
        &environment::PULL_POLICY_FIELD,
        place("`imagePullPolicy` of every container that has none of its own", "global.imagePullPolicy"),
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
    (&secret::NAME, place("`secretKeyRef.name` of the containers' variables", "secrets.name")),
    (&secret::STORE, place("`spec.secretStoreRef.name` of the ExternalSecret", "secrets.externalSecrets.store")),
    (&secret::CLUSTER, place("`spec.secretStoreRef.kind` of the ExternalSecret", "secrets.externalSecrets.kind")),
    (&secret::STORE_PATH, place("`remoteRef.key` of the ExternalSecret", "secrets.externalSecrets.path")),
    (&secret::FILE, place("`spec.encryptedData` of the SealedSecret", "secrets.sealedSecrets.NAME")),
    (
        &secret::REFRESH,
        place("`spec.refreshInterval` of the ExternalSecret", "secrets.externalSecrets.refreshInterval"),
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
    (&dapr::TYPE, place("`spec.type` of the Component", "")),
    (&dapr::VERSION, place("`spec.version` of the Component", "")),
    (&dapr::SCOPES, place("`scopes` of the Component", "")),
    (&dapr::SECRET_STORE, place("`auth.secretStore` of the Component", "")),
    (&dapr::IGNORE_ERRORS, place("`spec.ignoreErrors` of the Component", "")),
    (&dapr::INIT_TIMEOUT, place("`spec.initTimeout` of the Component", "")),
    (&dapr::APP_ID, place("the annotation `dapr.io/app-id` of the pod", "")),
    (&dapr::APP_PORT, place("the annotation `dapr.io/app-port` of the pod", "")),
    (&dapr::PROTOCOL, place("the annotation `dapr.io/app-protocol` of the pod", "")),
    (&dapr::CONFIG, place("the annotation `dapr.io/config` of the pod", "")),
    (&dapr::LOG_LEVEL, place("the annotation `dapr.io/log-level` of the pod", "")),
    (&dapr::MAX_CONCURRENCY, place("the annotation `dapr.io/app-max-concurrency` of the pod", "")),
    (&manifest::NAMESPACED, place("`metadata.namespace` of the object", "")),
];

static BLOCKS: &[(&Block, Place)] = &[
    (
        &sidecar::SIDECAR,
        place("a container; in a job one of `initContainers` that is always restarted", "api.sidecars.NAME"),
    ),
    (&sidecar::INIT, place("one of `spec.initContainers` of the pod", "api.initContainers.NAME")),
    (&sidecar::MOUNT, differs("`volumeMounts` of the container", "api.sidecars.NAME.mounts.NAME.enabled")),
    (&container::ENV, place("`env` of the container; what is no secret lies in a ConfigMap", "api.env")),
    (&probe::PROBE, place("`startupProbe`, `readinessProbe` or `livenessProbe` of the container", "api.probes.NAME")),
    (&autoscale::AUTOSCALE, place("a HorizontalPodAutoscaler", "api.autoscaling")),
    (&autoscale::METRIC, place("one of `spec.metrics` of the HorizontalPodAutoscaler", "api.autoscaling.metrics.NAME")),
    (&autoscale::BEHAVIOR, place("`spec.behavior` of the HorizontalPodAutoscaler", "api.autoscaling.behavior")),
    (&database::METRICS, place("a container of the StatefulSet, and a ServiceMonitor", "database.metrics")),
    (&metrics::METRICS, place("a ServiceMonitor, or a PodMonitor", "api.metrics")),
    (
        &metrics::METRICS_LABELS,
        differs(
            "`metadata.labels` of the ServiceMonitor or PodMonitor",
            "api.metrics.labels or database.metrics.labels",
        ),
    ),
    (&autoscale::DISRUPTION, place("a PodDisruptionBudget", "")),
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
    (&pod::NODE_SELECTOR, place("`spec.nodeSelector` of the pod", "api.nodeSelector")),
    (&pod::TOLERATION, place("`spec.tolerations` of the pod", "api.tolerations")),
    (&container::RESOURCES, place("`resources.requests` and `resources.limits` of the container", "api.resources")),
    (
        &container::SELINUX,
        differs("`securityContext.seLinuxOptions` of the pod or container", "api.podSecurityContext.seLinuxOptions"),
    ),
    (&container::SYSCTLS, differs("`securityContext.sysctls` of the pod", "api.podSecurityContext.sysctls")),
    (&pod::DNS, differs("`spec.dnsConfig` of the pod", "api.dnsConfig")),
    (&pod::HOST_ALIAS, differs("a line of `spec.hostAliases` of the pod", "api.hostAliases.NAME")),
    (
        &placement::AFFINITY,
        place(
            "`nodeAffinity` or `podAffinity` in `spec.affinity` of the pod",
            "api.affinity and api.affinityTerms.NAME",
        ),
    ),
    (
        &placement::ANTI_AFFINITY,
        place("`podAntiAffinity` in `spec.affinity` of the pod", "api.affinity and api.antiAffinityTerms.NAME"),
    ),
    (&placement::SPREAD, place("`spec.topologySpreadConstraints` of the pod", "")),
    (&stack::STACK_LABELS, place("`metadata.labels` of every object and of the pods", "")),
    (&stack::STACK_ANNOTATIONS, place("`metadata.annotations` of every object", "")),
    (&pod::POD_LABELS, place("`metadata.labels` of the pod", "api.podLabels")),
    (&pod::POD_ANNOTATIONS, place("`metadata.annotations` of the pod", "api.podAnnotations")),
    (&pod::ANNOTATIONS, place("`metadata.annotations` of the workload, or of the Ingress", "api.annotations")),
    (&job::POD_FAILURE, differs("a rule of `spec.podFailurePolicy` of the Job", "api.podFailure.NAME")),
    (&service::SERVICE_LABELS, differs("`metadata.labels` of the Service", "api.service.labels")),
    (&service::SERVICE_ANNOTATIONS, place("`metadata.annotations` of the Service", "api.service.annotations")),
    (&database::SETTINGS, place("`args` of the container", "database.internal.config")),
    (&database::PARAMS, place("the URL of the database", "database.params")),
    (&database::BACKUP, place("a CronJob", "database.backup")),
    (&config::KEYS, place("`data` of a ConfigMap", "api.data")),
    (&ingress::INGRESS, place("an Ingress, or an HTTPRoute", "ingress")),
    (&dapr::DAPR, place("a Component or a Configuration of Dapr", "")),
    (&dapr::METADATA, place("`spec.metadata` of the Component", "api.metadata")),
];

/// Where a block goes; none where its page says it.
pub(super) fn of_block(block: &Block) -> Option<Place> {
    BLOCKS.iter().find(|(known, _)| known.is(block)).map(|(_, place)| *place)
}

/// Where a field goes: the object of Kubernetes and the keys of the values.
pub(super) fn of_field(field: &Field) -> (Option<String>, Option<String>) {
    match FIELDS.iter().find(|(known, _)| known.is(field)) {
        Some((_, place)) => (Some(place.kubernetes.to_owned()), place.keys()),
        None => passed(field.to).unzip(),
    }
}

/// Where a field goes that passes through.
fn passed(to: To) -> Option<(String, String)> {
    Some(match to {
        To::Own => return None,
        To::Workload(name) => (format!("`spec.{name}` of the workload"), differing(&format!("api.{name}"))),
        To::Pod(name) => (format!("`spec.{name}` of the pod"), differing(&format!("api.{name}"))),
        To::Container(name) => (format!("`{name}` of the container"), differing(&format!("api.{name}"))),
        To::Service(name) => (format!("`spec.{name}` of the Service"), differing(&format!("api.{name}"))),
        To::Probe(name) => (format!("`{name}` of the probe"), format!("api.probes.NAME.{name}")),
        To::Security(name) => {
            (format!("`securityContext.{name}` of the container"), differing(&format!("api.securityContext.{name}")))
        }
    })
}
