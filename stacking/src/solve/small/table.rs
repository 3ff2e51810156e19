//! What a search of whole items adds up: columns of sums, and for each cell how counting it or not changes them.

use super::lack::{Group, MOST_PLACES, Need, Pair};
use crate::problem::{Extent, Measure, Progress};
use crate::solve::cells::ItemCells;
use crate::solve::choices::{Choice, open_slots};
use crate::solve::layout::{Bounded, Layout};

/// What a column is for beside the needs of requirements.
#[derive(Debug, Clone, Copy)]
pub(super) struct Totals {
    /// All that can be counted.
    pub(super) all: usize,
    /// What of it is not planned, and what is not in progress.
    pub(super) not_planned: usize,
    pub(super) not_in_progress: usize,
    /// What is counted so far of what is planned and in progress, negative.
    pub(super) planned: usize,
    pub(super) in_progress: usize,
}

/// What a ceiling leaves room for in all: what is counted beyond its cells, and with it so much at the most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// What can be counted beyond its cells.
    column: usize,
    more: i64,
    /// Or a share of all: in all so many of so many parts beyond its cells.
    of: (i64, i64),
}

impl Room {
    /// No more than this is counted in all.
    pub(super) fn most(&self, reach: &[i64]) -> i64 {
        let beyond = reach[self.column];
        let (times, by) = self.of;
        if by == 1 { beyond * times + self.more } else { (beyond * times).div_euclid(by) + self.more }
    }
}

/// The sums of a search. Each begins with the most that it can reach; what is settled takes it down.
pub(super) struct Table {
    pub(super) width: usize,
    /// Which cells can count at all: those below chosen children.
    pub(super) open: Vec<bool>,
    /// What each cell adds to each sum, cell after cell.
    pub(super) adds: Vec<i64>,
    /// Columns that never come to less than this: ceilings, negative.
    pub(super) ceilings: Vec<(usize, i64)>,
    pub(super) totals: Totals,
    pub(super) root: Group,
    /// "At least" limits of the whole: credits, or items.
    pub(super) floors: Vec<(Need, bool)>,
    /// The minima of the requirements that all have to be met, and the place of each slot among them.
    pub(super) minima: Vec<i64>,
    pub(super) places: Vec<Option<usize>>,
    /// What two of them need together.
    pub(super) pairs: Vec<Pair>,
    /// All that can be counted in them.
    pub(super) every: usize,
    /// What ceilings leave room for in all.
    pub(super) rooms: Vec<Room>,
}

/// A table is made of these; the cells stand in the order of the walk.
pub(super) struct Maker<'l> {
    pub(super) layout: &'l Layout<'l>,
    pub(super) choice: &'l Choice,
    pub(super) open: Vec<bool>,
    /// What each cell adds to each column, column after column.
    adds: Vec<i64>,
    width: usize,
}

impl<'l> Maker<'l> {
    pub(super) fn new(layout: &'l Layout<'l>, choice: &'l Choice) -> Self {
        let adds = Vec::with_capacity(32 * layout.cells.len());
        Self { layout, choice, open: open_slots(layout.problem, choice), adds, width: 0 }
    }

    /// The table; none where too much would have to be compared.
    pub(super) fn make(mut self) -> Option<Table> {
        let layout = self.layout;
        let mut ceilings = Vec::new();
        for ceiling in layout.ceilings.iter().filter(|c| c.measure != Measure::Outcomes) {
            if !self.may_bind(ceiling) {
                continue;
            }
            let (column, bound) = self.bounded(ceiling, -1);
            ceilings.push((column, -bound));
        }
        let mut floors = Vec::new();
        for floor in layout.floors.iter().filter(|f| f.of.is_none() && f.measure != Measure::Outcomes) {
            floors.push((self.floor(floor), floor.measure == Measure::Credits));
        }
        let (root, slots) = self.root()?;
        let slots = &slots[..slots.len().min(MOST_PLACES)];
        let minima = slots.iter().map(|slot| layout.problem.slots[*slot].minimum).collect();
        let places = (0..layout.slots.len()).map(|slot| slots.iter().position(|of| *of == slot)).collect();
        let pairs = self.pairs(slots);
        let rooms = self.rooms();
        let totals = self.totals();
        let is_every = (0..layout.slots.len()).all(|slot| !self.open[slot] || slots.contains(&slot));
        let every = if is_every { totals.all } else { self.inside(slots) };
        let cells = layout.cells.len();
        let width = self.width;
        let mut adds = Vec::with_capacity(width * cells);
        for cell in 0..cells {
            adds.extend((0..width).map(|column| self.adds[column * cells + cell]));
        }
        let open = (0..cells).map(|cell| self.is_open(cell)).collect();
        Some(Table { width, open, adds, ceilings, totals, root, floors, minima, places, pairs, every, rooms })
    }

    /// Whether all that can be counted may be beyond a ceiling.
    fn may_bind(&self, ceiling: &Bounded) -> bool {
        let Extent::Fixed(bound) = ceiling.extent else { return true };
        let open = ceiling.cells.iter().filter(|cell| self.is_open(**cell));
        open.map(|cell| measured(self.layout, ceiling.measure, *cell)).sum::<i64>() > bound
    }

    /// Whether a cell can count at all.
    fn is_open(&self, cell: usize) -> bool {
        self.open[self.layout.cells[cell].slot]
    }

