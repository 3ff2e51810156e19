//! Rules changed in one place.

use credstack_model::policy::{
    Answered, Bound, Branch, Condition, Deed, Effect, Element, Exception, Grant, GrantAmount, Limit, LimitBase,
    LimitBound, Modality, PolicySet, Quantity, Rule,
};
use credstack_model::vocabulary::attribute;
use credstack_source::Span;

use super::altered::{Altered, each, swapped, without};
use super::bounds::{steps_of_amount, steps_of_level, steps_of_percent};
use super::conditions;
use crate::report::words;
use crate::testing::touch::span_of;

/// Every change of one place of a rule.
pub(super) fn changes(set: &PolicySet, rule: &Rule) -> Vec<Altered<Rule>> {
    let of = Of { set, place: rule.span };
    let mut found: Vec<Altered<Rule>> = Vec::new();
    // What a part of a limit has from the whole is changed with the whole.
    let applies = if rule.within.is_none() { conditions::changes(set, &rule.applies, rule.span) } else { Vec::new() };
    found.extend(applies.into_iter().map(|a| a.within(|applies| Rule { applies, ..rule.clone() })));
    let effect = of.effect(&rule.effect);
    found.extend(effect.into_iter().map(|a| a.within(|effect| Rule { effect, ..rule.clone() })));
    let exceptions = if rule.within.is_none() { of.exceptions(&rule.exceptions) } else { Vec::new() };
    found.extend(exceptions.into_iter().map(|a| a.within(|exceptions| Rule { exceptions, ..rule.clone() })));
    found
}

struct Of<'a> {
    set: &'a PolicySet,
    place: Span,
}

