//! `images/docker-bake.json`: how the images that are built here are built, for each environment.
//! <https://docs.docker.com/build/bake/reference/>

use super::Input;
use crate::model::environment::Environment;
use crate::model::images;
use crate::schema::image;
use serde_json::{Map, Value, json};

/// The bake file; none where no image is built here.
#[must_use]
pub fn bake(input: &Input<'_>) -> Option<String> {
    let mut targets = Map::new();
    let mut groups = Map::new();
    for environment in input.environments {
        let mut names = Vec::new();
        for view in
            environment.all(&image::IMAGE).values().filter(|view| view.is_on() && view.text(&image::CONTEXT).is_some())
        {
            let differs = images::differs(input.environments, view.name) || has_several_names(input, view.name);
            let name = if differs { format!("{}-{}", view.name, environment.name) } else { view.name.to_owned() };
            names.push(Value::from(name.clone()));
            targets.entry(name).or_insert_with(|| target(input, environment, view.name));
        }
        if !names.is_empty() {
            groups.insert(environment.name.to_owned(), json!({ "targets": names }));
        }
    }
    if targets.is_empty() {
        return None;
    }
    let whole = json!({ "group": groups, "target": targets });
    serde_json::to_string_pretty(&whole).ok().map(|text| text + "\n")
}

/// Whether an image has another reference in another environment.
fn has_several_names(input: &Input<'_>, name: &str) -> bool {
    let all = &input.lowered.images;
    let mut references = all.iter().filter(|((_, image), _)| image == name).map(|(_, reference)| reference);
    let first = references.next();
    references.any(|other| Some(other) != first)
}

fn target(input: &Input<'_>, environment: &Environment<'_>, name: &str) -> Value {
    let Some(view) = environment.get(&image::IMAGE, name) else { return Value::Null };
    let mut target = Map::new();
    let mut add = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            target.insert(key.to_owned(), value);
        }
    };
    add("context", view.text(&image::CONTEXT).map(Value::from));
    add("dockerfile", view.text(&image::DOCKERFILE).map(Value::from));
    add("target", view.text(&image::TARGET).map(Value::from));
    let texts = |map| -> Option<Value> {
        let entries = view.entries(map);
        let texts: Map<String, Value> = entries
            .iter()
            .filter_map(|(key, entry)| {
                Some(((*key).to_owned(), Value::from(images::argument(environment, &entry.value)?.as_str())))
            })
            .collect();
        (!texts.is_empty()).then_some(Value::Object(texts))
    };
    add("args", texts(&image::ARGS));
    add("labels", texts(&image::LABELS));
    let platforms: Vec<Value> = view.texts(&image::PLATFORMS).map(|text| Value::from(text.as_str())).collect();
    add("platforms", (!platforms.is_empty()).then_some(Value::Array(platforms)));
    let reference = input.lowered.images.get(&(environment.name.into(), name.into()));
    add("tags", reference.map(|reference| json!([reference.as_str()])));
    Value::Object(target)
}
