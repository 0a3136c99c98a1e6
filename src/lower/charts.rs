//! Which chart a block belongs to: the one of the stack, or with `charts = per_service` the one of a service.
//!
//! A job belongs to the service that it runs before, or else to the only one that has the same image. What is read, as a
//! database, belongs to the only service that reads it, what leads somewhere, as an ingress, to the only one that it leads to.
//! Everything else belongs to a chart of its own, which the services share.

use super::Context;
use super::across::Across;
use crate::chart::Member;
use crate::chart::tree::Expr;
use crate::model::environment::{Environment, View};
use crate::model::typed::{Kind, Value};
use crate::schema::{self, choices, config, container, database, job, secret, service, stack};
use crate::secrets::{self, Provider};
use crate::types::names;
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeSet;

/// Suffix of the chart that services share, and of its releases.
const SHARED: &str = "shared";

/// The charts of a stack.
#[derive(Debug, Default)]
pub(super) struct Charts {
    /// Name of each, and what it is of the stack.
    pub(super) all: Vec<(SmolStr, Option<Member>)>,
    /// The chart of a block, by kind and name.
    of: FxHashMap<(&'static str, SmolStr), usize>,
}

/// The chart that has a secret.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'h> {
    /// Name of the chart.
    pub chart: &'h str,
    /// What its release is called behind the environment's; none where the stack has but one.
    pub suffix: Option<&'h str>,
}

/// Which chart has which secret.
#[derive(Debug, Default)]
pub struct Holders(Charts);

impl Holders {
    /// The charts of a stack.
    pub(super) fn of(context: Context<'_>) -> Self {
        Self(context.charts)
    }

    /// The chart that has a secret, by its name.
    #[must_use]
    pub fn holder(&self, secret: &str) -> Option<Holder<'_>> {
        let (chart, member) = self.0.all.get(self.0.of_secret(secret))?;
        Some(Holder { chart, suffix: member.as_ref().map(|member| member.suffix.as_str()) })
    }

    /// The names of all charts.
    pub fn charts(&self) -> impl Iterator<Item = &str> {
        self.0.all.iter().map(|(name, _)| name.as_str())
    }
}

/// A block, by kind and name.
type Id = (&'static str, SmolStr);

impl Charts {
    /// The charts of a stack.
    pub(super) fn of(context: &Context<'_>) -> Self {
        let name = SmolStr::new(context.program.stack.name());
        let said = context.program.stack.own(&stack::CHARTS).map(|value| &value.kind);
        if said != Some(&Kind::Choice(&choices::PER_SERVICE)) {
            return Self { all: vec![(name, None)], of: FxHashMap::default() };
        }
        let mut charts = Self::default();
        for (place, own) in context.services().iter().enumerate() {
            let member = Member { stack: name.clone(), suffix: SmolStr::new(own.name) };
            charts.all.push((member.suffix.clone(), Some(member)));
            charts.of.insert((own.kind.name, SmolStr::new(own.name)), place);
        }
        let shared = charts.all.len();
        charts.sort(context, shared);
        if charts.of.values().any(|own| *own == shared) {
            let member = Member { stack: name.clone(), suffix: SmolStr::new_static(SHARED) };
            charts.all.push((format_smolstr!("{name}-{SHARED}"), Some(member)));
        }
        charts
    }

    /// The chart of a block, where there are several and there is such a block.
    pub(super) fn find(&self, kind: &schema::Block, name: &str) -> Option<usize> {
        self.of.get(&(kind.name, SmolStr::new(name))).copied()
    }

    /// The chart of a block.
    pub(super) fn of_block(&self, kind: &schema::Block, name: &str) -> usize {
        self.find(kind, name).unwrap_or(0)
    }

    /// The chart of a key of the stack's secrets: that of the database whose password it is, or of its block.
    pub(super) fn of_secret(&self, name: &str) -> usize {
        self.of_block(&secret::SECRET, secrets::block_of(name))
    }

    /// The key by which other charts know that of a block; none where there is but one.
    pub(super) fn key_of(&self, kind: &schema::Block, name: &str) -> Option<SmolStr> {
        let (name, member) = self.all.get(self.of_block(kind, name))?;
        member.as_ref().map(|_| SmolStr::from(names::values_key(name)))
    }

    /// Whether there are several.
    pub(super) fn are_several(&self) -> bool {
        self.all.iter().any(|(_, member)| member.is_some())
    }

    /// Finds the charts of all blocks but services; those that none can claim are shared.
    fn sort(&mut self, context: &Context<'_>, shared: usize) {
        let blocks: Vec<(Id, Vec<Id>)> = context.components().into_iter().map(|own| (id(own), mentions(own))).collect();
        for own in context.of_kind(&job::JOB).iter().chain(context.of_kind(&job::CRON)) {
            let chart = self.of_job(context, own).unwrap_or(shared);
            self.of.insert(id(own), chart);
        }
        let secrets = context.environments.iter().flat_map(|own| own.all(&secret::SECRET).keys());
        let secrets: Vec<Id> = secrets.map(|name| (secret::SECRET.name, SmolStr::new(name))).collect();
        let read = |kind: &'static schema::Block| context.of_kind(kind).iter().map(id).collect::<Vec<_>>();
        for block in read(&database::DATABASE).into_iter().chain(read(&config::CONFIG)).chain(secrets) {
            let readers = blocks.iter().filter(|(_, mentioned)| mentioned.contains(&block));
            let chart = self.only(readers.map(|(reader, _)| reader)).unwrap_or(shared);
            self.of.insert(block, chart);
        }
        for own in context.of_kind(&database::DATABASE) {
            let chart = self.of_block(own.kind, own.name);
            for name in [secrets::password(own.name), secrets::root_password(own.name)] {
                self.of.insert((secret::SECRET.name, SmolStr::from(name)), chart);
            }
        }
        self.gather_secrets(context, shared);
        for (block, mentioned) in &blocks {
            if !self.of.contains_key(block) {
                let chart = self.only(mentioned.iter()).unwrap_or(shared);
                self.of.insert(block.clone(), chart);
            }
        }
    }

    /// Where an environment names the Secret that is made for it, there is one for all charts, so one of them makes it.
    fn gather_secrets(&mut self, context: &Context<'_>, shared: usize) {
        let is_made = |own: &Environment<'_>| Provider::of(own) != Provider::Existing;
        let is_named = |own: &Environment<'_>| own.secrets.text(&secret::NAME).is_some();
        if !context.environments.iter().any(|own| is_made(own) && is_named(own)) {
            return;
        }
        let all = context.secrets.iter().flatten().chain(&context.idle);
        let all = all.filter(|own| own.object == secrets::Object::Shared);
        let blocks: BTreeSet<Id> =
            all.map(|own| (secret::SECRET.name, SmolStr::new(secrets::block_of(&own.name)))).collect();
        let chart = self.only(blocks.iter()).unwrap_or(shared);
        self.of.extend(blocks.into_iter().map(|block| (block, chart)));
    }

    fn of_job(&self, context: &Context<'_>, own: &Across<'_>) -> Option<usize> {
        if let Some(name) = super::job::services_after(own).first() {
            return Some(self.of_block(&service::SERVICE, name));
        }
        let image = |across: &Across<'_>| {
            let named = across.views.iter().flatten().find_map(|view| view.block(&container::IMAGE));
            named.map(|(_, name)| SmolStr::new(name))
        };
        let wanted = image(own)?;
        let same = context.services().iter().filter(|target| image(target).as_ref() == Some(&wanted)).map(id);
        let same: Vec<Id> = same.collect();
        self.only(same.iter())
    }

    /// The only chart of some blocks.
    fn only<'i>(&self, blocks: impl Iterator<Item = &'i Id>) -> Option<usize> {
        let mut charts = blocks.filter_map(|block| self.of.get(block));
        let first = charts.next()?;
        charts.all(|other| other == first).then_some(*first)
    }
}

