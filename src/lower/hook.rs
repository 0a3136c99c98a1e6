//! A job that is a hook: Helm makes it, and what it needs, before the objects of the release, and takes it away once it has
//! succeeded. <https://helm.sh/docs/topics/charts_hooks/>

use super::across::Across;
use super::{Part, account, metadata};
use crate::chart::tree::{Entry, Node, Test, pair, when};
use crate::schema::{choices, job};
use smol_str::SmolStr;

/// Makes hooks of the objects of a job, where it says so. In the manifests they bear the same annotations, which
/// `kubectl` reads over and `GitOps` tools follow.
pub(super) fn lower(across: &Across<'_>, part: &mut Part) {
    let is_hook = |view: &crate::model::environment::View<'_>| view.choice(&job::RUN) == Some(&choices::RUN_HOOK);
    if !across.any(is_hook) {
        return;
    }
    let doc = "Whether Helm runs it before it makes or changes the objects of the release.";
    let switch = part.switch(across.path("hook"), doc, across.origin(&job::RUN), across.each(is_hook));
    refuse_shared_account(across, switch.as_ref(), part);
    for object in part.objects.iter_mut().filter(|object| object.block == across.name) {
        // What a job needs comes before it: among equals Helm goes by the name.
        let weight = if object.kind() == Some("Job") { "0" } else { "-1" };
        metadata::add(object, "annotations", when(switch.clone(), annotations(weight)));
    }
}

fn annotations(weight: &'static str) -> Vec<Entry> {
    vec![
        pair("helm.sh/hook", Node::text("pre-install,pre-upgrade")),
        pair("helm.sh/hook-weight", Node::text(weight)),
        pair("helm.sh/hook-delete-policy", Node::text("before-hook-creation,hook-succeeded")),
    ]
}

/// The account that all pods share is made with the release, when the hook has long been waiting for it.
fn refuse_shared_account(across: &Across<'_>, switch: Option<&Test>, part: &mut Part) {
    let shared = [SmolStr::new_static("serviceAccount.create"), account::SHARED_NAME].map(Test::Value);
    let own = Test::all([across.enabled()].into_iter().chain(switch.cloned()).chain(shared));
    let message = format!(
        "Job {} runs before this release makes the service account of serviceAccount.name: make it elsewhere, and set serviceAccount.create to false",
        across.name
    );
    part.refuse(own, message);
}
