//! Decisions drawn from bytes: where these end, the first of every choice is taken.

use arbitrary::Unstructured;

pub(super) struct Draw<'b>(Unstructured<'b>);

impl<'b> Draw<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// A number less than `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0.int_in_range(0..=n.saturating_sub(1)).unwrap_or_default()
    }

    /// True once in so many times.
    pub(super) fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) + 1 == one_in
    }

    /// One of a list that is not empty.
    pub(super) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }

    /// The text, or nothing.
    pub(super) fn maybe(&mut self, one_in: usize, text: &str) -> String {
        if self.chance(one_in) { text.to_owned() } else { String::new() }
    }
}
