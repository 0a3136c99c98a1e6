//! `param`: what it takes, and whether its default and what was given fit.

use super::check::describe;
use super::program::Given;
use super::typed::{Block, Kind, Text};
use crate::diagnostics::{Code, Diagnostic};
use crate::schema::{Choice, choices, stack};
use crate::source::Span;
use crate::syntax::ast::{self, Item, Number, Value, ValueKind};
use crate::types::nearest;
use indexmap::IndexSet;
use smol_str::SmolStr;

/// Whether Helm asks for it, and not todoc.
pub(super) fn at_install(block: &ast::Block) -> bool {
    word(block, stack::AT.name) == Some(choices::INSTALL.name)
}

/// What holds where nothing is given.
pub(super) fn default(block: &ast::Block) -> Option<&Value> {
    value(block, stack::DEFAULT.name).filter(|value| value.kind != ValueKind::None)
}

/// What was given, as a value of the param's type. None where it does not fit.
pub(super) fn given(block: &ast::Block, given: &Given, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let ty = choices::PARAM_TYPE.iter().find(|choice| Some(choice.name) == word(block, stack::TYPE.name));
    let ty = ty.unwrap_or(&choices::TEXT);
    let Some(kind) = parse(ty, &given.value.value) else {
        let message = format!("param `{}` takes {}, not `{}`", given.name.value, takes(ty), given.value.value);
        diagnostics.push(Diagnostic::new(Code::E0202, given.value.span, message).label(block.head(), "declared here"));
        return None;
    };
    let allowed = allowed(block);
    if !allowed.is_empty() && !allowed.contains(&given.value.value.as_str()) {
        let found = not_a_choice(&given.name.value, &given.value.value, given.value.span, &allowed);
        diagnostics.push(found.label(block.head(), "declared here"));
        return None;
    }
    Some(Value { kind, span: given.value.span })
}

/// A param that was given and that there is none of.
pub(super) fn unknown(given: &Given, known: &[&str], install: &IndexSet<SmolStr>) -> Diagnostic {
    let name = &given.name;
    if install.contains(&name.value) {
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
    match block.own(&stack::KEY) {
        None if installed => {
            let message = format!("param `{}` has no `key`", block.name());
            let help = "say which key of the values it is, such as `key = \"backend.logLevel\"`";
            diagnostics.push(Diagnostic::new(Code::E0204, block.head, message).help(help));
        }
        Some(_) if !installed => {
            let help = "say `at = install`, or take `key` away";
            let found = Diagnostic::new(Code::E0212, place(&stack::KEY), "`key` goes with `at = install`");
            diagnostics.push(found.help(help));
        }
        Some(_) | None => {}
    }
    let allowed: Vec<&str> = list(block);
    if !allowed.is_empty() && ty != &choices::TEXT {
        let found = Diagnostic::new(Code::E0212, place(&stack::CHOICES), "`choices` goes with `type = text`");
        diagnostics.push(found);
    }
    diagnostics.extend(check_default(block, ty, &allowed));
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
