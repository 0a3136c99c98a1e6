//! What holds for every program on real Helm.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use todoc::cli::compile::Compiled;
use todoc::schema::config;

use super::chance::Chance;
use super::laws::{Case, Law};
use crate::built;
use crate::support::cases::{self, Built};
use crate::support::helm::{self, Release};
use crate::support::knobs::Turn;
use crate::support::renderer::Renderer;
use crate::support::{knobs, laws, values};

/// What Helm renders against the manifests.
pub(crate) static EQUAL: &[Law] = &[("the chart renders to the manifests", equal)];

/// What a chart holds against people who change its values.
pub(crate) static TURNED: &[Law] = &[("any key of the values can be turned", turned)];

/// The renderer against the binaries, which start anew for every chart.
pub(crate) static BINARIES: &[Law] = &[("both Helms say what the renderer says", as_binaries)];

thread_local! {
    static RENDERER: Renderer = Renderer::start();
}

/// How many keys of a release's values are turned.
const TURNS: usize = 6;

fn equal(case: &Case<'_>) -> Vec<String> {
    with_build(case, |built, _| {
        let mut found = Vec::new();
        for environment in &built.environments {
            for release in &environment.charts {
                let rendered = RENDERER.with(|own| own.render(&release.chart, &release.as_written(), false))?;
                let different = laws::differs_from_manifests(release, &rendered)?;
                super::laws::count(release.manifests.len());
                found.extend(different.into_iter().map(|line| format!("{}: {line}", environment.name)));
            }
        }
        Ok(found)
    })
}

/// Some keys of each release, and two at once where one may take away what the other needs.
fn turned(case: &Case<'_>) -> Vec<String> {
    with_build(case, |built, scratch| {
        let mut found = Vec::new();
        let mut chance = Chance::new(0);
        // What several charts have together no one of them shows.
        for environment in built.environments.iter().filter(|environment| environment.charts.len() == 1) {
            for release in &environment.charts {
                let (values, schema) =
                    (values::merged(&release.chart, &release.values)?, knobs::schema(&release.chart)?);
                let turns = knobs::of(&values, &schema);
                let turns: Vec<_> = turns.into_iter().filter(|turn| !is_left_out(case, turn)).collect();
                let mut pairs = knobs::pairs(&turns);
                // Two accounts that are given one name are one account.
                pairs.retain(|pair| pair.values.to_string().matches("other").count() < 2);
                let pairs = chance.some(&pairs, 2);
                let (marked, _) = knobs::marked(&values, &schema);
                for turn in chance.some(&turns, TURNS).iter().chain(&pairs).chain([&marked]) {
                    let file = scratch.join("turn.json");
                    fs::write(&file, turn.values.to_string()).unwrap();
                    let render =
                        |chart: &Path, release: &Release<'_>| RENDERER.with(|own| own.render(chart, release, true));
                    let (dangling, _) = laws::turned(&render, built, release, turn, file)?;
                    // Nothing is left to refuse where everything is switched off; who may come by any port of a protocol is
                    // let in also where there is no such port.
                    let is_fine = |line: &str| {
                        line.contains("default-deny selects no pod") || line.contains(" leads to port null ")
                    };
                    let dangling = dangling.into_iter().filter(|line| !is_fine(line));
                    let label = format!("{} with {:.300}", environment.name, turn.values.to_string());
                    found.extend(dangling.map(|line| format!("{label}: {line}")));
                }
            }
        }
        Ok(found)
    })
}

/// What is not turned, because it is known to end in what is not there: a configuration that is switched off although a container
/// reads it in some environments alone, or although it is read by nothing itself and speaks of others; and the port of a
/// foreign chart, whose stand-in has but the usual ones.
fn is_left_out(case: &Case<'_>, turn: &Turn) -> bool {
    let configs = case.program.names(&config::CONFIG);
    let is_config = |path: &String| {
        configs.iter().any(|name| *path == format!("/{}/enabled", todoc::types::names::values_key(name)))
    };
    turn.paths.iter().any(|path| is_config(path) || path.ends_with("/chart/port"))
}

fn as_binaries(case: &Case<'_>) -> Vec<String> {
    with_build(case, |built, _| {
        let mut found = Vec::new();
        for release in built.environments.iter().flat_map(|environment| &environment.charts) {
            let ours = RENDERER.with(|own| own.render(&release.chart, &release.as_written(), true))?;
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

/// Builds a program into a folder, and hands over what lies there.
fn with_build(case: &Case<'_>, law: impl Fn(&Built, &Path) -> Result<Vec<String>, String>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let (out, scratch) = (folder.path().join("out"), folder.path().join("scratch"));
    fs::create_dir_all(&scratch).unwrap();
    write(case.folder, case.compiled, &out);
    let built = cases::Case::at(case.folder.to_owned()).read(&out);
    let built = built.and_then(|built| {
        built.charts.iter().try_for_each(|chart| cases::stand_in_for_dependencies(chart))?;
        Ok(built)
    });
    built.and_then(|built| law(&built, &scratch)).unwrap_or_else(|error| vec![error])
}

/// All files of a build, as `todoc build` lays them out.
fn write(folder: &Path, compiled: &Compiled, out: &Path) {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    built::lowered(folder, compiled, |input| {
        files.extend(built::files(input).into_iter().map(|file| (file.path, file.text)));
    });
    for (path, text) in files {
        let path = out.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
