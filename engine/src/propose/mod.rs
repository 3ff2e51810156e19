//! Proposals: what all rules together say of one credential for one purpose.

mod budget;
mod changes;
mod closed;
mod findings;
mod limits;
mod outcome;
mod survey;
mod table;
mod worlds;

use credstack_model::AmountRange;
use credstack_model::proposal::{Ask, Cell, Label, Lead, Outcome, Precision, Proposal, State, Unknown};

pub use budget::Budget;

use crate::case::Case;
use crate::cells::domains;
use crate::compile::{Program, Rulebook};
use outcome::hull;
pub(crate) use outcome::{NOTHING, outcome};
pub(crate) use survey::Survey;
use table::Table;

impl Rulebook {
    /// What the rules propose for a case: an interval over all worlds, with exactly the facts and questions that matter.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use credstack_model::{Claim, Credential, policy::PolicySet};
    /// # use credstack_engine::{Budget, Case, Rulebook};
    /// # let set = Arc::new(PolicySet::default());
    /// // An empty set of policies has none to compile.
    /// assert!(Rulebook::compile(&set, "es.universities").is_err());
    /// ```
    pub fn propose(&self, case: &Case<'_>, budget: Budget) -> Proposal {
        let survey = Survey::new(self, case, domains(self, case));
        let open = survey.open_domains();
        let worlds = survey.size(&open);
        let findings = findings::all(&survey, budget);
        let limits = limits::lines(&survey);
        let base = Proposal {
            credential: case.id.clone(),
            policy: self.policy(),
            routes: Vec::new(),
            outcome: nothing_known(&survey),
            precision: Precision::Outer,
            closed: None,
            asks: Vec::new(),
            findings,
            limits,
            changes: Vec::new(),
            worlds: 0,
        };
        match worlds.filter(|w| *w <= budget.worlds.max(1)) {
            Some(_) => exact(&survey, &open, base),
            None => outer(&survey, &open, base),
        }
    }
}

/// The bound that holds whatever the facts are.
fn nothing_known(survey: &Survey<'_>) -> Outcome {
    let may = AmountRange { low: credstack_model::Amount::ZERO, high: survey.credits().high };
    Outcome { worst: Label::Refused, best: Label::Recognised, must: may, may, ..outcome::refused() }
}

fn exact(survey: &Survey<'_>, open: &[usize], base: Proposal) -> Proposal {
    let mut routes = Vec::new();
    let table: Table<(Outcome, Option<usize>)> =
        survey.table(open, Program::outputs, |program, registers, lane, credits| {
            let (found, route) = outcome(survey.book(), program, registers, lane, credits);
            (found, route)
        });
    for (_, route) in table.distinct() {
        let name = route.and_then(|at| survey.book().route(at)).map(|r| r.name);
        routes.extend(name.filter(|n| !routes.contains(n)));
    }
    let whole = hull(table.distinct().map(|(o, _)| o));
    // Components that the claim does not ask for decide nothing, so nothing is asked for their sake.
    let outcomes: Table<Outcome> = table.map(|(o, _)| Outcome { never_toward: Vec::new(), ..o.clone() });
    let mut matters: Vec<usize> = outcomes.matters();
    // Where credits are granted from a workload that is itself a range, the workload matters within its cells, too.
    let credits = survey.credits_domain();
    // That two laws contradict each other spreads the credits too, and no workload settles it.
    let spread = |o: &Outcome| {
        o.best != Label::Refused && o.conflict.is_none() && (o.may.single().is_none() || o.must.single().is_none())
    };
    let credits_matter = outcomes.distinct().any(spread);
    let tied = matters.iter().filter_map(|at| open.get(*at)).any(|d| !survey.independent(*d))
        || survey.twice_open(&matters, open);
    let mut asks: Vec<Ask> = Vec::new();
    matters.sort_by_key(|at| open.get(*at).map(|d| survey.unknown(*d)));
    for at in &matters {
        let Some(domain) = open.get(*at) else { continue };
        add(
            &mut asks,
            Ask { unknown: survey.unknown(*domain), rules: Vec::new(), leads: leads(survey, &outcomes, *at, *domain) },
        );
    }
    if let Some(domain) = credits.filter(|_| credits_matter) {
        add(&mut asks, Ask { unknown: survey.unknown(domain), rules: Vec::new(), leads: Vec::new() });
    }
    for ask in &mut asks {
        ask.rules = asking(survey, &base, ask.unknown);
    }
    // What most rules wait for is asked first.
    asks.sort_by_key(|a| (std::cmp::Reverse(a.rules.len()), a.unknown));
    Proposal {
        routes,
        closed: Some(closed::closed(survey, open, &table)),
        outcome: whole,
        precision: if tied { Precision::Outer } else { Precision::Exact },
        worlds: outcomes.len(),
        asks,
        ..base
    }
}

/// One entry for each thing to ask for, though several domains may hang on it.
fn add(asks: &mut Vec<Ask>, ask: Ask) {
    match asks.iter_mut().find(|a| a.unknown == ask.unknown) {
        Some(same) => same.leads.extend(ask.leads),
        None => asks.push(ask),
    }
}

fn leads(survey: &Survey<'_>, outcomes: &Table<Outcome>, at: usize, domain: usize) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for (digit, shown) in survey.shown(domain).into_iter().enumerate() {
        let outcome = hull(outcomes.with(at, digit));
        match leads.iter_mut().find(|l| alike(&l.outcome, &outcome)) {
            Some(same) => {
                same.outcome = hull([&same.outcome, &outcome].into_iter());
                join(&mut same.cells, shown);
            }
            None => leads.push(Lead { cells: vec![shown], outcome }),
        }
    }
    leads
}

/// Whether two values lead to the same but for the credits, which follow from the value itself.
fn alike(a: &Outcome, b: &Outcome) -> bool {
    let plain = |o: &Outcome| Outcome { must: NOTHING, may: NOTHING, ..o.clone() };
    plain(a) == plain(b)
}

/// Stretches of amounts that touch are one.
fn join(cells: &mut Vec<Cell>, next: Cell) {
    if let (Some(Cell::Amount { high, below, .. }), Cell::Amount { low, high: end, below: open, .. }) =
        (cells.last_mut(), &next)
        && *high == Some(*low)
    {
        (*high, *below) = (*end, *open);
        return;
    }
    cells.push(next);
}

/// The rules whose finding hangs on something.
fn asking(survey: &Survey<'_>, proposal: &Proposal, unknown: Unknown) -> Vec<credstack_model::Symbol> {
    let named = |state: &State| matches!(state, State::Undetermined(list) if list.contains(&unknown));
    let mut rules: Vec<_> = proposal.findings.iter().filter(|f| named(&f.state)).map(|f| f.rule).collect();
    if rules.is_empty() {
        rules = survey.routes_reading(unknown);
    }
    rules
}

/// More worlds than the budget has: a safe bound, and everything that is open is asked for.
fn outer(survey: &Survey<'_>, open: &[usize], base: Proposal) -> Proposal {
    let mut asks: Vec<Ask> = Vec::new();
    for domain in open {
        add(&mut asks, Ask { unknown: survey.unknown(*domain), rules: Vec::new(), leads: Vec::new() });
    }
    for ask in &mut asks {
        ask.rules = asking(survey, &base, ask.unknown);
    }
    Proposal { routes: survey.possible_routes(), asks, ..base }
}
