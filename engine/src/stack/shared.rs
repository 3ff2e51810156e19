//! What awards say of credits that count more than once: shared by two requirements, or used for another award before.

use std::sync::Arc;

use credstack_model::policy::{Award, PolicySet, Sharers, SharingTerms};
use credstack_model::{Amount, Symbol};
use credstack_stacking::Sharing;

use super::error::StackError;
use super::units::{in_ects, units};

/// Two requirements that share.
#[derive(Debug, Clone)]
pub(super) struct PlanSharing {
    pub(super) name: Arc<str>,
    /// Places among the nodes of the plan.
    pub(super) between: [usize; 2],
    pub(super) terms: Terms,
}

/// How much may be shared, in the terms of stacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) credits: Option<Amount>,
    pub(super) items: Option<u32>,
    pub(super) times: usize,
}

impl Terms {
    pub(super) fn of(set: &PolicySet, award: &Award, terms: SharingTerms) -> Result<Self, StackError> {
        let credits = terms.credits.map(|stated| in_ects(set, award, stated, "what is shared")).transpose()?;
        let times = terms.times.and_then(|t| usize::try_from(t).ok()).unwrap_or(2);
        Ok(Self { credits, items: terms.items, times })
    }

    /// As the problem has it, between slots.
    pub(super) fn between(self, name: &str, between: [Vec<usize>; 2], scale: i64) -> Sharing {
        Sharing {
            name: name.to_owned(),
            between,
            credits: self.credits.map(|c| units(c, scale, true)),
            items: self.items.map(i64::from),
            uses: self.times,
        }
    }
}

/// What an award says of credits that served another.
#[derive(Debug, Clone)]
pub(super) struct PlanUsed {
    pub(super) name: Arc<str>,
    /// ECTS that count at most; any number where nothing is said.
    pub(super) most: Option<Amount>,
    /// The node of the award, where it is stacked within another.
    pub(super) node: Option<usize>,
}

/// Lays out what an award says of sharing and of used credits. `place` tells where a requirement of it is, by its path; `nested`
/// is the node of the award where it is stacked within another.
pub(super) fn lay_out(
    set: &PolicySet,
    award: &Award,
    place: &dyn Fn(&str) -> Option<usize>,
    nested: Option<usize>,
) -> Result<(Vec<PlanSharing>, Option<PlanUsed>), StackError> {
    let name = set.symbols.text(award.name);
    let mut found: Vec<PlanSharing> = Vec::new();
    for sharing in &award.sharing {
        let Sharers::Requirements(paths) = &sharing.among else { continue };
        let terms = Terms::of(set, award, sharing.terms)?;
        // Every two of them share.
        let nodes: Vec<usize> = paths.iter().filter_map(|path| place(path)).collect();
        for (at, one) in nodes.iter().enumerate() {
            for other in nodes.iter().skip(at + 1) {
                let name = format!("{name}.share_{}", found.len() + 1).into();
                found.push(PlanSharing { name, between: [*one, *other], terms });
            }
        }
    }
    let most = award.used.and_then(|u| u.most);
    let most = most.map(|stated| in_ects(set, award, stated, "what counts of used credits")).transpose()?;
    // An award within another says something of it only where it bounds it; the whole tells how much there is.
    let told = nested.is_none() || most.is_some();
    let used = told.then(|| PlanUsed { name: format!("{name}.used").into(), most, node: nested });
    Ok((found, used))
}

/// The awards that share with one another by what they say themselves: the award that says so, the other, and how much.
pub(super) fn among_awards(award: &Award) -> Vec<(Symbol, Symbol, SharingTerms)> {
    let mut found = Vec::new();
    for sharing in &award.sharing {
        let Sharers::Awards(names) = &sharing.among else { continue };
        for (at, one) in names.iter().enumerate() {
            found.extend(names.iter().skip(at + 1).map(|other| (*one, *other, sharing.terms)));
        }
    }
    found
}
