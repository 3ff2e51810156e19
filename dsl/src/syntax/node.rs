//! The tree: nodes over the text, comments kept, nothing lost.

use credstack_source::{SourceId, Span};
use pest::iterators::Pair;

use super::Kind;

/// A node: its kind, the text it covers without surrounding white space, and its children in reading order.
#[derive(Debug, Clone)]
pub(crate) struct Node<'t> {
    pub(crate) kind: Kind,
    pub(crate) text: &'t str,
    pub(crate) span: Span,
    pub(crate) children: Vec<Node<'t>>,
}

impl<'t> Node<'t> {
    pub(super) fn from_pair(pair: Pair<'t, Kind>, source: SourceId, whole: &'t str) -> Self {
        let kind = pair.as_rule();
        let (start, end) = (pair.as_span().start(), pair.as_span().end());
        let children: Vec<Self> = pair.into_inner().map(|p| Self::from_pair(p, source, whole)).collect();
        // pest lets a node swallow the white space and comments after its last token; a label must not.
        let last = children.iter().rev().find(|c| !matches!(c.kind, Kind::COMMENT | Kind::missing_paren));
        let end = match last {
            Some(last) if !matches!(kind, Kind::file) => last.span.end as usize,
            _ => end,
        };
        let text = whole.get(start..end).unwrap_or_default();
        let text = if children.is_empty() { text.trim_end() } else { text };
        Self { kind, text, span: Span::new(source, start, start + text.len()), children }
    }

    /// Moves the node and all below it by so many bytes.
    fn shift(&mut self, by: i64) {
        let moved = |at: u32| u32::try_from(i64::from(at) + by).unwrap_or(u32::MAX);
        self.span.start = moved(self.span.start);
        self.span.end = moved(self.span.end);
        for child in &mut self.children {
            child.shift(by);
        }
    }

    /// The first child of a kind.
    pub(crate) fn child(&self, kind: Kind) -> Option<&Node<'t>> {
        self.children.iter().find(|c| c.kind == kind)
    }

    /// Whether there is a child of a kind.
    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.child(kind).is_some()
    }

    /// All children of a kind.
    pub(crate) fn all(&self, kind: Kind) -> impl Iterator<Item = &Node<'t>> {
        self.children.iter().filter(move |c| c.kind == kind)
    }

    /// The children that are not comments.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Node<'t>> {
        self.children.iter().filter(|c| c.kind != Kind::COMMENT)
    }

    /// The first child that is not a comment.
    pub(crate) fn first(&self) -> Option<&Node<'t>> {
        self.parts().next()
    }

    /// The words of a text literal, without quotes and with escapes resolved.
    pub(crate) fn words(&self) -> String {
        // One mark on each side: a text may end with a quote of its own.
        let quotes = ['"', '“', '”', '„', '«', '»'];
        let inner = self.text.strip_prefix(quotes).unwrap_or(self.text);
        let inner = inner.strip_suffix(quotes).unwrap_or(inner);
        let mut words = String::with_capacity(inner.len());
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => words.extend(chars.next()),
                c => words.push(c),
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A whole file as a tree, or a piece of one that reads by itself.
#[derive(Debug, Clone)]
pub struct Tree<'t> {
    pub(crate) root: Node<'t>,
    text: &'t str,
    /// Where the text begins in its file; spans are those of the file.
    base: usize,
}

impl<'t> Tree<'t> {
    pub(super) fn new(root: Node<'t>, text: &'t str) -> Self {
        Self { root, text, base: 0 }
    }

    /// Says where in its file the text begins now.
    pub(super) fn move_to(&mut self, base: usize) {
        if base != self.base {
            let distance = |n: usize| i64::try_from(n).unwrap_or_default();
            self.root.shift(distance(base) - distance(self.base));
            self.base = base;
        }
    }

    /// The text that was read.
    pub(crate) fn source(&self) -> &'t str {
        self.text
    }

    /// The text rebuilt from the leaves of the tree and the gaps between them; equal to what was parsed.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        self.append(&self.root, &mut at, &mut out);
        out.push_str(self.text.get(at..).unwrap_or_default());
        out
    }

    fn append(&self, node: &Node<'t>, at: &mut usize, out: &mut String) {
        if node.children.is_empty() {
            let within = |at: u32| (at as usize).saturating_sub(self.base);
            out.push_str(self.text.get(*at..within(node.span.start)).unwrap_or_default());
            out.push_str(node.text);
            *at = within(node.span.end);
        }
        for child in &node.children {
            self.append(child, at, out);
        }
    }
}
