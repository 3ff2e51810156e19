//! The one layout of rule files: nothing to choose, nothing to argue about. `docs/language/layout.md` shows it.
//!
//! What is written is read again before anybody sees it: if it does not say the same, or would be laid out differently
//! another time, there is no result.

mod build;
mod clauses;
mod compare;
mod fill;
mod flat;
mod layout;
mod page;
mod table;
mod words;

use credstack_diagnostics::Diagnostic;
use credstack_source::SourceId;

use crate::syntax::{Tree, parse};
use build::Joins;
pub use clauses::{Clause, Line, Matter, clauses};

/// Why a file was not laid out.
#[derive(Debug, Clone)]
pub enum Unformatted {
    /// It cannot be read; these are the syntax problems, in the order of the file.
    Syntax(Vec<Diagnostic>),
    /// The layout would not have said the same. That is a fault of the formatter; the text is where the two part.
    Unfaithful(String),
}

/// Lays a rule file out: the same words and comments, and the one white space between them.
///
/// The result ends with one line break (or is empty), has line feeds as its line ends and neither tabs nor a byte order mark
/// outside of what a text in quotes holds.
///
/// # Errors
///
/// [`Unformatted::Syntax`] for a file that cannot be read, or only with a problem of syntax such as typographic quotes: it is
/// to be mended first. [`Unformatted::Unfaithful`] should never be seen.
pub fn format(source: SourceId, text: &str) -> Result<String, Unformatted> {
    let read = parse(source, text);
    if !read.diagnostics.is_empty() {
        return Err(Unformatted::Syntax(read.diagnostics));
    }
    // A construct that this module does not know may need the line breaks of its author.
    attempt(source, &read.tree, Joins::AllSafe)
        .or_else(|_| attempt(source, &read.tree, Joins::None))
        .map_err(Unformatted::Unfaithful)
}

fn attempt(source: SourceId, tree: &Tree<'_>, joins: Joins) -> Result<String, String> {
    let (entries, end) = build::build(tree, joins);
    let text = layout::layout(&entries, &end);
    // What comes out as it went in says the same, and would come out so again.
    if text == tree.source() {
        return Ok(text);
    }
    let again = parse(source, &text);
    if let Some(problem) = again.diagnostics.first() {
        return Err(format!("the layout could not be read again: {}", problem.message));
    }
    let (entries_again, end_again) = build::build(&again.tree, joins);
    compare::same_words((&entries, &end), (&entries_again, &end_again))?;
    compare::same_tree(&tree.root, &again.tree.root)?;
    if layout::layout(&entries_again, &end_again) == text {
        return Ok(text);
    }
    Err("the layout would change if it were made again".to_owned())
}
