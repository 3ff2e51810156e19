//! Averages of marks: over what is counted a requirement of the problem, over all that fits one that is decided beforehand.

use std::collections::BTreeMap;

use credstack_model::facts::{Knowledge, Value};
use credstack_model::policy::{Average, Averaged, Repeats};
use credstack_model::proposal::{Cell, Unknown};
use credstack_model::stack::Reading;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Amount, Credential};
use credstack_stacking as stacking;
use credstack_stacking::Settled;

use super::articulate::is_sure;
use super::build::{Built, Site, takes};
use super::error::StackError;
use super::faces::{Entry, Face, Side};
use super::kinds::{Mark, Marks, Placed, UNBOUNDED};
use super::plan::{PlanAverage, PlanSlot};
use super::units::lcm;
use super::ways::closed_slots;

/// Reads the marks that averages ask for.
pub(super) fn marks(
    averages: &[PlanAverage],
    repeats: Option<Repeats>,
    credentials: &[Credential],
    derived: impl Fn(&Credential) -> credstack_model::facts::Facts,
    remarks: &mut Vec<String>,
) -> BTreeMap<(usize, AttributeId), Mark> {
    let mut found = BTreeMap::new();
    if averages.is_empty() && repeats != Some(Repeats::Best) {
        return found;
    }
    for (at, credential) in credentials.iter().enumerate() {
        let facts = derived(credential);
        let asked = averages.iter().map(|a| (a.average.of, a.average.scale));
        let best = (repeats == Some(Repeats::Best)).then_some((attribute::GRADE_VALUE, None));
        for (of, scale) in best.into_iter().chain(asked) {
            let mark = match facts.knowledge(of) {
                Knowledge::Known(Value::Number(mark)) => Mark::Known(*mark),
                Knowledge::None => Mark::None,
                _ => Mark::Unknown,
            };
            let mark = match (mark, scale) {
                (Mark::Known(mark), Some((low, high))) if mark < low || mark > high => {
                    let remark = format!(
                        "the mark {mark} of `{}` is not on the scale of {low} to {high} of the average; it is taken for unknown",
                        credential.id
                    );
                    if !remarks.contains(&remark) {
                        remarks.push(remark);
                    }
                    Mark::Unknown
                }
                (mark, _) => mark,
            };
            found.insert((at, of), mark);
        }
    }
    found
}

impl Marks<'_> {
    /// The marks that a credential may have in a sign of one side, turned so that a higher one is better; `None` where it has
    /// none there.
    fn range(
        &self,
        at: usize,
        side: &Side,
        sign: usize,
        average: &Average,
    ) -> Option<(Option<Amount>, Option<Amount>)> {
        let ungraded = side.view.signs.get(sign).is_some_and(|s| s.without_grade);
        let mark = self.known.get(&(at, average.of)).copied().unwrap_or(Mark::Unknown);
        let (low, high) = match mark {
            _ if ungraded => return None,
            Mark::None => return None,
            Mark::Known(mark) => (Some(mark), Some(mark)),
            Mark::Unknown => self.unknown(at, side, sign, average),
        };
        let turned = |mark: Amount| Amount::ZERO.minus(mark);
        Some(if average.lower_is_better { (high.map(turned), low.map(turned)) } else { (low, high) })
    }

    /// An unknown mark: what the scale allows, within the cells that the conditions of this sign leave it.
    fn unknown(&self, at: usize, side: &Side, sign: usize, average: &Average) -> (Option<Amount>, Option<Amount>) {
        let (mut low, mut high) = (average.scale.map(|s| s.0), average.scale.map(|s| s.1));
        let asked = Unknown::Fact(average.of);
        let place = side.view.open.iter().position(|o| o.unknown == asked);
        let Some((place, open)) = place.and_then(|p| Some((p, side.view.open.get(p)?))) else { return (low, high) };
        let fixed = self.fixed.of(at);
        let held = fixed.iter().find(|(u, _)| *u == asked).map(|(_, cells)| cells.clone());
        let mut cells: Vec<usize> = match held {
            Some(cells) => cells,
            None => {
                let of_sign = side.view.worlds.iter().filter(|(_, s)| *s == sign);
                of_sign.filter_map(|(digits, _)| digits.get(place).copied()).collect()
            }
        };
        cells.dedup();
        let shown: Vec<&Cell> = cells.iter().filter_map(|c| open.cells.get(*c)).collect();
        let lows = shown.iter().map(|c| if let Cell::Amount { low, .. } = c { Some(*low) } else { None });
        let highs = shown.iter().map(|c| if let Cell::Amount { high, .. } = c { *high } else { None });
        if let Some(least) = lows.collect::<Option<Vec<Amount>>>().and_then(|l| l.into_iter().min()) {
            low = Some(low.map_or(least, |l| l.max(least)));
        }
        if let Some(most) = highs.collect::<Option<Vec<Amount>>>().and_then(|h| h.into_iter().max()) {
            high = Some(high.map_or(most, |h| h.min(most)));
        }
        (low, high)
    }

    /// The mark of a face in this reading: the worst of all its worlds, in the possible stack the best. `None` for no mark.
    fn of_face(&self, face: &Face, entry: &Entry, average: &Average) -> Option<Bounded> {
        let bound = turned_bound(average);
        let mut marks: Vec<Option<Bounded>> = Vec::new();
        for offering in &face.offerings {
            let Some(side) = entry.sides.iter().find(|s| s.component == offering.component) else { continue };
            for sign in &offering.signs {
                let range = self.range(face.entry, side, *sign, average);
                marks.push(range.map(|(low, high)| if self.best() { Bounded::high(high) } else { Bounded::low(low) }));
            }
        }
        // A credential without a mark is left out, which is better than a mark below the bound and worse than one above it.
        let worth = |mark: &Option<Bounded>| mark.map_or(0, |m| if m.reaches(bound) { 1 } else { -1 });
        let rank = |mark: &Option<Bounded>| (worth(mark), mark.map(Bounded::order));
        let chosen =
            if self.best() { marks.iter().max_by_key(|m| rank(m)) } else { marks.iter().min_by_key(|m| rank(m)) };
        chosen.copied().flatten()
    }

    fn best(&self) -> bool {
        self.reading == Reading::Possible
    }
}

