//! What is proposed if the file is closed as it stands, by the burden of the route.
//!
//! Where the institution has to show a difference, an unknown is presumed in the learner's favour, and credits are those
//! that are known. Where the applicant has to show equivalence, what is unknown is not granted. Authenticity, identity,
//! completion and a statutory age are never presumed.

use credstack_model::AmountRange;
use credstack_model::policy::Route;
use credstack_model::proposal::Outcome;

use super::outcome::refused;
use super::survey::Survey;
use super::table::Table;

pub(super) fn closed(survey: &Survey<'_>, open: &[usize], table: &Table<(Outcome, Option<usize>)>) -> Outcome {
    let values: Vec<&(Outcome, Option<usize>)> = table.distinct().collect();
    let is_presuming = |route: Option<usize>| route.and_then(|at| survey.book().route(at)).is_some_and(Route::presumes);
    let presumed = values.iter().all(|(_, route)| is_presuming(*route));
    let ways = worst_of_each_way(survey, open, table, &ranks(&values));
    let ways = ways.into_iter().filter_map(|place| values.get(place)).map(|(outcome, _)| outcome);
    let chosen =
        if presumed { ways.max_by(|a, b| rank(a).cmp(&rank(b))) } else { ways.min_by(|a, b| rank(a).cmp(&rank(b))) };
    let chosen = chosen.cloned();
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

/// For each way that the presumable facts can be, the place of the worst that the others make of it.
fn worst_of_each_way(
    survey: &Survey<'_>,
    open: &[usize],
    table: &Table<(Outcome, Option<usize>)>,
    ranks: &[usize],
) -> Vec<usize> {
    let sizes = table.sizes();
    // How far a digit moves the number of the way; 0 for what is never presumed.
    let mut moves = vec![0; sizes.len()];
    let mut count = 1;
    for ((step, size), domain) in moves.iter_mut().zip(sizes).zip(open).rev() {
        if survey.presumable(*domain) {
            *step = count;
            count *= size;
        }
    }
    let mut worst: Vec<Option<usize>> = vec![None; count];
    let (mut way, mut digits) = (0, vec![0; sizes.len()]);
    for place in table.places() {
        if let Some(slot) = worst.get_mut(way) {
            let lower = |known: &usize| ranks.get(*place) < ranks.get(*known);
            if slot.as_ref().is_none_or(lower) {
                *slot = Some(*place);
            }
        }
        for ((digit, size), step) in digits.iter_mut().zip(sizes).zip(&moves).rev() {
            *digit += 1;
            way += step;
            if *digit < *size {
                break;
            }
            way -= step * size;
            *digit = 0;
        }
    }
    worst.into_iter().flatten().collect()
}

/// The rank of each value as a number; equal ranks have equal numbers.
fn ranks(values: &[&(Outcome, Option<usize>)]) -> Vec<usize> {
    let mut order: Vec<(usize, &Outcome)> = values.iter().map(|(outcome, _)| outcome).enumerate().collect();
    order.sort_by(|(_, a), (_, b)| rank(a).cmp(&rank(b)));
    let mut ranks = vec![0; values.len()];
    for (number, alike) in order.chunk_by(|(_, a), (_, b)| rank(a) == rank(b)).enumerate() {
        for (at, _) in alike {
            if let Some(slot) = ranks.get_mut(*at) {
                *slot = number;
            }
        }
    }
    ranks
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
