//! One way through the whole tree, for whoever collects or changes what stands in it.

use super::{Body, Entry, Expr, Item, Node, Object, Path, Piece, Test};
use crate::chart::helm::Note;
use smol_str::{SmolStr, format_smolstr};

/// What is done at each part of a tree. A part is shown before what stands in it.
pub trait Visitor {
    /// A path of the values that is read.
    fn path(&mut self, path: &mut Path);
    /// The path of an image, of which the keys in [`IMAGE`] are read.
    fn image(&mut self, path: &mut Path) {
        self.path(path);
    }
    /// A map of the values of which a digest is made. Whoever does so wants to know that a key changes, and reads none.
    fn digest(&mut self, path: &mut Path) {
        self.path(path);
    }
    /// A named piece that is included or asked about.
    fn piece(&mut self, name: &SmolStr);
    /// An expression.
    fn expr(&mut self, expr: &mut Expr);
    /// The entries of the map below a key.
    fn entries(&mut self, key: &str, entries: &mut Vec<Entry>);
    /// A node.
    fn node(&mut self, node: &mut Node);
}

/// Paths that the service account of a pod is found by.
pub const ACCOUNT: [SmolStr; 2] =
    [SmolStr::new_static("serviceAccount.name"), SmolStr::new_static("serviceAccount.create")];

/// Keys that the reference of an image is made of.
pub const IMAGE: [&str; 3] = ["repository", "tag", "digest"];

/// Goes through an object, with the pieces that stand beside it.
pub fn object(object: &mut Object, visitor: &mut impl Visitor) {
    if let Some(when) = &mut object.when {
        test(when, visitor);
    }
    entries("", &mut object.body, visitor);
    for own in &mut object.pieces {
        piece(own, visitor);
    }
}

/// Goes through a piece.
pub fn piece(piece: &mut Piece, visitor: &mut impl Visitor) {
    match &mut piece.body {
        Body::Map(own) => entries("", own, visitor),
        Body::Text(cases, last) => {
            for (when, text) in cases {
                test(when, visitor);
                expr(text, visitor);
            }
            if let Ok(last) = last {
                expr(last, visitor);
            }
        }
    }
}

/// Goes through notes.
pub fn notes(notes: &mut [Note], visitor: &mut impl Visitor) {
    for note in notes {
        match note {
            Note::Line(parts) => parts.iter_mut().for_each(|part| expr(part, visitor)),
            Note::When(when, then, otherwise) => {
                test(when, visitor);
                self::notes(then, visitor);
                self::notes(otherwise, visitor);
            }
        }
    }
}

fn entries(key: &str, all: &mut Vec<Entry>, visitor: &mut impl Visitor) {
    visitor.entries(key, all);
    for entry in all {
        match entry {
            Entry::Pair(pair) => {
                let key = pair.key.clone();
                below(&key, &mut pair.value, visitor);
            }
            Entry::When(when, then, otherwise) => {
                test(when, visitor);
                entries(key, then, visitor);
                entries(key, otherwise, visitor);
            }
            Entry::Texts(path) | Entry::Variables(path) => visitor.path(path),
            Entry::Include(name) => visitor.piece(name),
            Entry::ChartOnly(own) => entries(key, own, visitor),
            Entry::Labels(_) | Entry::Selector(_) | Entry::ReleaseSelector => {}
        }
    }
}

/// Goes through a node.
pub fn node(own: &mut Node, visitor: &mut impl Visitor) {
    below("", own, visitor);
}

fn below(key: &str, own: &mut Node, visitor: &mut impl Visitor) {
    visitor.node(own);
    match own {
        Node::Text(text) | Node::Int(text) | Node::Json(text) => expr(text, visitor),
        Node::Flag(path) | Node::Values(path) => visitor.path(path),
        Node::ValuesOr(first, second) => {
            visitor.path(first);
            visitor.path(second);
        }
        Node::Map(own) => entries(key, own, visitor),
        Node::List(own) => items(own, visitor),
        Node::Piece(name) => visitor.piece(name),
        Node::Bool(_) | Node::EmptyMap | Node::EmptyList | Node::Null | Node::Fraction(_) => {}
    }
}

fn items(all: &mut [Item], visitor: &mut impl Visitor) {
    for item in all {
        match item {
            Item::Node(own) => below("", own, visitor),
            Item::When(when, own) => {
                test(when, visitor);
                items(own, visitor);
            }
            Item::Each(path, own) => {
                visitor.path(path);
                below("", own, visitor);
            }
            Item::EachKey(name, own) => {
                visitor.piece(name);
                below("", own, visitor);
            }
            Item::Values(path) => visitor.path(path),
        }
    }
}

fn expr(own: &mut Expr, visitor: &mut impl Visitor) {
    visitor.expr(own);
    match own {
        Expr::Value(path)
        | Expr::Truth(path)
        | Expr::Number(path)
        | Expr::Entry(path, _)
        | Expr::NameIn { release: path, .. } => visitor.path(path),
        Expr::Image(path) => visitor.image(path),
        Expr::ValuesChecksum(path) => visitor.digest(path),
        Expr::Join(parts) => parts.iter_mut().for_each(|part| expr(part, visitor)),
        Expr::Default(first, second) => {
            expr(first, visitor);
            expr(second, visitor);
        }
        Expr::Account(name, own) => {
            for mut path in ACCOUNT {
                visitor.path(&mut path);
            }
            if let Some(own) = own {
                let [mut named, mut made] = ["name", "create"].map(|key| format_smolstr!("{own}.{key}"));
                visitor.path(&mut named);
                visitor.path(&mut made);
                *own = SmolStr::new(named.strip_suffix(".name").unwrap_or(own));
            }
            expr(name, visitor);
        }
        Expr::Piece(name) | Expr::Checksum(name) => visitor.piece(name),
        Expr::Short(inner, _) => expr(inner, visitor),
        Expr::Dependency { release, .. } => {
            if let Some(path) = release {
                visitor.path(path);
            }
        }
        Expr::Text(_)
        | Expr::Int(_)
        | Expr::Release
        | Expr::Namespace
        | Expr::ChartName
        | Expr::AppVersion
        | Expr::Name(_)
        | Expr::Key
        | Expr::Item
        | Expr::ItemField(_) => {}
    }
}

/// Goes through a test.
pub fn test(own: &mut Test, visitor: &mut impl Visitor) {
    match own {
        Test::Value(path)
        | Test::Is(path, _)
        | Test::Set(path)
        | Test::Has(path, _)
        | Test::Prefix(path, _)
        | Test::Shorter(path, _) => visitor.path(path),
        Test::Greater(sides) => {
            expr(&mut sides.0, visitor);
            expr(&mut sides.1, visitor);
        }
        Test::Lists(path, item) => {
            visitor.path(path);
            expr(item, visitor);
        }
        Test::Filled(name) => visitor.piece(name),
        Test::ItemField(_) => {}
        Test::Not(inner) => test(inner, visitor),
        Test::All(tests) | Test::Any(tests) => tests.iter_mut().for_each(|inner| test(inner, visitor)),
    }
}
