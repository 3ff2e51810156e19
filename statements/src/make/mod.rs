//! From a proposal and the details of an institution to the one model.

mod closing;
mod outcome;
mod parties;
mod purpose;
mod reasons;
mod say;

use credstack::engine::Case;
use credstack::report::leave_out_for_learner;
use credstack::wire::{self, ProposalDocument};

use crate::details::OutcomeWord;
use crate::document::{Block, Content, Nature, Row, STATEMENT_V1, Section, Statement};
use crate::given::Given;
use crate::language::Language;
use crate::lint::{Lacking, lacking};
use crate::messages::{Messages, fill, messages};
use crate::words::Words;

/// The statement of a decision or of a proposal, as it is sent to the applicant: what is for officers alone is left out.
///
/// # Errors
/// Everything that a person has still to add, at once.
pub fn statement(given: Given<'_>) -> Result<Statement, Vec<Lacking>> {
    let lacking = lacking(&given);
    if !lacking.is_empty() {
        return Err(lacking);
    }
    let maker = Maker::new(given).map_err(|lacking| vec![lacking])?;
    let statement = maker.make();
    let missing = statement.missing();
    if missing.is_empty() { Ok(statement) } else { Err(missing.into_iter().map(Lacking::content).collect()) }
}

/// Makes the parts of one statement.
pub(crate) struct Maker<'a> {
    given: Given<'a>,
    case: Case<'a>,
    tables: Vec<(Language, Messages)>,
    /// The proposal without what is for officers alone.
    shown: ProposalDocument,
}

impl<'a> Maker<'a> {
    fn new(given: Given<'a>) -> Result<Self, Lacking> {
        let mut languages = given.languages.to_vec();
        if languages.is_empty() {
            languages.push(Language::En);
        }
        let mut tables: Vec<(Language, Messages)> = Vec::new();
        for language in languages {
            if tables.iter().all(|(known, _)| *known != language) {
                let table = messages(language).map_err(|error| Lacking::wording(language, &error.to_string()))?;
                tables.push((language, table));
            }
        }
        let find = |name| given.book.rule_named(name);
        let mut shown = wire::write_proposal(given.proposal, &given.credential.facts, given.book.set(), find);
        leave_out_for_learner(given.book, &mut shown);
        let case = Case::new(given.book.set(), given.credential, given.claim);
        Ok(Self { given, case, tables, shown })
    }

    fn make(self) -> Statement {
        let mut sections = vec![
            self.authority(),
            self.applicant(),
            self.credential(),
            self.purpose(),
            self.outcome_section(),
            self.reasons(),
            self.conversions(),
        ];
        sections.extend(self.open());
        sections.extend([self.alternatives(), self.appeal(), self.terms(), self.data_protection()]);
        sections.extend(self.sources(&sections));
        let decision = self.decision();
        Statement {
            credstack: STATEMENT_V1.to_owned(),
            languages: self.tables.iter().map(|(language, _)| *language).collect(),
            nature: if decision.is_some() { Nature::Decision } else { Nature::Proposal },
            outcome: self.outcome_word(),
            title: self.say(|m| if decision.is_some() { &m.title_decision } else { &m.title_proposal }),
            notice: self.notice(),
            sender: self.sender(),
            recipient: self.recipient(),
            particulars: self.particulars(),
            sections,
            signature: self.signature(),
            foot: vec![self.foot()],
            details: self.given.details.clone(),
            proposal: self.shown,
        }
    }

    /// What was decided; of a proposal what is proposed, if that is one rung of the ladder.
    fn outcome_word(&self) -> Option<OutcomeWord> {
        let outcome = &self.given.proposal.outcome;
        let proposed = (outcome.worst == outcome.best).then(|| OutcomeWord::from(outcome.best));
        self.decision().map_or(proposed, |d| Some(d.outcome))
    }
}

/// A section; what has nothing to say has no block.
fn section(key: &str, contents: &[Content], heading: Words, blocks: Vec<Block>) -> Section {
    let says = |block: &Block| match block {
        Block::Text { words } | Block::Reason { words, .. } => !words.is_empty(),
        Block::Rows { rows } => !rows.is_empty(),
        Block::List { items } => !items.is_empty(),
        Block::Sources { sources } => !sources.is_empty(),
    };
    Section {
        key: key.to_owned(),
        contents: contents.iter().map(|c| c.number()).collect(),
        heading,
        blocks: blocks.into_iter().filter(says).collect(),
    }
}

/// Rows that have a value.
fn rows(rows: impl IntoIterator<Item = (Words, Vec<Words>)>) -> Block {
    let rows = rows.into_iter().filter_map(|(label, values)| {
        let values: Vec<Words> = values.into_iter().filter(|v| !v.is_empty()).collect();
        (!values.is_empty()).then_some(Row { label, values })
    });
    Block::Rows { rows: rows.collect() }
}
