//! From an environment file to the file that it refines.

use super::{Role, circle};
use crate::cli::project::disk::resolve;
use crate::cli::project::load::Loader;
use crate::companion::Fault;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Spanned};
use smol_str::SmolStr;
use std::path::{Path, PathBuf};

/// Links every environment file to the file it extends, which lies beside it.
pub(super) fn link(loader: &mut Loader) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for id in loader.ids().collect::<Vec<_>>() {
        let Some((path, extends)) = header(loader, id) else { continue };
        match find(loader, &path, &extends.value) {
            Ok(target) => loader.tie(id, |link| link.extends = Some(target)),
            Err(fault) => diagnostics.push(report(&fault, &extends)),
        }
    }
    let ids: Vec<FileId> = loader.ids().collect();
    diagnostics.extend(ids.into_iter().filter_map(|id| wrong_end(loader, id)));
    diagnostics
}

/// Where the way from a file along its `extends` ends: itself where it extends nothing; none where it goes in a circle.
pub(super) fn end(loader: &Loader, id: FileId) -> Option<FileId> {
    way(loader, id).last().copied().filter(|last| target(loader, *last).is_none())
}

/// The files from `id` on along `extends`, each once.
fn way(loader: &Loader, id: FileId) -> Vec<FileId> {
    let mut way = vec![id];
    let mut here = id;
    while let Some(next) = target(loader, here).filter(|next| !way.contains(next)) {
        way.push(next);
        here = next;
    }
    way
}

fn target(loader: &Loader, id: FileId) -> Option<FileId> {
    loader.link(id)?.extends
}

fn header(loader: &Loader, id: FileId) -> Option<(PathBuf, Spanned<SmolStr>)> {
    Some((loader.link(id)?.path.clone(), loader.tree(id)?.header.as_ref()?.extends.clone()))
}

fn find(loader: &mut Loader, path: &Path, extends: &str) -> Result<FileId, Fault> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let target = resolve(folder, extends)?;
    if target.parent() == Some(folder) { loader.read(&target) } else { Err(Fault::Outside) }
}

fn report(fault: &Fault, extends: &Spanned<SmolStr>) -> Diagnostic {
    match fault {
        Fault::Outside => {
            let message = format!("`{}` does not lie beside this file", extends.value);
            let finding = Diagnostic::new(fault.code(), extends.span, message);
            finding
                .note("a stack and all its environments lie in one folder, so that todoc finds them from any of them")
        }
        Fault::Missing | Fault::NotAFile(_) | Fault::TooLarge | Fault::Refused(_) => {
            fault.diagnostic(&extends.value, extends.span)
        }
    }
}

/// Reports a circle at the first of its files, and a file that extends what is neither a stack nor an environment.
fn wrong_end(loader: &Loader, id: FileId) -> Option<Diagnostic> {
    let (_, extends) = header(loader, id)?;
    let next = target(loader, id)?;
    let way = way(loader, id);
    let closed = way.last().and_then(|last| target(loader, *last)) == Some(id);
    if closed && way.iter().min() == Some(&id) {
        return Some(circle(loader, extends.span, &way, "extends"));
    }
    let message = format!("`{}` declares no stack", extends.value);
    (loader.role(next) == Role::Library).then(|| Diagnostic::new(Code::E0905, extends.span, message))
}
