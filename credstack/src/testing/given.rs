//! What a rule's effect gives in a case, read plainly from the rule: the grant that is taken, the bounds that hold.

use credstack_engine::{Case, Rulebook, interpret};
use credstack_model::Amount;
use credstack_model::policy::{
    Answered, Bound, Branch, Condition, Deed, Effect, Element, Grant, Limit, LimitBase, Promise, Quantity, RecordEntry,
    Rule, Test, TestKind,
};
use credstack_model::proposal::Truth;
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{Basis, WorkloadUnit};

/// A rule in a case.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) book: &'a Rulebook,
    pub(super) case: &'a Case<'a>,
    pub(super) rule: &'a Rule,
}

/// The branch that an ordered `else` takes.
pub(super) enum Taken<'b, T> {
    /// This one, by its place.
    Branch(usize, &'b T),
    /// Certainly none.
    None,
    /// That depends on something unknown.
    Open,
}

/// What an effect that takes place gives.
#[derive(Debug, Default)]
pub(super) struct Given<'a> {
    pub(super) grant: Option<&'a Grant>,
    /// The bounds as they stand, and in ECTS where the case settles that.
    pub(super) counts: Vec<(Bound, Quantity, Option<Amount>)>,
    pub(super) record: Option<RecordEntry>,
    pub(super) element: Option<Element>,
    pub(super) otherwise: Option<Answered>,
}

impl<'a> Look<'a> {
    /// The truth of a condition of the rule.
    pub(super) fn truth(&self, condition: &Condition) -> Truth {
        interpret::truth(self.book, self.case, condition)
    }

    /// Whether the condition certainly holds.
    pub(super) fn holds(&self, condition: &Condition) -> bool {
        self.truth(condition) == Truth::True
    }

    /// Whether the condition certainly does not hold.
    pub(super) fn fails(&self, condition: &Condition) -> bool {
        self.truth(condition) == Truth::False
    }

    /// Whether a bar takes place where the rule is open: its condition, and the kind of component toward which it bars.
    pub(super) fn barred(&self) -> Truth {
        let Effect::Bar { toward, when } = &self.rule.effect else { return Truth::False };
        let kind = TestKind::Among(toward.clone());
        let test = Test { attribute: attribute::COMPONENT_KIND, kind, span: self.rule.span };
        let there = if toward.is_empty() { Truth::True } else { self.truth(&Condition::Test(test)) };
        interpret::all([self.truth(when), there].into_iter())
    }

    /// The branch of an ordered `else` that is certainly taken.
    pub(super) fn taken<'b, T>(&self, branches: &'b [Branch<T>]) -> Taken<'b, T> {
        for (at, branch) in branches.iter().enumerate() {
            match self.truth(&branch.when) {
                Truth::True => return Taken::Branch(at, &branch.gives),
                Truth::False => {}
                Truth::Unknown => return Taken::Open,
            }
        }
        Taken::None
    }

    /// What the effect gives, where it takes place.
    pub(super) fn given(&self) -> Given<'a> {
        let grant = |branches: &'a [Branch<Grant>]| match self.taken(branches) {
            Taken::Branch(_, grant) => Some(grant),
            Taken::None | Taken::Open => None,
        };
        let mut given = Given::default();
        match &self.rule.effect {
            Effect::Grant(branches) => given.grant = grant(branches),
            Effect::Doubt { element, still, .. } => {
                given.element = Some(*element);
                given.grant = grant(still);
            }
            Effect::Ask { otherwise, .. } => given.otherwise = Some(*otherwise),
            Effect::Limit(limit) => {
                given.counts = self.bounds(limit);
                given.record = limit.record;
            }
            Effect::Classify(_) | Effect::Bar { .. } => {}
        }
        given.record = given.grant.map_or(given.record, |g| g.record);
        given
    }

    /// The bounds of each side: the first whose case holds, raised where an exception raises it.
    fn bounds(&self, limit: &Limit) -> Vec<(Bound, Quantity, Option<Amount>)> {
        let mut found: Vec<(Bound, Quantity, Option<Amount>)> = Vec::new();
        let raised = self.rule.exceptions.iter().find_map(|e| match e.deed {
            Deed::RaisesTo(quantity) if self.holds(&e.when) => Some(quantity),
            _ => None,
        });
        for bound in limit.bounds.iter().filter(|b| self.holds(&b.when)) {
            if found.iter().all(|(side, ..)| *side != bound.bound) {
                let quantity = raised.unwrap_or(bound.quantity);
                found.push((bound.bound, quantity, self.absolute(quantity)));
            }
        }
        self.within_parts(&mut found);
        found
    }

    /// Where a part of the set has a bound of its own (`of which at most …`) and the case lies in it, the tighter one counts.
    fn within_parts(&self, found: &mut Vec<(Bound, Quantity, Option<Amount>)>) {
        for part in self.book.rules().filter(|r| r.within == Some(self.rule.name) && self.holds(&r.applies)) {
            let Effect::Limit(limit) = &part.effect else { continue };
            for bound in limit.bounds.iter().filter(|b| b.bound == Bound::AtMost && self.holds(&b.when)) {
                let own = self.absolute(bound.quantity);
                let whole = found.iter().position(|(side, ..)| *side == Bound::AtMost);
                match whole.and_then(|at| found.get_mut(at)) {
                    Some((_, quantity, amount)) if own.is_some() && (amount.is_none() || own < *amount) => {
                        (*quantity, *amount) = (bound.quantity, own);
                    }
                    Some(_) => {}
                    None => found.push((bound.bound, bound.quantity, own)),
                }
            }
        }
    }

    fn absolute(&self, quantity: Quantity) -> Option<Amount> {
        match quantity {
            Quantity::Workload(amount, WorkloadUnit::Ects) => Some(amount),
            Quantity::Percent(percent, LimitBase::Fact(id)) => {
                let (range, _) = self.case.workload(id, WorkloadUnit::Ects, Basis::Year)?;
                Some(range.single()?.percent(percent))
            }
            _ => None,
        }
    }
}

impl Given<'_> {
    /// Whether it is all that was promised.
    pub(super) fn keeps(&self, promise: &Promise) -> bool {
        let grant = self.grant;
        let of_grant = |asked: bool, met: &dyn Fn(&Grant) -> bool| !asked || grant.is_some_and(met);
        of_grant(promise.modality.is_some(), &|g| promise.modality == Some(g.modality))
            && of_grant(promise.amount.is_some(), &|g| promise.amount == Some(g.amount))
            && of_grant(promise.recognised_as.is_some(), &|g| promise.recognised_as == g.recognised_as)
            && of_grant(promise.level.is_some(), &|g| promise.level == g.level)
            && of_grant(promise.condition.is_some(), &|g| promise.condition == g.condition)
            && of_grant(!promise.toward.is_empty(), &|g| promise.toward == g.toward)
            && (promise.record.is_none() || promise.record == self.record)
            && (promise.element.is_none() || promise.element == self.element)
            && (promise.otherwise.is_none() || promise.otherwise == self.otherwise)
            && promise.counts.iter().all(|(side, quantity)| self.counts_to(*side, *quantity))
    }

    fn counts_to(&self, side: Bound, promised: Quantity) -> bool {
        let of_side = self.counts.iter().find(|(s, ..)| *s == side);
        of_side.is_some_and(|(_, stated, ects)| match promised {
            Quantity::Workload(amount, WorkloadUnit::Ects) => *ects == Some(amount),
            other => *stated == other,
        })
    }
}
