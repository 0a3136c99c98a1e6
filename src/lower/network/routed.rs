//! The rules by which requests from outside of the cluster come in, where a route leads to a service.

use super::{Face, GATEWAY_NAMESPACE, INGRESS_NAMESPACE, all_ports, namespaced};
use crate::chart::tree::{self, Expr, Item, Node, Test, list};
use crate::lower::across::Across;
use crate::lower::ingress as ingress_lowering;
use crate::lower::{Context, Part};
use crate::model::environment::View;
use crate::schema::{Choice, choices, ingress};

/// The ingress controller or the pods of a Gateway, where a route leads here.
pub(super) fn from_ingress(
    context: &Context<'_>,
    across: &Across<'_>,
    faces: &[Face<'_, '_>],
    part: &mut Part,
) -> Vec<Item> {
    let mut rules: Vec<(Expr, Vec<Test>)> = Vec::new();
    for (face, test) in faces {
        for own in context.of_kind(&ingress::INGRESS).iter().filter(|own| names(own, face.name)) {
            let routed = routed(context, own, face);
            // The key that tells the API is declared where the ingress is lowered.
            for (chosen, api) in ingress_lowering::apis(own, &mut Part::default()) {
                let namespace = controller(own, api);
                let tests = [own.enabled()].into_iter().chain(chosen).chain(test.clone()).chain(routed.clone());
                let Some(test) = Test::all(tests) else { continue };
                match rules.iter_mut().find(|(known, _)| *known == namespace) {
                    Some((_, tests)) => tests.push(test),
                    None => rules.push((namespace, vec![test])),
                }
            }
        }
    }
    let mut items = Vec::new();
    for (namespace, tests) in rules {
        let rule = Node::Map(vec![
            list("from", vec![Item::Node(Node::Map(vec![namespaced(namespace)]))]),
            list("ports", all_ports(across, part)),
        ]);
        items.extend(tree::guarded(Test::any(tests), rule));
    }
    items
}

/// The namespace of the pods that lead requests into the cluster.
fn controller(ingress: &Across<'_>, api: &'static Choice) -> Expr {
    if *api == choices::BY_GATEWAY {
        return Expr::Value(GATEWAY_NAMESPACE).or(ingress_lowering::gateway_namespace(ingress));
    }
    Expr::Value(INGRESS_NAMESPACE)
}

/// Whether any route of an ingress is to a service, also one that is switched off.
fn names(ingress: &Across<'_>, name: &str) -> bool {
    let leads = |view: &View<'_>| view.block(&ingress::TO).is_some_and(|(_, to)| to == name);
    ingress.children(&ingress::ROUTE).iter().any(|route| route.any(leads))
}

/// Whether a route of an ingress leads to a service in an environment.
pub(super) fn leads_to(ingress: &View<'_>, name: &str) -> bool {
    let leads = |route: &View<'_>| route.block(&ingress::TO).is_some_and(|(_, to)| to == name);
    ingress.children(&ingress::ROUTE).iter().any(|route| route.bool(&ingress::ENABLED) && leads(route))
}

/// When a route leads to a service; none where one does in every environment that has both.
fn routed(context: &Context<'_>, ingress: &Across<'_>, target: &Across<'_>) -> Option<Test> {
    let mut both = ingress.views.iter().zip(&target.views).filter_map(|(own, to)| own.as_ref().zip(to.as_ref()));
    if both.all(|(own, to)| !own.is_on() || !to.is_on() || leads_to(own, to.name)) {
        return None;
    }
    // The keys of routes are declared where the ingress is lowered.
    let routes = ingress_lowering::routes_of(context, ingress, &mut Part::default());
    let leading = routes.into_iter().filter(|route| route.target.name == target.name);
    Test::any(leading.map(|route| route.test))
}
