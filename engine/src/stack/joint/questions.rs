//! What is open for several awards at once, and what each answer would change.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::proposal::{Cell, Unknown};
use credstack_model::stack::Reading;
use credstack_model::together::{JointAnswered, JointQuestion};

use super::super::error::StackError;
use super::super::faces::Fixed;
use super::super::matter::{Asked, asked};
use super::super::run::{MOST_ANSWERS, MOST_SHARED, Run};
use super::faces::overlap;
use super::run::JointRun;

/// One thing that is open, over all awards. Each award cuts the values of a fact into cells of its own; those of the award
/// that cuts most finely are answered, and stand for whichever cells of the others they overlap.
#[derive(Debug, Clone)]
pub(super) struct JointAsked {
    pub(super) entry: Option<usize>,
    pub(super) unknown: Unknown,
    pub(super) cells: Vec<Cell>,
    /// For each award and each of these cells its own; none where the award does not ask.
    own: Vec<Option<Vec<Vec<usize>>>>,
    /// Whether each cell is one cell of every award that asks.
    pub(super) exact: bool,
}

impl JointAsked {
    /// The facts held at one of the cells, for each award.
    pub(super) fn hold(&self, fixed: &[Fixed], cell: usize) -> Vec<Fixed> {
        let each = fixed.iter().zip(&self.own).map(|(fixed, own)| match own.as_ref().and_then(|o| o.get(cell)) {
            Some(cells) => fixed.with_any(self.entry, self.unknown, cells.clone()),
            None => fixed.clone(),
        });
        each.collect()
    }
}

/// Everything open that matters toward some award.
pub(super) fn joint_asked(runs: &[Run<'_>]) -> Vec<JointAsked> {
    let each: Vec<Vec<Asked>> = runs.iter().map(|r| asked(&r.wallet.entries)).collect();
    let mut found: Vec<JointAsked> = Vec::new();
    for one in each.iter().flatten() {
        if found.iter().any(|f| (f.entry, f.unknown) == (one.entry, one.unknown)) {
            continue;
        }
        let same = |list: &Vec<Asked>| list.iter().find(|a| (a.entry, a.unknown) == (one.entry, one.unknown)).cloned();
        let all: Vec<Option<Asked>> = each.iter().map(same).collect();
        let mut base = one.cells.clone();
        for other in all.iter().flatten().filter(|a| a.cells.len() > one.cells.len()) {
            if other.cells.len() > base.len() {
                base.clone_from(&other.cells);
            }
        }
        let mut exact = true;
        let own = all.iter().map(|asked| {
            let asked = asked.as_ref()?;
            let cells = base.iter().enumerate().map(|(at, cell)| {
                if asked.cells == base {
                    return vec![at];
                }
                let over = |(_, own): &(usize, &Cell)| overlap(cell, own);
                let cells: Vec<usize> = asked.cells.iter().enumerate().filter(over).map(|(c, _)| c).collect();
                exact &= cells.len() == 1;
                cells
            });
            Some(cells.collect())
        });
        let own = own.collect();
        found.push(JointAsked { entry: one.entry, unknown: one.unknown, cells: base, own, exact });
    }
    found
}

/// Every way in which the open facts of the claim can be, for each award; and whether these are all.
pub(super) fn shared_worlds(asked: &[JointAsked], awards: usize) -> (Vec<Vec<Fixed>>, bool) {
    let mut worlds = vec![vec![Fixed::default(); awards]];
    for open in asked.iter().filter(|a| a.entry.is_none()) {
        if worlds.len().saturating_mul(open.cells.len()) > MOST_SHARED {
            return (worlds, false);
        }
        worlds = worlds.iter().flat_map(|w| (0..open.cells.len()).map(|cell| open.hold(w, cell))).collect();
    }
    (worlds, true)
}

impl JointRun<'_> {
    /// Each open question by itself, with what every award comes to under each answer.
    pub(super) fn questions(
        &self,
        asked: &[JointAsked],
        taken: &dyn Fn(&Option<Arc<str>>, Unknown) -> bool,
    ) -> Result<Vec<JointQuestion>, StackError> {
        let mut found = Vec::new();
        let mut answers_left = MOST_ANSWERS;
        let free = vec![Fixed::default(); self.runs.len()];
        for open in asked {
            let entry = open.entry.and_then(|e| self.entries().get(e));
            if entry.is_some_and(|e| !e.passed || e.progress > self.options.include) {
                continue;
            }
            let credential = entry.map(|e| e.id.clone());
            let mut answers: Vec<JointAnswered> = Vec::new();
            for (at, cell) in open.cells.iter().enumerate().take(answers_left) {
                let fixed = open.hold(&free, at);
                let count = |reading: Reading| -> Result<Vec<(bool, Amount)>, StackError> {
                    let solved = self.solved(reading, &fixed, false, &mut Vec::new())?;
                    Ok((0..self.runs.len()).map(|a| (solved.is_complete(a), solved.credits(a))).collect())
                };
                let (owed, grantable) = (count(Reading::Owed)?, count(Reading::Grantable)?);
                match answers.iter_mut().find(|a| a.owed == owed && a.grantable == grantable) {
                    Some(same) => same.cells.push(cell.clone()),
                    None => answers.push(JointAnswered { cells: vec![cell.clone()], owed, grantable }),
                }
            }
            answers_left = answers_left.saturating_sub(open.cells.len());
            if answers.len() != 1 || taken(&credential, open.unknown) {
                found.push(JointQuestion { credential, unknown: open.unknown, answers });
            }
        }
        Ok(found)
    }
}
