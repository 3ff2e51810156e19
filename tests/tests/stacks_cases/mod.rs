//! Cases solved by hand: sharing, several awards, averages, the latest credits, what is granted entire, articulation.

mod parts;

use credstack_stacking::{
    Average, Award, Budget, Counted, Extent, Fault, Fill, Item, Latest, Limit, Measure, Node, NodeKind, Offer, Problem,
    SameDay, Settled, Sharing, Side, Slot, Stack, Straddling, Value, account, check, maximal_sets,
};

use super::is_best;

fn item(id: &str) -> Item {
    Item { id: id.to_owned(), ..Item::default() }
}

fn many(n: usize) -> Vec<Item> {
    (0..n).map(|at| item(&format!("c{at}"))).collect()
}

fn offers(fill: Fill, of: &[(usize, i64)]) -> Vec<Offer> {
    let least = |credits| if fill == Fill::Whole { credits } else { 1 };
    of.iter().map(|(item, n)| Offer { item: *item, least: least(*n), credits: *n, values: Vec::new() }).collect()
}

fn slot(name: &str, minimum: i64, of: &[(usize, i64)]) -> Slot {
    Slot { name: name.to_owned(), minimum, offers: offers(Fill::Whole, of), ..Slot::default() }
}

/// Every slot a node of its own below the root, which needs them all.
fn problem(items: Vec<Item>, slots: Vec<Slot>) -> Problem {
    let mut tree =
        vec![Node { name: "root".to_owned(), kind: NodeKind::All((1..=slots.len()).collect()), minimum: None }];
    let leaf = |(at, s): (usize, &Slot)| Node { name: s.name.clone(), kind: NodeKind::Slot(at), minimum: None };
    tree.extend(slots.iter().enumerate().map(leaf));
    Problem { units_per_credit: 1, fine: 1, items, slots, tree, ..Problem::default() }
}

/// The same with each of them an award.
fn awards(items: Vec<Item>, slots: Vec<Slot>, weights: &[i64]) -> Problem {
    let mut problem = problem(items, slots);
    let award = |(at, weight): (usize, &i64)| Award {
        name: problem.slots[at].name.clone(),
        node: at + 1,
        workload: None,
        weight: *weight,
    };
    problem.awards = weights.iter().enumerate().map(award).collect();
    problem
}

fn at_most(name: &str, bound: i64, cells: Vec<(usize, usize)>) -> Limit {
    Limit {
        name: name.to_owned(),
        side: Side::AtMost,
        measure: Measure::Credits,
        extent: Extent::Fixed(bound),
        cells,
        of: None,
    }
}

fn pair(one: usize, other: usize, credits: Option<i64>) -> Sharing {
    Sharing { name: format!("{one}-{other}"), between: [vec![one], vec![other]], credits, items: None, uses: 2 }
}

fn complete(problem: &Problem, stack: &Stack) -> Vec<bool> {
    account(problem, stack).unwrap().awards.iter().map(|a| a.complete).collect()
}

fn sets(problem: &Problem) -> Vec<Vec<usize>> {
    let found = maximal_sets(problem, Budget::default()).unwrap();
    assert!(found.all);
    found.sets
}

fn in_slot(stack: &Stack, slot: usize) -> Vec<(usize, i64)> {
    stack.counted.iter().filter(|c| c.slot == slot).map(|c| (c.item, c.units)).collect()
}

