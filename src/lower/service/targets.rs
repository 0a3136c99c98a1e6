//! A service over the pods of others: its Service selects a label that those pods have beside their own.

use super::runs;
use crate::chart::tree::{self, Entry, Node, Test, pair};
use crate::lower::across::Across;
use crate::lower::holds::Holds;
use crate::lower::knobs::Built;
use crate::lower::{Context, Part};
use crate::model::environment::View;
use crate::schema::{port, service, shared};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

/// Most characters of a label's name.
const LABEL: usize = 63;

/// Whether a service has the pods of others in an environment.
fn is_front(view: &View<'_>) -> bool {
    view.value(&service::TARGETS).is_some()
}

/// Whether a service has the pods of others in any environment.
pub(in crate::lower) fn fronts(across: &Across<'_>) -> bool {
    across.any(is_front)
}

/// The key that says whether a service has pods of its own or those of others, where environments differ in that.
fn switch(across: &Across<'_>) -> Option<Test> {
    (fronts(across) && !across.every(is_front)).then(|| Test::Value(across.path("service.overTargets")))
}

/// When the pods of a service are its own.
pub(in crate::lower) fn own_pods(across: &Across<'_>) -> Holds {
    if !across.any(runs) {
        return Holds::Never;
    }
    let elsewhere =
        across.any(|view| view.value(&service::EXTERNAL).is_some()).then(|| Test::Value(across.path("externalName")));
    Holds::given(Test::all(elsewhere.into_iter().chain(switch(across)).map(|test| !test)))
}

/// The services whose pods answer for one, each with when it is one of them.
pub(in crate::lower) fn of<'a>(across: &Across<'a>) -> Vec<(&'a str, Option<Test>)> {
    let mut names: Vec<&'a str> = Vec::new();
    for (_, name) in across.views.iter().flatten().flat_map(targets) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let everywhere = |name: &str| across.every(|view| targets(view).any(|(_, own)| own == name));
    names.into_iter().map(|name| (name, (!everywhere(name)).then(|| Test::Value(path(across, name))))).collect()
}

fn targets<'a>(view: &View<'a>) -> impl Iterator<Item = (&'static crate::schema::Block, &'a str)> + use<'a> {
    view.list(&service::TARGETS).iter().filter_map(|value| value.block().map(|(kind, name)| (kind, name.as_str())))
}

fn path(across: &Across<'_>, name: &str) -> SmolStr {
    across.path(&format!("service.targets.{}", names::values_key(name)))
}

/// Declares the keys by which environments differ in the targets.
pub(super) fn declare(across: &Across<'_>, part: &mut Part) {
    let origin = || across.origin(&service::TARGETS);
    if let Some(Test::Value(path)) = switch(across) {
        let doc = "Whether the pods of others answer for it, in place of its own.";
        part.switch(path, doc, origin(), across.each(is_front));
    }
    for (name, test) in of(across) {
        if let Some(Test::Value(path)) = test {
            let on = across.each(|view| targets(view).any(|(_, own)| own == name));
            part.switch(path, format!("Whether the pods of {name} answer for it."), origin(), on);
        }
    }
}

/// When any of the services whose pods answer for one is there.
pub(in crate::lower) fn any_there(across: &Across<'_>) -> Option<Test> {
    if !fronts(across) {
        return None;
    }
    let there = of(across).into_iter().filter_map(|(name, test)| {
        let enabled = Test::Value(format_smolstr!("{}.{}", names::values_key(name), shared::ENABLED.name));
        Test::all([enabled].into_iter().chain(test))
    });
    let own = switch(across).map(|test| !test);
    Test::any(own.into_iter().chain(there))
}

/// The services for which the pods of one answer, each with when they do.
pub(in crate::lower) fn faces_of<'c, 'a>(context: &'c Context<'a>, across: &Across<'_>) -> Vec<(&'c Across<'a>, Test)> {
    let faces = context.faces().filter_map(|face| {
        let (_, test) = of(face).into_iter().find(|(name, _)| *name == across.name)?;
        Some((face, Test::all([face.enabled()].into_iter().chain(test))?))
    });
    faces.collect()
}

/// The label of the pods that answer for a service. Selectors of workloads never have it: they cannot change.
fn label(name: &str) -> SmolStr {
    SmolStr::from(crate::chart::names::bounded(format!("serves-{name}"), LABEL))
}

/// The labels that the pods of a service have because they answer for others.
pub(in crate::lower) fn labels(context: &Context<'_>, across: &Across<'_>) -> Vec<Entry> {
    let faces = faces_of(context, across).into_iter();
    faces.flat_map(|(face, test)| tree::when(Some(test), vec![pair(label(face.name), Node::text("true"))])).collect()
}

/// What the Service selects.
pub(super) fn selector(context: &Context<'_>, across: &Across<'_>) -> Vec<Entry> {
    let own = || vec![Entry::Selector(SmolStr::new(across.name))];
    let theirs = || {
        let release = if context.charts.are_several() {
            pair("app.kubernetes.io/part-of", Node::text(context.program.stack.name()))
        } else {
            Entry::ReleaseSelector
        };
        vec![release, pair(label(across.name), Node::text("true"))]
    };
    match switch(across) {
        Some(test) => vec![Entry::When(test, theirs(), own())],
        None if fronts(across) => theirs(),
        None => own(),
    }
}

/// `targetPort` of a port: its name where every pod that answers has a port of that name, else its number.
pub(super) fn port(context: &Context<'_>, across: &Across<'_>, child: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let named = || Built::As(SmolStr::new(child.name), Node::text(child.name));
    let views = across.views.iter().zip(&child.views).enumerate();
    let built = views.map(|(environment, (view, own))| {
        let (Some(view), Some(own)) = (view, own) else { return Built::Absent };
        let all = context.environments.get(environment).is_some_and(|environment| {
            targets(view).all(|(kind, name)| {
                environment.get(kind, name).is_some_and(|target| target.nested(&port::PORT, child.name).is_some())
            })
        });
        match own.int(&port::CONTAINER).filter(|_| !all) {
            Some(number) => Built::As(SmolStr::from(number.to_string()), Node::int(number)),
            None => named(),
        }
    });
    let built: Vec<Built<Node>> = built.collect();
    let path = across.path(&format!("service.targetPorts.{}", names::values_key(child.name)));
    let doc = format!("Port of the pods that {} leads to.", child.name);
    let chosen = part.chosen(&path, doc, across.origin(&service::TARGETS), built);
    chosen.into_iter().flat_map(|(test, node)| tree::when(test, vec![pair("targetPort", node)])).collect()
}

/// The port of a target that a port of the service leads to: the one of its name, else the one of its number.
pub(in crate::lower) fn port_of<'a>(target: &Across<'a>, port: &Across<'_>) -> Option<&'a str> {
    let numbers: Vec<i64> = port.each(|view| view.int(&port::CONTAINER)).into_iter().flatten().flatten().collect();
    let ports = target.children(&port::PORT);
    let by_number =
        |own: &&Across<'_>| own.any(|view| view.int(&port::CONTAINER).is_some_and(|own| numbers.contains(&own)));
    ports.iter().find(|own| own.name == port.name).or_else(|| ports.iter().find(by_number)).map(|own| own.name)
}
