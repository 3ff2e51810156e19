//! The pure crates read no file, clock, network or environment, and print nothing: what they answer depends on what
//! they are given and on nothing else.
//!
//! The ban is held twice. Here, by the paths that the code names; and by clippy, which knows what a name means, from
//! the `clippy.toml` in the folder of each pure crate. Clippy reads only the nearest such file, so each repeats the
//! one at the root; [`write()`] keeps them alike.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;

use syn::visit::Visit;

use super::manifest::DependencyKind;
use super::report::{TidyError, Violation};
use super::source::SourceFile;
use super::targets;
use super::tokens::{self, WrittenPath};
use super::uses::{self, Import};
use super::workspace::{Member, PURE, Workspace};

/// Paths that pure code does not name, nor anything below them.
const PATHS: [&str; 8] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::time::SystemTime",
    "std::time::Instant",
    "jiff::Zoned",
    "jiff::Timestamp::now",
];

/// Macros that pure code does not call.
const MACROS: [&str; 4] = ["println", "eprintln", "print", "eprint"];

/// Packages that pure crates do not depend on.
const PACKAGES: [&str; 3] = ["tokio", "reqwest", "walkdir"];

const HEADER: &str = "\
# Written by `cargo run -p xtask -- tidy --write`: change /clippy.toml or xtask/src/tidy/purity.rs and run it.

";

/// What each pure crate's `clippy.toml` says beyond the settings of the workspace. A crate without jiff cannot reach
/// its paths, hence `allow-invalid`.
const BANS: &str = r#"
disallowed-methods = [
    { path = "std::fs::canonicalize", reason = "a pure crate reads no files" },
    { path = "std::fs::copy", reason = "a pure crate writes no files" },
    { path = "std::fs::create_dir", reason = "a pure crate writes no files" },
    { path = "std::fs::create_dir_all", reason = "a pure crate writes no files" },
    { path = "std::fs::exists", reason = "a pure crate reads no files" },
    { path = "std::fs::metadata", reason = "a pure crate reads no files" },
    { path = "std::fs::read", reason = "a pure crate reads no files" },
    { path = "std::fs::read_dir", reason = "a pure crate reads no files" },
    { path = "std::fs::read_to_string", reason = "a pure crate reads no files" },
    { path = "std::fs::remove_dir_all", reason = "a pure crate writes no files" },
    { path = "std::fs::remove_file", reason = "a pure crate writes no files" },
    { path = "std::fs::rename", reason = "a pure crate writes no files" },
    { path = "std::fs::write", reason = "a pure crate writes no files" },
    { path = "std::env::args", reason = "a pure crate reads no environment" },
    { path = "std::env::args_os", reason = "a pure crate reads no environment" },
    { path = "std::env::current_dir", reason = "a pure crate reads no environment" },
    { path = "std::env::current_exe", reason = "a pure crate reads no environment" },
    { path = "std::env::temp_dir", reason = "a pure crate reads no environment" },
    { path = "std::env::var", reason = "a pure crate reads no environment" },
    { path = "std::env::var_os", reason = "a pure crate reads no environment" },
    { path = "std::env::vars", reason = "a pure crate reads no environment" },
    { path = "std::env::vars_os", reason = "a pure crate reads no environment" },
    { path = "std::process::abort", reason = "a pure crate returns errors" },
    { path = "std::process::exit", reason = "a pure crate returns errors" },
    { path = "std::time::Instant::now", reason = "a pure crate is given the time" },
    { path = "std::time::SystemTime::now", reason = "a pure crate is given the time" },
    { path = "jiff::Timestamp::now", reason = "a pure crate is given the time", allow-invalid = true },
    { path = "jiff::Zoned::now", reason = "a pure crate is given the time", allow-invalid = true },
]
disallowed-types = [
    { path = "std::fs::File", reason = "a pure crate reads no files" },
    { path = "std::fs::OpenOptions", reason = "a pure crate reads no files" },
    { path = "std::net::TcpListener", reason = "a pure crate uses no network" },
    { path = "std::net::TcpStream", reason = "a pure crate uses no network" },
    { path = "std::net::UdpSocket", reason = "a pure crate uses no network" },
    { path = "std::process::Command", reason = "a pure crate starts no process" },
    { path = "std::time::Instant", reason = "a pure crate is given the time" },
    { path = "std::time::SystemTime", reason = "a pure crate is given the time" },
    { path = "jiff::Zoned", reason = "a pure crate is given the time", allow-invalid = true },
]
disallowed-macros = [
    { path = "std::eprint", reason = "a pure crate prints nothing" },
    { path = "std::eprintln", reason = "a pure crate prints nothing" },
    { path = "std::print", reason = "a pure crate prints nothing" },
    { path = "std::println", reason = "a pure crate prints nothing" },
]
"#;

