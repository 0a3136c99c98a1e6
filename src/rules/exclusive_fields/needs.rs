//! Fields that mean something only where another says so.
//!
//! A field that a weaker layer set is left alone: where an overlay makes a database external, the storage that the stack
//! gave it is simply not used.

use super::{called, said};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::databases;
use crate::model::environment::View;
use crate::rules::finding;
use crate::schema::{
    self, Choice, account, autoscale, choices, container, database, image, ingress, job, lifecycle, metrics, network,
    placement, pod, probe, secret, service, volume,
};

/// Fields that need something else.
struct Need {
    kind: &'static schema::Block,
    fields: &'static [&'static schema::Field],
    /// The field that decides; none where the word after `:` does, or the block around.
    decided_by: Option<&'static schema::Field>,
    /// Whether what is needed is there: in the block, or in the block of the top level around it.
    met: fn(&View<'_>, &View<'_>) -> bool,
    /// What is needed, after "only with".
    only: &'static str,
}

/// What only a service has that has pods of its own.
static OF_PODS: &[&schema::Field] = &[
    &container::IMAGE,
    &container::COMMAND,
    &container::ARGS,
    &container::CPU,
    &container::MEMORY,
    &container::ENV_FROM,
    &service::KIND,
    &service::REPLICAS,
    &service::WAIT_FOR,
];

