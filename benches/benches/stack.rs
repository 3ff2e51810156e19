//! One wallet stacked toward one award, and the search alone against plain enumeration of every way to place the same
//! credentials: what open degree-audit engines do. Both have to come to the same number of credits.

#![expect(clippy::expect_used, reason = "a benchmark that cannot start has nothing to measure")]

use std::hint::black_box;
use std::path::Path;

use credstack::documents::read_with;
use credstack::model::{Claim, Credential};
use credstack::stacking::{Budget, Item, Node, NodeKind, Offer, Problem, Slot, solve};
use credstack::{AwardBook, Rules, StackOptions, wire};
use criterion::{Criterion, criterion_group, criterion_main};

fn wallet(rules: &Rules, name: &str) -> Vec<Credential> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/wallets").join(name);
    let bytes = std::fs::read(path).expect("an example wallet");
    read_with(name, &bytes, &rules.policies.symbols, &rules.policies.vocabulary).expect("a wallet").credentials
}

fn claim(rules: &Rules, name: &str) -> Claim {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/claims").join(name);
    let text = std::fs::read_to_string(path).expect("an example claim");
    let source = wire::Source {
        name: name.into(),
        base: String::new(),
        symbols: &rules.policies.symbols,
        vocabulary: &rules.policies.vocabulary,
    };
    wire::read_claim_text(&source, &text).expect("a claim").value
}

fn wallets(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rules = Rules::from_folder(&root.join("rules")).expect("the rule packs");
    let mut group = criterion.benchmark_group("a wallet toward an award");
    for (what, award, documents, of) in [
        (
            "two courses",
            "be.vlg.example.procurement_certificate",
            "flemish-first-two-courses.json",
            "flemish-first-two-courses.json",
        ),
        ("eight credentials", "es.example.heritage_conservation", "spanish-master.json", "spanish-master.json"),
        (
            "seventeen credentials, three awards nested",
            "be.vlg.example.diploma",
            "flemish-climbing.json",
            "flemish-climbing-diploma.json",
        ),
    ] {
        let (credentials, claim) = (wallet(&rules, documents), claim(&rules, of));
        let book = AwardBook::compile(&rules.policies, award).expect("the award");
        group.bench_function(what, |b| {
            b.iter(|| book.stack(black_box(&credentials), &claim, StackOptions::default()).expect("a stack"));
        });
    }
    group.finish();
}

/// Credentials of 3 to 6 ECTS and three requirements, each open to two thirds of them.
fn problem(items: usize) -> Problem {
    let credits = |n: usize| 300 + 50 * i64::try_from(n * 7 % 7).unwrap_or_default();
    let slot = |s: usize| Slot {
        name: format!("s{s}"),
        minimum: 900,
        offers: (0..items)
            .filter(|n| n % 3 != s)
            .map(|n| Offer { item: n, least: credits(n), credits: credits(n), values: Vec::new() })
            .collect(),
        ..Slot::default()
    };
    let node = |name: &str, kind| Node { name: name.to_owned(), kind, minimum: None };
    Problem {
        units_per_credit: 100,
        fine: 1,
        items: (0..items).map(|n| Item { id: format!("c{n:02}"), ..Item::default() }).collect(),
        slots: (0..3).map(slot).collect(),
        tree: vec![
            node("all", NodeKind::All(vec![1, 2, 3])),
            node("s0", NodeKind::Slot(0)),
            node("s1", NodeKind::Slot(1)),
            node("s2", NodeKind::Slot(2)),
        ],
        workload: Some(4_000),
        ..Problem::default()
    }
}

/// The most credits that count, with as few requirements unmet as can be, found by trying everything.
fn enumerate(problem: &Problem, at: usize, filled: &mut [i64]) -> (usize, i64) {
    if at == problem.items.len() {
        let unmet = problem.slots.iter().zip(filled.iter()).filter(|(s, f)| **f < s.minimum).count();
        return (unmet, -filled.iter().sum::<i64>());
    }
    let mut best = enumerate(problem, at + 1, filled);
    for (place, slot) in problem.slots.iter().enumerate() {
        let Some(offer) = slot.offers.iter().find(|o| o.item == at) else { continue };
        if let Some(f) = filled.get_mut(place) {
            *f += offer.credits;
        }
        best = best.min(enumerate(problem, at + 1, filled));
        if let Some(f) = filled.get_mut(place) {
            *f -= offer.credits;
        }
    }
    best
}

fn search(criterion: &mut Criterion) {
    for items in [6, 9] {
        let problem = problem(items);
        let ours = solve(&problem, Budget::default()).expect("a stack").stack.value;
        let theirs = enumerate(&problem, 0, &mut [0; 3]);
        assert_eq!(-ours.uncounted, -theirs.1, "both count as much");
        let mut group = criterion.benchmark_group(format!("{items} credentials, three requirements"));
        group.bench_function("solve", |b| b.iter(|| solve(black_box(&problem), Budget::default())));
        group.bench_function("plain enumeration", |b| b.iter(|| enumerate(black_box(&problem), 0, &mut [0; 3])));
        group.finish();
    }
}

criterion_group!(benches, wallets, search);
criterion_main!(benches);
