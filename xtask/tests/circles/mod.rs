//! Holds the check for import circles to what counts as one.

use std::error::Error;

use xtask::tidy::circles;
use xtask::tidy::workspace::Workspace;

use crate::house::House;

type Outcome = Result<(), Box<dyn Error>>;

const MEND: &str = "move what both sides need into a file of its own that uses neither";

/// The circles of a crate that consists of these files.
fn circles_of(files: &[(&str, &str)]) -> Result<Vec<String>, Box<dyn Error>> {
    let mut house = House::new()?.depends("model", "")?;
    for (path, text) in files {
        house = house.file(&format!("model/src/{path}"), text)?;
    }
    let violations = circles::check(&Workspace::load(house.root())?)?;
    Ok(violations.iter().map(|violation| violation.to_string().replace("model/src/", "")).collect())
}

#[test]
fn a_circle_of_imports_is_told_whole() -> Outcome {
    let told = circles_of(&[
        ("lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\n"),
        ("a.rs", "\nuse crate::b::{B};\npub struct A(B);\n"),
        ("b.rs", "use super::c;\npub struct B;\nfn f() -> c::C { c::C }\n"),
        ("c.rs", "pub struct C;\nfn f() { let _ = vec![crate::a::A]; }\n"),
        ("d.rs", "use crate::a::A;\nfn f(_: A) {}\n"),
    ])?;
    assert_eq!(
        told,
        [format!(
            "a.rs:2: 3 files import one another in a circle \
             (a.rs:2 uses b.rs, b.rs:3 uses c.rs, c.rs:2 uses a.rs); {MEND}"
        )]
    );
    Ok(())
}

#[test]
fn a_parent_that_only_passes_on_is_in_no_circle() -> Outcome {
    let told = circles_of(&[
        ("lib.rs", "pub mod part;\npub use part::{Leaf, parse::parse};\n"),
        ("part/mod.rs", "mod leaf;\npub mod parse;\npub use leaf::*;\npub struct Whole;\n"),
        ("part/leaf.rs", "use super::Whole;\npub struct Leaf(Whole);\n"),
        ("part/parse.rs", "use crate::Leaf;\npub(super) fn parse() -> Leaf { super::Leaf::new() }\n"),
    ])?;
    assert!(told.is_empty(), "{told:#?}");
    Ok(())
}

#[test]
fn a_parent_that_uses_what_its_child_defines_is_in_a_circle() -> Outcome {
    let told = circles_of(&[
        ("lib.rs", "mod part;\n"),
        ("part/mod.rs", "mod leaf;\npub use leaf::Leaf;\npub struct Whole {\n    leaf: Leaf,\n}\n"),
        ("part/leaf.rs", "use super::Whole;\npub struct Leaf(Box<Whole>);\n"),
    ])?;
    assert_eq!(
        told,
        [format!(
            "part/leaf.rs:1: 2 files import one another in a circle \
             (part/leaf.rs:1 uses part/mod.rs, part/mod.rs:4 uses part/leaf.rs); {MEND}"
        )]
    );
    Ok(())
}

#[test]
fn a_reexport_is_seen_through_to_the_sibling() -> Outcome {
    let told = circles_of(&[
        ("lib.rs", "mod a;\nmod b;\npub use a::A;\npub use b::*;\n"),
        ("a.rs", "pub struct A;\nfn f(_: crate::B) {}\n"),
        ("b.rs", "pub struct B;\nfn f() { let _: super::A; }\n"),
    ])?;
    assert_eq!(
        told,
        [format!("a.rs:2: 2 files import one another in a circle (a.rs:2 uses b.rs, b.rs:2 uses a.rs); {MEND}")]
    );
    Ok(())
}

#[test]
fn tests_and_other_crates_make_no_circle() -> Outcome {
    let told = circles_of(&[
        ("lib.rs", "mod a;\nmod fmt;\n"),
        ("a.rs", "use std::fmt;\npub struct A;\nfn f(_: &mut fmt::Formatter) { crate::fmt::show() }\n"),
        ("fmt.rs", "pub fn show() {}\n#[cfg(test)]\nmod tests {\n    use crate::a::A;\n    fn t(_: A) {}\n}\n"),
    ])?;
    assert!(told.is_empty(), "{told:#?}");
    Ok(())
}

#[test]
fn globs_that_lead_round_end() -> Outcome {
    let told = circles_of(&[
        ("lib.rs", "mod a;\nmod b;\nuse a::*;\nuse b::*;\n"),
        ("a.rs", "use super::*;\npub use crate::b::*;\nfn f(_: Gone) {}\n"),
        ("b.rs", "use super::*;\npub use crate::a::*;\nfn f(_: Gone) {}\n"),
    ])?;
    assert!(told.is_empty(), "{told:#?}");
    Ok(())
}
