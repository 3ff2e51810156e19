//! Rows that say the same as far as the rules look are decided once, and nobody may notice.

use credstack::documents::Mapping;
use proptest::prelude::*;

use crate::support::{DESKS, RULES, lines, recogniser_of, table};

const NAMES: [&str; 13] = [
    "id",
    "title",
    "given name",
    "student_number",
    "ects",
    "eqf",
    "kind",
    "issuer.country",
    "institution_id",
    "issue_date",
    "credential.language",
    "learning_outcomes",
    "expiry_date",
];

/// Words as they stand in the columns of offices: good, bad, empty, and those that only look alike.
fn cell(column: usize) -> BoxedStrategy<String> {
    let words: &[&str] = match column {
        0 => &["", "a", "b", " a "],
        1 | 11 => &["", " ", "Water", "Maps", "Fire"],
        2 => &["", "Ana", "Bo"],
        3 => &["", "7", "8", "9"],
        4 => &["", "6", "6.0", "12", "15", "14.99", "six", "6 ECTS", "150 hours", "0"],
        5 => &["", "6", "7", "5", "EQF 6", "9"],
        6 => &["", "own_study", "official_study", "experience", "unheard_of"],
        7 => &["", "ES", "PT", "Spain", "Nowhere"],
        8 => &["", "urn:x:1", "urn:x:2"],
        // Ten years before the decision, to the day; the day of the application.
        9 | 12 => &[
            "",
            "2003-09-12",
            "2016-11-19",
            "2016-11-20",
            "2016-11-21",
            "2026-10-31",
            "2026-11-01",
            "2026-11-02",
            "2026-11-20",
            "2026-11-21",
            "1.10.2024",
            "01/02/2024",
            "2024-02-30",
        ],
        _ => &["", "es", "fr", "xx-nowhere"],
    };
    prop::sample::select(words).prop_map(ToOwned::to_owned).boxed()
}

/// Rows that differ from one another in a cell or two, so that many are of one kind.
fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let row: Vec<_> = (0..NAMES.len()).map(cell).collect();
    let change = (0..NAMES.len()).prop_flat_map(|column| (Just(column), cell(column)));
    let changes = prop::collection::vec(prop::collection::vec(change, 0..3), 1..40);
    (row, changes).prop_map(|(row, changes)| {
        let with = |changes: Vec<(usize, String)>| {
            let mut row = row.clone();
            for (column, text) in changes {
                row[column] = text;
            }
            row
        };
        changes.into_iter().map(with).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn rows_together_come_to_what_each_comes_to_alone(rows in rows(), policy in 0..3_usize) {
        let recogniser = |threads: usize| recogniser_of(&DESKS[policy], threads);
        let all = table(&NAMES, &rows);
        let together = recogniser(2).parts(&[(0, all.clone()), (100, all.clone())]).expect("outcomes");
        let alone: Vec<String> = (0..rows.len())
            .flat_map(|at| {
                let one = recogniser(1).parts(&[(at as u64, all.slice(at, 1))]).expect("an outcome");
                lines(&one[0])
            })
            .collect();
        prop_assert_eq!(lines(&together[0]), alone);
        // What was met before is told as at first.
        let numbered = |line: &String| line.split_once(" | ").map(|(_, rest)| rest.to_owned());
        let again: Vec<_> = lines(&together[1]).iter().map(numbered).collect();
        prop_assert_eq!(again, lines(&together[0]).iter().map(numbered).collect::<Vec<_>>());
    }

    #[test]
    fn a_row_comes_to_what_its_credential_comes_to(rows in rows(), policy in 0..3_usize) {
        let desk = &DESKS[policy];
        let all = table(&NAMES, &rows);
        let told = recogniser_of(desk, 1).parts(&[(0, all.clone())]).expect("outcomes");
        let mapping = Mapping::parse("m", "[table]\nrows = \"credentials\"\n", &RULES.policies.vocabulary).expect("a mapping");
        let set = &desk.set;
        let read = credstack::documents::read_rows("rows", &all, &set.symbols, &set.vocabulary, &mapping);
        let credentials = read.map(|document| document.credentials).unwrap_or_default();
        let outcomes: Vec<String> = credentials
            .iter()
            .map(|credential| {
                let proposal = credstack::recognise(&desk.book, credential, &desk.claim, desk.budget);
                format!("{} | {}", proposal.outcome.worst.key(), proposal.outcome.best.key())
            })
            .collect();
        let lines = lines(&told[0]);
        let found: Vec<String> = lines
            .iter()
            .filter(|line| !line.contains("there is no credential"))
            .map(|line| line.split(" | ").skip(3).take(2).collect::<Vec<_>>().join(" | "))
            .collect();
        prop_assert_eq!(found, outcomes);
    }
}
