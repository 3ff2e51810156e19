//! How long the cheapest plan takes over a catalogue of two thousand offers.
//!
//! `cargo run --release -p credstack --example catalogue [offers]`

use std::time::Instant;

use credstack_advice::{Budget, Offer as Taken, plan};
use credstack_stacking::{Extent, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Side, Slot};

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % end).unwrap_or_default()
    }
}

/// A master of 120 ECTS: six requirements, at most 40 from elsewhere, at least 60 of the highest level, and a wallet of 30 ECTS.
fn master(offers: usize, seed: u64) -> (Problem, Vec<Taken>) {
    let mut numbers = Numbers(seed);
    let held = 6;
    let names = ["core", "electives", "ethics", "methods", "project", "subject"];
    let minima = [2400, 1800, 600, 1200, 1500, 3000];
    let mut slots: Vec<Slot> = names
        .iter()
        .zip(minima)
        .map(|(name, minimum)| Slot { name: (*name).to_owned(), minimum, ..Slot::default() })
        .collect();
    let (mut external, mut highest, mut taken) = (Vec::new(), Vec::new(), Vec::new());
    for item in 0..held + offers {
        let credits =
            100 * [3, 4, 5, 6, 6, 8, 10, 12].get(usize::try_from(numbers.below(8)).unwrap_or(0)).unwrap_or(&3);
        let first = usize::try_from(numbers.below(6)).unwrap_or(0);
        let fits = if numbers.below(3) == 0 {
            vec![first, usize::try_from(numbers.below(6)).unwrap_or(0)]
        } else {
            vec![first]
        };
        let (is_external, is_highest) = (numbers.below(2) == 0, numbers.below(3) > 0);
        for (at, slot) in slots.iter_mut().enumerate().filter(|(at, _)| fits.contains(at)) {
            slot.offers.push(Offer { item, least: credits, credits, values: vec![] });
            external.extend(is_external.then_some((at, item)));
            highest.extend(is_highest.then_some((at, item)));
        }
        if item >= held {
            let cost = credits / 100 * (4_000 + 100 * numbers.below(160)) + 1_000 * numbers.below(20);
            taken.push(Taken { items: vec![item], cost, requires: Vec::new() });
        }
    }
    external.sort_unstable();
    highest.sort_unstable();
    let limit = |name: &str, side, bound, cells| {
        let (extent, measure) = (Extent::Fixed(bound), Measure::Credits);
        Limit { name: name.to_owned(), side, measure, extent, cells, of: None }
    };
    let node = |name: &str, kind| Node { name: name.to_owned(), kind, minimum: None };
    let mut tree = vec![node("award", NodeKind::All((1..=6).collect()))];
    tree.extend(names.iter().enumerate().map(|(at, name)| node(name, NodeKind::Slot(at))));
    let problem = Problem {
        units_per_credit: 100,
        fine: 1,
        items: (0..held + offers).map(|i| Item { id: format!("{i:06}"), ..Item::default() }).collect(),
        slots,
        tree,
        limits: vec![limit("a", Side::AtMost, 4000, external), limit("b", Side::AtLeast, 6000, highest)],
        workload: Some(12000),
        ..Problem::default()
    };
    (problem, taken)
}

fn main() {
    let offers = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(2000);
    for seed in 1..=8 {
        let (problem, taken) = master(offers, seed);
        let begin = Instant::now();
        let found = plan(&problem, &taken, Budget::default());
        let time = begin.elapsed();
        match found {
            Ok(found) => println!(
                "{offers} offers, {} looked at: {} taken, cost {}, {:?}, {time:.1?}",
                found.looked_at,
                found.offers.len(),
                found.cost,
                found.proof
            ),
            Err(error) => println!("{error}"),
        }
    }
}
