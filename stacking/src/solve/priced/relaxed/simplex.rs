//! A linear relaxation, by the dual simplex method with bounded variables (Koberstein, *The dual simplex method*, 2005; the
//! condensed tableau is Beale's).
//!
//! It is the one place of this crate that counts with floating point. Nothing is decided by it: it proposes prices and
//! where to look, and what the prices prove is counted again in whole numbers. It takes the same steps on every machine, for
//! it uses nothing but the four operations that IEEE 754 defines to the last bit, on one thread.

#![expect(clippy::float_arithmetic, reason = "see above: what comes out is confirmed in whole numbers")]

/// What is no more than this counts as nothing.
const TINY: f64 = 1e-9;
/// And this is not even kept.
const EMPTY: f64 = 1e-13;
/// A variable may be beyond its bound by so much.
const SLIP: f64 = 1e-7;
/// After so many pivots the tableau is made anew, so that small errors do not grow.
const STALE: usize = 2_000;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// At the optimum.
    Optimal,
    /// Nothing is possible: the row of the tableau that says so.
    Never(usize),
    /// The goal is past what was asked for, or the pivots are spent.
    Enough,
}

/// Where a variable stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    Row(usize),
    Column(usize),
}

/// Minimizes a goal over variables within bounds; after those that are handed in stands one for each row, its sum.
#[derive(Debug, Clone)]
pub(super) struct Simplex {
    rows: usize,
    columns: usize,
    /// Each basic variable as a sum of those that are not, row by row.
    tableau: Vec<f64>,
    /// What one more of each variable that is not basic adds to the goal.
    gain: Vec<f64>,
    basic: Vec<usize>,
    outside: Vec<usize>,
    place: Vec<Place>,
    low: Vec<f64>,
    high: Vec<f64>,
    at: Vec<f64>,
    /// Columns that moved since the basic variables were computed, with how far.
    moved: Vec<(usize, f64)>,
    /// The entries of the line of a pivot.
    filled: Vec<(usize, f64)>,
    sparse: Vec<(usize, usize, f64)>,
    costs: Vec<f64>,
    pivots: usize,
    /// Entries of the tableau that were gone through.
    work: usize,
}

impl Simplex {
    /// A problem of so many rows: row, column and coefficient of each entry, and the cost of each column.
    pub(super) fn new(rows: usize, entries: Vec<(usize, usize, f64)>, costs: Vec<f64>) -> Self {
        let columns = costs.len();
        let mut simplex = Self {
            rows,
            columns,
            tableau: Vec::new(),
            gain: Vec::new(),
            basic: Vec::new(),
            outside: Vec::new(),
            place: Vec::new(),
            low: vec![0.0; rows + columns],
            high: vec![f64::INFINITY; rows + columns],
            at: vec![0.0; rows + columns],
            moved: Vec::new(),
            filled: Vec::new(),
            sparse: entries,
            costs,
            pivots: 0,
            work: 0,
        };
        simplex.begin();
        simplex
    }

    fn begin(&mut self) {
        self.tableau = vec![0.0; self.rows * self.columns];
        for (row, column, adds) in &self.sparse {
            self.tableau[row * self.columns + column] += adds;
        }
        self.gain.clone_from(&self.costs);
        self.outside = (0..self.columns).collect();
        self.basic = (self.columns..self.columns + self.rows).collect();
        let columns = (0..self.columns).map(Place::Column);
        self.place = columns.chain((0..self.rows).map(Place::Row)).collect();
        self.pivots = 0;
    }

    /// How many entries of the tableau were gone through since this was asked last.
    pub(super) fn work(&mut self) -> usize {
        std::mem::take(&mut self.work)
    }

    /// The variable that is the sum of a row.
    pub(super) fn sum_of(&self, row: usize) -> usize {
        self.columns + row
    }

    pub(super) fn value(&self, variable: usize) -> f64 {
        self.at[variable]
    }

    /// What one more of the bound of a variable costs.
    pub(super) fn price(&self, variable: usize) -> f64 {
        match self.place[variable] {
            Place::Column(column) => self.gain[column],
            Place::Row(_) => 0.0,
        }
    }

