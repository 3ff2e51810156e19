//! What tidy reads in a `Cargo.toml`: the package, its dependencies with their lines, its targets and its lints.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::report::TidyError;

/// Which table of the manifest a dependency stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DependencyKind {
    /// `[dependencies]`, or `[build-dependencies]`: both make a crate need another.
    Needed,
    /// `[dev-dependencies]`.
    Dev,
}

/// One dependency of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The name under which the manifest states it.
    pub key: String,
    /// The package that it renames, if it says so itself.
    pub renames: Option<String>,
    /// Whether it is stated once for the workspace.
    pub inherited: bool,
    /// Which table it stands in.
    pub kind: DependencyKind,
    /// The line, from 1.
    pub line: usize,
}

/// What tidy reads in a `Cargo.toml`.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The file, relative to the root of the workspace.
    pub path: String,
    /// The name of the package; empty for a manifest that states only a workspace.
    pub package: String,
    /// All dependencies, of every kind and target.
    pub dependencies: Vec<Dependency>,
    /// The files of targets that are stated by path, relative to the manifest's folder.
    pub targets: Vec<String>,
    /// Whether the lints are those of the workspace.
    pub lints_of_workspace: bool,
    /// The members of the workspace that it states.
    pub members: Vec<String>,
    /// The dependencies that it states for the workspace: key to package.
    pub shared: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// When the text is not TOML.
    pub fn parse(path: &str, text: &str) -> Result<Self, TidyError> {
        let table = DeTable::parse(text).map_err(|error| TidyError::Syntax {
            path: path.to_owned(),
            line: error.span().map_or(1, |span| line_at(text, span.start)),
            message: error.message().to_owned(),
        })?;
        let table = table.get_ref();
        let workspace = subtable(table, "workspace");
        Ok(Self {
            path: path.to_owned(),
            package: subtable(table, "package").and_then(|package| string(package, "name")).unwrap_or_default(),
            dependencies: dependencies(table, text),
            targets: targets(table),
            lints_of_workspace: subtable(table, "lints").is_some_and(says_workspace),
            members: workspace.map(members).unwrap_or_default(),
            shared: workspace.map(shared).unwrap_or_default(),
        })
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}

fn subtable<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<&'a DeTable<'i>> {
    table.get(key)?.get_ref().as_table()
}

fn string(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key)?.get_ref().as_str().map(str::to_owned)
}

fn says_workspace(table: &DeTable<'_>) -> bool {
    table.get("workspace").and_then(|value| value.get_ref().as_bool()).unwrap_or(false)
}

fn dependencies(table: &DeTable<'_>, text: &str) -> Vec<Dependency> {
    let mut found = Vec::new();
    gather(table, text, &mut found);
    if let Some(targets) = subtable(table, "target") {
        for target in targets.values() {
            if let Some(target) = target.get_ref().as_table() {
                gather(target, text, &mut found);
            }
        }
    }
    found
}

fn gather(table: &DeTable<'_>, text: &str, found: &mut Vec<Dependency>) {
    let kinds = [
        ("dependencies", DependencyKind::Needed),
        ("build-dependencies", DependencyKind::Needed),
        ("dev-dependencies", DependencyKind::Dev),
    ];
    for (name, kind) in kinds {
        let Some(stated) = subtable(table, name) else { continue };
        for (key, value) in stated {
            let details = value.get_ref().as_table();
            found.push(Dependency {
                key: key.get_ref().to_string(),
                renames: details.and_then(|details| string(details, "package")),
                inherited: details.is_some_and(says_workspace),
                kind,
                line: line_at(text, key.span().start),
            });
        }
    }
}

fn targets(table: &DeTable<'_>) -> Vec<String> {
    let library = subtable(table, "lib").and_then(|library| string(library, "path"));
    let binaries = table.get("bin").and_then(|value| value.get_ref().as_array());
    let binaries = binaries.into_iter().flat_map(|array| array.iter());
    let binaries =
        binaries.filter_map(|binary| binary.get_ref().as_table()).filter_map(|binary| string(binary, "path"));
    library.into_iter().chain(binaries).collect()
}

fn members(workspace: &DeTable<'_>) -> Vec<String> {
    let array = workspace.get("members").and_then(|value| value.get_ref().as_array());
    array
        .into_iter()
        .flat_map(|array| array.iter())
        .filter_map(|member| member.get_ref().as_str().map(str::to_owned))
        .collect()
}

fn shared(workspace: &DeTable<'_>) -> BTreeMap<String, String> {
    let Some(stated) = subtable(workspace, "dependencies") else {
        return BTreeMap::new();
    };
    let package = |key: &str, value: &DeValue<'_>| {
        value.as_table().and_then(|details| string(details, "package")).unwrap_or_else(|| key.to_owned())
    };
    stated.iter().map(|(key, value)| (key.get_ref().to_string(), package(key.get_ref(), value.get_ref()))).collect()
}
