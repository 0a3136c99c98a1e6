//! `values.yaml` and the files of the environments, with comments.

use super::{Val, Values};
use crate::yaml;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::borrow::Cow;

/// Which file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// `values.yaml`: every key.
    Defaults,
    /// `values-ENV.yaml`: only what differs.
    Environment(usize),
}

/// A values file, beneath its first comment.
#[must_use]
pub fn file(values: &Values, file: File, head: &str) -> String {
    let mut root = Level::default();
    let docs = file == File::Defaults;
    for knob in &values.knobs {
        let value = match file {
            File::Defaults => Some(values.default_of(knob)),
            File::Environment(environment) => values.difference(knob, environment).map(Cow::Owned),
        };
        if let Some(value) = value {
            let level = root.at(&knob.path);
            level.leaf = Some(value);
            level.doc = if docs { &knob.doc } else { "" };
        }
    }
    for (path, doc) in values.groups.iter().filter(|_| docs) {
        root.at(path).doc = doc;
    }
    let mut out = String::new();
    yaml::comment(&mut out, head, 0);
    if root.maps.is_empty() {
        out.push_str("{}\n");
    }
    for (key, level) in &root.maps {
        if docs || out.ends_with("{}\n") {
            out.push('\n');
        }
        level.write(&mut out, key, 0);
    }
    out
}

/// A map of the values while a file is put together.
#[derive(Debug, Default)]
struct Level<'v> {
    doc: &'v str,
    leaf: Option<Cow<'v, Val>>,
    maps: IndexMap<&'v str, Level<'v>, FxBuildHasher>,
}

impl<'v> Level<'v> {
    fn at(&mut self, path: &'v str) -> &mut Level<'v> {
        path.split('.').fold(self, |level, key| level.maps.entry(key).or_default())
    }

    fn write(&self, out: &mut String, key: &str, indent: usize) {
        yaml::comment(out, self.doc, indent);
        yaml::spaces(out, indent);
        yaml::key(out, key, indent);
        if let Some(leaf) = &self.leaf {
            return write_val(out, leaf, indent + 2);
        }
        out.push('\n');
        for (key, level) in &self.maps {
            level.write(out, key, indent + 2);
        }
    }
}

/// What follows `key:`, to the end of the line or of the block; `indent` is the column of what is nested.
pub fn write_val(out: &mut String, value: &Val, indent: usize) {
    match value {
        Val::Unset => out.push_str(" \"\"\n"),
        Val::Bool(true) => out.push_str(" true\n"),
        Val::Bool(false) => out.push_str(" false\n"),
        Val::Int(number) => {
            out.push(' ');
            out.push_str(&number.to_string());
            out.push('\n');
        }
        Val::Fraction(number) => {
            out.push(' ');
            out.push_str(number);
            out.push('\n');
        }
        Val::Null => out.push_str(" null\n"),
        Val::Text(text) => {
            out.push(' ');
            yaml::block_text(out, text, indent);
            out.push('\n');
        }
        Val::List(items) if items.is_empty() => out.push_str(" []\n"),
        Val::Map(entries) if entries.is_empty() => out.push_str(" {}\n"),
        Val::List(items) => {
            out.push('\n');
            for item in items {
                write_item(out, item, indent);
            }
        }
        Val::Map(entries) => {
            out.push('\n');
            write_entries(out, entries, indent);
        }
    }
}

/// The lines of a map.
pub fn write_entries(out: &mut String, entries: &[(smol_str::SmolStr, Val)], indent: usize) {
    for (key, value) in entries {
        yaml::spaces(out, indent);
        yaml::key(out, key, indent);
        write_val(out, value, indent + 2);
    }
}

/// The lines of an item of a list.
pub fn write_item(out: &mut String, item: &Val, indent: usize) {
    yaml::spaces(out, indent);
    out.push('-');
    if let Val::Map(entries) = item
        && !entries.is_empty()
    {
        let start = out.len();
        write_entries(out, entries, indent + 2);
        // The first key stands behind the dash: of its white space one blank stays.
        out.replace_range(start..=start + indent, "");
    } else {
        write_val(out, item, indent + 2);
    }
}

/// A scalar as text.
#[must_use]
pub fn scalar(value: &Val) -> smol_str::SmolStr {
    match value {
        Val::Bool(truth) => smol_str::SmolStr::new_static(if *truth { "true" } else { "false" }),
        Val::Int(number) => smol_str::SmolStr::from(number.to_string()),
        Val::Fraction(text) | Val::Text(text) => text.clone(),
        Val::Unset | Val::Null | Val::List(_) | Val::Map(_) => smol_str::SmolStr::default(),
    }
}
