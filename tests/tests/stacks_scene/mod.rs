//! Random small problems: few items, few slots, numbers so near to what can be reached that every bound may bite.

mod more;

use credstack_stacking::{Extent, Fill, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Progress, Side, Slot};

/// Decisions drawn from bytes, so that a failing case shrinks to a small one. Where the bytes end, the first of every
/// choice is taken.
pub(crate) struct Draw<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Draw<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Draw { bytes, at: 0 }
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % n
    }

    pub(crate) fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == one_in - 1
    }

    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn up_to(&mut self, most: i64) -> i64 {
        i64::try_from(self.below(usize::try_from(most + 1).unwrap())).unwrap()
    }

    fn some<T: Copy>(&mut self, list: &[T], one_in: usize) -> Vec<T> {
        list.iter().copied().filter(|_| self.chance(one_in)).collect()
    }
}

/// A tree before its nodes have their places.
enum Plan {
    Slot(usize),
    Inner(usize, Vec<Plan>),
}

struct Maker<'b> {
    draw: Draw<'b>,
    /// For what goes beyond slots and limits.
    more: Draw<'b>,
    problem: Problem,
    /// For each item whether it is offered as the one before it is, or nearly so.
    twins: Vec<bool>,
}

/// A problem made from bytes; the same bytes make the same problem, and without further ones it has slots and limits only. The reference looks at no more than about `most`
/// allocations of it for each choice of children.
pub(crate) fn scene(bytes: &[u8], further: &[u8], most: u64) -> Problem {
    let mut draw = Draw::new(bytes);
    let fine = draw.pick(&[1, 2, 3, 4, 100]);
    let problem = Problem { units_per_credit: 1, fine, ..Problem::default() };
    let mut maker = Maker { draw, more: Draw::new(further), problem, twins: Vec::new() };
    maker.items();
    maker.slots();
    maker.what_allows_more();
    while maker.allocations() > most {
        maker.shrink();
    }
    maker.bounds_of_slots();
    maker.tree();
    for number in 0..maker.draw.below(4) {
        maker.limit(number);
    }
    let cells = maker.cells();
    if maker.draw.below(3) > 0 {
        maker.problem.workload = Some(maker.near(&cells, Measure::Credits));
    }
    maker.what_asks_for_more();
    maker.problem.check().unwrap();
    maker.problem
}

