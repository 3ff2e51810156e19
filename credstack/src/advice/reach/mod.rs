//! Which awards a wallet reaches, and which it comes near to.

mod index;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use credstack_engine::stack::{AwardBook, StackError, StackOptions, Standing};
use credstack_model::policy::PolicySet;
use credstack_model::together::JointStacking;
use credstack_model::vocabulary::{Entity, attribute};
use credstack_model::{Claim, Credential, Symbol};

use crate::stack::{stack_together, toward};
use index::Index;

/// All awards of some packs, laid out so that a wallet is only tried against those that it can touch.
#[derive(Debug)]
pub struct Shelf {
    set: Arc<PolicySet>,
    index: Index,
    /// The awards, each compiled when it is first needed.
    books: Vec<OnceLock<Result<AwardBook, StackError>>>,
}

/// What a wallet reaches.
#[derive(Debug, Clone)]
pub struct Reach {
    /// How many awards there are.
    pub awards: usize,
    /// How many of them the wallet touches, and so were tried.
    pub tried: usize,
    /// Those that are complete with what may be granted, each by itself, in the order of their names.
    pub reached: Vec<Reached>,
    /// Those that something counts toward, the nearest first.
    pub near: Vec<Near>,
    /// Those among the reached that can be complete together, and which of them the declared preference takes: of the awards
    /// that the claim names, where it names several, else of all. None where fewer than two of them are reached, or too many
    /// to look at together.
    pub together: Option<JointStacking>,
    /// How many of the reached that question is about.
    pub asked_together: usize,
    /// Awards that cannot be stacked toward, and why.
    pub failed: Vec<(Symbol, StackError)>,
}

/// An award that a wallet reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Its full name.
    pub award: Symbol,
    /// How the wallet stands to it.
    pub standing: Standing,
    /// The awards that include it and are not reached: who leaves them leaves with this one.
    pub exit_from: Vec<Symbol>,
}

/// An award that a wallet comes near to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Its full name.
    pub award: Symbol,
    /// How the wallet stands to it.
    pub standing: Standing,
}

/// No more awards than this are looked at together: each more can double the sets that are to be looked at.
const MOST_TOGETHER: usize = 6;

impl Shelf {
    /// Lays out the awards of some packs.
    pub fn new(set: &Arc<PolicySet>) -> Self {
        let books = set.awards.iter().map(|_| OnceLock::new()).collect();
        Self { set: set.clone(), index: Index::new(set), books }
    }

    /// Compiles every award that is not compiled yet, so that no wallet waits for it.
    pub fn prepare(&self) {
        (0..self.books.len()).for_each(|at| {
            self.book(at);
        });
    }

    fn book(&self, at: usize) -> Option<&Result<AwardBook, StackError>> {
        let award = self.set.awards.get(at)?;
        let compile = || AwardBook::compile(&self.set, self.set.symbols.text(award.name));
        Some(self.books.get(at)?.get_or_init(compile))
    }

    /// The awards that a wallet touches, by name, in their order.
    pub fn touched(&self, credentials: &[Credential], claim: &Claim) -> Vec<Symbol> {
        let places = self.index.touched(&self.set, credentials, claim);
        places.keys().filter_map(|at| self.set.awards.get(*at)).map(|a| a.name).collect()
    }

