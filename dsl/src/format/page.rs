//! The page that is written on: lines, columns, and comments at their ends.

use super::words::{Comment, Word};

/// Lines are at most this wide where they can be broken.
pub(super) const WIDTH: usize = 120;
/// A row of a table with braces, as an example is, may be this wide: the eye follows its columns.
pub(super) const ROW_WIDTH: usize = 160;
/// What stands between braces is indented by this much.
pub(super) const INDENT: usize = 4;

/// The text so far, and the column after it.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    column: usize,
}

impl Page {
    /// The column at which the next character would stand, from 0.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// Begins a line.
    pub(super) fn line(&mut self, indent: usize) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.column = 0;
        self.pad_to(indent);
    }

    /// Leaves a line free. The next thing is to begin a line.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Writes what takes a known number of columns.
    pub(super) fn put(&mut self, text: &str, width: usize) {
        self.text.push_str(text);
        self.column += width;
    }

    /// Blanks up to a column.
    pub(super) fn pad_to(&mut self, column: usize) {
        while self.column < column {
            self.put(" ", 1);
        }
    }

    /// Writes comments before a word: those at the end of a line there, the others on lines of their own, with the blank
    /// lines of their author, one at most, where `blanks` allows them.
    pub(super) fn comments(&mut self, comments: &[Comment<'_>], indent: usize, blanks: bool) {
        for comment in comments {
            if comment.breaks == 0 {
                self.put("  ", 2);
            } else {
                if comment.breaks > 1 && blanks && !self.ends_with_open() {
                    self.blank();
                }
                self.line(indent);
            }
            self.put(&comment.text, comment.text.chars().count());
        }
    }

    /// Whether nothing stands on the page after an opening brace.
    fn ends_with_open(&self) -> bool {
        self.text.ends_with('{')
    }

    /// The text, ending with one line break.
    pub(super) fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

/// Whether an empty line stands in front of a word or of one of the comments before it.
pub(super) fn blank_before(word: &Word<'_>) -> bool {
    word.breaks > 1 || word.comments.iter().any(|c| c.breaks > 1)
}
