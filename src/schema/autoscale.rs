//! Autoscaling and disruption.

use super::{Naming, Type, block, fields};

fields! {
    /// Fields of `autoscale { … }`.
    AUTOSCALE_FIELDS:
    /// Mean processor use, of what is requested, above which pods are added.
    CPU: "cpu", Type::Percent(1, 1000);
    /// Mean memory use, of what is requested, above which pods are added.
    MEMORY: "memory", Type::Percent(1, 1000);
}

block! {
    /// When pods are added, where `replicas` is a range. Without a word: at 70 % of the requested processor time.
    AUTOSCALE: "autoscale", Naming::None, fields = &[AUTOSCALE_FIELDS];
}

fields! {
    /// Fields of `disruption { … }`.
    DISRUPTION_FIELDS:
    /// How many pods may be missing while nodes are drained.
    MAX_UNAVAILABLE: "max_unavailable", Type::IntOrPercent;
    /// How many pods must stay while nodes are drained.
    MIN_AVAILABLE: "min_available", Type::IntOrPercent;
    /// Whether there is a budget.
    ENABLED: "enabled", Type::Bool;
}

block! {
    /// Disruption budget: how many pods may be missing at once while nodes are drained.
    DISRUPTION: "disruption", Naming::None, fields = &[DISRUPTION_FIELDS];
}
