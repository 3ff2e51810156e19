//! What comes out, and its exact effect.

use credstack::model::proposal::{Label, LimitLine, Outcome};
use credstack::model::{Amount, AmountRange, Symbol};
use credstack::report::words;

use super::say::{amount, range, vocabulary};
use super::{Block, Content, Maker, Messages, Section, Words, fill, rows, section};
use crate::details::{Decided, OutcomeWord};

impl Maker<'_> {
    pub(super) fn outcome_section(&self) -> Section {
        let proposed = &self.given.proposal.outcome;
        let mut blocks = vec![match self.decision() {
            Some(decision) => self.decided(decision),
            None => self.proposed(),
        }];
        let refused = self.outcome_word() == Some(OutcomeWord::Refused);
        if !refused {
            blocks.push(self.effect(proposed));
        }
        section("outcome", &[Content::Outcome], self.say(|m| &m.h_outcome), blocks)
    }

    fn decided(&self, decision: &Decided) -> Block {
        let extent = &decision.extent;
        let told = |list: &[crate::Told]| list.iter().map(|t| self.told(t)).collect::<Vec<_>>();
        let granted = self.granted(decision);
        let credits = match granted {
            _ if decision.outcome == OutcomeWord::Refused => self.say(|m| &m.no_credits),
            Some(granted) => self.each(|m| format!("{} ECTS", amount(m, granted))),
            None => Words::default(),
        };
        let left = self.workload_in_ects().zip(granted).map(|(all, granted)| all.minus(granted));
        let left = left.filter(|left| *left > Amount::whole(0));
        let left = left.map(|left| self.each(|m| format!("{} ECTS", amount(m, left))));
        let mut lines = vec![
            (self.say(|m| &m.outcome), vec![self.word(decision.outcome)]),
            (self.say(|m| &m.credits), vec![credits]),
            (self.say(|m| &m.credits_left), vec![left.unwrap_or_default()]),
            (self.say(|m| &m.as_), vec![self.maybe(extent.recognised_as.as_ref())]),
            (self.say(|m| &m.toward), told(&extent.toward)),
            (self.say(|m| &m.not_recognised), told(&extent.not_recognised)),
            (self.say(|m| &m.conditions), told(&extent.conditions)),
            (self.say(|m| &m.conditions_by), vec![extent.conditions_by.map(|d| self.day(d)).unwrap_or_default()]),
        ];
        lines.push((self.say(|m| &m.rules_say), vec![self.ladder(&self.given.proposal.outcome)]));
        rows(lines)
    }

    /// The credits that were granted: what the decision says, else what the rules propose where that is one amount.
    pub(super) fn granted(&self, decision: &Decided) -> Option<Amount> {
        match decision.extent.ects.as_ref().map(|text| text.parse()) {
            _ if decision.outcome == OutcomeWord::Refused => Some(Amount::whole(0)),
            Some(parsed) => parsed.ok(),
            None => self.given.proposal.outcome.may.single(),
        }
    }

    fn proposed(&self) -> Block {
        let outcome = &self.given.proposal.outcome;
        let closed = self.given.proposal.closed.as_ref().filter(|_| !self.given.proposal.is_determined());
        let closed_words = closed.map(|closed| self.ladder(closed)).unwrap_or_default();
        rows([
            (self.say(|m| &m.outcome_proposed), vec![self.ladder(outcome)]),
            (self.say(|m| &m.credits_proposed), self.credits(outcome)),
            (self.say(|m| &m.if_closed), vec![closed_words]),
        ])
    }

    fn effect(&self, outcome: &Outcome) -> Block {
        let spoken = |list: &[Symbol]| vocabulary(words::classes(self.given.book.set(), list));
        let level = outcome.level.map(|l| Words::plain(words::level(self.given.book.set(), l)));
        let record = outcome.record.map(|record| match record.words() {
            "graded" => self.say(|m| &m.graded),
            "ungraded" => self.say(|m| &m.ungraded),
            "exemption without credits" => self.say(|m| &m.exemption_without_credits),
            _ => self.say(|m| &m.substitution),
        });
        let policy =
            |conditions: &[std::sync::Arc<str>]| conditions.iter().map(|c| vocabulary(c.to_string())).collect();
        let hidden = |name: Symbol| {
            let name = self.given.book.set().symbols.text(name);
            self.shown.limits.iter().all(|l| l.rule != name)
        };
        let limits = self.given.proposal.limits.iter().filter(|l| !hidden(l.rule));
        rows([
            (self.say(|m| &m.as_), vec![spoken(&outcome.recognised_as)]),
            (self.say(|m| &m.at_level), vec![level.unwrap_or_default()]),
            (self.say(|m| &m.record), vec![record.unwrap_or_default()]),
            (self.say(|m| &m.never_toward), vec![spoken(&outcome.never_toward)]),
            (self.say(|m| &m.only_toward), vec![spoken(&outcome.only_toward)]),
            (self.say(|m| &m.conditions), policy(&outcome.conditions)),
            (self.say(|m| &m.limits), limits.map(|l| self.limit(l)).collect()),
        ])
    }

    fn limit(&self, limit: &LimitLine) -> Words {
        let Some(rule) = self.given.book.rule_named(limit.rule) else { return Words::default() };
        let title = self.chosen(rule.says.iter().map(|t| (&*t.language, &*t.words)).chain([("en", &*rule.title)]));
        let bound = |m: &Messages| {
            let bound = amount(m, limit.bound?);
            Some(fill(if limit.at_most { &m.limit_most } else { &m.limit_least }, &[("amount", &bound)]))
        };
        let phrases = self.tables.iter().map(|(language, m)| {
            let own = title.0.iter().find(|p| p.lang == language.tag());
            let name = own.or_else(|| title.0.first()).map_or("", |p| p.text.as_str());
            let text = bound(m).map_or_else(|| name.to_owned(), |bound| format!("{name}: {bound}"));
            crate::Phrase { lang: language.tag().to_owned(), text }
        });
        Words(phrases.collect())
    }

    pub(super) fn word(&self, word: OutcomeWord) -> Words {
        self.each(|m| self.word_in(m, word).clone())
    }

    #[expect(clippy::unused_self, reason = "it stands beside the other wordings of the maker")]
    fn word_in<'m>(&self, m: &'m Messages, word: OutcomeWord) -> &'m String {
        match word {
            OutcomeWord::Recognised => &m.recognised,
            OutcomeWord::RecognisedAs => &m.recognised_as,
            OutcomeWord::Partially => &m.partially,
            OutcomeWord::Conditionally => &m.conditionally,
            OutcomeWord::Refused => &m.refused,
        }
    }

    /// A rung, or the two ends of an interval.
    fn ladder(&self, outcome: &Outcome) -> Words {
        let open = !self.given.proposal.asks.is_empty();
        let whole = *outcome == self.given.proposal.outcome;
        self.each(|m| {
            let (worst, best) =
                (self.word_in(m, OutcomeWord::from(outcome.worst)), self.word_in(m, OutcomeWord::from(outcome.best)));
            match (outcome.worst == outcome.best, open && whole) {
                (true, false) => best.clone(),
                (true, true) => fill(&m.outcome_details_open, &[("best", best)]),
                (false, _) => fill(&m.outcome_between, &[("worst", worst), ("best", best)]),
            }
        })
    }

    fn credits(&self, outcome: &Outcome) -> Vec<Words> {
        if outcome.best == Label::Refused {
            return vec![self.say(|m| &m.no_credits)];
        }
        let none = |range: AmountRange| range.high.is_some_and(Amount::is_zero);
        let must = || self.filled(|m| &m.credits_must, |m| vec![("amount", range(m, outcome.must))]);
        let may = || self.filled(|m| &m.credits_may, |m| vec![("amount", range(m, outcome.may))]);
        match (outcome.must == outcome.may, none(outcome.must), none(outcome.may)) {
            (_, _, true) => vec![self.say(|m| &m.credits_open)],
            (true, _, _) => vec![must()],
            (false, true, _) => vec![may()],
            (false, false, _) => vec![must(), may()],
        }
    }
}
