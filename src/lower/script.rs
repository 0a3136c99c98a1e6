//! A small container that runs one line of shell: it waits for a port or tries one.

use crate::chart::tree::{Expr, Item, Node, list, map, pair};

/// The container. It asks for little, writes nothing and has no rights.
pub(super) fn container(name: &str, image: Expr, script: Expr) -> Node {
    let word = |text: &'static str| Item::Node(Node::text(text));
    let amounts = |cpu: &'static str, memory: &'static str| {
        vec![pair("cpu", Node::text(cpu)), pair("memory", Node::text(memory))]
    };
    Node::Map(vec![
        pair("name", Node::text(name)),
        pair("image", Node::Text(image)),
        list("command", vec![word("sh"), word("-c"), Item::Node(Node::Text(script))]),
        map("resources", vec![map("requests", amounts("10m", "16Mi")), map("limits", amounts("100m", "64Mi"))]),
        map(
            "securityContext",
            vec![
                pair("allowPrivilegeEscalation", Node::Bool(false)),
                pair("readOnlyRootFilesystem", Node::Bool(true)),
                map("capabilities", vec![list("drop", vec![word("ALL")])]),
            ],
        ),
    ])
}
