//! Service accounts: each workload has one of its own, without a token where it needs none.
//! <https://kubernetes.io/docs/concepts/security/service-accounts/>

mod access;

use super::across::Across;
use super::{Context, Part, knobs, metadata};
use crate::chart::tree::{Entry, Expr, Node, Object, Path, Test, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::model::accounts;
use crate::model::environment::View;
use crate::schema::account::{ACCOUNT_ANNOTATIONS, EXISTING, NAME, SERVICE_ACCOUNT, TOKEN};
use crate::schema::objects::ObjectKind;
use smol_str::SmolStr;

/// The name of a workload's account.
pub(super) fn name(across: &Across<'_>) -> Expr {
    Expr::Account(Box::new(across.object_name(ObjectKind::ServiceAccount)), own(across))
}

/// Where the values of a workload's own account stand, where any environment says something of it.
fn own(across: &Across<'_>) -> Option<Path> {
    across.any(|view| view.child(&SERVICE_ACCOUNT).is_some()).then(|| key(&across.key))
}

/// Where the values of the account of a workload stand, whose own stand at a key.
pub(super) fn key(workload: &str) -> Path {
    SmolStr::from(format!("{workload}.serviceAccount"))
}

/// The block that the account is of that all pods share.
pub(super) const SHARED: &str = "shared";

/// The name of that account, in the values.
pub(super) const SHARED_NAME: Path = Path::new_static("serviceAccount.name");

/// Whether something is asked of that account.
pub(super) fn is_of_shared(test: &Test) -> bool {
    test.parts().contains(&Test::Value(SHARED_NAME))
}

/// The account of a workload, unless all share one, and what it may do.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, when: Option<&Test>, part: &mut Part) {
    let mut annotations = annotations();
    let mut made = Test::all([made(), !shared()]);
    let mut called = across.object_name(ObjectKind::ServiceAccount);
    if let Some(own) = own(across) {
        let said = across.with_defaults(&SERVICE_ACCOUNT);
        keys(&said, part);
        let given = metadata::texts(context, &said, &ACCOUNT_ANNOTATIONS, "serviceAccount.annotations", part);
        annotations = match given.as_slice() {
            [Entry::Texts(path)] => vec![Entry::When(Test::Value(path.clone()), given.clone(), annotations)],
            _ => given,
        };
        let name = SmolStr::from(format!("{own}.name"));
        let named = Test::any([Test::Value(name.clone()), !shared()]);
        made = Test::all([Test::Value(SmolStr::from(format!("{own}.create")))].into_iter().chain(named));
        called = Expr::Value(name).or(called);
    }
    let labels = metadata::of(across, &called, annotations);
    let file = format!("serviceaccount-{}.yaml", across.name);
    part.objects.push(object(file, across.name, labels, Test::all(when.cloned().into_iter().chain(made))));
    access::lower(context, across, when, part);
}

/// Whether an account is made, and its name.
fn keys(said: &Across<'_>, part: &mut Part) {
    let every = |of: &dyn Fn(&View<'_>) -> Val| -> Vec<Val> {
        said.each(of).into_iter().map(|value| value.unwrap_or(Val::Unset)).collect()
    };
    part.group(said.path("serviceAccount"), "As whom the pods talk to the API server of Kubernetes.");
    let create = every(&|view| Val::Bool(view.value(&EXISTING).is_none()));
    let doc = "Whether the account is made; else it is there already.";
    part.knob_from(said.path("serviceAccount.create"), doc, Schema::Bool, create, said.origin(&EXISTING));
    let name = every(&|view| Val::text(view.text(&EXISTING).or_else(|| view.text(&NAME)).unwrap_or_default()));
    let doc = "Name of the account. Default: serviceAccount.name, else the workload's.";
    let field = if said.any(|view| view.value(&NAME).is_some()) { &NAME } else { &EXISTING };
    part.knob_from(said.path("serviceAccount.name"), doc, Schema::Pattern(OBJECT_NAME), name, said.origin(field));
}

/// Whether the pods get a token: where it is said, else where they may do something with it.
pub(super) fn token(across: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    if own(across).is_none() {
        return vec![pair(MOUNT, Node::Bool(false))];
    }
    let said = across.with_defaults(&SERVICE_ACCOUNT);
    let values = said.said(|view| Some(Val::Bool(accounts::gives_token(view))));
    let (path, origin) = (said.path("serviceAccount.automount"), said.origin(&TOKEN));
    part.settled(MOUNT, path, values, &Schema::Bool, origin, knobs::doc(&TOKEN))
}

const MOUNT: &str = "automountServiceAccountToken";

/// The account that all pods share, where the values name one.
pub(super) fn common(part: &mut Part) {
    let name = Expr::Value(SmolStr::new_static("serviceAccount.name"));
    let labels = metadata::named(&name, vec![Entry::Labels(SmolStr::new_static(SHARED))], annotations());
    part.objects.push(object("serviceaccount.yaml".to_owned(), SHARED, labels, Test::all([made(), shared()])));
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
        pair(MOUNT, Node::Bool(false)),
    ];
    Object { file, block: SmolStr::new(block), when, doc: None, body, pieces: Vec::new(), chart_only: false }
}
