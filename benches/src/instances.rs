//! Random instances of stacking, the same on every machine: from a seed, by a generator that is written down here.

use credstack_stacking::{
    Extent, Fill, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Progress, Side, Slot, Units,
};

/// `SplitMix64` (Steele, Lea and Flood, 2014): a small generator of good random numbers, fixed by its definition.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of `0..n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n.max(1)).unwrap_or(1);
        usize::try_from(self.next() % n).unwrap_or_default()
    }

    /// Whether something of so many percent happens.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, of: &[T], other: T) -> T {
        of.get(self.below(of.len())).copied().unwrap_or(other)
    }
}

/// How credentials fill the slots of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole, everywhere.
    Whole,
    /// Some slots take parts: `up to` in some, `split` in others.
    Parts,
}

/// What an instance is made of.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// How many credentials.
    pub items: usize,
    /// How many requirements.
    pub slots: usize,
    /// How many limits over what is counted; they overlap.
    pub limits: usize,
    /// How credentials fill slots.
    pub kind: Kind,
}

/// Credits that courses and certificates really have, in hundredths; small ones are more frequent.
const CREDITS: [Units; 20] =
    [300, 300, 300, 400, 400, 500, 500, 500, 600, 600, 600, 600, 750, 750, 200, 800, 900, 1000, 1200, 1500];

/// The instance of a shape and a seed.
pub fn instance(shape: Shape, seed: u64) -> Problem {
    let mixed = [shape.items, shape.slots, shape.limits].into_iter().fold(seed, |mixed, part| {
        let part = u64::try_from(part).unwrap_or_default();
        Random(mixed.rotate_left(17) ^ part).next()
    });
    let mut maker = Maker { random: Random::new(mixed), problem: Problem::default(), credits: Vec::new() };
    maker.make(shape);
    maker.problem
}

struct Maker {
    random: Random,
    problem: Problem,
    credits: Vec<Units>,
}

impl Maker {
    fn make(&mut self, shape: Shape) {
        (self.problem.units_per_credit, self.problem.fine) = (100, 100);
        for at in 0..shape.items {
            let progress = match self.random.below(10) {
                0 => Progress::InProgress,
                1 => Progress::Planned,
                _ => Progress::Completed,
            };
            self.problem.items.push(Item { id: format!("c{at:04}"), progress, ..Item::default() });
            let credits = self.random.pick(&CREDITS, 300);
            self.credits.push(credits);
        }
        self.slots(shape);
        self.tree();
        for number in 0..shape.limits {
            self.limit(number);
        }
        self.clashes(shape.items / 10);
    }

    /// Minima that together ask for half to all of what is there.
    fn slots(&mut self, shape: Shape) {
        let all: Units = self.credits.iter().sum();
        let slots = Units::try_from(shape.slots.max(1)).unwrap_or(1);
        let asked = 50 + Units::try_from(self.random.below(60)).unwrap_or_default();
        let usual = all * asked / 100 / slots;
        let open = match shape.slots {
            ..=3 => 45,
            4..=6 => 30,
            7..=10 => 20,
            _ => 10,
        };
        for at in 0..shape.slots {
            let fill = match (shape.kind, self.random.below(3)) {
                (Kind::Whole, _) | (Kind::Parts, 0) => Fill::Whole,
                (Kind::Parts, 1) => Fill::UpTo,
                (Kind::Parts, _) => Fill::Split,
            };
            let percent = 60 + Units::try_from(self.random.below(80)).unwrap_or_default();
            let minimum = (usual * percent / 10_000 * 100).max(300);
            let maximum = self.random.percent(25).then(|| minimum + 100 * self.units(6));
            let offers = self.offers(fill, open);
            let spread = u32::try_from(self.random.below(12).saturating_sub(9)).unwrap_or_default();
            let name = format!("s{at:03}");
            self.problem.slots.push(Slot {
                name,
                minimum,
                maximum,
                fill,
                spread,
                offers,
                measure: Measure::Credits,
                ..Slot::default()
            });
        }
        let counted = 70 + Units::try_from(self.random.below(50)).unwrap_or_default();
        let minima: Units = self.problem.slots.iter().map(|s| s.minimum).sum();
        self.problem.workload = Some(minima * counted / 10_000 * 100);
    }

