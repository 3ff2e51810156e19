//! What a search tries next.

use std::cmp::Reverse;

use super::relaxed::PARTS;
use super::rows::Part;
use super::search::Search;
use super::state::{Branch, Chosen};
use super::ways::Ways;
use crate::problem::{Fill, NodeKind};
use crate::solve::choices::Choice;

/// Of more requirements than this it is not asked first which of them are met: what the items do tells it sooner.
pub(super) const MOST_OPEN: usize = 16;

impl<W: Ways> Search<'_, W> {
    /// What to try next; none where everything is settled.
    pub(super) fn branches(&self) -> Option<Vec<Branch<W>>> {
        let settled = self.branch_children().or_else(|| self.branch_requirements());
        settled.or_else(|| self.branch_parts(true)).or_else(|| self.branch_items()).or_else(|| self.branch_parts(false))
    }

    fn branch_children(&self) -> Option<Vec<Branch<W>>> {
        let tree = &self.model().layout.problem.tree;
        let open = |at: &usize| {
            let open = |children: &[usize]| {
                let open = children.iter().filter(|c| self.state.children[**c] == Chosen::Open);
                open.min_by_key(|c| (self.bound.lack(**c), **c)).copied()
            };
            match &tree[*at].kind {
                NodeKind::Any(_, children) => open(children).filter(|_| self.is_inside(*at)),
                NodeKind::AtLeast(n, children) => open(children).filter(|_| self.is_open(*at, *n, children)),
                _ => None,
            }
        };
        let child = (0..tree.len()).find_map(|at| open(&at))?;
        Some(vec![Branch::Child(child, Chosen::In), Branch::Child(child, Chosen::Not)])
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

    /// The children that are chosen; none where that is open.
    pub(super) fn choice(&self) -> Option<Choice> {
        let mut choice = Vec::new();
        for (at, node) in self.model().layout.problem.tree.iter().enumerate() {
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
        Some(choice)
    }

    /// Whether it makes a difference which children of an "at least n of" are those that are needed.
    pub(super) fn is_open(&self, node: usize, n: usize, children: &[usize]) -> bool {
        0 < n && n < children.len() && self.bound.is_required(node)
    }

    /// The requirement that has least to spare.
    fn branch_requirements(&self) -> Option<Vec<Branch<W>>> {
        let model = self.model();
        if self.caps[0] == i64::MAX || self.bound.levels[0] >= self.caps[0] {
            return None;
        }
        let open = model.requirements.iter().enumerate().filter(|(at, requirement)| {
            let row = requirement.row;
            self.bound.is_required(requirement.node)
                && !self.bound.is_unmet[*at]
                && self.state.bound[row] < model.rows[row].bound
        });
        if let Some(dual) = self.duals.first().filter(|dual| dual.is_relaxed) {
            let given_up = |at: usize| dual.given_up[at];
            let cut = open.filter(|(at, _)| (1..PARTS).contains(&given_up(*at)));
            let (at, _) = cut.min_by_key(|(at, _)| (given_up(*at).abs_diff(PARTS / 2), *at))?;
            let mut branches = vec![Branch::Met(at), Branch::Unmet(at)];
            if given_up(at) > PARTS / 2 {
                branches.reverse();
            }
            return Some(branches);
        }
        let spare = |row: usize| {
            let row_is = &model.rows[row];
            (self.state.most[row].min(row_is.cap) - row_is.bound).saturating_mul(1024) / row_is.bound.max(1)
        };
        if open.clone().count() > MOST_OPEN {
            return None;
        }
        let (at, _) = open.min_by_key(|(at, requirement)| (spare(requirement.row), *at))?;
        Some(vec![Branch::Met(at), Branch::Unmet(at)])
    }

    /// The largest item that the relaxation cuts, or that is open; its ways by how much of them it takes, then by what they
    /// earn.
    fn branch_items(&self) -> Option<Vec<Branch<W>>> {
        let model = self.model();
        let share = |item: usize, way: W| match self.duals.first() {
            Some(dual) if way != W::OUT => dual.shares[model.items[item].cells[way.first()]],
            _ => 0,
        };
        let whole = |item: &usize| model.parted[*item].is_none() && !self.state.ways[*item].is_single();
        let open = model.layout.order.iter().copied().filter(whole);
        let is_cut = |item: &usize| self.state.ways[*item].each().any(|w| (1..PARTS).contains(&share(*item, w)));
        let score = |item: usize, way: W| match self.duals.first() {
            Some(dual) if way != W::OUT => dual.scores[model.items[item].cells[way.first()]],
            _ => 0,
        };
        let told = |item: &usize| self.state.ways[*item].each().map(|way| score(*item, way)).max().unwrap_or_default();
        // Of several the first, for `max_by_key` takes the last.
        let cut = open.clone().filter(is_cut).collect::<Vec<_>>().into_iter().rev().max_by_key(told);
        let item = cut.or_else(|| open.clone().next())?;
        let earns = |way: W| match self.duals.first() {
            Some(dual) => dual.earns(model, item, way),
            None => i64::from(way != W::OUT),
        };
        let taken: u32 = self.state.ways[item].each().map(|way| share(item, way)).sum();
        let part = |way: W| if way == W::OUT { PARTS.saturating_sub(taken) } else { share(item, way) };
        let ways = self.state.ways[item].each().map(|way| (Reverse(part(way)), -earns(way), way));
        let mut ways: Vec<_> = ways.collect();
        ways.sort_unstable();
        Some(ways.into_iter().map(|(.., way)| Branch::Ways(item, way)).collect())
    }

    /// A part that the relaxation counts as it cannot count; then any that is open.
    fn branch_parts(&self, wrong: bool) -> Option<Vec<Branch<W>>> {
        let model = self.model();
        let amounts = |cell: usize| self.duals.first().and_then(|d| d.amounts.get(cell)).copied();
        let items = model.layout.order.iter().filter_map(|item| Some((*item, model.parted[*item].as_ref()?)));
        for (item, parted) in items {
            let at = |cell: usize| amounts(cell).unwrap_or((self.state.low[cell], false));
            let counts = |part: &Part| at(part.cell).0 > 0 || at(part.cell).1;
            let exclusive = parted.parts.iter().filter(|p| p.is_exclusive() && counts(p)).count();
            for (place, part) in parted.parts.iter().enumerate() {
                let (low, high) = (self.state.low[part.cell], self.state.high[part.cell]);
                if low == high {
                    continue;
                }
                let (units, is_cut) = at(part.cell);
                let units = units.clamp(low, high);
                let lonely = part.is_exclusive() && exclusive > 1
                    || part.fill == Fill::Whole && parted.parts.iter().filter(|p| counts(p)).count() > 1;
                let branches = if counts(part) && low == 0 && (lonely || units < part.least) {
                    vec![Branch::AtLeast(item, place, part.least), Branch::AtMost(item, place, 0)]
                } else if is_cut && units < high {
                    vec![Branch::AtMost(item, place, units), Branch::AtLeast(item, place, units + 1)]
                } else if wrong {
                    continue;
                } else if low == 0 {
                    let (some, none) = (Branch::AtLeast(item, place, part.least), Branch::AtMost(item, place, 0));
                    if units > 0 { vec![some, none] } else { vec![none, some] }
                } else {
                    let beside = [
                        (units > low).then_some(Branch::AtMost(item, place, units - 1)),
                        (units < high).then_some(Branch::AtLeast(item, place, units + 1)),
                    ];
                    std::iter::once(Branch::Exactly(item, place, units)).chain(beside.into_iter().flatten()).collect()
                };
                return Some(branches);
            }
        }
        None
    }

    /// Leaves items as they are in a stack, where the relaxation agrees with it in the first round, and by a draw in others;
    /// `false` where that cannot be.
    pub(super) fn stay_near(&mut self, units: &[i64], round: usize) -> bool {
        let model = self.model();
        for (at, item) in model.items.iter().enumerate() {
            if model.parted[at].is_some() {
                continue;
            }
            let counted = item.cells.iter().find(|cell| units[**cell] > 0);
            let way = counted.map_or(W::OUT, |cell| model.way[*cell]);
            let share = |cell: &usize| self.duals.first().map_or(0, |dual| dual.shares[*cell]);
            let stays = match round {
                0 => match counted {
                    Some(cell) => share(cell) > PARTS - 8,
                    None => item.cells.iter().map(share).sum::<u32>() < 8,
                },
                // Two of three stay, others in each round.
                _ => (at * 7 + at * at * round) % 11 < 7,
            };
            if stays && !self.state.keep(at, way) {
                return false;
            }
        }
        true
    }
}
