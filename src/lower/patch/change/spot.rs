//! A place of an object that a patch speaks of.

use crate::chart::tree::Test;
use crate::lower::raw::{Said, Way};
use crate::model::raw::Tree;
use crate::model::typed::Kind;
use crate::source::Span;

/// A key or name of a patch, with what environments say of it.
pub(super) struct Spot<'s, 't, 'a> {
    pub(super) key: &'s str,
    pub(super) way: Way,
    pub(super) said: Vec<Said<'t, 'a>>,
    /// When it holds; none where it always does.
    pub(super) guard: Option<Test>,
    /// Whether it replaces what is there as a whole.
    pub(super) is_whole: bool,
    pub(super) span: Span,
}

/// What a patch does with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Merge,
    Things,
    Remove,
    Replace,
}

impl Spot<'_, '_, '_> {
    pub(super) fn what(&self) -> What {
        let trees: Vec<&Tree<'_>> = self.said.iter().filter_map(|own| own.tree()).collect();
        let all = |fits: fn(&Tree<'_>) -> bool| trees.iter().all(|tree| fits(tree));
        if all(is_removal) {
            What::Remove
        } else if self.is_whole {
            What::Replace
        } else if all(|tree| matches!(tree, Tree::Map(_))) {
            What::Merge
        } else if all(|tree| matches!(tree, Tree::Named(_))) {
            What::Things
        } else {
            What::Replace
        }
    }
}

fn is_removal(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::Gone(_) => true,
        Tree::Leaf(value) => value.kind == Kind::Null,
        Tree::Map(_) | Tree::Named(_) | Tree::List(_) => false,
    }
}
