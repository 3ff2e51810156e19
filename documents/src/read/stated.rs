//! What a document states of one workload, in several units and at several places.

use credstack_model::facts::{Provenance, Value};
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange};

use super::workload::{Duration, System, duration};
use crate::draft::Draft;
use crate::json::Node;
use crate::note::NoteKind;

/// Statements of workload with their places.
#[derive(Default)]
pub(crate) struct Stated(Vec<(StatedWorkload, Provenance)>);

impl Stated {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, unit: WorkloadUnit) -> Option<AmountRange> {
        self.0.iter().find(|(s, _)| s.unit == unit).map(|(s, _)| s.amount)
    }

    /// Adds a statement; one of the same unit that differs is a contradiction, and the first stands.
    pub(crate) fn add(&mut self, draft: &mut Draft<'_>, amount: Amount, unit: WorkloadUnit, node: &Node<'_>) {
        let source = draft.source(node);
        self.add_from(draft, amount, unit, source);
    }

    /// The same for what comes from a place in another unit.
    pub(crate) fn add_from(&mut self, draft: &mut Draft<'_>, amount: Amount, unit: WorkloadUnit, source: Provenance) {
        let range = AmountRange::exactly(amount);
        match self.has(unit) {
            Some(first) if first == range => {}
            Some(first) => draft.note(
                NoteKind::Conflict,
                attribute::WORKLOAD,
                &source.path,
                format!("{range} contradicts {first} of the same unit, which stands because it is the specification's or comes first"),
            ),
            None => self.0.push((StatedWorkload { amount: range, unit }, source)),
        }
    }

    /// Adds credits of a system; of one that cannot be told, called `spoken` where it has a name, they are only noted.
    pub(crate) fn credits(
        &mut self,
        draft: &mut Draft<'_>,
        point: &Node<'_>,
        named: Option<System>,
        spoken: Option<String>,
    ) {
        let Some(amount) = amount(draft, point, "the credits are left out") else { return };
        let unit = match named {
            Some(System::Ects) => WorkloadUnit::Ects,
            Some(System::Other(name)) => WorkloadUnit::Credits(draft.context.symbols.intern(&name)),
            None => {
                let of = spoken.map_or_else(
                    || "without a system of credits".to_owned(),
                    |f| format!("of the unknown system `{f}`"),
                );
                let message = format!("{amount} credits {of}; they are not taken for ECTS");
                draft.note(NoteKind::Ambiguous, attribute::WORKLOAD, &point.path, message);
                return;
            }
        };
        self.add(draft, amount, unit, point);
    }

    /// Adds a duration, where it is one of hours.
    pub(crate) fn hours(&mut self, draft: &mut Draft<'_>, node: &Node<'_>) {
        let text = node.scalar().unwrap_or_default();
        match duration(&text) {
            Duration::Hours(amount) => self.add(draft, amount, WorkloadUnit::Hours, node),
            Duration::Ambiguous(why) => draft.note(
                NoteKind::Ambiguous,
                attribute::WORKLOAD,
                &node.path,
                format!("`{text}` is not taken as a workload: {why}"),
            ),
        }
    }

    /// Adds a plain number of hours.
    pub(crate) fn whole_hours(&mut self, draft: &mut Draft<'_>, node: &Node<'_>) {
        if let Some(amount) = amount(draft, node, "the hours are left out") {
            self.add(draft, amount, WorkloadUnit::Hours, node);
        }
    }

    /// Sets the fact, where anything is stated.
    pub(crate) fn put(self, draft: &mut Draft<'_>) {
        if !self.0.is_empty() {
            let (values, sources) = self.0.into_iter().unzip();
            draft.put(attribute::WORKLOAD, Value::Workload(values), sources);
        }
    }
}

fn amount(draft: &mut Draft<'_>, node: &Node<'_>, left_out: &str) -> Option<Amount> {
    match node.scalar().unwrap_or_default().parse() {
        Ok(amount) => Some(amount),
        Err(problem) => {
            let message = format!("{problem}; {left_out}");
            draft.note(NoteKind::Unreadable, attribute::WORKLOAD, &node.path, message);
            None
        }
    }
}
