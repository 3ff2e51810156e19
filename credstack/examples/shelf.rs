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
        let _ = write!(
            text,
            "award x.shelf.a{at:05} \"Award {at}\" {{\n    kind certificate\n    not official\n    level EQF 7\n    workload {} ECTS\n\n    \
             component one \"One\" kind course 3 ECTS EQF 7\n    component two \"Two\" kind course 3 ECTS EQF 7\n    \
             component three \"Three\" kind course 3 ECTS EQF 7\n    component four \"Four\" kind course 6 ECTS EQF 7\n\n    \
             require core \"Core\" any 2 of {{ one, two, three }}\n",
            if at.is_multiple_of(3) { 12 } else { 6 }
        );
        if at.is_multiple_of(3) {
            text.push_str("    require four \"Four\"\n");
        }
        text.push_str("}\n\n");
    }
    files.push(("awards.rule".to_owned(), text.into_bytes()));
    PackFiles { manifest: ("pack.toml".to_owned(), manifest.into()), rules: files }
}

/// Each credential is a course of some ten of a hundred awards.
fn wallet(credentials: usize, awards: usize) -> serde_json::Value {
    let one = |at: usize| {
        let part = ["one", "two", "three", "four"][at % 4];
        let courses = (0..10).map(|n| (at / 3 * 10 + n) % 100 * (awards / 100));
        let courses: Vec<String> = courses.map(|award| format!("x.shelf.a{award:05}.{part}")).collect();
        serde_json::json!({
            "id": format!("urn:example:{at:02}"),
            "credential": {
                "title": {"en": format!("Course {at}")}, "workload": {"amount": (3 + at % 4).to_string(), "unit": "ECTS"},
                "level": {"framework": "EQF", "level": "7"}, "issued": "2025-06-30", "completed": true, "authentic": true,
                "identifier": courses
            },
            "issuer": {"country": "BE"}
        })
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
    let credentials = wire::read_credentials(&source, &wallet(30, awards)).map_err(|e| e.to_string())?.value;
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
