//! Images as they are built: how each is called, whether one differs by environment, and the targets of the bake file.

use super::environment::{Environment, View};
use super::public;
use super::typed::{Part, Reference, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{image, stack};
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;

/// How an image is built and called in an environment: a target of the bake file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// The folder that it is built from.
    pub context: SmolStr,
    /// The Dockerfile within it.
    pub dockerfile: SmolStr,
    /// The stage of the Dockerfile.
    pub stage: Option<SmolStr>,
    /// Build arguments, as far as they are known.
    pub args: Vec<(SmolStr, SmolStr)>,
    /// Labels: what the stack says of the image, and what the image says itself, which wins.
    pub labels: BTreeMap<SmolStr, SmolStr>,
    /// Platforms.
    pub platforms: Vec<SmolStr>,
    /// Repository, with the registry.
    pub repository: SmolStr,
    /// Tag.
    pub tag: SmolStr,
}

/// A target of the bake file in an environment; the environments of an image that is built alike share one.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its name in the bake file.
    pub name: SmolStr,
    /// Where the environment stands among all.
    pub environment: usize,
    /// The image.
    pub image: SmolStr,
    /// How it is built.
    pub recipe: Recipe,
}

/// The targets of all environments, environment by environment.
#[must_use]
pub fn targets(environments: &[Environment<'_>]) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for (index, environment) in environments.iter().enumerate() {
        for view in environment.all(&image::IMAGE).values().filter(|view| view.is_on()) {
            let Some(recipe) = Recipe::of(environments, environment, view) else { continue };
            let image = SmolStr::new(view.name);
            targets.push(Target { name: image.clone(), environment: index, image, recipe });
        }
    }
    let differing: Vec<bool> = targets
        .iter()
        .map(|target| targets.iter().any(|other| other.image == target.image && other.recipe != target.recipe))
        .collect();
    for (target, _) in targets.iter_mut().zip(differing).filter(|(_, differs)| *differs) {
        let environment = environments.get(target.environment).map_or("", |environment| environment.name);
        target.name = format_smolstr!("{}-{environment}", target.image);
    }
    targets
}

impl Recipe {
    /// How an image is built in an environment; none where it is taken from a registry.
    #[must_use]
    pub fn of(environments: &[Environment<'_>], environment: &Environment<'_>, view: &View<'_>) -> Option<Self> {
        let text = |field| view.text(field).map(SmolStr::new);
        let tag = tag(environments, environment, view).unwrap_or_else(|| app_version(&environment.stack));
        Some(Self {
            context: text(&image::CONTEXT)?,
            dockerfile: text(&image::DOCKERFILE)?,
            stage: text(&image::TARGET),
            args: arguments(environment, view),
            labels: labels(environment, view, &tag),
            platforms: view.texts(&image::PLATFORMS).cloned().collect(),
            repository: repository(&environment.stack, view),
            tag,
        })
    }

    /// Repository and tag, under which the image is pushed.
    #[must_use]
    pub fn tagged(&self) -> String {
        format!("{}:{}", self.repository, self.tag)
    }
}

fn arguments(environment: &Environment<'_>, view: &View<'_>) -> Vec<(SmolStr, SmolStr)> {
    let entries = view.entries(&image::ARGS).iter();
    entries.filter_map(|(key, entry)| Some((SmolStr::new(*key), argument(environment, &entry.value)?))).collect()
}

/// <https://github.com/opencontainers/image-spec/blob/main/annotations.md#pre-defined-annotation-keys>
fn labels(environment: &Environment<'_>, view: &View<'_>, tag: &SmolStr) -> BTreeMap<SmolStr, SmolStr> {
    let stack = &environment.stack;
    let said = |field| stack.text(field).map(SmolStr::new);
    let derived = [
        ("title", Some(SmolStr::new(view.name))),
        ("version", Some(tag.clone())),
        ("description", said(&stack::DESCRIPTION)),
        ("url", said(&stack::HOME)),
        ("source", stack.texts(&stack::SOURCES).next().cloned()),
    ];
    let derived = derived
        .into_iter()
        .filter_map(|(key, value)| Some((format_smolstr!("org.opencontainers.image.{key}"), value?)));
    let mut labels: BTreeMap<SmolStr, SmolStr> = derived.collect();
    labels.extend(own_labels(environment, view));
    labels
}

fn own_labels(environment: &Environment<'_>, view: &View<'_>) -> Vec<(SmolStr, SmolStr)> {
    let entries = view.entries(&image::LABELS).iter();
    entries.filter_map(|(key, entry)| Some((SmolStr::new(*key), argument(environment, &entry.value)?))).collect()
}

/// Repository of an image, with the registry that lies in front of its name.
#[must_use]
pub fn repository(stack: &View<'_>, view: &View<'_>) -> SmolStr {
    let name = view.text(&image::NAME).unwrap_or(view.name);
    let registry = view.text(&image::REGISTRY).or_else(|| stack.text(&stack::REGISTRY));
    registry.map_or_else(|| SmolStr::new(name), |registry| format_smolstr!("{registry}/{name}"))
}

/// The tag: what is said, else the application's version, with the environment's name where the image differs by
/// environment because it is built differently. None where the application's version alone is meant.
#[must_use]
pub fn tag(environments: &[Environment<'_>], environment: &Environment<'_>, view: &View<'_>) -> Option<SmolStr> {
    if let Some(tag) = view.value(&image::TAG).and_then(|tag| public::known_text(environment, tag)) {
        return Some(tag);
    }
    let differs = differs(environments, view.name);
    differs.then(|| format_smolstr!("{}-{}", app_version(&environment.stack), environment.name))
}

/// Version of the application: the tag of images that say none.
#[must_use]
pub fn app_version(stack: &View<'_>) -> SmolStr {
    let said = stack.text(&stack::APP_VERSION).or_else(|| stack.text(&stack::VERSION));
    said.map_or(SmolStr::new_static("0.1.0"), SmolStr::new)
}

/// Whether an image is built differently in two environments, so that it is another image in each.
#[must_use]
pub fn differs(environments: &[Environment<'_>], name: &str) -> bool {
    let mut built = environments.iter().filter_map(|environment| {
        let view = environment.get(&image::IMAGE, name).filter(|view| view.is_on())?;
        let files = [&image::CONTEXT, &image::DOCKERFILE, &image::TARGET].map(|field| view.text(field));
        let platforms: Vec<&SmolStr> = view.texts(&image::PLATFORMS).collect();
        Some((files, platforms, arguments(environment, view), own_labels(environment, view)))
    });
    let Some(first) = built.next() else { return false };
    built.any(|other| other != first)
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
        (Root::Environment, _) => public::known_reference(environment, reference),
        _ => None,
    }
}
