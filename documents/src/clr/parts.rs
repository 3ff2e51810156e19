//! Associations of a learner record: which achievement is a part of which.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;

use crate::draft::Draft;
use crate::error::DocumentError;
use crate::json::{Node, Tree};
use crate::note::NoteKind;

/// Makes credentials the parts of others, as associations between them or their achievements say.
pub(crate) fn join<'d>(
    draft: &mut Draft<'_>,
    tree: &Tree<'d>,
    associations: &[Node<'d>],
    credentials: &mut [Credential],
) -> Result<(), DocumentError> {
    let named = by_name(draft, credentials);
    for association in associations {
        let text = |key: &str| tree.get(association, key).and_then(|n| n.text()).unwrap_or_default();
        let (sort, source, target) = (text("associationType"), text("sourceId"), text("targetId"));
        let (whole, part) = match sort.to_ascii_lowercase().as_str() {
            "isparentof" | "haspart" => (source, target),
            "ispartof" | "ischildof" => (target, source),
            _ => {
                let message = format!("`{source}` {sort} `{target}`: no attribute takes this association");
                draft.note(NoteKind::Unmapped, None, &association.path, message);
                continue;
            }
        };
        let none = Vec::new();
        let (wholes, parts) = (named.get(whole).unwrap_or(&none), named.get(part).unwrap_or(&none));
        if wholes.is_empty() || parts.is_empty() {
            let missing = if wholes.is_empty() { whole } else { part };
            let message = format!("a part and a whole, of which `{missing}` is no credential of the document");
            draft.note(NoteKind::Unmapped, None, &association.path, message);
            continue;
        }
        for whole in wholes {
            for part in parts {
                add(draft, tree, &association.path, credentials, *whole, *part)?;
            }
        }
    }
    Ok(())
}

/// Credentials by the names that associations call them by: their own, and those of their achievements.
fn by_name(draft: &Draft<'_>, credentials: &[Credential]) -> HashMap<String, Vec<usize>> {
    let mut named: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, credential) in credentials.iter().enumerate() {
        let mut called: HashSet<String> = HashSet::new();
        called.insert(credential.id.to_string());
        called.extend(credential.stated_id.as_ref().map(ToString::to_string));
        if let Some(Value::Codes(codes)) = credential.facts.value(attribute::IDENTIFIER) {
            called.extend(codes.iter().map(|c| draft.context.symbols.text(*c).to_owned()));
        }
        for name in called {
            named.entry(name).or_default().push(at);
        }
    }
    named
}

/// Adds a part, unless it contains what it would be a part of.
fn add(
    draft: &mut Draft<'_>,
    tree: &Tree<'_>,
    path: &str,
    credentials: &mut [Credential],
    whole: usize,
    part: usize,
) -> Result<(), DocumentError> {
    let (Some(above), Some(below)) = (credentials.get(whole), credentials.get(part)) else {
        return Ok(());
    };
    let (above, below) = (Arc::clone(&above.id), Arc::clone(&below.id));
    if contains(tree, credentials, &below, &above) {
        draft.note(
            NoteKind::Conflict,
            None,
            path,
            format!("`{below}` contains `{above}`, of which it would be a part; the circle is cut here"),
        );
    } else if let Some(credential) = credentials.get_mut(whole)
        && !credential.parts.contains(&below)
    {
        tree.spend(credential.parts.len());
        credential.parts.push(below);
    }
    if tree.exhausted() { Err(DocumentError::TooManySteps) } else { Ok(()) }
}

/// Whether a credential is another or has it among its parts.
fn contains(tree: &Tree<'_>, credentials: &[Credential], whole: &Arc<str>, part: &Arc<str>) -> bool {
    if whole == part {
        return true;
    }
    let (mut open, mut seen) = (vec![whole], HashSet::new());
    let by_id: HashMap<&Arc<str>, &Credential> = credentials.iter().map(|c| (&c.id, c)).collect();
    tree.spend(credentials.len());
    while let Some(id) = open.pop() {
        let Some(credential) = by_id.get(id) else { continue };
        tree.spend(credential.parts.len() + 1);
        for inner in &credential.parts {
            if inner == part {
                return true;
            }
            if seen.insert(inner) {
                open.push(inner);
            }
        }
    }
    false
}
