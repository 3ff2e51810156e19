//! The workspace as the checks see it: its members, with their manifests and sources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::manifest::{Dependency, Manifest};
use super::report::TidyError;
use super::source::SourceFile;
use super::targets::{self, Sources};

/// The crates that read no file, clock or environment, by folder.
pub const PURE: [&str; 10] =
    ["source", "model", "functions", "diagnostics", "dsl", "stacking", "advice", "engine", "documents", "wire"];

/// The crates whose items others use, by folder.
pub const LIBRARIES: [&str; 14] = [
    "source",
    "model",
    "functions",
    "diagnostics",
    "dsl",
    "stacking",
    "advice",
    "engine",
    "documents",
    "wire",
    "credstack",
    "cohort",
    "statements",
    "pages",
];

/// One crate of the workspace.
pub struct Member {
    /// Its folder, relative to the root.
    pub folder: String,
    /// Its `Cargo.toml`.
    pub manifest: Manifest,
    /// Its sources.
    pub sources: Sources,
}

impl Member {
    /// Its name in the tables of tidy: its folder, with `-` for `/`.
    pub fn name(&self) -> String {
        self.folder.replace('/', "-")
    }

    /// All its production files.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        let of_targets = self.sources.targets.iter().flat_map(|target| &target.files);
        of_targets.chain(&self.sources.strays)
    }
}

/// The workspace.
pub struct Workspace {
    /// The folder of its manifest.
    pub root: PathBuf,
    /// Its crates.
    pub members: Vec<Member>,
    shared: BTreeMap<String, String>,
}

impl Workspace {
    /// Reads the workspace at `root`.
    ///
    /// # Errors
    ///
    /// When a file of it cannot be read or does not parse.
    pub fn load(root: &Path) -> Result<Self, TidyError> {
        let manifest = manifest(root, "Cargo.toml")?;
        let mut members = Vec::new();
        for folder in &manifest.members {
            if folder.contains('*') {
                return Err(TidyError::Layout {
                    path: manifest.path,
                    message: format!("the member `{folder}` is a pattern: name each crate"),
                });
            }
            members.push(member(root, folder)?);
        }
        Ok(Self { root: root.to_path_buf(), members, shared: manifest.shared })
    }

    /// The package that a dependency means, its renames undone.
    pub fn package_of<'a>(&'a self, dependency: &'a Dependency) -> &'a str {
        let inherited = dependency.inherited.then(|| self.shared.get(&dependency.key));
        dependency.renames.as_ref().or(inherited.flatten()).unwrap_or(&dependency.key)
    }

    /// The member whose package has this name.
    pub fn member_of(&self, package: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.manifest.package == package)
    }

    /// The members among these folders.
    pub fn among(&self, folders: &'static [&'static str]) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| folders.contains(&member.folder.as_str()))
    }
}

fn manifest(root: &Path, path: &str) -> Result<Manifest, TidyError> {
    Manifest::parse(path, &targets::read(root, path)?)
}

fn member(root: &Path, folder: &str) -> Result<Member, TidyError> {
    let manifest = manifest(root, &format!("{folder}/Cargo.toml"))?;
    let sources = targets::find(root, folder, &manifest)?;
    Ok(Member { folder: folder.to_owned(), manifest, sources })
}
