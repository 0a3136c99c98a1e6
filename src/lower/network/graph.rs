//! Who refers to whom: what policies are derived from, and what a switched-off block would break.

use crate::chart::tree::Test;
use crate::lower::Context;
use crate::lower::across::Across;
use crate::lower::beside;
use crate::lower::job::services_after;
use crate::lower::service::{port_of, targets_of};
use crate::model::environment::View;
use crate::model::jobs::{self, Awaited};
use crate::model::typed::{Reference, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::{self, config, container, database, job, port, service, volume};
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

/// A block, by kind and name.
pub(super) type Id = (&'static schema::Block, SmolStr);

/// The pods of one block talk to those of another.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) from: Id,
    pub(super) to: Id,
    /// Name of the port; none for the first.
    pub(super) port: Option<SmolStr>,
    /// The service that they ask, where pods of others answer for it.
    pub(super) via: Option<SmolStr>,
    /// What in the source says so, such as `env DATABASE_URL`.
    pub(super) because: Vec<SmolStr>,
}

impl Edge {
    /// Whether another leads the same way.
    fn is_parallel(&self, other: &Edge) -> bool {
        self.to == other.to && self.port == other.port && self.via == other.via
    }
}

/// What a block cannot do without.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Need {
    pub(in crate::lower) kind: &'static schema::Block,
    pub(in crate::lower) name: SmolStr,
    /// Variables that are made of it.
    pub(in crate::lower) variables: Vec<SmolStr>,
    /// When that is so; none of them where it is so in any case.
    pub(in crate::lower) uses: Option<Vec<Test>>,
}

/// Where something is needed.
#[derive(Debug)]
struct Use<'u> {
    /// The variable.
    variable: Option<&'u str>,
    /// When that is so; none where it is so in any case.
    when: Option<Test>,
}

impl Need {
    /// What could be given another value.
    pub(in crate::lower) fn what(&self) -> String {
        if self.variables.is_empty() { "it".to_owned() } else { self.variables.join(", ") }
    }
}

