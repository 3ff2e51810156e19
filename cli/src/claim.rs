//! The claim: a file, and the options that stand above what it says.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use credstack::model::date::DateRange;
use credstack::model::facts::{Fact, Knowledge, Provenance, Standing, Value};
use credstack::model::vocabulary::{AttributeId, attribute};
use credstack::model::{Answer, Claim};
use credstack::{Rules, check_answers, wire};

use crate::files::read;
use crate::output::complain;

/// What is asked for, by a file and by options.
#[derive(Debug, Args)]
pub(crate) struct ClaimOptions {
    /// A claim as JSON (`claim/v1`); the options below stand above what it says.
    #[arg(long)]
    claim: Option<PathBuf>,
    /// What is asked for.
    #[arg(long, value_enum)]
    purpose: Option<Purpose>,
    /// The day of the application, as `2026-09-01`.
    #[arg(long, value_parser = DateRange::parse)]
    application_date: Option<DateRange>,
    /// The day of the decision. No date is ever taken from the clock.
    #[arg(long, value_parser = DateRange::parse)]
    decision_date: Option<DateRange>,
    /// An officer's answer to a question of a rule, as `es.universities.profile=yes`; may be given several times.
    #[arg(long, value_name = "RULE=YES|NO", value_parser = parse_answer)]
    answer: Vec<(String, bool)>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Purpose {
    /// Access to a programme.
    Admission,
    /// Exemption from a component.
    Exemption,
    /// Credit toward an award.
    Credit,
}

pub(crate) fn parse_answer(text: &str) -> Result<(String, bool), String> {
    match text.split_once('=') {
        Some((rule, "yes")) => Ok((rule.to_owned(), true)),
        Some((rule, "no")) => Ok((rule.to_owned(), false)),
        _ => Err("write the full name of the rule, then `=yes` or `=no`".to_owned()),
    }
}

impl ClaimOptions {
    /// The claim of the file, with the options above it. What the rules know of its award is not filled in yet.
    pub(crate) fn read(&self, rules: &Rules) -> Result<Claim, String> {
        let symbols = &rules.policies.symbols;
        let mut claim = match &self.claim {
            Some(path) => read_claim(path, rules)?,
            None => Claim::default(),
        };
        let mut set = |id: AttributeId, value: Value| claim.facts.set(id, claimed(value));
        if let Some(purpose) = self.purpose {
            let code = match purpose {
                Purpose::Admission => "admission",
                Purpose::Exemption => "exemption",
                Purpose::Credit => "credit",
            };
            set(attribute::PURPOSE, Value::Codes(vec![symbols.intern(code)]));
        }
        for (id, date) in
            [(attribute::APPLICATION_DATE, self.application_date), (attribute::DECISION_DATE, self.decision_date)]
        {
            if let Some(date) = date {
                set(id, Value::Date(date));
            }
        }
        for (question, yes) in &self.answer {
            claim.answers.push(answered(question, *yes));
        }
        check_answers(&rules.policies, &claim).map_err(|e| e.to_string())?;
        Ok(claim)
    }
}

/// A fact that the command line states.
pub(crate) fn claimed(value: Value) -> Fact {
    let provenance =
        Provenance { document: "command line".into(), standing: Standing::Claimed, ..Provenance::default() };
    Fact { knowledge: Knowledge::Known(value), provenance: vec![provenance] }
}

fn read_claim(path: &Path, rules: &Rules) -> Result<Claim, String> {
    let input = read(path);
    let bytes = input.bytes.map_err(|e| format!("{}: {e}", input.name))?;
    let text = String::from_utf8(bytes)
        .map_err(|e| format!("{}: it is not UTF-8 from byte {} on", input.name, e.utf8_error().valid_up_to()))?;
    let source = wire::Source {
        name: input.name.as_str().into(),
        base: String::new(),
        symbols: &rules.policies.symbols,
        vocabulary: &rules.policies.vocabulary,
    };
    let reading = wire::read_claim_text(&source, &text).map_err(|e| format!("{}: {e}", input.name))?;
    reading.remarks.iter().for_each(|r| complain(&format!("note: {} {}: {}", input.name, r.path, r.message)));
    Ok(reading.value)
}

/// What was answered on the command line.
pub(crate) fn answered(question: &str, yes: bool) -> Answer {
    Answer { question: question.into(), credential: None, yes, author: "command line".into(), date: None }
}
