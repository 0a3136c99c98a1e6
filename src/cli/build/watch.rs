//! `todoc build --watch`: build again whenever something changes that takes part.

mod changes;
mod inputs;

use super::Built;
use super::deliver::Delivered;
use crate::cli::Status;
use crate::cli::args::{self, Format, Watch};
use crate::cli::compile::Compiled;
use crate::cli::output::Output;
use crate::cli::project::Project;
use crate::cli::timing::Timings;
use crate::diagnostics::{Diagnostic, json};
use crate::source::Sources;
use changes::{Changes, Next};
use inputs::Inputs;
use std::io;

/// What is remembered from one build to the next.
#[derive(Default)]
pub(super) struct Rounds {
    /// What takes part.
    inputs: Inputs,
    /// The findings of the last build, as they were told.
    told: String,
    /// The environments of the last build.
    environments: String,
    /// How many files it changed.
    changed: usize,
}

/// Builds until it is told to end.
pub(super) fn run(args: &args::Build, how: Watch, output: &Output) -> io::Result<Status> {
    if output.format() == Format::Sarif {
        return Ok(output.complain("a SARIF log tells of one build; leave `--watch` out"));
    }
    let mut changes = Changes::new(how)?;
    let mut rounds = Rounds::default();
    let mut was_broken = None;
    loop {
        let timings = Timings::start();
        rounds.inputs.begin();
        let status =
            super::once(args, output, Some(&mut rounds)).unwrap_or_else(|error| output.complain(&error.to_string()));
        if rounds.inputs.are_unknown() {
            return Ok(status);
        }
        output.say(&rounds.line(status, was_broken, &timings))?;
        if was_broken.is_none() {
            output.say(&format!("watching {}; Ctrl-C ends it", count(rounds.inputs.len(), "file")))?;
        }
        was_broken = Some(status != Status::Clean);
        match changes.wait(&mut rounds.inputs, output)? {
            Next::Build => {}
            Next::End => return Ok(Status::Clean),
        }
    }
}

impl Rounds {
    /// Notes the project's files, before anything can go wrong with them.
    pub(super) fn loaded(&mut self, project: &Project, args: &args::Build) {
        self.inputs.loaded(project, args);
    }

    /// Notes the files that its blocks name.
    pub(super) fn compiled(&mut self, compiled: &Compiled) {
        self.inputs.named(compiled.companions.keys().filter_map(|wanted| compiled.project.companion_path(wanted)));
        self.inputs.end(compiled.is_sound());
    }

    /// Notes what was built.
    ///
    /// One line tells it, instead of one for each part.
    pub(super) fn built(&mut self, built: &Built, delivered: &mut Delivered) {
        self.environments = built.environments.join(", ");
        self.changed = delivered.changed;
        delivered.lines.clear();
    }

    /// Whether findings are others than those that were told last.
    pub(super) fn are_new(&mut self, sources: &Sources, findings: &[Diagnostic]) -> bool {
        let now = json::lines(sources, findings);
        let are_new = now != self.told;
        self.told = now;
        are_new
    }

    /// What is said of a build. `was_broken` is none before the first one.
    fn line(&self, status: Status, was_broken: Option<bool>, timings: &Timings) -> String {
        if status != Status::Clean {
            return "nothing was written; waiting for a change".to_owned();
        }
        let whole = if was_broken == Some(true) { "whole again: " } else { "" };
        let changed = count(self.changed, "file");
        format!("{whole}built {}: {changed} changed in {}", self.environments, timings.whole())
    }
}

fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}
