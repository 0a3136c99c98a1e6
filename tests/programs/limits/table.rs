//! One line for each thing that goes only with something else, and what is written first because it decides.

use todoc::schema::{
    self, Field, account, autoscale, chart, choices, config, container, dapr, database, image, ingress, job, lifecycle,
    manifest, metrics, network, placement, pod, port, probe, secret, service, shared, sidecar, stack, volume,
};

use super::Seen;
use crate::programs::world::{self, Mode};

/// What decides about other fields, so that it is written before them.
pub(crate) static DECIDING: &[&Field] = &[
    &stack::CHARTS,
    &stack::AT,
    &stack::TYPE,
    &service::KIND,
    &service::EXTERNAL,
    &service::TARGETS,
    &service::EXPOSE_FIELD,
    &service::EXTERNAL_TRAFFIC,
    &service::SESSION_AFFINITY,
    &service::IP_FAMILY_POLICY,
    &service::IP_FAMILIES_FIELD,
    &service::REPLICAS,
    &service::STRATEGY_TYPE,
    &database::EXTERNAL,
    &database::TO,
    &database::AUTH,
    &image::CONTEXT,
    &secret::TYPE,
    &secret::DELIVER_FIELD,
    &ingress::API,
    &ingress::TLS,
    &ingress::TO,
    &job::RUN,
    &job::BEFORE,
    &job::RESTART_FIELD,
    &job::INDEXED,
    &job::COMPLETIONS,
    &job::RETRIES_PER_INDEX,
    &dapr::KIND,
    &pod::HOST_PID,
    &pod::PRIORITY_CLASS,
    &container::PRIVILEGED,
    &pod::TOLERATION_KEY,
    &pod::TOLERATION_EFFECT,
    &placement::SPREAD_HARD,
    &autoscale::OF,
    &volume::PER_REPLICA,
    &volume::ACCESS_FIELD,
    &volume::VOLUME_MODE_FIELD,
    &lifecycle::SLEEP,
];

