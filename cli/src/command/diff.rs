//! `credstack diff`: who of a cohort gains and who loses by other rules or another day, and by which clause.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use credstack::Rules;
use credstack::advice::{Comparison, Side, Turn, compare};
use credstack::model::date::DateRange;
use credstack::model::facts::Value;
use credstack::model::vocabulary::attribute;
use credstack::model::{Claim, Credential, Symbols};
use credstack::report::{comparison_document, comparison_html, comparison_text};

use crate::claim::claimed;
use crate::deliver::deliver;
use crate::exit::Exit;
use crate::output::{Format, complain, print, print_json, usable_rules};
use crate::wallet::{Asked, StackingOptions, failed, told};

/// Compare what the wallets of a cohort come to toward an award: under the rules as they are and as they would be, or on two
/// days. Told are who gains, who loses, and by which clause, with examples.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// Files and folders with the credentials of all learners; those of one learner belong together by the learner's identifier,
    /// where there is none by their file. `-` is standard input.
    documents: Vec<PathBuf>,
    #[command(flatten)]
    stacking: StackingOptions,
    /// Compare with these rules: another folder of packs.
    #[arg(long, value_name = "FOLDER")]
    under: Option<PathBuf>,
    /// Compare with an application and decision on this day, under the versions of that day.
    #[arg(long, value_name = "DAY", value_parser = DateRange::parse)]
    on: Option<DateRange>,
    /// Write a report to this file, as a page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// So many threads; the result is the same for any number.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

impl Diff {
    pub(crate) fn run(&self, format: Format) -> Exit {
        self.told(format).unwrap_or_else(|exit| exit)
    }

    fn told(&self, format: Format) -> Result<Exit, Exit> {
        if self.under.is_none() && self.on.is_none() {
            return Err(told(
                "with what is it to be compared? Name other rules (`--under`) or another day (`--on`)",
                Exit::Usage,
            ));
        }
        let rules = usable_rules(&self.stacking.rules)?;
        let asked = self.stacking.one(&rules, &self.documents)?;
        let other = self.under.as_deref().map(usable_rules).transpose()?;
        // Words are numbered anew by every set of rules, so what is asked of other rules is read by them.
        let again = other.as_ref().map(|rules| self.stacking.one(rules, &self.documents)).transpose()?;
        let (rules_then, asked_then) = (other.as_ref().unwrap_or(&rules), again.as_ref().unwrap_or(&asked));
        let (wallets, wallets_then) = (wallets(&rules, &asked), wallets(rules_then, asked_then));
        let claim = self.claim(&asked_then.claim);
        let before = Side { set: &rules.policies, award: &asked.award, claim: &asked.claim, wallets: &wallets };
        let after = Side { set: &rules_then.policies, award: &asked_then.award, claim: &claim, wallets: &wallets_then };
        let threads = self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let found = compare(before, after, self.stacking.options(), threads).map_err(|error| failed(&error))?;
        if let Some(file) = &self.html {
            let title = format!("Who gains and who loses: {}", asked.award);
            write(file, &comparison_html(&title, &found))?;
        }
        match format {
            Format::Text => print(&comparison_text(&found)),
            Format::Json => print_json(&serde_json::to_value(comparison_document(&found)).unwrap_or_default()),
        }
        Ok(exit(&found, asked.broken))
    }

    fn claim(&self, claim: &Claim) -> Claim {
        let mut claim = claim.clone();
        if let Some(day) = self.on {
            for id in [attribute::APPLICATION_DATE, attribute::DECISION_DATE] {
                claim.facts.set(id, claimed(Value::Date(day)));
            }
        }
        claim
    }
}

fn exit(found: &Comparison, broken: bool) -> Exit {
    match broken || found.failed() > 0 {
        true => Exit::BrokenInput,
        false if found.count(Turn::Loses) + found.count(Turn::Both) > 0 => Exit::SomebodyLoses,
        false => Exit::Success,
    }
}

fn write(file: &Path, text: &str) -> Result<(), Exit> {
    deliver(Some(file), text).map_err(|error| {
        complain(&format!("error: {error}"));
        Exit::Usage
    })
}

/// The credentials of each learner, in the order in which the learners come first.
fn wallets(rules: &Rules, asked: &Asked) -> Vec<(String, Vec<Credential>)> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut wallets: Vec<(String, Vec<Credential>)> = Vec::new();
    for credential in &asked.credentials {
        let learner = learner(credential, &rules.policies.symbols);
        let at = *places.entry(learner.clone()).or_insert(wallets.len());
        if at == wallets.len() {
            wallets.push((learner, Vec::new()));
        }
        if let Some((_, held)) = wallets.get_mut(at) {
            held.push(credential.clone());
        }
    }
    wallets
}

/// Whose a credential is: the learner's identifiers, else the document that it was read from.
fn learner(credential: &Credential, symbols: &Symbols) -> String {
    match credential.facts.value(attribute::LEARNER_IDENTIFIER) {
        Some(Value::Codes(codes)) if !codes.is_empty() => {
            codes.iter().map(|code| symbols.text(*code)).collect::<Vec<_>>().join(", ")
        }
        _ => {
            let place = credential.facts.iter().find_map(|(_, fact)| fact.provenance.first());
            place.map_or_else(|| credential.id.to_string(), |place| place.document.to_string())
        }
    }
}
