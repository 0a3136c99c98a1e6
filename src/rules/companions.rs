//! Files beside the sources that an application needs: Dockerfiles, and texts of configurations.

use super::{Context, Findings, facts, finding};
use crate::companion::{Companions, Fault, Wanted};
use crate::diagnostics::Code;
use crate::dockerfile::Dockerfile;
use crate::model::environment::{Environment, View};
use crate::model::public::known_text;
use crate::schema::{config, image, manifest};
use crate::secrets::sealed;
use smol_str::{SmolStr, format_smolstr};
use std::collections::{BTreeMap, BTreeSet};

/// The files that the environments name, each once.
#[must_use]
pub fn wanted(environments: &[Environment<'_>]) -> BTreeSet<Wanted> {
    let mut wanted = BTreeSet::new();
    for environment in environments {
        let images = environment.all(&image::IMAGE).values().filter(|view| view.is_on());
        wanted.extend(images.filter_map(dockerfile_path));
        wanted.extend(texts(environment).into_iter().map(|(_, _, wanted)| wanted));
        wanted.extend(sealed::wanted(environment));
        let files = environment.all(&manifest::MANIFEST).values().filter_map(|view| view.value(&manifest::FILE));
        wanted.extend(files.filter_map(super::manifests::wanted));
    }
    wanted
}

/// The Dockerfile of an image that is built here, from the folder of the file that says where.
#[must_use]
pub fn dockerfile_path(image: &View<'_>) -> Option<Wanted> {
    let context = image.value(&image::CONTEXT)?;
    let folder = image.text(&image::CONTEXT)?.trim_end_matches('/');
    let name = image.text(&image::DOCKERFILE)?;
    let name = name.strip_prefix("./").unwrap_or(name);
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    let path = if folder.is_empty() || folder == "." { SmolStr::new(name) } else { format_smolstr!("{folder}/{name}") };
    Some(Wanted { by: context.span.file, path })
}

/// The Dockerfile of an image, read with the image's arguments, where it is there.
#[must_use]
pub fn dockerfile(environment: &Environment<'_>, image: &View<'_>, companions: &Companions) -> Option<Dockerfile> {
    let bytes = companions.get(&dockerfile_path(image)?)?.as_ref().ok()?;
    let args = image.entries(&image::ARGS).iter();
    let args: BTreeMap<String, String> = args
        .filter_map(|(name, entry)| Some(((*name).to_owned(), known_text(environment, &entry.value)?.into())))
        .collect();
    Some(Dockerfile::parse(&String::from_utf8_lossy(bytes), &args))
}

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for (file, path, wanted) in texts(environment) {
            if let Some(Err(fault)) = context.companions.get(&wanted) {
                findings.report(environment, fault.diagnostic(path, file.place(&config::FROM)));
            }
        }
        for image in facts::images(environment) {
            let Some(wanted) = dockerfile_path(image) else { continue };
            let Some(Err(fault)) = context.companions.get(&wanted) else { continue };
            let place = image.place(&image::CONTEXT);
            if *fault == Fault::Missing {
                let found = finding(Code::W0430, place, format!("there is no Dockerfile `{}`", wanted.path));
                let note = "so nobody can check its user, its ports and its build arguments";
                let help = "write `dockerfile = \"…\"` where it is called otherwise; leave `context` out where it is built elsewhere";
                findings.about(environment, image, found.note(note).help(help));
            } else {
                findings.report(environment, fault.diagnostic(&wanted.path, place));
            }
        }
    }
}

/// Files of configurations whose text is a file of the project: the block, the path as written, what to read.
fn texts<'a>(environment: &Environment<'a>) -> Vec<(View<'a>, &'a str, Wanted)> {
    let configs = environment.all(&config::CONFIG).values().filter(|config| config.is_on());
    let files = configs.flat_map(|config| config.children(&config::FILE));
    files
        .filter_map(|file| {
            let by = file.value(&config::FROM)?.span.file;
            let path = file.text(&config::FROM)?;
            Some((file, path, Wanted { by, path: SmolStr::new(path) }))
        })
        .collect()
}
