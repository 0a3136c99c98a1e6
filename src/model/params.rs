//! `param`: what it takes, and whether its default and what was given fit.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a type asks for the shapes that fit it; every other one is a mismatch"
)]

use super::check::describe;
use super::program::Given;
use super::typed::{Block, Kind, Text, Value as TypedValue};
use crate::diagnostics::{Code, Diagnostic};
use crate::schema::{Choice, choices, stack};
use crate::source::Span;
use crate::syntax::ast::{self, Item, Number, Value, ValueKind};
use crate::types::nearest;
use indexmap::IndexMap;
use smol_str::SmolStr;

/// Whether Helm asks for it, and not todoc.
pub(super) fn at_install(block: &ast::Block) -> bool {
    word(block, stack::AT.name) == Some(choices::INSTALL.name)
}

/// What a param takes.
pub(super) enum Taken {
    /// A value.
    Value(Value),
    /// None was given, and there is no default.
    Nothing,
    /// One that does not fit, which is reported.
    Misfit,
}

/// What holds where nothing is given. That it fits is told by [`check`].
pub(super) fn default(block: &ast::Block) -> Taken {
    let Some(value) = value(block, stack::DEFAULT.name).filter(|value| value.kind != ValueKind::None) else {
        return Taken::Nothing;
    };
    let fits = match &value.kind {
        ValueKind::Text(text) => text.literal().is_none_or(|text| parse(ty(block), text).is_some()),
        _ => true,
    };
    if fits { Taken::Value(value.clone()) } else { Taken::Misfit }
}

/// What was given, as a value of the param's type.
pub(super) fn given(block: &ast::Block, given: &Given, diagnostics: &mut Vec<Diagnostic>) -> Taken {
    let (param, text, ty) = (&given.name.value, &given.value.value, ty(block));
    let allowed = allowed(block);
    let found = match parse(ty, text) {
        None => {
            let message = format!("param `{param}` takes {}, not `{text}`", takes(ty));
            Diagnostic::new(Code::E0202, given.value.span, message)
        }
        Some(_) if !allowed.is_empty() && !allowed.contains(&text.as_str()) => {
            not_a_choice(param, text, given.value.span, &allowed)
        }
        Some(kind) => match out_of_bounds(text, bounds(block)) {
            None => return Taken::Value(Value { kind, span: given.value.span }),
            Some(takes) => {
                let message = format!("param `{param}` takes {takes}, not `{text}`");
                Diagnostic::new(Code::E0207, given.value.span, message)
            }
        },
    };
    diagnostics.push(found.label(block.head(), "declared here"));
    Taken::Misfit
}

/// The least and the most that a param takes.
type Bounds = (Option<i64>, Option<i64>);

fn bounds(block: &ast::Block) -> Bounds {
    let number = |key| match &value(block, key)?.kind {
        ValueKind::Number(number) => number.digits.parse().ok(),
        _ => None,
    };
    (number(stack::MIN.name), number(stack::MAX.name))
}

/// What a param takes in words, where a number lies outside of its bounds.
fn out_of_bounds(text: &str, (min, max): Bounds) -> Option<String> {
    let number = text.parse::<i64>().ok()?;
    if min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max) {
        return None;
    }
    Some(match (min, max) {
        (Some(min), Some(max)) => format!("a whole number from {min} to {max}"),
        (Some(min), None) => format!("a whole number from {min} on"),
        (None, max) => format!("a whole number up to {}", max.unwrap_or_default()),
    })
}

fn ty(block: &ast::Block) -> &'static Choice {
    let said = choices::PARAM_TYPE.iter().find(|choice| Some(choice.name) == word(block, stack::TYPE.name));
    said.unwrap_or(&choices::TEXT)
}

/// A param that was given and that there is none of.
pub(super) fn unknown(given: &Given, known: &[&str], install: &IndexMap<SmolStr, Option<Value>>) -> Diagnostic {
    let name = &given.name;
    if install.contains_key(&name.value) {
        let message = format!("param `{}` is given to Helm, not to todoc", name.value);
        return Diagnostic::new(Code::E0311, name.span, message).note("it says `at = install`");
    }
    let found = Diagnostic::new(Code::E0311, name.span, format!("there is no param `{}`", name.value));
    match nearest(&name.value, known.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => found.help("the stack declares no param"),
        None => found.help(format!("there is {}", describe::list(known.iter().copied()))),
    }
}

/// Checks the declaration itself: the default fits the type and the choices, and `key` goes with `at = install`.
pub(super) fn check(block: &Block, diagnostics: &mut Vec<Diagnostic>) {
    let ty = choice(block, &stack::TYPE).unwrap_or(&choices::TEXT);
    let installed = choice(block, &stack::AT) == Some(&choices::INSTALL);
    let place = |field| block.fields.iter().find(|own| own.field.is(field)).map_or(block.head, |own| own.key);
    if block.own(&stack::KEY).is_some() && !installed {
        let found = Diagnostic::new(Code::E0212, place(&stack::KEY), "`key` goes with `at = install`");
        diagnostics.push(found.help("say `at = install`, or take `key` away"));
    }
    let allowed: Vec<&str> = list(block);
    if !allowed.is_empty() && ty != &choices::TEXT {
        let found = Diagnostic::new(Code::E0212, place(&stack::CHOICES), "`choices` goes with `type = text`");
        diagnostics.push(found);
    }
    diagnostics.extend(check_bounds(block, ty));
    diagnostics.extend(check_default(block, ty, &allowed));
}

