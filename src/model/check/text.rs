//! Text: cut at its references, with the check of its kind where it holds none.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a type asks for the shapes that fit it; every other one is a mismatch"
)]

use super::{Checker, describe};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::typed::{Kind, Part, Text, Value};
use crate::schema::{self, Check, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Name, ValueKind};
use crate::types::{self, Problem, dependency, host, image, labels, names, path, resource, version};
use smol_str::{SmolStr, SmolStrBuilder};

impl Checker<'_> {
    /// A value of a text type.
    pub(super) fn text_value(&mut self, what: &str, ty: &Type, check: Check, value: &ast::Value) -> Option<Kind> {
        match &value.kind {
            ValueKind::Text(text) => {
                let text = self.text(text, value.span)?;
                if let Text::Literal(literal) = &text
                    && let Err(problem) = check_text(check, literal)
                {
                    return self.malformed(value.span, &problem, true);
                }
                Some(Kind::Text(text))
            }
            // The name of a port is a name, and needs no quotes.
            ValueKind::Path(path) if check == Check::PortName && path.word().is_some() => {
                Some(Kind::Text(Text::Literal(path.word()?.value.clone())))
            }
            ValueKind::Path(path) => Some(Kind::Reference(self.reference(path, value.span)?)),
            ValueKind::Number(number) => {
                let written = format!("{}{}", number.digits, number.unit);
                let message = format!("`{what}` takes {}, not {}", describe::ty(ty), describe::value(value));
                let found = Diagnostic::new(Code::E0202, value.span, message);
                let meant = match check_text(check, &written) {
                    Ok(()) => Some(written),
                    // What is made of other characters may be meant or not.
                    Err(problem) => problem.suggestion.filter(|meant| meant.contains(&written)),
                };
                self.report(meant.into_iter().fold(found, |found, meant| found.edit(value.span, quote(&meant))));
                None
            }
            _ => self.mismatch(what, ty, value),
        }
    }

    /// The value of a variable: text, and what becomes text.
    pub(super) fn scalar(&mut self, what: &str, ty: &Type, value: &ast::Value) -> Option<Kind> {
        match &value.kind {
            ValueKind::Number(number) => {
                let written = SmolStr::from(format!("{}{}", number.digits, number.unit));
                Some(Kind::Text(Text::Literal(written)))
            }
            ValueKind::Bool(truth) => Some(Kind::Bool(*truth)),
            _ => self.text_value(what, ty, Check::Any, value),
        }
    }

    /// A text with its constants replaced and its references read.
    fn text(&mut self, text: &ast::Text, span: Span) -> Option<Text> {
        if let Some(literal) = text.literal() {
            return Some(Text::Literal(SmolStr::new(literal)));
        }
        let mut parts = Vec::with_capacity(text.parts.len());
        for part in &text.parts {
            match part {
                ast::Part::Literal(literal) => push_literal(&mut parts, literal),
                ast::Part::Reference(path) => self.part(&mut parts, path, span)?,
            }
        }
        Some(match parts.as_slice() {
            [] => Text::Literal(SmolStr::default()),
            [Part::Literal(literal)] => Text::Literal(literal.clone()),
            _ => Text::Parts(parts),
        })
    }

    fn part(&mut self, parts: &mut Vec<Part>, path: &Spanned<ast::Path>, span: Span) -> Option<()> {
        let Some(constant) = self.constant(&path.value) else {
            parts.push(Part::Reference(self.reference(&path.value, path.span)?));
            return Some(());
        };
        let name = path.value.segments.iter().map(|segment| segment.value.as_str()).collect::<Vec<_>>().join(".");
        let kind = self.substituted(&name, &Type::Scalar, constant.ok()?, path.span)?;
        self.spend(&kind, path.span)?;
        match kind {
            Kind::Text(Text::Parts(inner)) => {
                for part in inner {
                    match part {
                        Part::Literal(literal) => push_literal(parts, &literal),
                        Part::Reference(reference) => parts.push(Part::Reference(reference)),
                    }
                }
            }
            Kind::Reference(reference) => parts.push(Part::Reference(reference)),
            kind => push_literal(parts, &Value::new(kind, span).literal()?),
        }
        Some(())
    }

    /// Counts what a constant brings, and refuses text that doubles itself without end.
    fn spend(&mut self, kind: &Kind, span: Span) -> Option<()> {
        let length = |part: &Part| match part {
            Part::Literal(literal) => literal.len(),
            Part::Reference(_) => 1,
        };
        let size = match kind {
            Kind::Text(Text::Literal(literal)) => literal.len(),
            Kind::Text(Text::Parts(parts)) => parts.iter().map(length).sum(),
            _ => 1,
        };
        if let Some(left) = self.budget.checked_sub(size + 1) {
            self.budget = left;
            return Some(());
        }
        if self.budget > 0 {
            self.budget = 0;
            self.report(Diagnostic::new(Code::E0004, span, "constants stand for more than 16 MiB of text"));
        }
        None
    }

    /// Whether the key of an entry is one; what is wrong with it is reported.
    pub(super) fn check_key(&mut self, check: Check, key: &Name, quoted: bool, kind: &schema::Block) -> bool {
        let Err(problem) = check_text(check, &key.value) else { return true };
        if is_unread(key) {
            return false;
        }
        let message = format!("`{}` is no key of `{}`: {}", key.value, kind.name, problem.message);
        let found = Diagnostic::new(Code::E0211, key.span, message);
        self.report(explained(found, key.span, &problem, quoted));
        false
    }
}

