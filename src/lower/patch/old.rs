//! What stands where a patch wants to: written out, read from the values, or derived.

use super::change::Patcher;
use super::dotted;
use crate::chart::tree::visit::{self, Visitor};
use crate::chart::tree::{Entry, Expr, Node, Origin, Path, Place, Test};
use crate::chart::values::{Knob, Val};
use crate::diagnostics::{Code, Diagnostic};
use crate::lower::Part;
use crate::source::Span;
use smol_str::SmolStr;

/// Paths of the values, and pieces, that a part of the tree reads.
#[derive(Debug, Default)]
struct Paths(Vec<Path>, bool);

impl Visitor for Paths {
    fn path(&mut self, path: &mut Path) {
        if !self.0.contains(path) {
            self.0.push(path.clone());
        }
    }

    fn piece(&mut self, _: &SmolStr) {
        self.1 = true;
    }

    fn expr(&mut self, _: &mut Expr) {}

    fn entries(&mut self, _: &str, _: &mut Vec<Entry>) {}

    fn node(&mut self, _: &mut Node) {}
}

impl Patcher<'_, '_, '_> {
    /// Whether a node may give way; what it reads is noted, for it must have another reader.
    pub(super) fn gives_way(&mut self, node: &Node, span: Span) -> bool {
        let mut paths = Paths::default();
        visit::node(&mut node.clone(), &mut paths);
        let is_written = match node {
            Node::Text(Expr::Text(_))
            | Node::Int(Expr::Int(_))
            | Node::Bool(_)
            | Node::Map(_)
            | Node::EmptyMap
            | Node::List(_)
            | Node::EmptyList
            | Node::Null
            | Node::Fraction(_)
            | Node::Piece(_) => true,
            Node::Text(_) | Node::Int(_) | Node::Flag(_) | Node::Json(_) | Node::Values(_) | Node::ValuesOr(..) => {
                false
            }
        };
        if is_written && !paths.1 {
            self.dropped.extend(paths.0.into_iter().map(|path| (path, span)));
            return true;
        }
        let has_origin = |path: &&Path| knob(self.raw.part(), path).is_some_and(|knob| knob.origin.is_some());
        let found = if let Some(path) = paths.0.iter().find(has_origin).or(paths.0.first()) {
            is_value(self.raw.part(), path, span)
        } else {
            let message = format!("`{}` is derived by the chart", dotted(&self.path));
            let why = "it follows the names of the release and of other objects, so that references stay right";
            Diagnostic::new(Code::E0476, span, message).note(why)
        };
        self.findings.push(found);
        false
    }

    /// When values are given to a node that the vocabulary leaves empty everywhere; none of any other node.
    pub(super) fn free_value(&self, node: &Node) -> Option<Test> {
        let Node::Values(path) = node else { return None };
        let knob = self.raw.part().knobs.iter().find(|knob| knob.path == *path)?;
        knob.values.iter().all(|value| !value.is_true()).then(|| Test::Value(path.clone()))
    }

    /// Whether the vocabulary gives an open map of the values a key, which a patch then cannot give.
    pub(super) fn is_given(&mut self, path: &Path, key: &str, span: Span) -> bool {
        let part = self.raw.part();
        let knob = part.knobs.iter().find(|knob| knob.path == *path);
        let holds = |value: &Val| value.get(key).is_some();
        let is_given = knob.is_some_and(|knob| knob.values.iter().any(holds));
        if is_given {
            let found = is_value(part, path, span);
            self.findings.push(found);
        }
        is_given
    }
}

/// A patch where a key of the values is read.
pub(super) fn is_value(part: &Part, path: &Path, span: Span) -> Diagnostic {
    let message = format!("the chart reads this from its values, at `{path}`");
    let found = Diagnostic::new(Code::E0478, span, message);
    let found = found.note("a patch would leave a key of the values that does nothing");
    match knob(part, path).and_then(|knob| knob.origin.as_ref()) {
        Some(origin) => found.help(format!("say it in the vocabulary: {}", said(origin))),
        None => found,
    }
}

/// The key at a path, or the first below it.
fn knob<'p>(part: &'p Part, path: &str) -> Option<&'p Knob> {
    let is_below =
        |knob: &&Knob| knob.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    part.knobs.iter().find(is_below)
}

/// Where the vocabulary says something.
fn said(origin: &Origin) -> String {
    let block = |kind: &crate::schema::Block, name: &str| {
        if name.is_empty() { kind.name.to_owned() } else { format!("{} {name}", kind.name) }
    };
    let nested = origin.nested.iter().map(|(kind, name)| format!(" {{ {}", block(kind, name)));
    let outer = block(origin.kind, &origin.name) + &nested.collect::<String>();
    match &origin.place {
        Place::Field(field) => format!("`{}` of `{outer}`", field.name),
        Place::Entry(kind, key) => format!("`{key}` in `{}` of `{outer}`", kind.name),
        Place::Block => format!("`{outer}`"),
    }
}
