//! Literals that look like credentials: tokens of known form, private keys, addresses with a password, and values of
//! variables that are named like secrets. No message ever repeats the value.

use super::{Problem, names};
use std::ops::Range;

/// Tells why a literal looks like a credential; nothing when it does not. `name` is the variable or key that it is the
/// value of. A reference within the literal is to be given as `$(…)` or `${…}`: what it stands for is not judged.
#[must_use]
pub fn find(name: Option<&str>, value: &str) -> Option<Problem> {
    let why = private_key(value).or_else(|| token(value)).or_else(|| address(value));
    let why = why.or_else(|| name.and_then(|name| named(name, value)))?;
    let secret = name.map(names::kebab).filter(|name| !name.is_empty());
    let help = match secret {
        Some(secret) => format!("declare `secret {secret} {{ }}` and write `secret.{secret}`"),
        None => "declare a `secret` block and refer to it".to_owned(),
    };
    Some(Problem::new(why).help(help))
}

/// Where in any text something has the form of a credential, whatever it is the value of: tokens and passwords in addresses.
#[must_use]
pub fn places(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let at = |part: &str| part.as_ptr().addr() - text.as_ptr().addr();
    let mut add = |part: &str| found.push(at(part)..at(part) + part.len());
    for word in text.split(|letter| !is_of_token(letter)).filter(|word| word.len() > SHORTEST) {
        if is_web_token(word) || form_of(word).is_some() {
            add(word);
        }
    }
    passwords(text).for_each(&mut add);
    found
}

/// A known form of token.
struct Form {
    prefix: &'static str,
    /// How many characters follow, at least.
    length: usize,
    what: &'static str,
}

const fn form(prefix: &'static str, length: usize, what: &'static str) -> Form {
    Form { prefix, length, what }
}

/// No token is shorter.
const SHORTEST: usize = 16;

const FORMS: [Form; 30] = [
    form("AIza", 35, "a Google API key"),
    form("AGE-SECRET-KEY-1", 50, "an age key"),
    form("AKIA", 16, "an AWS access key"),
    form("ASIA", 16, "an AWS access key"),
    form("SG.", 40, "a SendGrid key"),
    form("dckr_pat_", 20, "a Docker Hub token"),
    form("dop_v1_", 40, "a DigitalOcean token"),
    form("ghp_", 30, "a GitHub token"),
    form("gho_", 30, "a GitHub token"),
    form("ghu_", 30, "a GitHub token"),
    form("ghs_", 30, "a GitHub token"),
    form("ghr_", 30, "a GitHub token"),
    form("github_pat_", 30, "a GitHub token"),
    form("glpat-", 18, "a GitLab token"),
    form("hf_", 30, "a Hugging Face token"),
    form("hvs.", 20, "a Vault token"),
    form("npm_", 30, "an npm token"),
    form("pypi-", 50, "a PyPI token"),
    form("rk_live_", 16, "a Stripe key"),
    form("shpat_", 24, "a Shopify token"),
    form("sk-", 20, "an OpenAI or Anthropic key"),
    form("sk_live_", 16, "a Stripe key"),
    form("sk_test_", 16, "a Stripe key"),
    form("whsec_", 20, "a webhook secret"),
    form("xapp-", 20, "a Slack token"),
    form("xoxa-", 16, "a Slack token"),
    form("xoxb-", 16, "a Slack token"),
    form("xoxp-", 16, "a Slack token"),
    form("xoxr-", 16, "a Slack token"),
    form("xoxs-", 16, "a Slack token"),
];

fn private_key(value: &str) -> Option<String> {
    let (_, header) = value.split_once("-----BEGIN ")?;
    header.split("-----").next()?.contains("PRIVATE KEY").then(|| "text holds a private key".to_owned())
}

fn token(value: &str) -> Option<String> {
    let mut words = value.split(|letter| !is_of_token(letter));
    words.find_map(|word| {
        if is_web_token(word) {
            return Some("text holds a JSON web token (`eyJ…`)".to_owned());
        }
        let known = form_of(word)?;
        Some(format!("text holds {} (`{}…`)", known.what, known.prefix))
    })
}

fn is_of_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

fn form_of(word: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| word.strip_prefix(form.prefix).is_some_and(|rest| fits(rest, form)))
}

/// Whether it is long enough and random: words that are joined by dashes (`sk-something-or-other`) are not.
fn fits(rest: &str, form: &Form) -> bool {
    let mut runs = rest.split(['-', '_', '.']).filter(|run| run.len() >= 8);
    let has = |run: &str, class: fn(&u8) -> bool| run.as_bytes().iter().any(class);
    let capitals = |run: &str| run.len() >= 16 && !has(run, u8::is_ascii_lowercase);
    let mixed = |run: &str| has(run, u8::is_ascii_lowercase) && has(run, u8::is_ascii_uppercase);
    rest.len() >= form.length && runs.any(|run| has(run, u8::is_ascii_digit) || mixed(run) || capitals(run))
}

