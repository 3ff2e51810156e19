//! The first stack on the walk, cell by cell: for each it is asked whether a stack of the value counts it.

use super::dive::{Aim, Dive};
use super::order::Scope;
use crate::solve::witness::Witness;
use crate::stack::Value;

impl Dive<'_> {
    /// The first stack on the walk of a value, from one that has it; and whether so many nodes in all suffice to say so.
    pub(super) fn walk(&mut self, mut units: Vec<i64>, value: Value, most: u64) -> (Option<Witness>, bool) {
        let mut scope = self.everything();
        for cell in 0..units.len() {
            if !scope.open[cell] || !self.table.open[cell] {
                continue;
            }
            if units[cell] == 0 {
                let mut asked = Scope { counted: scope.counted.clone(), open: scope.open.clone(), ..self.everything() };
                self.count(cell, &mut asked);
                let (found, all) = self.run(Aim::Within(value.parts()), &asked, most);
                match found {
                    Some(found) => units = found.units,
                    None if all => {
                        scope.open[cell] = false;
                        continue;
                    }
                    None => return (None, false),
                }
            }
            self.count(cell, &mut scope);
        }
        (Some(Witness { value, units, choice: self.choice().clone() }), true)
    }

    /// Counts a cell: its item counts nowhere else, and what clashes with it counts nowhere.
    fn count(&self, cell: usize, scope: &mut Scope) {
        let layout = self.layout;
        let item = layout.cells[cell].item;
        scope.counted.push(cell);
        for out in layout.items[item].clashes.iter().chain([&item]) {
            layout.items[*out].cells.iter().for_each(|cell| scope.open[*cell] = false);
        }
    }
}
