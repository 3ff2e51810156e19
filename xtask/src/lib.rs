//! Tasks of the house. The only one so far is [`tidy`]: it checks that the workspace keeps the shape that its design
//! states, so that the shape is held by a test and not by memory.

pub mod tidy;
