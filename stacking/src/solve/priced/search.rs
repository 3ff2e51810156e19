//! Whether there is a stack no part of whose value is beyond its cap: depth first, choices of children first, then which
//! requirements are met, then the items.

use super::asked::Focus;
use super::bound::{Bound, Caps, FREE};
use super::dual::{Dual, Told};
use super::model::Model;
use super::plunge::{Plunged, Plunges};
use super::state::{Branch, Chosen, NONE, State};
use super::ways::Ways;
use crate::problem::NodeKind;
use crate::solve::search::Steps;
use crate::solve::value::Allocation;
use crate::solve::witness::Witness;

struct Frame<W> {
    mark: usize,
    branches: Vec<Branch<W>>,
}

/// A part of the value that is to be as small as it can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) level: usize,
    pub(super) grain: i64,
    pub(super) floor: i64,
}

/// What a node of the search is.
enum Node<W> {
    Dead,
    Open(Vec<Branch<W>>),
    Found(Witness),
}

pub(super) struct Search<'m, W> {
    pub(super) state: State<'m, W>,
    pub(super) bound: Bound,
    pub(super) caps: Caps,
    pub(super) duals: Vec<Dual<W>>,
    /// Cells of which one has to count so much.
    one_of: Vec<Vec<(usize, i64)>>,
    plunges: Plunges<'m>,
}

impl<'m, W: Ways> Search<'m, W> {
    pub(super) fn new(model: &'m Model<'m, W>) -> Self {
        Self {
            state: State::new(model),
            bound: Bound::new(model),
            caps: FREE,
            duals: Vec::new(),
            one_of: Vec::new(),
            plunges: Plunges::default(),
        }
    }

    pub(super) fn model(&self) -> &'m Model<'m, W> {
        self.state.model
    }

    /// Prices rows for these.
    pub(super) fn focus(&mut self, on: &[Focus]) {
        let model = self.model();
        self.duals.retain(|dual| on.contains(&dual.focus()));
        for focus in on {
            if !self.duals.iter().any(|dual| dual.focus() == *focus) {
                self.duals.push(Dual::new(model, *focus));
            }
        }
    }

    /// Binds the rows that caps speak of.
    pub(super) fn cap(&mut self, caps: Caps) {
        let model = self.model();
        self.caps = caps;
        if let (Some(workload), false) = (model.workload, caps[5] == i64::MAX) {
            let worth = model.requirements[workload].worth;
            let bound = model.rows[model.total].bound - caps[5].div_euclid(worth);
            self.state.bind(model.total, bound);
        }
        let least = |row: usize, cap: i64| -cap.div_euclid(model.rows[row].unit);
        if model.layout.problem.workload.is_none() && caps[6] != i64::MAX {
            self.state.bind(model.total, least(model.total, caps[6]));
        }
        for (row, cap) in [(model.planned, caps[7]), (model.in_progress, caps[8])] {
            if cap != i64::MAX {
                self.state.bind(row, least(row, cap));
            }
        }
    }

    /// The most that a part may be by the row that is priced for it, which may bind more tightly than the part's cap: where
    /// no further requirement may be unmet, the workload has to be reached.
    pub(super) fn at_most(&self, level: usize, cap: i64) -> i64 {
        let model = self.model();
        let bound = |row: usize| Some(self.state.bound[row]).filter(|b| *b != NONE);
        let earned = |row: usize| bound(row).map(|least| -least * model.rows[row].unit);
        let most = match (level, model.workload) {
            (5, Some(workload)) => {
                let missing = |least: i64| (model.rows[model.total].bound - least) * model.requirements[workload].worth;
                bound(model.total).map(missing)
            }
            (5 | 6, _) => earned(model.total),
            (7, _) => earned(model.planned),
            (8, _) => earned(model.in_progress),
            _ => Some(cap),
        };
        most.map_or(i64::MIN, |most| most.min(cap))
    }

    /// About how many steps a node takes.
    pub(super) fn weight(&self) -> u64 {
        let model = self.model();
        let (rows, columns) = (model.rows.len() + model.items.len(), model.way.len() + model.requirements.len());
        1 + u64::try_from(rows * columns / 1_024).unwrap_or(u64::MAX)
    }

    /// A stack within the caps, if there is one and the steps suffice.
    pub(super) fn decide(&mut self, steps: &mut Steps, rounds: usize) -> Option<Witness> {
        self.run(steps, rounds, None)
    }

    /// Of the stacks within the caps the one of which a part is least: it is a multiple of a grain away from the cap, and no
    /// less than a floor.
    pub(super) fn least(&mut self, steps: &mut Steps, rounds: usize, of: Part) -> Option<Witness> {
        self.run(steps, rounds, Some(of))
    }

