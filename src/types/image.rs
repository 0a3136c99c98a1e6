//! Image references: `ghcr.io/acme/api:v1.2.3@sha256:…`.
//!
//! Follows the grammar of <https://github.com/distribution/reference> and
//! <https://kubernetes.io/docs/concepts/containers/images/#image-names>.

use super::{Port, Problem, decimal, names};
use smol_str::SmolStr;
use std::fmt;

/// A reference in its parts, as it was written: nothing is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Host and port of the registry, where one is named.
    pub registry: Option<SmolStr>,
    /// The path within the registry: `acme/api`.
    pub repository: SmolStr,
    /// The tag.
    pub tag: Option<SmolStr>,
    /// The digest with its algorithm: `sha256:…`.
    pub digest: Option<SmolStr>,
}

impl Reference {
    /// Reads a reference.
    ///
    /// # Errors
    /// When a part is not what registries and container runtimes accept.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (rest, digest) = text.split_once('@').map_or((text, None), |(rest, digest)| (rest, Some(digest)));
        // A colon before the last slash belongs to the registry's port.
        let colon = rest.rfind(':').filter(|colon| rest.rfind('/').is_none_or(|slash| slash < *colon));
        let (path, tag) = match colon.and_then(|colon| rest.split_at_checked(colon)) {
            Some((path, tag)) => (path, tag.strip_prefix(':')),
            None => (rest, None),
        };
        check_name(path, text)?;
        if let Some(tag) = tag {
            let behind = text.strip_prefix(rest).unwrap_or_default();
            check_tag(tag).map_err(|fault| fault.within(&format!("{path}:"), behind))?;
        }
        if let Some(digest) = digest {
            check_digest(digest).map_err(|fault| fault.within(&format!("{rest}@"), ""))?;
        }
        let (registry, repository) = split_registry(path);
        Ok(Self {
            registry: registry.map(SmolStr::new),
            repository: repository.into(),
            tag: tag.map(SmolStr::new),
            digest: digest.map(SmolStr::new),
        })
    }

    /// Registry and repository, without tag and digest.
    #[must_use]
    pub fn name(&self) -> String {
        let registry = self.registry.as_ref().map(|registry| format!("{registry}/")).unwrap_or_default();
        format!("{registry}{}", self.repository)
    }

    /// Whether the same reference may mean another image tomorrow: the tag `latest` or none, and no digest.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        self.digest.is_none() && self.tag.as_ref().is_none_or(|tag| tag == "latest")
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        self.digest.as_ref().map_or(Ok(()), |digest| write!(f, "@{digest}"))
    }
}

/// A name without tag and digest: `ghcr.io/acme/api`. Also what stands before a name (`ghcr.io/acme`).
///
/// # Errors
/// When it is none.
pub fn check_repository(text: &str) -> Result<(), Problem> {
    let tagged = text.rsplit('/').next().is_some_and(|last| last.contains(':')) && text.contains('/');
    if tagged || text.contains('@') {
        return Err(Problem::new(format!("`{text}` carries a tag or a digest"))
            .help("write them in `tag` and `digest`")
            .suggest(Reference::parse(text).ok().map(|image| image.name())));
    }
    // `localhost:5000` and `ghcr.io` alone name a registry.
    match check_registry_host(text) {
        Ok(()) => Ok(()),
        Err(_) => check_name(text, text),
    }
}

/// A tag: at most 128 letters, digits, `_`, `.` and `-`, not starting with `.` or `-`.
///
/// # Errors
/// When it is none. A `+`, legal in `SemVer`, is not legal here.
pub fn check_tag(text: &str) -> Result<(), Problem> {
    let legal = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-');
    let fault = match text.chars().find(|letter| !legal(*letter)) {
        _ if text.is_empty() => "tag is empty".to_owned(),
        Some(letter) => format!("tag `{text}` contains `{}`", names::shown(letter)),
        None if text.starts_with(['.', '-']) => format!("tag `{text}` starts with `.` or `-`"),
        None if text.len() > 128 => format!("tag `{text}` is longer than 128 characters"),
        None => return Ok(()),
    };
    let fixed: String = text.chars().map(|letter| if legal(letter) { letter } else { '-' }).collect();
    let fixed: String = fixed.trim_start_matches(['.', '-']).chars().take(128).collect();
    Err(Problem::new(fault).suggest((!fixed.is_empty()).then_some(fixed)))
}

