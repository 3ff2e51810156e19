//! Envelopes: tokens and seals that hold a credential as text. They are opened here and verified nowhere.
//!
//! What stands inside a text has a place of its own: the place of the text, `#`, and the pointer into the document in the
//! text. A token inside a token goes on in the same way: `/verifiableCredential/0#/vc/credentialSubject`.

mod base64url;
mod claims;
mod disclosure;
mod token;

pub(crate) use base64url::decode;
#[cfg(test)]
pub(crate) use base64url::encode;
pub(crate) use claims::fill;
pub(crate) use disclosure::put_in;
pub(crate) use token::is_token;

use credstack_model::vocabulary::attribute;
use serde_json::Value;
use typed_arena::Arena;

use crate::error::{DocumentError, MOST_BYTES, MOST_ENVELOPES};
use crate::json::{Node, step};
use crate::names::place;
use crate::note::{Note, NoteKind};
use crate::{parse, repeated};

/// Opens envelopes. What comes out of them is kept for as long as the document is read.
pub(crate) struct Opener<'d> {
    arena: &'d Arena<Value>,
    /// How many more bytes may come out of envelopes.
    left: usize,
    /// Everything that was opened.
    pub(crate) opened: Vec<Node<'d>>,
    /// What there is to tell of it.
    pub(crate) notes: Vec<Note>,
}

/// The text in an envelope and what there is to tell of it.
struct Inside<'d> {
    /// What stands there, as a JSON text.
    text: String,
    /// The place that the text is at.
    at: String,
    /// What a token discloses beside its text.
    disclosed: Vec<&'d str>,
    /// What is not verified, at which place.
    unverified: (String, &'static str),
}

impl<'d> Opener<'d> {
    pub(crate) fn new(arena: &'d Arena<Value>) -> Self {
        Self { arena, left: MOST_BYTES, opened: Vec::new(), notes: Vec::new() }
    }

    /// What an envelope holds; `None` where the node is no envelope. `depth` is how many envelopes it is in already.
    ///
    /// The outer error is of a limit and refuses the whole document, the inner one only what is in this envelope.
    pub(crate) fn open(
        &mut self,
        node: &Node<'d>,
        depth: usize,
    ) -> Result<Option<Result<Node<'d>, DocumentError>>, DocumentError> {
        let inside = match inside(node) {
            None => return Ok(None),
            Some(Err(refused)) => return Ok(Some(Err(refused))),
            Some(Ok(inside)) => inside,
        };
        if depth >= MOST_ENVELOPES {
            return Err(DocumentError::TooManyEnvelopes { path: place(&node.path) });
        }
        let size = inside.text.len() + inside.disclosed.iter().map(|d| d.len()).sum::<usize>();
        self.left =
            self.left.checked_sub(size).ok_or_else(|| DocumentError::TooMuchInside { path: place(&node.path) })?;
        let base = format!("{}#", inside.at);
        let value = match self.value(&inside, &base) {
            Ok(value) => value,
            Err(refused) => return Ok(Some(Err(refused))),
        };
        let (at, said) = inside.unverified;
        self.note(NoteKind::NotVerified, &at, said.to_owned());
        let inner = Node { value: self.arena.alloc(value), path: base };
        self.opened.push(inner.clone());
        Ok(Some(Ok(inner)))
    }

    /// The JSON in an envelope, with what a token discloses put in.
    fn value(&mut self, inside: &Inside<'_>, base: &str) -> Result<Value, DocumentError> {
        let mut value = parse::parse(&inside.text).map_err(|problem| broken(&inside.at, &said(&problem)))?;
        if !value.is_object() && !value.is_array() {
            return Err(broken(&inside.at, "what is in it is no JSON object"));
        }
        self.notes.extend(repeated::notes(&inside.text, &value, base));
        let disclosed = put_in(&mut value, &inside.disclosed).map_err(|why| broken(&inside.at, &why))?;
        for (count, what) in [
            (disclosed.hidden, "claims of the token are hidden: its holder did not disclose them"),
            (disclosed.strange, "disclosures of the token belong to no claim in it; they are not taken"),
        ] {
            if count > 0 {
                self.note(NoteKind::Remark, base, format!("{count} {what}"));
            }
        }
        Ok(value)
    }

    fn note(&mut self, kind: NoteKind, path: &str, message: String) {
        let attribute = (kind == NoteKind::NotVerified).then_some(attribute::AUTHENTIC);
        self.notes.push(Note { kind, credential: None, attribute, path: path.to_owned(), message });
    }
}

