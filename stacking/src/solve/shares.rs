//! What slots share: in which slots an item may be counted at once, and how much of it that counts only once.
//!
//! Nothing of this is there in a problem without sharing, which then pays nothing for it.

use super::cells::{Cell, Places};
use crate::problem::{Fill, Problem};

/// The sharing of a problem, laid out.
#[derive(Debug)]
pub(super) struct Shares {
    /// For two slots in how many an item may be counted in all when it is counted in both; `None` where they share nothing.
    uses: Vec<Vec<Option<usize>>>,
    /// For each item the sets of cells, two or more, in which it may be counted at once.
    sets: Vec<Vec<Vec<usize>>>,
    groups: Vec<Group>,
    /// How much more than what is counted the slots can hold together; `None` where nothing bounds it.
    beyond: Option<i64>,
}

/// What is shared by name.
#[derive(Debug)]
struct Group {
    credits: Option<i64>,
    items: Option<i64>,
    /// For each item that is offered on both sides: its cells on either.
    cells: Vec<[Vec<usize>; 2]>,
}

impl Shares {
    /// `None` where nothing is shared.
    pub(super) fn new(layout: Places<'_>, problem: &Problem) -> Option<Self> {
        if problem.sharing.is_empty() {
            return None;
        }
        let mut shares = Self {
            uses: uses(problem),
            sets: Vec::new(),
            groups: problem.sharing.iter().map(|s| group(layout, s)).collect(),
            beyond: None,
        };
        shares.sets = layout.items.iter().map(|item| shares.sets_of(layout, &item.cells)).collect();
        // An item that is in two slots at most is shared by one pair, and each pair has a bound.
        if problem.sharing.iter().all(|s| s.uses == 2) {
            let most = layout.items.iter().map(|i| i.most).max().unwrap_or_default();
            let bound = |s: &crate::requirements::Sharing| {
                s.credits.into_iter().chain(s.items.and_then(|n| n.checked_mul(most))).min()
            };
            shares.beyond = problem.sharing.iter().map(bound).sum();
        }
        Some(shares)
    }

    /// Every set of two or more of some cells of which every two share, no larger than any two allow.
    fn sets_of(&self, layout: Places<'_>, cells: &[usize]) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut open: Vec<(Vec<usize>, usize, usize)> = vec![(Vec::new(), usize::MAX, 0)];
        while let Some((set, most, from)) = open.pop() {
            for (at, cell) in cells.iter().enumerate().skip(from) {
                let uses = set.iter().map(|other| self.uses_of(layout, *other, *cell));
                let Some(most) = uses.chain([Some(most)]).min().flatten().filter(|most| set.len() < *most) else {
                    continue;
                };
                let with: Vec<usize> = set.iter().copied().chain([*cell]).collect();
                if with.len() > 1 {
                    found.push(with.clone());
                }
                open.push((with, most, at + 1));
            }
        }
        found
    }

    /// `None` stands before every number: such a pair allows nothing.
    fn uses_of(&self, layout: Places<'_>, one: usize, other: usize) -> Option<usize> {
        let slot = |cell: usize| layout.cells.get(cell).map(|c| c.slot);
        self.uses.get(slot(one)?)?.get(slot(other)?).copied().flatten()
    }

    pub(super) fn sets(&self, item: usize) -> &[Vec<usize>] {
        self.sets.get(item).map(Vec::as_slice).unwrap_or_default()
    }

    /// In how many slots an item may be counted at once.
    pub(super) fn most_uses(&self, item: usize) -> i64 {
        i64::try_from(self.sets(item).iter().map(Vec::len).max().unwrap_or(1)).unwrap_or(i64::MAX)
    }

    /// The most that all slots hold together when `total` is counted.
    pub(super) fn in_slots(&self, total: i64) -> i64 {
        self.beyond.map_or(i64::MAX, |beyond| total.saturating_add(beyond))
    }

    /// Whether each item is where it may be, and no pair shares more than it may.
    pub(super) fn are_within(&self, layout: Places<'_>, units: &[i64]) -> bool {
        layout.items.iter().all(|item| self.is_in_order(layout, units, &item.cells)) && self.are_kept(layout, units)
    }

    /// Whether no pair shares more than it may. What is shared grows with what is counted.
    pub(super) fn are_kept(&self, layout: Places<'_>, units: &[i64]) -> bool {
        self.groups.iter().enumerate().all(|(at, group)| {
            let (credits, items) = self.shared(layout, units, at);
            group.credits.is_none_or(|most| credits <= most) && group.items.is_none_or(|most| items <= most)
        })
    }

    /// How many credits a pair shares, and how many items.
    pub(super) fn shared(&self, layout: Places<'_>, units: &[i64], at: usize) -> (i64, i64) {
        let cells = self.groups.get(at).map(|g| g.cells.as_slice()).unwrap_or_default();
        let of = |[one, other]: &[Vec<usize>; 2]| {
            let both = [one.as_slice(), other].concat();
            once_of(layout, units, one) + once_of(layout, units, other) - once_of(layout, units, &both)
        };
        let shared = cells.iter().map(of).filter(|much| *much > 0);
        shared.fold((0, 0), |sum, much| (sum.0 + much, sum.1 + 1))
    }

