//! Which nodes pods run on, and beside whom.
//! <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/>

use super::choices::NODE_POLICY;
use super::{Check, Naming, Type, block, fields};

fields! {
    /// Where pods are placed by weight, or beside others.
    TERM_FIELDS:
    /// Label of nodes whose values tell what is one place, such as `topology.kubernetes.io/zone`.
    TOPOLOGY: "topology", Type::Text(Check::QualifiedName), default = "\"kubernetes.io/hostname\"";
    /// How much it counts against other wishes, from 1 to 100; without a weight pods that cannot be placed so wait.
    WEIGHT: "weight", Type::Int(1, 100);
}

fields! {
    /// Fields of `affinity NAME { … }`.
    AFFINITY_FIELDS:
    /// Label of nodes that is looked at.
    LABEL: "label", Type::Text(Check::QualifiedName);
    /// Values of which the label must have one.
    IN: "in", Type::List(&Type::Text(Check::LabelValue));
    /// Values of which the label must have none; nodes without the label are fine.
    NOT_IN: "not_in", Type::List(&Type::Text(Check::LabelValue));
    /// Whether the node must have the label, whatever its value.
    EXISTS: "exists", Type::Bool;
    /// Whether the node must not have the label.
    MISSING: "missing", Type::Bool;
    /// Number that the label must be greater than.
    ABOVE: "above", Type::Int(0, i64::MAX);
    /// Number that the label must be less than.
    BELOW: "below", Type::Int(0, i64::MAX);
    /// Services and databases whose pods must run in the same place, which `topology` says.
    NEAR: "near", Type::List(&Type::Block(&["service", "database"]));
}

block! {
    /// Nodes that the pods run on, by a label of theirs, or because of whose pods are there: exactly one of `in`, `not_in`,
    /// `exists`, `missing`, `above`, `below` and `near`. All that have no `weight` must hold together. See
    /// <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/>.
    AFFINITY: "affinity", Naming::Free, names = Check::Label, fields = &[AFFINITY_FIELDS, TERM_FIELDS];
}

fields! {
    /// Fields of `anti_affinity NAME { … }`.
    ANTI_AFFINITY_FIELDS:
    /// Services and databases, also the service itself, beside whose pods these must not run.
    APART: "apart", Type::List(&Type::Block(&["service", "database"])), required = true;
}

block! {
    /// Pods that these are kept away from. See
    /// <https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/>.
    ANTI_AFFINITY: "anti_affinity", Naming::Free, names = Check::Label, fields = &[ANTI_AFFINITY_FIELDS, TERM_FIELDS];
}

fields! {
    /// Fields of `spread NAME { … }`.
    SPREAD_FIELDS:
    /// Label of nodes over whose values the pods are spread.
    SPREAD_KEY: "key", Type::Text(Check::QualifiedName), default = "\"kubernetes.io/hostname\"";
    /// By how many pods two values of the label may differ at most.
    SPREAD_SKEW: "skew", Type::Int(1, 1000), default = "1";
    /// Whether a pod that would break the rule waits instead of starting.
    SPREAD_HARD: "hard", Type::Bool, default = "false";
    /// How many values of the label there must be at least; where there are fewer, they count as if one more were empty. With
    /// `hard = true`.
    MIN_DOMAINS: "min_domains", Type::Int(1, 1000);
    /// Whether nodes that selectors and affinity rule out count; else they do not.
    SPREAD_AFFINITY: "node_affinity", Type::Choice(NODE_POLICY);
    /// Whether nodes with taints that the pods do not tolerate count; else they do.
    SPREAD_TAINTS: "node_taints", Type::Choice(NODE_POLICY);
}

block! {
    /// How the pods are spread over the nodes. Where nothing is said, they rather run on different nodes, by an anti-affinity that
    /// leaves the scheduler its own spreading over zones; a block that is written here replaces both. See
    /// <https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/>.
    SPREAD: "spread", Naming::Free, fields = &[SPREAD_FIELDS];
}
