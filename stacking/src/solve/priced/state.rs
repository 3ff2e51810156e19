//! What is still open: the ways of each item, the rows that bind, the children chosen; with a trail to go back by.

use super::model::Model;
use super::rows::Entry;
use super::ways::Ways;

/// Whether a child of an "any n of" is chosen, or one of "at least n of" is among those that are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Chosen {
    #[default]
    Open,
    In,
    Not,
}

/// A way to go on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Branch<W> {
    Ways(usize, W),
    /// A part of an item, by its place, counts at least, at most or exactly so much.
    AtLeast(usize, usize, i64),
    AtMost(usize, usize, i64),
    Exactly(usize, usize, i64),
    Child(usize, Chosen),
    Met(usize),
    Unmet(usize),
}

#[derive(Debug, Clone, Copy)]
enum Change<W> {
    Ways(usize, W),
    Bound(usize, i64),
    Child(usize, Chosen),
    Unmet(usize),
    Amounts(usize, i64, i64),
    Entry(usize, i64),
}

/// The bound of a row that does not bind.
pub(super) const NONE: i64 = i64::MIN;

pub(super) struct State<'m, W> {
    pub(super) model: &'m Model<'m, W>,
    /// The ways of each item that are open.
    pub(super) ways: Vec<W>,
    /// Between which bounds each cell counts, of items of which parts count.
    pub(super) low: Vec<i64>,
    pub(super) high: Vec<i64>,
    /// The most that each of these items adds to each of its rows.
    pub(super) entry_most: Vec<i64>,
    /// The most that each row can come to.
    pub(super) most: Vec<i64>,
    /// What each row has to come to, or [`NONE`].
    pub(super) bound: Vec<i64>,
    /// For each node whether it is chosen, or needed, where that is a question.
    pub(super) children: Vec<Chosen>,
    /// Requirements that the search counts as unmet.
    pub(super) unmet: Vec<bool>,
    trail: Vec<Change<W>>,
    rows: Vec<usize>,
    waits: Vec<bool>,
    items: Vec<usize>,
}

impl<'m, W: Ways> State<'m, W> {
    pub(super) fn new(model: &'m Model<'m, W>) -> Self {
        let most = |row: &super::rows::Row| row.entries.iter().map(|e| model.shares[e.from].adds).sum();
        let mut state = Self {
            model,
            low: vec![0; model.way.len()],
            high: model.layout.cells.iter().map(|c| c.most).collect(),
            entry_most: vec![0; model.part_entries.len()],
            ways: model.items.iter().map(|i| W::OUT | W::before(i.cells.len())).collect(),
            most: model.rows.iter().map(most).collect(),
            bound: vec![NONE; model.rows.len()],
            children: vec![Chosen::Open; model.layout.problem.tree.len()],
            unmet: vec![false; model.requirements.len()],
            trail: Vec::new(),
            rows: Vec::new(),
            waits: vec![false; model.rows.len()],
            items: Vec::new(),
        };
        for (at, entry) in model.part_entries.iter().enumerate() {
            state.entry_most[at] = state.most_of(entry);
            state.most[entry.row] += state.entry_most[at];
        }
        for row in &model.ceilings {
            state.bind(*row, model.rows[*row].bound);
        }
        state
    }

    pub(super) fn mark(&self) -> usize {
        self.trail.len()
    }

    /// The most that an item with these ways adds.
    pub(super) fn adds(&self, entry: Entry, ways: W) -> i64 {
        self.model.shares[entry.from..entry.to].iter().find(|s| s.ways.has(ways)).map_or(0, |s| s.adds)
    }

    pub(super) fn undo(&mut self, mark: usize) {
        while self.trail.len() > mark {
            match self.trail.pop() {
                Some(Change::Ways(item, ways)) => {
                    let now = self.ways[item];
                    self.ways[item] = ways;
                    let model = self.model;
                    for entry in &model.items[item].entries {
                        self.most[entry.row] += self.adds(*entry, ways) - self.adds(*entry, now);
                    }
                }
                Some(Change::Bound(row, bound)) => self.bound[row] = bound,
                Some(Change::Child(node, chosen)) => self.children[node] = chosen,
                Some(Change::Unmet(requirement)) => self.unmet[requirement] = false,
                Some(Change::Amounts(cell, low, high)) => (self.low[cell], self.high[cell]) = (low, high),
                Some(Change::Entry(at, most)) => {
                    self.most[self.model.part_entries[at].row] += most - self.entry_most[at];
                    self.entry_most[at] = most;
                }
                None => return,
            }
        }
    }

    /// A row has to come to at least so much.
    pub(super) fn bind(&mut self, row: usize, bound: i64) {
        if self.bound[row] < bound {
            self.trail.push(Change::Bound(row, self.bound[row]));
            self.bound[row] = bound;
            self.wait(row);
        }
    }

    /// A requirement has to be met.
    pub(super) fn meet(&mut self, requirement: usize) {
        let plain = &self.model.requirements[requirement];
        for row in [Some(plain.row), plain.cut].into_iter().flatten() {
            self.bind(row, self.model.rows[row].bound);
        }
    }

    pub(super) fn count_unmet(&mut self, requirement: usize) {
        if !self.unmet[requirement] {
            self.trail.push(Change::Unmet(requirement));
            self.unmet[requirement] = true;
        }
    }

