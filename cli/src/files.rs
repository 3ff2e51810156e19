//! Documents from files, folders and standard input.

use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Endings that are taken from a folder: what is read, and what credentials come as and is refused with a reason. A file
/// that is named is read whatever its ending.
const ENDINGS: [&str; 8] = ["json", "jsonld", "jwt", "1ob", "png", "svg", "xml", "pdf"];

/// A file's name and its bytes, or why it could not be read.
pub(crate) struct Input {
    /// The name that outputs use.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Result<Vec<u8>, String>,
}

/// The paths to read: files as named, folders by what is in them, in the order of their names. `-` is standard input.
/// How many files of a folder were passed over is told on standard error.
pub(crate) fn paths(named: &[PathBuf]) -> Vec<Result<PathBuf, String>> {
    let mut found = Vec::new();
    let mut passed_over = 0;
    for path in named {
        if !path.is_dir() {
            found.push(Ok(path.clone()));
            continue;
        }
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_document(entry.path()) => {
                    found.push(Ok(entry.into_path()));
                }
                Ok(entry) => passed_over += usize::from(entry.file_type().is_file()),
                Err(error) => found.push(Err(format!("cannot read `{}`: {error}", path.display()))),
            }
        }
    }
    if passed_over > 0 {
        let files = crate::output::count(passed_over, "file");
        crate::output::complain(&format!("note: {files} passed over; from folders .{} are taken", ENDINGS.join(", .")));
    }
    found
}

fn is_document(path: &Path) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| ENDINGS.contains(&e))
}

/// Reads one path. No more than one byte beyond the largest document is read, so that a huge file costs nothing.
pub(crate) fn read(path: &Path) -> Input {
    let name = path.to_string_lossy().into_owned();
    let limit = u64::try_from(credstack::documents::MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let result = if name == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    Input { name, bytes: result.map(|_| bytes).map_err(|error| format!("cannot be read: {error}")) }
}
