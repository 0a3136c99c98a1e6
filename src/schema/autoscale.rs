//! Autoscaling and disruption.

use super::choices::UNHEALTHY;
use super::{Naming, Type, block, fields};

fields! {
    /// Fields of `autoscale { … }`.
    AUTOSCALE_FIELDS:
    /// Mean use of processor time above which pods are added, in percent of what they request.
    CPU: "cpu", Type::Percent(1, 1000);
    /// Mean use of memory above which pods are added, in percent of what they request.
    MEMORY: "memory", Type::Percent(1, 1000);
}

block! {
    /// When pods are added, where `replicas` is a range; else at 70 % of the requested processor time. See
    /// <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>.
    AUTOSCALE: "autoscale", Naming::None, fields = &[AUTOSCALE_FIELDS];
}

fields! {
    /// Fields of `disruption { … }`.
    DISRUPTION_FIELDS:
    /// How many pods may be missing at once while nodes are drained.
    MAX_UNAVAILABLE: "max_unavailable", Type::IntOrPercent;
    /// How many pods must stay while nodes are drained.
    MIN_AVAILABLE: "min_available", Type::IntOrPercent;
    /// Whether pods that run and are not ready may go while a node is drained. See
    /// <https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy>.
    UNHEALTHY_PODS: "unhealthy_pods", Type::Choice(UNHEALTHY), default = "always";
    /// Whether there is a budget.
    ENABLED: "enabled", Type::Bool;
}

block! {
    /// How many pods may be missing at once while nodes are drained. See
    /// <https://kubernetes.io/docs/tasks/run-application/configure-pdb/>.
    DISRUPTION: "disruption", Naming::None, fields = &[DISRUPTION_FIELDS];
}
