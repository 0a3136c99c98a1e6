//! Words for the mistakes that people make: what stands there, what belongs there, and the edit where there is only one.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Source, Span, Spanned};
use smol_str::SmolStr;

/// Longest piece of a user's text that a message repeats, in characters.
const QUOTED: usize = 40;

/// `port: 3000` or `port 3000`; without a sign, a bare word behind the key may be a field or a block.
pub(super) fn assignment(source: &Source, key: Span, sign: Option<Span>, value: Span) -> Diagnostic {
    let text = |span: Span| source.text.get(span.range()).unwrap_or_default();
    let (head, content) = (text(key), text(value));
    if let Some(sign) = sign {
        // With a blank before it, as in the head of a block.
        let is_base = text(sign) == ":" && sign.start > key.end && is_label(content);
        if is_base {
            let message = format!("`{{` is missing after `{}`", short(text(key.to(value))));
            let help = format!(
                "`{head} : {content} {{ … }}` is a block that starts from `{content}`, `{head} = {content}` a field"
            );
            return Diagnostic::new(Code::E0010, key.to(value), message).help(short_help(&help));
        }
        let message = format!("`{}` stands where `=` belongs, after `{}`", text(sign), short(head));
        let edit = if sign.start == key.end { " =" } else { "=" };
        return Diagnostic::new(Code::E0010, sign, message).edit(sign, edit);
    }
    let whole = key.to(value);
    if let Some(finding) = unusual_blank(whole, text(whole)) {
        return finding;
    }
    if content.starts_with(|first: char| first.is_ascii_alphabetic()) && !matches!(content, "true" | "false" | "none") {
        let message = format!("expected `=` or `{{` in `{}`", short(text(whole)));
        let help = format!("`{head} = {content}` is a field, `{head} {content} {{ … }}` a block");
        return Diagnostic::new(Code::E0010, whole, message).help(short_help(&help));
    }
    let message = format!("`=` is missing between `{}` and `{}`", short(head), short(content));
    Diagnostic::new(Code::E0010, whole, message).edit(key.after(), " =")
}

/// `;` or `,` behind a field, a comma too many, a `}` too many.
pub(super) fn stray_mark(span: Span, mark: &str) -> Diagnostic {
    let finding = Diagnostic::new(Code::E0010, span, format!("unexpected `{}`", short(mark)));
    match mark.chars().next() {
        Some('}') => finding.help("it closes nothing: delete it, or look for a block above that is closed too early"),
        Some(',' | ';') => {
            finding.help("nothing stands between two fields; between the values of a list one comma").edit(span, "")
        }
        Some(_) | None => finding,
    }
}

/// Text that is no construct.
pub(super) fn unexpected(span: Span, text: &str) -> Diagnostic {
    let finding = |message: String| Diagnostic::new(Code::E0010, span, message);
    let mark = |length: u32| Span { end: span.start + length, ..span };
    if let Some(finding) = unusual_blank(span, text) {
        return finding;
    }
    if text.starts_with("//") {
        return finding("a comment begins with `#`, not with `//`".into()).edit(mark(2), "#");
    }
    if text.starts_with("/*") {
        return finding("a comment begins with `#`, not with `/*`".into()).help("put `#` before each of its lines");
    }
    if text.starts_with("- ") {
        return finding(format!("unexpected `{}`", short(text))).help("a list is written `key = [a, b]`");
    }
    if text.starts_with('=') {
        return finding("a key is missing before `=`".into());
    }
    if text.starts_with(')') || text.starts_with(']') {
        return finding(format!("unexpected `{}`", short(text))).help("it closes nothing here");
    }
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        let help = format!("`{text} = …` is a field, `{text} {{ … }}` a block");
        return finding(format!("unexpected `{}`", short(text))).help(short_help(&help));
    }
    finding(format!("unexpected `{}`", short(text)))
        .help("here stands a field `key = value` or a block `kind name { … }`")
}

/// A no-break space or another blank that is none to the language.
fn unusual_blank(span: Span, text: &str) -> Option<Diagnostic> {
    let blank = text.chars().find(|character| !character.is_ascii() && character.is_whitespace())?;
    let message = format!("an unusual blank U+{:04X} stands in `{}`", u32::from(blank), short(text));
    Some(Diagnostic::new(Code::E0010, span, message).help("write an ordinary space"))
}

/// A word too many before a field.
pub(super) fn stray_word(span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(Code::E0010, span, format!("unexpected `{}` before a field", short(word)))
        .help("a field is `key = value`")
}

/// `environment … extends` that is not the first item.
pub(super) fn late_header(span: Span) -> Diagnostic {
    Diagnostic::new(Code::E0010, span, "`environment … extends` must be the first item of a file")
        .help("an environment inside of a stack file is a block: `environment NAME : BASE { … }`")
}

/// A `{` with nothing before it.
pub(super) fn no_kind(span: Span) -> Diagnostic {
    Diagnostic::new(Code::E0010, span, "unexpected `{`").help("a block begins with its kind: `service api { … }`")
}

