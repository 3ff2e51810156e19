//! Cohorts: that rows that are decided together are decided as each alone, and that a batch that was stopped goes on.

#![expect(clippy::expect_used, reason = "a test that cannot start has failed")]

mod alike;
mod batches;
mod support;
