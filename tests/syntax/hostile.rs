//! Texts that nobody would write: mutations, and what makes careless parsers slow.

use crate::depth::depth;
use crate::{fixtures, parse};
use todoc::diagnostics::Code;
use todoc::syntax::ast::Item;

/// Numbers that look random and are the same on every run.
struct XorShift(u64);

impl XorShift {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

const PIECES: &[&str] = &[
    "{", "}", "[", "]", "\"", "\"\"\"", "'''", "'", "${", "#", "\\", "=", ":", "..", ",", ";", ".", "\n", " ", "none",
    "add ", "extends ", "a", "1", "-", "\u{0}", "é", "\u{202e}", "\r", "a.\"\"\"",
];

fn mutate(text: &str, random: &mut XorShift) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(6) {
        let at = random.below(text.len());
        match random.below(3) {
            0 => drop(text.drain(at..(at + 1 + random.below(8)).min(text.len()))),
            1 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            _ => {
                let from = random.below(text.len());
                let piece: Vec<char> = text.iter().skip(from).take(random.below(60)).copied().collect();
                text.splice(at..at, piece);
            }
        }
    }
    text.into_iter().collect()
}

#[test]
fn mutated_files_parse_with_findings_in_order_and_in_the_file() {
    let mut random = XorShift(0x9E37_79B9_7F4A_7C15);
    let seeds = fixtures();
    for round in 0..2_000 {
        let text = mutate(&seeds[round % seeds.len()].1, &mut random);
        let (sources, file, parsed) = parse(&text);
        let mut last = 0;
        for finding in &parsed.diagnostics {
            let span = finding.span.unwrap();
            assert!(span.end as usize <= text.len() && last <= span.start, "{finding:?} in\n{text}");
            assert!(text.get(span.range()).is_some(), "{finding:?} cuts a character in\n{text}");
            last = span.start;
        }
        let lines = text.lines().count() + 1;
        let unexpected = parsed.diagnostics.iter().filter(|finding| finding.code == Code::E0010).count();
        assert!(unexpected <= lines, "{unexpected} findings on {lines} lines of\n{text}");
        assert!(depth(&parsed.file.items) <= 128);
        assert_eq!(sources.get(file).text, text);
    }
}

#[test]
fn one_bad_line_is_one_finding_and_the_rest_is_parsed() {
    let (_, _, good) = parse("service api {\n  port = 1\n  kind = a\n}\nservice web { port = 2 }\n");
    let lines = [
        "???",
        "port: 3",
        "port 3",
        "= 3",
        "x y z",
        "a b c d = 3",
        "\"x",
        "'x",
        "] ) (",
        "key = ",
        "key = = 3",
        "key = 1.2.3 x y",
        "\"a\": \"b\",",
        "key == 3",
        "`x` `y`",
        "- a: b",
        "port = 3;;",
        "a = [1 2 3",
        "a = \"x\" \"y\"",
        "$x",
        "@",
        "a = )",
        "a = '",
    ];
    for line in lines {
        let (_, _, parsed) =
            parse(&format!("service api {{\n  port = 1\n  {line}\n  kind = a\n}}\nservice web {{ port = 2 }}\n"));
        assert_eq!(parsed.diagnostics.len(), 1, "{line}: {:#?}", parsed.diagnostics);
        assert_eq!(parsed.file.items.len(), good.file.items.len(), "{line}");
        let [Item::Block(api), ..] = parsed.file.items.as_slice() else { panic!("{line}: the block is gone") };
        let keys = api
            .body
            .iter()
            .filter_map(|item| if let Item::Field(it) = item { Some(it.key.value.as_str()) } else { None });
        let keys: Vec<_> = keys.filter(|key| matches!(*key, "port" | "kind")).collect();
        assert!(keys.first() == Some(&"port") && keys.last() == Some(&"kind"), "{line}: {keys:?}");
    }
}

#[test]
fn deep_nesting_is_refused_before_it_is_parsed() {
    for (open, close) in
        [("a {", "}"), ("[", "]"), ("x = {", "}"), ("a = [{", "}]"), ("{", "}"), ("[{]", "}"), ("{]", "}")]
    {
        let levels = 128 / open.matches(['{', '[']).count();
        let fits = format!("a = {}{}", open.repeat(levels), close.repeat(levels));
        assert!(parse(&fits).2.diagnostics.iter().all(|finding| finding.code != Code::E0003), "{open}");
    }
    for open in
        ["a {", "a = [[", "x = {", "a = [{", "{", "{]", "a { b = [ }", "a = [{]", "a = '}' {", "a.\"\"\"\n{\"\"\" {"]
    {
        let (_, _, parsed) = parse(&format!("a {{ {}", open.repeat(100_000)));
        assert!(
            parsed.diagnostics.iter().any(|it| it.code == Code::E0003) || depth(&parsed.file.items) <= 128,
            "{open}"
        );
    }
}

#[test]
fn a_source_is_refused_by_its_size_before_it_is_parsed() {
    let size = 16 << 20;
    assert_eq!(parse(&"#".repeat(size)).2.diagnostics, []);
    let codes: Vec<Code> = parse(&"{".repeat(size + 1)).2.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::E0004]);
}

#[test]
fn a_hundred_thousand_unclosed_signs_are_parsed_or_refused() {
    for sign in ["{", "[", "\"", "${", "\"${", "\"\"\"", "'''"] {
        assert!(!parse(&sign.repeat(100_000)).2.diagnostics.is_empty(), "{sign}");
    }
    assert_eq!(parse(&format!("a = \"{}\"", "x".repeat(1 << 20))).2.diagnostics, []);
    assert_eq!(parse(&format!("a = \"\"\"{}", "x\n".repeat(1 << 19))).2.diagnostics.len(), 1);
}

#[test]
fn quotes_behind_a_bad_mark_in_a_list_still_hide_brackets_and_comments() {
    let (_, _, parsed) = parse("a = [;'#{' ]\nb = [;'''#{''']\n");
    assert_eq!(parsed.file.comments, []);
    assert_eq!(parsed.file.items.len(), 2, "{:#?}", parsed.diagnostics);
    assert!(parsed.diagnostics.iter().all(|finding| finding.code == Code::E0010), "{:#?}", parsed.diagnostics);
}
