//! Laws of the YAML writer and of what Go computes: every text comes back. `tests/go/yamlcheck/run.sh` has Go judge the
//! same cases.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test leaves its cases where Go finds them")]

use serde_json::{Value, json};
use std::fmt::Write as _;
use todoc::{go, yaml};

/// Names the file that receives every case as JSON lines, for Go to judge.
const CASES: &str = "TODOC_GO_CASES";

#[test]
fn every_text_and_number_comes_back() {
    let mut cases = String::new();
    let path = std::env::var_os(CASES);
    for text in texts(if path.is_some() { 20_000 } else { 2_000 }) {
        text_comes_back(&text);
        writeln!(cases, "{}", text_case(&text)).unwrap();
    }
    for value in values() {
        let read: Value = serde_yaml::from_str(&yaml::document(&value)).unwrap();
        assert_eq!(read, value);
        writeln!(cases, "{}", value_case(&value)).unwrap();
    }
    if let Some(path) = path {
        std::fs::write(path, cases).unwrap();
    }
}

#[test]
fn what_a_reader_could_mistake_is_quoted() {
    let words = "yes Yes NO no on Off y N true FALSE null Null ~ nan inf 1 0123 0o17 0x1F 1e3 1_000 12:30 1.5 .5 .inf -1 +1 \
                 2001-01-01 = << - ? : -a 1e 1E 1d 500 1M 1.5Gi 0m 0Ki m:  _1 __ _ $a @a *a &a !a %a 'a | > , [a] {a} a,b a#b a: é";
    for word in words.split(' ') {
        assert_eq!(text(word), format!("\"{word}\""));
    }
    for sentence in ["a: b", "a :b", "a #b", "a ", " a", "", "a\tb"] {
        assert!(text(sentence).starts_with('"'), "{sentence:?}");
    }
}

#[test]
fn what_is_safe_stays_plain() {
    for plain in [
        "info",
        "ghcr.io/yourorg/backend:1.2",
        "app.kubernetes.io/name",
        "/tmp",
        "http://a.example:80/x",
        "_x",
        "500m",
        "512Mi",
        "Number of pods",
        "Yes please",
        "a@sha256:0f",
    ] {
        assert_eq!(text(plain), plain);
    }
}

