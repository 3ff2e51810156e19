//! Conversions, open questions, alternatives, appeal, terms, data protection, sources.

use credstack::model::facts::Value;
use credstack::model::proposal::{Ask, State, Unknown};
use credstack::model::vocabulary::attribute;
use credstack::model::workload::{Basis, Conversion, WorkloadUnit};
use credstack::report::question_texts;

use super::say::{range, vocabulary};
use super::{Block, Content, Maker, Section, Words, fill, rows, section};
use crate::details::OutcomeWord;
use crate::document::Cited;

impl Maker<'_> {
    pub(super) fn conversions(&self) -> Section {
        let converted = self.case.workload(attribute::WORKLOAD, WorkloadUnit::Ects, Basis::Year);
        let stated = match self.given.credential.facts.value(attribute::WORKLOAD) {
            Some(Value::Workload(stated)) => stated.first(),
            _ => None,
        };
        let words = match (stated, converted) {
            (Some(stated), Some((ects, how))) => self.each(|m| {
                let (stated, ects) = (self.stated(m, stated), range(m, ects));
                let values = |per: String, system: &str| {
                    [("stated", stated.clone()), ("range", ects.clone()), ("per", per), ("system", system.to_owned())]
                };
                let filled = |text: &str, values: [(&str, String); 4]| {
                    let values: Vec<(&str, &str)> =
                        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    fill(text, &values)
                };
                match how {
                    Conversion::AsStated => m.conversion_none.clone(),
                    Conversion::Hours { per_ects } => filled(&m.conversion_hours, values(range(m, per_ects), "")),
                    Conversion::Year { system, ects } => {
                        let system = self.given.book.set().symbols.text(system);
                        filled(&m.conversion_year, values(range(m, ects), system))
                    }
                    Conversion::Unknown => filled(&m.conversion_unknown, values(String::new(), "")),
                }
            }),
            (Some(stated), None) => self.each(|m| fill(&m.conversion_unknown, &[("stated", &self.stated(m, stated))])),
            (None, _) => self.say(|m| &m.conversion_missing),
        };
        section("conversions", &[], self.say(|m| &m.h_conversion), vec![Block::Text { words }])
    }

    /// What is still to be found out; nothing where nothing is.
    pub(super) fn open(&self) -> Option<Section> {
        let set = self.given.book.set();
        let name = |ask: &Ask| match ask.unknown {
            Unknown::Fact(id) => set.vocabulary.get(id).name.to_string(),
            Unknown::Answer(question) => set.symbols.text(question).to_owned(),
        };
        let shown = |ask: &&Ask| self.shown.asks.iter().any(|s| s.name == name(ask));
        let items: Vec<Words> = self.given.proposal.asks.iter().filter(shown).flat_map(|ask| self.asked(ask)).collect();
        if items.is_empty() {
            return None;
        }
        let blocks = vec![Block::Text { words: self.say(|m| &m.open_intro) }, Block::List { items }];
        Some(section("open", &[Content::Reasons], self.say(|m| &m.h_open), blocks))
    }

    fn asked(&self, ask: &Ask) -> Vec<Words> {
        let set = self.given.book.set();
        match ask.unknown {
            Unknown::Fact(id) => {
                let asked = set.vocabulary.get(id);
                vec![vocabulary(format!("{}: {}", asked.phrase, asked.description))]
            }
            Unknown::Answer(question) => self.rule_texts(&question_texts(self.given.book, &self.case, question)),
        }
    }

    pub(super) fn alternatives(&self) -> Section {
        let full = self.outcome_word() == Some(OutcomeWord::Recognised);
        let mut blocks = Vec::new();
        if full {
            blocks.push(Block::Text { words: self.say(|m| &m.alternatives_none) });
        } else {
            let tried = self.tried();
            let told = self.maybe(self.given.details.alternatives.as_ref());
            if tried.is_empty() && told.is_empty() {
                blocks.push(Block::Text { words: self.say(|m| &m.alternatives_untold) });
            } else {
                blocks.push(rows([(self.say(|m| &m.alternatives), tried.into_iter().chain([told]).collect())]));
            }
            let again = self.say(|m| &m.measures_again);
            let own = self.maybe(self.given.details.measures.as_ref());
            let measures = self.measures().into_iter().chain([own, again]).collect();
            blocks.push(rows([(self.say(|m| &m.measures), measures)]));
        }
        section("alternatives", &[Content::Alternatives], self.say(|m| &m.h_alternatives), blocks)
    }

    /// The grants that were looked at and do not hold: each form of recognition that the rules have for this credential.
    fn tried(&self) -> Vec<Words> {
        let fails = |public: &credstack::wire::proposal::FindingDocument| {
            let title = self.rule_title(public);
            let phrases = self.tables.iter().map(|(language, m)| {
                let own = title.0.iter().find(|p| p.lang == language.tag()).or_else(|| title.0.first());
                let name = own.map_or("", |p| p.text.as_str());
                crate::Phrase { lang: language.tag().to_owned(), text: format!("{name}: {}", m.alternative_fails) }
            });
            Words(phrases.collect())
        };
        let grants = self.shown.findings.iter().filter(|f| f.effect == "grant" && f.state == "does_not_hold");
        grants.map(fails).collect()
    }

    /// What the rules say would gain recognition, each once.
    fn measures(&self) -> Vec<Words> {
        let mut measures: Vec<Words> = Vec::new();
        for shown in self.findings() {
            let matters = match shown.finding.state {
                State::Holds => shown.public.effect == "ask" || self.given.book.is_against(shown.finding.rule),
                State::Undetermined(_) | State::DoesNotHold => true,
                State::DoesNotApply => false,
            };
            for words in self.rule_texts(&shown.grounds.measures).into_iter().filter(|w| matters && !w.is_empty()) {
                if !measures.contains(&words) {
                    measures.push(words);
                }
            }
        }
        measures
    }

    pub(super) fn appeal(&self) -> Section {
        let appeal = &self.given.details.appeal;
        let procedure = self.shown.procedure.as_ref();
        let policy = |text: Option<&String>| text.map(|t| vocabulary(t.clone())).unwrap_or_default();
        let to = match &appeal.to {
            Some(to) => self.told(to),
            None => policy(procedure.and_then(|p| p.appeal_to.as_ref())),
        };
        let within = match &appeal.within {
            Some(within) => self.told(within),
            None => {
                let term = procedure.and_then(|p| p.appeal_within.as_deref());
                term.map(|term| self.each(|m| m.term(term))).unwrap_or_default()
            }
        };
        let silence = policy(procedure.and_then(|p| p.silence_means.as_ref()));
        let decided = self.decision().is_some();
        let intro = self.say(|m| if decided { &m.appeal_decision } else { &m.appeal_proposal });
        let lines = [
            (self.say(|m| &m.appeal_to), vec![to]),
            (self.say(|m| &m.appeal_within), vec![within]),
            (self.say(|m| &m.appeal_form), vec![self.maybe(appeal.form.as_ref())]),
            (self.say(|m| &m.appeal_fee), vec![self.maybe(appeal.fee.as_ref())]),
            (self.say(|m| &m.appeal_contact), vec![appeal.contact.as_deref().map(Words::plain).unwrap_or_default()]),
            (self.say(|m| &m.silence), vec![silence, self.say(|m| &m.silence_appeal)]),
        ];
        section(
            "appeal",
            &[Content::Appeal],
            self.say(|m| &m.h_appeal),
            vec![Block::Text { words: intro }, rows(lines)],
        )
    }

    pub(super) fn terms(&self) -> Section {
        let languages = self.each(|m| {
            let name = |language: &crate::Language| match language {
                crate::Language::En => m.in_en.as_str(),
                crate::Language::Es => &m.in_es,
                crate::Language::De => &m.in_de,
                crate::Language::Fr => &m.in_fr,
                crate::Language::Nl => &m.in_nl,
                crate::Language::Pt => &m.in_pt,
            };
            let names: Vec<&str> = self.tables.iter().map(|(language, _)| name(language)).collect();
            fill(&m.languages, &[("languages", &names.join(", "))])
        });
        let own = self.maybe(self.given.details.terms.as_ref());
        let procedure = self.shown.procedure.as_ref().map(|p| Words::plain(p.languages.join(", ")));
        let blocks = vec![
            Block::Text { words: self.say(|m| &m.terms) },
            Block::Text { words: own },
            Block::Text { words: languages },
            rows([(self.say(|m| &m.procedure_languages), vec![procedure.unwrap_or_default()])]),
        ];
        section("terms", &[Content::Terms], self.say(|m| &m.h_terms), blocks)
    }

    pub(super) fn data_protection(&self) -> Section {
        let data = &self.given.details.data_protection;
        let decided = self.decision().is_some();
        let words = self.say(|m| if decided { &m.data_decision } else { &m.data_proposal });
        let lines = [
            (self.say(|m| &m.data_contact), vec![Words::plain(&data.contact)]),
            (self.say(|m| &m.data_notice), vec![data.notice.as_deref().map(Words::plain).unwrap_or_default()]),
        ];
        let blocks = vec![Block::Text { words }, rows(lines)];
        section("data_protection", &[Content::DataProtection], self.say(|m| &m.h_data), blocks)
    }

    /// Every source that a section cites, once, with the places in it.
    pub(super) fn sources(&self, sections: &[Section]) -> Option<Section> {
        let cited = sections.iter().flat_map(|s| &s.blocks).filter_map(|block| match block {
            Block::Reason { sources, .. } => Some(sources),
            _ => None,
        });
        let sources = each_once(cited.flatten().cloned());
        if sources.is_empty() {
            return None;
        }
        Some(section("sources", &[], self.say(|m| &m.sources), vec![Block::Sources { sources }]))
    }

    /// By which packs it was prepared: those whose rules or routes took part, with the first letters of their hashes.
    pub(super) fn foot(&self) -> Words {
        let names =
            self.shown.findings.iter().map(|f| f.rule.as_str()).chain(self.shown.routes.iter().map(String::as_str));
        let names: Vec<&str> = names.collect();
        let took_part = |pack: &str| {
            let stem = pack.replace('-', ".") + ".";
            names.iter().any(|name| name.starts_with(&stem))
        };
        let mut packs: Vec<_> = self.shown.packs.iter().filter(|p| took_part(&p.name)).collect();
        if packs.is_empty() {
            packs = self.shown.packs.iter().collect();
        }
        let hash = |hash: &str| hash.trim_start_matches("sha256:").chars().take(12).collect::<String>();
        let told: Vec<String> = packs.iter().map(|p| format!("{} {} ({})", p.name, p.version, hash(&p.hash))).collect();
        self.each(|m| fill(&m.foot_rules, &[("packs", &told.join(", "))]))
    }
}

/// Each source once, with all the places in it that are cited.
pub(super) fn each_once(cited: impl IntoIterator<Item = Cited>) -> Vec<Cited> {
    let mut sources: Vec<Cited> = Vec::new();
    for one in cited {
        let Some(same) = sources.iter_mut().find(|s| s.title == one.title && s.url == one.url) else {
            sources.push(one);
            continue;
        };
        for place in one.place.split(", ").filter(|place| !place.is_empty()) {
            if !same.place.split(", ").any(|known| known == place) {
                let between = if same.place.is_empty() { "" } else { ", " };
                same.place = format!("{}{between}{place}", same.place);
            }
        }
    }
    sources
}