fn push_literal(parts: &mut Vec<Part>, more: &str) {
    if more.is_empty() {
        return;
    }
    if let Some(Part::Literal(last)) = parts.last_mut() {
        let mut joined = SmolStrBuilder::new();
        joined.push_str(last);
        joined.push_str(more);
        *last = joined.finish();
    } else {
        parts.push(Part::Literal(SmolStr::new(more)));
    }
}

/// Adds what a problem has to say to a finding.
pub(super) fn explained(found: Diagnostic, span: Span, problem: &Problem, quoted: bool) -> Diagnostic {
    let found = match &problem.help {
        Some(help) => found.help(help.clone()),
        None => found,
    };
    match &problem.suggestion {
        Some(right) if quoted => found.edit(span, quote(right)),
        Some(right) => found.edit(span, right.clone()),
        None => found,
    }
}

/// Whether a name in quotes holds a reference, which was reported where it was read.
pub(super) fn is_unread(name: &Name) -> bool {
    name.value.is_empty() && name.span.end - name.span.start > 2
}

/// A text as a literal of the language.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '$' => quoted.push_str("\\$"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

pub(super) fn check_text(check: Check, text: &str) -> Result<(), Problem> {
    match check {
        Check::Any => Ok(()),
        Check::Label => names::dns_label(text),
        Check::Subdomain => names::dns_subdomain(text),
        Check::Host => host::wildcard_host(text),
        Check::Address => text.parse::<std::net::IpAddr>().map(drop).or_else(|_| host::host_name(text)),
        Check::Ip => host::address(text).map(drop),
        Check::ResourceName => resource::resource_name(text),
        Check::Sysctl => resource::sysctl_name(text),
        Check::Url => types::Url::parse(text).map(drop),
        Check::Email => host::email(text),
        Check::Cidr => types::Cidr::parse(text).map(drop),
        Check::ContainerPath => path::container_path(text),
        Check::ProjectPath => path::project_path("", text).map(drop),
        Check::PathWithin => path::path_within(text),
        Check::UrlPath => path::http_path(text),
        Check::Cron => types::Schedule::parse(text).map(drop),
        Check::TimeZone => types::TimeZone::parse(text).map(drop),
        Check::Version => version::chart_version(text).map(drop),
        Check::ChartVersion => dependency::exact_version(text),
        Check::ChartRepository => dependency::chart_repository(text),
        Check::KubernetesVersion => types::KubernetesVersion::parse(text).map(drop),
        Check::VersionRange => types::KubernetesRange::parse(text).map(drop),
        Check::Variable | Check::VariablePrefix => names::env_name(text),
        Check::HeaderName => names::header_name(text),
        Check::MetricName => names::metric_name(text),
        Check::PortName => names::port_name(text),
        Check::ConfigKey => names::config_key(text),
        Check::LabelValue => labels::label_value(text),
        Check::QualifiedName => labels::label_key(text),
        Check::Tag => image::check_tag(text),
        Check::Digest => image::check_digest(text),
        Check::HostPort => host::host_and_port(text),
        Check::Repository => image::check_repository(text),
        Check::ImageReference => image::Reference::parse(text).map(drop),
        Check::Mode => types::FileMode::parse(text).map(drop),
        Check::Rule => rule(text),
        Check::Reason => reason(text),
        Check::ValuesKey => values_key(text),
    }
}

/// The name of a finding, which a waiver speaks of.
fn rule(text: &str) -> Result<(), Problem> {
    let names = || Code::ALL.iter().map(|code| code.name());
    if names().any(|name| name == text) {
        return Ok(());
    }
    // Who writes a code means its rule.
    let meant = Code::find(text).map(Code::name).or_else(|| types::nearest(text, names()));
    let problem = Problem::new(format!("there is no rule `{text}`"));
    Err(match meant {
        Some(name) => problem.suggest(name.to_owned()),
        None => problem.help("a finding is printed with its code; `todoc explain CODE` says the name of its rule"),
    })
}

fn reason(text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new("the reason is missing").help("say why the rule does not hold here"));
    }
    Ok(())
}

fn values_key(text: &str) -> Result<(), Problem> {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|other| other.is_ascii_alphanumeric())
    };
    if text.contains('.') && text.split('.').all(is_word) {
        return Ok(());
    }
    Err(Problem::new(format!("`{text}` is no path of the values"))
        .help("write words joined by dots, such as `backend.logLevel`"))
}
