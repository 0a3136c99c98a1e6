//! Expressions, with Go's and sprig's rules.

use super::{Loop, Release};
use crate::chart::names;
use crate::chart::tree::{Body, Expr};
use crate::chart::values::Val;
use crate::go;
use std::borrow::Cow;

impl Release<'_> {
    /// What the values say at a path. A path that is not declared is a fault of todoc, which a law of the tests finds.
    pub(super) fn value(&self, path: &str) -> &Val {
        self.values.get(path).map_or_else(
            || {
                self.fail(format!("a template reads `{path}`, which is not in the values"));
                &Val::Unset
            },
            |value| value.as_ref(),
        )
    }

    /// A value as it is.
    pub(super) fn raw<'b>(&'b self, expr: &Expr, at: Loop<'b>) -> &'b Val {
        match expr {
            Expr::Value(path) | Expr::Truth(path) | Expr::Number(path) => self.value(path),
            Expr::Item => at.item.unwrap_or(&Val::Unset),
            Expr::ItemField(field) => at.item.and_then(|item| item.get(field)).unwrap_or(&Val::Unset),
            Expr::Text(_)
            | Expr::Int(_)
            | Expr::Entry(..)
            | Expr::Release
            | Expr::Namespace
            | Expr::ChartName
            | Expr::AppVersion
            | Expr::Join(_)
            | Expr::Default(..)
            | Expr::Name(_)
            | Expr::NameIn { .. }
            | Expr::Dependency { .. }
            | Expr::Image(_)
            | Expr::Account(..)
            | Expr::Piece(_)
            | Expr::Checksum(_)
            | Expr::ValuesChecksum(_)
            | Expr::Short(..)
            | Expr::Key => &Val::Unset,
        }
    }

    /// The text that an expression prints.
    pub(super) fn text<'b>(&'b self, expr: &'b Expr, at: Loop<'b>) -> Cow<'b, str> {
        match expr {
            Expr::Text(text) => Cow::Borrowed(text.as_str()),
            Expr::Int(number) => Cow::Owned(number.to_string()),
            Expr::Value(path) | Expr::Truth(path) | Expr::Number(path) => as_text(self.value(path)),
            Expr::Entry(path, key) => self.value(path).get(key).map_or(Cow::Borrowed(""), as_text),
            Expr::Release => Cow::Borrowed(&self.name),
            Expr::Namespace => Cow::Borrowed(self.namespace),
            Expr::ChartName => Cow::Borrowed(&self.chart.name),
            Expr::AppVersion => Cow::Borrowed(&self.chart.app_version),
            Expr::Join(parts) => {
                let mut joined = String::new();
                for part in parts {
                    joined.push_str(&self.text(part, at));
                }
                Cow::Owned(joined)
            }
            Expr::Default(first, second) => {
                let first = self.text(first, at);
                if first.is_empty() { self.text(second, at) } else { first }
            }
            Expr::Name(component) => Cow::Owned(self.object_name(component)),
            Expr::NameIn { release, chart, component } => {
                let prefix = names::full_name(&as_text(self.value(release)), chart);
                Cow::Owned(names::object_name(Some(&prefix), component, self.chart.naming.longest()))
            }
            Expr::Dependency { release, name } => {
                let release = release.as_ref().map_or(Cow::Borrowed(&*self.name), |path| as_text(self.value(path)));
                Cow::Owned(names::of_dependency(&release, name))
            }
            Expr::Account(name, own) => self.account(name, own.as_deref(), at),
            Expr::Image(path) => Cow::Owned(self.image(path)),
            Expr::Piece(name) => self.text_piece(name),
            Expr::Checksum(piece) => Cow::Owned(self.checksum(piece)),
            // Only a chart knows what was given at install time.
            Expr::ValuesChecksum(_) => Cow::Borrowed(""),
            Expr::Short(inner, length) => {
                let full = self.text(inner, at);
                Cow::Owned(full.chars().take(*length).collect())
            }
            Expr::Key => Cow::Borrowed(at.key.unwrap_or_default()),
            Expr::Item => at.item.map_or(Cow::Borrowed(""), as_text),
            Expr::ItemField(field) => at.item.and_then(|item| item.get(field)).map_or(Cow::Borrowed(""), as_text),
        }
    }

    pub(super) fn number(&self, expr: &Expr, at: Loop<'_>) -> i64 {
        self.text(expr, at).parse().unwrap_or(0)
    }

    fn text_piece(&self, name: &str) -> Cow<'_, str> {
        let Some(Body::Text(cases, last)) = self.piece(name).map(|piece| &piece.body) else { return Cow::Borrowed("") };
        if let Some((_, expr)) = cases.iter().find(|(test, _)| self.test(test, Loop::default())) {
            return self.text(expr, Loop::default());
        }
        match last {
            Ok(expr) => self.text(expr, Loop::default()),
            Err(message) => {
                self.fail(message.clone());
                Cow::Borrowed("")
            }
        }
    }

    /// The bounded name of a component's objects.
    #[must_use]
    pub fn object_name(&self, component: &str) -> String {
        self.chart.naming.name(&self.prefix, component)
    }

    /// The account that the workload names, else the one that all pods share, else its own, else where none is made the
    /// namespace's default.
    fn account<'b>(&'b self, name: &'b Expr, own: Option<&str>, at: Loop<'b>) -> Cow<'b, str> {
        let all = "serviceAccount";
        let named = own.into_iter().chain([all]).map(|path| as_text(self.value(&format!("{path}.name"))).into_owned());
        if let Some(named) = named.into_iter().find(|named| !named.is_empty()) {
            Cow::Owned(named)
        } else if self.value(&format!("{}.create", own.unwrap_or(all))).is_true() {
            self.text(name, at)
        } else {
            Cow::Borrowed("default")
        }
    }

    fn image(&self, path: &str) -> String {
        let of = |key: &str| as_text(self.value(&format!("{path}.{key}"))).into_owned();
        let digest = of("digest");
        if digest.is_empty() {
            let tag = of("tag");
            let tag = if tag.is_empty() { self.chart.app_version.as_str() } else { &tag };
            format!("{}:{tag}", of("repository"))
        } else {
            format!("{}@{digest}", of("repository"))
        }
    }

    fn checksum(&self, piece: &str) -> String {
        go::sha256_hex(&go::to_json(&self.data(self.map_piece(piece), Loop::default()).into()))
    }
}

/// A value as Go prints it.
pub(super) fn as_text(value: &Val) -> Cow<'_, str> {
    match value {
        Val::Unset | Val::Null | Val::List(_) | Val::Map(_) => Cow::Borrowed(""),
        Val::Bool(true) => Cow::Borrowed("true"),
        Val::Bool(false) => Cow::Borrowed("false"),
        Val::Int(number) => Cow::Owned(number.to_string()),
        Val::Fraction(text) | Val::Text(text) => Cow::Borrowed(text.as_str()),
    }
}
