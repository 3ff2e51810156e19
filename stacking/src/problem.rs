//! What is to be stacked, in whole numbers: no names of rules, no facts, no unknowns.
//!
//! An instance is made from an award and the proposals for a wallet's credentials; it holds everything that decides how they
//! count, and nothing else. The solver, the checker and the reference of the tests share these types and no code.

use crate::requirements::{Average, Award, Latest, Settled, Sharing, Units};

/// One wallet and one award, or several awards that are asked for together.
///
/// Slots stand in the order of their names and items in the order of their identifiers, both by code points: the order of the
/// *walk* by which ties are broken. Items with the same identifier are alternatives of one credential; they clash.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// How many units a credit has: 100, or a multiple where some workload is no whole hundredth.
    pub units_per_credit: i64,
    /// The denominator of every percentage of what is counted, at least 1. What a stack lacks is measured in units divided
    /// by this, so that no share of a total is ever rounded.
    pub fine: i64,
    /// The credentials.
    pub items: Vec<Item>,
    /// The slots.
    pub slots: Vec<Slot>,
    /// The tree of requirements; the root is the first, and children stand after their parents.
    pub tree: Vec<Node>,
    /// Limits over what is counted.
    pub limits: Vec<Limit>,
    /// The award's workload: counting less is an unmet requirement, counting more is worth nothing. None where several awards
    /// are asked for together.
    pub workload: Option<Units>,
    /// Pairs of items, the smaller first, that are never both counted, not even in part: one contains the other, they have a
    /// part in common, or they are alternatives of one credential. What an articulation makes of a set of credentials clashes
    /// with each of them and with whatever else is made of one of them, but for what the same articulation makes beside it.
    pub clashes: Vec<(usize, usize)>,
    /// The awards that are asked for together; none for one award, which is the root.
    pub awards: Vec<Award>,
    /// Which slots share credentials.
    pub sharing: Vec<Sharing>,
    /// Minimum averages over what is counted.
    pub averages: Vec<Average>,
    /// What the latest credits have to be.
    pub latest: Vec<Latest>,
    /// Requirements that are decided beforehand.
    pub settled: Vec<Settled>,
}

/// A credential, or one of several alternatives of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The credential's identifier.
    pub id: String,
    /// How far the learning has come.
    pub progress: Progress,
    /// The place of its day among the days of the wallet, later days higher; only [`Latest`] asks for it.
    pub day: u32,
    /// The learning outcomes that it covers, ascending. They are covered from its first unit.
    pub outcomes: Vec<u32>,
}

/// How far the learning has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Progress {
    /// Completed.
    #[default]
    Completed,
    /// In progress.
    InProgress,
    /// Planned.
    Planned,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Measure {
    /// Credits, in units.
    #[default]
    Credits,
    /// The number of items that are counted with more than nothing.
    Items,
    /// The number of different [`Item::outcomes`] of the items that are counted with more than nothing. What is missing of
    /// them is missing items.
    Outcomes,
}

/// How an item fills a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Fill {
    /// With all its credits or none; then it counts nowhere else, but where slots share.
    #[default]
    Whole,
    /// With any part. An item is in at most one such slot, but where slots share; what that leaves may go to slots of
    /// [`Fill::Split`] only.
    UpTo,
    /// With any part, beside other parts in other slots of this kind.
    Split,
}

/// A slot: what may fill it, and how much of it is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slot {
    /// Stable name, unique among the slots.
    pub name: String,
    /// What the minimum and the maximum measure.
    pub measure: Measure,
    /// At least this; 0 for none.
    pub minimum: i64,
    /// At most this. It binds like a limit.
    pub maximum: Option<i64>,
    /// How it is filled.
    pub fill: Fill,
    /// At least so many different values of [`Offer::values`] among what fills it; 0 for none.
    pub spread: u32,
    /// Whether it is granted entire or not at all: what is counted in it is nothing or exactly the maximum, which is then
    /// there and in credits. An item counts any part here, whatever the fill, for what goes beyond is lost; of
    /// [`Fill::Whole`] it is used up.
    pub entire: bool,
    /// What may fill it, by ascending item, each item at most once.
    pub offers: Vec<Offer>,
}

