//! `credstack recognise`: what is proposed for each credential, with reasons and sources.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use credstack::documents::read_with;
use credstack::engine::{Budget, Rulebook};
use credstack::model::date::DateRange;
use credstack::model::facts::{Fact, Knowledge, Provenance, Standing, Value};
use credstack::model::policy::Condition;
use credstack::model::proposal::{Label, Proposal};
use credstack::model::vocabulary::{AttributeId, attribute};
use credstack::model::{Answer, Claim, Credential, Symbols};
use credstack::report::{Heading, proposal_text};
use credstack::{Rules, complete_claim, recognise, wire};
use serde_json::json;

use crate::exit::Exit;
use crate::files::{paths, read};
use crate::output::{Format, complain, count, print, print_json, usable_rules};

/// Propose what is recognised, with reasons and sources.
#[derive(Debug, Args)]
pub(crate) struct Recognise {
    /// Files and folders of documents; `-` is standard input.
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// The folder of the packs.
    #[arg(long, default_value = "rules")]
    rules: PathBuf,
    /// The policy to decide by, as `es.universities`; the award's own when it is not given.
    #[arg(long)]
    policy: Option<String>,
    /// A claim as JSON (`claim/v1`); the options below stand above what it says.
    #[arg(long)]
    claim: Option<PathBuf>,
    /// What is asked for.
    #[arg(long, value_enum)]
    purpose: Option<Purpose>,
    /// The award, or the award and one of its components: `award` or `award/component`.
    #[arg(long)]
    toward: Option<String>,
    /// The day of the application, as `2026-09-01`.
    #[arg(long, value_parser = DateRange::parse)]
    application_date: Option<DateRange>,
    /// The day of the decision. No date is ever taken from the clock.
    #[arg(long, value_parser = DateRange::parse)]
    decision_date: Option<DateRange>,
    /// An officer's answer to a question of a rule, as `es.universities.profile=yes`; may be given several times.
    #[arg(long, value_name = "RULE=YES|NO", value_parser = parse_answer)]
    answer: Vec<(String, bool)>,
    /// The language in which rules speak where they have it, as `es`.
    #[arg(long)]
    language: Option<String>,
    /// Show the notes that rules have for officers.
    #[arg(long)]
    notes: bool,
    /// How many worlds may be looked at for one credential before the interval is only a safe bound.
    #[arg(long, default_value_t = Budget::default().worlds)]
    budget: usize,
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

fn parse_answer(text: &str) -> Result<(String, bool), String> {
    match text.split_once('=') {
        Some((rule, "yes")) => Ok((rule.to_owned(), true)),
        Some((rule, "no")) => Ok((rule.to_owned(), false)),
        _ => Err("write the full name of the rule, then `=yes` or `=no`".to_owned()),
    }
}

impl Recognise {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match usable_rules(&self.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        let claim = match self.claim(&rules) {
            Ok(claim) => claim,
            Err(error) => {
                complain(&format!("error: {error}"));
                return Exit::BrokenInput;
            }
        };
        let book = match self
            .policy(&rules, &claim)
            .and_then(|name| Rulebook::compile(&rules.policies, &name).map_err(|e| e.to_string()))
        {
            Ok(book) => book,
            Err(error) => {
                complain(&format!("error: {error}"));
                return Exit::Usage;
            }
        };
        let mut desk = Desk { book: &book, rules: &rules, claim: &claim, options: self, format, seen: Seen::default() };
        for path in paths(&self.documents) {
            match path {
                Ok(path) => desk.document(&path),
                Err(error) => desk.broken("folder", &error),
            }
        }
        desk.finish()
    }

    /// The claim of the file, with the options above it, made whole.
    fn claim(&self, rules: &Rules) -> Result<Claim, String> {
        let symbols = &rules.policies.symbols;
        let mut claim = match &self.claim {
            Some(path) => read_claim(path, rules)?,
            None => Claim::default(),
        };
        let mut set = |id: AttributeId, value: Value| claim.facts.set(id, claimed(value));
        if let Some(toward) = &self.toward {
            let (award, component) = toward.split_once('/').map_or((toward.as_str(), None), |(a, c)| (a, Some(c)));
            set(attribute::AWARD_IDENTIFIER, Value::Codes(vec![symbols.intern(award)]));
            if let Some(component) = component {
                set(attribute::COMPONENT_IDENTIFIER, Value::Codes(vec![symbols.intern(component)]));
            }
        }
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
            claim.answers.push(Answer {
                question: question.as_str().into(),
                yes: *yes,
                author: "command line".into(),
                date: None,
            });
        }
        check_answers(&claim, rules)?;
        complete_claim(&rules.policies, &mut claim).map_err(|e| e.to_string())?;
        Ok(claim)
    }

