//! Ways into raw content: from words to keys of its layers, and what each layer says there.

use super::Step;
use crate::model::environment::View;
use crate::model::raw::{Body, Content, Item, Tree};
use crate::model::typed::{Kind, Layer, Value};
use crate::source::Span;
use crate::types::{Problem, nearest};
use smol_str::SmolStr;

/// The keys that words lead along to one value, in raw content of any environment. Keys may have dots.
pub(super) fn keys(what: &str, trees: &[&Tree<'_>], words: &[String]) -> Result<Vec<SmolStr>, Problem> {
    let known: Vec<&str> = trees.iter().flat_map(|tree| tree.entries()).map(|entry| entry.key).collect();
    if words.is_empty() {
        let help = known.first().map_or_else(String::new, |key| format!("add one of its keys, such as `.{key}`"));
        return Err(Problem::new(format!("`{what}` is a whole block, not one value")).help(help));
    }
    let splits = (1..=words.len()).rev().filter_map(|count| words.split_at_checked(count));
    let mut named = splits.map(|(key, rest)| (key.join("."), rest));
    let Some((key, rest)) = named.find(|(key, _)| known.contains(&key.as_str())) else {
        let word = words.first().map_or("", String::as_str);
        let problem = Problem::new(format!("`{what}` has no key `{word}`"));
        return Err(match nearest(word, known.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")).suggest(near.to_owned()),
            None => problem,
        });
    };
    let inner: Vec<&Tree<'_>> = trees.iter().filter_map(|tree| tree.get(&key)).collect();
    let is_whole = inner.iter().any(|tree| !tree.entries().is_empty());
    let mut keys = vec![SmolStr::new(&key)];
    if is_whole || !rest.is_empty() {
        keys.extend(self::keys(&key, &inner, rest)?);
    }
    Ok(keys)
}

/// The raw content of some views.
pub(super) fn trees<'v, 'a>(views: &'v [View<'a>], kind: &'static crate::schema::Block) -> Vec<&'v Tree<'a>> {
    views.iter().filter_map(|view| view.raw(kind)).collect()
}

/// What a layer says at the end of a way. A layer that replaces what is around it takes away what it does not say.
pub(super) fn speak(body: &Body, keys: &[SmolStr], layer: Layer, steps: &mut Vec<Step>) {
    let Some((key, rest)) = keys.split_first() else { return };
    let before = steps.len();
    for item in body.items.iter().filter(|item| item.key.value == *key) {
        said(item, rest, layer, steps);
    }
    if body.replaces && steps.len() == before && before > 0 {
        steps.push(step(layer, body.span, body.span, true));
    }
}

fn said(item: &Item, rest: &[SmolStr], layer: Layer, steps: &mut Vec<Step>) {
    let rest = match (&item.name, rest.split_first()) {
        (None, _) => rest,
        (Some(name), Some((first, rest))) if name.value == *first => rest,
        (Some(_), _) => return,
    };
    match &item.content {
        Content::Body(body) => speak(body, rest, layer, steps),
        Content::Gone(span) => steps.push(step(layer, *span, *span, true)),
        Content::Value(value) => of_value(value, item.key.span, rest, layer, steps),
    }
}

fn of_value(value: &Value, place: Span, rest: &[SmolStr], layer: Layer, steps: &mut Vec<Step>) {
    let Some((first, behind)) = rest.split_first() else {
        return steps.push(step(layer, value.span, place, value.is_none()));
    };
    let before = steps.len();
    if let Kind::Object(body) = &value.kind {
        speak(body, rest, layer, steps);
    }
    for item in value.items().unwrap_or_default() {
        let Kind::Object(body) = &item.kind else { continue };
        let is_named = |own: &Item| {
            let Content::Value(value) = &own.content else { return false };
            own.key.value == "name" && value.text() == Some(first)
        };
        if body.items.iter().any(is_named) {
            speak(body, behind, layer, steps);
        }
    }
    // What is written with `=` stands for all that was there.
    if steps.len() == before && before > 0 {
        steps.push(step(layer, value.span, place, true));
    }
}

fn step(layer: Layer, value: Span, place: Span, removes: bool) -> Step {
    Step { layer: Some(layer), value, place, removes }
}
