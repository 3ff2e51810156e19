//! What a problem demands, one thing at a time, and the problem without some of it.

use std::collections::BTreeSet;

use credstack_stacking::{Account, Extent, Measure, Problem, Side};

/// One demand of a problem: something that is required, or something that is not allowed. Places are those of the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Demand {
    /// The minimum of a slot, with its spread.
    Slot(usize),
    /// The minimum of a node over all that is counted below it.
    Node(usize),
    /// A limit: an "at least" is required, an "at most" is not to be passed.
    Limit(usize),
    /// A minimum average.
    Average(usize),
    /// What the latest credits have to be.
    Latest(usize),
    /// A requirement that was decided beforehand.
    Settled(usize),
    /// The workload of the award.
    Workload,
    /// The maximum of a slot.
    Maximum(usize),
    /// The bound of a pair that shares.
    Sharing(usize),
    /// That two credentials with a part in common are never both counted.
    Clash(usize),
}

impl Demand {
    /// Whether it is required; else it is something that is not allowed.
    pub fn is_required(self, problem: &Problem) -> bool {
        match self {
            Demand::Limit(at) => problem.limits.get(at).is_some_and(|l| l.side == Side::AtLeast),
            Demand::Maximum(_) | Demand::Sharing(_) | Demand::Clash(_) => false,
            _ => true,
        }
    }
}

/// All that a problem demands, in the order of its parts. That a credential counts in one slot is no demand of this kind:
/// it is what a stack is.
pub fn demands(problem: &Problem) -> Vec<Demand> {
    let slots = problem.slots.iter().enumerate();
    let nodes = problem.tree.iter().enumerate();
    let mut all: Vec<Demand> =
        slots.clone().filter(|(_, s)| s.minimum > 0 || s.spread > 0).map(|(at, _)| Demand::Slot(at)).collect();
    all.extend(nodes.filter(|(_, n)| n.minimum.is_some_and(|m| m.1 > 0)).map(|(at, _)| Demand::Node(at)));
    all.extend((0..problem.limits.len()).map(Demand::Limit));
    all.extend((0..problem.averages.len()).map(Demand::Average));
    all.extend((0..problem.latest.len()).map(Demand::Latest));
    all.extend((0..problem.settled.len()).map(Demand::Settled));
    all.extend(problem.workload.filter(|w| *w > 0).map(|_| Demand::Workload));
    all.extend(slots.filter(|(_, s)| s.maximum.is_some() && !s.entire).map(|(at, _)| Demand::Maximum(at)));
    let sharing = problem.sharing.iter().enumerate();
    all.extend(sharing.filter(|(_, s)| s.credits.is_some() || s.items.is_some()).map(|(at, _)| Demand::Sharing(at)));
    // Alternatives of one credential are no two credentials.
    let id = |item: &usize| problem.items.get(*item).map(|i| &i.id);
    let clashes = problem.clashes.iter().enumerate();
    all.extend(clashes.filter(|(_, (a, b))| id(a) != id(b)).map(|(at, _)| Demand::Clash(at)));
    all
}

/// The problem without some of its demands.
pub fn lifted(problem: &Problem, lift: &BTreeSet<Demand>) -> Problem {
    let mut rest = problem.clone();
    for demand in lift {
        match *demand {
            Demand::Slot(at) => {
                if let Some(slot) = rest.slots.get_mut(at) {
                    (slot.minimum, slot.spread) = (0, 0);
                }
            }
            Demand::Node(at) => {
                if let Some(node) = rest.tree.get_mut(at) {
                    node.minimum = None;
                }
            }
            Demand::Workload => rest.workload = None,
            Demand::Maximum(at) => {
                if let Some(slot) = rest.slots.get_mut(at) {
                    slot.maximum = None;
                }
            }
            Demand::Sharing(at) => {
                if let Some(sharing) = rest.sharing.get_mut(at) {
                    (sharing.credits, sharing.items) = (None, None);
                }
            }
            Demand::Settled(at) => {
                if let Some(settled) = rest.settled.get_mut(at) {
                    settled.met = true;
                }
            }
            Demand::Limit(_) | Demand::Average(_) | Demand::Latest(_) | Demand::Clash(_) => {}
        }
    }
    rest.limits = without(&rest.limits, |at| lift.contains(&Demand::Limit(at)));
    rest.averages = without(&rest.averages, |at| lift.contains(&Demand::Average(at)));
    rest.latest = without(&rest.latest, |at| lift.contains(&Demand::Latest(at)));
    rest.clashes = without(&rest.clashes, |at| lift.contains(&Demand::Clash(at)));
    rest
}

fn without<T: Clone>(list: &[T], goes: impl Fn(usize) -> bool) -> Vec<T> {
    list.iter().enumerate().filter(|(at, _)| !goes(*at)).map(|(_, one)| one.clone()).collect()
}

/// Whether what is required is met in a stack; what is not allowed always is.
pub(crate) fn is_met(problem: &Problem, account: &Account, demand: Demand) -> bool {
    let lacks_nothing = |at: usize| account.nodes.get(at).is_none_or(|n| n.lacks_items == 0 && n.lacks_credits == 0);
    match demand {
        Demand::Slot(slot) => {
            let kind = credstack_stacking::NodeKind::Slot(slot);
            problem.tree.iter().position(|n| n.kind == kind).is_none_or(lacks_nothing)
        }
        Demand::Node(at) => lacks_nothing(at),
        Demand::Limit(at) => match (problem.limits.get(at), account.limits.get(at)) {
            (Some(limit), Some(told)) if limit.side == Side::AtLeast => {
                let fine = if limit.measure == Measure::Credits || matches!(limit.extent, Extent::Share { .. }) {
                    problem.fine
                } else {
                    1
                };
                told.used * fine >= told.bound
            }
            _ => true,
        },
        Demand::Average(at) => account.averages.get(at).is_none_or(|a| a.met),
        Demand::Latest(at) => {
            problem.latest.get(at).is_none_or(|l| account.latest.get(at).is_some_and(|n| *n >= l.minimum))
        }
        Demand::Settled(at) => problem.settled.get(at).is_none_or(|s| s.met),
        Demand::Workload => {
            let counted = account.nodes.first().map_or(0, |n| n.credits);
            problem.workload.is_none_or(|w| counted >= w)
        }
        Demand::Maximum(_) | Demand::Sharing(_) | Demand::Clash(_) => true,
    }
}
