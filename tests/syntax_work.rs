//! No text makes the parser work more than in proportion to its length.
//!
//! The bound on the parser's steps holds for a whole process, so this test has one for itself.

use std::num::NonZeroUsize;
use todoc::diagnostics::Diagnostic;
use todoc::source::Sources;
use todoc::syntax;

/// The grammar may take this many steps for each byte; quadratic or exponential work passes any such bound.
const STEPS: usize = 120;

#[test]
fn hostile_texts_take_linear_work() {
    let size = 20_000;
    pest::set_call_limit(NonZeroUsize::new(STEPS * size));
    let repeated = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        "${",
        "\"${",
        "\"\"\"",
        "'''",
        "'",
        "' \"",
        "a ",
        "a = ",
        "a : ",
        "a =\n",
        "a\n",
        "a \"b",
        "\\",
        "\"\\",
        "a.",
        ".",
        "..",
        "1..",
        "#\n",
        "# ",
        ",",
        ";",
        "= ",
        "\r",
        "\u{0}",
        "é",
        "a = [1 ",
        "\"${a.\"",
        "a.\"b\".",
        "use ",
        "let a ",
        "environment a : b ",
        "add ",
        "a b : c ",
        "- ",
        "-",
        "\u{202e}\n",
        "a { } ",
        "a = { } ",
        "a = \"\"\" ",
        "a # c\n",
        "b: c\n",
    ];
    for piece in repeated {
        for begin in ["", "a { b = [ ", "a = \"\"\"", "a = \""] {
            let text = format!("{begin}{}", piece.repeat(size / piece.len()));
            let given_up = parse(&text).into_iter().find(|finding| finding.message.contains("cannot be understood"));
            assert_eq!(given_up, None, "{begin}{piece}…");
        }
    }
}

fn parse(text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let file = sources.add("test.todostack", text);
    syntax::parse(&sources, file).diagnostics
}
