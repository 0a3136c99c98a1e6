//! What is said of something that a block does not have: of pods, where a service runs elsewhere or is a face of others, and a job
//! runs in the pods of services; of a Service, where a service has none; of a build, where an image is not built here; of
//! certificates, where an ingress has no TLS.

use super::{called, said};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::needs::{denies, said_at};
use crate::model::typed::{self, Kind, Layer};
use crate::rules::finding;
use crate::schema::{
    Block, Choice, Field, To, account, autoscale, choices, container, dapr, image, ingress, job, lifecycle, metrics,
    network, placement, pod, port, probe, service, sidecar, volume,
};
use crate::source::Span;

/// A way to be without something.
#[derive(Debug)]
pub struct Bare {
    /// The kind of block.
    pub kind: &'static Block,
    /// What makes it so.
    pub why: Why,
    /// Fields that speak of what is not there, beside those that `speaks` tells.
    fields: &'static [&'static Field],
    /// Whether a field speaks of it.
    speaks: fn(&'static Field) -> bool,
    /// Blocks that speak of it.
    blocks: &'static [&'static [&'static Block]],
    /// Fields of nested blocks that speak of it.
    nested: &'static [(&'static Block, &'static [&'static Field])],
    /// What has it, after "only with".
    only: &'static str,
}

