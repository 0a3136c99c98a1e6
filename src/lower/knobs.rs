//! Keys of the values: declared once, with what they hold in every environment.

use super::Part;
use super::across::Across;
use crate::chart::tree::{Entry, Expr, Item, Node, Origin, Path, Test, pair, pair_from, when};
use crate::chart::values::schema::Schema;
use crate::chart::values::{Knob, Val};
use crate::model::environment::View;
use crate::model::typed::{Kind, Text, Value};
use crate::schema::{self, Check, Type, shared};
use smol_str::{SmolStr, format_smolstr};

impl Part {
    /// Declares a key.
    pub(super) fn knob(&mut self, path: Path, doc: impl Into<String>, schema: Schema, values: Vec<Val>) {
        self.add(Knob { path, doc: doc.into(), schema, values, origin: None });
    }

    /// Declares a key whose values come from a place of the source.
    pub(super) fn knob_from(
        &mut self,
        path: Path,
        doc: impl Into<String>,
        schema: Schema,
        values: Vec<Val>,
        origin: Origin,
    ) {
        self.add(Knob { path, doc: doc.into(), schema, values, origin: Some(origin) });
    }

    /// Says anew what a key is for.
    pub(super) fn redescribe(&mut self, path: &Path, doc: &str) {
        for knob in self.knobs.iter_mut().filter(|knob| knob.path == *path) {
            doc.clone_into(&mut knob.doc);
        }
    }

    /// Several objects may read one key. One of which no environment says anything, because the block is off everywhere and lacks
    /// what it needs, may hold nothing.
    fn add(&mut self, mut knob: Knob) {
        let is_said = |value: &Val| *value != Val::Unset;
        if !knob.values.iter().any(is_said) && !matches!(knob.schema, Schema::OrUnset(_) | Schema::Secret) {
            knob.schema = Schema::OrUnset(Box::new(knob.schema));
        }
        if self.knobs.iter().all(|known| known.path != knob.path) {
            self.knobs.push(knob);
        }
    }

    /// Declares a comment of a map of keys.
    pub(super) fn group(&mut self, path: Path, doc: impl Into<String>) {
        self.groups.push((path, doc.into()));
    }

    /// The switch of something that not every environment has; none where all that have the block have it.
    pub(super) fn switch(
        &mut self,
        path: Path,
        doc: impl Into<String>,
        origin: Origin,
        on: impl IntoIterator<Item = Option<bool>>,
    ) -> Option<Test> {
        let on: Vec<Option<bool>> = on.into_iter().collect();
        if on.iter().all(|on| *on != Some(false)) {
            return None;
        }
        let values = on.into_iter().map(|on| on.map_or(Val::Unset, Val::Bool)).collect();
        self.knob_from(path.clone(), doc, Schema::Bool, values, origin);
        Some(Test::Value(path))
    }

    /// Declares `enabled` of a block. A block that an environment does not have is switched off there.
    pub(super) fn enabled(&mut self, across: &Across<'_>) {
        let values = across.each(View::is_on).into_iter().map(|on| Val::Bool(on.unwrap_or(false))).collect();
        self.knob_from(across.path(shared::ENABLED.name), "", Schema::Bool, values, across.origin(&shared::ENABLED));
    }

    /// The value of a field that passes through to Kubernetes: written out where all environments agree, else a key.
    pub(super) fn passed(&mut self, across: &Across<'_>, field: &'static schema::Field) -> Vec<Entry> {
        let Some(target) = field.to.kubernetes_field() else { return Vec::new() };
        self.field(across, field, target, target)
    }

    /// The same for a Kubernetes field and a values key that the lowering names.
    pub(super) fn field(
        &mut self,
        across: &Across<'_>,
        field: &'static schema::Field,
        target: &str,
        key: &str,
    ) -> Vec<Entry> {
        let values = across.said(|view| value_of(view, field));
        self.field_of(values, across, field, target, key)
    }

