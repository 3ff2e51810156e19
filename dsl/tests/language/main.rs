//! The rule language as its writers meet it: what is understood, what is refused, and in which words.

#![expect(clippy::panic, reason = "a helper of tests fails as a test does")]

mod attributes;
mod awards;
mod broken;
mod functions;
mod habits;
mod layers;
mod layout;
mod limits_of_reading;
mod meaning;
mod names;
mod parameters;
mod promises;
mod properties;
mod rendering;
mod sets;
mod slips;
mod support;
mod versions;
mod vocabulary;
mod wording;
mod writing;
