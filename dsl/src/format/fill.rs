//! Long clauses: where their lines break, and how far the next line is indented.

use super::flat::{begins_line, is_spaced};
use super::page::{INDENT, Page, WIDTH};
use super::words::{Entry, Piece, Word};
use crate::syntax::Kind;

/// What is written without a break: a word, or braces on one line.
#[derive(Debug)]
pub(super) struct Chunk<'e, 't> {
    word: &'e Word<'t>,
    text: &'e str,
    width: usize,
    spaced: bool,
    starts: Starts,
    /// The column at which it should stand, if there is room.
    stop: Option<usize>,
    /// Whether further lines begin below it.
    hangs: bool,
}

/// Whether a line begins with a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Starts {
    Never,
    /// Where the line above is full.
    IfFull,
    Always,
}

/// The keywords before which a long clause may break.
const BREAKS: &[&str] = &[
    "and",
    "or",
    "then",
    "under",
    "evidence",
    "except",
    "when",
    "unless",
    "where",
    "otherwise",
    "still grant",
    "from",
    "record",
    "on condition",
    "leaves the count",
    "after",
    "until",
];

/// Further lines begin below the body of a clause where that begins no further right than this.
const DEEPEST_HANG: usize = 64;

/// The columns at which the value of a clause and the cells of a row should stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stops {
    /// What follows the keyword.
    pub(super) value: Option<usize>,
    /// Title, body, promise.
    pub(super) cells: [Option<usize>; 3],
}

impl Stops {
    fn of(&self, entry: &Entry<'_>, at: usize) -> Option<usize> {
        let cell = entry.cells.iter().zip(self.cells).find(|(cell, _)| **cell == Some(at)).and_then(|(_, stop)| stop);
        cell.max(self.value.filter(|_| entry.keyword > 0 && entry.keyword == at))
    }
}

/// The pieces of an entry from one on, up to the first that has no text in `flats`: braces over several lines.
pub(super) fn chunks<'e, 't>(
    entry: &'e Entry<'t>,
    from: usize,
    flats: &'e [Option<String>],
    stops: &Stops,
) -> Vec<Chunk<'e, 't>> {
    let branches = entry.pieces.iter().any(|p| begins_line(p.first()));
    let mut found = Vec::new();
    for (at, piece) in entry.pieces.iter().enumerate().skip(from) {
        let text = match (piece, flats.get(at)) {
            (Piece::Word(word), _) => word.text.as_ref(),
            (Piece::Block(_), Some(Some(flat))) => flat.as_str(),
            (Piece::Block(_), _) => break,
        };
        let word = piece.first();
        let before = at.checked_sub(1).and_then(|n| entry.pieces.get(n));
        let branch = begins_line(word) || branches && matches!(word.text.as_ref(), "then" | "still grant");
        let forced = at > 0 && (word.stays_below || branch && word.is_keyword() || !word.comments.is_empty());
        let starts = match (forced, at > entry.keyword.max(1) && may_break(before, word)) {
            (true, _) => Starts::Always,
            (false, true) => Starts::IfFull,
            (false, false) => Starts::Never,
        };
        found.push(Chunk {
            word,
            text,
            width: text.chars().count(),
            spaced: at > 0 && is_spaced(before, word),
            starts,
            stop: stops.of(entry, at),
            hangs: entry.cells[1] == Some(at) && matches!(piece, Piece::Word(_)),
        });
    }
    found
}

fn may_break(before: Option<&Piece<'_>>, word: &Word<'_>) -> bool {
    let comma = before.is_some_and(|p| p.is(&[Kind::comma]));
    let opens = word.is_keyword() && (BREAKS.contains(&word.text.as_ref()) || word.kind == Some(Kind::KW_RAISES))
        || word.kind == Some(Kind::KW_LIFTS);
    // A bound that begins a line would be a limit of its own.
    (comma || opens) && !word.is_bound() && word.kind != Some(Kind::comma)
}

/// Where the further lines of a clause begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hang {
    /// The column.
    pub(super) column: usize,
    /// The depth of the parts that begin there; deeper parts are indented further.
    base: Option<usize>,
}

impl Hang {
    /// For a clause with these chunks.
    pub(super) fn new(column: usize, chunks: &[Chunk<'_, '_>]) -> Self {
        let forced = chunks.iter().filter(|c| c.starts == Starts::Always && begins_line(c.word)).map(|c| c.word.depth);
        Self { column, base: forced.min() }
    }

    fn at(&mut self, depth: usize) -> usize {
        let base = *self.base.get_or_insert(depth);
        self.base = Some(base.min(depth));
        if depth > base { self.column + INDENT } else { self.column }
    }
}

/// Writes chunks on as many lines as they need.
pub(super) fn fill(page: &mut Page, chunks: &[Chunk<'_, '_>], hang: &mut Hang) {
    let mut from = 0;
    // What follows braces over several lines may have to begin a line, too.
    let mut fresh_line = chunks.first().is_some_and(|c| c.starts == Starts::Always);
    if let Some(first) = chunks.first().filter(|c| c.starts == Starts::Always) {
        next_line(page, first, hang);
    }
    while from < chunks.len() {
        let end = line_end(chunks, from, page.column(), hang.column);
        for (at, chunk) in chunks.iter().enumerate().take(end).skip(from) {
            let fresh = at == from && fresh_line;
            if chunk.spaced && !fresh {
                page.put(" ", 1);
            }
            if let Some(stop) = chunk.stop.filter(|_| !fresh) {
                page.pad_to(stop);
            }
            if chunk.hangs && !fresh && page.column() <= DEEPEST_HANG {
                hang.column = page.column();
            }
            page.put(chunk.text, chunk.width);
        }
        if let Some(next) = chunks.get(end) {
            next_line(page, next, hang);
            fresh_line = true;
        }
        from = end;
    }
}

fn next_line(page: &mut Page, chunk: &Chunk<'_, '_>, hang: &mut Hang) {
    let column = hang.at(chunk.word.depth);
    page.comments(&chunk.word.comments, column, false);
    page.line(column);
}

/// The first chunk that is no longer on the line which begins with `from`.
fn line_end(chunks: &[Chunk<'_, '_>], from: usize, column: usize, hang: usize) -> usize {
    let (mut column, mut hang) = (column, hang);
    // The last break that fits, and the best of those in the second half of the line: the shallowest, then the last.
    let (mut last, mut best): (Option<usize>, Option<usize>) = (None, None);
    for (at, chunk) in chunks.iter().enumerate().skip(from) {
        if at > from {
            if chunk.starts != Starts::Never && column > WIDTH {
                return best.or(last).unwrap_or(at);
            }
            if chunk.starts == Starts::Always {
                return at;
            }
            if chunk.starts == Starts::IfFull {
                last = Some(at);
                let depth = |n: usize| chunks.get(n).map_or(usize::MAX, |c| c.word.depth);
                if column >= hang + WIDTH.saturating_sub(hang) / 2 && best.is_none_or(|b| depth(at) <= depth(b)) {
                    best = Some(at);
                }
            }
            column += usize::from(chunk.spaced);
            column = column.max(chunk.stop.unwrap_or_default());
            hang = if chunk.hangs && column <= DEEPEST_HANG { column } else { hang };
        }
        column += chunk.width;
    }
    // All of it fits, or what does not has a last place to break.
    if column > WIDTH { best.or(last).unwrap_or(chunks.len()) } else { chunks.len() }
}
