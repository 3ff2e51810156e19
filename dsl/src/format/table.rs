//! Columns: keywords of a paragraph, and neighbours of one kind as rows of a table.

use super::fill::Stops;
use super::page::{ROW_WIDTH, WIDTH};
use super::words::{Entry, Piece};

/// A keyword that is wider than this has no part in the column of its paragraph.
const WIDEST_KEYWORD: usize = 13;
/// So much room is left for the last cell of a row if that one can be broken.
const ROOM_FOR_BODY: usize = 48;
/// One row in so many may be left out of a column for the sake of the width.
const FEW: usize = 4;

/// An entry, and how it is to be set.
#[derive(Debug)]
pub(super) struct Plan<'e, 't> {
    pub(super) entry: &'e Entry<'t>,
    /// For each piece the text of its braces, where they stand on one line.
    pub(super) flats: Vec<Option<String>>,
    /// Whether some of its braces take several lines.
    pub(super) open: bool,
    /// Whether an empty line stands before it.
    pub(super) blank: bool,
    /// Whether it begins a paragraph: columns are shared only within one.
    pub(super) apart: bool,
    pub(super) stops: Stops,
}

impl Plan<'_, '_> {
    fn width(&self, from: usize, to: usize) -> usize {
        let mut width = 0;
        for (at, piece) in self.entry.pieces.iter().enumerate().take(to).skip(from) {
            let before = at.checked_sub(1).and_then(|n| self.entry.pieces.get(n));
            let space = at > from && super::flat::is_spaced(before, piece.first());
            width += usize::from(space)
                + match piece {
                    Piece::Word(word) => word.width(),
                    Piece::Block(_) => self.flats.get(at).and_then(Option::as_ref).map_or(0, |f| f.chars().count()),
                };
        }
        width
    }

    fn keyword_width(&self) -> Option<usize> {
        let counts = self.entry.keyword > 0 && !(self.open && self.entry.item);
        counts.then(|| self.width(0, self.entry.keyword)).filter(|w| *w <= WIDEST_KEYWORD)
    }

    fn is_row(&self) -> bool {
        self.entry.cells.iter().any(Option::is_some) && !self.open && !self.entry.has_comment()
    }

    /// The widths of name, title, body and promise.
    fn cells(&self) -> [usize; 4] {
        let [title, body, tail] = self.entry.cells;
        let end = self.entry.pieces.len();
        let (tail, start) = (tail.unwrap_or(end), self.entry.keyword);
        let body = body.unwrap_or(tail);
        let title = title.unwrap_or(body);
        [self.width(start, title), self.width(title, body), self.width(body, tail), self.width(tail, end)]
    }
}

/// Gives the entries of one block their columns.
pub(super) fn align(plans: &mut [Plan<'_, '_>], indent: usize) {
    for paragraph in plans.chunk_by_mut(|_, next| !next.apart) {
        let widest = paragraph.iter().filter_map(Plan::keyword_width).max().unwrap_or_default();
        let column = indent + widest + 1;
        for plan in paragraph.iter_mut() {
            plan.stops.value = plan.keyword_width().map(|_| column);
        }
        for rows in
            paragraph.chunk_by_mut(|one, next| one.entry.kind == next.entry.kind && one.is_row() == next.is_row())
        {
            if rows.len() > 1 && rows.iter().all(Plan::is_row) {
                align_rows(rows, column);
            }
        }
    }
}

/// Neighbours of one kind: their titles, bodies and promises stand in columns.
fn align_rows(rows: &mut [Plan<'_, '_>], start: usize) {
    let cells: Vec<[usize; 4]> = rows.iter().map(Plan::cells).collect();
    let promises = rows.iter().any(|r| r.entry.cells[2].is_some());
    // What is last in the line has no column after it.
    let shared = if promises { 3 } else { 2 };
    let last = cells.iter().map(|row| row[shared]).max().unwrap_or_default();
    let last = if promises { last } else { last.min(ROOM_FOR_BODY) };
    let columns = Columns::new(&cells, shared);
    let widths = columns.fit(WIDTH.saturating_sub(start + last), rows.len() / FEW);
    let widest = if promises { ROW_WIDTH } else { WIDTH };
    let widths = widths.or_else(|| columns.fit(widest.saturating_sub(start + last), usize::MAX)).unwrap_or_default();
    let mut stops = [None; 3];
    let mut at = start;
    for (stop, width) in stops.iter_mut().zip(widths) {
        at += width + usize::from(width > 0);
        *stop = Some(at);
    }
    for (row, cells) in rows.iter_mut().zip(&cells) {
        let end = cells.iter().zip(stops).fold(start, |at, (width, stop)| (at + width + 1).max(stop.unwrap_or(at)));
        // A row that fits only without its columns goes without them.
        if !promises || end + cells[3] <= widest {
            row.stops.cells = stops;
        }
    }
}

/// The widths of the cells in each column, the widest last.
struct Columns(Vec<Vec<usize>>);

impl Columns {
    fn new(cells: &[[usize; 4]], shared: usize) -> Self {
        // What nothing follows in its row needs no column.
        let wide = |row: &[usize; 4], c: usize| if row[c + 1..].iter().all(|w| *w == 0) { 0 } else { row[c] };
        let mut columns: Vec<Vec<usize>> =
            (0..shared).map(|c| cells.iter().map(|row| wide(row, c)).collect()).collect();
        for column in &mut columns {
            column.sort_unstable();
        }
        Self(columns)
    }

    /// How wide the columns are if all of them are to share so much room. Cells that are too wide for that have no part in
    /// their column; `None` if they are more than so many.
    fn fit(&self, room: usize, most: usize) -> Option<Vec<usize>> {
        let mut columns: Vec<&[usize]> = self.0.iter().map(Vec::as_slice).collect();
        let widest = |column: &[usize]| column.last().copied().unwrap_or_default();
        let mut left_out = 0;
        while columns.iter().map(|c| widest(c)).map(|w| w + usize::from(w > 0)).sum::<usize>() > room {
            let narrower = |column: &[usize]| column.partition_point(|w| *w < widest(column));
            let gain = |column: &[usize]| narrower(column).checked_sub(1).map_or(0, |n| widest(column) - column[n]);
            let most_gain = columns.iter_mut().max_by_key(|c| gain(c)).filter(|c| gain(c) > 0)?;
            let narrower = narrower(most_gain);
            left_out += most_gain.len() - narrower;
            if left_out > most {
                return None;
            }
            *most_gain = most_gain.get(..narrower)?;
        }
        Some(columns.iter().map(|c| widest(c)).collect())
    }
}
