//! What can be written next: keywords of the place, attributes, units, levels, sources, names.

use std::collections::BTreeSet;

use credstack::dsl::{Thing, beginnings, following};
use credstack::model::policy::PolicySet;
use credstack::model::vocabulary::{Attribute, Kind};
use lsp_types::CompletionItemKind;
use serde_json::{Value, json};

use crate::desk::Sheet;
use crate::hover::{attribute_card, vocabulary_word};
use crate::place::{Place, place};

/// Something that can be written.
struct Offer {
    label: String,
    kind: CompletionItemKind,
    detail: String,
    card: String,
}

/// What can be written at a byte.
pub(crate) fn complete(sheet: Sheet<'_>, byte: usize) -> Value {
    let Some(place) = sheet.file.text().get(..byte).and_then(place) else { return json!([]) };
    let desk = Writing { sheet, owner: sheet.index().owner_at(sheet.id, byte), place };
    let mut seen = BTreeSet::new();
    let mut offers = desk.offers();
    offers.retain(|o| seen.insert(o.label.clone()));
    let start = sheet.lines().position(byte - desk.place.word.len());
    let end = sheet.lines().position(byte);
    let item = |(at, o): (usize, Offer)| {
        let mut item = json!({
            "label": o.label, "kind": o.kind, "detail": o.detail, "sortText": format!("{at:04}"),
            "textEdit": { "range": { "start": start, "end": end }, "newText": o.label },
        });
        if !o.card.is_empty() {
            item["documentation"] = json!({ "kind": "markdown", "value": o.card });
        }
        item
    };
    json!({ "isIncomplete": false, "items": offers.into_iter().enumerate().map(item).collect::<Vec<_>>() })
}

/// Somebody who is writing.
struct Writing<'d> {
    sheet: Sheet<'d>,
    /// The policy or award in which it is.
    owner: String,
    place: Place<'d>,
}

