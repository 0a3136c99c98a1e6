//! `patch`: changes of generated objects, made in the one tree, so that chart and manifests stay one thing.
//!
//! What is written out may be replaced, added to and taken away. What the chart reads from its values or derives is what
//! references and knobs rely on, so it is refused, with the field that says it.

mod change;
mod guard;
mod old;

use super::across::Across;
use super::raw::{Raw, Said, Way};
use super::reads::Reads;
use super::{Context, Part};
use crate::artifacts::{namespace, release};
use crate::chart::Chart;
use crate::chart::fill::Release;
use crate::chart::tree::{Path, Place, Test};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::typed::Made;
use crate::schema::{manifest, patch, shared};
use crate::source::Span;
use change::Patcher;
use smol_str::SmolStr;

/// A patch that was made, and the object that has it.
#[derive(Debug)]
pub(super) struct Applied {
    chart: usize,
    file: String,
    made: Made,
    span: Span,
    /// In which environments it holds.
    on: Vec<bool>,
}

/// What patches came to.
#[derive(Debug, Default)]
pub(super) struct Patches {
    applied: Vec<Applied>,
    /// What is wrong with them.
    pub(super) findings: Vec<Diagnostic>,
}

impl Patches {
    /// Makes the patches of a chart's objects.
    pub(super) fn apply(&mut self, context: &Context<'_>, chart: usize, part: &mut Part) {
        let mut dropped = Vec::new();
        for across in context.of_kind(&patch::PATCH).iter().filter(|own| context.belongs(chart, own)) {
            self.one(context, chart, across, part, &mut dropped);
        }
        self.unread(part, dropped);
    }

    fn one(
        &mut self,
        context: &Context<'_>,
        chart: usize,
        across: &Across<'_>,
        part: &mut Part,
        dropped: &mut Vec<(Path, Span)>,
    ) {
        let on: Vec<bool> = across.views.iter().map(|view| view.as_ref().is_some_and(View::is_on)).collect();
        let value = across.views.iter().flatten().find_map(|view| view.value(&patch::ON));
        let Some((made, span)) = value.and_then(|value| Some((value.made()?, value.span))) else { return };
        if !on.contains(&true) {
            return;
        }
        let place = match find(part, made) {
            Ok(place) => place,
            Err(why) => return self.findings.push(Diagnostic::new(Code::E0475, span, why)),
        };
        let before = part.knobs.len();
        let (path, origin) = (across.path(shared::ENABLED.name), across.origin(&shared::ENABLED));
        let guard = part.switch(path, "Whether it is applied.", origin, on.iter().copied().map(Some));
        let said = across.views.iter().zip(&on).map(|(view, on)| match view {
            Some(view) if *on => view.raw(&manifest::OBJECT).map_or(Said::Absent, Said::As),
            Some(_) | None => Said::Absent,
        });
        let said: Vec<Said<'_, '_>> = said.collect();
        let mut object = part.objects.remove(place);
        let origin = across.child(&manifest::OBJECT).origin_of(Place::Block);
        let mut patcher = Patcher {
            raw: Raw::new(context, part, across.key.clone(), origin),
            pieces: std::mem::take(&mut object.pieces),
            made,
            path: Vec::new(),
            dropped: Vec::new(),
            findings: Vec::new(),
        };
        let whole = format!("the {} of {}", made.object.kubernetes, made.name);
        patcher.map(&mut object.body, &Way::root(&whole, manifest::OBJECT.name, ""), &said, guard.as_ref());
        let Patcher { pieces, dropped: own, findings, .. } = patcher;
        object.pieces = pieces;
        dropped.extend(own);
        self.findings.extend(findings);
        self.applied.push(Applied { chart, file: object.file.clone(), made: made.clone(), span, on });
        part.objects.insert(place, object);
        if part.knobs.len() > before {
            part.group(across.key.clone(), format!("Patch {}.", across.name));
        }
    }

    /// Keys of the values that nobody reads any more, because what read them was taken away.
    fn unread(&mut self, part: &mut Part, dropped: Vec<(Path, Span)>) {
        if dropped.is_empty() {
            return;
        }
        let reads = Reads::of(part);
        for (path, span) in dropped {
            if !reads.has(&path) && part.knobs.iter().any(|knob| knob.path == path) {
                self.findings.push(old::is_value(part, &path, span));
            }
        }
    }

    /// Patches of objects that no environment has.
    pub(super) fn check(&mut self, context: &Context<'_>, charts: &[Chart]) {
        for applied in &self.applied {
            let Some(chart) = charts.get(applied.chart) else { continue };
            let Some(object) = chart.objects.iter().find(|object| object.file == applied.file) else { continue };
            let is_there = context.environments.iter().enumerate().zip(&applied.on).any(|((index, own), on)| {
                *on && Release::new(chart, index, &release(own, chart), namespace(own)).has(object)
            });
            if !is_there {
                self.findings.push(Diagnostic::new(Code::E0475, applied.span, nowhere(&applied.made)));
            }
        }
    }
}

/// The object that is meant: that of its kind, or of several the one that is called as the block is.
fn find(part: &Part, made: &Made) -> Result<usize, String> {
    let is_own = |object: &crate::chart::tree::Object| {
        object.block == made.name && object.kind() == Some(made.object.kubernetes)
    };
    let own: Vec<usize> =
        part.objects.iter().enumerate().filter(|(_, object)| is_own(object)).map(|(place, _)| place).collect();
    let called = |place: &usize| {
        let file = part.objects.get(*place).map(|object| object.file.as_str()).unwrap_or_default();
        file.split_once('-').is_some_and(|(_, name)| name == format!("{}.yaml", made.name))
    };
    match own.as_slice() {
        [] => Err(nowhere(made)),
        [only] => Ok(*only),
        several => several.iter().copied().find(called).ok_or_else(|| {
            format!(
                "{} `{}` makes {} objects of kind {}",
                made.block.name,
                made.name,
                several.len(),
                made.object.kubernetes
            )
        }),
    }
}

fn nowhere(made: &Made) -> String {
    format!(
        "{} `{}` makes no {} in any environment that is patched",
        made.block.name, made.name, made.object.kubernetes
    )
}

/// When both hold.
fn both(one: Option<&Test>, other: Option<Test>) -> Option<Test> {
    Test::all(one.cloned().into_iter().chain(other))
}

/// A place in the object, as people write it.
fn dotted(path: &[SmolStr]) -> String {
    path.join(".")
}
