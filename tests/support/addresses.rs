//! Finds addresses in text that can only mean a Service of the same namespace.

/// A Service, the namespace that the text says where it says one, and the port likewise.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) service: String,
    pub(crate) namespace: Option<String>,
    pub(crate) port: Option<u16>,
}

/// The addresses in a text: `scheme://host:port`, `user:password@host:port`, and any `prefix…:port`.
///
/// A host with dots is outside, unless it is the long form of a Service's name. `localhost` is the pod itself.
pub(crate) fn in_text(text: &str, prefix: &str) -> Vec<Address> {
    let text = without_users(text);
    let is_host = |character: char| character.is_ascii_alphanumeric() || "-.:".contains(character);
    let mut found = Vec::new();
    let mut rest = text.as_str();
    let mut before = "";
    while let Some(begin) = rest.find(is_host) {
        let (skipped, tail) = rest.split_at(begin);
        let (token, after) = tail.split_at(tail.find(|character| !is_host(character)).unwrap_or(tail.len()));
        let announced = before.ends_with(':') && skipped == "//" || skipped.ends_with('@');
        // What stands before `@` is a user and a password.
        if !after.starts_with('@') && !after.starts_with("$(") {
            found.extend(service(token, announced, prefix));
        }
        (before, rest) = (token, after);
    }
    found
}

/// A text without what stands between `//` and `@` in its URLs: a user and a password.
fn without_users(text: &str) -> String {
    let mut parts = text.split("//");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|other: char| "/?#,\"'".contains(other) || other.is_whitespace()).unwrap_or(part.len());
        let (authority, rest) = part.split_at(end);
        let host = authority.rsplit('@').next().unwrap_or_default();
        out.extend(["//", host, rest]);
    }
    out
}

fn service(token: &str, announced: bool, prefix: &str) -> Option<Address> {
    let (host, port) = token.split_once(':').map_or((token, None), |(host, port)| (host, port.parse().ok()));
    let (name, domain) = host.split_once('.').map_or((host, ""), |(name, domain)| (name, domain));
    let (namespace, zone) = domain.split_once('.').map_or((None, ""), |(namespace, zone)| (Some(namespace), zone));
    let in_cluster = domain.is_empty() || matches!(zone.split('.').next(), Some("svc"));
    let ours = announced || (port.is_some() && !prefix.is_empty() && name.starts_with(prefix));
    // What stands behind the `@` of an image is a digest.
    let is_name =
        name.starts_with(|first: char| first.is_ascii_lowercase()) && !["localhost", "sha256"].contains(&name);
    let address = || Address { service: name.to_owned(), namespace: namespace.map(str::to_owned), port };
    (ours && in_cluster && is_name).then(address)
}

mod tests {
    use super::{Address, in_text};

    fn found(text: &str) -> Vec<Address> {
        in_text(text, "shop")
    }

    fn address(service: &str, namespace: Option<&str>, port: Option<u16>) -> Address {
        Address { service: service.to_owned(), namespace: namespace.map(str::to_owned), port }
    }

    #[test]
    fn urls_and_authorities_name_services() {
        for (text, expected) in [
            ("http://backend:8000/api", address("backend", None, Some(8000))),
            ("postgresql://todo:$(PASSWORD)@db:5432/todo?sslmode=disable", address("db", None, Some(5432))),
            ("postgresql://todo_app:$(PASSWORD)@db:5432/todo_app", address("db", None, Some(5432))),
            ("redis://:secret@cache", address("cache", None, None)),
            ("http://backend.prod.svc.cluster.local:80", address("backend", Some("prod"), Some(80))),
            ("shop-kafka:9092", address("shop-kafka", None, Some(9092))),
            ("until nc -z shop-db:5432; do sleep 1; done", address("shop-db", None, Some(5432))),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn several_addresses_are_all_found() {
        let expected = [address("shop-a", None, Some(1)), address("shop-b", None, Some(2)), address("c", None, None)];
        assert_eq!(found("shop-a:1,shop-b:2 http://c"), expected);
    }

    #[test]
    fn the_outside_world_is_no_service() {
        for text in [
            "https://todo.example.com:443/api",
            "http://localhost:80",
            "http://127.0.0.1:3000",
            "info: shop is open",
            "0.0.0.0:8080",
            "https://*.example.com",
            "mailto:someone@example.com",
            "ghcr.io/acme/app:1.2",
            "ghcr.io/acme/app@sha256:0123abcd",
            "key:5",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
