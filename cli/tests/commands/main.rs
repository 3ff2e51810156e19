//! The command line as an office uses it: what comes out, in which words, and with which exit code.

#![expect(clippy::panic, clippy::expect_used, reason = "a helper of tests fails as a test does")]

mod advice;
mod batches;
mod cohorts;
mod drafts;
mod editor;
mod exit_codes;
mod graphs;
mod hard_documents;
mod imports;
mod layouts;
mod own_studies;
mod pack_words;
mod pages;
mod problems;
mod stable_output;
mod stacks;
mod support;
mod testing;
mod together;
mod tutorial;
mod verifying;
mod workshop;
