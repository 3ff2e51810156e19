//! The facts and notes of one credential while it is being read.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use credstack_model::date::DateRange;
use credstack_model::facts::{Fact, Facts, Knowledge, Provenance, Standing, Text, Value};
use credstack_model::vocabulary::{AttributeId, Vocabulary, attribute};
use credstack_model::{Symbol, Symbols};

use crate::json::{Node, raw};
use crate::note::{Note, NoteKind};
use crate::read::dates::{self, Day};

/// So many values are compared with each other; more are looked up.
const FEW: usize = 8;

/// What every reader needs: the document's name, the tables of the workspace and the limit.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) document: &'a Arc<str>,
    pub(crate) symbols: &'a Symbols,
    pub(crate) vocabulary: &'a Vocabulary,
    /// How many steps reading may take.
    pub(crate) most_steps: usize,
    /// What the columns of a table are for.
    pub(crate) mapping: Option<&'a crate::table::Mapping>,
}

/// What is known so far of one credential.
#[derive(Clone)]
pub(crate) struct Draft<'a> {
    pub(crate) facts: Facts,
    pub(crate) notes: Vec<Note>,
    pub(crate) context: Context<'a>,
    /// Notes made so far; the same one is made once.
    noted: HashSet<(String, String)>,
}

/// Whether a value is not among those `kept`; `seen` holds them again where they are not `few`.
fn is_new<T: Clone + Eq + Hash>(kept: &[T], seen: &mut HashSet<T>, value: &T, few: bool) -> bool {
    if few { !kept.contains(value) } else { seen.insert(value.clone()) }
}

impl<'a> Draft<'a> {
    pub(crate) fn new(context: Context<'a>) -> Self {
        Self { facts: Facts::default(), notes: Vec::new(), context, noted: HashSet::new() }
    }

    pub(crate) fn has(&self, attribute: AttributeId) -> bool {
        self.facts.get(attribute).is_some()
    }

    /// Where a value was read from.
    pub(crate) fn source(&self, node: &Node<'_>) -> Provenance {
        self.source_as(node, Standing::Declared)
    }

    pub(crate) fn source_as(&self, node: &Node<'_>, standing: Standing) -> Provenance {
        Provenance {
            document: Arc::clone(self.context.document),
            path: node.path.clone(),
            raw: raw(node.value),
            standing,
        }
    }

    /// Sets a fact.
    pub(crate) fn put(&mut self, attribute: AttributeId, value: Value, provenance: Vec<Provenance>) {
        self.facts.set(attribute, Fact { knowledge: Knowledge::Known(value), provenance });
    }

    /// Sets a fact that the document declares at one place.
    pub(crate) fn declare(&mut self, attribute: AttributeId, value: Value, node: &Node<'_>) {
        let source = self.source(node);
        self.put(attribute, value, vec![source]);
    }

    /// Sets a fact that follows from what stands at one place.
    pub(crate) fn derive(&mut self, attribute: AttributeId, value: Value, node: &Node<'_>) {
        let source = self.source_as(node, Standing::Derived);
        self.put(attribute, value, vec![source]);
    }

    pub(crate) fn note(
        &mut self,
        kind: NoteKind,
        attribute: impl Into<Option<AttributeId>>,
        path: &str,
        message: impl Into<String>,
    ) {
        let note = Note {
            kind,
            credential: None,
            attribute: attribute.into(),
            path: path.to_owned(),
            message: message.into(),
        };
        if self.noted.insert((note.path.clone(), note.message.clone())) {
            self.notes.push(note);
        }
    }

    /// Sets words, each with its own place; nothing where there are none.
    pub(crate) fn words(&mut self, attribute: AttributeId, texts: Vec<(Text, Node<'_>)>) {
        let mut kept: Vec<Text> = Vec::with_capacity(texts.len());
        let mut sources = Vec::with_capacity(texts.len());
        let few = texts.len() <= FEW;
        let mut seen = HashSet::new();
        for (text, node) in texts {
            if is_new(&kept, &mut seen, &text, few) {
                sources.push(self.source(&node));
                kept.push(text);
            }
        }
        if !kept.is_empty() {
            self.put(attribute, Value::Text(kept), sources);
        }
    }

    /// Sets codes, each with its own place; nothing where there are none.
    pub(crate) fn codes(&mut self, attribute: AttributeId, codes: Vec<(String, Node<'_>)>) {
        let mut kept: Vec<Symbol> = Vec::with_capacity(codes.len());
        let mut sources = Vec::with_capacity(codes.len());
        let few = codes.len() <= FEW;
        let mut seen = HashSet::new();
        for (code, node) in codes {
            let symbol = self.context.symbols.intern(&code);
            if is_new(&kept, &mut seen, &symbol, few) {
                kept.push(symbol);
                sources.push(self.source(&node));
            }
        }
        if !kept.is_empty() {
            self.put(attribute, Value::Codes(kept), sources);
        }
    }

    /// The codes of a fact, as text.
    pub(crate) fn codes_of(&self, attribute: AttributeId) -> Vec<String> {
        match self.facts.value(attribute) {
            Some(Value::Codes(codes)) => codes.iter().map(|c| self.context.symbols.text(*c).to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    /// One code.
    pub(crate) fn code(&self, code: &str) -> Value {
        Value::Codes(vec![self.context.symbols.intern(code)])
    }

    /// Sets a day. Template text and impossible days become a note; a date of birth stamped late in the day in UTC may be
    /// the next day.
    pub(crate) fn day(&mut self, of: AttributeId, node: &Node<'_>) -> Option<DateRange> {
        let Some(text) = node.text() else {
            self.note(
                NoteKind::Unreadable,
                of,
                &node.path,
                format!("`{}` is no date; expected is a text as `2024-09-01`", dates::clip(&raw(node.value))),
            );
            return None;
        };
        self.day_as(of, node, text)
    }

    /// Sets the day that stands at a place and reads as `text`.
    pub(crate) fn day_as(&mut self, of: AttributeId, node: &Node<'_>, text: &str) -> Option<DateRange> {
        let range = match dates::day(text) {
            Day::Late(range) if of == attribute::LEARNER_BORN => {
                self.note(
                    NoteKind::Ambiguous,
                    of,
                    &node.path,
                    format!("`{text}` is late in the day in UTC and the next day where the clocks are ahead; both days are kept"),
                );
                dates::or_next(range)
            }
            Day::Known(range) | Day::Late(range) => range,
            Day::None(why) => {
                self.note(NoteKind::Unreadable, of, &node.path, format!("{why}; the date is left out"));
                return None;
            }
        };
        self.declare(of, Value::Date(range), node);
        Some(range)
    }
}
