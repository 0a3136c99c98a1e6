//! The template tree: Kubernetes objects with holes.
//!
//! Invariants: every path that an expression reads is declared in the chart's values; a loop stands in no loop; a
//! map that may turn out empty is left out with its key, by the condition of its entries.

use crate::schema;
use smol_str::SmolStr;

/// A path of the values, such as `backend.image.tag`.
pub type Path = SmolStr;

/// What stands in the place of a value, known when the chart is rendered.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A text.
    Text(SmolStr),
    /// A whole number.
    Int(i64),
    /// A text or truth of the values.
    Value(Path),
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
    /// The bounded name of a component's objects.
    Name(SmolStr),
    /// The service account of a workload whose own account has that name.
    Account(Box<Expr>),
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

/// A question to the values.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Whether a value is neither empty nor false.
    Value(Path),
    /// Whether a value is that text.
    Is(Path, SmolStr),
    /// Whether the first number is greater than the second.
    Greater(Box<(Expr, Expr)>),
    /// Whether a value is set, where a number's zero means something: it is not the empty text.
    Set(Path),
    /// Whether an open map has a key.
    Has(Path, SmolStr),
    /// Whether a named map has any entry.
    Filled(SmolStr),
    /// Whether a text begins so.
    Prefix(Path, SmolStr),
    /// Whether a text has fewer characters.
    Shorter(Path, i64),
    /// Whether a field of the loop's item is neither empty nor false.
    ItemField(&'static str),
    /// Whether it is not so.
    Not(Box<Test>),
    /// Whether all are so.
    All(Vec<Test>),
    /// Whether any is so.
    Any(Vec<Test>),
}

impl Test {
    /// The opposite.
    #[must_use]
    pub fn not(self) -> Self {
        match self {
            Test::Not(inner) => *inner,
            other => Test::Not(Box::new(other)),
        }
    }

    /// All of several; none where there is nothing to ask.
    #[must_use]
    pub fn all(tests: impl IntoIterator<Item = Test>) -> Option<Self> {
        let mut all: Vec<Test> = Vec::new();
        for test in tests {
            match test {
                Test::All(inner) => all.extend(inner),
                test if all.contains(&test) => {}
                test => all.push(test),
            }
        }
        match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Test::All(all)),
        }
    }

    /// Any of several.
    #[must_use]
    pub fn any(tests: impl IntoIterator<Item = Test>) -> Option<Self> {
        let mut any: Vec<Test> = Vec::new();
        for test in tests {
            match test {
                Test::Any(inner) => any.extend(inner),
                test if any.contains(&test) => {}
                test => any.push(test),
            }
        }
        match any.len() {
            0 | 1 => any.pop(),
            _ => Some(Test::Any(any)),
        }
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
    /// The nested block and its name.
    pub nested: Option<(&'static schema::Block, SmolStr)>,
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

/// Entries that are there in one case only.
#[must_use]
pub fn when(test: Option<Test>, entries: Vec<Entry>) -> Vec<Entry> {
    match test {
        Some(test) if !entries.is_empty() => vec![Entry::When(test, entries, Vec::new())],
        _ => entries,
    }
}

/// When a map has any entry: none where it always has, `Some(None)` where it never has.
#[must_use]
pub fn presence(entries: &[Entry]) -> Presence {
    let mut tests = Vec::new();
    for entry in entries {
        match of_entry(entry) {
            Presence::Always => return Presence::Always,
            Presence::Never => {}
            Presence::When(test) => tests.push(test),
        }
    }
    any_of(tests)
}

/// There where any test holds. A map without a key is empty or has others, so that one of the two always holds.
fn any_of(tests: Vec<Test>) -> Presence {
    let Some(any) = Test::any(tests) else { return Presence::Never };
    if let Test::Any(tests) = &any {
        let filled = |path: &Path| tests.iter().any(|test| matches!(test, Test::Value(own) if own == path));
        let lacks = |test: &Test| match test {
            Test::Not(inner) => matches!(inner.as_ref(), Test::Has(path, _) if filled(path)),
            _ => false,
        };
        if tests.iter().any(lacks) {
            return Presence::Always;
        }
    }
    Presence::When(any)
}

/// When something is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Presence {
    /// In any case.
    Always,
    /// In no case.
    Never,
    /// Where a test holds.
    When(Test),
}

fn of_entry(entry: &Entry) -> Presence {
    match entry {
        Entry::Pair(pair) => of_node(&pair.value),
        Entry::Labels(_) | Entry::Selector(_) | Entry::ReleaseSelector => Presence::Always,
        Entry::Texts(path) | Entry::Variables(path) => Presence::When(Test::Value(path.clone())),
        Entry::Include(piece) => Presence::When(Test::Filled(piece.clone())),
        Entry::ChartOnly(entries) => presence(entries),
        Entry::When(test, then, otherwise) => branches(test, &presence(then), &presence(otherwise)),
    }
}

fn branches(test: &Test, then: &Presence, otherwise: &Presence) -> Presence {
    let narrowed = |side: &Presence, test: Test| match side {
        Presence::Always => Some(test),
        Presence::Never => None,
        Presence::When(inner) => Test::all([test, inner.clone()]),
    };
    if (then, otherwise) == (&Presence::Always, &Presence::Always) {
        return Presence::Always;
    }
    let sides = [narrowed(then, test.clone()), narrowed(otherwise, test.clone().not())];
    any_of(sides.into_iter().flatten().collect())
}

/// When a node is there: a map or list that may be empty is not there then.
#[must_use]
pub fn of_node(node: &Node) -> Presence {
    match node {
        Node::Map(entries) => presence(entries),
        Node::List(items) => {
            let each = items.iter().map(of_item);
            let mut tests = Vec::new();
            for item in each {
                match item {
                    Presence::Always => return Presence::Always,
                    Presence::Never => {}
                    Presence::When(test) => tests.push(test),
                }
            }
            any_of(tests)
        }
        Node::Values(path) => Presence::When(Test::Value(path.clone())),
        Node::ValuesOr(first, second) => {
            let either = Test::any([Test::Value(first.clone()), Test::Value(second.clone())]);
            either.map_or(Presence::Never, Presence::When)
        }
        Node::Piece(piece) => Presence::When(Test::Filled(piece.clone())),
        Node::Text(_) | Node::Int(_) | Node::Bool(_) | Node::Flag(_) | Node::Json(_) | Node::EmptyMap => {
            Presence::Always
        }
    }
}

fn of_item(item: &Item) -> Presence {
    match item {
        Item::Node(_) => Presence::Always,
        Item::When(test, items) => match of_node(&Node::List(items.clone())) {
            Presence::Always => Presence::When(test.clone()),
            Presence::Never => Presence::Never,
            Presence::When(inner) => Test::all([test.clone(), inner]).map_or(Presence::Always, Presence::When),
        },
        Item::Each(path, _) | Item::Values(path) => Presence::When(Test::Value(path.clone())),
        Item::EachKey(piece, _) => Presence::When(Test::Filled(piece.clone())),
    }
}
