//! From a file to the libraries that it uses.

use super::{Role, circle};
use crate::cli::project::disk::resolve;
use crate::cli::project::load::Loader;
use crate::companion::Fault;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Spanned};
use crate::syntax::ast;
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::path::Path;

/// Reads the libraries that members use, and those that they use; all become members.
pub(super) fn link(loader: &mut Loader, members: &mut BTreeSet<FileId>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut waiting: Vec<FileId> = members.iter().rev().copied().collect();
    while let Some(id) = waiting.pop() {
        for path in paths(loader, id) {
            match find(loader, id, &path.value) {
                Ok(library) => {
                    diagnostics.extend(not_a_library(loader, library, &path));
                    loader.tie(id, |link| link.uses.push(Spanned::new(library, path.span)));
                    if members.insert(library) {
                        waiting.push(library);
                    }
                }
                Err(fault) => diagnostics.push(fault.diagnostic(&path.value, path.span)),
            }
        }
    }
    diagnostics.extend(circles(loader, members));
    diagnostics
}

/// The paths that a file uses.
fn paths(loader: &Loader, id: FileId) -> Vec<Spanned<SmolStr>> {
    let items = loader.tree(id).map(|tree| tree.items.as_slice()).unwrap_or_default();
    let path = |item: &ast::Item| match item {
        ast::Item::Use(used) => Some(used.path.clone()),
        ast::Item::Block(_) | ast::Item::Field(_) | ast::Item::Let(_) => None,
    };
    items.iter().filter_map(path).collect()
}

fn find(loader: &mut Loader, by: FileId, path: &str) -> Result<FileId, Fault> {
    let folder = loader.link(by).and_then(|link| link.path.parent()).unwrap_or(Path::new("")).to_owned();
    loader.read(&resolve(&folder, path)?)
}

fn not_a_library(loader: &Loader, id: FileId, path: &Spanned<SmolStr>) -> Option<Diagnostic> {
    let what = match loader.role(id) {
        Role::Library => return None,
        Role::Stack => "holds a stack",
        Role::Environment => "is an environment",
    };
    let finding = Diagnostic::new(Code::E0907, path.span, format!("`{}` {what} and can't be used", path.value));
    Some(finding.help("move what is shared into a file of its own and use that from both"))
}

/// Libraries that use one another in a circle, reported at the `use` that closes it.
fn circles(loader: &Loader, members: &BTreeSet<FileId>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut done = BTreeSet::new();
    for first in members {
        // The way from `first` to where we are: each file, and how many of its uses were followed.
        let mut way: Vec<(FileId, usize)> = vec![(*first, 0)];
        while let Some((id, followed)) = way.last_mut() {
            let (id, index) = (*id, *followed);
            *followed += 1;
            let used = loader.link(id).and_then(|link| link.uses.get(index)).filter(|_| !done.contains(&id));
            let Some(used) = used else {
                done.insert(id);
                way.pop();
                continue;
            };
            match way.iter().position(|(on_way, _)| *on_way == used.value) {
                None => way.push((used.value, 0)),
                Some(begin) => {
                    let mut around: Vec<FileId> = way.iter().skip(begin).map(|(id, _)| *id).collect();
                    around.rotate_right(1);
                    diagnostics.push(circle(loader, used.span, &around, "uses"));
                }
            }
        }
    }
    diagnostics
}
