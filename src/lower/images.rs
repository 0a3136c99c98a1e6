//! Images: built here or taken, as the values of each workload.

use super::across::Across;
use super::{Context, Part};
use crate::chart::tree::Entry;
use crate::chart::tree::{Expr, Node, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{self, Schema};
use crate::dockerfile;
use crate::model::environment::{Environment, View};
use crate::model::images as model;
use crate::model::typed::Value;
use crate::rules::companions;
use crate::schema::{choices, container, image};
use crate::types::Reference;
use smol_str::{SmolStr, format_smolstr};

/// An image in an environment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Image {
    /// Repository, with the registry.
    pub(super) repository: SmolStr,
    /// Tag; nothing for the application's version.
    pub(super) tag: SmolStr,
    /// Digest, which wins over the tag.
    pub(super) digest: SmolStr,
    /// Pull policy; nothing for the environment's.
    pub(super) policy: SmolStr,
}

impl Image {
    /// The tag, or the application's version.
    pub(super) fn tag_or(&self, version: &SmolStr) -> SmolStr {
        if self.tag.is_empty() { version.clone() } else { self.tag.clone() }
    }

    /// The complete reference.
    pub(super) fn reference(&self, version: &SmolStr) -> SmolStr {
        if self.digest.is_empty() {
            format_smolstr!("{}:{}", self.repository, self.tag_or(version))
        } else {
            format_smolstr!("{}@{}", self.repository, self.digest)
        }
    }
}

/// The image of a workload in an environment.
pub(super) fn of_workload(context: &Context<'_>, environment: &Environment<'_>, view: &View<'_>) -> Option<Image> {
    let mut found = of_value(context, environment, view.value(&container::IMAGE)?)?;
    if let Some(policy) = view.choice(&container::PULL_POLICY_FIELD) {
        found.policy = SmolStr::new_static(policy.kubernetes);
    }
    Some(found)
}

/// The image that a value names: a block, or a complete reference as text.
pub(super) fn of_value(context: &Context<'_>, environment: &Environment<'_>, value: &Value) -> Option<Image> {
    match value.block() {
        Some((_, name)) => Some(of_block(context, environment, environment.get(&image::IMAGE, name)?)),
        None => of_text(value.text()?),
    }
}

/// A complete reference as text.
pub(super) fn of_text(text: &str) -> Option<Image> {
    let reference = Reference::parse(text).ok()?;
    let digest = reference.digest.as_deref().map(SmolStr::new).unwrap_or_default();
    let tag = reference.tag.as_deref().map(SmolStr::new).unwrap_or_default();
    let tag = if tag.is_empty() && digest.is_empty() { SmolStr::new_static("latest") } else { tag };
    Some(Image { repository: SmolStr::from(reference.name()), tag, digest, policy: SmolStr::default() })
}

/// An image block.
pub(super) fn of_block(context: &Context<'_>, environment: &Environment<'_>, view: &View<'_>) -> Image {
    Image {
        repository: model::repository(&environment.stack, view),
        tag: model::tag(context.environments, environment, view).unwrap_or_default(),
        digest: view.text(&image::DIGEST).map(SmolStr::new).unwrap_or_default(),
        policy: view
            .choice(&image::PULL_POLICY_FIELD)
            .map_or(SmolStr::default(), |policy| SmolStr::new_static(policy.kubernetes)),
    }
}

/// The user that a workload's image runs as, where something says so.
pub(super) fn user(context: &Context<'_>, environment: &Environment<'_>, view: &View<'_>) -> Option<i64> {
    let (_, name) = view.block(&container::IMAGE)?;
    let block = environment.get(&image::IMAGE, name)?;
    let of_dockerfile = || {
        let dockerfile = companions::dockerfile(environment, block, context.companions)?;
        dockerfile::user(&dockerfile, block.text(&image::TARGET))
    };
    let of_base = || dockerfile::user_of_base(block.text(&image::BASE)?);
    block.int(&image::USER).or_else(|| of_dockerfile().or_else(of_base).map(i64::from))
}

/// Paths that a workload's image writes to.
pub(super) fn writable<'a>(environment: &Environment<'a>, view: &View<'a>) -> Vec<&'a str> {
    let block = view.block(&container::IMAGE).and_then(|(_, name)| environment.get(&image::IMAGE, name));
    let of_image = block.into_iter().flat_map(|block| block.texts(&image::WRITABLE));
    of_image.chain(view.texts(&container::WRITABLE)).map(SmolStr::as_str).collect()
}

/// Declares the values of a workload's image, and prints `image` and `imagePullPolicy`.
pub(super) fn lower(across: &Across<'_>, images: &[Option<Image>], part: &mut Part) -> Vec<Entry> {
    let path = |key: &str| across.path(&format!("image.{key}"));
    let of = |get: fn(&Image) -> &SmolStr| {
        images.iter().map(|image| image.as_ref().map_or(Val::Unset, |image| Val::Text(get(image).clone()))).collect()
    };
    let place = || across.origin(&container::IMAGE);
    part.knob_from(path("repository"), "", Schema::Pattern(schema::REPOSITORY), of(|image| &image.repository), place());
    part.knob_from(
        path("tag"),
        "Default: the chart's appVersion.",
        Schema::Pattern(schema::TAG),
        of(|image| &image.tag),
        place(),
    );
    let doc = "Set by a build that knows it; wins over the tag.";
    part.knob_from(path("digest"), doc, Schema::Pattern(schema::DIGEST), of(|image| &image.digest), place());
    let policies = choices::PULL_POLICY.iter().map(|choice| SmolStr::new_static(choice.kubernetes));
    let policies = policies.chain([SmolStr::default()]).collect();
    let doc = "Default: global.imagePullPolicy.";
    part.knob_from(path("pullPolicy"), doc, Schema::Choice(policies), of(|image| &image.policy), place());
    printed(across)
}

fn printed(across: &Across<'_>) -> Vec<Entry> {
    let policy =
        Expr::Value(across.path("image.pullPolicy")).or(Expr::Value(SmolStr::new_static("global.imagePullPolicy")));
    vec![pair("image", Node::Text(Expr::Image(across.path("image")))), pair("imagePullPolicy", Node::Text(policy))]
}
