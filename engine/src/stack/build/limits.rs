//! The limits of a problem, and what each of them counts.

use credstack_model::Symbol;
use credstack_model::policy::Bound;
use credstack_stacking::{Extent, Limit, Measure, Side};

use super::super::faces::{Entry, Offering};
use super::super::ledger::{Amounts, Counts, LedgerLimit};
use super::{Built, Site, offering, sized, slots_below, units};

impl Site<'_> {
    pub(super) fn limits(&self, built: &mut Built, ledger: &[LedgerLimit], scale: i64) {
        for (place, limit) in ledger.iter().enumerate() {
            let place_of = |plan: usize| built.nodes.iter().position(|n| *n == plan);
            let at_most = limit.bound == Bound::AtMost;
            let fine = built.problem.fine;
            let of = limit.of.map(place_of);
            // An award that is held and not stacked has no node, and its limits bind nothing.
            if of == Some(None) {
                continue;
            }
            let (measure, extent) = match limit.amounts {
                Amounts::Credits(amount) => (Measure::Credits, Extent::Fixed(units(amount, scale, at_most))),
                Amounts::Items(n) => (Measure::Items, Extent::Fixed(i64::from(n))),
                Amounts::Free => {
                    let all = built.problem.slots.iter().flat_map(|s| &s.offers).map(|o| o.credits);
                    (Measure::Credits, Extent::Fixed(all.sum()))
                }
                Amounts::Share(percent, node) => {
                    let parts = units(percent, fine, at_most) / 100;
                    (Measure::Credits, Extent::Share { parts, of: place_of(node).unwrap_or_default() })
                }
            };
            let cells = self.cells(built, of.flatten(), |entry, offering| match (limit.counts, at_most) {
                (Counts::Served, _) => !entry.served.is_empty(),
                (Counts::Rule(rule), true) => offering.against.contains(&rule),
                (Counts::Rule(rule), false) => offering.toward.contains(&rule),
                (Counts::Condition(at), true) => offering.may_hold.get(at) == Some(&true),
                (Counts::Condition(at), false) => offering.holds.get(at) == Some(&true),
            });
            let side = if at_most { Side::AtMost } else { Side::AtLeast };
            built.problem.limits.push(Limit {
                name: limit.name.to_string(),
                side,
                measure,
                extent,
                cells,
                of: of.flatten(),
            });
            built.limits.push(Some(place));
        }
    }

    /// The slots and items whose offering a limit counts, all of them below a node.
    pub(in crate::stack) fn cells(
        &self,
        built: &Built,
        below: Option<usize>,
        counts: impl Fn(&Entry, &Offering) -> bool,
    ) -> Vec<(usize, usize)> {
        let allowed = below.map(|node| slots_below(&built.problem.tree, node));
        let mut cells = Vec::new();
        for (at, slot) in built.problem.slots.iter().enumerate() {
            let Some(plan) = built.slots.get(at).and_then(|s| self.plan.slots.get(*s)) else { continue };
            if allowed.as_ref().is_some_and(|a| !a.contains(&at)) {
                continue;
            }
            for offer in &slot.offers {
                let Some(face) = built.items.get(offer.item) else { continue };
                let Some(entry) = self.entries.get(face.entry) else { continue };
                if offering(plan, entry, face).is_some_and(|o| counts(entry, o)) {
                    cells.push((at, offer.item));
                }
            }
        }
        cells
    }

    /// `at most 6 ECTS of one issuer`: a limit for each value; what has no known value may have any.
    pub(super) fn one_value_limits(&self, built: &mut Built, scale: i64) {
        for (at, plan) in built.slots.clone().into_iter().enumerate() {
            let Some(slot) = self.plan.slots.get(plan) else { continue };
            for (size, id) in &slot.most_of_one {
                let mut values: Vec<Symbol> = self
                    .values
                    .iter()
                    .filter(|((_, a), _)| a == id)
                    .flat_map(|(_, v)| v.iter().flatten())
                    .copied()
                    .collect();
                values.sort_by_key(|s| self.set.symbols.text(*s));
                values.dedup();
                for value in values {
                    let has = |item: usize| {
                        let entry = built.items.get(item).map(|f| f.entry).unwrap_or_default();
                        self.values.get(&(entry, *id)).and_then(Option::as_ref).is_none_or(|v| v.contains(&value))
                    };
                    let offers = built.problem.slots.get(at).map(|s| s.offers.as_slice()).unwrap_or_default();
                    let cells = offers.iter().map(|o| o.item).filter(|i| has(*i)).map(|i| (at, i)).collect();
                    let (measure, bound) = sized(Some(*size), scale, true);
                    built.problem.limits.push(Limit {
                        name: format!("{}/{}", slot.path, self.set.symbols.text(value)),
                        side: Side::AtMost,
                        measure,
                        extent: Extent::Fixed(bound),
                        cells,
                        of: None,
                    });
                    built.limits.push(None);
                }
            }
        }
    }
}