static NEEDS: &[Need] = &[
    Need {
        kind: &job::JOB,
        fields: &[&job::WAIT_FOR, &job::PARALLEL, &job::COMPLETIONS],
        decided_by: Some(&job::BEFORE),
        met: |_, view| !has(view, &job::BEFORE),
        only: "a job of its own, without `before`",
    },
    Need {
        kind: &secret::SECRET,
        fields: &[&secret::PATH],
        decided_by: Some(&secret::DELIVER_FIELD),
        met: |_, view| view.choice(&secret::DELIVER_FIELD) == Some(&choices::DELIVER_FILE),
        only: "`deliver = file`",
    },
    Need {
        kind: &secret::SECRETS,
        fields: &[&secret::STORE, &secret::CLUSTER, &secret::STORE_PATH, &secret::REFRESH],
        decided_by: None,
        met: |_, view| view.base().is_some_and(|base| base.value == choices::EXTERNAL_SECRETS.name),
        only: "`secrets : external-secrets`",
    },
    Need {
        kind: &secret::SECRETS,
        fields: &[&secret::FILE],
        decided_by: None,
        met: |_, view| view.base().is_some_and(|base| base.value == choices::SEALED_SECRETS.name),
        only: "`secrets : sealed-secrets`",
    },
    Need {
        kind: &volume::VOLUME,
        fields: &[&volume::PER_REPLICA],
        decided_by: None,
        met: |owner, _| owner.choice(&service::KIND) == Some(&choices::STATEFUL_SET),
        only: "a service of `kind = stateful_set`",
    },
    Need {
        kind: &volume::VOLUME,
        fields: &[
            &volume::PER_REPLICA,
            &volume::STORAGE_CLASS,
            &volume::ACCESS_FIELD,
            &volume::VOLUME_NAME,
            &volume::FROM_SNAPSHOT,
            &volume::FROM_CLAIM,
            &volume::KEEP,
        ],
        decided_by: Some(&volume::SIZE),
        met: |_, view| has(view, &volume::SIZE),
        only: "`size`",
    },
    Need {
        kind: &volume::VOLUME,
        fields: &[&volume::MODE],
        decided_by: Some(&volume::CONFIG),
        met: |_, view| has(view, &volume::CONFIG) || has(view, &volume::SECRET) || is_projected(view),
        only: "`config`, `secret` or `source`",
    },
    Need {
        kind: &volume::VOLUME,
        fields: &[&volume::VOLUME_MODE_FIELD],
        decided_by: Some(&volume::SIZE),
        met: |_, view| has(view, &volume::SIZE) || has(view, &volume::EXISTING),
        only: "`size` or `existing`",
    },
    Need {
        kind: &volume::VOLUME,
        fields: &[&volume::MEDIUM_FIELD],
        decided_by: Some(&volume::TEMPORARY),
        met: |_, view| has(view, &volume::TEMPORARY),
        only: "`temporary`",
    },
    Need {
        kind: &volume::VOLUME,
        fields: &[&volume::HOST_TYPE_FIELD],
        decided_by: Some(&volume::HOST_PATH),
        met: |_, view| has(view, &volume::HOST_PATH),
        only: "`host_path`",
    },
    Need {
        kind: &volume::SOURCE,
        fields: &[&volume::EXPIRES, &volume::FILE],
        decided_by: Some(&volume::AUDIENCE),
        met: |_, view| has(view, &volume::AUDIENCE),
        only: "`audience`",
    },
    Need {
        kind: &image::IMAGE,
        fields: &[&image::DOCKERFILE, &image::TARGET, &image::PLATFORMS],
        decided_by: Some(&image::CONTEXT),
        met: |_, view| has(view, &image::CONTEXT),
        only: "`context`, which says that the image is built here",
    },
    Need {
        kind: &probe::PROBE,
        fields: &[&probe::HTTPS],
        decided_by: Some(&probe::HTTP),
        met: |_, view| has(view, &probe::HTTP),
        only: "`http`",
    },
    Need {
        kind: &probe::PROBE,
        fields: &[&probe::PORT],
        decided_by: Some(&probe::EXEC),
        met: |_, view| !has(view, &probe::EXEC),
        only: "`http`, `tcp` or `grpc`",
    },
    Need {
        kind: &lifecycle::PRE_STOP,
        fields: &[&lifecycle::PORT, &lifecycle::HTTPS],
        decided_by: Some(&lifecycle::HTTP),
        met: |_, view| has(view, &lifecycle::HTTP),
        only: "`http`",
    },
    Need {
        kind: &lifecycle::POST_START,
        fields: &[&lifecycle::PORT, &lifecycle::HTTPS],
        decided_by: Some(&lifecycle::HTTP),
        met: |_, view| has(view, &lifecycle::HTTP),
        only: "`http`",
    },
    Need {
        kind: &pod::TOLERATION,
        fields: &[&pod::TOLERATION_VALUE],
        decided_by: Some(&pod::TOLERATION_KEY),
        met: |_, view| has(view, &pod::TOLERATION_KEY),
        only: "`key`",
    },
    Need {
        kind: &pod::TOLERATION,
        fields: &[&pod::TOLERATION_SECONDS],
        decided_by: Some(&pod::TOLERATION_EFFECT),
        met: |_, view| view.choice(&pod::TOLERATION_EFFECT) == Some(&choices::NO_EXECUTE),
        only: "`effect = no_execute`",
    },
    Need {
        kind: &service::SERVICE,
        fields: &[&pod::DNS_POLICY],
        decided_by: None,
        met: |_, view| view.choice(&pod::DNS_POLICY) != Some(&choices::DNS_OWN) || has_nameservers(view),
        only: "`dns { nameservers = […] }`, because nobody else is asked",
    },
    Need {
        kind: &job::JOB,
        fields: &[&pod::DNS_POLICY],
        decided_by: None,
        met: |_, view| view.choice(&pod::DNS_POLICY) != Some(&choices::DNS_OWN) || has_nameservers(view),
        only: "`dns { nameservers = […] }`, because nobody else is asked",
    },
    Need {
        kind: &job::CRON,
        fields: &[&pod::DNS_POLICY],
        decided_by: None,
        met: |_, view| view.choice(&pod::DNS_POLICY) != Some(&choices::DNS_OWN) || has_nameservers(view),
        only: "`dns { nameservers = […] }`, because nobody else is asked",
    },
    Need {
        kind: &placement::SPREAD,
        fields: &[&placement::MIN_DOMAINS],
        decided_by: Some(&placement::SPREAD_HARD),
        met: |_, view| view.bool(&placement::SPREAD_HARD),
        only: "`hard = true`",
    },
    Need {
        kind: &placement::AFFINITY,
        fields: &[
            &placement::IN,
            &placement::NOT_IN,
            &placement::EXISTS,
            &placement::MISSING,
            &placement::ABOVE,
            &placement::BELOW,
        ],
        decided_by: Some(&placement::LABEL),
        met: |_, view| has(view, &placement::LABEL),
        only: "`label`, which says what of a node is looked at",
    },
    Need {
        kind: &placement::AFFINITY,
        fields: &[&placement::LABEL],
        decided_by: Some(&placement::NEAR),
        met: |_, view| !has(view, &placement::NEAR),
        only: "what the label must be; whose pods are near goes by `topology`",
    },
    Need {
        kind: &placement::AFFINITY,
        fields: &[&placement::TOPOLOGY],
        decided_by: Some(&placement::NEAR),
        met: |_, view| has(view, &placement::NEAR),
        only: "`near`",
    },
    Need {
        kind: &autoscale::METRIC,
        fields: &[&autoscale::OF],
        decided_by: Some(&autoscale::OF_OBJECT),
        met: |_, view| has(view, &autoscale::OF_OBJECT),
        only: "`object`",
    },
    Need {
        kind: &autoscale::METRIC,
        fields: &[&autoscale::OF_OBJECT],
        decided_by: Some(&autoscale::OF),
        met: |_, view| has(view, &autoscale::OF),
        only: "`of`, which says whose metric it is",
    },
    Need {
        kind: &autoscale::METRIC,
        fields: &[&autoscale::VALUE],
        decided_by: Some(&autoscale::OF_PODS),
        met: |_, view| !has(view, &autoscale::OF_PODS),
        only: "`external` and `object`: a metric of pods is an `average`",
    },
    Need {
        kind: &database::METRICS,
        fields: &[&database::EXPORTER, &metrics::INTERVAL, &metrics::SCRAPE_TIMEOUT, &metrics::HONOR_LABELS],
        decided_by: None,
        met: |owner, _| !has(owner, &database::EXTERNAL),
        only: "a database that runs here, without `external`",
    },
    Need {
        kind: &metrics::METRICS,
        fields: metrics::METRICS_FIELDS,
        decided_by: None,
        met: |owner, _| !has(owner, &service::EXTERNAL) && !has(owner, &service::TARGETS),
        only: "a service with pods of its own, without `external` and `targets`",
    },
    Need {
        kind: &service::STRATEGY,
        fields: &[&service::SURGE, &service::UNAVAILABLE, &service::PARTITION],
        decided_by: Some(&service::STRATEGY_TYPE),
        met: |_, view| view.choice(&service::STRATEGY_TYPE) == Some(&choices::ROLLING),
        only: "`type = rolling`",
    },
    Need {
        kind: &service::STRATEGY,
        fields: &[&service::PARTITION],
        decided_by: None,
        met: |owner, _| is_stateful(owner),
        only: STATEFUL,
    },
    Need {
        kind: &service::STRATEGY,
        fields: &[&service::SURGE],
        decided_by: None,
        met: |owner, _| !is_stateful(owner),
        only: "a service of `kind = deployment` or `kind = daemon_set`: a pod with a name of its own is there once",
    },
    Need {
        kind: &service::STRATEGY,
        fields: &[&service::STRATEGY_TYPE],
        decided_by: None,
        met: |owner, view| {
            view.choice(&service::STRATEGY_TYPE) != Some(&choices::ON_DELETE) || !is_of(owner, &choices::DEPLOYMENT)
        },
        only: "`type = rolling` or `type = recreate` in a service of `kind = deployment`",
    },
    Need {
        kind: &service::STRATEGY,
        fields: &[&service::STRATEGY_TYPE],
        decided_by: None,
        met: |owner, view| {
            view.choice(&service::STRATEGY_TYPE) != Some(&choices::RECREATE) || is_of(owner, &choices::DEPLOYMENT)
        },
        only: "`type = rolling` or `type = on_delete` where `kind` is not `deployment`",
    },
    Need {
        kind: &service::CLAIM_RETENTION,
        fields: &[&service::WHEN_DELETED, &service::WHEN_SCALED],
        decided_by: None,
        met: |owner, _| {
            is_stateful(owner) && owner.blocks_of(&volume::VOLUME).any(|own| own.bool(&volume::PER_REPLICA))
        },
        only: "a service of `kind = stateful_set` that has a volume with `per_replica = true`",
    },
    Need {
        kind: &service::SERVICE,
        fields: &[&service::POD_MANAGEMENT_FIELD],
        decided_by: Some(&service::KIND),
        met: |owner, _| is_stateful(owner),
        only: STATEFUL,
    },
    Need {
        kind: &service::SERVICE,
        fields: &[&service::PROGRESS_DEADLINE, &service::PAUSED],
        decided_by: Some(&service::KIND),
        met: |owner, _| is_of(owner, &choices::DEPLOYMENT),
        only: "a service of `kind = deployment`",
    },
    Need {
        kind: &service::SERVICE,
        fields: &[&service::REPLICAS],
        decided_by: Some(&service::KIND),
        met: |owner, _| !is_of(owner, &choices::DAEMON_SET),
        only: "a service of `kind = deployment` or `kind = stateful_set`: a `daemon_set` has one pod on every node",
    },
    Need {
        kind: &probe::PROBE,
        fields: &[&probe::GRPC_SERVICE],
        decided_by: Some(&probe::GRPC),
        met: |_, view| has(view, &probe::GRPC),
        only: "`grpc = true`",
    },
    Need {
        kind: &probe::PROBE,
        fields: &[&probe::GRACE],
        decided_by: None,
        met: |_, view| view.name != "readiness",
        only: "`probe startup` and `probe liveness`: a container that is not ready is not ended",
    },
    Need {
        kind: &job::POD_FAILURE,
        fields: &[&job::ACTION],
        decided_by: None,
        met: |owner, _| owner.choice(&job::RESTART_FIELD) == Some(&choices::RESTART_NEVER),
        only: "`restart = never`: a container that is started again does not end its pod",
    },
    Need {
        kind: &job::POD_FAILURE,
        fields: &[&job::ACTION],
        decided_by: None,
        met: |owner, view| {
            view.choice(&job::ACTION) != Some(&choices::FAIL_INDEX) || has(owner, &job::RETRIES_PER_INDEX)
        },
        only: "another action where there is no `retries_per_index`",
    },
    Need {
        kind: &job::POD_FAILURE,
        fields: &[&job::FAILED_CONTAINER],
        decided_by: Some(&job::CONDITION),
        met: |_, view| !has(view, &job::CONDITION),
        only: "`exit_codes` and `not_exit_codes`",
    },
    Need {
        kind: &job::JOB,
        fields: &[&job::RETRIES_PER_INDEX],
        decided_by: Some(&job::INDEXED),
        met: |_, view| view.bool(&job::INDEXED),
        only: INDEXED,
    },
    Need {
        kind: &job::CRON,
        fields: &[&job::RETRIES_PER_INDEX],
        decided_by: Some(&job::INDEXED),
        met: |_, view| view.bool(&job::INDEXED),
        only: INDEXED,
    },
    Need {
        kind: &job::JOB,
        fields: &[&job::REPLACEMENT_FIELD],
        decided_by: None,
        met: |owner, view| {
            view.choice(&job::REPLACEMENT_FIELD) != Some(&choices::REPLACE_TERMINATING)
                || owner.blocks_of(&job::POD_FAILURE).next().is_none()
        },
        only: "`pod_replacement = failed` where there is a `pod_failure`",
    },
    Need {
        kind: &job::JOB,
        fields: &[&job::MAX_FAILED_INDEXES],
        decided_by: Some(&job::COMPLETIONS),
        met: |_, view| view.int(&job::MAX_FAILED_INDEXES) <= view.int(&job::COMPLETIONS),
        only: "as many `completions` or more",
    },
    Need {
        kind: &job::JOB,
        fields: &[&job::MAX_FAILED_INDEXES],
        decided_by: Some(&job::RETRIES_PER_INDEX),
        met: |_, view| has(view, &job::RETRIES_PER_INDEX),
        only: "`retries_per_index`",
    },
    Need {
        kind: &job::CRON,
        fields: &[&job::REPLACEMENT_FIELD],
        decided_by: None,
        met: |owner, view| {
            view.choice(&job::REPLACEMENT_FIELD) != Some(&choices::REPLACE_TERMINATING)
                || owner.blocks_of(&job::POD_FAILURE).next().is_none()
        },
        only: "`pod_replacement = failed` where there is a `pod_failure`",
    },
    Need {
        kind: &job::CRON,
        fields: &[&job::MAX_FAILED_INDEXES],
        decided_by: Some(&job::COMPLETIONS),
        met: |_, view| view.int(&job::MAX_FAILED_INDEXES) <= view.int(&job::COMPLETIONS),
        only: "as many `completions` or more",
    },
    Need {
        kind: &job::CRON,
        fields: &[&job::MAX_FAILED_INDEXES],
        decided_by: Some(&job::RETRIES_PER_INDEX),
        met: |_, view| has(view, &job::RETRIES_PER_INDEX),
        only: "`retries_per_index`",
    },
    Need {
        kind: &service::SERVICE,
        fields: OF_PODS,
        decided_by: Some(&service::EXTERNAL),
        met: |_, view| !has(view, &service::EXTERNAL),
        only: "a service that runs here, without `external`",
    },
    Need {
        kind: &account::SERVICE_ACCOUNT,
        fields: &[&account::NAME, &account::EXISTING, &account::TOKEN],
        decided_by: None,
        met: |owner, _| has_pods(owner),
        only: PODS_OF_ITS_OWN,
    },
    Need {
        kind: &account::RULE,
        fields: &[&account::RESOURCES],
        decided_by: None,
        met: |owner, _| has_pods(owner),
        only: PODS_OF_ITS_OWN,
    },
    Need {
        kind: &account::CLUSTER_RULE,
        fields: &[&account::RESOURCES],
        decided_by: None,
        met: |owner, _| has_pods(owner),
        only: PODS_OF_ITS_OWN,
    },
    Need {
        kind: &service::SERVICE,
        fields: OF_PODS,
        decided_by: Some(&service::TARGETS),
        met: |_, view| !has(view, &service::TARGETS),
        only: "a service that has pods of its own, without `targets`",
    },
    Need {
        kind: &service::SERVICE,
        fields: &[&service::EXTERNAL_RANGES],
        decided_by: Some(&service::EXTERNAL),
        met: |_, view| has(view, &service::EXTERNAL),
        only: "`external`",
    },
    Need {
        kind: &service::SERVICE,
        fields: &[&service::SESSION_AFFINITY_TIMEOUT],
        decided_by: Some(&service::SESSION_AFFINITY),
        met: |_, view| view.choice(&service::SESSION_AFFINITY) == Some(&choices::CLIENT_IP),
        only: "`session_affinity = client_ip`",
    },
    Need {
        kind: &service::SERVICE,
        fields: &[
            &service::LOAD_BALANCER_HOST,
            &service::LOAD_BALANCER_CLASS,
            &service::LOAD_BALANCER_RANGES,
            &service::LOAD_BALANCER_IP,
            &service::ALLOCATE_NODE_PORTS,
            &service::HEALTH_CHECK_NODE_PORT,
        ],
        decided_by: Some(&service::EXPOSE_FIELD),
        met: |_, view| view.choice(&service::EXPOSE_FIELD) == Some(&choices::LOAD_BALANCER),
        only: "`expose = load_balancer`",
    },
    Need {
        kind: &service::SERVICE,
        fields: &[&service::HEALTH_CHECK_NODE_PORT],
        decided_by: Some(&service::EXTERNAL_TRAFFIC),
        met: |_, view| {
            view.choice(&service::EXPOSE_FIELD) != Some(&choices::LOAD_BALANCER)
                || view.choice(&service::EXTERNAL_TRAFFIC) == Some(&choices::TRAFFIC_LOCAL)
        },
        only: "`external_traffic = local`",
    },
    Need {
        kind: &ingress::INGRESS,
        fields: &[&ingress::CLASS, &ingress::TLS_SECRET, &ingress::ISSUER, &ingress::LOCAL_ISSUER],
        decided_by: Some(&ingress::API),
        met: |_, view| view.choice(&ingress::API) != Some(&choices::BY_GATEWAY),
        only: "`api = ingress`: a Gateway has its own class and certificates",
    },
    Need {
        kind: &ingress::INGRESS,
        fields: &[&ingress::GATEWAY, &ingress::SECTION],
        decided_by: Some(&ingress::API),
        met: |_, view| view.choice(&ingress::API) == Some(&choices::BY_GATEWAY),
        only: "`api = gateway`",
    },
    Need {
        kind: &ingress::CERTIFICATE,
        fields: &[&ingress::CERTIFICATE_SECRET],
        decided_by: None,
        met: |owner, _| owner.choice(&ingress::API) != Some(&choices::BY_GATEWAY),
        only: "`api = ingress`: a Gateway has its own certificates",
    },
    Need {
        kind: &ingress::ROUTE,
        fields: &[&ingress::TIMEOUT],
        decided_by: None,
        met: |owner, _| owner.choice(&ingress::API) == Some(&choices::BY_GATEWAY),
        only: "`api = gateway`",
    },
    Need {
        kind: &network::ALLOW_TO,
        fields: &[&network::EXCEPT],
        decided_by: Some(&network::CIDR),
        met: |_, view| has(view, &network::CIDR),
        only: "`cidr`",
    },
    Need {
        kind: &network::ALLOW_FROM,
        fields: &[&network::EXCEPT],
        decided_by: Some(&network::CIDR),
        met: |_, view| has(view, &network::CIDR),
        only: "`cidr`",
    },
    Need {
        kind: &database::DATABASE,
        fields: &[
            &database::IMAGE,
            &database::INIT,
            &database::STORAGE,
            &database::STORAGE_CLASS,
            &database::KEEP,
            &container::CPU,
            &container::MEMORY,
        ],
        decided_by: Some(&database::EXTERNAL),
        met: |_, view| !has(view, &database::EXTERNAL),
        only: "a database that runs here, without `external`",
    },
    Need {
        kind: &database::DATABASE,
        fields: &[&database::DIRECT],
        decided_by: Some(&database::EXTERNAL),
        met: |_, view| has(view, &database::EXTERNAL),
        only: "a database that runs elsewhere, with `external`",
    },
    Need {
        kind: &database::DATABASE,
        fields: &[&database::PORT],
        decided_by: Some(&database::EXTERNAL),
        met: |_, view| databases::is_external(view),
        only: "a database that todoc does not run, with `external` or `chart`",
    },
    Need {
        kind: &database::DATABASE,
        fields: &[&database::INIT],
        decided_by: None,
        met: |_, view| databases::engine(view).has_init,
        only: "an engine whose image runs files when it makes its data, which Redis does not",
    },
    Need {
        kind: &database::BACKUP,
        fields: &[&database::SIZE, &database::BACKUP_CLASS],
        decided_by: Some(&database::TO),
        met: |_, view| view.choice(&database::TO) == Some(&choices::TO_CLAIM),
        only: "`to = claim`",
    },
    Need {
        kind: &database::BACKUP,
        fields: &[
            &database::BUCKET,
            &database::ENDPOINT,
            &database::REGION,
            &database::ACCESS_KEY,
            &database::SECRET_KEY,
            &database::UPLOADER,
        ],
        decided_by: Some(&database::TO),
        met: |_, view| view.choice(&database::TO) == Some(&choices::TO_S3),
        only: "`to = s3`",
    },
];

