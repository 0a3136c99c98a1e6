//! Where a value comes from: from a path such as `backend.env.LOG_LEVEL` to every layer that speaks of it.
//!
//! A chain is told as it was written: a step is a place of the source, and whoever shows it shows the text that stands there.

mod conditional;
mod path;
mod raw;
mod word;

pub use conditional::{Condition, runs_once};
pub use path::Leaf;
pub use word::Word;

use super::environment::{Environment, View};
use super::typed::{Block, Layer};
use crate::schema;
use crate::source::Span;
use crate::types::Problem;
use path::{Holder, Route};
use smol_str::SmolStr;

/// Everything that speaks of one value in one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain<'a> {
    /// The environment.
    pub environment: &'a str,
    /// The value's path; with its block's kind where the path that was asked for means several values.
    pub path: String,
    /// What speaks, from the weakest to the strongest: the last step wins. Empty where nothing does.
    pub steps: Vec<Step>,
    /// Whether the block that has the value is there.
    pub presence: Presence,
    /// What holds instead of the last step, and why.
    pub condition: Option<Condition>,
    /// Whether it is a whole block: every step adds to it, and none wins.
    pub whole: bool,
}

/// A value by its place in the vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Kind and name of the block of the top level; no name where the kind has none.
    pub block: (&'static schema::Block, SmolStr),
    /// The way to the block in it: kinds and names, the outermost first.
    pub nested: Vec<(&'static schema::Block, SmolStr)>,
    /// What of that.
    pub leaf: Leaf,
}

/// One layer's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The layer; none for the default that a field is declared with.
    pub layer: Option<Layer>,
    /// The value as it is written.
    pub value: Span,
    /// The place of its key.
    pub place: Span,
    /// Whether it takes away what the steps before it say (`none`).
    pub removes: bool,
}

/// Whether a block is there in an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    On,
    /// It is switched off.
    Off,
    /// The environment does not know it; another one adds it.
    Absent,
}

/// The chains of what a path means, for each of the environments.
///
/// A path is `BLOCK.FIELD`, with the names of nested blocks and keys of maps between or behind:
/// `backend.replicas`, `backend.env.LOG_LEVEL`, `web.routes./api`. The block's kind may stand before it (`ingress.web.host`), and
/// what has no name is called by its kind: `environment.namespace` (or `namespace` alone), `secrets.store`, `stack.version`.
///
/// # Errors
/// The problem with the first word of the path that leads nowhere.
pub fn find<'a>(environments: &[Environment<'a>], words: &[String]) -> Result<Vec<Chain<'a>>, Problem> {
    let routes = path::routes(environments, words)?;
    let several = routes.len() > 1;
    let asked = words.join(".");
    let label = |route: &Route| if several { route.qualified() } else { asked.clone() };
    let each = routes.iter().flat_map(|route| environments.iter().map(move |environment| (route, environment)));
    Ok(each.map(|(route, environment)| chain(route, environment, label(route))).collect())
}

/// The chain of a value whose place is known. Its path has the kind of its block.
#[must_use]
pub fn at<'a>(environment: &Environment<'a>, place: &Place) -> Chain<'a> {
    let route = Route::to(place);
    chain(&route, environment, route.qualified())
}

impl Chain<'_> {
    /// The step that wins; none where nothing speaks, the last word is `none`, or it is a whole block.
    #[must_use]
    pub fn winner(&self) -> Option<&Step> {
        self.steps.last().filter(|step| !step.removes && !self.whole)
    }

    /// The place in [`Chain::steps`] of the last word, which holds; none where a condition does, or it is a whole block.
    #[must_use]
    pub fn last_word(&self) -> Option<usize> {
        self.steps.len().checked_sub(1).filter(|_| self.condition.is_none() && !self.whole)
    }
}

impl Presence {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Presence::On => "on",
            Presence::Off => "off",
            Presence::Absent => "absent",
        }
    }
}

