//! What a line of a manifest is made of: every place that the evaluation of its expression comes by.
//!
//! Only what was read counts. Of a default that is the first where it is not empty, of a piece the case that holds.

use super::{From, Loop, Manifest, Mark, Release};
use crate::chart::tree::{Body, Expr, Node, Pair};
use crate::schema::{environment, stack};

impl<'a> Release<'a> {
    /// Notes where the value of a pair comes from, for the line that begins here.
    pub(super) fn mark(&self, pair: &'a Pair, at: Loop<'_>, into: &mut Manifest<'a>) {
        if into.marks.is_some() {
            let mut found: Vec<From<'a>> = pair.origin.as_deref().map(From::Origin).into_iter().collect();
            self.node_reads(&pair.value, at, &mut found);
            for from in found {
                into.mark(from);
            }
        }
    }

    fn node_reads(&self, node: &'a Node, at: Loop<'_>, found: &mut Vec<From<'a>>) {
        match node {
            Node::Text(expr) | Node::Int(expr) | Node::Json(expr) => self.reads(expr, at, found),
            Node::Flag(path) | Node::Values(path) => note(found, From::Value(path)),
            Node::ValuesOr(first, second) => {
                note(found, From::Value(if self.value(first).is_true() { first } else { second }));
            }
            Node::Bool(_)
            | Node::EmptyMap
            | Node::EmptyList
            | Node::Null
            | Node::Fraction(_)
            | Node::Map(_)
            | Node::List(_)
            | Node::Piece(_) => {}
        }
    }

    fn reads(&self, expr: &'a Expr, at: Loop<'_>, found: &mut Vec<From<'a>>) {
        match expr {
            Expr::Value(path) | Expr::Truth(path) | Expr::Number(path) => note(found, From::Value(path)),
            Expr::Entry(path, key) => note(found, From::ValueEntry(path, key.clone())),
            Expr::Release => note(found, From::Field(&environment::ENVIRONMENT, &environment::RELEASE)),
            Expr::Namespace => note(found, From::Field(&environment::ENVIRONMENT, &environment::NAMESPACE)),
            Expr::AppVersion => note(found, From::Field(&stack::STACK, &stack::APP_VERSION)),
            Expr::Name(component) | Expr::NameIn { component, .. } | Expr::Checksum(component) => {
                note(found, From::Block(component));
            }
            Expr::Account(name, own) => {
                if let Some(path) = own {
                    note(found, From::Values(path));
                }
                self.reads(name, at, found);
            }
            Expr::Dependency { name, .. } => note(found, From::Block(name)),
            Expr::Image(path) => note(found, From::Values(path)),
            Expr::Join(parts) => parts.iter().for_each(|part| self.reads(part, at, found)),
            Expr::Default(first, second) => {
                let empty = self.text(first, at).is_empty();
                self.reads(if empty { second } else { first }, at, found);
            }
            Expr::Short(inner, _) => self.reads(inner, at, found),
            Expr::Piece(name) => self.piece_reads(name, found),
            Expr::Text(_)
            | Expr::Int(_)
            | Expr::ChartName
            | Expr::ValuesChecksum(_)
            | Expr::Key
            | Expr::Item
            | Expr::ItemField(_) => {}
        }
    }

    fn piece_reads(&self, name: &str, found: &mut Vec<From<'a>>) {
        let Some(Body::Text(cases, last)) = self.piece(name).map(|piece| &piece.body) else { return };
        let case = cases.iter().find(|(test, _)| self.test(test, Loop::default())).map(|(_, expr)| expr);
        if let Some(expr) = case.or(last.as_ref().ok()) {
            self.reads(expr, Loop::default(), found);
        }
    }
}

impl<'a> Manifest<'a> {
    /// Notes where the line that begins here comes from.
    pub(super) fn mark(&mut self, from: From<'a>) {
        if let Some(marks) = &mut self.marks {
            marks.push(Mark { offset: self.text.len(), from });
        }
    }

    /// Takes back what was written since then.
    pub(super) fn truncate(&mut self, start: usize) {
        self.text.truncate(start);
        if let Some(marks) = &mut self.marks {
            marks.truncate(marks.partition_point(|mark| mark.offset < start));
        }
    }
}

fn note<'a>(found: &mut Vec<From<'a>>, from: From<'a>) {
    if !found.contains(&from) {
        found.push(from);
    }
}
