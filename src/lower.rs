//! From the model of all environments to one template tree.
//!
//! Every block is lowered once, looking at all environments at the same time. Where they agree on a value that has no
//! documented key, it is written out; where they differ, or where Helm users expect a key, it is a hole and the values
//! say what it is in each environment.

mod account;
mod across;
mod beside;
mod charts;
mod collide;
mod common;
mod config;
mod conflicts;
mod connection;
mod container;
mod dapr;
mod database;
mod dependency;
mod holds;
mod hook;
mod images;
mod ingress;
mod job;
mod knobs;
mod lifecycle;
mod manifest;
mod metadata;
mod monitor;
mod network;
mod notes;
mod params;
mod patch;
mod pod;
mod probe;
mod public;
mod raw;
mod reads;
mod reference;
mod refusals;
mod root;
mod scale;
mod script;
mod secrets;
mod service;
mod split;
mod texts;
mod variables;
mod volume;
mod waits;
mod waivers;
mod workload;

use crate::chart::helm::Note;
use crate::chart::names::Naming;
use crate::chart::tree::{Object, Piece};
use crate::chart::values::{Knob, Rule, Val, Values};
use crate::chart::{Chart, Dependency, Member, Refusal};
use crate::companion::Companions;
use crate::diagnostics::Diagnostic;
use crate::model::environment::{Environment, View};
use crate::model::program::Program;
use crate::schema::database as database_schema;
use crate::schema::{self, chart as chart_schema, choices, config as config_schema, dapr as dapr_schema};
use crate::schema::{ingress as ingress_schema, job as job_schema, manifest as manifest_schema, patch as patch_schema};
use crate::schema::{service as service_schema, stack};
use crate::secrets::{Declared, declared, of_all_blocks, of_databases};
use crate::source::Sources;
use across::Across;
pub use charts::{Holder, Holders};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What a stack lowers to.
#[derive(Debug)]
pub struct Lowered {
    /// The charts: one, or one a service.
    pub charts: Vec<Chart>,
    /// What is wrong with patches and raw objects, which only what is lowered can tell.
    pub findings: Vec<Diagnostic>,
}

