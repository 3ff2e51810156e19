//! A stack as a picture: what counts where, what is left over and why, and how the limits stand.

use credstack_model::Amount;
use credstack_model::policy::Bound;
use credstack_model::stack::{AwardStatus, Include, Need, Reading};
use petgraph::Direction;

use super::card::{NAME, SMALL, Sign, TEXT, legend, paragraph, paragraph_height, pitch};
use super::model::{CredentialNode, Edge, Graph, LimitNode, NOTICE, Node, StackSummary};
use super::of_stack::{need_words, side};
use super::paper::{
    BLUE, Dash, GREEN, GREY_INK, INK, Icon, LINE, PALE_GREEN, PALE_RED, Paper, RED, Rect, Stroke, Toward, WHITE,
};
use super::stack_parts::{CREDENTIAL, Parts, credential_card, parts, progress_stroke};
use super::text::Style;

const MARGIN: i32 = 32;
const HEADING: Style = Style { size: 22, bold: true, colour: INK };
const SECTION: Style = Style { size: 16, bold: true, colour: INK };
const SUBHEADING: Style = Style { size: 13, bold: false, colour: GREY_INK };
const BAR: i32 = 240;
/// A column of what is left over is no narrower, so that there is room for the reason.
const LEFT: i32 = 580;

pub(super) fn draw(graph: &Graph, summary: &StackSummary) -> String {
    let parts = parts(graph, summary);
    let mut paper = Paper::default();
    let room = parts.width;
    let mut top = head(&mut paper, summary, room);
    let titles = [(0, "Credentials"), (parts.columns.0, "Requirements"), (parts.columns.1, "Award")];
    for (x, title) in titles {
        // An award without requirements has no column of them.
        if x == 0 || x != parts.columns.1 || title == "Award" {
            paper.text(MARGIN + x, top + SECTION.size, SECTION, title);
        }
    }
    top += pitch(SECTION) + 8;
    tree(&mut paper, &parts, top);
    top += parts.height + 26;
    top = left_over(&mut paper, graph, room, top);
    top = limits(&mut paper, graph, room, top);
    top = legend(&mut paper, (MARGIN, top), room, &signs()) + 6;
    top = paragraph(&mut paper, (MARGIN, top), SMALL, room, NOTICE);
    let title = format!("{}, {}", summary.title, summary.reading.word());
    paper.finish(room + 2 * MARGIN, top + MARGIN, &title, &told(graph, summary))
}

fn head(paper: &mut Paper, summary: &StackSummary, room: i32) -> i32 {
    let heading = format!("What counts toward the {}", summary.title);
    let mut top = paragraph(paper, (MARGIN, MARGIN), HEADING, room, &heading);
    for line in [reading_words(summary), readings_words(summary)] {
        top = paragraph(paper, (MARGIN, top + 3), SUBHEADING, room, &line);
    }
    top + 22
}

fn reading_words(summary: &StackSummary) -> String {
    let reading = match summary.reading {
        Reading::Owed => "The owed stack: what must be granted, whatever the open facts turn out to be",
        Reading::Grantable => "The grantable stack: what may be granted, whatever the open facts turn out to be",
        Reading::Possible => "The possible stack: the best that can come true, if the open facts turn out well",
    };
    let learning = match summary.include {
        Include::Completed => "completed learning only",
        Include::InProgress => "with learning in progress",
        Include::Planned => "with learning in progress and planned",
    };
    let unproven = if summary.proven { "" } else { "; not proven to be the best, for the budget ended first" };
    format!("{reading}; {learning}{unproven}.")
}

fn readings_words(summary: &StackSummary) -> String {
    let of = summary.workload.map_or_else(String::new, |w| format!(" of {w}"));
    let one = |(reading, total, complete): &(Reading, Amount, bool)| {
        format!("{}: {total}{of} ECTS, {}", reading.word(), if *complete { "complete" } else { "not complete" })
    };
    let all: Vec<String> = summary.readings.iter().map(one).collect();
    let status = match summary.status {
        AwardStatus::Complete => "the award is complete",
        AwardStatus::NotComplete => "the award is not complete",
        AwardStatus::Undetermined => "whether the award is complete is not determined",
    };
    let questions = match summary.questions {
        0 => String::new(),
        1 => "; 1 question is open".to_owned(),
        n => format!("; {n} questions are open"),
    };
    let outer = if summary.outer { "; the possible stack is a safe bound" } else { "" };
    format!("All three stacks — {}. With what may be granted, {status}{questions}{outer}.", all.join(" · "))
}

