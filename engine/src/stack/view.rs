//! What one credential comes to toward one component, in every world of what is open.

use credstack_model::policy::{Bound, Effect, PolicySet, RecordEntry};
use credstack_model::proposal::{Cell, Label, Unknown};
use credstack_model::vocabulary::{Entity, attribute};
use credstack_model::{Amount, AmountRange, Symbol};

use crate::case::Case;
use crate::cells::domains;
use crate::compile::{Lanes, Parts, Program, Register, RuleCode, Rulebook, read};
use crate::propose::{Budget, NOTHING, Survey, outcome};

/// What stacking needs to know of a credential in one world.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Sign {
    /// ECTS that must be granted.
    pub(super) must: AmountRange,
    /// ECTS that may be granted.
    pub(super) may: AmountRange,
    /// The truth of each condition of the plan.
    pub(super) holds: Vec<bool>,
    /// The limits of the rules that are in force.
    pub(super) limits: Vec<LimitSign>,
    /// Whether it is entered on record without its mark.
    pub(super) without_grade: bool,
}

/// What a limit of the rules says of a credential in one world.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct LimitSign {
    /// Its place in the rulebook.
    pub(super) rule: usize,
    /// Whether it counts the credential against what it allows at most: what is recognised alone.
    pub(super) against: bool,
    /// Whether it counts the credential toward what it asks for at least.
    pub(super) toward: bool,
    /// Whether the case of each of its bounds holds.
    pub(super) bounds: Vec<bool>,
    /// Whether each exception raises it.
    pub(super) raised: Vec<bool>,
}

/// One open fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) unknown: Unknown,
    /// Whether it is a fact of the claim, the same for all credentials.
    pub(super) shared: bool,
    pub(super) cells: Vec<Cell>,
}

/// A credential in every world.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) open: Vec<Open>,
    /// The different signs.
    pub(super) signs: Vec<Sign>,
    /// For each world the cell of each open fact, and its sign.
    pub(super) worlds: Vec<(Vec<usize>, usize)>,
    /// Whether these are all worlds; otherwise the first is a safe bound from below and the second one from above.
    pub(super) exact: bool,
}

/// How the credits of a credential come to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Granting {
    /// The rules say.
    ByRules,
    /// All its credits, by an articulation; limits on recognition count it.
    Agreed,
    /// All its credits: it was earned within the award, or the award names no policy.
    InFull,
}

pub(super) fn view(book: &Rulebook, case: &Case<'_>, granting: Granting, budget: Budget) -> View {
    let survey = Survey::new(book, case, domains(book, case));
    let open = survey.open_for_any(|program| match granting {
        Granting::ByRules | Granting::Agreed => program.stacking_outputs(),
        Granting::InFull => {
            let floors = program.rules.iter().filter(|code| is_floor(book, code.rule));
            let read = floors.flat_map(|code| match &code.parts {
                Parts::Limit { counts, bounds, .. } => [&[*counts], bounds.as_slice()].concat(),
                _ => Vec::new(),
            });
            program.extra.iter().copied().chain(read).collect()
        }
    });
    if survey.size(&open).is_none_or(|n| n > budget.worlds.max(1)) {
        return bounds(&survey, case, granting, &open);
    }
    let strict = strict_cells(&survey);
    let table = survey.table(&open, Program::stacking_outputs, |program, registers, lane, credits| {
        let credits = within(credits, &strict);
        sign(book, case, granting, program, registers, lane, credits)
    });
    let mut signs: Vec<Sign> = Vec::new();
    let mut worlds = Vec::new();
    for world in 0..table.len() {
        let Some(sign) = table.value(world) else { continue };
        let place = signs.iter().position(|s| s == sign).unwrap_or_else(|| {
            signs.push(sign.clone());
            signs.len() - 1
        });
        worlds.push((table.digits(world), place));
    }
    View { open: open.iter().map(|d| fact(&survey, case.set(), *d)).collect(), signs, worlds, exact: true }
}

fn fact(survey: &Survey<'_>, set: &PolicySet, domain: usize) -> Open {
    let unknown = survey.unknown(domain);
    let shared = match unknown {
        Unknown::Fact(id) if id == attribute::LEARNER_IDENTIFIED => false,
        Unknown::Fact(id) => {
            let of = set.vocabulary.get(id).entity;
            matches!(of, Entity::Award | Entity::Learner | Entity::Enrolment | Entity::Claim)
        }
        Unknown::Answer(_) => false,
    };
    Open { unknown, shared, cells: survey.shown(domain) }
}

