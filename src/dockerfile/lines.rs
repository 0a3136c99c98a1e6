//! The lines of a Dockerfile as instructions: comments, continued lines, here-documents, the parser directive `escape`.

use super::Instruction;

/// Every instruction, in written order.
pub(super) fn instructions(text: &str) -> Vec<Instruction> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let escape = escape(text);
    let mut lines = text.lines().enumerate();
    let mut instructions = Vec::new();
    while let Some((at, first)) = lines.next() {
        if is_comment(first) || first.trim().is_empty() {
            continue;
        }
        let mut joined = String::new();
        let mut line = Some(first);
        while let Some(part) = line {
            let Some(before) = continued(part, escape) else {
                joined.push_str(part);
                break;
            };
            joined.push_str(before);
            // Comments and empty lines between continued lines are left out.
            line = lines.by_ref().map(|(_, next)| next).find(|next| !is_comment(next) && !next.trim().is_empty());
        }
        let instruction = instruction(&joined, at + 1);
        for (delimiter, strips_tabs) in documents(&instruction) {
            let end =
                |line: &str| if strips_tabs { line.trim_start_matches('\t') == delimiter } else { line == delimiter };
            lines.by_ref().map(|(_, next)| next).find(|next| end(next));
        }
        instructions.push(instruction);
    }
    instructions
}

fn instruction(line: &str, at: usize) -> Instruction {
    let line = line.trim();
    let (keyword, text) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    Instruction { keyword: keyword.to_ascii_uppercase(), text: text.trim().to_owned(), line: at }
}

/// What stands before the character that continues a line.
fn continued(line: &str, escape: char) -> Option<&str> {
    line.trim_end().strip_suffix(escape)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The escape character: `\`, or what `# escape=` in the first lines says.
fn escape(text: &str) -> char {
    let directives = text.lines().map_while(|line| line.trim().strip_prefix('#')?.split_once('='));
    let said =
        directives.filter(|(key, _)| key.trim().eq_ignore_ascii_case("escape")).map(|(_, value)| value.trim()).next();
    if said == Some("`") { '`' } else { '\\' }
}

/// The ends of the here-documents that follow an instruction, and whether tabs before them are left out.
fn documents(instruction: &Instruction) -> Vec<(String, bool)> {
    if !matches!(instruction.keyword.as_str(), "RUN" | "COPY" | "ADD") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut rest = instruction.text.as_str();
    while let Some((before, after)) = rest.split_once("<<") {
        rest = after;
        let (strips_tabs, word) = after.strip_prefix('-').map_or((false, after), |word| (true, word));
        let word = word.strip_prefix(['"', '\'']).unwrap_or(word);
        let name: String = word.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
        // `<<<` is a here-string of the shell, `1 << 2` arithmetic.
        if !name.is_empty() && !before.ends_with('<') && !name.starts_with(|first: char| first.is_ascii_digit()) {
            found.push((name, strips_tabs));
        }
    }
    found
}
