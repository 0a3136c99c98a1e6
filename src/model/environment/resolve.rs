//! Finds the layers of every block in every environment.

use super::{Environment, View, Views};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::naming;
use crate::model::program::Program;
use crate::model::typed::{Block, Layer};
use crate::schema::{self, Base, Choice, Naming, choices, environment, secret};
use crate::source::Span;
use crate::types::nearest;
use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// All environments of a program, in the order of their files.
#[must_use]
pub fn environments<'a>(program: &'a Program, diagnostics: &mut Vec<Diagnostic>) -> Vec<Environment<'a>> {
    let stack = check_overlays(program, diagnostics);
    let circular = circular(&program.environments);
    let mut resolvers = Vec::with_capacity(program.environments.len());
    for overlay in program.environments.values() {
        resolvers.extend(Resolver::new(program, overlay, &circular, diagnostics));
    }
    resolvers.par_iter().map(|resolver| resolver.environment(&stack)).collect()
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
    check_profiles(program, diagnostics);
    for overlay in program.environments.values() {
        let Some(inherited) = ancestors(program, overlay) else { continue };
        for block in overlay.blocks.iter().filter(|block| block.kind.naming == Naming::Named && block.name.is_some()) {
            let stack = stack.get(&(block.kind.name, block.name())).copied();
            let earlier = Earlier::of(block, stack, &inherited);
            check_overlay(program, overlay, block, &earlier, diagnostics);
        }
    }
    stack
}

/// What was said of a block before an environment speaks of it.
struct Earlier<'a> {
    /// Where it was introduced.
    introduced: Option<&'a Block>,
    /// The environments in between.
    refined: Vec<&'a Block>,
}

impl<'a> Earlier<'a> {
    fn of(block: &Block, stack: Option<&'a Block>, inherited: &[&'a Block]) -> Self {
        let same = |other: &&&'a Block| other.kind.is(block.kind) && other.name() == block.name();
        let refined: Vec<&'a Block> = inherited
            .iter()
            .flat_map(|overlay| overlay.blocks.iter().collect::<Vec<_>>())
            .filter(|other| same(&other))
            .collect();
        Self { introduced: stack.or_else(|| refined.iter().copied().find(|other| other.add.is_some())), refined }
    }

    /// The blocks that are nested in it, its template's too.
    fn nested(&self, program: &'a Program) -> impl Iterator<Item = &'a Block> {
        let base = self.introduced.and_then(|block| Some((block.kind.name, block.base.as_ref()?.value.clone())));
        let template = base.and_then(|key| program.templates.get(&key));
        let layers = self.introduced.into_iter().chain(template).chain(self.refined.iter().copied());
        layers.flat_map(|layer| &layer.blocks).collect::<Vec<_>>().into_iter()
    }
}

fn check_template(program: &Program, block: &Block, diagnostics: &mut Vec<Diagnostic>) {
    if let (Base::Template, Some(base)) = (block.kind.base, &block.base)
        && !program.templates.contains_key(&(block.kind.name, base.value.clone()))
    {
        diagnostics.push(program.unknown_base(block, base));
    }
}

/// How many environments, or profiles, may stand in a row, each of which starts from the next. Each has the layers of all below it,
/// so that rows without a bound would make more layers than a machine can hold.
const LONGEST: usize = 32;

/// The environments that an environment is built on, the weakest first, without itself. None where they turn in a circle, or are too
/// many.
fn ancestors<'a>(program: &'a Program, overlay: &'a Block) -> Option<Vec<&'a Block>> {
    let mut chain = Vec::new();
    let mut at = overlay;
    while let Some(base) = at.base.as_ref().and_then(|base| program.environments.get(&base.value)) {
        // `environment staging : staging` is on the profile of its name, not on itself.
        if std::ptr::eq(base, at) {
            break;
        }
        if chain.len() == LONGEST {
            return None;
        }
        chain.push(base);
        at = base;
    }
    chain.reverse();
    Some(chain)
}

/// Whether a block is the first that stands at the end of too long a row; all that start from it do so too.
fn is_too_far(block: &Block, blocks: &IndexMap<SmolStr, Block>) -> bool {
    let next = |at: &&Block| blocks.get(&at.base.as_ref()?.value).filter(|base| !std::ptr::eq(*base, *at));
    std::iter::successors(next(&block), next).take(LONGEST + 2).count() == LONGEST + 1
}

fn check_overlay(
    program: &Program,
    overlay: &Block,
    block: &Block,
    earlier: &Earlier<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match (block.add, earlier.introduced) {
        (Some(add), Some(first)) => {
            let message =
                format!("{} `{}` is there already, so there is nothing to add", block.kind.name, block.name());
            let found = Diagnostic::new(Code::E0109, block.head, message);
            let found = found.label(first.head, "it is introduced here");
            diagnostics.push(found.edit(Span { end: block.head.start, ..add }, ""));
        }
        (None, None) => diagnostics.push(refines_nothing(program, overlay, block)),
        (Some(_), None) => check_template(program, block, diagnostics),
        (None, Some(first)) => {
            diagnostics.extend(check_base(block, first));
            check_nested(program, overlay, block, earlier, diagnostics);
        }
    }
}

