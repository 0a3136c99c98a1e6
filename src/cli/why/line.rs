//! The chains behind a line of what `todoc build` has written.

use super::template;
use crate::artifacts::{self, File, Input};
use crate::chart::Chart;
use crate::chart::fill::{From, Mark};
use crate::chart::tree::{Origin, Place};
use crate::chart::values::Knob;
use crate::chart::values::schema::Schema;
use crate::cli::compile::Compiled;
use crate::lower;
use crate::model::chain::{self, Chain};
use crate::model::environment::Environment;
use crate::schema::chart;
use crate::source_map::{Lines, Trace};
use smol_str::SmolStr;
use std::path::{Path, PathBuf};

/// The chains of the values that a line (from 1) of a file holds, in each of the environments that it is for.
///
/// The file is built again in memory, and must be on the disk as it would be written now.
///
/// # Errors
/// A sentence that says why nothing can be told of the line.
pub(super) fn chains<'a>(
    compiled: &'a Compiled,
    chosen: &[Environment<'a>],
    file: &Path,
    line: usize,
) -> Result<Vec<Chain<'a>>, String> {
    let program = compiled.program.as_ref().ok_or("there is no stack")?;
    let (path, text) = read(file)?;
    let all = compiled.environments();
    let sources = &compiled.project.sources;
    let lowered = lower::lower(sources, program, &all, &compiled.companions);
    let origin = compiled.origin();
    let input = Input { sources, environments: &all, lowered: &lowered, origin: &origin };
    let shown = file.display();
    let built = built(&input, &path).ok_or_else(|| {
        format!(
            "`{shown}` is no manifest, values file or template of {}, so no line of it has a chain",
            program_name(&all)
        )
    })?;
    if built.file.text != text {
        return Err(format!(
            "`{shown}` is not what would be built now; build it again, or give the same options as then"
        ));
    }
    let lines = Lines::of(&text);
    if line == 0 || line > lines.count() {
        return Err(format!("`{shown}` has {} lines, so there is no line {line}", lines.count()));
    }
    let chosen: Vec<&Environment<'a>> =
        chosen.iter().filter(|own| built.environment.as_deref().is_none_or(|name| own.name == name)).collect();
    if let (true, Some(name)) = (chosen.is_empty(), &built.environment) {
        return Err(format!("`{shown}` is of environment `{name}`"));
    }
    let trace = Trace::of(built.chart);
    let asked = Asked { chart: built.chart, trace: &trace, lines: &lines, line };
    let chains: Vec<Chain<'a>> = chosen.iter().flat_map(|own| asked.chains(own, &built)).collect();
    if chains.is_empty() { Err(asked.nothing(&built, &shown.to_string())) } else { Ok(chains) }
}

fn program_name(environments: &[Environment<'_>]) -> String {
    environments.first().map_or_else(String::new, |environment| format!("stack `{}`", environment.stack.name))
}

/// The file's whole path and text.
fn read(file: &Path) -> Result<(PathBuf, String), String> {
    let sentence = |error: std::io::Error| format!("can't read `{}`: {error}", file.display());
    #[expect(clippy::disallowed_methods, reason = "the command line names the file")]
    let (path, text) =
        (std::fs::canonicalize(file).map_err(sentence)?, std::fs::read_to_string(file).map_err(sentence)?);
    Ok((path, text))
}

/// A file as it would be built now.
struct Built<'a> {
    file: File,
    /// The environment that it is for; none where it is for all.
    environment: Option<String>,
    /// The chart that it belongs to.
    chart: &'a Chart,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Manifest(Vec<Mark<'a>>),
    Values,
    /// With the name of the block that it was made from.
    Template(SmolStr),
}

/// The file whose path below the output folder is the end of `path`.
fn built<'a>(input: &Input<'a>, path: &Path) -> Option<Built<'a>> {
    let environments = || input.environments.iter().enumerate();
    let of_chart = |name: &str| input.charts().iter().find(|chart| chart.name == name);
    let under = |folder: &Path| path.parent().is_some_and(|parent| parent.ends_with(folder));
    for (index, environment) in environments() {
        let folder = Path::new("manifests").join(environment.name);
        let chart = input.charts().iter().find(|chart| match chart.member {
            Some(_) => under(&folder.join(&chart.name)),
            None => under(&folder),
        });
        if let Some(chart) = chart {
            let manifests = artifacts::manifests(input, index, true);
            let mut files = manifests.files.into_iter().zip(manifests.marks);
            let (file, (_, marks)) = files.find(|(file, _)| path.ends_with(&file.path))?;
            let environment = Some(environment.name.to_owned());
            return Some(Built { file, environment, chart, kind: Kind::Manifest(marks) });
        }
    }
    let file = artifacts::charts(input).into_iter().find(|file| path.ends_with(&file.path))?;
    let (folder, below) = file.path.split_once('/')?;
    let chart = of_chart(folder)?;
    let values = |name: &str| below == format!("values-{name}.yaml");
    let own = environments().find(|(_, own)| values(own.name)).map(|(_, own)| own.name.to_owned());
    let kind = match below.strip_prefix("templates/") {
        Some(template) => Kind::Template(template_block(chart, template)),
        None if own.is_some() || below == "values.yaml" => Kind::Values,
        None => return None,
    };
    Some(Built { file, environment: own, chart, kind })
}

fn template_block(chart: &Chart, template: &str) -> SmolStr {
    chart.objects.iter().find(|object| object.file == template).map(|object| object.block.clone()).unwrap_or_default()
}

/// What is asked of a file.
struct Asked<'q, 'a> {
    chart: &'q Chart,
    trace: &'q Trace<'a>,
    lines: &'q Lines<'q>,
    line: usize,
}

