//! The ladder as a picture: awards as boxes, the smallest at the bottom, arrows up to what they count toward.

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use credstack_model::stack::RequirementKind;

use super::card::{Card, Look, SMALL, Sign, TEXT, TITLE, legend, paragraph};
use super::dot::award_words;
use super::model::{AwardNode, Edge, Graph, Node, RequirementNode};
use super::paper::{BLUE, GREEN, GREY_INK, INK, Icon, PALE_BLUE, Paper, Rect, Stroke, Toward, WHITE};
use super::places::{Block, Link, Places, Route, places};
use super::text::{Style, width};

const WIDE: i32 = 380;
const MARGIN: i32 = 32;
/// A picture is no narrower, so that its heading and legend have room.
const LEAST: i32 = 860;
/// As many requirements as a box names.
const MOST_REQUIREMENTS: usize = 12;
const HEADING: Style = Style { size: 22, bold: true, colour: INK };
const SUBHEADING: Style = Style { size: 13, bold: false, colour: GREY_INK };
const LABEL: Style = Style { size: 12, bold: true, colour: BLUE };
const ARROW: Stroke = Stroke::solid(BLUE, 22);

pub(super) fn draw(graph: &Graph, around: Option<&str>) -> Result<String, String> {
    let awards: Vec<(NodeIndex, &AwardNode)> = graph.nodes(Node::award).collect();
    let cards: Vec<Card> = awards.iter().map(|(at, award)| card(graph, *at, award)).collect();
    let arrows = arrows(graph, &awards);
    let blocks: Vec<Block> = awards
        .iter()
        .zip(&cards)
        .map(|((_, award), card)| Block { key: award.name.to_string(), width: card.width(), height: card.height() })
        .collect();
    let room = |a: &Arrow| Link { from: a.from, to: a.to, label: (width(&a.label, LABEL) + 12, 24) };
    let links: Vec<Link> = arrows.iter().map(room).collect();
    let placed = places(&blocks, &links)?;
    Ok(paint(&placed, &cards, &arrows, &heading(&awards, around), &told(&awards, &arrows)))
}

/// One award counting toward another.
struct Arrow {
    from: usize,
    to: usize,
    label: String,
}

fn arrows(graph: &Graph, awards: &[(NodeIndex, &AwardNode)]) -> Vec<Arrow> {
    let mut found: Vec<Arrow> = Vec::new();
    for (from, (at, _)) in awards.iter().enumerate() {
        for (larger, edge) in graph.edges(*at, Direction::Outgoing) {
            let Some(to) = awards.iter().position(|(a, _)| *a == larger) else { continue };
            let Edge::CountsToward { credits, .. } = edge else { continue };
            let whole = awards.get(to).and_then(|(_, a)| a.workload.as_ref());
            let label = match (credits, whole) {
                (Some((part, unit)), Some((whole, of))) if unit == of => format!("{part} of {whole} {unit}"),
                (Some((part, unit)), _) => format!("{part} {unit}"),
                (None, _) => edge.words().to_owned(),
            };
            // Two requirements may name the same award; it counts once.
            if !found.iter().any(|a| (a.from, a.to) == (from, to)) {
                found.push(Arrow { from, to, label });
            }
        }
    }
    found
}

fn card(graph: &Graph, at: NodeIndex, award: &AwardNode) -> Card {
    let mut look = Look::new(PALE_BLUE, Stroke::solid(BLUE, 15), 8);
    look.double = award.asked;
    let mut card = Card::new(WIDE, look, &format!("{} ({})", award.title, award.name));
    card = card.text(TITLE, 3, &award.title).text(SMALL, 2, &award.name);
    card = card.text(TEXT, 2, &award_words(award));
    let offered = award.offered_by.iter().chain(&award.country).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if !offered.is_empty() {
        card = card.text(SMALL, 2, &offered);
    }
    let parts = graph.edges(at, Direction::Incoming).into_iter().filter(|(_, e)| **e == Edge::PartOf);
    let parts: Vec<(NodeIndex, &RequirementNode)> =
        parts.filter_map(|(n, _)| Some((n, graph.graph.node_weight(n)?.requirement()?))).collect();
    if !parts.is_empty() {
        card = card.rule();
    }
    for (node, requirement) in parts.iter().take(MOST_REQUIREMENTS) {
        card = card.marked(mark(requirement.kind), TEXT, 4, &said(graph, *node, requirement));
    }
    match parts.len().saturating_sub(MOST_REQUIREMENTS) {
        0 => card,
        more => card.text(SMALL, 1, &format!("and {more} more")),
    }
}

/// A requirement with what it needs, and the names of what a group is made of.
fn said(graph: &Graph, at: NodeIndex, requirement: &RequirementNode) -> String {
    let mut said = requirement.title.to_string();
    if !requirement.needs.is_empty() {
        said += &format!(": {}", requirement.needs);
    }
    let below = graph.edges(at, Direction::Incoming).into_iter().filter(|(_, e)| **e == Edge::PartOf);
    let names: Vec<String> =
        below.filter_map(|(n, _)| Some(format!("“{}”", graph.graph.node_weight(n)?.title()))).collect();
    if !names.is_empty() {
        said += &format!(" {}", names.join(", "));
    }
    said
}

fn mark(kind: RequirementKind) -> (Icon, &'static str) {
    match kind {
        RequirementKind::Slot => (Icon::Dot, GREY_INK),
        RequirementKind::Award => (Icon::Triangle, BLUE),
        RequirementKind::AllOf
        | RequirementKind::AnyOf(_)
        | RequirementKind::AtLeastOf(_)
        | RequirementKind::Depends => (Icon::Square, GREEN),
    }
}

