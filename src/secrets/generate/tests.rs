//! What is made up meets what is asked for.

use super::value;
use crate::secrets::{Constraints, Form};
use std::convert::Infallible;

/// Every byte there is, again and again.
fn made(constraints: &Constraints<'_>) -> Option<String> {
    let mut next = 0_u8;
    let random = |bytes: &mut [u8]| -> Result<(), Infallible> {
        bytes.fill_with(|| {
            next = next.wrapping_add(37);
            next
        });
        Ok(())
    };
    let mut random = random;
    let Ok(value) = value(constraints, &mut random);
    value.map(|value| value.expose().to_owned())
}

fn pattern(pattern: &str) -> Option<String> {
    made(&Constraints { pattern: Some(pattern), ..Constraints::default() })
}

#[test]
fn a_value_is_as_long_as_it_must_be_and_never_short() {
    let length = |min_length| made(&Constraints { min_length, ..Constraints::default() }).map(|value| value.len());
    assert_eq!(length(0), Some(32));
    assert_eq!(length(32), Some(32));
    assert_eq!(length(100), Some(100));
    assert_eq!(length(1_048_576), None);
}

#[test]
fn a_value_can_stand_in_a_url() {
    let safe =
        |value: String| value.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    assert!(made(&Constraints { form: Form::Url, ..Constraints::default() }).is_some_and(safe));
}

#[test]
fn common_patterns_are_met_and_others_are_left_to_people() {
    assert_eq!(pattern("[0-9a-f]{64}").map(|value| value.len()), Some(64));
    assert_eq!(pattern("[0-9A-F]+").map(|value| value.len()), Some(64));
    assert_eq!(pattern("[0-9a-f]{32}").map(|value| value.len()), Some(32));
    assert!(pattern("[A-Za-z0-9_-]{32,}").is_some());
    assert_eq!(pattern("[a-z]{3}"), None);
    assert_eq!(pattern("("), None);
}

#[test]
fn a_value_with_a_prefix_is_never_made() {
    assert_eq!(made(&Constraints { prefix: Some("sk-"), ..Constraints::default() }), None);
}
