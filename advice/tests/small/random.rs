//! Random small problems: whole credentials, a few requirements, ceilings, floors, a workload.

use credstack_stacking::{Extent, Fill, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Side, Slot};
use proptest::prelude::*;

/// One cell in the making: which slots take an item, and how many credits it has.
type Given = (u8, i64, u8);

/// Where parts may be counted, some requirements are filled `up to` or `split`.
pub(crate) fn problem(items: std::ops::Range<usize>, parts: bool) -> impl Strategy<Value = Problem> {
    let kinds = if parts { 0u8..6 } else { 0u8..4 };
    let given = prop::collection::vec((0u8..8, 2i64..8, 0u8..4), items);
    let slots = prop::collection::vec((0i64..12, kinds, prop::option::weighted(0.2, 4i64..14)), 1..4);
    let limits = prop::collection::vec((0u8..4, any::<bool>(), 1i64..14), 0..3);
    let rest = (0i64..24, 0u8..4, prop::option::weighted(0.3, (0usize..6, 0usize..6)));
    (given, slots, limits, rest).prop_map(|(given, slots, limits, rest)| build(&given, &slots, &limits, rest))
}

fn build(
    given: &[Given],
    slots: &[(i64, u8, Option<i64>)],
    limits: &[(u8, bool, i64)],
    (workload, kind, clash): (i64, u8, Option<(usize, usize)>),
) -> Problem {
    let item = |at: usize| Item { id: format!("{at:02}"), ..Item::default() };
    let takes = |slot: usize, fits: u8| fits & (1 << slot) != 0;
    let slot = |(at, (minimum, kind, maximum)): (usize, &(i64, u8, Option<i64>))| {
        let count = *kind < 3 && *kind > 0;
        let fill = [Fill::UpTo, Fill::Split].into_iter().nth(usize::from(5 - kind)).unwrap_or_default();
        let offer = |(item, (fits, credits, _)): (usize, &Given)| {
            let least = if fill == Fill::Whole { *credits } else { 1 };
            let offer = Offer { item, least, credits: *credits, values: vec![] };
            takes(at, *fits).then_some(offer)
        };
        let measure = if count { Measure::Items } else { Measure::Credits };
        Slot {
            name: format!("s{at}"),
            measure,
            minimum: if count { minimum / 4 } else { *minimum },
            maximum: maximum.filter(|_| !count),
            fill,
            offers: given.iter().enumerate().filter_map(offer).collect(),
            ..Slot::default()
        }
    };
    let slots: Vec<Slot> = slots.iter().enumerate().map(slot).collect();
    let children: Vec<usize> = (1..=slots.len()).collect();
    let kind = match kind {
        0 => NodeKind::Any(slots.len().min(2), children),
        1 => NodeKind::AtLeast(slots.len().min(2), children),
        _ => NodeKind::All(children),
    };
    let node = |name: String, kind| Node { name, kind, minimum: None };
    let mut tree = vec![node("award".to_owned(), kind)];
    tree.extend((0..slots.len()).map(|s| node(format!("n{s}"), NodeKind::Slot(s))));
    let limit = |(at, (marked, floor, bound)): (usize, &(u8, bool, i64))| {
        let counts = |item: usize| given.get(item).is_some_and(|g| g.2 & 1 == marked & 1);
        let cells = slots.iter().enumerate().flat_map(|(s, slot)| slot.offers.iter().map(move |o| (s, o.item)));
        Limit {
            name: format!("l{at}"),
            side: if *floor { Side::AtLeast } else { Side::AtMost },
            measure: Measure::Credits,
            extent: Extent::Fixed(*bound),
            cells: cells.filter(|c| counts(c.1)).collect(),
            of: None,
        }
    };
    let limits = limits.iter().enumerate().map(limit).collect();
    let clash = clash.filter(|(a, b)| a < b && *b < given.len());
    Problem {
        units_per_credit: 1,
        fine: 1,
        items: (0..given.len()).map(item).collect(),
        limits,
        tree,
        workload: (workload > 4).then_some(workload),
        clashes: clash.into_iter().collect(),
        slots,
        ..Problem::default()
    }
}