/// S8: a certificate of 15 and a diploma of 30, items of 5 that fit both, and a bound on what they share.
#[test]
fn two_awards_share_up_to_a_bound() {
    let of = |items: usize, credits: Option<i64>| {
        let all: Vec<(usize, i64)> = (0..items).map(|i| (i, 5)).collect();
        let mut problem = awards(many(items), vec![slot("certificate", 15, &all), slot("diploma", 30, &all)], &[1, 1]);
        problem.sharing = credits.map(|n| pair(0, 1, Some(n))).into_iter().collect();
        problem
    };
    let told = |items, credits| {
        let problem = of(items, credits);
        let solution = credstack_stacking::solve(&problem, Budget::default()).unwrap();
        assert_eq!(solution.proof, credstack_stacking::Proof::Optimal);
        assert_eq!(check(&problem, &solution.stack), Ok(()));
        let told = account(&problem, &solution.stack).unwrap();
        let shared = told.sharing.first().map_or(0, |s| s.credits);
        (solution.stack.value.unmet, solution.stack.value.tree_credits, shared)
    };
    assert_eq!(told(7, Some(10)), (0, 0, 10));
    assert_eq!(told(7, Some(5)), (1, 5, 5));
    assert_eq!(told(8, Some(5)), (0, 0, 5));
    assert_eq!(told(7, Some(0)), (1, 10, 0));
    assert_eq!(told(8, Some(0)), (1, 5, 0));
    assert_eq!(told(9, Some(0)), (0, 0, 0));
    // Without a pair nothing is shared, like with a bound of 0.
    assert_eq!(told(8, None), (1, 5, 0));
    assert_eq!(sets(&of(7, Some(5))), [vec![0], vec![1]]);
    assert_eq!(sets(&of(7, Some(10))), [vec![0, 1]]);
    // A slot that lacks 5 of 15 or of 30 is the same gap: the first on the walk decides, and the total.
    let small = of(4, Some(5));
    assert_eq!(in_slot(&is_best(&small), 0).len(), 3);
}

/// S9: three awards of two items each; an item may be in two of them.
#[test]
fn an_item_is_in_two_awards_at_most() {
    let of = |items: usize, uses: usize| {
        let all: Vec<(usize, i64)> = (0..items).map(|i| (i, 5)).collect();
        let by_items = |name: &str| Slot { measure: Measure::Items, ..slot(name, 2, &all) };
        let mut problem = awards(many(items), vec![by_items("a"), by_items("b"), by_items("c")], &[1, 1, 1]);
        problem.sharing = [(0, 1), (0, 2), (1, 2)].map(|(a, b)| Sharing { uses, ..pair(a, b, None) }).to_vec();
        problem
    };
    let three = is_best(&of(3, 2));
    assert!(three.value.is_complete(), "{three:?}");
    for item in 0..3 {
        assert_eq!(three.counted.iter().filter(|c| c.item == item).count(), 2);
    }
    assert!(is_best(&of(4, 2)).value.is_complete());
    let two = of(2, 2);
    assert_eq!(sets(&two), [vec![0, 1], vec![0, 2], vec![1, 2]]);
    assert_eq!((is_best(&two).value.preference, is_best(&two).value.tree_items), (-2, 2));
    // The trap: both in all three. An award that says three allows it.
    let cells = (0..3).flat_map(|slot| (0..2).map(move |item| Counted { slot, item, units: 5 })).collect();
    let trap = Stack { counted: cells, chosen: Vec::new(), value: Value::default() };
    let faults = check(&two, &trap).unwrap_err();
    assert!(faults.iter().any(|f| matches!(f, Fault::Uses { slots: 3, uses: 2, .. })), "{faults:?}");
    assert!(is_best(&of(2, 3)).value.is_complete());
}

/// Two requirements of one award share; the award still counts the credential once.
#[test]
fn what_two_requirements_share_counts_once_in_the_total() {
    let mut one = problem(many(2), vec![slot("r1", 5, &[(0, 5), (1, 4)]), slot("r2", 6, &[(0, 6)])]);
    one.workload = Some(10);
    one.tree[0].minimum = Some((Measure::Credits, 10));
    assert_eq!(is_best(&one).value.unmet, 1);
    one.sharing = vec![pair(0, 1, None)];
    // The first is in both, for 5 and for 6; it counts 6, and 4 come to it.
    let both = is_best(&one);
    assert_eq!(in_slot(&both, 0), [(0, 5), (1, 4)]);
    assert_eq!((both.value.is_complete(), both.value.uncounted), (true, -10));
    // The pair shares the lesser of both amounts.
    one.sharing[0].credits = Some(4);
    assert_eq!(is_best(&one).value.unmet, 1);
    one.sharing[0].credits = Some(5);
    assert!(is_best(&one).value.is_complete());
}

