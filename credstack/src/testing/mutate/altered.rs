//! A part of a rule changed in one place.

use credstack_source::Span;

/// A changed part, with what it read before and reads now.
#[derive(Debug, Clone)]
pub(super) struct Altered<T> {
    pub(super) value: T,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) span: Span,
}

impl<T> Altered<T> {
    /// The same change seen in what contains the part.
    pub(super) fn within<U>(self, wrap: impl FnOnce(T) -> U) -> Altered<U> {
        Altered { value: wrap(self.value), before: self.before, after: self.after, span: self.span }
    }
}

/// A list with each of its parts changed in turn.
pub(super) fn each<T: Clone>(list: &[T], change: impl Fn(&T) -> Vec<Altered<T>>) -> Vec<Altered<Vec<T>>> {
    let mut found = Vec::new();
    for (at, part) in list.iter().enumerate() {
        found.extend(change(part).into_iter().map(|altered| altered.within(|value| with(list, at, value))));
    }
    found
}

/// A list with another part at a place.
pub(super) fn with<T: Clone>(list: &[T], at: usize, part: T) -> Vec<T> {
    list.iter().take(at).cloned().chain([part]).chain(list.iter().skip(at + 1).cloned()).collect()
}

/// A list without the part at a place.
pub(super) fn without<T: Clone>(list: &[T], at: usize) -> Vec<T> {
    list.iter().take(at).chain(list.iter().skip(at + 1)).cloned().collect()
}

/// A list with two neighbours in each other's place.
pub(super) fn swapped<T: Clone>(list: &[T], at: usize) -> Vec<T> {
    let mut list = list.to_vec();
    if at + 1 < list.len() {
        list.swap(at, at + 1);
    }
    list
}
