//! Sealed Secrets: the file that `kubeseal` made of an environment's secrets, which only the cluster can read.
//! <https://github.com/bitnami-labs/sealed-secrets>

use super::Provider;
use crate::companion::{Companions, Wanted};
use crate::model::environment::Environment;
use crate::schema::secret;
use serde::Deserialize as _;
use serde_json::Value;
use smol_str::SmolStr;

/// A `SealedSecret`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its name, for which it is sealed where the scope is strict.
    pub name: SmolStr,
    /// Its namespace; empty where it names none.
    pub namespace: SmolStr,
    /// Under which names it can be unsealed.
    pub scope: Scope,
    /// The type of the Secret that comes out.
    pub kind: SmolStr,
    /// What is encrypted, by key.
    pub data: Vec<(SmolStr, SmolStr)>,
}

/// Under which names a `SealedSecret` can be unsealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Under its own name, in its own namespace.
    Strict,
    /// Under any name in its namespace.
    Namespace,
    /// Anywhere in its cluster.
    Cluster,
}

impl Scope {
    /// The word for it, which is also that of its annotation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scope::Strict => "strict",
            Scope::Namespace => "namespace-wide",
            Scope::Cluster => "cluster-wide",
        }
    }
}

/// The file of an environment; none where its secrets come from elsewhere.
#[must_use]
pub fn wanted(environment: &Environment<'_>) -> Option<Wanted> {
    if Provider::of(environment) != Provider::SealedSecrets {
        return None;
    }
    let value = environment.secrets.value(&secret::FILE)?;
    Some(Wanted { by: value.span.file, path: value.text()?.clone() })
}

/// What the file of an environment holds; none where it is not there, or cannot be read.
#[must_use]
pub fn of(environment: &Environment<'_>, companions: &Companions) -> Option<Vec<Sealed>> {
    read(companions.get(&wanted(environment)?)?.as_ref().ok()?).ok()
}

/// The one of some that is for an object: by its name, or where names do not matter the only one.
#[must_use]
pub fn find<'s>(all: &'s [Sealed], name: &str) -> Option<&'s Sealed> {
    let free = || if let [only] = all { Some(only).filter(|only| only.scope != Scope::Strict) } else { None };
    all.iter().find(|sealed| sealed.name == name).or_else(free)
}

/// How the file of an environment is made.
#[must_use]
pub fn how_to_make(environment: &str, file: &str) -> String {
    format!("`todoc secrets {environment} --env-file … | kubeseal --format yaml > {file}`")
}

/// Reads every object of a file, in YAML or JSON.
///
/// # Errors
/// Where it is neither, or holds something else, with what is wrong as one clause. No value is in it.
pub fn read(bytes: &[u8]) -> Result<Vec<Sealed>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no text".to_owned())?;
    let mut all = Vec::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        let value = Value::deserialize(document).map_err(|_| "it is neither YAML nor JSON".to_owned())?;
        if value.is_null() {
            continue;
        }
        all.push(object(&value)?);
    }
    if all.is_empty() { Err("it is empty".to_owned()) } else { Ok(all) }
}

fn object(value: &Value) -> Result<Sealed, String> {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (kind, name) = (text("/kind"), text("/metadata/name"));
    match kind {
        "SealedSecret" => {}
        "Secret" => return Err(format!("Secret `{name}` in it is not sealed: everyone can read its values")),
        _ => return Err("it holds something that is no SealedSecret".to_owned()),
    }
    let annotation = |scope: Scope| {
        let annotations = value.pointer("/metadata/annotations").and_then(Value::as_object);
        let own = annotations.and_then(|all| all.get(&format!("sealedsecrets.bitnami.com/{}", scope.name())));
        own.and_then(Value::as_str) == Some("true")
    };
    let wide = [Scope::Cluster, Scope::Namespace].into_iter().find(|scope| annotation(*scope));
    let entries = value.pointer("/spec/encryptedData").and_then(Value::as_object);
    let mut data = Vec::new();
    for (key, value) in entries.into_iter().flatten() {
        match value.as_str().filter(|text| is_encrypted(text)) {
            Some(text) => data.push((SmolStr::new(key), SmolStr::new(text))),
            None => return Err(format!("`{key}` of SealedSecret `{name}` is not encrypted")),
        }
    }
    let kind = text("/spec/template/type");
    Ok(Sealed {
        name: SmolStr::new(name),
        namespace: SmolStr::new(text("/metadata/namespace")),
        scope: wide.unwrap_or(Scope::Strict),
        kind: SmolStr::new(if kind.is_empty() { "Opaque" } else { kind }),
        data,
    })
}

/// Whether a text can be what `kubeseal` makes: Base64 of a key that takes 256 bytes at least, and of the value.
fn is_encrypted(text: &str) -> bool {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).is_ok_and(|bytes| bytes.len() > 256)
}
