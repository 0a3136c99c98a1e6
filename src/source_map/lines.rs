//! Lines of what was built.

/// A text, line by line. Lines count from 1.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).filter(|start| *start < text.len()).collect() }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line of a byte.
    #[must_use]
    pub fn at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// What stands in a line, without its line break; nothing where there is no such line.
    #[must_use]
    pub fn text(&self, line: usize) -> &'a str {
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index));
        start.and_then(|start| self.text.get(*start..)).and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    /// A line of YAML in block style and the lines that it stands below, from the inside out, within its document.
    ///
    /// What stands in an item of a list is below the item's first line. A comment belongs to the line that follows it.
    #[must_use]
    pub fn ancestors(&self, line: usize) -> Vec<usize> {
        let comment = |line: usize| self.text(line).trim_start().starts_with('#');
        let line = (line..=self.count()).find(|line| !comment(*line)).unwrap_or(line);
        let mut found = vec![line];
        let mut column = indent(self.text(line)).unwrap_or(usize::MAX);
        for above in (1..line).rev().take_while(|above| self.text(*above) != "---") {
            if let Some(own) = indent(self.text(above)).filter(|own| *own < column && !comment(above)) {
                column = own;
                found.push(above);
            }
        }
        found
    }
}

/// The column of the first character that is no blank; none in an empty line.
fn indent(line: &str) -> Option<usize> {
    line.find(|character| character != ' ')
}

#[cfg(test)]
mod tests {
    use super::Lines;

    const TEXT: &str = "a:\n  b: 1\n---\nc:\n  # why\n  d:\n    - e: |\n        x\n\n        y\n      f: 2\n  g: 3\n";

    #[test]
    fn a_line_stands_below_what_holds_it() {
        let lines = Lines::of(TEXT);
        for (line, expected) in [
            (2, [2, 1].as_slice()),
            (4, &[4]),
            (5, &[6, 4]),
            (7, &[7, 6, 4]),
            (8, &[8, 7, 6, 4]),
            (9, &[9, 8, 7, 6, 4]),
            (10, &[10, 7, 6, 4]),
            (11, &[11, 7, 6, 4]),
            (12, &[12, 4]),
        ] {
            assert_eq!(lines.ancestors(line), expected, "line {line}");
        }
    }

    #[test]
    fn lines_count_from_one_and_end_with_the_text() {
        let lines = Lines::of(TEXT);
        assert_eq!(
            (lines.count(), lines.text(1), lines.text(12), lines.text(13), lines.text(0)),
            (12, "a:", "  g: 3", "", "")
        );
        assert_eq!((lines.at(0), lines.at(2), lines.at(3)), (1, 1, 2));
    }
}