    fn run(&mut self, steps: &mut Steps, rounds: usize, of: Option<Part>) -> Option<Witness> {
        let start = self.state.mark();
        let mut frames: Vec<Frame<W>> = Vec::new();
        let mut rounds = rounds;
        let mut best = None;
        let found = loop {
            if !steps.step() {
                break best;
            }
            let node = match self.node(rounds) {
                Node::Open(branches) => match self.plunge(steps) {
                    Plunged::Found(witness) => Node::Found(witness),
                    Plunged::Dead => Node::Dead,
                    Plunged::Open => Node::Open(branches),
                },
                node => node,
            };
            steps.charge(self.duals.iter_mut().map(Dual::work).sum());
            match node {
                Node::Found(witness) => match of {
                    Some(part) if witness.value.parts()[part.level] > part.floor => {
                        self.caps[part.level] = witness.value.parts()[part.level] - part.grain;
                        best = Some(witness);
                        // Something better may be here, too: what found it did not look everywhere.
                        self.cap(self.caps);
                        rounds = 4;
                        continue;
                    }
                    _ => break Some(witness),
                },
                Node::Dead => {}
                Node::Open(mut branches) => {
                    branches.reverse();
                    frames.push(Frame { mark: self.state.mark(), branches });
                }
            }
            rounds = 4;
            if !self.advance(&mut frames) {
                break best;
            }
            if of.is_some() {
                self.cap(self.caps);
            }
        };
        self.state.undo(start);
        // What was begun when the steps ended is not gone on with.
        self.state.forget();
        found
    }

    /// Goes through what is left at once, where that is little; not with prices that come step by step, which see more.
    fn plunge(&mut self, steps: &mut Steps) -> Plunged {
        if !self.one_of.is_empty() || self.duals.iter().any(|dual| !dual.is_relaxed) {
            return Plunged::Open;
        }
        let mut plunges = std::mem::take(&mut self.plunges);
        let of = (self.caps, || self.choice());
        let told = plunges.plunge(&self.state, self.duals.first(), of, steps);
        self.plunges = plunges;
        told
    }

    /// Goes to the next branch that is not dead at once.
    fn advance(&mut self, frames: &mut Vec<Frame<W>>) -> bool {
        while let Some(frame) = frames.last_mut() {
            self.state.undo(frame.mark);
            match frame.branches.pop() {
                Some(branch) => {
                    if self.take(branch) {
                        return true;
                    }
                    self.state.forget();
                }
                None => drop(frames.pop()),
            }
        }
        false
    }

    fn take(&mut self, branch: Branch<W>) -> bool {
        match branch {
            Branch::Ways(item, ways) => self.state.keep(item, ways),
            Branch::AtLeast(item, place, least) => self.state.raise(item, place, least),
            Branch::AtMost(item, place, most) => self.state.lower(item, place, most),
            Branch::Exactly(item, place, units) => {
                self.state.raise(item, place, units) && self.state.lower(item, place, units)
            }
            Branch::Child(child, chosen) => self.state.choose(child, chosen),
            Branch::Met(requirement) => {
                self.state.meet(requirement);
                true
            }
            Branch::Unmet(requirement) => {
                self.state.count_unmet(requirement);
                true
            }
        }
    }

    fn node(&mut self, rounds: usize) -> Node<W> {
        match self.settle(rounds) {
            Err(()) => Node::Dead,
            Ok(Some(witness)) => Node::Found(witness),
            Ok(None) => match self.branches() {
                Some(branches) => Node::Open(branches),
                None => self.attempt(self.units()).map_or(Node::Dead, Node::Found),
            },
        }
    }

    /// How much less than its cap a part may be for all that prices prove.
    pub(super) fn slack(&self) -> i64 {
        self.duals.first().map_or(i64::MAX, Dual::slack)
    }

    /// Draws all conclusions until there are no more.
    pub(super) fn settle(&mut self, rounds: usize) -> Result<Option<Witness>, ()> {
        loop {
            if !self.state.propagate() {
                return Err(());
            }
            self.bound.take(&self.state);
            if self.bound.levels.iter().zip(&self.caps).any(|(level, cap)| level > cap) {
                return Err(());
            }
            if self.harden()? {
                continue;
            }
            if rounds == 0 {
                return Ok(None);
            }
            let mut less = false;
            for at in 0..self.duals.len() {
                match self.duals[at].run(&mut self.state, (&self.bound, &self.caps), rounds) {
                    Told::Never => {
                        self.state.forget();
                        return Err(());
                    }
                    Told::Less(any) => less |= any,
                    Told::Try(units) => {
                        if let Some(witness) = self.attempt(units) {
                            return Ok(Some(witness));
                        }
                    }
                }
                if less {
                    break;
                }
            }
            if !less {
                return Ok(None);
            }
        }
    }