/// The stretches of the workload whose ends are not part of them.
fn strict_cells(survey: &Survey<'_>) -> Vec<(AmountRange, bool, bool)> {
    let shown = survey.credits_domain().map(|d| survey.shown(d)).unwrap_or_default();
    let strict = |cell: Cell| match cell {
        Cell::Amount { low, high, above, below, .. } => Some((AmountRange { low, high }, above, below)),
        _ => None,
    };
    shown.into_iter().filter_map(strict).collect()
}

/// Credits are counted in hundredths: an end that is not reached is one of them away.
fn within(credits: AmountRange, strict: &[(AmountRange, bool, bool)]) -> AmountRange {
    let hundredth = Amount::hundredths(1);
    match strict.iter().find(|(range, ..)| *range == credits) {
        Some((range, above, below)) if range.single().is_none() => AmountRange {
            low: if *above { range.low.plus(hundredth) } else { range.low },
            high: range.high.map(|h| if *below { h.minus(hundredth) } else { h }),
        },
        _ => credits,
    }
}

fn sign(
    book: &Rulebook,
    case: &Case<'_>,
    granting: Granting,
    program: &Program,
    registers: &[Lanes],
    lane: usize,
    credits: AmountRange,
) -> Sign {
    let is = |register: usize| read(registers, register).is_true(lane);
    let (must, may, record) = match granting {
        Granting::InFull | Granting::Agreed => (credits, credits, None),
        Granting::ByRules => granted(book, case, program, registers, lane, credits),
    };
    let limit = |code: &RuleCode| match &code.parts {
        Parts::Limit { counts, bounds, raised } => Some(LimitSign {
            rule: code.rule,
            against: is(*counts) && granting != Granting::InFull,
            toward: is(*counts),
            bounds: bounds.iter().map(|b| is(*b)).collect(),
            raised: raised.iter().map(|r| is(*r)).collect(),
        }),
        _ => None,
    };
    // What was earned within the award is not recognised, so no ceiling on recognition counts it; toward what has to be the
    // institution's own it counts like everything else.
    let counted = |code: &&RuleCode| granting != Granting::InFull || is_floor(book, code.rule);
    let limits: Vec<LimitSign> = program.rules.iter().filter(counted).filter_map(limit).collect();
    let under = limits.iter().filter(|l| l.against).filter_map(|l| limit_of(book, l.rule)?.record);
    let ungraded = |r: RecordEntry| matches!(r, RecordEntry::Ungraded | RecordEntry::ExemptionWithoutCredits);
    let without_grade = under.chain(record).any(ungraded);
    Sign { must, may, holds: program.extra.iter().map(|e| is(*e)).collect(), limits, without_grade }
}

fn granted(
    book: &Rulebook,
    case: &Case<'_>,
    program: &Program,
    registers: &[Lanes],
    lane: usize,
    credits: AmountRange,
) -> (AmountRange, AmountRange, Option<RecordEntry>) {
    let (found, _) = outcome(book, program, registers, lane, credits);
    let kind = case.facts().code(attribute::COMPONENT_KIND);
    let elsewhere = !found.only_toward.is_empty() && kind.is_none_or(|k: Symbol| !found.only_toward.contains(&k));
    if found.best == Label::Refused || elsewhere {
        return (NOTHING, NOTHING, None);
    }
    // What hangs on a condition that is still to be met is not owed.
    let must = if found.conditions.is_empty() { found.must } else { NOTHING };
    (must, found.may, found.record)
}

