//! Workload, level and cycle.

use credstack_model::facts::Value;
use credstack_model::level::StatedLevel;
use credstack_model::vocabulary::attribute;

use super::base::{Envelope, Places};
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::read::stated::Stated;
use crate::read::workload::system;
use crate::read::{concept, level};

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
            stated.hours(draft, &node);
        }
    }
    for node in tree.list(&places.claim, "workload") {
        stated.hours(draft, &node);
    }
    activities(draft, tree, &mut stated, places);
    stated.put(draft);
}

fn credits<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, stated: &mut Stated, points: &Node<'d>) {
    let Some(point) = tree.get(points, "point") else {
        return;
    };
    let framework = tree.one(points, "framework");
    let named = framework.as_ref().and_then(|f| concept::places(tree, f).iter().find_map(|n| system(&n.scalar()?)));
    stated.credits(draft, &point, named, framework.map(|f| concept::spoken(tree, &f)));
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
    let reason = if !stated.is_empty() {
        "the achievement states its own workload"
    } else if found.len() > 1 {
        "there are several activities, and whether their hours add up is not said"
    } else {
        stated.hours(draft, first);
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
