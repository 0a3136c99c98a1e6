//! Images as they are built: whether one differs by environment, and where its Dockerfile lies.

use super::environment::Environment;
use super::public;
use super::typed::{Part, Reference, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::image;
use smol_str::SmolStr;

/// Whether an image's build arguments differ between environments, so that it is another image in each.
#[must_use]
pub fn differs(environments: &[Environment<'_>], name: &str) -> bool {
    let mut arguments = environments.iter().filter_map(|environment| {
        let view = environment.get(&image::IMAGE, name).filter(|view| view.is_on())?;
        let entries = view.entries(&image::ARGS);
        Some(entries.iter().map(|(key, entry)| (*key, argument(environment, &entry.value))).collect::<Vec<_>>())
    });
    let Some(first) = arguments.next() else { return false };
    arguments.any(|other| other != first)
}

/// A build argument's text in an environment; none where it cannot be known when the source is read.
#[must_use]
pub fn argument(environment: &Environment<'_>, value: &Value) -> Option<SmolStr> {
    let parts = value.parts();
    let texts = parts.iter().map(|part| match part {
        Part::Literal(text) => Some(text.clone()),
        Part::Reference(reference) => referred(environment, reference),
    });
    let texts: Vec<SmolStr> = texts.collect::<Option<_>>()?;
    (!texts.is_empty()).then(|| SmolStr::from(texts.concat()))
}

fn referred(environment: &Environment<'_>, reference: &Reference) -> Option<SmolStr> {
    let public = || public::public_origin(environment, reference.target());
    match (reference.root, reference.attribute?) {
        (Root::Service, Attribute::PublicUrl) => public().map(|public| SmolStr::from(public.url())),
        (Root::Service, Attribute::PublicOrigin) => public().map(|public| SmolStr::from(public.origin())),
        (Root::Service, Attribute::PublicHost) => public().map(|public| public.host),
        (Root::Environment, Attribute::Name) => Some(SmolStr::new(environment.name)),
        _ => None,
    }
}
