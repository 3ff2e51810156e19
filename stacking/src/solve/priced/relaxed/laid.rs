//! How the relaxation is laid out: its columns and rows.

#![expect(clippy::float_arithmetic, reason = "what comes out of the relaxation is confirmed in whole numbers")]

use super::simplex::Simplex;
use crate::solve::priced::asked::Focus;
use crate::solve::priced::model::Model;
use crate::solve::priced::rows::{ITEMS, POOLS, UNMET};
use crate::solve::priced::ways::Ways;

/// How a requirement may fall short, at a cost: columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Relief {
    /// What it falls short by; none where nothing but being unmet is looked at.
    pub(super) short: Option<usize>,
    /// In how far it is unmet.
    pub(super) given_up: usize,
}

/// The columns and the row of a spread.
#[derive(Debug, Clone)]
pub(super) struct Spreading {
    /// Different values, at least so many.
    pub(super) row: usize,
    /// Whether each value is there.
    pub(super) values: Vec<usize>,
    pub(super) relief: Relief,
}

/// A relaxation and where everything stands in it. Its first columns are the cells, its first rows those of the model.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    pub(super) lp: Simplex,
    /// What each row of the model was divided by.
    pub(super) scale: Vec<f64>,
    pub(super) reliefs: Vec<Relief>,
    pub(super) spreads: Vec<Spreading>,
    /// The row of each pool, and what it was divided by.
    pub(super) pools: [usize; POOLS],
    pub(super) norms: [f64; POOLS],
    /// The row of each item with several cells.
    pub(super) items: Vec<Option<usize>>,
    /// What one unit of the goal is worth.
    pub(super) goal: f64,
}

#[expect(clippy::cast_precision_loss, reason = "amounts are below 2^40")]
pub(super) fn float(of: i64) -> f64 {
    of as f64
}

struct Maker<'m, 'a, W> {
    model: &'m Model<'a, W>,
    focus: Focus,
    rows: usize,
    entries: Vec<(usize, usize, f64)>,
    costs: Vec<f64>,
    scale: Vec<f64>,
    pools: [usize; POOLS],
    norms: [f64; POOLS],
}

/// The relaxation of a model.
pub(super) fn lay_out<W: Ways>(model: &Model<'_, W>, focus: Focus) -> Laid {
    let span = |row: usize| {
        let shares = model.rows[row].entries.iter().flat_map(|e| &model.shares[e.from..e.to]);
        let parts = model.rows[row].parts.iter().map(|at| model.part_span(*at));
        float(shares.map(|s| s.adds.abs()).chain(parts).max().unwrap_or(1).max(1))
    };
    let mut maker = Maker {
        model,
        focus,
        rows: model.rows.len() + POOLS,
        entries: Vec::new(),
        costs: vec![0.0; model.way.len()],
        scale: (0..model.rows.len()).map(span).collect(),
        pools: std::array::from_fn(|pool| model.rows.len() + pool),
        norms: [1.0; POOLS],
    };
    for (at, requirement) in model.requirements.iter().enumerate() {
        for pool in UNMET + 1..POOLS {
            let worth = float(model.worth(pool, at)) * maker.scale[requirement.row];
            maker.norms[pool] = maker.norms[pool].max(worth);
        }
    }
    let goal = match focus {
        Focus::Pool(pool) => maker.norms[pool],
        Focus::Row(row) => maker.scale[row],
    };
    let items = maker.items();
    let reliefs = (0..model.requirements.len()).map(|at| maker.requirement(at)).collect::<Vec<_>>();
    let spreads = (0..model.wide.len()).map(|at| maker.spread(at, &reliefs)).collect();
    let Maker { rows, entries, costs, scale, pools, norms, .. } = maker;
    let lp = Simplex::new(rows, entries, costs);
    Laid { lp, scale, reliefs, spreads, pools, norms, items, goal }
}

impl<W: Ways> Maker<'_, '_, W> {
    fn row(&mut self) -> usize {
        self.rows += 1;
        self.rows - 1
    }

    fn column(&mut self) -> usize {
        self.costs.push(0.0);
        self.costs.len() - 1
    }

