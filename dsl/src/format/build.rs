//! From the tree to words, blocks and entries.

use std::borrow::Cow;
use std::mem::take;

use super::words::{Block, Comment, Entry, Piece, TEXT, Word, could_lengthen};
use crate::syntax::{Kind, Node, Tree};

/// Which line breaks within a clause are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joins {
    /// Those alone that are known to matter.
    AllSafe,
    /// All of them: for a construct of which it is not known.
    None,
}

/// A whole file: its items, and the end of the file with the comments before it.
pub(super) fn build<'t>(tree: &Tree<'t>, joins: Joins) -> (Vec<Entry<'t>>, Word<'t>) {
    // A file begins on a new line: a comment there stands after nothing.
    let mut builder = Builder { text: tree.source(), at: 0, comments: Vec::new(), breaks: 1, before: None, joins };
    let items: Vec<&Node<'t>> = tree.root.parts().filter(|n| n.kind != Kind::EOI).collect();
    let entries = builder.entries(&items, false);
    let mut rest = Vec::new();
    builder.gap(tree.source().len(), 0, &mut rest);
    (entries, builder.word("".into(), Some(Kind::EOI), 0))
}

/// The words of a node of a tree, without comments.
pub(super) fn words_of<'t>(tree: &Tree<'t>, node: &Node<'t>) -> Vec<String> {
    let at = node.span.start as usize;
    let mut builder =
        Builder { text: tree.source(), at, comments: Vec::new(), breaks: 0, before: None, joins: Joins::None };
    let mut pieces = Vec::new();
    builder.flatten(node, 0, 0, &mut pieces);
    let mut words = Vec::new();
    collect(&pieces, &mut words);
    words
}

fn collect(pieces: &[Piece<'_>], words: &mut Vec<String>) {
    for piece in pieces {
        match piece {
            Piece::Word(word) => words.push(word.text.to_string()),
            Piece::Block(block) => {
                words.push(block.open.text.to_string());
                block.entries.iter().for_each(|entry| collect(&entry.pieces, words));
                words.push(block.close.text.to_string());
            }
        }
    }
}

struct Builder<'t> {
    text: &'t str,
    /// The first byte that is not yet taken.
    at: usize,
    /// What stands before the next word: comments, and the line breaks after them.
    comments: Vec<Comment<'t>>,
    breaks: usize,
    /// The kind of the word before.
    before: Option<Kind>,
    joins: Joins,
}

impl<'t> Builder<'t> {
    /// Takes what stands up to a byte: white space, comments, and words that the grammar makes no nodes of.
    fn gap(&mut self, to: usize, depth: usize, out: &mut Vec<Piece<'t>>) {
        let gap = self.text.get(self.at..to).unwrap_or_default();
        self.at = self.at.max(to);
        self.lex(gap, None, depth, out);
    }

    fn lex(&mut self, gap: &'t str, kind: Option<Kind>, depth: usize, out: &mut Vec<Piece<'t>>) {
        let mut rest = gap;
        while let Some(c) = rest.chars().next() {
            let length = match c {
                '\r' if rest.starts_with("\r\n") => 2,
                '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
                c if is_blank(c) => c.len_utf8(),
                _ => rest.find(|c| is_blank(c) || c == '#').unwrap_or(rest.len()),
            };
            let (token, after) = rest.split_at(length);
            match c {
                '\n' | '\r' => self.breaks += 1,
                '#' => self.comments.push(Comment { text: tidy_comment(token), breaks: take(&mut self.breaks) }),
                c if is_blank(c) => {}
                _ => {
                    let word = self.word(token.into(), kind, depth);
                    out.push(Piece::Word(word));
                }
            }
            rest = after;
        }
    }

