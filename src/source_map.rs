//! From the lines of what was built back to the source: `todoc.map.json`, and what `todoc why FILE:LINE` looks up.
//!
//! The map is one JSON object:
//!
//! ```json
//! { "version": 1,
//!   "files": { "manifests/prod/backend.yaml": [
//!     { "line": 93, "path": "service.backend.env.DATABASE_URL", "source": "todo-app.todostack:46:5",
//!       "chain": [ { "layer": "base", "value": "database.postgres.url", "source": "todo-app.todostack:46:5" } ] } ] } }
//! ```
//!
//! Files are named below the output folder, lines count from 1. A line that is made of several values has an entry for each;
//! lines below it that are indented deeper belong to the same values. `path` is what `todoc why` takes. `chain` is what speaks
//! of the value, from the weakest to the strongest, as it is written; `source` is the place of the last word, or `null` where
//! nothing but a built-in default speaks. Where `path` is a whole block, its chain lists where it is written.

mod lines;
mod trace;

pub use lines::Lines;
pub use trace::Trace;

use crate::artifacts::{Input, Manifests};
use crate::chart::Chart;
use crate::json::pretty;
use crate::model::chain::{Chain, Step};
use crate::model::typed::Layer;
use serde_json::{Map, Value, json};

/// The whole map, as JSON.
#[must_use]
pub fn document(input: &Input<'_>, all: &[(usize, Manifests<'_>)]) -> String {
    let traces: Vec<(&Chart, Trace<'_>)> = input.charts().iter().map(|chart| (chart, Trace::of(chart))).collect();
    let mut files = Map::new();
    for (index, manifests) in all {
        let Some(environment) = input.environments.get(*index) else { continue };
        for (file, (chart, marks)) in manifests.files.iter().zip(&manifests.marks) {
            let Some((_, trace)) = traces.iter().find(|(own, _)| std::ptr::eq(*own, *chart)) else { continue };
            let lines = Lines::of(&file.text);
            let mut entries = Vec::new();
            for mark in marks {
                let line = lines.at(mark.offset);
                let chains = trace.chains(environment, &mark.from, lines.text(line));
                entries.extend(chains.iter().map(|chain| entry(input, line, chain)));
            }
            entries.dedup();
            files.insert(file.path.clone(), Value::Array(entries));
        }
    }
    pretty(&json!({ "version": 1, "files": files }))
}

fn entry(input: &Input<'_>, line: usize, chain: &Chain<'_>) -> Value {
    let links: Vec<Value> = chain.steps.iter().map(|step| link(input, step)).collect();
    let source = chain.steps.last().and_then(|step| place(input, step));
    json!({ "line": line, "path": chain.path, "source": source, "chain": links })
}

fn link(input: &Input<'_>, step: &Step) -> Value {
    let layer = step.layer.map_or("built-in default", Layer::name);
    json!({ "layer": layer, "value": input.sources.text(step.value), "source": place(input, step) })
}

fn place(input: &Input<'_>, step: &Step) -> Option<String> {
    step.layer.map(|_| input.sources.locate(step.place))
}
