//! `credstack what-if`: what would be otherwise under another rule, another award, another wallet or another answer.

use std::path::PathBuf;

use clap::Args;
use credstack::advice::{Question, what_if};
use credstack::model::date::DateRange;
use credstack::model::facts::Value;
use credstack::model::stack::AwardStatus;
use credstack::model::vocabulary::attribute;
use credstack::model::{Claim, Credential};
use credstack::report::{what_if_document, what_if_text};
use credstack::{Rules, check_answers, wire};

use crate::claim::{answered, claimed, parse_answer};
use crate::exit::Exit;
use crate::output::{Format, print, print_json, usable_rules};
use crate::wallet::{StackingOptions, failed, told};

/// Ask what would be otherwise: with a credential added, removed or changed, another answer, another award, other rules or
/// another day. What changes is told, and by which rule.
#[derive(Debug, Args)]
pub(crate) struct WhatIf {
    /// Files and folders with the credentials of one learner; `-` is standard input.
    documents: Vec<PathBuf>,
    #[command(flatten)]
    stacking: StackingOptions,
    /// If these were in the wallet, too: files with credentials.
    #[arg(long, value_name = "DOCUMENT")]
    with: Vec<PathBuf>,
    /// If this credential were not in the wallet, by its identifier.
    #[arg(long, value_name = "IDENTIFIER")]
    without: Vec<String>,
    /// If a credential said something else: its identifier, a JSON Pointer into it, and the value, as
    /// `urn:example:a#/credential/workload/amount=5`.
    #[arg(long, value_name = "IDENTIFIER#POINTER=VALUE", value_parser = parse_change)]
    change: Vec<Change>,
    /// If a question were answered so, as `es.universities.profile=yes`.
    #[arg(long, value_name = "RULE=YES|NO", value_parser = parse_answer)]
    answered: Vec<(String, bool)>,
    /// If it were toward this award.
    #[arg(long, value_name = "AWARD")]
    toward: Option<String>,
    /// If these were the rules: another folder of packs.
    #[arg(long, value_name = "FOLDER")]
    under: Option<PathBuf>,
    /// If it were applied for and decided on this day, under the versions of that day.
    #[arg(long, value_name = "DAY", value_parser = DateRange::parse)]
    on: Option<DateRange>,
}

/// A credential that says something else.
#[derive(Debug, Clone)]
struct Change {
    credential: String,
    pointer: String,
    value: String,
}

fn parse_change(text: &str) -> Result<Change, String> {
    let parts = text.split_once("#/").and_then(|(id, rest)| Some((id, rest.split_once('=')?)));
    let (credential, (pointer, value)) = parts
        .ok_or("write the identifier, `#`, a JSON Pointer, `=` and the value: `urn:a#/credential/workload/amount=5`")?;
    Ok(Change { credential: credential.to_owned(), pointer: format!("/{pointer}"), value: value.to_owned() })
}

impl WhatIf {
    pub(crate) fn run(&self, format: Format) -> Exit {
        self.told(format).unwrap_or_else(|exit| exit)
    }

    fn told(&self, format: Format) -> Result<Exit, Exit> {
        let rules = usable_rules(&self.stacking.rules)?;
        let asked = self.stacking.one(&rules, &self.documents)?;
        let other = self.under.as_deref().map(usable_rules).transpose()?;
        // Words are numbered anew by every set of rules, so what is asked of other rules is read by them.
        let again = other.as_ref().map(|rules| self.stacking.one(rules, &self.documents)).transpose()?;
        let (rules_then, asked_then) = (other.as_ref().unwrap_or(&rules), again.as_ref().unwrap_or(&asked));
        let credentials = self.credentials(rules_then, &asked_then.credentials)?;
        let claim = self.claim(rules_then, &asked_then.claim)?;
        let before = Question {
            set: &rules.policies,
            award: &asked.award,
            credentials: &asked.credentials,
            claim: &asked.claim,
        };
        let after = Question {
            set: &rules_then.policies,
            award: self.toward.as_deref().unwrap_or(&asked.award),
            credentials: &credentials,
            claim: &claim,
        };
        let found = what_if(before, after, self.stacking.options()).map_err(|error| failed(&error))?;
        let (sets, reading) = ([&*rules.policies, &*rules_then.policies], self.stacking.reading.into());
        match format {
            Format::Text => print(&what_if_text(sets, reading, &found)),
            Format::Json => {
                print_json(&serde_json::to_value(what_if_document(sets, reading, &found)).unwrap_or_default());
            }
        }
        Ok(match found.after.status {
            _ if asked.broken => Exit::BrokenInput,
            AwardStatus::Complete => Exit::Success,
            AwardStatus::NotComplete => Exit::NotComplete,
            AwardStatus::Undetermined => Exit::Incomplete,
        })
    }

