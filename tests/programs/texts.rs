//! Texts that a check of the vocabulary lets through, and how texts, names and keys are written in a source.

use todoc::schema::Check;

use super::chance::Chance;

/// Texts that YAML, Go templates, shells or people take for something else.
const TRICKY: &[&str] = &[
    "plain",
    "",
    "yes",
    "NO",
    "on",
    "null",
    "~",
    "0123",
    "1e3",
    "0x1F",
    "1_000",
    "12:30",
    "2026-01-02",
    "1.10",
    "true",
    "{{ .Release.Name }}",
    "}}{{",
    "a: b",
    "- item",
    "# no comment",
    "it's",
    "say \"hi\"",
    "back\\slash",
    "two\nlines",
    "two lines\n",
    " leading",
    "trailing ",
    "tab\tbed",
    "$HOME",
    "100%",
    "ünïcödé 🦀",
    "&anchor",
    "*alias",
    "!tag",
    "[1, 2]",
    "{a: 1}",
    "|",
    ">",
    "@ sign",
    "`tick`",
    "=",
    "<<",
    "#!/bin/sh\nset -eu\n\nfor one in \"$@\"; do\n\techo \"${one}\"   \ndone\n",
    "  first\n    second: {{ x }}\n\nlast\\",
    "\n\nbelow two empty lines\n\n",
    "a line that is longer than what any writer of YAML would leave on one line where it may fold it: word word word word word word word",
    "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghij",
];

const WORDS: &[&str] = &["alpha", "bravo", "carrot", "delta", "ember", "falcon", "garnet", "harbor"];

/// A text that the check takes.
pub(crate) fn text(check: Check, chance: &mut Chance) -> String {
    let word = (*chance.of(WORDS).unwrap()).to_owned();
    let number = chance.between(1, 200);
    let mut one = |all: &[&str]| (*chance.of(all).unwrap()).to_owned();
    match check {
        Check::Any => one(TRICKY),
        Check::Label => format!("{word}-{number}"),
        Check::Subdomain => one(&["simple", "with.dots.example", "x-1"]) + &format!("-{number}"),
        Check::Host => format!("{word}{number}.example.com"),
        Check::Address => one(&["192.168.49.2", "node.example.com"]),
        Check::Ip => format!("10.96.7.{number}"),
        Check::HostPort => format!("{word}.example.com:{}", 1000 + number),
        Check::ResourceName => format!("example.com/{word}-{number}"),
        Check::Sysctl => one(&["net.core.somaxconn", "net.ipv4.tcp_syncookies", "kernel.shm_rmid_forced"]),
        Check::Url => one(&["https://example.com/todo", "http://example.org", "https://example.com:8443/a?b=c"]),
        Check::Email => format!("{word}@example.com"),
        Check::Cidr => one(&["10.0.0.0/8", "192.168.1.0/24", "203.0.113.7/32", "2001:db8::/32"]),
        Check::ContainerPath => format!("/{word}/{number}"),
        Check::ProjectPath => "files/notes.txt".to_owned(),
        Check::PathWithin => one(&["part", "deep/er/"]) + &number.to_string(),
        Check::UrlPath => format!("/{word}{number}"),
        Check::Cron => one(&["0 8 * * *", "*/5 * * * *", "15 3 1,15 * *", "0 0 * * 1-5"]),
        Check::TimeZone => one(&["Etc/UTC", "Europe/Berlin", "America/New_York"]),
        Check::Version => format!("1.{number}.0"),
        Check::ChartVersion => format!("18.{number}.1"),
        Check::ChartRepository => one(&["oci://registry.example.com/charts", "https://charts.example.com"]),
        Check::KubernetesVersion => one(&["1.33", "1.35.2", "1.36"]),
        Check::VersionRange => one(&[">=1.29", ">=1.33", ">=1.34", ">=1.31 <2.0"]),
        Check::Variable => format!("{}_{number}", word.to_uppercase()),
        Check::VariablePrefix => format!("{}_", word.to_uppercase()),
        Check::HeaderName => format!("X-{word}-{number}"),
        Check::MetricName => {
            one(&["queue_messages", "custom.googleapis.com|jobs", "requests:rate5m"]) + &number.to_string()
        }
        Check::PortName => format!("p{number}"),
        Check::ConfigKey => one(&["LEVEL", "app.yaml", "with-dash", "under_score"]) + &number.to_string(),
        Check::LabelValue => one(&["linux", "yes", "1.0", "123", "a_b-c.d", "true"]),
        Check::QualifiedName => one(&["team", "example.com/team", "example.com/on"]) + &number.to_string(),
        Check::Tag => format!("v1.{number}.0"),
        Check::Digest => format!("sha256:{:064x}", chance.next()),
        Check::Repository => format!("registry.example.com/{word}"),
        Check::ImageReference => one(&["node:22.21.1-alpine", "registry.example.com:5000/base/app:1.2.3"]),
        Check::Mode => one(&["0440", "0400", "0644", "0755"]),
        Check::Rule => one(&["missing-probe", "missing-resources", "few-replicas", "broad-access"]),
        Check::Reason => "it is made at random".to_owned(),
        Check::ValuesKey => format!("{word}{number}.level"),
    }
}

/// As a text in quotes: of several lines in one of the long forms.
pub(crate) fn quoted(text: &str) -> String {
    if text.matches('\n').count() < 2 {
        return format!("\"{}\"", escaped(text).replace('\n', "\\n"));
    }
    // In a raw text nothing is escaped, in the other the same as in one line.
    if text.contains('$') { format!("'''\n{text}'''") } else { format!("\"\"\"\n{}\"\"\"", escaped(text)) }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\t' => escaped.push_str("\\t"),
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '$' => escaped.push_str("\\$"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// A block's name, in quotes where it must be.
pub(crate) fn name(name: &str) -> String {
    let is_plain = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !matches!(name, "none" | "true" | "false");
    if is_plain { name.to_owned() } else { quoted(name) }
}

/// A key, in quotes where it must be.
pub(crate) fn key(key: &str) -> String {
    let is_plain = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_plain { key.to_owned() } else { quoted(key) }
}
