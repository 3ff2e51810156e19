//! No floating point in the pure crates: credits and grades are exact.

use super::report::{TidyError, Violation};
use super::tokens::{Kind, Token, after_dot};
use super::workspace::{Member, PURE, Workspace};

/// What proposes with floating point and decides nothing: a linear relaxation, whose prices are confirmed in whole numbers.
const PROPOSES: &str = "stacking/src/solve/priced/relaxed/";

/// Looks for `f32`, `f64` and literals of them outside tests.
///
/// # Errors
///
/// None so far; the type is that of every check.
pub fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let mut found = Vec::new();
    let decides = |path: &str| !path.starts_with(PROPOSES);
    for file in workspace.among(&PURE).flat_map(Member::files).filter(|file| decides(&file.path)) {
        for (at, token) in file.tokens.iter().enumerate() {
            if let Some(text) = float(&file.tokens, at, token) {
                found.push(Violation::new(
                    &file.path,
                    token.line,
                    format!("`{text}` in a crate that reckons exactly"),
                    "use a ratio or an integer",
                ));
            }
        }
    }
    Ok(found)
}

fn float(tokens: &[Token], at: usize, token: &Token) -> Option<String> {
    match &token.kind {
        Kind::Ident(name) if name == "f32" || name == "f64" => Some(name.clone()),
        // `pair.0.1` holds the token `0.1` and no number.
        Kind::Literal(literal) if !after_dot(tokens, at) => {
            let text = literal.to_string();
            // Without a point `2f32` is an integer to the lexer.
            let is_float = match syn::Lit::new(literal.clone()) {
                syn::Lit::Float(_) => true,
                syn::Lit::Int(number) => matches!(number.suffix(), "f32" | "f64"),
                _ => false,
            };
            is_float.then_some(text)
        }
        _ => None,
    }
}
