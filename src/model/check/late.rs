//! Params of the installation in fields that are a key of the values anyway: the param's key is that key.

use super::Checker;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::constants::constant;
use crate::model::typed::Value;
use crate::schema::attributes::Root;
use crate::schema::{Field, ingress, service};
use crate::syntax::ast::{self, ValueKind};
use smol_str::SmolStr;

/// The fields that a param of the installation can be. What reads them in the chart reads one key, and nothing that is settled
/// before depends on them.
pub static LATE: [&Field; 2] = [&service::REPLICAS, &ingress::HOST];

/// Whether a param of the installation can be all of a field's value.
#[must_use]
pub fn can_be_late(field: &Field) -> bool {
    LATE.iter().any(|late| late.is(field))
}

impl Checker<'_> {
    /// The default of a param of the installation, where that is all that stands there, and the name of the param. The default is
    /// what everything that looks at the value sees; none of it where it was reported.
    pub(super) fn late(
        &mut self,
        declared: &'static Field,
        field: &ast::Field,
    ) -> Option<(Option<Value>, Option<SmolStr>)> {
        let ValueKind::Path(path) = &field.value.kind else { return None };
        let (root, name) = constant(path)?;
        let constants = self.constants;
        if root != Root::Param || !constants.is_install(&name.value) || !can_be_late(declared) {
            return None;
        }
        self.used.insert((root, name.value.clone()));
        let is_known = |value: &&ast::Value| match &value.kind {
            ValueKind::Text(text) => text.literal().is_some(),
            ValueKind::Number(_) | ValueKind::Bool(_) => true,
            ValueKind::None
            | ValueKind::Null
            | ValueKind::Path(_)
            | ValueKind::Range(..)
            | ValueKind::List(_)
            | ValueKind::Object(_) => false,
        };
        let Some(default) = constants.installed(&name.value).filter(is_known) else {
            let message =
                format!("param `{}` has no default that is known, and `{}` needs one", name.value, field.key.value);
            let found = Diagnostic::new(Code::E0339, field.value.span, message);
            self.report(found.note("manifests hold a value, and what depends on it is checked with it"));
            return Some((None, None));
        };
        let kind = self.substituted(&field.key.value, &declared.ty, default, field.value.span);
        Some((kind.map(|kind| Value::new(kind, field.value.span)), Some(name.value.clone())))
    }
}
