//! Finds the layers of every block in every environment.

use super::{Environment, View, Views};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::program::Program;
use crate::model::typed::Block;
use crate::schema::{self, Base, Choice, Naming, choices, environment, secret};
use crate::types::nearest;
use rustc_hash::FxHashMap;

/// All environments of a program, in the order of their files.
#[must_use]
pub fn environments<'a>(program: &'a Program, diagnostics: &mut Vec<Diagnostic>) -> Vec<Environment<'a>> {
    let stack = check_overlays(program, diagnostics);
    let mut resolved = Vec::with_capacity(program.environments.len());
    for overlay in program.environments.values() {
        resolved.extend(Resolver::new(program, overlay, diagnostics).map(|resolver| resolver.environment(&stack)));
    }
    resolved
}

/// Kinds of block that an environment has, in the order of the reference page.
fn kinds() -> impl Iterator<Item = &'static schema::Block> {
    let others: [&schema::Block; 4] =
        [&environment::ENVIRONMENT, &environment::PROFILE, &schema::stack::STACK, &schema::stack::TEMPLATE];
    let named = schema::TOP.iter().copied().filter(|kind| kind.naming != Naming::None);
    named.filter(move |kind| !others.iter().any(|other| kind.is(other)))
}

/// What the stack itself introduces, by kind and name.
type Introduced<'a> = FxHashMap<(&'static str, &'a str), &'a Block>;

/// Checks that templates exist, and that overlays refine what exists.
fn check_overlays<'a>(program: &'a Program, diagnostics: &mut Vec<Diagnostic>) -> Introduced<'a> {
    let mut stack = Introduced::default();
    for block in &program.blocks {
        stack.insert((block.kind.name, block.name()), block);
        check_template(program, block, diagnostics);
    }
    for overlay in program.environments.values() {
        let inherited = ancestors(program, overlay);
        for block in overlay.blocks.iter().filter(|block| block.kind.naming == Naming::Named && block.name.is_some()) {
            let earlier = stack.get(&(block.kind.name, block.name())).copied().or_else(|| added(&inherited, block));
            check_overlay(program, overlay, block, earlier, diagnostics);
        }
    }
    stack
}

fn check_template(program: &Program, block: &Block, diagnostics: &mut Vec<Diagnostic>) {
    if let (Base::Template, Some(base)) = (block.kind.base, &block.base)
        && !program.templates.contains_key(&(block.kind.name, base.value.clone()))
    {
        diagnostics.push(program.unknown_base(block, base, "template"));
    }
}

/// The environments that an environment is built on, the weakest first, without itself. Longer than all of them in a cycle.
fn ancestors<'a>(program: &'a Program, overlay: &'a Block) -> Vec<&'a Block> {
    let mut chain = Vec::new();
    let mut at = overlay;
    while let Some(base) = at.base.as_ref().and_then(|base| program.environments.get(&base.value)) {
        // `environment staging : staging` is on the profile of its name, not on itself.
        if std::ptr::eq(base, at) {
            break;
        }
        if chain.len() > program.environments.len() {
            break;
        }
        chain.insert(0, base);
        at = base;
    }
    chain
}

fn added<'a>(inherited: &[&'a Block], block: &Block) -> Option<&'a Block> {
    let mut blocks = inherited.iter().flat_map(|overlay| &overlay.blocks);
    blocks.find(|other| other.add.is_some() && other.kind.is(block.kind) && other.name() == block.name())
}

fn check_overlay(
    program: &Program,
    overlay: &Block,
    block: &Block,
    earlier: Option<&Block>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match (block.add, earlier) {
        (Some(add), Some(earlier)) => {
            let message =
                format!("{} `{}` is there already, so there is nothing to add", block.kind.name, block.name());
            let found = Diagnostic::new(Code::E0109, block.head, message);
            diagnostics.push(found.label(earlier.head, "it is introduced here").edit(add, ""));
        }
        (None, None) => diagnostics.push(refines_nothing(program, overlay, block)),
        (Some(_), None) => check_template(program, block, diagnostics),
        (None, Some(earlier)) => check_nested(program, overlay, block, earlier, diagnostics),
    }
}

fn refines_nothing(program: &Program, overlay: &Block, block: &Block) -> Diagnostic {
    let (kind, name) = (block.kind.name, block.name());
    let message = format!("environment `{}` refines {kind} `{name}`, which does not exist", overlay.name());
    let found = Diagnostic::new(Code::E0108, block.head, message);
    let known = program.blocks.iter().filter(|other| other.kind.is(block.kind)).map(Block::name);
    match (nearest(name, known), &block.name) {
        (Some(near), Some(place)) => found.help(format!("did you mean `{near}`?")).edit(place.span, near),
        _ => found.help(format!("write `add {kind} {name} {{ … }}` to introduce it")),
    }
}

/// Named blocks inside a refined block refine what exists as well.
fn check_nested(program: &Program, overlay: &Block, block: &Block, earlier: &Block, diagnostics: &mut Vec<Diagnostic>) {
    let template =
        earlier.base.as_ref().and_then(|base| program.templates.get(&(earlier.kind.name, base.value.clone())));
    let known = || earlier.blocks.iter().chain(template.into_iter().flat_map(|template| &template.blocks));
    for nested in block.blocks.iter().filter(|nested| nested.kind.naming == Naming::Named && nested.add.is_none()) {
        if known().any(|other| other.kind.is(nested.kind) && other.name() == nested.name()) {
            continue;
        }
        let (kind, name) = (nested.kind.name, nested.name());
        let message = format!("environment `{}` refines {kind} `{name}`, which does not exist", overlay.name());
        let help = format!("write `add {kind} {name} {{ … }}` to introduce it");
        diagnostics.push(Diagnostic::new(Code::E0108, nested.head, message).help(help));
    }
}

