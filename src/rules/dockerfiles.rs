//! What an image's Dockerfile says that does not go with its pods, or that its builders will regret.

use super::{Context, Findings, companions, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::dockerfile::{Dockerfile, User};
use crate::model::environment::{Environment, View};
use crate::schema::{container, image};
use crate::source::Span;
use crate::types::{Reference, nearest};
use smol_str::SmolStr;

/// Build arguments that every Dockerfile knows, or that only the builder reads.
/// <https://docs.docker.com/reference/dockerfile/#predefined-args>
const PREDEFINED: &[&str] = &["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY", "SOURCE_DATE_EPOCH"];

/// The user of images that name none.
const DEFAULT_USER: i64 = 10001;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in facts::images(environment) {
            let Some(wanted) = companions::dockerfile_path(view) else { continue };
            let Some(dockerfile) = companions::dockerfile(environment, view, context.companions) else { continue };
            let place = view.place(&image::CONTEXT);
            let target = view.text(&image::TARGET);
            let image = Image { environment, view, dockerfile, path: wanted.path, place, target };
            let found = [image.user(), image.health(), image.stages(), image.port()].into_iter().flatten();
            for found in found.chain(image.base()).chain(image.bases()).chain(image.arguments()) {
                findings.about(environment, view, found);
            }
        }
    }
}

/// An image with its Dockerfile.
struct Image<'e, 'a> {
    environment: &'e Environment<'a>,
    view: &'e View<'a>,
    dockerfile: Dockerfile,
    path: SmolStr,
    place: Span,
    target: Option<&'a str>,
}

impl Image<'_, '_> {
    fn at(&self, line: usize) -> String {
        format!("`{}:{line}`", self.path)
    }

    fn last_line(&self) -> usize {
        self.dockerfile.target(self.target).map_or(1, |stage| stage.line)
    }

    fn found(&self, code: Code, message: String) -> Diagnostic {
        finding(code, self.place, message)
    }

    /// Root, or a name that Kubernetes can't tell from root. What `user` says of the image settles it.
    fn user(&self) -> Option<Diagnostic> {
        if self.view.value(&image::USER).is_some() || self.dockerfile.stages.is_empty() {
            return None;
        }
        let uid = self.pods_user();
        let told = self.dockerfile.user(self.target);
        let (said, line) = match &told {
            Some((User::Id(_), _)) => return None,
            Some((User::Name(name), line)) => {
                let found = self.found(
                    Code::W0427,
                    format!("image `{}` runs as `{name}`, whose number is not known", self.view.name),
                );
                let note = format!(
                    "at {}; Kubernetes can't tell whether a name is root, so pods run as {uid}",
                    self.at(*line)
                );
                let help = "write the number in the Dockerfile (`USER 1000:1000`), or `user = 1000` in the image block";
                return Some(found.note(note).help(help));
            }
            Some((User::Root, line)) => ("says `USER root`", *line),
            None if self.dockerfile.last("USER", self.target).is_some() => return None,
            None => ("names no user", self.last_line()),
        };
        let found = self.found(Code::W0421, format!("image `{}` runs as root", self.view.name));
        let note = format!("its Dockerfile {said} at {}; pods run as {uid}, who may not own its files", self.at(line));
        Some(found.note(note).help(format!(
            "end the Dockerfile with `USER {DEFAULT_USER}:{DEFAULT_USER}`, or write `user` in the image block"
        )))
    }

    /// The user of the pods, where all containers of the image agree.
    fn pods_user(&self) -> i64 {
        let said = self.containers().find_map(|view| view.child(&container::SECURITY)?.int(&container::USER));
        said.unwrap_or(DEFAULT_USER)
    }

