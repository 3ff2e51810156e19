//! Text in a picture: made harmless, measured without a font, and broken into lines that fit.
//!
//! The reader's font is not known, so every character is taken to be as wide as in the widest of the usual fonts (Verdana,
//! `DejaVu` Sans). Lines end early in a narrower one, and never run out of their box.

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) size: i32,
    pub(super) bold: bool,
    pub(super) colour: &'static str,
}

/// Combining marks in a row that are kept: more than any language writes only climb out of the line.
const MOST_MARKS: usize = 3;

/// Text without what could break a picture or mislead its reader: control characters (XML has no way to write most of them),
/// overrides of the direction, towers of combining marks; white space as single spaces.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
        if c == ' ' && (out.is_empty() || out.ends_with(' ')) || is_hidden(c) {
            continue;
        }
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks <= MOST_MARKS {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Marks of direction, and characters that stand for nothing.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{061C}' | '\u{FEFF}')
        || matches!(c, '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Marks that stand on the character before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{064B}'..='\u{065F}')
        || matches!(c, '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}')
        || matches!(c, '\u{FE20}'..='\u{FE2F}' | '\u{200B}'..='\u{200D}')
}

/// How wide a character is at most, in thousandths of the size.
fn advance(c: char) -> i32 {
    match c {
        'i' | 'l' | '\'' | '‘' | '’' => 290,
        ' ' | '.' | ',' | ':' | ';' | '!' | '|' | '·' => 380,
        'f' | 'j' | 'r' | 't' | 'I' | 'J' | '(' | ')' | '[' | ']' | '-' | '/' | '"' | '“' | '”' | '\\' => 470,
        'm' | 'M' | 'W' | '@' | '—' | '…' => 1010,
        '%' => 1100,
        'w' | 'G' | 'O' | 'Q' | '+' | '<' | '=' | '>' | '#' | '~' => 840,
        'a'..='z' | '0'..='9' => 650,
        '\u{20}'..='\u{7E}' => 790,
        c if is_mark(c) => 0,
        '\u{00A0}'..='\u{024F}' if c.is_lowercase() => 690,
        '\u{0370}'..='\u{04FF}' if c.is_lowercase() => 920,
        '\u{00A0}'..='\u{024F}' => 860,
        '\u{0370}'..='\u{06FF}' => 1010,
        // Words that are written as one character.
        '\u{FDF0}'..='\u{FDFF}' | '\u{12000}'..='\u{123FF}' => 13_000,
        '\u{1F000}'..='\u{1FAFF}' => 1400,
        _ => 1150,
    }
}

/// How wide a text is at most.
pub(super) fn width(text: &str, style: Style) -> i32 {
    let thousandths: i64 = text.chars().map(|c| i64::from(advance(c))).sum();
    // Bold letters are up to an eighth wider.
    let weight = if style.bold { 1125 } else { 1000 };
    let wide = thousandths * i64::from(style.size) * weight / 1_000_000;
    i32::try_from(wide).unwrap_or(i32::MAX / 4).saturating_add(1)
}

/// The lines of a text, none wider than `room`; where there are more than `most`, the last ends in an ellipsis.
pub(super) fn wrap(text: &str, style: Style, room: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in clean(text).split(' ') {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, style) <= room {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = pieces(word, style, room);
        line = pieces.pop().unwrap_or_default();
        lines.extend(pieces);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = ellipsis(last, style, room);
        }
    }
    lines
}

/// A word that may be too long for a line, in parts that fit. Marks stay with the character that they stand on; a character
/// that no line has room for is shown as a box.
fn pieces(word: &str, style: Style, room: i32) -> Vec<String> {
    let mut found = vec![String::new()];
    for c in word.chars() {
        let c = if width(c.encode_utf8(&mut [0; 4]), style) > room { '□' } else { c };
        let Some(last) = found.last_mut() else { continue };
        last.push(c);
        if width(last, style) > room && !is_mark(c) {
            last.pop();
            found.push(c.to_string());
        }
    }
    found
}

fn ellipsis(line: &str, style: Style, room: i32) -> String {
    let mut short: String = line.to_owned();
    while !short.is_empty() && width(&format!("{short}…"), style) > room {
        short.pop();
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { size: 12, bold: false, colour: "#000" };

    #[test]
    fn lines_fit_and_nothing_is_lost_but_what_is_marked() {
        let text =
            "Postgraduate Certificate in Responsible Supply and Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
        let lines = wrap(text, PLAIN, 160, 20);
        assert!(lines.iter().all(|l| width(l, PLAIN) <= 160), "{lines:?}");
        let letters = |t: &str| t.replace(' ', "");
        assert_eq!(letters(&lines.concat()), letters(text));
        let short = wrap(text, PLAIN, 160, 2);
        assert_eq!(short.len(), 2);
        assert!(short[1].ends_with('…') && width(&short[1], PLAIN) <= 160, "{short:?}");
    }

    #[test]
    fn what_breaks_or_misleads_is_taken_out() {
        assert_eq!(clean("  a\u{0}\n\u{202E}b\u{7} c\u{FFFE} "), "a b c");
        assert_eq!(clean(&format!("z{}", "\u{0301}".repeat(50))).chars().count(), 1 + MOST_MARKS);
    }

    #[test]
    fn one_character_that_is_wider_than_a_line_ends_as_a_box() {
        let lines = wrap("\u{FDFD}\u{FDFD}", PLAIN, 60, 9);
        assert_eq!(lines.concat(), "□□");
    }
}
