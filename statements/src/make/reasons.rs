//! Why, for every part that is not granted, and what speaks for it.

use credstack::model::policy::{Element, Rule};
use credstack::model::proposal::{Finding, Label, State};
use credstack::report::{Grounds, grounds};
use credstack::wire::proposal::{FindingDocument, SourceDocument};

use super::closing::each_once;
use super::purpose::of_the_web;
use super::say::vocabulary;
use super::{Block, Content, Maker, Section, Words, fill, section};
use crate::document::Cited;

/// A finding that is shown, with its public form and what it rests on.
pub(super) struct Shown<'m> {
    pub(super) finding: &'m Finding,
    pub(super) public: &'m FindingDocument,
    pub(super) rule: &'m Rule,
    pub(super) grounds: Grounds,
}

impl Maker<'_> {
    /// The findings that the applicant may see, in the order of the proposal.
    pub(super) fn findings(&self) -> Vec<Shown<'_>> {
        let set = self.given.book.set();
        let shown = self.shown.findings.iter().filter_map(|public| {
            let name = set.symbols.get(&public.rule)?;
            let finding = self.given.proposal.findings.iter().find(|f| f.rule == name)?;
            let rule = self.given.book.rule_named(name)?;
            let grounds = grounds(self.given.book, &self.case, finding)?;
            Some(Shown { finding, public, rule, grounds })
        });
        shown.collect()
    }

    pub(super) fn reasons(&self) -> Section {
        let mut blocks = Vec::new();
        if let Some(reasons) = &self.given.details.reasons {
            blocks.push(Block::Text { words: self.whose_reasons() });
            blocks.push(Block::Text { words: self.told(reasons) });
        }
        let findings = self.findings();
        let applies = |f: &&Shown<'_>| matches!(f.finding.state, State::Holds | State::Undetermined(_));
        let counts = |f: &&Shown<'_>| f.public.effect != "limit";
        let (against, besides): (Vec<&Shown<'_>>, Vec<&Shown<'_>>) =
            findings.iter().filter(applies).filter(counts).partition(|f| self.is_against(f));
        if against.is_empty() {
            let refused = self.given.proposal.outcome.best == Label::Refused;
            blocks.push(Block::Text { words: self.say(|m| if refused { &m.nothing_for } else { &m.nothing_against }) });
        } else {
            blocks.push(Block::Text { words: self.say(|m| &m.rules_against) });
            blocks.extend(against.iter().map(|f| self.reason(f)));
        }
        if !besides.is_empty() {
            blocks.push(Block::Text { words: self.say(|m| &m.rules_for) });
            blocks.extend(besides.iter().map(|f| self.reason(f)));
        }
        section("reasons", &[Content::Reasons], self.say(|m| &m.h_reasons), blocks)
    }

    fn whose_reasons(&self) -> Words {
        match self.decision() {
            Some(decision) => self.each(|m| fill(&m.own_reasons, &[("by", &decision.by)])),
            None => self.say(|m| &m.own_reasons_proposal),
        }
    }

    fn is_against(&self, shown: &Shown<'_>) -> bool {
        self.given.book.is_against(shown.finding.rule)
    }

    /// What a rule is called, in the languages of the statement that it has.
    pub(super) fn rule_title(&self, public: &FindingDocument) -> Words {
        let says = public.says.iter().map(|(lang, text)| (lang.as_str(), text.as_str()));
        self.chosen(says.chain([("en", public.title.as_str())]))
    }

    fn reason(&self, shown: &Shown<'_>) -> Block {
        let (public, rule) = (shown.public, shown.rule);
        let open = matches!(shown.finding.state, State::Undetermined(_));
        let effect = match (shown.grounds.element, rule.effect.word()) {
            (Some(element), _) => self.each(|m| fill(&m.difference, &[("element", element_in(m, element))])),
            (None, "bar") => self.say(|m| &m.bar),
            (None, "classify") => self.say(|m| &m.classify),
            (None, "ask") => self.say(|m| &m.ask),
            (None, _) => self.say(|m| &m.grant),
        };
        let effect = if open { join(&effect, &self.say(|m| &m.still_open)) } else { effect };
        // That a credential is of a kind needs no proof in a letter; what is granted, doubted or barred does.
        let evidence = if public.effect == "classify" && !open { &[][..] } else { &shown.grounds.evidence };
        Block::Reason {
            words: self.rule_title(public),
            effect,
            evidence: evidence.iter().map(|line| vocabulary(self.without_place(line))).collect(),
            sources: self.sources_of(public),
        }
    }

    /// The sources of a rule.
    fn sources_of(&self, public: &FindingDocument) -> Vec<Cited> {
        let one = |s: &SourceDocument| Cited {
            title: s.title.clone(),
            place: s.place.clone(),
            url: s.url.as_deref().and_then(of_the_web),
            confidence: s.confidence.clone(),
            note: self.how_read(&s.confidence),
        };
        each_once(public.sources.iter().map(one))
    }

    /// A fact without the place in the document where it was read, which is for officers.
    fn without_place(&self, line: &str) -> String {
        let place = format!(" ({} ", self.given.document);
        line.split_once(&place).map_or(line, |(fact, _)| fact).to_owned()
    }
}

fn element_in(m: &super::Messages, element: Element) -> &str {
    match element {
        Element::Level => &m.element_level,
        Element::Workload => &m.element_workload,
        Element::Quality => &m.element_quality,
        Element::Profile => &m.element_profile,
        Element::LearningOutcomes => &m.element_learning_outcomes,
    }
}

/// Two texts in one, language by language.
fn join(first: &Words, second: &Words) -> Words {
    let both = first.0.iter().zip(&second.0);
    Words(both.map(|(a, b)| crate::Phrase { lang: a.lang.clone(), text: format!("{} ({})", a.text, b.text) }).collect())
}