fn heading(awards: &[(NodeIndex, &AwardNode)], around: Option<&str>) -> String {
    match awards.iter().find(|(_, a)| Some(&*a.name) == around) {
        Some((_, award)) => format!("The ladder around the {}", award.title),
        None => "The ladder of awards".to_owned(),
    }
}

/// The picture in words.
fn told(awards: &[(NodeIndex, &AwardNode)], arrows: &[Arrow]) -> String {
    let title = |at: usize| awards.get(at).map_or("", |(_, a)| &*a.title);
    let mut told = match awards {
        [] => "There are no awards.".to_owned(),
        [_] => "One award.".to_owned(),
        _ => format!("{} awards.", awards.len()),
    };
    for arrow in arrows {
        told += &format!(" {} counts toward {}: {}.", title(arrow.from), title(arrow.to), arrow.label);
    }
    told
}

fn paint(placed: &Places, cards: &[Card], arrows: &[Arrow], heading: &str, told: &str) -> String {
    let mut paper = Paper::default();
    let wide = (placed.width + 2 * MARGIN).max(LEAST);
    let room = wide - 2 * MARGIN;
    let mut top = paragraph(&mut paper, (MARGIN, MARGIN), HEADING, room, heading);
    let sub = "Which award counts toward which, and what each of them requires; read it from the bottom up.";
    top = paragraph(&mut paper, (MARGIN, top + 2), SUBHEADING, room, sub) + 22;
    let left = MARGIN + (room - placed.width) / 2;
    for route in &placed.routes {
        line(&mut paper, route, (left, top));
    }
    for (card, place) in cards.iter().zip(&placed.blocks) {
        card.draw(&mut paper, left + place.x, top + place.y);
    }
    for (arrow, route) in arrows.iter().zip(&placed.routes) {
        let Some((x, y)) = route.label else { continue };
        let (x, y, w) = (left + x, top + y, width(&arrow.label, LABEL));
        let behind = Rect { x: x - w / 2 - 4, y: y - 10, w: w + 8, h: 20 };
        paper.rect("label", behind, WHITE, Stroke::solid(WHITE, 0), 4);
        paper.centred(x, y + 4, LABEL, &arrow.label);
    }
    top += placed.height + 30;
    top = legend(&mut paper, (MARGIN, top), room, &signs());
    paper.finish(wide, top + MARGIN / 2, heading, told)
}

fn line(paper: &mut Paper, route: &Route, (left, top): (i32, i32)) {
    let points: Vec<(i32, i32)> = route.points.iter().map(|(x, y)| (left + x, top + y)).collect();
    let Some((last, before)) = points.split_last() else { return };
    let toward = match before.last() {
        Some((_, y)) if *y > last.1 => Toward::Up,
        Some((_, y)) if *y < last.1 => Toward::Down,
        Some((x, _)) if *x > last.0 => Toward::Left,
        _ => Toward::Right,
    };
    paper.path(&rounded(&points), ARROW);
    paper.head(last.0, last.1, toward, BLUE);
}

/// A way along points, its corners rounded.
fn rounded(points: &[(i32, i32)]) -> String {
    const ROUND: i32 = 8;
    // From a corner toward a neighbour, at most half of the way there.
    let near = |(x, y): (i32, i32), (to_x, to_y): (i32, i32)| {
        let step = |d: i32| d.signum() * (d.abs() / 2).min(ROUND);
        (x + step(to_x - x), y + step(to_y - y))
    };
    let mut way = String::new();
    for (at, point) in points.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| points.get(at));
        match (before, points.get(at + 1)) {
            (None, _) => way += &format!("M{} {}", point.0, point.1),
            (Some(_), None) => way += &format!("L{} {}", point.0, point.1),
            (Some(before), Some(after)) => {
                let (a, b) = (near(*point, *before), near(*point, *after));
                way += &format!("L{} {}Q{} {} {} {}", a.0, a.1, point.0, point.1, b.0, b.1);
            }
        }
    }
    way
}

fn signs() -> [Sign<'static>; 5] {
    [
        Sign {
            wide: 34,
            draw: &|paper, at| {
                paper.path(&format!("M{} {}h{}", at.x, at.middle(), at.w), ARROW);
                paper.head(at.right(), at.middle(), Toward::Right, BLUE);
            },
            words: "counts toward, with so many of its credits",
        },
        Sign {
            wide: 12,
            draw: &|paper, at| paper.icon(Icon::Triangle, at.x, at.y + 2, BLUE),
            words: "an award that is included",
        },
        Sign {
            wide: 12,
            draw: &|paper, at| paper.icon(Icon::Dot, at.x, at.y + 2, GREY_INK),
            words: "credentials fill it",
        },
        Sign {
            wide: 12,
            draw: &|paper, at| paper.icon(Icon::Square, at.x, at.y + 2, GREEN),
            words: "a group of requirements",
        },
        Sign {
            wide: 34,
            draw: &|paper, at| {
                paper.rect("sample", at, PALE_BLUE, Stroke::solid(BLUE, 15), 5);
                let inner = Rect { x: at.x + 3, y: at.y + 3, w: at.w - 6, h: at.h - 6 };
                paper.rect("sample", inner, "none", Stroke::solid(BLUE, 10), 3);
            },
            words: "double frame: the award that was asked for",
        },
    ]
}
