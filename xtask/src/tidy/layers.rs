//! Dependencies between the crates of the workspace go one way only.

use super::manifest::{Dependency, DependencyKind};
use super::report::{TidyError, Violation};
use super::workspace::{Member, Workspace};

/// What a crate may lean on.
enum May {
    /// These crates.
    Use(&'static [&'static str]),
    /// Any crate: it ships nothing.
    UseAnything,
}

/// The layers, lowest first: each crate, by folder, with the crates that it may depend on. `dsl` and `engine` meet in
/// `model` and never know one another, so that a rule can be read without being run, and run without being read.
const LAYERS: &[(&str, May)] = &[
    ("source", May::Use(&[])),
    ("model", May::Use(&["source"])),
    ("functions", May::Use(&["source", "model"])),
    ("diagnostics", May::Use(&["source"])),
    ("dsl", May::Use(&["source", "model", "diagnostics"])),
    ("stacking", May::Use(&[])),
    ("advice", May::Use(&["stacking"])),
    ("engine", May::Use(&["source", "model", "stacking"])),
    ("wire", May::Use(&["source", "model"])),
    ("documents", May::Use(&["source", "model", "wire"])),
    ("verification", May::Use(&[])),
    (
        "credstack",
        May::Use(&[
            "source",
            "model",
            "functions",
            "diagnostics",
            "dsl",
            "stacking",
            "advice",
            "engine",
            "wire",
            "documents",
            "verification",
        ]),
    ),
    ("cohort", May::Use(&["credstack"])),
    ("statements", May::Use(&["credstack"])),
    ("pages", May::Use(&["credstack"])),
    ("lsp", May::Use(&["credstack"])),
    ("cli", May::Use(BELOW_DOORS)),
    ("server", May::Use(BELOW_DOORS)),
    ("bindings-python", May::Use(BELOW_DOORS)),
    ("tests", May::UseAnything),
    ("xtask", May::UseAnything),
    ("benches", May::UseAnything),
    ("fuzz", May::UseAnything),
];

/// `credstack`, what is written with it, and everything below it.
const BELOW_DOORS: &[&str] = &[
    "source",
    "model",
    "functions",
    "diagnostics",
    "dsl",
    "stacking",
    "advice",
    "engine",
    "wire",
    "documents",
    "verification",
    "credstack",
    "cohort",
    "statements",
    "pages",
    "lsp",
];

/// The crates through which users come in. Nothing leans on them, not even tests of other crates.
const DOORS: [&str; 3] = ["cli", "server", "bindings-python"];

const TABLE: &str = "xtask/src/tidy/layers.rs";

/// Checks every dependency of every member against the table.
///
/// # Errors
///
/// None so far; the type is that of every check.
pub fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let mut found = Vec::new();
    for member in &workspace.members {
        let name = member.name();
        let Some((_, may)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            found.push(Violation::new(
                &member.manifest.path,
                1,
                format!("the crate `{name}` has no layer"),
                format!("add it to the table in {TABLE}"),
            ));
            continue;
        };
        for dependency in &member.manifest.dependencies {
            let package = workspace.package_of(dependency);
            if let Some(on) = workspace.member_of(package) {
                found.extend(judge(member, may, dependency, &on.name()));
            }
        }
    }
    Ok(found)
}

fn judge(member: &Member, may: &May, dependency: &Dependency, on: &str) -> Option<Violation> {
    let name = member.name();
    let May::Use(allowed) = may else { return None };
    let mend = match dependency.kind {
        DependencyKind::Needed if allowed.contains(&on) => return None,
        DependencyKind::Needed if allowed.is_empty() => "it may use no crate of the workspace".to_owned(),
        DependencyKind::Needed => format!("it may use only {}", allowed.join(", ")),
        DependencyKind::Dev if !DOORS.contains(&on) => return None,
        DependencyKind::Dev => "move the test to the door or to `tests`".to_owned(),
    };
    let what = match dependency.kind {
        DependencyKind::Needed => format!("`{name}` depends on `{on}`"),
        DependencyKind::Dev => format!("a test of `{name}` depends on the door `{on}`"),
    };
    Some(Violation::new(&member.manifest.path, dependency.line, what, mend))
}
