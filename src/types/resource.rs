//! Names of resources that nodes lend, and of settings of the kernel.
//!
//! Follows <https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources> and
//! <https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/>.

use super::{Problem, labels};

/// Resources that have fields of their own, each with the field.
const FIELDS: [(&str, &str); 3] = [("cpu", "cpu"), ("memory", "memory"), ("ephemeral-storage", "ephemeral_storage")];

/// Name of an extended resource: one with a domain, or huge pages of a size.
///
/// # Errors
/// When it is none.
pub fn resource_name(text: &str) -> Result<(), Problem> {
    if let Some((_, field)) = FIELDS.iter().find(|(name, _)| *name == text) {
        let help = format!("write the field `{field} = …` of the container");
        return Err(Problem::new(format!("`{text}` is no extended resource")).help(help));
    }
    let is_pages = text.strip_prefix("hugepages-").is_some_and(|size| {
        let unit = size.trim_start_matches(|letter: char| letter.is_ascii_digit());
        size.len() > unit.len() && ["Ki", "Mi", "Gi"].contains(&unit)
    });
    if is_pages {
        return Ok(());
    }
    labels::label_key(text)?;
    let own = |domain: &str| domain == "kubernetes.io" || domain.ends_with(".kubernetes.io");
    match text.split_once('/') {
        Some((domain, _)) if own(domain) => Err(Problem::new(format!("`{text}` is of Kubernetes' own domain"))),
        Some(_) => Ok(()),
        None => Err(Problem::new(format!("`{text}` has no domain"))
            .help("a resource is called by a domain and a name, such as `nvidia.com/gpu`, or `hugepages-2Mi`")),
    }
}

/// Name of a setting of the kernel: words of small letters, joined by dots or slashes.
///
/// # Errors
/// When it is none.
pub fn sysctl_name(text: &str) -> Result<(), Problem> {
    let is_edge = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let is_word = |word: &str| {
        let bytes = word.as_bytes();
        let edges = [bytes.first(), bytes.last()];
        edges.into_iter().all(|edge| edge.is_some_and(|letter| is_edge(*letter)))
            && bytes.iter().all(|letter| is_edge(*letter) || matches!(letter, b'-' | b'_'))
    };
    if text.len() <= 253 && text.contains('.') && text.split(['.', '/']).all(is_word) {
        return Ok(());
    }
    Err(Problem::new(format!("`{text}` is no kernel setting"))
        .help("write its words joined by dots, such as `net.core.somaxconn`"))
}