    /// How a row of the tableau that is out of its bounds, times one, adds to the price of a variable, and by how much the
    /// row is out of them.
    pub(super) fn ray(&self, row: usize, variable: usize) -> f64 {
        let sign = if self.at[self.basic[row]] < self.low[self.basic[row]] { 1.0 } else { -1.0 };
        match self.place[variable] {
            Place::Row(other) if other == row => sign,
            Place::Row(_) => 0.0,
            Place::Column(column) => -sign * self.tableau[row * self.columns + column],
        }
    }

    /// How much dearer the goal becomes at the least where a basic variable falls to one value, and where it rises to another
    /// (Driebeek, 1966): what the first pivot toward it costs.
    pub(super) fn penalties(&self, variable: usize, down: f64, up: f64) -> (f64, f64) {
        let Place::Row(row) = self.place[variable] else { return (0.0, 0.0) };
        let line = &self.tableau[row * self.columns..(row + 1) * self.columns];
        let (mut falls, mut rises) = (f64::INFINITY, f64::INFINITY);
        for (column, adds) in line.iter().enumerate().filter(|(_, adds)| adds.abs() > TINY) {
            let other = self.outside[column];
            let cost = (self.gain[column] / adds).abs();
            if self.at[other] < self.high[other] {
                let place = if *adds > 0.0 { &mut rises } else { &mut falls };
                *place = place.min(cost);
            }
            if self.at[other] > self.low[other] {
                let place = if *adds > 0.0 { &mut falls } else { &mut rises };
                *place = place.min(cost);
            }
        }
        let at = self.at[variable];
        (falls * (at - down), rises * (up - at))
    }

    pub(super) fn goal(&self) -> f64 {
        self.outside.iter().zip(&self.gain).map(|(variable, gain)| self.at[*variable] * gain).sum()
    }

    /// Holds a variable within bounds; the lower one is finite, and so is the upper one where its cost is below nothing.
    pub(super) fn hold(&mut self, variable: usize, low: f64, high: f64) {
        (self.low[variable], self.high[variable]) = (low, high);
        if let Place::Column(column) = self.place[variable] {
            let now = self.at[variable];
            let gain = self.gain[column];
            let then = if gain > TINY {
                low
            } else if gain < -TINY && high.is_finite() {
                high
            } else {
                now.clamp(low, high)
            };
            self.shift(column, then);
        }
    }

    fn shift(&mut self, column: usize, to: f64) {
        let variable = self.outside[column];
        let by = to - self.at[variable];
        if by != 0.0 {
            self.at[variable] = to;
            self.moved.push((column, by));
        }
    }

    /// Brings the basic variables up to what has moved.
    fn follow(&mut self) {
        if self.moved.is_empty() {
            return;
        }
        for (row, variable) in self.basic.iter().enumerate() {
            let line = &self.tableau[row * self.columns..(row + 1) * self.columns];
            self.at[*variable] += self.moved.iter().map(|(column, by)| line[*column] * by).sum::<f64>();
        }
        self.moved.clear();
    }

    /// Makes the tableau anew for the variables that are basic.
    fn renew(&mut self) {
        let wanted: Vec<usize> = self.basic.iter().copied().filter(|v| *v < self.columns).collect();
        let values = self.at.clone();
        self.begin();
        for variable in wanted {
            let Place::Column(column) = self.place[variable] else { continue };
            let size = |row: usize| self.tableau[row * self.columns + column].abs();
            // A row whose own sum is basic gives it up; it must not be one that was basic before.
            let row = (0..self.rows).filter(|r| self.basic[*r] >= self.columns);
            if let Some(row) = row.max_by(|a, b| size(*a).total_cmp(&size(*b))).filter(|r| size(*r) > TINY) {
                self.exchange(row, column);
            }
        }
        self.at = values;
        for column in 0..self.columns {
            let variable = self.outside[column];
            let (low, high, gain) = (self.low[variable], self.high[variable], self.gain[column]);
            self.at[variable] =
                if gain < -TINY && high.is_finite() { high } else { self.at[variable].clamp(low, high) };
            if gain > TINY {
                self.at[variable] = low;
            }
        }
        for row in 0..self.rows {
            let line = &self.tableau[row * self.columns..(row + 1) * self.columns];
            self.at[self.basic[row]] = line.iter().zip(&self.outside).map(|(a, v)| a * self.at[*v]).sum();
        }
        self.moved.clear();
        self.pivots = 0;
    }

