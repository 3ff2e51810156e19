//! Finding the files of a crate: from each target's root along its `mod` declarations.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::report::{TidyError, Violation};
use super::source::{Declaration, SourceFile};

/// A library or binary: the files that make it, tests left out.
pub struct Target {
    /// Its production files, the root first.
    pub files: Vec<SourceFile>,
}

/// The targets of a crate, and the files under `src` that belong to none.
#[derive(Default)]
pub struct Sources {
    /// The library and the binaries.
    pub targets: Vec<Target>,
    /// Files that no `mod` declares. They count as production, so that nothing hides in an `include!`.
    pub strays: Vec<SourceFile>,
    /// Files that do not parse, and modules without a file.
    pub faults: Vec<Violation>,
}

/// Finds the sources of the crate in `folder`, a path relative to `root`.
///
/// # Errors
///
/// When a file cannot be read, or the crate has no target that tidy can find.
pub fn find(root: &Path, folder: &str, manifest: &Manifest) -> Result<Sources, TidyError> {
    let mut reached = BTreeSet::new();
    let mut sources = Sources::default();
    for target in target_roots(root, folder, manifest) {
        let mut walk = Walk { root, files: Vec::new(), reached: &mut reached, faults: &mut sources.faults };
        walk.file(&target, &[], true, false)?;
        let files = walk.files;
        sources.targets.push(Target { files });
    }
    if sources.targets.is_empty() {
        return Err(TidyError::Layout {
            path: manifest.path.clone(),
            message: "no src/lib.rs, src/main.rs, src/bin or stated target path".to_owned(),
        });
    }
    for path in rust_files(root, &format!("{folder}/src")) {
        if !reached.contains(&path) {
            let text = read(root, &path)?;
            let file = note_fault(SourceFile::parse(&path, Vec::new(), &text), &mut sources.faults)?;
            sources.strays.extend(file);
        }
    }
    Ok(sources)
}

/// Notes a fault of the workspace's files and goes on without them.
fn note_fault<T>(outcome: Result<T, TidyError>, faults: &mut Vec<Violation>) -> Result<Option<T>, TidyError> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) => {
            faults.push(error.into_violation()?);
            Ok(None)
        }
    }
}

/// Reads a file whose path is relative to `root`.
///
/// # Errors
///
/// When it cannot be read as text.
pub fn read(root: &Path, path: &str) -> Result<String, TidyError> {
    std::fs::read_to_string(root.join(path)).map_err(|source| TidyError::Read { path: path.to_owned(), source })
}

/// The Rust files below a folder, relative to `root`, in order. Build output and hidden folders are left out.
pub fn rust_files(root: &Path, folder: &str) -> Vec<String> {
    let visible = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name == "target")
    };
    walkdir::WalkDir::new(root.join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|entry| entry.path().strip_prefix(root).ok().map(slashed))
        .collect()
}

/// A path with `/` between its parts on every system.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn target_roots(root: &Path, folder: &str, manifest: &Manifest) -> BTreeSet<String> {
    let stated = manifest.targets.iter().map(|path| format!("{folder}/{path}"));
    let usual = ["src/lib.rs", "src/main.rs"].map(|path| format!("{folder}/{path}"));
    let bin = format!("{folder}/src/bin");
    let binaries = rust_files(root, &bin).into_iter().filter(|path| {
        let below = path.trim_start_matches(&bin).trim_start_matches('/');
        !below.contains('/') || (below.ends_with("/main.rs") && below.matches('/').count() == 1)
    });
    let roots = stated.chain(usual).filter(|path| root.join(path).is_file());
    roots.chain(binaries).collect()
}

struct Walk<'a> {
    root: &'a Path,
    files: Vec<SourceFile>,
    reached: &'a mut BTreeSet<String>,
    faults: &'a mut Vec<Violation>,
}

impl Walk<'_> {
    fn file(&mut self, path: &str, module: &[String], owns_folder: bool, test: bool) -> Result<(), TidyError> {
        self.reached.insert(path.to_owned());
        let parsed = SourceFile::parse(path, module.to_vec(), &read(self.root, path)?);
        let Some(file) = note_fault(parsed, self.faults)? else {
            return Ok(());
        };
        let declared = file.declares.clone();
        if !test {
            self.files.push(file);
        }
        for declaration in declared {
            let located = self.locate(path, owns_folder, &declaration);
            let Some((child, child_owns_folder)) = note_fault(located, self.faults)? else {
                continue;
            };
            let below: Vec<String> = module.iter().chain(&declaration.names).cloned().collect();
            self.file(&child, &below, child_owns_folder, test || declaration.test)?;
        }
        Ok(())
    }

    /// The file of a declared module, and whether its own modules stand beside it (`mod.rs`) or below it (`name.rs`).
    fn locate(&self, parent: &str, owns_folder: bool, declaration: &Declaration) -> Result<(String, bool), TidyError> {
        let parent_path = PathBuf::from(parent);
        let beside = parent_path.parent().map(Path::to_path_buf).unwrap_or_default();
        if let Some(stated) = &declaration.path {
            return Ok((slashed(&beside.join(stated)), true));
        }
        let mut base = if owns_folder { beside } else { parent_path.with_extension("") };
        base.extend(&declaration.names);
        let candidates = [(base.with_extension("rs"), false), (base.join("mod.rs"), true)];
        candidates
            .into_iter()
            .find(|(path, _)| self.root.join(path).is_file())
            .map(|(path, owns)| (slashed(&path), owns))
            .ok_or_else(|| TidyError::Layout {
                path: parent.to_owned(),
                message: format!("`mod {};` has no file", declaration.names.join("::")),
            })
    }
}