/// The layers above and below the stack for one environment.
struct Resolver<'a> {
    program: &'a Program,
    profile: &'static Choice,
    /// Profiles, the built-in one first.
    below: Vec<&'a Block>,
    /// Environments, the one that is meant last.
    above: Vec<&'a Block>,
}

impl<'a> Resolver<'a> {
    fn new(program: &'a Program, overlay: &'a Block, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut above = ancestors(program, overlay);
        if above.len() > program.environments.len() {
            diagnostics.push(cycle(overlay));
            return None;
        }
        above.push(overlay);
        let below = profiles(program, above.first().copied().unwrap_or(overlay), diagnostics)?;
        let builtin = below.first().map_or("", |block| block.name());
        let profile = choices::PROFILE.iter().find(|choice| choice.name == builtin).unwrap_or(&choices::DEVELOPMENT);
        Some(Self { program, profile, below, above })
    }

    fn environment(&self, stack: &Introduced<'a>) -> Environment<'a> {
        let settings = self.below.iter().chain(&self.above).copied().collect();
        let of = |kind, name, layers| View { kind, name, layers, defaults: &self.program.defaults };
        Environment {
            name: self.above.last().map_or("", |block| block.name()),
            profile: self.profile,
            settings: of(&environment::ENVIRONMENT, "", settings),
            stack: of(&schema::stack::STACK, self.program.stack.name(), vec![&self.program.stack]),
            secrets: of(&secret::SECRETS, "", self.unnamed(&secret::SECRETS)),
            kinds: kinds().map(|kind| (kind, self.views(kind, stack))).collect(),
        }
    }

    /// Blocks without a name, in profiles and environments.
    fn unnamed(&self, kind: &'static schema::Block) -> Vec<&'a Block> {
        let layers = self.below.iter().chain(&self.above);
        layers.flat_map(|layer| unnamed_in(layer, kind)).collect()
    }

    fn views(&self, kind: &'static schema::Block, stack: &Introduced<'a>) -> Views<'a> {
        let mut views = Views::default();
        let below: Vec<&'a Block> = self.below.iter().flat_map(|layer| unnamed_in(layer, kind)).collect();
        for block in self.program.blocks.iter().filter(|block| block.kind.is(kind)) {
            views.insert(block.name(), self.start(block, &below));
        }
        for overlay in &self.above {
            for block in unnamed_in(overlay, kind) {
                views.values_mut().for_each(|view| view.layers.push(block));
            }
            for block in overlay.blocks.iter().filter(|block| block.kind.is(kind) && block.name.is_some()) {
                if let Some(view) = views.get_mut(block.name()) {
                    view.layers.push(block);
                } else if block.add.is_some()
                    || kind.naming != Naming::Named
                    || stack.contains_key(&(kind.name, block.name()))
                {
                    views.insert(block.name(), self.start(block, &below));
                }
            }
        }
        views
    }

    /// The layers of a block where it is introduced.
    fn start(&self, block: &'a Block, below: &[&'a Block]) -> View<'a> {
        let of_name =
            |other: &&Block| other.kind.is(block.kind) && other.name.is_some() && other.name() == block.name();
        let named = self.below.iter().flat_map(|layer| layer.blocks.iter().filter(of_name));
        let template = match (block.kind.base, &block.base) {
            (Base::Template, Some(base)) => self.program.templates.get(&(block.kind.name, base.value.clone())),
            _ => None,
        };
        let mut layers = Vec::with_capacity(below.len() + 4);
        layers.extend_from_slice(below);
        layers.extend(named);
        layers.extend(template);
        layers.push(block);
        View { kind: block.kind, name: block.name(), layers, defaults: &self.program.defaults }
    }
}

/// The profiles that an environment is built on, the built-in one first.
fn profiles<'a>(
    program: &'a Program,
    environment: &'a Block,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<&'a Block>> {
    let mut chain: Vec<&'a Block> = Vec::new();
    let mut of = environment;
    while let Some(base) = &of.base {
        let Some(profile) = program.profiles.get(&base.value) else {
            diagnostics.push(program.unknown_base(of, base, "profile or environment"));
            return None;
        };
        if chain.len() > program.profiles.len() {
            diagnostics.push(cycle(profile));
            return None;
        }
        chain.insert(0, profile);
        of = profile;
    }
    if chain.is_empty() {
        chain.extend(program.profiles.get(choices::DEVELOPMENT.name));
    }
    Some(chain)
}

fn unnamed_in<'a>(layer: &'a Block, kind: &'static schema::Block) -> impl Iterator<Item = &'a Block> {
    layer.blocks.iter().filter(move |block| block.kind.is(kind) && block.name.is_none())
}

fn cycle(block: &Block) -> Diagnostic {
    let place = block.base.as_ref().map_or(block.head, |base| base.span);
    Diagnostic::new(Code::E0110, place, format!("`{}` starts from itself", block.name()))
}
