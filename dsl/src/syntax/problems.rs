//! Every syntax problem of a file, each where it stands and with what was expected there.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_source::{SourceId, Span};
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

use super::expected::{CLAUSES, clause_of, list, shape};
use super::foreign;
use super::marks::{Mark, Marks};
use super::parser::RuleParser;
use super::slips::{hidden, slip, unclosed_text};
use super::{Kind, Node, Tree};
use crate::suggest::nearest;
use crate::{MAX_DEPTH, MAX_FILE_BYTES};

/// What reading a file gives: always a tree, and the problems.
#[derive(Debug, Clone)]
pub struct Parse<'t> {
    /// The tree; broken parts are nodes of their own.
    pub tree: Tree<'t>,
    /// The syntax problems, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file. It never fails and never panics, whatever the text.
pub fn parse(source: SourceId, text: &str) -> Parse<'_> {
    let empty = |problem: Diagnostic| Parse { tree: Tree::new(leaf(source, text), text), diagnostics: vec![problem] };
    if text.len() > MAX_FILE_BYTES {
        let message =
            format!("the file has {} bytes, more than the {MAX_FILE_BYTES} that a rule file may have", text.len());
        return empty(
            Diagnostic::new(Slug::FileTooLarge, Span::new(source, 0, 0), message)
                .help("split it into several files of the pack"),
        );
    }
    if let Some(at) = too_deep(text) {
        let problem =
            Diagnostic::new(Slug::TooDeep, Span::new(source, at, at + 1), format!("nested more than {MAX_DEPTH} deep"));
        return empty(problem.help("name the inner part as a `set` or a `rule` of its own"));
    }
    match RuleParser::parse(Kind::file, text) {
        Ok(mut pairs) => {
            let root = pairs.next().map_or_else(|| leaf(source, text), |pair| Node::from_pair(pair, source, text));
            let mut diagnostics = hidden(source, text);
            collect(&root, text, &mut diagnostics);
            Parse { tree: Tree::new(root, text), diagnostics }
        }
        // The grammar's top rule takes anything; only the parser's own limit of nesting can stop it.
        Err(_) => empty(
            Diagnostic::new(Slug::TooDeep, Span::new(source, 0, 0), format!("nested more than {MAX_DEPTH} deep"))
                .help("look for a text that is not closed with `\"`, and for `{` and `(` without their ends"),
        ),
    }
}

fn leaf(source: SourceId, text: &str) -> Node<'_> {
    Node { kind: Kind::file, text, span: Span::new(source, 0, text.len()), children: Vec::new() }
}

/// The first byte that opens a nesting deeper than the limit, outside texts and comments.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, mark) in Marks::of(text) {
        match mark {
            Mark::Open if depth == MAX_DEPTH => return Some(at),
            Mark::Open => depth += 1,
            Mark::Close => depth = depth.saturating_sub(1),
            Mark::Line => {}
        }
    }
    None
}

fn collect(node: &Node<'_>, whole: &str, found: &mut Vec<Diagnostic>) {
    match node.kind {
        Kind::bad_clause | Kind::bad_policy_clause | Kind::bad_item => found.push(bad(node, whole)),
        _ => found.extend(slip(node)),
    }
    let missing = node.children.iter().find(|c| matches!(c.kind, Kind::missing_close | Kind::missing_inner_close));
    found.extend(missing.map(|m| open_block(node, m, whole)));
    for child in &node.children {
        collect(child, whole, found);
    }
}