/// Every limit.
pub(super) static LIMITS: &[Limit] = &[
    // Services.
    fields(&[&service::EXTERNAL_RANGES], |seen| seen.mode() == Mode::External),
    fields(&[&service::EXPOSE_FIELD], |seen| seen.mode() != Mode::External),
    fields(&[&service::REPLICAS], |seen| !seen.owner_is(&service::KIND, &choices::DAEMON_SET)),
    blocks(&[&autoscale::AUTOSCALE], |seen| seen.own(&service::REPLICAS).is_some_and(|own| own.contains(".."))),
    fields(&[&service::PROGRESS_DEADLINE, &service::PAUSED], |seen| seen.is(&service::KIND, &choices::DEPLOYMENT)),
    fields(&[&service::POD_MANAGEMENT_FIELD], |seen| seen.is(&service::KIND, &choices::STATEFUL_SET)),
    fields(&[&service::SURGE, &service::UNAVAILABLE, &service::PARTITION], |seen| {
        seen.is(&service::STRATEGY_TYPE, &choices::ROLLING)
    }),
    fields(&[&service::PARTITION], |seen| seen.owner_is(&service::KIND, &choices::STATEFUL_SET)),
    fields(&[&service::SURGE], |seen| !seen.owner_is(&service::KIND, &choices::STATEFUL_SET)),
    // The addresses that are written are of one family.
    fields(&[&service::PUBLISH_NOT_READY], |seen| {
        !seen.is(&service::EXPOSE_FIELD, &choices::OFF) || seen.is(&service::KIND, &choices::STATEFUL_SET)
    }),
    fields(&[&service::CLUSTER_IP], |seen| !seen.is(&service::EXPOSE_FIELD, &choices::HEADLESS)),
    fields(&[&service::CLUSTER_IP], |seen| seen.own(&service::IP_FAMILIES_FIELD).is_none_or(|own| own == "[ipv4]")),
    fields(&[&service::IP_FAMILIES_FIELD], |seen| !seen.says(&service::CLUSTER_IP)),
    fields(&[&service::SESSION_AFFINITY_TIMEOUT], |seen| seen.is(&service::SESSION_AFFINITY, &choices::CLIENT_IP)),
    fields(
        &[
            &service::LOAD_BALANCER_HOST,
            &service::LOAD_BALANCER_CLASS,
            &service::LOAD_BALANCER_RANGES,
            &service::LOAD_BALANCER_IP,
            &service::ALLOCATE_NODE_PORTS,
        ],
        |seen| seen.is(&service::EXPOSE_FIELD, &choices::LOAD_BALANCER),
    ),
    fields(&[&service::HEALTH_CHECK_NODE_PORT], |seen| {
        seen.is(&service::EXPOSE_FIELD, &choices::LOAD_BALANCER)
            && seen.is(&service::EXTERNAL_TRAFFIC, &choices::TRAFFIC_LOCAL)
    }),
    fields(&[&service::EXTERNAL_TRAFFIC], |seen| {
        seen.is(&service::EXPOSE_FIELD, &choices::LOAD_BALANCER) || seen.is(&service::EXPOSE_FIELD, &choices::NODE_PORT)
    }),
    fields(&[&port::NODE_PORT, &port::NODE_PORT_SHORT_FIELD], |seen| {
        seen.owner_is(&service::EXPOSE_FIELD, &choices::NODE_PORT)
    }),
    blocks(&[&service::CLAIM_RETENTION], |seen| {
        seen.owner_is(&service::KIND, &choices::STATEFUL_SET)
            && [Some(seen.here), seen.below]
                .into_iter()
                .flatten()
                .flat_map(|node| node.blocks(&volume::VOLUME))
                .any(|own| own.value(&volume::PER_REPLICA) == Some("true"))
    }),
    // Jobs.
    fields(&[&job::BEFORE], |seen| !job::RUN_FIELDS.iter().any(|own| seen.here.value(own).is_some())),
    fields(&[&job::RUN], |seen| !seen.says(&job::BEFORE)),
    fields(&[&job::BEFORE], |seen| !seen.is(&job::RUN, &choices::RUN_HOOK)),
    fields(&[&job::RETRIES_PER_INDEX], |seen| seen.says(&job::INDEXED)),
    fields(&[&job::MAX_FAILED_INDEXES], |seen| seen.says(&job::RETRIES_PER_INDEX)),
    fields(&[&job::REPLACEMENT_FIELD], |seen| !seen.has_block(&job::POD_FAILURE)),
    blocks(&[&job::POD_FAILURE], |seen| {
        seen.is(&job::RESTART_FIELD, &choices::RESTART_NEVER) && !seen.says(&job::REPLACEMENT_FIELD)
    }),
    fields(&[&job::FAILED_CONTAINER], |seen| !seen.says(&job::CONDITION)),
    blocks(
        &[
            &account::SERVICE_ACCOUNT,
            &network::NETWORK,
            &sidecar::SIDECAR,
            &lifecycle::PRE_STOP,
            &lifecycle::POST_START,
        ],
        |seen| !seen.says(&job::BEFORE),
    ),
    // One chart is written for all environments, with one list of what it depends on.
    fields(&[&chart::NAME, &chart::VERSION, &chart::REPOSITORY, &chart::CONDITION, &chart::SERVER_NAME], |seen| {
        seen.is_new
    }),
    fields(&[&manifest::FILE], |seen| seen.is_new),
    // With the whole path taken away nothing is left.
    fields(&[&ingress::STRIP], |seen| seen.here.name.as_deref() != Some("/")),
    fields(&[&service::UNAVAILABLE], |seen| {
        !(seen.owner_is(&service::KIND, &choices::DAEMON_SET) && seen.says(&service::SURGE))
    }),
    // A volume is one thing, or several sources.
    blocks(&[&volume::SOURCE], |seen| {
        ![
            &volume::SIZE,
            &volume::TEMPORARY,
            &volume::CONFIG,
            &volume::SECRET,
            &volume::EXISTING,
            &volume::HOST_PATH,
            &volume::CSI,
        ]
        .iter()
        .any(|field| seen.says(field))
    }),
    // Of all blocks of a kind, or in a template: what excludes what the blocks themselves say.
    blocks(&[&probe::PROBE, &lifecycle::PRE_STOP, &lifecycle::POST_START, &autoscale::DISRUPTION], |seen| {
        seen.here.name.is_some()
    }),
    // Probes and hooks of containers.
    fields(&[&probe::HTTPS], |seen| seen.says(&probe::HTTP)),
    blocks(&[&probe::HEADERS], |seen| seen.says(&probe::HTTP)),
    fields(&[&probe::GRPC_SERVICE], |seen| seen.says(&probe::GRPC)),
    fields(&[&probe::PORT], |seen| !seen.says(&probe::EXEC)),
    fields(&[&probe::GRACE], |seen| seen.here.name.as_deref() != Some("readiness")),
    fields(&[&probe::SUCCESSES], |seen| seen.here.name.as_deref() == Some("readiness")),
    fields(&[&lifecycle::PORT, &lifecycle::HTTPS], |seen| seen.says(&lifecycle::HTTP)),
    blocks(&[&chart::SERVER], |seen| seen.is_chart),
    blocks(&[&metrics::METRICS], |seen| seen.pod.is_some_and(|pod| !pod.ports.is_empty())),
    // Only the pod has them.
    fields(&[&container::FS_GROUP, &container::FS_GROUP_POLICY, &container::SUPPLEMENTAL_GROUPS], |seen| {
        seen.is_of_pod()
    }),
    blocks(&[&container::SYSCTLS], |seen| seen.is_of_pod()),
    // What is the node's own is not a pod's to set, or to share once more.
    blocks(&[&container::SYSCTLS], |seen| !seen.owner_says(&pod::HOST_IPC) && !seen.owner_says(&pod::HOST_NETWORK)),
    fields(&[&pod::HOST_IPC, &pod::HOST_NETWORK], |seen| !seen.has_sysctls()),
    fields(&[&pod::SHARE_PROCESSES], |seen| !seen.says(&pod::HOST_PID)),
    fields(&[&pod::HOST_PID], |seen| !seen.says(&pod::SHARE_PROCESSES)),
    fields(&[&container::PRIVILEGE_ESCALATION], |seen| !seen.says(&container::PRIVILEGED)),
    fields(&[&container::PRIVILEGED], |seen| seen.own(&container::PRIVILEGE_ESCALATION) != Some("false")),
    // What is a face of others has their ports.
    fields(&[&port::PROTOCOL_FIELD], |seen| seen.mode() != Mode::Borrowed),
    // The Service has no ports of sidecars.
    fields(&[&port::SERVICE, &port::NODE_PORT, &port::APP_PROTOCOL], |seen| {
        !seen.around.is_some_and(|node| node.kind.is(&sidecar::SIDECAR))
    }),
    // Rules want probes where none is waived.
    fields(&[&probe::ENABLED], |seen| seen.is_lax),
    // Placement.
    fields(&[&pod::TOLERATION_VALUE], |seen| seen.says(&pod::TOLERATION_KEY)),
    fields(&[&pod::TOLERATION_SECONDS], |seen| seen.is(&pod::TOLERATION_EFFECT, &choices::NO_EXECUTE)),
    fields(&[&pod::PREEMPTION_FIELD], |seen| seen.says(&pod::PRIORITY_CLASS)),
    fields(&[&placement::LABEL], |seen| !seen.says(&placement::NEAR)),
    fields(&[&placement::TOPOLOGY], |seen| !seen.here.kind.is(&placement::AFFINITY) || seen.says(&placement::NEAR)),
    fields(&[&placement::MIN_DOMAINS], |seen| seen.says(&placement::SPREAD_HARD)),
    fields(&[&autoscale::OF], |seen| seen.says(&autoscale::OF_OBJECT)),
    fields(&[&network::EXCEPT], |seen| seen.says(&network::CIDR)),
    blocks(&[&network::PODS], |seen| !seen.says(&network::CIDR)),
    // Volumes.
    fields(&[&volume::PER_REPLICA], |seen| {
        seen.owner_is(&service::KIND, &choices::STATEFUL_SET) && seen.owner.kind.is(&service::SERVICE)
    }),
    fields(
        &[
            &volume::PER_REPLICA,
            &volume::STORAGE_CLASS,
            &volume::ACCESS_FIELD,
            &volume::VOLUME_NAME,
            &volume::FROM_SNAPSHOT,
            &volume::FROM_CLAIM,
            &volume::KEEP,
        ],
        |seen| !seen.here.kind.is(&volume::VOLUME) || seen.says(&volume::SIZE),
    ),
    blocks(&[&volume::SELECTOR, &volume::CLAIM_ANNOTATIONS], |seen| seen.says(&volume::SIZE)),
    fields(&[&volume::VOLUME_MODE_FIELD], |seen| seen.says(&volume::SIZE) || seen.says(&volume::EXISTING)),
    fields(&[&volume::MODE], |seen| {
        seen.says(&volume::CONFIG) || seen.says(&volume::SECRET) || seen.has_block(&volume::SOURCE)
    }),
    fields(&[&volume::MEDIUM_FIELD], |seen| seen.says(&volume::TEMPORARY)),
    fields(&[&volume::HOST_TYPE_FIELD], |seen| seen.says(&volume::HOST_PATH)),
    fields(&[&volume::EXPIRES, &volume::FILE], |seen| seen.says(&volume::AUDIENCE)),
    blocks(&[&volume::ATTRIBUTES], |seen| seen.says(&volume::CSI)),
    blocks(&[&volume::ITEMS], |seen| {
        seen.says(&volume::CONFIG)
            || seen.says(&volume::SECRET)
            || seen.says(&volume::SOURCE_CONFIG)
            || seen.says(&volume::SOURCE_SECRET)
    }),
    fields(&[&volume::HOST_PATH], |seen| seen.is_lax),
    // Databases.
    fields(
        &[&database::IMAGE, &database::INIT, &database::STORAGE, &database::STORAGE_CLASS, &database::KEEP],
        |seen| !seen.database_is_foreign(),
    ),
    fields(&[&container::CPU, &container::MEMORY], |seen| {
        !seen.owner.kind.is(&database::DATABASE)
            || !seen.here.kind.is(&database::DATABASE)
            || !seen.database_is_foreign()
    }),
    fields(&[&database::DIRECT], |seen| seen.owner_says(&database::EXTERNAL)),
    fields(&[&database::PORT], |seen| seen.database_is_foreign()),
    fields(&[&database::INIT], |seen| seen.engine() != "redis"),
    fields(&[&database::AUTH], |seen| matches!(seen.engine(), "redis" | "mongodb")),
    fields(&[&database::USER], |seen| seen.engine() != "redis" || seen.database_is_foreign()),
    blocks(&[&database::METRICS, &database::SETTINGS], |seen| {
        !seen.here.kind.is(&database::DATABASE) || !seen.database_is_foreign()
    }),
    fields(&[&database::SIZE, &database::BACKUP_CLASS], |seen| seen.is(&database::TO, &choices::TO_CLAIM)),
    fields(
        &[
            &database::BUCKET,
            &database::ENDPOINT,
            &database::REGION,
            &database::ACCESS_KEY,
            &database::SECRET_KEY,
            &database::UPLOADER,
        ],
        |seen| seen.is(&database::TO, &choices::TO_S3),
    ),
    // Secrets, images, ingresses, Dapr.
    // Two charts that read one secret both write it where it has an object of its own.
    fields(&[&secret::OBJECT], |seen| !seen.is_in_parts),
    fields(&[&secret::KEY], |seen| seen.here.name.as_deref().is_some_and(world::has_other_key)),
    fields(&[&secret::PATH], |seen| seen.is(&secret::DELIVER_FIELD, &choices::DELIVER_FILE)),
    fields(&[&image::DOCKERFILE, &image::TARGET, &image::PLATFORMS, &image::BASE], |seen| seen.says(&image::CONTEXT)),
    fields(&[&ingress::CLASS, &ingress::TLS_SECRET, &ingress::ISSUER, &ingress::LOCAL_ISSUER], |seen| {
        seen.is(&ingress::API, &choices::BY_INGRESS)
    }),
    blocks(&[&ingress::CERTIFICATE], |seen| {
        seen.says(&ingress::HOST) && seen.is(&ingress::API, &choices::BY_INGRESS) && seen.says(&ingress::TLS)
    }),
    fields(&[&ingress::GATEWAY, &ingress::SECTION], |seen| seen.is(&ingress::API, &choices::BY_GATEWAY)),
    fields(&[&ingress::TIMEOUT], |seen| seen.owner_is(&ingress::API, &choices::BY_GATEWAY)),
    fields(
        &[&dapr::TYPE, &dapr::VERSION, &dapr::SCOPES, &dapr::SECRET_STORE, &dapr::IGNORE_ERRORS, &dapr::INIT_TIMEOUT],
        |seen| seen.is(&dapr::KIND, &choices::DAPR_COMPONENT),
    ),
    fields(&[&volume::READ_ONLY, &volume::SUB_PATH], |seen| {
        !seen.is(&volume::VOLUME_MODE_FIELD, &choices::BLOCK_DEVICE)
    }),
    blocks(&[&dapr::METADATA], |seen| seen.is(&dapr::KIND, &choices::DAPR_COMPONENT)),
    blocks(&[&dapr::SPEC], |seen| seen.is(&dapr::KIND, &choices::DAPR_CONFIGURATION)),
    blocks(&[&manifest::OBJECT], |seen| !seen.here.kind.is(&manifest::MANIFEST) || !seen.says(&manifest::FILE)),
    fields(&[&config::FROM], |seen| seen.is_new),
    // One name for the objects of all blocks would be no name.
    fields(&[&shared::OBJECT_NAME, &account::NAME], |seen| seen.owner.name.is_some()),
    // Blocks of the top level are switched off as a whole, where nobody names them.
    fields(&[&shared::ENABLED], |seen| seen.around.is_some()),
    // What older versions of Kubernetes do not know.
    fields(&[&service::TRAFFIC_DISTRIBUTION, &lifecycle::SLEEP, &container::APPARMOR], |seen| seen.is_modern),
    // The keys of the first configuration are read as variables, where files are none.
    blocks(&[&config::FILE], |seen| !seen.is_first_config),
    // Params.
    fields(&[&stack::KEY], |seen| seen.is(&stack::AT, &choices::INSTALL)),
    fields(&[&stack::MIN, &stack::MAX], |seen| seen.is(&stack::TYPE, &choices::INTEGER)),
    fields(&[&stack::CHOICES], |seen| seen.is(&stack::TYPE, &choices::TEXT)),
    // What Pod Security `restricted` refuses.
    fields(
        &[
            &pod::HOST_NETWORK,
            &pod::HOST_PID,
            &pod::HOST_IPC,
            &container::PRIVILEGED,
            &container::PRIVILEGE_ESCALATION,
            &container::RUN_AS_ROOT,
            &container::SELINUX_TYPE,
            &container::SELINUX_USER,
            &container::SELINUX_ROLE,
            &job::RUN,
        ],
        |seen| seen.is_lax,
    ),
];

/// Something that goes only with something else.
pub(super) struct Limit {
    pub(super) fields: &'static [&'static Field],
    pub(super) blocks: &'static [&'static schema::Block],
    pub(super) met: fn(&Seen<'_>) -> bool,
}

const fn fields(fields: &'static [&'static Field], met: fn(&Seen<'_>) -> bool) -> Limit {
    Limit { fields, blocks: &[], met }
}

const fn blocks(blocks: &'static [&'static schema::Block], met: fn(&Seen<'_>) -> bool) -> Limit {
    Limit { fields: &[], blocks, met }
}