impl Asked<'_, '_> {
    /// What speaks of the line; where that is nothing, of the block that the file was made from.
    fn chains<'e>(&self, environment: &Environment<'e>, built: &Built<'_>) -> Vec<Chain<'e>> {
        let found = match &built.kind {
            Kind::Manifest(marks) => self.of_manifest(environment, marks),
            Kind::Values => self.of_values(environment),
            Kind::Template(_) => {
                let read = template::reads(self.chart, self.lines.text(self.line));
                self.of_places(environment, &read)
            }
        };
        match &built.kind {
            Kind::Manifest(_) if found.is_empty() => {
                let block =
                    Path::new(&built.file.path).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
                self.of_places(environment, &[From::Block(&block)])
            }
            Kind::Template(block) if found.is_empty() => self.of_places(environment, &[From::Block(block)]),
            Kind::Manifest(_) | Kind::Template(_) | Kind::Values => found,
        }
    }

    /// The marks of the line, or of the innermost line above that holds it.
    fn of_manifest<'e>(&self, environment: &Environment<'e>, marks: &[Mark<'_>]) -> Vec<Chain<'e>> {
        let held = self.lines.ancestors(self.line).into_iter().map(|line| {
            let here: Vec<From<'_>> =
                marks.iter().filter(|mark| self.lines.at(mark.offset) == line).map(|mark| mark.from.clone()).collect();
            let raw = here.iter().find_map(|from| self.of_raw(environment, from)).unwrap_or_default();
            if raw.is_empty() { self.of_places(environment, &here) } else { raw }
        });
        held.into_iter().find(|chains| !chains.is_empty()).unwrap_or_default()
    }

    /// The value of raw content that the line was made of.
    fn of_raw<'e>(&self, environment: &Environment<'e>, from: &From<'_>) -> Option<Vec<Chain<'e>>> {
        let From::Origin(origin) = from else { return None };
        let is_raw = origin.place == Place::Block && origin.nested.last().is_some_and(|(kind, _)| kind.is_raw());
        let ancestors = self.lines.ancestors(self.line);
        let words = ancestors.into_iter().rev().filter_map(|line| word(self.lines.text(line)));
        is_raw.then(|| within(environment, origin, &[], words))
    }

    fn of_values<'e>(&self, environment: &Environment<'e>) -> Vec<Chain<'e>> {
        let words = self.words();
        match self.trace.knob(&words) {
            Some((Knob { path, schema: Schema::Passed, origin: Some(origin), .. }, Some(_))) => {
                let behind = words.iter().skip(path.split('.').count()).cloned();
                within(environment, origin, &[chart::VALUES.name], behind)
            }
            Some((knob, None)) => self.of_places(environment, &[From::Value(&knob.path)]),
            Some((knob, Some(key))) => self.of_places(environment, &[From::ValueEntry(&knob.path, SmolStr::new(key))]),
            None => Vec::new(),
        }
    }

    /// The keys that lead to the line of a values file.
    fn words(&self) -> Vec<String> {
        let mut words: Vec<String> =
            self.lines.ancestors(self.line).into_iter().filter_map(|line| key(self.lines.text(line))).collect();
        words.reverse();
        words
    }

    fn of_places<'e>(&self, environment: &Environment<'e>, places: &[From<'_>]) -> Vec<Chain<'e>> {
        let text = self.lines.text(self.line);
        let mut chains: Vec<Chain<'e>> = Vec::new();
        for chain in places.iter().flat_map(|from| self.trace.chains(environment, from, text)) {
            if !chains.contains(&chain) {
                chains.push(chain);
            }
        }
        chains
    }

    fn nothing(&self, built: &Built<'_>, shown: &str) -> String {
        let line = self.line;
        let words = self.words();
        match (&built.kind, self.trace.knob(&words)) {
            (Kind::Values, Some((knob, _))) => {
                format!("`{}` is a value of the chart alone: nothing in the source sets it", knob.path)
            }
            (Kind::Values, None) if !words.is_empty() => {
                format!("line {line} of `{shown}` begins several values; ask for the line of one of them")
            }
            (Kind::Values | Kind::Manifest(_) | Kind::Template(_), _) => {
                format!("line {line} of `{shown}` holds nothing that the source speaks of")
            }
        }
    }
}

/// The key that a line of YAML begins with.
fn key(line: &str) -> Option<String> {
    let line = line.trim_start();
    if line.starts_with('"') {
        let mut keys = serde_json::Deserializer::from_str(line).into_iter::<String>();
        return keys.next()?.ok();
    }
    line.split_once(':').map(|(key, _)| key.to_owned()).filter(|key| !key.starts_with(['#', '-']))
}

/// What speaks of the value that words lead to, within the block that something comes from.
fn within<'e>(
    environment: &Environment<'e>,
    origin: &Origin,
    below: &[&str],
    words: impl Iterator<Item = String>,
) -> Vec<Chain<'e>> {
    let nested = origin.nested.iter().flat_map(|(kind, name)| [kind.name, name.as_str()]);
    let way = [origin.kind.name, origin.name.as_str()].into_iter().chain(nested).chain(below.iter().copied());
    let path: Vec<String> = way.filter(|word| !word.is_empty()).map(str::to_owned).chain(words).collect();
    chain::find(std::slice::from_ref(environment), &path).unwrap_or_default()
}

/// The word by which raw content calls what a line begins: its key, or the name of the thing of a list.
fn word(line: &str) -> Option<String> {
    match line.trim_start().strip_prefix("- name: ") {
        Some(name) => Some(name.trim_matches('"').to_owned()),
        None => key(line),
    }
}
