//! The part of Vim's syntax that names words.

use crate::words::{Choices, RootWords, Set, Words};
use std::fmt::Write as _;

const HEAD: &str = r#"" The words of the vocabulary, for syntax/todostack.vim, which reads this file.
" Written from the vocabulary by `TODOC_UPDATE=1 cargo test --test editors`; a change here is lost.
"#;

/// `(?![A-Za-z0-9_-])` in Vim's way.
const END_OF_WORD: &str = r"[A-Za-z0-9_-]\@!";
const IS: &str = r"\s*=[=>]\@!";
const SEGMENT: &str = r#"\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)"#;

/// `syntax/todostack-words.vim`.
pub(crate) fn words(words: &Words) -> String {
    let mut text = HEAD.to_owned();
    keywords(&mut text, "todostackKind", &words.kinds);
    keywords(&mut text, "todostackField", &words.fields);
    let maps = any_of(&words.maps);
    text += "\n\" Blocks whose keys are free.\n";
    text += &format!("syn match todostackMapHead /{maps}{END_OF_WORD}\\%({IS}\\)\\@!/ contains=todostackKind ");
    text += "nextgroup=todostackMap skipwhite skipempty\n";
    text += "\n\" Fields that take one of some words.\n";
    for group in &words.choices {
        choices(&mut text, group);
    }
    text += "\n\" What references begin and end with.\n";
    let roots: Set = words.roots.iter().map(|root| root.name).collect();
    text += &format!("syn match todostackRoot /[A-Za-z0-9_.\"-]\\@1<!{}\\ze\\./ contained\n", any_of(&roots));
    for root in words.roots.iter().filter(|root| !root.attributes.is_empty()) {
        attributes(&mut text, root);
    }
    text
}

fn keywords(text: &mut String, group: &str, words: &Set) {
    let mut line = String::new();
    text.push('\n');
    for word in words {
        if line.len() + word.len() > 90 {
            writeln!(text, "syn keyword {group} contained{line}").unwrap();
            line.clear();
        }
        line.extend([" ", word]);
    }
    writeln!(text, "syn keyword {group} contained{line}").unwrap();
}

/// The groups of such fields end in the name of the first of them.
fn choices(text: &mut String, group: &Choices) {
    let own = group.fields.first().copied().unwrap_or_default();
    let fields = any_of(&group.fields);
    let words = group.words.iter().copied().collect::<Vec<_>>().join(" ");
    *text += &format!(
        r"syn match todostackKey /{fields}\ze{END_OF_WORD}{IS}/ contains=todostackField nextgroup=todostackAssign_{own} skipwhite
syn match todostackAssign_{own} /=/ contained nextgroup=todostackChoice_{own},todostackList_{own},@todostackValue skipwhite skipempty
syn keyword todostackChoice_{own} contained {words}
syn region todostackList_{own} matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_{own},@todostackListItem
hi def link todostackAssign_{own} todostackAssign
hi def link todostackChoice_{own} todostackChoice
"
    );
}

fn attributes(text: &mut String, root: &RootWords) {
    let between = if root.named { format!(r"{SEGMENT}\%(\.ports\.{SEGMENT}\)\=\.") } else { String::new() };
    let words = any_of(&root.attributes);
    *text += &format!(
        "syn match todostackAttribute /\\%([A-Za-z0-9_.\"-]\\@1<!{}\\.{between}\\)\\@200<={words}[A-Za-z0-9_.-]\\@!/ contained\n",
        root.name
    );
}

fn any_of(words: &Set) -> String {
    format!(r"\%({}\)", words.iter().copied().collect::<Vec<_>>().join(r"\|"))
}
