//! Which of two requirements is taken: what decides it is known, or it is open.

use credstack_model::stack::Include;

use super::faces::{Entry, Fixed};
use super::kinds::Way;
use super::plan::{About, Plan, PlanKind};

/// At most so many open choices are tried both ways for the possible stack.
const MOST_OPEN: usize = 6;

/// The ways of a plan, as far as they are known while some facts are held.
pub(super) fn ways(plan: &Plan, entries: &[Entry], fixed: &Fixed, include: Include) -> Vec<Way> {
    let way = |yes: bool, no: bool| match (yes, no) {
        (true, false) => Way::Then,
        (false, true) => Way::Otherwise,
        _ => Way::Open,
    };
    let of = |choice: &super::plan::PlanChoice| {
        // For each credential whether its condition holds in some world, and whether it fails in some.
        let each = entries.iter().enumerate().map(|(at, entry)| {
            let fixed = fixed.of(at);
            let mut found = (false, false);
            for side in entry.sides.iter().take(1) {
                for sign in side.view.in_worlds(&fixed).into_iter().filter_map(|s| side.view.signs.get(s)) {
                    match sign.holds.get(choice.condition) {
                        Some(true) => found.0 = true,
                        _ => found.1 = true,
                    }
                }
            }
            (entry, found)
        });
        let held = |e: &Entry| e.passed && e.progress <= include && e.made.is_none();
        match choice.about {
            About::Case => {
                let (yes, no) = each.fold((false, false), |a, (_, b)| (a.0 || b.0, a.1 || b.1));
                way(yes, no)
            }
            About::Holds | About::HoldsNo => {
                let held: Vec<(bool, bool)> = each.filter(|(e, _)| held(e)).map(|(_, found)| found).collect();
                let surely = held.iter().any(|(yes, no)| *yes && !no);
                let never = held.iter().all(|(yes, _)| !yes);
                let (surely, never) = if choice.about == About::Holds { (surely, never) } else { (never, surely) };
                way(!never, !surely)
            }
        }
    };
    plan.choices.iter().map(of).collect()
}

/// The ways with each open choice taken both ways, and whether these are all.
pub(super) fn taken(ways: &[Way]) -> (Vec<Vec<Way>>, bool) {
    let open: Vec<usize> = ways.iter().enumerate().filter(|(_, w)| **w == Way::Open).map(|(at, _)| at).collect();
    let mut found = vec![ways.to_vec()];
    for at in open.iter().take(MOST_OPEN) {
        let with = |ways: &Vec<Way>, way: Way| {
            let mut ways = ways.clone();
            if let Some(place) = ways.get_mut(*at) {
                *place = way;
            }
            ways
        };
        found = found.iter().flat_map(|w| [with(w, Way::Then), with(w, Way::Otherwise)]).collect();
    }
    (found, open.len() <= MOST_OPEN)
}

/// The slots of requirements that are not taken, or of which it is open whether they are.
pub(super) fn closed_slots(plan: &Plan, ways: &[Way]) -> Vec<usize> {
    let mut closed = Vec::new();
    for node in &plan.nodes {
        let PlanKind::If { choice, then, otherwise } = node.kind else { continue };
        let way = ways.get(choice).copied().unwrap_or(Way::Open);
        if way != Way::Then {
            closed.extend(plan.slots_below(then));
        }
        if way != Way::Otherwise {
            closed.extend(otherwise.into_iter().flat_map(|node| plan.slots_below(node)));
        }
    }
    closed
}