/// Why a block is without something.
#[derive(Debug)]
pub enum Why {
    /// A field is set.
    Says(&'static Field),
    /// A field holds a word.
    Is(&'static Field, &'static Choice),
    /// A field is not set.
    Lacks(&'static Field),
    /// A field is set to `false`, and not by a profile alone.
    Denies(&'static Field),
    /// It has no port, and stands for nothing that runs elsewhere.
    Portless,
}

impl Bare {
    /// Whether a field means nothing.
    #[must_use]
    pub fn has_no(&self, field: &'static Field) -> bool {
        (self.speaks)(field) || self.fields.iter().any(|own| own.is(field))
    }

    /// Whether a field of a nested block means nothing.
    #[must_use]
    pub fn has_no_nested(&self, kind: &Block, field: &Field) -> bool {
        let own = self.nested.iter().filter(|(own, _)| own.is(kind));
        own.flat_map(|(_, fields)| *fields).any(|own| own.is(field))
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
        why: Why::Says(&service::EXTERNAL),
        // DNS sends whoever asks elsewhere, so that nothing of the cluster's own network takes part.
        fields: &[
            &service::KIND,
            &service::REPLICAS,
            &service::WAIT_FOR,
            &service::EXPOSE_FIELD,
            &service::PUBLISH_NOT_READY,
        ],
        speaks: |field| is_of_container(field) || is_in(pod::POD, field) || matches!(field.to, To::Service(_)),
        blocks: &[OF_PODS, OF_SERVICES],
        nested: &[],
        only: "a service that runs here, without `external`",
    },
    Bare {
        kind: &service::SERVICE,
        why: Why::Says(&service::TARGETS),
        fields: &[&service::KIND, &service::REPLICAS, &service::WAIT_FOR],
        speaks: |field| is_of_container(field) || is_in(pod::POD, field),
        blocks: &[OF_PODS, OF_SERVICES],
        nested: &[],
        only: "a service that has pods of its own, without `targets`",
    },
    Bare {
        kind: &job::JOB,
        why: Why::Says(&job::BEFORE),
        fields: &[&job::SUSPEND],
        speaks: |field| is_in(pod::POD, field) || is_in(job::RUN_FIELDS, field),
        blocks: &[OF_PODS, &[&job::POD_FAILURE, &lifecycle::PRE_STOP, &lifecycle::POST_START]],
        nested: &[],
        only: "a job of its own, without `before`",
    },
    Bare {
        kind: &service::SERVICE,
        why: Why::Is(&service::KIND, &choices::DAEMON_SET),
        fields: &[],
        speaks: |_| false,
        blocks: &[&[&placement::SPREAD, &autoscale::DISRUPTION, &autoscale::AUTOSCALE]],
        nested: &[],
        only: "a service of another `kind`: a `daemon_set` has one pod on every node",
    },
    Bare {
        kind: &service::SERVICE,
        why: Why::Is(&service::EXPOSE_FIELD, &choices::OFF),
        fields: OF_FACES,
        speaks: |field| matches!(field.to, To::Service(_)),
        blocks: &[&[&service::SERVICE_ANNOTATIONS, &service::SERVICE_LABELS]],
        nested: &[(&port::PORT, &[&port::SERVICE, &port::NODE_PORT, &port::APP_PROTOCOL])],
        only: "a service that others reach, without `expose = off`",
    },
    Bare {
        kind: &service::SERVICE,
        why: Why::Portless,
        fields: OF_PORTLESS,
        speaks: |field| matches!(field.to, To::Service(_)),
        blocks: &[&[&service::SERVICE_ANNOTATIONS, &service::SERVICE_LABELS]],
        nested: &[],
        only: "a service that has a port: without one there is no Service",
    },
    Bare {
        kind: &image::IMAGE,
        why: Why::Lacks(&image::CONTEXT),
        fields: &[],
        speaks: |_| false,
        blocks: &[&[&image::ARGS, &image::LABELS]],
        nested: &[],
        only: "`context`, which says that the image is built here",
    },
    Bare {
        kind: &ingress::INGRESS,
        why: Why::Denies(&ingress::TLS),
        fields: &[],
        speaks: |_| false,
        blocks: &[&[&ingress::CERTIFICATE]],
        nested: &[],
        only: "`tls = true`",
    },
];

/// What else speaks of the Service.
static OF_FACES: &[&Field] = &[&service::SESSION_AFFINITY_TIMEOUT, &service::EXTERNAL_TRAFFIC];

/// The same where there is no port to reach.
static OF_PORTLESS: &[&Field] =
    &[&service::EXPOSE_FIELD, &service::SESSION_AFFINITY_TIMEOUT, &service::EXTERNAL_TRAFFIC];

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

/// What a weaker layer says than the one that takes it away is left alone: it is simply not used.
pub(super) fn check(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    for bare in BARE.iter().filter(|bare| view.kind.is(bare.kind)) {
        let Some((decided, place, why)) = because(&bare.why, view) else { continue };
        let tell = |view: &View<'_>, own, name: &str| {
            let message = format!("`{name}` of {} means nothing here", called(view));
            let help = format!("it goes only with {}", bare.only);
            finding(Code::E0210, own, message).label(place, why.as_str()).help(help)
        };
        // What is said of all blocks of a kind is said of those that have it.
        for layer in view.layers.iter().skip(decided).filter(|layer| layer.name.is_some()) {
            let fields = layer.fields.iter().filter(|own| bare.has_no(own.field) && holds(view, own));
            found.extend(fields.map(|own| tell(view, own.key, own.field.name)));
            let blocks = layer.blocks.iter().filter(|own| !own.removed && bare.has_no_block(own.kind));
            found.extend(blocks.map(|own| tell(view, own.head, own.kind.name)));
            for block in &layer.blocks {
                let Some(inner) = view.nested(block.kind, block.name()) else { continue };
                let fields = block.fields.iter().filter(|own| bare.has_no_nested(block.kind, own.field));
                let fields = fields.filter(|own| holds(&inner, own));
                found.extend(fields.map(|own| tell(&inner, own.key, own.field.name)));
            }
        }
    }
}

/// Whether a field sets something, and no stronger layer says otherwise.
fn holds(view: &View<'_>, own: &typed::Field) -> bool {
    let is_last = view.field(own.field).is_some_and(|last| last.key == own.key);
    let is_off = own.value.choice() == Some(&choices::OFF) || matches!(own.value.kind, Kind::None | Kind::Bool(false));
    is_last && !is_off
}

/// How strong the layer is that makes a block be without something, and where it says so.
fn because(why: &Why, view: &View<'_>) -> Option<(usize, Span, String)> {
    let this = || "because of this".to_owned();
    let by = |field| said(view, field).map(|(layer, own)| (layer, own.key, this()));
    match why {
        Why::Says(field) => by(field),
        Why::Is(field, word) => by(field).filter(|_| view.choice(field) == Some(word)),
        Why::Lacks(field) => {
            let is_here = view.value(field).is_some() || !view.is_sound();
            (!is_here)
                .then(|| (said_at(view, field).unwrap_or_default(), view.head(), format!("it has no `{}`", field.name)))
        }
        Why::Denies(field) => {
            let own = view.field(field).filter(|_| denies(view, field))?;
            Some((said_at(view, field)?, own.key, this()))
        }
        Why::Portless => {
            let is_face = [&service::EXTERNAL, &service::TARGETS].into_iter().any(|field| said(view, field).is_some());
            if is_face || view.first_port().is_some() || !view.is_sound() {
                return None;
            }
            let takes_away =
                |layer: &&typed::Block| layer.blocks.iter().any(|own| own.kind.is(&port::PORT) && own.removed);
            let own = view.layers.iter().position(|layer| layer.layer >= Layer::Base);
            Some((view.layers.iter().rposition(takes_away).or(own)?, view.head(), "it has no `port`".to_owned()))
        }
    }
}
