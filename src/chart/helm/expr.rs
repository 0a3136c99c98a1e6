//! Expressions and tests as Go template pipelines.

use super::Printer;
use super::last::ends_in_lines;
use crate::chart::tree::{Body, Expr, Presence, Test, presence};
use crate::go;

/// Where an expression stands: outside of loops `.` is the chart's scope, inside it is `$`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Outside.
    Root,
    /// In a loop.
    Loop,
}

impl At {
    fn scope(self) -> &'static str {
        match self {
            At::Root => ".",
            At::Loop => "$",
        }
    }

    /// `.Values.a.b`, or `$.Values.a.b` in a loop.
    pub(super) fn value(self, path: &str) -> String {
        match self {
            At::Root => format!(".Values.{path}"),
            At::Loop => format!("$.Values.{path}"),
        }
    }

    fn field(self, name: &str) -> String {
        match self {
            At::Root => format!(".{name}"),
            At::Loop => format!("$.{name}"),
        }
    }
}

/// An expression that can stand alone between braces, or before a pipe.
pub(super) fn pipeline(printer: &Printer<'_>, expr: &Expr, at: At) -> String {
    let call = |name: &str, argument: &str| format!("include \"{}.{name}\" {argument}", printer.chart.name);
    match expr {
        Expr::Text(text) => go::template_string(text),
        Expr::Int(number) => number.to_string(),
        Expr::Value(path) | Expr::Truth(path) => at.value(path),
        Expr::Number(path) => format!("{} | int64", at.value(path)),
        Expr::Entry(path, key) => format!("index {} {}", at.value(path), go::template_string(key)),
        Expr::Release => at.field("Release.Name"),
        Expr::Namespace => at.field("Release.Namespace"),
        Expr::ChartName => at.field("Chart.Name"),
        Expr::AppVersion => at.field("Chart.AppVersion"),
        Expr::Join(parts) => join(printer, parts, at),
        Expr::Default(first, second) => {
            format!("{} | default {}", pipeline(printer, first, at), operand(printer, second, at))
        }
        Expr::Name(component) => call("name", &format!("(list {} \"{component}\")", at.scope())),
        Expr::NameIn { release, chart, component } => {
            call("nameIn", &format!("(list {} \"{chart}\" \"{component}\")", at.value(release)))
        }
        Expr::Dependency { release, name } => {
            let release = release.as_ref().map_or_else(|| at.field("Release.Name"), |path| at.value(path));
            let both = format!("(printf \"%s-{name}\" {release})");
            format!("ternary {release} {both} (contains \"{name}\" {release}) | trunc 63 | trimSuffix \"-\"")
        }
        Expr::Account(name, own) => {
            let own = own.as_ref().map(|path| format!(" {}", at.value(path))).unwrap_or_default();
            call("serviceAccountName", &format!("(list {} {}{own})", at.scope(), operand(printer, name, at)))
        }
        Expr::Image(path) => call("image", &format!("(list {} {})", at.scope(), at.value(path))),
        Expr::Piece(piece) => call(piece, at.scope()),
        Expr::Checksum(piece) => format!("{} | toJson | sha256sum", data(printer, piece, at)),
        Expr::ValuesChecksum(path) => format!("{} | toJson | sha256sum", at.value(path)),
        Expr::Short(inner, length) => format!("{} | trunc {length}", pipeline(printer, inner, at)),
        Expr::Key => "$key".to_owned(),
        Expr::Item => "$item".to_owned(),
        Expr::ItemField(field) => format!("$item.{field}"),
    }
}

/// The data of a named map. A template's end takes the line break from a text that stands last, and that text is not the
/// same without it.
pub(super) fn data(printer: &Printer<'_>, piece: &str, at: At) -> String {
    let last = if ends_in_lines(printer.map_piece(piece)) { " | printf \"%s\\n\"" } else { "" };
    format!("include \"{}.{piece}\" {}{last} | fromYaml", printer.chart.name, at.scope())
}

/// An expression between texts of a template, at the root: what is known stands there as it is.
pub(super) fn printed(printer: &Printer<'_>, expr: &Expr) -> String {
    if let Expr::Text(text) = expr {
        go::template_text(text)
    } else if let Expr::Int(number) = expr {
        number.to_string()
    } else {
        format!("{{{{ {} }}}}", pipeline(printer, expr, At::Root))
    }
}

