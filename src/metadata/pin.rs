//! What is told of images, put beside those that the stack builds: digests to pin, sizes to compare.

use super::json::unfit;
use super::{Digest, Told, read};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::{describe, empty};
use crate::model::environment::{Environment, View};
use crate::model::images::{self, Target};
use crate::model::typed::{Block, Field, Kind, Layer, Text, Value};
use crate::schema::{Block as BlockKind, choices};
use crate::schema::{container, environment as settings, image, job, service};
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast::{self, Name};
use crate::types::image::check_digest;
use crate::types::nearest;
use indexmap::IndexMap;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// What came of files of metadata.
#[derive(Debug, Default)]
pub struct Pinned {
    /// A layer for each image that a digest is told of, by environment.
    pub built: IndexMap<SmolStr, Vec<Block>>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads files of metadata, and finds the images that they tell of. Where two tell of the same, the later one wins.
#[must_use]
pub fn pin(sources: &Sources, files: &[FileId], environments: &[Environment<'_>]) -> Pinned {
    let mut pinned = Pinned::default();
    let targets = images::targets(environments);
    let mut seen: BTreeSet<SmolStr> = BTreeSet::new();
    for file in files {
        for told in read(sources, *file, &mut pinned.diagnostics) {
            let own: Vec<&Target> = targets.iter().filter(|target| is_of(&told, target)).collect();
            if own.is_empty() {
                pinned.diagnostics.push(unknown(&told, &targets));
            }
            seen.extend(own.iter().map(|target| target.name.clone()));
            let found = Found { told: &told, environments };
            for target in &own {
                found.measure(target, &mut pinned);
            }
            match found.digest(&own) {
                Ok(Some(digest)) => {
                    for target in &own {
                        found.keep(target, digest, &mut pinned);
                    }
                }
                Ok(None) => {}
                Err(problem) => pinned.diagnostics.push(*problem),
            }
        }
    }
    if let (Some(file), false) = (files.last(), seen.is_empty()) {
        pinned.diagnostics.extend(missing(*file, &targets, &seen, environments));
    }
    pinned
}

/// Whether this is the image of that target: by the target's name, or in a list by repository and tag.
fn is_of(told: &Told, target: &Target) -> bool {
    match &told.target {
        Some(name) => target.name == *name,
        None => told.names.iter().any(|name| plain(name) == plain(&target.recipe.tagged())),
    }
}

/// A repository as people write it: Docker writes its own registry out or leaves it away.
fn plain(name: &str) -> &str {
    let name = name.strip_prefix("index.").unwrap_or(name);
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    name.strip_prefix("library/").unwrap_or(name)
}

fn unknown(told: &Told, targets: &[Target]) -> Diagnostic {
    let Some(name) = &told.target else {
        let called = told.names.first().map_or("without a name".to_owned(), |name| format!("`{name}`"));
        let found = Diagnostic::new(Code::E0335, told.place, format!("no image that is built here is called {called}"));
        let tags: BTreeSet<String> = targets.iter().map(|target| target.recipe.tagged()).collect();
        return found.help(format!("there is {}", describe::list(tags.iter().map(String::as_str))));
    };
    let found = Diagnostic::new(Code::E0335, told.place, format!("there is no target `{name}`"));
    let known: BTreeSet<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    match nearest(name, known.iter().copied()) {
        _ if known.is_empty() => found.help("the stack builds no image: no `image` has a `context`"),
        Some(near) => {
            found.help(format!("did you mean `{near}`? The file may be that of another stack, or an old one"))
        }
        None => found.help(format!("the targets of the stack are {}", describe::list(known))),
    }
}

/// An image that is told of.
struct Found<'t, 'e, 'a> {
    told: &'t Told,
    environments: &'e [Environment<'a>],
}

impl<'t> Found<'t, '_, '_> {
    /// The digest that names the image in its registry.
    fn digest(&self, targets: &[&Target]) -> Result<Option<&'t Digest>, Box<Diagnostic>> {
        let Some(target) = targets.first() else { return Ok(None) };
        let Some(name) = &self.told.target else {
            return self
                .told
                .digests
                .iter()
                .find(|digest| digest.is_in(&target.recipe.repository))
                .map_or(Ok(None), Digest::checked);
        };
        let Some(digest) = self.told.digests.first() else {
            let found = unfit(self.told.place, format!("target `{name}` has no digest"));
            return Err(Box::new(found.note("it was built, but the result is no image").help("bake it with `--push`")));
        };
        if self.told.config.as_deref() == Some(&digest.text) {
            let found = unfit(digest.place, format!("the digest of target `{name}` is that of its configuration"));
            let note = "so the image is on the machine that built it alone, and no registry knows it by this digest";
            return Err(Box::new(found.note(note).help("bake it with `--push`")));
        }
        let names = &self.told.names;
        let is_here = |name: &String| repository_of(name) == plain(&target.recipe.repository);
        if !names.is_empty() && !names.iter().any(is_here) {
            let pushed = describe::list(names.iter().map(String::as_str));
            let found = unfit(self.told.place, format!("target `{name}` was built as {pushed}"));
            let note = format!("pods look for it in `{}`", target.recipe.repository);
            let help = "set `registry` of the stack, or `registry` and `name` of the image";
            return Err(Box::new(found.note(note).help(help)));
        }
        digest.checked()
    }

    /// Keeps a digest as a layer of the image. Where nodes never fetch the image, they know it by its tag alone.
    fn keep(&self, target: &Target, digest: &Digest, pinned: &mut Pinned) {
        let Some(environment) = self.environments.get(target.environment) else { return };
        let never = environment.get(&image::IMAGE, &target.image).is_some_and(|view| is_loaded(environment, view));
        if !never {
            let built = pinned.built.entry(SmolStr::new(environment.name)).or_default();
            built.push(layer(&target.image, digest));
        }
    }

    /// Compares the size with what the image may have.
    fn measure(&self, target: &Target, pinned: &mut Pinned) {
        let Some(environment) = self.environments.get(target.environment) else { return };
        let Some(view) = environment.get(&image::IMAGE, &target.image) else { return };
        let (Some(size), Some(most)) = (self.told.size, view.quantity(&image::MAX_SIZE)) else { return };
        if i128::from(size.value) * 1000 > most.millis() {
            let message = format!("image `{}` is larger than {most}", target.image);
            let found = Diagnostic::new(Code::E0421, size.span, message);
            let found = found.label(view.place(&image::MAX_SIZE), "the most that it may be");
            let found = found.note(format!("it has {} MiB unpacked", size.value.div_ceil(1024 * 1024)));
            let environments = vec![SmolStr::new(environment.name)];
            pinned.diagnostics.push(Diagnostic { environments, ..found });
        }
    }
}

