//! What the index finds is what trying every award finds.

#![expect(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::fmt::Write as _;
use std::sync::Arc;

use credstack::advice::Shelf;
use credstack::engine::stack::AwardBook;
use credstack::model::policy::PolicySet;
use credstack::model::{Claim, Credential};
use credstack::{PackFiles, Rules, StackOptions, wire};
use serde_json::{Value, json};

mod support;

/// Awards that ask for a field, for fields that begin alike, for a component, for a level alone, for one of several things, for
/// something and its opposite, for another award.
fn shelf() -> Rules {
    let mut text = support::ground("x.ground", "");
    for at in 0..120 {
        let field = ["0413", "0111", "0521", "041", "05", "0613"][at % 6];
        let asked = match at % 7 {
            0 => format!("require core \"Core\" at least 6 ECTS where field in ISCED-F {field}"),
            1 => format!("require core \"Core\" at least 9 ECTS where field in ISCED-F {field} and level >= EQF 6"),
            2 => "component part \"Part\" kind course 6 ECTS EQF 7\n    require part \"Part\"".to_owned(),
            3 => "require core \"Core\" at least 12 ECTS where level >= EQF 7".to_owned(),
            4 => format!("require core \"Core\" at least 6 ECTS where field in ISCED-F {field} or issued in PT"),
            5 => format!("require core \"Core\" at least 6 ECTS where not field in ISCED-F {field}"),
            _ => format!("require inner \"Inner\" award x.a{:03}", at - 6),
        };
        let _ = write!(
            text,
            "award x.a{at:03} \"Award {at}\" {{\n    kind certificate\n    level EQF 7\n    workload 6 ECTS\n\n    {asked}\n}}\n\n"
        );
    }
    let manifest = "[pack]\nname = \"x\"\nversion = \"1.0.0\"\ntitle = \"Shelf\"\nlanguage = \"1\"\n";
    let rules = vec![("awards.rule".to_owned(), text.into_bytes())];
    let rules = Rules::from_memory(&[PackFiles { manifest: ("pack.toml".to_owned(), manifest.into()), rules }]);
    assert!(!rules.has_errors(), "{}", credstack::diagnostics::to_plain(&rules.diagnostics, &rules.sources));
    rules
}

fn wallet(set: &PolicySet, credentials: &[Value]) -> Vec<Credential> {
    let source =
        wire::Source { name: "wallet".into(), base: String::new(), symbols: &set.symbols, vocabulary: &set.vocabulary };
    let document = json!({"credstack": "wallet/v1", "credentials": credentials});
    wire::read_credentials(&source, &document).unwrap().value
}

fn course(id: &str, field: &str, level: &str, country: &str, more: &[&str]) -> Value {
    let mut credential = json!({
        "workload": {"amount": "6", "unit": "ECTS"}, "level": {"framework": "EQF", "level": level},
        "completed": true, "authentic": true, "field": [field]
    });
    if !more.is_empty() {
        credential["identifier"] = json!(more);
    }
    json!({"id": id, "credential": credential, "issuer": {"country": country}})
}

/// Every award tried, compared with what the index finds.
fn compare(set: &Arc<PolicySet>, credentials: &[Credential]) -> usize {
    let (claim, options) = (Claim::default(), StackOptions::default());
    let shelf = Shelf::new(set);
    let found = shelf.reach(credentials, &claim, options, usize::MAX).unwrap();
    assert_eq!(found.failed, []);
    for award in &set.awards {
        let name = set.symbols.text(award.name);
        let book = AwardBook::compile(set, name).unwrap();
        let standing = book.standing(credentials, &Claim::default(), options).unwrap();
        let reached = found.reached.iter().any(|r| r.award == award.name);
        let near = found.near.iter().any(|n| n.award == award.name && n.standing == standing);
        assert_eq!(reached, standing.complete, "{name}");
        assert_eq!(near, !standing.complete && !standing.counted.is_zero(), "{name}");
    }
    found.tried
}

#[test]
fn nothing_that_a_wallet_reaches_is_missed() {
    let rules = shelf();
    let set = &rules.policies;
    let field = wallet(set, &[course("a", "0413", "7", "BE", &[])]);
    assert!(compare(set, &field) < set.awards.len());
    let part = wallet(set, &[course("a", "0999", "5", "PT", &["x.a009.part"]), course("b", "0999", "5", "PT", &[])]);
    assert!(compare(set, &part) < set.awards.len());
    let several = wallet(
        set,
        &[
            course("a", "0521", "7", "BE", &[]),
            course("b", "0613", "6", "BE", &["x.a000"]),
            course("c", "0413", "7", "PT", &[]),
        ],
    );
    compare(set, &several);
}
