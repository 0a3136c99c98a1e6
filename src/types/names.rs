//! Names of objects, ports, variables and keys.
//!
//! Follows <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/> and the checks of
//! `k8s.io/apimachinery/pkg/util/validation`. Every problem suggests a legal name where one can be made.

use super::Problem;

/// A DNS-1123 label, at most 63: namespaces, containers, volumes.
///
/// # Errors
/// When it is none.
pub fn dns_label(text: &str) -> Result<(), Problem> {
    check_label(text, "DNS label", 63, |first| first.is_ascii_lowercase() || first.is_ascii_digit())
}

/// A DNS-1035 label, at most 63: Services, and the names of this language's blocks.
///
/// # Errors
/// When it is none.
pub fn dns_1035(text: &str) -> Result<(), Problem> {
    check_label(text, "DNS label", 63, |first| first.is_ascii_lowercase())
}

/// A DNS-1123 subdomain, at most 253: the names of most objects.
///
/// # Errors
/// When it is none.
pub fn dns_subdomain(text: &str) -> Result<(), Problem> {
    let legal =
        |label: &str| label_fault(label, |first| first.is_ascii_lowercase() || first.is_ascii_digit()).is_none();
    if text.len() <= 253 && text.split('.').all(legal) {
        return Ok(());
    }
    let labels: Vec<String> = text.split('.').map(kebab).filter(|label| !label.is_empty()).collect();
    let fixed = labels.join(".");
    let problem = Problem::new(format!("`{text}` is no DNS name"))
        .help("a DNS name has at most 253 lower-case letters, digits, `-` and `.`; each part starts and ends with a letter or digit");
    Err(problem.suggest(shorter(&fixed, 253)))
}

/// The name of a port (`IANA_SVC_NAME`): at most 15 lower-case letters, digits and single `-`, with a letter in it.
///
/// # Errors
/// When it is none.
pub fn port_name(text: &str) -> Result<(), Problem> {
    let problem = |fault: String| {
        let fixed = kebab(text).split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
        let fixed = shorter(&fixed, 15).filter(|name| name.bytes().any(|byte| byte.is_ascii_alphabetic()));
        Err(Problem::new(format!("port name {fault}")).suggest(fixed))
    };
    if let Some(fault) = label_fault(text, |first| first.is_ascii_lowercase() || first.is_ascii_digit()) {
        return problem(fault);
    }
    match text {
        _ if text.len() > 15 => problem(format!("`{text}` is longer than 15 characters")),
        _ if text.contains("--") => problem(format!("`{text}` has two `-` in a row")),
        _ if !text.bytes().any(|byte| byte.is_ascii_lowercase()) => problem(format!("`{text}` has no letter")),
        _ => Ok(()),
    }
}

/// The name of an environment variable, as every Kubernetes version accepts it (`IsEnvVarName`): letters, digits, `_`,
/// `-` and `.`, not starting with a digit. Whether a shell can read it is told by [`is_shell_name`].
///
/// # Errors
/// When it is none.
pub fn env_name(text: &str) -> Result<(), Problem> {
    let word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let fault = match text.chars().next() {
        None => "variable has no name".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("variable `{text}` starts with a digit"),
        Some(_) => match text.chars().find(|letter| !word(*letter)) {
            Some(letter) => format!("variable `{text}` contains `{}`", shown(letter)),
            None if text == "." || text.starts_with("..") => format!("variable `{text}` is no name"),
            None => return Ok(()),
        },
    };
    Err(Problem::new(fault).help("a variable's name matches `[A-Za-z_][A-Za-z0-9_]*`").suggest(shell_name(text)))
}