    fn containers(&self) -> impl Iterator<Item = &View<'_>> {
        let name = self.view.name;
        facts::containers(self.environment)
            .map(|container| container.own)
            .filter(move |view| view.block(&container::IMAGE).is_some_and(|(_, used)| used == name))
    }

    fn health(&self) -> Option<Diagnostic> {
        let check = self.dockerfile.last("HEALTHCHECK", self.target);
        let has_none = check.is_none_or(|check| check.text.eq_ignore_ascii_case("none"));
        let line = check.map_or(self.last_line(), |check| check.line);
        (has_none && !self.dockerfile.stages.is_empty()).then(|| {
            let note = format!("at {}; Kubernetes asks its probes, but Docker and scanners look for it", self.at(line));
            self.found(Code::W0422, format!("image `{}` has no health check", self.view.name)).note(note)
        })
    }

    /// One stage that runs something: what it needed to build is in the image.
    fn stages(&self) -> Option<Diagnostic> {
        let [only] = self.dockerfile.stages.as_slice() else { return None };
        let run = only.instructions.iter().find(|instruction| instruction.keyword == "RUN")?;
        let found = self.found(Code::W0423, format!("image `{}` is built in a single stage", self.view.name));
        let note = format!(
            "what `RUN` at {} needs and leaves is in every pod: compilers, caches, package managers",
            self.at(run.line)
        );
        Some(found.note(note).help("build in one stage (`FROM … AS build`) and `COPY --from=build` into the last"))
    }

    /// Another base than the one that the image says.
    fn base(&self) -> Option<Diagnostic> {
        let said = self.view.text(&image::BASE)?;
        let (base, line) = self.dockerfile.base(self.target)?;
        if plain(base) == plain(said) {
            return None;
        }
        let place = self.view.place(&image::BASE);
        let found =
            finding(Code::E0416, place, format!("image `{}` starts from `{base}`, not from `{said}`", self.view.name));
        let found = found.note(format!("its Dockerfile says so at {}", self.at(line)));
        Some(found.help(format!("write `base = \"{base}\"`, or change the Dockerfile")))
    }

    fn bases(&self) -> Vec<Diagnostic> {
        let moving = self.dockerfile.bases().into_iter().filter(|(base, _)| {
            !base.contains('$') && Reference::parse(base).is_ok_and(|reference| reference.is_moving())
        });
        let found = moving.map(|(base, line)| {
            let found =
                self.found(Code::W0424, format!("image `{}` starts from `{base}`, which moves", self.view.name));
            let note = format!("at {}; the same Dockerfile makes another image tomorrow", self.at(line));
            found.note(note).help("give the base a version or a digest")
        });
        found.collect()
    }

    fn arguments(&self) -> Vec<Diagnostic> {
        let declared = self.dockerfile.arguments();
        let given = self.view.entries(&image::ARGS).iter();
        let unknown = given.filter(|(name, _)| {
            let is_predefined =
                PREDEFINED.contains(&name.to_ascii_uppercase().as_str()) || name.starts_with("BUILDKIT_");
            !is_predefined && !declared.contains(**name)
        });
        let found = unknown.map(|(name, entry)| {
            let place = entry.key.span;
            let found =
                finding(Code::W0425, place, format!("no `ARG` of image `{}` declares `{name}`", self.view.name));
            let found = found.note(format!("the build ignores an argument that `{}` does not declare", self.path));
            match nearest(name, declared.iter().map(String::as_str)) {
                Some(near) => found.help(format!("did you mean `{near}`?")).edit(place, near),
                None => found.help(format!("write `ARG {name}` in the stage that reads it")),
            }
        });
        found.collect()
    }

    /// No service that runs the image listens on a port that it exposes.
    fn port(&self) -> Option<Diagnostic> {
        let exposed = self.dockerfile.exposed(self.target);
        let ports: Vec<(i64, Span)> = self.containers().flat_map(facts::ports).collect();
        let (port, place) = *ports.first()?;
        let ((low, _), line) = *exposed.first()?;
        let is_exposed =
            |port: i64| exposed.iter().any(|((low, high), _)| (i64::from(*low)..=i64::from(*high)).contains(&port));
        if ports.iter().any(|(port, _)| is_exposed(*port)) {
            return None;
        }
        let found = finding(Code::W0426, place, format!("image `{}` does not listen on port {port}", self.view.name));
        let note = format!("its Dockerfile exposes {low} at {}", self.at(line));
        Some(
            found
                .label(self.place, "the image is built here")
                .note(note)
                .help(format!("write `{low}`, or `EXPOSE {port}` if it does listen there")),
        )
    }
}

/// A reference without what Docker fills in by itself.
fn plain(reference: &str) -> &str {
    let reference = reference.strip_prefix("docker.io/").unwrap_or(reference);
    reference.strip_prefix("library/").unwrap_or(reference)
}
