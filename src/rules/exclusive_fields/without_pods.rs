//! What is said of pods where a block has none of its own: a service that runs elsewhere or is a face of others, a job that runs in
//! the pods of services.

use super::{called, said};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::typed::Kind;
use crate::rules::finding;
use crate::schema::{
    Block, Field, To, account, autoscale, container, dapr, job, lifecycle, metrics, network, placement, pod, probe,
    service, sidecar, volume,
};

/// A way to be without pods of its own.
#[derive(Debug)]
pub struct Bare {
    /// The kind of block.
    pub kind: &'static Block,
    /// The field that says so.
    pub decided_by: &'static Field,
    /// Fields that speak of pods, beside those that `of_pods` tells.
    fields: &'static [&'static Field],
    /// Whether a field speaks of pods.
    of_pods: fn(&'static Field) -> bool,
    /// Blocks that speak of pods.
    blocks: &'static [&'static [&'static Block]],
    /// What has them, after "only with".
    only: &'static str,
}

impl Bare {
    /// Whether a field means nothing.
    #[must_use]
    pub fn has_no(&self, field: &'static Field) -> bool {
        (self.of_pods)(field) || self.fields.iter().any(|own| own.is(field))
    }

    /// Whether a block means nothing.
    #[must_use]
    pub fn has_no_block(&self, kind: &Block) -> bool {
        self.blocks.iter().copied().flatten().any(|own| own.is(kind))
    }
}

/// Every such way.
pub static BARE: &[Bare] = &[
    Bare {
        kind: &service::SERVICE,
        decided_by: &service::EXTERNAL,
        // DNS sends whoever asks elsewhere, so that nothing of the cluster's own network takes part.
        fields: &[
            &service::KIND,
            &service::REPLICAS,
            &service::WAIT_FOR,
            &service::EXPOSE_FIELD,
            &service::PUBLISH_NOT_READY,
        ],
        of_pods: |field| is_of_container(field) || is_in(pod::POD, field) || matches!(field.to, To::Service(_)),
        blocks: &[OF_PODS, OF_SERVICES],
        only: "a service that runs here, without `external`",
    },
    Bare {
        kind: &service::SERVICE,
        decided_by: &service::TARGETS,
        fields: &[&service::KIND, &service::REPLICAS, &service::WAIT_FOR],
        of_pods: |field| is_of_container(field) || is_in(pod::POD, field),
        blocks: &[OF_PODS, OF_SERVICES],
        only: "a service that has pods of its own, without `targets`",
    },
    Bare {
        kind: &job::JOB,
        decided_by: &job::BEFORE,
        fields: &[&job::SUSPEND],
        of_pods: |field| is_in(pod::POD, field) || is_in(job::RUN_FIELDS, field),
        blocks: &[OF_PODS, &[&job::POD_FAILURE, &lifecycle::PRE_STOP, &lifecycle::POST_START]],
        only: "a job of its own, without `before`",
    },
];

/// Blocks that speak of pods, wherever they stand.
static OF_PODS: &[&Block] = &[
    &account::SERVICE_ACCOUNT,
    &network::NETWORK,
    &pod::DNS,
    &pod::HOST_ALIAS,
    &placement::AFFINITY,
    &placement::ANTI_AFFINITY,
    &pod::TOLERATION,
    &pod::NODE_SELECTOR,
    &pod::ANNOTATIONS,
    &pod::POD_LABELS,
    &pod::POD_ANNOTATIONS,
];

/// What else in services speaks of their pods: their containers, and how many pods there are and where.
static OF_SERVICES: &[&Block] = &[
    &container::ENV,
    &container::ENV_FROM_BLOCK,
    &container::SECURITY,
    &container::RESOURCES,
    &probe::PROBE,
    &lifecycle::PRE_STOP,
    &lifecycle::POST_START,
    &autoscale::AUTOSCALE,
    &autoscale::DISRUPTION,
    &metrics::METRICS,
    &service::STRATEGY,
    &service::CLAIM_RETENTION,
    &sidecar::SIDECAR,
    &sidecar::INIT,
    &volume::VOLUME,
    &dapr::DAPR_SIDECAR,
    &placement::SPREAD,
];

fn is_of_container(field: &'static Field) -> bool {
    is_in(container::CONTAINER, field) || matches!(field.to, To::Workload(_))
}

fn is_in(group: &[&Field], field: &Field) -> bool {
    group.iter().any(|own| own.is(field))
}

/// What a weaker layer says than the one that takes the pods away is left alone: it is simply not used.
pub(super) fn check(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    for bare in BARE.iter().filter(|bare| view.kind.is(bare.kind)) {
        let Some((decided, why)) = said(view, bare.decided_by) else { continue };
        let tell = |place, name: &str| {
            let message = format!("`{name}` of {} means nothing here", called(view));
            let help = format!("it goes only with {}", bare.only);
            finding(Code::E0210, place, message).label(why.key, "because of this").help(help)
        };
        // What is said of all blocks of a kind is said of those that have pods.
        for layer in view.layers.iter().skip(decided).filter(|layer| layer.name.is_some()) {
            let holds =
                |own: &&crate::model::typed::Field| view.field(own.field).is_some_and(|last| last.key == own.key);
            let fields = layer.fields.iter().filter(|own| bare.has_no(own.field)).filter(holds);
            let fields = fields.filter(|own| !matches!(own.value.kind, Kind::None | Kind::Bool(false)));
            found.extend(fields.map(|own| tell(own.key, own.field.name)));
            let blocks = layer.blocks.iter().filter(|own| !own.removed && bare.has_no_block(own.kind));
            found.extend(blocks.map(|own| tell(own.head, own.kind.name)));
        }
    }
}