    /// The wallet as it would be.
    fn credentials(&self, rules: &Rules, held: &[Credential]) -> Result<Vec<Credential>, Exit> {
        let known = |id: &str| held.iter().any(|c| *c.id == *id);
        let named = self.without.iter().chain(self.change.iter().map(|c| &c.credential));
        if let Some(lost) = named.into_iter().find(|id| !known(id)) {
            let ids: Vec<&str> = held.iter().map(|c| &*c.id).collect();
            return Err(told(&format!("the wallet holds no `{lost}`; it holds: {}", ids.join(", ")), Exit::Usage));
        }
        let mut wallet = Vec::new();
        for credential in held.iter().filter(|c| !self.without.iter().any(|id| *c.id == **id)) {
            let changes: Vec<&Change> = self.change.iter().filter(|c| *c.credential == *credential.id).collect();
            wallet.push(if changes.is_empty() { credential.clone() } else { changed(rules, credential, &changes)? });
        }
        if !self.with.is_empty() {
            wallet.extend(self.stacking.read_wallet(&self.with, rules)?.0);
        }
        Ok(wallet)
    }

    /// The claim as it would be.
    fn claim(&self, rules: &Rules, claim: &Claim) -> Result<Claim, Exit> {
        let mut claim = claim.clone();
        for (question, yes) in &self.answered {
            claim.answers.retain(|a| *a.question != **question);
            claim.answers.push(answered(question, *yes));
        }
        check_answers(&rules.policies, &claim).map_err(|error| told(&error.to_string(), Exit::Usage))?;
        if let Some(day) = self.on {
            for id in [attribute::APPLICATION_DATE, attribute::DECISION_DATE] {
                claim.facts.set(id, claimed(Value::Date(day)));
            }
        }
        Ok(claim)
    }
}

/// A credential written as JSON, changed and read again.
fn changed(rules: &Rules, credential: &Credential, changes: &[&Change]) -> Result<Credential, Exit> {
    let set = &rules.policies;
    let mut document = wire::write_credential(credential, &set.symbols, &set.vocabulary);
    for change in changes {
        let value =
            serde_json::from_str(&change.value).unwrap_or_else(|_| serde_json::Value::String(change.value.clone()));
        // Amounts are texts.
        let value = if value.is_number() { serde_json::Value::String(change.value.clone()) } else { value };
        match document.pointer_mut(&change.pointer) {
            Some(place) => *place = value,
            None => {
                let (parent, key) = change.pointer.rsplit_once('/').unwrap_or_default();
                let parent = document.pointer_mut(parent).and_then(|p| p.as_object_mut());
                let error = || told(&format!("`{}` has nothing at `{}`", credential.id, change.pointer), Exit::Usage);
                parent.ok_or_else(error)?.insert(key.to_owned(), value);
            }
        }
    }
    let source = wire::Source {
        name: "command line".into(),
        base: String::new(),
        symbols: &set.symbols,
        vocabulary: &set.vocabulary,
    };
    let read = wire::read_credentials(&source, &document).map_err(|error| told(&error.to_string(), Exit::Usage))?;
    read.value.into_iter().next().ok_or_else(|| told("nothing is left of the credential", Exit::Usage))
}