/// A digest: `sha256:` and 64 lower-case hexadecimal digits, or `sha512:` and 128.
///
/// # Errors
/// When it is none.
pub fn check_digest(text: &str) -> Result<(), Problem> {
    let (algorithm, hex) = text.split_once(':').unwrap_or(("", text));
    let length = match algorithm {
        "sha256" => 64,
        "sha512" => 128,
        "" if hex.len() == 64 => {
            return Err(Problem::new(format!("digest `{text}` names no algorithm")).suggest(format!("sha256:{text}")));
        }
        _ => return Err(Problem::new(format!("digest `{text}` does not start with `sha256:`"))),
    };
    if hex.len() != length {
        let found = hex.chars().count();
        return Err(Problem::new(format!("digest `{text}` has {found} digits, not {length}")));
    }
    if hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Ok(());
    }
    let small = hex.to_ascii_lowercase();
    let fixed = small.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| format!("{algorithm}:{small}"));
    Err(Problem::new(format!("digest `{text}` is not in lower-case hexadecimal digits")).suggest(fixed))
}

/// Whether a tag is a full version: `1.2.3` or `v1.2.3`, with a pre-release or without.
#[must_use]
pub fn is_semver_tag(tag: &str) -> bool {
    semver::Version::parse(tag.strip_prefix('v').unwrap_or(tag)).is_ok_and(|version| version.build.is_empty())
}

/// A first part is a registry when it could not be a path: it has a `.` or `:`, or is `localhost`.
fn split_registry(path: &str) -> (Option<&str>, &str) {
    match path.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (Some(first), rest),
        Some(_) | None => (None, path),
    }
}

fn check_name(path: &str, text: &str) -> Result<(), Problem> {
    if let Some((scheme @ ("http" | "https" | "docker" | "oci"), rest)) = text.split_once("://") {
        return Err(Problem::new(format!("image `{text}` starts with `{scheme}://`")).suggest(rest.to_owned()));
    }
    let (registry, repository) = split_registry(path);
    if let Some(registry) = registry {
        check_registry_host(registry)?;
    }
    if repository.is_empty() {
        return Err(Problem::new(format!("image `{text}` has no name")));
    }
    if path.len() > 255 {
        return Err(Problem::new(format!("image name `{path}` is longer than 255 characters")));
    }
    if path.len() == 64 && path.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(Problem::new(format!("image `{path}` is a digest without a name")));
    }
    if repository.contains(|letter: char| letter.is_ascii_uppercase()) {
        let small = text.replacen(repository, &repository.to_ascii_lowercase(), 1);
        return Err(Problem::new(format!("image name `{repository}` has capital letters")).suggest(small));
    }
    match repository.split('/').find(|part| !is_component(part)) {
        Some("") => Err(Problem::new(format!("image name `{repository}` has an empty part"))),
        Some(part) => Err(Problem::new(format!("`{part}` is no part of an image name"))
            .help("a part has lower-case letters and digits, joined by `.`, `_`, `__` or dashes")),
        None => Ok(()),
    }
}

fn check_registry_host(registry: &str) -> Result<(), Problem> {
    let (host, port) = match registry.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(decimal::split(port))),
        Some(_) | None => (registry, None),
    };
    if let Some((digits, unit)) = port {
        Port::parse(digits, unit)?;
    }
    let v6 = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let legal = match v6 {
        Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
        None => names::dns_subdomain(&host.to_ascii_lowercase()).is_ok(),
    };
    if legal { Ok(()) } else { Err(Problem::new(format!("`{registry}` is no registry"))) }
}

/// `[a-z0-9]+` joined by `.`, `_`, `__` or any number of `-`.
fn is_component(part: &str) -> bool {
    let word = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let ends = part.starts_with(word) && part.ends_with(word);
    let mut joints = part.split(word).filter(|joint| !joint.is_empty());
    ends && joints.all(|joint| matches!(joint, "." | "_" | "__") || joint.bytes().all(|byte| byte == b'-'))
}
