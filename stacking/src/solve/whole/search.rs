//! Whether there is a stack no part of whose value is beyond its cap: depth first, choices of children first, then which
//! requirements are met, then the items.

use super::bound::{Bound, Caps, FREE};
use super::dual::{Dual, Focus, Told};
use super::model::Model;
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
    pub(super) duals: Vec<(Focus, Dual<W>)>,
    /// Cells of which one has to be counted.
    one_of: Vec<Vec<usize>>,
}

impl<'m, W: Ways> Search<'m, W> {
    pub(super) fn new(model: &'m Model<'m, W>) -> Self {
        Self { state: State::new(model), bound: Bound::new(model), caps: FREE, duals: Vec::new(), one_of: Vec::new() }
    }

    pub(super) fn model(&self) -> &'m Model<'m, W> {
        self.state.model
    }

    /// Prices rows for these.
    pub(super) fn focus(&mut self, on: &[Focus]) {
        let model = self.model();
        self.duals.retain(|(focus, _)| on.contains(focus));
        for focus in on {
            if !self.duals.iter().any(|(f, _)| f == focus) {
                self.duals.push((*focus, Dual::new(model)));
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
            match self.node(rounds) {
                Node::Found(witness) => match of {
                    Some(part) if witness.value.parts()[part.level] > part.floor => {
                        self.caps[part.level] = witness.value.parts()[part.level] - part.grain;
                        best = Some(witness);
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
            Branch::Child(child, chosen) => self.state.choose(child, chosen),
            Branch::Met(requirement) => {
                let row = self.model().requirements[requirement].row;
                self.state.bind(row, self.model().rows[row].bound);
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
                None => self.attempt(&self.state.ways).map_or(Node::Dead, Node::Found),
            },
        }
    }

    /// How much less than its cap a part may be for all that prices prove.
    pub(super) fn slack(&self) -> i64 {
        self.duals.first().map_or(i64::MAX, |(_, dual)| dual.slack())
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
                let (focus, dual) = &mut self.duals[at];
                match dual.run(&mut self.state, (&self.bound, &self.caps), *focus, rounds) {
                    Told::Never => {
                        self.state.forget();
                        return Err(());
                    }
                    Told::Less(any) => less |= any,
                    Told::Try(ways) => {
                        if let Some(witness) = self.attempt(&ways) {
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

    /// Where no further requirement may be unmet, all others bind; where so many children are chosen, the rest is not.
    fn harden(&mut self) -> Result<bool, ()> {
        let model = self.model();
        let mark = self.state.mark();
        if self.bound.levels[0] == self.caps[0] {
            for (at, requirement) in model.requirements.iter().enumerate() {
                if self.bound.is_required(requirement.node) && !self.bound.is_unmet[at] {
                    self.state.bind(requirement.row, model.rows[requirement.row].bound);
                }
            }
        }
        for (at, node) in model.layout.problem.tree.iter().enumerate() {
            let NodeKind::Any(n, children) = &node.kind else { continue };
            if !self.is_inside(at) {
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
        for cells in &self.one_of {
            let open = |cell: &&usize| self.state.ways[model.layout.cells[**cell].item].has(model.way[**cell]);
            let mut rest = cells.iter().filter(open);
            let last = (rest.next(), rest.next());
            match last {
                (Some(only), None) if self.state.keep(model.layout.cells[*only].item, model.way[*only]) => {}
                (Some(_), Some(_)) => {}
                _ => {
                    self.state.forget();
                    return Err(());
                }
            }
        }
        Ok(self.state.mark() != mark)
    }

    /// One of these cells has to be counted from now on.
    pub(super) fn demand(&mut self, cells: &[usize]) {
        self.one_of.push(cells.to_vec());
    }

    /// Whether a node is part of the stack for certain.
    pub(super) fn is_inside(&self, node: usize) -> bool {
        let model = self.model();
        let mut at = node;
        while let Some((parent, chooses)) = model.parents[at] {
            if chooses && self.state.children[at] != Chosen::In {
                return false;
            }
            at = parent;
        }
        true
    }

    /// The stack of one way for each item, if it is one and within the caps.
    fn attempt(&self, ways: &[W]) -> Option<Witness> {
        let model = self.model();
        let clash = |(at, item): (usize, &crate::solve::cells::ItemCells)| {
            ways[at] != W::OUT && item.clashes.iter().any(|other| ways[*other] != W::OUT)
        };
        // What prices propose was not led here along the demands.
        let counts = |cell: &usize| ways[model.layout.cells[*cell].item] == model.way[*cell];
        let demanded = self.one_of.iter().all(|cells| cells.iter().any(counts));
        if !demanded || model.layout.items.iter().enumerate().any(clash) {
            return None;
        }
        let mut choice = Vec::new();
        for (at, node) in model.layout.problem.tree.iter().enumerate() {
            if let NodeKind::Any(n, children) = &node.kind
                && self.is_inside(at)
            {
                let chosen = children.iter().filter(|c| self.state.children[**c] == Chosen::In);
                let mut chosen: Vec<usize> = chosen.copied().collect();
                chosen.sort_unstable();
                if chosen.len() != *n {
                    return None;
                }
                choice.push((at, chosen));
            }
        }
        let mut units = vec![0; model.layout.cells.len()];
        for (at, way) in ways.iter().enumerate().filter(|(_, way)| **way != W::OUT) {
            let cell = model.items[at].cells[way.first()];
            units[cell] = model.layout.cells[cell].most;
        }
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
