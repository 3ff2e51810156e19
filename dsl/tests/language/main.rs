//! The rule language as its writers meet it: what is understood, what is refused, and in which words.

#![expect(clippy::panic, reason = "a helper of tests fails as a test does")]

mod awards;
mod habits;
mod layers;
mod limits_of_reading;
mod meaning;
mod names;
mod promises;
mod properties;
mod rendering;
mod support;
mod vocabulary;
mod wording;
mod writing;
