//! A script for a shell: commands, and as comments what people want to know.

use super::Told;
use super::built::Built;
use super::origins::Setting;
use super::pulled::{Pulled, User};
use crate::cli::shell;
use crate::cli::why::text::shown;
use crate::model::chain::{Chain, Word};
use crate::source::Sources;
use std::fmt::Write as _;

/// The whole script.
pub(super) fn told(told: &Told<'_>) -> String {
    let environment = told.environment;
    let mut out = Script::default();
    out.comment(&format!("Images of {} in {}", environment.stack.name, environment.name));
    if !told.built.is_empty() {
        out.gap();
        out.comment("all that is built here, with the bake file");
        let words = bake(told).into_iter().map(|word| vec![word]).collect::<Vec<_>>().concat();
        out.command(told, &[words]);
    }
    for built in &told.built {
        one(told, built, &mut out);
    }
    pulled(told, &mut out);
    out.text
}

/// The command that builds all images of the environment.
pub(super) fn bake(told: &Told<'_>) -> Vec<String> {
    let file = told.bake.display().to_string();
    ["docker", "buildx", "bake", "--file", &file, told.environment.name].map(str::to_owned).to_vec()
}

#[derive(Default)]
struct Script {
    text: String,
}

impl Script {
    /// A line that no shell runs, whatever stands in it.
    fn comment(&mut self, text: &str) {
        let line: String = text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect();
        let _ = writeln!(self.text, "{}", format!("# {line}").trim_end());
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A command, a group of words a line; in the project's folder, and without a change of the shell's own.
    fn command(&mut self, told: &Told<'_>, groups: &[Vec<String>]) {
        let lines: Vec<String> = groups.iter().map(|group| words(group)).collect();
        let lines = lines.join(" \\\n  ");
        let _ = match told.folder {
            Some(folder) => writeln!(self.text, "(cd {} && {lines})", shell::word(&folder.display().to_string())),
            None => writeln!(self.text, "{lines}"),
        };
    }
}

fn words(group: &[String]) -> String {
    group.iter().map(|word| shell::word(word)).collect::<Vec<_>>().join(" ")
}

fn one(told: &Told<'_>, built: &Built<'_>, out: &mut Script) {
    out.gap();
    out.comment(&format!("{}, {}", built.target.image, run_by(&built.users)));
    settings(told.sources, "  ", &built.settings, out);
    if built.target.recipe.platforms.len() > 1 {
        out.comment("an image of several platforms needs `--push`, or Docker's containerd image store");
    }
    out.command(told, &built.command());
}

fn pulled(told: &Told<'_>, out: &mut Script) {
    if !told.pulled.is_empty() {
        out.gap();
        out.comment("pulled from a registry:");
    }
    for Pulled { reference, digest, users, settings } in &told.pulled {
        let pinned = if digest.is_some() { ", pinned by its digest" } else { "" };
        out.comment(&format!("  {reference}{pinned}, {}", run_by(users)));
        if settings.is_empty() {
            out.comment("    built into todoc");
        }
        self::settings(told.sources, "    ", settings, out);
    }
    if !told.charts.is_empty() {
        out.gap();
        out.comment(&format!("Helm knows which images these charts of others run: {}", told.charts.join(", ")));
    }
}

fn run_by(users: &[User]) -> String {
    let names: Vec<String> =
        users.iter().map(|user| format!("{} {} ({})", user.kind, user.object, user.container)).collect();
    if names.is_empty() { "run by nothing".to_owned() } else { format!("run by {}", names.join(", ")) }
}

/// A step of a chain, or a word about it.
struct Row {
    /// What it is about; empty below the first step.
    name: String,
    wins: bool,
    value: String,
    layer: &'static str,
    place: String,
}

fn settings(sources: &Sources, indent: &str, settings: &[Setting<'_>], out: &mut Script) {
    let mut all = Vec::new();
    for setting in settings {
        let mut steps = rows(sources, &setting.name, &setting.chain);
        if steps.is_empty() {
            let (name, value) = (setting.name.clone(), setting.value.clone());
            steps.push(Row { name, wins: true, value, layer: "built-in default", place: String::new() });
        }
        if let Some(why) = setting.why {
            for step in &mut steps {
                step.wins = false;
            }
            let value = format!("{:?}", setting.value);
            steps.push(Row { name: String::new(), wins: true, value, layer: why, place: String::new() });
        }
        all.extend(steps);
    }
    table(indent, &all, out);
}

fn rows(sources: &Sources, name: &str, chain: &Chain<'_>) -> Vec<Row> {
    let is_only = chain.whole && chain.steps.len() == 1;
    let row = |(at, word): (usize, &Word<'_>)| Row {
        name: if at == 0 { name.to_owned() } else { String::new() },
        wins: word.wins || is_only,
        value: shown(word.value),
        layer: word.layer,
        place: word.place.map_or_else(String::new, |(file, place)| format!("{file}:{place}")),
    };
    chain.words(sources).iter().enumerate().map(row).collect()
}

fn table(indent: &str, rows: &[Row], out: &mut Script) {
    let widest = |width: fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
    let names = widest(|row| row.name.chars().count());
    let values = widest(|row| row.value.chars().count());
    // What has no place after it may be as long as it likes.
    let layers = widest(|row| if row.place.is_empty() { 0 } else { row.layer.chars().count() });
    for Row { name, wins, value, layer, place } in rows {
        let arrow = if *wins { '→' } else { ' ' };
        out.comment(&format!("{indent}{name:names$} {arrow} {value:values$}   {layer:layers$}   {place}"));
    }
}
