//! `chart`, and the chart that runs a database: a dependency of the chart, and what the stack says to it.
//! <https://helm.sh/docs/topics/charts/#chart-dependencies>

use super::Part;
use super::across::Across;
use crate::chart::Dependency;
use crate::chart::tree::{Path, Place};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::dependencies;
use crate::model::environment::View;
use crate::schema::{chart, database, shared};
use smol_str::SmolStr;

/// A chart beside the stack. It is switched by `enabled` below its own key, or by the key that the stack names.
pub(super) fn lower(across: &Across<'_>, part: &mut Part) {
    let on = across.each(View::is_on).into_iter().map(|on| Val::Bool(on.unwrap_or(false)));
    let on: Vec<Val> = on.collect();
    let named = across.first().and_then(|view| view.text(&chart::CONDITION)).map(SmolStr::new);
    let Some(condition) = named else {
        let condition = across.path(shared::ENABLED.name);
        return declare(across, across, condition, on.into_iter().map(switched).collect(), part);
    };
    let doc = format!("Whether chart {} is installed.", across.name);
    part.knob_from(condition.clone(), doc, Schema::Bool, on, across.origin(&chart::CONDITION));
    declare(across, across, condition, empty(across), part);
}

/// The chart that runs a database, where there is one. The key that says on which side the database is switches it.
pub(super) fn of_database(across: &Across<'_>, part: &mut Part) {
    let server = across.child(&chart::SERVER);
    declare(across, &server, across.path("chart.enabled"), empty(across), part);
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

/// The switch among the values of a chart.
fn switched(on: Val) -> Val {
    Val::Map(vec![(SmolStr::new_static(shared::ENABLED.name), on)])
}

fn empty(across: &Across<'_>) -> Vec<Val> {
    vec![Val::Map(Vec::new()); across.views.len()]
}

/// Whether any environment's database is run by a chart.
pub(super) fn is_server(across: &Across<'_>) -> bool {
    across.kind.is(&database::DATABASE) && across.any(|view| dependencies::server(view).is_some())
}
