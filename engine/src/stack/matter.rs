//! Which open facts matter to a credential, and how the wallet's worlds combine.

use credstack_model::proposal::{Cell, Unknown};

use super::faces::{Entry, Fixed};
use super::view::View;

/// The open facts of a credential that two worlds differ by.
pub(super) fn open_facts(entry: &Entry) -> Vec<Unknown> {
    let mut found: Vec<Unknown> = entry.sides.iter().flat_map(|s| matters(&s.view)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The facts of which two worlds that differ only in them have different signs; all that are open where not all worlds were
/// looked at.
fn matters(view: &View) -> Vec<Unknown> {
    if !view.exact {
        return view.open.iter().map(|o| o.unknown).collect();
    }
    let mut found = Vec::new();
    for (at, open) in view.open.iter().enumerate() {
        let others = |digits: &[usize]| -> Vec<usize> {
            digits.iter().enumerate().filter(|(d, _)| *d != at).map(|(_, c)| *c).collect()
        };
        let mut seen = std::collections::BTreeMap::new();
        let differs = view.worlds.iter().any(|(digits, sign)| *seen.entry(others(digits)).or_insert(*sign) != *sign);
        if differs {
            found.push(open.unknown);
        }
    }
    found
}

/// One thing to ask: of one credential, or of the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) entry: Option<usize>,
    pub(super) unknown: Unknown,
    pub(super) cells: Vec<Cell>,
}

/// Everything open that matters to some credential.
pub(super) fn asked(entries: &[Entry]) -> Vec<Asked> {
    let mut found: Vec<Asked> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        for side in &entry.sides {
            let matter = matters(&side.view);
            for open in side.view.open.iter().filter(|o| matter.contains(&o.unknown)) {
                let entry = (!open.shared).then_some(at);
                if !found.iter().any(|a| (a.entry, a.unknown) == (entry, open.unknown)) {
                    found.push(Asked { entry, unknown: open.unknown, cells: open.cells.clone() });
                }
            }
        }
    }
    found
}

/// Every way in which the open facts of the claim can be, the same for all credentials; at most so many, and whether these
/// are all.
pub(super) fn shared_worlds(asked: &[Asked], most: usize) -> (Vec<Fixed>, bool) {
    let mut worlds = vec![Fixed::default()];
    for open in asked.iter().filter(|a| a.entry.is_none()) {
        if worlds.len().saturating_mul(open.cells.len()) > most {
            return (worlds, false);
        }
        worlds =
            worlds.iter().flat_map(|w| (0..open.cells.len()).map(|cell| w.with(None, open.unknown, cell))).collect();
    }
    (worlds, true)
}

/// What is assumed of a credential when one of its signs is taken: the facts that do not take every cell there.
pub(super) fn assumed(view: &View, signs: &[usize], fixed: &[(Unknown, Vec<usize>)]) -> Vec<(Unknown, Vec<Cell>)> {
    let mut found = Vec::new();
    let agrees = |digits: &[usize]| {
        let each = view.open.iter().zip(digits);
        each.into_iter().all(|(open, digit)| fixed.iter().all(|(u, cells)| *u != open.unknown || cells.contains(digit)))
    };
    let taken: Vec<&Vec<usize>> =
        view.worlds.iter().filter(|(d, s)| signs.contains(s) && agrees(d)).map(|(d, _)| d).collect();
    for (at, open) in view.open.iter().enumerate() {
        let has = |cell: usize| taken.iter().any(|d| d.get(at) == Some(&cell));
        let cells: Vec<Cell> =
            open.cells.iter().enumerate().filter(|(c, _)| has(*c)).map(|(_, cell)| cell.clone()).collect();
        if cells.len() < open.cells.len() {
            found.push((open.unknown, cells));
        }
    }
    found
}
