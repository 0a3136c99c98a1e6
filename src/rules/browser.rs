//! Variables of the browser: frameworks bake them into the bundle when the image is built, and the browser is outside of the
//! cluster.

use super::facts::{self, Container};
use super::{Context, Findings, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::Environment;
use crate::model::public::public_origin;
use crate::model::typed::{Entry, Kind, Part, Reference, Text, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{self, container, database, image, service};

/// Prefixes of variables that a bundle holds, and the framework that puts them there when the image is built; none where it
/// also reads them when it starts.
const PREFIXES: &[(&str, Option<&str>)] = &[
    ("NEXT_PUBLIC_", Some("Next.js")),
    ("VITE_", Some("Vite")),
    ("REACT_APP_", Some("Create React App")),
    ("VUE_APP_", Some("Vue CLI")),
    ("GATSBY_", Some("Gatsby")),
    ("EXPO_PUBLIC_", Some("Expo")),
    // Nuxt's runtime configuration and SvelteKit's `$env/dynamic/public` are read at run time, and sent to the browser.
    ("NUXT_PUBLIC_", None),
    ("PUBLIC_", None),
];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for container in facts::running(environment).flat_map(facts::containers_of) {
            for (name, entry) in container.own.entries(&container::ENV) {
                variable(environment, container, name, entry, findings);
            }
        }
        for image in facts::images(environment) {
            for (name, entry) in image.entries(&image::ARGS).into_iter().filter(|(name, _)| prefix(name).is_some()) {
                if let Some(found) = internal(environment, name, entry) {
                    findings.about(environment, image, found);
                }
            }
        }
    }
}

pub(super) fn prefix(name: &str) -> Option<&'static (&'static str, Option<&'static str>)> {
    PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix))
}

fn variable(
    environment: &Environment<'_>,
    container: Container<'_, '_>,
    name: &str,
    entry: &Entry,
    findings: &mut Findings,
) {
    let Some((_, framework)) = prefix(name) else { return };
    if let Some(found) = internal(environment, name, entry) {
        return findings.about(environment, container.pod, found);
    }
    let Some(framework) = framework else { return };
    let found =
        finding(Code::W0410, entry.key.span, format!("`{name}` has no effect when {} runs", container.called()));
    let note = format!("{framework} puts its value into the bundle when the image is built");
    let image = facts::image_of(environment, container.own).map_or("NAME", |image| image.name);
    let help =
        format!("move it to `image {image} {{ args {{ … }} }}`, and declare it with `ARG {name}` in the Dockerfile");
    findings.about(environment, container.pod, found.note(note).help(help));
}

/// What no browser can reach, in a variable that a browser reads.
fn internal(environment: &Environment<'_>, name: &str, entry: &Entry) -> Option<Diagnostic> {
    let inside = Inside::find(environment, &entry.value)?;
    let message = format!("`{name}` sends browsers to `{}`, which only the cluster knows", inside.what);
    let found = finding(Code::E0411, entry.value.span, message)
        .note("a browser is outside of the cluster, where its names do not exist");
    let Some(service) = inside.service else { return Some(found.help("give the address by which people reach it")) };
    let right = format!("service.{service}.{}", inside.public.name());
    let known = public_origin(environment, service).is_some();
    Some(match inside.whole {
        true if known => found.help(format!("write `{right}`")).edit(entry.value.span, right),
        true => found.help(format!("write `{right}`, and route to the service from an ingress")),
        false => found.help(format!("build it from `{right}`")),
    })
}

/// An address inside the cluster.
struct Inside<'a> {
    what: String,
    service: Option<&'a str>,
    /// The attribute that says the same for people.
    public: Attribute,
    /// Whether it is the whole value.
    whole: bool,
}

impl<'a> Inside<'a> {
    fn find(environment: &Environment<'a>, value: &'a Value) -> Option<Inside<'a>> {
        match &value.kind {
            Kind::Reference(reference) => Self::reference(reference, true),
            Kind::Text(Text::Literal(text)) => Self::literal(environment, text),
            Kind::Text(Text::Parts(parts)) => parts.iter().find_map(|part| match part {
                Part::Reference(reference) => Self::reference(reference, false),
                Part::Literal(_) => None,
            }),
            Kind::None
            | Kind::Null
            | Kind::Fraction(_)
            | Kind::Object(_)
            | Kind::Made(_)
            | Kind::Bool(_)
            | Kind::Int(_)
            | Kind::Percent(_)
            | Kind::Duration(_)
            | Kind::Quantity(_)
            | Kind::Range(..)
            | Kind::Choice(_)
            | Kind::List(_)
            | Kind::Block(..) => None,
        }
    }

    fn reference(reference: &'a Reference, whole: bool) -> Option<Inside<'a>> {
        let attribute = reference.attribute?;
        let is_inside = [Attribute::Url, Attribute::Host, Attribute::Address, Attribute::Name].contains(&attribute);
        let public = if attribute == Attribute::Url { Attribute::PublicUrl } else { Attribute::PublicHost };
        let is_service = reference.root == Root::Service;
        if !is_inside || (!is_service && reference.root != Root::Database) {
            return None;
        }
        let what = format!("{}.{}.{}", reference.root.name(), reference.target(), attribute.name());
        Some(Inside { what, service: is_service.then(|| reference.target()), public, whole })
    }

    /// A literal with a host that is a service's name, or that ends as names of a cluster do.
    fn literal(environment: &Environment<'a>, text: &str) -> Option<Inside<'a>> {
        let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| (scheme, rest));
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?.split(':').next()?;
        let is_address = !scheme.is_empty() || authority.contains(':');
        let first = host.split('.').next().unwrap_or(host);
        let labels: Vec<&str> = host.split('.').collect();
        let in_dns = matches!(labels.as_slice(), [_, .., "svc"] | [_, .., "cluster", "local"]);
        // Another chart would call it `RELEASE-backend`.
        let names =
            |known: &str| first == known || first.strip_suffix(known).is_some_and(|before| before.ends_with('-'));
        let called = |kind: &'static schema::Block| environment.all(kind).keys().copied().find(|known| names(known));
        let is_bare = !host.contains('.') && is_address;
        let service = called(&service::SERVICE).filter(|_| is_bare || in_dns);
        let database = called(&database::DATABASE).filter(|_| is_bare);
        if !in_dns && service.is_none() && database.is_none() {
            return None;
        }
        let path = rest.strip_prefix(authority).unwrap_or_default();
        let public = if scheme.is_empty() { Attribute::PublicHost } else { Attribute::PublicUrl };
        Some(Inside { what: host.to_owned(), service, public, whole: path.trim_end_matches('/').is_empty() })
    }
}
