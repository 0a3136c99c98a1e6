//! Service accounts: each workload has one of its own, without a token.
//! <https://kubernetes.io/docs/concepts/security/service-accounts/>

use super::across::Across;
use super::{Part, metadata};
use crate::chart::tree::{Entry, Expr, Node, Object, Test, pair};
use smol_str::SmolStr;

/// The name of a workload's account.
pub(super) fn name(across: &Across<'_>) -> Expr {
    Expr::Account(Box::new(across.object_name()))
}

/// The account of a workload, unless all share one.
pub(super) fn lower(across: &Across<'_>, when: Option<Test>, part: &mut Part) {
    let labels = metadata::of(across, &across.object_name(), annotations());
    let file = format!("serviceaccount-{}.yaml", across.name);
    let when = Test::all(when.into_iter().chain([made(), !shared()]));
    part.objects.push(object(file, across.name, labels, when));
}

/// The account that all pods share, where the values name one.
pub(super) fn common(part: &mut Part) {
    let name = Expr::Value(SmolStr::new_static("serviceAccount.name"));
    let labels = metadata::named(&name, vec![Entry::Labels(SmolStr::new_static("shared"))], annotations());
    part.objects.push(object("serviceaccount.yaml".to_owned(), "shared", labels, Test::all([made(), shared()])));
}

fn made() -> Test {
    Test::Value(SmolStr::new_static("serviceAccount.create"))
}

fn shared() -> Test {
    Test::Value(SmolStr::new_static("serviceAccount.name"))
}

fn annotations() -> Vec<Entry> {
    vec![Entry::Texts(SmolStr::new_static("serviceAccount.annotations"))]
}

fn object(file: String, block: &str, metadata: Entry, when: Option<Test>) -> Object {
    let body = vec![
        pair("apiVersion", Node::text("v1")),
        pair("kind", Node::text("ServiceAccount")),
        metadata,
        pair("automountServiceAccountToken", Node::Bool(false)),
    ];
    Object { file, block: SmolStr::new(block), when, doc: None, body, pieces: Vec::new(), chart_only: false }
}
