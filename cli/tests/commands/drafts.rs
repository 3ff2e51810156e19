//! A stack is drafted as a credential for its awarding body to seal, and what is read of the draft is what was drafted.

use serde_json::json;

use crate::support::{Desk, Run, run};

fn draft(more: &[&str]) -> Run {
    let asked = [
        "draft",
        "examples/wallets/flemish-climbing.json",
        "--claim",
        "examples/claims/flemish-climbing-certificate.json",
        "--on",
        "2026-09-01",
    ];
    run(&[&asked[..], more].concat())
}

#[test]
fn a_complete_award_is_drafted_with_what_counts_in_it() {
    for kind in ["european", "badge"] {
        let desk = Desk::new();
        let path = desk.path("draft.json");
        let run = draft(&["--as", kind, "--eidas", "VATBE-0123456789", "--out", &path]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains("This is a draft without a seal"), "{}", run.err);
        let read = crate::support::run(&["import", &path, "--format", "json"]).json();
        let credentials = read[0]["credentials"].as_array().expect("credentials");
        let whole = &credentials[0]["credential"];
        assert_eq!(whole["credential"]["workload"], json!({"amount": "27", "unit": "ECTS"}), "{kind}");
        assert!(whole["credential"]["title"].to_string().contains("Postgraduate Certificate"), "{kind}: {whole}");
        let parts = whole["parts"].as_array().expect("parts");
        assert_eq!(parts.len(), credentials.len() - 1, "{kind}");
        assert!(!parts.is_empty());
    }
}

#[test]
fn what_a_european_credential_asks_for_and_nobody_knows_is_told() {
    let run = draft(&["--as", "european", "--format", "json"]);
    assert_eq!(run.code, 5, "{}", run.err);
    let told = run.json();
    assert_eq!(told["credstack"], "draft/v1");
    let lacks: Vec<&str> = told["left_out"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["required"] == true)
        .map(|one| one["said"].as_str().expect("a sentence"))
        .collect();
    assert_eq!(lacks.len(), 1, "{lacks:?}");
    assert!(lacks[0].contains("eIDAS"), "{lacks:?}");
}

#[test]
fn nothing_that_counts_is_nothing_to_draft() {
    // Professional experience fits into no requirement of the award.
    let experience = "examples/documents/professional-experience.json";
    let run = run(&["draft", experience, "--claim", "examples/claim.json", "--as", "badge", "--on", "2026-09-01"]);
    assert_eq!((run.code, run.out.as_str()), (8, ""), "{}", run.err);
    assert!(run.err.contains("nothing of the wallet counts toward the award"), "{}", run.err);
}
