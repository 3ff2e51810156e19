//! What is shown and told, as it was asked for.

use clap::Args;

/// What is shown below the line of a credential.
#[derive(Debug, Args)]
pub(super) struct Shown {
    /// Show every note of every document, not only their number.
    #[arg(long)]
    pub(super) notes: bool,
    /// Show every fact with the place that it was read from.
    #[arg(long)]
    pub(super) facts: bool,
    /// Name the elements that each credential lacks.
    #[arg(long)]
    pub(super) lacks: bool,
}

/// What is told of all documents, and what counts as a failure.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Print only the table by format and what was refused, not a line for each credential.
    #[arg(long, conflicts_with_all = ["notes", "facts", "lacks"])]
    pub(super) summary: bool,
    /// End with 10 if anything was lost or is unsettled: notes of what is ambiguous, unmapped, unknown, contradictory, dropped
    /// or unreadable.
    #[arg(long)]
    pub(super) strict: bool,
    /// With `--format json`: one line for each document instead of one list.
    #[arg(long)]
    pub(super) lines: bool,
}
