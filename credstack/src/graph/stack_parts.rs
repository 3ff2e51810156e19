//! Where the parts of a stack go: credentials on the left, each beside the first requirement that it counts in; the tree of
//! requirements in columns, every one beside what is below it; the award on the right.
//!
//! Each requirement has a band of rows of its own, split among its children; columns go by how much lies below. So no two
//! boxes meet, and a line that runs along its own band meets none.

use std::collections::BTreeMap;

use credstack_model::stack::Include;
use petgraph::Direction;
use petgraph::graph::NodeIndex;

use super::card::{Card, Look, NAME, SMALL, TEXT, TITLE};
use super::dot::award_words;
use super::model::{AwardNode, CredentialNode, Edge, Graph, Node, RequirementNode, StackSummary};
use super::of_stack::counted_words;
use super::paper::{
    BLUE, Dash, GREEN, GREY_INK, INK, Icon, LINE, PALE, PALE_BLUE, PALE_GREEN, PALE_RED, RED, Rect, Stroke, WHITE,
};
use super::text::width;

pub(super) const CREDENTIAL: i32 = 300;
const REQUIREMENT: i32 = 216;
const AWARD: i32 = 270;
/// Between columns.
const GUTTER: i32 = 56;
/// Between one row and the next.
const GAP: i32 = 14;
/// Between the lines that leave one credential.
const PORT: i32 = 22;

/// A box that was placed.
pub(super) struct Placed {
    pub(super) card: Card,
    pub(super) at: Rect,
}

/// A credential counting in a requirement.
pub(super) struct Thread {
    pub(super) label: String,
    pub(super) from: (i32, i32),
    /// Where its label ends and it may turn.
    pub(super) turn: i32,
    pub(super) to: (i32, i32),
    pub(super) progress: Include,
}

/// Something being part of something.
pub(super) struct Branch {
    pub(super) from: (i32, i32),
    /// Where it may turn.
    pub(super) turn: i32,
    pub(super) to: (i32, i32),
    pub(super) chosen: bool,
}

#[derive(Default)]
pub(super) struct Parts {
    pub(super) boxes: Vec<Placed>,
    pub(super) threads: Vec<Thread>,
    pub(super) branches: Vec<Branch>,
    /// Where the columns of requirements begin, and the award.
    pub(super) columns: (i32, i32),
    pub(super) width: i32,
    pub(super) height: i32,
}

/// A requirement and the rows that it takes.
struct Row<'a> {
    node: NodeIndex,
    requirement: &'a RequirementNode,
    parent: Option<usize>,
    /// How many levels are below it.
    above: usize,
    card: Card,
    band: i32,
    top: i32,
    credentials: Vec<Entry<'a>>,
}

/// A credential, in the rows of the first requirement that it counts in.
struct Entry<'a> {
    card: Card,
    counts: Vec<(NodeIndex, &'a Edge)>,
    progress: Include,
}

pub(super) fn parts(graph: &Graph, summary: &StackSummary) -> Parts {
    let mut rows = rows(graph);
    let at: BTreeMap<NodeIndex, usize> = rows.iter().enumerate().map(|(i, r)| (r.node, i)).collect();
    settle(graph, &mut rows, &at);
    let award = graph.nodes(Node::award).next().map(|(_, award)| award_card(award, summary));
    let needed = bands(&mut rows);
    let height = needed.max(award.as_ref().map_or(0, |a| a.height() + GAP));
    for row in &mut rows {
        row.top += (height - needed) / 2;
    }
    place(rows, &at, award, height)
}

fn rows(graph: &Graph) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut at: BTreeMap<NodeIndex, usize> = BTreeMap::new();
    for (node, requirement) in graph.nodes(Node::requirement) {
        let above = graph.edges(node, Direction::Outgoing).into_iter().find(|(_, e)| **e == Edge::PartOf);
        let parent = above.and_then(|(parent, _)| at.get(&parent).copied());
        at.insert(node, rows.len());
        let card = requirement_card(requirement);
        rows.push(Row { node, requirement, parent, above: 0, card, band: 0, top: 0, credentials: Vec::new() });
    }
    // Parents stand before their children.
    for child in (0..rows.len()).rev() {
        let Some((levels, parent)) = rows.get(child).and_then(|r| Some((r.above + 1, r.parent?))) else { continue };
        if let Some(parent) = rows.get_mut(parent) {
            parent.above = parent.above.max(levels);
        }
    }
    rows
}

