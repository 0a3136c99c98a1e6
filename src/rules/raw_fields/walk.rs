//! The way through raw content, beside what Kubernetes knows of it.

use super::{Versions, leaves, told};
use crate::diagnostics::{Code, Diagnostic};
use crate::kubernetes::{Choice, Field, Kind, Minors, Object, Shape};
use crate::model::raw::{Entry, Tree};
use crate::model::typed::Value;
use crate::rules::finding;
use crate::source::Span;

/// Fields of every object that another rule asks for.
const OF_EVERY_OBJECT: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// A walk through one object.
pub(super) struct Walk<'w> {
    kind: &'w Kind,
    /// The file that the object stands in, where it stands in one.
    file: Option<&'w str>,
    /// Whether all of the object is there, so that something can be missing.
    is_whole: bool,
    versions: Option<&'w Versions>,
    way: Vec<String>,
    pub(super) found: Vec<Diagnostic>,
}

impl<'w> Walk<'w> {
    pub(super) fn new(kind: &'w Kind, file: Option<&'w str>, is_whole: bool, versions: Option<&'w Versions>) -> Self {
        Self { kind, file, is_whole, versions, way: Vec::new(), found: Vec::new() }
    }

    /// A map with known fields. What is missing in it is told at `place`.
    pub(super) fn object(&mut self, object: Object, tree: &Tree<'_>, place: Span) {
        self.fields(object, tree.entries(), None, place);
    }

