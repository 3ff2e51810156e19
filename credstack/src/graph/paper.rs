//! What pictures are drawn on: an SVG of rectangles, lines and text, without scripts, style sheets, fonts or links.

use std::fmt::Write as _;

use super::text::{Style, clean};
use crate::report::escape;

/// Colours that stay apart in the common kinds of colour blindness (Okabe and Ito) and as greys in print; none of them says
/// anything that words, a mark or the kind of line do not say, too.
pub(super) const INK: &str = "#1a1a1a";
pub(super) const GREY_INK: &str = "#4d4d4d";
pub(super) const LINE: &str = "#8c8c8c";
pub(super) const PALE: &str = "#f5f5f5";
pub(super) const WHITE: &str = "#ffffff";
pub(super) const BLUE: &str = "#0072b2";
pub(super) const PALE_BLUE: &str = "#e9f3fa";
pub(super) const GREEN: &str = "#00795c";
pub(super) const PALE_GREEN: &str = "#eaf6f1";
pub(super) const RED: &str = "#b84a00";
pub(super) const PALE_RED: &str = "#fdf1e8";

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rect {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) w: i32,
    pub(super) h: i32,
}

impl Rect {
    pub(super) fn right(self) -> i32 {
        self.x + self.w
    }

    pub(super) fn bottom(self) -> i32 {
        self.y + self.h
    }

    pub(super) fn middle(self) -> i32 {
        self.y + self.h / 2
    }
}

/// How an outline is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stroke {
    pub(super) colour: &'static str,
    /// In tenths of a pixel.
    pub(super) tenths: i32,
    pub(super) dash: Dash,
}

impl Stroke {
    pub(super) const fn solid(colour: &'static str, tenths: i32) -> Self {
        Self { colour, tenths, dash: Dash::Solid }
    }

    fn attributes(self) -> String {
        let dash = match self.dash {
            Dash::Solid => "",
            Dash::Dashed => " stroke-dasharray=\"7 4\"",
            Dash::Dotted => " stroke-dasharray=\"2 4\"",
        };
        format!("stroke=\"{}\" stroke-width=\"{}.{}\"{dash}", self.colour, self.tenths / 10, self.tenths % 10)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dash {
    Solid,
    Dashed,
    Dotted,
}

/// A mark that stands beside words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    Check,
    Cross,
    Bar,
    Dot,
    Square,
    Triangle,
}

/// The side of the square that a mark takes.
pub(super) const ICON: i32 = 12;

#[derive(Debug, Default)]
pub(super) struct Paper(String);

impl Paper {
    /// A line of SVG whose text is escaped already. Writing to a string cannot fail.
    fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.0, "{markup}");
    }

    /// Opens a group with a name for a tooltip.
    pub(super) fn open(&mut self, title: &str) {
        self.put(format_args!("<g><title>{}</title>", escape(&clean(title))));
    }

    pub(super) fn close(&mut self) {
        self.put(format_args!("</g>"));
    }

    /// A rectangle. The class has no style; it tells boxes, which never overlap, from bars and frames.
    pub(super) fn rect(&mut self, class: &str, at: Rect, fill: &str, stroke: Stroke, radius: i32) {
        let Rect { x, y, w, h } = at;
        let stroke = stroke.attributes();
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{radius}\" fill=\"{fill}\" {stroke}/>"
        ));
    }

    /// Text on one line, from its left end and on its base line.
    pub(super) fn text(&mut self, x: i32, y: i32, style: Style, text: &str) {
        let Style { size, bold, colour } = style;
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        let text = escape(&clean(text));
        self.put(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight} fill=\"{colour}\">{text}</text>"
        ));
    }

    /// Text on one line, its middle at `x`.
    pub(super) fn centred(&mut self, x: i32, y: i32, style: Style, text: &str) {
        let Style { size, bold, colour } = style;
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        let text = escape(&clean(text));
        self.put(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight} fill=\"{colour}\" text-anchor=\"middle\">{text}</text>"
        ));
    }

    pub(super) fn path(&mut self, way: &str, stroke: Stroke) {
        let stroke = stroke.attributes();
        self.put(format_args!("<path d=\"{way}\" fill=\"none\" stroke-linejoin=\"round\" {stroke}/>"));
    }

    /// A filled shape.
    pub(super) fn shape(&mut self, way: &str, fill: &str) {
        self.put(format_args!("<path d=\"{way}\" fill=\"{fill}\"/>"));
    }

    /// The head of an arrow whose point is at (x, y).
    pub(super) fn head(&mut self, x: i32, y: i32, to: Toward, colour: &str) {
        let way = match to {
            Toward::Right => format!("M{x} {y}l-10 -5v10z"),
            Toward::Left => format!("M{x} {y}l10 -5v10z"),
            Toward::Up => format!("M{x} {y}l-5 10h10z"),
            Toward::Down => format!("M{x} {y}l-5 -10h10z"),
        };
        self.shape(&way, colour);
    }

    /// A mark in the square whose upper left corner is at (x, y).
    pub(super) fn icon(&mut self, icon: Icon, x: i32, y: i32, colour: &'static str) {
        let thick = Stroke::solid(colour, 24);
        match icon {
            Icon::Check => self.path(&format!("M{} {}l4 4l7 -8", x + 1, y + 6), thick),
            Icon::Cross => self.path(&format!("M{} {}l9 9m0 -9l-9 9", x + 1, y + 1), thick),
            Icon::Bar => self.path(&format!("M{} {}h9", x + 1, y + 6), thick),
            Icon::Dot => self.shape(&format!("M{} {}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z", x + 2, y + 6), colour),
            Icon::Square => self.shape(&format!("M{} {}h7v7h-7z", x + 2, y + 3), colour),
            Icon::Triangle => self.shape(&format!("M{} {}h9l-4 -8z", x + 1, y + 10), colour),
        }
    }

    /// The whole picture. `told` says in words what it shows, for who does not see it.
    pub(super) fn finish(self, width: i32, height: i32, title: &str, told: &str) -> String {
        let (title, told) = (escape(&clean(title)), escape(&clean(told)));
        let head = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" font-family=\"sans-serif\" aria-labelledby=\"credstack-title credstack-told\">"
        );
        format!(
            "{head}\n<title id=\"credstack-title\">{title}</title>\n<desc id=\"credstack-told\">{told}</desc>\n\
             <rect class=\"paper\" width=\"{width}\" height=\"{height}\" fill=\"{WHITE}\"/>\n{}</svg>\n",
            self.0
        )
    }
}

/// Where an arrow points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    Right,
    Left,
    Up,
    Down,
}
