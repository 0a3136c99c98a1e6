//! Containers, what is beside them, and what pods have.

use super::{Place, differs, place};
use crate::schema::{Block, Field, container, lifecycle, placement, pod, probe, sidecar, volume};

pub(super) static FIELDS: &[(&Field, Place)] = &[
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
    (
        &pod::PULL_SECRETS,
        differs(
            "`spec.imagePullSecrets` of the pod",
            "api.imagePullSecrets, api.pullSecrets, global.imagePullSecrets and global.pullSecrets",
        ),
    ),
    (&probe::GRPC_SERVICE, differs("`grpc.service` of the probe", "api.probes.NAME.service")),
    (&probe::HTTP, place("`httpGet.path` of the probe", "api.probes.NAME.path")),
    (&probe::TCP, place("`tcpSocket` of the probe", "")),
    (&probe::GRPC, place("`grpc` of the probe", "")),
    (&probe::EXEC, differs("`exec.command` of the probe", "api.probes.NAME.command")),
    (&probe::PORT, differs("`port` of the probe", "api.probes.NAME.port")),
    (&probe::HTTPS, differs("`httpGet.scheme` of the probe", "api.probes.NAME.scheme")),
    (&probe::ENABLED, place("the probe", "api.probes.NAME.enabled")),
    (&lifecycle::EXEC, differs("`exec.command` of the hook", "api.lifecycle.preStop.command")),
    (&lifecycle::HTTP, differs("`httpGet.path` of the hook", "api.lifecycle.preStop.path")),
    (&lifecycle::SLEEP, differs("`sleep.seconds` of the hook", "api.lifecycle.preStop.seconds")),
    (&lifecycle::PORT, differs("`httpGet.port` of the hook", "api.lifecycle.preStop.port")),
    (&lifecycle::HTTPS, differs("`httpGet.scheme` of the hook", "api.lifecycle.preStop.scheme")),
    (&sidecar::PATH, differs("`mountPath` of the container", "api.sidecars.NAME.mounts.NAME.mountPath")),
    (&sidecar::SUB_PATH, differs("`subPath` of the container's mount", "api.sidecars.NAME.mounts.NAME.subPath")),
    (&sidecar::READ_ONLY, differs("`readOnly` of the container's mount", "api.sidecars.NAME.mounts.NAME.readOnly")),
    (
        &volume::PATH,
        differs("`mountPath` of the main container", "api.volumes.NAME.mountPath and api.volumes.NAME.mounted"),
    ),
    (&volume::SUB_PATH, differs("`subPath` of the main container's mount", "api.volumes.NAME.subPath")),
    (&volume::READ_ONLY, differs("`readOnly` of the main container's mount", "api.volumes.NAME.readOnly")),
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
];

pub(super) static BLOCKS: &[(&Block, Place)] = &[
    (&container::ENV, place("`env` of the container; what is no secret lies in a ConfigMap", "api.env")),
    (&container::RESOURCES, place("`resources.requests` and `resources.limits` of the container", "api.resources")),
    (
        &container::SELINUX,
        differs("`securityContext.seLinuxOptions` of the pod or container", "api.podSecurityContext.seLinuxOptions"),
    ),
    (&container::SYSCTLS, differs("`securityContext.sysctls` of the pod", "api.podSecurityContext.sysctls")),
    (&pod::NODE_SELECTOR, place("`spec.nodeSelector` of the pod", "api.nodeSelector")),
    (&pod::TOLERATION, place("`spec.tolerations` of the pod", "api.tolerations")),
    (&pod::DNS, differs("`spec.dnsConfig` of the pod", "api.dnsConfig")),
    (&pod::HOST_ALIAS, differs("a line of `spec.hostAliases` of the pod", "api.hostAliases.NAME")),
    (&pod::POD_LABELS, place("`metadata.labels` of the pod", "api.podLabels")),
    (&pod::POD_ANNOTATIONS, place("`metadata.annotations` of the pod", "api.podAnnotations")),
    (&pod::ANNOTATIONS, place("`metadata.annotations` of the workload, or of the Ingress", "api.annotations")),
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
    (&probe::PROBE, place("`startupProbe`, `readinessProbe` or `livenessProbe` of the container", "api.probes.NAME")),
    (
        &sidecar::SIDECAR,
        place("a container; in a job one of `initContainers` that is always restarted", "api.sidecars.NAME"),
    ),
    (&sidecar::INIT, place("one of `spec.initContainers` of the pod", "api.initContainers.NAME")),
    (&sidecar::MOUNT, differs("`volumeMounts` of the container", "api.sidecars.NAME.mounts.NAME.enabled")),
];
