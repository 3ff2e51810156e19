//! When offers can be taken: after what they require, on the days on which they run.

use std::collections::{BTreeMap, BTreeSet};

use credstack_model::date::{Date, Term};

use super::catalogue::CatalogueOffer;

/// By what the cheapest is the cheapest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The sum of the prices.
    Cost,
    /// The ECTS to be earned.
    Credits,
    /// The day on which the last of it ends; then the sum of the prices, where all have one, else the ECTS.
    Time,
}

impl By {
    /// The word that options and outputs use.
    pub fn word(self) -> &'static str {
        match self {
            By::Cost => "cost",
            By::Credits => "credits",
            By::Time => "time",
        }
    }
}

/// Why an offer cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Barred {
    /// No places are left.
    Full,
    /// The learner has it already.
    Held,
    /// It has begun before the day from which the plan counts.
    Begun(Date),
    /// It requires itself, through these offers in turn; the whole circle, by places.
    Circle(Vec<usize>),
    /// It requires what neither the wallet nor the catalogue has.
    Nowhere(String),
    /// What it requires cannot be taken.
    Requires(usize),
    /// What it requires ends after it begins.
    TooLate(usize),
    /// It says neither when it ends nor how long it takes, and the plan is by time.
    NoTime,
    /// It names no price, and the plan is by cost.
    NoPrice,
}

/// When offers can be taken, and which cannot. All that has no day of its own is begun as soon as it can be.
#[derive(Debug, Clone, Default)]
pub(super) struct Schedule {
    /// For each offer the first and the last day, as far as they are known.
    pub(super) runs: Vec<(Option<Date>, Option<Date>)>,
    /// For each offer the offers that it requires and the learner does not have.
    pub(super) requires: Vec<Vec<usize>>,
    /// For each offer how long the longest chain is that leads to it.
    pub(super) depth: Vec<usize>,
    pub(super) barred: BTreeMap<usize, Barred>,
}

pub(super) fn schedule(
    offers: &[CatalogueOffer],
    held: &BTreeSet<String>,
    is_held: impl Fn(&CatalogueOffer) -> bool,
    from: Option<Date>,
    by: By,
) -> Schedule {
    let mut found = Schedule {
        runs: vec![(None, None); offers.len()],
        requires: vec![Vec::new(); offers.len()],
        depth: vec![0; offers.len()],
        barred: BTreeMap::new(),
    };
    let at = |id: &str| offers.binary_search_by(|o| (*o.credential.id).cmp(id)).ok();
    for (place, offer) in offers.iter().enumerate() {
        for one in offer.requires.iter().filter(|r| !held.contains(&***r)) {
            if at(one).is_some_and(|other| offers.get(other).is_some_and(&is_held)) {
                continue;
            }
            match (at(one), found.requires.get_mut(place)) {
                (Some(other), Some(list)) => list.push(other),
                _ => {
                    found.barred.entry(place).or_insert_with(|| Barred::Nowhere(one.to_string()));
                }
            }
        }
        let begun = offer.starts.zip(from).filter(|(starts, from)| starts < from);
        let own = match (offer.places, begun) {
            _ if held.contains(&*offer.credential.id) => Some(Barred::Held),
            (Some(0), _) => Some(Barred::Full),
            (_, Some((starts, _))) => Some(Barred::Begun(starts)),
            _ if by == By::Cost && offer.price.is_none() => Some(Barred::NoPrice),
            _ if by == By::Time && offer.ends.is_none() && offer.days.is_none() => Some(Barred::NoTime),
            _ => None,
        };
        if let Some(own) = own {
            found.barred.entry(place).or_insert(own);
        }
    }
    let order = found.in_order();
    for place in order {
        found.time(place, offers, from);
    }
    found
}

impl Schedule {
    /// The offers, each after all that it requires; those in a circle are barred and are not in it.
    fn in_order(&mut self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut waits: Vec<usize> = self.requires.iter().map(Vec::len).collect();
        let mut needed_by = vec![Vec::new(); self.requires.len()];
        for (place, requires) in self.requires.iter().enumerate() {
            for one in requires {
                if let Some(list) = needed_by.get_mut(*one) {
                    list.push(place);
                }
            }
        }
        let mut open: Vec<usize> = (0..waits.len()).filter(|at| waits.get(*at) == Some(&0)).collect();
        while let Some(at) = open.pop() {
            order.push(at);
            for next in needed_by.get(at).into_iter().flatten() {
                if let Some(waits) = waits.get_mut(*next) {
                    *waits -= 1;
                    if *waits == 0 {
                        open.push(*next);
                    }
                }
            }
        }
        let stuck: BTreeSet<usize> = (0..waits.len()).filter(|at| waits.get(*at).is_some_and(|w| *w > 0)).collect();
        for place in &stuck {
            // Whoever follows what is stuck comes round in the end.
            let (mut path, mut at) = (Vec::new(), *place);
            while !path.contains(&at) {
                path.push(at);
                let next = self.requires.get(at).into_iter().flatten().find(|r| stuck.contains(r));
                let Some(next) = next else { break };
                at = *next;
            }
            let begin = path.iter().position(|p| *p == at).unwrap_or_default();
            let barred =
                if begin == 0 { Barred::Circle(path) } else { Barred::Requires(path.get(1).copied().unwrap_or(at)) };
            self.barred.insert(*place, barred);
        }
        order
    }

    /// The days of an offer, once those of all that it requires are known.
    fn time(&mut self, place: usize, offers: &[CatalogueOffer], from: Option<Date>) {
        let Some(offer) = offers.get(place) else { return };
        let requires = self.requires.get(place).cloned().unwrap_or_default();
        let depth = requires.iter().filter_map(|r| self.depth.get(*r)).max().map_or(0, |d| d + 1);
        if let Some(known) = self.depth.get_mut(place) {
            *known = depth;
        }
        if let Some(one) = requires.iter().find(|r| self.barred.contains_key(r)) {
            self.barred.entry(place).or_insert(Barred::Requires(*one));
            return;
        }
        let end = |r: &usize| self.runs.get(*r).and_then(|r| r.1);
        if let Some(late) = requires.iter().find(|r| offer.starts.zip(end(r)).is_some_and(|(s, e)| e > s)) {
            self.barred.entry(place).or_insert(Barred::TooLate(*late));
            return;
        }
        let starts = offer.starts.or_else(|| requires.iter().filter_map(end).chain(from).max());
        let ends = offer.ends.or_else(|| Some(days_after(starts?, offer.days?)));
        if let Some(run) = self.runs.get_mut(place) {
            *run = (starts, ends);
        }
    }
}

/// So many days after a day.
fn days_after(day: Date, days: i16) -> Date {
    Term { days, ..Term::default() }.after(day)
}
