//! What stands on one line: braces that are short enough, and how words are set side by side.

use super::page::ROW_WIDTH;
use super::words::{Block, Entry, Piece, Word};
use crate::syntax::Kind;

/// The braces with what is in them on one line, if they may stand so: a list wherever it fits; clauses where their author
/// began them on the line of the brace. `None` if they may not, or if they would take more than a line.
pub(super) fn flat(block: &Block<'_>) -> Option<String> {
    let mut line = String::from("{");
    let begun_there = block.entries.first().and_then(Entry::first).is_none_or(|w| w.breaks == 0);
    if !(block.list || begun_there) || !block.close.comments.is_empty() {
        return None;
    }
    for (at, entry) in block.entries.iter().enumerate() {
        let first = entry.first()?;
        if !first.comments.is_empty() || first.stays_below {
            return None;
        }
        // Two spaces part clauses, so that the eye finds where one ends.
        line.push_str(if at == 0 || line.ends_with(',') { " " } else { "  " });
        flat_entry(entry, &mut line)?;
    }
    line.push_str(" }");
    Some(line)
}

fn flat_entry(entry: &Entry<'_>, line: &mut String) -> Option<()> {
    for (at, piece) in entry.pieces.iter().enumerate() {
        let word = piece.first();
        if at > 0 {
            if !word.comments.is_empty() || word.stays_below || begins_line(word) {
                return None;
            }
            if is_spaced(entry.pieces.get(at - 1), word) {
                line.push(' ');
            }
        }
        match piece {
            Piece::Word(word) => line.push_str(&word.text),
            Piece::Block(block) => line.push_str(&flat(block)?),
        }
        // No line is longer, so that nothing is looked at twice for nothing.
        if line.len() > ROW_WIDTH && line.chars().count() > ROW_WIDTH {
            return None;
        }
    }
    Some(())
}

/// Whether a space stands between a piece and the word after it.
pub(super) fn is_spaced(before: Option<&Piece<'_>>, word: &Word<'_>) -> bool {
    let glued = matches!(word.kind, Some(Kind::comma | Kind::close_list | Kind::percent_sign));
    !(glued || before.is_some_and(|p| p.is(&[Kind::open_list])))
}

/// Whether a word always begins a line: the other branch of a decision stands below the first.
pub(super) fn begins_line(word: &Word<'_>) -> bool {
    word.kind == Some(Kind::KW_ELSE)
}

/// The columns that an entry takes on one line; `None` if it cannot stand on one.
pub(super) fn flat_width(entry: &Entry<'_>, blocks: &[Option<String>]) -> Option<usize> {
    let mut width = 0;
    for (at, piece) in entry.pieces.iter().enumerate() {
        let word = piece.first();
        let space = at > 0 && is_spaced(entry.pieces.get(at - 1), word);
        let wide = match piece {
            Piece::Word(word) => word.width(),
            Piece::Block(_) => blocks.get(at)?.as_ref()?.chars().count(),
        };
        width += wide + usize::from(space);
    }
    Some(width)
}
