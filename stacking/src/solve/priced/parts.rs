//! Which credentials may count in parts, and what their parts add to rows.

use super::model::Model;
use super::rows::{Part, PartEntry, Parted, Row, Sum};
use super::ways::Ways;
use crate::problem::{Fill, Measure};

impl<W: Ways> Model<'_, W> {
    /// Puts what an item adds to a row into it.
    pub(super) fn add_parts(&mut self, item: usize, cells: &[(usize, usize, i64)], how: Sum, made: &mut Row) {
        let Some(parted) = self.parted[item].as_mut() else { return };
        let credits = how.measure == Measure::Credits;
        let of = |part: &Part| cells.iter().find(|(_, cell, _)| *cell == part.cell).map_or(0, |(.., adds)| *adds);
        let covers: Vec<bool> = parted.parts.iter().map(|p| of(p) != 0).collect();
        let per = parted.parts.iter().map(|p| if credits { of(p) / p.most / made.unit } else { 0 });
        let per: Vec<i64> = per.collect();
        let flat = if credits { 0 } else { cells.first().map_or(0, |(.., adds)| *adds / made.unit) };
        // All of it in one place is the least and the most that it can come to.
        let each = || per.iter().zip(&parted.parts).map(|(per, p)| per * p.most);
        let (least, most) = (each().min().unwrap_or(0).min(0) + flat.min(0), each().max().unwrap_or(0).max(0));
        made.least += least;
        made.span = made.span.max(most + flat.max(0) - least);
        made.parts.push(self.part_entries.len());
        parted.entries.push(self.part_entries.len());
        self.part_entries.push(PartEntry { item, row: self.rows.len(), per, flat, covers });
    }

    /// The most that a part can change a row.
    pub(super) fn part_span(&self, at: usize) -> i64 {
        let entry = &self.part_entries[at];
        let Some(parted) = &self.parted[entry.item] else { return 0 };
        let each = entry.per.iter().zip(&parted.parts).map(|(per, part)| (per * part.most).abs());
        each.max().unwrap_or(0) + entry.flat.abs()
    }

    /// Finds the credentials of which parts count; `false` where their weights are out of reach.
    pub(super) fn part(&mut self) -> bool {
        for (at, item) in self.layout.items.iter().enumerate() {
            let cell = |c: usize| &self.layout.cells[c];
            if item.cells.iter().all(|c| cell(*c).fill == Fill::Whole && cell(*c).least == cell(*c).most) {
                continue;
            }
            let weigh = |c: usize| i64::try_from(cell(c).weight).ok();
            let part = |c: &usize| {
                let plain = cell(*c);
                let weight = weigh(*c)?;
                Some(Part { cell: *c, weight, least: plain.least, most: plain.most, fill: plain.fill })
            };
            let parts: Option<Vec<Part>> = item.cells.iter().map(part).collect();
            let whole = i64::try_from(item.whole).ok().filter(|w| *w < 1 << 44);
            let (Some(parts), Some(whole)) = (parts, whole) else { return false };
            self.parted[at] = Some(Parted { parts, whole, entries: Vec::new() });
        }
        true
    }
}
