//! Paths: constants that are replaced, names of blocks, and references with their attributes.

use super::{Checker, describe};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::constants::{Found, constant};
use crate::model::typed::{Kind, Reference};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{self, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Name, Path, ValueKind};
use crate::types::nearest;
use smol_str::{SmolStr, format_smolstr};

/// How deep constants may refer to constants.
const DEPTH: usize = 32;

/// A constant has no value, and why was reported.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reported;

impl<'a> Checker<'a> {
    /// What a path to a constant or a param of the build stands for; none where it is no such path.
    pub(super) fn constant(&mut self, path: &Path) -> Option<Result<&'a ast::Value, Reported>> {
        let (root, name) = constant(path)?;
        self.used.insert((root, name.value.clone()));
        if root == Root::Param && self.constants.is_install(&name.value) {
            return None;
        }
        if self.depth > DEPTH {
            let message = format!("constants stand for constants more than {DEPTH} deep");
            self.report(Diagnostic::new(Code::E0003, name.span, message));
            return Some(Err(Reported));
        }
        let constants = self.constants;
        match constants.find(root, &name.value) {
            Found::Value(value) => return Some(Ok(value)),
            Found::Broken => {}
            Found::NotGiven => {
                let message = format!("param `{}` has no default and was not given", name.value);
                let help = format!("give it with `--set {}=…`", name.value);
                self.report(Diagnostic::new(Code::E0310, name.span, message).help(help));
            }
            Found::Unknown => {
                let message = format!("there is no {} `{}`", root.name(), name.value);
                let found = Diagnostic::new(Code::E0301, name.span, message);
                self.report(with_nearest(found, name.span, &name.value, constants.names(root)));
            }
        }
        Some(Err(Reported))
    }

    /// The name of a block of one of some kinds: `frontend`, or `service.frontend`.
    pub(super) fn block_name_of(&mut self, what: &str, ty: &Type, kinds: &[&str], value: &ast::Value) -> Option<Kind> {
        let ValueKind::Path(path) = &value.kind else {
            if let ValueKind::Text(text) = &value.kind
                && let Some(name) = text.literal().filter(|name| self.knows(kinds, name).is_some())
            {
                let message = format!("`{what}` takes {}, without quotes", describe::ty(ty));
                let found = Diagnostic::new(Code::E0202, value.span, message).edit(value.span, name);
                self.report(found);
                return None;
            }
            return self.mismatch(what, ty, value);
        };
        let (kind, name) = match path.segments.as_slice() {
            [name] => (self.knows(kinds, &name.value), name),
            [kind, name] if kinds.contains(&kind.value.as_str()) => {
                (kinds.iter().copied().find(|known| *known == kind.value), name)
            }
            [] | [_, _, ..] => return self.mismatch(what, ty, value),
        };
        let known = kind.filter(|kind| self.names.get(kind).is_some_and(|names| names.contains(&name.value)));
        let Some(block) = known.and_then(schema::top) else {
            let message = format!("there is no {} `{}`", kinds.join(" or "), name.value);
            let all = self.names.iter().filter(|(kind, _)| kinds.contains(kind));
            let all: Vec<&str> = all.flat_map(|(_, names)| names.iter().map(SmolStr::as_str)).collect();
            let found = Diagnostic::new(Code::E0301, value.span, message);
            let found = if matches!(ty, Type::Image) && nearest(&name.value, all.iter().copied()).is_none() {
                found.help(format!("write `image {} {{ … }}`, or a complete reference in quotes", name.value))
            } else {
                with_nearest(found, name.span, &name.value, all)
            };
            let found = self.of_another_kind(kinds, &name.value, found);
            self.report(found);
            return None;
        };
        Some(Kind::Block(block, name.value.clone()))
    }

    /// Says that there is a block of the name, but of another kind.
    fn of_another_kind(&self, kinds: &[&str], name: &str, found: Diagnostic) -> Diagnostic {
        let mut others = self.names.iter().filter(|(kind, names)| !kinds.contains(kind) && names.contains(name));
        let Some((kind, _)) = others.next() else { return found };
        let is_awaited = kinds == ["service", "database"] && *kind == schema::job::JOB.name;
        let found = found.note(format!("`{name}` is a {kind}"));
        if !is_awaited {
            return found;
        }
        let help = format!(
            "a job has no port to wait for; what comes after it stands in the job: `job {name} {{ before = … }}`"
        );
        Diagnostic { edits: Vec::new(), ..found.help(help) }
    }

    fn knows(&self, kinds: &[&str], name: &str) -> Option<&'static str> {
        let names = self.names;
        names.iter().find(|(kind, names)| kinds.contains(kind) && names.contains(name)).map(|(kind, _)| *kind)
    }

    /// A reference in a place that takes text.
    pub(super) fn reference(&mut self, path: &Path, span: Span) -> Option<Reference> {
        let (first, rest) = path.segments.split_first()?;
        let Some(root) = Root::find(&first.value) else {
            self.unknown_root(path, first, span);
            return None;
        };
        let reference = Reference { root, name: None, port: None, attribute: None, key: None, span };
        if !root.is_named() {
            return self.attributed(reference, rest);
        }
        let Some((name, rest)) = rest.split_first() else {
            let message = format!("`{}` needs a name", root.name());
            self.report(Diagnostic::new(Code::E0302, span, message).help(format!("write `{}.NAME`", root.name())));
            return None;
        };
        let reference = Reference { name: Some(name.clone()), ..reference };
        self.exists(root, name)?;
        match root {
            Root::Env | Root::Param | Root::Let => match rest {
                [] => Some(reference),
                [further, ..] => self.too_long(&format!("`{}.{}`", root.name(), name.value), further),
            },
            Root::Config => self.configured(reference, rest),
            Root::Service | Root::Database | Root::Secret | Root::Image | Root::Environment | Root::Pod => {
                self.attributed(reference, rest)
            }
        }
    }

    fn exists(&mut self, root: Root, name: &Name) -> Option<()> {
        if matches!(root, Root::Env | Root::Param | Root::Let) {
            return Some(());
        }
        let names = self.names.get(root.name());
        if names.is_some_and(|names| names.contains(&name.value)) {
            return Some(());
        }
        let message = format!("there is no {} `{}`", root.name(), name.value);
        let found = Diagnostic::new(Code::E0301, name.span, message);
        let known: Vec<&str> = names.into_iter().flatten().map(SmolStr::as_str).collect();
        self.report(with_nearest(found, name.span, &name.value, known));
        None
    }

    /// `config.NAME.KEY`, `config.NAME.name`.
    fn configured(&mut self, reference: Reference, rest: &[Name]) -> Option<Reference> {
        match rest {
            [] => Some(reference),
            [key] if key.value == Attribute::Name.name() => {
                Some(Reference { attribute: Some(Attribute::Name), ..reference })
            }
            [key] => Some(Reference { key: Some(key.clone()), ..reference }),
            [_, further, ..] => {
                let message = format!("nothing can follow the key of a config, but `{}` does", further.value);
                let help = "a key with a dot stands in quotes: `config.NAME.\"a.b\"`";
                self.report(Diagnostic::new(Code::E0302, further.span, message).help(help));
                None
            }
        }
    }

    /// The attribute, with `ports.NAME` before it where a service has several.
    fn attributed(&mut self, reference: Reference, rest: &[Name]) -> Option<Reference> {
        let (reference, rest) = match rest {
            [ports, port, rest @ ..] if reference.root == Root::Service && ports.value == "ports" => {
                (Reference { port: Some(port.clone()), ..reference }, rest)
            }
            _ => (reference, rest),
        };
        let root = reference.root;
        let dotted = match rest {
            // `limits.memory` is one attribute.
            [first, second] if root == Root::Pod => {
                Some(Name::new(format_smolstr!("{}.{}", first.value, second.value), first.span.to(second.span)))
            }
            _ => None,
        };
        let rest = dotted.as_ref().map_or(rest, std::slice::from_ref);
        match rest {
            [] if root == Root::Secret => Some(reference),
            [] => {
                let message = format!("a {} is no text: say which of its attributes is meant", root.name());
                let help = format!("one of {}", describe::list(root.attributes().map(Attribute::name)));
                self.report(Diagnostic::new(Code::E0302, reference.span, message).help(help));
                None
            }
            [word] => {
                let Some(attribute) = root.attribute(&word.value) else {
                    let message = format!("a {} has no attribute `{}`", root.name(), word.value);
                    let found = Diagnostic::new(Code::E0302, word.span, message);
                    let known: Vec<&str> = root.attributes().map(Attribute::name).collect();
                    self.report(one_of(found, word.span, &word.value, &known));
                    return None;
                };
                Some(Reference { attribute: Some(attribute), ..reference })
            }
            [_, further, ..] => self.too_long("an attribute", further),
        }
    }

    fn unknown_root(&mut self, path: &Path, first: &Name, span: Span) {
        let found = if let Some(word) = path.word() {
            Diagnostic::new(Code::E0303, span, format!("`{}` is neither text nor a reference", word.value))
                .help("text stands in quotes; a reference begins with its kind, such as `service.`")
                .edit(span, format!("\"{}\"", word.value))
        } else {
            let message = format!("no reference begins with `{}`", first.value);
            let roots: Vec<&str> = Root::ALL.iter().map(|(name, _)| *name).collect();
            one_of(Diagnostic::new(Code::E0303, first.span, message), first.span, &first.value, &roots)
        };
        self.report(found);
    }

    fn too_long<T>(&mut self, what: &str, further: &Name) -> Option<T> {
        let message = format!("nothing can follow {what}, but `{}` does", further.value);
        self.report(Diagnostic::new(Code::E0302, further.span, message));
        None
    }
}

pub(super) fn with_nearest(found: Diagnostic, span: Span, word: &str, known: Vec<&str>) -> Diagnostic {
    match nearest(word, known.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")).edit(span, near),
        None if known.is_empty() || known.len() > 12 => found,
        None => found.help(format!("there is {}", describe::list(known))),
    }
}

/// Says which word was meant, or which there are.
pub(super) fn one_of(found: Diagnostic, span: Span, word: &str, known: &[&str]) -> Diagnostic {
    match nearest(word, known.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")).edit(span, near),
        None => found.help(format!("one of {}", describe::list(known.iter().copied()))),
    }
}
