//! Autoscaling and disruption.

use super::choices::{SELECT, UNHEALTHY};
use super::{Check, Entries, Naming, Type, block, fields};
use crate::types::quantity::Kind;

fields! {
    /// Fields of `autoscale { … }`.
    AUTOSCALE_FIELDS:
    /// Mean use of processor time above which pods are added, in percent of what they request.
    CPU: "cpu", Type::Percent(1, 1000);
    /// Mean use of memory above which pods are added, in percent of what they request.
    MEMORY: "memory", Type::Percent(1, 1000);
}

fields! {
    /// Fields of `policy NAME { … }`.
    POLICY_FIELDS:
    /// So many pods.
    POLICY_PODS: "pods", Type::Int(1, 1000);
    /// So many of a hundred of those that there are.
    POLICY_PERCENT: "percent", Type::Percent(1, 1000);
    /// Time within which they may come or go, at most 30 minutes.
    POLICY_PERIOD: "period", Type::Duration, default = "60s";
}

block! {
    /// How many pods may come or go within a time: `pods` or `percent`.
    POLICY: "policy", Naming::Free, names = Check::Label, fields = &[POLICY_FIELDS];
}

fields! {
    /// Fields of `scale_up { … }` and `scale_down { … }`.
    DIRECTION_FIELDS:
    /// Time that is looked back on: of all the numbers of pods that were right in it, the safest is taken. At most an hour; else
    /// no time for more pods, and 5 minutes for fewer.
    WINDOW: "window", Type::Duration;
    /// Which policy holds, where there are several.
    SELECT_FIELD: "select", Type::Choice(SELECT);
}

block! {
    /// How fast pods are added.
    SCALE_UP: "scale_up", Naming::None, fields = &[DIRECTION_FIELDS], blocks = &[&POLICY];
}

block! {
    /// How fast pods are taken away.
    SCALE_DOWN: "scale_down", Naming::None, fields = &[DIRECTION_FIELDS], blocks = &[&POLICY];
}

block! {
    /// How fast pods are added and taken away. See
    /// <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>.
    BEHAVIOR: "behavior", Naming::None, blocks = &[&SCALE_UP, &SCALE_DOWN];
}

fields! {
    /// Fields of `metric NAME { … }`.
    METRIC_FIELDS:
    /// Name of a metric that each pod has.
    OF_PODS: "pods", Type::Text(Check::MetricName);
    /// Name of a metric from outside of the cluster, such as the length of a queue.
    OUTSIDE: "external", Type::Text(Check::MetricName);
    /// Name of a metric of an object of the stack, which `of` names.
    OF_OBJECT: "object", Type::Text(Check::MetricName);
    /// The service or ingress whose metric it is, where `object` names one.
    OF: "of", Type::Block(&["service", "ingress"]);
    /// Amount for each pod above which pods are added.
    AVERAGE: "average", Type::Quantity(Kind::Amount);
    /// Amount in all above which pods are added.
    VALUE: "value", Type::Quantity(Kind::Amount);
}

block! {
    /// Labels that the metric must have.
    METRIC_SELECTOR: "selector", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Text(Check::LabelValue), secret: false, short: None };
}

block! {
    /// A metric that something in the cluster serves: exactly one of `pods`, `external` and `object`, with `average` or `value`. See
    /// <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>.
    METRIC: "metric", Naming::Free, names = Check::Label, fields = &[METRIC_FIELDS], blocks = &[&METRIC_SELECTOR];
}

block! {
    /// When pods are added, where `replicas` is a range; where nothing is said at 70 % of the requested processor time. See
    /// <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>.
    AUTOSCALE: "autoscale", Naming::None, fields = &[AUTOSCALE_FIELDS],
    blocks = &[&METRIC, &BEHAVIOR];
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
