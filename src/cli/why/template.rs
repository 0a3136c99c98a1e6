//! What a line of a template reads, from its text: values, settings of the release, and blocks that names are made of.

use crate::chart::Chart;
use crate::chart::fill::From;
use crate::schema::{environment, stack};

/// The places that a line reads. A path of the values may lead to one key or to several.
pub(super) fn reads<'a>(chart: &'a Chart, line: &'a str) -> Vec<From<'a>> {
    let mut found = Vec::new();
    for path in behind(line, ".Values.", |letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-')) {
        let one = chart.values.knobs.iter().any(|knob| knob.path == path);
        found.push(if one { From::Value(path) } else { From::Values(path) });
    }
    let fields = [
        (".Release.Namespace", &environment::ENVIRONMENT, &environment::NAMESPACE),
        (".Release.Name ", &environment::ENVIRONMENT, &environment::RELEASE),
        (".Chart.AppVersion", &stack::STACK, &stack::APP_VERSION),
        (".Chart.Version", &stack::STACK, &stack::VERSION),
    ];
    found.extend(
        fields.into_iter().filter(|(word, ..)| line.contains(word)).map(|(_, kind, field)| From::Field(kind, field)),
    );
    for scope in ["(list . \"", "(list $ \""] {
        found.extend(behind(line, scope, |letter| letter != '"').into_iter().map(From::Block));
    }
    found
}

/// The words that follow `start`, wherever it stands in the line.
fn behind<'a>(line: &'a str, start: &str, belongs: impl Fn(char) -> bool) -> Vec<&'a str> {
    let word = |rest: &'a str| rest.split(|letter| !belongs(letter)).next().unwrap_or_default();
    line.split(start).skip(1).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn every_path_of_a_line_is_found() {
        let line = "x: {{ .Values.a.b | default .Values.c }} {{ include \"shop.name\" (list . \"web\") }}";
        assert_eq!(behind(line, ".Values.", |letter| letter.is_ascii_alphanumeric() || letter == '.'), ["a.b", "c"]);
        assert_eq!(behind(line, "(list . \"", |letter| letter != '"'), ["web"]);
    }
}
