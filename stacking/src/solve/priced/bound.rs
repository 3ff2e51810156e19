//! What the value can come to at the best, each of its parts by itself.

use super::model::Model;
use super::rows::Kind;
use super::state::{Chosen, State};
use super::ways::Ways;
use crate::problem::NodeKind;
use crate::solve::value::{Lack, add};

/// No more than this is allowed of each part of the value.
pub(super) type Caps = [i64; 9];

/// No cap at all.
pub(super) const FREE: Caps = [i64::MAX; 9];

/// What is known of the value.
#[derive(Debug, Clone, Default)]
pub(super) struct Bound {
    /// Each part at the least.
    pub(super) levels: Caps,
    /// What each node lacks at the least.
    nodes: Vec<Lack>,
    /// Whether each node is required whatever else is.
    required: Vec<bool>,
    /// Whether each requirement is unmet.
    pub(super) is_unmet: Vec<bool>,
    /// What each requirement lacks at the least.
    pub(super) lacks: Vec<i64>,
    /// How many values each spread lacks at the least.
    pub(super) narrow: Vec<i64>,
}

impl Bound {
    pub(super) fn new<W: Ways>(model: &Model<'_, W>) -> Self {
        let nodes = model.layout.problem.tree.len();
        Self {
            levels: [0; 9],
            nodes: vec![(0, 0, 0); nodes],
            required: vec![false; nodes],
            is_unmet: vec![false; model.requirements.len()],
            lacks: vec![0; model.requirements.len()],
            narrow: vec![0; model.wide.len()],
        }
    }

    pub(super) fn is_required(&self, node: usize) -> bool {
        self.required[node]
    }

    pub(super) fn lack(&self, node: usize) -> Lack {
        self.nodes[node]
    }

    /// Takes stock of a state.
    pub(super) fn take<W: Ways>(&mut self, state: &State<'_, W>) {
        let model = state.model;
        let problem = model.layout.problem;
        self.require(state);
        for at in (0..problem.tree.len()).rev() {
            self.nodes[at] = self.node(state, at);
        }
        let (unmet, items, credits) = self.nodes[0];
        let mut levels = [unmet, items, credits, 0, 0, 0, 0, 0, 0];
        for floor in &model.floors {
            let lack = self.short(state, *floor);
            levels[0] += i64::from(self.is_unmet[*floor]);
            let items = model.requirements[*floor].kind == Kind::LimitItems;
            levels[if items { 4 } else { 3 }] += lack;
        }
        if let Some(workload) = model.workload {
            levels[5] = self.short(state, workload);
            levels[0] += i64::from(self.is_unmet[workload]);
        }
        let most = |row: usize| state.most[row] * model.rows[row].unit;
        levels[6] = -problem.workload.map_or(most(model.total), |w| w.min(most(model.total)));
        (levels[7], levels[8]) = (-most(model.planned), -most(model.in_progress));
        self.levels = levels;
    }

    fn require<W: Ways>(&mut self, state: &State<'_, W>) {
        let tree = &state.model.layout.problem.tree;
        self.required.fill(false);
        self.required[0] = true;
        for (at, node) in tree.iter().enumerate() {
            if !self.required[at] {
                continue;
            }
            for child in node.kind.children() {
                self.required[*child] = match &node.kind {
                    NodeKind::Any(..) => state.children[*child] == Chosen::In,
                    NodeKind::AtLeast(n, children) => *n == children.len() || state.children[*child] == Chosen::In,
                    _ => true,
                };
            }
        }
    }

    /// What a requirement lacks in its row.
    fn short<W: Ways>(&mut self, state: &State<'_, W>, requirement: usize) -> i64 {
        let plain = &state.model.requirements[requirement];
        let row = &state.model.rows[plain.row];
        let short = (row.bound - state.most[plain.row].min(row.cap)).max(0);
        self.is_unmet[requirement] = short > 0 || state.unmet[requirement];
        self.lacks[requirement] = short * plain.worth;
        self.lacks[requirement]
    }

    fn node<W: Ways>(&mut self, state: &State<'_, W>, at: usize) -> Lack {
        let model = state.model;
        let node = &model.layout.problem.tree[at];
        let mut lack = match &node.kind {
            NodeKind::Slot(slot) => self.slot(state, *slot),
            NodeKind::All(children) => children.iter().fold((0, 0, 0), |sum, c| add(sum, self.nodes[*c])),
            NodeKind::Any(n, children) | NodeKind::AtLeast(n, children) => {
                let of = |chosen: Chosen| children.iter().filter(move |c| state.children[**c] == chosen);
                let sum = of(Chosen::In).fold((0, 0, 0), |sum, c| add(sum, self.nodes[*c]));
                let rest = n.saturating_sub(of(Chosen::In).count());
                if rest == 0 { sum } else { add(sum, self.least(&of(Chosen::Open).copied().collect::<Vec<_>>(), rest)) }
            }
        };
        if let Some(requirement) = model.of_node[at] {
            let short = self.short(state, requirement);
            lack.0 += i64::from(self.is_unmet[requirement]);
            match node.minimum {
                Some((crate::problem::Measure::Items, _)) => lack.1 = lack.1.max(short),
                _ => lack.2 = lack.2.max(short),
            }
        }
        for (place, requirement) in model.floors_of[at].iter().enumerate() {
            let short = self.short(state, *requirement);
            lack.0 += i64::from(self.is_unmet[*requirement]);
            let mut floors = model.layout.floors.iter().filter(|f| f.of == Some(at));
            match floors.nth(place).map(|f| f.measure) {
                Some(crate::problem::Measure::Items) => lack.1 += short,
                _ => lack.2 += short,
            }
        }
        lack
    }

    /// The least that so many of some children can lack, in each part by itself.
    fn least(&self, children: &[usize], n: usize) -> Lack {
        let smallest = |part: fn(&Lack) -> i64| {
            let mut values: Vec<i64> = children.iter().map(|c| part(&self.nodes[*c])).collect();
            values.sort_unstable();
            values.into_iter().take(n).sum()
        };
        (smallest(|l| l.0), smallest(|l| l.1), smallest(|l| l.2))
    }

    fn slot<W: Ways>(&mut self, state: &State<'_, W>, slot: usize) -> Lack {
        let model = state.model;
        let plain = &model.layout.problem.slots[slot];
        let requirement = model.of_slot[slot];
        let short = requirement.map_or(0, |r| self.short(state, r));
        let mut narrow = 0;
        if plain.spread > 0 {
            let brings = |value: &&super::rows::Value<W>| value.iter().any(|(item, way)| state.ways[*item].has(*way));
            let values = model.spreads[slot].iter().filter(brings).count();
            narrow = i64::from(plain.spread).saturating_sub(i64::try_from(values).unwrap_or(i64::MAX)).max(0);
            if let Some(place) = model.wide_of[slot] {
                self.narrow[place] = narrow;
            }
        }
        let mut unmet = narrow > 0;
        if let Some(requirement) = requirement {
            self.is_unmet[requirement] |= unmet;
            unmet |= self.is_unmet[requirement];
        }
        let credits = plain.measure == crate::problem::Measure::Credits;
        let (items, credits) = if credits { (0, short) } else { (short, 0) };
        (i64::from(unmet), items + narrow, credits)
    }
}
