//! A stack as the outline of a credential: the award with the credentials that count toward it.

use std::sync::Arc;

use credstack_model::facts::{Fact, Facts, Text, Value};
use credstack_model::policy::{Award, PolicySet};
use credstack_model::stack::{Reading, Stack, Stacking};
use credstack_model::vocabulary::{Entity, attribute};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{AmountRange, Credential};

/// A whole and its parts, to be drafted with [`documents::write`](credstack_documents::write).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlined {
    /// The award, or what was counted toward it where it is not complete.
    pub whole: Credential,
    /// The credentials that count, each once, in the order of the wallet.
    pub parts: Vec<Credential>,
}

/// Outlines one of the three stacks of a wallet. A stack that is not complete is no award: its title says that it is credits
/// toward one. `None` for an award that is not loaded.
pub fn outline(set: &PolicySet, stacking: &Stacking, reading: Reading, credentials: &[Credential]) -> Option<Outlined> {
    let award = set.award(set.symbols.text(stacking.award))?;
    let stack = stacking.reading(reading);
    let counts = |id: &Arc<str>| {
        stack.counted.iter().any(|counted| {
            // What an articulation made stands for what it was made of.
            let made = stacking.credentials.iter().find(|held| held.id == counted.credential);
            counted.credential == *id || made.is_some_and(|held| held.made_of.contains(id))
        })
    };
    let parts: Vec<Credential> = credentials.iter().filter(|c| counts(&c.id)).cloned().collect();
    let mut facts = of_award(set, award, stack);
    let learners = credentials.iter().flat_map(|c| c.facts.iter());
    for (of, fact) in learners.filter(|(of, _)| set.vocabulary.get(*of).entity == Entity::Learner) {
        if facts.get(of).is_none() {
            facts.set(of, fact.clone());
        }
    }
    let id = format!("urn:credstack:draft:{}", set.symbols.text(award.name));
    let whole = Credential {
        id: id.into(),
        facts,
        parts: parts.iter().map(|part| Arc::clone(&part.id)).collect(),
        stated_id: None,
    };
    Some(Outlined { whole, parts })
}

fn of_award(set: &PolicySet, award: &Award, stack: &Stack) -> Facts {
    let mut facts = Facts::default();
    let mut put = |of, value| facts.set(of, Fact::known(value));
    let words = |text: &Text| {
        let words = if stack.complete { text.words.to_string() } else { format!("Credits toward: {}", text.words) };
        Text { language: Arc::clone(&text.language), words: words.into() }
    };
    let own = Text { language: "en".into(), words: Arc::clone(&award.title) };
    // A title of another language says what it is of in English; that is better than an award that was not earned.
    let others = award.says.iter().filter(|text| stack.complete && text.language != own.language);
    put(attribute::TITLE, Value::Text(std::iter::once(&own).chain(others).map(words).collect()));
    if let Some(body) = &award.offered_by {
        put(attribute::ISSUER_NAME, Value::Text(vec![Text { language: "en".into(), words: Arc::clone(body) }]));
    }
    if let Some(country) = award.country {
        put(attribute::ISSUER_COUNTRY, Value::Codes(vec![country]));
    }
    if let Some(level) = award.level.filter(|_| stack.complete) {
        put(attribute::LEVEL, Value::Level(vec![level]));
    }
    let counted = StatedWorkload { amount: AmountRange::exactly(stack.total), unit: WorkloadUnit::Ects };
    put(attribute::WORKLOAD, Value::Workload(vec![counted]));
    put(attribute::IDENTIFIER, Value::Codes(vec![award.name]));
    let lines: Vec<String> = stack
        .counted
        .iter()
        .map(|c| format!("{}: {} of {} ECTS of {}", c.requirement, c.credits, c.of, c.credential))
        .collect();
    if !lines.is_empty() {
        let said = format!("Counted toward {}: {}.", set.symbols.text(award.name), lines.join("; "));
        put(attribute::FURTHER_INFORMATION, Value::Text(vec![Text { language: "en".into(), words: said.into() }]));
    }
    facts
}
