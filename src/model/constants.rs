//! `let` and `param`: what they stand for, whether they turn in circles, and whether anything reads them.

use super::check::duplicate;
use super::params::{self, Taken};
use super::program::Given;
use crate::diagnostics::{Code, Diagnostic};
use crate::schema::attributes::Root;
use crate::schema::{environment, stack};
use crate::source::Span;
use crate::syntax::ast::{self, Item, Name, Part, Path, ValueKind};
use indexmap::{IndexMap, IndexSet};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// A constant: `let` or `param`, and its name.
pub type Key = (Root, SmolStr);

/// What `let.NAME` and `param.NAME` stand for while the source is checked.
#[derive(Debug, Default)]
pub struct Constants {
    /// What each stands for; none for a param without a default that was not given.
    values: IndexMap<Key, Declared>,
    /// The params of the installation, with their defaults.
    install: IndexMap<SmolStr, Option<ast::Value>>,
    /// Those that stand for themselves, or for one that does, or for what they do not take. They were reported.
    broken: BTreeSet<Key>,
}

#[derive(Debug)]
struct Declared {
    name: Span,
    value: Option<ast::Value>,
}

/// What is known of a constant.
#[derive(Debug, Clone, Copy)]
pub enum Found<'a> {
    /// Its value.
    Value(&'a ast::Value),
    /// It has none: a param that was not given.
    NotGiven,
    /// It has a value that was reported as wrong.
    Broken,
    /// There is no such constant.
    Unknown,
}

impl Constants {
    /// The constants of all files, and the params with what was given for them.
    pub fn read(files: &[ast::File], given: &[Given], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut constants = Self::default();
        for item in files.iter().flat_map(|file| &file.items) {
            match item {
                Item::Let(field) => constants.constant(field, diagnostics),
                Item::Block(block) if block.kind.value == stack::PARAM.name => {
                    constants.param(block, given, diagnostics);
                }
                Item::Block(_) | Item::Field(_) | Item::Use(_) => {}
            }
        }
        for given in given {
            if !constants.values.contains_key(&(Root::Param, given.name.value.clone())) {
                diagnostics.push(params::unknown(given, &constants.names(Root::Param), &constants.install));
            }
        }
        constants.refuse_circles(diagnostics);
        constants
    }

    /// What is known of a constant.
    #[must_use]
    pub fn find(&self, root: Root, name: &str) -> Found<'_> {
        let key = (root, SmolStr::new(name));
        match self.values.get(&key) {
            Some(_) if self.broken.contains(&key) => Found::Broken,
            Some(Declared { value: Some(value), .. }) => Found::Value(value),
            Some(Declared { value: None, .. }) => Found::NotGiven,
            None => Found::Unknown,
        }
    }

    /// Whether a param is given at installation.
    #[must_use]
    pub fn is_install(&self, name: &str) -> bool {
        self.install.contains_key(name)
    }

    /// What a param of the installation holds where nothing is given.
    #[must_use]
    pub fn installed(&self, name: &str) -> Option<&ast::Value> {
        self.install.get(name)?.as_ref()
    }

    /// Every name of a root, for "did you mean".
    #[must_use]
    pub fn names(&self, root: Root) -> Vec<&str> {
        let built = self.values.keys().filter(|key| key.0 == root).map(|key| key.1.as_str());
        let install = self.install.keys().map(SmolStr::as_str).filter(|_| root == Root::Param);
        built.chain(install).collect()
    }

    /// The constants whose value was reported as wrong.
    pub fn broken(&self) -> impl Iterator<Item = &Key> {
        self.broken.iter()
    }

    fn constant(&mut self, field: &ast::Field, diagnostics: &mut Vec<Diagnostic>) {
        let key = (Root::Let, field.key.value.clone());
        if let Some(first) = self.values.get(&key) {
            return diagnostics.push(duplicate(
                Code::E0102,
                field.key.span,
                first.name,
                &format!("let {}", field.key.value),
            ));
        }
        self.values.insert(key, Declared { name: field.key.span, value: Some(field.value.clone()) });
    }

    fn param(&mut self, block: &ast::Block, given: &[Given], diagnostics: &mut Vec<Diagnostic>) {
        let Some(name) = &block.name else { return };
        if params::at_install(block) {
            let default = match params::default(block) {
                Taken::Value(value) => Some(value),
                Taken::Nothing | Taken::Misfit => None,
            };
            self.install.insert(name.value.clone(), default);
            return;
        }
        let key = (Root::Param, name.value.clone());
        // The last one wins, as in Helm.
        let value = match given.iter().rfind(|given| given.name.value == name.value) {
            Some(given) => params::given(block, given, diagnostics),
            None => params::default(block),
        };
        let value = match value {
            Taken::Value(value) => Some(value),
            Taken::Nothing => None,
            Taken::Misfit => {
                self.broken.insert(key.clone());
                None
            }
        };
        self.values.entry(key).or_insert(Declared { name: name.span, value });
    }

    /// Reports every circle once. What is in one, or leads into one, stands for nothing.
    fn refuse_circles(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let stuck = self.stuck();
        let mut seen: BTreeSet<&Key> = BTreeSet::new();
        for start in &stuck {
            let mut way: IndexSet<&Key> = IndexSet::new();
            let mut at = start;
            while !seen.contains(at) && way.insert(at) {
                let Some(next) = self.needs(at).into_iter().find_map(|key| stuck.get(&key)) else { break };
                at = next;
            }
            if let Some(first) = way.get_index_of(at) {
                diagnostics.push(self.circle(way.iter().skip(first).copied().collect()));
            }
            seen.extend(way);
        }
        self.broken.extend(stuck);
    }

    /// The constants whose value cannot be known, in written order: takes away those that need none but known ones, until
    /// nothing changes.
    fn stuck(&self) -> IndexSet<Key> {
        let needs: IndexMap<&Key, Vec<Key>> = self.values.keys().map(|key| (key, self.needs(key))).collect();
        let mut needed_by: IndexMap<&Key, Vec<&Key>> = IndexMap::new();
        let mut open: IndexMap<&Key, usize> = IndexMap::new();
        for (key, others) in &needs {
            open.insert(key, others.len());
            for other in others {
                needed_by.entry(other).or_default().push(key);
            }
        }
        let mut known: Vec<&Key> = open.iter().filter(|(_, count)| **count == 0).map(|(key, _)| *key).collect();
        while let Some(key) = known.pop() {
            for waiting in needed_by.get(key).into_iter().flatten() {
                if let Some(count) = open.get_mut(*waiting) {
                    *count -= 1;
                    known.extend((*count == 0).then_some(*waiting));
                }
            }
        }
        open.into_iter().filter(|(_, count)| *count > 0).map(|(key, _)| key.clone()).collect()
    }

    /// The declared constants that a constant's value refers to.
    fn needs(&self, key: &Key) -> Vec<Key> {
        let mut found = Vec::new();
        if let Some(value) = self.values.get(key).and_then(|declared| declared.value.as_ref()) {
            paths(value, &mut |path, _| found.extend(constant(path).map(|(root, name)| (root, name.value.clone()))));
        }
        found.retain(|key| self.values.contains_key(key));
        found
    }

    fn circle(&self, mut keys: Vec<&Key>) -> Diagnostic {
        // It begins where it is written first, whichever way led into it.
        let first =
            keys.iter().enumerate().min_by_key(|(_, key)| self.values.get_index_of(**key)).map_or(0, |(at, _)| at);
        keys.rotate_left(first);
        let place = |key: &Key| self.values.get(key).map(|declared| declared.name);
        let words: Vec<String> =
            keys.iter().chain(keys.first()).map(|(root, name)| format!("`{}.{name}`", root.name())).collect();
        let message = format!("{} stands for itself", words.first().map_or("", String::as_str));
        let found = match keys.first().and_then(|key| place(key)) {
            Some(span) => Diagnostic::new(Code::E0309, span, message),
            None => Diagnostic::without_place(Code::E0309, message),
        };
        let found = if keys.len() > 1 { found.note(words.join(" needs ")) } else { found };
        let others = keys.iter().skip(1).filter_map(|key| Some((place(key)?, key)));
        others.fold(found, |found, (span, key)| found.label(span, format!("by way of `{}.{}`", key.0.name(), key.1)))
    }
}

