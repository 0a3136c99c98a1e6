//! Go's `encoding/json`, as Helm's `toJson` uses it.

use serde_json::{Number, Value};
use std::fmt::Write as _;

/// `fromYaml | toJson` of Helm's templates: no blanks, keys in the order of their bytes, `<`, `>`, `&` and the Unicode line
/// separators escaped, every number a 64-bit float.
#[must_use]
pub fn to_json(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

/// [`to_json`] of a map of texts, given in any order, each key once.
#[must_use]
pub fn to_json_texts<'t>(pairs: impl IntoIterator<Item = (&'t str, &'t str)>) -> String {
    let mut out = String::new();
    write_map(&mut out, pairs.into_iter().collect(), write_text);
    out
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Number(it) => write_number(out, it),
        Value::String(it) => write_text(out, it),
        Value::Array(list) => write_list(out, list),
        Value::Object(map) => {
            write_map(out, map.iter().map(|(name, value)| (name.as_str(), value)).collect(), write_value);
        }
    }
}

fn write_list(out: &mut String, list: &[Value]) {
    out.push('[');
    for (position, value) in list.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write_value(out, value);
    }
    out.push(']');
}

fn write_map<V: Copy>(out: &mut String, mut pairs: Vec<(&str, V)>, write_one: impl Fn(&mut String, V)) {
    pairs.sort_unstable_by_key(|(name, _)| *name);
    out.push('{');
    for (position, (name, value)) in pairs.into_iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write_text(out, name);
        out.push(':');
        write_one(out, value);
    }
    out.push('}');
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\u{8}' => write!(out, "\\b"),
            '\u{c}' => write!(out, "\\f"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => write!(out, "\\u{:04x}", u32::from(c)),
            _ => out.write_char(c),
        };
    }
    out.push('"');
}

/// The shortest digits that mean the number; Go writes an exponent, with its sign, below 1e-6 and from 1e21 on.
fn write_number(out: &mut String, number: &Number) {
    let float = number.as_f64().unwrap_or_default();
    let shortest = format!("{float:e}");
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let fraction = mantissa.split_once('.').map_or(0, |(_, digits)| digits.len());
    // Of two numbers of that length that are equally near, Go takes the even one; so does a format of fixed length.
    let scientific = format!("{float:.fraction$e}");
    let exponent: isize = exponent.parse().unwrap_or_default();
    if exponent >= 21 {
        out.push_str(&scientific.replace('e', "e+"));
    } else if exponent < -6 {
        out.push_str(&scientific);
    } else if let Some(decimals) = fraction.checked_add_signed(-exponent).filter(|decimals| *decimals > 0) {
        let _ = write!(out, "{float:.decimals$}");
    } else {
        write_whole(out, &scientific, exponent.unsigned_abs() - fraction);
    }
}

/// The digits of a number in scientific form, and zeros.
fn write_whole(out: &mut String, scientific: &str, zeros: usize) {
    out.extend(scientific.chars().take_while(|c| *c != 'e').filter(|c| *c != '.'));
    out.extend(std::iter::repeat_n('0', zeros));
}
