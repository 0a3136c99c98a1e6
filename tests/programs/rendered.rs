//! What holds for every program on real Helm.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tempfile::TempDir;
use todoc::artifacts::Input;
use todoc::secrets::{self, Declared};
use todoc::types::names::values_key;

use super::chance::Chance;
use super::laws::{Case, Law};
use crate::built;
use crate::support::cases::{self, Built, ChartRelease, Environment};
use crate::support::helm;
use crate::support::knobs::Turn;
use crate::support::{knobs, laws, renderer, values};

/// What Helm renders against the manifests, and what a chart holds against people who change its values.
pub(crate) static RENDERED: &[Law] =
    &[("the chart renders to the manifests", equal), ("any key of the values can be turned", turned)];

/// The renderer against the binaries, which start anew for every chart.
pub(crate) static BINARIES: &[Law] = &[("both Helms say what the renderer says", as_binaries)];

/// How many keys of a release's values are turned, and how many pairs of them, where not all are.
const TURNS: (usize, usize) = (2, 1);

fn equal(case: &Case<'_>) -> Vec<String> {
    with_build(case, |built, _| {
        let mut found = Vec::new();
        for (environment, release) in releases(built) {
            let rendered = renderer::render(&release.chart, &release.as_written(), false)?;
            let different = laws::differs_from_manifests(release, &rendered)?;
            super::laws::count(release.manifests.len(), 0);
            found.extend(different.into_iter().map(|line| format!("{}: {line}", environment.name)));
        }
        Ok(found)
    })
}

/// Some keys of each release, and two at once where one may take away what the other needs.
fn turned(case: &Case<'_>) -> Vec<String> {
    with_build(case, |built, scratch| {
        let mut found = Vec::new();
        let mut chance = Chance::new(case.program.seed);
        // What several charts have together no one of them shows.
        for (environment, release) in releases(built).filter(|(environment, _)| environment.charts.len() == 1) {
            for turn in turns(case, release, &mut chance)? {
                let (dangling, _) = laws::turned(built, release, &turn, &scratch.join("turn.json"))?;
                super::laws::count(0, 1);
                let label = format!("{} with {:.300}", environment.name, turn.values.to_string());
                found.extend(dangling.iter().map(|line| format!("{label}: {line}")));
            }
        }
        Ok(found)
    })
}

/// What is turned of a release: some single keys, some pairs, and all lists and maps at once.
fn turns(case: &Case<'_>, release: &ChartRelease, chance: &mut Chance) -> Result<Vec<Turn>, String> {
    let (values, schema) = (values::merged(&release.chart, &release.values)?, knobs::schema(&release.chart)?);
    let mut turns = knobs::of(&values, &schema);
    turns.retain(|turn| !is_left_out(turn));
    let mut pairs = knobs::pairs(&turns);
    // Two accounts that are given one name are one account.
    pairs.retain(|pair| pair.values.to_string().matches("other").count() < 2);
    if !case.is_whole {
        (turns, pairs) = (chance.some(&turns, TURNS.0), chance.some(&pairs, TURNS.1));
    }
    turns.append(&mut pairs);
    turns.push(knobs::marked(&values, &schema).0);
    Ok(turns)
}

/// What is not turned: where a foreign chart listens, for its stand-in listens where such a chart usually does.
fn is_left_out(turn: &Turn) -> bool {
    turn.paths.iter().any(|path| ["/chart/host", "/chart/port"].iter().any(|end| path.ends_with(end)))
}

fn as_binaries(case: &Case<'_>) -> Vec<String> {
    with_build(case, |built, _| {
        let mut found = Vec::new();
        for (_, release) in releases(built) {
            let ours = renderer::render(&release.chart, &release.as_written(), true)?;
            let ours = crate::support::objects::parse(&ours)?;
            for helm in &helm::both() {
                let theirs = helm.template_with_tests(&release.chart, &release.as_written())?;
                let theirs = crate::support::objects::parse(&theirs)?;
                found.extend(crate::support::objects::differences(&ours, &theirs));
            }
        }
        Ok(found)
    })
}

fn releases(built: &Built) -> impl Iterator<Item = (&Environment, &ChartRelease)> {
    built.environments.iter().flat_map(|own| own.charts.iter().map(move |release| (own, release)))
}

/// A build that was written out, and the folder that it lies in.
pub(crate) type Written = Result<(TempDir, Built), String>;

/// Hands over what a build wrote, and a folder for files of the law's own.
fn with_build(case: &Case<'_>, law: impl Fn(&Built, &Path) -> Result<Vec<String>, String>) -> Vec<String> {
    let written = case.out.get_or_init(|| write(case));
    let found = written.as_ref().map_err(Clone::clone).and_then(|(folder, built)| law(built, folder.path()));
    found.unwrap_or_else(|error| vec![error])
}

/// Writes a build out as `todoc build` does, with what only an installation has: charts of others, and values of secrets.
fn write(case: &Case<'_>) -> Written {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for file in built::files(case.input) {
        let path = out.join(file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text).unwrap();
    }
    let mut built = cases::Case::at(case.folder.to_owned()).read(&out)?;
    built.charts.iter().try_for_each(|chart| cases::stand_in_for_dependencies(chart))?;
    for environment in &mut built.environments {
        for release in &mut environment.charts {
            let given = given(case.input, &environment.name, release, folder.path())?;
            release.values.extend(given);
        }
    }
    Ok((folder, built))
}

/// The file of values of secrets, for a release whose secrets are given to Helm.
fn given(
    input: &Input<'_>,
    environment: &str,
    release: &ChartRelease,
    folder: &Path,
) -> Result<Option<PathBuf>, String> {
    if release.secrets_provider()? != "install-values" {
        return Ok(None);
    }
    let own = input.environments.iter().find(|own| own.name == environment).ok_or("no such environment")?;
    let known = knobs::schema(&release.chart)?;
    let is_known =
        |key: &String| known.pointer("/properties/secrets/properties").is_some_and(|all| all.get(key).is_some());
    // What lies in an object of another name the user keeps.
    let asked = secrets::declared(own).into_iter().filter(|secret| !secret.is_kept());
    let all = asked.map(|secret| (values_key(&secret.name), json!(value(&secret))));
    let all: Map<String, Value> = all.filter(|(key, _)| is_known(key)).collect();
    let chart = release.chart.file_name().unwrap_or_default().to_string_lossy();
    let file = folder.join(format!("install-{environment}-{chart}.json"));
    fs::write(&file, json!({ "secrets": all }).to_string()).map_err(|error| error.to_string())?;
    Ok(Some(file))
}

/// A value of a secret that is as it was declared.
fn value(secret: &Declared<'_>) -> String {
    let (prefix, least) = (secret.constraints.prefix.unwrap_or_default(), secret.constraints.min_length);
    prefix.to_owned() + &"0123456789abcdef".repeat(1 + least / 16)
}
