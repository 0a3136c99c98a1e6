//! A whole program: the blocks of all its files, checked, and sorted by what they are for.

use super::access::{self, Access};
use super::check::unknown::foreign;
use super::check::{Checker, Names, describe, duplicate, nameless};
use super::constants::{self, Constants};
use super::params;
use super::typed::{Block, Kind, Layer, Value};
use crate::diagnostics::{Code, Diagnostic};
use crate::schema::{self, Base, choices, environment, stack};
use crate::source::{FileId, Sources, Span, Spanned};
use crate::syntax::ast::{self, Item, Name};
use crate::types::nearest;
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Checked blocks of all files. It holds for every environment.
#[derive(Debug)]
pub struct Program {
    /// The block `stack`.
    pub stack: Block,
    /// The blocks of the stack and its libraries, in written order.
    pub blocks: Vec<Block>,
    /// Templates, by their kind and name.
    pub templates: IndexMap<(&'static str, SmolStr), Block>,
    /// Profiles, the built-in ones first.
    pub profiles: IndexMap<SmolStr, Block>,
    /// Environments, in the order of their files.
    pub environments: IndexMap<SmolStr, Block>,
    /// What fields hold where nothing is said.
    pub defaults: Defaults,
    /// What the stack, profiles and environments give every pod.
    pub(super) access: Access,
    /// What a build of images told of them, by the name of the environment that they are for.
    pub built: IndexMap<SmolStr, Vec<Block>>,
}

/// Values of the declared defaults.
#[derive(Debug, Default)]
pub struct Defaults {
    values: FxHashMap<usize, Value>,
}

impl Defaults {
    /// The value that holds where nothing is said.
    #[must_use]
    pub fn get(&self, field: &'static schema::Field) -> Option<&Value> {
        field.default?;
        self.values.get(&address(field))
    }
}

fn address(field: &'static schema::Field) -> usize {
    std::ptr::from_ref(field).addr()
}

/// A value for a param of the build, as the command line gives it. Its places lie in a source of its own.
#[derive(Debug, Clone)]
pub struct Given {
    /// The param.
    pub name: Name,
    /// The text; what it means is told by the type of the param.
    pub value: Spanned<SmolStr>,
}

/// What came out of checking all files.
#[derive(Debug)]
pub struct Checked {
    /// The program; none where there is no stack.
    pub program: Option<Program>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl Program {
    /// Checks parsed files: the stack's, its libraries' and its environments'. `given` are the params of the command line.
    #[must_use]
    pub fn check(sources: &mut Sources, files: &[ast::File], given: &[Given]) -> Checked {
        let (builtin, defaults) = brought_along(sources);
        let mut diagnostics = Vec::new();
        let constants = Constants::read(files, given, &mut diagnostics);
        let names = names(files);
        let mut checker = Checker::new(&constants, &names);
        let mut sorted = Sorted::default();
        sorted.defaults(&mut checker, &defaults);
        sorted.file(&mut checker, &builtin, Layer::BuiltIn);
        for file in files {
            sorted.file(&mut checker, file, Layer::Base);
        }
        let mut used = std::mem::take(&mut checker.used);
        used.extend(constants.broken().cloned());
        // Constants that go too deep or grow too large are not followed to their end.
        let is_cut = checker.diagnostics.iter().any(|found| matches!(found.code, Code::E0003 | Code::E0004));
        diagnostics.append(&mut checker.diagnostics);
        diagnostics.append(&mut sorted.diagnostics);
        if !is_cut {
            diagnostics.extend(constants::unused(files, &used));
        }
        let program = sorted.program();
        Checked { program, diagnostics }
    }

    /// What to say of a block that starts from something that there is not.
    pub(super) fn unknown_base(&self, block: &Block, base: &Name) -> Diagnostic {
        let is_profile = block.kind.is(&environment::PROFILE);
        let what = if is_profile { "profile" } else { describe::base(block.kind) };
        let found = Diagnostic::new(Code::E0107, base.span, format!("there is no {what} `{}`", base.value));
        let known: Vec<&str> = match block.kind.base {
            Base::Template => self
                .templates
                .keys()
                .filter(|(kind, _)| *kind == block.kind.name)
                .map(|(_, name)| name.as_str())
                .collect(),
            Base::Environment if is_profile => self.profiles.keys().map(SmolStr::as_str).collect(),
            Base::Environment => self.profiles.keys().chain(self.environments.keys()).map(SmolStr::as_str).collect(),
            Base::None | Base::Choice(_) | Base::Kind => Vec::new(),
        };
        let known: Vec<&str> = known.into_iter().filter(|known| *known != block.name()).collect();
        match nearest(&base.value, known.iter().copied()) {
            Some(near) => found.help(format!("did you mean `{near}`?")).edit(base.span, near),
            None if known.is_empty() => {
                found.help(format!("write `template {} : {} {{ … }}` to make one", base.value, block.kind.name))
            }
            None => found.help(format!("there is {}", describe::list(known))),
        }
    }
}

/// The built-in profiles, and the text of every declared default as a file of fields.
fn brought_along(sources: &mut Sources) -> (ast::File, ast::File) {
    let profiles = sources.add(schema::profiles::NAME, schema::profiles::TEXT);
    let profiles = crate::syntax::parse(sources, profiles).file;
    let defaults = schema::every_field().filter_map(|field| field.default);
    let lines: Vec<String> = defaults.map(|default| format!("value = {default}\n")).collect();
    let defaults = sources.add("<built-in defaults>", lines.concat());
    let defaults = crate::syntax::parse(sources, defaults).file;
    (profiles, defaults)
}

/// Names of all blocks, in the stack and in overlays alike.
fn names(files: &[ast::File]) -> Names {
    let mut names = Names::new();
    for item in files.iter().flat_map(|file| &file.items) {
        let Item::Block(block) = item else { continue };
        let nested = block.kind.value == environment::ENVIRONMENT.name;
        let blocks = block.body.iter().filter_map(|item| match item {
            Item::Block(block) if nested => Some(block),
            Item::Block(_) | Item::Field(_) | Item::Let(_) | Item::Use(_) => None,
        });
        for block in std::iter::once(block).chain(blocks) {
            if let (Some(kind), Some(name)) = (schema::top(&block.kind.value), &block.name) {
                names.entry(kind.name).or_default().insert(name.value.clone());
            }
        }
    }
    names
}

/// Blocks by what they are for, while files are read.
#[derive(Debug, Default)]
struct Sorted {
    stack: Option<Block>,
    blocks: Vec<Block>,
    seen: FxHashMap<(&'static str, SmolStr), Span>,
    templates: IndexMap<(&'static str, SmolStr), Block>,
    profiles: IndexMap<SmolStr, Block>,
    environments: IndexMap<SmolStr, Block>,
    defaults: Defaults,
    diagnostics: Vec<Diagnostic>,
}

impl Sorted {
    fn defaults(&mut self, checker: &mut Checker<'_>, file: &ast::File) {
        let declared = schema::every_field().filter(|field| field.default.is_some());
        for (field, item) in declared.zip(&file.items) {
            let Item::Field(written) = item else { continue };
            let mut holder = super::check::empty(&stack::PARAM, &nowhere(file.id), Layer::BuiltIn);
            checker.declared(&mut holder, field, written);
            self.defaults.values.extend(holder.fields.into_iter().map(|typed| (address(field), typed.value)));
        }
    }

    fn file(&mut self, checker: &mut Checker<'_>, file: &ast::File, layer: Layer) {
        let Some(header) = &file.header else {
            for item in &file.items {
                self.item(checker, item, layer);
            }
            return;
        };
        let block = ast::Block {
            add: None,
            kind: Name::new(SmolStr::new_static(environment::ENVIRONMENT.name), header.span),
            name: Some(header.name.clone()),
            quoted: false,
            base: header.base.clone(),
            body: Vec::new(),
            span: header.span,
        };
        let mut typed = checker.block(&environment::ENVIRONMENT, &block, Layer::Overlay);
        let overlay: Vec<Item> =
            file.items.iter().filter(|item| !matches!(item, Item::Let(_) | Item::Use(_))).cloned().collect();
        checker.body(&mut typed, &overlay);
        typed.extends = Some(header.extends.clone());
        self.keep(typed);
    }

    fn item(&mut self, checker: &mut Checker<'_>, item: &Item, layer: Layer) {
        match item {
            Item::Block(block) => self.block(checker, block, layer),
            // It was told that no key can be made of parts.
            Item::Field(field) if field.key.value.is_empty() => {}
            Item::Field(field) => {
                let message = format!("`{}` stands outside of any block", field.key.value);
                let help = "at the top level of a file stand blocks; fields alone only in an environment's file";
                self.diagnostics.push(Diagnostic::new(Code::E0212, field.key.span, message).help(help));
            }
            Item::Let(_) | Item::Use(_) => {}
        }
    }

    fn block(&mut self, checker: &mut Checker<'_>, block: &ast::Block, layer: Layer) {
        let Some(kind) = schema::top(&block.kind.value) else { return self.unknown(block) };
        checker.added(kind, block, layer);
        if kind.is(&stack::TEMPLATE) {
            return self.template(checker, block);
        }
        let layer = match layer {
            Layer::Base if kind.is(&environment::ENVIRONMENT) => Layer::Overlay,
            Layer::Base if kind.is(&environment::PROFILE) => Layer::Profile,
            Layer::BuiltIn | Layer::Profile | Layer::Template | Layer::Base | Layer::Overlay | Layer::Built => layer,
        };
        let typed = checker.block(kind, block, layer);
        if typed.name.is_none() && kind.naming != schema::Naming::None {
            return self.diagnostics.push(nameless(kind, typed.head));
        }
        if kind.is(&stack::PARAM) {
            params::check(&typed, &mut self.diagnostics);
        }
        self.keep(typed);
    }

    fn unknown(&mut self, block: &ast::Block) {
        let message = format!("there is no block `{}`", block.kind.value);
        let found = Diagnostic::new(Code::E0103, block.kind.span, message);
        let known = || schema::TOP.iter().map(|block| block.name);
        let ours = foreign(&block.kind.value, |ours| schema::top(ours).is_some());
        self.diagnostics.push(match (nearest(&block.kind.value, known()), ours) {
            (Some(near), _) => found.help(format!("did you mean `{near}`?")).edit(block.kind.span, near),
            (None, Some(ours)) => found.help(format!("that is `{ours}` here")),
            (None, None) => found.help(format!("there is {}", describe::list(known()))),
        });
    }

    fn template(&mut self, checker: &mut Checker<'_>, block: &ast::Block) {
        let Some(name) = &block.name else { return self.diagnostics.push(nameless(&stack::TEMPLATE, block.head())) };
        let kind =
            block.base.as_ref().and_then(|base| schema::top(&base.value)).filter(|kind| kind.base == Base::Template);
        let Some(kind) = kind else {
            let place = block.base.as_ref().map_or(block.head(), |base| base.span);
            let message = "a template says for which kind of block it is";
            let help = format!("write `template {} : service {{ … }}`, or `job`, or `cron`", name.value);
            self.diagnostics.push(Diagnostic::new(Code::E0107, place, message).help(help));
            return;
        };
        let plain = ast::Block { base: None, ..block.clone() };
        let typed = checker.block(kind, &plain, Layer::Template);
        if let Some(first) = self.templates.get(&(kind.name, name.value.clone())) {
            self.diagnostics.push(duplicate(Code::E0102, typed.head, first.head, &format!("template {}", name.value)));
            return;
        }
        self.templates.insert((kind.name, name.value.clone()), typed);
    }

    /// Keeps a block of the top level, once.
    fn keep(&mut self, typed: Block) {
        let name = typed.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
        let key = if typed.kind.is(&stack::STACK) { SmolStr::default() } else { name.clone() };
        if let Some(first) = self.seen.insert((typed.kind.name, key), typed.head) {
            let what = describe::block(typed.kind, &name);
            self.diagnostics.push(duplicate(Code::E0102, typed.head, first, &what));
            return;
        }
        if typed.kind.is(&stack::STACK) {
            self.stack = Some(typed);
        } else if typed.kind.is(&environment::PROFILE) {
            self.profiles.insert(name, typed);
        } else if typed.kind.is(&environment::ENVIRONMENT) {
            self.environments.insert(name, typed);
        } else {
            self.blocks.push(typed);
        }
    }

    fn program(self) -> Option<Program> {
        let Sorted { stack, blocks, templates, profiles, mut environments, defaults, .. } = self;
        let stack = stack?;
        if environments.is_empty() {
            let (name, environment) = only_environment(&stack);
            environments.insert(name, environment);
        }
        let built = IndexMap::new();
        let access = access::of(std::iter::once(&stack).chain(profiles.values()).chain(environments.values()));
        Some(Program { stack, blocks, templates, profiles, environments, defaults, access, built })
    }
}

/// The environment of a stack that has none: `default`, on the profile `development`.
fn only_environment(stack: &Block) -> (SmolStr, Block) {
    let name = |text: &'static str| Name::new(SmolStr::new_static(text), stack.head);
    let block = ast::Block {
        add: None,
        kind: name(environment::ENVIRONMENT.name),
        name: Some(name("default")),
        quoted: false,
        base: Some(name(choices::DEVELOPMENT.name)),
        body: Vec::new(),
        span: stack.head,
    };
    (SmolStr::new_static("default"), super::check::empty(&environment::ENVIRONMENT, &block, Layer::Overlay))
}

fn nowhere(file: FileId) -> ast::Block {
    let span = Span::new(file, 0..0);
    let kind = Name::new(SmolStr::default(), span);
    ast::Block { add: None, kind, name: None, quoted: false, base: None, body: Vec::new(), span }
}

impl Block {
    /// The value of a field of this very block.
    #[must_use]
    pub fn own(&self, field: &schema::Field) -> Option<&Value> {
        self.fields
            .iter()
            .find(|own| own.field.is(field))
            .map(|own| &own.value)
            .filter(|value| value.kind != Kind::None)
    }

    /// Its name, or nothing where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or("", |name| name.value.as_str())
    }
}
