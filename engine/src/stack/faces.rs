//! What a credential offers in one reading: its worlds put together, or each possible one beside the others.

use std::collections::BTreeSet;
use std::sync::Arc;

use credstack_model::proposal::Unknown;
use credstack_model::stack::{Include, Reading};
use credstack_model::{Amount, AmountRange, Symbol};

use super::articulate::{Made, is_sure};
use super::placing::Placing;
use super::view::{Sign, View};

/// A credential of the wallet, looked at from every side that the award has.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) id: Arc<str>,
    pub(super) progress: Include,
    pub(super) passed: bool,
    pub(super) within_award: bool,
    /// Toward no component, and toward each that it is put forward for.
    pub(super) sides: Vec<Side>,
    /// The awards that it is.
    pub(super) is: Vec<Symbol>,
    /// Its own identifier and those of all its parts, at any depth.
    pub(super) contains: BTreeSet<Arc<str>>,
    /// How it was made of others, where an articulation made it.
    pub(super) made: Option<Made>,
    /// Where an exception for the learner lets it count.
    pub(super) placing: Placing,
    /// The awards that it has served before, but for those that it is now looked at for.
    pub(super) served: Vec<Symbol>,
}

/// A credential toward one component, or toward none.
#[derive(Debug, Clone)]
pub(super) struct Side {
    /// Place of the component in the plan.
    pub(super) component: Option<usize>,
    /// ECTS of the component: more is not granted for it.
    pub(super) most: Option<Amount>,
    pub(super) view: View,
}

/// What a side offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offering {
    pub(super) component: Option<usize>,
    pub(super) least: Amount,
    /// `None` where nothing bounds it.
    pub(super) most: Option<Amount>,
    /// The conditions of the plan that hold.
    pub(super) holds: Vec<bool>,
    /// The conditions that hold or may hold: what counts against an "at most".
    pub(super) may_hold: Vec<bool>,
    /// The limits of rules that count it, or may.
    pub(super) against: BTreeSet<usize>,
    /// The limits of rules that surely count it.
    pub(super) toward: BTreeSet<usize>,
    /// The signs of the view that this is made of.
    pub(super) signs: Vec<usize>,
}

/// What a credential offers: all its sides at once, or one of several alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) entry: usize,
    pub(super) offerings: Vec<Offering>,
}

/// Facts held at a cell, or at any of several: of one entry, or of the claim and so of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fixed {
    pub(super) cells: Vec<(Option<usize>, Unknown, Vec<usize>)>,
}

impl Fixed {
    pub(super) fn of(&self, entry: usize) -> Vec<(Unknown, Vec<usize>)> {
        let about = |e: &Option<usize>| e.is_none_or(|e| e == entry);
        self.cells.iter().filter(|(e, ..)| about(e)).map(|(_, unknown, cell)| (*unknown, cell.clone())).collect()
    }

    pub(super) fn with(&self, entry: Option<usize>, unknown: Unknown, cell: usize) -> Self {
        self.with_any(entry, unknown, vec![cell])
    }

    pub(super) fn with_any(&self, entry: Option<usize>, unknown: Unknown, cells: Vec<usize>) -> Self {
        let mut fixed = self.clone();
        fixed.cells.push((entry, unknown, cells));
        fixed
    }
}

fn credits(sign: &Sign, reading: Reading) -> AmountRange {
    if reading == Reading::Owed { sign.must } else { sign.may }
}

/// The faces of an entry in a reading; none where it offers nothing.
pub(super) fn faces(at: usize, entry: &Entry, reading: Reading, fixed: &Fixed, better: &[Option<bool>]) -> Vec<Face> {
    let fixed = fixed.of(at);
    if reading == Reading::Possible {
        return alternatives(at, entry, &fixed, better);
    }
    if !is_sure(entry.made.as_ref()) {
        return Vec::new();
    }
    let offerings: Vec<Offering> = entry.sides.iter().filter_map(|s| together(s, reading, &fixed)).collect();
    if offerings.is_empty() { Vec::new() } else { vec![Face { entry: at, offerings }] }
}

