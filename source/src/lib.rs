//! Where a piece of text stands: spans, source files, lines and columns.
//!
//! Offsets are bytes of UTF-8. Lines and columns count from 1; a column counts characters, as an editor shows them.
//!
//! ```
//! use credstack_source::{SourceMap, Span};
//! let mut map = SourceMap::default();
//! let id = map.add("es.rule", "for own study\nissued in ES\n");
//! let at = map.position(Span::new(id, 24, 26));
//! assert_eq!((at.line, at.column), (2, 11));
//! ```

use std::sync::Arc;

/// The number of a source file in its [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A stretch of bytes `[start, end)` of one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `[start, end)`; files are far smaller than 4 GiB, larger offsets are clamped.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The smallest span that holds both; `other` is ignored when it is of another file.
    #[must_use]
    pub fn to(self, other: Span) -> Self {
        if other.source != self.source {
            return self;
        }
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The byte range, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One file: its name as the reader knows it, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
    line_starts: Vec<usize>,
}

impl SourceFile {
    fn new(name: &str, text: &str) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        Self { name: name.into(), text: text.into(), line_starts }
    }

    /// The name, usually a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |s| s.chars().count()) + 1;
        Position { line, column }
    }
}

/// All source files of one load, by number.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and returns its number.
    pub fn add(&mut self, name: &str, text: &str) -> SourceId {
        self.files.push(SourceFile::new(name, text));
        SourceId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file of a number, if there is one.
    pub fn file(&self, id: SourceId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files in the order in which they were added.
    pub fn files(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        (0u32..).map(SourceId).zip(&self.files)
    }

    /// Where a span starts.
    pub fn position(&self, span: Span) -> Position {
        self.file(span.source).map_or(Position { line: 1, column: 1 }, |f| f.position(span.start as usize))
    }

    /// The text under a span; empty when the span is of no file here.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.source).and_then(|f| f.text().get(span.range())).unwrap_or_default()
    }

    /// `name:line:column`, the form that editors turn into a link.
    pub fn describe(&self, span: Span) -> String {
        let at = self.position(span);
        let name = self.file(span.source).map_or("?", SourceFile::name);
        format!("{name}:{}:{}", at.line, at.column)
    }
}
