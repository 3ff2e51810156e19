//! What both formats write alike: facts as JSON, and what is left out on the way.

use std::sync::Arc;

use credstack_model::date::Date;
use credstack_model::facts::{Text, Value};
use credstack_model::level::StatedLevel;
use credstack_model::vocabulary::{AttributeId, Vocabulary};
use credstack_model::workload::StatedWorkload;
use credstack_model::{Amount, Credential, Symbols};
use serde_json::{Map, Number, json};

use super::outline::LeftOut;

/// Writes, and remembers what had no place.
pub(super) struct Writer<'a> {
    pub(super) symbols: &'a Symbols,
    vocabulary: &'a Vocabulary,
    pub(super) left_out: Vec<LeftOut>,
    /// The credential that is being written.
    pub(super) of: Arc<str>,
    /// The language of texts that name none.
    pub(super) language: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(symbols: &'a Symbols, vocabulary: &'a Vocabulary) -> Self {
        Self { symbols, vocabulary, left_out: Vec::new(), of: "".into(), language: "en".to_owned() }
    }

    /// Tells what does not go into the draft as it is.
    pub(super) fn leave(&mut self, attribute: AttributeId, said: impl Into<String>) {
        self.tell(attribute, false, said.into());
    }

    /// Tells what a format asks for and nothing says.
    pub(super) fn lack(&mut self, attribute: AttributeId, format: &str) {
        let phrase = self.vocabulary.get(attribute).phrase.clone();
        self.tell(attribute, true, format!("{format} asks for `{phrase}`, which is not known"));
    }

    /// The same for what is no fact.
    pub(super) fn lack_in_words(&mut self, attribute: AttributeId, said: &str) {
        self.tell(attribute, true, said.to_owned());
    }

    fn tell(&mut self, attribute: AttributeId, is_required: bool, said: String) {
        let one = LeftOut { credential: Arc::clone(&self.of), attribute, is_required, said };
        if !self.left_out.contains(&one) {
            self.left_out.push(one);
        }
    }

    /// Tells every fact that a format has no place for.
    pub(super) fn leave_others(&mut self, credential: &Credential, written: &[AttributeId], format: &str) {
        for (of, fact) in credential.facts.iter() {
            if !written.contains(&of) && matches!(fact.knowledge, credstack_model::facts::Knowledge::Known(_)) {
                let phrase = self.vocabulary.get(of).phrase.clone();
                self.leave(of, format!("{format} has no place for `{phrase}`"));
            }
        }
    }

    pub(super) fn codes(&self, credential: &Credential, of: AttributeId) -> Vec<String> {
        match credential.facts.value(of) {
            Some(Value::Codes(codes)) => codes.iter().map(|c| self.symbols.text(*c).to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn code(&self, credential: &Credential, of: AttributeId) -> Option<String> {
        self.codes(credential, of).into_iter().next()
    }

    /// Texts, each in a map by its language, of which the EU's formats take the primary subtag alone.
    pub(super) fn maps(&mut self, credential: &Credential, of: AttributeId) -> Vec<serde_json::Value> {
        let texts = texts(credential, of);
        texts.iter().map(|text| json!({self.subtag(of, text): &*text.words})).collect()
    }

    /// All texts of one thing in a map by their languages, of each language the first.
    pub(super) fn map(&mut self, credential: &Credential, of: AttributeId) -> Option<serde_json::Value> {
        let mut map = Map::new();
        for text in texts(credential, of) {
            let language = self.subtag(of, &text);
            if map.contains_key(&language) {
                self.leave(of, format!("`{}` is a second text in the language `{language}`", text.words));
            } else {
                map.insert(language, json!(&*text.words));
            }
        }
        (!map.is_empty()).then_some(map.into())
    }

    fn subtag(&mut self, of: AttributeId, text: &Text) -> String {
        let primary = text.language.split('-').next().unwrap_or_default();
        if primary.len() != 2 {
            let language = self.language.clone();
            self.leave(
                of,
                format!("`{}` does not say in which language it is; it is written as `{language}`", text.words),
            );
            return language;
        }
        if primary != &*text.language {
            let said = format!("`{}` is in `{}` and written as `{primary}`", text.words, text.language);
            self.leave(of, said);
        }
        primary.to_owned()
    }
}

/// The texts of an attribute.
pub(super) fn texts(credential: &Credential, of: AttributeId) -> Vec<Text> {
    match credential.facts.value(of) {
        Some(Value::Text(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

/// The workload as stated.
pub(super) fn workload(credential: &Credential, of: AttributeId) -> Vec<StatedWorkload> {
    match credential.facts.value(of) {
        Some(Value::Workload(stated)) => stated.clone(),
        _ => Vec::new(),
    }
}

/// The levels as stated.
pub(super) fn levels(credential: &Credential, of: AttributeId) -> Vec<StatedLevel> {
    match credential.facts.value(of) {
        Some(Value::Level(stated)) => stated.clone(),
        _ => Vec::new(),
    }
}

/// The day of an attribute, where it is one.
pub(super) fn day(credential: &Credential, of: AttributeId) -> Option<Date> {
    match credential.facts.value(of) {
        Some(Value::Date(range)) => range.single(),
        _ => None,
    }
}

/// The beginning of a day, as both formats write it.
pub(super) fn time(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// A number that is exactly this amount; none where it has no end in decimals.
pub(super) fn number(amount: Amount) -> Option<Number> {
    amount.exact().parse().ok()
}

/// An identifier as both formats ask for it: a URI.
pub(super) fn uri(id: &str) -> String {
    let is_uri = id.split_once(':').is_some_and(|(scheme, rest)| {
        let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters) && !rest.is_empty()
    });
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    if is_uri && id.chars().all(plain) {
        return id.to_owned();
    }
    let mut made = "urn:credstack:".to_owned();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            made.push(char::from(byte));
        } else {
            made.push_str(&format!("%{byte:02X}"));
        }
    }
    made
}

/// An identifier of something within what has an identifier.
pub(super) fn below(id: &str, what: &str) -> String {
    let sign = if id.contains('#') { '-' } else { '#' };
    format!("{id}{sign}{what}")
}
