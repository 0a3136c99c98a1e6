//! `chart`: a foreign chart beside the stack, and the one that runs a database.

use super::container::ALLOW;
use super::shared::SWITCH;
use super::{Check, Entries, Naming, Type, block, fields};

fields! {
    /// What the chart is called where it is found.
    NAMED:
    /// Name of the chart in its repository; else the block's own. Helm calls it as the block (`alias`) in values and objects.
    NAME: "name", Type::Text(Check::Label);
}

fields! {
    /// The chart that runs a database has a name of its own.
    NAMED_SERVER:
    /// Name of the chart in its repository, such as `postgresql`. Helm calls it as the database (`alias`) in values and objects.
    SERVER_NAME: "name", Type::Text(Check::Label), required = true;
}

fields! {
    /// Where a chart is found.
    FOUND:
    /// Its version: one and no range, so that every build brings the same chart.
    VERSION: "version", Type::Text(Check::ChartVersion), required = true;
    /// Where it is found: `https://…` or `oci://…`, `@NAME` of `helm repo add`, or `file://…` with a path from the folder of the
    /// chart that is written.
    REPOSITORY: "repository", Type::Text(Check::ChartRepository), required = true;
}

fields! {
    /// How a chart is switched.
    SWITCHED:
    /// Key of the values that switches it on and off; else `enabled` below its own, which a chart with a closed schema may
    /// refuse.
    CONDITION: "condition", Type::Text(Check::ValuesKey);
}

fields! {
    /// Where a database is that a chart runs.
    REACHED:
    /// Host name of the database; else what Helm's charts call their objects, the release and the database: `shop-orders`.
    HOST: "host", Type::Text(Check::Host);
}

block! {
    /// Values that are passed on to the chart, below its own key. See
    /// <https://helm.sh/docs/chart_template_guide/subcharts_and_globals/>.
    VALUES: "values", Naming::None,
    entries = Entries { key: Check::Any, value: Type::Raw, secret: false, short: None };
}

block! {
    /// A chart of others beside the stack: a dependency of the chart that is written. `helm dependency build` brings it.
    CHART: "chart", Naming::Named, fields = &[SWITCH, NAMED, FOUND, SWITCHED], blocks = &[&VALUES, &ALLOW];
}

block! {
    /// The chart that runs the database. Host, port, name and user say where it is; its password lies in the database's secret.
    SERVER: "chart", Naming::None, fields = &[NAMED_SERVER, FOUND, REACHED], blocks = &[&VALUES];
}