/// The root and name of a path to a constant.
#[must_use]
pub fn constant(path: &Path) -> Option<(Root, &Name)> {
    let [root, name] = path.segments.as_slice() else { return None };
    Root::find(&root.value).filter(|root| matches!(root, Root::Let | Root::Param)).map(|root| (root, name))
}

/// Visits every path in a value, with its place.
pub fn paths<'a>(value: &'a ast::Value, visit: &mut impl FnMut(&'a Path, Span)) {
    match &value.kind {
        ValueKind::Path(path) => visit(path, value.span),
        ValueKind::Text(text) => {
            for part in &text.parts {
                if let Part::Reference(path) = part {
                    visit(&path.value, path.span);
                }
            }
        }
        ValueKind::Range(low, high) => {
            paths(low, visit);
            paths(high, visit);
        }
        ValueKind::List(items) => items.iter().for_each(|item| paths(item, visit)),
        ValueKind::None | ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::Object(_) => {}
    }
}

/// Constants and params of the stack and its environments that nothing reads. A library may hold more than is used.
#[must_use]
pub fn unused(files: &[ast::File], used: &BTreeSet<Key>) -> Vec<Diagnostic> {
    let own = files.iter().filter(|file| !is_library(file));
    let declared = own.flat_map(|file| &file.items).filter_map(|item| match item {
        Item::Let(field) => Some((Root::Let, &field.key)),
        Item::Block(block) if block.kind.value == stack::PARAM.name => Some((Root::Param, block.name.as_ref()?)),
        Item::Block(_) | Item::Field(_) | Item::Use(_) => None,
    });
    let unread = declared.filter(|(root, name)| !used.contains(&(*root, name.value.clone())));
    unread
        .map(|(root, name)| {
            let message = format!("nothing reads {} `{}`", root.name(), name.value);
            let help = format!("take it away, or read it as `{}.{}`", root.name(), name.value);
            Diagnostic::new(Code::W0301, name.span, message).help(help)
        })
        .collect()
}

fn is_library(file: &ast::File) -> bool {
    let kinds = [stack::STACK.name, environment::ENVIRONMENT.name];
    let is_more = |item: &Item| matches!(item, Item::Block(block) if kinds.contains(&block.kind.value.as_str()));
    file.header.is_none() && !file.items.iter().any(is_more)
}
