//! Fields that are said where what they need is not there.
//!
//! A field that a weaker layer set is left alone: where an overlay makes a database external, the storage that the stack
//! gave it is simply not used.

use super::{called, said};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::needs;
use crate::rules::finding;

pub(super) fn check(owner: &View<'_>, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let mut told = Vec::new();
    for need in needs::of_kind(view.kind) {
        let set: Vec<_> = need.fields.iter().filter_map(|field| said(view, field)).collect();
        if set.is_empty() || need.is_met(owner, view) {
            continue;
        }
        let decided = need.decided(view);
        for (_, own) in set.into_iter().filter(|(layer, _)| *layer >= decided) {
            // One reason is enough.
            if told.contains(&own.key) {
                continue;
            }
            told.push(own.key);
            let message = format!("`{}` of {} means nothing here", own.field.name, called(view));
            let diagnostic = finding(Code::E0210, own.key, message).help(format!("it goes only with {}", need.only));
            let other = need.decided_by().and_then(|field| view.field(field)).filter(|other| other.key != own.key);
            found.push(match other {
                Some(other) => diagnostic.label(other.key, "because of this"),
                None => diagnostic,
            });
        }
    }
}
