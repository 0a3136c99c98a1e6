//! The Helm printer: writes the template tree as Go templates, as an experienced chart author would.
//! <https://helm.sh/docs/chart_best_practices/templates/>

mod entries;
mod expr;
mod last;
mod notes;

use super::Chart;
use super::names::Prefix;
use super::tree::{Body, Expr, Object, Piece, Presence, Test, all_present, any_present, presence};
use crate::go;
use expr::{At, printed, test};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::fmt::Write as _;

pub use notes::Note;

/// Helpers that every chart has; `CHART` stands for its name.
const HELPERS: &str = include_str!("helpers.tpl");

/// Helpers of a chart that is one of several.
const MEMBERS: &str = include_str!("members.tpl");

/// The templates of a chart.
#[derive(Debug)]
pub struct Templates<'a> {
    chart: &'a Chart,
    pieces: FxHashMap<&'a str, &'a Piece>,
}

impl<'a> Templates<'a> {
    /// What prints a chart.
    #[must_use]
    pub fn of(chart: &'a Chart) -> Self {
        Self { chart, pieces: chart.every_piece().map(|piece| (piece.name.as_str(), piece)).collect() }
    }

    fn printer(&self) -> Printer<'_> {
        Printer { chart: self.chart, pieces: &self.pieces, known: RefCell::default() }
    }

    /// `templates/_helpers.tpl`: names, labels, images, and what several templates share.
    #[must_use]
    pub fn helpers(&self) -> String {
        let naming = &self.chart.naming;
        let part_of = self.chart.member.as_ref().map(|member| &member.stack);
        let name = match &naming.prefix {
            Prefix::Release if self.chart.member.is_some() => {
                "list (include \"CHART.fullname\" (index . 0)) (index . 1) | compact | join \"-\"".to_owned()
            }
            Prefix::Release => "printf \"%s-%s\" (include \"CHART.fullname\" (index . 0)) (index . 1)".to_owned(),
            Prefix::Nothing => "index . 1".to_owned(),
            Prefix::Fixed(word) => format!("printf \"{word}-%s\" (index . 1)"),
        };
        let part_of =
            part_of.map_or_else(|| "{{ $root.Chart.Name | quote }}".to_owned(), |stack| format!("\"{stack}\""));
        let mut out = HELPERS.replace("NAME", &name).replace("PART_OF", &part_of);
        if self.chart.member.is_some() {
            out.push_str(MEMBERS);
        }
        let out = out.replace("LONGEST", &naming.longest().to_string());
        let out = out.replace("SHORTER", &naming.cut().to_string());
        let mut out = out.replace("CHART", &self.chart.name);
        for piece in &self.chart.pieces {
            out.push('\n');
            self.printer().piece(piece, &mut out);
        }
        out
    }

    /// The template of an object, with the pieces that stand beside it.
    #[must_use]
    pub fn object(&self, object: &Object) -> String {
        let printer = self.printer();
        let mut out = String::with_capacity(2048);
        if let Some(doc) = &object.doc {
            let _ = writeln!(out, "{{{{- /* {doc} */}}}}");
        }
        let body = |out: &mut String| printer.entries(&object.body, 0, At::Root, out);
        match object.when.as_ref().map_or(Presence::Always, |when| printer.asked(when)) {
            Presence::Always => body(&mut out),
            Presence::Never => {}
            Presence::When(when) => {
                let _ = writeln!(out, "{{{{- if {} }}}}", test(&printer, &when, At::Root));
                printer.knowing(&when, || body(&mut out));
                out.push_str("{{- end }}\n");
            }
        }
        for piece in &object.pieces {
            out.push('\n');
            printer.piece(piece, &mut out);
        }
        out
    }

    /// The template without objects, in which the chart refuses values that cannot work.
    #[must_use]
    pub fn refusals(&self) -> Option<String> {
        if self.chart.refusals.is_empty() {
            return None;
        }
        let printer = self.printer();
        let mut out = "{{- /* Values with which the application cannot work; each says why. */}}\n".to_owned();
        for refusal in &self.chart.refusals {
            let when = test(&printer, &refusal.when, At::Root);
            let message = go::template_string(&refusal.said());
            // `required` lets a chart be linted without its secrets; `fail` would not.
            let action = match &refusal.required {
                Some(path) => format!("$_ := required {message} {}", At::Root.value(path)),
                None => format!("fail {message}"),
            };
            let _ = writeln!(out, "{{{{- if {when} }}}}\n{{{{- {action} }}}}\n{{{{- end }}}}");
        }
        Some(out)
    }

    /// `NOTES.txt`: what Helm says after an installation.
    #[must_use]
    pub fn notes(&self) -> String {
        let mut out = String::new();
        notes::write(&self.printer(), &self.chart.notes, &mut out);
        out
    }
}

/// Prints parts of one chart.
#[derive(Debug)]
struct Printer<'a> {
    chart: &'a Chart,
    pieces: &'a FxHashMap<&'a str, &'a Piece>,
    /// Tests that hold where the printer stands, so that none is asked twice.
    known: RefCell<Vec<Test>>,
}

impl Printer<'_> {
    /// Prints something that stands inside a test.
    fn knowing(&self, test: &Test, print: impl FnOnce()) {
        let before = self.known.borrow().len();
        if let Test::All(tests) = test {
            self.known.borrow_mut().extend(tests.iter().cloned());
        } else {
            self.known.borrow_mut().push(test.clone());
        }
        print();
        self.known.borrow_mut().truncate(before);
    }

    /// What is left to ask of a test where the printer stands.
    fn asked(&self, test: &Test) -> Presence {
        if self.known.borrow().contains(test) {
            return Presence::Always;
        }
        match test {
            Test::Filled(piece) => match presence(self.map_piece(piece)) {
                Presence::When(inner) => self.asked(&inner),
                settled @ (Presence::Always | Presence::Never) => settled,
            },
            Test::Not(inner) => match self.asked(inner) {
                Presence::Always => Presence::Never,
                Presence::Never => Presence::Always,
                Presence::When(inner) => Presence::When(!inner),
            },
            Test::All(tests) => all_present(tests.iter().map(|test| self.asked(test))),
            Test::Any(tests) => any_present(tests.iter().map(|test| self.asked(test))),
            Test::Value(_)
            | Test::Is(..)
            | Test::Greater(..)
            | Test::Set(_)
            | Test::Has(..)
            | Test::Lists(..)
            | Test::Prefix(..)
            | Test::Shorter(..)
            | Test::ItemField(_) => Presence::When(test.clone()),
        }
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