/// Not transitive: the first shares with the second, the second with the third.
#[test]
fn pairs_are_not_transitive() {
    let three = vec![slot("r1", 5, &[(0, 5)]), slot("r2", 5, &[(0, 5)]), slot("r3", 5, &[(0, 5)])];
    let mut problem = problem(many(1), three);
    let shared = |one, other| Sharing { uses: 3, ..pair(one, other, None) };
    problem.sharing = vec![shared(0, 1), shared(1, 2)];
    assert_eq!(is_best(&problem).value.unmet, 1);
    problem.sharing.push(shared(0, 2));
    assert!(is_best(&problem).value.is_complete());
    problem.sharing[1].uses = 2;
    assert_eq!(is_best(&problem).value.unmet, 1, "the least of the pairs binds");
}

/// Parts overlap only where they have to: six and six of ten have two in common.
#[test]
fn parts_share_what_lies_over_one_another() {
    let parts = |name: &str, credits| Slot {
        fill: Fill::Split,
        offers: offers(Fill::Split, &[(0, credits)]),
        ..slot(name, 6, &[])
    };
    let mut problem = problem(many(1), vec![parts("r1", 10), parts("r2", 10)]);
    assert_eq!(is_best(&problem).value.tree_credits, 2);
    problem.sharing = vec![pair(0, 1, Some(1))];
    assert_eq!(is_best(&problem).value.tree_credits, 1);
    problem.sharing[0].credits = Some(2);
    problem.workload = Some(10);
    let best = is_best(&problem);
    assert_eq!((best.value.unmet, best.value.uncounted), (0, -10));
    assert_eq!(account(&problem, &best).unwrap().sharing[0].credits, 2);
    // The second gives six for all that gives ten in the first: six and five of six have 2.6 of them in common, which is 3.
    (problem.slots[1], problem.sharing[0].credits) = (parts("r2", 6), Some(3));
    assert_eq!(is_best(&problem).value.unmet, 1);
    problem.workload = None;
    let best = is_best(&problem);
    assert_eq!((in_slot(&best, 0), in_slot(&best, 1)), (vec![(0, 6)], vec![(0, 5)]));
}

/// S26: the mean of what is chosen, and the mean of all that was eligible.
#[test]
fn an_average_covers_the_counted_or_is_settled() {
    let all: Vec<(usize, i64)> = (0..4).map(|i| (i, 5)).collect();
    let mut over_chosen = problem(many(4), vec![slot("r", 15, &all)]);
    over_chosen.workload = Some(15);
    let mut over_all = over_chosen.clone();
    over_chosen.averages = vec![Average {
        name: "mean".to_owned(),
        cells: (0..4).map(|item| (0, item)).collect(),
        grades: vec![(0, 9), (1, 8), (2, 7), (3, 5)],
        minimum: (15, 2),
        of: None,
    }];
    let best = is_best(&over_chosen);
    assert!(best.value.is_complete());
    assert_eq!(in_slot(&best, 0), [(0, 5), (1, 5), (2, 5)]);
    let told = account(&over_chosen, &best).unwrap().averages[0];
    assert_eq!((told.sum, told.credits, told.met), (120, 15, true));
    // 7.25 over all four.
    over_all.settled = vec![Settled { name: "mean of all".to_owned(), met: false, of: None }];
    assert_eq!(is_best(&over_all).value, Value { unmet: 1, uncounted: -15, ..Value::default() });
    // Nothing graded: unmet.
    over_chosen.averages[0].grades.clear();
    assert_eq!(is_best(&over_chosen).value.unmet, 1);
}

