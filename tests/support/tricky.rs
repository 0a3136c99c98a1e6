//! A stack with every text that a reader of YAML, a template or a container could take for something else, in every place
//! that takes free text, and where each of them has to arrive.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// What beside `tests/data/tricky-strings.json` means something to a kubelet: `$(NAME)` in words, with a name that is set.
const EXPANSIONS: [&str; 8] = ["$(V0)", "$$(V0)", "$$$(V0)", "$$", "a$$b", "$", "$(V0", "x$(V0)-$(P1)$"];

/// Every text.
pub(crate) fn texts() -> Vec<String> {
    let listed: Vec<String> = serde_json::from_str(include_str!("../data/tricky-strings.json")).unwrap();
    assert!(listed.len() >= 349);
    listed.into_iter().chain(EXPANSIONS.map(str::to_owned)).collect()
}

/// The texts that may be the value of a label.
pub(crate) fn labels(texts: &[String]) -> Vec<String> {
    let is_end = |character: Option<char>| character.is_none_or(|character| character.is_ascii_alphanumeric());
    let is_inner = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    let legal = texts.iter().filter(|text| {
        text.len() <= 63 && text.chars().all(is_inner) && is_end(text.chars().next()) && is_end(text.chars().last())
    });
    legal.cloned().collect()
}

/// The stack. In `dev` every text stands where in `prod` the one before it does, so that both pass through values files.
pub(crate) fn source(texts: &[String]) -> String {
    let next = shifted(texts);
    let legal = labels(texts);
    let (words, next_words) = (list(texts), list(&next));
    let mut out = String::new();
    let whole = quoted(&texts.concat());
    let people = texts.iter().map(|text| format!("  maintainer {} {{ }}\n", quoted(text)));
    let people = people.collect::<String>();
    writeln!(out, "stack tricky {{\n  version = \"1.0.0\"\n  app_version = \"1.0.0\"").unwrap();
    writeln!(out, "  description = {whole}\n  keywords = {words}\n{people}}}").unwrap();
    for (index, text) in texts.iter().map(|text| quoted(text)).enumerate() {
        let at = format!("at = install  key = \"params.p{index}\"");
        writeln!(out, "param p{index} {{ type = text  default = {text}  description = {text}  {at} }}").unwrap();
    }
    let files =
        texts.iter().enumerate().map(|(index, text)| format!("  file \"f{index}\" {{ text = {} }}\n", quoted(text)));
    writeln!(out, "config app {{\n{}{}}}", entries("keys", "K", texts), files.collect::<String>()).unwrap();
    let container = format!(
        "  image = \"nginx:1.29.0\"\n  port = 80\n  command = {words}\n  args = {words}\n  \
         probe liveness {{ exec = {words} }}\n  probe readiness {{ tcp = true }}\n"
    );
    writeln!(out, "service api {{\n{container}  volume app {{ config = app  path = \"/etc/app\" }}").unwrap();
    out.push_str(&entries("env", "V", texts));
    for block in ["annotations", "pod_annotations", "service_annotations"] {
        out.push_str(&entries(block, "example.com/a", texts));
    }
    for block in ["labels", "pod_labels"] {
        out.push_str(&entries(block, "example.com/l", &legal));
    }
    let params = (0..texts.len()).map(|index| format!("P{index} = param.p{index}  "));
    let params = params.collect::<String>();
    writeln!(out, "}}\nservice other {{\n{container}  env {{ {params}}}\n}}").unwrap();
    let web = entries("annotations", "example.com/a", texts);
    writeln!(out, "ingress web {{\n  host = \"a.example.com\"\n  routes {{ \"/\" = api }}\n{web}}}").unwrap();
    writeln!(out, "environment prod : staging {{ }}\nenvironment dev : development {{").unwrap();
    writeln!(out, "config app {{\n{}}}\nservice api {{", entries("keys", "K", &next)).unwrap();
    out.push_str(&entries("env", "V", &next));
    out.push_str(&entries("pod_annotations", "example.com/a", &next));
    writeln!(out, "}}\nservice other {{\n  command = {next_words}\n  args = {next_words}").unwrap();
    writeln!(out, "  probe liveness {{ exec = {next_words} }}\n}}").unwrap();
    writeln!(out, "ingress web {{\n{}}}\n}}", entries("annotations", "example.com/a", &next)).unwrap();
    out
}

/// Every text behind the first, which comes last.
pub(crate) fn shifted(texts: &[String]) -> Vec<String> {
    texts.iter().cycle().skip(1).take(texts.len()).cloned().collect()
}

