//! What templates read of the values: `.Values.a.b` wherever it stands, also behind `$`.
//!
//! A helper that is given a map reads the keys in [`GIVEN`]. A digest over a map reads none of its keys. Who loops over a map or a list
//! that is a key itself, prints it as it is, looks one of its keys up or asks whether it is empty, reads all of it.

use std::collections::BTreeSet;

/// Helpers that are given a map as their last argument, and what they read of it.
const GIVEN: [(&str, &[&str]); 2] =
    [(".image\" ", &["repository", "tag", "digest"]), (".serviceAccountName\" ", &["name", "create"])];

/// Every path that any of the templates reads.
pub(crate) fn of_templates(templates: &[String]) -> BTreeSet<String> {
    let mut reads = BTreeSet::new();
    for template in templates {
        for (start, mark) in template.match_indices(".Values.") {
            let rest = &template[start + mark.len()..];
            let end = rest.find(|other: char| !other.is_ascii_alphanumeric() && !"._".contains(other));
            let (path, behind) = rest.split_at(end.unwrap_or(rest.len()));
            // A comment of a helper says `.Values.<component>`.
            if path.is_empty() || behind.starts_with(" | toJson | sha256sum") {
                continue;
            }
            let path = path.trim_end_matches('.');
            match given(&template[..start], behind) {
                Some(keys) => reads.extend(keys.iter().map(|key| format!("{path}.{key}"))),
                None => drop(reads.insert(path.to_owned())),
            }
        }
    }
    reads
}

/// What the helper reads that is given a map with this before and behind it.
fn given(before: &str, behind: &str) -> Option<&'static [&'static str]> {
    let call = &before[..opening(before)?];
    GIVEN.iter().find(|(helper, _)| behind.starts_with(')') && call.ends_with(helper)).map(|(_, keys)| *keys)
}

/// The last bracket that is not closed again.
fn opening(text: &str) -> Option<usize> {
    let mut closed = 0;
    text.rmatch_indices(['(', ')']).find_map(|(place, bracket)| {
        closed += if bracket == ")" { 1 } else { -1 };
        (closed < 0).then_some(place)
    })
}

/// Whether a key is read: itself, or as a part of a map or list that is read as one.
pub(crate) fn are_of(reads: &BTreeSet<String>, key: &str, is_one: impl Fn(&str) -> bool) -> bool {
    let above = |read: &&String| key.strip_prefix(read.as_str()).is_some_and(|rest| rest.starts_with('.'));
    reads.contains(key) || reads.iter().filter(above).any(|read| is_one(read))
}

#[test]
fn paths_are_found_in_calls_and_loops_and_digests_are_none() {
    let template = "{{ include \"x.image\" (list $ .Values.a.image) }}{{ $.Values.b_c }}{{ .Values.d | toJson | sha256sum }}\
        {{ include \"x.serviceAccountName\" (list . (include \"x.name\" (list . \"e\")) .Values.e.serviceAccount) }}\
        {{ include \"x.image\" (list . .Values.f) }}{{ include \"x.nameIn\" (list .Values.g \"x\" \"e\") }}.";
    let expected = [
        "a.image.digest",
        "a.image.repository",
        "a.image.tag",
        "b_c",
        "e.serviceAccount.create",
        "e.serviceAccount.name",
        "f.digest",
        "f.repository",
        "f.tag",
        "g",
    ];
    assert_eq!(of_templates(&[template.to_owned()]), expected.map(str::to_owned).into());
}

#[test]
fn a_key_is_read_with_a_map_that_is_one_and_not_with_a_group() {
    let reads = ["a", "b.c"].map(str::to_owned).into();
    let is_one = |path: &str| path == "b.c";
    assert!(are_of(&reads, "b.c.d", is_one) && are_of(&reads, "b.c", is_one) && are_of(&reads, "a", is_one));
    assert!(!are_of(&reads, "a.b", is_one) && !are_of(&reads, "b", is_one) && !are_of(&reads, "b.cd", is_one));
}
