//! One file for each command.

pub(crate) mod batch;
pub(crate) mod changes;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod doc;
pub(crate) mod draft;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod import;
pub(crate) mod lsp;
pub(crate) mod new;
pub(crate) mod next;
pub(crate) mod reach;
pub(crate) mod recognise;
pub(crate) mod review;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod stack;
pub(crate) mod statement;
pub(crate) mod test;
pub(crate) mod verify;
pub(crate) mod what_if;
pub(crate) mod why_not;
pub(crate) mod words;
