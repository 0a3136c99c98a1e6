//! One bad line is one finding.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::Source;

/// Sorts findings by place, and leaves out what only follows from another one on the same line.
///
/// The edits of unexpected text on one line become the edits of one finding.
pub(super) fn one_per_line(source: &Source, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by_key(|finding| (line(source, finding), rank(finding.code), start(finding)));
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for finding in findings {
        match kept.last_mut() {
            Some(last) if follows(finding.code, last.code) && line(source, last) == line(source, &finding) => {
                if last.code == Code::E0010 && !last.edits.is_empty() {
                    last.edits.extend(finding.edits);
                }
            }
            Some(_) | None => kept.push(finding),
        }
    }
    kept.sort_by_key(start);
    kept
}

/// Whether a finding says nothing new behind an earlier one on its line.
fn follows(code: Code, earlier: Code) -> bool {
    let structural = [Code::E0002, Code::E0010, Code::E0011, Code::E0012];
    matches!(code, Code::E0010 | Code::E0012) && structural.contains(&earlier)
}

/// What is certain comes before what may follow from it.
fn rank(code: Code) -> u8 {
    let order = [[Code::E0013, Code::E0014], [Code::E0002, Code::E0011]];
    order.iter().position(|codes| codes.contains(&code)).map_or(2, |at| u8::try_from(at).unwrap_or(2))
}

fn line(source: &Source, finding: &Diagnostic) -> usize {
    source.line_of(start(finding))
}

fn start(finding: &Diagnostic) -> usize {
    finding.span.map_or(0, |span| span.start as usize)
}