/// Lowers a program whose check found no error.
#[must_use]
pub fn lower(
    sources: &Sources,
    program: &Program,
    environments: &[Environment<'_>],
    companions: &Companions,
) -> Lowered {
    let context = Context::new(sources, program, environments, companions);
    let blocks = context.components();
    let lowered: Vec<Part> = blocks.par_iter().map(|across| component(&context, across)).collect();
    let mut parts: Vec<Part> = (0..context.charts.all.len()).map(|chart| whole(&context, chart, &lowered)).collect();
    for (across, own) in blocks.iter().zip(lowered) {
        if let Some(part) = parts.get_mut(context.charts.of_block(across.kind, across.name)) {
            part.append(own);
        }
    }
    let mut patches = patch::Patches::default();
    for (chart, part) in parts.iter_mut().enumerate() {
        network::default_deny(&context, chart, part);
        connection::lower(&context, chart, part);
        part.notes = notes::lower(&context, chart);
        common::apply(&context, part);
        patches.apply(&context, chart, part);
    }
    let mut late = params::Late::of(&context, &parts);
    for part in &mut parts {
        late.apply(part);
    }
    if context.charts.are_several() {
        parts = split::split(&context, parts);
    } else {
        parts.iter_mut().for_each(reads::prune);
    }
    let charts = parts
        .into_iter()
        .zip(&context.charts.all)
        .map(|(part, (name, member))| context.chart(part, name, member.clone()));
    let charts: Vec<Chart> = charts.collect();
    patches.check(&context, &charts);
    patches.findings.extend(collide::check(&context, &charts));
    Lowered { charts, findings: patches.findings }
}

/// Whether only what an environment lowers to can tell that it is right: it has patches, or raw objects.
#[must_use]
pub fn must_be_tried(environment: &Environment<'_>) -> bool {
    let kinds: [&'static schema::Block; 2] = [&patch_schema::PATCH, &manifest_schema::MANIFEST];
    kinds.into_iter().any(|kind| environment.all(kind).values().any(View::is_on))
}

/// What a chart has that belongs to no block.
fn whole(context: &Context<'_>, chart: usize, lowered: &[Part]) -> Part {
    let mut part = Part::default();
    root::lower(context, &mut part);
    secrets::lower(context, chart, lowered, &mut part);
    params::lower(context, &mut part);
    public::lower(context, &mut part);
    part
}

/// Which chart has which secret of a program whose check found no error.
#[must_use]
pub fn holders(
    sources: &Sources,
    program: &Program,
    environments: &[Environment<'_>],
    companions: &Companions,
) -> Holders {
    Holders::of(Context::new(sources, program, environments, companions))
}

/// Who talks to whom in an environment of a program whose check found no error.
#[must_use]
pub fn graph(
    sources: &Sources,
    program: &Program,
    environment: &Environment<'_>,
    companions: &Companions,
) -> crate::graph::Graph {
    let environments = std::slice::from_ref(environment);
    let context = Context::new(sources, program, environments, companions);
    let stack = program.stack.name.as_ref().map_or("", |name| name.value.as_str());
    network::draw(&context, stack)
}

fn component(context: &Context<'_>, across: &Across<'_>) -> Part {
    let mut part = Part::default();
    metadata::declare(across, &mut part);
    if across.kind.is(&service_schema::SERVICE) {
        service::lower(context, across, &mut part);
    } else if across.kind.is(&database_schema::DATABASE) {
        database::lower(context, across, &mut part);
    } else if across.kind.is(&job_schema::JOB) || across.kind.is(&job_schema::CRON) {
        job::lower(context, across, &mut part);
    } else if across.kind.is(&config_schema::CONFIG) {
        config::lower(context, across, &mut part);
    } else if across.kind.is(&ingress_schema::INGRESS) {
        ingress::lower(context, across, &mut part);
    } else if across.kind.is(&dapr_schema::DAPR) {
        dapr::lower(context, across, &mut part);
    } else if across.kind.is(&manifest_schema::MANIFEST) {
        manifest::lower(context, across, &mut part);
    } else if across.kind.is(&chart_schema::CHART) {
        dependency::lower(context, across, &mut part);
    }
    metadata::names(across, &mut part);
    refusals::configs(context, across, &mut part);
    conflicts::lower(&mut part);
    part.knobs.sort_by_cached_key(|knob| rank(&knob.path));
    part
}

/// Keys of a component in the order in which chart authors write them; others follow as they were declared.
const ORDER: [&str; 9] =
    ["enabled", "externalName", "replicaCount", "image", "service", "env", "envSource", "probes", "resources"];

/// Keys that stand last.
const LAST: [&str; 8] = [
    "annotations",
    "podLabels",
    "podAnnotations",
    "podSecurityContext",
    "securityContext",
    "nodeSelector",
    "tolerations",
    "affinity",
];

/// Where a key stands among those of its component: by component first, so that a job which runs in another's pods
/// stays together.
fn rank(path: &str) -> (SmolStr, usize) {
    let (component, key) = path.split_once('.').unwrap_or((path, ""));
    let key = key.split('.').next().unwrap_or(key);
    let first = ORDER.iter().position(|known| *known == key);
    let last = || LAST.iter().position(|known| *known == key).map(|place| 100 + place);
    (SmolStr::new(component), first.or_else(last).unwrap_or(50))
}

/// What lowering looks at.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    sources: &'a Sources,
    program: &'a Program,
    environments: &'a [Environment<'a>],
    companions: &'a Companions,
    /// The environment whose values `values.yaml` holds.
    base: usize,
    /// Every block that becomes objects, by kind, services first.
    kinds: Vec<(&'static schema::Block, Vec<Across<'a>>)>,
    /// Where a block stands among those of its kind.
    places: FxHashMap<(&'static str, &'a str), usize>,
    /// Places of the services that the pods of others answer for: few, and asked for with every pod.
    fronts: Vec<usize>,
    /// Who refers to whom, so that policies can be derived.
    network: network::Graph,
    /// Which chart a block belongs to.
    charts: charts::Charts,
    /// What the policies of many pods have in common.
    facts: network::Facts,
    /// The secrets that each environment needs.
    secrets: Vec<Vec<Declared<'a>>>,
    /// Those that an environment needs where something is switched on by hand.
    idle: Vec<Declared<'a>>,
}

impl<'a> Context<'a> {
    fn new(
        sources: &'a Sources,
        program: &'a Program,
        environments: &'a [Environment<'a>],
        companions: &'a Companions,
    ) -> Self {
        let production = environments.iter().rposition(|environment| environment.profile == &choices::PRODUCTION);
        let base = production.unwrap_or_else(|| environments.len().saturating_sub(1));
        let kinds = [
            &service_schema::SERVICE,
            &database_schema::DATABASE,
            &job_schema::JOB,
            &job_schema::CRON,
            &config_schema::CONFIG,
            &ingress_schema::INGRESS,
            &dapr_schema::DAPR,
            &manifest_schema::MANIFEST,
            &chart_schema::CHART,
            &patch_schema::PATCH,
        ];
        let kinds = kinds.map(|kind: &'static schema::Block| (kind, across::all(environments, kind))).to_vec();
        let mut places = FxHashMap::default();
        for (kind, blocks) in &kinds {
            places.extend(blocks.iter().enumerate().map(|(place, across)| ((kind.name, across.name), place)));
        }
        let services = kinds.first().map_or(&[][..], |(_, services)| services.as_slice()).iter().enumerate();
        let fronts = services.filter(|(_, face)| service::fronts(face)).map(|(place, _)| place).collect();
        let network = network::Graph::default();
        let (charts, facts) = (charts::Charts::default(), network::Facts::default());
        let secrets = environments.iter().map(declared).collect();
        let idle = environments.iter().flat_map(|own| [of_databases(own), of_all_blocks(own)]).flatten().collect();
        let mut context = Self {
            sources,
            program,
            environments,
            companions,
            base,
            kinds,
            places,
            fronts,
            network,
            charts,
            facts,
            secrets,
            idle,
        };
        context.charts = charts::Charts::of(&context);
        for across in context.kinds.iter_mut().flat_map(|(_, blocks)| blocks) {
            across.chart = context.charts.key_of(across.kind, across.name);
        }
        context.network = network::Graph::of(&context);
        context.facts = network::Facts::of(&context, &mut Part::default());
        context
    }

    /// Every block that becomes objects, services first.
    fn components(&self) -> Vec<&Across<'a>> {
        self.kinds.iter().flat_map(|(_, blocks)| blocks).collect()
    }

    fn of_kind(&self, kind: &'static schema::Block) -> &[Across<'a>] {
        self.kinds.iter().find(|(known, _)| known.is(kind)).map_or(&[], |(_, blocks)| blocks)
    }

    fn services(&self) -> &[Across<'a>] {
        self.of_kind(&service_schema::SERVICE)
    }

    /// The services that the pods of others answer for, in any environment.
    fn faces(&self) -> impl Iterator<Item = &Across<'a>> {
        self.fronts.iter().filter_map(|place| self.services().get(*place))
    }

    /// The block of a kind and name.
    fn find(&self, kind: &'static schema::Block, name: &str) -> Option<&Across<'a>> {
        self.of_kind(kind).get(*self.places.get(&(kind.name, name))?)
    }

    fn stack_text(&self, field: &'static schema::Field) -> Option<SmolStr> {
        self.program.stack.own(field).and_then(crate::model::typed::Value::literal)
    }

    /// How the stack names its objects.
    fn naming(&self) -> Naming {
        self.environments.first().map(|environment| environment.naming.clone()).unwrap_or_default()
    }

    /// The chart of everything that was lowered for it.
    fn chart(&self, part: Part, name: &SmolStr, member: Option<Member>) -> Chart {
        let version = self.stack_text(&stack::VERSION).unwrap_or_else(|| SmolStr::new_static("0.1.0"));
        Chart {
            name: name.clone(),
            member,
            naming: self.naming(),
            app_version: self.stack_text(&stack::APP_VERSION).unwrap_or_else(|| version.clone()),
            version,
            values: Values {
                environments: self.environments.iter().map(|environment| SmolStr::new(environment.name)).collect(),
                base: self.base,
                knobs: part.knobs,
                groups: part.groups,
                rules: part.rules,
            },
            objects: part.objects,
            pieces: part.pieces,
            refusals: part.refusals,
            notes: part.notes,
            dependencies: part.dependencies,
        }
    }

    /// The same value in every environment.
    fn constant(&self, value: Val) -> Vec<Val> {
        vec![value; self.environments.len()]
    }
}

/// What one block lowers to.
#[derive(Debug, Default)]
pub(crate) struct Part {
    knobs: Vec<Knob>,
    groups: Vec<(SmolStr, String)>,
    rules: Vec<Rule>,
    objects: Vec<Object>,
    pieces: Vec<Piece>,
    refusals: Vec<Refusal>,
    notes: Vec<Note>,
    dependencies: Vec<Dependency>,
}

impl Part {
    fn append(&mut self, other: Part) {
        self.knobs.extend(other.knobs);
        self.groups.extend(other.groups);
        self.rules.extend(other.rules);
        self.objects.extend(other.objects);
        self.pieces.extend(other.pieces);
        self.refusals.extend(other.refusals);
        self.notes.extend(other.notes);
        self.dependencies.extend(other.dependencies);
    }
}
