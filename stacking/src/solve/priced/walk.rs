//! The first stack on the walk, of all that have the best value.

use std::ops::Range;

use super::asked::Focus;
use super::bound::Caps;
use super::model::Model;
use super::rows::{POOLS, UNMET};
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

/// What may stand against a stack of the best value: one relaxation has all of it, prices step by step want one each.
fn foci<W: Ways>(model: &Model<'_, W>, search: &Search<'_, W>, caps: &Caps) -> Vec<Focus> {
    let rows = [model.total, model.planned, model.in_progress].into_iter();
    let rows = rows.filter(|row| search.binds(*row) && !model.rows[*row].entries.is_empty()).map(Focus::Row);
    let pools = (UNMET + 1..POOLS).filter(|pool| caps[*pool] > 0);
    let mut foci: Vec<Focus> = pools.chain((caps[0] > 0).then_some(UNMET)).map(Focus::Pool).chain(rows).collect();
    if model.is_small() {
        foci.truncate(1);
    }
    foci
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

    /// Whether a stack of the value counts a cell with at least so much; then the witness does.
    fn can_count(&mut self, cell: usize, least: i64) -> bool {
        if self.witness.units[cell] >= least {
            return true;
        }
        if !self.is_open(cell) || self.search.state.high[cell] < least {
            return false;
        }
        let mark = self.search.state.mark();
        let found = if self.search.state.count(cell, least) { self.search.decide(self.steps, 2) } else { None };
        self.search.state.undo(mark);
        self.search.state.forget();
        if let Some(found) = found {
            *self.witness = found;
            return true;
        }
        false
    }

    /// Holds a cell as counted with so much, or not at all. What follows from it is drawn at once.
    fn hold(&mut self, cell: usize, units: i64) {
        let model = self.search.model();
        let (item, way) = (model.layout.cells[cell].item, model.way[cell]);
        let before = self.search.state.mark();
        // The witness is such a stack, so nothing comes out as impossible.
        let state = &mut self.search.state;
        let _ = match &model.parted[item] {
            Some(parted) => {
                let place = parted.parts.iter().position(|p| p.cell == cell);
                place.is_some_and(|place| state.raise(item, place, units) && state.lower(item, place, units))
            }
            None => state.keep(item, if units > 0 { way } else { !way }),
        };
        if self.search.state.mark() != before {
            let _ = self.search.settle(0);
        }
    }

    /// The most that one of some cells counts in a stack of the value, in which all others of them count nothing.
    fn most(&mut self, cells: &[usize]) -> i64 {
        let model = self.search.model();
        let counted = |walk: &Self| cells.iter().map(|cell| walk.witness.units[*cell]).max().unwrap_or_default();
        let mut most = cells.iter().map(|cell| self.search.state.high[*cell]).max().unwrap_or_default();
        let mut first = true;
        loop {
            let now = counted(self);
            if now >= most || self.steps.are_spent() {
                return now;
            }
            // All of it, a little more, then by halves.
            let wanted = match cells {
                [only] if model.layout.cells[*only].least == most => most,
                _ if first => most,
                _ => now + (most - now + 1) / 2,
            };
            let wanted = if !first && !self.little_more(cells, now) { return now } else { wanted };
            first = false;
            if !cells.iter().any(|cell| self.can_count(*cell, wanted)) {
                let below = cells.iter().map(|cell| model.layout.cells[*cell].least).filter(|least| *least < wanted);
                most = below.max().map_or(now, |_| wanted - 1);
            }
        }
    }

    /// Whether more than so much counts in one of some cells.
    fn little_more(&mut self, cells: &[usize], now: i64) -> bool {
        cells.iter().any(|cell| self.can_count(*cell, now + 1))
    }

    /// Raises a group to the most that it counts; `false` where the steps end first.
    fn raise(&mut self, group: &Range<usize>, open: &mut Vec<Vec<usize>>) -> bool {
        let cells: Vec<usize> = group.clone().collect();
        let most = self.most(&cells);
        if self.steps.are_spent() {
            return false;
        }
        let model = self.search.model();
        let can = |walk: &Self, cell: usize| {
            walk.is_open(cell) && walk.search.state.high[cell] >= most && model.layout.cells[cell].least <= most
        };
        let (able, others): (Vec<usize>, Vec<usize>) = cells.into_iter().partition(|cell| most > 0 && can(self, *cell));
        for cell in others {
            self.hold(cell, 0);
        }
        match able.as_slice() {
            [] => {}
            [only] => self.hold(*only, most),
            several => {
                self.search.demand(several.iter().map(|cell| (*cell, most)).collect());
                open.push(several.to_vec());
            }
        }
        true
    }

    /// Of alternatives that count the same, the first.
    fn first_of(&mut self, mut cells: Vec<usize>) -> bool {
        let model = self.search.model();
        let most = cells.iter().map(|cell| self.witness.units[*cell]).max().unwrap_or_default();
        cells.sort_by_key(|cell| model.layout.cells[*cell].item);
        for (at, cell) in cells.iter().enumerate() {
            if self.can_count(*cell, most) {
                self.hold(*cell, most);
                cells[at + 1..].iter().for_each(|other| self.hold(*other, 0));
                return true;
            }
            if self.steps.are_spent() {
                return false;
            }
            self.hold(*cell, 0);
        }
        true
    }

    /// The first choice with which this very allocation has the value.
    fn first_choice(&mut self) {
        let model = self.search.model();
        let tree = &model.layout.problem.tree;
        for cell in 0..model.layout.cells.len() {
            self.hold(cell, self.witness.units[cell]);
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
