//! What a search tries next.

use super::search::Search;
use super::state::{Branch, Chosen};
use super::ways::Ways;
use crate::problem::NodeKind;

/// Of more requirements than this it is not asked first which of them are met: what the items do tells it sooner.
pub(super) const MOST_OPEN: usize = 16;

impl<W: Ways> Search<'_, W> {
    /// What to try next; none where everything is settled.
    pub(super) fn branches(&self) -> Option<Vec<Branch<W>>> {
        self.branch_children().or_else(|| self.branch_requirements()).or_else(|| self.branch_items())
    }

    fn branch_children(&self) -> Option<Vec<Branch<W>>> {
        let tree = &self.model().layout.problem.tree;
        let open = |at: &usize| match &tree[*at].kind {
            NodeKind::Any(_, children) => {
                let open = children.iter().filter(|c| self.state.children[**c] == Chosen::Open);
                open.min_by_key(|c| (self.bound.lack(**c), **c)).copied().filter(|_| self.is_inside(*at))
            }
            _ => None,
        };
        let child = (0..tree.len()).find_map(|at| open(&at))?;
        Some(vec![Branch::Child(child, Chosen::In), Branch::Child(child, Chosen::Not)])
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

    /// The largest item that is open, by what its ways earn.
    fn branch_items(&self) -> Option<Vec<Branch<W>>> {
        let model = self.model();
        let item = *model.layout.order.iter().find(|item| !self.state.ways[**item].is_single())?;
        let earns = |way: W| match self.duals.first() {
            Some((_, dual)) => dual.earns(model, item, way),
            None => i64::from(way != W::OUT),
        };
        let mut ways: Vec<(i64, W)> = self.state.ways[item].each().map(|way| (-earns(way), way)).collect();
        ways.sort_unstable();
        Some(ways.into_iter().map(|(_, way)| Branch::Ways(item, way)).collect())
    }
}
