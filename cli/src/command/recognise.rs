//! `credstack recognise`: what is proposed for each credential, with reasons and sources.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use credstack::documents::read_with;
use credstack::engine::Rulebook;
use credstack::model::proposal::{Label, Proposal};
use credstack::model::{Claim, Credential, Symbols};
use credstack::report::{Heading, leave_out_for_learner, proposal_text};
use credstack::{Rules, recognise, wire};
use serde_json::json;

use crate::asked::Asked;
use crate::exit::Exit;
use crate::files::{paths, read};
use crate::output::{Format, ReaderOption, complain, count, print, print_json};
use crate::trust::{Beside, TrustOptions};

/// Propose what is recognised, with reasons and sources.
#[derive(Debug, Args)]
pub(crate) struct Recognise {
    /// Files and folders of documents; `-` is standard input.
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    asked: Asked,
    /// The language in which rules speak where they have it, as `es`.
    #[arg(long)]
    language: Option<String>,
    /// Show the notes that rules have for officers.
    #[arg(long)]
    notes: bool,
    /// Who reads it: a learner is not shown rules that are hidden from the learner, nor notes for officers.
    #[arg(long = "for", value_enum, default_value_t)]
    reader: ReaderOption,
    #[command(flatten)]
    trust: TrustOptions,
}

impl Recognise {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let (rules, claim, book) = match self.asked.read() {
            Ok(read) => read,
            Err(exit) => return exit,
        };
        let beside = match self.trust.read() {
            Ok(beside) => beside,
            Err(exit) => return exit,
        };
        let (book, rules, claim, beside) = (&book, &rules, &claim, &beside);
        let mut desk = Desk { book, rules, claim, options: self, beside, format, seen: Seen::default() };
        for path in paths(&self.documents) {
            match path {
                Ok(path) => desk.document(&path),
                Err(error) => desk.broken("folder", &error),
            }
        }
        desk.finish()
    }
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
    beside: &'a Beside,
    format: Format,
    seen: Seen,
}

impl Desk<'_> {
    fn document(&mut self, path: &Path) {
        let input = read(path);
        let symbols: &Arc<Symbols> = &self.rules.policies.symbols;
        let read = input.bytes.and_then(|bytes| {
            let read = read_with(&input.name, &bytes, symbols, &self.rules.policies.vocabulary);
            let mut document = read.map_err(|error| error.to_string())?;
            self.beside.take(&mut document, &bytes, symbols);
            Ok(document)
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
        let proposal = recognise(self.book, credential, self.claim, self.options.asked.budget());
        self.count(&proposal);
        match self.format {
            Format::Text => {
                let (language, notes) = (self.options.language.as_deref(), self.options.notes);
                let reader = self.options.reader.into();
                let heading = Heading { document, credential, claim: self.claim, language, notes, reader };
                print(&(proposal_text(self.book, &heading, &proposal) + "\n"));
            }
            Format::Json => {
                let find = |name| self.book.rule_named(name);
                let mut written = wire::write_proposal(&proposal, &credential.facts, self.book.set(), find);
                if self.options.reader == ReaderOption::Learner {
                    leave_out_for_learner(self.book, &mut written);
                }
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
