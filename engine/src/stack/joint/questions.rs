//! What each answer to an open question would change, for several awards at once.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::proposal::Unknown;
use credstack_model::stack::Reading;
use credstack_model::together::{JointAnswered, JointQuestion};

use super::super::error::StackError;
use super::super::faces::Fixed;
use super::super::run::MOST_ANSWERS;
use super::asked::JointAsked;
use super::run::JointRun;

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