    /// The same as [`Part::passed`] in an object or a map that is there only where the field means something.
    pub(super) fn passed_within(&mut self, across: &Across<'_>, field: &'static schema::Field) -> Vec<Entry> {
        let Some(target) = field.to.kubernetes_field() else { return Vec::new() };
        let values = across.said_within(field, |view| value_of(view, field));
        self.field_of(values, across, field, target, target)
    }

    fn field_of(
        &mut self,
        values: Vec<Option<Val>>,
        across: &Across<'_>,
        field: &'static schema::Field,
        target: &str,
        key: &str,
    ) -> Vec<Entry> {
        // Of most fields nobody says anything.
        if matches!(agreed(&values), Agreed::Nothing) {
            return Vec::new();
        }
        let origin = across.origin(field);
        self.settled(target, across.path(key), values, &schema_of(&field.ty), origin, doc(field))
    }

    /// A value that is known in every environment: written out where all agree, else a key of the values. An environment
    /// that has not got the block says [`Val::Unset`] and has no say.
    pub(super) fn settled(
        &mut self,
        target: &str,
        path: Path,
        values: Vec<Option<Val>>,
        schema: &Schema,
        origin: Origin,
        doc: String,
    ) -> Vec<Entry> {
        match agreed(&values) {
            Agreed::Nothing => Vec::new(),
            Agreed::Same(value) => vec![pair_from(target, node_of(value), origin)],
            Agreed::Differs { unset } => {
                let (entries, schema) = hole(target, &path, schema, unset);
                let values = values.into_iter().map(|value| value.unwrap_or_else(|| unset_value(&schema))).collect();
                self.knob_from(path, doc, schema, values, origin);
                entries
            }
        }
    }
}

/// What a block is built of in an environment.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Built<T> {
    /// The environment has not got the block, and no say.
    Absent,
    /// There is nothing of it.
    Nothing,
    /// This, and what it is called.
    As(SmolStr, T),
}

impl Part {
    /// What environments may build differently: once where all agree, else each kind of it where a key of the values
    /// names it. The key holds nothing where there is nothing of it.
    pub(super) fn chosen<T: PartialEq>(
        &mut self,
        path: &Path,
        doc: impl Into<String>,
        origin: Origin,
        built: impl IntoIterator<Item = Built<T>>,
    ) -> Vec<(Option<Test>, T)> {
        let (names, kinds) = named(built);
        let sometimes = names.contains(&Val::text(""));
        if kinds.len() < 2 && !sometimes {
            return kinds.into_iter().map(|(_, own)| (None, own)).collect();
        }
        if kinds.is_empty() {
            return Vec::new();
        }
        let words = kinds.iter().map(|(name, _)| name.clone()).chain(sometimes.then(SmolStr::default)).collect();
        self.knob_from(path.clone(), doc, Schema::Choice(words), names, origin);
        kinds.into_iter().map(|(name, own)| (Some(Test::Is(path.clone(), name)), own)).collect()
    }
}

/// What each environment builds, by its name: nothing's is empty, and who has no say has none. And the kinds of it.
pub(super) fn named<T: PartialEq>(built: impl IntoIterator<Item = Built<T>>) -> (Vec<Val>, Vec<(SmolStr, T)>) {
    let mut kinds: Vec<(SmolStr, T)> = Vec::new();
    let names = built.into_iter().map(|built| name_of(built, &mut kinds)).collect();
    (names, kinds)
}

/// The name of what an environment builds; two different things never share one.
fn name_of<T: PartialEq>(built: Built<T>, kinds: &mut Vec<(SmolStr, T)>) -> Val {
    let (name, own) = match built {
        Built::Absent => return Val::Unset,
        Built::Nothing => return Val::text(""),
        Built::As(name, own) => (name, own),
    };
    if let Some((name, _)) = kinds.iter().find(|(_, known)| *known == own) {
        return Val::Text(name.clone());
    }
    // Nothing's name is empty.
    let name = if name.is_empty() { SmolStr::new_static("empty") } else { name };
    let taken = |name: &SmolStr| kinds.iter().any(|(known, _)| known == name);
    let others = (2..).map(|number| format_smolstr!("{name} #{number}"));
    let free = std::iter::once(name.clone()).chain(others).find(|name| !taken(name)).unwrap_or(name);
    kinds.push((free.clone(), own));
    Val::Text(free)
}

