//! What a token says of itself beside the credential in it: who issued it, of whom, when and until when.

use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::facts::Value as Typed;
use credstack_model::vocabulary::{AttributeId, attribute};
use serde_json::Value;

use crate::document::{Format, Found};
use crate::draft::{Context, Draft};
use crate::json::{Node, raw, step};
use crate::note::NoteKind;
use crate::read::dates::{self, Day};

/// Fills in what the credentials of a token do not say themselves; where both say something else, that is told.
pub(crate) fn fill(context: Context<'_>, claims: &Node<'_>, format: Format, found: &mut Found) {
    let claim = |key: &str| {
        let value = claims.value.get(key).filter(|v| !v.is_null())?;
        Some(Node { value, path: step(&claims.path, key) })
    };
    name(context, claim("jti").as_ref(), found);
    let notes = &mut found.notes;
    for credential in &mut found.credentials {
        let mut draft = Draft::new(context);
        draft.facts = std::mem::take(&mut credential.facts);
        for (key, of, who) in
            [("iss", attribute::ISSUER_IDENTIFIER, "issued by"), ("sub", attribute::LEARNER_IDENTIFIER, "issued to")]
        {
            if let Some(node) = claim(key) {
                who_it_is(&mut draft, of, who, &node);
            }
        }
        if !draft.has(attribute::ISSUED)
            && let Some(node) = claim("nbf").or_else(|| claim("iat"))
            && day(&mut draft, attribute::ISSUED, &node)
            && format == Format::OpenBadges3
            && !draft.has(attribute::COMPLETED)
        {
            draft.derive(attribute::COMPLETED, Typed::Truth(true), &node);
        }
        if !draft.has(attribute::EXPIRES)
            && let Some(node) = claim("exp")
        {
            day(&mut draft, attribute::EXPIRES, &node);
        }
        credential.facts = draft.facts;
        notes.extend(draft.notes.into_iter().map(|mut note| {
            note.credential = Some(Arc::clone(&credential.id));
            note
        }));
    }
}

/// A credential without an identifier of its own has that of its token.
fn name(context: Context<'_>, jti: Option<&Node<'_>>, found: &mut Found) {
    let (Some(jti), [Credential { id, .. }]) = (jti.and_then(Node::text), found.credentials.as_slice()) else {
        return;
    };
    if id != context.document || jti.trim().is_empty() {
        return;
    }
    let (old, new): (Arc<str>, Arc<str>) = (Arc::clone(id), jti.into());
    let change = |id: &mut Arc<str>| {
        if *id == old {
            *id = Arc::clone(&new);
        }
    };
    found.credentials.iter_mut().for_each(|c| change(&mut c.id));
    found.links.iter_mut().for_each(|l| change(&mut l.credential));
    found.notes.iter_mut().filter_map(|n| n.credential.as_mut()).for_each(change);
}

fn who_it_is(draft: &mut Draft<'_>, of: AttributeId, who: &str, node: &Node<'_>) {
    let Some(text) = node.text().filter(|t| !t.trim().is_empty()) else {
        return;
    };
    let symbol = draft.context.symbols.intern(text);
    match draft.facts.value(of) {
        None => draft.codes(of, vec![(text.to_owned(), node.clone())]),
        Some(Typed::Codes(codes)) if codes.contains(&symbol) => {}
        Some(_) => draft.note(
            NoteKind::Conflict,
            of,
            &node.path,
            format!(
                "the token is {who} `{}`, which the credential in it does not say; the credential stands",
                dates::clip(text)
            ),
        ),
    }
}

/// Sets a day from the seconds that tokens count.
fn day(draft: &mut Draft<'_>, of: AttributeId, node: &Node<'_>) -> bool {
    let text = match node.value {
        Value::Number(_) => raw(node.value),
        _ => String::new(),
    };
    match dates::seconds(&text) {
        Day::Known(range) | Day::Late(range) => {
            draft.derive(of, Typed::Date(range), node);
            true
        }
        Day::None(why) => {
            draft.note(NoteKind::Unreadable, of, &node.path, format!("{why}; the date is left out"));
            false
        }
    }
}
