//! Code fences in Markdown pages.

/// A fence.
pub(crate) struct Fence {
    /// What stands behind the opening marks.
    pub(crate) info: String,
    /// Line of the opening marks, from 1.
    pub(crate) line: usize,
    /// The text between the marks.
    pub(crate) text: String,
}

/// Every fence of a page, in order.
pub(crate) fn fences(page: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (index, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                open = Some(Fence { info: info.trim().to_owned(), line: index + 1, text: String::new() });
            }
            (Some(_), Some(_)) => fences.extend(open.take()),
            (None, Some(fence)) => fence.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    fences
}
