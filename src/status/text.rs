//! The report for people: a line an object, and below it why it is not well.

use super::{Health, Report};
use std::fmt::Write as _;

pub(super) fn print(report: &Report, colored: bool) -> String {
    let mut out = format!("{} in the namespace {}\n\n", report.environment, report.namespace);
    let called: Vec<String> =
        report.lines.iter().map(|line| format!("{} {}", line.kind.to_lowercase(), line.name)).collect();
    let width = called.iter().map(|called| called.chars().count()).max().unwrap_or_default();
    let states = report.lines.iter().map(|line| line.state.name().len()).max().unwrap_or_default();
    for (line, called) in report.lines.iter().zip(&called) {
        let (mark, color) = sign(line.state.health());
        let (color, plain) = if colored { (color, "\u{1b}[0m") } else { ("", "") };
        let state = line.state.name();
        let row = format!("{color}{mark} {called:width$}  {state:states$}{plain}  {}", on_one_line(&line.summary));
        // To a string this can't fail.
        let _ = writeln!(out, "{}", row.trim_end());
        for reason in &line.reasons {
            let _ = writeln!(out, "    {}", on_one_line(reason));
        }
    }
    out.push('\n');
    out.push_str(&verdict(report));
    out
}

fn sign(health: Health) -> (char, &'static str) {
    match health {
        Health::Well => ('+', "\u{1b}[32m"),
        Health::Waiting => ('~', "\u{1b}[33m"),
        Health::Unwell => ('!', "\u{1b}[31m"),
    }
}

/// Messages of controllers may have several lines, and what a terminal would obey.
fn on_one_line(text: &str) -> String {
    let shown: String = text.chars().map(|each| if each.is_control() { ' ' } else { each }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn verdict(report: &Report) -> String {
    let count = |health| report.lines.iter().filter(|line| line.state.health() == health).count();
    let all = report.lines.len();
    match (count(Health::Waiting), count(Health::Unwell)) {
        (0, 0) => format!("all {all} are well\n"),
        (waiting, 0) => format!("{waiting} of {all} wait\n"),
        (0, unwell) => format!("{unwell} of {all} are not well\n"),
        (waiting, unwell) => format!("{unwell} of {all} are not well, {waiting} wait\n"),
    }
}
