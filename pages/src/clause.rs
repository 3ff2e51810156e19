//! The clause as it is written: from the head of an item to the brace that closes it.

use credstack::source::{SourceMap, Span};

/// The text of an item whose head stands at a place, without what it is indented by. Texts in quotes and comments may hold any
/// braces.
pub(crate) fn clause(sources: &SourceMap, head: Span) -> String {
    let Some(file) = sources.file(head.source) else { return String::new() };
    let text = file.text();
    let start = text.get(..head.range().start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let Some(rest) = text.get(start..) else { return String::new() };
    let end = end(rest).unwrap_or(rest.len());
    outdented(rest.get(..end).unwrap_or_default())
}

/// Behind the brace that closes the first one.
fn end(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut comment) = (0_usize, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '\n' => comment = false,
            _ if comment => {}
            '"' => quoted = !quoted,
            _ if quoted => {}
            '#' => comment = true,
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn outdented(text: &str) -> String {
    let by = text.chars().take_while(|letter| *letter == ' ').count();
    let lines = text.lines().map(|line| {
        let own = line.chars().take_while(|letter| *letter == ' ').count().min(by);
        line.get(own..).unwrap_or(line).trim_end()
    });
    lines.collect::<Vec<_>>().join("\n")
}
