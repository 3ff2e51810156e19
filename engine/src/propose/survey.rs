//! One case under one rulebook: what of it is known, and what an outcome may hang on.

use std::sync::Arc;

use credstack_model::policy::{PickedBy, TestKind};
use credstack_model::proposal::{Cell, Unknown};
use credstack_model::{AmountRange, Symbol};

use crate::case::Case;
use crate::cells::{Domain, domains_but};
use crate::compile::{GroupKey, Lanes, Program, Register, Rulebook, SpanKey};

/// The workload from which credits are granted.
const CREDITS: GroupKey = crate::compile::CREDITS;

/// One case under one rulebook, with the cells of its facts.
pub(crate) struct Survey<'a> {
    book: &'a Rulebook,
    case: &'a Case<'a>,
    domains: Vec<Arc<Domain>>,
    /// Every atom's truth where all cells of its domain agree.
    known: Vec<Lanes>,
}

impl<'a> Survey<'a> {
    pub(crate) fn new(book: &'a Rulebook, case: &'a Case<'a>, domains: Vec<Domain>) -> Self {
        Self::of(book, case, domains.into_iter().map(Arc::new).collect())
    }

    /// The same rulebook and a case that differs in one fact or answer alone.
    pub(crate) fn but<'b>(&self, case: &'b Case<'b>, changed: Unknown) -> Survey<'b>
    where
        'a: 'b,
    {
        Survey::of(self.book, case, domains_but(self.book, case, &self.domains, changed))
    }

    fn of(book: &'a Rulebook, case: &'a Case<'a>, domains: Vec<Arc<Domain>>) -> Self {
        let mut known = vec![Lanes::UNKNOWN; book.atoms().len()];
        for domain in &domains {
            for (place, atom) in domain.atoms.iter().enumerate() {
                if let (Some(slot), Some(truth)) = (known.get_mut(*atom), domain.agreed(place)) {
                    *slot = if truth { Lanes::TRUE } else { Lanes::FALSE };
                }
            }
        }
        Self { book, case, domains, known }
    }

