//! Learning outcomes: what a credential covers of those that are asked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use credstack_model::facts::{Knowledge, Value};
use credstack_model::stack::Reading;
use credstack_model::vocabulary::attribute;
use credstack_model::{Credential, Symbols};
use credstack_stacking::Item;

use super::build::{Site, item};
use super::faces::{Entry, Face};
use super::plan::{PlanSlot, Size, plain_words};

/// So many outcomes are made up at most for a credential that may cover any.
const MOST_UNKNOWN: u32 = 100;

/// The learning outcomes of a credential, by their words or the identifiers of skills; `None` where the file does not say.
pub(super) fn outcomes(symbols: &Symbols, credential: &Credential) -> Option<BTreeSet<Arc<str>>> {
    let (texts, skills) =
        (credential.facts.knowledge(attribute::LEARNING_OUTCOMES), credential.facts.knowledge(attribute::SKILLS));
    if *texts == Knowledge::Missing && *skills == Knowledge::Missing {
        return None;
    }
    let mut found: BTreeSet<Arc<str>> = BTreeSet::new();
    if let Knowledge::Known(Value::Text(texts)) = texts {
        found.extend(texts.iter().map(|t| Arc::<str>::from(plain_words(&t.words))));
    }
    if let Knowledge::Known(Value::Codes(codes)) = skills {
        found.extend(codes.iter().map(|c| Arc::<str>::from(plain_words(symbols.text(*c)))));
    }
    Some(found)
}

impl Site<'_> {
    /// What an entry covers of what a slot asks for, as numbers. What is not known covers nothing, and in the possible stack
    /// as much as is asked for.
    pub(super) fn covered(&self, slot: &PlanSlot, entry: usize) -> Vec<u32> {
        let all = self.all_outcomes();
        let place = |o: &Arc<str>| all.iter().position(|known| known == o).and_then(|p| u32::try_from(p).ok());
        let mut found: Vec<u32> = match self.outcomes.get(entry).and_then(Option::as_ref) {
            Some(mine) if slot.outcomes.is_empty() => mine.iter().filter_map(place).collect(),
            Some(mine) => slot.outcomes.iter().filter(|o| mine.contains(*o)).filter_map(place).collect(),
            None if self.marks.reading != Reading::Possible => Vec::new(),
            None if slot.outcomes.is_empty() => made_up(slot.minimum, entry, all.len()),
            None => slot.outcomes.iter().filter_map(place).collect(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    fn all_outcomes(&self) -> Vec<Arc<str>> {
        let listed = self.plan.slots.iter().flat_map(|s| &s.outcomes);
        let mut all: Vec<Arc<str>> = listed.chain(self.outcomes.iter().flatten().flatten()).cloned().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// An item with what it covers of all that any requirement of several slots asks for.
    pub(super) fn item(&self, face: &Face, entry: &Entry) -> Item {
        let mut found = item(entry);
        let asks = |size: Option<Size>| matches!(size, Some(Size::Outcomes(_)));
        let nodes = self.plan.nodes.iter().any(|n| asks(n.minimum));
        for slot in self.plan.slots.iter().filter(|s| nodes || asks(s.minimum)) {
            found.outcomes.extend(self.covered(slot, face.entry));
        }
        found.outcomes.sort_unstable();
        found.outcomes.dedup();
        found
    }
}

/// Outcomes of its own for a credential that may cover any.
fn made_up(needed: Option<Size>, entry: usize, after: usize) -> Vec<u32> {
    let needed = if let Some(Size::Outcomes(n)) = needed { n.min(MOST_UNKNOWN) } else { 0 };
    let number = |n: usize| u32::try_from(n).unwrap_or_default();
    let first = number(after) + number(entry).saturating_mul(MOST_UNKNOWN);
    (first..first.saturating_add(needed)).collect()
}