/// Whether it is a name that shells know: `[A-Za-z_][A-Za-z0-9_]*`.
#[must_use]
pub fn is_shell_name(text: &str) -> bool {
    !text.starts_with(|first: char| first.is_ascii_digit())
        && !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A key of a `ConfigMap` or Secret: at most 253 letters, digits, `-`, `_` and `.`.
///
/// # Errors
/// When it is none.
pub fn config_key(text: &str) -> Result<(), Problem> {
    let word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let fault = match text.chars().find(|letter| !word(*letter)) {
        _ if text.is_empty() => "key is empty".to_owned(),
        Some(letter) => format!("key `{text}` contains `{}`", shown(letter)),
        None if text.len() > 253 => format!("key `{text}` is longer than 253 characters"),
        None if text == "." || text.starts_with("..") => format!("key `{text}` is a place in a file system"),
        None => return Ok(()),
    };
    let fixed: String = text.chars().map(|letter| if word(letter) { letter } else { '-' }).collect();
    Err(Problem::new(fault).suggest(shorter(fixed.trim_matches(['-', '.']), 253)))
}

/// The name of an HTTP header that a probe sends; the API server takes fewer letters than HTTP has.
///
/// # Errors
/// When it is none.
pub fn header_name(text: &str) -> Result<(), Problem> {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let fault = match text.chars().find(|letter| !is_word(*letter)) {
        _ if text.is_empty() => "header has no name".to_owned(),
        Some(letter) => format!("header `{text}` contains `{}`", shown(letter)),
        None => return Ok(()),
    };
    let fixed: String = text.chars().map(|letter| if is_word(letter) { letter } else { '-' }).collect();
    Err(Problem::new(fault).suggest(shorter(fixed.trim_matches('-'), text.len())))
}

/// The name of a metric, which is a part of the path under which it is served.
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#path-segment-names>
///
/// # Errors
/// When it is none.
pub fn metric_name(text: &str) -> Result<(), Problem> {
    let fault = match text.chars().find(|letter| matches!(letter, '/' | '%') || letter.is_control()) {
        _ if text.is_empty() => "metric has no name".to_owned(),
        _ if matches!(text, "." | "..") => format!("metric `{text}` is a place in a file system"),
        Some(letter) => format!("metric `{text}` contains `{}`", shown(letter)),
        None => return Ok(()),
    };
    Err(Problem::new(fault))
}

/// The key under which a block's settings stand in a chart's values: `openai-api-key` as `openaiApiKey`, because
/// `.Values.openai-api-key` does not parse in a template.
#[must_use]
pub fn values_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !key.is_empty() => key.push(first.to_ascii_uppercase()),
            Some(first) => key.push(first),
            None => {}
        }
        key.push_str(letters.as_str());
    }
    key
}

/// The name of the volume that a folder of a container is: `/var/cache/nginx` is `var-cache-nginx`, and that of container
/// `proxy` is `proxy-var-cache-nginx`.
#[must_use]
pub fn folder_volume(owner: &str, path: &str) -> String {
    let word = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let name: String = format!("{owner}{path}").to_lowercase().chars().map(word).collect();
    let name = name.trim_matches('-');
    name.get(..63).unwrap_or(name).trim_end_matches('-').to_owned()
}

/// Lower-case words joined by `-`: `MyApp_v2` as `my-app-v2`. Empty where the text has no letter or digit.
#[must_use]
pub fn kebab(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_small = false;
    for letter in text.chars() {
        let word = letter.is_ascii_alphanumeric();
        if (letter.is_ascii_uppercase() && after_small) || (!word && !out.is_empty() && !out.ends_with('-')) {
            out.push('-');
        }
        if word {
            out.push(letter.to_ascii_lowercase());
        }
        after_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
    }
    out.trim_end_matches('-').to_owned()
}

/// How a character is shown in a message.
pub(super) fn shown(letter: char) -> String {
    if letter.is_control() { letter.escape_default().to_string() } else { letter.to_string() }
}

/// The first `limit` bytes, ended with a letter or digit; nothing where none is left.
pub(super) fn shorter(text: &str, limit: usize) -> Option<String> {
    let end = (0..=limit.min(text.len())).rev().find(|end| text.is_char_boundary(*end))?;
    let cut = text.get(..end)?.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
    (!cut.is_empty()).then(|| cut.to_owned())
}

fn check_label(text: &str, what: &str, limit: usize, starts: fn(char) -> bool) -> Result<(), Problem> {
    let fault = match label_fault(text, starts) {
        Some(fault) => fault,
        None if text.len() > limit => format!("`{text}` is longer than {limit} characters"),
        None => return Ok(()),
    };
    let fixed = kebab(text);
    let fixed = fixed.trim_start_matches(|letter| !starts(letter));
    let first = if starts('0') { "a letter or digit" } else { "a letter" };
    Err(Problem::new(fault)
        .help(format!(
            "a {what} has lower-case letters, digits and `-`, starts with {first} and ends with a letter or digit"
        ))
        .suggest(shorter(fixed, limit)))
}

/// What keeps a text from being a label of whatever length.
fn label_fault(text: &str, starts: fn(char) -> bool) -> Option<String> {
    let first = text.chars().next();
    let word = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let Some(first) = first else { return Some("`` is empty".to_owned()) };
    if let Some(letter) = text.chars().find(|letter| !word(*letter)) {
        return Some(format!("`{text}` contains `{}`", shown(letter)));
    }
    if !starts(first) {
        return Some(format!("`{text}` starts with `{first}`"));
    }
    text.ends_with('-').then(|| format!("`{text}` ends with `-`"))
}

fn shell_name(text: &str) -> Option<String> {
    let word = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    let plain: String = text.chars().map(word).collect();
    let digit = plain.starts_with(|first: char| first.is_ascii_digit());
    let fixed = if digit { format!("_{plain}") } else { plain };
    fixed.bytes().any(|byte| byte.is_ascii_alphanumeric()).then_some(fixed)
}
