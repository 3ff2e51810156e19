//! What something looks like in every world.

use std::collections::HashMap;
use std::hash::Hash;

/// What one value looks like in every world. The value of world `w` is at place `w`; the digits of `w`, in the sizes of the
/// open domains, say which cell each of them takes.
pub(crate) struct Table<T> {
    values: Vec<T>,
    worlds: Vec<usize>,
    sizes: Vec<usize>,
}

impl<T> Table<T> {
    /// Of different values, and the place of that of each world among them.
    pub(super) fn new(values: Vec<T>, worlds: Vec<usize>, sizes: Vec<usize>) -> Self {
        Self { values, worlds, sizes }
    }

    pub(crate) fn len(&self) -> usize {
        self.worlds.len()
    }

    /// Which cell each open domain takes in a world; the first domain is the slowest.
    pub(crate) fn digits(&self, world: usize) -> Vec<usize> {
        let mut rest = world;
        let mut digits: Vec<usize> = self
            .sizes
            .iter()
            .rev()
            .map(|size| {
                let digit = rest % size;
                rest /= size;
                digit
            })
            .collect();
        digits.reverse();
        digits
    }

    /// The different values, in the order in which worlds first had them.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = &T> {
        self.values.iter()
    }

    /// The place of each world's value among the different ones.
    pub(super) fn places(&self) -> &[usize] {
        &self.worlds
    }

    /// The number of cells of each open domain.
    pub(super) fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The values of the worlds in which a domain takes a cell.
    pub(crate) fn with(&self, at: usize, digit: usize) -> impl Iterator<Item = &T> {
        let (stride, size) = (self.stride(at), self.sizes.get(at).copied().unwrap_or(1));
        let mut seen = vec![false; self.values.len()];
        for block in self.worlds.chunks(stride * size) {
            for place in block.get(digit * stride..).unwrap_or_default().iter().take(stride) {
                if let Some(seen) = seen.get_mut(*place) {
                    *seen = true;
                }
            }
        }
        self.values.iter().zip(seen).filter(|(_, seen)| *seen).map(|(value, _)| value)
    }

    /// The value of a world.
    pub(crate) fn value(&self, world: usize) -> Option<&T> {
        self.worlds.get(world).and_then(|p| self.values.get(*p))
    }

    fn stride(&self, at: usize) -> usize {
        self.sizes.iter().skip(at + 1).product()
    }

    /// The domains of which two worlds that differ only in them have different values.
    pub(crate) fn matters(&self) -> Vec<usize> {
        let differs = |at: &usize| {
            let (stride, size) = (self.stride(*at), self.sizes.get(*at).copied().unwrap_or(1));
            self.worlds.chunks(stride * size).any(|block| {
                let mut cells = block.chunks(stride);
                let first = cells.next();
                cells.any(|cell| Some(cell) != first)
            })
        };
        (0..self.sizes.len()).filter(differs).collect()
    }

    /// The same worlds with another value each.
    pub(crate) fn map<U: Clone + Eq + Hash>(&self, f: impl Fn(&T) -> U) -> Table<U> {
        let mut values: Vec<U> = Vec::new();
        let mut places: HashMap<U, usize> = HashMap::new();
        let renumbered: Vec<usize> = self
            .values
            .iter()
            .map(|v| {
                let value = f(v);
                let next = values.len();
                let place = *places.entry(value.clone()).or_insert(next);
                if place == next {
                    values.push(value);
                }
                place
            })
            .collect();
        let worlds = self.worlds.iter().filter_map(|w| renumbered.get(*w).copied()).collect();
        Table { values, worlds, sizes: self.sizes.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_and_what_a_cell_leads_to_is_what_going_through_all_worlds_finds() {
        let sizes = vec![2, 3, 1, 4];
        let worlds: Vec<usize> = (0..24).map(|world| [0, 1, 2][(world / 12 + world % 4 / 2) % 3]).collect();
        let table = Table::new(vec!["a", "b", "c"], worlds, sizes.clone());
        let differs = |at: usize| {
            (0..24).any(|one| {
                (0..24).any(|other| {
                    let (a, b) = (table.digits(one), table.digits(other));
                    (0..4).all(|d| d == at || a[d] == b[d]) && table.value(one) != table.value(other)
                })
            })
        };
        assert_eq!(table.matters(), (0..4).filter(|at| differs(*at)).collect::<Vec<_>>());
        for (at, size) in sizes.iter().enumerate() {
            for digit in 0..*size {
                let of = |value: &&&'static str| {
                    (0..24).any(|w| table.digits(w)[at] == digit && table.value(w) == Some(*value))
                };
                let expected: Vec<&&str> = table.distinct().filter(of).collect();
                assert_eq!(table.with(at, digit).collect::<Vec<_>>(), expected, "{at} {digit}");
            }
        }
    }
}