    /// Where no further requirement may be unmet, all others bind; where so many children are chosen, or needed, the rest
    /// is not.
    fn harden(&mut self) -> Result<bool, ()> {
        let model = self.model();
        let mark = self.state.mark();
        if self.bound.levels[0] == self.caps[0] {
            for (at, requirement) in model.requirements.iter().enumerate() {
                if self.bound.is_required(requirement.node) && !self.bound.is_unmet[at] {
                    self.state.meet(at);
                }
            }
        }
        for (at, node) in model.layout.problem.tree.iter().enumerate() {
            let (NodeKind::Any(n, children) | NodeKind::AtLeast(n, children)) = &node.kind else { continue };
            let chooses = match node.kind {
                NodeKind::Any(..) => self.is_inside(at),
                _ => self.is_open(at, *n, children),
            };
            if !chooses {
                continue;
            }
            let count = |chosen: Chosen| children.iter().filter(|c| self.state.children[**c] == chosen).count();
            let (chosen, open) = (count(Chosen::In), count(Chosen::Open));
            let rest = match open {
                0 => continue,
                _ if chosen == *n => Chosen::Not,
                _ if chosen + open == *n => Chosen::In,
                _ => continue,
            };
            for child in children {
                if self.state.children[*child] == Chosen::Open && !self.state.choose(*child, rest) {
                    self.state.forget();
                    return Err(());
                }
            }
        }
        for at in 0..self.one_of.len() {
            let cells = &self.one_of[at];
            let open = |(cell, least): &&(usize, i64)| {
                let has = self.state.ways[model.layout.cells[*cell].item].has(model.way[*cell]);
                has && self.state.high[*cell] >= *least
            };
            let mut rest = cells.iter().filter(open);
            let left = (rest.next().copied(), rest.next());
            match left {
                (Some((cell, least)), None) if self.state.count(cell, least) => {}
                (Some(_), Some(_)) => {}
                _ => {
                    self.state.forget();
                    return Err(());
                }
            }
        }
        Ok(self.state.mark() != mark)
    }

    /// One of these cells has to count so much from now on.
    pub(super) fn demand(&mut self, cells: Vec<(usize, i64)>) {
        self.one_of.push(cells);
    }

    /// What every item counts where nothing is open any more.
    fn units(&self) -> Vec<i64> {
        let model = self.model();
        let mut units = vec![0; model.layout.cells.len()];
        for (at, item) in model.items.iter().enumerate() {
            let way = self.state.ways[at];
            if model.parted[at].is_some() {
                item.cells.iter().for_each(|cell| units[*cell] = self.state.low[*cell]);
            } else if way != W::OUT {
                let cell = item.cells[way.first()];
                units[cell] = model.layout.cells[cell].most;
            }
        }
        units
    }

    /// Whether no item counts in more places, or with more, than it may.
    fn is_allowed(&self, units: &[i64]) -> bool {
        let model = self.model();
        let counts = |item: usize| model.items[item].cells.iter().any(|cell| units[*cell] > 0);
        let items = &model.layout.items;
        items.iter().enumerate().filter(|(at, _)| counts(*at)).all(|(at, item)| {
            let taken = item.cells.iter().filter(|cell| units[**cell] > 0);
            let fits = match &model.parted[at] {
                None => taken.count() == 1,
                Some(parted) => parted.allows(units),
            };
            fits && !item.clashes.iter().any(|other| counts(*other))
        })
    }

    /// The stack of these units, if it is one and within the caps.
    fn attempt(&self, units: Vec<i64>) -> Option<Witness> {
        let model = self.model();
        // What is proposed was not led here along the demands.
        let counts = |(cell, least): &(usize, i64)| units[*cell] >= *least;
        let demanded = self.one_of.iter().all(|cells| cells.iter().any(counts));
        if !demanded || !self.is_allowed(&units) {
            return None;
        }
        let choice = self.choice()?;
        let allocation = Allocation { layout: model.layout, units: &units, choice: &choice };
        if !allocation.is_within() {
            return None;
        }
        let value = allocation.value();
        let fits = value.parts().iter().zip(&self.caps).all(|(part, cap)| part <= cap);
        fits.then_some(Witness { value, units, choice })
    }

    /// The rows that bind, of those that caps speak of.
    pub(super) fn binds(&self, row: usize) -> bool {
        self.state.bound[row] != NONE
    }
}
