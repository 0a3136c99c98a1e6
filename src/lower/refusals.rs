//! What the chart refuses because one block cannot do without another that is switched off by hand.

use super::across::Across;
use super::job::services_after;
use super::variables::configs_of;
use super::{Context, Part, beside, config, reference};
use crate::chart::Refusal;
use crate::chart::tree::{self, Body, Entry, Expr, Node, Object, Path, Test, walk};
use crate::model::environment::View;
use crate::schema::{self, database, job, service};
use smol_str::SmolStr;

impl Part {
    /// Refuses to render under a condition, where there is one.
    pub(super) fn refuse(&mut self, when: Option<Test>, message: impl Into<String>) {
        self.refuse_keys(when, message, Vec::new());
    }

    /// The same with a message that names keys of the values, each where `{}` stands in it.
    pub(super) fn refuse_keys(&mut self, when: Option<Test>, message: impl Into<String>, keys: Vec<Path>) {
        if let Some(when) = when {
            self.refusals.push(Refusal { when, message: message.into(), keys, required: None });
        }
    }
}

/// The chart refuses a workload without what it cannot do without.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    for need in context.network.needs(across.kind, across.name) {
        let Some(target) = context.find(need.kind, &need.name) else { continue };
        let Some(there) = reference::is_there(target) else { continue };
        let used = need.uses.clone().and_then(Test::any);
        let when = Test::all([across.enabled(), !there].into_iter().chain(used));
        part.refuse(
            when,
            format!("{} needs {}: switch it on, or give {} another value", across.name, need.name, need.what()),
        );
    }
}

/// The chart refuses pods without a configuration that they read, under the conditions under which they read it.
pub(super) fn configs(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let mut read: Vec<(&Across<'_>, Vec<Read>)> =
        candidates(context, across).into_iter().map(|target| (target, Vec::new())).collect();
    if read.is_empty() {
        return;
    }
    let objects: Vec<Expr> = read.iter().map(|(target, _)| config::object_name(target)).collect();
    for own in reads(part, &objects) {
        let place = objects.iter().position(|object| *object == own.object);
        if let Some((_, reads)) = place.and_then(|place| read.get_mut(place)) {
            reads.push(own);
        }
    }
    for (target, reads) in read {
        let Some(there) = reference::is_there(target) else { continue };
        let mut variables: Vec<SmolStr> = Vec::new();
        for variable in reads.iter().filter_map(|read| read.variable.as_ref()) {
            if !variables.contains(variable) {
                variables.push(variable.clone());
            }
        }
        let used = Test::either(reads.into_iter().filter_map(|read| read.when));
        let mut message = format!("{} needs {}: switch it on", across.name, target.name);
        if !variables.is_empty() {
            message.extend([", or give ", &variables.join(", "), " another value"]);
        }
        part.refuse(used.and_then(|used| Test::all([used, !there])), message);
    }
}

/// The configurations that containers of a block name in any environment.
fn candidates<'c, 'a>(context: &'c Context<'a>, across: &Across<'a>) -> Vec<&'c Across<'a>> {
    if context.of_kind(&schema::config::CONFIG).is_empty() {
        return Vec::new();
    }
    let before = context.of_kind(&job::JOB).iter().filter(|own| services_after(own).contains(&across.name));
    let before = before.filter(|_| across.kind.is(&service::SERVICE)).cloned();
    let pods = [across.clone()].into_iter().chain(before);
    let containers = pods.flat_map(|own| beside::all(&own).into_iter().chain([own]));
    let mut names: Vec<&'a str> =
        containers.flat_map(|own| own.views).flatten().flat_map(|view| named_by(&view)).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter_map(|name| context.find(&schema::config::CONFIG, name)).collect()
}

fn named_by<'a>(view: &View<'a>) -> Vec<&'a str> {
    let init = view.block(&database::INIT).map(|(_, name)| name);
    configs_of(view).into_iter().chain(init).collect()
}

/// A place that reads a configuration.
struct Read {
    object: Expr,
    /// The variable that is made of it.
    variable: Option<SmolStr>,
    when: Option<Test>,
}

/// Every place of a part that reads one of some `ConfigMap`s.
fn reads(part: &Part, objects: &[Expr]) -> Vec<Read> {
    let mut found = Vec::new();
    for object in part.objects.iter().filter(|object| has_pods(object)) {
        let piece = |name: &str| {
            let own = object.pieces.iter().find(|piece| piece.name == name);
            own.map_or(&[][..], |piece| if let Body::Map(entries) = &piece.body { entries } else { &[] })
        };
        walk(&object.body, object.when.as_ref(), &piece, &mut |node, above| {
            let Some((own, variable)) = named(node).filter(|(own, _)| objects.contains(own)) else { return true };
            let (object, when) = (own.clone(), tree::all(above));
            found.push(Read { object, variable, when });
            false
        });
    }
    found
}

/// Whether pods may be made of it, now or at their time. One whose kind the values tell is a workload.
fn has_pods(object: &Object) -> bool {
    const KINDS: [&str; 5] = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];
    object.kind().is_none_or(|kind| KINDS.contains(&kind))
}

/// The ConfigMap that a node names, and the variable that is made of it.
fn named(node: &Node) -> Option<(&Expr, Option<SmolStr>)> {
    let Node::Map(entries) = node else { return None };
    entries.iter().filter_map(Entry::as_pair).find_map(|pair| match pair.key.as_str() {
        "valueFrom" => {
            let variable = value(node, "name").and_then(text).and_then(Expr::known).cloned();
            Some((name_of(value(&pair.value, "configMapKeyRef")?)?, variable))
        }
        "configMapRef" | "configMap" => Some((name_of(&pair.value)?, None)),
        _ => None,
    })
}

fn name_of(reference: &Node) -> Option<&Expr> {
    text(value(reference, "name")?)
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Node::Map(entries) = node else { return None };
    entries.iter().filter_map(Entry::as_pair).find(|pair| pair.key == key).map(|pair| &pair.value)
}

fn text(node: &Node) -> Option<&Expr> {
    if let Node::Text(expr) = node { Some(expr) } else { None }
}