    fn is_in_order(&self, layout: Places<'_>, units: &[i64], cells: &[usize]) -> bool {
        let counted = counted(layout, units, cells);
        let of = |fill: Fill| counted.iter().filter(|(c, _, _)| c.fill == fill).count();
        if counted.len() < 2 || of(Fill::Whole) == 0 && of(Fill::UpTo) < 2 && is_apart(layout, &counted) {
            return true;
        }
        let at: Vec<usize> = counted.iter().map(|c| c.2).collect();
        let pairs = at.iter().enumerate().flat_map(|(n, one)| at.iter().skip(n + 1).map(move |other| (one, other)));
        let uses = pairs.map(|(one, other)| self.uses_of(layout, *one, *other)).min().flatten();
        let entire = counted.iter().all(|(cell, units, _)| cell.fill == Fill::Whole || *units == cell.most);
        uses.is_some_and(|most| at.len() <= most) && (at.len() == 2 || entire)
    }
}

fn uses(problem: &Problem) -> Vec<Vec<Option<usize>>> {
    let mut uses = vec![vec![None; problem.slots.len()]; problem.slots.len()];
    for sharing in &problem.sharing {
        let [left, right] = &sharing.between;
        for (one, other) in left.iter().flat_map(|l| right.iter().flat_map(move |r| [(*l, *r), (*r, *l)])) {
            if let Some(place) = uses.get_mut(one).and_then(|row: &mut Vec<Option<usize>>| row.get_mut(other)) {
                *place = Some(place.map_or(sharing.uses, |most| most.min(sharing.uses)));
            }
        }
    }
    uses
}

fn group(layout: Places<'_>, sharing: &crate::requirements::Sharing) -> Group {
    let on = |cells: &[usize], side: &[usize]| -> Vec<usize> {
        let inside = |c: &&usize| layout.cells.get(**c).is_some_and(|c| side.binary_search(&c.slot).is_ok());
        cells.iter().filter(inside).copied().collect()
    };
    let [left, right] = &sharing.between;
    let sides = layout.items.iter().map(|item| [on(&item.cells, left), on(&item.cells, right)]);
    let cells = sides.filter(|[one, other]| !one.is_empty() && !other.is_empty()).collect();
    Group { credits: sharing.credits, items: sharing.items, cells }
}

/// The cells that count something, with how much.
fn counted<'a>(layout: Places<'a>, units: &[i64], cells: &[usize]) -> Vec<(&'a Cell<'a>, i64, usize)> {
    let cell = |at: &usize| Some((layout.cells.get(*at)?, units.get(*at).copied().filter(|u| *u > 0)?, *at));
    cells.iter().filter_map(cell).collect()
}

/// Whether the parts of an item can lie beside one another.
fn is_apart(layout: Places<'_>, counted: &[(&Cell<'_>, i64, usize)]) -> bool {
    let whole = counted.first().and_then(|(c, _, _)| layout.items.get(c.item)).map_or(1, |i| i.whole);
    let taken = |(cell, units, _): &(&Cell<'_>, i64, usize)| {
        if cell.fill == Fill::Whole { whole } else { i128::from(*units) * cell.weight }
    };
    counted.iter().map(taken).sum::<i128>() <= whole
}

/// What some cells count, an item that is shared once.
pub(super) fn once(layout: Places<'_>, units: &[i64], cells: &[usize]) -> i64 {
    by_item(layout, units, cells).iter().map(|of| once_of(layout, units, of)).sum()
}

/// The cells that count something, item by item.
pub(super) fn by_item(layout: Places<'_>, units: &[i64], cells: &[usize]) -> Vec<Vec<usize>> {
    let mut counted: Vec<(usize, usize)> = cells
        .iter()
        .filter(|c| units.get(**c).is_some_and(|u| *u > 0))
        .filter_map(|c| Some((layout.cells.get(*c)?.item, *c)))
        .collect();
    counted.sort_unstable();
    counted.chunk_by(|a, b| a.0 == b.0).map(|of| of.iter().map(|c| c.1).collect()).collect()
}

/// What some cells of one item count, what is shared once. It never falls when a cell counts more.
fn once_of(layout: Places<'_>, units: &[i64], cells: &[usize]) -> i64 {
    let counted = counted(layout, units, cells);
    let sum: i64 = counted.iter().map(|c| c.1).sum();
    match counted.as_slice() {
        [one, other] => sum - overlap(one, other),
        [] | [_] => sum,
        more if is_apart(layout, more) => sum,
        more => more.iter().map(|c| c.1).max().unwrap_or_default(),
    }
}

/// How much two cells of one item have to share: what their parts are together beyond the whole, in the credits of the cell
/// that has fewer, rounded up.
fn overlap(one: &(&Cell<'_>, i64, usize), other: &(&Cell<'_>, i64, usize)) -> i64 {
    let all = |(cell, units, _): &(&Cell<'_>, i64, usize)| {
        i128::from(if cell.fill == Fill::Whole { *units } else { cell.most })
    };
    let (a, b) = (all(one), all(other));
    let beyond = (i128::from(one.1) * b + i128::from(other.1) * a - a * b).max(0);
    let larger = a.max(b).max(1);
    i64::try_from((beyond + larger - 1) / larger).unwrap_or(i64::MAX)
}
