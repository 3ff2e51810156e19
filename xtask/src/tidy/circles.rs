//! No files of a crate import one another in a circle.
//!
//! A file leans on another when it names an item that the other defines, in an import, in code or in a macro call.
//! Re-exports are seen through: `super::Amount` leans on the file that defines `Amount`, and a `mod.rs` that only
//! declares its children and passes their items on leans on none of them.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::modules;
use super::report::{TidyError, Violation};
use super::resolve::{Meaning, resolve};
use super::source::SourceFile;
use super::uses::{self, Used};
use super::workspace::Workspace;

/// The first line on which one file leans on another, by their indexes.
type Edges = BTreeMap<(usize, usize), usize>;

/// Finds the circles of every target of every member.
///
/// # Errors
///
/// None so far; the type is that of every check.
pub fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let members = workspace.members.iter();
    let targets = members.flat_map(|member| &member.sources.targets);
    Ok(targets.flat_map(|target| circles(&target.files)).collect())
}

fn circles(files: &[SourceFile]) -> Vec<Violation> {
    let edges = edges(files);
    let mut graph = DiGraph::<usize, ()>::new();
    let nodes: Vec<_> = (0..files.len()).map(|index| graph.add_node(index)).collect();
    for (from, to) in edges.keys() {
        if let (Some(&from), Some(&to)) = (nodes.get(*from), nodes.get(*to)) {
            graph.add_edge(from, to, ());
        }
    }
    tarjan_scc(&graph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .filter_map(|component| {
            let within: Vec<usize> =
                component.into_iter().filter_map(|node| graph.node_weight(node).copied()).collect();
            report(files, &edges, &within)
        })
        .collect()
}

fn edges(files: &[SourceFile]) -> Edges {
    let scopes = modules::scopes(files);
    let mut edges = Edges::new();
    for (from, file) in files.iter().enumerate() {
        for used in uses::used(file) {
            let Some(Meaning::Item(to)) = resolve(&scopes, &used.module, &used.segments) else {
                continue;
            };
            if to != from && !passes_on_from_below(file, &used, files.get(to)) {
                let line = edges.entry((from, to)).or_insert(used.line);
                *line = used.line.min(*line);
            }
        }
    }
    edges
}

/// Whether a module passes on what one of its own children defines: that is the child's front and no use of it.
fn passes_on_from_below(file: &SourceFile, used: &Used, to: Option<&SourceFile>) -> bool {
    used.passes_on && to.is_some_and(|to| to.module.starts_with(&file.module))
}

fn report(files: &[SourceFile], edges: &Edges, within: &[usize]) -> Option<Violation> {
    let mut steps: Vec<(&str, usize, &str)> = edges
        .iter()
        .filter(|((from, to), _)| within.contains(from) && within.contains(to))
        .filter_map(|((from, to), line)| Some((files.get(*from)?.path.as_str(), *line, files.get(*to)?.path.as_str())))
        .collect();
    steps.sort_unstable();
    let &(path, line, _) = steps.first()?;
    let told: Vec<String> = steps.iter().map(|(from, line, to)| format!("{from}:{line} uses {to}")).collect();
    Some(Violation::new(
        path,
        line,
        format!("{} files import one another in a circle ({})", within.len(), told.join(", ")),
        "move what both sides need into a file of its own that uses neither",
    ))
}
