//! `config`: a `ConfigMap` of keys and files. <https://kubernetes.io/docs/concepts/configuration/configmap/>

use super::across::Across;
use super::knobs::Built;
use super::network::Asked;
use super::{Context, Part, metadata, pod, reference, texts};
use crate::chart::tree::{self, Body, Entry, Expr, Node, Piece, Place, map};
use crate::chart::values::Val;
use crate::chart::values::schema::{self, Schema};
use crate::companion::Wanted;
use crate::model::environment::View;
use crate::schema::config;
use crate::schema::objects::ObjectKind;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use smol_str::{SmolStr, format_smolstr};

/// Characters of the hash in the name of what can't be changed.
const HASH: usize = 8;

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    part.group(across.key.clone(), format!("Configuration {}.", across.name));
    part.enabled(across);
    let path = across.path("data");
    let derived = keys(context, across, &path, part);
    let mut entries = vec![Entry::Variables(path)];
    entries.extend(derived);
    entries.extend(files(context, across, part));
    let piece = format_smolstr!("{}.data", across.name);
    let mut body = vec![metadata::of(across, &object_name(across), Vec::new())];
    let values = across.said(|view| view.bool(&config::IMMUTABLE).then_some(Val::Bool(true)));
    let (origin, doc) = (across.origin(&config::IMMUTABLE), super::knobs::doc(&config::IMMUTABLE));
    body.extend(part.settled("immutable", across.path("immutable"), values, &Schema::Bool, origin, doc));
    body.push(map("data", vec![Entry::Include(piece.clone())]));
    let binary = binary_files(context, across, part);
    if !binary.is_empty() {
        body.push(map("binaryData", vec![Entry::Include(binary_piece(across))]));
    }
    let mut object = pod::object(across, "ConfigMap", "configmap", pod::when(across, None), body);
    object.pieces.push(Piece {
        name: piece,
        doc: format!(
            "What configuration {} holds; hashed into the pods that read it, so that a change rolls them.",
            across.name
        ),
        body: Body::Map(entries),
    });
    if !binary.is_empty() {
        object.pieces.push(Piece {
            name: binary_piece(across),
            doc: format!("What configuration {} holds that is no text, in base64; hashed as the rest is.", across.name),
            body: Body::Map(binary),
        });
    }
    part.objects.push(object);
}

/// Name of a configuration's object. One that can't be changed is named by what it holds, so that a change makes another.
pub(super) fn object_name(across: &Across<'_>) -> Expr {
    if !across.any(|view| view.bool(&config::IMMUTABLE)) {
        return across.object_name(ObjectKind::ConfigMap);
    }
    let hash = Expr::Short(Box::new(Expr::Checksum(format_smolstr!("{}.data", across.name))), HASH);
    Expr::join(vec![across.object_name(ObjectKind::ConfigMap), Expr::text("-"), hash])
}

/// The map of what is no text.
pub(super) fn binary_piece(across: &Across<'_>) -> SmolStr {
    format_smolstr!("{}.binary", across.name)
}

/// Whether a configuration has a file that is no text in some environment.
pub(super) fn has_binary(context: &Context<'_>, across: &Across<'_>) -> bool {
    across.children(&config::FILE).iter().any(|file| is_binary(context, file))
}

/// Whether a file is no text in some environment.
fn is_binary(context: &Context<'_>, file: &Across<'_>) -> bool {
    file.any(|view| binary(context, view).is_some())
}

/// Whether a file is text in some environment.
fn has_text(context: &Context<'_>, file: &Across<'_>) -> bool {
    file.any(|view| binary(context, view).is_none())
}

/// The bytes of a file, where they are no text.
fn binary<'c>(context: &'c Context<'_>, view: &View<'_>) -> Option<&'c [u8]> {
    bytes(context, view).filter(|bytes| std::str::from_utf8(bytes).is_err())
}

/// The bytes of the file of the project that a file takes.
fn bytes<'c>(context: &'c Context<'_>, view: &View<'_>) -> Option<&'c [u8]> {
    let from = view.field(&config::FROM)?;
    let wanted = Wanted { by: from.value.span.file, path: from.value.literal()? };
    context.companions.get(&wanted)?.as_ref().ok().map(Vec::as_slice)
}

/// Files that are no text, each a key.
fn binary_files(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = Vec::new();
    for file in across.children(&config::FILE).iter().filter(|file| is_binary(context, file)) {
        let written = |view: &View<'_>| binary(context, view).map(|bytes| STANDARD.encode(bytes));
        let pairs = across.views.iter().zip(&file.views);
        let values = pairs.map(|(block, view)| match block {
            Some(_) => view.as_ref().and_then(written).map(Val::text),
            None => Some(Val::Unset),
        });
        let path = across.path(&format!("binaryFiles.{}", values_key(file.name)));
        let doc = format!("File {}, in base64.", file.name);
        let schema = Schema::Pattern("^[A-Za-z0-9+/]*={0,2}$");
        let origin = file.origin(&config::FROM);
        entries.extend(part.settled(file.name, path, values.collect(), &schema, origin, doc));
    }
    entries
}