/// A value that is neither text in quotes nor anything else.
pub(super) fn no_text(span: Span, written: &str) -> Diagnostic {
    let single = written.strip_prefix('\'').and_then(|inner| inner.strip_suffix('\''));
    let content = single.unwrap_or(written);
    let message = match single {
        Some(_) => format!("text stands in double quotes, not as `{}`", short(written)),
        None => format!("`{}` is text and stands in quotes", short(written)),
    };
    Diagnostic::new(Code::E0010, span, message).edit(span, quote(content))
}

/// Two values of a list with no comma between them.
pub(super) fn no_comma(before: Span) -> Diagnostic {
    Diagnostic::new(Code::E0010, before.after(), "a comma is missing between two values").edit(before.after(), ",")
}

/// A block's name that is no lower-case DNS label.
pub(super) fn bad_name(name: &Spanned<SmolStr>) -> Option<Diagnostic> {
    let word = name.value.as_str();
    if matches!(word, "none" | "null" | "true" | "false") {
        let message = format!("`{word}` is a value and can be no name");
        return Some(Diagnostic::new(Code::E0010, name.span, message));
    }
    if is_label(word) {
        return None;
    }
    let finding = Diagnostic::new(Code::E0010, name.span, format!("`{}` is no name", short(word)));
    let lower = word.to_ascii_lowercase().replace('_', "-");
    let lower = lower.trim_matches('-');
    let rule = "names are lower-case letters, digits and `-`, and begin with a letter";
    Some(if is_label(lower) { finding.help(format!("{rule}: `{}`", short(lower))) } else { finding.help(rule) })
}

fn is_label(word: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    word.starts_with(|first: char| first.is_ascii_lowercase()) && !word.ends_with('-') && word.bytes().all(inner)
}

/// `key =` with nothing behind it.
pub(super) fn no_value(key: &Spanned<SmolStr>) -> Diagnostic {
    let message = format!("`{}` has no value", short(&key.value));
    Diagnostic::new(Code::E0012, key.span, message)
        .help("write one behind the `=`; `none` takes away what was inherited")
}

/// `extends` with no file behind it.
pub(super) fn no_file(header: Span) -> Diagnostic {
    Diagnostic::new(Code::E0012, header, "`extends` names no file")
        .help("write it in quotes: `extends \"stack.todostack\"`")
}

/// `3..` with nothing behind it.
pub(super) fn no_upper_end(range: Span) -> Diagnostic {
    Diagnostic::new(Code::E0012, range, "the range has no upper end").help("write `3..20`, or `3..none`")
}

/// An end of a range that is no number.
pub(super) fn no_range_end(end: Span) -> Diagnostic {
    Diagnostic::new(Code::E0010, end, "a range goes from a number or `none` to a number or `none`")
}

/// A text whose quotes never close.
pub(super) fn unclosed_text(span: Span) -> Diagnostic {
    Diagnostic::new(Code::E0011, span, "this text is never closed")
}

/// An escape that does not exist; `rest` is what follows it in the source.
pub(super) fn bad_escape(span: Span, written: &str, rest: &str) -> Diagnostic {
    let finding = Diagnostic::new(Code::E0013, span, format!("`{}` is no escape", short(written)))
        .help("there are `\\n`, `\\t`, `\\\"`, `\\\\`, `\\$` and `\\u{…}`; `'''…'''` knows none");
    let digits = rest.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    match (written, digits) {
        ("\\r", _) => finding.edit(span, "\\u{d}"),
        ("\\0", _) => finding.edit(span, "\\u{0}"),
        ("\\'" | "\\/", _) => finding.edit(span, written.trim_start_matches('\\')),
        ("\\u", Some(digits)) => finding.edit(Span { end: span.end + 4, ..span }, format!("\\u{{{digits}}}")),
        _ if written.starts_with("\\u{") => finding,
        _ => finding.edit(span, format!("\\{written}")),
    }
}

/// `${…}` that holds no reference.
pub(super) fn bad_interpolation(span: Span, written: &str) -> Diagnostic {
    let message = match written {
        "${" => "`${` begins no reference".to_owned(),
        _ => format!("`{}` is no reference", short(written)),
    };
    Diagnostic::new(Code::E0014, span, message)
        .help("a reference is `${service.api.url}`; for the characters themselves write `\\${`")
        .edit(span, format!("\\{written}"))
}

/// A reference in a key, a name or a path.
pub(super) fn reference_in_name(span: Span) -> Diagnostic {
    Diagnostic::new(Code::E0014, span, "keys, names and paths hold no `${…}`")
        .help("for the characters themselves write `\\${`")
}

/// A text as it is written in the language.
fn quote(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "\\${").replace('\t', "\\t");
    format!("\"{escaped}\"")
}

/// The user's words, as much of them as a message can hold.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take_while(|character| *character != '\n').take(QUOTED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A help with the user's words in it, unless they are too long to be of help.
fn short_help(help: &str) -> String {
    if help.chars().count() > 3 * QUOTED || help.contains('\n') {
        "`key = value` is a field, `kind name { … }` a block".into()
    } else {
        help.into()
    }
}
