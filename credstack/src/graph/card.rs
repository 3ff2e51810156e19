//! A box with lines of text, as high as they need.

use super::paper::{Dash, GREY_INK, ICON, INK, Icon, Paper, Rect, Stroke};
use super::text::{Style, width, wrap};

pub(super) const TITLE: Style = Style { size: 14, bold: true, colour: INK };
pub(super) const NAME: Style = Style { size: 13, bold: true, colour: INK };
pub(super) const TEXT: Style = Style { size: 12, bold: false, colour: INK };
pub(super) const SMALL: Style = Style { size: 11, bold: false, colour: GREY_INK };

const PAD: i32 = 11;
const INDENT: i32 = 18;
/// As many lines as text without a box takes.
const MOST_LINES: usize = 6;

/// How the box of a card looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) fill: &'static str,
    pub(super) stroke: Stroke,
    /// A second frame within the first.
    pub(super) double: bool,
    pub(super) radius: i32,
}

impl Look {
    pub(super) const fn new(fill: &'static str, stroke: Stroke, radius: i32) -> Self {
        Self { fill, stroke, double: false, radius }
    }
}

#[derive(Debug, Clone)]
enum Line {
    Text { text: String, style: Style, indent: i32, icon: Option<(Icon, &'static str)> },
    Rule,
}

impl Line {
    fn height(&self) -> i32 {
        match self {
            Line::Text { style, .. } => pitch(*style),
            Line::Rule => 11,
        }
    }
}

/// From one base line to the next.
pub(super) fn pitch(style: Style) -> i32 {
    style.size * 14 / 10
}

#[derive(Debug, Clone)]
pub(super) struct Card {
    width: i32,
    look: Look,
    tooltip: String,
    lines: Vec<Line>,
    least: i32,
}

impl Card {
    pub(super) fn new(width: i32, look: Look, tooltip: &str) -> Self {
        Self { width, look, tooltip: tooltip.to_owned(), lines: Vec::new(), least: 0 }
    }

    /// Room within the outline; a double one takes some of it.
    fn pad(&self) -> i32 {
        if self.look.double { PAD + 4 } else { PAD }
    }

    /// At least so high.
    pub(super) fn at_least(mut self, height: i32) -> Self {
        self.least = height;
        self
    }

    /// Text over at most so many lines; nothing where it is empty.
    pub(super) fn text(mut self, style: Style, most: usize, text: &str) -> Self {
        let room = self.width - 2 * self.pad();
        let lines = wrap(text, style, room, most);
        self.lines.extend(lines.into_iter().map(|text| Line::Text { text, style, indent: 0, icon: None }));
        self
    }

    /// Text behind a mark.
    pub(super) fn marked(
        mut self,
        (icon, colour): (Icon, &'static str),
        style: Style,
        most: usize,
        text: &str,
    ) -> Self {
        let lines = wrap(text, style, self.width - 2 * self.pad() - INDENT, most);
        let line = |(at, text)| Line::Text { text, style, indent: INDENT, icon: (at == 0).then_some((icon, colour)) };
        self.lines.extend(lines.into_iter().enumerate().map(line));
        self
    }

    /// A line across.
    pub(super) fn rule(mut self) -> Self {
        self.lines.push(Line::Rule);
        self
    }

    pub(super) fn width(&self) -> i32 {
        self.width
    }

    pub(super) fn height(&self) -> i32 {
        (self.lines.iter().map(Line::height).sum::<i32>() + 2 * self.pad() - 4).max(self.least)
    }

    /// Draws it with its upper left corner at (x, y).
    pub(super) fn draw(&self, paper: &mut Paper, x: i32, y: i32) -> Rect {
        let at = Rect { x, y, w: self.width, h: self.height() };
        paper.open(&self.tooltip);
        paper.rect("box", at, self.look.fill, self.look.stroke, self.look.radius);
        if self.look.double {
            let inner = Rect { x: x + 4, y: y + 4, w: at.w - 8, h: at.h - 8 };
            let stroke = Stroke { tenths: 10, ..self.look.stroke };
            paper.rect("frame", inner, "none", stroke, self.look.radius - 3);
        }
        let text: i32 = self.lines.iter().map(Line::height).sum();
        let mut top = y + (at.h - text) / 2;
        for line in &self.lines {
            match line {
                Line::Text { text, style, indent, icon } => {
                    let base = top + style.size;
                    if let Some((icon, colour)) = icon {
                        paper.icon(*icon, x + self.pad(), base - ICON + 1, colour);
                    }
                    paper.text(x + self.pad() + indent, base, *style, text);
                }
                Line::Rule => {
                    let way = format!("M{} {}h{}", x + self.pad(), top + 5, self.width - 2 * self.pad());
                    paper.path(&way, Stroke { tenths: 8, dash: Dash::Solid, ..self.look.stroke });
                }
            }
            top += line.height();
        }
        paper.close();
        at
    }
}

/// How high lines of text without a box are.
pub(super) fn paragraph_height(style: Style, room: i32, text: &str) -> i32 {
    i32::try_from(wrap(text, style, room, MOST_LINES).len()).unwrap_or(0) * pitch(style)
}

/// Lines of text without a box; what it gives is where they end.
pub(super) fn paragraph(paper: &mut Paper, (x, y): (i32, i32), style: Style, room: i32, text: &str) -> i32 {
    let mut base = y + style.size;
    for line in wrap(text, style, room, MOST_LINES) {
        paper.text(x, base, style, &line);
        base += pitch(style);
    }
    base - style.size
}

/// One entry of a legend: what it looks like and what that means.
pub(super) struct Sign<'a> {
    /// How wide its sample is.
    pub(super) wide: i32,
    /// Draws it into a rectangle.
    pub(super) draw: &'a dyn Fn(&mut Paper, Rect),
    pub(super) words: &'a str,
}

/// The legend, over as many lines as it needs; what it gives is where it ends.
pub(super) fn legend(paper: &mut Paper, (x, y): (i32, i32), room: i32, signs: &[Sign<'_>]) -> i32 {
    const HIGH: i32 = 26;
    let (mut left, mut top) = (x, y);
    for sign in signs {
        let wide = sign.wide + 8 + width(sign.words, SMALL) + 14;
        if left > x && left + wide > x + room {
            (left, top) = (x, top + HIGH);
        }
        (sign.draw)(paper, Rect { x: left, y: top, w: sign.wide, h: 16 });
        paper.text(left + sign.wide + 8, top + 12, SMALL, sign.words);
        left += wide;
    }
    top + HIGH
}
