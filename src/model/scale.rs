//! How many pods a service has, and which of its claims tie it to one node.

use super::environment::View;
use super::typed::{Kind, Layer};
use crate::schema::{choices, port, service, volume};

/// The fewest and the most pods of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The fewest.
    pub least: u32,
    /// The most; the same where nothing scales it.
    pub most: u32,
}

impl Scale {
    /// One pod.
    pub const ONE: Scale = Scale { least: 1, most: 1 };
}

/// How many pods a service has. What a built-in profile says holds for services with a port and without a claim of
/// one-node access; others have one pod.
#[must_use]
pub fn scale(service: &View<'_>) -> Scale {
    let is_said = service.layer_of(&service::REPLICAS).is_some_and(|layer| layer > Layer::BuiltIn);
    let is_many = !service.children(&port::PORT).is_empty() && one_node_claims(service).is_empty();
    let Some(value) = service.value(&service::REPLICAS).filter(|_| is_said || is_many) else { return Scale::ONE };
    let count = |kind: &Kind| if let Kind::Int(count) = kind { u32::try_from(*count).ok() } else { None };
    if let Kind::Range(low, high) = &value.kind {
        let (least, most) = (count(&low.kind), count(&high.kind));
        return Scale { least: least.unwrap_or(1), most: most.unwrap_or(1) };
    }
    count(&value.kind).map_or(Scale::ONE, |count| Scale { least: count, most: count })
}

/// The claims that all pods of a service share and that one node, or one pod, can use at a time.
#[must_use]
pub fn one_node_claims<'a>(service: &View<'a>) -> Vec<View<'a>> {
    let is_stateful = service.choice(&service::KIND) == Some(&choices::STATEFUL_SET);
    let mut volumes = service.children(&volume::VOLUME);
    volumes.retain(|volume| {
        let access = volume.choice(&volume::ACCESS_FIELD);
        let one_node = access == Some(&choices::READ_WRITE_ONCE) || access == Some(&choices::READ_WRITE_ONCE_POD);
        let own = is_stateful && volume.bool(&volume::PER_REPLICA);
        volume.bool(&volume::ENABLED) && volume.value(&volume::SIZE).is_some() && one_node && !own
    });
    volumes
}
