//! The part of Vim's syntax that names words.

use crate::words::{Choices, RootWords, Set, Words};

const HEAD: &str = r#"" The words of the vocabulary, for syntax/todostack.vim, which reads this file.
" Written from the vocabulary by `TODOC_UPDATE=1 cargo test --test docs`; a change here is lost.
"#;

/// `(?![A-Za-z0-9_-])` in Vim's way.
const END_OF_WORD: &str = r"[A-Za-z0-9_-]\@!";
const IS: &str = r"\s*=[=>]\@!";
const SEGMENT: &str = r#"\%([A-Za-z_][A-Za-z0-9_-]*\|"[^"]*"\)"#;

/// `syntax/todostack-words.vim`.
pub(crate) fn words(words: &Words) -> String {
    let roots: Set = words.roots.iter().map(|root| root.name).collect();
    let with_attributes = words.roots.iter().filter(|root| !root.attributes.is_empty());
    [
        HEAD.to_owned(),
        keywords("todostackKind", &words.kinds),
        keywords("todostackField", &words.fields),
        "\n\" Blocks whose keys are free.\n".to_owned(),
        maps(&words.maps),
        "\n\" Fields that take one of some words.\n".to_owned(),
        words.choices.iter().map(choices).collect(),
        "\n\" What references begin and end with.\n".to_owned(),
        format!("syn match todostackRoot /[A-Za-z0-9_.\"-]\\@1<!{}\\ze\\./ contained\n", any_of(&roots)),
        with_attributes.map(attributes).collect(),
    ]
    .concat()
}

/// Lines of some words each.
fn keywords(group: &str, words: &Set) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut().filter(|line| line.len() + word.len() < 120) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(format!("syn keyword {group} contained {word}")),
        }
    }
    format!("\n{}\n", lines.join("\n"))
}

fn maps(maps: &Set) -> String {
    let head = format!(r"{}{END_OF_WORD}\%({IS}\)\@!", any_of(maps));
    format!("syn match todostackMapHead /{head}/ contains=todostackKind nextgroup=todostackMap skipwhite skipempty\n")
}

/// The groups of such fields end in the name of the first of them.
fn choices(group: &Choices) -> String {
    let own = group.fields.first().copied().unwrap_or_default();
    let fields = any_of(&group.fields);
    let words = group.words.iter().copied().collect::<Vec<_>>().join(" ");
    format!(
        r"syn match todostackKey /{fields}\ze{END_OF_WORD}{IS}/ contains=todostackField nextgroup=todostackAssign_{own} skipwhite
syn match todostackAssign_{own} /=/ contained nextgroup=todostackChoice_{own},todostackList_{own},@todostackValue,todostackValueComment skipwhite skipempty
syn keyword todostackChoice_{own} contained {words}
syn region todostackList_{own} matchgroup=todostackBracket start=/\[/ end=/\]/ contained fold contains=todostackChoice_{own},@todostackListItem
hi def link todostackAssign_{own} todostackAssign
hi def link todostackChoice_{own} todostackChoice
"
    )
}

fn attributes(root: &RootWords) -> String {
    let between = if root.named { format!(r"{SEGMENT}\%(\.ports\.{SEGMENT}\)\=\.") } else { String::new() };
    let before = format!(r#"\%([A-Za-z0-9_."-]\@1<!{}\.{between}\)\@200<="#, root.name);
    format!("syn match todostackAttribute /{before}{}[A-Za-z0-9_.-]\\@!/ contained\n", any_of(&root.attributes))
}

fn any_of(words: &Set) -> String {
    format!(r"\%({}\)", words.iter().copied().collect::<Vec<_>>().join(r"\|"))
}