    /// What a wallet reaches, and the awards that it comes nearest to, no more than so many.
    ///
    /// # Errors
    /// [`StackError`] for a wallet that makes no sense: empty, or of two learners.
    pub fn reach(
        &self,
        credentials: &[Credential],
        claim: &Claim,
        options: StackOptions,
        most_near: usize,
    ) -> Result<Reach, StackError> {
        if credentials.is_empty() {
            return Err(StackError::EmptyWallet);
        }
        let touched = self.index.touched(&self.set, credentials, claim);
        let (mut reached, mut near, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        let told = self.told(credentials, claim);
        // What is made up of parts is known by all of them together.
        let apart = credentials.iter().all(|c| c.parts.is_empty());
        let mut looked = false;
        let mut complete = BTreeSet::new();
        for (at, by) in &touched {
            let Some(name) = self.set.awards.get(*at).map(|a| a.name) else { continue };
            let standing = match self.book(*at) {
                Some(Ok(book)) => {
                    if !looked {
                        book.check_learner(credentials)?;
                        looked = true;
                    }
                    match by.as_ref().filter(|_| apart && book.looks_at_each_alone()) {
                        Some(by) => {
                            let few: Vec<Credential> = by.iter().filter_map(|c| credentials.get(*c)).cloned().collect();
                            book.standing(&few, &self.claim(name, &told, book), options)
                        }
                        None => book.standing(credentials, &self.claim(name, claim, book), options),
                    }
                }
                Some(Err(error)) => Err(error.clone()),
                None => continue,
            };
            match standing {
                Ok(standing) if standing.complete => {
                    complete.insert(*at);
                    reached.push((*at, name, standing));
                }
                Ok(standing) if !standing.counted.is_zero() => near.push(Near { award: name, standing }),
                Ok(_) => {}
                Err(error @ (StackError::TwoLearners(..) | StackError::EmptyWallet)) => return Err(error),
                Err(error) => failed.push((name, error)),
            }
        }
        let text = |name: Symbol| self.set.symbols.text(name);
        self.nearest(&mut near, most_near);
        let places: Vec<usize> = touched.keys().copied().collect();
        let mut reached: Vec<Reached> = reached
            .into_iter()
            .map(|(at, award, standing)| Reached { award, standing, exit_from: self.exits(at, &places, &complete) })
            .collect();
        reached.sort_by_key(|r| text(r.award));
        let asked = self.asked(&reached, claim);
        let together = self.together(&asked, credentials, claim, options)?;
        let (awards, tried) = (self.set.awards.len(), touched.len());
        Ok(Reach { awards, tried, reached, near, together, asked_together: asked.len(), failed })
    }

    /// Those of the reached that are asked for together. Whoever names awards asks of these; awards of thirty countries have
    /// nothing to do with one another.
    fn asked(&self, reached: &[Reached], claim: &Claim) -> Vec<Symbol> {
        let named = |r: &&Reached| claim.awards.iter().any(|name| **name == *self.set.symbols.text(r.award));
        reached.iter().filter(|r| claim.awards.len() < 2 || named(r)).map(|r| r.award).collect()
    }

    /// Those that miss the least, first.
    fn nearest(&self, near: &mut Vec<Near>, most: usize) {
        let text = |name: Symbol| self.set.symbols.text(name);
        let key = |n: &Near| (n.standing.missing, n.standing.missing_items, n.standing.unmet, text(n.award));
        near.sort_by(|a, b| key(a).cmp(&key(b)));
        near.truncate(most);
    }

    /// The claim with what the documents say of the learner: what one says is known of all.
    fn told(&self, credentials: &[Credential], claim: &Claim) -> Claim {
        let mut told = claim.clone();
        let mut sorted: Vec<&Credential> = credentials.iter().collect();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        for (id, fact) in sorted.iter().flat_map(|c| c.facts.iter()) {
            let about = self.set.vocabulary.get(id).entity == Entity::Learner && id != attribute::LEARNER_IDENTIFIED;
            if about && told.facts.get(id).is_none() {
                told.facts.set(id, fact.clone());
            }
        }
        told
    }

    /// The claim for an award: without what it puts forward for other awards.
    fn claim(&self, award: Symbol, claim: &Claim, book: &AwardBook) -> Claim {
        let mut claim = toward(&self.set, self.set.symbols.text(award), claim);
        claim.toward.retain(|t| book.has_component(&t.component));
        claim
    }

    /// The awards that include one and are not complete.
    fn exits(&self, at: usize, touched: &[usize], complete: &BTreeSet<usize>) -> Vec<Symbol> {
        let includes = |outer: &&usize| self.index.within.get(**outer).is_some_and(|w| w.contains(&at));
        let open = touched.iter().filter(|outer| !complete.contains(outer)).filter(includes);
        open.filter_map(|outer| self.set.awards.get(*outer)).map(|a| a.name).collect()
    }

    fn together(
        &self,
        reached: &[Symbol],
        credentials: &[Credential],
        claim: &Claim,
        options: StackOptions,
    ) -> Result<Option<JointStacking>, StackError> {
        if reached.len() < 2 || reached.len() > MOST_TOGETHER {
            return Ok(None);
        }
        let names: Vec<&str> = reached.iter().map(|award| self.set.symbols.text(*award)).collect();
        let mut claim = claim.clone();
        claim.toward.retain(|t| {
            reached.iter().any(|award| {
                let at = self.set.awards.iter().position(|a| a.name == *award);
                at.and_then(|at| self.book(at)).is_some_and(|b| b.as_ref().is_ok_and(|b| b.has_component(&t.component)))
            })
        });
        stack_together(&self.set, &names, credentials, &claim, claim.together, options).map(Some)
    }
}
