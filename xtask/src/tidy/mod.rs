//! Checks the shape of the house: which crate may lean on which, how long a file may grow, what the pure crates keep
//! out.
//!
//! Each check is a function from a [`Workspace`] to the violations it finds, in a module of its own. None of them
//! runs cargo: they read manifests, tokens and syntax trees, so all of them together take about a second.

pub mod budgets;
pub mod circles;
pub mod docs;
pub mod floats;
pub mod layers;
pub mod lints;
pub mod manifest;
pub mod modules;
pub mod paths;
pub mod purity;
pub mod report;
pub mod resolve;
pub mod source;
pub mod targets;
pub mod tokens;
pub mod uses;
pub mod workspace;

use std::path::Path;

use report::{TidyError, Violation};
use workspace::Workspace;

/// A check: what it finds in a workspace.
pub type Check = fn(&Workspace) -> Result<Vec<Violation>, TidyError>;

/// Every check, by its name.
pub const CHECKS: [(&str, Check); 8] = [
    ("layers", layers::check),
    ("circles", circles::check),
    ("budgets", budgets::check),
    ("docs", docs::check),
    ("purity", purity::check),
    ("floats", floats::check),
    ("paths", paths::check),
    ("lints", lints::check),
];

/// Runs every check over the workspace at `root`; the violations come in order of file and line.
///
/// # Errors
///
/// When a file of the workspace cannot be read, or a manifest does not parse.
pub fn check(root: &Path) -> Result<Vec<Violation>, TidyError> {
    let workspace = Workspace::load(root)?;
    let mut violations: Vec<Violation> =
        workspace.members.iter().flat_map(|member| member.sources.faults.clone()).collect();
    for (name, check) in CHECKS {
        let found = check(&workspace)?;
        violations.extend(
            found.into_iter().map(|violation| Violation { what: format!("[{name}] {}", violation.what), ..violation }),
        );
    }
    violations.sort();
    violations.dedup();
    Ok(violations)
}

/// Writes the files that tidy owns and returns the paths of those that changed.
///
/// # Errors
///
/// When a file of the workspace cannot be read or written.
pub fn write(root: &Path) -> Result<Vec<String>, TidyError> {
    purity::write(&Workspace::load(root)?)
}
