//! The template tree: Kubernetes objects with holes.
//!
//! Invariants: every path that an expression reads is declared in the chart's values; a loop stands in no loop; a
//! map that may turn out empty is left out with its key, by the condition of its entries.

mod guards;
mod presence;
mod test;
pub mod visit;

use crate::schema;
use smol_str::SmolStr;

pub use guards::{Above, all, guards, walk};
pub use presence::{Presence, all_present, any_present, of_node, presence};
pub use test::Test;

/// A path of the values, such as `backend.image.tag`.
pub type Path = SmolStr;

/// What stands in the place of a value, known when the chart is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr {
    /// A text.
    Text(SmolStr),
    /// A whole number.
    Int(i64),
    /// A text of the values, or a truth that stands alone.
    Value(Path),
    /// A truth of the values, which can stand within a text.
    Truth(Path),
    /// A whole number of the values.
    Number(Path),
    /// The text of a key of an open map of the values.
    Entry(Path, SmolStr),
    /// The release.
    Release,
    /// The release's namespace.
    Namespace,
    /// The chart's name.
    ChartName,
    /// The chart's application version.
    AppVersion,
    /// Texts one after the other.
    Join(Vec<Expr>),
    /// The first, or where that is empty, as Go means it, the second.
    Default(Box<Expr>, Box<Expr>),
    /// The bounded name of a component's objects. The component without a name is the release itself.
    Name(SmolStr),
    /// The bounded name of a component's objects in the release of another chart of the stack.
    NameIn {
        /// The path of the values that holds that release's name.
        release: Path,
        /// The other chart.
        chart: SmolStr,
        /// The component; that without a name is the release itself.
        component: SmolStr,
    },
    /// What a chart of others calls its objects, by Helm's usual `fullname`.
    Dependency {
        /// The path of the values that holds its release's name; none where that is this one.
        release: Option<Path>,
        /// What Helm calls the chart.
        name: SmolStr,
    },
    /// The service account of a workload whose own account has that name; at the path are its own values, where it has any.
    Account(Box<Expr>, Option<Path>),
    /// The reference of the image whose values stand at a path.
    Image(Path),
    /// A named piece of text.
    Piece(SmolStr),
    /// SHA-256 over the data of a named map, as JSON.
    Checksum(SmolStr),
    /// SHA-256 over a map of the values, as JSON: only a chart can know it.
    ValuesChecksum(Path),
    /// The first characters of a checksum.
    Short(Box<Expr>, usize),
    /// The key of the loop.
    Key,
    /// The item of the loop.
    Item,
    /// A field of the loop's item.
    ItemField(&'static str),
}

impl Expr {
    /// A text that is known.
    pub fn text(text: impl Into<SmolStr>) -> Self {
        Expr::Text(text.into())
    }

    /// The text, where it is known.
    #[must_use]
    pub fn known(&self) -> Option<&SmolStr> {
        if let Expr::Text(text) = self { Some(text) } else { None }
    }

    /// The path, where it is a text or truth of the values.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        if let Expr::Value(path) = self { Some(path) } else { None }
    }

    /// Texts one after the other; neighbours that are known are joined.
    #[must_use]
    pub fn join(parts: Vec<Expr>) -> Self {
        let mut joined: Vec<Expr> = Vec::with_capacity(parts.len());
        for part in parts {
            match (joined.last_mut(), part) {
                (Some(Expr::Text(last)), Expr::Text(more)) => *last = SmolStr::from(format!("{last}{more}")),
                (_, Expr::Join(inner)) => joined.extend(inner),
                (_, part) => joined.push(part),
            }
        }
        match joined.as_slice() {
            [] => Expr::text(""),
            [only] => only.clone(),
            _ => Expr::Join(joined),
        }
    }

    /// This, or where it is empty, another.
    #[must_use]
    pub fn or(self, other: Expr) -> Self {
        Expr::Default(Box::new(self), Box::new(other))
    }
}

/// What stands in the place of a YAML node.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A string.
    Text(Expr),
    /// An integer.
    Int(Expr),
    /// A truth.
    Bool(bool),
    /// A truth of the values.
    Flag(Path),
    /// A value of the values as it is, where its type is known to be safe (a count or a share, a list of texts).
    Json(Expr),
    /// A map.
    Map(Vec<Entry>),
    /// A map without entries, where that means something (`emptyDir: {}`).
    EmptyMap,
    /// A list.
    List(Vec<Item>),
    /// A list without items, where that means something.
    EmptyList,
    /// `null`, where that means something.
    Null,
    /// A number that is not whole, as YAML writes it.
    Fraction(SmolStr),
    /// A typed map of the values, printed as it is.
    Values(Path),
    /// A typed map of the values, or where it is empty another.
    ValuesOr(Path, Path),
    /// A named map.
    Piece(SmolStr),
}

impl Node {
    /// A string that is known.
    pub fn text(text: impl Into<SmolStr>) -> Self {
        Node::Text(Expr::text(text))
    }

    /// An integer that is known.
    #[must_use]
    pub fn int(number: i64) -> Self {
        Node::Int(Expr::Int(number))
    }
}

