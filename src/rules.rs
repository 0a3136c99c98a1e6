//! The rules: what a program says that its types allow, but that cannot work or should not be.
//!
//! One file a rule; [`RULES`] is the list. A rule looks at every environment and reports at the user's own place. What
//! it finds in several environments is one finding that names them all.

mod before;
mod config_circles;
mod config_keys;
mod config_size;
mod credentials;
mod cycle;
mod dapr;
mod disabled;
pub mod exclusive_fields;
mod manifests;
mod patches;
mod raw_fields;
mod misplaced;
mod missing_fields;
mod mount_twice;
mod mounts;
mod names;
mod node_ports;
mod object_names;
mod peers;
mod port_twice;
mod ports;
mod public_address;
mod routes;
mod start_order;
mod unused;
pub mod values_keys;
mod variables;
mod volumes;
mod walk;
mod access;
mod accounts;
mod address_families;
mod beside_only;
mod contradictory_pods;
mod browser;
mod databases;
pub mod capacity;
pub mod companions;
mod dockerfiles;
mod drains;
mod facts;
mod file_twice;
mod few_replicas;
mod hooks;
mod host_path;
mod late_params;
mod image_tags;
mod newer_kubernetes;
mod one_node_volumes;
mod placements;
mod pod_failures;
mod pod_names;
mod pod_security;
mod probes;
mod reserved_labels;
mod resources;
mod retentions;
mod rotation;
mod rollouts;
mod scaling;
pub mod sealed_secrets;
mod secret_types;
mod secrets_provider;
mod shared_tags;
mod short_grace;
mod sqlite;
mod storage_classes;
pub mod charts;

use crate::companion::Companions;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::program::Program;
use crate::source::Span;
use rayon::prelude::*;
use smol_str::SmolStr;
pub use walk::Mention;

/// What rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The program.
    pub program: &'a Program,
    /// What holds in each environment.
    pub environments: &'a [Environment<'a>],
    /// Files that take part beside the sources: Dockerfiles, texts of configurations.
    pub companions: &'a Companions,
    /// What names a block, in each environment.
    pub mentions: &'a [Vec<Mention<'a>>],
    /// Whether all that was written could be read. Otherwise what seems to be missing may be there, and rules about what
    /// is missing stay silent.
    pub whole: bool,
}

impl<'a> Context<'a> {
    /// Every place that names a block, of what is switched on, with its environment.
    fn mentions(&self) -> impl Iterator<Item = (&'a Environment<'a>, &'a Mention<'a>)> {
        let mentions = self.environments.iter().zip(self.mentions);
        mentions.flat_map(|(environment, mentions)| {
            mentions.iter().filter(|mention| mention.owner.is_on()).map(move |mention| (environment, mention))
        })
    }
}

/// What names a block, in each environment.
#[must_use]
pub fn mentions<'a>(environments: &'a [Environment<'a>]) -> Vec<Vec<Mention<'a>>> {
    environments.par_iter().map(walk::mentions).collect()
}

/// A rule.
pub type Rule = fn(&Context<'_>, &mut Findings);

/// Every rule, in the order of their codes.
pub const RULES: &[Rule] = &[
    names::check,
    values_keys::check,
    object_names::check,
    missing_fields::check,
    exclusive_fields::check,
    credentials::check,
    public_address::check,
    disabled::check,
    variables::check,
    ports::check,
    peers::check,
    port_twice::check,
    routes::check,
    config_circles::check,
    config_keys::check,
    config_size::check,
    misplaced::check,
    start_order::check,
    before::check,
    unused::check,
    mounts::check,
    node_ports::check,
    image_tags::check,
    probes::check,
    resources::check,
    drains::check,
    capacity::check,
    one_node_volumes::check,
    browser::check,
    secret_types::check,
    rotation::check,
    late_params::check,
    secrets_provider::check,
    sealed_secrets::check,
    storage_classes::check,
    databases::check,
    few_replicas::check,
    shared_tags::check,
    newer_kubernetes::check,
    sqlite::check,
    dockerfiles::check,
    companions::check,
    accounts::check,
    access::check,
    pod_failures::check,
    pod_names::check,
    short_grace::check,
    hooks::check,
    host_path::check,
    volumes::check,
    manifests::check,
    raw_fields::check,
    retentions::check,
    rollouts::check,
    charts::check,
    patches::check,
    dapr::check,
    placements::check,
    pod_security::check,
    contradictory_pods::check,
    address_families::check,
    file_twice::check,
    mount_twice::check,
    beside_only::check,
    scaling::check,
    reserved_labels::check,
];

/// Runs every rule.
#[must_use]
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = RULES.par_iter().flat_map_iter(|rule| {
        let mut findings = Findings::default();
        rule(context, &mut findings);
        findings.diagnostics
    });
    found.collect()
}

/// What rules found.
#[derive(Debug, Default)]
pub struct Findings {
    diagnostics: Vec<Diagnostic>,
}

impl Findings {
    /// Reports something that holds in one environment.
    pub fn report(&mut self, environment: &Environment<'_>, diagnostic: Diagnostic) {
        let environments = vec![SmolStr::new(environment.name)];
        self.diagnostics.push(Diagnostic { environments, ..diagnostic });
    }

    /// Reports something about a block in one environment, unless the block or the environment waives it.
    pub fn about(&mut self, environment: &Environment<'_>, view: &View<'_>, diagnostic: Diagnostic) {
        let rule = diagnostic.code.name();
        if !view.waiver(rule) && !environment.settings.waiver(rule) && !environment.stack.waiver(rule) {
            self.report(environment, diagnostic);
        }
    }

    /// Reports something that holds for the source itself.
    pub fn always(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// A finding at a place.
pub(crate) fn finding(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, span, message)
}
