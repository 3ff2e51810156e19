//! Lints are those of the workspace; whoever departs from one says why, and nothing is left to be written later.

use proc_macro2::Delimiter;

use super::report::{TidyError, Violation};
use super::source::lex;
use super::targets;
use super::tokens::{Token, flatten};
use super::workspace::{Member, Workspace};

/// Looks through every manifest and every Rust file of every member, tests as well.
///
/// # Errors
///
/// When a file cannot be read.
pub fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let mut found = Vec::new();
    for member in &workspace.members {
        if !member.manifest.lints_of_workspace {
            found.push(Violation::new(
                &member.manifest.path,
                1,
                "the crate does not take the lints of the workspace",
                "add `[lints]` with `workspace = true`",
            ));
        }
        for path in rust_files(workspace, member) {
            let text = targets::read(&workspace.root, &path)?;
            match lex(&path, &text) {
                Ok(tokens) => {
                    let tokens = flatten(&tokens);
                    found.extend(attributes(&path, &tokens));
                    found.extend(placeholders(&path, &tokens));
                }
                // What does not parse was told already if it belongs to a target.
                Err(_) if member.sources.faults.iter().any(|fault| fault.path == path) => {}
                Err(error) => found.push(error.into_violation()?),
            }
        }
    }
    Ok(found)
}

/// The files of a member, without those of members in folders below it.
fn rust_files(workspace: &Workspace, member: &Member) -> Vec<String> {
    let others: Vec<String> = workspace
        .members
        .iter()
        .map(|other| format!("{}/", other.folder))
        .filter(|other| other.len() > member.folder.len() + 1)
        .collect();
    let mut files = targets::rust_files(&workspace.root, &member.folder);
    files.retain(|path| others.iter().all(|other| !path.starts_with(other)));
    files
}

fn attributes(path: &str, tokens: &[Token]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !token.is_punct('#') {
            continue;
        }
        let inner = tokens.get(at + 1).is_some_and(|next| next.is_punct('!'));
        let start = at + 1 + usize::from(inner);
        if tokens.get(start).is_some_and(|next| next.opens(Delimiter::Bracket)) {
            let attribute = group(tokens, start);
            found.extend(judge(path, attribute));
        }
    }
    found
}

/// The tokens inside the group that opens at `start`.
fn group(tokens: &[Token], start: usize) -> &[Token] {
    let mut depth = 0_usize;
    for (offset, token) in tokens.iter().enumerate().skip(start) {
        if token.opens_any() {
            depth += 1;
        } else if token.closes_any() {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return tokens.get(start + 1..offset).unwrap_or_default();
        }
    }
    tokens.get(start + 1..).unwrap_or_default()
}

/// `allow(…)` and an `expect(…)` without reason, at the head of the attribute or inside `cfg_attr`.
fn judge(path: &str, attribute: &[Token]) -> Vec<Violation> {
    let mut found = Vec::new();
    let conditional = attribute.first().and_then(Token::ident) == Some("cfg_attr");
    for (at, token) in attribute.iter().enumerate() {
        let opens = attribute.get(at + 1).is_some_and(|next| next.opens(Delimiter::Parenthesis));
        if !opens || (at > 0 && !conditional) {
            continue;
        }
        let what = match token.ident() {
            Some("allow") => "`#[allow(…)]` stays when it is no longer needed",
            Some("expect") if !has_reason(group(attribute, at + 1)) => "`#[expect(…)]` does not say why",
            _ => continue,
        };
        let mend = "write `#[expect(…, reason = \"…\")]`, or mend what the lint says";
        found.push(Violation::new(path, token.line, what, mend));
    }
    found
}

fn has_reason(inside: &[Token]) -> bool {
    inside.iter().any(|token| token.ident() == Some("reason"))
}

fn placeholders(path: &str, tokens: &[Token]) -> Vec<Violation> {
    super::tokens::paths(tokens)
        .into_iter()
        .filter(|written| written.calls_macro)
        .filter_map(|written| {
            let name = written.segments.last()?.clone();
            matches!(name.as_str(), "todo" | "unimplemented").then(|| {
                Violation::new(
                    path,
                    written.line,
                    format!("`{name}!` where code should be"),
                    "write the code, or leave the item out until it is written",
                )
            })
        })
        .collect()
}