/// A mark, or one that nothing bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bounded {
    Lowest,
    Mark(Amount),
    Highest,
}

impl Bounded {
    fn low(mark: Option<Amount>) -> Self {
        mark.map_or(Bounded::Lowest, Bounded::Mark)
    }

    fn high(mark: Option<Amount>) -> Self {
        mark.map_or(Bounded::Highest, Bounded::Mark)
    }

    fn order(self) -> (i8, Amount) {
        match self {
            Bounded::Lowest => (-1, Amount::ZERO),
            Bounded::Mark(mark) => (0, mark),
            Bounded::Highest => (1, Amount::ZERO),
        }
    }

    fn reaches(self, bound: Amount) -> bool {
        self.order() >= (0, bound)
    }

    fn amount(self) -> Amount {
        match self {
            Bounded::Lowest => Amount::whole(-UNBOUNDED),
            Bounded::Mark(mark) => mark,
            Bounded::Highest => Amount::whole(UNBOUNDED),
        }
    }
}

fn turned_bound(average: &Average) -> Amount {
    if average.lower_is_better { Amount::ZERO.minus(average.bound) } else { average.bound }
}

impl Site<'_> {
    pub(super) fn averages(&self, built: &mut Built) -> Result<(), StackError> {
        for plan in &self.plan.averages {
            let node = plan.node.map(|node| built.nodes.iter().position(|n| *n == node));
            let placed = match (node, plan.average.over) {
                // A requirement that is not part of this stack asks for nothing.
                (Some(None), _) => None,
                (node, Averaged::Counted) => Some(self.over_counted(built, plan, node.flatten())?),
                (node, Averaged::Fitting) => Some(self.over_fitting(built, plan, node.flatten())),
            };
            built.averages.push(placed);
        }
        Ok(())
    }

    fn over_counted(&self, built: &mut Built, plan: &PlanAverage, of: Option<usize>) -> Result<Placed, StackError> {
        let average = &plan.average;
        let marks: Vec<(usize, Bounded)> = built
            .items
            .iter()
            .enumerate()
            .filter_map(|(item, face)| {
                let entry = self.entries.get(face.entry)?;
                Some((item, self.marks.of_face(face, entry, average)?))
            })
            .collect();
        let bound = turned_bound(average);
        let exact = marks.iter().filter_map(|(_, m)| if let Bounded::Mark(mark) = m { Some(*mark) } else { None });
        let parts = exact.chain([bound]).fold(1i128, |parts, mark| lcm(parts, mark.parts().1));
        let parts = i64::try_from(parts).ok().filter(|p| *p <= 1_000_000).ok_or(StackError::TooFine)?;
        let whole = |mark: Amount| {
            let (numerator, denominator) = mark.times(Amount::whole(parts)).parts();
            i64::try_from(numerator / denominator.max(1))
                .ok()
                .filter(|n| n.abs() <= UNBOUNDED)
                .ok_or(StackError::TooFine)
        };
        let mut grades = Vec::new();
        for (item, mark) in marks {
            grades.push((
                item,
                match mark {
                    Bounded::Mark(mark) => whole(mark)?,
                    Bounded::Lowest => -UNBOUNDED,
                    Bounded::Highest => UNBOUNDED,
                },
            ));
        }
        let cells = self.cells(built, of, |_, _| true);
        built.problem.averages.push(stacking::Average {
            name: plan.name.to_string(),
            cells,
            grades,
            minimum: (whole(bound)?, 1),
            of,
        });
        Ok(Placed::Counted(built.problem.averages.len() - 1, parts))
    }

    /// Over all that fits: each credential at its worst, or at its best, whatever is counted.
    fn over_fitting(&self, built: &mut Built, plan: &PlanAverage, of: Option<usize>) -> Placed {
        let bound = turned_bound(&plan.average);
        let closed = closed_slots(self.plan, self.ways);
        let below = plan.node.map(|n| self.plan.slots_below(n));
        let open = |at: usize| !closed.contains(&at) && below.as_ref().is_none_or(|b| b.contains(&at));
        let slots: Vec<&PlanSlot> =
            self.plan.slots.iter().enumerate().filter(|(at, _)| open(*at)).map(|(_, s)| s).collect();
        // What was made of credentials stands for them.
        let made_into = |entry: &Entry| {
            let made = self.entries.iter().filter_map(|e| e.made.as_ref()).filter(|m| is_sure(Some(m)));
            made.flat_map(|m| &m.of).any(|id| *id == entry.id)
        };
        let (mut sum, mut credits) = (Amount::ZERO, Amount::ZERO);
        let (mut unbounded, mut endless) = (false, false);
        for (at, entry) in self.entries.iter().enumerate() {
            let stands = entry.passed && entry.progress <= self.marks.include && is_sure(entry.made.as_ref());
            if !stands || self.marks.instead.contains_key(&at) || made_into(entry) {
                continue;
            }
            if let Some((weight, mark)) = self.fitting(at, entry, &slots, &plan.average) {
                unbounded |= mark == Bounded::Lowest;
                endless |= mark == Bounded::Highest;
                sum = sum.plus(weight.times(mark.amount()));
                credits = credits.plus(weight);
            }
        }
        let found = sum.over(credits).filter(|_| !unbounded);
        let met = found.is_some_and(|f| f >= bound);
        built.problem.settled.push(Settled { name: plan.name.to_string(), met, of });
        let shown = found.filter(|_| !endless);
        let shown = shown.map(|f| if plan.average.lower_is_better { Amount::ZERO.minus(f) } else { f });
        Placed::Settled(built.problem.settled.len() - 1, shown, credits)
    }

    /// What a credential adds to an average over all that fits, in its worst world or its best: credits and mark.
    fn fitting(&self, at: usize, entry: &Entry, slots: &[&PlanSlot], average: &Average) -> Option<(Amount, Bounded)> {
        let (bound, best) = (turned_bound(average), self.marks.best());
        let fixed = self.marks.fixed.of(at);
        let mut ways: Vec<Option<(Amount, Bounded)>> = Vec::new();
        for side in &entry.sides {
            let mut here = Vec::new();
            for place in side.view.in_worlds(&fixed) {
                let Some(sign) = side.view.signs.get(place) else { continue };
                let taken = slots.iter().any(|slot| takes(slot, entry, side.component, &sign.holds));
                let marks = self.marks.range(at, side, place, average).filter(|_| taken);
                here.push(marks.and_then(|(low, high)| {
                    let mark = if best { Bounded::high(high) } else { Bounded::low(low) };
                    let range = if self.marks.reading == Reading::Owed { sign.must } else { sign.may };
                    let most = |amount: Amount| side.most.map_or(amount, |m| m.min(amount));
                    // The better for more credits where the mark reaches the bound, the worse where it does not.
                    let weight =
                        if mark.reaches(bound) == best { range.high.unwrap_or(Amount::whole(1000)) } else { range.low };
                    Some((most(weight), mark)).filter(|(weight, _)| *weight > Amount::ZERO)
                }));
            }
            // A side from which it never fits says nothing.
            if here.iter().any(Option::is_some) {
                ways.extend(here);
            }
        }
        let worth = |way: &Option<(Amount, Bounded)>| {
            way.map_or((0, Amount::ZERO), |(weight, mark)| {
                let sign = if mark.reaches(bound) { 1 } else { -1 };
                (sign, weight.times(mark.amount().minus(bound)))
            })
        };
        let chosen = if best { ways.iter().max_by_key(|w| worth(w)) } else { ways.iter().min_by_key(|w| worth(w)) };
        chosen.copied().flatten()
    }
}
