//! How much the requirements of an award need of a set of credentials, at the least, and how much they can hold, at the most.

use credstack_engine::prove::{Prover, Scope};
use credstack_model::policy::{
    Award, Condition, Fill, Measure, Node, NodeKind, PolicySet, Requirement, SlotRule, Test, TestKind,
};
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{Basis, StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange};
use credstack_source::Span;

/// What is added up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum In {
    /// ECTS.
    Credits,
    /// Credentials.
    Items,
}

/// An award with what its conditions mean.
pub(super) struct Sums<'a> {
    pub(super) set: &'a PolicySet,
    pub(super) award: &'a Award,
    pub(super) scope: Scope<'a>,
    pub(super) prover: Prover<'a>,
}

impl Sums<'_> {
    /// An amount in ECTS, where it is one.
    pub(super) fn ects(&self, (amount, unit): (Amount, WorkloadUnit)) -> Option<Amount> {
        let stated = [StatedWorkload { amount: AmountRange::exactly(amount), unit }];
        let found = self.set.conversions.convert(&stated, WorkloadUnit::Ects, Basis::Year, self.award.country);
        found?.0.single()
    }

    /// What may fill a slot.
    pub(super) fn eligible(&self, slot: &SlotRule) -> Condition {
        let eligible = self.scope.plain(&slot.eligible);
        if slot.at_home { eligible.and(holds(attribute::WITHIN_AWARD)) } else { eligible }
    }

    fn measured(&self, measure: Measure, into: In) -> Option<Amount> {
        match (measure, into) {
            (Measure::Workload(amount, unit), In::Credits) => self.ects((amount, unit)),
            (Measure::Items(n), In::Items) => Some(Amount::whole(i64::from(n))),
            _ => None,
        }
    }

    /// What a slot needs at the least.
    fn slot_need(&self, node: &Node, slot: &SlotRule, into: In) -> Amount {
        let nothing = Amount::ZERO;
        // A credential in a slot of credits is one credential, unless other slots share it.
        let any = |needs: bool| {
            if needs && into == In::Items && slot.fill == Fill::Whole { Amount::whole(1) } else { nothing }
        };
        if into == In::Items && slot.fill == Fill::Split {
            return nothing;
        }
        match node.minimum.or(slot.minimum) {
            Some(measure) => match self.measured(measure, into) {
                Some(amount) => amount,
                None => any(matches!(measure, Measure::Workload(amount, _) if !amount.is_zero())),
            },
            None => {
                let each =
                    slot.components.iter().filter_map(|c| self.award.component(*c)).map(|c| match (c.workload, into) {
                        (Some(workload), In::Credits) => self.ects(workload).unwrap_or(nothing),
                        (None, In::Credits) => nothing,
                        (_, In::Items) => any(true),
                    });
                each.fold(nothing, Amount::plus)
            }
        }
    }

    /// What a requirement needs of a set at the least; of an award within it its whole workload where `nested` is asked for.
    pub(super) fn need(&self, node: &Node, set: &Condition, into: In, nested: bool) -> Amount {
        match &node.kind {
            NodeKind::Slot(slot) => {
                let need = self.slot_need(node, slot, into);
                let counts = !need.is_zero() && self.prover.within_of(&self.eligible(slot), set);
                if counts { need } else { Amount::ZERO }
            }
            NodeKind::Award(inner) => {
                let inner = self.set.awards.iter().find(|a| a.name == *inner).filter(|_| nested && into == In::Credits);
                inner.and_then(|a| self.ects(a.workload?)).unwrap_or(Amount::ZERO)
            }
            // It needs no less than the lesser of the two.
            NodeKind::If(choice) => match &choice.otherwise {
                Some(other) => self.need(&choice.then, set, into, nested).min(self.need(other, set, into, nested)),
                None => Amount::ZERO,
            },
            NodeKind::Group(requirement, children) => {
                let mut needs: Vec<Amount> = children.iter().map(|c| self.need(c, set, into, nested)).collect();
                needs.sort_unstable();
                let count = match requirement {
                    Requirement::AllOf => needs.len(),
                    Requirement::AnyOf(n) | Requirement::AtLeastOf(n) => usize::try_from(*n).unwrap_or(usize::MAX),
                };
                let below = needs.into_iter().take(count).fold(Amount::ZERO, Amount::plus);
                let own = node.minimum.and_then(|m| self.measured(m, into));
                own.filter(|_| self.all_within(children, set)).map_or(below, |own| own.max(below))
            }
        }
    }

    fn all_within(&self, nodes: &[Node], set: &Condition) -> bool {
        nodes.iter().all(|n| match &n.kind {
            NodeKind::Slot(slot) => self.prover.within_of(&self.eligible(slot), set),
            NodeKind::Group(_, children) => self.all_within(children, set),
            NodeKind::If(choice) => {
                self.all_within(std::slice::from_ref(&choice.then), set)
                    && self.all_within(choice.otherwise.as_slice(), set)
            }
            NodeKind::Award(_) => *set == Condition::Always(true),
        })
    }

    /// What a requirement can hold of a set at the most, in ECTS; `None` where nothing bounds it.
    pub(super) fn hold(&self, node: &Node, set: &Condition) -> Option<Amount> {
        match &node.kind {
            NodeKind::Slot(slot) => {
                if self.prover.never(&self.eligible(slot).and(set.clone())) {
                    return Some(Amount::ZERO);
                }
                slot.maximum.and_then(|m| self.measured(m, In::Credits))
            }
            NodeKind::Award(_) => None,
            NodeKind::If(choice) => {
                let other = choice.otherwise.as_ref().map_or(Some(Amount::ZERO), |o| self.hold(o, set))?;
                Some(self.hold(&choice.then, set)?.max(other))
            }
            NodeKind::Group(requirement, children) => {
                let mut holds = children.iter().map(|c| self.hold(c, set)).collect::<Option<Vec<Amount>>>()?;
                holds.sort_unstable_by(|a, b| b.cmp(a));
                let count = match requirement {
                    Requirement::AnyOf(n) => usize::try_from(*n).unwrap_or(usize::MAX),
                    Requirement::AllOf | Requirement::AtLeastOf(_) => holds.len(),
                };
                Some(holds.into_iter().take(count).fold(Amount::ZERO, Amount::plus))
            }
        }
    }

    /// The slots that need something of a set and have to be met, with their place.
    pub(super) fn needing(&self, nodes: &[Node], set: &Condition, into: In) -> Vec<Span> {
        let mut found = Vec::new();
        for node in nodes {
            match &node.kind {
                NodeKind::Group(_, children) => found.extend(self.needing(children, set, into)),
                _ if !self.need(node, set, into, true).is_zero() => found.push(node.span),
                _ => {}
            }
        }
        found
    }
}

/// A yes-or-no fact.
pub(super) fn holds(id: credstack_model::vocabulary::AttributeId) -> Condition {
    Condition::Test(Test { attribute: id, kind: TestKind::Holds, span: Span::default() })
}
