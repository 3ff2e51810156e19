//! Awards that are asked for together, compiled.

use std::sync::Arc;

use credstack_model::policy::{Award, PolicySet};
use credstack_model::policy::{Preference, Together};
use credstack_model::vocabulary::{Entity, attribute};
use credstack_model::{Amount, Claim, Credential, Toward};

use super::super::book::{AwardBook, StackOptions};
use super::super::error::StackError;
use super::super::plan::{Plan, PlanKind, Size};
use super::super::shared::{Terms, among_awards};
use super::super::wallet::Wallet;
use crate::claim::describe_award;

/// More awards than this are not asked for together.
const MOST_AWARDS: usize = 24;

/// Two awards that share, by their places.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) name: Arc<str>,
    pub(super) between: [usize; 2],
    pub(super) terms: Terms,
}

/// What several awards see of a wallet and a claim, each its own.
pub(super) struct Gathered {
    pub(super) claims: Vec<Claim>,
    pub(super) wallets: Vec<Wallet>,
    pub(super) remarks: Vec<String>,
}

/// Several awards, each compiled with the policy by which it recognises.
#[derive(Debug)]
pub struct JointBook {
    pub(super) books: Vec<AwardBook>,
    pub(super) pairs: Vec<Pair>,
    pub(super) prefer: Option<Preference>,
    pub(super) remarks: Vec<String>,
}

impl JointBook {
    /// Compiles awards by their full names, in the order in which they are asked for.
    ///
    /// # Errors
    /// [`StackError`] when there is no such award, one is named twice, or one cannot be stacked toward.
    pub fn compile(set: &Arc<PolicySet>, awards: &[&str], together: Together) -> Result<Self, StackError> {
        if let Some(twice) = awards.iter().enumerate().find(|(at, name)| awards.iter().take(*at).any(|n| n == *name)) {
            return Err(StackError::AwardTwice((*twice.1).to_owned()));
        }
        if awards.len() > MOST_AWARDS {
            return Err(StackError::TooManyAwards(awards.len(), MOST_AWARDS));
        }
        let mut books: Vec<AwardBook> =
            awards.iter().map(|name| AwardBook::compile(set, name)).collect::<Result<_, StackError>>()?;
        let names: Vec<_> = books.iter().filter_map(|b| Some(b.award()?.name)).collect();
        for book in &mut books {
            book.together.clone_from(&names);
        }
        let pairs = pairs(set, &books, together)?;
        let mut remarks = Vec::new();
        let prefer = together.prefer.or_else(|| declared(&books, &mut remarks));
        Ok(Self { books, pairs, prefer, remarks })
    }

    /// The awards, in the order in which they are asked for.
    pub fn awards(&self) -> impl Iterator<Item = &Award> {
        self.books.iter().filter_map(AwardBook::award)
    }

    /// For each award its claim and the wallet as it sees it.
    pub(super) fn gather(
        &self,
        wallet: &[Credential],
        claim: &Claim,
        options: StackOptions,
    ) -> Result<Gathered, StackError> {
        let mut remarks = Vec::new();
        for toward in &claim.toward {
            if !self.books.iter().any(|book| book.has_component(&toward.component)) {
                return Err(StackError::WrongToward {
                    credential: toward.credential.to_string(),
                    component: toward.component.to_string(),
                    problem: "none of the awards has such a component".to_owned(),
                });
            }
        }
        let (mut claims, mut wallets) = (Vec::new(), Vec::new());
        for book in &self.books {
            let claim = book.own_claim(claim);
            let gathered = Wallet::gather(book, wallet, &claim, options)?;
            for remark in &gathered.remarks {
                if !remarks.contains(remark) {
                    remarks.push(remark.clone());
                }
            }
            claims.push(claim);
            wallets.push(gathered);
        }
        if wallets.is_empty() {
            return Err(StackError::NoAward);
        }
        Ok(Gathered { claims, wallets, remarks })
    }

    /// What it is worth that each award is complete: one for each, or a power of two, the highest award the greatest.
    pub(super) fn weights(&self) -> Vec<i64> {
        match self.prefer {
            None => vec![0; self.books.len()],
            Some(Preference::MostAwards) => vec![1; self.books.len()],
            Some(Preference::HighestAward) => {
                let mut order: Vec<usize> = (0..self.books.len()).collect();
                // The lowest first; of equal ones that which is named later.
                order.sort_by_key(|at| (self.books.get(*at).map(AwardBook::height), std::cmp::Reverse(*at)));
                let rank = |at: usize| order.iter().position(|o| *o == at).unwrap_or_default();
                (0..self.books.len()).map(|at| 1i64 << rank(at).min(MOST_AWARDS)).collect()
            }
        }
    }
}

