//! No text of the machine on which it was written stands in a file of the repository.

use std::path::Path;
use std::process::Command;

use super::report::{TidyError, Violation};
use super::targets::slashed;
use super::workspace::Workspace;

/// Folders of a machine. Written in halves, so that this file does not hold them.
const MACHINE: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// The lock file names only registries, and is written by cargo.
const SKIPPED: &str = "Cargo.lock";

/// Looks for folders of a machine in every tracked text file.
///
/// # Errors
///
/// When a tracked file cannot be read.
pub fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let mut found = Vec::new();
    for path in tracked(&workspace.root) {
        let full = workspace.root.join(&path);
        // A tracked file may be deleted and not yet committed, or be a link to a folder.
        if path == SKIPPED || !full.is_file() {
            continue;
        }
        let bytes = std::fs::read(&full).map_err(|source| TidyError::Read { path: path.clone(), source })?;
        if let Ok(text) = String::from_utf8(bytes) {
            found.extend(search(&path, &text));
        }
    }
    Ok(found)
}

fn search(path: &str, text: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    // A file with a zero byte is no text, even where it is UTF-8.
    if text.contains('\0') {
        return found;
    }
    for (index, line) in text.lines().enumerate() {
        for folder in MACHINE.iter().filter(|folder| line.contains(*folder)) {
            found.push(Violation::new(
                path,
                index + 1,
                format!("names the folder `{folder}` of some machine"),
                "write the path relative to the workspace",
            ));
        }
    }
    found
}

/// The files that git tracks; outside a repository (an unpacked archive), all files but build output.
fn tracked(root: &Path) -> Vec<String> {
    let listed = Command::new("git").arg("-C").arg(root).args(["ls-files", "-z"]).output();
    match listed {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout)
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect(),
        _ => all_files(root),
    }
}

fn all_files(root: &Path) -> Vec<String> {
    let kept = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name == ".git" || name == "target")
    };
    walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(kept)
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| entry.path().strip_prefix(root).ok().map(slashed))
        .collect()
}
