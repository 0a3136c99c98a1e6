//! Charts of others that a chart depends on: their versions, and where they are found.
//!
//! Follows <https://helm.sh/docs/topics/charts/#chart-dependencies> and <https://helm.sh/docs/topics/registries/>.

use super::{Problem, Url, version};

/// What the address of a repository begins with.
const SCHEMES: [&str; 4] = ["https", "http", "oci", "file"];

/// A version of a chart, as it is published: `SemVer`, with a `v` where its author writes one. A range is none, because
/// another day it would bring another chart.
///
/// # Errors
/// When it is none.
pub fn exact_version(text: &str) -> Result<(), Problem> {
    let plain = text.strip_prefix('v').unwrap_or(text);
    let Err(problem) = version::chart_version(plain) else { return Ok(()) };
    if text.contains(['^', '~', '<', '>', '*', '|', ' ']) {
        let bare = text.trim_matches(|letter: char| "^~<>= ".contains(letter));
        let problem = Problem::new(format!("`{text}` is a range of versions"));
        let exact = Some(bare.to_owned()).filter(|bare| version::chart_version(bare).is_ok());
        return Err(problem.help("name one version, so that every build brings the same chart").suggest(exact));
    }
    Err(Problem { message: format!("`{text}` is no version of a chart"), ..problem })
}

/// Where a chart is found: a repository or a registry, a folder, or the name that `helm repo add` gave a repository.
///
/// # Errors
/// When Helm would not know what to do with it.
pub fn chart_repository(text: &str) -> Result<(), Problem> {
    let alias = text.strip_prefix('@').or_else(|| text.strip_prefix("alias:"));
    if let Some(name) = alias {
        let is_name =
            !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || "/:".contains(letter));
        return if is_name { Ok(()) } else { Err(Problem::new(format!("`{text}` names no repository"))) };
    }
    let help = "a repository begins with `https://`, `oci://` or `file://`, or is `@NAME` of `helm repo add`";
    let Some((scheme, rest)) = text.split_once("://") else {
        let fixed = Url::parse(&format!("https://{text}")).is_ok_and(|url| url.host.contains('.'));
        let problem = Problem::new(format!("`{text}` is no repository of charts")).help(help);
        return Err(problem.suggest(fixed.then(|| format!("oci://{text}"))));
    };
    if !SCHEMES.contains(&scheme) {
        return Err(Problem::new(format!("Helm reads no charts by `{scheme}://`")).help(help));
    }
    if scheme == "file" {
        let is_path = !rest.is_empty() && !rest.contains(char::is_control);
        return if is_path { Ok(()) } else { Err(Problem::new(format!("`{text}` names no folder"))) };
    }
    Url::parse(text).map(drop)
}
