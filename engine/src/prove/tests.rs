//! Proofs against every credential of a small world, read by the plain interpreter.

use std::sync::Arc;

use credstack_model::date::{Date, DateRange};
use credstack_model::facts::{Fact, Facts, Value};
use credstack_model::level::{EqfLevels, Framework, FrameworkLevel, StatedLevel};
use credstack_model::policy::{Comparison, Condition, Operand, PolicySet, Test, TestKind};
use credstack_model::proposal::Truth;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::{Basis, StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange};
use credstack_source::Span;

use super::{Prover, Verdict};
use crate::case::Case;
use crate::compile::Rulebook;
use crate::interpret;

const KINDS: [&str; 3] = ["own_study", "official_study", "professional_experience"];

fn set() -> Arc<PolicySet> {
    let mut set = PolicySet::default();
    let level =
        |n: u8| FrameworkLevel { label: set.symbols.intern(&n.to_string()), rank: n, eqf: EqfLevels::one(n).unwrap() };
    let levels = (1..=8).map(level).collect();
    let framework = Framework { name: set.symbols.intern("EQF"), title: "EQF".into(), country: None, levels };
    set.frameworks.add(framework);
    Arc::new(set)
}

struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

fn test(attribute: AttributeId, kind: TestKind) -> Condition {
    Condition::Test(Test { attribute, kind, span: Span::default() })
}

fn eqf(set: &PolicySet, n: u8) -> StatedLevel {
    StatedLevel { framework: set.symbols.intern("EQF"), label: set.symbols.intern(&n.to_string()) }
}

fn workload(comparison: Comparison, bound: i64) -> Condition {
    let operand = Operand::Fixed(Amount::whole(bound));
    test(attribute::WORKLOAD, TestKind::Workload { comparison, operand, unit: WorkloadUnit::Ects, basis: Basis::Year })
}

fn condition(set: &PolicySet, draw: &mut Draw, depth: usize) -> Condition {
    use Comparison::{AtLeast, AtMost, Equal, Less, More, NotEqual};
    let any = [AtLeast, AtMost, Equal, Less, More, NotEqual];
    match draw.below(if depth == 0 { 6 } else { 10 }) {
        0 => workload(draw.pick(&any), draw.pick(&[0, 5, 10])),
        1 => test(
            attribute::LEVEL,
            TestKind::Level { comparison: draw.pick(&any), level: eqf(set, draw.pick(&[1, 5, 8])) },
        ),
        2 => {
            test(attribute::LEVEL, TestKind::LevelOf { comparison: draw.pick(&any), attribute: attribute::AWARD_LEVEL })
        }
        3 => test(attribute::KIND, TestKind::Among(vec![set.symbols.intern(draw.pick(&KINDS))])),
        4 => {
            let day = Date::new(draw.pick(&[2020, 2024]), 6, 1).unwrap();
            test(attribute::ISSUED, TestKind::Date { comparison: draw.pick(&any), day })
        }
        5 => test(draw.pick(&[attribute::AUTHENTIC, attribute::WORKLOAD]), TestKind::Has),
        6 | 7 => Condition::All(vec![condition(set, draw, depth - 1), condition(set, draw, depth - 1)]),
        8 => Condition::Any(vec![condition(set, draw, depth - 1), condition(set, draw, depth - 1)]),
        _ => Condition::Not(Box::new(condition(set, draw, depth - 1))),
    }
}

/// Every credential of a small world.
fn credentials(set: &PolicySet) -> Vec<Facts> {
    let known = |v: Value| Some(Fact::known(v));
    let amounts = [0, 4, 5, 6, 10, 11].map(|n| {
        let amount = AmountRange::exactly(Amount::whole(n));
        known(Value::Workload(vec![StatedWorkload { amount, unit: WorkloadUnit::Ects }]))
    });
    let level = |n: u8| known(Value::Level(vec![eqf(set, n)]));
    let levels = [level(1), level(4), level(5), level(8)];
    let of_award = [level(1), level(5), level(8), Some(Fact::none())];
    let kinds = KINDS.map(|k| known(Value::Codes(vec![set.symbols.intern(k)])));
    let days = [(2019, 1), (2020, 6), (2022, 1), (2024, 6), (2025, 1)];
    let days = days.map(|(y, m)| known(Value::Date(DateRange::exactly(Date::new(y, m, 1).unwrap()))));
    let mut all = vec![Facts::default()];
    let fields: [(AttributeId, &[Option<Fact>]); 5] = [
        (attribute::WORKLOAD, &amounts),
        (attribute::LEVEL, &levels),
        (attribute::AWARD_LEVEL, &of_award),
        (attribute::KIND, &kinds),
        (attribute::ISSUED, &days),
    ];
    for (id, values) in fields {
        let with = |facts: &Facts, fact: &Fact| {
            let mut facts = facts.clone();
            facts.set(id, fact.clone());
            facts
        };
        all = all.iter().flat_map(|f| values.iter().flatten().map(move |v| with(f, v))).collect();
    }
    all
}

#[test]
fn no_credential_refutes_a_proof_and_every_witness_meets_its_condition() {
    let set = set();
    let all = credentials(&set);
    let book = Rulebook::beside(&set, None, Vec::new()).unwrap();
    let prover = Prover::new(&set);
    let mut draw = Draw(7);
    let (mut never, mut always, mut witnessed) = (0, 0, 0);
    for number in 0..1_500 {
        let condition = condition(&set, &mut draw, 3);
        let verdict = prover.verdict(&condition);
        let truth = |facts: &Facts| interpret::truth(&book, &Case::from_facts(&set, facts.clone()), &condition);
        match &verdict {
            Verdict::Never => {
                never += 1;
                assert!(all.iter().all(|f| truth(f) != Truth::True), "{number}: {condition:?}");
            }
            Verdict::Always => {
                always += 1;
                assert!(all.iter().all(|f| truth(f) != Truth::False), "{number}: {condition:?}");
            }
            Verdict::Sometimes { witness: Some(witness) } => {
                witnessed += 1;
                assert_eq!(truth(&witness.facts), Truth::True, "{number}: {condition:?}");
            }
            Verdict::Sometimes { witness: None } | Verdict::Unknown => {}
        }
    }
    assert!(never > 50 && always > 50 && witnessed > 500, "{never} never, {always} always, {witnessed} witnessed");
}

#[test]
fn two_comparisons_with_one_open_fact_exclude_each_other() {
    let set = set();
    let of = |comparison| test(attribute::LEVEL, TestKind::LevelOf { comparison, attribute: attribute::AWARD_LEVEL });
    let prover = Prover::new(&set);
    assert!(prover.never(&of(Comparison::Less).and(of(Comparison::AtLeast))));
    assert!(!prover.never(&of(Comparison::AtMost).and(of(Comparison::AtLeast))));
    // An award without a level is neither below nor at it.
    assert!(!prover.always(&Condition::Any(vec![of(Comparison::Less), of(Comparison::AtLeast)])));
}

#[test]
fn what_the_file_states_is_open() {
    let set = set();
    let states = test(attribute::REVOKED, TestKind::Stated);
    assert!(matches!(Prover::new(&set).verdict(&states), Verdict::Sometimes { .. }));
}

#[test]
fn a_proof_that_its_budget_does_not_allow_is_none() {
    let set = set();
    let hard = workload(Comparison::Less, 5).and(workload(Comparison::More, 5));
    assert_eq!(Prover::new(&set).within(1).verdict(&hard), Verdict::Unknown);
    assert_eq!(Prover::new(&set).verdict(&hard), Verdict::Never);
}
