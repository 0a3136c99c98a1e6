//! One tag for images that are built differently in two environments: whichever is pushed last wins.

use super::{Context, Findings, finding};
use crate::diagnostics::Code;
use crate::model::environment::{Environment, View};
use crate::model::public::{known_text, public_origin};
use crate::model::typed::{Entry, Kind, Part, Reference, Text, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::image;
use smol_str::SmolStr;
use std::collections::BTreeSet;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut seen: Vec<Built<'_, '_>> = Vec::new();
    let mut reported: BTreeSet<(&str, &str)> = BTreeSet::new();
    for environment in context.environments {
        for view in super::facts::images(environment) {
            let Some(built) = Built::of(environment, view) else { continue };
            let clash = seen.iter().filter(|other| other.called == built.called).find_map(|other| {
                let name = built.difference(other)?;
                Some((other, name))
            });
            if let Some((other, name)) = clash
                && ![view, &environment.settings, &environment.stack].iter().any(|by| by.waiver(Code::E0417.name()))
                && reported.insert((view.name, name))
            {
                findings.always(built.clash(other, name));
            }
            seen.push(built);
        }
    }
}

/// An image that is built in an environment and has a tag of its own there.
struct Built<'e, 'a> {
    environment: &'e Environment<'a>,
    view: &'e View<'a>,
    /// Registry, name and tag.
    called: [SmolStr; 3],
    tag: &'a Value,
    args: Vec<(&'a str, &'a Entry, String)>,
}

impl<'e, 'a> Built<'e, 'a> {
    fn of(environment: &'e Environment<'a>, view: &'e View<'a>) -> Option<Self> {
        let tag = view.value(&image::TAG).filter(|_| view.value(&image::DIGEST).is_none())?;
        view.value(&image::CONTEXT)?;
        let registry = view.text(&image::REGISTRY).unwrap_or_default();
        let name = view.text(&image::NAME).unwrap_or(view.name);
        let called = [SmolStr::new(registry), SmolStr::new(name), known_text(environment, tag)?];
        let args = view.entries(&image::ARGS).iter();
        let args = args.map(|(name, entry)| (*name, *entry, meaning(environment, &entry.value))).collect();
        Some(Self { environment, view, called, tag, args })
    }

    fn arg(&self, name: &str) -> Option<&(&'a str, &'a Entry, String)> {
        self.args.iter().find(|(known, _, _)| *known == name)
    }

    /// The first argument that is not the same in the other.
    fn difference(&self, other: &Built<'_, 'a>) -> Option<&'a str> {
        let names = self.args.iter().chain(&other.args).map(|(name, _, _)| *name);
        let text = |built: &Built<'_, 'a>, name| built.arg(name).map(|(_, _, text)| text.clone());
        names.into_iter().find(|name| text(self, name) != text(other, name))
    }

    fn clash(&self, other: &Built<'_, 'a>, name: &str) -> crate::diagnostics::Diagnostic {
        let [_, _, tag] = &self.called;
        let (here, there) = (self.environment.name, other.environment.name);
        let message = format!(
            "image `{}` has the tag `{tag}` in `{there}` and in `{here}`, but is built differently",
            self.view.name
        );
        let mut found = finding(Code::E0417, self.tag.span, message);
        if other.tag.span != self.tag.span {
            found = found.label(other.tag.span, format!("the same tag in `{there}`"));
        }
        let mut places: Vec<_> =
            [other.arg(name), self.arg(name)].into_iter().flatten().map(|(_, entry, _)| entry.value.span).collect();
        places.dedup();
        for place in places {
            found = found.label(place, format!("`{name}` differs"));
        }
        let said =
            |built: &Built<'_, 'a>| built.arg(name).map_or("nothing".to_owned(), |(_, _, text)| format!("`{text}`"));
        let note = format!(
            "`{name}` is {} in `{there}` and {} in `{here}`; the image that is pushed last runs in both",
            said(other),
            said(self)
        );
        found.note(note).help("leave `tag` out: todoc then adds the environment's name to `app_version`; or give each environment a tag of its own")
    }
}

/// What a value stands for in an environment: two that stand for the same read the same.
fn meaning(environment: &Environment<'_>, value: &Value) -> String {
    if let Kind::Reference(reference) = &value.kind {
        return referred(environment, reference);
    }
    let Kind::Text(Text::Parts(parts)) = &value.kind else { return value.literal().unwrap_or_default().into() };
    let text = parts.iter().map(|part| match part {
        Part::Literal(literal) => literal.to_string(),
        Part::Reference(reference) => referred(environment, reference),
    });
    text.collect()
}

fn referred(environment: &Environment<'_>, reference: &Reference) -> String {
    let value = Value { kind: Kind::Reference(reference.clone()), span: reference.span };
    if let Some(text) = known_text(environment, &value) {
        return text.into();
    }
    let attribute = reference.attribute;
    let public = public_origin(environment, reference.target()).filter(|_| reference.root == Root::Service);
    match (public, attribute) {
        (Some(public), Some(Attribute::PublicUrl)) => public.url(),
        (Some(public), Some(Attribute::PublicOrigin)) => public.origin(),
        (Some(public), Some(Attribute::PublicHost)) => public.host.into(),
        (_, attribute) => {
            format!("{}.{}.{}", reference.root.name(), reference.target(), attribute.map_or("", Attribute::name))
        }
    }
}