/// S40 (ii): two awards exclude a third.
#[test]
fn the_declared_preference_decides_among_the_largest_sets() {
    let items: Vec<Item> = ["a1", "a2", "b1", "b2", "c1", "c2"].map(item).to_vec();
    let of = |places: std::ops::Range<usize>| places.map(|i| (i, 5)).collect::<Vec<_>>();
    let slots = || vec![slot("k1", 15, &of(0..4)), slot("k2", 15, &of(2..6)), slot("k3", 30, &of(0..6))];
    let most = awards(items.clone(), slots(), &[1, 1, 1]);
    let highest = awards(items, slots(), &[1, 2, 4]);
    assert_eq!(complete(&most, &is_best(&most)), [true, true, false]);
    assert_eq!(complete(&highest, &is_best(&highest)), [false, false, true]);
    for problem in [&most, &highest] {
        assert_eq!(sets(problem), [vec![0, 1], vec![2]]);
    }
}

/// Portugal: a unit is granted entire or not at all, and several courses may fill it.
#[test]
fn a_unit_is_granted_entire_or_not_at_all() {
    let unit = |name: &str, of: &[(usize, i64)]| Slot {
        maximum: Some(6),
        fill: Fill::UpTo,
        entire: true,
        offers: offers(Fill::UpTo, of),
        ..slot(name, 6, &[])
    };
    let alone = problem(many(1), vec![unit("statistics", &[(0, 4)])]);
    assert_eq!(is_best(&alone).value.tree_credits, 6, "four of six are none");
    // Four and four reach it; two are lost, and a second unit has nothing of them.
    let two = problem(many(2), vec![unit("logic", &[(0, 4), (1, 4)]), unit("statistics", &[(0, 4), (1, 4)])]);
    let best = is_best(&two);
    assert_eq!(best.counted.iter().map(|c| c.units).collect::<Vec<_>>(), [4, 2]);
    assert_eq!((best.value.unmet, best.value.tree_credits), (1, 6));
    let mut less = best.clone();
    less.counted[1].units = 1;
    let faults = check(&two, &less).unwrap_err();
    assert!(faults.iter().any(|f| matches!(f, Fault::Entire { .. })), "{faults:?}");
    // Superfluous as a whole: the workload is reached without it.
    let mut spare =
        problem(many(3), vec![unit("logic", &[(0, 6)]), Slot { minimum: 0, ..unit("spare", &[(1, 4), (2, 4)]) }]);
    spare.workload = Some(6);
    assert_eq!(in_slot(&is_best(&spare), 1), []);
}

fn last(same_day: SameDay, straddling: Straddling) -> Problem {
    // Home on day 1 and day 2, elsewhere on day 2 and day 3; five credits each.
    let day = |id: &str, day| Item { day, ..item(id) };
    let items = vec![day("h1", 1), day("h2", 2), day("x2", 2), day("x3", 3)];
    let all: Vec<(usize, i64)> = (0..4).map(|i| (i, 5)).collect();
    let mut problem = problem(items, vec![slot("r", 20, &all)]);
    problem.latest = vec![Latest {
        name: "at home".to_owned(),
        window: 10,
        minimum: 5,
        cells: vec![(0, 0), (0, 1)],
        of: None,
        same_day,
        straddling,
    }];
    problem
}

#[test]
fn the_latest_credits_are_at_home_as_the_award_lets_ties_fall() {
    let unmet = |problem: &Problem| (is_best(problem).value.unmet, is_best(problem).value.limit_credits);
    // The last ten: x3, and of the second day h2 or x2.
    assert_eq!(unmet(&last(SameDay::SetLatest, Straddling::In)), (0, 0));
    assert_eq!(unmet(&last(SameDay::OthersLatest, Straddling::In)), (1, 5));
    // The last eight: the second of them is in only by three.
    let eight = |straddling| {
        let mut problem = last(SameDay::SetLatest, straddling);
        problem.latest[0].window = 8;
        problem
    };
    assert_eq!(unmet(&eight(Straddling::In)), (0, 0));
    assert_eq!(unmet(&eight(Straddling::Out)), (1, 5));
    // What can be cut is cut, whatever the award says of what cannot.
    for straddling in [Straddling::In, Straddling::Out] {
        let mut cut = eight(straddling);
        (cut.slots[0].fill, cut.slots[0].offers) =
            (Fill::Split, offers(Fill::Split, &[(0, 5), (1, 5), (2, 5), (3, 5)]));
        assert_eq!(unmet(&cut), (1, 2));
    }
    // To count less of what came last and not at home can be better: without it nothing else is asked.
    let mut free = last(SameDay::OthersLatest, Straddling::In);
    free.slots[0].minimum = 15;
    assert_eq!(unmet(&free), (0, 0));
}