    /// The policy that was named, else the one by which the award recognises.
    fn policy(&self, rules: &Rules, claim: &Claim) -> Result<String, String> {
        if let Some(policy) = &self.policy {
            return Ok(policy.clone());
        }
        let award = claim.facts.code(attribute::AWARD_IDENTIFIER);
        let award = award.and_then(|name| rules.policies.awards.iter().find(|a| a.name == name));
        let names: Vec<&str> = rules.policies.policies.iter().map(|p| rules.policies.symbols.text(p.name)).collect();
        award
            .and_then(|a| a.policy)
            .map(|p| rules.policies.symbols.text(p).to_owned())
            .ok_or_else(|| format!("no policy is named; add `--policy` with one of: {}", names.join(", ")))
    }
}

fn claimed(value: Value) -> Fact {
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

/// An answer to a question that no rule asks is a slip, and never silently lost.
fn check_answers(claim: &Claim, rules: &Rules) -> Result<(), String> {
    let all = || rules.policies.policies.iter().flat_map(|p| &p.rules);
    let text = |s| rules.policies.symbols.text(s);
    for answer in &claim.answers {
        let asked = all().any(|r| {
            text(r.name) == &*answer.question
                || r.exceptions.iter().any(|e| text(e.name) == &*answer.question && e.when == Condition::Answer(e.name))
        });
        if !asked {
            return Err(format!(
                "no rule asks `{}`; answers name a rule or an exception in full, as `es.universities.profile`",
                answer.question
            ));
        }
    }
    Ok(())
}

/// How many proposals came to what.
#[derive(Default)]
struct Seen {
    recognised: usize,
    incomplete: usize,
    refused: usize,
    broken: Vec<(String, String)>,
    proposals: Vec<serde_json::Value>,
}

struct Desk<'a> {
    book: &'a Rulebook,
    rules: &'a Rules,
    claim: &'a Claim,
    options: &'a Recognise,
    format: Format,
    seen: Seen,
}

impl Desk<'_> {
    fn document(&mut self, path: &Path) {
        let input = read(path);
        let symbols: &Arc<Symbols> = &self.rules.policies.symbols;
        let read = input.bytes.and_then(|bytes| {
            read_with(&input.name, &bytes, symbols, &self.rules.policies.vocabulary).map_err(|e| e.to_string())
        });
        match read {
            Ok(document) => document.credentials.iter().for_each(|c| self.credential(&input.name, c)),
            Err(error) => self.broken(&input.name, &error),
        }
    }

    fn broken(&mut self, name: &str, error: &str) {
        self.seen.broken.push((name.to_owned(), error.to_owned()));
    }

    fn credential(&mut self, document: &str, credential: &Credential) {
        let proposal = recognise(self.book, credential, self.claim, Budget { worlds: self.options.budget });
        self.count(&proposal);
        match self.format {
            Format::Text => {
                let (language, notes) = (self.options.language.as_deref(), self.options.notes);
                let heading = Heading { document, credential, claim: self.claim, language, notes };
                print(&(proposal_text(self.book, &heading, &proposal) + "\n"));
            }
            Format::Json => {
                let written = wire::write_proposal(&proposal, self.book.set(), |name| self.book.rule_named(name));
                self.seen.proposals.push(
                    json!({ "document": document, "proposal": serde_json::to_value(written).unwrap_or_default() }),
                );
            }
        }
    }

    fn count(&mut self, proposal: &Proposal) {
        if !proposal.is_determined() {
            self.seen.incomplete += 1;
        } else if proposal.outcome.best == Label::Refused {
            self.seen.refused += 1;
        } else {
            self.seen.recognised += 1;
        }
    }

    fn finish(self) -> Exit {
        let Seen { recognised, incomplete, refused, broken, proposals } = self.seen;
        match self.format {
            Format::Json => print_json(&json!({
                "proposals": proposals,
                "broken": broken.iter().map(|(name, error)| json!({ "document": name, "error": error })).collect::<Vec<_>>(),
            })),
            Format::Text => {
                let total = recognised + incomplete + refused;
                print(&format!(
                    "{}: {recognised} recognised, at least in part; {incomplete} incomplete; {refused} refused\n",
                    count(total, "proposal")
                ));
                print(
                    "These are proposals: a person decides. Stacking gives no automatic entitlement (2022/C 243/02, Annex II, principle 5).\n",
                );
                if !broken.is_empty() {
                    complain(&format!("{} could not be read:", count(broken.len(), "document")));
                    for (name, error) in &broken {
                        complain(&format!("  {name}: {error}"));
                    }
                }
            }
        }
        let nothing = recognised + incomplete + refused + broken.len() == 0;
        if nothing {
            complain("error: there is no document to decide on");
        }
        match () {
            () if nothing => Exit::BrokenInput,
            () if !broken.is_empty() => Exit::BrokenInput,
            () if incomplete > 0 => Exit::Incomplete,
            () if refused > 0 => Exit::Refused,
            () => Exit::Success,
        }
    }
}
