//! Every syntax problem of a file, each where it stands and with what was expected there.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_source::{SourceId, Span};
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

use super::expected::{CLAUSES, clause_of, list};
use super::parser::RuleParser;
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
            let mut diagnostics = Vec::new();
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
    let (mut depth, mut quoted, mut comment, mut escaped) = (0usize, false, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\n' => comment = false,
            _ if comment => {}
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'#' => comment = true,
            b'{' | b'(' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(at);
                }
            }
            b'}' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn collect(node: &Node<'_>, whole: &str, found: &mut Vec<Diagnostic>) {
    match node.kind {
        Kind::bad_clause | Kind::bad_policy_clause | Kind::bad_item => found.push(bad(node, whole)),
        Kind::missing_close | Kind::missing_inner_close => found.push(
            Diagnostic::new(Slug::MissingBrace, node.span, "expected `}` before this")
                .help("close the block above with `}`"),
        ),
        Kind::smart_string => found.push(
            Diagnostic::new(Slug::SmartQuote, node.span, "a text stands in typographic quotes")
                .help("use straight quotes")
                .fix(node.span, format!("\"{}\"", node.words()), Applicability::Safe),
        ),
        Kind::comma_amount => found.push(
            Diagnostic::new(Slug::DecimalComma, node.span, format!("`{}` has a decimal comma", node.text))
                .help("write a point")
                .fix(node.span, node.text.replace(',', "."), Applicability::Safe),
        ),
        Kind::bad_sign => found.push(wrong_sign(node)),
        Kind::wrong_unit => found.push(wrong_unit(node)),
        _ => {}
    }
    for child in &node.children {
        collect(child, whole, found);
    }
}

fn wrong_sign(node: &Node<'_>) -> Diagnostic {
    let right = match node.text {
        "≤" | "=<" => "<=",
        "≥" | "=>" => ">=",
        "!=" | "<>" => "is not",
        _ => "is",
    };
    Diagnostic::new(Slug::WrongSign, node.span, format!("`{}` is no comparison of the language", node.text))
        .help(format!("write `{right}`"))
        .fix(node.span, right, Applicability::Safe)
}

fn wrong_unit(node: &Node<'_>) -> Diagnostic {
    let (right, applicability) = match node.text {
        "ects" | "Ects" => ("ECTS", Applicability::Safe),
        "h" | "hrs" | "Stunden" | "horas" | "heures" => ("hours", Applicability::Safe),
        _ => ("ECTS", Applicability::Likely),
    };
    Diagnostic::new(Slug::UnknownUnit, node.span, format!("unknown unit `{}`", node.text))
        .help(format!("write `{right}`, or the name of a credit system that a pack declares"))
        .fix(node.span, right, applicability)
}

/// A clause or item that could not be read: read it again alone to learn where it stops making sense.
fn bad(node: &Node<'_>, whole: &str) -> Diagnostic {
    let first: String = node.text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let Some(kind) =
        clause_of(&first).filter(|k| node.kind != Kind::bad_item || matches!(k, Kind::policy | Kind::award))
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
    if found == "\"" {
        return unclosed_text(span);
    }
    let message = match (expected, found.is_empty()) {
        (Some(expected), true) => format!("expected {expected} here"),
        (Some(expected), false) => format!("expected {expected}, found `{found}`"),
        (None, true) => format!("the `{first}` clause is not finished"),
        (None, false) => format!("`{found}` does not belong in `{first}` here"),
    };
    Diagnostic::new(Slug::SyntaxError, span, message)
}

fn unclosed_text(span: Span) -> Diagnostic {
    Diagnostic::new(Slug::SyntaxError, span, "a text in quotes is not closed").help("close it with `\"`")
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
        return Diagnostic::new(Slug::SyntaxError, node.span, "an invisible character stands here").help("delete it");
    }
    if found == "\"" && node.text.matches('"').count() % 2 == 1 {
        return unclosed_text(span);
    }
    if node.kind == Kind::bad_item && CLAUSES.contains(&first) {
        return Diagnostic::new(Slug::SyntaxError, span, format!("`{first}` stands outside of a policy"))
            .help("put it between the braces of a `policy`");
    }
    let line_before = whole.get(..node.span.start as usize).and_then(|t| t.rsplit('\n').next()).unwrap_or_default();
    let message = if line_before.trim().is_empty() {
        format!("expected a clause, found `{found}`")
    } else {
        format!("expected the end of the clause, found `{found}`")
    };
    let problem = Diagnostic::new(Slug::SyntaxError, span, message);
    match (foreign_keyword(first), nearest(first, CLAUSES.iter().copied())) {
        (Some(english), _) | (None, Some(english)) => {
            problem.help(format!("did you mean `{english}`?")).fix(span, english, Applicability::Likely)
        }
        (None, None) => problem,
    }
}

/// Keywords that writers of rules in other languages reach for.
fn foreign_keyword(word: &str) -> Option<&'static str> {
    Some(match word {
        "Regel" | "regla" | "règle" | "regel" => "rule",
        "wenn" | "cuando" | "quand" | "si" | "als" => "when",
        "für" | "para" | "pour" | "voor" => "for",
        "Quelle" | "fuente" | "bron" => "source",
        "höchstens" | "máximo" => "at most",
        "mindestens" | "mínimo" => "at least",
        "außer" | "excepto" | "sauf" | "behalve" => "except",
        "Beispiel" | "ejemplo" | "exemple" | "voorbeeld" => "example",
        _ => return None,
    })
}
