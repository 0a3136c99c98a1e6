//! Who refers to whom: what policies are derived from, and what a switched-off block would break.

use crate::chart::tree::Test;
use crate::lower::Context;
use crate::lower::across::Across;
use crate::lower::job::{runs_before, services_after};
use crate::lower::service::{port_of, targets_of};
use crate::lower::{beside, waits};
use crate::model::environment::View;
use crate::model::jobs::Awaited;
use crate::schema::{self, database, job, port, service};
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use super::cause::{self, Asked, Cause};
use super::uses::{Use, add, commands, configured, talked_to, variables};

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
    /// When that is so: where any of them is.
    causes: Vec<Cause>,
}

impl Edge {
    /// When the pods talk to each other, beside that both are there; none where they do in every environment that has both.
    pub(super) fn when(&self, context: &Context<'_>) -> Option<Test> {
        let there = [&self.from, &self.to].map(|(kind, name)| context.find(kind, name));
        let both = (0..context.environments.len()).map(|environment| {
            let is_on = |own: &Across<'_>| own.views.get(environment).and_then(Option::as_ref).is_some_and(View::is_on);
            there.iter().all(|own| own.is_some_and(is_on))
        });
        cause::when(&self.causes, &both.collect::<Vec<_>>())
    }

    /// Whether they do in an environment, where both are there.
    pub(super) fn is_in(&self, environment: usize) -> bool {
        cause::any_holds(&self.causes, environment)
    }

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
    needs: FxHashMap<(&'static str, SmolStr), Vec<Need>>,
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
                graph.block(context, across);
            } else if across.kind.is(&database::DATABASE) {
                graph.database(context, across);
            }
        }
        for across in context.of_kind(&schema::dapr::DAPR) {
            graph.component(context, across);
        }
        graph.sort(context);
        graph
    }

    /// Gives the edges of a block the order of what they lead to or come from, which tells nothing of who has them.
    fn sort(&mut self, context: &Context<'_>) {
        let place = |(kind, name): &Id| {
            let kinds = context.kinds.iter().position(|(known, _)| known.is(kind));
            (kinds, context.places.get(&(kind.name, name.as_str())).copied())
        };
        self.from = self.index(|edge| &edge.from, |edge| (place(&edge.to), edge.port.clone()));
        self.to = self.index(|edge| &edge.to, |edge| (place(&edge.from), edge.port.clone()));
    }

    /// The places of the edges at one of their ends, in an order.
    fn index<K: Ord>(
        &self,
        end: fn(&Edge) -> &Id,
        key: impl Fn(&Edge) -> K,
    ) -> FxHashMap<(&'static str, SmolStr), Vec<usize>> {
        let mut all: Vec<(usize, &Edge)> = self.edges.iter().enumerate().collect();
        all.sort_by_cached_key(|(_, edge)| key(edge));
        let mut index: FxHashMap<(&'static str, SmolStr), Vec<usize>> = FxHashMap::default();
        for (place, edge) in all {
            let (kind, name) = end(edge);
            index.entry((kind.name, name.clone())).or_default().push(place);
        }
        index
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

    /// What a block cannot do without.
    pub(in crate::lower) fn needs(&self, kind: &schema::Block, name: &str) -> &[Need] {
        self.needs.get(&(kind.name, SmolStr::new(name))).map_or(&[], Vec::as_slice)
    }

    /// Sidecars talk to what their components and settings refer to.
    fn component(&mut self, context: &Context<'_>, across: &Across<'_>) {
        let because = format_smolstr!("dapr {}", across.name);
        for (user, used) in crate::lower::dapr::users(context, across) {
            let from: Id = (&service::SERVICE, user);
            for spoken in crate::lower::dapr::spoken(context, across) {
                let Some((to, port)) = talked_to(spoken.reference) else { continue };
                let cause = Cause(used.clone()).and(spoken.asked);
                self.edge(&from, to, port, &Use { variable: None, because: because.clone(), cause, is_told: true });
            }
        }
    }

    /// What the variables of a database's server and its configurations speak of.
    fn database(&mut self, context: &Context<'_>, across: &Across<'_>) {
        let inner = Across { key: across.path("internal"), ..across.clone() };
        let from = (across.kind, SmolStr::new(across.name));
        let on = Cause::default();
        for ((to, port), used) in variables(context, &inner, &on).into_iter().chain(configured(context, &inner, &on)) {
            self.edge(&from, to.clone(), port, &used);
            self.need(&from, to, &used);
        }
    }

    /// The edges of a block. A job that runs before services runs in the pods of these services.
    fn block(&mut self, context: &Context<'_>, across: &Across<'_>) {
        let services = services_after(across);
        if services.is_empty() {
            return self.pods(context, &(across.kind, SmolStr::new(across.name)), across, &Cause::default());
        }
        for name in services {
            let before = context.find(&service::SERVICE, name).and_then(|service| runs_before(service, across));
            let runs = Cause([Asked::on(across)].into_iter().chain(before).collect());
            self.pods(context, &(&service::SERVICE, SmolStr::new(name)), across, &runs);
        }
    }

    /// The edges of what runs in the pods of a block; `runs` tells when it does.
    fn pods(&mut self, context: &Context<'_>, from: &Id, across: &Across<'_>, runs: &Cause) {
        self.container(context, from, across, runs);
        for own in beside::all(across) {
            self.container(context, from, &own, &runs.and([Asked::on(&own)]));
        }
        for awaited in waits::awaited(across) {
            if let Awaited::Block(kind, name) = awaited {
                let (path, said) = waits::said(across, awaited);
                let cause = runs.and(Asked::switched(path, &said));
                let used = Use { variable: None, because: SmolStr::new_static("wait_for"), cause, is_told: true };
                self.edge(from, (kind, SmolStr::new(name)), None, &used);
                self.need(from, (kind, SmolStr::new(name)), &used);
            }
        }
    }

    /// What a container refers to; `on` tells when it is there.
    fn container(&mut self, context: &Context<'_>, from: &Id, across: &Across<'_>, on: &Cause) {
        let of_variables = variables(context, across, on);
        let others = commands(context, across, on).into_iter().chain(configured(context, across, on));
        for ((to, port), used) in of_variables.into_iter().chain(others) {
            self.edge(from, to.clone(), port, &used);
            self.need(from, to, &used);
        }
    }

    fn edge(&mut self, from: &Id, to: Id, port: Option<SmolStr>, used: &Use<'_>) {
        let (because, causes) = (vec![used.because.clone()], vec![used.cause.clone()]);
        let answers = self.fronts.get(&to.1).filter(|_| to.0.is(&service::SERVICE));
        let through = answers.into_iter().flatten().filter_map(|answer| {
            let (_, own) = answer.ports.iter().find(|(asked, _)| port.as_ref().is_none_or(|port| port == asked))?;
            let target: Id = (&service::SERVICE, answer.name.clone());
            let (via, because, causes) = (Some(to.1.clone()), because.clone(), causes.clone());
            Some(Edge { from: from.clone(), to: target, port: Some(own.clone()), via, because, causes })
        });
        let through: Vec<Edge> = through.collect();
        let direct = Edge { from: from.clone(), to, port, via: None, because, causes };
        through.into_iter().chain([direct]).for_each(|edge| self.insert(edge));
    }

    fn insert(&mut self, edge: Edge) {
        if edge.from == edge.to {
            return;
        }
        let known = self.from.entry((edge.from.0.name, edge.from.1.clone())).or_default();
        let same = |place: &&usize| self.edges.get(**place).is_some_and(|known| known.is_parallel(&edge));
        if let Some(known) = known.iter().find(same).copied().and_then(|place| self.edges.get_mut(place)) {
            add(&mut known.because, edge.because);
            add(&mut known.causes, edge.causes);
            return;
        }
        let place = self.edges.len();
        known.push(place);
        self.to.entry((edge.to.0.name, edge.to.1.clone())).or_default().push(place);
        self.edges.push(edge);
    }

    fn need(&mut self, from: &Id, to: Id, used: &Use<'_>) {
        // What would be asked of too many environments is better asked of none.
        if from == &to || !used.is_told {
            return;
        }
        let needs = self.needs.entry((from.0.name, from.1.clone())).or_default();
        let place = needs.iter().position(|need| need.kind.is(to.0) && need.name == to.1);
        let place = place.unwrap_or_else(|| {
            needs.push(Need { kind: to.0, name: to.1, variables: Vec::new(), uses: Some(Vec::new()) });
            needs.len() - 1
        });
        let Some(need) = needs.get_mut(place) else { return };
        add(&mut need.variables, used.variable.map(SmolStr::new));
        need.uses = need.uses.take().zip(used.cause.test()).map(|(mut uses, when)| {
            add(&mut uses, [when]);
            uses
        });
    }
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