/// All edges of a stack.
#[derive(Debug, Default)]
pub(in crate::lower) struct Graph {
    edges: Vec<Edge>,
    from: FxHashMap<(&'static str, SmolStr), Vec<usize>>,
    to: FxHashMap<(&'static str, SmolStr), Vec<usize>>,
    needs: FxHashMap<SmolStr, Vec<Need>>,
    /// The services for which pods of others answer, each with these and their ports.
    fronts: FxHashMap<SmolStr, Vec<Answer>>,
}

/// A service that answers for another.
#[derive(Debug)]
struct Answer {
    name: SmolStr,
    /// Ports of the one that is asked, each with the port that it leads to.
    ports: Vec<(SmolStr, SmolStr)>,
}

impl Graph {
    /// The graph of a stack, over all environments.
    pub(in crate::lower) fn of(context: &Context<'_>) -> Self {
        let mut graph = Self { fronts: fronts(context), ..Self::default() };
        for across in context.components() {
            let runs = across.kind.is(&service::SERVICE) || across.kind.is(&job::JOB) || across.kind.is(&job::CRON);
            if runs {
                graph.block(across);
            } else if across.kind.is(&database::DATABASE) {
                graph.database(across);
            }
        }
        for across in context.of_kind(&schema::dapr::DAPR) {
            graph.component(context, across);
        }
        graph
    }

    /// All edges, in the order in which the source says them.
    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Edges that lead to a block.
    pub(super) fn to(&self, kind: &schema::Block, name: &str) -> impl Iterator<Item = &Edge> {
        self.at(&self.to, kind, name)
    }

    /// Edges that begin at a block.
    pub(super) fn from(&self, kind: &schema::Block, name: &str) -> impl Iterator<Item = &Edge> {
        self.at(&self.from, kind, name)
    }

    fn at<'g>(
        &'g self,
        index: &'g FxHashMap<(&'static str, SmolStr), Vec<usize>>,
        kind: &schema::Block,
        name: &str,
    ) -> impl Iterator<Item = &'g Edge> {
        let found = index.get(&(kind.name, SmolStr::new(name)));
        found.into_iter().flatten().filter_map(|edge| self.edges.get(*edge))
    }

    /// What a service cannot do without.
    pub(in crate::lower) fn needs(&self, name: &str) -> &[Need] {
        self.needs.get(name).map_or(&[], Vec::as_slice)
    }

    /// Sidecars talk to what their components and settings refer to.
    fn component(&mut self, context: &Context<'_>, across: &Across<'_>) {
        let mut references = Vec::new();
        across.views.iter().flatten().for_each(|view| view.references(&mut references));
        for user in crate::lower::dapr::users(context, across) {
            for reference in &references {
                if let Some(to) = talked_to(reference) {
                    let port = reference.port.as_ref().map(|port| port.value.clone());
                    self.edge(&(&service::SERVICE, user.clone()), to, port, format_smolstr!("dapr {}", across.name));
                }
            }
        }
    }

    /// What the variables of a database's server speak of.
    fn database(&mut self, across: &Across<'_>) {
        let from: Id = (across.kind, SmolStr::new(across.name));
        for (name, entry) in across.views.iter().flatten().flat_map(|view| view.entries(&container::ENV)) {
            for reference in entry.value.references() {
                if let Some(to) = talked_to(reference) {
                    let port = reference.port.as_ref().map(|port| port.value.clone());
                    self.edge(&from, to, port, format_smolstr!("env {name}"));
                }
            }
        }
    }

    /// The edges of a block. A job that runs before services runs in the pods of these services.
    fn block(&mut self, across: &Across<'_>) {
        let services = services_after(across);
        if services.is_empty() {
            return self.pods(&(across.kind, SmolStr::new(across.name)), across, None);
        }
        for name in services {
            self.pods(&(&service::SERVICE, SmolStr::new(name)), across, Some(&across.enabled()));
        }
    }

    /// The edges of what runs in the pods of a block; `runs` tells when it does.
    fn pods(&mut self, from: &Id, across: &Across<'_>, runs: Option<&Test>) {
        self.container(from, across, runs);
        for own in beside::all(across) {
            let on = Test::all(runs.cloned().into_iter().chain([own.enabled()]));
            self.container(from, &own, on.as_ref());
        }
        for (awaited, _) in across.views.iter().flatten().flat_map(jobs::awaited) {
            if let Awaited::Block(kind, name) = awaited {
                self.edge(from, (kind, SmolStr::new(name)), None, SmolStr::new_static("wait_for"));
                self.need(from, (kind, SmolStr::new(name)), Use { variable: None, when: None });
            }
        }
    }

    /// What a container refers to; `on` tells when it is there.
    fn container(&mut self, from: &Id, across: &Across<'_>, on: Option<&Test>) {
        for view in across.views.iter().flatten() {
            for (name, entry) in view.entries(&container::ENV) {
                let free = !Test::Has(across.path("env"), SmolStr::new(name));
                for reference in entry.value.references() {
                    let when = Test::all(on.cloned().into_iter().chain([free.clone()]));
                    self.reference(from, reference, Use { variable: Some(name), when });
                }
            }
            for field in [&container::COMMAND, &container::ARGS] {
                for reference in view.value(field).into_iter().flat_map(Value::references) {
                    self.reference(from, reference, Use { variable: None, when: on.cloned() });
                }
            }
        }
        self.configs(from, across, on);
    }

    /// The configurations that a container reads in every environment; where some do not, one may be switched off there.
    fn configs(&mut self, from: &Id, across: &Across<'_>, on: Option<&Test>) {
        let Some(first) = across.first() else { return };
        for (name, entry) in first.entries(&container::ENV) {
            for reference in entry.value.references().into_iter().filter(|own| own.root == Root::Config) {
                let reads = |view: &View<'_>| {
                    let entry = view.entries(&container::ENV).get(name).copied();
                    entry.is_some_and(|entry| {
                        entry.value.references().iter().any(|own| own.target() == reference.target())
                    })
                };
                if across.every(reads) {
                    let free = !Test::Has(across.path("env"), SmolStr::new(name));
                    let when = Test::all(on.cloned().into_iter().chain([free]));
                    let to = (&config::CONFIG, SmolStr::new(reference.target()));
                    self.need(from, to, Use { variable: Some(name), when });
                }
            }
        }
        for name in whole(first) {
            if across.every(|view| whole(view).contains(&name)) {
                self.need(from, (&config::CONFIG, SmolStr::new(name)), Use { variable: None, when: on.cloned() });
            }
        }
    }

    fn reference(&mut self, from: &Id, reference: &Reference, used: Use<'_>) {
        if let Some(to) = talked_to(reference) {
            let because = used.variable.map_or(SmolStr::new_static("command"), |name| format_smolstr!("env {name}"));
            self.edge(from, to.clone(), reference.port.as_ref().map(|port| port.value.clone()), because);
            self.need(from, to, used);
        }
    }

    fn edge(&mut self, from: &Id, to: Id, port: Option<SmolStr>, because: SmolStr) {
        let because = vec![because];
        let answers = self.fronts.get(&to.1).filter(|_| to.0.is(&service::SERVICE));
        let through = answers.into_iter().flatten().filter_map(|answer| {
            let (_, own) = answer.ports.iter().find(|(asked, _)| port.as_ref().is_none_or(|port| port == asked))?;
            let target: Id = (&service::SERVICE, answer.name.clone());
            let (via, because) = (Some(to.1.clone()), because.clone());
            Some(Edge { from: from.clone(), to: target, port: Some(own.clone()), via, because })
        });
        let through: Vec<Edge> = through.collect();
        for edge in through.into_iter().chain([Edge { from: from.clone(), to, port, via: None, because }]) {
            self.insert(edge);
        }
    }

    fn insert(&mut self, edge: Edge) {
        if edge.from == edge.to {
            return;
        }
        let known = self.from.entry((edge.from.0.name, edge.from.1.clone())).or_default();
        let same = |place: &&usize| self.edges.get(**place).is_some_and(|known| known.is_parallel(&edge));
        if let Some(known) = known.iter().find(same).copied().and_then(|place| self.edges.get_mut(place)) {
            let more = edge.because.into_iter().filter(|reason| !known.because.contains(reason));
            let more: Vec<SmolStr> = more.collect();
            known.because.extend(more);
            return;
        }
        let place = self.edges.len();
        known.push(place);
        self.to.entry((edge.to.0.name, edge.to.1.clone())).or_default().push(place);
        self.edges.push(edge);
    }

    fn need(&mut self, from: &Id, to: Id, used: Use<'_>) {
        if from == &to {
            return;
        }
        let needs = self.needs.entry(from.1.clone()).or_default();
        let place = needs.iter().position(|need| need.kind.is(to.0) && need.name == to.1);
        let place = place.unwrap_or_else(|| {
            needs.push(Need { kind: to.0, name: to.1, variables: Vec::new(), uses: Some(Vec::new()) });
            needs.len() - 1
        });
        let Some(need) = needs.get_mut(place) else { return };
        if let Some(variable) = used.variable.filter(|variable| !need.variables.iter().any(|known| known == variable)) {
            need.variables.push(SmolStr::new(variable));
        }
        need.uses = need.uses.take().zip(used.when).map(|(mut uses, when)| {
            uses.push(when);
            uses
        });
    }
}

