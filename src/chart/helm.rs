//! The Helm printer: writes the template tree as Go templates, as an experienced chart author would.
//! <https://helm.sh/docs/chart_best_practices/templates/>

mod entries;
mod expr;
mod notes;

use super::Chart;
use super::tree::{Body, Expr, Object, Piece, Test};
use crate::go;
use expr::{At, printed, test};
use std::cell::RefCell;
use std::fmt::Write as _;

pub use notes::{Note, notes};

/// Helpers that every chart has; `CHART` stands for its name.
const HELPERS: &str = include_str!("helpers.tpl");

/// `templates/_helpers.tpl`: names, labels, images, and what several templates share.
#[must_use]
pub fn helpers(chart: &Chart) -> String {
    let name = if chart.plain_names {
        "index . 1"
    } else {
        "printf \"%s-%s\" (include \"CHART.fullname\" (index . 0)) (index . 1)"
    };
    let mut out = HELPERS.replace("NAME", name).replace("CHART", &chart.name);
    let printer = Printer::new(chart);
    for piece in &chart.pieces {
        out.push('\n');
        printer.piece(piece, &mut out);
    }
    out
}

/// The template of an object, with the pieces that stand beside it.
#[must_use]
pub fn object(chart: &Chart, object: &Object) -> String {
    let printer = Printer::new(chart);
    let mut out = String::with_capacity(2048);
    if let Some(doc) = &object.doc {
        let _ = writeln!(out, "{{{{- /* {doc} */}}}}");
    }
    if let Some(when) = &object.when {
        let _ = writeln!(out, "{{{{- if {} }}}}", test(&printer, when, At::Root));
    }
    let known = object.when.clone();
    printer.knowing(known.as_ref(), || printer.entries(&object.body, 0, At::Root, &mut out));
    if object.when.is_some() {
        out.push_str("{{- end }}\n");
    }
    for piece in &object.pieces {
        out.push('\n');
        printer.piece(piece, &mut out);
    }
    out
}

/// The template without objects, in which the chart refuses values that cannot work.
#[must_use]
pub fn refusals(chart: &Chart) -> Option<String> {
    if chart.refusals.is_empty() {
        return None;
    }
    let printer = Printer::new(chart);
    let mut out = "{{- /* Values with which the application cannot work; each says why. */}}\n".to_owned();
    for refusal in &chart.refusals {
        let when = test(&printer, &refusal.when, At::Root);
        let message = go::template_string(&refusal.message);
        // `required` lets a chart be linted without its secrets; `fail` would not.
        let action = match &refusal.required {
            Some(path) => format!("$_ := required {message} {}", At::Root.value(path)),
            None => format!("fail {message}"),
        };
        let _ = writeln!(out, "{{{{- if {when} }}}}\n{{{{- {action} }}}}\n{{{{- end }}}}");
    }
    Some(out)
}

/// Prints parts of one chart.
#[derive(Debug)]
struct Printer<'a> {
    chart: &'a Chart,
    /// Tests that hold where the printer stands, so that none is asked twice.
    known: RefCell<Vec<Test>>,
}

impl<'a> Printer<'a> {
    fn new(chart: &'a Chart) -> Self {
        Self { chart, known: RefCell::default() }
    }

    /// Prints something that stands inside a test.
    fn knowing(&self, test: Option<&Test>, print: impl FnOnce()) {
        let before = self.known.borrow().len();
        match test {
            Some(Test::All(tests)) => self.known.borrow_mut().extend(tests.iter().cloned()),
            Some(test) => self.known.borrow_mut().push(test.clone()),
            None => {}
        }
        print();
        self.known.borrow_mut().truncate(before);
    }

    /// Whether a test holds where the printer stands.
    fn knows(&self, test: &Test) -> bool {
        let known = self.known.borrow();
        if let Test::All(tests) = test { tests.iter().all(|test| known.contains(test)) } else { known.contains(test) }
    }

    /// `{{- define … }}` of a piece.
    fn piece(&self, piece: &Piece, out: &mut String) {
        let _ = writeln!(out, "{{{{/* {} */}}}}", piece.doc);
        let _ = writeln!(out, "{{{{- define \"{}.{}\" -}}}}", self.chart.name, piece.name);
        match &piece.body {
            Body::Map(entries) => self.entries(entries, 0, At::Root, out),
            Body::Text(cases, last) => self.cases(cases, last, out),
        }
        out.push_str("{{- end }}\n");
    }

    fn cases(&self, cases: &[(Test, Expr)], last: &Result<Expr, String>, out: &mut String) {
        let print = |expr: &Expr| printed(self, expr);
        for (index, (when, expr)) in cases.iter().enumerate() {
            let word = if index == 0 { "if" } else { "else if" };
            let _ = writeln!(out, "{{{{- {word} {} -}}}}\n{}", test(self, when, At::Root), print(expr));
        }
        let last = match last {
            Ok(expr) => print(expr),
            Err(message) => format!("{{{{- fail {} }}}}", go::template_string(message)),
        };
        if cases.is_empty() {
            let _ = writeln!(out, "{last}");
        } else {
            let _ = writeln!(out, "{{{{- else -}}}}\n{last}\n{{{{- end }}}}");
        }
    }
}
