//! Tasks of the house. [`tidy`] checks that the workspace keeps the shape that its design states, so that the shape is held by a
//! test and not by memory; [`grammar`] writes the grammar by which editors colour rules.

pub mod grammar;
pub mod tidy;
