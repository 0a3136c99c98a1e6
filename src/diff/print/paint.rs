//! Colours of a terminal.

/// Whether there are colours, and which.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    colored: bool,
}

/// What a piece of text is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tone {
    /// A heading.
    Head,
    /// What is there now.
    New,
    /// What is there no longer.
    Old,
    /// What is there otherwise.
    Changed,
    /// What is beside the point.
    Faint,
}

impl Paint {
    pub(super) fn new(colored: bool) -> Self {
        Self { colored }
    }

    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Head => "1",
            Tone::New => "32",
            Tone::Old => "31",
            Tone::Changed => "33",
            Tone::Faint => "2",
        };
        if self.colored { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
