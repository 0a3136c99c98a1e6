//! What a secret's value must look like.

use super::value::Secret;
use crate::model::environment::View;
use crate::schema::{Choice, choices, secret};
use regex_lite::Regex;

/// Fewest characters of the password of a database that runs inside.
pub(super) const PASSWORD: usize = 16;

/// What a value must look like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Constraints<'a> {
    /// Fewest characters.
    pub min_length: usize,
    /// How it begins.
    pub prefix: Option<&'a str>,
    /// A regular expression that all of it matches.
    pub pattern: Option<&'a str>,
    /// What it is made of.
    pub form: Form,
}

/// What a value is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Any characters.
    #[default]
    Any,
    /// Characters that stand in a URL as they are (unreserved ones, RFC 3986 2.3).
    Url,
    /// A certificate in PEM.
    Certificate,
    /// A private key in PEM.
    PrivateKey,
    /// What `docker login` writes: JSON with `auths`.
    DockerConfig,
}

/// Why a value is not right. It says nothing of the value but its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// It has fewer characters than it needs.
    TooShort {
        /// Those it has.
        has: usize,
        /// Those it needs.
        needs: usize,
    },
    /// It looks different, as this clause says.
    WrongForm(String),
}

/// A part's name, its key in the object where the type fixes one, and the form of its value.
pub(super) type Part = (Option<&'static str>, Option<&'static str>, Form);

/// The parts of a secret of a type.
/// <https://kubernetes.io/docs/concepts/configuration/secret/#secret-types>
pub(super) fn parts(kind: &Choice) -> &'static [Part] {
    const TLS: &[Part] =
        &[(Some("cert"), Some("tls.crt"), Form::Certificate), (Some("private_key"), Some("tls.key"), Form::PrivateKey)];
    const BASIC_AUTH: &[Part] =
        &[(Some("username"), Some("username"), Form::Any), (Some("password"), Some("password"), Form::Any)];
    match kind {
        kind if *kind == choices::TLS => TLS,
        kind if *kind == choices::BASIC_AUTH => BASIC_AUTH,
        kind if *kind == choices::DOCKER_CONFIG => &[(None, Some(".dockerconfigjson"), Form::DockerConfig)],
        kind if *kind == choices::SSH_AUTH => &[(None, Some("ssh-privatekey"), Form::PrivateKey)],
        _ => &[(None, None, Form::Any)],
    }
}

impl<'a> Constraints<'a> {
    pub(super) fn of(block: &View<'a>) -> Self {
        let min_length = block.int(&secret::MIN_LENGTH).and_then(|length| usize::try_from(length).ok());
        Self {
            min_length: min_length.unwrap_or(0),
            prefix: block.text(&secret::PREFIX),
            pattern: block.text(&secret::PATTERN),
            form: Form::Any,
        }
    }

    /// What is wrong with a value; nothing where it is right.
    #[must_use]
    pub fn flaw(&self, value: &Secret) -> Option<Flaw> {
        let has = value.length();
        if has < self.min_length {
            return Some(Flaw::TooShort { has, needs: self.min_length });
        }
        self.wrong_form(value.expose()).map(Flaw::WrongForm)
    }

    fn wrong_form(&self, value: &str) -> Option<String> {
        if let Some(prefix) = self.prefix.filter(|prefix| !value.starts_with(prefix)) {
            return Some(format!("does not begin with `{prefix}`"));
        }
        if let Some(pattern) = self.pattern {
            let Some(whole) = whole(pattern) else {
                return Some(format!("can't be checked: its pattern `{pattern}` is no regular expression"));
            };
            if !whole.is_match(value) {
                return Some(format!("does not match `{pattern}`"));
            }
        }
        self.form.flaw(value).map(str::to_owned)
    }

    /// What a value needs, in words; empty where anything will do.
    #[must_use]
    pub fn words(&self) -> String {
        let length = (self.min_length > 0).then(|| format!("at least {} characters", self.min_length));
        let prefix = self.prefix.map(|prefix| format!("beginning with `{prefix}`"));
        let pattern = self.pattern.map(|pattern| format!("matching `{pattern}`"));
        let form = self.form.words().map(str::to_owned);
        [length, prefix, pattern, form].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The pattern for a whole value.
fn whole(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()?;
    Regex::new(&format!(r"\A(?:{pattern})\z")).ok()
}

impl Form {
    fn words(self) -> Option<&'static str> {
        match self {
            Form::Any => None,
            Form::Url => Some("letters, digits, `-`, `.`, `_` and `~` only"),
            Form::Certificate => Some("a certificate in PEM"),
            Form::PrivateKey => Some("a private key in PEM"),
            Form::DockerConfig => Some("the JSON that `docker login` writes"),
        }
    }

    fn flaw(self, value: &str) -> Option<&'static str> {
        let (right, flaw) = match self {
            Form::Any => (!value.contains('\0'), "holds a NUL, which no variable can"),
            Form::Url => (
                value.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._~".contains(letter)),
                "has other characters than letters, digits, `-`, `.`, `_` and `~`, which would break the URL it stands in",
            ),
            Form::Certificate => (is_pem(value, "CERTIFICATE"), "is no certificate in PEM"),
            Form::PrivateKey => (is_pem(value, "PRIVATE KEY"), "is no private key in PEM"),
            Form::DockerConfig => (has_auths(value), "is no JSON with `auths`, as `docker login` writes it"),
        };
        (!right).then_some(flaw)
    }
}

fn is_pem(value: &str, what: &str) -> bool {
    let value = value.trim();
    let first = value.lines().next().unwrap_or_default();
    let last = value.lines().last().unwrap_or_default();
    let tail = format!("{what}-----");
    first.starts_with("-----BEGIN ")
        && first.trim_end().ends_with(&tail)
        && last.starts_with("-----END ")
        && last.ends_with(&tail)
}

fn has_auths(value: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(value)
        .is_ok_and(|json| json.get("auths").is_some_and(serde_json::Value::is_object))
}
