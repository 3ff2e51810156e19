//! Random scenes: a policy, a credential with some facts unknown, and every plain value that each fact can have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack::model::date::{Date, DateRange};
use credstack::model::facts::{Fact, Facts, Value};
use credstack::model::level::{EqfLevels, Framework, FrameworkLevel, StatedLevel};
use credstack::model::policy::{
    Audience, Branch, Burden, Comparison, Condition, Effect, Element, Entitlement, Grant, GrantAmount, Layer, Modality,
    Operand, Period, PickedBy, Policy, PolicySet, Route, RouteTest, Rule, Standing, Test, TestKind,
};
use credstack::model::vocabulary::{AttributeId, attribute};
use credstack::model::workload::{Basis, StatedWorkload, WorkloadUnit};
use credstack::model::{Amount, AmountRange, Symbol, Symbols};
use credstack::source::Span;

/// The yes-or-no facts of a scene. Completion and authenticity are never presumed; the others are.
const TRUTHS: [AttributeId; 5] =
    [attribute::MOBILITY, attribute::OFFICIAL, attribute::RELATED, attribute::COMPLETED, attribute::AUTHENTIC];
/// Kinds of learning that rules name; the list is open, so a fourth stands for all others.
pub(crate) const KINDS: [&str; 3] = ["own_study", "official_study", "mooc"];
/// A closed list: there are no others.
pub(crate) const SETTINGS: [&str; 3] = ["formal", "non_formal", "informal"];
const BOUNDS: [i64; 4] = [5, 10, 15, 30];
/// Hundredths of a workload beyond every bound.
pub(crate) const HUGE: i64 = 100_000;

/// One concrete value of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Plain {
    Truth(bool),
    Code(usize),
    /// Hundredths of an ECTS credit.
    Hundredths(i64),
    /// Whether the credential has a level, and the EQF level at which it was taught.
    Level(bool, u8),
    Day(Date),
}

pub(crate) type World = BTreeMap<AttributeId, Plain>;

pub(crate) struct Scene {
    pub(crate) set: Arc<PolicySet>,
    pub(crate) facts: Facts,
    /// Every value that each fact can have; a known fact has one.
    pub(crate) values: BTreeMap<AttributeId, Vec<Plain>>,
}

/// Decisions drawn from bytes, so that a failing case shrinks to a small one.
struct Draw<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Draw<'_> {
    fn below(&mut self, n: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % n
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == one_in - 1
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

fn test(attribute: AttributeId, kind: TestKind) -> Condition {
    Condition::Test(Test { attribute, kind, span: Span::default() })
}

struct Maker<'b> {
    draw: Draw<'b>,
    symbols: Arc<Symbols>,
    facts: Facts,
    values: BTreeMap<AttributeId, Vec<Plain>>,
    unknown: usize,
}