fn is_web_token(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    matches!(parts.as_slice(), [head, body, _] if head.starts_with("eyJ") && head.len() > 12 && body.starts_with("eyJ"))
}

/// An address with a password that stands there as it is.
fn address(value: &str) -> Option<String> {
    passwords(value).next().map(|_| "address carries a password".to_owned())
}

/// The passwords of the addresses in a text.
fn passwords(text: &str) -> impl Iterator<Item = &str> {
    text.split("://").skip(1).filter_map(|rest| {
        let end = rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '?' | '#' | '"' | '\''));
        let authority = rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest);
        let (_, password) = authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':'))?;
        Some(password).filter(|password| !password.is_empty() && !is_placeholder(password))
    })
}

/// What stands for another value: `$(X)`, `${X}`, `{x}`, `<x>`, `%s`, `***`.
fn is_placeholder(text: &str) -> bool {
    text.contains("$(")
        || text.contains("${")
        || text.starts_with(['{', '<', '%', '$'])
        || text.chars().all(|letter| matches!(letter, '*' | '.' | 'x' | 'X'))
}

fn named(name: &str, value: &str) -> Option<String> {
    let kind = secretive(name)?;
    let harmless = value.trim().is_empty() || is_placeholder(value) || is_setting(value, kind) || is_place(value);
    (!harmless).then(|| format!("`{name}` is named like a secret and has a literal value"))
}

/// What a name says it holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Password,
    Key,
}

/// Judges a name by its last words: `DB_PASSWORD` and `JWT_SECRET_KEY` hold secrets, `PASSWORD_MIN_LENGTH`,
/// `TOKEN_URL`, `SECRET_NAME` and `MAX_TOKEN` do not.
fn secretive(name: &str) -> Option<Holds> {
    const QUALIFIERS: [&str; 16] = [
        "value",
        "key",
        "base",
        "base64",
        "b64",
        "hex",
        "old",
        "new",
        "current",
        "previous",
        "primary",
        "secondary",
        "dev",
        "test",
        "staging",
        "prod",
    ];
    const HARMLESS: [&str; 18] = [
        "public",
        "publishable",
        "max",
        "min",
        "num",
        "count",
        "limit",
        "use",
        "enable",
        "allow",
        "require",
        "show",
        "pull",
        "tls",
        "pad",
        "eos",
        "bos",
        "unk",
    ];
    let kebab = names::kebab(name);
    let words: Vec<&str> = kebab.split('-').collect();
    if words.iter().any(|word| HARMLESS.contains(word)) {
        return None;
    }
    let qualifier = |word: &str| QUALIFIERS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit());
    let end = words.iter().rposition(|word| !qualifier(word))?;
    let followed_by_key = words.get(end + 1) == Some(&"key");
    match *words.get(end)? {
        "password" | "passwd" | "passphrase" => Some(Holds::Password),
        "pwd" | "pass" if words.len() > 1 => Some(Holds::Password),
        "secret" | "token" | "apikey" | "credential" | "credentials" => Some(Holds::Key),
        "api" | "private" | "access" | "encryption" | "signing" | "auth" | "master" if followed_by_key => {
            Some(Holds::Key)
        }
        _ => None,
    }
}

/// Truths, choices, short numbers and spans of time (`15m`): how something works, not what it is locked with.
fn is_setting(value: &str, holds: Holds) -> bool {
    const WORDS: [&str; 18] = [
        "true", "false", "yes", "no", "on", "off", "none", "null", "enabled", "disabled", "required", "optional",
        "auto", "default", "bearer", "jwt", "opaque", "basic",
    ];
    let digits = value.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let number = digits == value.len() && (holds == Holds::Key || digits < 4);
    let span = digits > 0 && matches!(value.get(digits..), Some("ms" | "s" | "m" | "h" | "d" | "days"));
    number || span || WORDS.iter().any(|word| word.eq_ignore_ascii_case(value))
}

/// Where a secret is, not what it is: a file, an address, the name of an entry in a secret store.
fn is_place(value: &str) -> bool {
    let path = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-');
    let file = value.starts_with(['/', '.', '~']) && value.contains('/') && value.bytes().skip(1).all(path);
    let store = ["arn:", "vault:", "op:", "ref+", "secret:", "file:"].iter().any(|prefix| value.starts_with(prefix));
    file || store || value.contains("://")
}
