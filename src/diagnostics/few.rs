//! Not more findings than anybody reads: a text can have a million mistakes, and to show each takes longer than to find it.

use super::{Code, Diagnostic, Severity};
use std::borrow::Cow;

/// So many are told.
pub const MOST: usize = 1_000;

/// The findings to tell, errors rather than others, and where some are left out, how many.
#[must_use]
pub fn few(diagnostics: &[Diagnostic]) -> Cow<'_, [Diagnostic]> {
    if diagnostics.len() <= MOST {
        return Cow::Borrowed(diagnostics);
    }
    let is_error = |found: &Diagnostic| found.severity == Severity::Error;
    let errors = diagnostics.iter().filter(|found| is_error(found)).count().min(MOST);
    let (mut errors, mut others) = (errors, MOST - errors);
    let mut told = Vec::with_capacity(MOST + 1);
    for found in diagnostics {
        let left = if is_error(found) { &mut errors } else { &mut others };
        if let Some(fewer) = left.checked_sub(1) {
            *left = fewer;
            told.push(found.clone());
        }
    }
    told.push(rest(diagnostics, told.len()));
    Cow::Owned(told)
}

/// What tells that some are not told: an error where one of them is.
fn rest(all: &[Diagnostic], told: usize) -> Diagnostic {
    let errors = all.iter().filter(|found| found.severity == Severity::Error).count();
    let severity = if errors > told { Severity::Error } else { Severity::Warning };
    let found = Diagnostic::without_place(Code::E0004, format!("{} more findings are left out", all.len() - told));
    found.severity(severity).help("mend some of these, and look again")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(errors: usize, warnings: usize) -> Vec<Diagnostic> {
        let warning = |at: usize| Diagnostic::without_place(Code::W0301, at.to_string());
        let error = |at: usize| Diagnostic::without_place(Code::E0201, at.to_string());
        (0..warnings).map(warning).chain((0..errors).map(error)).collect()
    }

    #[test]
    fn all_are_told_of_as_many_as_somebody_reads() {
        assert_eq!(few(&findings(600, 400)), findings(600, 400));
    }

    #[test]
    fn errors_are_told_rather_than_warnings() {
        for (errors, warnings, severity) in
            [(5_000, 5_000, Severity::Error), (10, 5_000, Severity::Warning), (1_000, 1, Severity::Warning)]
        {
            let all = findings(errors, warnings);
            let told = few(&all);
            let Some((last, told)) = told.split_last() else { panic!("nothing is told") };
            assert_eq!(told.len(), MOST);
            let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
            assert_eq!(told.iter().filter(is_error).count(), errors.min(MOST));
            assert_eq!(last.severity, severity);
            assert_eq!(last.message, format!("{} more findings are left out", errors + warnings - MOST));
        }
    }
}
