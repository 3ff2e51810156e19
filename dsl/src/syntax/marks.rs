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

/// The marks of a text with their places, from the first to the last.
pub(super) struct Marks<'t> {
    bytes: std::iter::Enumerate<std::str::Bytes<'t>>,
    quoted: bool,
    escaped: bool,
    comment: bool,
    begins: bool,
    /// What stands at the beginning of a line, after that was told.
    kept: Option<(usize, u8)>,
}

impl<'t> Marks<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let bytes = text.bytes().enumerate();
        Self { bytes, quoted: false, escaped: false, comment: false, begins: false, kept: None }
    }

    /// Whether a text is open at the place that was reached.
    pub(super) fn in_text(&self) -> bool {
        self.quoted
    }

    fn read(&mut self, byte: u8) -> Option<Mark> {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\n' => self.comment = false,
            _ if self.comment => {}
            b'\\' if self.quoted => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            _ if self.quoted => {}
            b'#' => self.comment = true,
            b'{' | b'(' => return Some(Mark::Open),
            b'}' | b')' => return Some(Mark::Close),
            _ => {}
        }
        None
    }
}

impl Iterator for Marks<'_> {
    type Item = (usize, Mark);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((at, byte)) = self.kept.take().or_else(|| self.bytes.next()) {
            if std::mem::take(&mut self.begins) && !self.quoted {
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
