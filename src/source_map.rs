//! `todoc.map.json`: for the lines of every manifest the place in the source and the chain behind it.

use crate::artifacts::{Input, Manifests};
use crate::chart::fill::{From, Mark};
use crate::chart::tree::{Origin, Place};
use crate::model::environment::{Environment, Link, View};
use serde_json::{Value, json};

/// The whole map, as JSON.
#[must_use]
pub fn document(input: &Input<'_>, all: &[Manifests<'_>]) -> String {
    let mut files = serde_json::Map::new();
    for manifests in all {
        for (file, marks) in manifests.files.iter().zip(&manifests.marks) {
            let lines = Lines::of(&file.text);
            let environment = file.path.split('/').nth(1);
            let environment = input.environments.iter().find(|own| Some(own.name) == environment);
            let entries = marks.iter().filter_map(|mark| {
                let chain = chain(input, environment?, mark);
                let last = chain.last()?;
                let place = last.key.map(|key| input.sources.locate(key));
                let links: Vec<Value> = chain.iter().map(|link| link_json(input, link)).collect();
                Some(json!({ "line": lines.at(mark.offset), "source": place, "chain": links }))
            });
            files.insert(file.path.clone(), Value::Array(entries.collect()));
        }
    }
    serde_json::to_string_pretty(&json!({ "version": 1, "files": files })).unwrap_or_default() + "\n"
}

fn link_json(input: &Input<'_>, link: &Link<'_>) -> Value {
    let layer = link.layer.map_or("built-in default", crate::model::typed::Layer::name);
    let value = input.sources.text(link.value.span);
    json!({ "layer": layer, "value": value, "source": link.key.map(|key| input.sources.locate(key)) })
}

/// The place in the model that a mark points at.
#[must_use]
pub fn origin<'a>(input: &Input<'a>, mark: &'a Mark<'a>) -> Option<(&'a Origin, Option<&'a str>)> {
    let knob = |path: &str| input.chart().values.knobs.iter().find(|knob| knob.path == path);
    match &mark.from {
        From::Origin(origin) => Some((origin, None)),
        From::Value(path) => Some((knob(path)?.origin.as_ref()?, None)),
        From::ValueEntry(path, key) => Some((knob(path)?.origin.as_ref()?, Some(key.as_str()))),
    }
}

/// Every value behind a mark in an environment, the strongest last.
#[must_use]
pub fn chain<'a>(input: &Input<'a>, environment: &'a Environment<'a>, mark: &'a Mark<'a>) -> Vec<Link<'a>> {
    let Some((origin, entry)) = origin(input, mark) else { return Vec::new() };
    let Some(view) = environment.get(origin.kind, &origin.name) else { return Vec::new() };
    match &origin.nested {
        Some((kind, name)) => {
            view.nested(kind, name).map(|nested| of_place(&nested, origin, entry)).unwrap_or_default()
        }
        None => of_place(view, origin, entry),
    }
}

fn of_place<'a>(view: &View<'a>, origin: &Origin, entry: Option<&str>) -> Vec<Link<'a>> {
    match (&origin.place, entry) {
        (Place::Field(field), _) => view.chain(field),
        (Place::Entry(map, key), _) => view.entry_chain(map, key),
        (Place::Block, Some(key)) => {
            let maps = view.kind.blocks.iter().copied().filter(|map| map.entries.is_some());
            maps.map(|map| view.entry_chain(map, key)).find(|chain| !chain.is_empty()).unwrap_or_default()
        }
        (Place::Block, None) => Vec::new(),
    }
}

/// Line numbers of a text.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The line (from 1) of a byte.
    #[must_use]
    pub fn at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }
}
