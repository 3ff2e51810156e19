//! A desk at which wallets are stacked: rules from text, credentials in a line each.

use credstack::model::Claim;
use credstack::model::stack::Include;
use credstack::wire::{self, Source};
use credstack::{PackFiles, Rules, StackOptions, documents, stack};
use serde_json::{Value, json};

const GROUND: &str = r#"
policy ground "Frameworks and credits" {
    layer union
    framework EQF "EQF" { level 1 level 2 level 3 level 4 level 5 level 6 level 7 level 8 }
    hours 25 to 30 for 1 ECTS
    source LAW "A law" { url "https://law.example" }
}
"#;

pub(crate) struct Desk(Rules);

impl Desk {
    /// Awards that name no policy: everything counts as it stands.
    pub(crate) fn of(awards: &str) -> Self {
        let pack = PackFiles {
            manifest: ("pack.toml".into(), b"[pack]\nname = \"x\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec()),
            rules: vec![("ground.rule".into(), GROUND.into()), ("test.rule".into(), awards.into())],
        };
        let rules = Rules::from_memory(&[pack]);
        let shown = credstack::diagnostics::to_text(&rules.diagnostics, &rules.sources, false);
        assert!(!rules.has_errors(), "the scenario's rules have errors:\n{shown}");
        Self(rules)
    }

    /// Awards that recognise by the policy `u`.
    pub(crate) fn with_policy(body: &str, awards: &str) -> Self {
        Self::of(&format!("policy u \"A university\" {{ extends ground  layer institution\n {body} }}\n{awards}"))
    }

    pub(crate) fn stack(&self, award: &str, wallet: &[Value]) -> Value {
        self.stack_claimed(award, wallet, &json!({ "credstack": "claim/v1" })).expect("a stack")
    }

    pub(crate) fn stack_including(&self, award: &str, wallet: &[Value], include: Include) -> Value {
        let options = StackOptions { include, ..StackOptions::default() };
        self.run(award, &[wallet.to_vec()], &json!({ "credstack": "claim/v1" }), options).expect("a stack")
    }

    pub(crate) fn stack_wallets(&self, award: &str, wallets: &[Vec<Value>]) -> Value {
        self.run(award, wallets, &json!({ "credstack": "claim/v1" }), StackOptions::default()).expect("a stack")
    }

    pub(crate) fn stack_claimed(&self, award: &str, wallet: &[Value], claim: &Value) -> Result<Value, String> {
        self.run(award, &[wallet.to_vec()], claim, StackOptions::default())
    }

    fn run(&self, award: &str, wallets: &[Vec<Value>], claim: &Value, options: StackOptions) -> Result<Value, String> {
        let set = &self.0.policies;
        let mut credentials = Vec::new();
        for wallet in wallets {
            let text = json!({ "credstack": "wallet/v1", "credentials": wallet }).to_string();
            if !wallet.is_empty() {
                let read = documents::read("wallet.json", text.as_bytes(), &set.symbols);
                credentials.extend(read.expect("a wallet that can be read").credentials);
            }
        }
        let source = Source {
            name: "claim.json".into(),
            base: String::new(),
            symbols: &set.symbols,
            vocabulary: &set.vocabulary,
        };
        let claim: Claim = wire::read_claim(&source, claim).expect("a claim").value;
        let found = stack(set, award, &credentials, &claim, options).map_err(|e| e.to_string())?;
        let document = serde_json::to_value(wire::write_stack(&found, set, None)).unwrap();
        for reading in ["owed", "grantable", "possible"] {
            assert_eq!(document[reading]["optimal"], "proven", "{reading}");
        }
        Ok(document)
    }
}

/// A credential of so many ECTS.
pub(crate) fn credential(id: &str, credits: u64) -> Value {
    json!({ "id": id, "credential": { "title": id, "workload": { "amount": credits.to_string(), "unit": "ECTS" } } })
}

/// A credential that is known as a course or award by its identifier.
pub(crate) fn titled(id: &str, credits: u64) -> Value {
    let mut one = credential(id, credits);
    one["credential"]["identifier"] = json!([id]);
    one
}

/// At an EQF level.
pub(crate) fn level(id: &str, credits: u64, eqf: u64) -> Value {
    let mut one = credential(id, credits);
    one["credential"]["level"] = json!({ "framework": "EQF", "level": eqf.to_string() });
    one
}

/// Issued by the own institution, or not.
pub(crate) fn home(mut one: Value, at_home: bool) -> Value {
    one["issuer"] = json!({ "home": at_home });
    one
}

/// Not work experience.
pub(crate) fn passed(mut one: Value) -> Value {
    one["credential"]["kind"] = json!("official_study");
    one
}

/// Work experience.
pub(crate) fn work(id: &str, credits: u64) -> Value {
    let mut one = credential(id, credits);
    one["credential"]["kind"] = json!("professional_experience");
    one
}

/// In a field of study.
pub(crate) fn field(mut one: Value, code: &str) -> Value {
    one["credential"]["field"] = json!([code]);
    one
}

pub(crate) fn complete(document: &Value) -> bool {
    document["grantable"]["complete"].as_bool().unwrap()
}

/// The credentials that count in a requirement.
pub(crate) fn slot(document: &Value, requirement: &str) -> Vec<String> {
    let counted = document["grantable"]["counted"].as_array().unwrap();
    let here = counted.iter().filter(|c| c["requirement"] == requirement);
    here.map(|c| c["credential"].as_str().unwrap().to_owned()).collect()
}

/// What the requirements lack: ECTS, and credentials or values.
pub(crate) fn missing(document: &Value) -> (String, u64) {
    let lines: Vec<&Value> = document["grantable"]["requirements"].as_array().unwrap().iter().collect();
    let items = lines.iter().map(|l| l["missing_items"].as_u64().unwrap()).sum();
    let credits: Vec<credstack::model::Amount> =
        lines.iter().map(|l| l["missing_ects"].as_str().unwrap().parse().unwrap()).collect();
    let sum = credits.into_iter().fold(credstack::model::Amount::ZERO, credstack::model::Amount::plus);
    (sum.exact(), items)
}
