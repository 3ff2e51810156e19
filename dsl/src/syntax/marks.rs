//! Braces and line beginnings outside of texts and comments: what tells how deep a file nests and where it may be cut,
//! before anything of it is read.

/// What stands at a place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The beginning of a line after the first, outside of a text.
    Line,
    /// A brace or parenthesis that opens.
    Open,
    /// One that closes.
    Close,
}

/// What a place of a file lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    Text,
    /// After a backslash in a text.
    Escape,
    Comment,
}

/// The marks of a text with their places, from the first to the last.
pub(super) struct Marks<'t> {
    bytes: std::iter::Enumerate<std::str::Bytes<'t>>,
    inside: Inside,
    /// Whether a line begins here.
    begins: bool,
    /// What stands at the beginning of a line, after that was told.
    kept: Option<(usize, u8)>,
}

impl<'t> Marks<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let bytes = text.bytes().enumerate();
        Self { bytes, inside: Inside::Code, begins: false, kept: None }
    }

    /// Whether a text is open at the place that was reached.
    pub(super) fn in_text(&self) -> bool {
        matches!(self.inside, Inside::Text | Inside::Escape)
    }

    fn read(&mut self, byte: u8) -> Option<Mark> {
        self.inside = match (self.inside, byte) {
            (Inside::Text, b'\\') => Inside::Escape,
            (Inside::Text, b'"') | (Inside::Comment, b'\n') => Inside::Code,
            (Inside::Escape, _) | (Inside::Code, b'"') => Inside::Text,
            (Inside::Code, b'#') => Inside::Comment,
            (Inside::Code, b'{' | b'(') => return Some(Mark::Open),
            (Inside::Code, b'}' | b')') => return Some(Mark::Close),
            (inside, _) => inside,
        };
        None
    }
}

impl Iterator for Marks<'_> {
    type Item = (usize, Mark);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((at, byte)) = self.kept.take().or_else(|| self.bytes.next()) {
            if std::mem::take(&mut self.begins) && !self.in_text() {
                self.kept = Some((at, byte));
                return Some((at, Mark::Line));
            }
            self.begins = byte == b'\n';
            if let Some(mark) = self.read(byte) {
                return Some((at, mark));
            }
        }
        None
    }
}