fn repository_of(name: &str) -> &str {
    let name = plain(name);
    let tag = name.rfind(':').filter(|colon| name.rfind('/').is_none_or(|slash| slash < *colon));
    tag.and_then(|colon| name.get(..colon)).unwrap_or(name)
}

impl Digest {
    fn is_in(&self, repository: &str) -> bool {
        self.repository.as_deref().is_some_and(|own| plain(own) == plain(repository))
    }

    fn checked(&self) -> Result<Option<&Self>, Box<Diagnostic>> {
        check_digest(&self.text).map(|()| Some(self)).map_err(|problem| Box::new(unfit(self.place, problem.message)))
    }
}

/// Whether nodes never fetch an image, because it was loaded into them.
fn is_loaded(environment: &Environment<'_>, image: &View<'_>) -> bool {
    let policy = image.choice(&image::PULL_POLICY_FIELD);
    let policy = policy.or_else(|| environment.settings.choice(&settings::PULL_POLICY_FIELD));
    let kinds: [&'static BlockKind; 3] = [&service::SERVICE, &job::JOB, &job::CRON];
    let mut pods = kinds.into_iter().flat_map(|kind| environment.all(kind).values());
    policy == Some(&choices::NEVER) || pods.any(|pod| pod.is_on() && never_fetches(pod, image.name))
}

fn never_fetches(view: &View<'_>, image: &str) -> bool {
    let runs_it = view.block(&container::IMAGE).is_some_and(|(_, name)| name == image);
    let never = view.choice(&container::PULL_POLICY_FIELD) == Some(&choices::NEVER);
    (runs_it && never) || view.blocks().iter().any(|nested| never_fetches(nested, image))
}

/// `image NAME { digest = … }`, where the metadata says so.
fn layer(image: &SmolStr, digest: &Digest) -> Block {
    let name = |text: SmolStr| Name::new(text, digest.key);
    let block = ast::Block {
        add: None,
        kind: name(SmolStr::new_static(image::IMAGE.name)),
        name: Some(name(image.clone())),
        quoted: false,
        base: None,
        body: Vec::new(),
        span: digest.place,
    };
    let mut typed = empty(&image::IMAGE, &block, Layer::Built);
    let value = Value::new(Kind::Text(Text::Literal(SmolStr::new(&digest.text))), digest.place);
    typed.fields.push(Field { field: &image::DIGEST, value, param: None, key: digest.key });
    typed
}

/// Targets that nothing tells of, of environments that were built in part: neither whole, nor with what whole ones share.
fn missing(
    file: FileId,
    targets: &[Target],
    seen: &BTreeSet<SmolStr>,
    environments: &[Environment<'_>],
) -> Option<Diagnostic> {
    let of = |index: usize| targets.iter().filter(move |target| target.environment == index);
    let is_whole = |index: usize| of(index).all(|target| seen.contains(&target.name));
    let whole: Vec<usize> = (0..environments.len()).filter(|index| is_whole(*index)).collect();
    let explained: BTreeSet<&SmolStr> = whole.iter().flat_map(|index| of(*index)).map(|target| &target.name).collect();
    let open = targets.iter().filter(|target| seen.contains(&target.name) && !explained.contains(&target.name));
    let partly: BTreeSet<usize> = open.map(|target| target.environment).collect();
    let lacking = partly.iter().flat_map(|index| of(*index)).filter(|target| !seen.contains(&target.name));
    let lacking: BTreeSet<&str> = lacking.map(|target| target.name.as_str()).collect();
    if lacking.is_empty() {
        return None;
    }
    let names = describe::list(lacking.iter().copied());
    let noun = if lacking.len() == 1 { "target" } else { "targets" };
    let found = Diagnostic::new(Code::W0485, Span::new(file, 0..1), format!("nothing is told of {noun} {names}"));
    let note = "other images of the same environment are named by digest, these by their tags still";
    Some(found.note(note).help("build all targets of an environment, and give every file that tells of them"))
}
