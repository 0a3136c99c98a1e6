//! The report for programs.

use super::{Health, Report};
use serde_json::json;

pub(super) fn print(report: &Report) -> String {
    let lines = report.lines.iter().map(|line| {
        json!({
            "kind": line.kind,
            "name": line.name,
            "state": line.state.name(),
            "well": line.state.health() == Health::Well,
            "summary": line.summary,
            "reasons": line.reasons,
        })
    });
    let whole = json!({
        "environment": report.environment,
        "namespace": report.namespace,
        "well": report.health() == Health::Well,
        "objects": lines.collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}
