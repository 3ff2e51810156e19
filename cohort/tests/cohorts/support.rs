//! The rules of Spain's universities, a claim, and tables of texts.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use credstack::engine::{Budget, Rulebook};
use credstack::model::facts::{Fact, Value};
use credstack::model::vocabulary::attribute;
use credstack::{Rules, complete_claim, wire};
use credstack_cohort::{Desk, Reader, Recogniser};

pub(crate) static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    Rules::from_folder(&rules).expect("the packs of this repository")
});

/// What decides credit toward an award by a policy, with both days in November 2026.
fn desk(policy: &str, award: &str) -> Desk {
    let set = &RULES.policies;
    let text = format!(
        r#"{{"credstack": "claim/v1", "purpose": "credit", "award": {{"identifier": "{award}"}},
        "dates": {{"application": "2026-11-01", "decision": "2026-11-20"}}}}"#
    );
    let source =
        wire::Source { name: "claim".into(), base: String::new(), symbols: &set.symbols, vocabulary: &set.vocabulary };
    let mut claim = wire::read_claim_text(&source, &text).expect("a claim").value;
    // What the office has found out already, so that more hangs on what the rows say.
    let found = [
        (attribute::AUTHENTIC, true),
        (attribute::LEARNER_IDENTIFIED, true),
        (attribute::ISSUER_RECOGNISED, true),
        (attribute::MOBILITY, false),
    ];
    for (id, yes) in found {
        claim.facts.set(id, Fact::known(Value::Truth(yes)));
    }
    complete_claim(set, &mut claim).expect("a claim of a known award");
    let book = Rulebook::compile(set, policy).expect("the policy");
    Desk { set: Arc::clone(set), book: Arc::new(book), claim: Arc::new(claim), budget: Budget { worlds: 64 } }
}

/// Spain's, Slovakia's (learning counts for ten years) and the Netherlands' (some learning expires).
pub(crate) static DESKS: LazyLock<[Desk; 3]> = LazyLock::new(|| {
    [
        desk("es.universities", "es.example.heritage_conservation"),
        desk("sk.higher_education", "sk.example.forest_ecology"),
        desk("nl.higher_education", "nl.example.public_data"),
    ]
});

pub(crate) fn recogniser_of(desk: &Desk, threads: usize) -> Recogniser {
    let reader = Reader::new(&desk.set, None, None).expect("no mapping has no mistake");
    Recogniser::new(desk.clone(), reader, threads)
}

/// By the rules of Spain.
pub(crate) fn recogniser(threads: usize) -> Recogniser {
    recogniser_of(&DESKS[0], threads)
}

/// A table of texts: the names of the columns, then the rows.
pub(crate) fn table(names: &[&str], rows: &[Vec<String>]) -> RecordBatch {
    let column = |at: usize| -> ArrayRef {
        Arc::new(rows.iter().map(|row| row.get(at).map(String::as_str)).collect::<StringArray>())
    };
    let columns = names.iter().enumerate().map(|(at, name)| (*name, column(at)));
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

/// The lines of outcomes as texts.
pub(crate) fn lines(outcomes: &RecordBatch) -> Vec<String> {
    let options = arrow_cast::display::FormatOptions::default();
    let columns: Vec<_> = outcomes
        .columns()
        .iter()
        .map(|column| arrow_cast::display::ArrayFormatter::try_new(column, &options).expect("a column"))
        .collect();
    (0..outcomes.num_rows())
        .map(|at| columns.iter().map(|column| column.value(at).to_string()).collect::<Vec<_>>().join(" | "))
        .collect()
}
