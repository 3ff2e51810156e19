//! What a credential offers toward several awards at once: what it offers toward each, as far as both can be so in one world.

use credstack_model::proposal::{Cell, Unknown};

use super::super::faces::{Entry, Face, Fixed};

/// At most so many ways in which one credential can be, over all awards.
const MOST_WAYS: usize = 256;

/// A credential in one way that it can be: for each award its face there, by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JointFace {
    pub(super) entry: usize,
    pub(super) of: Vec<Option<usize>>,
}

/// The joint faces in the order of the entries, and whether these are all.
pub(super) fn joint_faces(
    faces: &[Vec<Face>],
    entries: &[&[Entry]],
    fixed: &[Fixed],
    number: usize,
) -> (Vec<JointFace>, bool) {
    let (mut found, mut all) = (Vec::new(), true);
    for entry in 0..number {
        let mut ways: Vec<Vec<Option<usize>>> = vec![Vec::new()];
        for (award, own) in faces.iter().enumerate() {
            let mine: Vec<usize> = (0..own.len()).filter(|f| own.get(*f).is_some_and(|f| f.entry == entry)).collect();
            let mut longer = Vec::new();
            for way in &ways {
                let fits = |face: &&usize| {
                    way.iter().enumerate().all(|(other, chosen)| {
                        let Some(chosen) = chosen else { return true };
                        let one = (other, faces.get(other).and_then(|f| f.get(*chosen)));
                        agree(entries, fixed, entry, one, (award, own.get(**face)))
                    })
                };
                longer.extend(mine.iter().filter(fits).map(|face| [way.as_slice(), &[Some(*face)]].concat()));
                // What it offers in one award may be what bars it from the next, and the next may be the better place.
                longer.push([way.as_slice(), &[None]].concat());
            }
            all &= longer.len() <= MOST_WAYS;
            longer.truncate(MOST_WAYS);
            ways = longer;
        }
        let offers_more = |one: &[Option<usize>], other: &[Option<usize>]| {
            one != other && one.iter().zip(other).all(|(a, b)| b.is_none() || a == b)
        };
        let needed = ways.iter().filter(|way| !ways.iter().any(|other| offers_more(other, way))).cloned();
        let ways: Vec<Vec<Option<usize>>> = needed.collect();
        found.extend(ways.into_iter().filter(|w| w.iter().any(Option::is_some)).map(|of| JointFace { entry, of }));
    }
    (found, all)
}

type Part<'f> = (usize, Option<&'f Face>);

/// Whether two faces of one credential, toward two awards, can be so in one world.
fn agree(entries: &[&[Entry]], fixed: &[Fixed], entry: usize, one: Part<'_>, other: Part<'_>) -> bool {
    let parts = |(award, face): Part<'_>| -> Vec<(Vec<Unknown>, Vec<Vec<Cell>>)> {
        let (Some(face), Some(own)) = (face, entries.get(award).and_then(|e| e.get(entry))) else { return Vec::new() };
        let fixed = fixed.get(award).map(|f| f.of(entry)).unwrap_or_default();
        let worlds = |offering: &super::super::faces::Offering| {
            let side = own.sides.iter().find(|s| s.component == offering.component)?;
            // What is so in every world agrees with everything.
            if offering.signs.len() >= side.view.in_worlds(&fixed).len() {
                return None;
            }
            let unknowns: Vec<Unknown> = side.view.open.iter().map(|o| o.unknown).collect();
            let of = |digits: &Vec<usize>| -> Vec<Cell> {
                side.view.open.iter().zip(digits).filter_map(|(o, d)| o.cells.get(*d).cloned()).collect()
            };
            let free = |digits: &Vec<usize>| {
                let each = side.view.open.iter().zip(digits);
                each.into_iter().all(|(o, d)| fixed.iter().all(|(u, cells)| *u != o.unknown || cells.contains(d)))
            };
            let worlds = side.view.worlds.iter().filter(|(d, sign)| offering.signs.contains(sign) && free(d));
            Some((unknowns, worlds.map(|(d, _)| of(d)).collect()))
        };
        face.offerings.iter().filter_map(worlds).collect()
    };
    let others = parts(other);
    parts(one).iter().all(|(ours, mine)| {
        others.iter().all(|(theirs, other)| {
            let shared: Vec<(usize, usize)> = ours
                .iter()
                .enumerate()
                .filter_map(|(at, unknown)| Some((at, theirs.iter().position(|t| t == unknown)?)))
                .collect();
            // A bound that looks at no single world has no cells and agrees with everything.
            shared.is_empty()
                || mine.iter().any(|world| {
                    other.iter().any(|there| {
                        shared.iter().all(|(a, b)| match (world.get(*a), there.get(*b)) {
                            (Some(a), Some(b)) => overlap(a, b),
                            _ => true,
                        })
                    })
                })
        })
    })
}

/// Whether a value may lie in both cells; where that cannot be told, it may.
pub(super) fn overlap(one: &Cell, other: &Cell) -> bool {
    match (one, other) {
        (Cell::Truth(a), Cell::Truth(b)) => a == b,
        (
            Cell::Amount { low, high, above, below, unit },
            Cell::Amount { low: low_2, high: high_2, above: above_2, below: below_2, unit: unit_2 },
        ) if unit == unit_2 => {
            let before = |high: &Option<_>, below: bool, low: &_, above: bool| match high {
                Some(high) => high < low || (high == low && (below || above)),
                None => false,
            };
            !before(high, *below, low_2, *above_2) && !before(high_2, *below_2, low, *above)
        }
        (Cell::Levels(a), Cell::Levels(b)) => a.iter().any(|level| b.contains(level)),
        (Cell::Days(a), Cell::Days(b)) => a.first <= b.last && b.first <= a.last,
        (Cell::NoneOfIt, Cell::NoneOfIt) => true,
        (Cell::NoneOfIt, _) | (_, Cell::NoneOfIt) => false,
        _ => true,
    }
}
