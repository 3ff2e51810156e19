//! The graph for Graphviz.

use std::fmt::Write as _;

use petgraph::Direction;

use super::model::{AwardNode, Edge, Graph, Node, RequirementNode, Subject};
use super::of_stack::{counted_words, need_words, side};
use super::text::{Style, clean, wrap};

/// Graphviz breaks no lines by itself.
const LINE: Style = Style { size: 10, bold: false, colour: "" };
const ROOM: i32 = 190;

/// The graph in the language of Graphviz, with every type of node and edge told apart by shape, line and words.
pub fn dot(graph: &Graph) -> String {
    let name = match &graph.subject {
        Subject::Ladder(None) => "The ladder of awards".to_owned(),
        Subject::Ladder(Some(around)) => format!("The ladder around {around}"),
        Subject::Stack(stack) => format!("{} toward {}", stack.reading.word(), stack.award),
        Subject::Together(stacks) => {
            let names: Vec<&str> = stacks.iter().map(|s| &*s.award).collect();
            let reading = stacks.first().map_or("", |s| s.reading.word());
            format!("{reading} toward {} together", names.join(", "))
        }
    };
    let mut out = format!("digraph {} {{\n", quoted(&name));
    out.push_str("  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=10];\n  edge [fontname=\"sans-serif\", fontsize=9];\n");
    for (at, node) in graph.graph.node_indices().zip(graph.graph.node_weights()) {
        let mut lines = wrap(node.title(), LINE, ROOM, 4);
        lines.extend(told(graph, at, node).iter().flat_map(|l| wrap(l, LINE, ROOM, 6)));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {} [label={}, {}];", quoted(&node.id()), quoted_lines(&lines), look(node));
    }
    for edge in graph.graph.raw_edges() {
        let id = |at| graph.graph.node_weight(at).map(|n: &Node| quoted(&n.id())).unwrap_or_default();
        let (from, to) = (id(edge.source()), id(edge.target()));
        let _ = writeln!(out, "  {from} -> {to} [{}];", line(&edge.weight));
    }
    out.push_str("}\n");
    out
}

/// What is said of a node below its title.
fn told(graph: &Graph, at: petgraph::graph::NodeIndex, node: &Node) -> Vec<String> {
    let mut lines = Vec::new();
    match node {
        Node::Award(award) => {
            lines.push(award_words(award));
            lines.extend(award.offered_by.as_ref().map(ToString::to_string));
            let stack = match &graph.subject {
                Subject::Stack(stack) => Some(stack),
                Subject::Together(stacks) => stacks.iter().find(|s| s.award == award.name),
                Subject::Ladder(_) => None,
            };
            if let Some(stack) = stack {
                let of = stack.workload.map_or_else(String::new, |w| format!(" of {w}"));
                let complete = if stack.complete { "complete" } else { "not complete" };
                lines.push(format!("{}{of} ECTS counted: {complete}", stack.total));
            }
        }
        Node::Requirement(requirement) => {
            lines.push(requirement.needs.to_string());
            lines.extend(requirement.eligible.as_ref().map(|e| format!("where {e}")));
            lines.extend(standing_words(requirement));
        }
        Node::Component(component) => {
            let mut parts: Vec<String> = component.kind.iter().map(ToString::to_string).collect();
            parts.extend(component.workload.as_ref().map(|(amount, unit)| format!("{amount} {unit}")));
            parts.extend(component.level.iter().map(ToString::to_string));
            lines.push(parts.join(", "));
        }
        Node::Credential(credential) => {
            if let Some(left) = &credential.left {
                let counts = !graph.edges(at, Direction::Outgoing).is_empty();
                let what = if counts { "also left over" } else { "left over" };
                lines.push(format!("{what}: {} ECTS, {}", left.credits, left.reason));
            }
        }
        Node::Limit(limit) => {
            let share = limit
                .share
                .as_ref()
                .map_or_else(String::new, |(percent, of)| format!(" ({} of {of})", percent.as_share()));
            lines.push(match limit.extent {
                Some(extent) => format!("{} {}{share}", side(limit.bound), need_words(extent)),
                None => "any number".to_owned(),
            });
            lines.push(format!("{} counted", need_words(limit.used)));
            lines.extend((limit.bites == Some(true)).then(|| "it bites".to_owned()));
        }
    }
    lines.retain(|l| !l.is_empty());
    lines
}

/// Kind, standing, level and workload of an award, as far as they are known.
pub(super) fn award_words(award: &AwardNode) -> String {
    let mut parts: Vec<String> = award.kind.iter().map(ToString::to_string).collect();
    parts.extend(award.official.map(|yes| if yes { "official" } else { "not official" }.to_owned()));
    parts.extend(award.level.iter().map(ToString::to_string));
    parts.extend(award.without_level.then(|| "without a level".to_owned()));
    parts.extend(award.workload.as_ref().map(|(amount, unit)| format!("{amount} {unit}")));
    parts.join(" · ")
}

fn standing_words(requirement: &RequirementNode) -> Vec<String> {
    let Some(standing) = &requirement.standing else { return Vec::new() };
    let mut lines: Vec<String> = counted_words(requirement, standing).into_iter().collect();
    lines.push(match (standing.chosen, standing.met, &*standing.missing) {
        (false, ..) => "not part of this stack".to_owned(),
        (true, true, _) => "met".to_owned(),
        (true, false, "") => "not met: something in it is missing".to_owned(),
        (true, false, missing) => format!("not met: missing {missing}"),
    });
    lines
}

fn look(node: &Node) -> String {
    let (key, rest) = match node {
        Node::Award(award) => ("award", format!("shape=box, style=bold, peripheries={}", 1 + u8::from(award.asked))),
        Node::Requirement(requirement) => {
            let style = match requirement.standing.as_ref().map(|s| (s.chosen, s.met)) {
                Some((false, _)) => "\"rounded,dotted\"",
                Some((true, false)) => "\"rounded,dashed\"",
                Some((true, true)) | None => "rounded",
            };
            ("requirement", format!("shape=box, style={style}"))
        }
        Node::Component(_) => ("component", "shape=component".to_owned()),
        Node::Credential(_) => ("credential", "shape=note".to_owned()),
        Node::Limit(_) => ("limit", "shape=hexagon".to_owned()),
    };
    format!("class={key}, {rest}")
}

fn line(edge: &Edge) -> String {
    let (label, style) = match edge {
        Edge::CountsToward { credits, of } => {
            let label = match (credits, of) {
                (Some((amount, unit)), Some(of)) if amount != of => format!("{amount} of {of} {unit}"),
                (Some((amount, unit)), _) => format!("{amount} {unit}"),
                (None, _) => edge.words().to_owned(),
            };
            (label, "style=bold")
        }
        Edge::PartOf => (edge.words().to_owned(), "style=solid, arrowhead=empty"),
        Edge::Requires | Edge::Includes => (edge.words().to_owned(), "style=dashed, constraint=false"),
        Edge::CountedUnder | Edge::CountedIn => (edge.words().to_owned(), "style=dotted, constraint=false"),
    };
    format!("label={}, class={}, {style}", quoted(&label), edge.key())
}

/// Text as a quoted string of Graphviz, where only these two have a meaning.
fn quoted(text: &str) -> String {
    format!("\"{}\"", clean(text).replace('\\', "\\\\").replace('"', "\\\""))
}

fn quoted_lines(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|l| l.replace('\\', "\\\\").replace('"', "\\\"")).collect();
    format!("\"{}\"", lines.join("\\n"))
}