impl Of<'_> {
    fn reads<T>(&self, value: T, before: impl Into<String>, after: impl Into<String>) -> Altered<T> {
        Altered { value, before: before.into(), after: after.into(), span: self.place }
    }

    fn condition(&self, condition: &Condition) -> Vec<Altered<Condition>> {
        conditions::changes(self.set, condition, self.place)
    }

    fn effect(&self, effect: &Effect) -> Vec<Altered<Effect>> {
        match effect {
            Effect::Classify(list) => {
                let name = |b: &Branch<_>| format!("as {}", words::class(self.set, b.gives));
                self.branches(list, &name, |_| Vec::new()).into_iter().map(|a| a.within(Effect::Classify)).collect()
            }
            Effect::Grant(list) => self.grants(list).into_iter().map(|a| a.within(Effect::Grant)).collect(),
            Effect::Doubt { element, when, still } => {
                let make = |element, when, still| Effect::Doubt { element, when, still };
                let mut found = vec![self.element(*element).within(|e| make(e, when.clone(), still.clone()))];
                found.extend(self.condition(when).into_iter().map(|a| a.within(|w| make(*element, w, still.clone()))));
                let grants = self.grants(still).into_iter();
                found.extend(grants.map(|a| a.within(|s| make(*element, when.clone(), s))));
                found
            }
            Effect::Bar { toward, when } => {
                let make = |toward, when| Effect::Bar { toward, when };
                let kinds = self.kinds(toward).into_iter().map(|a| a.within(|t| make(t, when.clone())));
                let whens = self.condition(when).into_iter().map(|a| a.within(|w| make(toward.clone(), w)));
                kinds.chain(whens).collect()
            }
            Effect::Ask { question, when, otherwise } => {
                let make = |when, otherwise| Effect::Ask { question: question.clone(), when, otherwise };
                let whens = self.condition(when).into_iter().map(|a| a.within(|w| make(w, *otherwise)));
                let answers = self.answered(*otherwise).into_iter().map(|a| a.within(|o| make(when.clone(), o)));
                whens.chain(answers).collect()
            }
            Effect::Limit(limit) => self.limit(limit).into_iter().map(|a| a.within(Effect::Limit)).collect(),
        }
    }

    fn element(&self, element: Element) -> Altered<Element> {
        let other = other_element(element);
        self.reads(other, format!("doubt {}", element.word()), format!("doubt {}", other.word()))
    }

    fn answered(&self, answered: Answered) -> Vec<Altered<Answered>> {
        let say = |a: Answered| match a {
            Answered::Bar => "otherwise bar".to_owned(),
            Answered::Doubt(element) => format!("otherwise doubt {}", element.word()),
        };
        let others = match answered {
            Answered::Bar => vec![Answered::Doubt(Element::Profile)],
            Answered::Doubt(element) => vec![Answered::Bar, Answered::Doubt(other_element(element))],
        };
        others.into_iter().map(|o| self.reads(o, say(answered), say(o))).collect()
    }

    /// Kinds of component with each left out; without any it is toward everything.
    fn kinds(&self, toward: &[credstack_model::Symbol]) -> Vec<Altered<Vec<credstack_model::Symbol>>> {
        let one = |(at, kind): (usize, &credstack_model::Symbol)| {
            self.reads(without(toward, at), format!("toward {}", self.set.symbols.spoken(*kind)), "")
        };
        toward.iter().enumerate().map(one).collect()
    }

    fn branches<T: Clone>(
        &self,
        list: &[Branch<T>],
        name: &dyn Fn(&Branch<T>) -> String,
        gives: impl Fn(&T) -> Vec<Altered<T>>,
    ) -> Vec<Altered<Vec<Branch<T>>>> {
        let mut found = each(list, |branch| {
            let when = self.condition(&branch.when).into_iter();
            let gives = gives(&branch.gives).into_iter();
            when.map(|a| a.within(|when| Branch { when, gives: branch.gives.clone(), span: branch.span }))
                .chain(gives.map(|a| a.within(|gives| Branch { when: branch.when.clone(), gives, span: branch.span })))
                .collect()
        });
        for (at, branch) in list.iter().enumerate().filter(|_| list.len() > 1) {
            let mut dropped = self.reads(without(list, at), name(branch), "");
            dropped.span = span_of(&branch.when).unwrap_or(self.place);
            found.push(dropped);
            if let Some(next) = list.get(at + 1) {
                let (one, other) = (name(branch), name(next));
                let mut turned =
                    self.reads(swapped(list, at), format!("{one} else {other}"), format!("{other} else {one}"));
                turned.span = span_of(&branch.when).unwrap_or(self.place);
                found.push(turned);
            }
        }
        found
    }

    fn grants(&self, list: &[Branch<Grant>]) -> Vec<Altered<Vec<Branch<Grant>>>> {
        let name = |b: &Branch<Grant>| words::grant(self.set, &b.gives);
        self.branches(list, &name, |grant| self.grant(grant))
    }

    fn grant(&self, grant: &Grant) -> Vec<Altered<Grant>> {
        let mut others: Vec<Grant> = Vec::new();
        let modality = if grant.modality == Modality::Must { Modality::May } else { Modality::Must };
        others.push(Grant { modality, ..grant.clone() });
        if let GrantAmount::Credits(credits) = grant.amount {
            let steps = steps_of_amount(credits);
            others.extend(steps.map(|n| Grant { amount: GrantAmount::Credits(n), ..grant.clone() }));
        }
        if let Some(level) = grant.level {
            others.extend(steps_of_level(self.set, level).map(|l| Grant { level: Some(l), ..grant.clone() }));
        }
        if grant.recognised_as.is_some() {
            others.push(Grant { recognised_as: None, ..grant.clone() });
        }
        if grant.condition.is_some() {
            others.push(Grant { condition: None, ..grant.clone() });
        }
        if grant.record.is_some() {
            others.push(Grant { record: None, ..grant.clone() });
        }
        others.extend(self.kinds(&grant.toward).into_iter().map(|a| Grant { toward: a.value, ..grant.clone() }));
        let say = |g: &Grant| words::grant(self.set, g);
        others.into_iter().map(|other| self.reads(other.clone(), say(grant), say(&other))).collect()
    }

    fn limit(&self, limit: &Limit) -> Vec<Altered<Limit>> {
        let bounds = &limit.bounds;
        let mut lists = each(bounds, |bound| self.bound(bound));
        for (at, bound) in bounds.iter().enumerate().filter(|_| bounds.len() > 1) {
            let mut dropped = self.reads(without(bounds, at), self.say(bound), "");
            dropped.span = bound.span;
            lists.push(dropped);
        }
        let mut found: Vec<Altered<Limit>> =
            lists.into_iter().map(|a| a.within(|bounds| Limit { bounds, record: limit.record })).collect();
        if let Some(record) = limit.record {
            let without = Limit { record: None, ..limit.clone() };
            found.push(self.reads(without, format!("record {}", record.words()), ""));
        }
        found
    }

    fn say(&self, bound: &LimitBound) -> String {
        let side = if bound.bound == Bound::AtMost { "at most" } else { "at least" };
        format!("{side} {}", words::quantity(self.set, bound.quantity))
    }

    fn bound(&self, bound: &LimitBound) -> Vec<Altered<LimitBound>> {
        let side = if bound.bound == Bound::AtMost { Bound::AtLeast } else { Bound::AtMost };
        let mut others = vec![LimitBound { bound: side, ..bound.clone() }];
        others.extend(quantities(bound.quantity).into_iter().map(|quantity| LimitBound { quantity, ..bound.clone() }));
        let reads = |other: LimitBound| Altered {
            before: self.say(bound),
            after: self.say(&other),
            span: bound.span,
            value: other,
        };
        let mut found: Vec<Altered<LimitBound>> = others.into_iter().map(reads).collect();
        let whens = self.condition(&bound.when).into_iter();
        found.extend(whens.map(|a| a.within(|when| LimitBound { when, ..bound.clone() })));
        found
    }

    fn exceptions(&self, list: &[Exception]) -> Vec<Altered<Vec<Exception>>> {
        let mut found = each(list, |exception| {
            let whens = conditions::changes(self.set, &exception.when, exception.span).into_iter();
            let mut found: Vec<_> = whens.map(|a| a.within(|when| Exception { when, ..exception.clone() })).collect();
            if let Deed::RaisesTo(quantity) = exception.deed {
                for other in quantities(quantity) {
                    let say = |q| format!("raises the bound to {}", words::quantity(self.set, q));
                    let value = Exception { deed: Deed::RaisesTo(other), ..exception.clone() };
                    found.push(Altered { value, before: say(quantity), after: say(other), span: exception.span });
                }
            }
            found
        });
        for (at, exception) in list.iter().enumerate() {
            let before = format!("except when {}", words::condition(self.set, &exception.when));
            found.push(Altered { value: without(list, at), before, after: String::new(), span: exception.span });
        }
        found
    }
}

/// An amount a smallest step away, and a percentage of another base.
fn quantities(quantity: Quantity) -> Vec<Quantity> {
    match quantity {
        Quantity::Workload(amount, unit) => steps_of_amount(amount).map(|a| Quantity::Workload(a, unit)).collect(),
        Quantity::Credentials(n) => {
            [n.checked_add(1), n.checked_sub(1)].into_iter().flatten().map(Quantity::Credentials).collect()
        }
        Quantity::Percent(percent, base) => {
            let other = match base {
                LimitBase::Counted => LimitBase::Fact(attribute::AWARD_WORKLOAD),
                LimitBase::Fact(_) | LimitBase::WithoutKind(_) => LimitBase::Counted,
            };
            let steps = steps_of_percent(percent).map(|p| Quantity::Percent(p, base));
            steps.chain([Quantity::Percent(percent, other)]).collect()
        }
    }
}

fn other_element(element: Element) -> Element {
    let at = Element::ALL.iter().position(|e| *e == element).unwrap_or_default();
    Element::ALL.iter().cycle().nth(at + 1).copied().unwrap_or(element)
}