    fn fields(&mut self, object: Object, entries: &[Entry<'_>], name: Option<&str>, place: Span) {
        for entry in entries {
            self.way.push(entry.key.to_owned());
            match object.field(entry.key) {
                Some(field) => self.field(field, entry),
                None => self.unknown(object, entry),
            }
            self.way.pop();
        }
        if self.is_whole {
            let is_said =
                |field: &Field| entries.iter().any(|entry| entry.key == field.name) || name == Some(field.name);
            let is_other = |field: &Field| self.way.is_empty() && OF_EVERY_OBJECT.contains(&field.name);
            let missing = object.fields().filter(|field| field.is_required && !is_said(field) && !is_other(field));
            for field in missing.collect::<Vec<_>>() {
                self.missing(field, place);
            }
        }
    }

    fn field(&mut self, field: &Field, entry: &Entry<'_>) {
        if let Some(found) = self.newer(field.minors, entry.span) {
            self.found.push(found);
        }
        self.shape(&field.shape, &entry.tree, entry.span);
    }

    fn shape(&mut self, shape: &Shape, tree: &Tree<'_>, place: Span) {
        match (tree, shape) {
            (_, Shape::Any) | (Tree::Gone(_), _) => {}
            (Tree::Leaf(value), _) => self.leaf(shape, value),
            (Tree::Map(entries), Shape::Object(object)) => self.fields(*object, entries, None, place),
            (Tree::Map(entries), Shape::Map(of)) => {
                for entry in entries {
                    self.below(entry.key, |walk| walk.shape(of, &entry.tree, entry.span));
                }
            }
            (Tree::Named(entries), Shape::List { of, .. }) => self.named(of, entries, place),
            (Tree::List(items), Shape::List { of, .. }) => {
                for (index, item) in items.iter().enumerate() {
                    self.below(&format!("[{index}]"), |walk| walk.shape(of, item, place));
                }
            }
            (Tree::Map(_), _) => self.unlike(shape, "a block", place),
            (Tree::Named(_), _) => self.unlike(shape, "a block with a name", place),
            (Tree::List(_), _) => self.unlike(shape, "a list", place),
        }
    }

    /// The things of a list that are told apart by their names.
    fn named(&mut self, of: &Shape, entries: &[Entry<'_>], place: Span) {
        let Shape::Object(object) = of else { return self.unlike(of, "a block with a name", place) };
        if object.field("name").is_none() {
            let message = format!("what stands in {} has no `name`", self.called());
            let found = finding(Code::E0467, place, told(self.file, &message));
            return self.found.push(found.help("write it as a list: `= [{ … }]`"));
        }
        for entry in entries {
            self.below(entry.key, |walk| match &entry.tree {
                Tree::Map(inner) => walk.fields(*object, inner, Some("name"), entry.span),
                Tree::Named(_) | Tree::List(_) | Tree::Leaf(_) | Tree::Gone(_) => {}
            });
        }
    }

    fn below(&mut self, key: &str, then: impl FnOnce(&mut Self)) {
        self.way.push(key.to_owned());
        then(self);
        self.way.pop();
    }

    fn leaf(&mut self, shape: &Shape, value: &Value) {
        if let Shape::Choice(choice) = shape
            && let Some(word) = value.text()
        {
            return self.word(*choice, word, value);
        }
        let Some(mismatch) = leaves::mismatch(shape, value) else { return };
        let message = format!("{} takes {}, not {}", self.called(), leaves::describe(shape), mismatch.given);
        let found = finding(Code::E0467, value.span, told(self.file, &message));
        let meant = mismatch.meant.filter(|_| self.file.is_none());
        let found = meant.into_iter().fold(found, |found, meant| found.edit(value.span, meant));
        self.found.push(mismatch.help.into_iter().fold(found, Diagnostic::help));
    }

    fn word(&mut self, choice: Choice, word: &str, value: &Value) {
        if let Some(known) = choice.words().find(|known| known.text == word) {
            let newer = self.newer(known.minors, value.span);
            return self.found.extend(newer);
        }
        let message = format!("{} takes {}, not `{word}`", self.called(), leaves::describe(&Shape::Choice(choice)));
        let found = finding(Code::E0467, value.span, told(self.file, &message));
        let near = crate::types::nearest(word, choice.words().map(|word| word.text)).filter(|_| self.file.is_none());
        self.found.push(match near {
            Some(near) => found.help(format!("did you mean `{near}`?")).edit(value.span, format!("\"{near}\"")),
            None => found,
        });
    }

    fn unknown(&mut self, object: Object, entry: &Entry<'_>) {
        let message = format!("{} has no field `{}`", self.kind.name, way(&self.way));
        let found = finding(Code::E0466, entry.span, told(self.file, &message));
        self.found.push(match object.nearest(entry.key) {
            Some(near) if self.file.is_none() => found.help(format!("did you mean `{near}`?")).edit(entry.span, near),
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help(format!("it has {}", some(object))),
        });
    }

    fn missing(&mut self, field: &Field, place: Span) {
        self.way.push(field.name.to_owned());
        let message = format!("{} has no `{}`", self.kind.name, way(&self.way));
        self.way.pop();
        let found = finding(Code::E0468, place, told(self.file, &message));
        let is_block = matches!(field.shape, Shape::Object(_) | Shape::Map(_));
        self.found.push(if is_block {
            found.help(format!("write `{} {{ … }}`", field.name))
        } else {
            found.help(format!("write `{} = …` with {}", field.name, leaves::describe(&field.shape)))
        });
    }

    fn unlike(&mut self, shape: &Shape, given: &str, place: Span) {
        let message = format!("{} takes {}, not {given}", self.called(), leaves::describe(shape));
        self.found.push(finding(Code::E0467, place, told(self.file, &message)));
    }

    fn newer(&self, minors: Minors, place: Span) -> Option<Diagnostic> {
        let what = self.called();
        super::kinds::outside(minors, &told(self.file, &what), place, self.versions?)
    }

    fn called(&self) -> String {
        format!("`{}` of {}", way(&self.way), self.kind.name)
    }
}

/// The way to a place as people write it: `spec.ports[1].name`.
fn way(keys: &[String]) -> String {
    let mut told = String::new();
    for key in keys {
        let is_index = key.starts_with('[');
        let is_word = !key.contains(['.', '/']) || is_index;
        if !told.is_empty() && is_word && !is_index {
            told.push('.');
        }
        let quoted = format!("[\"{key}\"]");
        told.push_str(if is_word { key } else { &quoted });
    }
    told
}

/// So many fields are listed.
const SOME: usize = 8;

fn some(object: Object) -> String {
    let names: Vec<String> = object.fields().take(SOME + 1).map(|field| format!("`{}`", field.name)).collect();
    match names.get(..SOME) {
        Some(first) if names.len() > SOME => format!("{} and more", first.join(", ")),
        _ if names.is_empty() => "none".to_owned(),
        _ => names.join(", "),
    }
}