/// One item that may fill a slot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offer {
    /// Which item.
    pub item: usize,
    /// The least that it can count here if it counts at all. In a slot of [`Fill::Whole`] this is `credits`, unless the
    /// problem leaves it open how many credits the item has; otherwise 1.
    pub least: Units,
    /// All the credits that it has here, at least `least`. Shares taken in several slots, each of its own `credits` there,
    /// sum to at most one.
    pub credits: Units,
    /// The values that it brings to the slot's spread, ascending.
    pub values: Vec<u32>,
}

/// A node of the tree of requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Stable name, unique among the nodes.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
    /// A minimum over all that is counted below it, beside what its children need.
    pub minimum: Option<(Measure, i64)>,
}

/// What a node is. Children are places in [`Problem::tree`], in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// The slot at this place; every slot has exactly one node.
    Slot(usize),
    /// All of the children are required.
    All(Vec<usize>),
    /// Exactly so many children are chosen; nothing is counted below another child.
    Any(usize, Vec<usize>),
    /// At least so many children are required; every child may hold counted credits.
    AtLeast(usize, Vec<usize>),
}

impl NodeKind {
    /// The children.
    pub fn children(&self) -> &[usize] {
        match self {
            NodeKind::Slot(_) => &[],
            NodeKind::All(children) | NodeKind::Any(_, children) | NodeKind::AtLeast(_, children) => children,
        }
    }
}

/// Which side a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// No more than. No stack goes beyond it.
    AtMost,
    /// No fewer than. A requirement, met or unmet.
    AtLeast,
}

/// How much a limit allows or asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extent {
    /// Units of credit, or a number of items.
    Fixed(i64),
    /// A share of all that is counted below a node in the end, always in credits.
    Share {
        /// So many parts of [`Problem::fine`].
        parts: i64,
        /// The node; 0 for the whole award.
        of: usize,
    },
}

/// A limit over what is counted in some cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Stable name.
    pub name: String,
    /// Which side.
    pub side: Side,
    /// What it measures. An item counts as one from its first unit, however many cells it is in.
    pub measure: Measure,
    /// How much.
    pub extent: Extent,
    /// What it counts: slot and item, ascending.
    pub cells: Vec<(usize, usize)>,
    /// For a limit of an award that is stacked within this one: the node of that award. Its cells lie below that node, it is
    /// asked only where the node is part of the stack, and what it lacks is part of what the tree lacks.
    pub of: Option<usize>,
}

/// Why a problem makes no sense; a mistake of the program that made it, or numbers too large to count with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemError {
    /// A number is out of its range.
    #[error("{what} of `{name}` is out of range")]
    Range {
        /// What number.
        what: &'static str,
        /// Of what.
        name: String,
    },
    /// Something refers to a place that is not there, or not where it has to be.
    #[error("{what} of `{name}` is not where it has to be")]
    Place {
        /// What reference.
        what: &'static str,
        /// Of what.
        name: String,
    },
    /// Names out of order or given twice.
    #[error("{what} are not in order at `{name}`")]
    Order {
        /// Which names.
        what: &'static str,
        /// Where.
        name: String,
    },
}

/// No amount of a problem is larger, so that sums never overflow.
pub const MOST: i64 = 1_000_000_000_000;

impl Problem {
    /// Whether the problem makes sense.
    ///
    /// # Errors
    /// [`ProblemError`] with the first thing that does not.
    pub fn check(&self) -> Result<(), ProblemError> {
        let scale = |n: i64| (1..=1_000_000).contains(&n);
        if !scale(self.units_per_credit) || !scale(self.fine) {
            return Err(ProblemError::Range { what: "a scale", name: "problem".to_owned() });
        }
        // Everything that can be counted or lacking, so that no sum of a value overflows.
        let offers = self.slots.iter().flat_map(|s| s.offers.iter().map(|o| o.credits));
        let minima = self.slots.iter().map(|s| s.minimum).chain(self.tree.iter().filter_map(|n| Some(n.minimum?.1)));
        let bounds = self.limits.iter().filter_map(|l| match (l.side, l.extent) {
            (Side::AtLeast, Extent::Fixed(bound)) => Some(bound),
            _ => None,
        });
        let others = self.awards.iter().filter_map(|a| a.workload).chain(self.latest.iter().map(|l| l.minimum));
        let negative = self.workload.is_some_and(|w| w < 0);
        let sum =
            offers.chain(minima).chain(bounds).chain(others).chain(self.workload).try_fold(0i64, i64::checked_add);
        let sum = sum.filter(|_| !negative);
        if sum.and_then(|s| s.checked_mul(self.fine)).is_none_or(|s| s > MOST) {
            return Err(ProblemError::Range { what: "the sum of all credits", name: "problem".to_owned() });
        }
        self.check_order()?;
        self.slots.iter().try_for_each(|s| self.check_slot(s))?;
        self.check_tree()?;
        self.limits.iter().try_for_each(|l| self.check_limit(l))?;
        self.check_requirements()?;
        if let Some((at, [a, _])) = self
            .items
            .array_windows()
            .enumerate()
            .find(|(at, [a, b])| a.id == b.id && !self.clashes.contains(&(*at, at + 1)))
        {
            return Err(ProblemError::Place { what: "a clash of alternatives", name: format!("{} ({at})", a.id) });
        }
        let wrong = self.clashes.iter().find(|(a, b)| a >= b || *b >= self.items.len());
        wrong.map_or(Ok(()), |(a, _)| Err(ProblemError::Place { what: "a clash", name: format!("item {a}") }))
    }

