//! Sets of ways of one credential: its cells by their places, and *out*.

use std::fmt::Debug;
use std::ops::{BitAnd, BitOr, BitOrAssign, Not};

/// A set of ways. *Out* is the last of them.
pub(in crate::solve) trait Ways:
    Copy + Debug + Ord + BitAnd<Output = Self> + BitOr<Output = Self> + BitOrAssign + Not<Output = Self>
{
    /// So many cells can be told apart, beside *out*.
    const CELLS: usize;
    /// No way.
    const NONE: Self;
    /// Not being counted.
    const OUT: Self;

    /// The cell at a place.
    fn cell(place: usize) -> Self;

    /// The cells at all places before one, without *out*.
    fn before(place: usize) -> Self;

    /// The place of the first way, and of the last; *out* has the place [`Ways::CELLS`].
    fn first(self) -> usize;
    fn last(self) -> usize;

    fn is_empty(self) -> bool {
        self == Self::NONE
    }

    fn has(self, other: Self) -> bool {
        !(self & other).is_empty()
    }

    fn without(self, other: Self) -> Self {
        self & !other
    }

    /// Whether it is one way.
    fn is_single(self) -> bool {
        self.first() == self.last()
    }

    /// The ways one by one, *out* last.
    fn each(self) -> impl Iterator<Item = Self> {
        let mut rest = self;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let place = rest.first();
            let way = if place == Self::CELLS { Self::OUT } else { Self::cell(place) };
            rest = rest.without(way);
            Some(way)
        })
    }
}

impl Ways for u64 {
    const CELLS: usize = 63;
    const NONE: Self = 0;
    const OUT: Self = 1 << 63;

    fn cell(place: usize) -> Self {
        1 << place
    }

    fn before(place: usize) -> Self {
        (1 << place) - 1
    }

    fn first(self) -> usize {
        self.trailing_zeros() as usize
    }

    fn last(self) -> usize {
        self.ilog2() as usize
    }

    fn is_single(self) -> bool {
        self.is_power_of_two()
    }
}

const WORDS: usize = 9;

/// For awards with hundreds of requirements: the highest word first, so that sets compare as numbers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::solve) struct Many([u64; WORDS]);

impl Many {
    fn each_word(self, other: Self, of: impl Fn(u64, u64) -> u64) -> Self {
        Self(std::array::from_fn(|at| of(self.0[at], other.0[at])))
    }
}

impl BitAnd for Many {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.each_word(other, |a, b| a & b)
    }
}

impl BitOr for Many {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.each_word(other, |a, b| a | b)
    }
}

impl BitOrAssign for Many {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

impl Not for Many {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

impl Ways for Many {
    const CELLS: usize = WORDS * 64 - 1;
    const NONE: Self = Self([0; WORDS]);
    const OUT: Self = {
        let mut words = [0; WORDS];
        words[0] = 1 << 63;
        Self(words)
    };

    fn cell(place: usize) -> Self {
        let mut words = [0; WORDS];
        words[WORDS - 1 - place / 64] = 1 << (place % 64);
        Self(words)
    }

    fn before(place: usize) -> Self {
        let word = |at: usize| match (WORDS - 1 - at).cmp(&(place / 64)) {
            std::cmp::Ordering::Less => u64::MAX,
            std::cmp::Ordering::Equal => (1 << (place % 64)) - 1,
            std::cmp::Ordering::Greater => 0,
        };
        Self(std::array::from_fn(word))
    }

    fn first(self) -> usize {
        let found = self.0.iter().rev().enumerate().find(|(_, word)| **word != 0);
        found.map_or(Self::CELLS + 1, |(at, word)| at * 64 + word.trailing_zeros() as usize)
    }

    fn last(self) -> usize {
        let found = self.0.iter().enumerate().find(|(_, word)| **word != 0);
        found.map_or(0, |(at, word)| (WORDS - 1 - at) * 64 + word.ilog2() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::{Many, Ways};

    fn keeps_the_rules<W: Ways>() {
        for place in [0, 1, 7, 31, W::CELLS / 2, W::CELLS - 1] {
            let cell = W::cell(place);
            assert!(cell.is_single() && cell.first() == place && cell.last() == place);
            assert!(!W::before(place).has(cell) && W::before(place + 1).has(cell));
            assert_eq!(W::before(place).each().count(), place);
            let both = cell | W::OUT;
            assert!(!both.is_single() && both.has(W::OUT) && both.first() == place && both.last() == W::CELLS);
            assert_eq!(both.each().collect::<Vec<_>>(), [cell, W::OUT]);
            assert_eq!(both.without(cell), W::OUT);
        }
        assert!(W::NONE.is_empty() && (!W::NONE).has(W::OUT) && W::cell(3) < W::cell(4) && W::cell(9) < W::OUT);
    }

    #[test]
    fn a_word_and_many_words_are_alike() {
        keeps_the_rules::<u64>();
        keeps_the_rules::<Many>();
    }
}