/// The block that whoever has a reference talks to.
fn talked_to(reference: &Reference) -> Option<Id> {
    let kind: &'static schema::Block = match reference.root {
        Root::Service => &service::SERVICE,
        Root::Database => &database::DATABASE,
        Root::Secret
        | Root::Config
        | Root::Image
        | Root::Environment
        | Root::Pod
        | Root::Env
        | Root::Let
        | Root::Param => return None,
    };
    let public = matches!(
        reference.attribute,
        Some(Attribute::PublicUrl | Attribute::PublicOrigin | Attribute::PublicHost | Attribute::ServiceAccount)
    );
    (!public).then(|| (kind, SmolStr::new(reference.target())))
}

/// The configurations of which a container reads every key, as variables or as files.
fn whole<'a>(view: &View<'a>) -> Vec<&'a str> {
    let listed = view.list(&container::ENV_FROM).iter().filter_map(Value::block).map(|(_, name)| name.as_str());
    let mounted = view.children(&volume::VOLUME);
    let mounted = mounted.iter().filter(|own| own.bool(&volume::ENABLED)).filter_map(|own| own.block(&volume::CONFIG));
    listed.chain(mounted.map(|(_, name)| name)).collect()
}

/// The services for which pods of others answer.
fn fronts(context: &Context<'_>) -> FxHashMap<SmolStr, Vec<Answer>> {
    let mut fronts = FxHashMap::default();
    for face in context.services() {
        let ports = face.children(&port::PORT);
        let answers = targets_of(face).into_iter().filter_map(|(name, _)| {
            let target = context.find(&service::SERVICE, name)?;
            let ports = ports.iter().filter_map(|port| Some((SmolStr::new(port.name), port_of(target, port)?.into())));
            Some(Answer { name: SmolStr::new(name), ports: ports.collect() })
        });
        let answers: Vec<Answer> = answers.collect();
        if !answers.is_empty() {
            fronts.insert(SmolStr::new(face.name), answers);
        }
    }
    fronts
}