/// Gives every credential that counts to the first requirement that it counts in.
fn settle<'a>(graph: &'a Graph, rows: &mut [Row<'a>], at: &BTreeMap<NodeIndex, usize>) {
    for (node, credential) in graph.nodes(Node::credential) {
        let counts: Vec<(NodeIndex, &Edge)> = graph
            .edges(node, Direction::Outgoing)
            .into_iter()
            .filter(|(to, e)| matches!(e, Edge::CountsToward { .. }) && at.contains_key(to))
            .collect();
        let home = counts.iter().filter_map(|(to, _)| at.get(to)).min();
        if let Some(row) = home.and_then(|home| rows.get_mut(*home)) {
            let ports = i32::try_from(counts.len()).unwrap_or(i32::MAX / PORT);
            let card = credential_card(credential).at_least(ports.saturating_mul(PORT));
            row.credentials.push(Entry { card, counts, progress: credential.progress });
        }
    }
}

/// How high each band is and where it begins; what it gives is the height of all.
fn bands(rows: &mut [Row<'_>]) -> i32 {
    let mut below: Vec<i32> = vec![0; rows.len()];
    let mut total = 0;
    for index in (0..rows.len()).rev() {
        let Some(row) = rows.get_mut(index) else { continue };
        let stacked: i32 = row.credentials.iter().map(|c| c.card.height() + GAP).sum();
        let own = (row.card.height() + GAP).max(stacked);
        row.band = own.max(below.get(index).copied().unwrap_or_default());
        match row.parent.and_then(|p| below.get_mut(p)) {
            Some(parent) => *parent += row.band,
            None => total += row.band,
        }
    }
    // The next free row below each parent, and below the award.
    let mut next: Vec<i32> = vec![0; rows.len()];
    let mut free = 0;
    for index in 0..rows.len() {
        let Some(row) = rows.get_mut(index) else { continue };
        let slot = row.parent.and_then(|p| next.get_mut(p)).unwrap_or(&mut free);
        row.top = *slot;
        *slot += row.band;
        // Children that need less than their parent stand in its middle.
        let spare = row.band - below.get(index).copied().unwrap_or_default();
        if let Some(own) = next.get_mut(index) {
            *own = row.top + spare / 2;
        }
    }
    total
}

fn place(rows: Vec<Row<'_>>, at: &BTreeMap<NodeIndex, usize>, award: Option<Card>, height: i32) -> Parts {
    let label = |e: &Edge| width(&thread_words(e), SMALL);
    let labels = rows.iter().flat_map(|r| &r.credentials).flat_map(|c| &c.counts).map(|(_, e)| label(e)).max();
    let first = CREDENTIAL + labels.unwrap_or_default() + 22 + GUTTER;
    let column = |above: usize| first + i32::try_from(above).unwrap_or(0) * (REQUIREMENT + GUTTER);
    let levels = rows.iter().map(|r| r.above + 1).max().unwrap_or_default();
    let last = column(levels);
    let boxed = |r: &Row<'_>| {
        let y = r.top + (r.band - r.card.height()) / 2;
        Rect { x: column(r.above), y, w: r.card.width(), h: r.card.height() }
    };
    let places: Vec<Rect> = rows.iter().map(boxed).collect();
    let middle = height / 2;
    let mut parts = Parts { columns: (first, last), width: last + AWARD, height, ..Parts::default() };
    for (row, place) in rows.iter().zip(&places) {
        let to = row.parent.and_then(|p| places.get(p)).map_or((last, middle), |p| (p.x, p.middle()));
        let chosen = row.requirement.standing.as_ref().is_none_or(|s| s.chosen);
        let from = (place.right(), place.middle());
        parts.branches.push(Branch { from, turn: to.0 - GUTTER, to, chosen });
    }
    for (row, place) in rows.into_iter().zip(&places) {
        let stacked: i32 = row.credentials.iter().map(|c| c.card.height() + GAP).sum();
        let mut y = row.top + (row.band - stacked) / 2 + GAP / 2;
        for entry in row.credentials {
            let own = Rect { x: 0, y, w: entry.card.width(), h: entry.card.height() };
            let all = i32::try_from(entry.counts.len()).unwrap_or(1);
            for (port, (to, edge)) in (1..).zip(&entry.counts) {
                let from = (own.right(), own.y + own.h * port / (all + 1));
                let Some(to) = at.get(to).and_then(|t| places.get(*t)) else { continue };
                let to = (to.x, to.middle());
                let turn = first - GUTTER;
                parts.threads.push(Thread { label: thread_words(edge), from, turn, to, progress: entry.progress });
            }
            y += own.h + GAP;
            parts.boxes.push(Placed { card: entry.card, at: own });
        }
        parts.boxes.push(Placed { card: row.card, at: *place });
    }
    if let Some(card) = award {
        let at = Rect { x: last, y: middle - card.height() / 2, w: card.width(), h: card.height() };
        parts.boxes.push(Placed { card, at });
    }
    parts
}