/// The bounds of a number: they go with no other type, and the least is not above the most.
fn check_bounds(block: &Block, ty: &'static Choice) -> Option<Diagnostic> {
    let own = |field| block.fields.iter().find(|own| own.field.is(field));
    let (min, max) = (own(&stack::MIN), own(&stack::MAX));
    let written = min.or(max)?;
    if ty != &choices::INTEGER {
        let message = format!("`{}` goes with `type = integer`", written.field.name);
        return Some(Diagnostic::new(Code::E0212, written.key, message));
    }
    let (low, high) = (min?.value.int()?, max?.value.int()?);
    let message = format!("the least is {low}, more than the most, {high}");
    (low > high).then(|| Diagnostic::new(Code::E0208, written.value.span, message))
}

fn check_default(block: &Block, ty: &'static Choice, allowed: &[&str]) -> Option<Diagnostic> {
    let default = block.own(&stack::DEFAULT)?;
    let text = match &default.kind {
        Kind::Text(Text::Literal(text)) => text.clone(),
        Kind::Bool(truth) => SmolStr::new_static(if *truth { "true" } else { "false" }),
        _ => return None,
    };
    let is_truth = matches!(default.kind, Kind::Bool(_));
    if parse(ty, &text).is_none() || (is_truth && ty == &choices::TEXT) {
        let message = format!("`default` of a param of type `{}` is {}, not `{text}`", ty.name, takes(ty));
        let found = Diagnostic::new(Code::E0202, default.span, message);
        return Some(if is_truth { found.edit(default.span, format!("\"{text}\"")) } else { found });
    }
    let number = |field| block.own(field).and_then(TypedValue::int);
    if let Some(takes) = out_of_bounds(&text, (number(&stack::MIN), number(&stack::MAX))) {
        let message = format!("`default` of param `{}` is {takes}, not `{text}`", block.name());
        return Some(Diagnostic::new(Code::E0207, default.span, message));
    }
    let is_choice = allowed.is_empty() || allowed.contains(&text.as_str());
    (!is_choice).then(|| not_a_choice(block.name(), &text, default.span, allowed))
}

fn not_a_choice(param: &str, text: &str, span: Span, allowed: &[&str]) -> Diagnostic {
    let message = format!("param `{param}` takes {}, not `{text}`", describe::list(allowed.iter().copied()));
    let found = Diagnostic::new(Code::E0206, span, message);
    match nearest(text, allowed.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found,
    }
}

fn parse(ty: &Choice, text: &str) -> Option<ValueKind> {
    if ty == &choices::INTEGER {
        let number = text.parse::<i64>().ok()?;
        return Some(ValueKind::Number(Number { digits: SmolStr::from(number.to_string()), unit: SmolStr::default() }));
    }
    if ty == &choices::BOOL {
        return text.parse().ok().map(ValueKind::Bool);
    }
    let literal = ast::Part::Literal(SmolStr::new(text));
    Some(ValueKind::Text(ast::Text { parts: Vec::from_iter((!text.is_empty()).then_some(literal)) }))
}

fn takes(ty: &Choice) -> &'static str {
    match ty.name {
        "integer" => "a whole number",
        "bool" => "`true` or `false`",
        _ => "text",
    }
}

fn choice(block: &Block, field: &crate::schema::Field) -> Option<&'static Choice> {
    match block.own(field)?.kind {
        Kind::Choice(choice) => Some(choice),
        _ => None,
    }
}

fn list(block: &Block) -> Vec<&str> {
    let items = match block.own(&stack::CHOICES).map(|value| &value.kind) {
        Some(Kind::List(items)) => items.as_slice(),
        _ => &[],
    };
    let texts = items.iter().filter_map(|item| match &item.kind {
        Kind::Text(Text::Literal(text)) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn allowed(block: &ast::Block) -> Vec<&str> {
    let items = match value(block, stack::CHOICES.name).map(|value| &value.kind) {
        Some(ValueKind::List(items)) => items.as_slice(),
        _ => &[],
    };
    let texts = items.iter().filter_map(|item| match &item.kind {
        ValueKind::Text(text) => text.literal(),
        _ => None,
    });
    texts.collect()
}

fn word<'a>(block: &'a ast::Block, key: &str) -> Option<&'a str> {
    match &value(block, key)?.kind {
        ValueKind::Path(path) => path.word().map(|word| word.value.as_str()),
        _ => None,
    }
}

fn value<'a>(block: &'a ast::Block, key: &str) -> Option<&'a Value> {
    block.body.iter().find_map(|item| match item {
        Item::Field(field) if field.key.value == key => Some(&field.value),
        Item::Field(_) | Item::Block(_) | Item::Let(_) | Item::Use(_) => None,
    })
}