    /// Goes on until the optimum, until the goal is past `enough`, or for so many pivots.
    pub(super) fn run(&mut self, enough: f64, most: usize) -> Outcome {
        if self.pivots > STALE {
            self.renew();
        }
        self.follow();
        for _ in 0..most {
            if self.goal() > enough {
                return Outcome::Enough;
            }
            let Some(row) = self.leaving() else { return Outcome::Optimal };
            let Some(column) = self.entering(row) else {
                self.follow();
                return Outcome::Never(row);
            };
            self.follow();
            self.pivot(row, column);
        }
        Outcome::Enough
    }

    /// The basic variable that is furthest out of its bounds.
    fn leaving(&self) -> Option<usize> {
        let mut worst = (SLIP, None);
        for (row, variable) in self.basic.iter().enumerate() {
            let at = self.at[*variable];
            let out = (self.low[*variable] - at).max(at - self.high[*variable]);
            if out > worst.0 {
                worst = (out, Some(row));
            }
        }
        worst.1
    }

    /// The column that takes the place of a row. Columns that would be passed on the way go to their other bound.
    fn entering(&mut self, row: usize) -> Option<usize> {
        let variable = self.basic[row];
        let (low, at) = (self.low[variable], self.at[variable]);
        let up = at < low;
        let mut short = if up { low - at } else { at - self.high[variable] };
        let line = row * self.columns;
        let mut candidates: Vec<(f64, f64, usize)> = Vec::new();
        for column in 0..self.columns {
            let adds = if up { self.tableau[line + column] } else { -self.tableau[line + column] };
            let other = self.outside[column];
            if adds.abs() <= TINY || self.high[other] - self.low[other] <= 0.0 {
                continue;
            }
            let (may_rise, may_fall) = (self.at[other] < self.high[other], self.at[other] > self.low[other]);
            if (adds > 0.0 && may_rise) || (adds < 0.0 && may_fall) {
                candidates.push(((self.gain[column] / adds).abs(), adds.abs(), column));
            }
        }
        candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        for (at, (_, adds, column)) in candidates.iter().enumerate() {
            let other = self.outside[*column];
            let range = self.high[other] - self.low[other];
            let after = short - adds * range;
            if after <= SLIP || range.is_infinite() {
                // Of those with the same ratio the one with the largest coefficient is safest.
                let same = candidates[at..].iter().take_while(|c| c.0 - candidates[at].0 <= TINY);
                return same.max_by(|a, b| a.1.total_cmp(&b.1).then(b.2.cmp(&a.2))).map(|c| c.2);
            }
            short = after;
            let to = if self.at[other] < self.high[other] { self.high[other] } else { self.low[other] };
            self.shift(*column, to);
        }
        None
    }

    /// The basic variable of a row goes to its bound, and out; the variable of a column comes in.
    fn pivot(&mut self, row: usize, column: usize) {
        let (out, into) = (self.basic[row], self.outside[column]);
        let to = if self.at[out] < self.low[out] { self.low[out] } else { self.high[out] };
        let pivot = self.tableau[row * self.columns + column];
        let by = (to - self.at[out]) / pivot;
        for (other, variable) in self.basic.iter().enumerate() {
            self.at[*variable] += self.tableau[other * self.columns + column] * by;
        }
        self.at[out] = to;
        self.at[into] += by;
        self.exchange(row, column);
    }

    fn exchange(&mut self, row: usize, column: usize) {
        let width = self.columns;
        let (before, rest) = self.tableau.split_at_mut(row * width);
        let (line, after) = rest.split_at_mut(width);
        let pivot = line[column];
        line[column] = -1.0;
        for entry in line.iter_mut() {
            *entry = -*entry / pivot;
        }
        // Most entries of most lines are nothing.
        self.filled.clear();
        self.filled
            .extend(line.iter().enumerate().filter(|(_, entry)| entry.abs() > EMPTY).map(|(at, entry)| (at, *entry)));
        let others = before.chunks_exact_mut(width).chain(after.chunks_exact_mut(width));
        for other in others.chain(std::iter::once(self.gain.as_mut_slice())) {
            let times = other[column];
            if times != 0.0 {
                other[column] = 0.0;
                for (at, adds) in &self.filled {
                    other[*at] += times * adds;
                }
                self.work += self.filled.len();
            }
        }
        std::mem::swap(&mut self.basic[row], &mut self.outside[column]);
        self.place[self.basic[row]] = Place::Row(row);
        self.place[self.outside[column]] = Place::Column(column);
        self.pivots += 1;
        self.work += self.rows + self.columns;
    }
}