#[test]
fn invisible_characters_are_escaped() {
    assert_eq!(text("\0\u{1b}\u{85}\u{a0}\u{2028}\u{feff}\u{ffff}"), r#""\u0000\u001b\u0085\u00a0\u2028\ufeff\uffff""#);
    assert_eq!(text("\u{1fffe}\u{202e}"), r#""\U0001fffe\u202e""#);
    assert_eq!(text("😀 ü\\\"\n"), r#""😀 ü\\\"\n""#);
}

#[test]
fn a_block_is_taken_only_where_it_comes_back() {
    assert_eq!(block("#!/bin/sh\n\techo\n\n  hi\n"), "|\n  #!/bin/sh\n  \techo\n\n    hi");
    assert_eq!(block("a\nb"), "|-\n  a\n  b");
    assert_eq!(block("one line"), "one line");
    for text in ["a\n\n", "\n", "\na", " a\nb", "a \nb", "a\r\nb", "a\n\u{85}b", "a\n\u{3000}\nb", "\ta\nb"] {
        assert!(block(text).starts_with('"'), "{text:?}");
    }
    let mut out = String::new();
    yaml::block_text(&mut out, "---\na", 0);
    assert_eq!(out, r#""---\na""#);
}

#[test]
fn a_long_key_is_explicit() {
    let long = "k".repeat(1001);
    let document = yaml::document(&json!([{ long.as_str(): { "a": 1 } }]));
    assert_eq!(document, format!("- ? {long}\n  :\n    a: 1\n"));
}

#[test]
fn a_value_is_written_as_chart_authors_do() {
    let value = json!({
        "apiVersion": "v1",
        "empty": {"map": {}, "list": [], "text": "", "nothing": null},
        "numbers": [1, -1, u64::MAX, 1.0, 0.5, 1e21, 1e-7],
        "containers": [
            {"name": "backend", "args": ["-c", "echo a\necho b\n"], "ready": true},
            [["a"], {"b": "c"}],
        ],
        "NO": "1.10",
    });
    let expected = r#"apiVersion: v1
empty:
  map: {}
  list: []
  text: ""
  nothing: null
numbers:
  - 1
  - -1
  - 18446744073709551615
  - 1.0
  - 0.5
  - 1000000000000000000000.0
  - 0.0000001
containers:
  - name: backend
    args:
      - "-c"
      - |
        echo a
        echo b
    ready: true
  - - - a
    - b: c
"NO": "1.10"
"#;
    assert_eq!(yaml::document(&value), expected);
}

#[test]
fn json_is_as_go_writes_it() {
    let value =
        json!({"b": "<a&b>\u{2028}\u{7f}\u{1}\n", "a": [1e21, 1e-7, 1.0, -0.0, 9_007_199_254_740_993_u64, true, null]});
    let expected = "{\"a\":[1e+21,1e-7,1,-0,9007199254740992,true,null],\
                    \"b\":\"\\u003ca\\u0026b\\u003e\\u2028\u{7f}\\u0001\\n\"}";
    assert_eq!(go::to_json(&value), expected);
    assert_eq!(go::to_json_texts([("b", "2"), ("a", "1")]), r#"{"a":"1","b":"2"}"#);
    assert_eq!(go::sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn template_text_keeps_its_braces() {
    assert_eq!(go::template_text("a {{ .b }}{"), r#"a {{ "{{" }} .b }}{{ "{" }}"#);
    assert_eq!(go::template_text("plain"), "plain");
    assert_eq!(go::template_string("\"{{\"\n\u{ad}"), r#""\"{{\"\n\u00ad""#);
}

fn text_comes_back(text: &str) {
    let read: Value = serde_yaml::from_str(&yaml::document(&places(text))).unwrap();
    assert_eq!(read, places(text), "{text:?}");
    let read: Value = serde_yaml::from_str(&lines(text)).unwrap();
    assert_eq!(read, json!({"flow": [text, {"a": text}], "text": text, "quoted": text}), "{text:?}");
    let read: String = serde_yaml::from_str(&go::quote(text)).unwrap();
    assert_eq!(read, text, "{text:?}");
}

/// What Go has to make of one text; the keys are those of `tests/go/yamlcheck/main.go`.
fn text_case(text: &str) -> Value {
    let json = go::to_json_texts([("<z>", "last"), ("a", text)]);
    json!({
        "text": text,
        "document": yaml::document(&places(text)),
        "lines": lines(text),
        "sha256": go::sha256_hex(&json),
        "json": json,
        "quote": go::quote(text),
        "templateString": go::template_string(text),
        "templateText": go::template_text(text),
    })
}

fn value_case(value: &Value) -> Value {
    json!({ "value": value, "document": yaml::document(value), "json": go::to_json(value) })
}

/// A text in every place of a tree.
fn places(text: &str) -> Value {
    json!({
        "value": text,
        "key": { text: "v" },
        "list": [text, [text], { "first": text }],
        "nested": [{ text: { "inner": text } }],
        "last": { "block": text },
    })
}

/// A text in the forms that [`yaml::document`] does not take.
fn lines(text: &str) -> String {
    let (mut plain, mut quoted) = (String::new(), String::new());
    yaml::text(&mut plain, text);
    yaml::quoted(&mut quoted, text);
    format!("flow: [{plain}, {{a: {plain}}}]\ntext: {plain}\nquoted: {quoted}\n")
}

fn text(text: &str) -> String {
    let mut out = String::new();
    yaml::text(&mut out, text);
    out
}

fn block(text: &str) -> String {
    let mut out = String::new();
    yaml::block_text(&mut out, text, 2);
    out
}

fn texts(random: usize) -> impl Iterator<Item = String> {
    let tricky: Vec<String> = serde_json::from_str(include_str!("data/tricky-strings.json")).unwrap();
    assert!(tricky.len() >= 349);
    tricky.into_iter().chain(every_character()).chain(random_texts(random))
}

fn values() -> impl Iterator<Item = Value> {
    let edges = json!({ "a": [0, -1, u64::MAX, i64::MIN, 1e300, -1.5e-300, 0.1, 1e20], "b": true, "c": null, "d": {}, "e": [] });
    let random = Random(7).take(2_000).map(|bits| {
        let any = f64::from_bits(bits);
        // Quarters and large whole numbers lie halfway between two short ones.
        let quarters = f64::from_bits(0x431 << 52 | bits >> 12);
        let whole = f64::from_bits((0x435 + (bits & 0xf)) << 52 | bits >> 12);
        json!([if any.is_finite() { any } else { 0.5 }, quarters, whole])
    });
    std::iter::once(edges).chain(random)
}

/// Every Unicode character of the planes in use, and the last ones of the others; 256 in a text.
fn every_character() -> impl Iterator<Item = String> {
    let rows = (0..0x1100_u32).filter(|row| matches!(row >> 8, 0..=3 | 14) || row & 0xff == 0xff);
    rows.map(|row| (row << 8..(row + 1) << 8).filter_map(char::from_u32).collect())
}

/// Texts over alphabets of what readers stumble on; the same at every run.
fn random_texts(count: usize) -> impl Iterator<Item = String> {
    const ALPHABETS: [&str; 6] = [
        "01239_.-+:eExXoObaT Z",
        "yYnNoOfFtTrRuUeEsSlLaA~",
        "ab :#-?,[]{}&*!|>'\"%@`\n\t ",
        "a\n \t#-|\n\n",
        "a{}{}{{}}-\"`/*. \n",
        "a\\\"\r\u{0}\u{7}\u{7f}\u{85}\u{a0}\u{ad}\u{301}\u{2028}\u{feff}\u{fffd}\u{ffff}\u{1f600}\u{10ffff}",
    ];
    let mut random = Random(1);
    (0..count).map(move |round| {
        let alphabet: Vec<char> = ALPHABETS.iter().cycle().nth(round).unwrap().chars().collect();
        let length = random.below(if round % 100 == 0 { 2_000 } else { 14 });
        (0..length).map(|_| *alphabet.get(random.below(alphabet.len())).unwrap()).collect()
    })
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next().unwrap() % u64::try_from(bound).unwrap()).unwrap()
    }
}

impl Iterator for Random {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Some(self.0)
    }
}
