//! Letters as an office would send them, and what is refused before it is sent. Everybody in them is invented.

mod hostile;
mod office;
mod wording;

use credstack::model::Claim;
use credstack::model::facts::{Fact, Value};
use credstack::model::vocabulary::attribute;
use credstack::{PackFiles, Rules, documents, engine, recognise};

use crate::{Details, Given, Lacking, Language, Statement, statement};

/// The rules of an invented country: learning below the level of the award is doubted, theses are barred.
const LAW: &str = r#"policy nl "Rules" {
    layer country
    source ACT "Act on higher education" { url "https://act.example/1" }
    source ODD "Circular" { url "javascript:alert(1)" }
    procedure {
        appeal to "the board of appeal" within 6 weeks
        cite      ACT art 7.61
    }
    route study "Recognition of study" {
        for         official study, own study
        test        no substantial difference
        burden      institution
        entitles to discretion
        cite        ACT art 7.13
        says es     "Reconocimiento de estudios"
    }
    rule outcomes "The learning outcomes of the thesis are its own" {
        for     official study
        bar
        cite    ACT art 7.12, ODD section 3
        says es "Los resultados del trabajo final son propios"
        says nl "De leerresultaten van het eindwerk zijn eigen"
        later   "Write the thesis of this award."
    }
    rule secret "A thing for officers" {
        for    own study
        grant  may in full
        hidden from the learner
        cite   ACT art 7.14
        note   "Ask the archive."
    }
}
"#;

/// What an office adds to a refusal.
const DETAILS: &str = r#"
reference = "REC-1"
reasons = { es = "La diferencia es de resultados de aprendizaje.", en = "The difference is one of learning outcomes." }
alternatives = "Partial recognition was looked at; nothing of it stands alone."
[institution]
name = "Hogeschool Westerdiep"
address = ["Kade 4", "9999 AB Westerdiep"]
[applicant]
name = "Lucía Márquez Ferrol"
[file]
received = 2026-09-01
complete = "2026-09-08"
[decision]
date = "2026-10-01"
by = "J. Terpstra"
outcome = "refused"
[appeal]
[data_protection]
contact = "fg@westerdiep.example"
"#;

fn rules(law: &str) -> Rules {
    let manifest = "[pack]\nname = \"nl\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n";
    let manifest = ("pack.toml".to_owned(), manifest.into());
    let rules = Rules::from_memory(&[PackFiles { manifest, rules: vec![("nl.rule".to_owned(), law.into())] }]);
    assert!(!rules.has_errors(), "{:#?}", rules.diagnostics);
    rules
}

/// The letter about one credential of this kind and title, under these rules and details.
fn letter_of(
    law: &str,
    title: &str,
    kind: &str,
    details: &str,
    languages: &[Language],
) -> Result<Statement, Vec<Lacking>> {
    let rules = rules(law);
    let set = &rules.policies;
    let credential = serde_json::json!({
        "credstack": "credential/v1",
        "credential": { "title": title, "kind": kind, "workload": {"amount": "12", "unit": "ECTS"} },
        "issuer": { "name": "Universidad de Cabo Norte", "country": "ES" },
    });
    let document =
        documents::read_with("thesis.json", credential.to_string().as_bytes(), &set.symbols, &set.vocabulary);
    let document = document.unwrap();
    let mut claim = Claim::default();
    claim.facts.set(attribute::PURPOSE, Fact::known(Value::Codes(vec![set.symbols.intern("credit")])));
    let book = engine::Rulebook::compile(set, "nl").unwrap();
    let credential = &document.credentials[0];
    let proposal = recognise(&book, credential, &claim, engine::Budget::default());
    let details = Details::from_toml(details).unwrap();
    let (document, details, proposal) = (&*document.name, &details, &proposal);
    statement(Given { book: &book, document, credential, claim: &claim, proposal, details, languages })
}

fn refusal(details: &str, languages: &[Language]) -> Result<Statement, Vec<Lacking>> {
    letter_of(LAW, "Trabajo de fin de máster", "official_study", details, languages)
}

/// The details without a line that begins so.
fn without(start: &str) -> String {
    DETAILS.lines().filter(|line| !line.starts_with(start)).fold(String::new(), |all, line| all + line + "\n")
}

/// The details as long as nobody has decided.
fn undecided() -> String {
    without("date =").replace("[decision]\n", "").replace("by = \"J. Terpstra\"\noutcome = \"refused\"\n", "")
}

fn lacks(result: Result<Statement, Vec<Lacking>>) -> Vec<String> {
    result.err().unwrap_or_default().into_iter().map(|l| l.detail).collect()
}
