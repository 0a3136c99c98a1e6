//! Paths inside an output: which ones todoc writes, and their parts.

use super::{EmitError, OutFile, Output};
use rayon::prelude::*;
use std::cmp::Ordering;

/// The folder of todoc's books inside an output.
pub(super) const BOOKS: &str = ".todoc";

/// The index inside an output.
pub(super) const INDEX: &str = ".todoc/files.sha256";

/// The files by path, once all paths are good.
pub(super) fn sorted(output: &Output) -> Result<Vec<&OutFile>, EmitError> {
    let mut files: Vec<&OutFile> = output.files.iter().collect();
    files.par_sort_unstable_by(|a, b| compare(&a.path, &b.path));
    if let Some(file) = files.iter().find(|file| !is_plain(&file.path)) {
        return Err(EmitError::BadPath { path: file.path.clone(), why: "is no plain relative path" });
    }
    for (one, next) in files.iter().zip(files.iter().skip(1)) {
        if one.path == next.path {
            return Err(EmitError::BadPath { path: one.path.clone(), why: "would be written twice" });
        }
        if is_in(&next.path, &one.path) {
            return Err(EmitError::BadPath { path: one.path.clone(), why: "would be both a file and a folder" });
        }
    }
    Ok(files)
}

/// The order of paths part by part, so that what a folder holds stays together.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let rank = |byte: u8| if byte == b'/' { 0 } else { byte };
    a.bytes().map(rank).cmp(b.bytes().map(rank))
}

/// Whether a path stays inside the output on every system, outside todoc's books, and on one line of a list.
pub(super) fn is_plain(path: &str) -> bool {
    let good_part = |part: &str| !matches!(part, "" | "." | "..");
    let good_char = |c: char| !c.is_control() && c != '\\' && c != ':';
    path.split('/').all(good_part) && path.chars().all(good_char) && top(path) != BOOKS
}

/// Whether `path` is `folder` or lies in it.
pub(super) fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The first part: `manifests` of `manifests/dev/web.yaml`.
pub(super) fn top(path: &str) -> &str {
    path.split_once('/').map_or(path, |(first, _)| first)
}

/// The folder of a path; none at the top.
pub(super) fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// The folders of a path from the top down: `a` and `a/b` of `a/b/c`.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}