/// Valid in every world: the least credits, what holds in all of them, what counts against it in any.
fn together(side: &Side, reading: Reading, fixed: &[(Unknown, Vec<usize>)]) -> Option<Offering> {
    let places = side.view.in_worlds(fixed);
    let signs: Vec<&Sign> = places.iter().filter_map(|s| side.view.signs.get(*s)).collect();
    let least = signs.iter().map(|s| credits(s, reading).low).min()?;
    let least = side.most.map_or(least, |m| m.min(least));
    if least == Amount::ZERO {
        return None;
    }
    let conditions = signs.first().map_or(0, |s| s.holds.len());
    let each = |sign: &&Sign, at: usize| sign.holds.get(at).copied().unwrap_or(false);
    let mut toward: Option<BTreeSet<usize>> = None;
    for sign in &signs {
        let here = toward_limits(sign);
        toward = Some(toward.map_or(here.clone(), |t| t.intersection(&here).copied().collect()));
    }
    Some(Offering {
        component: side.component,
        least,
        most: Some(least),
        holds: (0..conditions).map(|c| signs.iter().all(|s| each(s, c))).collect(),
        may_hold: (0..conditions).map(|c| signs.iter().any(|s| each(s, c))).collect(),
        against: signs.iter().flat_map(|s| against_limits(s)).collect(),
        toward: toward.unwrap_or_default(),
        signs: places,
    })
}

/// The limits under whose "at most" a sign is counted.
fn against_limits(sign: &Sign) -> BTreeSet<usize> {
    sign.limits.iter().filter(|l| l.against).map(|l| l.rule).collect()
}

/// The limits toward whose "at least" a sign is counted.
fn toward_limits(sign: &Sign) -> BTreeSet<usize> {
    sign.limits.iter().filter(|l| l.toward).map(|l| l.rule).collect()
}

/// Each world by itself. A side that looks the same in all of them goes along with every alternative of the others.
fn alternatives(at: usize, entry: &Entry, fixed: &[(Unknown, Vec<usize>)], better: &[Option<bool>]) -> Vec<Face> {
    let each: Vec<Vec<Offering>> = entry.sides.iter().map(|s| worlds(s, fixed, better)).collect();
    let settled: Vec<Offering> = each.iter().filter(|s| s.len() == 1).flatten().cloned().collect();
    let open: Vec<&Offering> = each.iter().filter(|s| s.len() > 1).flatten().collect();
    if open.is_empty() {
        return if settled.is_empty() { Vec::new() } else { vec![Face { entry: at, offerings: settled }] };
    }
    let beside = |offering: &Offering| {
        let mut offerings = settled.clone();
        offerings.push(offering.clone());
        offerings.sort_by_key(|o| o.component);
        Face { entry: at, offerings }
    };
    open.into_iter().map(beside).collect()
}

fn worlds(side: &Side, fixed: &[(Unknown, Vec<usize>)], better: &[Option<bool>]) -> Vec<Offering> {
    let mut found: Vec<Offering> = Vec::new();
    for place in side.view.in_worlds(fixed) {
        let Some(sign) = side.view.signs.get(place) else { continue };
        let most = match (sign.may.high, side.most) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if most == Some(Amount::ZERO) {
            continue;
        }
        let least = side.most.map_or(sign.may.low, |m| m.min(sign.may.low));
        let offering = Offering {
            component: side.component,
            least,
            most,
            holds: sign.holds.clone(),
            may_hold: sign.holds.clone(),
            against: against_limits(sign),
            toward: toward_limits(sign),
            signs: vec![place],
        };
        let alike = |o: &&mut Offering| Offering { signs: Vec::new(), ..(**o).clone() } == plain(&offering);
        match found.iter_mut().find(alike) {
            Some(same) => same.signs.push(place),
            None => found.push(offering),
        }
    }
    undominated(&found, better)
}

fn plain(offering: &Offering) -> Offering {
    Offering { signs: Vec::new(), ..offering.clone() }
}

/// Leaves out a world in which a credential offers the same credits as in another, but to fewer requirements or under more
/// limits: the best stack never needs it.
fn undominated(found: &[Offering], better: &[Option<bool>]) -> Vec<Offering> {
    let no_worse = |a: &Offering, b: &Offering| {
        let same = (a.least, a.most) == (b.least, b.most);
        let mut holds = a.holds.iter().zip(&b.holds).zip(better);
        let holds = holds.all(|((a, b), better)| a == b || *better == Some(*a));
        same && holds && a.against.is_subset(&b.against) && a.toward.is_superset(&b.toward)
    };
    let kept = |at: usize, b: &Offering| {
        !found.iter().enumerate().any(|(other, a)| other != at && no_worse(a, b) && (!no_worse(b, a) || other < at))
    };
    found.iter().enumerate().filter(|(at, b)| kept(*at, b)).map(|(_, b)| b.clone()).collect()
}
