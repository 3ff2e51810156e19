//! The first stack on the walk, of all that have the best value.

use std::ops::Range;

use super::bound::Caps;
use super::dual::Focus;
use super::model::Model;
use super::search::Search;
use super::state::Chosen;
use super::ways::Ways;
use crate::problem::NodeKind;
use crate::solve::search::Steps;
use crate::solve::witness::Witness;

/// Moves the witness to the first stack on the walk: in every cell, one after the other, the most that some stack of the same
/// value counts there beside what the cells before it count.
pub(super) fn canonical<W: Ways>(mut search: Search<'_, W>, witness: &mut Witness, steps: &mut Steps) {
    let model = search.model();
    let caps = witness.value.parts();
    search.cap(caps);
    search.focus(&foci(model, &search, &caps));
    let mut walk = Walk { search, witness, steps };
    // Nothing is found here but conclusions: the witness is within the caps.
    let _ = walk.search.settle(32);
    let mut open = Vec::new();
    for group in &model.layout.groups {
        if !walk.raise(group, &mut open) {
            return;
        }
    }
    for cells in open {
        if !walk.first_of(cells) {
            return;
        }
    }
    walk.first_choice();
}

/// What may stand against a stack of the best value.
fn foci<W: Ways>(model: &Model<'_, W>, search: &Search<'_, W>, caps: &Caps) -> Vec<Focus> {
    let rows = [model.total, model.planned, model.in_progress].into_iter();
    let rows = rows.filter(|row| search.binds(*row) && !model.rows[*row].entries.is_empty()).map(Focus::Row);
    let levels = [(0, Focus::Unmet), (2, Focus::Tree), (3, Focus::Limits)];
    levels.into_iter().filter(|(level, _)| caps[*level] > 0).map(|(_, focus)| focus).chain(rows).collect()
}

struct Walk<'m, 'w, W> {
    search: Search<'m, W>,
    witness: &'w mut Witness,
    steps: &'w mut Steps,
}

impl<W: Ways> Walk<'_, '_, W> {
    fn is_open(&self, cell: usize) -> bool {
        let model = self.search.model();
        self.search.state.ways[model.layout.cells[cell].item].has(model.way[cell])
    }

    /// Whether a stack of the value counts a cell; then the witness does.
    fn can_count(&mut self, cell: usize) -> bool {
        if self.witness.units[cell] > 0 {
            return true;
        }
        if !self.is_open(cell) {
            return false;
        }
        let model = self.search.model();
        let mark = self.search.state.mark();
        let item = model.layout.cells[cell].item;
        let found =
            if self.search.state.keep(item, model.way[cell]) { self.search.decide(self.steps, 0) } else { None };
        self.search.state.undo(mark);
        self.search.state.forget();
        if let Some(found) = found {
            *self.witness = found;
            return true;
        }
        false
    }

    /// Holds a cell as counted or not. What follows from it is drawn at once.
    fn hold(&mut self, cell: usize, counted: bool) {
        let model = self.search.model();
        let (item, way) = (model.layout.cells[cell].item, model.way[cell]);
        let before = self.search.state.mark();
        // The witness is such a stack, so nothing comes out as impossible.
        let _ = self.search.state.keep(item, if counted { way } else { !way });
        if self.search.state.mark() != before {
            let _ = self.search.settle(0);
        }
    }

    /// Raises a group to the most that it counts; `false` where the steps end first.
    fn raise(&mut self, group: &Range<usize>, open: &mut Vec<Vec<usize>>) -> bool {
        let model = self.search.model();
        let credits = |cell: usize| model.layout.cells[cell].most;
        // Cells of a group stand in the order of their credits, the most first.
        let cells: Vec<usize> = group.clone().collect();
        let mut counted = 0;
        for equal in cells.chunk_by(|a, b| credits(*a) == credits(*b)) {
            if counted > 0 {
                for cell in equal {
                    self.hold(*cell, false);
                }
                continue;
            }
            let found = equal.iter().any(|cell| self.can_count(*cell));
            if self.steps.are_spent() {
                return false;
            }
            match (found, equal) {
                (false, _) => equal.iter().for_each(|cell| self.hold(*cell, false)),
                (true, [only]) => {
                    self.hold(*only, true);
                    counted = credits(*only);
                }
                (true, several) => {
                    self.search.demand(several);
                    counted = credits(several[0]);
                    open.push(several.to_vec());
                }
            }
        }
        true
    }

    /// Of alternatives that count the same, the first.
    fn first_of(&mut self, mut cells: Vec<usize>) -> bool {
        let model = self.search.model();
        cells.sort_by_key(|cell| model.layout.cells[*cell].item);
        for (at, cell) in cells.iter().enumerate() {
            if self.can_count(*cell) {
                self.hold(*cell, true);
                cells[at + 1..].iter().for_each(|other| self.hold(*other, false));
                return true;
            }
            if self.steps.are_spent() {
                return false;
            }
            self.hold(*cell, false);
        }
        true
    }

    /// The first choice with which this very allocation has the value.
    fn first_choice(&mut self) {
        let model = self.search.model();
        let tree = &model.layout.problem.tree;
        for cell in 0..model.layout.cells.len() {
            let counted = self.witness.units[cell] > 0;
            self.hold(cell, counted);
        }
        for (at, node) in tree.iter().enumerate() {
            let NodeKind::Any(n, children) = &node.kind else { continue };
            if !self.search.is_inside(at) {
                continue;
            }
            let mut children = children.clone();
            children.sort_unstable();
            for child in children {
                let chosen = self.witness.choice.iter().find(|(node, _)| *node == at);
                let mut is_in = chosen.is_some_and(|(_, chosen)| chosen.contains(&child));
                if !is_in && *n > 0 && self.search.state.children[child] == Chosen::Open {
                    let mark = self.search.state.mark();
                    let chosen = self.search.state.choose(child, Chosen::In);
                    let found = if chosen { self.search.decide(self.steps, 0) } else { None };
                    self.search.state.undo(mark);
                    self.search.state.forget();
                    if self.steps.are_spent() {
                        return;
                    }
                    if let Some(found) = found {
                        *self.witness = found;
                        is_in = true;
                    }
                }
                let _ = self.search.state.choose(child, if is_in { Chosen::In } else { Chosen::Not });
            }
        }
    }
}
