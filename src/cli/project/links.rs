//! How the files of a project hang together: which one holds the stack, and which belong to it.

mod extends;
mod uses;

use super::load::Loader;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::ast;
use std::collections::BTreeSet;
use std::path::Path;

/// What a file is, by what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// It declares a stack.
    Stack,
    /// Neither that nor an environment.
    Library,
    /// It begins with `environment … extends`.
    Environment,
}

impl Role {
    pub(super) fn of(tree: &ast::File) -> Self {
        let is_stack = |item: &ast::Item| matches!(item, ast::Item::Block(block) if block.kind.value == "stack");
        if tree.header.is_some() {
            Role::Environment
        } else if tree.items.iter().any(is_stack) {
            Role::Stack
        } else {
            Role::Library
        }
    }
}

/// The files of a project, found by their links.
pub(super) struct Links {
    /// The file that declares the stack.
    pub(super) stack: Option<FileId>,
    /// The environment file that was asked for.
    pub(super) asked: Option<FileId>,
    /// Every file of the project.
    pub(super) members: BTreeSet<FileId>,
    /// Links that lead nowhere or in a circle.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Links {
    /// Follows all links of the project that `start`, or else the folder, is about; `path` names it in messages.
    pub(super) fn follow(loader: &mut Loader, start: Option<FileId>, path: &Path) -> Links {
        let mut diagnostics = extends::link(loader);
        let stack = find_stack(loader, start, path, &mut diagnostics);
        let asked = start.filter(|id| loader.role(*id) == Role::Environment);
        let belongs = |id: &FileId| Some(*id) == start || (stack.is_some() && extends::end(loader, *id) == stack);
        let mut members: BTreeSet<FileId> = loader.ids().filter(belongs).collect();
        diagnostics.extend(uses::link(loader, &mut members));
        Links { stack, asked, members, diagnostics }
    }
}

/// The stack that was asked for; where there is none, the reason is reported here or was at a link.
fn find_stack(loader: &Loader, start: Option<FileId>, path: &Path, findings: &mut Vec<Diagnostic>) -> Option<FileId> {
    let candidates: Vec<FileId> = match start {
        Some(id) if loader.role(id) == Role::Environment => {
            return extends::end(loader, id).filter(|end| loader.role(*end) == Role::Stack);
        }
        Some(id) => vec![id],
        None => loader.ids().collect(),
    };
    let stacks: Vec<FileId> = candidates.iter().copied().filter(|id| loader.role(*id) == Role::Stack).collect();
    match stacks.as_slice() {
        [stack] => return Some(*stack),
        [] if candidates.iter().any(|id| loader.is_unread(*id)) => {}
        [] if start.is_none() && loader.has_unread() => {}
        [] => findings.push(no_stack(path)),
        [_, _, ..] => findings.push(several_stacks(loader, &stacks, path)),
    }
    None
}

fn no_stack(path: &Path) -> Diagnostic {
    let finding = Diagnostic::without_place(Code::E0905, format!("there is no stack in `{}`", path.display()));
    finding.help("`todoc init` writes one to begin with")
}

fn several_stacks(loader: &Loader, stacks: &[FileId], path: &Path) -> Diagnostic {
    let names: Vec<String> = stacks.iter().map(|stack| format!("`{}`", loader.sources.get(*stack).name)).collect();
    let finding = Diagnostic::without_place(Code::E0906, format!("`{}` holds several stacks", path.display()));
    finding.note(format!("they are {}", names.join(", "))).help("name the file of the one you mean")
}

/// The finding about files that lead to one another: `around` begins with the file that holds `span`.
fn circle(loader: &Loader, span: Span, around: &[FileId], verb: &str) -> Diagnostic {
    let name = |id: &FileId| format!("`{}`", loader.sources.get(*id).name);
    let names: Vec<String> = around.iter().chain(around.first()).map(name).collect();
    let message = format!("{} {verb} itself", names.first().map_or("the file", String::as_str));
    let finding = Diagnostic::new(Code::E0904, span, message);
    if around.len() > 1 {
        finding.note(names.join(&format!(", which {verb} ")).replacen(", which", "", 1))
    } else {
        finding
    }
}
