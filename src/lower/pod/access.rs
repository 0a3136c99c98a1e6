//! Access to registries: what is given to Helm, and what the block says, or else the stack or the environment of every pod.

use super::super::across::Across;
use super::super::knobs::{self, Built};
use super::super::{Context, Part, reference};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Origin, list, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::chart::values::write::scalar;
use crate::model::environment::Environment;
use crate::model::typed::Value;
use crate::schema::{pod, service};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

/// What is given to Helm, beside what the source says.
const GIVEN: &str = "imagePullSecrets";

/// Names that a service says which has a chart of its own.
const NAMES: &str = "pullSecretNames";

/// Keys of what all pods have that name nothing themselves.
const OF_ALL: (SmolStr, SmolStr) =
    (SmolStr::new_static("global.imagePullSecrets"), SmolStr::new_static("global.pullSecrets"));

/// `imagePullSecrets` of a pod.
pub(in crate::lower) fn pull_secrets(context: &Context<'_>, across: &Across<'_>, part: &mut Part) -> Entry {
    let origin = across.origin(&pod::PULL_SECRETS);
    let mut items = vec![Item::Values(SmolStr::new_static(GIVEN))];
    let own = across.views.iter().map(|view| view.as_ref().map(|view| view.list(&pod::PULL_SECRETS)));
    let own: Vec<Option<&[Value]>> = own.collect();
    if inherits(context, across) {
        let of_all = context.environments.iter().map(|own| Some(of_all(own)));
        let said = Said { lists: of_all.collect(), origin };
        let (names, switches) = OF_ALL;
        items.extend(declared(context, &said, &switches, part));
        items.extend(said.of_all(names, part));
    } else {
        let said = Said { lists: own, origin };
        items.extend(declared(context, &said, &across.path("pullSecrets"), part));
        // The keys of a service that is a chart stand at the root, where the usual one is what is given to Helm.
        let is_chart = context.charts.are_several() && across.kind.is(&service::SERVICE);
        items.extend(said.own(across.path(if is_chart { NAMES } else { GIVEN }), part));
    }
    list("imagePullSecrets", items)
}

/// Whether what holds for the block is everywhere what holds for all.
fn inherits(context: &Context<'_>, across: &Across<'_>) -> bool {
    let mut pairs =
        context.environments.iter().zip(&across.views).filter_map(|(own, view)| Some((own, view.as_ref()?)));
    let says = |view: &crate::model::environment::View<'_>| view.field(&pod::PULL_SECRETS).map(|field| field.key);
    context.environments.iter().any(|own| !of_all(own).is_empty())
        && pairs.all(|(own, view)| says(view) == own.access.map(|field| field.key))
}

fn of_all<'a>(environment: &Environment<'a>) -> &'a [Value] {
    environment.access.and_then(|field| field.value.items()).unwrap_or_default()
}

/// What each environment says.
struct Said<'a> {
    /// Nothing where it has not got the block.
    lists: Vec<Option<&'a [Value]>>,
    origin: Origin,
}

impl Said<'_> {
    /// The names that stand as text.
    fn texts(&self) -> Vec<Option<Val>> {
        let texts = |list: &[Value]| Val::List(list.iter().filter_map(Value::text).cloned().map(Val::Text).collect());
        self.lists.iter().map(|list| list.map(texts)).collect()
    }

    /// Names that stand as text, as a key of the values that all pods read.
    fn of_all(&self, path: SmolStr, part: &mut Part) -> Option<Item> {
        let names: Vec<Val> = self.texts().into_iter().flatten().collect();
        if names.iter().all(|names| *names == Val::List(Vec::new())) {
            return None;
        }
        let doc = "Names of Secrets with access to registries, for every pod that does not name its own.";
        part.knob_from(path.clone(), doc, schema(), names, self.origin.clone());
        Some(Item::Each(path, access(Expr::Item)))
    }

    /// Names that stand as text: written out where environments agree, else a key of the block's values.
    fn own(&self, path: SmolStr, part: &mut Part) -> Vec<Item> {
        let names = self.texts();
        let mut all = names.iter().flatten();
        let first = all.next().cloned().unwrap_or(Val::Unset);
        if all.any(|names| *names != first) {
            let names = names.into_iter().map(|names| names.unwrap_or(Val::Unset)).collect();
            part.knob_from(path.clone(), knobs::doc(&pod::PULL_SECRETS), schema(), names, self.origin.clone());
            return vec![Item::Each(path, access(Expr::Item))];
        }
        let Val::List(names) = first else { return Vec::new() };
        names.iter().map(|name| Item::Node(access(Expr::Text(scalar(name))))).collect()
    }
}

fn schema() -> Schema {
    Schema::List(Box::new(Schema::Pattern(OBJECT_NAME)))
}

/// A reference to a Secret with access to registries.
fn access(name: Expr) -> Node {
    Node::Map(vec![pair("name", Node::Text(name))])
}

/// Access that the stack declares as a secret.
fn declared(context: &Context<'_>, said: &Said<'_>, switches: &SmolStr, part: &mut Part) -> Vec<Item> {
    let declared = |list: &[Value]| -> Vec<SmolStr> {
        list.iter().filter_map(|item| item.block().map(|(_, name)| name.clone())).collect()
    };
    let mut names: Vec<SmolStr> = Vec::new();
    for name in said.lists.iter().flatten().flat_map(|list| declared(list)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut items = Vec::new();
    for name in names {
        let built = said.lists.iter().enumerate().map(|(environment, list)| match list {
            None => Built::Absent,
            Some(list) if declared(list).contains(&name) => {
                Built::As(name.clone(), reference::secret_key(context, environment, &name).object)
            }
            Some(_) => Built::Nothing,
        });
        let path = format_smolstr!("{switches}.{}", names::values_key(&name));
        let doc = format!("Whether images are fetched with secret {name}; nothing: they are not.");
        let chosen = part.chosen(&path, doc, said.origin.clone(), built);
        items.extend(chosen.into_iter().flat_map(|(test, object)| tree::guarded(test, access(object))));
    }
    items
}
