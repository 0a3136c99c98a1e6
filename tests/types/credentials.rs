//! Texts that look like credentials.

use todoc::types::{Problem, credential};

#[test]
fn credentials_are_recognised_and_never_repeated() {
    let cases = [
        (None, "sk-proj-9fK2mQ7xT4vB8nL1cR5w", "text holds an OpenAI or Anthropic key (`sk-…`)"),
        (None, "Bearer ghp_0123456789abcdefghij0123456789abcdef", "text holds a GitHub token (`ghp_…`)"),
        (None, "AKIAIOSFODNN7EXAMPLE", "text holds an AWS access key (`AKIA…`)"),
        (None, "xoxb-123456789012-abcdefgh1234", "text holds a Slack token (`xoxb-…`)"),
        (None, "-----BEGIN RSA PRIVATE KEY-----\nMII", "text holds a private key"),
        (None, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "text holds a JSON web token (`eyJ…`)"),
        (None, "postgres://app:hunter22@db:5432/app", "address carries a password"),
        (None, "redis://:hunter22@cache", "address carries a password"),
        (Some("DB_PASSWORD"), "hunter22", "`DB_PASSWORD` is named like a secret and has a literal value"),
        (Some("JWT_SECRET_KEY"), "changeme", "`JWT_SECRET_KEY` is named like a secret and has a literal value"),
        (Some("saslPassword"), "hunter22", "`saslPassword` is named like a secret and has a literal value"),
        (Some("OPENAI_API_KEY"), "abcdef", "`OPENAI_API_KEY` is named like a secret and has a literal value"),
        (Some("POSTGRES_PASSWORD"), "123456", "`POSTGRES_PASSWORD` is named like a secret and has a literal value"),
    ];
    for (name, value, expected) in cases {
        let problem = credential::find(name, value).unwrap_or_else(|| Problem::new(format!("nothing for {value}")));
        assert_eq!(problem.message, expected);
        assert!(!format!("{problem:?}").contains(value));
    }
}

#[test]
fn settings_are_no_credentials() {
    let cases = [
        ("TOKEN_EXPIRY_HOURS", "24"),
        ("JWT_ALGORITHM", "HS256"),
        ("PASSWORD_MIN_LENGTH", "8"),
        ("MAX_TOKENS", "4096"),
        ("REFRESH_TOKEN", "15m"),
        ("DB_PASSWORD_FILE", "/run/secrets/db"),
        ("DB_PASSWORD", "/run/secrets/db"),
        ("DB_PASSWORD", "$(PG_PASSWORD)"),
        ("DB_PASSWORD", ""),
        ("ALLOW_EMPTY_PASSWORD", "yes"),
        ("CSRF_TOKEN", "true"),
        ("TOKEN_URL", "https://id.example.com/token"),
        ("AUTH_TOKEN", "https://id.example.com/token"),
        ("TLS_SECRET", "web-tls"),
        ("NEXT_PUBLIC_TOKEN", "pk.abc"),
        ("DATABASE_URL", "postgres://app:$(PASS)@db:5432/app"),
        ("DATABASE_URL", "postgres://app@db:5432/app"),
        ("DATABASE_URL", "postgres://{user}:{password}@db"),
        ("HOST", "http://cache:6379/a:b@c"),
        ("APP", "sk-something-or-other-service"),
        ("LOCALE", "sk-SK"),
        ("PWD", "/app"),
        ("SECRET_NAME", "jwt"),
        ("CERT", "-----BEGIN CERTIFICATE-----"),
        ("KEYWORDS", "api"),
    ];
    for (name, value) in cases {
        assert_eq!(credential::find(Some(name), value), None, "{name}={value}");
    }
}