/// Whether environments agree.
enum Agreed<'a> {
    /// None says anything.
    Nothing,
    /// All say the same.
    Same(&'a Val),
    /// They differ; some may say nothing.
    Differs { unset: bool },
}

fn agreed(values: &[Option<Val>]) -> Agreed<'_> {
    let mut said = values.iter().flatten().filter(|value| **value != Val::Unset);
    let Some(first) = said.next() else { return Agreed::Nothing };
    let unset = values.iter().any(Option::is_none);
    if !unset && said.all(|value| value == first) {
        return Agreed::Same(first);
    }
    Agreed::Differs { unset }
}

/// The entry that reads a key, and the key's schema with "unset" where some environment says nothing.
fn hole(target: &str, path: &Path, schema: &Schema, unset: bool) -> (Vec<Entry>, Schema) {
    let node = match schema {
        Schema::Int(..) => Node::Int(Expr::Number(path.clone())),
        Schema::Bool => Node::Flag(path.clone()),
        // JSON would leave characters as they are that YAML refuses.
        Schema::List(item) if **item == Schema::Text => {
            Node::List(vec![Item::Each(path.clone(), Node::Text(Expr::Item))])
        }
        Schema::IntOrPercent | Schema::List(_) => Node::Json(Expr::Value(path.clone())),
        Schema::Object(_) | Schema::Resources => Node::Values(path.clone()),
        Schema::NodePort
        | Schema::Text
        | Schema::Pattern(_)
        | Schema::Choice(_)
        | Schema::Quantity(_)
        | Schema::Texts(_)
        | Schema::Variables(_)
        | Schema::OpenObject
        | Schema::Passed
        | Schema::OrUnset(_)
        | Schema::Secret => Node::Text(Expr::Value(path.clone())),
    };
    let entry = vec![pair(target, node)];
    if !unset {
        return (entry, schema.clone());
    }
    match schema {
        // The list leaves itself out where it is empty.
        Schema::List(item) if **item == Schema::Text => (entry, schema.clone()),
        Schema::Int(low, _) if *low <= 0 => {
            (when(Some(Test::Set(path.clone())), entry), Schema::OrUnset(Box::new(schema.clone())))
        }
        Schema::Int(_, high) => (when(Some(Test::Value(path.clone())), entry), Schema::Int(0, *high)),
        // No pod at all is something else than nothing said.
        Schema::IntOrPercent => (when(Some(Test::Set(path.clone())), entry), Schema::OrUnset(Box::new(schema.clone()))),
        // Unset is what Kubernetes takes it for: false.
        Schema::Bool => (when(Some(Test::Value(path.clone())), entry), Schema::Bool),
        Schema::Text | Schema::List(_) | Schema::Object(_) | Schema::Resources => {
            (when(Some(Test::Value(path.clone())), entry), schema.clone())
        }
        Schema::NodePort
        | Schema::Pattern(_)
        | Schema::Choice(_)
        | Schema::Quantity(_)
        | Schema::Texts(_)
        | Schema::Variables(_)
        | Schema::OpenObject
        | Schema::Passed
        | Schema::OrUnset(_)
        | Schema::Secret => (when(Some(Test::Value(path.clone())), entry), Schema::OrUnset(Box::new(schema.clone()))),
    }
}

fn unset_value(schema: &Schema) -> Val {
    match schema {
        Schema::Int(..) => Val::Int(0),
        Schema::Bool => Val::Bool(false),
        Schema::List(_) => Val::List(Vec::new()),
        Schema::Object(_) | Schema::Resources => Val::Map(Vec::new()),
        Schema::NodePort
        | Schema::IntOrPercent
        | Schema::Text
        | Schema::Pattern(_)
        | Schema::Choice(_)
        | Schema::Quantity(_)
        | Schema::Texts(_)
        | Schema::Variables(_)
        | Schema::OpenObject
        | Schema::Passed
        | Schema::OrUnset(_)
        | Schema::Secret => Val::text(""),
    }
}

