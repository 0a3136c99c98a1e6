//! What a workload may do: a Role for its namespace and a `ClusterRole` for all of them, each bound to its account.
//! <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>

use crate::chart::tree::{self, Entry, Expr, Item, Node, Place, Test, list, map, pair, pair_from};
use crate::lower::across::Across;
use crate::lower::knobs::Built;
use crate::lower::{Context, Part, metadata, pod, reference};
use crate::model::environment::View;
use crate::model::typed::Value;
use crate::schema::account::{CLUSTER_RULE, GROUPS, NAMES, RESOURCES, RULE, SERVICE_ACCOUNT, VERBS};
use crate::schema::objects::ObjectKind;
use crate::schema::{Block, Field};
use crate::types::names::values_key;
use smol_str::SmolStr;

/// How far rules reach.
#[derive(Clone, Copy, PartialEq)]
enum Reach {
    Namespace,
    Cluster,
}

impl Reach {
    fn block(self) -> &'static Block {
        match self {
            Reach::Namespace => &RULE,
            Reach::Cluster => &CLUSTER_RULE,
        }
    }

    fn role(self) -> &'static str {
        match self {
            Reach::Namespace => "Role",
            Reach::Cluster => "ClusterRole",
        }
    }

    fn binding(self) -> &'static str {
        match self {
            Reach::Namespace => "RoleBinding",
            Reach::Cluster => "ClusterRoleBinding",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Reach::Namespace => "rules",
            Reach::Cluster => "clusterRules",
        }
    }

    /// Name of role and binding. That of a `ClusterRole` must be the only one in the cluster, and no namespace has a `:`.
    fn name(self, across: &Across<'_>) -> Expr {
        match self {
            Reach::Namespace => across.object_name(ObjectKind::ServiceAccount),
            Reach::Cluster => {
                Expr::join(vec![Expr::Namespace, Expr::text(":"), across.object_name(ObjectKind::ServiceAccount)])
            }
        }
    }

    fn metadata(self, across: &Across<'_>) -> Entry {
        let name = self.name(across);
        match self {
            Reach::Namespace => metadata::of(across, &name, Vec::new()),
            Reach::Cluster => metadata::cluster_wide(across, &name),
        }
    }
}

/// The roles of a workload and their bindings.
pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, when: Option<&Test>, part: &mut Part) {
    for reach in [Reach::Namespace, Reach::Cluster] {
        let (rules, there) = rules(context, across, reach, part);
        if rules.is_empty() {
            continue;
        }
        let when = Test::all(when.cloned().into_iter().chain(there));
        let (role, binding) = (reach.role(), reach.binding());
        let body = vec![reach.metadata(across), list("rules", rules)];
        part.objects.push(pod::object(across, role, &role.to_lowercase(), when.clone(), body));
        let bound = [vec![reach.metadata(across)], bound(across, reach)].concat();
        part.objects.push(pod::object(across, binding, &binding.to_lowercase(), when, bound));
    }
}

fn bound(across: &Across<'_>, reach: Reach) -> Vec<Entry> {
    let role = vec![
        pair("apiGroup", Node::text("rbac.authorization.k8s.io")),
        pair("kind", Node::text(reach.role())),
        pair("name", Node::Text(reach.name(across))),
    ];
    let account = Node::Map(vec![
        pair("kind", Node::text("ServiceAccount")),
        pair("name", Node::Text(super::name(across))),
        pair("namespace", Node::Text(Expr::Namespace)),
    ]);
    vec![map("roleRef", role), list("subjects", vec![Item::Node(account)])]
}

/// Rules, and when any of them is there; where environments differ in one, a key of the values says which it is.
fn rules(context: &Context<'_>, across: &Across<'_>, reach: Reach, part: &mut Part) -> (Vec<Item>, Option<Test>) {
    let kind = reach.block();
    let account = across.child(&SERVICE_ACCOUNT);
    let mut items = Vec::new();
    let mut there: Vec<Option<Test>> = Vec::new();
    for own in account.children(kind) {
        let built = across.built(|environment, view| {
            let said = view.child(&SERVICE_ACCOUNT).and_then(|account| account.nested(kind, own.name));
            said.map_or(Built::Nothing, |said| Built::As(summary(&said), rule(context, environment, &own, &said)))
        });
        let sometimes = built.contains(&Built::Nothing);
        let path = across.path(&format!("serviceAccount.{}.{}", reach.key(), values_key(own.name)));
        let doc = format!("What the rule {} allows; nothing: it is not there.", own.name);
        let chosen = part.chosen(&path, doc, own.origin_of(Place::Block), built);
        there.push(sometimes.then_some(Test::Value(path)));
        items.extend(chosen.into_iter().flat_map(|(test, rule)| tree::guarded(test, rule)));
    }
    let always = there.iter().any(Option::is_none);
    (items, Test::any(there.into_iter().flatten()).filter(|_| !always))
}

/// What a rule allows, in a few words.
fn summary(rule: &View<'_>) -> SmolStr {
    let words = |field: &'static Field| rule.texts(field).map(SmolStr::as_str).collect::<Vec<_>>().join(", ");
    SmolStr::from(format!("{} {}", words(&VERBS), words(&RESOURCES)).trim())
}

fn rule(context: &Context<'_>, environment: usize, own: &Across<'_>, said: &View<'_>) -> Node {
    let fields = [(&GROUPS, "apiGroups"), (&RESOURCES, "resources"), (&NAMES, "resourceNames"), (&VERBS, "verbs")];
    let entries = fields.into_iter().filter(|(field, _)| !said.list(field).is_empty()).map(|(field, target)| {
        let text = |value: &Value| Item::Node(Node::Text(reference::text(context, environment, value)));
        let items = said.list(field).iter().map(text).collect();
        pair_from(target, Node::List(items), own.origin(field))
    });
    Node::Map(entries.collect())
}
