//! Workload, level and cycle.

use credstack_model::facts::{Provenance, Value};
use credstack_model::level::StatedLevel;
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange};

use super::base::{Envelope, Places};
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::read::workload::{Duration, System, duration, system};
use crate::read::{concept, level};

/// Statements of workload with their places.
#[derive(Default)]
pub(crate) struct Stated(Vec<(StatedWorkload, Provenance)>);

impl Stated {
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
            None => self.0.push((
                StatedWorkload {
                    amount: range,
                    unit,
                },
                source,
            )),
        }
    }

    /// Sets what was stated as a fact, if anything was.
    pub(crate) fn put(self, draft: &mut Draft<'_>) {
        if !self.0.is_empty() {
            let (values, sources) = self.0.into_iter().unzip();
            draft.put(attribute::WORKLOAD, Value::Workload(values), sources);
        }
    }
}

pub(crate) fn workload<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, places: &Places<'d>) {
    let mut stated = Stated::default();
    for specification in &places.specifications {
        for points in tree.list(specification, "creditPoint") {
            credits(draft, tree, &mut stated, &points);
        }
    }
    for points in tree.list(&places.claim, "creditReceived") {
        credits(draft, tree, &mut stated, &points);
    }
    for specification in &places.specifications {
        for node in tree.list(specification, "volumeOfLearning") {
            hours(draft, &mut stated, &node);
        }
    }
    for node in tree.list(&places.claim, "workload") {
        hours(draft, &mut stated, &node);
    }
    activities(draft, tree, &mut stated, places);
    stated.put(draft);
}

fn credits<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, stated: &mut Stated, points: &Node<'d>) {
    let Some(point) = tree.get(points, "point") else {
        return;
    };
    let text = point.scalar().unwrap_or_default();
    let amount: Amount = match text.parse() {
        Ok(amount) => amount,
        Err(problem) => {
            let message = format!("{problem}; the credits are left out");
            draft.note(NoteKind::Unreadable, attribute::WORKLOAD, &point.path, message);
            return;
        }
    };
    let framework = tree.one(points, "framework");
    let named = framework.as_ref().and_then(|f| concept::places(tree, f).iter().find_map(|n| system(&n.scalar()?)));
    let unit = match named {
        Some(System::Ects) => WorkloadUnit::Ects,
        Some(System::Other(name)) => WorkloadUnit::Credits(draft.context.symbols.intern(&name)),
        None => {
            let of = framework.map_or_else(
                || "without a system of credits".to_owned(),
                |f| format!("of the unknown system `{}`", concept::spoken(tree, &f)),
            );
            draft.note(
                NoteKind::Ambiguous,
                attribute::WORKLOAD,
                &point.path,
                format!("{amount} credits {of}; they are not taken for ECTS"),
            );
            return;
        }
    };
    stated.add(draft, amount, unit, &point);
}

fn hours(draft: &mut Draft<'_>, stated: &mut Stated, node: &Node<'_>) {
    let text = node.scalar().unwrap_or_default();
    match duration(&text) {
        Duration::Hours(amount) => stated.add(draft, amount, WorkloadUnit::Hours, node),
        Duration::Ambiguous(why) => draft.note(
            NoteKind::Ambiguous,
            attribute::WORKLOAD,
            &node.path,
            format!("`{text}` is not taken as a workload: {why}"),
        ),
    }
}

/// The hours of the learning activity count only where nothing states the workload of the achievement: a course of 4 hours
/// within a micro-credential of 2 ECTS is a part of its workload.
fn activities<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, stated: &mut Stated, places: &Places<'d>) {
    let mut found: Vec<Node<'d>> = Vec::new();
    for activity in &places.activities {
        let own = tree.list(activity, "workload");
        let specified = tree.follow(activity, &["specifiedBy", "volumeOfLearning"]);
        found.extend(own.into_iter().next().or_else(|| specified.into_iter().next()));
    }
    let Some(first) = found.first() else { return };
    let reason = if !stated.0.is_empty() {
        "the achievement states its own workload"
    } else if found.len() > 1 {
        "there are several activities, and whether their hours add up is not said"
    } else {
        hours(draft, stated, first);
        return;
    };
    for node in &found {
        let text = node.scalar().unwrap_or_default();
        draft.note(
            NoteKind::Dropped,
            attribute::WORKLOAD,
            &node.path,
            format!("`{text}` of the learning activity is not taken: {reason}"),
        );
    }
}

pub(crate) fn level<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, envelope: &Envelope<'d>, places: &Places<'d>) {
    let follow =
        |keys: &[&str]| -> Vec<Node<'d>> { places.specifications.iter().flat_map(|q| tree.follow(q, keys)).collect() };
    let mut concepts = follow(&["eqfLevel"]);
    concepts.extend(follow(&["qualification", "eqfLevel"]));
    let strict = concepts.len();
    concepts.extend(follow(&["educationLevel"]));
    let mut found: Option<(level::Named, Node<'d>)> = None;
    for (at, concept) in concepts.iter().enumerate() {
        let named = concept::places(tree, concept)
            .into_iter()
            // The level of education is one of the EQF only where its URI says so.
            .filter(|n| at < strict || n.text().is_some_and(|t| t.contains("/eqf/")))
            .find_map(|n| Some((level::eqf(&n.scalar()?)?, n)));
        match (named, &found) {
            (None, _) => unknown_level(draft, tree, concept),
            (Some(named), None) => found = Some(named),
            (Some((other, node)), Some((first, _))) if other != *first => draft.note(
                NoteKind::Conflict,
                attribute::LEVEL,
                &node.path,
                format!(
                    "{} {} contradicts {} {}, which comes first and stands",
                    other.framework, other.label, first.framework, first.label
                ),
            ),
            (Some(_), Some(_)) => {}
        }
    }
    for key in [&["nqfLevel"][..], &["qualification", "nqfLevel"]] {
        for concept in follow(key) {
            unknown_level(draft, tree, &concept);
        }
    }
    if let Some((named, node)) = found {
        put_level(draft, named, &node);
        if envelope.higher_education
            && let Some(cycle) = level::cycle(named.label)
        {
            let value = draft.code(cycle);
            draft.derive(attribute::CYCLE, value, &node);
        }
    }
}

/// Sets a level as the document states it.
pub(crate) fn put_level(draft: &mut Draft<'_>, named: level::Named, node: &Node<'_>) {
    let symbols = draft.context.symbols;
    let value = Value::Level(vec![StatedLevel {
        framework: symbols.intern(named.framework),
        label: symbols.intern(named.label),
    }]);
    draft.declare(attribute::LEVEL, value, node);
}

fn unknown_level(draft: &mut Draft<'_>, tree: &Tree<'_>, concept: &Node<'_>) {
    let name = concept::spoken(tree, concept);
    draft.note(
        NoteKind::Unmapped,
        attribute::LEVEL,
        &concept.path,
        format!("the level `{name}` is of no framework that can be read from it"),
    );
}