    fn offers(&mut self, fill: Fill, open: usize) -> Vec<Offer> {
        let mut offers = Vec::new();
        for item in 0..self.credits.len() {
            let usual = self.credits.get(item).copied().unwrap_or(100);
            if !self.random.percent(open) {
                continue;
            }
            // Now and then a rule counts fewer credits here.
            let credits = if self.random.percent(5) { (usual / 200 * 100).max(100) } else { usual };
            let least = if fill == Fill::Whole { credits } else { 1 };
            let values = vec![u32::try_from(self.random.below(4)).unwrap_or_default()];
            offers.push(Offer { item, least, credits, values });
        }
        offers
    }

    fn units(&mut self, below: usize) -> Units {
        Units::try_from(self.random.below(below)).unwrap_or_default()
    }

    /// Mostly all of the slots; of some, a choice.
    fn tree(&mut self) {
        let slots = self.problem.slots.len();
        let node = |name: String, kind| Node { name, kind, minimum: None };
        let choice = if slots >= 3 && self.random.percent(35) { 2 + self.random.below((slots / 2).min(3)) } else { 0 };
        let first = if choice > 0 { 2 } else { 1 };
        let mut top: Vec<usize> = (first + choice..first + slots).collect();
        let mut tree = Vec::new();
        if choice > 0 {
            top.insert(0, 1);
            let children: Vec<usize> = (2..2 + choice).collect();
            let needed = 1 + self.random.below(choice - 1);
            let kind = match self.random.below(3) {
                0 => NodeKind::AtLeast(needed, children),
                _ => NodeKind::Any(needed, children),
            };
            tree.push(node("choice".to_owned(), kind));
        }
        tree.insert(0, node("all".to_owned(), NodeKind::All(top)));
        tree.extend((0..slots).map(|at| node(format!("s{at:03}"), NodeKind::Slot(at))));
        self.problem.tree = tree;
    }

    /// A limit over what some credentials count, anywhere or in some slots.
    fn limit(&mut self, number: usize) {
        let share = 25 + self.random.below(35);
        let of: Vec<bool> = self.credits.clone().into_iter().map(|_| self.random.percent(share)).collect();
        let (every, taken) = (self.random.percent(70), 1 + self.random.below(3));
        let slots = self.problem.slots.iter().enumerate().filter(|(at, _)| every || at % 3 != taken % 3);
        let cells: Vec<(usize, usize)> = slots.flat_map(|(at, s)| s.offers.iter().map(move |o| (at, o.item))).collect();
        let cells: Vec<_> = cells.into_iter().filter(|(_, item)| of.get(*item) == Some(&true)).collect();
        let within: Units = self.credits.iter().zip(&of).filter(|(_, of)| **of).map(|(c, _)| c).sum();
        let workload = self.problem.workload.unwrap_or_default().min(self.credits.iter().sum());
        let side = if number % 3 == 2 { Side::AtLeast } else { Side::AtMost };
        let percent = 25 + self.units(50);
        let (measure, extent) = match self.random.below(10) {
            0 | 1 => (Measure::Credits, Extent::Share { parts: percent.min(60), of: 0 }),
            2 => {
                let number = of.iter().filter(|o| **o).count() / 2;
                (Measure::Items, Extent::Fixed(Units::try_from(number).unwrap_or_default()))
            }
            _ => {
                let near = within.min(workload) * percent / 10_000 * 100;
                (Measure::Credits, Extent::Fixed(near))
            }
        };
        let name = format!("l{number}");
        self.problem.limits.push(Limit { name, side, measure, extent, cells, of: None });
    }

    fn clashes(&mut self, number: usize) {
        let items = self.credits.len();
        let mut pairs: Vec<(usize, usize)> = (0..number)
            .map(|_| (self.random.below(items), self.random.below(items)))
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        self.problem.clashes = pairs;
    }
}