pub(super) fn check(owner: &View<'_>, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let mut told = Vec::new();
    for need in NEEDS.iter().filter(|need| view.kind.is(need.kind) && !(need.met)(owner, view)) {
        let decided = decided(view, need);
        for field in need.fields {
            let Some((_, own)) = said(view, field).filter(|(layer, _)| *layer >= decided) else { continue };
            // One reason is enough.
            if told.contains(&own.key) {
                continue;
            }
            told.push(own.key);
            let message = format!("`{}` of {} means nothing here", field.name, called(view));
            let diagnostic = finding(Code::E0210, own.key, message).help(format!("it goes only with {}", need.only));
            let other = need.decided_by.and_then(|field| view.field(field)).filter(|other| other.key != own.key);
            found.push(match other {
                Some(other) => diagnostic.label(other.key, "because of this"),
                None => diagnostic,
            });
        }
    }
}

/// How strong the layer is that decides.
fn decided(view: &View<'_>, need: &Need) -> usize {
    let decides = |layer: &&crate::model::typed::Block| match need.decided_by {
        Some(field) => layer.fields.iter().any(|own| own.field.is(field)),
        None => layer.base.is_some(),
    };
    let layers = view.layers.iter().enumerate().rev();
    layers.filter(|(_, layer)| decides(layer)).map(|(at, _)| at).next().unwrap_or_default()
}

/// What is needed of a workload whose pods are its own.
const PODS_OF_ITS_OWN: &str = "a workload with pods of its own, without `external` and `before`";

fn has_pods(owner: &View<'_>) -> bool {
    !has(owner, &service::EXTERNAL) && !has(owner, &job::BEFORE)
}

const STATEFUL: &str = "a service of `kind = stateful_set`";
const INDEXED: &str = "`indexed = true`";

fn has_nameservers(view: &View<'_>) -> bool {
    view.child(&pod::DNS).is_some_and(|own| !own.list(&pod::NAMESERVERS).is_empty())
}

fn is_stateful(owner: &View<'_>) -> bool {
    is_of(owner, &choices::STATEFUL_SET)
}

fn is_of(owner: &View<'_>, kind: &Choice) -> bool {
    owner.choice(&service::KIND) == Some(kind)
}

fn is_projected(view: &View<'_>) -> bool {
    view.blocks_of(&volume::SOURCE).next().is_some()
}

fn has(view: &View<'_>, field: &'static schema::Field) -> bool {
    said(view, field).is_some()
}
