//! Who decides, for whom, about what.

use credstack::model::Amount;
use credstack::model::facts::{Knowledge, Value};
use credstack::model::vocabulary::{AttributeId, attribute};
use credstack::model::workload::{StatedWorkload, WorkloadUnit};
use credstack::report::words;

use super::say::range;
use super::{Content, Maker, Messages, Section, Words, fill, rows, section};
use crate::details::Told;
use crate::document::Row;

impl Maker<'_> {
    pub(super) fn sender(&self) -> Vec<Words> {
        let institution = &self.given.details.institution;
        let name = self.told(&institution.name);
        let office = self.maybe(institution.office.as_ref());
        let lines = institution.address.iter().chain(&institution.contact).map(Words::plain);
        [name, office].into_iter().chain(lines).filter(|w| !w.is_empty()).collect()
    }

    pub(super) fn recipient(&self) -> Vec<Words> {
        let applicant = &self.given.details.applicant;
        std::iter::once(&applicant.name).chain(&applicant.address).map(Words::plain).collect()
    }

    pub(super) fn particulars(&self) -> Vec<Row> {
        let date = self.decision().map_or_else(|| self.say(|m| &m.no_date), |d| self.day(d.date));
        let reference = Words::plain(&self.given.details.reference);
        vec![
            Row { label: self.say(|m| &m.reference), values: vec![reference] },
            Row { label: self.say(|m| &m.on), values: vec![date] },
        ]
    }

    pub(super) fn notice(&self) -> Words {
        let Some(decision) = self.decision() else { return self.say(|m| &m.notice_proposal) };
        let body = decision.body.as_ref().unwrap_or(&self.given.details.institution.name);
        let body_in = |language: &str| match body {
            Told::Plain(text) => text.clone(),
            Told::In(texts) => texts.get(language).or_else(|| texts.values().next()).cloned().unwrap_or_default(),
        };
        let phrases = self.tables.iter().map(|(language, m)| {
            let (body, date) = (body_in(language.tag()), m.day(decision.date));
            let text = fill(&m.notice_decision, &[("body", &body), ("date", &date)]);
            crate::Phrase { lang: language.tag().to_owned(), text }
        });
        Words(phrases.collect())
    }

    pub(super) fn signature(&self) -> Vec<Words> {
        let Some(decision) = self.decision() else { return Vec::new() };
        let place = self.given.details.institution.place.as_ref();
        let day = self.each(|m| {
            let day = m.day(decision.date);
            place.map_or_else(|| day.clone(), |place| format!("{place}, {day}"))
        });
        let lines =
            [day, Words::plain(&decision.by), self.maybe(decision.office.as_ref()), self.maybe(decision.body.as_ref())];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    pub(super) fn authority(&self) -> Section {
        let details = &self.given.details;
        let decision = self.decision();
        let nature = self.say(|m| if decision.is_some() { &m.nature_decision } else { &m.nature_proposal });
        let mut lines = vec![
            (self.say(|m| &m.nature), vec![nature]),
            (self.say(|m| &m.institution), vec![self.told(&details.institution.name)]),
            (self.say(|m| &m.office), vec![self.maybe(details.institution.office.as_ref())]),
            (self.say(|m| &m.reference), vec![Words::plain(&details.reference)]),
        ];
        if let Some(decision) = decision {
            let by = [Words::plain(&decision.by), self.maybe(decision.office.as_ref())];
            lines.extend([
                (self.say(|m| &m.body), vec![self.maybe(decision.body.as_ref())]),
                (self.say(|m| &m.decided_by), by.into()),
                (self.say(|m| &m.decided_on), vec![self.day(decision.date)]),
            ]);
        }
        section("authority", &[Content::Authority], self.say(|m| &m.h_authority), vec![rows(lines)])
    }

    pub(super) fn applicant(&self) -> Section {
        let (applicant, file) = (&self.given.details.applicant, &self.given.details.file);
        let complete = file.complete.map_or_else(|| self.say(|m| &m.not_complete), |day| self.day(day));
        let procedure = self.shown.procedure.as_ref();
        let term = procedure.and_then(|p| p.decide_within.as_deref());
        let lines = [
            (self.say(|m| &m.name), vec![Words::plain(&applicant.name)]),
            (self.say(|m| &m.number), vec![applicant.number.as_deref().map(Words::plain).unwrap_or_default()]),
            (self.say(|m| &m.born), vec![applicant.born.map(|day| self.day(day)).unwrap_or_default()]),
            (self.say(|m| &m.received), vec![self.day(file.received)]),
            (self.say(|m| &m.complete), vec![complete]),
            (self.say(|m| &m.decide_within), vec![term.map(|t| self.each(|m| m.term(t))).unwrap_or_default()]),
        ];
        section("applicant", &[Content::Applicant], self.say(|m| &m.h_applicant), vec![rows(lines)])
    }

    pub(super) fn credential(&self) -> Section {
        let facts = &self.given.credential.facts;
        let code = |id| facts.code(id).map(|c| Words::plain(self.given.book.set().symbols.text(c)));
        let stated = |values: Vec<Words>| if values.is_empty() { vec![self.say(|m| &m.not_stated)] } else { values };
        let seen = self.given.details.file.documents.iter().flat_map(|seen| {
            let parts = [Some(&seen.title), seen.form.as_ref(), seen.verified.as_ref()];
            parts.into_iter().flatten().map(|told| self.told(told)).collect::<Vec<_>>()
        });
        let lines = [
            (self.say(|m| &m.title), stated(self.texts(attribute::TITLE))),
            (self.say(|m| &m.awarded_by), stated(self.texts(attribute::ISSUER_NAME))),
            (self.say(|m| &m.country), vec![code(attribute::ISSUER_COUNTRY).unwrap_or_default()]),
            (self.say(|m| &m.issued), stated(self.issued())),
            (self.say(|m| &m.workload), stated(self.workload())),
            (self.say(|m| &m.level), vec![self.level()]),
            (self.say(|m| &m.documents), seen.collect()),
            (self.say(|m| &m.authentic), vec![self.verified(attribute::AUTHENTIC)]),
            (self.say(|m| &m.identity), vec![self.verified(attribute::LEARNER_IDENTIFIED)]),
            (self.say(|m| &m.revoked), vec![self.revoked()]),
        ];
        section("credential", &[Content::Credential], self.say(|m| &m.h_credential), vec![rows(lines)])
    }

    /// A text of the document, in every language that the document has.
    pub(super) fn texts(&self, id: AttributeId) -> Vec<Words> {
        match self.case.facts().value(id) {
            Some(Value::Text(texts)) => texts.iter().map(|t| Words::of(&t.language, t.words.as_ref())).collect(),
            _ => Vec::new(),
        }
    }

    fn issued(&self) -> Vec<Words> {
        match self.given.credential.facts.value(attribute::ISSUED) {
            Some(Value::Date(range)) => match range.single() {
                Some(day) => vec![self.day(day)],
                None => vec![Words::plain(range.to_string())],
            },
            _ => Vec::new(),
        }
    }

    fn workload(&self) -> Vec<Words> {
        match self.given.credential.facts.value(attribute::WORKLOAD) {
            Some(Value::Workload(stated)) => stated.iter().map(|s| self.each(|m| self.stated(m, s))).collect(),
            _ => Vec::new(),
        }
    }

    /// A workload as it is stated, in a language.
    pub(super) fn stated(&self, m: &Messages, stated: &StatedWorkload) -> String {
        let amount = range(m, stated.amount);
        match stated.unit {
            WorkloadUnit::Ects => format!("{amount} ECTS"),
            WorkloadUnit::Hours => fill(&m.hours, &[("amount", &amount)]),
            WorkloadUnit::Credits(system) => format!("{amount} {}", self.given.book.set().symbols.text(system)),
        }
    }

    fn level(&self) -> Words {
        match self.given.credential.facts.knowledge(attribute::LEVEL) {
            Knowledge::Missing => self.say(|m| &m.not_stated),
            Knowledge::None => self.say(|m| &m.none),
            Knowledge::Known(value) => Words::plain(words::value(self.given.book.set(), value)),
        }
    }

    /// How far something is verified: a fact of the file, never an opinion.
    fn verified(&self, id: AttributeId) -> Words {
        let authentic = id == attribute::AUTHENTIC;
        match self.case.facts().value(id) {
            Some(Value::Truth(true)) if authentic => self.say(|m| &m.authentic_yes),
            Some(Value::Truth(false)) if authentic => self.say(|m| &m.authentic_no),
            Some(Value::Truth(true)) => self.say(|m| &m.identity_yes),
            Some(Value::Truth(false)) => self.say(|m| &m.identity_no),
            _ if authentic => self.say(|m| &m.authentic_open),
            _ => self.say(|m| &m.identity_open),
        }
    }

    fn revoked(&self) -> Words {
        match self.given.credential.facts.value(attribute::REVOKED) {
            Some(Value::Truth(true)) => self.say(|m| &m.revoked_yes),
            _ => Words::default(),
        }
    }

    /// The stated workload in ECTS, where it is one amount.
    pub(super) fn workload_in_ects(&self) -> Option<Amount> {
        let basis = credstack::model::workload::Basis::Year;
        self.case.workload(attribute::WORKLOAD, WorkloadUnit::Ects, basis)?.0.single()
    }
}
