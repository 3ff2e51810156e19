//! Whether both ways to solve a problem come to the same stack, on random problems.

use crate::problem::{Extent, Fill, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Progress, Side, Slot};
use crate::solve::layout::Layout;
use crate::solve::search::Steps;
use crate::solve::{Budget, priced, small, solve, solve_priced};
use crate::stack::Proof;

/// `SplitMix64` (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        i64::try_from((z ^ (z >> 31)) % n).unwrap()
    }
}

fn slot(random: &mut Random, at: usize, credits: &[i64]) -> Slot {
    let measure = if random.below(5) == 0 { Measure::Items } else { Measure::Credits };
    let minimum = if measure == Measure::Items { random.below(3) } else { 2 * random.below(8) };
    let offer = |(item, credits): (usize, &i64)| {
        let values = (0..3).filter(|_| random.below(3) == 0).collect();
        (random.below(5) < 3).then_some(Offer { item, least: *credits, credits: *credits, values })
    };
    let offers = credits.iter().enumerate().filter_map(offer).collect();
    let maximum = (random.below(4) == 0).then(|| minimum + 2 * random.below(4));
    let spread = u32::try_from(random.below(9).saturating_sub(6).max(0)).unwrap();
    Slot { name: format!("s{at}"), measure, minimum, maximum, spread, offers, fill: Fill::Whole, entire: false }
}

fn limit(random: &mut Random, at: usize, slots: &[Slot]) -> Limit {
    let all = slots.iter().enumerate().flat_map(|(slot, of)| of.offers.iter().map(move |o| (slot, o.item)));
    let cells = all.filter(|_| random.below(2) == 0).collect();
    let side = if random.below(2) == 0 { Side::AtMost } else { Side::AtLeast };
    let (measure, extent) = match random.below(3) {
        0 => (Measure::Items, Extent::Fixed(random.below(5))),
        1 => (Measure::Credits, Extent::Fixed(random.below(20))),
        _ => (Measure::Credits, Extent::Share { parts: random.below(101), of: 0 }),
    };
    Limit { name: format!("l{at}"), side, measure, extent, cells, of: None }
}

/// Three requirements, all of them, one, or at least two; up to eight credentials; two limits.
fn problem(seed: u64) -> Problem {
    let mut random = Random(seed);
    let count = 4 + random.below(5);
    let credits: Vec<i64> = (0..count).map(|_| 1 + random.below(6)).collect();
    let slots: Vec<Slot> = (0..3).map(|at| slot(&mut random, at, &credits)).collect();
    let children = vec![1, 2, 3];
    let kind = match random.below(4) {
        0 => NodeKind::Any(1, children),
        1 => NodeKind::Any(2, children),
        2 => NodeKind::AtLeast(2, children),
        _ => NodeKind::All(children),
    };
    let minimum = (random.below(4) == 0).then(|| (Measure::Credits, random.below(25)));
    let mut tree = vec![Node { name: "root".into(), kind, minimum }];
    tree.extend((0..3).map(|at| Node { name: format!("n{at}"), kind: NodeKind::Slot(at), minimum: None }));
    let state = |random: &mut Random| match random.below(5) {
        0 => Progress::InProgress,
        1 => Progress::Planned,
        _ => Progress::Completed,
    };
    let item = |at: i64| Item { id: format!("c{at}"), progress: state(&mut random), ..Item::default() };
    let items = (0..count).map(item).collect();
    let limits = (0..2).map(|at| limit(&mut random, at, &slots)).collect();
    let clashes = if random.below(2) == 0 { vec![(0, 1), (1, 3)] } else { Vec::new() };
    let workload = (random.below(3) > 0).then(|| random.below(30));
    Problem { units_per_credit: 1, fine: 100, items, slots, tree, limits, workload, clashes, ..Problem::default() }
}

#[test]
fn a_small_problem_is_solved_as_a_large_one_is() {
    let mut settled = 0;
    for seed in 0..3_000 {
        let problem = problem(seed);
        let layout = Layout::new(&problem).unwrap().arranged();
        let (few, many) = (Budget::default().steps, 2_000_000);
        let small = solve(&problem, Budget { steps: few }).unwrap();
        let model = priced::Model::<u64>::new(&layout).unwrap();
        let large = solve_priced(&model, small::Found::None, Steps::new(many, &layout));
        assert_eq!((small.proof, large.proof), (Proof::Optimal, Proof::Optimal), "{seed}");
        assert_eq!(small.stack, large.stack, "{seed}: {problem:#?}");
        settled += u32::from(matches!(small::solve(&layout, &mut Steps::new(few, &layout)), small::Found::First(_)));
        // Also from what a search left unfinished.
        let begun = |nodes| small::solve(&layout, &mut Steps::new(nodes, &layout));
        for nodes in [2, 3, 5] {
            let gone_on = solve_priced(&model, begun(nodes), Steps::new(many, &layout));
            assert_eq!(gone_on.stack, small.stack, "{seed} after {nodes}: {problem:#?}");
        }
    }
    assert!(settled > 2_900, "only {settled} were small");
}

/// What a limit of a nested award lacks is part of what is lacking below the minimum above it, not more than that.
#[test]
fn a_limit_below_a_minimum_lacks_no_more_than_it() {
    let node = |name: &str, kind, minimum| Node { name: name.into(), kind, minimum };
    let least = Some((Measure::Credits, 2));
    let tree = vec![
        node("n0", NodeKind::All(vec![1]), least),
        node("n1", NodeKind::Any(1, vec![2, 3]), None),
        node("n2", NodeKind::Any(0, Vec::new()), None),
        node("n3", NodeKind::All(Vec::new()), least),
    ];
    let limit = Limit {
        name: "l".into(),
        side: Side::AtLeast,
        measure: Measure::Credits,
        extent: Extent::Fixed(1),
        cells: Vec::new(),
        of: Some(2),
    };
    let problem = Problem { units_per_credit: 1, fine: 1, tree, limits: vec![limit], ..Problem::default() };
    let stack = solve(&problem, Budget::default()).unwrap().stack;
    assert_eq!((stack.value.unmet, stack.value.tree_credits), (2, 2));
    assert_eq!(stack.chosen, [(1, vec![2]), (2, vec![])], "the first of two that are as good");
}

/// Where the order of the walk is a bad one to search in, cell after cell is asked for.
#[test]
fn the_walk_asked_for_cell_by_cell_is_the_same() {
    let mut told = 0;
    for seed in 0..1_000 {
        let problem = problem(seed);
        let layout = Layout::new(&problem).unwrap().arranged();
        let (choices, _) = crate::solve::choices::choices(&problem, 16);
        for choice in choices {
            let Some(mut dive) = small::Dive::new(&layout, choice) else { continue };
            let everything = dive.everything();
            let (Some(best), true) = dive.run(small::Aim::Best(None), &everything, u64::MAX) else { continue };
            let (first, _) = dive.run(small::Aim::First(best.value), &everything, u64::MAX);
            let (walked, all) = dive.walk(best.units.clone(), best.value, u64::MAX);
            assert!(all, "seed {seed}");
            assert_eq!(walked.unwrap().units, first.unwrap().units, "seed {seed}");
            told += 1;
        }
    }
    assert!(told > 1_000, "{told} searches");
}