/// A value that is known, as a node.
pub(super) fn node_of(value: &Val) -> Node {
    match value {
        Val::Unset => Node::text(""),
        Val::Bool(truth) => Node::Bool(*truth),
        Val::Int(number) => Node::int(*number),
        Val::Fraction(number) => Node::Fraction(number.clone()),
        Val::Null => Node::Null,
        Val::Text(text) => Node::text(text.clone()),
        Val::List(items) => {
            Node::List(items.iter().map(|item| crate::chart::tree::Item::Node(node_of(item))).collect())
        }
        Val::Map(entries) if entries.is_empty() => Node::EmptyMap,
        Val::Map(entries) => Node::Map(entries.iter().map(|(key, value)| pair(key.clone(), node_of(value))).collect()),
    }
}

/// A field's value as Kubernetes takes it; none where it is unset or holds a reference.
pub(super) fn value_of(view: &View<'_>, field: &'static schema::Field) -> Option<Val> {
    plain(view.value(field)?)
}

/// A value without references, as Kubernetes takes it.
pub(super) fn plain(value: &Value) -> Option<Val> {
    Some(match &value.kind {
        Kind::Bool(truth) => Val::Bool(*truth),
        Kind::Int(number) => Val::Int(*number),
        Kind::Percent(number) => Val::text(format!("{number}%")),
        Kind::Duration(duration) => Val::Int(duration.seconds().ok()?.into()),
        Kind::Quantity(quantity) => Val::text(quantity.to_string()),
        Kind::Choice(choice) => Val::text(SmolStr::new_static(choice.kubernetes)),
        Kind::Text(Text::Literal(text)) => Val::Text(text.clone()),
        Kind::List(items) => Val::List(items.iter().filter_map(plain).collect()),
        Kind::Block(_, name) => Val::Text(name.clone()),
        Kind::None
        | Kind::Null
        | Kind::Fraction(_)
        | Kind::Object(_)
        | Kind::Made(_)
        | Kind::Range(..)
        | Kind::Text(Text::Parts(_))
        | Kind::Reference(_) => return None,
    })
}

/// The schema of a key that holds values of a type.
pub(super) fn schema_of(ty: &Type) -> Schema {
    match ty {
        Type::Bool => Schema::Bool,
        Type::Int(low, high) | Type::Percent(low, high) => Schema::Int(*low, *high),
        Type::Duration => Schema::Int(0, i64::from(i32::MAX)),
        Type::Quantity(kind) | Type::Resource(kind) => Schema::Quantity(*kind),
        Type::Scale => Schema::Int(0, 10_000),
        Type::IntOrPercent => Schema::IntOrPercent,
        Type::Choice(choices) => {
            Schema::Choice(choices.iter().map(|choice| SmolStr::new_static(choice.kubernetes)).collect())
        }
        Type::List(item) => Schema::List(Box::new(schema_of(item))),
        Type::Short(short) => schema_of(&short.field.ty),
        Type::Text(Check::Host) => Schema::Pattern(crate::chart::values::schema::HOST),
        Type::Text(Check::Cidr) => Schema::Pattern(crate::chart::values::schema::CIDR),
        Type::Text(Check::Ip) => Schema::Pattern(crate::chart::values::schema::ADDRESS),
        Type::Text(Check::Subdomain | Check::Label) => Schema::Pattern(crate::chart::values::schema::OBJECT_NAME),
        Type::Text(_) | Type::Block(_) | Type::Image | Type::Scalar | Type::Either(_) | Type::Made | Type::Raw => {
            Schema::Text
        }
    }
}

/// A block's documentation, as a comment.
pub(super) fn doc_of(kind: &schema::Block) -> String {
    kind.doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ").replace('`', "")
}

/// A field's documentation, as a comment.
pub(super) fn doc(field: &schema::Field) -> String {
    let mut text = String::with_capacity(field.doc.iter().map(|line| line.len()).sum());
    for line in field.doc {
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(line.trim().split('`'));
    }
    text
}
