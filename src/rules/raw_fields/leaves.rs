//! Single values of raw content: what a field takes, and what stands there.

use crate::kubernetes::Shape;
use crate::model::typed::{Kind, Text, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::types::quantity::{self, Quantity};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// What does not fit.
pub(super) struct Mismatch {
    /// What stands there.
    pub(super) given: String,
    /// What was meant, as the source writes it.
    pub(super) meant: Option<String>,
    /// What to do.
    pub(super) help: Option<String>,
}

/// What stands in a place, as far as it is known when the source is read.
enum Given<'v> {
    Text(&'v str),
    /// Text with a reference in it.
    SomeText,
    Int(i64),
    Fraction(&'v str),
    /// The number of a port.
    Port,
    Bool(bool),
    /// `null`, which takes a field away, or what only an installation knows.
    Open,
}

impl<'v> Given<'v> {
    fn of(value: &'v Value) -> Self {
        match &value.kind {
            Kind::Text(Text::Literal(text)) => Given::Text(text),
            Kind::Text(Text::Parts(_)) => Given::SomeText,
            Kind::Int(number) => Given::Int(*number),
            Kind::Fraction(number) => Given::Fraction(number),
            Kind::Bool(truth) => Given::Bool(*truth),
            Kind::Reference(reference) => match (reference.root, reference.attribute) {
                (Root::Param, _) => Given::Open,
                (_, Some(Attribute::Port | Attribute::ContainerPort)) => Given::Port,
                _ => Given::SomeText,
            },
            Kind::None
            | Kind::Null
            | Kind::Percent(_)
            | Kind::Duration(_)
            | Kind::Quantity(_)
            | Kind::Range(..)
            | Kind::Choice(_)
            | Kind::List(_)
            | Kind::Block(..)
            | Kind::Made(_)
            | Kind::Object(_) => Given::Open,
        }
    }

    fn told(&self) -> String {
        match self {
            Given::Text(_) | Given::SomeText | Given::Open => "text".to_owned(),
            Given::Int(number) => format!("`{number}`"),
            Given::Fraction(number) => format!("`{number}`"),
            Given::Port => "the number of a port".to_owned(),
            Given::Bool(truth) => format!("`{truth}`"),
        }
    }
}

/// Why a value is none of a shape.
pub(super) fn mismatch(shape: &Shape, value: &Value) -> Option<Mismatch> {
    let given = Given::of(value);
    let fits = match (shape, &given) {
        (Shape::Any, _)
        | (_, Given::Open)
        | (Shape::Text | Shape::Choice(_) | Shape::Bytes | Shape::IntegerOrText | Shape::Quantity, Given::SomeText)
        | (Shape::Text | Shape::Choice(_) | Shape::IntegerOrText, Given::Text(_))
        | (Shape::Long | Shape::Number | Shape::Quantity, Given::Int(_))
        | (Shape::Number | Shape::Quantity, Given::Fraction(_))
        | (Shape::Integer | Shape::Long | Shape::Number | Shape::IntegerOrText | Shape::Quantity, Given::Port)
        | (Shape::Bool, Given::Bool(_)) => true,
        (Shape::Integer | Shape::IntegerOrText, Given::Int(number)) => i32::try_from(*number).is_ok(),
        (Shape::Bytes, Given::Text(text)) => BASE64_STANDARD.decode(text).is_ok(),
        (Shape::Quantity, Given::Text(text)) => Quantity::read_text(text).is_some(),
        _ => return Some(unlike(shape, &given)),
    };
    (!fits).then(|| malformed(shape, &given))
}

/// A value of another kind than is taken.
fn unlike(shape: &Shape, given: &Given<'_>) -> Mismatch {
    let is_text = matches!(shape, Shape::Text | Shape::Choice(_) | Shape::Bytes);
    let meant = match given {
        Given::Int(number) if is_text => Some(format!("\"{number}\"")),
        Given::Fraction(number) if is_text => Some(format!("\"{number}\"")),
        Given::Bool(truth) if is_text => Some(format!("\"{truth}\"")),
        Given::Text(text) => unquoted(shape, text),
        Given::Int(_) | Given::Fraction(_) | Given::Bool(_) | Given::SomeText | Given::Port | Given::Open => None,
    };
    let help = match (given, is_text) {
        (Given::Int(_) | Given::Fraction(_) | Given::Bool(_), true) => Some("write it in quotes"),
        (Given::Text(_), _) if meant.is_some() => Some("write it without quotes"),
        (Given::Port, true) => Some("write it as text: `\"${…}\"`"),
        _ => None,
    };
    let help = help.map(str::to_owned);
    Mismatch { given: given.told(), meant, help }
}

/// A text that would be right without its quotes.
fn unquoted(shape: &Shape, text: &str) -> Option<String> {
    let fits = match shape {
        Shape::Integer => text.parse::<i32>().is_ok(),
        Shape::Long => text.parse::<i64>().is_ok(),
        Shape::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        Shape::Bool => text.parse::<bool>().is_ok(),
        Shape::Object(_)
        | Shape::Map(_)
        | Shape::List { .. }
        | Shape::Choice(_)
        | Shape::Text
        | Shape::Bytes
        | Shape::IntegerOrText
        | Shape::Quantity
        | Shape::Any => false,
    };
    fits.then(|| text.to_owned())
}

/// A value of the right kind that is none all the same. What should be Base64 may be a secret, and is not repeated.
fn malformed(shape: &Shape, given: &Given<'_>) -> Mismatch {
    let told = match (shape, given) {
        (Shape::Quantity, Given::Text(text)) => format!("`{text}`"),
        (Shape::Integer | Shape::IntegerOrText, Given::Int(number)) => format!("`{number}`, which 32 bits cannot hold"),
        (Shape::Bytes, _) => "what stands there".to_owned(),
        _ => given.told(),
    };
    let problem = match (shape, given) {
        (Shape::Quantity, Given::Text(text)) => Quantity::parse_text(text, quantity::Kind::Storage).err(),
        _ => None,
    };
    let meant = problem.as_ref().and_then(|problem| problem.suggestion.clone()).map(|meant| format!("\"{meant}\""));
    Mismatch { given: told, meant, help: problem.and_then(|problem| problem.help) }
}

/// What a shape takes.
pub(super) fn describe(shape: &Shape) -> String {
    let told = match shape {
        Shape::Object(_) => "a block",
        Shape::Map(of) => return format!("a block of free keys, each with {}", describe(of)),
        Shape::List { of, .. } => return format!("a list, each item {}", describe(of)),
        Shape::Choice(choice) => {
            let words: Vec<&str> = choice.words().map(|word| word.text).filter(|word| !word.is_empty()).collect();
            let (first, more) = words.split_at(words.len().min(LISTED));
            let list = crate::model::check::describe::list(first.iter().copied());
            return if more.is_empty() { list } else { format!("{list} or another of its words") };
        }
        Shape::Text => "text",
        Shape::Bytes => "text in Base64",
        Shape::Integer | Shape::Long => "a whole number",
        Shape::Number => "a number",
        Shape::Bool => "`true` or `false`",
        Shape::IntegerOrText => "a whole number or text",
        Shape::Quantity => "a quantity such as `500m` or `1Gi`",
        Shape::Any => "anything",
    };
    told.to_owned()
}

/// So many words of a choice are listed.
const LISTED: usize = 8;