fn chain<'a>(route: &Route, environment: &Environment<'a>, path: String) -> Chain<'a> {
    let (environment, view) = (environment.name, route.holder.view(environment));
    let whole = matches!(route.leaf, Leaf::Block);
    let Some(view) = view else {
        return Chain { environment, path, steps: Vec::new(), presence: Presence::Absent, condition: None, whole };
    };
    let presence = if switched_off(view) { Presence::Off } else { Presence::On };
    let condition = if let Leaf::Field(field) = route.leaf { condition(view, &route.inner, field) } else { None };
    Chain { environment, path, steps: steps(view, route), presence, condition, whole }
}

fn condition(
    view: &View<'_>,
    inner: &[(&'static schema::Block, SmolStr)],
    field: &'static schema::Field,
) -> Option<Condition> {
    match inner.split_first() {
        Some(((kind, name), rest)) => condition(&view.nested(kind, name)?, rest, field),
        None if field.is(&schema::service::REPLICAS) => conditional::left_out(view, field).or_else(|| runs_once(view)),
        None => conditional::left_out(view, field),
    }
}

fn switched_off(view: &View<'_>) -> bool {
    view.kind.field(schema::shared::ENABLED.name).is_some() && !view.is_on()
}

fn steps(view: &View<'_>, route: &Route) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Leaf::Field(field) = route.leaf {
        let default = view.defaults.get(field);
        steps.extend(default.map(|value| Step { layer: None, value: value.span, place: value.span, removes: false }));
    }
    for layer in &view.layers {
        walk(layer, &route.inner, &route.leaf, &mut steps);
    }
    steps
}

/// Follows a route into one layer.
fn walk(block: &Block, inner: &[(&'static schema::Block, SmolStr)], leaf: &Leaf, steps: &mut Vec<Step>) {
    let Some(((kind, name), rest)) = inner.split_first() else { return speak(block, leaf, steps) };
    for nested in block.blocks.iter().filter(|nested| nested.kind.is(kind) && nested.name() == name) {
        if nested.removed {
            steps.push(removal(nested));
        } else {
            walk(nested, rest, leaf, steps);
        }
    }
}

fn speak(block: &Block, leaf: &Leaf, steps: &mut Vec<Step>) {
    let layer = Some(block.layer);
    match leaf {
        Leaf::Field(field) => {
            let own = block.fields.iter().filter(|own| own.field.is(field));
            steps.extend(own.map(|own| Step {
                layer,
                value: own.value.span,
                place: own.key,
                removes: own.value.is_none(),
            }));
        }
        Leaf::Block => steps.push(Step { layer, value: block.head, place: block.head, removes: false }),
        Leaf::Base => {
            let base = block.base.iter().map(|base| base.span);
            steps.extend(base.map(|base| Step { layer, value: base, place: base, removes: false }));
        }
        Leaf::Raw(kind, keys) => {
            for nested in block.blocks.iter().filter(|nested| nested.kind.is(kind)) {
                if nested.removed {
                    steps.push(removal(nested));
                }
                if let Some(body) = &nested.raw {
                    raw::speak(body, keys, block.layer, steps);
                }
            }
        }
        Leaf::Entry(map, key) => {
            for nested in block.blocks.iter().filter(|nested| nested.kind.is(map)) {
                if nested.removed {
                    steps.push(removal(nested));
                }
                let own = nested.entries.iter().filter(|entry| entry.key.value == *key);
                let step = |value: Span, place, removes| Step { layer, value, place, removes };
                steps.extend(own.map(|own| step(own.value.span, own.key.span, own.value.is_none())));
            }
        }
    }
}

/// `autoscale = none`, which takes everything in the block away.
fn removal(block: &Block) -> Step {
    Step { layer: Some(block.layer), value: block.span, place: block.head, removes: true }
}

impl Holder {
    fn view<'b, 'a>(&self, environment: &'b Environment<'a>) -> Option<&'b View<'a>> {
        match self {
            Holder::Settings => Some(&environment.settings),
            Holder::Secrets => Some(&environment.secrets),
            Holder::Stack => Some(&environment.stack),
            Holder::Block(kind, name) => environment.get(kind, name),
        }
    }
}