fn thread_words(edge: &Edge) -> String {
    match edge {
        Edge::CountsToward { credits: Some((part, unit)), of: Some(of) } if part != of => {
            format!("{part} of {of} {unit}")
        }
        Edge::CountsToward { credits: Some((part, unit)), .. } => format!("{part} {unit}"),
        other => other.words().to_owned(),
    }
}

/// The line around a credential: how far its learning has come.
pub(super) fn progress_stroke(progress: Include) -> Stroke {
    let dash = match progress {
        Include::Completed => Dash::Solid,
        Include::InProgress => Dash::Dashed,
        Include::Planned => Dash::Dotted,
    };
    Stroke { dash, ..Stroke::solid(GREY_INK, 14) }
}

/// A credential as a box.
pub(super) fn credential_card(credential: &CredentialNode) -> Card {
    let title = credential.title.as_deref().unwrap_or("a credential without a title");
    let look = Look::new(WHITE, progress_stroke(credential.progress), 3);
    let mut told = match credential.progress {
        Include::Completed => Vec::new(),
        Include::InProgress => vec!["in progress".to_owned()],
        Include::Planned => vec!["planned".to_owned()],
    };
    told.push(if credential.within_award {
        "earned within the award".to_owned()
    } else {
        format!("by recognition: {} ECTS may be granted", credential.may)
    });
    Card::new(CREDENTIAL, look, &format!("{title} ({})", credential.id))
        .text(NAME, 2, title)
        .text(SMALL, 1, &credential.id)
        .text(SMALL, 2, &told.join(", "))
}

/// How a requirement stands: its mark, in words, and how its box looks.
fn standing(requirement: &RequirementNode) -> (Icon, &'static str, String, Look) {
    let look = |fill, colour, dash| Look::new(fill, Stroke { dash, ..Stroke::solid(colour, 16) }, 8);
    match requirement.standing.as_ref().map(|s| (s.chosen, s.met, &*s.missing)) {
        Some((false, ..)) => (Icon::Bar, GREY_INK, "not part of this stack".to_owned(), look(PALE, LINE, Dash::Dotted)),
        Some((true, true, _)) => (Icon::Check, GREEN, "met".to_owned(), look(PALE_GREEN, GREEN, Dash::Solid)),
        Some((true, false, "")) => {
            (Icon::Cross, RED, "not met: something in it is missing".to_owned(), look(PALE_RED, RED, Dash::Dashed))
        }
        Some((true, false, missing)) => {
            (Icon::Cross, RED, format!("not met: {missing} missing"), look(PALE_RED, RED, Dash::Dashed))
        }
        None => (Icon::Dot, INK, String::new(), look(PALE, LINE, Dash::Solid)),
    }
}

fn requirement_card(requirement: &RequirementNode) -> Card {
    let (icon, colour, words, look) = standing(requirement);
    let counted = requirement.standing.as_ref().and_then(|s| counted_words(requirement, s));
    let kind = super::ladder::kind_words(requirement.kind);
    let told: Vec<String> = kind.into_iter().chain(counted).collect();
    Card::new(REQUIREMENT, look, &format!("{} ({})", requirement.title, requirement.path))
        .text(NAME, 3, &requirement.title)
        .text(SMALL, 2, &told.join(", "))
        .marked((icon, colour), TEXT, 3, &words)
}

fn award_card(award: &AwardNode, summary: &StackSummary) -> Card {
    let mut look = Look::new(PALE_BLUE, Stroke::solid(BLUE, 18), 8);
    look.double = true;
    let of = summary.workload.map_or_else(String::new, |w| format!(" of {w}"));
    let offered = award.offered_by.iter().chain(&award.country).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut card = Card::new(AWARD, look, &format!("{} ({})", award.title, award.name))
        .text(TITLE, 4, &award.title)
        .text(SMALL, 2, &award.name)
        .text(TEXT, 2, &award_words(award))
        .text(SMALL, 3, &offered)
        .rule()
        .text(NAME, 2, &format!("{}{of} ECTS counted", summary.total));
    if !summary.missing_workload.is_zero() {
        let missing = format!("{} ECTS are missing to its workload", summary.missing_workload);
        card = card.marked((Icon::Cross, RED), TEXT, 3, &missing);
    }
    if summary.complete {
        card.marked((Icon::Check, GREEN), NAME, 2, "complete")
    } else {
        card.marked((Icon::Cross, RED), NAME, 2, "not complete")
    }
}