    /// A column of what each cell adds that can count at all.
    fn column(&mut self, add: impl Fn(usize) -> i64) -> usize {
        for (at, cell) in self.layout.cells.iter().enumerate() {
            self.adds.push(if self.open[cell.slot] { add(at) } else { 0 });
        }
        self.width += 1;
        self.width - 1
    }

    /// Which of all cells these are.
    fn among(&self, cells: &[usize]) -> Vec<bool> {
        let mut among = vec![false; self.layout.cells.len()];
        for cell in cells {
            among[*cell] = true;
        }
        among
    }

    /// The column of a limit, times a sign, and its bound: of a share both are on one side.
    fn bounded(&mut self, of: &Bounded, sign: i64) -> (usize, i64) {
        let (layout, fine) = (self.layout, self.layout.problem.fine);
        let inside = self.among(&of.cells);
        let used = |cell: usize| if inside[cell] { measured(layout, of.measure, cell) } else { 0 };
        match of.extent {
            Extent::Fixed(bound) => (self.column(|cell| sign * used(cell)), bound),
            Extent::Share { parts, of: node } => {
                let below = self.among(&layout.below[node]);
                let total = |cell: usize| if below[cell] { layout.cells[cell].most } else { 0 };
                (self.column(|cell| sign * (used(cell) * fine - parts * total(cell))), 0)
            }
        }
    }

    /// What an "at least" limit needs.
    pub(super) fn floor(&mut self, floor: &Bounded) -> Need {
        let (column, least) = self.bounded(floor, 1);
        let is_fine = matches!(floor.extent, Extent::Share { .. }) || floor.measure != Measure::Credits;
        let worth = if is_fine { 1 } else { self.layout.problem.fine };
        Need { column, least, worth }
    }

    /// What a sum over cells needs.
    pub(super) fn need(&mut self, measure: Measure, cells: &[usize], least: i64) -> Need {
        let (layout, inside) = (self.layout, self.among(cells));
        let column = self.column(|cell| if inside[cell] { measured(layout, measure, cell) } else { 0 });
        let worth = if measure == Measure::Credits { self.layout.problem.fine } else { 1 };
        Need { column, least, worth }
    }

    /// What the spread of a slot needs: each cell brings no more than all its values.
    pub(super) fn spread(&mut self, slot: usize, least: u32) -> Need {
        let layout = self.layout;
        let column = self.column(|cell| {
            let cell = &layout.cells[cell];
            if cell.slot == slot { i64::try_from(cell.values.len()).unwrap_or(i64::MAX) } else { 0 }
        });
        Need { column, least: i64::from(least), worth: 1 }
    }

    /// What can be counted in some slots.
    fn inside(&mut self, slots: &[usize]) -> usize {
        let layout = self.layout;
        self.column(|cell| {
            let cell = &layout.cells[cell];
            if slots.contains(&cell.slot) { cell.most } else { 0 }
        })
    }

    /// Requirements that all have to be met need together what each needs, and an item fills one of them alone: told of every
    /// two that have an item in common.
    fn pairs(&mut self, slots: &[usize]) -> Vec<Pair> {
        let layout = self.layout;
        let mut pairs = Vec::new();
        let has = |item: &ItemCells, slot: usize| item.cells.iter().any(|cell| layout.cells[*cell].slot == slot);
        for (b, second) in slots.iter().enumerate() {
            for (a, first) in slots[..b].iter().enumerate() {
                if layout.items.iter().any(|item| has(item, *first) && has(item, *second)) {
                    pairs.push(Pair { places: [a, b], column: self.inside(&[*first, *second]) });
                }
            }
        }
        pairs
    }

    fn rooms(&mut self) -> Vec<Room> {
        let layout = self.layout;
        let fine = layout.problem.fine;
        let mut rooms = Vec::with_capacity(layout.ceilings.len());
        for ceiling in layout.ceilings.iter().filter(|c| c.measure == Measure::Credits) {
            if !self.may_bind(ceiling) {
                continue;
            }
            let (more, of) = match ceiling.extent {
                Extent::Fixed(bound) => (bound, (1, 1)),
                Extent::Share { parts, of: 0 } if parts < fine => (0, (fine, fine - parts)),
                Extent::Share { .. } => continue,
            };
            let inside = self.among(&ceiling.cells);
            let column = self.column(|cell| if inside[cell] { 0 } else { layout.cells[cell].most });
            rooms.push(Room { column, more, of });
        }
        rooms
    }

    fn totals(&mut self) -> Totals {
        let layout = self.layout;
        let progress = |cell: usize| layout.problem.items[layout.cells[cell].item].progress;
        let most = |cell: usize| layout.cells[cell].most;
        let not = |state: Progress| move |cell: usize| if progress(cell) == state { 0 } else { most(cell) };
        let in_state = |state: Progress| move |cell: usize| if progress(cell) == state { -most(cell) } else { 0 };
        let all = self.column(most);
        let not_planned = self.column(not(Progress::Planned));
        let not_in_progress = self.column(not(Progress::InProgress));
        let planned = self.column(in_state(Progress::Planned));
        let in_progress = self.column(in_state(Progress::InProgress));
        Totals { all, not_planned, not_in_progress, planned, in_progress }
    }
}

fn measured(layout: &Layout<'_>, measure: Measure, cell: usize) -> i64 {
    if measure == Measure::Credits { layout.cells[cell].most } else { 1 }
}
