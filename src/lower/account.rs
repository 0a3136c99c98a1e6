//! Service accounts: each workload has one of its own, without a token.
//! <https://kubernetes.io/docs/concepts/security/service-accounts/>

use super::across::Across;
use super::{Part, metadata};
use crate::chart::tree::{Entry, Expr, Node, Object, Test, pair};
use smol_str::SmolStr;

/// The name of a workload's account.
pub(super) fn name(across: &Across<'_>) -> Expr {
    Expr::Value(SmolStr::new_static("serviceAccount.name")).or(across.object_name())
}

/// The account of a workload, unless all share one that the user keeps.
pub(super) fn lower(across: &Across<'_>, when: Option<Test>, part: &mut Part) {
    let create = Test::Value(SmolStr::new_static("serviceAccount.create"));
    let shared = Test::Value(SmolStr::new_static("serviceAccount.name"));
    let body = vec![
        pair("apiVersion", Node::text("v1")),
        pair("kind", Node::text("ServiceAccount")),
        metadata::of(
            across,
            &across.object_name(),
            vec![Entry::Texts(SmolStr::new_static("serviceAccount.annotations"))],
        ),
        pair("automountServiceAccountToken", Node::Bool(false)),
    ];
    part.objects.push(Object {
        file: format!("serviceaccount-{}.yaml", across.name),
        block: SmolStr::new(across.name),
        when: Test::all(when.into_iter().chain([create, shared.not()])),
        doc: None,
        body,
        pieces: Vec::new(),
        chart_only: false,
    });
}
