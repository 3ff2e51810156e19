//! Words that packs add, as the commands list and read them.

use serde_json::json;

use crate::support::{Desk, run};

#[test]
fn words_of_packs_are_listed_where_their_rules_are_named() {
    let core = run(&["words", "German"]);
    assert!(!core.out.contains("German scale"), "{}", core.out);
    let with = run(&["words", "--rules", "rules", "German"]);
    assert!(with.out.contains("mark on the German scale\n    de.grades.converted, a number"), "{}", with.out);
}

#[test]
fn the_schema_has_attributes_of_packs() {
    let schema = run(&["schema", "credential", "--rules", "rules"]).json();
    assert!(schema["properties"]["credential"]["properties"]["de.grades.best"].is_object());
    let claim = run(&["schema", "claim", "--rules", "rules"]).json();
    assert!(claim["properties"]["eu.grades.own_table"].is_object());
}

#[test]
fn a_document_with_a_fact_of_a_pack_is_read_with_its_rules() {
    let desk = Desk::new();
    let credential = json!({"credstack": "credential/v1", "id": "c", "credential": {"de.grades.best": "10"}});
    let document = desk.put("c.json", credential.to_string());
    let without = run(&["import", "--notes", &document]);
    let told = "no pack that is loaded declares the attribute `de.grades.best`";
    assert!(without.out.contains(told), "{}", without.out);
    let with = run(&["import", "--notes", "--facts", "--rules", "rules", &document]);
    assert!(with.out.contains("de.grades.best") && !with.out.contains(told), "{}", with.out);
}