/// Learning outcomes, for a slot and for the whole.
#[test]
fn outcomes_are_counted_once_each() {
    let covers = |id: &str, outcomes: &[u32]| Item { outcomes: outcomes.to_vec(), ..item(id) };
    let items = vec![covers("a", &[1, 2]), covers("b", &[2, 3]), covers("c", &[3])];
    let by_outcomes = |minimum| Slot { measure: Measure::Outcomes, ..slot("r", minimum, &[(0, 3), (1, 3), (2, 3)]) };
    let three = is_best(&problem(items.clone(), vec![by_outcomes(3)]));
    assert!(three.value.is_complete());
    let mut four = problem(items, vec![by_outcomes(0)]);
    four.tree[0].minimum = Some((Measure::Outcomes, 4));
    assert_eq!((is_best(&four).value.unmet, is_best(&four).value.tree_items), (1, 1));
}

/// S37: what is made of a set excludes its sources and what else is made of them; what is made together does not exclude itself.
#[test]
fn articulation_is_told_by_clashes() {
    // x1, x2 make h1 (5); x2, x3 make h4 (6).
    let items = ["h1", "h4", "x1", "x2", "x3"].map(item).to_vec();
    let mut n_to_one = problem(items, vec![slot("r1", 5, &[(0, 5)]), slot("r2", 6, &[(1, 6)])]);
    n_to_one.slots.push(slot("r3", 0, &[(2, 3), (3, 3), (4, 3)]));
    n_to_one.tree.push(Node { name: "r3".to_owned(), kind: NodeKind::Slot(2), minimum: None });
    n_to_one.tree[0].kind = NodeKind::All(vec![1, 2, 3]);
    n_to_one.clashes = vec![(0, 1), (0, 2), (0, 3), (1, 3), (1, 4)];
    let best = is_best(&n_to_one);
    assert_eq!((best.value.unmet, best.value.tree_credits), (1, 5));
    // h4 and what is left of its rivals' sources.
    assert_eq!(best.counted.iter().map(|c| c.item).collect::<Vec<_>>(), [1, 2]);
    // y makes h2 and h3, which serve two requirements; y itself does not count beside them.
    let items = ["h2", "h3", "y"].map(item).to_vec();
    let mut one_to_n =
        problem(items, vec![slot("r1", 5, &[(0, 5)]), slot("r2", 5, &[(1, 5)]), slot("r3", 0, &[(2, 10)])]);
    one_to_n.clashes = vec![(0, 2), (1, 2)];
    let best = is_best(&one_to_n);
    assert_eq!((best.value.unmet, best.value.uncounted), (0, -10));
}

/// At most so many credits of one value: a limit for each value.
#[test]
fn at_most_so_many_of_one_value_are_limits() {
    let mut fields = problem(many(4), vec![slot("r", 12, &[(0, 4), (1, 4), (2, 4), (3, 4)])]);
    let of = |name: &str, items: &[usize]| at_most(name, 8, items.iter().map(|i| (0, *i)).collect());
    fields.limits = vec![of("law", &[0, 1, 2]), of("art", &[3])];
    assert_eq!(in_slot(&is_best(&fields), 0), [(0, 4), (1, 4), (3, 4)]);
}
