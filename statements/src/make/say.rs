//! Fixed wording, texts of policies and texts of the institution, in the languages of the statement.

use credstack::model::Amount;
use credstack::model::AmountRange;
use credstack::model::date::Date;
use credstack::model::facts::Text;

use super::{Maker, Messages, Words, fill};
use crate::details::{Decided, Told};
use crate::words::Phrase;

impl Maker<'_> {
    /// What was decided, if anybody has.
    pub(super) fn decision(&self) -> Option<&Decided> {
        self.given.details.decision.as_ref()
    }

    /// Fixed wording in every language.
    pub(super) fn say<'s>(&'s self, key: impl Fn(&'s Messages) -> &'s String) -> Words {
        self.each(|m| key(m).clone())
    }

    /// Something worked out for each language.
    pub(super) fn each<'s>(&'s self, text: impl Fn(&'s Messages) -> String) -> Words {
        let phrase = |(language, m)| Phrase { lang: crate::Language::tag(language).to_owned(), text: text(m) };
        Words(self.tables.iter().map(|(language, m)| phrase((*language, m))).collect())
    }

    /// Fixed wording with its gaps filled.
    pub(super) fn filled<'s>(
        &'s self,
        key: impl Fn(&'s Messages) -> &'s String,
        values: impl Fn(&'s Messages) -> Vec<(&'static str, String)>,
    ) -> Words {
        self.each(|m| {
            let values = values(m);
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            fill(key(m), &values)
        })
    }

    /// A day in every language; once where they all write it alike.
    pub(super) fn day(&self, day: Date) -> Words {
        self.each(|m| m.day(day))
    }

    /// A text of the institution in the languages that it has; where it has none of them, in the first that it has.
    pub(super) fn told(&self, told: &Told) -> Words {
        match told {
            Told::Plain(text) => Words::plain(text),
            Told::In(texts) => self.chosen(texts.iter().map(|(lang, text)| (lang.as_str(), text.as_str()))),
        }
    }

    /// The same of a text that may not be there.
    pub(super) fn maybe(&self, told: Option<&Told>) -> Words {
        told.map(|t| self.told(t)).unwrap_or_default()
    }

    /// Texts in the languages asked for; else in English, else in the first that there is.
    pub(super) fn chosen<'t>(&self, texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Words {
        let texts: Vec<(&str, &str)> = texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect();
        let of = |wanted: &str| texts.iter().find(|(lang, _)| lang.eq_ignore_ascii_case(wanted));
        let phrase = |(lang, text): &(&str, &str)| Phrase { lang: (*lang).to_owned(), text: (*text).to_owned() };
        let asked = self.tables.iter().filter_map(|(language, _)| of(language.tag()));
        let found: Vec<Phrase> = asked.map(phrase).collect();
        if !found.is_empty() {
            return Words(found);
        }
        Words(of("en").or(texts.first()).map(phrase).into_iter().collect())
    }

    /// Texts of a rule, grouped by language: the languages asked for that it has, else English, else all.
    pub(super) fn rule_texts(&self, texts: &[Text]) -> Vec<Words> {
        let of = |wanted: &str| -> Vec<&Text> { texts.iter().filter(|t| &*t.language == wanted).collect() };
        let asked: Vec<Vec<&Text>> =
            self.tables.iter().map(|(l, _)| of(l.tag())).filter(|list| !list.is_empty()).collect();
        let lists = if asked.is_empty() { vec![of("en")] } else { asked };
        let lists = if lists.iter().all(Vec::is_empty) { vec![texts.iter().collect()] } else { lists };
        let most = lists.iter().map(Vec::len).max().unwrap_or(0);
        let phrase = |t: &&Text| Phrase { lang: t.language.to_string(), text: t.words.to_string() };
        (0..most).map(|at| Words(lists.iter().filter_map(|list| list.get(at)).map(phrase).collect())).collect()
    }
}

/// Names of the rules' own vocabulary, which is English.
pub(super) fn vocabulary(text: String) -> Words {
    Words::of("en", text)
}

/// An amount in a language.
pub(super) fn amount(m: &Messages, amount: Amount) -> String {
    m.amount(&amount.to_string())
}

/// A range of amounts in a language.
pub(super) fn range(m: &Messages, range: AmountRange) -> String {
    let low = amount(m, range.low);
    match range.high {
        Some(high) if high == range.low => low,
        Some(high) => fill(&m.range, &[("from", &low), ("to", &amount(m, high))]),
        None => fill(&m.range_open, &[("from", &low)]),
    }
}
