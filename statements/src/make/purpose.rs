//! What the recognition is for, and by what law it is looked at.

use credstack::model::facts::Value;
use credstack::model::policy::{Burden, Citation, Entitlement, Route, RouteTest};
use credstack::model::vocabulary::{AttributeId, attribute};

use super::closing::each_once;
use super::{Block, Content, Maker, Section, Words, rows, section};
use crate::document::Cited;

impl Maker<'_> {
    pub(super) fn purpose(&self) -> Section {
        let symbols = &self.given.book.set().symbols;
        let code = |id: AttributeId| self.given.claim.facts.code(id);
        let purpose = code(attribute::PURPOSE).map(|purpose| match symbols.text(purpose) {
            "admission" => self.say(|m| &m.purpose_admission),
            "exemption" => self.say(|m| &m.purpose_exemption),
            "credit" => self.say(|m| &m.purpose_credit),
            other => Words::plain(other),
        });
        let component = code(attribute::COMPONENT_IDENTIFIER).map(|c| Words::plain(last_name(symbols.text(c))));
        let lines = [
            (self.say(|m| &m.purpose), vec![purpose.unwrap_or_default()]),
            (self.say(|m| &m.award), self.award()),
            (self.say(|m| &m.component), vec![component.unwrap_or_default()]),
            (self.say(|m| &m.rights), vec![self.maybe(self.given.details.purpose.as_ref())]),
        ];
        let mut blocks = vec![rows(lines), Block::Text { words: self.say(|m| &m.purpose_note) }];
        let routes: Vec<&Route> =
            self.given.proposal.routes.iter().filter_map(|name| self.given.book.route_named(*name)).collect();
        for route in &routes {
            blocks.extend(self.route(route));
        }
        if routes.is_empty() {
            blocks.push(rows([(self.say(|m| &m.route), vec![self.say(|m| &m.no_route)])]));
        }
        section("purpose", &[Content::Purpose], self.say(|m| &m.h_purpose), blocks)
    }

    fn award(&self) -> Vec<Words> {
        let facts = &self.given.claim.facts;
        match facts.value(attribute::AWARD_TITLE) {
            Some(Value::Text(texts)) => texts.iter().map(|t| Words::of(&t.language, t.words.as_ref())).collect(),
            _ => {
                let set = self.given.book.set();
                let name = facts.code(attribute::AWARD_IDENTIFIER);
                let title =
                    name.and_then(|name| set.awards.iter().find(|a| a.name == name)).map(|a| a.title.to_string());
                let title = title.or_else(|| name.map(|n| set.symbols.text(n).to_owned()));
                title.map(Words::plain).into_iter().collect()
            }
        }
    }

    fn route(&self, route: &Route) -> [Block; 2] {
        let says = route.says.iter().map(|t| (&*t.language, &*t.words));
        let title = self.chosen(says.chain([("en", &*route.title)]));
        let test = match route.test {
            RouteTest::NoSubstantialDifference => self.say(|m| &m.test_difference),
            RouteTest::EquivalenceShown => self.say(|m| &m.test_equivalence),
            RouteTest::ExactAgreement => self.say(|m| &m.test_agreement),
        };
        let burden = match route.burden {
            Burden::Institution => self.say(|m| &m.burden_institution),
            Burden::Applicant => self.say(|m| &m.burden_applicant),
        };
        let entitlement = match route.entitlement {
            Entitlement::Duty => self.say(|m| &m.entitlement_duty),
            Entitlement::Discretion => self.say(|m| &m.entitlement_discretion),
        };
        let lines = [
            (self.say(|m| &m.route), vec![title.clone()]),
            (self.say(|m| &m.test), vec![test]),
            (self.say(|m| &m.burden), vec![burden]),
            (self.say(|m| &m.entitlement), vec![entitlement]),
        ];
        let basis = Block::Reason {
            words: self.say(|m| &m.basis),
            effect: Words::default(),
            evidence: Vec::new(),
            sources: each_once(route.citations.iter().map(|c| self.cited(c))),
        };
        [rows(lines), basis]
    }

    fn cited(&self, citation: &Citation) -> Cited {
        let set = self.given.book.set();
        let policy = set.policies.iter().find(|p| p.name == citation.policy);
        let source = policy.and_then(|p| p.sources.iter().find(|s| s.name == citation.source));
        let name = || set.symbols.text(citation.source).to_owned();
        let confidence = source.map_or("doubtful", |s| s.confidence.word());
        Cited {
            title: source.map_or_else(name, |s| s.title.to_string()),
            place: citation.place.to_string(),
            url: source.and_then(|s| s.url.as_deref()).and_then(of_the_web),
            confidence: confidence.to_owned(),
            note: self.how_read(confidence),
        }
    }

    /// What is to be said of a source that nobody read itself.
    pub(super) fn how_read(&self, confidence: &str) -> Words {
        match confidence {
            "primary" => Words::default(),
            "secondary" => self.say(|m| &m.secondary),
            _ => self.say(|m| &m.doubtful),
        }
    }
}

/// An address, if it is one of the web: nothing else is ever a link.
pub(super) fn of_the_web(url: &str) -> Option<String> {
    (url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_owned())
}

/// The last part of a full name, as words.
pub(super) fn last_name(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).replace('_', " ")
}