/// More worlds than the budget has: nothing for sure, and everything that is not ruled out.
fn bounds(survey: &Survey<'_>, case: &Case<'_>, granting: Granting, open: &[usize]) -> View {
    let book = survey.book();
    let (mut surely, mut maybe) = (Vec::new(), Vec::new());
    let (mut least, mut most): (Vec<LimitSign>, Vec<LimitSign>) = (Vec::new(), Vec::new());
    let keys = survey.keys();
    for key in &keys {
        let program = book.program(key);
        let registers = survey.kleene(program);
        for (at, register) in program.extra.iter().enumerate() {
            let lanes = read(&registers, *register);
            put(&mut surely, at, lanes.is_true(0), |a, b| a && b);
            put(&mut maybe, at, lanes.is_true(0) || !lanes.is_known(0), |a, b| a || b);
        }
        for code in program.rules.iter().filter(|c| granting != Granting::InFull || is_floor(book, c.rule)) {
            let Parts::Limit { counts, bounds, raised } = &code.parts else { continue };
            let (surely, maybe) = (is_sure(&registers, *counts), may_be(&registers, *counts));
            let sign = LimitSign {
                rule: code.rule,
                against: maybe && granting != Granting::InFull,
                // Where the day is open, too, another version of the limit may be the one in force.
                toward: surely && keys.len() == 1,
                bounds: bounds.iter().map(|b| may_be(&registers, *b)).collect(),
                raised: raised.iter().map(|r| is_sure(&registers, *r)).collect(),
            };
            most.push(LimitSign { against: false, toward: maybe, ..sign.clone() });
            least.push(sign);
        }
    }
    let credits = survey.credits();
    let none = Sign { must: NOTHING, may: NOTHING, holds: surely, limits: least, without_grade: false };
    let all = Sign { must: NOTHING, may: credits, holds: maybe, limits: most, without_grade: false };
    let open = open.iter().map(|d| fact(survey, case.set(), *d)).collect();
    View { open, signs: vec![none, all], worlds: vec![(Vec::new(), 0), (Vec::new(), 1)], exact: false }
}

fn put(list: &mut Vec<bool>, at: usize, value: bool, join: impl Fn(bool, bool) -> bool) {
    match list.get_mut(at) {
        Some(known) => *known = join(*known, value),
        None => list.push(value),
    }
}

fn is_sure(registers: &[Lanes], register: Register) -> bool {
    read(registers, register).is_true(0)
}

fn may_be(registers: &[Lanes], register: Register) -> bool {
    !read(registers, register).is_known(0) || is_sure(registers, register)
}

/// What the limits say of a claim before anything is put forward: those that could count some credential, once for each of
/// their cases that may hold. Of the cases of one side those behind one that surely holds are never taken.
pub(super) fn standing(book: &Rulebook, case: &Case<'_>) -> Vec<LimitSign> {
    let survey = Survey::new(book, case, domains(book, case));
    let mut found = Vec::new();
    for key in survey.keys() {
        let program = book.program(&key);
        let registers = survey.kleene(program);
        for code in &program.rules {
            let (Parts::Limit { counts, bounds, .. }, Some(limit)) = (&code.parts, limit_of(book, code.rule)) else {
                continue;
            };
            if !may_be(&registers, *counts) {
                continue;
            }
            let sides: Vec<(Bound, Register)> =
                limit.bounds.iter().map(|b| b.bound).zip(bounds.iter().copied()).collect();
            for (at, (side, _)) in sides.iter().enumerate().filter(|(_, (_, when))| may_be(&registers, *when)) {
                let before = |(s, w): &(Bound, Register)| s == side && is_sure(&registers, *w);
                if !sides.iter().take(at).any(before) {
                    let bounds = (0..sides.len()).map(|other| other == at).collect();
                    found.push(LimitSign { rule: code.rule, against: false, toward: true, bounds, raised: Vec::new() });
                }
            }
        }
    }
    found
}

/// Whether a rule is a limit that asks for something at least.
fn is_floor(book: &Rulebook, rule: usize) -> bool {
    limit_of(book, rule).is_some_and(|limit| limit.bounds.iter().any(|b| b.bound == Bound::AtLeast))
}

/// Whether a rule is a limit, and which.
pub(super) fn limit_of(book: &Rulebook, rule: usize) -> Option<&credstack_model::policy::Limit> {
    match &book.rule(rule)?.effect {
        Effect::Limit(limit) => Some(limit),
        _ => None,
    }
}

impl View {
    /// The signs of the worlds in which a fact takes a cell; of all worlds without one.
    pub(super) fn in_worlds(&self, fixed: &[(Unknown, Vec<usize>)]) -> Vec<usize> {
        let agrees = |digits: &[usize]| {
            let each = self.open.iter().zip(digits);
            each.into_iter()
                .all(|(open, digit)| fixed.iter().all(|(u, cells)| *u != open.unknown || cells.contains(digit)))
        };
        let mut signs: Vec<usize> =
            self.worlds.iter().filter(|(digits, _)| agrees(digits)).map(|(_, sign)| *sign).collect();
        signs.sort_unstable();
        signs.dedup();
        signs
    }
}