/// What a block starts from is said where it is introduced, and stays.
fn check_base(block: &Block, first: &Block) -> Option<Diagnostic> {
    let base = block.base.as_ref()?;
    if first.base.as_ref().is_some_and(|first| first.value == base.value) {
        return None;
    }
    let message = format!("{} `{}` cannot start from `{}` here", block.kind.name, block.name(), base.value);
    let found = Diagnostic::new(Code::E0107, base.span, message).label(first.head, "it is introduced here");
    let found = found.note("what a block starts from is the same in every environment");
    Some(found.edit(Span { start: block.head.end, ..base.span }, ""))
}

fn refines_nothing(program: &Program, overlay: &Block, block: &Block) -> Diagnostic {
    let (kind, name) = (block.kind.name, block.name());
    let message = format!("environment `{}` refines {kind} `{name}`, which does not exist", overlay.name());
    let found = Diagnostic::new(Code::E0108, block.head, message);
    introduce(found, block, program.blocks.iter().filter(|other| other.kind.is(block.kind)).map(Block::name))
}

/// What to do about a block that refines nothing.
fn introduce<'a>(found: Diagnostic, block: &Block, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    match (nearest(block.name(), known), &block.name) {
        (Some(near), Some(place)) => found.help(format!("did you mean `{near}`?")).edit(place.span, near),
        _ => found.help(format!("write `add {} {} {{ … }}` to introduce it", block.kind.name, block.name())),
    }
}

