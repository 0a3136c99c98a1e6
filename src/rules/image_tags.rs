//! Images whose tag does not say which image runs: another one tomorrow than today.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::model::environment::{Environment, View};
use crate::schema::{choices, container, database, environment as settings, image, stack};
use crate::source::Span;
use crate::types::{self, image::is_semver_tag};
use smol_str::SmolStr;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in facts::images(environment) {
            if let Some(tagged) = of_block(environment, view) {
                tagged.check(environment, view, findings);
            }
        }
        let databases = facts::databases(environment).map(|view| (view, view, &database::IMAGE));
        let containers = facts::containers(environment);
        let containers = containers.map(|container| (container.pod, container.own, &container::IMAGE));
        for (owner, view, field) in containers.chain(databases) {
            let parsed = view.text(field).and_then(|text| types::Reference::parse(text).ok());
            if let Some(reference) = parsed.filter(|reference| reference.digest.is_none()) {
                let name = SmolStr::from(reference.name());
                let tagged = Tagged {
                    name,
                    tag: reference.tag,
                    place: view.place(field),
                    policy: view.choice(&container::PULL_POLICY_FIELD),
                };
                tagged.check(environment, owner, findings);
            }
        }
    }
}

/// An image without a digest.
struct Tagged {
    name: SmolStr,
    tag: Option<SmolStr>,
    place: Span,
    policy: Option<&'static choices::Choice>,
}

/// An image block: its own tag, else the application's version. None where it has a digest, or a tag given at install.
fn of_block(environment: &Environment<'_>, view: &View<'_>) -> Option<Tagged> {
    if view.value(&image::DIGEST).is_some() {
        return None;
    }
    let (tag, place) = match (view.value(&image::TAG), environment.stack.value(&stack::APP_VERSION)) {
        (Some(tag), _) => (Some(tag.literal()?), tag.span),
        (None, Some(version)) => (Some(version.literal()?), view.head()),
        (None, None) => (None, view.head()),
    };
    Some(Tagged { name: SmolStr::new(view.name), tag, place, policy: view.choice(&image::PULL_POLICY_FIELD) })
}

impl Tagged {
    fn check(&self, environment: &Environment<'_>, view: &View<'_>, findings: &mut Findings) {
        let found = match &self.tag {
            Some(tag) if tag != "latest" => self.unversioned(environment, tag),
            Some(_) | None => self.moving(environment),
        };
        if let Some(found) = found {
            findings.about(environment, view, found);
        }
    }

    fn moving(&self, environment: &Environment<'_>) -> Option<Diagnostic> {
        let severity = facts::by_profile(environment, [None, Some(Severity::Warning), Some(Severity::Error)])?;
        let what = if self.tag.is_some() { "the moving tag `latest`" } else { "no tag, which means `latest`" };
        let found = finding(Code::E0402, self.place, format!("image `{}` has {what}", self.name));
        let policy = self.policy.or_else(|| environment.settings.choice(&settings::PULL_POLICY_FIELD));
        let kept = policy.filter(|policy| *policy != &choices::ALWAYS).map(|policy| {
            format!("; with `pull_policy = {}` each node also keeps the one it has, so pods may differ", policy.name)
        });
        let note = format!(
            "it is another image tomorrow, and a rollback does not bring the old one back{}",
            kept.unwrap_or_default()
        );
        let help = "give a version (`tag = \"v1.2.3\"`, or `app_version` of the stack) or a digest";
        Some(found.severity(severity).note(note).help(help))
    }

    fn unversioned(&self, environment: &Environment<'_>, tag: &str) -> Option<Diagnostic> {
        if !facts::is_production(environment) || is_semver_tag(tag) {
            return None;
        }
        let found =
            finding(Code::E0403, self.place, format!("tag `{tag}` of image `{}` is no full version", self.name));
        let note =
            "production runs versions that never change: three numbers, with `v` before them and a suffix or without";
        Some(found.note(note).help("write a tag such as `v1.2.3`, or a digest"))
    }
}
