//! A document while it is being read: what it is read with, and what was found wrong or worth telling.

use std::sync::Arc;

use credstack_model::facts::{Provenance, Standing};
use credstack_model::vocabulary::{AttributeId, Entity};
use serde_json::Value;

use crate::keys::Keys;
use crate::problem::{Problem, Problems, Remark, RemarkKind};
use crate::{Reading, Source};

/// How much of an object a provenance quotes.
const MOST_QUOTED: usize = 200;

/// A document while it is being read.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) credential: Option<Arc<str>>,
    pub(crate) keys: Keys,
    standing: Standing,
    problems: Vec<Problem>,
    remarks: Vec<Remark>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a Source<'a>, entities: &[Entity], standing: Standing) -> Self {
        Self {
            source,
            credential: None,
            keys: Keys::of(source.vocabulary, entities),
            standing,
            problems: Vec::new(),
            remarks: Vec::new(),
        }
    }

    pub(crate) fn problem(&mut self, path: &str, message: String, help: &str) {
        self.problems.push(Problem { path: path.to_owned(), message, help: help.to_owned() });
    }

    pub(crate) fn remark(&mut self, kind: RemarkKind, attribute: Option<AttributeId>, path: &str, message: String) {
        self.remarks.push(Remark {
            kind,
            credential: self.credential.clone(),
            attribute,
            path: path.to_owned(),
            message,
        });
    }

    /// The result: the value, or all mistakes at once.
    pub(crate) fn finish<T>(self, value: T) -> Result<Reading<T>, Problems> {
        if self.problems.is_empty() {
            Ok(Reading { value, remarks: self.remarks })
        } else {
            Err(Problems(self.problems))
        }
    }

    pub(crate) fn provenance(&self, path: String, raw: String) -> Provenance {
        Provenance { document: Arc::clone(&self.source.name), path, raw, standing: self.standing }
    }
}

/// The text of a value as provenance quotes it.
pub(crate) fn raw(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string().chars().take(MOST_QUOTED).collect(),
    }
}