/// Named blocks inside a refined block refine what exists as well.
fn check_nested(
    program: &Program,
    overlay: &Block,
    block: &Block,
    earlier: &Earlier<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for nested in block.blocks.iter().filter(|nested| nested.kind.naming == Naming::Named && !nested.removed) {
        let (kind, name) = (nested.kind.name, nested.name());
        let known = || earlier.nested(program).filter(|other| other.kind.is(nested.kind));
        match (nested.add, known().find(|other| other.name() == name)) {
            (Some(add), Some(first)) => {
                let message = format!("{kind} `{name}` is there already, so there is nothing to add");
                let found =
                    Diagnostic::new(Code::E0109, nested.head, message).label(first.head, "it is introduced here");
                diagnostics.push(found.edit(Span { end: nested.head.start, ..add }, ""));
            }
            (None, None) => {
                let message = format!("environment `{}` refines {kind} `{name}`, which does not exist", overlay.name());
                let found = Diagnostic::new(Code::E0108, nested.head, message);
                diagnostics.push(introduce(found, nested, known().map(Block::name)));
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
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
    fn new(
        program: &'a Program,
        overlay: &'a Block,
        circular: &FxHashSet<&str>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let Some(mut above) = ancestors(program, overlay) else {
            diagnostics.extend(circular.contains(overlay.name()).then(|| cycle(overlay)));
            diagnostics.extend(is_too_far(overlay, &program.environments).then(|| too_far(overlay)));
            return None;
        };
        above.push(overlay);
        let below = profiles(program, above.first().copied().unwrap_or(overlay), diagnostics)?;
        let builtin = below.first().map_or("", |block| block.name());
        let profile = choices::PROFILE.iter().find(|choice| choice.name == builtin).unwrap_or(&choices::DEVELOPMENT);
        Some(Self { program, profile, below, above })
    }

    fn environment(&self, stack: &Introduced<'a>) -> Environment<'a> {
        let settings = self.below.iter().chain(&self.above).copied().collect();
        let of = |kind, name, layers| View::new(kind, name, layers, &self.program.defaults);
        let of_stack = of(&schema::stack::STACK, self.program.stack.name(), vec![&self.program.stack]);
        Environment {
            name: self.above.last().map_or("", |block| block.name()),
            profile: self.profile,
            settings: of(&environment::ENVIRONMENT, "", settings),
            naming: naming::of(&of_stack),
            stack: of_stack,
            access: self.access(&schema::service::SERVICE).last().and_then(|layer| layer.fields.first()),
            secrets: of(&secret::SECRETS, "", self.unnamed(&secret::SECRETS)),
            kinds: kinds().map(|kind| (kind, self.views(kind, stack))).collect(),
        }
    }

    /// Blocks without a name, in profiles, the stack and environments.
    fn unnamed(&self, kind: &'static schema::Block) -> Vec<&'a Block> {
        let below = self.below.iter().flat_map(|layer| unnamed_in(layer, kind));
        let stack = self.program.blocks.iter().filter(|block| block.kind.is(kind) && block.name.is_none());
        below.chain(stack).chain(self.above.iter().flat_map(|layer| unnamed_in(layer, kind))).collect()
    }

    /// What the stack and others give blocks that make pods, from the weakest to the strongest.
    fn access(&self, kind: &'static schema::Block) -> impl Iterator<Item = &'a Block> {
        let said_by = self.below.iter().copied().chain([&self.program.stack]).chain(self.above.iter().copied());
        self.program.access(said_by, kind)
    }

    /// What a build of images told of those of this environment.
    fn built(&self) -> impl Iterator<Item = &'a Block> {
        let name = self.above.last().map_or("", |block| block.name());
        self.program.built.get(name).into_iter().flatten()
    }

    fn views(&self, kind: &'static schema::Block, stack: &Introduced<'a>) -> Views<'a> {
        let mut views: IndexMap<&'a str, Vec<&'a Block>, FxBuildHasher> = IndexMap::default();
        let below: Vec<&'a Block> = self.below.iter().flat_map(|layer| unnamed_in(layer, kind)).collect();
        for block in self.program.blocks.iter().filter(|block| block.kind.is(kind)) {
            views.insert(block.name(), self.start(block, &below, &[]));
        }
        let mut of_all: Vec<&'a Block> = Vec::new();
        for overlay in &self.above {
            for block in unnamed_in(overlay, kind) {
                views.values_mut().for_each(|layers| layers.push(block));
                of_all.push(block);
            }
            for block in overlay.blocks.iter().filter(|block| block.kind.is(kind) && block.name.is_some()) {
                if let Some(layers) = views.get_mut(block.name()) {
                    layers.push(block);
                } else if block.add.is_some()
                    || kind.naming != Naming::Named
                    || stack.contains_key(&(kind.name, block.name()))
                {
                    views.insert(block.name(), self.start(block, &below, &of_all));
                }
            }
        }
        for block in self.built().filter(|block| block.kind.is(kind)) {
            if let Some(layers) = views.get_mut(block.name()) {
                layers.push(block);
            }
        }
        let of = |(name, layers)| (name, View::new(kind, name, layers, &self.program.defaults));
        views.into_iter().map(of).collect()
    }

    /// The layers of a block where it is introduced; `of_all` are those of environments that speak of all blocks of its kind.
    fn start(&self, block: &'a Block, below: &[&'a Block], of_all: &[&'a Block]) -> Vec<&'a Block> {
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
        layers.extend(self.access(block.kind));
        layers.extend(template);
        layers.extend(of_all);
        layers.push(block);
        layers
    }
}

/// The profiles that an environment is built on, the built-in one first. What is wrong with the profiles themselves is
/// told by [`check_profiles`].
fn profiles<'a>(
    program: &'a Program,
    environment: &'a Block,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<&'a Block>> {
    let mut chain: Vec<&'a Block> = Vec::new();
    let mut of = environment;
    while let Some(base) = &of.base {
        let Some(profile) = program.profiles.get(&base.value) else {
            if chain.is_empty() {
                diagnostics.push(program.unknown_base(of, base));
            }
            return None;
        };
        if chain.len() > LONGEST {
            return None;
        }
        chain.push(profile);
        of = profile;
    }
    if chain.last().is_none_or(|first| first.layer != Layer::BuiltIn) {
        chain.extend(program.profiles.get(choices::DEVELOPMENT.name));
    }
    chain.reverse();
    Some(chain)
}

/// Checks what profiles start from, whether or not an environment is built on them.
fn check_profiles(program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    let circular = circular(&program.profiles);
    for profile in program.profiles.values() {
        match &profile.base {
            Some(base) if !program.profiles.contains_key(&base.value) => {
                diagnostics.push(program.unknown_base(profile, base));
            }
            Some(_) if circular.contains(profile.name()) => diagnostics.push(cycle(profile)),
            Some(_) if is_too_far(profile, &program.profiles) => diagnostics.push(too_far(profile)),
            Some(_) | None => {}
        }
    }
}

/// The blocks that start from themselves, by way of others or not. Each is passed once, however many stand in a row.
fn circular(blocks: &IndexMap<SmolStr, Block>) -> FxHashSet<&str> {
    let mut walks: FxHashMap<&str, usize> = FxHashMap::default();
    let mut found = FxHashSet::default();
    for (walk, start) in blocks.values().enumerate() {
        let mut row = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|at| !walks.contains_key(at.name())) {
            walks.insert(at.name(), walk);
            row.push(at.name());
            next = at.base.as_ref().and_then(|base| blocks.get(&base.value));
        }
        if let Some(met) = next.filter(|met| walks.get(met.name()) == Some(&walk)) {
            found.extend(row.into_iter().skip_while(|name| *name != met.name()));
        }
    }
    found
}

fn unnamed_in<'a>(layer: &'a Block, kind: &'static schema::Block) -> impl Iterator<Item = &'a Block> {
    layer.blocks.iter().filter(move |block| block.kind.is(kind) && block.name.is_none())
}

fn cycle(block: &Block) -> Diagnostic {
    let place = block.base.as_ref().map_or(block.head, |base| base.span);
    Diagnostic::new(Code::E0110, place, format!("`{}` starts from itself", block.name()))
}

fn too_far(block: &Block) -> Diagnostic {
    let place = block.base.as_ref().map_or(block.head, |base| base.span);
    let kind = block.kind.name;
    let message = format!("{kind} `{}` stands at the end of a row of more than {LONGEST} {kind}s", block.name());
    Diagnostic::new(Code::E0003, place, message)
        .help("let it start from one that is nearer to the beginning of the row")
}
