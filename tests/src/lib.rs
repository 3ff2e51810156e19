//! Helpers of the tests that look at the whole: where the repository's own files lie, and what is fuzzed.

pub mod fuzz;

use std::path::{Path, PathBuf};

/// A folder or file of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Real documents beside the repository, where they are there; says so where they are not.
pub fn samples(path: &str) -> Option<PathBuf> {
    let folder = repository("../shared/samples").join(path);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared/samples/{path} is not here");
    None
}
