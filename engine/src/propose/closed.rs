//! What is proposed if the file is closed as it stands, by the burden of the route.
//!
//! Where the institution has to show a difference, an unknown is presumed in the learner's favour, and credits are those
//! that are known. Where the applicant has to show equivalence, what is unknown is not granted. Authenticity, identity,
//! completion and a statutory age are never presumed.

use std::collections::BTreeMap;

use credstack_model::AmountRange;
use credstack_model::proposal::Outcome;

use super::outcome::refused;
use super::survey::{Survey, Table};

pub(super) fn closed(survey: &Survey<'_>, open: &[usize], table: &Table<(Outcome, Option<usize>)>) -> Outcome {
    // For each way that the presumable facts can be, the worst that the others make of it.
    let mut worst: BTreeMap<Vec<usize>, (Outcome, bool)> = BTreeMap::new();
    for world in 0..table.len() {
        let Some((outcome, route)) = table.value(world) else { continue };
        let presumed =
            route.and_then(|at| survey.book().route(at)).is_some_and(credstack_model::policy::Route::presumes);
        let digits = table.digits(world);
        let key =
            open.iter().zip(digits).filter(|(domain, _)| survey.presumable(**domain)).map(|(_, digit)| digit).collect();
        match worst.get_mut(&key) {
            Some((known, all)) => {
                *all &= presumed;
                if rank(outcome) < rank(known) {
                    known.clone_from(outcome);
                }
            }
            None => drop(worst.insert(key, (outcome.clone(), presumed))),
        }
    }
    let presumed = worst.values().all(|(_, presumed)| *presumed);
    let ways = worst.into_values().map(|(outcome, _)| outcome);
    let chosen =
        if presumed { ways.max_by(|a, b| rank(a).cmp(&rank(b))) } else { ways.min_by(|a, b| rank(a).cmp(&rank(b))) };
    let mut chosen = chosen.unwrap_or_else(refused);
    // What is known of the credits is the least that they can be in any world that comes out like this one.
    let rung = (chosen.worst, chosen.best);
    let alike = || table.distinct().map(|(o, _)| o).filter(|o| (o.worst, o.best) == rung);
    // And so it is with classes: only what it is in all of them is known.
    chosen.classes.retain(|class| alike().all(|o| o.classes.contains(class)));
    if let Some((must, may)) = alike().map(|o| (o.must.low, o.may.low)).reduce(|a, b| (a.0.min(b.0), a.1.min(b.1))) {
        chosen.must = AmountRange::exactly(must);
        chosen.may = AmountRange::exactly(may);
    }
    chosen
}

/// Better is more.
fn rank(o: &Outcome) -> impl Ord {
    (
        o.worst,
        o.best,
        o.must.low,
        o.may.low,
        o.must.high,
        o.may.high,
        std::cmp::Reverse((o.never_toward.len(), o.conditions.len())),
    )
}
