//! `images/docker-bake.json`: how the images that are built here are built, for each environment.
//! <https://docs.docker.com/build/bake/reference/>

use super::Input;
use crate::json::pretty;
use crate::model::images::{self, Recipe};
use serde_json::{Map, Value, json};
use smol_str::SmolStr;

/// The bake file; none where no image is built here.
#[must_use]
pub fn bake(input: &Input<'_>) -> Option<String> {
    let mut targets = Map::new();
    let mut groups: Map<String, Value> = Map::new();
    for target in images::targets(input.environments) {
        let environment = input.environments.get(target.environment)?;
        let group = groups.entry(environment.name).or_insert_with(|| json!({ "targets": [] }));
        if let Some(Value::Array(names)) = group.get_mut("targets") {
            names.push(Value::from(target.name.as_str()));
        }
        targets.entry(target.name).or_insert_with(|| written(&target.recipe));
    }
    if targets.is_empty() {
        return None;
    }
    let whole = json!({ "group": groups, "target": targets });
    Some(pretty(&whole))
}

fn written(recipe: &Recipe) -> Value {
    let mut target = Map::new();
    let mut add = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            target.insert(key.to_owned(), value);
        }
    };
    let text = |text: &SmolStr| escaped(text);
    add("context", Some(text(&recipe.context)));
    add("dockerfile", Some(text(&recipe.dockerfile)));
    add("target", recipe.stage.as_ref().map(text));
    add("args", map(recipe.args.iter().map(|(key, value)| (key, value))));
    add("labels", map(recipe.labels.iter()));
    let platforms: Vec<Value> = recipe.platforms.iter().map(text).collect();
    add("platforms", (!platforms.is_empty()).then_some(Value::Array(platforms)));
    add("tags", Some(json!([escaped(&recipe.tagged())])));
    Value::Object(target)
}

fn map<'a>(entries: impl Iterator<Item = (&'a SmolStr, &'a SmolStr)>) -> Option<Value> {
    let map: Map<String, Value> = entries.map(|(key, value)| (key.to_string(), escaped(value))).collect();
    (!map.is_empty()).then_some(Value::Object(map))
}

/// Text as it is meant: bake takes `${…}` and `%{…}` for expressions in JSON too.
/// <https://docs.docker.com/build/bake/variables/>
fn escaped(text: &str) -> Value {
    Value::from(text.replace("${", "$${").replace("%{", "%%{"))
}
