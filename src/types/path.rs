//! Paths: inside a container, inside the project, and of HTTP.

use super::Problem;

/// An absolute path inside a container. Kubernetes refuses `:` in a mount path; `..` is refused because nobody means it.
///
/// # Errors
/// When it is none.
pub fn container_path(text: &str) -> Result<(), Problem> {
    if let Some(fault) = unprintable(text) {
        return Err(fault);
    }
    if !text.starts_with('/') {
        let fixed = (!text.is_empty() && !text.starts_with(['.', '~'])).then(|| format!("/{text}"));
        return Err(Problem::new(format!("path `{text}` does not start with `/`")).suggest(fixed));
    }
    if text.contains(':') {
        return Err(Problem::new(format!("path `{text}` contains `:`")));
    }
    if text.split('/').any(|part| part == "..") {
        return Err(Problem::new(format!("path `{text}` contains `..`")));
    }
    Ok(())
}

/// A path below a folder that is not named, such as a volume (`subPath`, `items`): relative and without `..`.
///
/// # Errors
/// When it is none.
pub fn path_within(text: &str) -> Result<(), Problem> {
    if let Some(fault) = unprintable(text) {
        return Err(fault);
    }
    if text.starts_with('/') {
        let fixed = text.trim_start_matches('/');
        let fixed = (!fixed.is_empty()).then(|| fixed.to_owned());
        return Err(Problem::new(format!("path `{text}` is not relative")).suggest(fixed));
    }
    if text.is_empty() {
        return Err(Problem::new("path is empty"));
    }
    // What begins with it is the node's own, which keeps the files of a volume there.
    if text.starts_with("..") || text.split('/').any(|part| part == "..") {
        return Err(Problem::new(format!("path `{text}` contains `..`")));
    }
    Ok(())
}

/// Follows a relative path from `folder` (relative to the project's root, `""` for the root itself) and returns the
/// path from the root, with `/` and without `.` and `..`; `""` is the root.
///
/// # Errors
/// When it is absolute, uses `\` or leaves the project.
pub fn project_path(folder: &str, text: &str) -> Result<String, Problem> {
    if let Some(fault) = unprintable(text) {
        return Err(fault);
    }
    if text.is_empty() {
        return Err(Problem::new("path is empty"));
    }
    if text.contains('\\') {
        return Err(Problem::new(format!("path `{text}` contains `\\`")).suggest(text.replace('\\', "/")));
    }
    let drive = text.as_bytes().get(1) == Some(&b':') && text.starts_with(|first: char| first.is_ascii_alphabetic());
    if text.starts_with(['/', '~']) || drive {
        return Err(Problem::new(format!("path `{text}` is not relative"))
            .help("paths are relative to the file that they are written in"));
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(text.split('/')) {
        match part {
            ".." if parts.pop().is_none() => return Err(Problem::new(format!("path `{text}` leaves the project"))),
            "" | "." | ".." => {}
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// A path of HTTP, as probes and routes take it: starts with `/` and has no space, `?` in it is allowed.
///
/// # Errors
/// When it is none.
pub fn http_path(text: &str) -> Result<(), Problem> {
    if let Some(fault) = unprintable(text) {
        return Err(fault);
    }
    if text.contains(' ') {
        return Err(Problem::new(format!("path `{text}` contains ` `")).suggest(text.replace(' ', "%20")));
    }
    if !text.starts_with('/') {
        let fixed = (!text.contains("://")).then(|| format!("/{text}"));
        return Err(Problem::new(format!("path `{text}` does not start with `/`")).suggest(fixed));
    }
    Ok(())
}

fn unprintable(text: &str) -> Option<Problem> {
    let shown = text.escape_debug();
    text.contains(char::is_control).then(|| Problem::new(format!("path `{shown}` contains a control character")))
}