/// A text of an environment that is not where it has to be, one line each.
pub(crate) fn lost(objects: &[Value], texts: &[String], environment: &str) -> Vec<String> {
    let next = shifted(texts);
    let own = if environment == "dev" { &next } else { texts };
    let mut check = Check { objects, found: Vec::new() };
    let (api, app, other) = ("tricky-api", "tricky-app", "tricky-other");
    check.map("ConfigMap", api, "/data", "V", own);
    check.map("ConfigMap", app, "/data", "K", own);
    check.map("ConfigMap", app, "/data", "f", texts);
    check.map("ConfigMap", other, "/data", "P", texts);
    check.map("Deployment", api, "/metadata/annotations", "example.com/a", texts);
    check.map("Deployment", api, "/spec/template/metadata/annotations", "example.com/a", own);
    check.map("Service", api, "/metadata/annotations", "example.com/a", texts);
    check.map("Ingress", "tricky-web", "/metadata/annotations", "example.com/a", own);
    let legal = labels(texts);
    check.map("Deployment", api, "/spec/template/metadata/labels", "example.com/l", &legal);
    check.map("Deployment", api, "/metadata/labels", "example.com/l", &legal);
    check.words(api, "/command", texts);
    check.words(api, "/args", texts);
    check.words(other, "/command", own);
    check.words(other, "/args", own);
    check.probe(api, texts);
    check.probe(other, own);
    check.found
}

struct Check<'a> {
    objects: &'a [Value],
    found: Vec<String>,
}

impl Check<'_> {
    fn map(&mut self, kind: &str, name: &str, pointer: &str, key: &str, texts: &[String]) {
        let map = self.object(kind, name).pointer(pointer).cloned().unwrap_or_default();
        for (index, text) in texts.iter().enumerate() {
            let key = format!("{key}{index}");
            if map.get(&key) != Some(&json!(text)) {
                let got = map.get(&key).unwrap_or(&Value::Null);
                self.found.push(format!("{kind} {name}: {pointer}/{key} is {got}, not {}", json!(text)));
            }
        }
    }

    /// A kubelet expands `$(NAME)` in words; what it makes of them has to be the text.
    fn words(&mut self, name: &str, pointer: &str, texts: &[String]) {
        let words = self.container(name).pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
        let words: Vec<String> = words.iter().map(|word| expanded(word.as_str().unwrap_or("no text"))).collect();
        for (word, text) in words.iter().zip(texts).filter(|(word, text)| word != text) {
            self.found.push(format!("Deployment {name}: {pointer} has {}, not {}", json!(word), json!(text)));
        }
        if words.len() != texts.len() {
            self.found.push(format!("Deployment {name}: {pointer} has {} words, not {}", words.len(), texts.len()));
        }
    }

    /// Nothing expands the words of a probe.
    fn probe(&mut self, name: &str, texts: &[String]) {
        let words = self.container(name).pointer("/livenessProbe/exec/command").cloned().unwrap_or_default();
        if words != json!(texts) {
            self.found.push(format!("Deployment {name}: the liveness probe's words are {words}"));
        }
    }

    fn container(&self, name: &str) -> Value {
        let containers = self.object("Deployment", name).pointer("/spec/template/spec/containers/0");
        containers.cloned().unwrap_or_default()
    }

    fn object(&self, kind: &str, name: &str) -> &Value {
        let same = |object: &&Value| object["kind"] == kind && object["metadata"]["name"] == name;
        self.objects.iter().find(same).unwrap_or(&Value::Null)
    }
}

/// What a kubelet makes of a word where every variable is set: <https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/>.
fn expanded(word: &str) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let name = after.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        rest = if let Some((name, rest)) = name {
            write!(out, "<the value of {name}>").unwrap();
            rest
        } else {
            out.push('$');
            after.strip_prefix('$').unwrap_or(after)
        };
    }
    out + rest
}

fn entries(block: &str, key: &str, texts: &[String]) -> String {
    let lines = texts.iter().enumerate().map(|(index, text)| format!("    \"{key}{index}\" = {}\n", quoted(text)));
    format!("  {block} {{\n{}  }}\n", lines.collect::<String>())
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// A text of the language: letters and digits as they are, anything else by its number.
fn quoted(text: &str) -> String {
    let each = text.chars().map(|character| match character {
        ' ' | '0'..='9' | 'a'..='z' | 'A'..='Z' => character.to_string(),
        other => format!("\\u{{{:x}}}", u32::from(other)),
    });
    format!("\"{}\"", each.collect::<String>())
}

mod tests {
    use super::{expanded, quoted};

    #[test]
    fn expansion_is_the_kubelets() {
        for (word, expected) in [
            ("$$", "$"),
            ("$$(A)", "$(A)"),
            ("$$$(A)", "$<the value of A>"),
            ("$(A)b", "<the value of A>b"),
            ("$(A", "$(A"),
            ("a$", "a$"),
            ("$a$$$$", "$a$$"),
        ] {
            assert_eq!(expanded(word), expected, "{word}");
        }
    }

    #[test]
    fn texts_are_written_by_number() {
        assert_eq!(quoted("a\n\"$"), r#""a\u{a}\u{22}\u{24}""#);
    }
}
