//! The value types: what they accept, how they print it, and what they say about the rest.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod credentials;
mod images;
mod names;
mod places;
mod quantities;

use todoc::types::Problem;

/// The value as text, or `message -> suggestion`.
fn told<T: ToString>(result: Result<T, Problem>) -> String {
    match result {
        Ok(value) => value.to_string(),
        Err(problem) => fault(problem),
    }
}

/// `ok`, or `message -> suggestion`.
fn checked(result: Result<(), Problem>) -> String {
    result.map_or_else(fault, |()| "ok".to_owned())
}

fn fault(problem: Problem) -> String {
    match problem.suggestion {
        Some(suggestion) => format!("{} -> {suggestion}", problem.message),
        None => problem.message,
    }
}

/// Compares all rows at once, so that one failure does not hide the next.
fn table(rows: &[(&str, &str)], tell: impl Fn(&str) -> String) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, expected, tell(text)))
        .filter(|(_, expected, told)| told != *expected)
        .map(|(text, expected, told)| format!("{text:?}\n  expected {expected}\n  got      {told}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