impl Writing<'_> {
    fn offers(&self) -> Vec<Offer> {
        let inside = self.place.inside.last().copied();
        let before = self.place.before;
        // Facts of an example or of a credential.
        if inside == Some(None) && (before.is_empty() || before.ends_with(',')) {
            let marks = ["no", "not", "missing"].map(|w| keyword(w.to_owned()));
            return self.attributes().into_iter().chain(marks).collect();
        }
        if before.is_empty() {
            return beginnings(inside.flatten()).into_iter().map(keyword).collect();
        }
        let named = self.names();
        if !named.is_empty() {
            return named;
        }
        let after = self.after_number().or_else(|| self.after_framework()).or_else(|| self.after_attribute());
        if let Some(after) = after {
            return after;
        }
        let words: Vec<&str> = before.split_whitespace().collect();
        let mut offers: Vec<Offer> = Vec::new();
        for count in 1..=words.len().min(3) {
            let last = words.get(words.len() - count..).unwrap_or_default().join(" ");
            offers.extend(following(&last).into_iter().map(keyword));
        }
        offers.extend(self.spoken());
        offers
    }

    /// Names, where the words before ask for one.
    fn names(&self) -> Vec<Offer> {
        let before = self.place.before;
        let first = before.split_whitespace().next().unwrap_or_default();
        let begins = |word: &str| before == word || (before.starts_with(word) && before.ends_with(','));
        let things: &[Thing] = if begins("cite") || before.ends_with(" cite") || before.ends_with(" under") {
            &[Thing::Source]
        } else if begins("extends") || begins("recognise by") {
            &[Thing::Policy]
        } else if begins("replaces") || begins("exception to") {
            &[Thing::Rule, Thing::Limit, Thing::Route]
        } else if before.ends_with("computed by") {
            &[Thing::Function]
        } else if first == "attribute" && before.ends_with("scale") {
            &[Thing::Scale]
        } else if first == "classify" && before.ends_with(" as") || first == "is" {
            &[Thing::Class]
        } else if self.place.inside.last() == Some(&Some(Thing::Requirement)) || begins("by") {
            &[Thing::Component]
        } else if first == "toward" || (first == "require" && before.ends_with(" award")) {
            &[Thing::Award]
        } else {
            return Vec::new();
        };
        self.known(things)
    }

    fn known(&self, things: &[Thing]) -> Vec<Offer> {
        let named = self.sheet.index().known(things, &self.owner);
        let one = |d: &crate::index::Declared| {
            let of =
                if d.owner == self.owner || d.owner.is_empty() { String::new() } else { format!(" of {}", d.owner) };
            let detail = format!("{}{of} {}", d.thing.word(), d.title).trim_end().to_owned();
            Offer { label: d.name.clone(), kind: kind(d.thing), detail, card: String::new() }
        };
        named.into_iter().map(one).collect()
    }

    /// Units, after a number.
    fn after_number(&self) -> Option<Vec<Offer>> {
        let mut words = self.place.before.split_whitespace().rev();
        let number = words.next()?;
        let framework = words.next().is_some_and(|w| self.is_framework(w));
        if framework || !number.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return None;
        }
        let set = &self.sheet.rules.policies;
        let systems = set.conversions.systems().iter().map(|s| set.symbols.text(s.name).to_owned());
        let units = ["ECTS", "hours"].map(str::to_owned).into_iter().chain(systems);
        let others = ["credentials", "years", "months", "weeks", "days"].map(str::to_owned);
        let unit = |label: String| Offer {
            label,
            kind: CompletionItemKind::UNIT,
            detail: "unit".to_owned(),
            card: String::new(),
        };
        Some(units.chain(others).map(unit).collect())
    }

    fn is_framework(&self, word: &str) -> bool {
        let set = &self.sheet.rules.policies;
        set.symbols.get(word).is_some_and(|name| set.frameworks.get(name).is_some())
    }

    /// Levels, after a framework.
    fn after_framework(&self) -> Option<Vec<Offer>> {
        let set = &self.sheet.rules.policies;
        let last = self.place.before.split_whitespace().last()?;
        let framework = set.frameworks.get(set.symbols.get(last)?)?;
        let level = |l: &credstack::model::level::FrameworkLevel| {
            let eqf: Vec<String> = l.eqf.iter().map(|e| e.to_string()).collect();
            let detail = if eqf.len() == 8 { "level".to_owned() } else { format!("EQF {}", eqf.join(" or ")) };
            let label = set.symbols.text(l.label).to_owned();
            Offer { label, kind: CompletionItemKind::ENUM_MEMBER, detail, card: String::new() }
        };
        Some(framework.levels.iter().map(level).collect())
    }

    /// What an attribute may be, after its words and `is`, `in` or a comparison.
    fn after_attribute(&self) -> Option<Vec<Offer>> {
        let set = &self.sheet.rules.policies;
        let before = self.place.before.trim_end_matches([',', '(']).trim_end();
        let (head, _) = ["is not", "is", "in", ">=", "<=", "<", ">"]
            .iter()
            .find_map(|join| before.strip_suffix(join).filter(|h| h.ends_with(' ')).map(|h| (h.trim_end(), join)))
            .or_else(|| (before.ends_with("level") && !before.ends_with("at level")).then_some((before, &"")))?;
        match of_end(set, head)? {
            Attribute { kind: Kind::Level, .. } => Some(self.frameworks()),
            Attribute { kind: Kind::Truth, .. } => None,
            attribute => {
                let list = attribute.codes()?;
                let code = |c: &credstack::model::vocabulary::Code| Offer {
                    label: c.code.replace('_', " "),
                    kind: CompletionItemKind::ENUM_MEMBER,
                    detail: c.label.to_string(),
                    card: String::new(),
                };
                Some(list.codes.iter().map(code).collect())
            }
        }
    }

    fn frameworks(&self) -> Vec<Offer> {
        let set = &self.sheet.rules.policies;
        let one = |f: &credstack::model::level::Framework| Offer {
            label: set.symbols.text(f.name).to_owned(),
            kind: CompletionItemKind::ENUM,
            detail: f.title.clone(),
            card: String::new(),
        };
        set.frameworks.all().iter().map(one).collect()
    }

    fn attributes(&self) -> Vec<Offer> {
        let one = |a: &Attribute| Offer {
            label: a.phrase.to_string(),
            kind: CompletionItemKind::FIELD,
            detail: a.kind.word().to_owned(),
            card: attribute_card(a),
        };
        self.sheet.rules.policies.vocabulary.iter().map(|(_, a)| one(a)).collect()
    }

    /// The words of conditions.
    fn spoken(&self) -> Vec<Offer> {
        let mut offers = self.known(&[Thing::Parameter]);
        let spoken = self.known(&[Thing::Set, Thing::Class, Thing::Agreement]);
        offers.extend(spoken.into_iter().map(|o| Offer { label: o.label.replace('_', " "), ..o }));
        offers.extend(self.attributes());
        let kinds =
            self.sheet.rules.policies.vocabulary.iter().find(|(_, a)| a.name == "kind").and_then(|(_, a)| a.codes());
        offers.extend(kinds.into_iter().flat_map(|l| l.codes.iter()).map(|c| Offer {
            label: c.code.replace('_', " "),
            kind: CompletionItemKind::ENUM_MEMBER,
            detail: c.label.to_string(),
            card: String::new(),
        }));
        let joins = ["and", "or", "not", "is", "in", "has", "states", "within", "else", "when", "unless", "where"];
        offers.extend(joins.map(|w| keyword(w.to_owned())));
        offers
    }
}

/// The attribute whose words end a text; the longest.
fn of_end<'s>(set: &'s PolicySet, text: &str) -> Option<&'s Attribute> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).find_map(|from| vocabulary_word(set, &words.get(from..)?.join(" ")))
}

fn keyword(word: String) -> Offer {
    Offer { label: word, kind: CompletionItemKind::KEYWORD, detail: String::new(), card: String::new() }
}

fn kind(thing: Thing) -> CompletionItemKind {
    match thing {
        Thing::Policy => CompletionItemKind::MODULE,
        Thing::Award | Thing::Class | Thing::Set => CompletionItemKind::CLASS,
        Thing::Source => CompletionItemKind::REFERENCE,
        Thing::Parameter => CompletionItemKind::CONSTANT,
        Thing::Function => CompletionItemKind::FUNCTION,
        _ => CompletionItemKind::VALUE,
    }
}