    /// Puts a column into a pool.
    fn pour(&mut self, column: usize, pool: usize, worth: f64) {
        if worth > 0.0 {
            self.entries.push((self.pools[pool], column, worth / self.norms[pool]));
            if self.focus == Focus::Pool(pool) {
                self.costs[column] += worth / self.norms[pool];
            }
        }
    }

    /// What each cell adds to the rows, and that all shares of an item are one at the most.
    fn items(&mut self) -> Vec<Option<usize>> {
        let mut items = Vec::with_capacity(self.model.items.len());
        for item in &self.model.items {
            let row = (item.cells.len() > 1).then(|| self.row());
            for (cell, (from, to)) in item.cells.iter().zip(&item.adds) {
                for (row, adds) in &self.model.adds[*from..*to] {
                    let adds = float(*adds) / self.scale[*row];
                    self.entries.push((*row, *cell, adds));
                    if self.focus == Focus::Row(*row) {
                        self.costs[*cell] = -adds;
                    }
                }
                self.entries.extend(row.map(|row| (row, *cell, 1.0)));
            }
            self.parts(items.len());
            items.push(row);
        }
        items
    }

    /// What each part adds with all it has; being counted costs at the least the share that counts.
    fn parts(&mut self, item: usize) {
        let model = self.model;
        let Some(parted) = &model.parted[item] else { return };
        for at in &parted.entries {
            let entry = &model.part_entries[*at];
            for ((part, per), covers) in parted.parts.iter().zip(&entry.per).zip(&entry.covers) {
                let flat = if *covers { entry.flat.min(0) } else { 0 };
                let adds = float(per * part.most + flat) / self.scale[entry.row];
                if adds != 0.0 {
                    self.entries.push((entry.row, part.cell, adds));
                    if self.focus == Focus::Row(entry.row) {
                        self.costs[part.cell] = -adds;
                    }
                }
            }
        }
    }

    /// What relieves a row that may fall short by so much: that it does, and in as far as it does, that it is given up.
    fn relieve(&mut self, row: usize, most: f64, given_up: Option<usize>) -> Relief {
        let given_up = given_up.unwrap_or_else(|| {
            let column = self.column();
            self.pour(column, UNMET, 1.0);
            column
        });
        if self.focus == Focus::Pool(UNMET) {
            self.entries.push((row, given_up, most));
            return Relief { short: None, given_up };
        }
        let short = self.column();
        self.entries.push((row, short, 1.0));
        let link = self.row();
        self.entries.push((link, short, -1.0 / most));
        self.entries.push((link, given_up, 1.0));
        Relief { short: Some(short), given_up }
    }

    fn requirement(&mut self, at: usize) -> Relief {
        let requirement = &self.model.requirements[at];
        let scale = self.scale[requirement.row];
        let most = float(self.model.most_lacking(at).max(1)) / scale;
        let relief = self.relieve(requirement.row, most, None);
        if let Some(short) = relief.short {
            for pool in UNMET + 1..POOLS {
                self.pour(short, pool, float(self.model.worth(pool, at)) * scale);
            }
        }
        if let Some(cut) = requirement.cut {
            self.entries.push((cut, relief.given_up, float(self.model.rows[cut].bound) / self.scale[cut]));
        }
        relief
    }

    /// Each value is there as far as a cell that brings it is.
    fn spread(&mut self, at: usize, reliefs: &[Relief]) -> Spreading {
        let spread = &self.model.wide[at];
        let row = self.row();
        let mut values = Vec::with_capacity(spread.rows.len());
        for brings in &spread.rows {
            let value = self.column();
            values.push(value);
            self.entries.push((*brings, value, -1.0 / self.scale[*brings]));
            self.entries.push((row, value, 1.0));
        }
        let given_up = spread.requirement.map(|at| reliefs[at].given_up);
        let relief = self.relieve(row, float(spread.asked), given_up);
        if let Some(short) = relief.short {
            self.pour(short, ITEMS, 1.0);
        }
        Spreading { row, values, relief }
    }
}