/// What can stand in a map.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A key and its value.
    Pair(Pair),
    /// Entries for one answer, and for the other.
    When(Test, Vec<Entry>, Vec<Entry>),
    /// Every entry of an open map of texts.
    Texts(Path),
    /// Every entry of an open map of variables, whose numbers and truths become texts.
    Variables(Path),
    /// The labels of a component.
    Labels(SmolStr),
    /// The labels that select a component's pods.
    Selector(SmolStr),
    /// The labels that all pods of the release share.
    ReleaseSelector,
    /// The entries of a named map.
    Include(SmolStr),
    /// Entries that only a chart can have, because they are made of values given at install time.
    ChartOnly(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The key.
    pub key: SmolStr,
    /// The value.
    pub value: Node,
    /// Where the value comes from, where it is written out and not read from the values.
    pub origin: Option<Box<Origin>>,
}

/// What can stand in a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A node.
    Node(Node),
    /// Items for one answer.
    When(Test, Vec<Item>),
    /// A node for every item of a list of the values, or for every key of a map of the values.
    Each(Path, Node),
    /// A node for every key of a named map.
    EachKey(SmolStr, Node),
    /// Every item of a list of the values, as it is.
    Values(Path),
}

/// The place in the model that a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Kind of the block of the top level.
    pub kind: &'static schema::Block,
    /// Its name.
    pub name: SmolStr,
    /// The way from there to the block itself: the nested blocks and their names, the outermost first.
    pub nested: Vec<(&'static schema::Block, SmolStr)>,
    /// The field, or the key of an open map.
    pub place: Place,
}

/// What of a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A field.
    Field(&'static schema::Field),
    /// An entry of an open map.
    Entry(&'static schema::Block, SmolStr),
    /// The block itself.
    Block,
}

/// A named piece, so that what is used twice is written once.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its name, without the chart's.
    pub name: SmolStr,
    /// What it is.
    pub doc: String,
    /// What it holds.
    pub body: Body,
}

/// What a piece holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// The entries of a map.
    Map(Vec<Entry>),
    /// The first text whose test holds, else the last; else the chart fails with a sentence.
    Text(Vec<(Test, Expr)>, Result<Expr, String>),
}

/// One Kubernetes object.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Name of its template, without folder: `deployment-backend.yaml`.
    pub file: String,
    /// The block that it was made from, which names its manifests' file.
    pub block: SmolStr,
    /// When it is there.
    pub when: Option<Test>,
    /// What it is for, where that is not plain from its kind.
    pub doc: Option<String>,
    /// apiVersion, kind, metadata, spec …
    pub body: Vec<Entry>,
    /// Pieces that stand in the same file, because nothing else needs them more.
    pub pieces: Vec<Piece>,
    /// Whether only a chart can have it: a test, or a Secret made of values given at install time.
    pub chart_only: bool,
}

impl Object {
    /// Its kind, as Kubernetes calls it.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        let kind = self.body.iter().filter_map(Entry::as_pair).find(|pair| pair.key == "kind")?;
        if let Node::Text(Expr::Text(kind)) = &kind.value { Some(kind) } else { None }
    }
}

impl Entry {
    /// The key and value, where it is one in any case.
    #[must_use]
    pub fn as_pair(&self) -> Option<&Pair> {
        if let Entry::Pair(pair) = self { Some(pair) } else { None }
    }

    /// The same, to be changed.
    pub fn as_pair_mut(&mut self) -> Option<&mut Pair> {
        if let Entry::Pair(pair) = self { Some(pair) } else { None }
    }
}

/// A key and its value.
pub fn pair(key: impl Into<SmolStr>, value: Node) -> Entry {
    Entry::Pair(Pair { key: key.into(), value, origin: None })
}

/// A key and the place that its value comes from.
pub fn pair_from(key: impl Into<SmolStr>, value: Node, origin: Origin) -> Entry {
    Entry::Pair(Pair { key: key.into(), value, origin: Some(Box::new(origin)) })
}

/// A key and a map.
pub fn map(key: impl Into<SmolStr>, entries: Vec<Entry>) -> Entry {
    pair(key, Node::Map(entries))
}

/// A key and a list.
pub fn list(key: impl Into<SmolStr>, items: Vec<Item>) -> Entry {
    pair(key, Node::List(items))
}

/// An entry with a list that Kubernetes wants to be there, also where nothing is in it.
#[must_use]
pub fn required_list(key: &'static str, items: Vec<Item>) -> Entry {
    let list = Node::List(items);
    match of_node(&list) {
        Presence::Always => pair(key, list),
        Presence::Never => pair(key, Node::EmptyList),
        Presence::When(test) => Entry::When(test, vec![pair(key, list)], vec![pair(key, Node::EmptyList)]),
    }
}

/// An item that is there in one case only.
#[must_use]
pub fn guarded(test: Option<Test>, node: Node) -> Vec<Item> {
    match test {
        Some(test) => vec![Item::When(test, vec![Item::Node(node)])],
        None => vec![Item::Node(node)],
    }
}

/// Entries that are there in one case only.
#[must_use]
pub fn when(test: Option<Test>, entries: Vec<Entry>) -> Vec<Entry> {
    match test {
        Some(test) if !entries.is_empty() => vec![Entry::When(test, entries, Vec::new())],
        _ => entries,
    }
}
