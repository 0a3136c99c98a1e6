//! Containers of which a patch says something and no image: they can only be those that are there.

use super::spot::Spot;
use super::{Patcher, called};
use crate::chart::tree::{Item, Node};
use crate::diagnostics::{Code, Diagnostic};
use crate::lower::raw::Said;
use crate::model::check::describe;
use crate::types::nearest;
use smol_str::SmolStr;

impl<'a> Patcher<'_, '_, '_> {
    /// Whether what a patch adds could only change a container that is there.
    pub(super) fn is_container_without_image(&self, spot: &Spot<'_, '_, 'a>) -> bool {
        let [.., list, _] = self.path.as_slice() else { return false };
        let has_image = |said: &Said<'_, 'a>| said.tree().is_none_or(|tree| tree.get("image").is_some());
        ["containers", "initContainers"].contains(&list.as_str()) && !spot.said.iter().all(has_image)
    }

    pub(super) fn no_container(&mut self, items: &[Item], spot: &Spot<'_, '_, 'a>) {
        let message = format!("the {} has no container `{}`", self.made.object.kubernetes, spot.key);
        let there = items.iter().flat_map(names).collect::<Vec<_>>();
        let help = match nearest(spot.key, there.iter().map(SmolStr::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                format!("there is {}; a new one needs an `image`", describe::list(there.iter().map(SmolStr::as_str)))
            }
        };
        self.findings.push(Diagnostic::new(Code::E0475, spot.span, message).help(help));
    }
}

/// The names of the things of a list, in any case.
fn names(item: &Item) -> Vec<SmolStr> {
    match item {
        Item::Node(Node::Map(entries)) => called(entries).collect(),
        Item::When(_, inner) => inner.iter().flat_map(names).collect(),
        Item::Node(_) | Item::Each(..) | Item::EachKey(..) | Item::Values(_) => Vec::new(),
    }
}