impl Maker<'_> {
    fn condition(&mut self, depth: usize) -> Condition {
        match self.draw.below(if depth == 0 { 5 } else { 9 }) {
            0 | 1 => test(self.draw.pick(&TRUTHS), TestKind::Holds),
            2 => self.workload_test(),
            3 => self.code_or_date_test(),
            4 => {
                let eqf = self.draw.pick(&[5, 6, 7]);
                let level = self.level(eqf);
                let comparison = self.draw.pick(&[Comparison::AtLeast, Comparison::Less, Comparison::Equal]);
                test(attribute::LEVEL, TestKind::Level { comparison, level })
            }
            5 | 6 => Condition::All(vec![self.condition(depth - 1), self.condition(depth - 1)]),
            7 => Condition::Any(vec![self.condition(depth - 1), self.condition(depth - 1)]),
            _ => Condition::Not(Box::new(self.condition(depth - 1))),
        }
    }

    fn workload_test(&mut self) -> Condition {
        use Comparison::{AtLeast, AtMost, Equal, Less, More};
        let comparison = self.draw.pick(&[Less, AtMost, AtLeast, More, Equal]);
        let operand = Operand::Fixed(Amount::whole(self.draw.pick(&BOUNDS)));
        test(
            attribute::WORKLOAD,
            TestKind::Workload { comparison, operand, unit: WorkloadUnit::Ects, basis: Basis::Year },
        )
    }

    fn code_or_date_test(&mut self) -> Condition {
        match self.draw.below(4) {
            0 => test(attribute::KIND, TestKind::Among(self.codes(&KINDS))),
            1 => test(attribute::SETTING, TestKind::Among(self.codes(&SETTINGS))),
            2 => {
                let day = Date::new(self.draw.pick(&[2020, 2022, 2024]), 6, 1).unwrap();
                let comparison = self.draw.pick(&[Comparison::Less, Comparison::AtLeast]);
                test(attribute::ISSUED, TestKind::Date { comparison, day })
            }
            _ => test(attribute::LEVEL, TestKind::Has),
        }
    }

    fn level(&self, eqf: u8) -> StatedLevel {
        StatedLevel { framework: self.symbols.intern("EQF"), label: self.symbols.intern(&eqf.to_string()) }
    }

    fn codes(&mut self, list: &[&str]) -> Vec<Symbol> {
        let first = self.draw.below(list.len());
        let mut codes = vec![self.symbols.intern(list[first])];
        if self.draw.chance(3) {
            codes.push(self.symbols.intern(list[(first + 1) % list.len()]));
        }
        codes
    }

    fn grant(&mut self) -> Grant {
        let credits = |n| GrantAmount::Credits(Amount::whole(n));
        Grant {
            modality: self.draw.pick(&[Modality::Must, Modality::May]),
            amount: self.draw.pick(&[GrantAmount::InFull, credits(10), credits(5)]),
            recognised_as: None,
            level: None,
            toward: Vec::new(),
            condition: if self.draw.chance(6) { Some("pass an interview".into()) } else { None },
            record: None,
        }
    }

    fn branches(&mut self, most: usize) -> Vec<Branch<Grant>> {
        (0..=self.draw.below(most))
            .map(|_| Branch { when: self.condition(1), gives: self.grant(), span: Span::default() })
            .collect()
    }

    fn effect(&mut self) -> Effect {
        match self.draw.below(5) {
            0 => Effect::Bar { toward: Vec::new(), when: self.condition(2) },
            1 => Effect::Grant(self.branches(2)),
            2 => Effect::Doubt { element: Element::Quality, when: self.condition(2), still: Vec::new() },
            3 => Effect::Doubt { element: Element::Level, when: self.condition(1), still: self.branches(2) },
            _ => {
                let (small, large) = (self.symbols.intern("p.small"), self.symbols.intern("p.large"));
                let first = Branch { when: self.condition(1), gives: small, span: Span::default() };
                Effect::Classify(vec![
                    first,
                    Branch { when: Condition::Always(true), gives: large, span: Span::default() },
                ])
            }
        }
    }

    fn rule(&mut self, number: usize) -> Rule {
        let law = Standing::Mandatory { tighten: false, widen: false };
        let effect = self.effect();
        let bars = matches!(effect, Effect::Bar { .. });
        let mut duties: Vec<usize> = (0..5).filter(|at| *at != number).collect();
        duties.retain(|_| bars && self.draw.chance(2));
        Rule {
            name: self.symbols.intern(&format!("p.rule_{number}")),
            title: "a rule".into(),
            says: Vec::new(),
            notes: Vec::new(),
            asks: Vec::new(),
            measures: Vec::new(),
            within: None,
            standing: if self.draw.chance(2) { law } else { Standing::Default },
            audience: Audience::Everybody,
            force: Period::default(),
            picked_by: PickedBy::Application,
            applies: if self.draw.chance(2) { self.condition(1) } else { Condition::Always(true) },
            effect,
            exceptions: Vec::new(),
            citations: Vec::new(),
            replaces: Vec::new(),
            exception_to: duties.into_iter().map(|at| self.symbols.intern(&format!("p.rule_{at}"))).collect(),
            examples: Vec::new(),
            span: Span::default(),
        }
    }

    fn route(&mut self, name: &str, test: RouteTest, applies: Condition) -> Route {
        let presumed = test != RouteTest::EquivalenceShown;
        let duty = presumed && !self.draw.chance(3);
        Route {
            name: self.symbols.intern(name),
            title: name.into(),
            says: Vec::new(),
            notes: Vec::new(),
            applies,
            test,
            burden: if presumed { Burden::Institution } else { Burden::Applicant },
            entitlement: if duty { Entitlement::Duty } else { Entitlement::Discretion },
            citations: Vec::new(),
            force: Period::default(),
            picked_by: PickedBy::Application,
            span: Span::default(),
        }
    }

    /// Makes one fact known or, while there is room, unknown; `grid` is all that it can be.
    fn fact(&mut self, id: AttributeId, grid: Vec<Plain>) {
        if self.unknown < 6 && self.draw.chance(2) {
            self.unknown += 1;
            let part = if self.draw.chance(2) { self.in_part(id, &grid) } else { None };
            self.values.insert(id, part.unwrap_or(grid));
            return;
        }
        let value = grid[self.draw.below(grid.len())];
        let known = Fact::known(self.known(id, value));
        match value {
            // A level of none is compared by the level at which it was taught.
            Plain::Level(false, _) => {
                self.facts.set(attribute::LEVEL, Fact::none());
                self.facts.set(attribute::TAUGHT_LEVEL, known);
            }
            _ => self.facts.set(id, known),
        }
        self.values.insert(id, vec![value]);
    }

    /// A workload or a date may be known as a range instead of not at all.
    fn in_part(&mut self, id: AttributeId, grid: &[Plain]) -> Option<Vec<Plain>> {
        match id {
            attribute::WORKLOAD => {
                let (low, high) = self.draw.pick(&[(1250, 1500), (500, 1000), (999, 3001), (1001, 1499)]);
                let amount = AmountRange::between(Amount::hundredths(low), Amount::hundredths(high));
                let stated = StatedWorkload { amount, unit: WorkloadUnit::Ects };
                self.facts.set(id, Fact::known(Value::Workload(vec![stated])));
                let within = |p: &Plain| matches!(p, Plain::Hundredths(n) if (low..=high).contains(n));
                let ends = [Plain::Hundredths(low), Plain::Hundredths(high)];
                let inside: BTreeSet<Plain> = grid.iter().copied().filter(within).chain(ends).collect();
                Some(inside.into_iter().collect())
            }
            attribute::ISSUED => {
                let year = self.draw.pick(&[2020, 2022, 2023]);
                let range = DateRange::parse(&year.to_string()).unwrap();
                self.facts.set(id, Fact::known(Value::Date(range)));
                let day = |m, d| Plain::Day(Date::new(year, m, d).unwrap());
                Some(vec![day(1, 1), day(5, 31), day(6, 1), day(6, 2), day(12, 31)])
            }
            _ => None,
        }
    }

    fn known(&self, id: AttributeId, value: Plain) -> Value {
        match value {
            Plain::Truth(yes) => Value::Truth(yes),
            Plain::Code(at) => {
                let list: &[&str] = if id == attribute::KIND { &KINDS } else { &SETTINGS };
                Value::Codes(vec![self.symbols.intern(list.get(at).copied().unwrap_or("something_else"))])
            }
            Plain::Hundredths(n) => {
                let amount = AmountRange::exactly(Amount::hundredths(n));
                Value::Workload(vec![StatedWorkload { amount, unit: WorkloadUnit::Ects }])
            }
            Plain::Level(_, eqf) => Value::Level(vec![self.level(eqf)]),
            Plain::Day(day) => Value::Date(DateRange::exactly(day)),
        }
    }

    fn all_facts(&mut self) {
        for id in TRUTHS {
            self.fact(id, vec![Plain::Truth(true), Plain::Truth(false)]);
        }
        self.fact(attribute::KIND, (0..4).map(Plain::Code).collect());
        self.fact(attribute::SETTING, (0..3).map(Plain::Code).collect());
        let around = |b: &i64| [b * 100 - 1, b * 100, b * 100 + 1];
        let amounts: BTreeSet<i64> = BOUNDS.iter().flat_map(around).chain([0, HUGE]).collect();
        self.fact(attribute::WORKLOAD, amounts.into_iter().map(Plain::Hundredths).collect());
        let days = (2019..=2024).flat_map(|y| [5, 6].map(|m| Plain::Day(Date::new(y, m, 1).unwrap())));
        self.fact(attribute::ISSUED, days.collect());
        let levels = [true, false].into_iter().flat_map(|has| (1..=8).map(move |eqf| Plain::Level(has, eqf)));
        self.fact(attribute::LEVEL, levels.collect());
    }
}

