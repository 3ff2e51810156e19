//! What a finding rests on, in pieces, for reports that lay it out in their own way.

use credstack_engine::{Case, Rulebook, interpret};
use credstack_model::Symbol;
use credstack_model::facts::Text;
use credstack_model::policy::{Branch, Condition, Effect, Element, Rule};
use credstack_model::proposal::{Finding, State, Truth};

use super::{explain, texts};

/// What one finding rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// The facts that made the rule come out as it did, or on which it still hangs: one English line each, with the place
    /// where the fact was read.
    pub evidence: Vec<String>,
    /// What would gain recognition later, in each language that the rule has, with the values of the case filled in.
    pub measures: Vec<Text>,
    /// The element in which the rule sees a substantial difference, where it is a doubt.
    pub element: Option<Element>,
}

/// What a finding rests on; `None` where the rulebook has no rule of that name.
pub fn grounds(book: &Rulebook, case: &Case<'_>, finding: &Finding) -> Option<Grounds> {
    let rule = book.rule_named(finding.rule)?;
    let filled = |t: &Text| Text { language: t.language.clone(), words: texts::filled(case, &t.words).into() };
    let element = match &rule.effect {
        Effect::Doubt { element, .. } => Some(*element),
        _ => None,
    };
    Some(Grounds {
        evidence: because(book, case, rule, &finding.state),
        measures: rule.measures.iter().map(filled).collect(),
        element,
    })
}

/// The question that a rule puts to a person, or that an exception leaves to one, in each language that it has.
pub fn question_texts(book: &Rulebook, case: &Case<'_>, name: Symbol) -> Vec<Text> {
    let text =
        |language: &str, words: &str| Text { language: language.into(), words: texts::filled(case, words).into() };
    if let Some((Effect::Ask { question, .. }, asks)) = book.rule_named(name).map(|r| (&r.effect, &r.asks)) {
        let others = asks.iter().filter(|t| &*t.language != "en");
        return std::iter::once(text("en", question)).chain(others.map(|t| text(&t.language, &t.words))).collect();
    }
    let exception = book.rules().flat_map(|r| &r.exceptions).find(|e| e.name == name);
    exception.map(|e| text("en", &format!("Does this exception apply: {}?", e.title))).into_iter().collect()
}

/// The facts that made a rule come out as it did, or on which it still hangs.
pub(super) fn because(book: &Rulebook, case: &Case<'_>, rule: &Rule, state: &State) -> Vec<String> {
    let condition = rule.applies.clone().and(match &rule.effect {
        Effect::Classify(branches) => taken(book, case, branches),
        Effect::Grant(branches) => taken(book, case, branches),
        Effect::Doubt { when, .. } | Effect::Bar { when, .. } | Effect::Ask { when, .. } => when.clone(),
        Effect::Limit(_) => Condition::Always(true),
    });
    let step = book.explain(case, &condition);
    match state {
        State::Undetermined(_) => explain::open(book.set(), &step),
        _ => explain::because(book.set(), &step),
    }
}

/// Why the first branch that holds was taken: none before it, and itself. All of them, while that is open.
fn taken<T>(book: &Rulebook, case: &Case<'_>, branches: &[Branch<T>]) -> Condition {
    let mut condition = Condition::Always(true);
    for branch in branches {
        match interpret::truth(book, case, &branch.when) {
            Truth::True => return condition.and(branch.when.clone()),
            Truth::False | Truth::Unknown => {
                condition = condition.and(Condition::Not(Box::new(branch.when.clone())));
            }
        }
    }
    condition
}