/// Keys: literals as values, and what is derived from other parts of the stack.
fn keys(context: &Context<'_>, across: &Across<'_>, path: &SmolStr, part: &mut Part) -> Vec<Entry> {
    let (known, derived) = texts::read(context, across, &config::KEYS);
    let doc = "Keys. One that is given here wins over one that the chart derives from other parts of the stack.";
    let origin = across.origin_of(Place::Block);
    part.knob_from(path.clone(), doc, Schema::Variables(schema::CONFIG_KEY), known, origin);
    derived.lower(across, path, "data does not give it", |key| switch(across, key), part)
}

/// The key that says what a key is derived from, where environments differ in that.
fn switch(across: &Across<'_>, key: &str) -> SmolStr {
    across.path(&format!("dataSource.{}", values_key(key)))
}

/// What must be so that a key or a file has the text that it has in some environments; none where the values cannot tell.
pub(super) fn asked(context: &Context<'_>, across: &Across<'_>, key: &str, of: &[bool]) -> Option<Vec<Asked>> {
    match texts_of_files(context, across).into_iter().find(|file| file.own.name == key) {
        Some(file) if all_known(&file.texts).is_none() => {
            Some(Asked::chosen(&file.path, file.texts, of).into_iter().collect())
        }
        Some(_) => across.is_only_in(of).then(Vec::new),
        None => {
            let (data, switch) = (across.path("data"), switch(across, key));
            texts::asked(context, across, &config::KEYS, (&data, key, &switch), of)
        }
    }
}

/// A file that is text, as each environment has it.
struct File<'a> {
    own: Across<'a>,
    /// The key of its text, or of which text it is.
    path: SmolStr,
    texts: Vec<Built<Expr>>,
}

fn texts_of_files<'a>(context: &Context<'_>, across: &Across<'a>) -> Vec<File<'a>> {
    let mut files = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    for own in across.children(&config::FILE).into_iter().filter(|own| has_text(context, own)) {
        let texts: Vec<Built<Expr>> = across.built(|environment, view| {
            let text = view.nested(&config::FILE, own.name).and_then(|file| text(context, environment, &file));
            text.map_or(Built::Nothing, |text| Built::As(SmolStr::new_static("text"), text))
        });
        // `a.b` and `a-b` would have one key.
        let key = values_key(own.name);
        let path = match taken.iter().filter(|other| **other == key).count() {
            0 => across.path(&format!("files.{key}")),
            others => across.path(&format!("files.{key}{}", others + 1)),
        };
        taken.push(key);
        files.push(File { own, path, texts });
    }
    files
}

/// Files, each a key. Where environments differ in a file its text stands in the values, or, where it is derived from
/// other parts of the stack, a key says which one it is.
fn files(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let mut entries = Vec::new();
    for File { own, path, texts } in texts_of_files(context, across) {
        let origin = own.origin(&config::TEXT);
        let doc = format!("File {}.", own.name);
        if let Some(known) = all_known(&texts) {
            entries.extend(part.settled(own.name, path, known, &Schema::Text, origin, doc));
            continue;
        }
        for (test, text) in part.chosen(&path, doc, origin.clone(), texts) {
            entries.extend(tree::when(test, vec![tree::pair_from(own.name, Node::Text(text), origin.clone())]));
        }
    }
    entries
}

/// Texts without references, as values; none where one has any.
fn all_known(texts: &[Built<Expr>]) -> Option<Vec<Option<Val>>> {
    let known = texts.iter().map(|text| match text {
        Built::Absent => Some(Some(Val::Unset)),
        Built::Nothing => Some(None),
        Built::As(_, Expr::Text(text)) => Some(Some(Val::Text(text.clone()))),
        Built::As(..) => None,
    });
    known.collect()
}

/// A key of the values for the name of a file or key.
fn values_key(name: &str) -> String {
    crate::types::names::values_key(&name.replace(['.', '/', '_'], "-"))
}

/// The text of a file: what is written, or the text of a file of the project.
pub(super) fn text(context: &Context<'_>, environment: usize, view: &View<'_>) -> Option<Expr> {
    if let Some(value) = view.value(&config::TEXT) {
        return Some(reference::text_of_key(context, environment, value));
    }
    std::str::from_utf8(bytes(context, view)?).ok().map(Expr::text)
}
