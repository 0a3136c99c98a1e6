//! `chart`, and the chart that runs a database: a dependency of the chart, and what the stack says to it.
//! <https://helm.sh/docs/topics/charts/#chart-dependencies>

use super::across::Across;
use super::{Context, Part};
use crate::chart::Dependency;
use crate::chart::tree::{Path, Place};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::{Environment, View};
use crate::model::raw::Tree;
use crate::model::typed::{Kind, Value};
use crate::model::{dependencies, fixed};
use crate::schema::{chart, database, shared};
use smol_str::SmolStr;

/// A chart beside the stack. It is switched by `enabled` below its own key, or by the key that the stack names.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let on = across.each(View::is_on).into_iter().map(|on| Val::Bool(on.unwrap_or(false)));
    let on: Vec<Val> = on.collect();
    let named = across.first().and_then(|view| view.text(&chart::CONDITION)).map(SmolStr::new);
    let Some(condition) = named else {
        let condition = across.path(shared::ENABLED.name);
        let values = on.into_iter().zip(passed(context, across)).map(|(on, own)| switched(on, own));
        return declare(across, across, condition, values.collect(), part);
    };
    let doc = format!("Whether chart {} is installed.", across.name);
    part.knob_from(condition.clone(), doc, Schema::Bool, on, across.origin(&chart::CONDITION));
    declare(across, across, condition, passed(context, across).into_iter().map(Val::Map).collect(), part);
}

/// The chart that runs a database, where there is one. The key that says on which side the database is switches it.
pub(super) fn of_database(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let server = across.child(&chart::SERVER);
    let values = passed(context, &server).into_iter().map(Val::Map).collect();
    declare(across, &server, across.path("chart.enabled"), values, part);
}

/// Declares the dependency of a block, and the key of the values below which it reads its own.
fn declare(owner: &Across<'_>, own: &Across<'_>, condition: Path, values: Vec<Val>, part: &mut Part) {
    let Some(view) = own.first() else { return };
    let text = |field| SmolStr::new(view.text(field).unwrap_or_default());
    let (key, name) = (SmolStr::new(owner.name), dependencies::name(owner.name, view));
    let doc = format!("Values of chart {name}, which has more of them.");
    part.knob_from(key.clone(), doc, Schema::Passed, values, own.origin_of(Place::Block));
    part.dependencies.push(Dependency {
        name: SmolStr::new(name),
        version: text(&chart::VERSION),
        repository: text(&chart::REPOSITORY),
        alias: (name != owner.name).then(|| key.clone()),
        condition,
        values: key,
    });
}

/// The values of a chart with its switch among them.
fn switched(on: Val, own: Vec<(SmolStr, Val)>) -> Val {
    Val::Map([(SmolStr::new_static(shared::ENABLED.name), on)].into_iter().chain(own).collect())
}

/// What each environment says to a chart.
fn passed(context: &Context<'_>, own: &Across<'_>) -> Vec<Vec<(SmolStr, Val)>> {
    let values = own.views.iter().zip(context.environments).map(|(view, environment)| {
        let tree = view.as_ref().and_then(|view| view.raw(&chart::VALUES));
        let whole = tree.and_then(|tree| Passed { context, environment }.value(tree));
        if let Some(Val::Map(entries)) = whole { entries } else { Vec::new() }
    });
    values.collect()
}

/// Raw content as values of one environment.
struct Passed<'p, 'a> {
    context: &'p Context<'a>,
    environment: &'p Environment<'a>,
}

impl Passed<'_, '_> {
    /// A value; nothing for what was reported ([`crate::rules`]).
    fn value(&self, tree: &Tree<'_>) -> Option<Val> {
        match tree {
            Tree::Map(entries) => {
                let entries = entries.iter().filter_map(|own| Some((SmolStr::new(own.key), self.value(&own.tree)?)));
                Some(Val::Map(entries.collect()))
            }
            Tree::Named(entries) => {
                Some(Val::List(entries.iter().filter_map(|own| self.named(own.key, &own.tree)).collect()))
            }
            Tree::List(items) => Some(Val::List(items.iter().filter_map(|item| self.value(item)).collect())),
            Tree::Leaf(leaf) => self.leaf(leaf),
            Tree::Gone(_) => None,
        }
    }

    fn leaf(&self, leaf: &Value) -> Option<Val> {
        match (leaf.truth(), leaf.int()) {
            (Some(truth), _) => Some(Val::Bool(truth)),
            (None, Some(number)) => Some(Val::Int(number)),
            (None, None) if leaf.kind == Kind::Null => Some(Val::Null),
            (None, None) => {
                let fraction = if let Kind::Fraction(number) = &leaf.kind { Some(number.clone()) } else { None };
                let text = || fixed::text(self.context.environments, self.environment, leaf).map(Val::Text);
                fraction.map(Val::Fraction).or_else(text)
            }
        }
    }

    /// A thing of a list, with the name that it is addressed by.
    fn named(&self, name: &str, tree: &Tree<'_>) -> Option<Val> {
        let Some(Val::Map(entries)) = self.value(tree) else { return None };
        let name = (SmolStr::new_static("name"), Val::text(name));
        Some(Val::Map([name].into_iter().chain(entries.into_iter().filter(|(key, _)| key != "name")).collect()))
    }
}

/// Whether any environment's database is run by a chart.
pub(super) fn is_server(across: &Across<'_>) -> bool {
    across.kind.is(&database::DATABASE) && across.any(|view| dependencies::server(view).is_some())
}
