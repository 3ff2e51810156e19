//! How long it takes to find what a wallet reaches among ten thousand awards, and whether anything is missed.
//!
//! `cargo run --release -p credstack --example shelf [awards] [check]`; with `check` every award is tried, too.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use credstack::advice::Shelf;
use credstack::engine::stack::AwardBook;
use credstack::model::Claim;
use credstack::{PackFiles, Rules, StackOptions, wire};

/// Detailed fields of ISCED-F; awards and credentials are spread over them.
const FIELDS: [&str; 100] = [
    "0111", "0112", "0113", "0114", "0211", "0212", "0213", "0214", "0215", "0221", "0222", "0223", "0231", "0232",
    "0311", "0312", "0313", "0314", "0321", "0322", "0411", "0412", "0413", "0414", "0415", "0416", "0417", "0421",
    "0511", "0512", "0521", "0522", "0531", "0532", "0533", "0541", "0542", "0611", "0612", "0613", "0711", "0712",
    "0713", "0714", "0715", "0716", "0721", "0722", "0723", "0724", "0731", "0732", "0811", "0812", "0821", "0831",
    "0841", "0911", "0912", "0913", "0914", "0915", "0916", "0917", "0921", "0922", "0923", "1011", "1012", "1013",
    "1014", "1015", "1021", "1022", "1031", "1032", "1041", "0111", "0112", "0113", "0114", "0211", "0212", "0213",
    "0214", "0215", "0221", "0222", "0223", "0231", "0232", "0311", "0312", "0313", "0314", "0321", "0322", "0411",
    "0412", "0413",
];

fn pack(awards: usize) -> PackFiles {
    let manifest =
        "[pack]\nname = \"x.shelf\"\nversion = \"1.0.0\"\ntitle = \"Ten thousand awards\"\nlanguage = \"1\"\n";
    let levels: Vec<String> = (1..=8).map(|level| format!("level {level}")).collect();
    let mut text = format!(
        "policy x.shelf.ground \"Ground\" {{\n    layer union\n    framework EQF \"European Qualifications Framework\" {{\n        {}\n    \
         }}\n    hours 25 to 30 for 1 ECTS\n}}\n\n",
        levels.join("\n        ")
    );
    let mut files = Vec::new();
    for at in 0..awards {
        if at % 2_000 == 1_999 {
            files.push((format!("awards{at}.rule"), std::mem::take(&mut text).into_bytes()));
        }
        let field = FIELDS.get(at % 77).unwrap_or(&"0111");
        let minimum = 6 + 6 * (at / 77 % 8);
        let _ = write!(
            text,
            "award x.shelf.a{at:05} \"Award {at}\" {{\n    kind certificate\n    not official\n    level EQF 7\n    workload {} ECTS\n\n    \
             component core \"Core\" kind course 6 ECTS EQF 7\n\n    \
             require electives \"Electives\" at least {minimum} ECTS where field in ISCED-F {field} and level >= EQF 6\n",
            minimum + if at.is_multiple_of(3) { 6 } else { 0 }
        );
        if at.is_multiple_of(3) {
            let _ = writeln!(text, "    require core \"Core\"");
        }
        text.push_str("}\n\n");
    }
    files.push(("awards.rule".to_owned(), text.into_bytes()));
    PackFiles { manifest: ("pack.toml".to_owned(), manifest.into()), rules: files }
}

fn wallet(credentials: usize) -> serde_json::Value {
    let one = |at: usize| {
        let mut credential = serde_json::json!({
            "title": {"en": format!("Course {at}")}, "workload": {"amount": (3 + at % 4).to_string(), "unit": "ECTS"},
            "level": {"framework": "EQF", "level": "7"}, "issued": "2025-06-30", "completed": true, "authentic": true,
            "field": ["0413"]
        });
        if at.is_multiple_of(10) {
            credential["identifier"] = serde_json::json!([format!("x.shelf.a{:05}.core", 77 * at + 22)]);
        }
        serde_json::json!({"id": format!("urn:example:{at:02}"), "credential": credential, "issuer": {"country": "BE"}})
    };
    let all: Vec<_> = (0..credentials).map(one).collect();
    serde_json::json!({"credstack": "wallet/v1", "credentials": all})
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let awards = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let begin = Instant::now();
    let rules = Rules::from_memory(&[pack(awards)]);
    if rules.has_errors() {
        return Err(credstack::diagnostics::to_plain(
            &rules.diagnostics[..3.min(rules.diagnostics.len())],
            &rules.sources,
        )
        .into());
    }
    println!("{awards} awards loaded in {:.1?}", begin.elapsed());
    let set = &rules.policies;
    let source =
        wire::Source { name: "wallet".into(), base: String::new(), symbols: &set.symbols, vocabulary: &set.vocabulary };
    let credentials = wire::read_credentials(&source, &wallet(30)).map_err(|e| e.to_string())?.value;
    let (claim, options) = (Claim::default(), StackOptions::default());

    let begin = Instant::now();
    let shelf = Shelf::new(set);
    println!("index in {:.1?}", begin.elapsed());
    let begin = Instant::now();
    shelf.prepare();
    println!("compiled in {:.1?}", begin.elapsed());
    for _ in 0..3 {
        let begin = Instant::now();
        let touched = shelf.touched(&credentials, &claim).len();
        let index = begin.elapsed();
        let begin = Instant::now();
        let found = shelf.reach(&credentials, &claim, options, 10)?;
        println!(
            "{touched} touched in {index:.1?}; {} reached of {} tried in {:.1?}",
            found.reached.len(),
            found.tried,
            begin.elapsed()
        );
    }
    if arguments.next().is_some() {
        check(&rules, &shelf, &credentials)?;
    }
    Ok(())
}

/// Tries every award, and says what the index missed.
fn check(
    rules: &Rules,
    shelf: &Shelf,
    credentials: &[credstack::model::Credential],
) -> Result<(), Box<dyn std::error::Error>> {
    let set: &Arc<_> = &rules.policies;
    let found = shelf.reach(credentials, &Claim::default(), StackOptions::default(), usize::MAX)?;
    let (mut complete, mut counted, mut missed) = (0, 0, 0);
    for award in &set.awards {
        let book = AwardBook::compile(set, set.symbols.text(award.name))?;
        let standing = book.standing(credentials, &Claim::default(), StackOptions::default())?;
        complete += usize::from(standing.complete);
        counted += usize::from(!standing.counted.is_zero());
        let known = found.reached.iter().any(|r| r.award == award.name && r.standing == standing)
            || found.near.iter().any(|n| n.award == award.name && n.standing == standing);
        missed += usize::from(!known && !standing.counted.is_zero());
    }
    println!("all tried: {complete} complete, {counted} with something that counts; {missed} missed by the index");
    Ok(())
}
