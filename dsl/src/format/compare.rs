//! Whether two files say the same: the same words, the same comments in the same places, the same tree.

use super::build::tidy_text;
use super::words::{Entry, Piece, TEXT, Word};
use crate::syntax::{Kind, Node};

/// Entries and the end of their file.
type File<'f, 't> = (&'f [Entry<'t>], &'f Word<'t>);

/// Whether the words are the same, in the same order, and the same comments stand before each of them.
pub(super) fn same_words(one: File<'_, '_>, other: File<'_, '_>) -> Result<(), String> {
    let (one, other) = (words(one), words(other));
    for (a, b) in one.iter().zip(&other) {
        if a.text != b.text || a.kind != b.kind {
            return Err(format!("`{}` became `{}`", a.text, b.text));
        }
        if !a.comments.iter().map(|c| &c.text).eq(b.comments.iter().map(|c| &c.text)) {
            return Err(format!("the comments before `{}` changed", a.text));
        }
        // A comment at the end of a line stays there.
        let trails = |w: &Word<'_>| w.comments.first().map(|c| c.breaks == 0);
        if trails(a) != trails(b) {
            return Err(format!("the comment before `{}` went to another line", a.text));
        }
    }
    if one.len() == other.len() { Ok(()) } else { Err("a word was lost or added".to_owned()) }
}

fn words<'f, 't>((entries, end): File<'f, 't>) -> Vec<&'f Word<'t>> {
    let mut found = Vec::new();
    collect(entries, &mut found);
    found.push(end);
    found
}

fn collect<'f, 't>(entries: &'f [Entry<'t>], found: &mut Vec<&'f Word<'t>>) {
    for piece in entries.iter().flat_map(|e| &e.pieces) {
        match piece {
            Piece::Word(word) => found.push(word),
            Piece::Block(block) => {
                found.push(&block.open);
                collect(&block.entries, found);
                found.push(&block.close);
            }
        }
    }
}

/// Whether two trees are the same but for white space and comments.
pub(super) fn same_tree(one: &Node<'_>, other: &Node<'_>) -> Result<(), String> {
    let differ = || format!("`{}` is read as something else", first_line(one.text));
    let (mut left, mut right) = (one.parts(), other.parts());
    if one.kind != other.kind {
        return Err(differ());
    }
    let mut leaf = true;
    loop {
        match (left.next(), right.next()) {
            (Some(a), Some(b)) => same_tree(a, b)?,
            (None, None) => break,
            _ => return Err(differ()),
        }
        leaf = false;
    }
    if leaf && one.kind != Kind::EOI && !same_text(one, other) {
        return Err(differ());
    }
    Ok(())
}

fn same_text(one: &Node<'_>, other: &Node<'_>) -> bool {
    if TEXT.contains(&one.kind) {
        return tidy_text(one.text) == tidy_text(other.text);
    }
    let words = |text| plain_words(text);
    words(one.text) == words(other.text)
}

/// The words of a leaf, without the comments that may stand in it.
fn plain_words(text: &str) -> Vec<&str> {
    let lines = text.split(['\n', '\r']).map(|l| l.split('#').next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
