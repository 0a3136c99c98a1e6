//! Words that a field chooses from, each with what Kubernetes calls it.

/// A word that may stand as a value.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub name: &'static str,
    /// What Kubernetes or Helm calls it.
    pub kubernetes: &'static str,
    /// What it means.
    pub doc: &'static str,
}

macro_rules! choices {
    ($($(#[doc = $group_doc:literal])* $group:ident { $($(#[doc = $doc:literal])* $id:ident: $name:literal => $kubernetes:literal;)* })*) => {
        $(
            $($(#[doc = $doc])* pub static $id: Choice = Choice { name: $name, kubernetes: $kubernetes, doc: concat!($($doc),*) };)*
            $(#[doc = $group_doc])*
            pub static $group: &[Choice] = &[$(Choice { name: $name, kubernetes: $kubernetes, doc: concat!($($doc),*) }),*];
        )*
    };
}

choices! {
    /// What a block of Dapr is.
    DAPR_KIND {
        /// A building block, such as a queue or a store, which applications call by its name.
        DAPR_COMPONENT: "component" => "Component";
        /// Settings of sidecars.
        DAPR_CONFIGURATION: "configuration" => "Configuration";
    }
    /// How Dapr's sidecar calls an application.
    DAPR_PROTOCOL {
        /// HTTP.
        DAPR_HTTP: "http" => "http";
        /// The calls of gRPC.
        DAPR_GRPC: "grpc" => "grpc";
        /// HTTP over TLS.
        DAPR_HTTPS: "https" => "https";
        /// The calls of gRPC over TLS.
        DAPR_GRPCS: "grpcs" => "grpcs";
        /// HTTP/2 without TLS.
        DAPR_H2C: "h2c" => "h2c";
    }
    /// How much Dapr's sidecar logs.
    DAPR_LOG_LEVEL {
        /// Everything.
        DAPR_DEBUG: "debug" => "debug";
        /// What it does.
        DAPR_INFO: "info" => "info";
        /// What may be wrong.
        DAPR_WARN: "warn" => "warn";
        /// What is wrong.
        DAPR_ERROR: "error" => "error";
    }
    /// Kinds of workload.
    WORKLOAD {
        /// Pods that are all alike.
        DEPLOYMENT: "deployment" => "Deployment";
        /// Pods with a name and storage of their own each.
        STATEFUL_SET: "stateful_set" => "StatefulSet";
        /// One pod on every node.
        DAEMON_SET: "daemon_set" => "DaemonSet";
    }
    /// Ways to be reached.
    EXPOSE {
        /// Inside the cluster, under one address.
        CLUSTER: "cluster" => "ClusterIP";
        /// On a port of every node.
        NODE_PORT: "node_port" => "NodePort";
        /// By a load balancer of the cloud.
        LOAD_BALANCER: "load_balancer" => "LoadBalancer";
        /// Inside the cluster, each pod under its own address.
        HEADLESS: "headless" => "None";
        /// Not at all: no Service.
        OFF: "off" => "";
    }
    /// When the node fetches an image.
    PULL_POLICY {
        /// Unless the node has it.
        IF_NOT_PRESENT: "if_not_present" => "IfNotPresent";
        /// At every start.
        ALWAYS: "always" => "Always";
        /// Not at all: it was loaded into the node.
        NEVER: "never" => "Never";
    }
    /// Where a container's last words are found.
    TERMINATION_MESSAGE {
        /// In the file that the container writes them to, and nowhere else.
        MESSAGE_FILE: "file" => "File";
        /// At the end of the log, where the container failed and wrote no file.
        MESSAGE_LOG: "log" => "FallbackToLogsOnError";
    }
    /// Ways to roll out.
    STRATEGY {
        /// New pods before old ones go.
        ROLLING: "rolling" => "RollingUpdate";
        /// Old pods go first.
        RECREATE: "recreate" => "Recreate";
        /// A pod is new once somebody has deleted the old one, where `kind` is `stateful_set` or `daemon_set`.
        ON_DELETE: "on_delete" => "OnDelete";
    }
    /// How the pods of a `StatefulSet` come and go.
    POD_MANAGEMENT {
        /// One after the other, each once the one before is ready.
        ORDERED: "ordered" => "OrderedReady";
        /// All at the same time.
        PARALLEL: "parallel" => "Parallel";
    }
    /// What becomes of the claims of pods.
    RETENTION {
        /// They stay, with the data.
        RETAIN: "retain" => "Retain";
        /// They are deleted, with the data.
        DELETE: "delete" => "Delete";
    }
    /// Pods that run and are not ready, while a node is drained.
    UNHEALTHY {
        /// They may always go.
        ALWAYS_EVICT: "always" => "AlwaysAllow";
        /// They may go only while enough others are ready.
        IF_HEALTHY_BUDGET: "if_healthy_budget" => "IfHealthyBudget";
    }
    /// Which of several policies of an autoscaler holds.
    SELECT {
        /// The one that changes most.
        SELECT_MAX: "max" => "Max";
        /// The one that changes least.
        SELECT_MIN: "min" => "Min";
        /// None: the number of pods does not change in this direction.
        SELECT_OFF: "off" => "Disabled";
    }
    /// What the failure of a job's pod means.
    FAILURE {
        /// The run has failed, and nothing is tried again.
        FAIL_JOB: "fail_job" => "FailJob";
        /// The work of its index has failed, and is not tried again.
        FAIL_INDEX: "fail_index" => "FailIndex";
        /// It is tried again, and does not count.
        IGNORE_FAILURE: "ignore" => "Ignore";
        /// It counts, as without the rule.
        COUNT_FAILURE: "count" => "Count";
    }
    /// When a job makes a new pod for one that goes.
    REPLACEMENT {
        /// Once the old one has ended.
        REPLACE_FAILED: "failed" => "Failed";
        /// As soon as the old one is told to end.
        REPLACE_TERMINATING: "terminating_or_failed" => "TerminatingOrFailed";
    }
    /// Protocols of a port.
    PROTOCOL {
        /// TCP, as HTTP uses it.
        TCP: "tcp" => "TCP";
        /// UDP, as DNS uses it.
        UDP: "udp" => "UDP";
        /// SCTP.
        SCTP: "sctp" => "SCTP";
    }
    /// Protocols that an application speaks on a port.
    APP_PROTOCOLS {
        /// HTTP.
        APP_HTTP: "http" => "http";
        /// HTTP over TLS.
        APP_HTTPS: "https" => "https";
        /// The calls of gRPC.
        APP_GRPC: "grpc" => "grpc";
        /// HTTP/2 without TLS.
        APP_H2C: "h2c" => "kubernetes.io/h2c";
        /// WebSocket.
        APP_WS: "ws" => "kubernetes.io/ws";
        /// WebSocket over TLS.
        APP_WSS: "wss" => "kubernetes.io/wss";
    }
    /// Session affinity of a Service.
    AFFINITY {
        /// Any pod serves any request.
        AFFINITY_NONE: "off" => "None";
        /// One client keeps one pod.
        CLIENT_IP: "client_ip" => "ClientIP";
    }
    /// External traffic policy of a Service.
    TRAFFIC {
        /// Any node passes traffic on.
        TRAFFIC_CLUSTER: "cluster" => "Cluster";
        /// Only nodes with a pod do, and the client's address is kept.
        TRAFFIC_LOCAL: "local" => "Local";
    }
    /// Internal traffic policy of a Service.
    INTERNAL_TRAFFIC {
        /// Any pod serves it.
        INTERNAL_CLUSTER: "cluster" => "Cluster";
        /// Only pods on the node of the one who asks do.
        INTERNAL_LOCAL: "local" => "Local";
    }
    /// Which pods of a Service serve a request first.
    DISTRIBUTION {
        /// Those that are near, as the cluster understands it.
        PREFER_CLOSE: "prefer_close" => "PreferClose";
        /// Those in the zone of the one who asks, from Kubernetes 1.34 on.
        PREFER_SAME_ZONE: "prefer_same_zone" => "PreferSameZone";
        /// Those on the node of the one who asks, from Kubernetes 1.34 on.
        PREFER_SAME_NODE: "prefer_same_node" => "PreferSameNode";
    }
    /// Families of IP addresses.
    IP_FAMILY {
        /// Addresses such as `10.96.0.1`.
        IPV4: "ipv4" => "IPv4";
        /// Addresses such as `fd00::1`.
        IPV6: "ipv6" => "IPv6";
    }
    /// How many families of IP addresses a Service has.
    IP_FAMILIES {
        /// One family.
        SINGLE_STACK: "single" => "SingleStack";
        /// Both where the cluster has both.
        PREFER_DUAL_STACK: "prefer_dual" => "PreferDualStack";
        /// Both; a cluster that has not both refuses it.
        REQUIRE_DUAL_STACK: "dual" => "RequireDualStack";
    }
    /// DNS policy of a pod.
    DNS {
        /// The cluster's DNS first.
        CLUSTER_FIRST: "cluster_first" => "ClusterFirst";
        /// The node's DNS.
        DNS_DEFAULT: "default" => "Default";
        /// The cluster's DNS, in the node's network.
        CLUSTER_FIRST_HOST: "cluster_first_with_host_net" => "ClusterFirstWithHostNet";
        /// What `dns` says, and nobody else's.
        DNS_OWN: "own" => "None";
    }
    /// Whether pods may push others away.
    PREEMPTION {
        /// They wait for room.
        PREEMPT_NEVER: "never" => "Never";
        /// Pods of lower priority give way to them.
        PREEMPT_LOWER: "lower" => "PreemptLowerPriority";
    }
    /// Whether nodes that the pods cannot run on count for spreading.
    NODE_POLICY {
        /// Only nodes that they can run on count.
        HONOR: "honor" => "Honor";
        /// All nodes count.
        IGNORE_NODES: "ignore" => "Ignore";
    }
    /// Profiles of seccomp and `AppArmor` that a node has.
    CONFINEMENT {
        /// What the container runtime allows.
        RUNTIME_DEFAULT: "runtime_default" => "RuntimeDefault";
        /// Everything.
        UNCONFINED: "unconfined" => "Unconfined";
    }
    /// When the files of volumes get the group of the pod.
    GROUP_CHANGE {
        /// Only where the folder itself has another group.
        ON_ROOT_MISMATCH: "on_root_mismatch" => "OnRootMismatch";
        /// At every start, file by file.
        GROUP_ALWAYS: "always" => "Always";
    }
    /// APIs of Kubernetes that lead requests into the cluster.
    ROUTING {
        /// Ingress, which an ingress controller serves.
        BY_INGRESS: "ingress" => "ingress";
        /// `HTTPRoute` of the Gateway API, which a Gateway serves.
        BY_GATEWAY: "gateway" => "gateway";
    }
    /// Kinds of path of a route.
    PATH_TYPE {
        /// The path and what lies below it, element by element.
        PREFIX: "prefix" => "Prefix";
        /// The path alone.
        EXACT: "exact" => "Exact";
        /// What the controller makes of it, such as a regular expression; with `api = gateway` it is one.
        IMPLEMENTATION: "implementation" => "ImplementationSpecific";
    }
    /// What a schedule does when the last run still runs.
    CONCURRENCY {
        /// Skips the new run.
        FORBID: "forbid" => "Forbid";
        /// Runs both.
        ALLOW: "allow" => "Allow";
        /// Ends the old run.
        REPLACE: "replace" => "Replace";
    }
    /// What happens to a job's container that failed.
    RESTART {
        /// It is started again in the same pod.
        ON_FAILURE: "on_failure" => "OnFailure";
        /// A new pod is made.
        RESTART_NEVER: "never" => "Never";
    }
    /// When a job runs.
    RUN {
        /// As an object of the release, beside all others.
        RUN_JOB: "job" => "job";
        /// Before the objects of the release are made or changed: Helm waits for it (`pre-install`, `pre-upgrade`).
        RUN_HOOK: "hook" => "hook";
    }
    /// How a secret reaches a container.
    DELIVER {
        /// As an environment variable.
        DELIVER_ENV: "env" => "env";
        /// As a mounted file.
        DELIVER_FILE: "file" => "file";
    }
    /// Types of Secret.
    SECRET_TYPE {
        /// Any keys.
        OPAQUE: "opaque" => "Opaque";
        /// A certificate and its private key.
        TLS: "tls" => "kubernetes.io/tls";
        /// Access to a registry.
        DOCKER_CONFIG: "dockerconfigjson" => "kubernetes.io/dockerconfigjson";
        /// A user name and a password.
        BASIC_AUTH: "basic_auth" => "kubernetes.io/basic-auth";
        /// A private SSH key.
        SSH_AUTH: "ssh_auth" => "kubernetes.io/ssh-auth";
    }
    /// Where the secrets of an environment come from.
    PROVIDER {
        /// A Secret that the user keeps; `todoc secrets` makes one.
        EXISTING: "existing" => "existing";
        /// Values given at install time.
        INSTALL_VALUES: "install-values" => "install-values";
        /// The External Secrets Operator.
        EXTERNAL_SECRETS: "external-secrets" => "external-secrets";
        /// Sealed Secrets: a file of the project holds them, encrypted for one cluster.
        SEALED_SECRETS: "sealed-secrets" => "sealed-secrets";
    }
    /// Database engines.
    ENGINE {
        /// PostgreSQL.
        POSTGRES: "postgres" => "postgres";
        /// MySQL.
        MYSQL: "mysql" => "mysql";
        /// MariaDB.
        MARIADB: "mariadb" => "mariadb";
        /// Redis.
        REDIS: "redis" => "redis";
        /// MongoDB.
        MONGODB: "mongodb" => "mongodb";
    }
    /// Where dumps of a database go.
    BACKUP_TO {
        /// To a claim of their own.
        TO_CLAIM: "claim" => "claim";
        /// To object storage that speaks S3.
        TO_S3: "s3" => "s3";
    }
    /// Built-in profiles.
    PROFILE {
        /// A machine of one's own: small, open, one pod each.
        DEVELOPMENT: "development" => "development";
        /// Like production, on a smaller scale.
        STAGING: "staging" => "staging";
        /// What users depend on: scaled, closed, checked most strictly.
        PRODUCTION: "production" => "production";
    }
    /// Programs that run a local cluster.
    CLUSTER_KIND {
        /// A cluster that minikube runs.
        MINIKUBE: "minikube" => "minikube";
        /// A cluster that kind runs in Docker.
        KIND: "kind" => "kind";
    }
    /// What minikube runs its node in.
    DRIVER {
        /// Docker.
        DOCKER: "docker" => "docker";
        /// Podman.
        PODMAN: "podman" => "podman";
        /// KVM.
        KVM2: "kvm2" => "kvm2";
        /// VirtualBox.
        VIRTUALBOX: "virtualbox" => "virtualbox";
        /// HyperKit.
        HYPERKIT: "hyperkit" => "hyperkit";
        /// Hyper-V.
        HYPERV: "hyperv" => "hyperv";
        /// QEMU.
        QEMU: "qemu" => "qemu";
        /// Nothing: the machine itself is the node.
        DRIVER_NONE: "bare" => "none";
    }
    /// When a param is given.
    PARAM_AT {
        /// To the compiler, with `--set`.
        BUILD: "build" => "build";
        /// To Helm: it becomes a values key.
        INSTALL: "install" => "install";
    }
    /// Types of a param.
    PARAM_TYPE {
        /// Any text.
        TEXT: "text" => "string";
        /// A whole number.
        INTEGER: "integer" => "integer";
        /// `true` or `false`.
        BOOL: "bool" => "boolean";
    }
    /// Access modes of a claim.
    ACCESS {
        /// One node reads and writes.
        READ_WRITE_ONCE: "read_write_once" => "ReadWriteOnce";
        /// Many nodes read.
        READ_ONLY_MANY: "read_only_many" => "ReadOnlyMany";
        /// Many nodes read and write.
        READ_WRITE_MANY: "read_write_many" => "ReadWriteMany";
        /// One pod reads and writes.
        READ_WRITE_ONCE_POD: "read_write_once_pod" => "ReadWriteOncePod";
    }
    /// Where a temporary folder lies.
    MEDIUM {
        /// On the node's disk.
        MEDIUM_DISK: "disk" => "";
        /// In memory, which counts as the container's: for shared memory at `/dev/shm`, or for what must touch no disk.
        MEDIUM_MEMORY: "memory" => "Memory";
    }
    /// What a claim is to the containers.
    VOLUME_MODE {
        /// A folder.
        FILESYSTEM: "filesystem" => "Filesystem";
        /// A block device, without a file system.
        BLOCK_DEVICE: "block" => "Block";
    }
    /// What a path of the node must be.
    HOST_TYPE {
        /// A folder that is there.
        HOST_DIRECTORY: "directory" => "Directory";
        /// A folder, which is made where it is missing.
        HOST_DIRECTORY_OR_CREATE: "directory_or_create" => "DirectoryOrCreate";
        /// A file that is there.
        HOST_FILE: "file" => "File";
        /// A file, which is made where it is missing.
        HOST_FILE_OR_CREATE: "file_or_create" => "FileOrCreate";
        /// A Unix socket that is there.
        HOST_SOCKET: "socket" => "Socket";
    }
    /// Storage that needs no size.
    TEMPORARY_STORAGE {
        /// An `emptyDir`, which goes with the pod.
        TEMPORARY: "temporary" => "emptyDir";
    }
    /// Names of objects.
    NAMING {
        /// `RELEASE-STACK-COMPONENT`.
        RELEASE: "release" => "release";
        /// `COMPONENT` alone.
        PLAIN: "plain" => "plain";
    }
    /// Charts of a stack.
    CHARTS {
        /// One for all of it.
        ONE_CHART: "one" => "one";
        /// One for each service, and one for what several services share.
        PER_SERVICE: "per_service" => "per_service";
    }
    /// Effects of a taint.
    EFFECT {
        /// Pods are not placed there.
        NO_SCHEDULE: "no_schedule" => "NoSchedule";
        /// Pods are placed there last.
        PREFER_NO_SCHEDULE: "prefer_no_schedule" => "PreferNoSchedule";
        /// Pods there are removed.
        NO_EXECUTE: "no_execute" => "NoExecute";
    }
}
