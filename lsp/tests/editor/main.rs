//! The server as an editor meets it.

#![expect(clippy::panic, clippy::expect_used, reason = "a helper of tests fails as a test does")]

mod client;
mod hostile;
mod real;
mod speed;
mod writing;
