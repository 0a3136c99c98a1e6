//! What a reference stands for whatever the release is called and whatever its values are: what can be written down where no
//! template of the chart could derive it.

use super::environment::{Environment, View};
use super::typed::{Part, Reference, Value};
use super::{images, naming};
use crate::chart::names::Prefix;
use crate::schema::attributes::{Attribute, Root};
use crate::schema::objects::ObjectKind;
use crate::schema::{self, choices, config, image, secret, service, stack};
use crate::secrets::first_key;
use smol_str::{SmolStr, format_smolstr};

/// A text, where all that it is made of is fixed.
#[must_use]
pub fn text(all: &[Environment<'_>], environment: &Environment<'_>, value: &Value) -> Option<SmolStr> {
    let parts = value.parts();
    let texts = parts.iter().map(|part| match part {
        Part::Literal(text) => Some(text.clone()),
        Part::Reference(own) => reference(all, environment, own),
    });
    let texts: Vec<SmolStr> = texts.collect::<Option<_>>()?;
    (!texts.is_empty()).then(|| SmolStr::from(texts.concat()))
}

/// A reference, where it is fixed.
#[must_use]
pub fn reference(all: &[Environment<'_>], environment: &Environment<'_>, own: &Reference) -> Option<SmolStr> {
    match (own.root, own.attribute) {
        (Root::Environment, Some(Attribute::Name)) => Some(SmolStr::new(environment.name)),
        (Root::Secret, Some(Attribute::Key)) => Some(key(environment.get(&secret::SECRET, own.target())?)),
        (Root::Secret, Some(Attribute::Object)) => {
            environment.get(&secret::SECRET, own.target())?.text(&secret::OBJECT).map(SmolStr::new)
        }
        (Root::Service, Some(Attribute::Host | Attribute::Name)) => {
            name(all, environment, &service::SERVICE, own.target(), ObjectKind::Service)
        }
        (Root::Config, Some(Attribute::Name)) => {
            name(all, environment, &config::CONFIG, own.target(), ObjectKind::ConfigMap)
        }
        (Root::Image, attribute) => {
            of_image(all, environment, environment.get(&image::IMAGE, own.target())?, attribute)
        }
        (
            Root::Environment
            | Root::Secret
            | Root::Service
            | Root::Config
            | Root::Database
            | Root::Pod
            | Root::Env
            | Root::Let
            | Root::Param,
            _,
        ) => None,
    }
}

/// The key that holds a secret.
fn key(view: &View<'_>) -> SmolStr {
    let kind = view.choice(&secret::TYPE).filter(|kind| *kind != &choices::OPAQUE);
    let of_type = kind.and_then(first_key);
    SmolStr::new(of_type.or_else(|| view.text(&secret::KEY)).unwrap_or(view.name))
}

/// The name of a block's object of a kind: one that is given, the same everywhere, or by a rule that does not ask for the release.
fn name(
    all: &[Environment<'_>],
    environment: &Environment<'_>,
    kind: &'static schema::Block,
    name: &str,
    object: ObjectKind,
) -> Option<SmolStr> {
    let given = |own: &Environment<'_>| Some(naming::given(own.get(kind, name)?, object).map(SmolStr::new));
    let own = given(environment)?;
    if !all.iter().filter_map(given).all(|other| other == own) {
        return None;
    }
    let rule = &environment.naming;
    let is_free =
        rule.prefix != Prefix::Release && environment.stack.choice(&stack::CHARTS) != Some(&choices::PER_SERVICE);
    let derived = || {
        let derived = rule.name("", name);
        Some(
            rule.suffix(object).map_or_else(|| SmolStr::from(&derived), |suffix| format_smolstr!("{derived}-{suffix}")),
        )
    };
    own.or_else(|| derived().filter(|_| is_free))
}

fn of_image(
    all: &[Environment<'_>],
    environment: &Environment<'_>,
    view: &View<'_>,
    attribute: Option<Attribute>,
) -> Option<SmolStr> {
    let repository = images::repository(&environment.stack, view);
    let tag = || images::tag(all, environment, view).unwrap_or_else(|| images::app_version(&environment.stack));
    match attribute {
        Some(Attribute::Repository) => Some(repository),
        Some(Attribute::Tag) => Some(tag()),
        Some(Attribute::Reference) | None => {
            let pinned = view.text(&image::DIGEST).map(|digest| format_smolstr!("{repository}@{digest}"));
            Some(pinned.unwrap_or_else(|| format_smolstr!("{repository}:{}", tag())))
        }
        Some(_) => None,
    }
}
