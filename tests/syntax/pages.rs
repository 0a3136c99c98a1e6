//! The pages of the codes `E00xx`: failing examples fail as they say, corrected ones are clean.

use crate::parse;
use todoc::diagnostics::Code;

#[test]
fn pages_show_what_fails_and_what_is_right() {
    for code in Code::ALL.iter().filter(|code| code.id().starts_with("E00")) {
        let page = code.page();
        let title = format!("# {} · {}\n", code.id(), code.name());
        assert!(page.starts_with(&title), "{} begins with {title}", code.id());
        let examples = examples(page);
        assert!(examples.iter().any(|(fence, _)| *fence == "todostack"), "{} shows no corrected example", code.id());
        let shown_as_text = !matches!(code, Code::E0001 | Code::E0003 | Code::E0004);
        assert_eq!(examples.iter().any(|(fence, _)| *fence != "todostack"), shown_as_text, "{}", code.id());
        for (fence, text) in examples {
            let found: Vec<_> = parse(text).2.diagnostics.iter().map(|finding| finding.code.id()).collect();
            let expected: Vec<_> = fence.strip_prefix("todostack,").into_iter().collect();
            assert_eq!(found, expected, "{fence} of {}", code.id());
        }
    }
}

/// The fenced examples of a page: what stands behind the opening fence, and the text.
fn examples(page: &str) -> Vec<(&str, &str)> {
    let fences = page.split("```").skip(1).step_by(2);
    fences.map(|fence| fence.split_once('\n').unwrap()).filter(|(info, _)| info.starts_with("todostack")).collect()
}