/// Looks at the code, the dependencies and the `clippy.toml` of each pure crate.
///
/// # Errors
///
/// When a `clippy.toml` cannot be read.
pub fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let mut found = Vec::new();
    let wanted = clippy_text(workspace)?;
    for member in workspace.among(&PURE) {
        found.extend(member.files().flat_map(|file| impure(&member.folder, file)));
        found.extend(dependencies(workspace, member));
        let path = clippy_path(member);
        if read_if_there(workspace, &path)?.as_deref() != Some(wanted.as_str()) {
            found.push(Violation::new(
                &path,
                1,
                "clippy's bans for a pure crate are missing or differ",
                "run `cargo run -p xtask -- tidy --write`",
            ));
        }
    }
    Ok(found)
}

/// Writes the `clippy.toml` of each pure crate where it differs, and returns the paths written.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn write(workspace: &Workspace) -> Result<Vec<String>, TidyError> {
    let wanted = clippy_text(workspace)?;
    let mut written = Vec::new();
    for path in workspace.among(&PURE).map(clippy_path) {
        if read_if_there(workspace, &path)?.as_deref() != Some(wanted.as_str()) {
            std::fs::write(workspace.root.join(&path), &wanted)
                .map_err(|source| TidyError::Write { path: path.clone(), source })?;
            written.push(path);
        }
    }
    Ok(written)
}

fn clippy_path(member: &Member) -> String {
    format!("{}/clippy.toml", member.folder)
}

fn clippy_text(workspace: &Workspace) -> Result<String, TidyError> {
    let settings = read_if_there(workspace, "clippy.toml")?.unwrap_or_default();
    Ok(format!("{HEADER}{settings}{BANS}"))
}

fn read_if_there(workspace: &Workspace, path: &str) -> Result<Option<String>, TidyError> {
    match targets::read(&workspace.root, path) {
        Ok(text) => Ok(Some(text)),
        Err(TidyError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn dependencies(workspace: &Workspace, member: &Member) -> Vec<Violation> {
    let stated = member.manifest.dependencies.iter();
    stated
        .filter(|dependency| dependency.kind == DependencyKind::Needed)
        .filter(|dependency| PACKAGES.contains(&workspace.package_of(dependency)))
        .map(|dependency| {
            let package = workspace.package_of(dependency);
            Violation::new(
                &member.manifest.path,
                dependency.line,
                format!("the pure crate `{}` depends on `{package}`", member.folder),
                "do that work in a door and pass the outcome in",
            )
        })
        .collect()
}

fn impure(folder: &str, file: &SourceFile) -> Vec<Violation> {
    let mut importer = Importer::default();
    importer.visit_file(&file.syntax);
    let mut named: BTreeSet<(usize, String)> = BTreeSet::new();
    for written in tokens::paths(&file.tokens) {
        named.extend(banned(&importer.names, &written).map(|what| (written.line, what)));
    }
    let globs = importer.globs.iter();
    named.extend(globs.filter_map(|glob| Some((glob.line, banned_glob(glob)?))));
    named
        .into_iter()
        .map(|(line, what)| {
            Violation::new(
                &file.path,
                line,
                format!("`{what}` in the pure crate `{folder}`"),
                "let the caller do it and pass the outcome in",
            )
        })
        .collect()
}

/// The names that a file imports, with their paths as written.
#[derive(Default)]
struct Importer {
    names: BTreeMap<String, Vec<String>>,
    globs: Vec<Import>,
}

impl<'ast> Visit<'ast> for Importer {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for import in uses::imports(item) {
            match &import.name {
                Some(name) => {
                    self.names.insert(name.clone(), import.segments);
                }
                None => self.globs.push(import),
            }
        }
    }
}

/// What is banned about a path, its first name replaced by what it imports.
fn banned(names: &BTreeMap<String, Vec<String>>, written: &WrittenPath) -> Option<String> {
    let mut segments = written.segments.clone();
    // An import may stand on another; more than a few such steps is a name that imports itself.
    for _ in 0..4 {
        let Some(path) = segments.first().and_then(|first| names.get(first)) else { break };
        segments = path.iter().chain(segments.iter().skip(1)).cloned().collect();
    }
    if written.calls_macro {
        let name = segments.last()?;
        return MACROS.contains(&name.as_str()).then(|| format!("{name}!"));
    }
    let whole = segments.join("::");
    let below = |path: &&str| whole == *path || whole.starts_with(&format!("{path}::"));
    let path = PATHS.iter().copied().find(below);
    // The clock of jiff, however the type came into scope.
    let now = whole.ends_with("Timestamp::now").then_some("Timestamp::now");
    path.or(now).map(str::to_owned)
}

/// A glob that brings banned names in unseen.
fn banned_glob(glob: &Import) -> Option<String> {
    let prefix = format!("{}::", glob.segments.join("::"));
    let hides = PATHS.iter().any(|path| path.starts_with(&prefix));
    hides.then(|| format!("{prefix}*"))
}
