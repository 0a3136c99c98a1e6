//! What a build of images tells of them: the file of `docker buildx bake --metadata-file`, or what `docker image inspect` prints.
//!
//! The first is an object with a key for each target of the bake file, which has the digests that a registry knows
//! (<https://docs.docker.com/reference/cli/docker/buildx/bake/#metadata-file>). It tells the size of no image:
//! `containerimage.descriptor.size` is that of the manifest. The second is a list of images, which have sizes
//! (<https://docs.docker.com/reference/cli/docker/image/inspect/>).

mod json;
mod pin;

pub use pin::{Pinned, pin};

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span, Spanned};
use json::Json;

/// What is told of one image.
#[derive(Debug)]
struct Told {
    /// What speaks of it: the target's key, or the whole image of a list.
    place: Span,
    /// The target of the bake file; none in a list.
    target: Option<String>,
    /// What it is called: repositories with their tags. Empty where it has no name.
    names: Vec<String>,
    /// Its digests; in a list behind the repository that knows them.
    digests: Vec<Digest>,
    /// Digest of its configuration, which no registry knows it by.
    config: Option<String>,
    /// Its size in bytes.
    size: Option<Spanned<u64>>,
}

#[derive(Debug)]
struct Digest {
    /// Of the value, with its quotes.
    place: Span,
    key: Span,
    /// The repository that knows it; none for those of the image's names.
    repository: Option<String>,
    text: String,
}

/// What a file tells.
fn read(sources: &Sources, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Vec<Told> {
    let json = match Json::parse(sources, file) {
        Ok(json) => json,
        Err(problem) => {
            diagnostics.push(*problem);
            return Vec::new();
        }
    };
    if let Some(images) = json.items() {
        return images.iter().map(image).collect();
    }
    let Some(targets) = json.members() else {
        diagnostics.push(not_metadata(json.first(), "this is no metadata of images"));
        return Vec::new();
    };
    let is_of_builder = |key: &str| key.starts_with("buildx.");
    targets.iter().filter(|(key, _)| !is_of_builder(key)).map(|(key, value)| target(&json, key, value)).collect()
}

fn not_metadata(place: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::E0415, place, message).help(
        "give the file that `docker buildx bake --metadata-file FILE` writes, or what `docker image inspect` prints",
    )
}

/// A target of the bake file.
fn target(whole: &Json<'_>, key: &str, value: &Json<'_>) -> Told {
    let digest = value.get("containerimage.digest");
    let digests = digest.and_then(|digest| {
        let key = value.key("containerimage.digest", &digest);
        Some(Digest { place: digest.span(), key, repository: None, text: digest.text()? })
    });
    let names = value.get("image.name").and_then(|names| names.text()).unwrap_or_default();
    Told {
        place: whole.key(key, value),
        target: Some(key.to_owned()),
        names: names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect(),
        digests: digests.into_iter().collect(),
        config: value.get("containerimage.config.digest").and_then(|digest| digest.text()),
        size: None,
    }
}

/// An image of a list.
fn image(value: &Json<'_>) -> Told {
    let list = |key| value.get(key).and_then(|list| list.items()).unwrap_or_default();
    let digests = list("RepoDigests").into_iter().filter_map(|digest| {
        let text = digest.text()?;
        let (repository, hash) = text.split_once('@')?;
        let (repository, hash) = (repository.to_owned(), hash.to_owned());
        Some(Digest { place: digest.span(), key: digest.span(), repository: Some(repository), text: hash })
    });
    let size = value.get("Size").and_then(|size| Some(Spanned::new(size.number()?, size.span())));
    Told {
        place: value.first(),
        target: None,
        names: list("RepoTags").iter().filter_map(Json::text).collect(),
        digests: digests.collect(),
        config: None,
        size,
    }
}
