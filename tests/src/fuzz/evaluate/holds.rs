//! What holds of every proposal and every stack.

use credstack::engine::{Budget, Case, Rulebook};
use credstack::model::facts::Knowledge;
use credstack::model::proposal::{Outcome, Precision, Proposal};
use credstack::model::stack::{AwardStatus, Reading, Stacking};
use credstack::model::vocabulary::{AttributeId, attribute};
use credstack::model::{AmountRange, Claim, Credential};
use credstack::{Certificate, documents, stacking};

use super::draw::Draw;
use super::facts;

/// Little enough that no input takes long; what goes beyond it has to be a safe bound.
pub(super) const BUDGET: Budget = Budget { worlds: 256 };
/// How many further facts are tried.
const FURTHER: usize = 2;
/// How hours become credits hangs on these, though no test of them is asked for.
const TIED: [AttributeId; 1] = [attribute::ISSUER_COUNTRY];

/// Low is not above high, and nothing that is told lies outside of the interval.
pub(super) fn interval(proposal: &Proposal) {
    let whole = &proposal.outcome;
    in_order(whole);
    assert!(whole.must.low <= whole.may.low, "more must be granted than may: {whole:?}");
    for lead in proposal.asks.iter().flat_map(|a| &a.leads) {
        in_order(&lead.outcome);
        if proposal.precision == Precision::Exact {
            assert!(within(&lead.outcome, whole), "an answer leads out of the interval: {lead:?} of {whole:?}");
        }
    }
    for change in &proposal.changes {
        in_order(&change.outcome);
    }
    if let Some(closed) = &proposal.closed {
        in_order(closed);
        assert!(within(closed, whole), "closed out of the interval: {closed:?} of {whole:?}");
    }
    if proposal.is_determined() {
        let one = |range: AmountRange| range.high == Some(range.low);
        let settled = whole.worst == whole.best && one(whole.must) && one(whole.may);
        assert!(settled, "determined, yet open: {whole:?}");
    }
}

fn in_order(outcome: &Outcome) {
    let ordered = |range: AmountRange| range.high.is_none_or(|high| range.low <= high);
    assert!(outcome.worst <= outcome.best, "worst above best: {outcome:?}");
    assert!(ordered(outcome.must) && ordered(outcome.may), "a low end above the high one: {outcome:?}");
}

/// Whether one outcome lies within another.
fn within(inner: &Outcome, outer: &Outcome) -> bool {
    let holds = |outer: AmountRange, inner: AmountRange| {
        let below = match (inner.high, outer.high) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(inner), Some(outer)) => inner <= outer,
        };
        outer.low <= inner.low && below
    };
    outer.worst <= inner.worst
        && inner.best <= outer.best
        && holds(outer.must, inner.must)
        && holds(outer.may, inner.may)
}

/// A fact that was missing and becomes known leads to something within the interval: that is what the interval says.
pub(super) fn narrows(
    book: &Rulebook,
    credential: &Credential,
    claim: &Claim,
    proposal: &Proposal,
    draw: &mut Draw<'_>,
) {
    let case = Case::new(book.set(), credential, claim);
    let open: Vec<AttributeId> = facts::OF_CREDENTIAL
        .into_iter()
        .filter(|id| *case.knowledge(*id) == Knowledge::Missing && !TIED.contains(id))
        .collect();
    for _ in 0..FURTHER.min(open.len()) {
        let Some(id) = open.get(draw.below(open.len())).copied() else { continue };
        let document = facts::one(draw, id).to_string();
        let read =
            documents::read_with("further.json", document.as_bytes(), &book.set().symbols, &book.set().vocabulary);
        let Some(fact) = read.ok().and_then(|d| d.credentials.first().and_then(|c| c.facts.get(id).cloned())) else {
            continue;
        };
        let mut known = credential.clone();
        known.facts.set(id, fact);
        let after = credstack::recognise(book, &known, claim, BUDGET);
        if after.precision == Precision::Exact {
            let name = &book.set().vocabulary.get(id).name;
            let (before, now) = (&proposal.outcome, &after.outcome);
            assert!(within(now, before), "{name} known as {document} leads out: {now:?} of {before:?}");
        }
    }
}

/// The checker confirms the stacks, what is told of them is what the solver found, and an award that is complete in every world is so in the best of them.
pub(super) fn stacks(found: &Stacking, certificates: &[Certificate]) {
    assert_eq!(certificates.len(), Reading::ALL.len(), "a stack without a certificate");
    for certificate in certificates {
        let faults = stacking::check(&certificate.problem, &certificate.solution.stack);
        assert_eq!(faults, Ok(()), "the checker does not confirm the stack that is {}", certificate.reading.word());
        let (told, solved) = (found.reading(certificate.reading), &certificate.solution.stack);
        assert_eq!(told.complete, solved.value.is_complete(), "complete or not: {told:?}");
        assert_eq!(told.counted.len(), solved.counted.len(), "what is counted: {told:?}");
    }
    let complete = found.status == AwardStatus::Complete;
    assert!(!complete || !found.possible.proven || found.possible.complete, "complete, yet not possible: {found:?}");
}
