//! How the credentials of each learner count toward an award.

use std::sync::Arc;

use arrow_array::RecordBatch;
use credstack::model::Claim;
use credstack::model::policy::PolicySet;
use credstack::{AwardBook, StackOptions, in_parallel, toward};

use crate::error::CohortError;
use crate::outcomes::{self, Table};
use crate::rows::Row;

/// An award, compiled once for all wallets.
pub struct Stacker {
    set: Arc<PolicySet>,
    book: AwardBook,
    claim: Claim,
    options: StackOptions,
    threads: usize,
}

impl Stacker {
    /// For an award by its full name; `threads` is how many wallets are stacked at the same time.
    ///
    /// # Errors
    /// [`CohortError::Award`] for what is wrong with the award, and so with every wallet.
    pub fn new(
        set: &Arc<PolicySet>,
        award: &str,
        claim: &Claim,
        options: StackOptions,
        threads: usize,
    ) -> Result<Self, CohortError> {
        let book = AwardBook::compile(set, award)?;
        Ok(Self { set: Arc::clone(set), book, claim: toward(set, award, claim), options, threads })
    }

    /// A line for each row, whose credentials are a wallet. One that cannot be stacked says why under `problems`.
    ///
    /// # Errors
    /// [`CohortError::Table`] where a result cannot be written.
    pub fn rows(&self, rows: &[Row]) -> Result<RecordBatch, CohortError> {
        let told = in_parallel(rows, self.threads, |row| {
            let wallet = row.told_apart();
            let told = self.book.stack(&wallet, &self.claim, self.options);
            outcomes::stacked(&self.set, row, told.as_ref().map_err(ToString::to_string))
        });
        let mut out = Table::of_learners();
        for values in &told {
            out.push(values);
        }
        Ok(out.finish()?)
    }
}