/// A block whose end was forgotten: what is open, and where it has to end.
fn open_block(block: &Node<'_>, missing: &Node<'_>, whole: &str) -> Diagnostic {
    let head = block.parts().take_while(|p| !matches!(p.kind, Kind::open | Kind::text));
    let head = head.map(|p| p.span).reduce(Span::to).unwrap_or(block.span);
    let name = whole.get(head.range()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let line = whole.get(..head.start as usize).and_then(|t| t.rsplit('\n').next()).unwrap_or_default();
    let indent = if line.trim().is_empty() { line } else { "" };
    let last = block.parts().take_while(|p| p.kind != missing.kind).last().map_or(head.end, |p| p.span.end) as usize;
    Diagnostic::new(Slug::MissingBrace, head, format!("`{name}` is not closed"))
        .also(missing.span, "it has to end before this")
        .help("close it with `}`")
        .fix(Span::new(head.source, last, last), format!("\n{indent}}}"), Applicability::Likely)
}

/// A clause or item that could not be read: read it again alone to learn where it stops making sense.
fn bad(node: &Node<'_>, whole: &str) -> Diagnostic {
    let first: String = node.text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if let Some(quote) = unclosed(node) {
        return quote;
    }
    let english = foreign::english(&first).map_or(first.to_ascii_lowercase(), |(english, _)| english.to_owned());
    let Some(kind) = clause_of(english.split(' ').next().unwrap_or_default())
        .filter(|k| node.kind != Kind::bad_item || matches!(k, Kind::policy | Kind::award))
    else {
        return no_clause(node, &first, whole);
    };
    let (at, expected) = match RuleParser::parse(kind, node.text) {
        Ok(pairs) => (pairs.last().map_or(0, |p| p.as_span().end()), None),
        Err(error) => {
            let at = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            let expected = match error.variant {
                ErrorVariant::ParsingError { positives, .. } => list(&positives),
                ErrorVariant::CustomError { .. } => None,
            };
            (at, expected)
        }
    };
    let rest = node.text.get(at..).unwrap_or_default();
    let found = found_word(rest);
    // A keyword that begins no clause of its own: `in` without `force`.
    if at == 0 && expected.is_none() {
        return no_clause(node, &first, whole);
    }
    let start = node.span.start as usize + at + (rest.len() - rest.trim_start().len());
    let span = Span::new(node.span.source, start, start + found.len());
    let message = match (expected, found.is_empty()) {
        (Some(expected), true) => format!("expected {expected} here"),
        (Some(expected), false) => format!("expected {expected}, found `{found}`"),
        (None, true) => format!("the `{first}` clause is not finished"),
        (None, false) => format!("`{found}` does not belong in `{first}` here"),
    };
    let problem = Diagnostic::new(Slug::SyntaxError, span, message);
    match shape(kind) {
        Some(shape) => problem.help(format!("a clause of this kind reads `{shape}`")),
        None => {
            problem.help("`credstack explain syntax-error` has examples; the tour of the language shows every clause")
        }
    }
}

/// The first line of a clause that opens a text and does not close it.
fn unclosed(node: &Node<'_>) -> Option<Diagnostic> {
    let mut start = node.span.start as usize;
    for line in node.text.split_inclusive('\n') {
        let code = line.trim_end();
        // A comment may have any marks.
        if !code.contains('#') && code.matches('"').count() % 2 == 1 {
            let at = start + code.rfind('"')?;
            return Some(unclosed_text(Span::new(node.span.source, at, start + code.len())));
        }
        start += line.len();
    }
    None
}

/// The word or sign with which a text begins, for "found …".
fn found_word(rest: &str) -> &str {
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).unwrap_or(rest.len());
    let end = if end == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { end };
    rest.get(..end).unwrap_or_default()
}

fn no_clause(node: &Node<'_>, first: &str, whole: &str) -> Diagnostic {
    let found = found_word(node.text);
    let start = node.span.start as usize + (node.text.len() - node.text.trim_start().len());
    let span = Span::new(node.span.source, start, start + found.len());
    if found.is_empty() {
        let problem = Diagnostic::new(Slug::InvisibleCharacter, node.span, "an invisible character stands here");
        return problem.help("take it out");
    }
    if node.kind == Kind::bad_item && CLAUSES.contains(&first) {
        return Diagnostic::new(Slug::SyntaxError, span, format!("`{first}` stands outside of a policy"))
            .help("put it between the braces of a `policy`; a `}` too many above may have closed the policy early");
    }
    let line_before = whole.get(..node.span.start as usize).and_then(|t| t.rsplit('\n').next()).unwrap_or_default();
    let message = if line_before.trim().is_empty() {
        format!("expected a clause, found `{found}`")
    } else {
        format!("expected the end of the clause, found `{found}`")
    };
    let problem = Diagnostic::new(Slug::SyntaxError, span, message);
    match (foreign::english(first), nearest(first, CLAUSES.iter().copied())) {
        (Some((english, _)), _) | (None, Some(english)) => {
            problem.help(format!("did you mean `{english}`?")).fix(span, english, Applicability::Likely)
        }
        (None, None) => problem.help(remedy(found, node.kind)),
    }
}

/// What to do with what begins no clause.
fn remedy(found: &str, kind: Kind) -> &'static str {
    match found {
        "}" => "take it out: there is one `}` more than there are `{`",
        ")" => "take it out, or open it with `(`",
        "," => "take it out: only things of one kind are listed with commas",
        _ if kind == Kind::bad_item => "a file has policies and awards: `policy es.law \"Title\" { … }`",
        _ => "a clause begins with its word, as `for`, `when`, `grant`, `cite` or `example`",
    }
}
