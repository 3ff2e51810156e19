//! Rust source as tokens: taking the tests out of it, laying it flat, and finding the paths in it.
//!
//! Tokens and not syntax trees, because what stands inside a macro call (`write!`, `matches!`) is code as well and a
//! syntax tree does not open it.

use proc_macro2::{Delimiter, Group, Literal, Spacing, TokenStream, TokenTree};

/// Production code, and how much test code was taken out of it.
#[derive(Debug, Clone, Default)]
pub struct Stripped {
    /// The tokens outside tests.
    pub tokens: TokenStream,
    /// The lines that `#[cfg(test)]` modules take, first and last, from 1.
    pub test_modules: Vec<(usize, usize)>,
}

/// Takes out every item under `#[cfg(test)]` or `#[test]`.
pub fn without_tests(tokens: TokenStream) -> Stripped {
    let mut modules = Vec::new();
    let tokens = strip(tokens, &mut modules);
    Stripped { tokens, test_modules: modules }
}

fn strip(tokens: TokenStream, modules: &mut Vec<(usize, usize)>) -> TokenStream {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::with_capacity(trees.len());
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        if let Some(end) = test_item(&trees, at) {
            let body = attributes_end(&trees, at);
            if keyword(&trees, body).is_some_and(|word| word == "mod") {
                let last = trees.get(end - 1).unwrap_or(tree);
                modules.push((tree.span().start().line, last.span().end().line));
            }
            at = end;
            continue;
        }
        kept.push(match tree {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), strip(group.stream(), modules));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => other.clone(),
        });
        at += 1;
    }
    kept.into_iter().collect()
}

/// Where the test item that begins at `at` ends, if one does. Only items that begin with a keyword are taken out;
/// whatever else bears the attribute counts as production, which is the strict side to err on.
fn test_item(trees: &[TokenTree], at: usize) -> Option<usize> {
    let body = attributes_end(trees, at);
    let mut marked = (at..body).filter_map(|place| attribute_at(trees, place));
    if !marked.any(|attribute| marks_test(&attribute.stream())) {
        return None;
    }
    let word = keyword(trees, body)?;
    let by_semicolon = matches!(word.as_str(), "use" | "type" | "const" | "static" | "let");
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => !by_semicolon && group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let rest = trees.get(body..)?;
    rest.iter().position(ends).map(|offset| body + offset + 1)
}

/// The end of the outer attributes that begin at `at`; `at` itself if none does.
fn attributes_end(trees: &[TokenTree], mut at: usize) -> usize {
    while attribute_at(trees, at).is_some() {
        at += 2;
    }
    at
}

fn attribute_at(trees: &[TokenTree], at: usize) -> Option<&Group> {
    match (trees.get(at)?, trees.get(at + 1)?) {
        (TokenTree::Punct(hash), TokenTree::Group(group))
            if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
        {
            Some(group)
        }
        _ => None,
    }
}

/// Whether an attribute says that what follows is only there for tests: `test`, `cfg(test)`, `cfg(all(test, …))`.
fn marks_test(attribute: &TokenStream) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text == "test" || text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

/// The word that says what kind of item begins at `at`, past its visibility and qualifiers.
fn keyword(trees: &[TokenTree], at: usize) -> Option<String> {
    let mut words = trees.get(at..)?.iter().filter_map(|tree| match tree {
        TokenTree::Ident(ident) => Some(Some(ident.to_string())),
        // `pub(crate)` and `extern "C"`.
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => None,
        TokenTree::Literal(_) => None,
        _ => Some(None),
    });
    let mut seen_const = false;
    while let Some(Some(word)) = words.next() {
        match word.as_str() {
            "pub" | "async" | "unsafe" | "extern" => {}
            "const" => seen_const = true,
            "fn" | "mod" | "struct" | "enum" | "union" | "trait" | "impl" | "use" | "type" | "static" | "let"
            | "macro_rules" => return Some(word),
            _ => break,
        }
    }
    seen_const.then(|| "const".to_owned())
}