fn eqf(symbols: &Symbols) -> Framework {
    let level =
        |n: u8| FrameworkLevel { label: symbols.intern(&n.to_string()), rank: n, eqf: EqfLevels::one(n).unwrap() };
    Framework { name: symbols.intern("EQF"), title: "EQF".into(), country: None, levels: (1..=8).map(level).collect() }
}

/// A scene made from bytes; the same bytes make the same scene.
pub(crate) fn scene(bytes: &[u8]) -> Scene {
    let symbols = Arc::new(Symbols::default());
    let draw = Draw { bytes, at: 0 };
    let mut maker =
        Maker { draw, symbols: symbols.clone(), facts: Facts::default(), values: BTreeMap::new(), unknown: 0 };
    maker.all_facts();
    let count = maker.draw.below(4);
    let rules = (0..=count).map(|n| maker.rule(n)).collect();
    let applies = if maker.draw.chance(2) { maker.condition(1) } else { Condition::Always(true) };
    let mut routes = vec![maker.route("p.recognition", RouteTest::NoSubstantialDifference, applies)];
    if maker.draw.chance(2) {
        routes.push(maker.route("p.validation", RouteTest::EquivalenceShown, Condition::Always(true)));
    }
    let policy = Policy {
        name: symbols.intern("p"),
        version_of: symbols.intern("p"),
        title: "a policy".into(),
        layer: Layer::Country,
        jurisdiction: Vec::new(),
        extends: Vec::new(),
        force: Period::default(),
        sources: Vec::new(),
        routes,
        rules,
        parameters: Vec::new(),
        steps: None,
        procedure: None,
        pack: 0,
        span: Span::default(),
    };
    let mut set = PolicySet { symbols: symbols.clone(), policies: vec![policy], ..PolicySet::default() };
    set.frameworks.add(eqf(&symbols));
    Scene { set: Arc::new(set), facts: maker.facts, values: maker.values }
}
