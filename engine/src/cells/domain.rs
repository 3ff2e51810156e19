//! A fact's domain: the cells that it may be in.

use credstack_model::AmountRange;
use credstack_model::policy::PickedBy;
use credstack_model::proposal::{Cell, Unknown};
use credstack_model::vocabulary::AttributeId;

use crate::case::Case;
use crate::compile::{AtomId, GroupKey};

/// One cell: the truth of every atom of its domain, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WorldCell {
    /// In the order of the domain's atoms.
    pub(crate) truths: Vec<bool>,
    /// For people.
    pub(crate) shown: Cell,
    /// For the workload from which credits are granted: the amounts in the cell.
    pub(crate) amounts: Option<AmountRange>,
    /// For a date that picks versions: the span that it lies in.
    pub(crate) span: Option<(PickedBy, usize)>,
}

impl WorldCell {
    pub(crate) fn new(truths: Vec<bool>, shown: Cell) -> Self {
        Self { truths, shown, amounts: None, span: None }
    }

    /// Whether no test tells two cells apart.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.truths == other.truths && self.span == other.span
    }
}

/// The cells of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Domain {
    pub(crate) key: GroupKey,
    pub(crate) atoms: Vec<AtomId>,
    /// At least one.
    pub(crate) cells: Vec<WorldCell>,
    /// What would settle it.
    pub(crate) unknown: Unknown,
    /// Whether it may be presumed in the learner's favour.
    pub(crate) presumable: bool,
    /// Whether its cells are independent of all other domains; where they are not, an interval is only a safe bound.
    pub(crate) independent: bool,
}

impl Domain {
    pub(super) fn of_fact(
        key: GroupKey,
        id: AttributeId,
        case: &Case<'_>,
        atoms: Vec<AtomId>,
        cells: Vec<WorldCell>,
    ) -> Self {
        let presumable = case.set().vocabulary.get(id).presumable;
        Self { key, atoms, cells, unknown: Unknown::Fact(id), presumable, independent: true }
    }

    /// An atom that two unsettled facts decide together: yes or no, not independent of either.
    pub(super) fn tied(key: GroupKey, id: AttributeId, case: &Case<'_>, atom: AtomId) -> Self {
        let cells =
            vec![WorldCell::new(vec![true], Cell::Truth(true)), WorldCell::new(vec![false], Cell::Truth(false))];
        Self { independent: false, ..Self::of_fact(key, id, case, vec![atom], cells) }
    }

    /// Whether it is a date that picks versions of rules.
    pub(crate) fn picks_version(&self) -> bool {
        self.cells.iter().any(|c| c.span.is_some())
    }

    /// The truth of each atom, where all cells agree.
    pub(crate) fn agreed(&self, place: usize) -> Option<bool> {
        let mut truths = self.cells.iter().map(|c| c.truths.get(place).copied().unwrap_or(false));
        let first = truths.next()?;
        truths.all(|t| t == first).then_some(first)
    }
}