impl AwardBook {
    /// Whether it has a component of this name, its full one or its own.
    pub fn has_component(&self, name: &str) -> bool {
        let text = |c: &super::super::plan::PlanComponent| self.book.set().symbols.text(c.component.name) == name;
        self.plan.components.iter().any(|c| *c.name == *name || text(c))
    }

    /// A claim for several awards as one of them has it: what it says of an award cannot be meant of all.
    fn own_claim(&self, claim: &Claim) -> Claim {
        let mut own = claim.clone();
        let set = self.book.set();
        let said: Vec<_> = own.facts.iter().map(|(id, _)| id).collect();
        for id in said.into_iter().filter(|id| set.vocabulary.get(*id).entity == Entity::Award) {
            own.facts.remove(id);
        }
        own.toward.retain(|Toward { component, .. }| self.has_component(component));
        if let Some(award) = self.award() {
            let name = credstack_model::facts::Value::Codes(vec![award.name]);
            own.facts.set(attribute::AWARD_IDENTIFIER, credstack_model::facts::Fact::known(name));
            describe_award(&mut own, award);
        }
        own
    }

    /// How high an award is: its level, then its workload. One that states no workload has what its requirements ask for; one
    /// without a level is below every other.
    fn height(&self) -> (Vec<u8>, Amount) {
        let level = self.award().and_then(|a| a.level).map(|l| self.book.set().frameworks.eqf(l));
        let levels = level.map(|l| l.iter().collect()).unwrap_or_default();
        (levels, self.plan.workload.unwrap_or_else(|| needed(&self.plan, 0)))
    }
}

/// The credits that a requirement asks for at the least.
fn needed(plan: &Plan, at: usize) -> Amount {
    let Some(node) = plan.nodes.get(at) else { return Amount::ZERO };
    let credits = |size: Option<Size>| match size {
        Some(Size::Credits(amount)) => amount,
        _ => Amount::ZERO,
    };
    let least = |children: &[usize], count: usize| {
        let mut each: Vec<Amount> = children.iter().map(|c| needed(plan, *c)).collect();
        each.sort_unstable();
        each.into_iter().take(count).fold(Amount::ZERO, Amount::plus)
    };
    let below = match &node.kind {
        PlanKind::Slot(slot) => plan.slots.get(*slot).map_or(Amount::ZERO, |s| credits(s.minimum)),
        PlanKind::All(children) => least(children, children.len()),
        PlanKind::Any(n, children) | PlanKind::AtLeast(n, children) => least(children, *n),
        PlanKind::Award { stacked, .. } => needed(plan, *stacked),
        PlanKind::If { then, otherwise, .. } => {
            needed(plan, *then).min(otherwise.map_or(Amount::ZERO, |node| needed(plan, node)))
        }
    };
    below.max(credits(node.minimum))
}

/// The preference that the awards declare, where they agree on one.
fn declared(books: &[AwardBook], remarks: &mut Vec<String>) -> Option<Preference> {
    let mut said: Vec<Preference> = books.iter().filter_map(|b| b.award()?.prefer).collect();
    said.sort_unstable();
    said.dedup();
    if said.len() > 1 {
        let words: Vec<String> = said.iter().map(|p| format!("`prefer {}`", p.words())).collect();
        remarks.push(format!("the awards declare different preferences ({}), so none is applied", words.join(", ")));
        return None;
    }
    said.first().copied()
}

/// The pairs of awards that share: by what they say, and as they are asked for.
fn pairs(set: &PolicySet, books: &[AwardBook], together: Together) -> Result<Vec<Pair>, StackError> {
    let place = |name| books.iter().position(|b| b.award().is_some_and(|a| a.name == name));
    let mut found = Vec::new();
    for award in books.iter().filter_map(AwardBook::award) {
        let mut number = 0;
        for (one, other, terms) in among_awards(award) {
            number += 1;
            let (Some(one), Some(other)) = (place(one), place(other)) else { continue };
            let terms = Terms::of(set, award, terms)?;
            let name = format!("{}.share_award_{number}", set.symbols.text(award.name)).into();
            found.push(Pair { name, between: [one, other], terms });
        }
    }
    let Some(asked) = together.sharing else { return Ok(found) };
    for (one, book) in books.iter().enumerate() {
        let Some(award) = book.award() else { continue };
        let terms = Terms::of(set, award, asked)?;
        for other in one + 1..books.len() {
            found.push(Pair { name: format!("asked.share_{}", found.len() + 1).into(), between: [one, other], terms });
        }
    }
    Ok(found)
}
