//! Params that are given at install time: keys of the values, under paths that the user chooses.

use super::across::Across;
use super::{Context, Part};
use crate::chart::tree::visit::Visitor;
use crate::chart::tree::{Entry, Expr, Node, Origin, Path, Place};
use crate::chart::values::schema::Schema;
use crate::chart::values::{Knob, Val};
use crate::model::typed::{Block, Kind};
use crate::schema::{Field, choices, ingress, service, stack};
use smol_str::{SmolStr, format_smolstr};

pub(super) fn lower(context: &Context<'_>, part: &mut Part) {
    for param in installed(context) {
        let Some(path) = path(param) else { continue };
        let kind = param.own(&stack::TYPE).map(|value| &value.kind);
        let value = param.own(&stack::DEFAULT).and_then(crate::model::typed::Value::literal).unwrap_or_default();
        let (schema, value) = if kind == Some(&Kind::Choice(&choices::INTEGER)) {
            let bound =
                |field, or: i32| param.own(field).and_then(crate::model::typed::Value::int).unwrap_or(i64::from(or));
            (
                Schema::Int(bound(&stack::MIN, i32::MIN), bound(&stack::MAX, i32::MAX)),
                Val::Int(value.parse().unwrap_or(0)),
            )
        } else if kind == Some(&Kind::Choice(&choices::BOOL)) {
            (Schema::Bool, Val::Bool(value == "true"))
        } else {
            (texts(param), Val::Text(value))
        };
        let doc =
            param.own(&stack::PARAM_DESCRIPTION).and_then(crate::model::typed::Value::literal).unwrap_or_default();
        let place = Place::Field(&stack::DEFAULT);
        let origin = Origin { kind: &stack::PARAM, name: SmolStr::new(param.name()), nested: Vec::new(), place };
        part.knob_from(path, doc.to_string(), schema, context.constant(value), origin);
    }
}

fn texts(param: &Block) -> Schema {
    match param.own(&stack::CHOICES).map(|value| &value.kind) {
        Some(Kind::List(items)) => {
            Schema::Choice(items.iter().filter_map(crate::model::typed::Value::literal).collect())
        }
        _ => Schema::Text,
    }
}

fn installed<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Block> {
    let params = context.program.blocks.iter().filter(|block| block.kind.is(&stack::PARAM));
    params.filter(|param| param.own(&stack::AT).map(|value| &value.kind) == Some(&Kind::Choice(&choices::INSTALL)))
}

fn path(param: &Block) -> Option<SmolStr> {
    param.own(&stack::KEY)?.literal()
}

/// Keys of fields that are a param: the param's key takes their place.
#[derive(Debug, Default)]
pub(super) struct Late {
    /// The key of the field, and that of the param.
    keys: Vec<(Path, Path)>,
    /// What the key of the field held, by that of the param.
    knobs: Vec<(Path, Knob)>,
}

impl Late {
    /// The fields of all blocks that are a param, and what their keys hold.
    pub(super) fn of(context: &Context<'_>, parts: &[Part]) -> Self {
        let mut late = Self::default();
        let fields = [(&service::REPLICAS, "replicaCount"), (&ingress::HOST, "host")];
        for own in context.components() {
            for (field, key) in fields {
                late.keys.extend(context.key_of_param(own, field).map(|param| (own.path(key), param)));
            }
        }
        for (own, param) in &late.keys {
            let knobs = parts.iter().flat_map(|part| &part.knobs);
            let knob = knobs
                .filter(|knob| knob.path == *own && knob.origin.as_ref().is_none_or(|own| own.kind != &stack::PARAM));
            late.knobs.extend(knob.take(1).map(|knob| (param.clone(), knob.clone())));
        }
        late
    }

    /// Lets a chart read the keys of params.
    pub(super) fn apply(&mut self, part: &mut Part) {
        if self.keys.is_empty() {
            return;
        }
        let is_param = |knob: &Knob| knob.origin.as_ref().is_some_and(|own| own.kind.is(&stack::PARAM));
        part.knobs.retain(|knob| is_param(knob) || !self.keys.iter().any(|(own, _)| *own == knob.path));
        for knob in part.knobs.iter_mut().filter(|knob| is_param(knob)) {
            for (_, field) in self.knobs.iter().filter(|(param, _)| *param == knob.path) {
                knob.schema = narrowed(&knob.schema, &field.schema);
                if knob.doc.is_empty() {
                    knob.doc.clone_from(&field.doc);
                }
            }
        }
        let has_moved =
            |at: &Path| self.keys.iter().any(|(own, param)| own != param && *own == format_smolstr!("{at}.host"));
        part.rules.retain(|rule| !has_moved(&rule.at));
        super::split::visit_all(part, self);
    }
}

/// What a key takes that is a param and a field.
fn narrowed(param: &Schema, field: &Schema) -> Schema {
    match (param, field) {
        (Schema::Int(low, high), Schema::Int(least, most)) => Schema::Int(*low.max(least), *high.min(most)),
        (Schema::Text, field) => field.clone(),
        (param, _) => param.clone(),
    }
}

impl Visitor for Late {
    fn path(&mut self, path: &mut Path) {
        if let Some((_, param)) = self.keys.iter().find(|(own, _)| own == path) {
            path.clone_from(param);
        }
    }

    fn piece(&mut self, _: &SmolStr) {}

    fn expr(&mut self, _: &mut Expr) {}

    fn entries(&mut self, _: &str, _: &mut Vec<Entry>) {}

    fn node(&mut self, _: &mut Node) {}
}

impl Context<'_> {
    /// The key of the param that a field of a block is.
    pub(super) fn key_of_param(&self, across: &Across<'_>, field: &'static Field) -> Option<Path> {
        let name = across.first()?.field(field)?.param.as_ref()?;
        installed(self).find(|param| param.name() == name).and_then(path)
    }

    /// What a param of the installation stands for.
    pub(super) fn install_param(&self, name: &str) -> Expr {
        let param = installed(self).find(|param| param.name() == name);
        let Some(path) = param.and_then(path) else { return Expr::text("") };
        match param.and_then(|param| param.own(&stack::TYPE)).map(|value| &value.kind) {
            Some(Kind::Choice(kind)) if *kind == &choices::INTEGER => Expr::Number(path),
            Some(Kind::Choice(kind)) if *kind == &choices::BOOL => Expr::Truth(path),
            _ => Expr::Value(path),
        }
    }
}