fn id(across: &Across<'_>) -> Id {
    (across.kind.name, SmolStr::new(across.name))
}

/// What a block speaks of, in any environment.
fn mentions(across: &Across<'_>) -> Vec<Id> {
    let mut found = Vec::new();
    for view in across.views.iter().flatten() {
        named(view, &mut found);
        let mut references = Vec::new();
        view.references(&mut references);
        found.extend(references.into_iter().map(|own| (own.root.name(), SmolStr::new(own.target()))));
    }
    found
}

/// The blocks that fields of a block, and of what is nested in it, name.
fn named(view: &View<'_>, found: &mut Vec<Id>) {
    let mut add = |value: &Value| found.extend(value.block().map(|(kind, name)| (kind.name, name.clone())));
    for (_, value) in view.values() {
        if let Kind::List(items) = &value.kind { items.iter().for_each(&mut add) } else { add(value) }
    }
    view.blocks().iter().for_each(|own| named(own, found));
}

impl<'a> Context<'a> {
    /// Whether a block belongs to a chart.
    pub(super) fn belongs(&self, chart: usize, across: &Across<'_>) -> bool {
        !self.charts.are_several() || self.charts.of_block(across.kind, across.name) == chart
    }

    /// The services of a chart.
    pub(super) fn services_of<'c>(&'c self, chart: usize) -> impl Iterator<Item = &'c Across<'a>> {
        self.services().iter().filter(move |own| self.belongs(chart, own))
    }

    /// What a chart's own secrets are called in the tree, as a component and as a key of the values.
    pub(super) fn secrets_of(&self, chart: usize) -> SmolStr {
        let own = SmolStr::new_static(secret::SECRETS.name);
        match self.charts.all.get(chart) {
            Some((name, Some(_))) => format_smolstr!("{}/{own}", names::values_key(name)),
            Some((_, None)) | None => own,
        }
    }

    /// A key of a chart's own secrets.
    pub(super) fn secrets_path(&self, chart: usize, key: &str) -> SmolStr {
        format_smolstr!("{}.{key}", self.secrets_of(chart))
    }

    /// Name of the Secret that holds a chart's secrets.
    pub(super) fn secrets_object(&self, chart: usize) -> Expr {
        Expr::Value(self.secrets_path(chart, "name")).or(Expr::Name(self.secrets_of(chart)))
    }
}

/// Whether a component's objects are called as the release is: those of the service that the chart is of.
pub(super) fn is_main(member: &Member, component: &str) -> bool {
    member.suffix == component
}