fn tree(paper: &mut Paper, parts: &Parts, top: i32) {
    let moved = |(x, y): (i32, i32)| (MARGIN + x, top + y);
    for branch in &parts.branches {
        let dash = if branch.chosen { Dash::Solid } else { Dash::Dotted };
        let way = swing(moved(branch.from), MARGIN + branch.turn, moved(branch.to));
        paper.path(&way, Stroke { dash, ..Stroke::solid(LINE, 16) });
    }
    for thread in &parts.threads {
        let (from, to) = (moved(thread.from), moved(thread.to));
        let dash = progress_stroke(thread.progress).dash;
        let way = swing(from, MARGIN + thread.turn, (to.0 - 8, to.1));
        paper.path(&way, Stroke { dash, ..Stroke::solid(BLUE, 20) });
        paper.head(to.0, to.1, Toward::Right, BLUE);
        paper.text(from.0 + 8, from.1 - 5, Style { colour: BLUE, ..SMALL }, &thread.label);
    }
    for placed in &parts.boxes {
        placed.card.draw(paper, MARGIN + placed.at.x, top + placed.at.y);
    }
}

/// A line that runs straight as far as `turn` and swings over in the gutter behind it.
fn swing(from: (i32, i32), turn: i32, to: (i32, i32)) -> String {
    let turn = turn.max(from.0);
    let half = i32::midpoint(turn, to.0);
    format!("M{} {}H{turn}C{half} {} {half} {} {} {}", from.0, from.1, from.1, to.1, to.0, to.1)
}

fn left_over(paper: &mut Paper, graph: &Graph, room: i32, mut top: i32) -> i32 {
    let left: Vec<(&CredentialNode, String)> = graph
        .nodes(Node::credential)
        .filter_map(|(at, credential)| {
            let left = credential.left.as_ref()?;
            let counts =
                graph.edges(at, Direction::Outgoing).iter().any(|(_, e)| matches!(e, Edge::CountsToward { .. }));
            let rest = if counts { "the rest of it, " } else { "" };
            Some((credential, format!("{rest}{} ECTS: {}", left.credits, left.reason)))
        })
        .collect();
    if left.is_empty() {
        return top;
    }
    top = paragraph(paper, (MARGIN, top), SECTION, room, "Left over: what counts nowhere, and why") + 8;
    let columns = (room / LEFT).clamp(1, 3);
    let wide = room / columns;
    for row in left.chunks(usize::try_from(columns).unwrap_or(1)) {
        let mut bottom = top;
        for (column, (credential, why)) in (0..).zip(row) {
            let at = credential_card(credential).draw(paper, MARGIN + column * wide, top);
            let room = wide - CREDENTIAL - 50;
            let begin = at.middle() - paragraph_height(TEXT, room, why) / 2;
            paper.icon(Icon::Bar, at.right() + 14, begin.max(top) + 1, GREY_INK);
            let end = paragraph(paper, (at.right() + 34, begin.max(top)), TEXT, room, why);
            bottom = bottom.max(end).max(at.bottom());
        }
        top = bottom + 10;
    }
    top + 16
}

fn limits(paper: &mut Paper, graph: &Graph, room: i32, mut top: i32) -> i32 {
    let limits: Vec<&LimitNode> = graph.nodes(Node::limit).map(|(_, limit)| limit).collect();
    if limits.is_empty() {
        return top;
    }
    top = paragraph(paper, (MARGIN, top), SECTION, room, "Limits") + 8;
    for limit in limits {
        top = one_limit(paper, limit, room, top) + 14;
    }
    top + 12
}

/// A bar from nothing to the bound or to what is used, whichever is more; the bound is a line across it.
fn one_limit(paper: &mut Paper, limit: &LimitNode, room: i32, top: i32) -> i32 {
    let (used, bound) = (size(limit.used), limit.extent.map_or(size(limit.used), size));
    let whole = used.max(bound);
    let (icon, colour, told) = limit_standing(limit);
    let bar = Rect { x: MARGIN, y: top + 4, w: BAR, h: 16 };
    paper.open(&format!("{} ({})", limit.title, limit.name));
    paper.rect("bar", bar, WHITE, Stroke::solid(GREY_INK, 10), 2);
    let filled = Rect { w: part(used, whole, BAR), ..bar };
    if filled.w > 0 {
        paper.rect("bar", filled, if colour == RED { RED } else { BLUE }, Stroke::solid(GREY_INK, 10), 2);
    }
    let tick = bar.x + part(bound, whole, BAR);
    paper.path(&format!("M{tick} {}v24", bar.y - 4), Stroke::solid(INK, 30));
    paper.close();
    let x = bar.right() + 24;
    let room = room - BAR - 24;
    let share =
        limit.share.as_ref().map_or_else(String::new, |(percent, of)| format!(", {} of {of}", percent.as_share()));
    let mut end = paragraph(paper, (x, top), NAME, room, &limit.title);
    let most = limit.extent.map_or_else(
        || "any number may be".to_owned(),
        |extent| format!("{} {}{share}", side(limit.bound), need_words(extent)),
    );
    let words = format!("{} counted, {most}", need_words(limit.used));
    end = paragraph(paper, (x, end), TEXT, room, &words);
    paper.icon(icon, x, end + 2, colour);
    end = paragraph(paper, (x + 18, end), TEXT, room - 18, &told);
    end.max(bar.bottom() + 4)
}