    pub(crate) fn book(&self) -> &'a Rulebook {
        self.book
    }

    pub(crate) fn case(&self) -> &'a Case<'a> {
        self.case
    }

    pub(crate) fn unknown(&self, domain: usize) -> Unknown {
        self.domains.get(domain).map_or(Unknown::Fact(credstack_model::vocabulary::attribute::WORKLOAD), |d| d.unknown)
    }

    pub(crate) fn presumable(&self, domain: usize) -> bool {
        self.domains.get(domain).is_some_and(|d| d.presumable)
    }

    pub(crate) fn independent(&self, domain: usize) -> bool {
        self.domains.get(domain).is_some_and(|d| d.independent)
    }

    pub(crate) fn shown(&self, domain: usize) -> Vec<Cell> {
        self.domains.get(domain).map(|d| d.cells.iter().map(|c| c.shown.clone()).collect()).unwrap_or_default()
    }

    pub(crate) fn domains(&self) -> &[Arc<Domain>] {
        &self.domains
    }

    /// The domain of the workload from which credits are granted.
    pub(crate) fn credits_domain(&self) -> Option<usize> {
        self.domains
            .iter()
            .position(|d| d.key == CREDITS && d.independent && d.cells.iter().any(|c| c.amounts.is_some()))
    }

    /// What the workload can be at all.
    pub(crate) fn credits(&self) -> AmountRange {
        let cells =
            self.credits_domain().and_then(|d| self.domains.get(d)).map(|d| d.cells.as_slice()).unwrap_or_default();
        let ranges = cells.iter().filter_map(|c| c.amounts);
        ranges.reduce(AmountRange::hull).unwrap_or_else(AmountRange::unbounded)
    }

    /// Two units of one workload that are both open hang together, and so do facts asked for twice.
    pub(crate) fn twice_open(&self, matters: &[usize], open: &[usize]) -> bool {
        let mut seen: Vec<Unknown> = matters.iter().filter_map(|at| open.get(*at)).map(|d| self.unknown(*d)).collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        seen.len() < all
    }

    /// The atoms in lane 0, as far as they are known, and everything that follows from them.
    pub(crate) fn kleene(&self, program: &Program) -> Vec<Lanes> {
        let mut registers = self.known.clone();
        program.run(&mut registers);
        registers
    }

    /// Whether any outcome could be another if a fact that is known were not: everything else put in, does it still show?
    pub(crate) fn hangs_on(&self, domain: &Domain) -> bool {
        let mut known = self.known.clone();
        for atom in &domain.atoms {
            if let Some(slot) = known.get_mut(*atom) {
                *slot = Lanes::UNKNOWN;
            }
        }
        self.keys().iter().any(|key| {
            let program = self.book.program(key);
            let mut registers = known.clone();
            program.run(&mut registers);
            program.outputs().iter().any(|output| !crate::compile::read(&registers, *output).is_known(0))
        })
    }

    /// Every span key that some world has, by the cells of the dates that pick versions.
    pub(crate) fn keys(&self) -> Vec<SpanKey> {
        let mut keys = vec![SpanKey::default()];
        for picked in PickedBy::ALL {
            let Some(domain) =
                self.domains.iter().find(|d| d.cells.iter().any(|c| c.span.is_some_and(|(p, _)| p == picked)))
            else {
                continue;
            };
            let mut spans: Vec<usize> = domain.cells.iter().filter_map(|c| c.span).map(|(_, s)| s).collect();
            spans.sort_unstable();
            spans.dedup();
            keys = keys.iter().flat_map(|key| spans.iter().map(|s| key.with(picked, *s))).collect();
        }
        keys
    }

    /// The domains that an outcome may hang on: those that a rule still needs once everything known is put in, the dates that
    /// pick versions, and the workload that credits come from.
    pub(crate) fn open_domains(&self) -> Vec<usize> {
        self.open_for_any(Program::outputs)
    }

    /// The same for other registers of the programs.
    pub(crate) fn open_for_any(&self, outputs: impl Fn(&Program) -> Vec<Register>) -> Vec<usize> {
        let keys = self.keys();
        let mut wanted: Vec<bool> = vec![false; self.book.atoms().len()];
        for key in &keys {
            let program = self.book.program(key);
            for atom in program.open_atoms(&self.kleene(program), &outputs(program), self.book.atoms().len()) {
                if let Some(slot) = wanted.get_mut(atom) {
                    *slot = true;
                }
            }
        }
        let credits = self.credits_domain();
        self.ordered(|at, domain| {
            let picks = keys.len() > 1 && domain.picks_version();
            picks || Some(at) == credits || domain.atoms.iter().any(|a| wanted.get(*a).copied().unwrap_or(false))
        })
    }

    /// The domains that some registers of a program hang on.
    pub(crate) fn open_for(&self, program: &Program, registers: &[Lanes], from: &[Register]) -> Vec<usize> {
        if from.iter().all(|register| crate::compile::read(registers, *register).is_known(0)) {
            return Vec::new();
        }
        let atoms = program.open_atoms(registers, from, self.book.atoms().len());
        self.ordered(|_, domain| domain.atoms.iter().any(|a| atoms.binary_search(a).is_ok()))
    }

    /// The wanted domains with more than one cell; those that pick versions first, so that worlds of one program lie together.
    fn ordered(&self, wanted: impl Fn(usize, &Domain) -> bool) -> Vec<usize> {
        let several = self.domains.iter().enumerate().filter(|(at, d)| d.cells.len() > 1 && wanted(*at, d));
        let mut found: Vec<usize> = several.map(|(at, _)| at).collect();
        found.sort_by_key(|at| self.domains.get(*at).is_none_or(|d| !d.picks_version()));
        found
    }

    /// How many worlds some open domains have; `None` beyond what can be counted.
    pub(crate) fn size(&self, open: &[usize]) -> Option<usize> {
        self.sizes(open).into_iter().try_fold(1usize, usize::checked_mul)
    }

    pub(super) fn sizes(&self, open: &[usize]) -> Vec<usize> {
        open.iter().map(|d| self.domains.get(*d).map_or(1, |d| d.cells.len())).collect()
    }

    /// The span of each date that picks versions, in the world of these digits of the open domains.
    pub(super) fn key_of(&self, open: &[usize], digits: &[usize]) -> SpanKey {
        let mut key = SpanKey::default();
        for (at, domain) in self.domains.iter().enumerate().filter(|(_, domain)| domain.picks_version()) {
            let digit = open.iter().position(|o| *o == at).and_then(|p| digits.get(p)).copied().unwrap_or(0);
            if let Some((picked, span)) = domain.cells.get(digit).and_then(|c| c.span) {
                key = key.with(picked, span);
            }
        }
        key
    }

    /// The credits in a cell of the workload from which they are granted.
    pub(super) fn credits_in(&self, digit: usize) -> AmountRange {
        let Some(domain) = self.credits_domain() else { return AmountRange::unbounded() };
        let cell = self.domains.get(domain).and_then(|d| d.cells.get(digit));
        cell.and_then(|c| c.amounts).unwrap_or_else(|| AmountRange::exactly(credstack_model::Amount::ZERO))
    }

    /// The routes that may be open: all up to the first that surely is.
    pub(crate) fn possible_routes(&self) -> Vec<Symbol> {
        let mut routes = Vec::new();
        for key in self.keys() {
            let program = self.book.program(&key);
            let registers = self.kleene(program);
            for (at, register) in &program.routes {
                let lanes = crate::compile::read(&registers, *register);
                if lanes.is_true(0) || !lanes.is_known(0) {
                    routes.extend(self.book.route(*at).map(|r| r.name));
                }
                if lanes.is_true(0) {
                    break;
                }
            }
        }
        routes.dedup();
        routes
    }

    /// The routes whose conditions read something.
    pub(crate) fn routes_reading(&self, unknown: Unknown) -> Vec<Symbol> {
        let reads = |at: usize| {
            let tests = self.book.route(at).map(|r| r.applies.tests()).unwrap_or_default();
            tests.iter().any(|t| Unknown::Fact(t.attribute) == unknown && t.kind != TestKind::Stated)
        };
        (0..self.book.route_count())
            .filter(|at| reads(*at))
            .filter_map(|at| self.book.route(at))
            .map(|r| r.name)
            .collect()
    }
}
