//! Blocks and entries on the page.

use super::fill::{Hang, Stops, chunks, fill};
use super::flat::{flat, flat_width};
use super::page::{INDENT, Page, ROW_WIDTH, WIDTH, blank_before};
use super::table::{Plan, align};
use super::words::{Block, Entry, Piece, Word};

/// Lays out a file.
pub(super) fn layout(entries: &[Entry<'_>], end: &Word<'_>) -> String {
    let mut page = Page::default();
    body(&mut page, entries, 0, true);
    page.comments(&end.comments, 0, true);
    page.finish()
}

/// What stands between braces, or in a file, an entry a line.
fn body(page: &mut Page, entries: &[Entry<'_>], indent: usize, file: bool) {
    let mut plans: Vec<Plan<'_, '_>> = entries.iter().map(|e| plan(e, indent)).collect();
    for at in 0..plans.len() {
        let item = |p: &Plan<'_, '_>| file || p.open && p.entry.item;
        let parted = at > 0 && (item(&plans[at]) || item(&plans[at - 1]));
        plans[at].blank = parted;
        plans[at].apart = parted || plans[at].entry.first().is_some_and(blank_before);
    }
    align(&mut plans, indent);
    for (at, plan) in plans.iter().enumerate() {
        begin(page, plan, indent, at == 0);
        entry(page, plan, indent);
    }
}

fn plan<'e, 't>(entry: &'e Entry<'t>, indent: usize) -> Plan<'e, 't> {
    let flat_block = |piece: &Piece<'_>| match piece {
        Piece::Block(block) => flat(block),
        Piece::Word(_) => None,
    };
    let mut flats: Vec<Option<String>> = entry.pieces.iter().map(flat_block).collect();
    let widest = if entry.cells[2].is_some() { ROW_WIDTH } else { WIDTH };
    let open = entry.has_block() && flat_width(entry, &flats).is_none_or(|width| indent + width > widest);
    if open {
        flats.fill(None);
    }
    Plan { entry, flats, open, blank: false, apart: false, stops: Stops::default() }
}

/// Begins the line of an entry: the comments before it, and one empty line where there is to be one.
fn begin(page: &mut Page, plan: &Plan<'_, '_>, indent: usize, first: bool) {
    let Some(word) = plan.entry.first() else { return };
    let (trailing, above) = word.comments.split_at(word.comments.iter().take_while(|c| c.breaks == 0).count());
    page.comments(trailing, indent, false);
    let author = above.first().map_or(word.breaks, |c| c.breaks) > 1;
    if !first && (plan.blank || author) {
        page.blank();
    }
    for (at, comment) in above.iter().enumerate() {
        if at > 0 && comment.breaks > 1 {
            page.blank();
        }
        page.line(indent);
        page.put(&comment.text, comment.text.chars().count());
    }
    if !above.is_empty() && word.breaks > 1 {
        page.blank();
    }
    page.line(indent);
}

fn entry(page: &mut Page, plan: &Plan<'_, '_>, indent: usize) {
    let mut from = 0;
    let entry = plan.entry;
    while from < entry.pieces.len() {
        let line = chunks(entry, from, &plan.flats, &plan.stops);
        // Loose names and the members of a list go on below one another, a clause without a keyword is indented.
        let hang = if entry.kind.is_none() { indent } else { indent + INDENT };
        let column = plan.stops.value.unwrap_or(hang);
        fill(page, &line, &mut Hang::new(column, &line));
        from += line.len();
        if let Some(Piece::Block(inner)) = entry.pieces.get(from) {
            block(page, inner, indent, from > 0);
            from += 1;
        }
    }
}

/// Braces over several lines.
fn block(page: &mut Page, block: &Block<'_>, indent: usize, spaced: bool) {
    if !block.open.comments.is_empty() {
        page.comments(&block.open.comments, indent, false);
        page.line(indent);
    } else if spaced {
        page.put(" ", 1);
    }
    page.put("{", 1);
    body(page, &block.entries, indent + INDENT, false);
    page.comments(&block.close.comments, indent + INDENT, true);
    page.line(indent);
    page.put("}", 1);
}
