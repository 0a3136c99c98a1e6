//! The filler: evaluates the template tree with the values of an environment, as Helm would.

mod expr;
mod json;
mod reads;
mod there;

use super::names;
use super::tree::{Body, Entry, Item, Node, Object, Origin, Piece, Test};
use super::values::{Filled, Val, write};
use super::{Chart, Refusal};
use crate::schema::{self, stack};
use crate::yaml;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::sync::Mutex;

/// What is rendered: a release of the chart with the values of an environment.
#[derive(Debug)]
pub struct Release<'a> {
    /// The chart.
    pub chart: &'a Chart,
    /// Name of the release.
    pub name: SmolStr,
    /// Its namespace.
    pub namespace: &'a str,
    /// Its values.
    pub values: Filled<'a>,
    pieces: FxHashMap<&'a str, &'a Piece>,
    prefix: String,
    chart_label: String,
    failures: Mutex<Vec<String>>,
}

/// A place of the output and where its value comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark<'a> {
    /// Byte offset of the line's first byte.
    pub offset: usize,
    /// Where the value comes from.
    pub from: From<'a>,
}

/// Where a value of the output comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum From<'a> {
    /// Written out in the template.
    Origin(&'a Origin),
    /// Read from the values.
    Value(&'a str),
    /// Read from the values below a path.
    Values(&'a str),
    /// An entry of an open map of the values.
    ValueEntry(&'a str, SmolStr),
    /// A field of the stack, or of the environment itself.
    Field(&'static schema::Block, &'static schema::Field),
    /// Named after a block, or made of all that it holds.
    Block(&'a str),
}

/// The loop that a node stands in.
#[derive(Debug, Clone, Copy, Default)]
struct Loop<'a> {
    key: Option<&'a str>,
    item: Option<&'a Val>,
}

/// The text of a manifest, while it is written.
#[derive(Debug, Default)]
pub struct Manifest<'a> {
    /// The text.
    pub text: String,
    /// Where its lines come from, where that was asked for.
    pub marks: Option<Vec<Mark<'a>>>,
}

impl<'a> Release<'a> {
    /// A release of a chart into a namespace, in an environment by its place among the chart's environments.
    #[must_use]
    pub fn new(chart: &'a Chart, environment: usize, name: &str, namespace: &'a str) -> Self {
        let of_objects = chart.objects.iter().flat_map(|object| &object.pieces);
        let pieces = chart.pieces.iter().chain(of_objects).map(|piece| (piece.name.as_str(), piece)).collect();
        let values = chart.values.filled(environment);
        let prefix = names::full_name(name, &chart.name);
        let chart_label = names::chart_label(&chart.name, &chart.version);
        let name = SmolStr::new(name);
        Self { chart, name, namespace, values, pieces, prefix, chart_label, failures: Mutex::default() }
    }

    /// Whether an object is there.
    #[must_use]
    pub fn has(&self, object: &Object) -> bool {
        object.when.as_ref().is_none_or(|test| self.test(test, Loop::default()))
    }

    /// Whether a test of the values holds.
    #[must_use]
    pub fn holds(&self, test: &Test) -> bool {
        self.test(test, Loop::default())
    }

    /// Adds an object's document.
    pub fn write(&self, object: &'a Object, into: &mut Manifest<'a>) {
        self.entries(&object.body, 0, Loop::default(), into);
    }

    /// The sentences with which the chart refused, which are none where the rules found nothing.
    #[must_use]
    pub fn failures(&self) -> Vec<String> {
        let known = self.chart.refusals.iter().filter(|refusal| refusal.required.is_none());
        let refused = known.filter(|refusal| self.test(&refusal.when, Loop::default()));
        let mut all: Vec<String> = refused.map(Refusal::said).collect();
        all.extend(self.failures.lock().map(|failures| failures.clone()).unwrap_or_default());
        all
    }

    fn fail(&self, why: String) {
        if let Ok(mut failures) = self.failures.lock() {
            failures.push(why);
        }
    }

    fn piece(&self, name: &str) -> Option<&'a Piece> {
        self.pieces.get(name).copied()
    }

    fn map_piece(&self, name: &str) -> &'a [Entry] {
        match self.piece(name).map(|piece| &piece.body) {
            Some(Body::Map(entries)) => entries,
            Some(Body::Text(..)) | None => &[],
        }
    }

    fn entries(&self, entries: &'a [Entry], indent: usize, at: Loop<'_>, into: &mut Manifest<'a>) {
        for entry in entries {
            match entry {
                Entry::Pair(pair) => {
                    self.mark(pair, at, into);
                    self.pair(&pair.key, &pair.value, indent, at, into);
                }
                Entry::When(test, then, otherwise) => {
                    let side = if self.test(test, at) { then } else { otherwise };
                    self.entries(side, indent, at, into);
                }
                Entry::Texts(path) | Entry::Variables(path) => self.texts(path, indent, into),
                Entry::Labels(component) => self.labels(component, indent, into),
                Entry::Selector(component) => self.selector(Some(component), indent, &mut into.text),
                Entry::ReleaseSelector => self.selector(None, indent, &mut into.text),
                Entry::Include(piece) => self.entries(self.map_piece(piece), indent, at, into),
                Entry::ChartOnly(_) => {}
            }
        }
    }

    /// A key with its value; a map or list that turns out empty is left out with its key.
    fn pair(&self, key: &str, node: &'a Node, indent: usize, at: Loop<'_>, into: &mut Manifest<'a>) {
        let start = into.text.len();
        yaml::spaces(&mut into.text, indent);
        yaml::key(&mut into.text, key, indent);
        if !self.node(node, indent + 2, at, into) {
            into.truncate(start);
        }
    }

    /// What follows a key, or an item's dash. False where there is nothing.
    fn node(&self, node: &'a Node, indent: usize, at: Loop<'_>, into: &mut Manifest<'a>) -> bool {
        let out = &mut into.text;
        match node {
            Node::Text(expr) => {
                out.push(' ');
                yaml::block_text(out, &self.text(expr, at), indent);
                out.push('\n');
            }
            Node::Int(expr) => {
                out.push(' ');
                out.push_str(&self.text(expr, at));
                out.push('\n');
            }
            Node::Bool(truth) => out.push_str(if *truth { " true\n" } else { " false\n" }),
            Node::Flag(path) => out.push_str(if self.value(path).is_true() { " true\n" } else { " false\n" }),
            Node::Json(expr) => write::write_val(out, self.raw(expr, at), indent),
            Node::EmptyMap => out.push_str(" {}\n"),
            Node::EmptyList => out.push_str(" []\n"),
            Node::Null => out.push_str(" null\n"),
            Node::Fraction(number) => {
                out.push(' ');
                out.push_str(number);
                out.push('\n');
            }
            Node::Values(path) => {
                let value = self.value(path);
                if value.is_true() {
                    write::write_val(out, value, indent);
                }
                return value.is_true();
            }
            Node::ValuesOr(first, second) => {
                let value =
                    Some(self.value(first)).filter(|value| value.is_true()).unwrap_or_else(|| self.value(second));
                if value.is_true() {
                    write::write_val(out, value, indent);
                }
                return value.is_true();
            }
            Node::Map(entries) => return nested(into, |into| self.entries(entries, indent, at, into)),
            Node::Piece(piece) => {
                return nested(into, |into| self.entries(self.map_piece(piece), indent, at, into));
            }
            Node::List(items) => return nested(into, |into| self.items(items, indent, at, into)),
        }
        true
    }

    fn items(&self, items: &'a [Item], indent: usize, at: Loop<'_>, into: &mut Manifest<'a>) {
        for item in items {
            match item {
                Item::Node(node) => self.item(node, indent, at, into),
                Item::When(test, items) => {
                    if self.test(test, at) {
                        self.items(items, indent, at, into);
                    }
                }
                Item::Each(path, node) => {
                    into.mark(From::Value(path));
                    self.each(path, node, indent, into);
                }
                Item::EachKey(piece, node) => {
                    for key in self.keys(piece) {
                        self.item(node, indent, Loop { key: Some(key), item: None }, into);
                    }
                }
                Item::Values(path) => {
                    into.mark(From::Value(path));
                    if let Val::List(values) = self.value(path) {
                        for value in values {
                            write::write_item(&mut into.text, value, indent);
                        }
                    }
                }
            }
        }
    }

    /// A loop over a list, or over a map in the order of its keys.
    fn each(&self, path: &str, node: &'a Node, indent: usize, into: &mut Manifest<'a>) {
        match self.value(path) {
            Val::List(values) => {
                for value in values {
                    self.item(node, indent, Loop { key: None, item: Some(value) }, into);
                }
            }
            Val::Map(entries) => {
                let mut sorted: Vec<_> = entries.iter().collect();
                sorted.sort_by(|left, right| left.0.cmp(&right.0));
                for (key, value) in sorted {
                    self.item(node, indent, Loop { key: Some(key), item: Some(value) }, into);
                }
            }
            Val::Unset | Val::Null | Val::Bool(_) | Val::Int(_) | Val::Fraction(_) | Val::Text(_) => {}
        }
    }

    fn item(&self, node: &'a Node, indent: usize, at: Loop<'_>, into: &mut Manifest<'a>) {
        let start = into.text.len();
        match node {
            Node::Map(entries) => self.entries(entries, indent + 2, at, into),
            Node::Text(_)
            | Node::Int(_)
            | Node::Bool(_)
            | Node::Flag(_)
            | Node::Json(_)
            | Node::EmptyMap
            | Node::EmptyList
            | Node::Null
            | Node::Fraction(_)
            | Node::List(_)
            | Node::Values(_)
            | Node::ValuesOr(..)
            | Node::Piece(_) => {
                yaml::spaces(&mut into.text, indent);
                into.text.push('-');
                self.node(node, indent + 2, at, into);
                return;
            }
        }
        if into.text.len() > start {
            into.text.replace_range(start + indent..start + indent + 2, "- ");
        }
    }

    fn texts(&self, path: &'a str, indent: usize, into: &mut Manifest<'a>) {
        let Val::Map(entries) = self.value(path) else { return };
        let mut sorted: Vec<_> = entries.iter().collect();
        sorted.sort_by(|left, right| left.0.cmp(&right.0));
        for (key, value) in sorted {
            into.mark(From::ValueEntry(path, key.clone()));
            yaml::spaces(&mut into.text, indent);
            yaml::key(&mut into.text, key, indent);
            into.text.push(' ');
            yaml::block_text(&mut into.text, &expr::as_text(value), indent + 2);
            into.text.push('\n');
        }
    }

    fn labels(&self, component: &str, indent: usize, into: &mut Manifest<'a>) {
        into.mark(From::Field(&stack::STACK, &stack::VERSION));
        label(&mut into.text, indent, "helm.sh/chart", &self.chart_label);
        self.selector(Some(component), indent, &mut into.text);
        into.mark(From::Field(&stack::STACK, &stack::APP_VERSION));
        let out = &mut into.text;
        label(out, indent, "app.kubernetes.io/version", &self.chart.app_version);
        label(out, indent, "app.kubernetes.io/part-of", self.chart.part_of());
        label(out, indent, "app.kubernetes.io/managed-by", "Helm");
    }

    fn selector(&self, component: Option<&str>, indent: usize, out: &mut String) {
        label(out, indent, "app.kubernetes.io/name", &self.chart.name);
        label(out, indent, "app.kubernetes.io/instance", &self.name);
        if let Some(component) = component {
            label(out, indent, "app.kubernetes.io/component", component);
        }
    }

    /// A test of the values.
    fn test(&self, test: &Test, at: Loop<'_>) -> bool {
        match test {
            Test::Value(path) => self.value(path).is_true(),
            Test::Is(path, word) => matches!(self.value(path), Val::Text(own) if own == word),
            Test::Greater(sides) => self.number(&sides.0, at) > self.number(&sides.1, at),
            Test::Set(path) => !matches!(self.value(path), Val::Text(own) if own.is_empty()),
            Test::Has(path, key) => self.value(path).get(key).is_some(),
            Test::Lists(path, item) => {
                let item = self.text(item, at);
                matches!(self.value(path), Val::List(all) if all.iter().any(|own| expr::as_text(own) == item))
            }
            Test::Filled(piece) => self.is_filled(self.map_piece(piece), at),
            Test::Prefix(path, prefix) => expr::as_text(self.value(path)).starts_with(prefix.as_str()),
            Test::Shorter(path, least) => {
                let length = i64::try_from(expr::as_text(self.value(path)).chars().count()).unwrap_or(i64::MAX);
                length < *least
            }
            Test::ItemField(field) => at.item.and_then(|item| item.get(field)).is_some_and(Val::is_true),
            Test::Not(inner) => !self.test(inner, at),
            Test::All(tests) => tests.iter().all(|test| self.test(test, at)),
            Test::Any(tests) => tests.iter().any(|test| self.test(test, at)),
        }
    }
}

/// Whether something was written on the lines after this one.
fn nested<'a>(into: &mut Manifest<'a>, write: impl FnOnce(&mut Manifest<'a>)) -> bool {
    into.text.push('\n');
    let start = into.text.len();
    write(into);
    into.text.len() > start
}

fn label(out: &mut String, indent: usize, key: &str, value: &str) {
    yaml::spaces(out, indent);
    out.push_str(key);
    out.push_str(": ");
    yaml::text(out, value);
    out.push('\n');
}
