//! Params that are given at install time: keys of the values, under paths that the user chooses.

use super::{Context, Part};
use crate::chart::tree::{Expr, Origin, Place};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::typed::{Block, Kind};
use crate::schema::{choices, stack};
use smol_str::SmolStr;

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

impl Context<'_> {
    /// What a param of the installation stands for.
    pub(super) fn install_param(&self, name: &str) -> Expr {
        let param = installed(self).find(|param| param.name() == name);
        let Some(path) = param.and_then(path) else { return Expr::text("") };
        let is_number = param.and_then(|param| param.own(&stack::TYPE)).map(|value| &value.kind)
            == Some(&Kind::Choice(&choices::INTEGER));
        if is_number { Expr::Number(path) } else { Expr::Value(path) }
    }
}