    fn word(&mut self, text: Cow<'t, str>, kind: Option<Kind>, depth: usize) -> Word<'t> {
        let breaks = take(&mut self.breaks);
        let lengthens = self.before.is_some_and(|before| could_lengthen(before, &text));
        // Signs and texts are no part of a phrase, whatever stands before them.
        let keeps = self.joins == Joins::None && text.starts_with(|c: char| c.is_alphanumeric());
        self.before = kind;
        Word {
            text,
            kind,
            comments: take(&mut self.comments),
            breaks,
            depth,
            stays_below: breaks > 0 && (lengthens || keeps),
        }
    }

    /// A node without children.
    fn leaf(&mut self, node: &Node<'t>, depth: usize, out: &mut Vec<Piece<'t>>) {
        self.gap(node.span.start as usize, depth, out);
        self.at = node.span.end as usize;
        let text = if TEXT.contains(&node.kind) || node.text.starts_with('"') {
            tidy_text(node.text)
        } else if node.text.contains('#') {
            return self.lex(node.text, Some(node.kind), depth, out);
        } else {
            one_line(node.text)
        };
        if !text.is_empty() {
            let word = self.word(text, Some(node.kind), depth);
            out.push(Piece::Word(word));
        }
    }

    /// All words below a node. The first has the depth of the part that begins with it, the others that of their own part.
    fn flatten(&mut self, node: &Node<'t>, first: usize, depth: usize, out: &mut Vec<Piece<'t>>) {
        let parts: Vec<&Node<'t>> = node.parts().collect();
        if parts.is_empty() {
            return self.leaf(node, first, out);
        }
        let (mut at, begun) = (0, out.len());
        while let Some(part) = parts.get(at) {
            let here = if out.len() == begun { first } else { depth };
            self.gap(part.span.start as usize, here, out);
            let here = if out.len() == begun { first } else { depth };
            let close = parts.iter().skip(at).position(|p| p.kind == Kind::close).map(|n| n + at);
            match close.filter(|_| part.kind == Kind::open) {
                Some(close) => {
                    let block = self.block(part, &parts[at + 1..close], parts[close], close + 1 < parts.len());
                    out.push(Piece::Block(block));
                    at = close;
                }
                None => self.flatten(part, here, depth + 1, out),
            }
            at += 1;
        }
    }

    fn block(&mut self, open: &Node<'t>, members: &[&Node<'t>], close: &Node<'t>, tail: bool) -> Block<'t> {
        let open = self.sign(open);
        let list = is_list(members, tail);
        let mut entries = self.entries(members, list);
        let mut loose = Vec::new();
        self.gap(close.span.start as usize, 0, &mut loose);
        if !loose.is_empty() {
            entries.push(Entry { pieces: loose, ..Entry::default() });
        }
        let close = self.sign(close);
        Block { open, entries, close, list }
    }

    fn sign(&mut self, node: &Node<'t>) -> Word<'t> {
        self.at = node.span.end as usize;
        self.word(node.text.into(), Some(node.kind), 0)
    }

    fn entries(&mut self, members: &[&Node<'t>], list: bool) -> Vec<Entry<'t>> {
        let mut entries: Vec<Entry<'t>> = Vec::new();
        for member in members {
            let mut pieces = Vec::new();
            self.gap(member.span.start as usize, 0, &mut pieces);
            let leaf = member.parts().next().is_none();
            let own_line = self.breaks > 0;
            self.flatten(member, 0, usize::from(list), &mut pieces);
            let comma = member.kind == Kind::comma;
            match entries.last_mut() {
                Some(entry) if list || comma || leaf && (!own_line || entry.kind.is_none()) => {
                    entry.pieces.extend(pieces);
                }
                _ => {
                    let kind = (!leaf && !list).then_some(member.kind);
                    entries.push(Entry { kind, pieces, item: has_own_braces(member), ..Entry::default() });
                }
            }
        }
        for entry in &mut entries {
            // A bound on a line of its own is another thing than one on the line before.
            if let Some(Piece::Word(first)) = entry.pieces.first_mut() {
                first.stays_below |= first.breaks > 0 && first.is_bound();
            }
            comments_above_bound(&mut entry.pieces);
        }
        entries.into_iter().map(|e| if list { e } else { e.complete() }).collect()
    }
}

/// `at least` that ends its line begins no limit of its own, so comments between it and its amount go above it.
fn comments_above_bound(pieces: &mut [Piece<'_>]) {
    if let [Piece::Word(bound), Piece::Word(amount), ..] = pieces
        && bound.is_bound()
        && amount.comments.first().is_some_and(|c| c.breaks > 0)
    {
        bound.comments.append(&mut amount.comments);
        // The bound now stands below the last of them.
        bound.breaks = bound.breaks.max(1);
    }
}

/// Whether the members are a list: separated by commas throughout, and no clauses.
fn is_list(members: &[&Node<'_>], tail: bool) -> bool {
    let separated = members.chunks(2).all(|pair| pair.get(1).is_none_or(|c| c.kind == Kind::comma));
    let clause = |n: &&&Node<'_>| n.kind != Kind::comma && n.first().is_some() && n.kind != Kind::example_fact;
    separated && (tail || members.iter().find(clause).is_none())
}

/// Whether a node ends with braces of its own that hold clauses.
fn has_own_braces(node: &Node<'_>) -> bool {
    node.has(Kind::open) && node.parts().last().is_some_and(|n| n.kind == Kind::close)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{FEFF}' | '\u{00A0}')
}

/// A comment is kept as it is, with spaces for tabs and nothing at its end.
fn tidy_comment(text: &str) -> Cow<'_, str> {
    let text = text.trim_end();
    if text.contains('\t') { text.replace('\t', "    ").into() } else { text.into() }
}

/// Runs of blanks become one space.
fn one_line(text: &str) -> Cow<'_, str> {
    let untidy = |c: char| c.is_ascii_whitespace() && c != ' ';
    if !text.contains("  ") && !text.contains(untidy) {
        return text.into();
    }
    text.split(|c: char| c.is_ascii_whitespace()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ").into()
}

/// A text in quotes on one line, with single spaces: that is how the language reads it. The space after a backslash stays,
/// for without it the backslash would take the quote.
pub(super) fn tidy_text(text: &str) -> Cow<'_, str> {
    let untidy = |c: char| c.is_ascii_whitespace() && c != ' ';
    let inner_start = text.chars().next().map_or(0, char::len_utf8);
    let inner_end = text.char_indices().next_back().map_or(0, |(at, _)| at).max(inner_start);
    let inner = text.get(inner_start..inner_end).unwrap_or_default();
    let edges = inner.starts_with(' ') || inner.ends_with(' ');
    if !edges && !text.contains("  ") && !text.contains(untidy) {
        return text.into();
    }
    let escaped_end = inner.ends_with(|c: char| c.is_ascii_whitespace())
        && inner.trim_end_matches(|c: char| c.is_ascii_whitespace()).ends_with('\\');
    let words: Vec<&str> = inner.split(|c: char| c.is_ascii_whitespace()).filter(|w| !w.is_empty()).collect();
    let mut tidy = text.get(..inner_start).unwrap_or_default().to_owned();
    tidy.push_str(&words.join(" "));
    if escaped_end {
        tidy.push(' ');
    }
    tidy.push_str(text.get(inner_end..).unwrap_or_default());
    tidy.into()
}
