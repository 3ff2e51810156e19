//! Rules, a wallet and a claim are decided: the same way each time, by intervals that hold what a further fact leads to, with
//! stacks that the checker confirms.
//!
//! The bytes are rules, wallet and claim as they stand in files, parted by lines of `---`. Bytes without such a line are
//! decisions instead, by which rules and documents are drawn that mostly make sense.

mod awards;
mod conditions;
mod draw;
mod facts;
mod holds;
mod policies;

use std::sync::Arc;

use credstack::engine::Rulebook;
use credstack::model::policy::PolicySet;
use credstack::model::{Claim, Credential};
use credstack::wire::{self, Source};
use credstack::{PackFiles, Rules, StackOptions, documents, stacking};

use draw::Draw;
use holds::BUDGET;

const MANIFEST: &str = "[pack]\nname = \"fuzz\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n";
const LINE: &str = "\n---\n";
const STEPS: stacking::Budget = stacking::Budget { steps: 500 };
/// Of what an input has more of, the first are looked at.
const MOST: usize = 2;

/// Decides what bytes hold, or what is drawn from them.
///
/// # Panics
/// Where something does not hold.
pub fn evaluate(bytes: &[u8]) {
    let input = Input::of(bytes);
    let told = decide(&input, Some(bytes));
    let again = decide(&Input::of(bytes), None);
    assert_eq!(told, again, "the same input is told in another way");
}

/// What is decided.
struct Input {
    rules: String,
    wallet: String,
    claim: String,
}

impl Input {
    fn of(bytes: &[u8]) -> Self {
        let text = super::text::text(bytes);
        let mut parts = text.splitn(3, LINE);
        if let (Some(rules), Some(wallet)) = (parts.next(), parts.next()) {
            let claim = parts.next().unwrap_or(r#"{"credstack":"claim/v1"}"#);
            return Self { rules: rules.to_owned(), wallet: wallet.to_owned(), claim: claim.to_owned() };
        }
        let draw = &mut Draw::new(bytes);
        let (wallet, claim) = (facts::wallet(draw).to_string(), facts::claim(draw).to_string());
        let rules = [policies::GROUND.to_owned(), policies::policies(draw), awards::awards(draw)].concat();
        Self { rules, wallet, claim }
    }

    fn load(&self) -> Rules {
        let rules = vec![("input.rule".to_owned(), self.rules.as_bytes().to_vec())];
        Rules::from_memory(&[PackFiles { manifest: ("pack.toml".to_owned(), MANIFEST.into()), rules }])
    }
}

/// Decides everything that is to decide, and tells it in words. With bytes to draw from, what is decided is checked.
fn decide(input: &Input, bytes: Option<&[u8]>) -> String {
    let rules = input.load();
    let mut told = credstack::diagnostics::to_text(&rules.checked(), &rules.sources, false);
    if rules.has_errors() {
        return told;
    }
    let set = &rules.policies;
    let Some((credentials, claim)) = read(set, input) else { return told };
    for policy in set.policies.iter().rev().take(MOST) {
        // Rules that change on too many days are refused.
        let Ok(book) = Rulebook::compile(set, set.symbols.text(policy.name)) else { continue };
        for credential in credentials.iter().take(MOST) {
            // Where a rule asks what the file states, a further fact is another file and no answer.
            let further = bytes.filter(|_| !input.rules.contains("states ")).map(Draw::new);
            told += &recognised(&book, credential, &claim, further);
        }
    }
    for award in set.awards.iter().take(MOST) {
        told += &stacked(set, set.symbols.text(award.name), &credentials, &claim, bytes.is_some());
    }
    told
}

/// The documents; `None` where they are refused.
fn read(set: &PolicySet, input: &Input) -> Option<(Vec<Credential>, Claim)> {
    let wallet = input.wallet.as_bytes();
    let wallet = documents::read_with("wallet.json", wallet, &set.symbols, &set.vocabulary).ok()?;
    let (name, base) = ("claim.json".into(), String::new());
    let source = Source { name, base, symbols: &set.symbols, vocabulary: &set.vocabulary };
    Some((wallet.credentials, wire::read_claim_text(&source, &input.claim).ok()?.value))
}

/// One credential under one policy, and what further facts lead to.
fn recognised(book: &Rulebook, credential: &Credential, claim: &Claim, further: Option<Draw<'_>>) -> String {
    let set = book.set();
    let mut claim = claim.clone();
    if credstack::complete_claim(set, &mut claim).is_err() {
        return String::new();
    }
    let proposal = credstack::recognise(book, credential, &claim, BUDGET);
    holds::interval(&proposal);
    if let Some(mut draw) = further {
        holds::narrows(book, credential, &claim, &proposal, &mut draw);
    }
    let heading = credstack::report::Heading {
        document: "wallet.json",
        credential,
        claim: &claim,
        language: None,
        notes: true,
        reader: credstack::report::Reader::Officer,
    };
    let document = wire::write_proposal(&proposal, &credential.facts, set, |name| book.rule_named(name));
    let document = serde_json::to_string(&document).unwrap_or_default();
    [credstack::report::proposal_text(book, &heading, &proposal), document].concat()
}

/// A wallet toward an award. What cannot be stacked is refused with words.
fn stacked(set: &Arc<PolicySet>, award: &str, credentials: &[Credential], claim: &Claim, checked: bool) -> String {
    let options = StackOptions { worlds: BUDGET, steps: STEPS, ..StackOptions::default() };
    let found = match credstack::stack(set, award, credentials, claim, options) {
        Ok(found) => found,
        Err(error) => {
            assert!(!error.to_string().is_empty(), "refused without a word");
            return error.to_string();
        }
    };
    if checked {
        let certificates = credstack::certificates(set, award, credentials, claim, options);
        holds::stacks(&found, certificates.as_deref().unwrap_or_default());
    }
    serde_json::to_string(&wire::write_stack(&found, set, None)).unwrap_or_default()
}