impl Maker<'_> {
    fn items(&mut self) {
        let mut number = 0;
        for at in 0..self.draw.pick(&[3, 2, 1, 4, 5, 6, 4, 5, 6]) {
            // An alternative of the one before: the same learning seen another way.
            if at > 0 && !self.draw.chance(6) {
                number += 1;
            }
            let progress = self.draw.pick(&[
                Progress::Completed,
                Progress::Completed,
                Progress::Completed,
                Progress::InProgress,
                Progress::Planned,
            ]);
            let twin = at > 0 && self.draw.chance(4);
            let progress = self.problem.items.last().filter(|_| twin).map_or(progress, |before| before.progress);
            self.twins.push(twin);
            self.problem.items.push(Item { id: format!("c{number}"), progress, ..Item::default() });
        }
        let items = &self.problem.items;
        let pairs = (0..items.len()).flat_map(|a| (a + 1..items.len()).map(move |b| (a, b)));
        let draw = &mut self.draw;
        self.problem.clashes = pairs.filter(|(a, b)| items[*a].id == items[*b].id || draw.chance(12)).collect();
    }

    fn slots(&mut self) {
        let usual: Vec<i64> = (0..self.problem.items.len()).map(|_| 1 + self.draw.up_to(5)).collect();
        let fills = match self.draw.below(3) {
            0 => &[Fill::Whole][..],
            1 => &[Fill::Whole, Fill::Whole, Fill::UpTo, Fill::Split],
            _ => &[Fill::Split, Fill::Split, Fill::UpTo, Fill::Whole],
        };
        for number in 0..self.draw.pick(&[2, 1, 3, 4, 2, 3, 4]) {
            let fill = self.draw.pick(fills);
            let mut slot = Slot { name: format!("s{number}"), fill, ..Slot::default() };
            for (item, credits) in usual.iter().enumerate() {
                if self.twins.get(item) == Some(&true) {
                    let before = slot.offers.last().filter(|o| o.item + 1 == item).cloned();
                    slot.offers.extend(before.map(|o| self.twin_of(o)));
                } else if !self.draw.chance(3) {
                    slot.offers.push(self.offer(item, *credits, fill));
                }
            }
            self.problem.slots.push(slot);
        }
    }

    fn offer(&mut self, item: usize, usual: i64, fill: Fill) -> Offer {
        let credits = if self.draw.chance(4) { 1 + self.draw.up_to(6) } else { usual };
        let open = fill == Fill::Whole && self.draw.chance(8);
        let least = match fill {
            Fill::Whole if open => 1 + self.draw.up_to(credits - 1),
            Fill::Whole => credits,
            // Nothing but 1 makes sense here, and nothing else has any effect.
            Fill::UpTo | Fill::Split if self.draw.chance(8) => 1 + self.draw.up_to(credits - 1),
            Fill::UpTo | Fill::Split => 1,
        };
        let values = self.draw.pick(&[&[][..], &[0], &[1], &[2], &[0, 1]]).to_vec();
        Offer { item, least, credits, values }
    }

    /// An offer of the next item, the same but for one thing at the most.
    fn twin_of(&mut self, before: Offer) -> Offer {
        let mut offer = Offer { item: before.item + 1, ..before };
        match self.draw.below(8) {
            6 => offer.values = self.draw.pick(&[&[][..], &[0], &[1], &[2], &[0, 1]]).to_vec(),
            7 if offer.least < offer.credits => offer.least += 1,
            _ => {}
        }
        offer
    }

    /// No fewer than the allocations that there are; shares and clashes only make them fewer.
    fn allocations(&self) -> u64 {
        let offers = |item: usize, fill: Fill| {
            let slots = self.problem.slots.iter().filter(move |s| s.fill == fill);
            slots.flat_map(|s| s.offers.iter().map(|o| (o, s.entire))).filter(move |(o, _)| o.item == item).map(
                move |(o, entire)| {
                    if fill == Fill::Whole && !entire {
                        1 + (o.credits - o.least).unsigned_abs()
                    } else {
                        o.credits.unsigned_abs()
                    }
                },
            )
        };
        let of_item = |item| {
            if !self.problem.sharing.is_empty() {
                let all = [Fill::Whole, Fill::UpTo, Fill::Split].into_iter().flat_map(|fill| offers(item, fill));
                return product(all.map(|n| n + 1));
            }
            let split = product(offers(item, Fill::Split).map(|n| n + 1));
            let up_to: u64 = offers(item, Fill::UpTo).sum();
            let whole: u64 = offers(item, Fill::Whole).sum();
            whole.saturating_add(split.saturating_mul(1 + up_to))
        };
        product((0..self.problem.items.len()).map(of_item))
    }

    /// Takes out an offer of the slot that has the most of them.
    fn shrink(&mut self) {
        let size = |s: &Slot| s.offers.iter().map(|o| 1 + o.credits - o.least).sum::<i64>();
        let largest = self.problem.slots.iter_mut().max_by_key(|s| size(s)).unwrap();
        let at = self.draw.below(largest.offers.len());
        largest.offers.remove(at);
    }

    fn cells(&self) -> Vec<(usize, usize)> {
        let slots = self.problem.slots.iter().enumerate();
        slots.flat_map(|(at, s)| s.offers.iter().map(move |o| (at, o.item))).collect()
    }

    /// A number near to what some of the cells come to.
    fn near(&mut self, cells: &[(usize, usize)], measure: Measure) -> i64 {
        let most = self.draw.pick(&[2, 2, 3]);
        let mut taken: Vec<_> = cells.iter().copied().filter(|_| self.draw.below(most) > 0).collect();
        taken.sort_unstable_by_key(|(_, item)| *item);
        taken.dedup_by_key(|(_, item)| *item);
        let slots = &self.problem.slots;
        let credits =
            |(slot, item): &(usize, usize)| slots[*slot].offers.iter().find(|o| o.item == *item).unwrap().credits;
        let sum = match measure {
            Measure::Credits => taken.iter().map(credits).sum(),
            Measure::Items | Measure::Outcomes => i64::try_from(taken.len()).unwrap(),
        };
        (sum + self.draw.pick(&[0, 0, 0, 0, 1, 1, -1, -1])).max(i64::from(!self.draw.chance(8)))
    }

    fn measure(&mut self) -> Measure {
        self.draw.pick(&[Measure::Credits, Measure::Credits, Measure::Items])
    }

    fn bounds_of_slots(&mut self) {
        for at in 0..self.problem.slots.len() {
            let cells: Vec<_> = self.cells().into_iter().filter(|(slot, _)| *slot == at).collect();
            let measure = self.measure();
            let minimum = if self.draw.chance(3) { 0 } else { self.near(&cells, measure) };
            let maximum = if self.draw.chance(3) { Some(self.near(&cells, measure)) } else { None };
            let spread = self.draw.pick(&[0, 0, 0, 0, 1, 2, 3]);
            let slot = &mut self.problem.slots[at];
            (slot.measure, slot.minimum, slot.maximum, slot.spread) = (measure, minimum, maximum, spread);
        }
    }

    fn tree(&mut self) {
        let mut plans: Vec<Plan> = (0..self.problem.slots.len()).map(Plan::Slot).collect();
        let swapped = self.draw.below(plans.len());
        plans.swap(0, swapped);
        for _ in 0..2 {
            plans = self.grouped(plans);
        }
        let kind = self.draw.below(5);
        let root = if plans.len() == 1 && self.draw.chance(2) { plans.remove(0) } else { Plan::Inner(kind, plans) };
        // Breadth first: children stand after their parents, whatever the order of the slots.
        let mut waiting = std::collections::VecDeque::from([root]);
        let mut places = 1;
        while let Some(plan) = waiting.pop_front() {
            let kind = match plan {
                Plan::Slot(slot) => NodeKind::Slot(slot),
                Plan::Inner(kind, inner) => {
                    let mut children: Vec<usize> = (places..places + inner.len()).collect();
                    places += inner.len();
                    waiting.extend(inner);
                    if self.draw.chance(2) {
                        children.reverse();
                    }
                    match kind {
                        1 => NodeKind::AtLeast(self.draw.pick(&[1, 1, 2, 2, 3, 0]).min(children.len()), children),
                        // Mostly one, seldom none.
                        2 | 3 => NodeKind::Any(
                            self.draw.pick(&[1, 1, 1, 1, 2, 2, 1, 1, 2, 3, 0]).min(children.len()),
                            children,
                        ),
                        _ => NodeKind::All(children),
                    }
                }
            };
            let name = format!("n{}", self.problem.tree.len());
            self.problem.tree.push(Node { name, kind, minimum: None });
        }
        for node in 0..self.problem.tree.len() {
            if self.draw.chance(4) {
                let measure = self.measure();
                let cells = self.cells_below(node);
                self.problem.tree[node].minimum = Some((measure, self.near(&cells, measure)));
            }
        }
    }

    /// Puts some neighbours under a node of their own.
    fn grouped(&mut self, plans: Vec<Plan>) -> Vec<Plan> {
        let mut grouped = Vec::new();
        let mut rest = plans.into_iter().peekable();
        while rest.peek().is_some() {
            if self.draw.chance(2) {
                let size = self.draw.pick(&[2, 2, 3, 2, 3, 1]);
                let mut inner: Vec<Plan> = rest.by_ref().take(size).collect();
                // A child that asks for nothing and holds nothing.
                if self.draw.chance(12) {
                    inner.push(Plan::Inner(0, Vec::new()));
                }
                grouped.push(Plan::Inner(self.draw.below(5), inner));
            } else {
                grouped.extend(rest.next());
            }
        }
        grouped
    }

    fn cells_below(&self, node: usize) -> Vec<(usize, usize)> {
        match &self.problem.tree[node].kind {
            NodeKind::Slot(slot) => self.cells().into_iter().filter(|(at, _)| at == slot).collect(),
            kind => kind.children().iter().flat_map(|c| self.cells_below(*c)).collect(),
        }
    }

    fn limit(&mut self, number: usize) {
        let nodes: Vec<usize> = (0..self.problem.tree.len()).collect();
        let of = if self.draw.chance(3) { Some(self.draw.pick(&nodes)) } else { None };
        let within = self.cells_below(of.unwrap_or(0));
        let side = self.draw.pick(&[Side::AtMost, Side::AtMost, Side::AtLeast]);
        let mut cells = match self.draw.below(6) {
            0 => within,
            1 => {
                let item = self.draw.below(self.problem.items.len());
                within.into_iter().filter(|(_, i)| *i >= item).collect()
            }
            2 => {
                let items: Vec<usize> = (0..self.problem.items.len()).collect();
                let items = self.draw.some(&items, 2);
                within.into_iter().filter(|(_, i)| items.contains(i)).collect()
            }
            _ => self.draw.some(&within, 2),
        };
        cells.sort_unstable();
        let (measure, extent) = if self.draw.chance(3) {
            let of = if self.draw.chance(2) { self.draw.pick(&nodes) } else { of.unwrap_or(0) };
            let fine = self.problem.fine;
            let parts = self.draw.pick(&[fine / 2, fine * 2 / 3, fine / 3, fine - 1, fine, fine / 7]);
            (Measure::Credits, Extent::Share { parts, of })
        } else {
            let measure = self.measure();
            (measure, Extent::Fixed(self.near(&cells, measure)))
        };
        self.problem.limits.push(Limit { name: format!("l{number}"), side, measure, extent, cells, of });
    }
}

fn product(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(1, u64::saturating_mul)
}
