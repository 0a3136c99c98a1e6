//! The paths of the values that templates read: `.Values.a.b` wherever it stands, also behind `$`.

use std::collections::BTreeSet;

/// Every path that any of the templates reads. A digest over a whole map reads none of its keys.
pub(crate) fn of_templates(templates: &[String]) -> BTreeSet<String> {
    let mut reads = BTreeSet::new();
    for template in templates {
        for (start, mark) in template.match_indices(".Values.") {
            let rest = &template[start + mark.len()..];
            let end = rest.find(|other: char| !other.is_ascii_alphanumeric() && !"._".contains(other));
            let (path, behind) = rest.split_at(end.unwrap_or(rest.len()));
            // A comment of a helper says `.Values.<component>`.
            if !path.is_empty() && !behind.starts_with(" | toJson | sha256sum") {
                reads.insert(path.trim_end_matches('.').to_owned());
            }
        }
    }
    reads
}

#[test]
fn paths_are_found_in_calls_and_loops_and_digests_are_none() {
    let template =
        "{{ include \"x\" (list $ .Values.a.image) }}{{ $.Values.b_c }}{{ .Values.d | toJson | sha256sum }}.";
    let expected: BTreeSet<String> = ["a.image", "b_c"].map(str::to_owned).into();
    assert_eq!(of_templates(&[template.to_owned()]), expected);
}