fn limit_standing(limit: &LimitNode) -> (Icon, &'static str, String) {
    let Some(extent) = limit.extent else {
        return (Icon::Check, GREEN, "nothing bounds it".to_owned());
    };
    let free = size(extent).minus(size(limit.used));
    let unit = |amount: Amount| match extent {
        Need::Credits(_) => format!("{amount} ECTS"),
        Need::Credentials(_) if amount == Amount::whole(1) => "1 credential".to_owned(),
        Need::Credentials(_) => format!("{amount} credentials"),
        Need::LearningOutcomes(_) => format!("{amount} learning outcomes"),
    };
    match (limit.bound, limit.bites) {
        (Bound::AtLeast, _) if free > Amount::ZERO => {
            (Icon::Cross, RED, format!("not reached: {} missing", unit(free)))
        }
        (Bound::AtLeast, _) => (Icon::Check, GREEN, "reached".to_owned()),
        (Bound::AtMost, Some(true)) => {
            let room = if free > Amount::ZERO { format!(", though {} are free", unit(free)) } else { String::new() };
            (Icon::Cross, RED, format!("it bites{room}: without it the stack would be better"))
        }
        (Bound::AtMost, Some(false)) => (Icon::Check, GREEN, format!("it does not bite; {} free", unit(free))),
        (Bound::AtMost, None) => (Icon::Bar, GREY_INK, "whether it bites was not told within the budget".to_owned()),
    }
}

fn size(need: Need) -> Amount {
    match need {
        Need::Credits(amount) => amount,
        Need::Credentials(n) | Need::LearningOutcomes(n) => Amount::whole(i64::from(n)),
    }
}

/// So many pixels of `all` as `amount` is of `whole`.
fn part(amount: Amount, whole: Amount, all: i32) -> i32 {
    let pixels = amount.over(whole).map_or(Amount::ZERO, |share| share.times(Amount::whole(i64::from(all))));
    let (over, under) = pixels.parts();
    i32::try_from(over / under.max(1)).unwrap_or(all).clamp(0, all)
}

/// The picture in words.
fn told(graph: &Graph, summary: &StackSummary) -> String {
    let mut told = vec![reading_words(summary), readings_words(summary)];
    for (at, requirement) in graph.nodes(Node::requirement) {
        let Some(standing) = requirement.standing.as_ref().filter(|s| s.chosen) else { continue };
        let by: Vec<&str> = graph
            .edges(at, Direction::Incoming)
            .into_iter()
            .filter(|(_, e)| matches!(e, Edge::CountsToward { .. }))
            .filter_map(|(c, _)| graph.graph.node_weight(c).map(Node::title))
            .collect();
        let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
        told.push(format!("{}: {}{by}.", requirement.title, if standing.met { "met" } else { "not met" }));
    }
    told.join(" ")
}

fn signs() -> [Sign<'static>; 7] {
    fn sample(paper: &mut Paper, at: Rect, fill: &'static str, stroke: Stroke) {
        paper.rect("sample", at, fill, stroke, 4);
    }
    const DASHED: Stroke = Stroke { colour: RED, tenths: 16, dash: Dash::Dashed };
    [
        Sign {
            wide: 34,
            draw: &|paper, at| {
                paper.path(&format!("M{} {}h{}", at.x, at.middle(), at.w - 8), Stroke::solid(BLUE, 20));
                paper.head(at.right(), at.middle(), Toward::Right, BLUE);
            },
            words: "counts toward, with so many credits",
        },
        Sign {
            wide: 34,
            draw: &|paper, at| paper.path(&format!("M{} {}h{}", at.x, at.middle(), at.w), Stroke::solid(LINE, 16)),
            words: "is part of",
        },
        Sign {
            wide: 34,
            draw: &|paper, at| sample(paper, at, PALE_GREEN, Stroke::solid(GREEN, 16)),
            words: "requirement that is met",
        },
        Sign {
            wide: 34,
            draw: &|paper, at| sample(paper, at, PALE_RED, DASHED),
            words: "dashed: requirement that is not met",
        },
        Sign {
            wide: 34,
            draw: &|paper, at| sample(paper, at, WHITE, Stroke { dash: Dash::Dotted, ..Stroke::solid(LINE, 16) }),
            words: "dotted: not part of this stack",
        },
        Sign {
            wide: 34,
            draw: &|paper, at| sample(paper, at, WHITE, progress_stroke(Include::InProgress)),
            words: "grey and dashed: credential in progress; dotted: planned",
        },
        Sign {
            wide: 34,
            draw: &|paper, at| {
                paper.rect("bar", Rect { h: 12, y: at.y + 2, ..at }, WHITE, Stroke::solid(GREY_INK, 10), 2);
                paper.rect("bar", Rect { h: 12, y: at.y + 2, w: at.w / 2, ..at }, BLUE, Stroke::solid(GREY_INK, 10), 2);
                paper.path(&format!("M{} {}v18", at.x + 26, at.y - 1), Stroke::solid(INK, 30));
            },
            words: "used of a limit, whose bound is the line across",
        },
    ]
}