    fn check_order(&self) -> Result<(), ProblemError> {
        if let Some([a, _]) = self.items.array_windows().find(|[a, b]| a.id > b.id) {
            return Err(ProblemError::Order { what: "items", name: a.id.clone() });
        }
        if let Some([a, _]) = self.slots.array_windows().find(|[a, b]| a.name >= b.name) {
            return Err(ProblemError::Order { what: "slots", name: a.name.clone() });
        }
        Ok(())
    }

    fn check_slot(&self, slot: &Slot) -> Result<(), ProblemError> {
        let range = |what| Err(ProblemError::Range { what, name: slot.name.clone() });
        if !(0..=MOST).contains(&slot.minimum) || slot.maximum.is_some_and(|m| !(0..=MOST).contains(&m)) {
            return range("the minimum or maximum");
        }
        if slot.entire && (slot.maximum.is_none_or(|m| m == 0) || slot.measure != Measure::Credits) {
            return range("the maximum of what is entire");
        }
        if slot.offers.iter().any(|o| o.least < 1 || o.least > o.credits) {
            return range("an offer");
        }
        let ascending = slot.offers.array_windows().all(|[a, b]| a.item < b.item);
        if !ascending || slot.offers.last().is_some_and(|o| o.item >= self.items.len()) {
            return Err(ProblemError::Place { what: "an offer", name: slot.name.clone() });
        }
        Ok(())
    }

    fn check_tree(&self) -> Result<(), ProblemError> {
        let mut parents = vec![0usize; self.tree.len()];
        let mut slots = vec![0usize; self.slots.len()];
        for (at, node) in self.tree.iter().enumerate() {
            let place = |what| ProblemError::Place { what, name: node.name.clone() };
            if node.minimum.is_some_and(|(_, m)| !(0..=MOST).contains(&m)) {
                return Err(ProblemError::Range { what: "the minimum", name: node.name.clone() });
            }
            for child in node.kind.children() {
                let known = parents.get_mut(*child).filter(|_| *child > at);
                *known.ok_or_else(|| place("a child"))? += 1;
            }
            match &node.kind {
                NodeKind::Slot(slot) => *slots.get_mut(*slot).ok_or_else(|| place("the slot"))? += 1,
                NodeKind::Any(n, children) | NodeKind::AtLeast(n, children) if *n > children.len() => {
                    return Err(ProblemError::Range { what: "the number of children", name: node.name.clone() });
                }
                _ => {}
            }
        }
        let whole = !parents.is_empty() && parents.iter().skip(1).all(|n| *n == 1) && slots.iter().all(|n| *n == 1);
        if whole { Ok(()) } else { Err(ProblemError::Place { what: "a node or slot", name: "tree".to_owned() }) }
    }

    fn check_limit(&self, limit: &Limit) -> Result<(), ProblemError> {
        let name = || limit.name.clone();
        let fine = match limit.extent {
            Extent::Fixed(n) => (0..=MOST).contains(&n),
            Extent::Share { parts, .. } => (0..=self.fine).contains(&parts) && limit.measure == Measure::Credits,
        };
        if !fine {
            return Err(ProblemError::Range { what: "the bound", name: name() });
        }
        let of = match limit.extent {
            Extent::Share { of, .. } => of,
            Extent::Fixed(_) => 0,
        };
        let nodes = [Some(of), limit.of].into_iter().flatten().all(|n| n < self.tree.len());
        if nodes && self.are_cells(&limit.cells) {
            Ok(())
        } else {
            Err(ProblemError::Place { what: "a cell or node", name: name() })
        }
    }
}
