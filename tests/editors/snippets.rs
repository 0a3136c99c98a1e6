//! Snippets as VS Code expands them: every hole filled with its default, and once with each word of a choice.

use serde_json::Value;
use std::iter::Peekable;
use std::str::Chars;

/// A snippet of the extension.
pub(crate) struct Snippet {
    pub(crate) prefix: String,
    /// What it becomes, once for each word that its longest choice offers.
    pub(crate) texts: Vec<String>,
}

/// All snippets of a file.
pub(crate) fn snippets(json: &str) -> Vec<Snippet> {
    let snippets: serde_json::Map<String, Value> = serde_json::from_str(json).unwrap();
    snippets.values().map(snippet).collect()
}

fn snippet(snippet: &Value) -> Snippet {
    let lines: Vec<&str> = snippet["body"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let body = lines.join("\n");
    let choices = body.split('|').skip(1).step_by(2).map(|words| words.split(',').count()).max().unwrap_or(1);
    let texts = (0..choices).map(|choice| expanded(&body, choice)).collect();
    Snippet { prefix: snippet["prefix"].as_str().unwrap().to_owned(), texts }
}

fn expanded(body: &str, choice: usize) -> String {
    let mut text = String::new();
    let mut letters = body.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.extend(letters.next()),
            '$' => text += &hole(&mut letters, choice),
            _ => text.push(letter),
        }
    }
    text
}

/// What stands behind a `$`: `0`, `{1:default}` or `{1|one,other|}`.
fn hole(letters: &mut Peekable<Chars<'_>>, choice: usize) -> String {
    let braced = letters.next_if_eq(&'{').is_some();
    while letters.next_if(char::is_ascii_digit).is_some() {}
    if !braced {
        return String::new();
    }
    let kind = letters.next().unwrap();
    let mut inside = String::new();
    loop {
        match letters.next().expect("a hole is closed") {
            '\\' => inside.extend(letters.next()),
            '}' => break,
            letter => inside.push(letter),
        }
    }
    match kind {
        ':' => inside,
        '|' => {
            let words: Vec<&str> = inside.trim_end_matches('|').split(',').collect();
            words[choice % words.len()].to_owned()
        }
        _ => panic!("`${{{kind}{inside}}}` is no hole"),
    }
}
