//! Maps and lists as template lines.

use super::Printer;
use super::expr::{At, data, pipeline, test};
use crate::chart::tree::{Entry, Expr, Item, Node, Path, Presence, Test, of_node};
use crate::go;
use crate::yaml;
use std::fmt::Write as _;

impl Printer<'_> {
    /// The lines of a map's entries.
    pub(super) fn entries(&self, entries: &[Entry], indent: usize, at: At, out: &mut String) {
        for entry in entries {
            match entry {
                Entry::Pair(pair) => self.pair(&pair.key, &pair.value, indent, at, out),
                Entry::When(when, then, otherwise) => match self.asked(when) {
                    Presence::Always => self.entries(then, indent, at, out),
                    Presence::Never => self.entries(otherwise, indent, at, out),
                    Presence::When(when) => self.branches("if", &when, then, otherwise, indent, at, out),
                },
                Entry::Texts(path) => {
                    line(out, indent, &format!("range $key, $item := {}", at.value(path)));
                    yaml::spaces(out, indent);
                    out.push_str("{{ $key | quote }}: {{ $item | quote }}\n");
                    line(out, indent, "end");
                }
                Entry::Variables(path) => self.include(out, indent, "variables", &at.value(path)),
                Entry::Labels(component) => self.labels(out, indent, "labels", component, at),
                Entry::Selector(component) => self.labels(out, indent, "selectorLabels", component, at),
                Entry::ReleaseSelector => self.include(out, indent, "releaseLabels", scope(at)),
                Entry::Include(piece) => self.include(out, indent, piece, scope(at)),
                Entry::ChartOnly(entries) => self.entries(entries, indent, at, out),
            }
        }
    }

    /// `if … else if … else … end`.
    #[expect(clippy::too_many_arguments, reason = "a branch is a test, its two sides and where they stand")]
    fn branches(
        &self,
        word: &str,
        when: &Test,
        then: &[Entry],
        otherwise: &[Entry],
        indent: usize,
        at: At,
        out: &mut String,
    ) {
        line(out, indent, &format!("{word} {}", test(self, when, at)));
        self.knowing(when, || self.entries(then, indent, at, out));
        match otherwise {
            [] => line(out, indent, "end"),
            [Entry::When(next, then, otherwise)] => self.branches("else if", next, then, otherwise, indent, at, out),
            _ => {
                line(out, indent, "else");
                self.entries(otherwise, indent, at, out);
                line(out, indent, "end");
            }
        }
    }

    fn labels(&self, out: &mut String, indent: usize, helper: &str, component: &str, at: At) {
        self.include(out, indent, helper, &format!("(list {} \"{component}\")", scope(at)));
    }

    fn include(&self, out: &mut String, indent: usize, piece: &str, argument: &str) {
        let layout = if indent == 0 { String::new() } else { format!(" | nindent {indent}") };
        line(out, indent, &format!("include \"{}.{piece}\" {argument}{layout}", self.chart.name));
    }

    /// A key with its value. A map or list that may turn out empty is left out with its key, under one condition.
    fn pair(&self, key: &str, node: &Node, indent: usize, at: At, out: &mut String) {
        match of_node(node) {
            Presence::Never => {}
            Presence::Always => self.keyed(key, node.into(), indent, at, out),
            Presence::When(when) => match self.asked(&when) {
                Presence::Always => self.keyed(key, unwrapped(node, &when), indent, at, out),
                Presence::Never => {}
                Presence::When(asked) => {
                    line(out, indent, &format!("if {}", test(self, &asked, at)));
                    self.knowing(&asked, || self.keyed(key, unwrapped(node, &when), indent, at, out));
                    line(out, indent, "end");
                }
            },
        }
    }

    fn keyed(&self, key: &str, node: Inner<'_>, indent: usize, at: At, out: &mut String) {
        yaml::spaces(out, indent);
        let mut written = String::new();
        yaml::key(&mut written, key, indent);
        out.push_str(&go::template_text(&written));
        self.value(node, indent + 2, at, out);
    }

    /// What follows a key or a dash; `indent` is the column of what is nested.
    fn value(&self, node: Inner<'_>, indent: usize, at: At, out: &mut String) {
        match node {
            Inner::Entries(entries) => {
                out.push('\n');
                self.entries(entries, indent, at, out);
            }
            Inner::Items(items) => {
                out.push('\n');
                self.items(items, indent, at, out);
            }
            Inner::Node(node) => self.node(node, indent, at, out),
        }
    }

    fn node(&self, node: &Node, indent: usize, at: At, out: &mut String) {
        match node {
            Node::Map(entries) => self.value(Inner::Entries(entries), indent, at, out),
            Node::List(items) => self.value(Inner::Items(items), indent, at, out),
            Node::Values(path) => {
                out.push('\n');
                line(out, indent, &format!("toYaml {} | nindent {indent}", at.value(path)));
            }
            Node::ValuesOr(first, second) => {
                out.push('\n');
                let values = format!("{} | default {}", at.value(first), at.value(second));
                line(out, indent, &format!("toYaml ({values}) | nindent {indent}"));
            }
            Node::Piece(piece) => {
                out.push('\n');
                self.include(out, indent, piece, scope(at));
            }
            Node::Text(Expr::Text(text)) => {
                let mut written = String::new();
                yaml::block_text(&mut written, text, indent);
                let _ = writeln!(out, " {}", go::template_text(&written));
            }
            Node::Text(expr) => {
                let _ = writeln!(out, " {{{{ {} | quote }}}}", pipeline(self, expr, at));
            }
            Node::Int(Expr::Int(number)) => {
                let _ = writeln!(out, " {number}");
            }
            Node::Int(expr) => {
                let _ = writeln!(out, " {{{{ {} }}}}", pipeline(self, expr, at));
            }
            Node::Bool(truth) => {
                let _ = writeln!(out, " {truth}");
            }
            Node::Flag(path) => {
                let _ = writeln!(out, " {{{{ {} }}}}", at.value(path));
            }
            Node::Json(expr) => {
                let _ = writeln!(out, " {{{{ {} | toJson }}}}", pipeline(self, expr, at));
            }
            Node::EmptyMap => out.push_str(" {}\n"),
            Node::EmptyList => out.push_str(" []\n"),
            Node::Null => out.push_str(" null\n"),
            Node::Fraction(number) => {
                let _ = writeln!(out, " {number}");
            }
        }
    }

    fn items(&self, items: &[Item], indent: usize, at: At, out: &mut String) {
        for item in items {
            match item {
                Item::Node(node) => self.item(node, indent, at, out),
                Item::When(when, items) => match self.asked(when) {
                    Presence::Always => self.items(items, indent, at, out),
                    Presence::Never => {}
                    Presence::When(when) => {
                        line(out, indent, &format!("if {}", test(self, &when, at)));
                        self.knowing(&when, || self.items(items, indent, at, out));
                        line(out, indent, "end");
                    }
                },
                Item::Each(path, node) => {
                    line(out, indent, &format!("range $key, $item := {}", at.value(path)));
                    self.item(node, indent, At::Loop, out);
                    line(out, indent, "end");
                }
                Item::EachKey(piece, node) => {
                    line(out, indent, &format!("range $key, $_ := {}", data(self, piece, at)));
                    self.item(node, indent, At::Loop, out);
                    line(out, indent, "end");
                }
                Item::Values(path) => self.list_of_values(path, indent, at, out),
            }
        }
    }

    /// Every item of a list of the values; `toYaml` of an empty list is no item but `[]`.
    fn list_of_values(&self, path: &Path, indent: usize, at: At, out: &mut String) {
        let print = |out: &mut String| line(out, indent, &format!("toYaml {} | nindent {indent}", at.value(path)));
        let filled = Test::Value(path.clone());
        if self.asked(&filled) == Presence::Always {
            return print(out);
        }
        line(out, indent, &format!("if {}", at.value(path)));
        print(out);
        line(out, indent, "end");
    }

    /// An item: its first key stands behind the dash.
    fn item(&self, node: &Node, indent: usize, at: At, out: &mut String) {
        let Node::Map(entries) = node else {
            yaml::spaces(out, indent);
            out.push('-');
            return self.node(node, indent + 2, at, out);
        };
        let start = out.len();
        self.entries(entries, indent + 2, at, out);
        let first_is_plain = out.get(start + indent + 2..).is_some_and(|line| !line.starts_with("{{-"));
        if first_is_plain {
            out.replace_range(start + indent..start + indent + 2, "- ");
        } else {
            // A map whose first key depends on something has its dash on a line of its own.
            let mut dash = String::new();
            yaml::spaces(&mut dash, indent);
            dash.push_str("-\n");
            out.insert_str(start, &dash);
        }
    }
}

/// A node, or what is left of it where the condition of its only branch stands around it already.
#[derive(Debug, Clone, Copy)]
enum Inner<'a> {
    Node(&'a Node),
    Entries(&'a [Entry]),
    Items(&'a [Item]),
}

impl<'a> From<&'a Node> for Inner<'a> {
    fn from(node: &'a Node) -> Self {
        Inner::Node(node)
    }
}

/// Leaves out a condition inside that says the same as the one around.
fn unwrapped<'a>(node: &'a Node, when: &Test) -> Inner<'a> {
    if let Node::Map(entries) = node
        && let [Entry::When(test, then, otherwise)] = entries.as_slice()
        && test == when
        && otherwise.is_empty()
    {
        Inner::Entries(then)
    } else if let Node::List(items) = node
        && let [Item::When(test, items)] = items.as_slice()
        && test == when
    {
        Inner::Items(items)
    } else {
        Inner::Node(node)
    }
}

/// A line that only steers.
fn line(out: &mut String, indent: usize, action: &str) {
    yaml::spaces(out, indent);
    let _ = writeln!(out, "{{{{- {action} }}}}");
}

fn scope(at: At) -> &'static str {
    match at {
        At::Root => ".",
        At::Loop => "$",
    }
}
