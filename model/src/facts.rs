//! What is known of a thing: typed values, each with where it came from.

use std::sync::Arc;

use crate::amount::Amount;
use crate::date::DateRange;
use crate::level::StatedLevel;
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;
use crate::workload::StatedWorkload;

/// A value of an attribute. Which variant an attribute takes is set by its [`Kind`](crate::vocabulary::Kind).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Truth(bool),
    /// A plain number.
    Number(Amount),
    /// A workload as stated, in one unit or several.
    Workload(Vec<StatedWorkload>),
    /// A level as stated, in one framework or several that agree.
    Level(Vec<StatedLevel>),
    /// One code, or several where the attribute takes several.
    Codes(Vec<Symbol>),
    /// A day, or the days between which it lies.
    Date(DateRange),
    /// Words for people, in one language or several; never compared by rules.
    Text(Vec<Text>),
}

/// Words and the language they are in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    /// BCP 47 tag, lower case; empty where the document does not say.
    pub language: Arc<str>,
    /// The words.
    pub words: Arc<str>,
}

impl Text {
    /// Words without a language.
    pub fn plain(words: &str) -> Self {
        Self { language: "".into(), words: words.into() }
    }
}

/// What is known of one attribute. *Missing is not false, and none is not missing.*
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Knowledge {
    /// The file says nothing: it may have any value.
    #[default]
    Missing,
    /// It is known that there is none (an own title has no MECES level).
    None,
    /// It is known, exactly or within a range.
    Known(Value),
}

/// How far a value can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Standing {
    /// The document says so.
    #[default]
    Declared,
    /// Derived from what the document says (a cycle from an EQF level).
    Derived,
    /// A person answered.
    Answered,
    /// Given with the claim, not by a document.
    Claimed,
}

impl Standing {
    /// The word that outputs use.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Declared => "declared",
            Standing::Derived => "derived",
            Standing::Answered => "answered",
            Standing::Claimed => "claimed",
        }
    }
}

/// Where a value was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The document's name, or the author of an answer.
    pub document: Arc<str>,
    /// JSON Pointer (RFC 6901) into that document, of XML the steps to it; empty for an answer.
    pub path: String,
    /// The text at that path, as it stands there.
    pub raw: String,
    /// How far it can be relied on.
    pub standing: Standing,
}

/// One fact: what is known and where from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fact {
    /// What is known.
    pub knowledge: Knowledge,
    /// Every place that it was read from; several for a workload in two units.
    pub provenance: Vec<Provenance>,
}

impl Fact {
    /// A known value that no document stands behind (tests, examples in rules).
    pub fn known(value: Value) -> Self {
        Self { knowledge: Knowledge::Known(value), provenance: Vec::new() }
    }

    /// Known to be none.
    pub fn none() -> Self {
        Self { knowledge: Knowledge::None, provenance: Vec::new() }
    }
}

/// The facts of one thing or of one case, ordered by attribute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts(Vec<(AttributeId, Fact)>);

impl Facts {
    /// The fact of an attribute, if the file says anything of it.
    pub fn get(&self, attribute: AttributeId) -> Option<&Fact> {
        self.0.binary_search_by_key(&attribute, |(id, _)| *id).ok().and_then(|at| self.0.get(at)).map(|(_, f)| f)
    }

    /// What is known of an attribute.
    pub fn knowledge(&self, attribute: AttributeId) -> &Knowledge {
        const MISSING: &Knowledge = &Knowledge::Missing;
        self.get(attribute).map_or(MISSING, |f| &f.knowledge)
    }

    /// The known value of an attribute.
    pub fn value(&self, attribute: AttributeId) -> Option<&Value> {
        match self.knowledge(attribute) {
            Knowledge::Known(value) => Some(value),
            Knowledge::None | Knowledge::Missing => None,
        }
    }

    /// The single code of an attribute.
    pub fn code(&self, attribute: AttributeId) -> Option<Symbol> {
        match self.value(attribute) {
            Some(Value::Codes(codes)) => codes.first().copied(),
            _ => None,
        }
    }

    /// The first words of a text attribute.
    pub fn words(&self, attribute: AttributeId) -> Option<&str> {
        match self.value(attribute) {
            Some(Value::Text(texts)) => texts.first().map(|t| t.words.as_ref()),
            _ => None,
        }
    }

    /// Sets a fact, in place of what stood there.
    pub fn set(&mut self, attribute: AttributeId, fact: Fact) {
        match self.0.binary_search_by_key(&attribute, |(id, _)| *id) {
            Ok(at) => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = fact;
                }
            }
            Err(at) => self.0.insert(at, (attribute, fact)),
        }
    }

    /// Takes a fact out.
    pub fn remove(&mut self, attribute: AttributeId) -> Option<Fact> {
        let at = self.0.binary_search_by_key(&attribute, |(id, _)| *id).ok()?;
        Some(self.0.remove(at).1)
    }

    /// All facts, by attribute.
    pub fn iter(&self) -> impl Iterator<Item = (AttributeId, &Fact)> {
        self.0.iter().map(|(id, f)| (*id, f))
    }

    /// How many attributes the file says anything of.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the file says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes over every fact of `other`; where both have one, `other`'s stands.
    pub fn extend(&mut self, other: &Facts) {
        for (id, fact) in other.iter() {
            self.set(id, fact.clone());
        }
    }
}
