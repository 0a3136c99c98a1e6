//! What pages lead to is there.

use super::PAGES;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn links_within_pages_lead_to_a_heading() {
    for path in PAGES {
        let text = fs::read_to_string(path).unwrap();
        let headings: BTreeSet<String> = text.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
        let targets = text.split("](#").skip(1).filter_map(|rest| rest.split_once(')'));
        for (target, _) in targets {
            assert!(headings.contains(target), "{path} links to #{target}, which is not there");
        }
    }
}

#[test]
fn paths_that_pages_name_exist() {
    let mut seen = 0;
    for page in PAGES.iter().filter(|page| **page != "docs/reference.md") {
        let text = fs::read_to_string(page).unwrap();
        let folder = Path::new(page).parent().unwrap();
        for target in links(&text) {
            assert!(folder.join(target).exists(), "{page} links to {target}, which is not there");
        }
        for path in named_paths(&text) {
            assert!(Path::new(path).exists(), "{page} names {path}, which is not there");
            seen += 1;
        }
    }
    assert!(seen >= 20, "only {seen} paths in all pages");
}

/// The anchor that a heading gets where Markdown is shown.
fn anchor(heading: &str) -> String {
    let kept = heading
        .trim_start_matches('#')
        .trim()
        .chars()
        .filter(|letter| letter.is_alphanumeric() || "-_ ".contains(*letter));
    kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// Targets of relative links, without their anchors.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let files =
        targets.filter(|target| !target.contains("://")).map(|target| target.split('#').next().unwrap_or_default());
    files.filter(|target| !target.is_empty()).collect()
}

/// Paths in inline code that begin at the root of the repository.
fn named_paths(text: &str) -> Vec<&str> {
    let code = text.split('`').skip(1).step_by(2);
    let roots = ["src/", "tests/", "docs/", "examples/", "benches/", "grammar/", "editors/"];
    let complete = |code: &&str| code.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter));
    code.filter(|code| roots.iter().any(|root| code.starts_with(root))).filter(complete).collect()
}
