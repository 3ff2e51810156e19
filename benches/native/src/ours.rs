//! credstack, through its Rust interface.

use std::error::Error;
use std::path::Path;

use credstack::documents::read_with;
use credstack::engine::{Budget, Case, Rulebook};
use credstack::model::proposal::{Proposal, State};
use credstack::model::{Claim, Credential};
use credstack::{Rules, wire};

use crate::measure::{Data, Told};

const POLICY: &str = "peers.recognition";
/// How many lines are put together to one document: more than one, since reading a document has a beginning and an end.
const AT_A_TIME: usize = 2_000;

struct Desk {
    rules: Rules,
    book: Rulebook,
    claim: Claim,
}

impl Desk {
    fn new(data: &Data, pack: &Path) -> Result<Self, Box<dyn Error>> {
        let rules = Rules::from_folder(pack).map_err(|error| error.to_string())?;
        let text = data.rules("claim.json")?;
        let symbols = &rules.policies.symbols;
        let vocabulary = &rules.policies.vocabulary;
        let source = wire::Source { name: "claim.json".into(), base: String::new(), symbols, vocabulary };
        let claim = wire::read_claim_text(&source, &text).map_err(|error| format!("{error:?}"))?.value;
        let book = Rulebook::compile(&rules.policies, POLICY).map_err(|error| error.to_string())?;
        Ok(Self { rules, book, claim })
    }

    fn read(&self, lines: &[String]) -> Result<Vec<Credential>, Box<dyn Error>> {
        let mut found = Vec::with_capacity(lines.len());
        for some in lines.chunks(AT_A_TIME) {
            let text = format!(r#"{{"credstack":"wallet/v1","credentials":[{}]}}"#, some.join(","));
            let policies = &self.rules.policies;
            let document = read_with("lines", text.as_bytes(), &policies.symbols, &policies.vocabulary);
            found.extend(document.map_err(|error| error.to_string())?.credentials);
        }
        Ok(found)
    }

    fn recognise(&self, credentials: &[Credential], threads: usize) -> Vec<Proposal> {
        let all: Vec<&Credential> = credentials.iter().collect();
        credstack::recognise_many(&self.book, &all, &self.claim, Budget::default(), threads)
    }

    /// Outcome and findings of a proposal.
    fn decision(&self, proposal: &Proposal) -> (String, Option<u32>, u32) {
        let (mut held, mut open) = (0, 0);
        for finding in &proposal.findings {
            let name = self.rules.policies.symbols.text(finding.rule);
            let short = name.rsplit('.').next().unwrap_or(name);
            let at = by_hand::CHECKS.iter().position(|check| *check == short).unwrap_or(31);
            match finding.state {
                State::Holds => held |= 1 << at,
                State::Undetermined(_) => open |= 1 << at,
                _ => {}
            }
        }
        let outcome = if proposal.is_determined() { proposal.outcome.worst.key() } else { "incomplete" };
        (outcome.to_owned(), Some(held | open << by_hand::COUNT), held)
    }
}

pub(crate) fn all(data: &Data, pack: &Path) -> Result<Vec<Told>, Box<dyn Error>> {
    let desk = Desk::new(data, pack)?;
    let rows = data.credentials.len().min(20_000);
    let lines = &data.credentials[..rows];
    let credentials = desk.read(lines)?;
    let propose = |credential: &Credential| {
        let case = Case::new(&desk.rules.policies, credential, &desk.claim);
        desk.book.propose(&case, Budget::default())
    };
    let reasons = data.measure(
        ("credstack", Some("credstack"), "credentials in memory → outcomes, findings, questions", "reasons"),
        rows,
        || Ok(credentials.iter().map(propose).collect()),
        |proposal| desk.decision(proposal),
    )?;
    let whole = data.measure(
        ("credstack", Some("credstack"), "credentials in memory → whole proposals", "explained"),
        rows,
        || Ok(desk.recognise(&credentials, 1)),
        |proposal| desk.decision(proposal),
    )?;
    let mut together = data.measure(
        ("credstack", Some("credstack"), "the same on two threads", "explained"),
        rows,
        || Ok(desk.recognise(&credentials, 2)),
        |proposal| desk.decision(proposal),
    )?;
    together.threads = 2;
    let from_lines = data.measure(
        ("credstack", Some("credstack"), "lines of credential/v1 → whole proposals", "lines"),
        rows,
        || Ok(desk.recognise(&desk.read(lines)?, 1)),
        |proposal| desk.decision(proposal),
    )?;
    Ok(vec![reasons, whole, together, from_lines])
}