/// What an envelope holds, whatever the envelope is.
fn inside<'d>(node: &Node<'d>) -> Option<Result<Inside<'d>, DocumentError>> {
    match node.value {
        Value::String(text) => in_text(text, &node.path),
        Value::Object(map) => {
            let sealed = ["signatures", "signature", "protected"].iter().any(|key| map.contains_key(*key));
            if sealed && let Some(payload) = map.get("payload").and_then(Value::as_str) {
                return Some(in_seal(payload, &node.path));
            }
            let enveloped =
                ["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"].iter().any(|w| node.is(w));
            if !enveloped {
                return None;
            }
            let id = map.get("id").and_then(Value::as_str).unwrap_or_default();
            let refused = || broken(&node.path, "its `id` holds no token as a `data:` address");
            Some(in_text(id, &step(&node.path, "id")).unwrap_or_else(|| Err(refused())))
        }
        _ => None,
    }
}

/// A token as it stands, or as the address of data.
fn in_text<'d>(text: &'d str, at: &str) -> Option<Result<Inside<'d>, DocumentError>> {
    let text = text.trim();
    let Some(data) = text.strip_prefix("data:") else {
        return is_token(text).then(|| in_token(text, at));
    };
    let (sort, content) = data.split_once(',')?;
    let lower = sort.to_ascii_lowercase();
    let says_token = ["+jwt", "/jwt", "+sd-jwt"].iter().any(|w| lower.contains(w));
    if says_token || !lower.contains("json") {
        return (says_token || is_token(content)).then(|| in_token(content, at));
    }
    let unverified = (at.to_owned(), "the credential is enclosed as data; nothing in it was verified");
    let text = if lower.ends_with(";base64") { decode(content) } else { Some(content.to_owned()) };
    Some(match text {
        Some(text) => Ok(Inside { text, at: at.to_owned(), disclosed: Vec::new(), unverified }),
        None => Err(broken(at, "the data in it is not Base64 of a text")),
    })
}

fn in_token<'d>(text: &'d str, at: &str) -> Result<Inside<'d>, DocumentError> {
    let token = token::read(text).map_err(|why| broken(at, &why))?;
    let said = if token.unsigned {
        "the credential is a token that is not signed"
    } else {
        "the credential is a signed token; the signature was not verified"
    };
    let unverified = (at.to_owned(), said);
    Ok(Inside { text: token.payload, at: at.to_owned(), disclosed: token.disclosed, unverified })
}

/// A JWS in JSON serialisation: the European Commission's e-seal has the payload as text, others have it encoded.
fn in_seal<'d>(payload: &str, at: &str) -> Result<Inside<'d>, DocumentError> {
    let plain = payload.trim_start().starts_with(['{', '[']);
    let text = if plain { Some(payload.to_owned()) } else { decode(payload) };
    let place = step(at, "payload");
    let unverified = (step(at, "signatures"), "the document is sealed; the seal was not verified");
    match text {
        Some(text) => Ok(Inside { text, at: place, disclosed: Vec::new(), unverified }),
        None => Err(broken(&place, "the payload of the sealed document is neither JSON nor Base64 of it")),
    }
}

/// What a parser says, without what to do with a file.
fn said(problem: &DocumentError) -> String {
    match problem {
        DocumentError::BrokenJson { line, column, message } => {
            format!("what is in it is not well-formed JSON (line {line}, column {column}: {message})")
        }
        _ => "what is in it is nested more than 127 deep".to_owned(),
    }
}

fn broken(path: &str, found: &str) -> DocumentError {
    DocumentError::BrokenEnvelope { path: place(path), found: found.to_owned() }
}