    fn wait(&mut self, row: usize) {
        if !self.waits[row] {
            self.waits[row] = true;
            self.rows.push(row);
        }
    }

    /// Leaves an item these of its ways; `false` where none is left.
    pub(super) fn keep(&mut self, item: usize, ways: W) -> bool {
        if self.model.parted[item].is_some() {
            return self.keep_parts(item, ways);
        }
        let now = self.ways[item];
        let kept = now & ways;
        if kept == now {
            return true;
        }
        if kept.is_empty() {
            return false;
        }
        self.trail.push(Change::Ways(item, now));
        self.ways[item] = kept;
        let model = self.model;
        for entry in &model.items[item].entries {
            let less = self.adds(*entry, kept) - self.adds(*entry, now);
            if less != 0 {
                self.most[entry.row] += less;
                if self.bound[entry.row] != NONE {
                    self.wait(entry.row);
                }
            }
        }
        self.items.push(item);
        true
    }

    /// A cell of an item counts nothing.
    pub(super) fn shut(&mut self, item: usize, way: W) {
        self.trail.push(Change::Ways(item, self.ways[item]));
        self.ways[item] = self.ways[item].without(way);
    }

    pub(super) fn set_amounts(&mut self, cell: usize, low: i64, high: i64) {
        self.trail.push(Change::Amounts(cell, self.low[cell], self.high[cell]));
        (self.low[cell], self.high[cell]) = (low, high);
    }

    pub(super) fn set_entry(&mut self, at: usize, row: usize, most: i64) {
        let before = self.entry_most[at];
        if before != most {
            self.trail.push(Change::Entry(at, before));
            self.entry_most[at] = most;
            self.most[row] += most - before;
            if self.bound[row] != NONE {
                self.wait(row);
            }
        }
    }

    /// What an item means for others has to be looked at.
    pub(super) fn touch(&mut self, item: usize) {
        self.items.push(item);
    }

    /// Chooses a child or not; `false` where it is settled otherwise.
    pub(super) fn choose(&mut self, child: usize, chosen: Chosen) -> bool {
        if self.children[child] == chosen {
            return true;
        }
        if self.children[child] != Chosen::Open {
            return false;
        }
        self.trail.push(Change::Child(child, Chosen::Open));
        self.children[child] = chosen;
        let model = self.model;
        // Of "at least n of" it says which ones are needed; what is counted below the others is no less allowed.
        let excludes = model.parents[child].is_some_and(|(_, chooses)| chooses);
        chosen == Chosen::In
            || !excludes
            || model.layout.slots_below[child]
                .iter()
                .all(|slot| model.in_slot[*slot].iter().all(|(item, ways)| self.keep(*item, !*ways)))
    }

    /// Draws all conclusions; `false` where nothing is possible any more.
    pub(super) fn propagate(&mut self) -> bool {
        let fits = loop {
            if let Some(item) = self.items.pop() {
                if !self.look_beside(item) {
                    break false;
                }
            } else if let Some(row) = self.rows.pop() {
                self.waits[row] = false;
                if !self.look_along(row) {
                    break false;
                }
            } else {
                break true;
            }
        };
        if !fits {
            self.forget();
        }
        fits
    }

    /// Draws no conclusions from what was done so far: it is undone.
    pub(super) fn forget(&mut self) {
        self.items.clear();
        while let Some(row) = self.rows.pop() {
            self.waits[row] = false;
        }
    }

    /// What an item means for those that clash with it, and for its twins.
    fn look_beside(&mut self, item: usize) -> bool {
        let model = self.model;
        if model.parted[item].is_some() {
            return self.look_at_parts(item);
        }
        let ways = self.ways[item];
        if !ways.has(W::OUT) && !model.layout.items[item].clashes.iter().all(|other| self.leave_out(*other)) {
            return false;
        }
        // The earlier of two twins is never in the later slot.
        if let Some(before) = model.items[item].twin_before {
            let last = ways.last();
            if last < W::CELLS && !self.keep(before, W::before(last + 1)) {
                return false;
            }
        }
        if let Some(after) = model.items[item].twin_after {
            let first = ways.first();
            if !self.keep(after, !W::before(first)) {
                return false;
            }
        }
        true
    }

    /// What a row leaves no room for.
    fn look_along(&mut self, row: usize) -> bool {
        if self.bound[row] == NONE {
            return true;
        }
        let slack = self.most[row] - self.bound[row];
        if slack < 0 {
            return false;
        }
        let model = self.model;
        if slack >= model.rows[row].span {
            return true;
        }
        for entry in &model.rows[row].entries {
            let shares = &model.shares[entry.from..entry.to];
            let ways = self.ways[entry.item];
            let Some(first) = shares.iter().position(|s| s.ways.has(ways)) else { continue };
            let least = shares[first].adds - slack;
            let kept = shares[first..].iter().take_while(|s| s.adds >= least).fold(W::NONE, |kept, s| kept | s.ways);
            if !ways.without(kept).is_empty() && !self.keep(entry.item, kept) {
                return false;
            }
        }
        model.rows[row].parts.iter().all(|at| self.look_along_part(*at, slack))
    }
}
