//! What is still open: the ways of each item, the rows that bind, the children chosen; with a trail to go back by.

use super::model::{Entry, Model};
use super::ways::Ways;

/// Whether a child of an "any n of" is chosen.
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
}

/// The bound of a row that does not bind.
pub(super) const NONE: i64 = i64::MIN;

pub(super) struct State<'m, W> {
    pub(super) model: &'m Model<'m, W>,
    /// The ways of each item that are open.
    pub(super) ways: Vec<W>,
    /// The most that each row can come to.
    pub(super) most: Vec<i64>,
    /// What each row has to come to, or [`NONE`].
    pub(super) bound: Vec<i64>,
    /// For each node whether it is chosen, where its parent chooses.
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
        let most = |row: &super::model::Row| row.entries.iter().map(|e| model.shares[e.from].adds).sum();
        let mut state = Self {
            model,
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
        chosen == Chosen::In
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
        let ways = self.ways[item];
        if !ways.has(W::OUT) && !model.layout.items[item].clashes.iter().all(|other| self.keep(*other, W::OUT)) {
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
        true
    }
}
