//! The same for programs: one JSON document.

use super::Told;
use super::built::Built;
use super::origins::Setting;
use super::pulled::{Pulled, User};
use super::text::bake;
use crate::cli::why::json::{Word, words};
use crate::json;
use serde::Serialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The document. Every key is always there. `folder` is where the commands are to be run.
pub(super) fn told(told: &Told<'_>) -> String {
    let folder = told.folder.map_or_else(|| ".".to_owned(), |folder| folder.display().to_string());
    let document = Document {
        stack: told.environment.stack.name,
        environment: told.environment.name,
        folder,
        bake: (!told.built.is_empty()).then(|| bake(told)),
        built: told.built.iter().map(|built| one(told, built)).collect(),
        pulled: told.pulled.iter().map(|pulled| taken(told, pulled)).collect(),
        charts: &told.charts,
    };
    json::pretty(&document)
}

#[derive(Serialize)]
struct Document<'a> {
    stack: &'a str,
    environment: &'a str,
    folder: String,
    /// The command that builds all images, word by word.
    bake: Option<Vec<String>>,
    built: Vec<OfBuild<'a>>,
    pulled: Vec<Taken<'a>>,
    charts: &'a [String],
}

#[derive(Serialize)]
struct OfBuild<'a> {
    image: &'a str,
    /// Its target in the bake file.
    bake_target: &'a str,
    reference: &'a str,
    context: &'a str,
    dockerfile: &'a str,
    target: Option<&'a str>,
    args: BTreeMap<&'a str, &'a str>,
    labels: BTreeMap<&'a str, &'a str>,
    platforms: Vec<&'a str>,
    tags: [String; 1],
    /// The command that builds it alone, word by word.
    command: Vec<String>,
    run_by: Vec<Run<'a>>,
    settings: Vec<OfSetting<'a>>,
}

#[derive(Serialize)]
struct OfSetting<'a> {
    setting: &'a str,
    value: &'a str,
    chain: Vec<Word<'a>>,
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct Taken<'a> {
    reference: &'a str,
    digest: Option<&'a str>,
    run_by: Vec<Run<'a>>,
    settings: Vec<OfSetting<'a>>,
}

#[derive(Serialize)]
struct Run<'a> {
    kind: &'a str,
    object: &'a str,
    container: &'a str,
}

fn one<'a>(told: &'a Told<'_>, built: &'a Built<'_>) -> OfBuild<'a> {
    let recipe = &built.target.recipe;
    OfBuild {
        image: &built.target.image,
        bake_target: &built.target.name,
        reference: &built.reference,
        context: &recipe.context,
        dockerfile: &recipe.dockerfile,
        target: recipe.stage.as_deref(),
        args: recipe.args.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
        labels: recipe.labels.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
        platforms: recipe.platforms.iter().map(SmolStr::as_str).collect(),
        tags: [recipe.tagged()],
        command: built.command().concat(),
        run_by: run_by(&built.users),
        settings: settings(told, &built.settings),
    }
}

fn taken<'a>(told: &'a Told<'_>, pulled: &'a Pulled<'_>) -> Taken<'a> {
    Taken {
        reference: &pulled.reference,
        digest: pulled.digest.as_deref(),
        run_by: run_by(&pulled.users),
        settings: settings(told, &pulled.settings),
    }
}

fn settings<'a>(told: &'a Told<'_>, all: &'a [Setting<'_>]) -> Vec<OfSetting<'a>> {
    let one = |own: &'a Setting<'_>| {
        let chain = words(told.sources, &own.chain);
        OfSetting { setting: &own.name, value: &own.value, chain, why: own.why }
    };
    all.iter().map(one).collect()
}

fn run_by(users: &[User]) -> Vec<Run<'_>> {
    users.iter().map(|user| Run { kind: &user.kind, object: &user.object, container: &user.container }).collect()
}
