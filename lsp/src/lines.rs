//! Places of a text as editors count them: lines from 0, columns in units of UTF-16.

use credstack::source::Span;
use lsp_types::{Position, Range};

/// A text with the places at which its lines begin.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// Where a byte stands; one within a character stands at its beginning, one past the end at the end.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let column: usize = self.text.get(start..byte).unwrap_or_default().chars().map(char::len_utf16).sum();
        Position::new(number(line), number(column))
    }

    /// The byte of a place; one past the end of its line is the end of the line, one past the last line the end.
    pub(crate) fn byte(&self, at: Position) -> usize {
        let line = at.line as usize;
        let Some(start) = self.starts.get(line).copied() else { return self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let within = self.text.get(start..end).unwrap_or_default();
        let within = within.strip_suffix('\n').unwrap_or(within);
        let within = within.strip_suffix('\r').unwrap_or(within);
        let (mut units, wanted) = (0, at.character as usize);
        for (offset, c) in within.char_indices() {
            if units + c.len_utf16() > wanted {
                return start + offset;
            }
            units += c.len_utf16();
        }
        start + within.len()
    }

    /// A span as a range.
    pub(crate) fn range(&self, span: Span) -> Range {
        let bytes = span.range();
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// The bytes of a range, in order even where the range is not.
    pub(crate) fn bytes(&self, range: Range) -> std::ops::Range<usize> {
        let (a, b) = (self.byte(range.start), self.byte(range.end));
        a.min(b)..a.max(b)
    }

    /// The whole text.
    pub(crate) fn all(&self) -> Range {
        Range::new(Position::new(0, 0), self.position(self.text.len()))
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use lsp_types::Position;

    use super::Lines;

    #[test]
    fn columns_are_units_of_utf_16() {
        let text = "título 🎓 x\r\nÖ";
        let lines = Lines::of(text);
        let x = text.find('x').expect("it is there");
        assert_eq!(lines.position(x), Position::new(0, 10));
        assert_eq!(lines.byte(Position::new(0, 10)), x);
        // Within the hat, which is two units: its beginning.
        assert_eq!(lines.byte(Position::new(0, 8)), text.find('🎓').expect("it is there"));
        assert_eq!(lines.byte(Position::new(0, 99)), text.find('\r').expect("it is there"));
        assert_eq!(lines.position(text.len()), Position::new(1, 1));
        assert_eq!(lines.byte(Position::new(9, 0)), text.len());
    }
}