/// An expression that can stand as an argument.
pub(super) fn operand(printer: &Printer<'_>, expr: &Expr, at: At) -> String {
    let alone = pipeline(printer, expr, at);
    match expr {
        Expr::Text(_)
        | Expr::Int(_)
        | Expr::Value(_)
        | Expr::Truth(_)
        | Expr::Release
        | Expr::Namespace
        | Expr::ChartName
        | Expr::AppVersion
        | Expr::Key
        | Expr::Item
        | Expr::ItemField(_) => alone,
        Expr::Number(_)
        | Expr::Entry(..)
        | Expr::Join(_)
        | Expr::Default(..)
        | Expr::Name(_)
        | Expr::NameIn { .. }
        | Expr::Dependency { .. }
        | Expr::Image(_)
        | Expr::Account(..)
        | Expr::Piece(_)
        | Expr::Checksum(_)
        | Expr::ValuesChecksum(_)
        | Expr::Short(..) => format!("({alone})"),
    }
}

fn join(printer: &Printer<'_>, parts: &[Expr], at: At) -> String {
    let mut format = String::new();
    let mut arguments = String::new();
    for part in parts {
        if let Expr::Text(text) = part {
            format.push_str(&text.replace('%', "%%"));
        } else {
            format.push_str(verb(part));
            arguments.push(' ');
            arguments.push_str(&operand(printer, part, at));
        }
    }
    format!("printf {}{arguments}", go::template_string(&format))
}

/// How Go prints a part of a text.
fn verb(part: &Expr) -> &'static str {
    if matches!(part, Expr::Number(_) | Expr::Int(_)) {
        "%d"
    } else if matches!(part, Expr::Truth(_)) {
        "%t"
    } else {
        "%s"
    }
}

/// A test, as it stands after `if`.
pub(super) fn test(printer: &Printer<'_>, test: &Test, at: At) -> String {
    match test {
        Test::Value(path) => at.value(path),
        Test::Is(path, word) => format!("eq {} {}", at.value(path), go::template_string(word)),
        Test::Greater(sides) => {
            format!("gt {} {}", operand(printer, &sides.0, at), number(printer, &sides.1, at))
        }
        Test::Set(path) => format!("ne ({} | toString) \"\"", at.value(path)),
        Test::Has(path, key) => format!("hasKey {} {}", at.value(path), go::template_string(key)),
        Test::Lists(path, item) => format!("has {} {}", operand(printer, item, at), at.value(path)),
        Test::Filled(piece) => match presence(printer.map_piece(piece)) {
            Presence::Always => "true".to_owned(),
            Presence::Never => "false".to_owned(),
            Presence::When(inner) => self::test(printer, &inner, at),
        },
        Test::Prefix(path, prefix) => format!("hasPrefix {} {}", go::template_string(prefix), at.value(path)),
        Test::Shorter(path, least) => format!("lt (len {}) {least}", at.value(path)),
        Test::ItemField(field) => format!("$item.{field}"),
        Test::Not(inner) => negated(printer, inner, at),
        Test::All(tests) => joined(printer, "and", tests, at),
        Test::Any(tests) => joined(printer, "or", tests, at),
    }
}

fn negated(printer: &Printer<'_>, inner: &Test, at: At) -> String {
    if let Test::Is(path, word) = inner {
        format!("ne {} {}", at.value(path), go::template_string(word))
    } else if let Test::Set(path) = inner {
        format!("eq ({} | toString) \"\"", at.value(path))
    } else {
        format!("not {}", test_operand(printer, inner, at))
    }
}

/// A number that `gt` compares with another: both must be of the same Go type.
fn number(printer: &Printer<'_>, expr: &Expr, at: At) -> String {
    if let Expr::Int(number) = expr { format!("(int64 {number})") } else { operand(printer, expr, at) }
}

fn joined(printer: &Printer<'_>, word: &str, tests: &[Test], at: At) -> String {
    let tests: Vec<String> = tests.iter().map(|test| test_operand(printer, test, at)).collect();
    format!("{word} {}", tests.join(" "))
}

fn test_operand(printer: &Printer<'_>, inner: &Test, at: At) -> String {
    let alone = test(printer, inner, at);
    if alone.contains(' ') { format!("({alone})") } else { alone }
}

impl Printer<'_> {
    /// The entries of a named map.
    pub(super) fn map_piece(&self, name: &str) -> &[crate::chart::tree::Entry] {
        match self.pieces.get(name).map(|piece| &piece.body) {
            Some(Body::Map(entries)) => entries,
            Some(Body::Text(..)) | None => &[],
        }
    }
}
