//! A rule file kept in pieces, so that after a change only the piece that changed is read again.
//!
//! A piece begins where a policy, an award or another item of the file begins, and reads by itself as it does within the
//! file: the grammar takes one item after the other and looks back at none. That holds for sound files only. A file with a
//! problem of syntax is read whole, because what a problem looks like depends on what stands around it.

use credstack_diagnostics::Diagnostic;
use credstack_source::SourceId;

use super::marks::{Mark, Marks};
use super::node::Tree;
use super::problems::{Parse, parse};
use crate::MAX_FILE_BYTES;

self_cell::self_cell!(
    /// The text of a piece and what was read of it.
    struct Reading {
        owner: String,
        #[covariant]
        dependent: Parse,
    }
    impl {Debug}
);

impl Reading {
    fn sound(&self) -> bool {
        self.borrow_dependent().diagnostics.is_empty()
    }
}

/// A rule file in pieces.
#[derive(Debug)]
pub struct Pieces {
    source: SourceId,
    /// Where each piece begins in the file, and its reading; they stand side by side and cover the file.
    pieces: Vec<(usize, Reading)>,
}

impl Pieces {
    /// A file of which nothing was read yet.
    pub fn new(source: SourceId) -> Self {
        Self { source, pieces: Vec::new() }
    }

    /// Takes the new text of the file, and says how many bytes of it had to be read.
    pub fn change(&mut self, text: &str) -> usize {
        if self.is(text) {
            return 0;
        }
        let Some(starts) = starts(text).filter(|_| text.len() <= MAX_FILE_BYTES) else { return self.read_whole(text) };
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let wanted: Vec<(usize, &str)> =
            starts.iter().zip(ends).map(|(s, e)| (*s, text.get(*s..e).unwrap_or_default())).collect();
        let same = |((_, old), (_, new)): (&(usize, Reading), &(usize, &str))| old.sound() && old.borrow_owner() == new;
        let ahead = self.pieces.iter().zip(&wanted).take_while(|p| same(*p)).count();
        let left = self.pieces.len().min(wanted.len()) - ahead;
        let behind = self.pieces.iter().rev().zip(wanted.iter().rev()).take(left).take_while(|p| same(*p)).count();
        let fresh = wanted.get(ahead..wanted.len() - behind).unwrap_or_default();
        let fresh: Vec<(usize, Reading)> = fresh.iter().map(|(at, text)| (*at, self.reading(*at, text))).collect();
        if !fresh.iter().all(|(_, reading)| reading.sound()) {
            return self.read_whole(text);
        }
        let bytes = fresh.iter().map(|(_, reading)| reading.borrow_owner().len()).sum();
        self.pieces.splice(ahead..self.pieces.len() - behind, fresh);
        for ((at, reading), (start, _)) in self.pieces.iter_mut().zip(&wanted) {
            reading.with_dependent_mut(|_, parse| parse.tree.move_to(*start));
            *at = *start;
        }
        bytes
    }

    /// What was read, piece after piece.
    pub fn trees(&self) -> impl Iterator<Item = &Tree<'_>> {
        self.pieces.iter().map(|(_, reading)| &reading.borrow_dependent().tree)
    }

    /// The syntax problems, in the order of the file.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.pieces.iter().flat_map(|(_, reading)| &reading.borrow_dependent().diagnostics)
    }

    /// Whether these are the pieces of a text.
    fn is(&self, text: &str) -> bool {
        let piece = |(at, reading): &(usize, Reading)| {
            let own = reading.borrow_owner();
            text.get(*at..at + own.len()).is_some_and(|there| there == own)
        };
        let length = self.pieces.last().map(|(at, reading)| at + reading.borrow_owner().len());
        length == Some(text.len()) && self.pieces.iter().all(piece)
    }

    fn reading(&self, at: usize, text: &str) -> Reading {
        let mut reading = Reading::new(text.to_owned(), |text| parse(self.source, text));
        reading.with_dependent_mut(|_, parse| parse.tree.move_to(at));
        reading
    }

    fn read_whole(&mut self, text: &str) -> usize {
        self.pieces = vec![(0, self.reading(0, text))];
        text.len()
    }
}

/// The words with which an item of a file begins, at the beginning of a line.
const ITEMS: [&str; 5] = ["policy ", "award ", "scenario ", "articulation ", "exception "];

/// Where the pieces of a file begin, the first at 0; none where its braces and quotes do not go in pairs, or where other
/// quotes than `"` make it uncertain what is text.
fn starts(text: &str) -> Option<Vec<usize>> {
    let (mut starts, mut depth) = (vec![0], 0usize);
    let mut marks = Marks::of(text);
    for (at, mark) in marks.by_ref() {
        match mark {
            Mark::Line if depth == 0 => {
                let rest = text.get(at..).unwrap_or_default();
                starts.extend(ITEMS.iter().any(|word| rest.starts_with(word)).then_some(at));
            }
            Mark::Line => {}
            Mark::Open => depth += 1,
            Mark::Close => depth = depth.checked_sub(1)?,
        }
    }
    let odd = text.contains(['“', '”', '„', '«', '»']);
    (depth == 0 && !marks.in_text() && !odd).then_some(starts)
}