/// What a flat token is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A name or keyword.
    Ident(String),
    /// A sign; `true` if it is joined to the next one.
    Punct(char, bool),
    /// A literal.
    Literal(Literal),
    /// The opening of a group.
    Open(Delimiter),
    /// The closing of a group.
    Close(Delimiter),
}

/// A token with its line.
#[derive(Debug, Clone)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// The line, from 1.
    pub line: usize,
}

impl Token {
    /// Whether it is this sign.
    pub fn is_punct(&self, sign: char) -> bool {
        matches!(self.kind, Kind::Punct(found, _) if found == sign)
    }

    /// Whether it opens a group of this kind.
    pub fn opens(&self, delimiter: Delimiter) -> bool {
        matches!(self.kind, Kind::Open(found) if found == delimiter)
    }

    /// Whether it opens a group.
    pub fn opens_any(&self) -> bool {
        matches!(self.kind, Kind::Open(_))
    }

    /// Whether it closes a group.
    pub fn closes_any(&self) -> bool {
        matches!(self.kind, Kind::Close(_))
    }

    /// The name or keyword that it is.
    pub fn ident(&self) -> Option<&str> {
        match &self.kind {
            Kind::Ident(name) => Some(name),
            _ => None,
        }
    }
}

/// Lays tokens flat, groups opened.
pub fn flatten(tokens: &TokenStream) -> Vec<Token> {
    let mut flat = Vec::new();
    flatten_into(tokens, &mut flat);
    flat
}

fn flatten_into(tokens: &TokenStream, flat: &mut Vec<Token>) {
    for tree in tokens.clone() {
        let line = tree.span().start().line;
        let kind = match tree {
            TokenTree::Ident(ident) => Kind::Ident(ident.to_string()),
            TokenTree::Punct(punct) => Kind::Punct(punct.as_char(), punct.spacing() == Spacing::Joint),
            TokenTree::Literal(literal) => Kind::Literal(literal),
            TokenTree::Group(group) => {
                flat.push(Token { kind: Kind::Open(group.delimiter()), line });
                flatten_into(&group.stream(), flat);
                let line = group.span_close().start().line;
                flat.push(Token { kind: Kind::Close(group.delimiter()), line });
                continue;
            }
        };
        flat.push(Token { kind, line });
    }
}

/// A path as it is written: `a::b::c`, or one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPath {
    /// Its names.
    pub segments: Vec<String>,
    /// The line, from 1.
    pub line: usize,
    /// Whether it is followed by `!`, the call of a macro.
    pub calls_macro: bool,
}

/// All paths in flat tokens, without names after a `.` (fields and methods).
pub fn paths(tokens: &[Token]) -> Vec<WrittenPath> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let Some(first) = token.ident() else {
            at += 1;
            continue;
        };
        let is_member = after_dot(tokens, at);
        let line = token.line;
        let mut segments = vec![first.to_owned()];
        at += 1;
        while let Some(name) = next_segment(tokens, at) {
            segments.push(name.to_owned());
            at += 3;
        }
        // `a != b` is a comparison and not a macro.
        let calls_macro = tokens.get(at).is_some_and(|next| next.is_punct('!'))
            && tokens.get(at + 1).is_none_or(|next| !next.is_punct('='));
        if !is_member {
            found.push(WrittenPath { segments, line, calls_macro });
        }
    }
    found
}

/// Whether the token at `at` follows the `.` of a field or method, and not the `..` of a range.
pub fn after_dot(tokens: &[Token], at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).and_then(|place| tokens.get(place));
    let of_range = before(2).is_some_and(|token| matches!(token.kind, Kind::Punct('.', true)));
    before(1).is_some_and(|token| token.is_punct('.')) && !of_range
}

fn next_segment(tokens: &[Token], at: usize) -> Option<&str> {
    let colons = tokens.get(at)?.is_punct(':') && tokens.get(at + 1)?.is_punct(':');
    if colons { tokens.get(at + 2)?.ident() } else { None }
}
