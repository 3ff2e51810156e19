//! Every input that fuzzing kept still holds, and so do a few thousand inputs near them, the same in every run.
//!
//! `CREDSTACK_CASES` sets how many of these are tried for each target.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::panic::catch_unwind;
use std::path::PathBuf;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use spec_tests::fuzz::TARGETS;
use spec_tests::repository;

/// No input near a kept one is longer: what is long is slow, and says no more.
const LONGEST: usize = 4_096;

/// The inputs of a target, in the order of their names.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = repository("fuzz/corpus").join(target);
    assert!(folder.is_dir(), "no corpus in {}", folder.display());
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// Tries what was kept for a target, and so many inputs near it.
fn holds(target: &str, near: u32) {
    let (_, run) = TARGETS.into_iter().find(|(name, _)| *name == target).unwrap();
    let kept = corpus(target);
    assert!(kept.len() >= 10, "{target}: only {} inputs were kept", kept.len());
    for (path, bytes) in &kept {
        assert!(catch_unwind(|| run(bytes)).is_ok(), "does not hold: {}", path.display());
    }
    let cases = std::env::var("CREDSTACK_CASES").map_or(near, |text| text.parse().unwrap());
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let inputs: Vec<Vec<u8>> = kept.into_iter().map(|(_, bytes)| bytes).collect();
    let result = runner.run(&changed(inputs), |bytes| {
        run(&bytes);
        Ok(())
    });
    assert!(result.is_ok(), "{target}: {}", result.map_or_else(|error| error.to_string(), |()| String::new()));
}

/// One change of an input: what is done, where, over how many bytes, and with what.
type Change = (u8, Index, Index, Vec<u8>);

/// An input that was kept, changed in some places.
fn changed(inputs: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let words = words();
    let with = prop_oneof![
        4 => select(words),
        2 => select(inputs.clone()),
        1 => proptest::collection::vec(any::<u8>(), 1..5),
    ];
    let change = (0u8..4, any::<Index>(), any::<Index>(), with);
    let changes = proptest::collection::vec(change, 1..6);
    (select(inputs), changes).prop_map(|(input, changes)| changes.into_iter().fold(input, change_one))
}

fn change_one(mut input: Vec<u8>, (kind, place, length, with): Change) -> Vec<u8> {
    let at = place.index(input.len() + 1);
    let end = input.len().min(at + length.index(32));
    match kind {
        0 => drop(input.drain(at..end)),
        1 => drop(input.splice(at..at, with)),
        2 => drop(input.splice(at..end, with)),
        _ => {
            let again = input[at..end].to_vec();
            input.splice(at..at, again);
        }
    }
    input.truncate(LONGEST);
    input
}

/// The words of the fuzzer's dictionary.
fn words() -> Vec<Vec<u8>> {
    let dictionary = std::fs::read_to_string(repository("fuzz/rules.dict")).unwrap();
    let quoted = dictionary.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    quoted.map(unescaped).collect()
}

fn unescaped(word: &str) -> Vec<u8> {
    let mut parts = word.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).unwrap());
        bytes.extend(rest.bytes());
    }
    bytes
}

#[test]
fn claims_hold() {
    holds("claim", 5_000);
}

#[test]
fn documents_hold() {
    holds("document", 3_000);
}

#[test]
fn decisions_hold() {
    holds("evaluate", 1_000);
}

#[test]
fn layouts_hold() {
    holds("format", 5_000);
}

#[test]
fn functions_hold() {
    holds("function", 2_000);
}

#[test]
fn rules_hold() {
    holds("rules", 2_000);
}

/// A target that is not named here is not tried.
#[test]
fn every_target_is_tried() {
    let mut here: Vec<&str> = include_str!("corpora.rs").lines().filter_map(tried).collect();
    here.sort_unstable();
    assert_eq!(here, TARGETS.map(|(name, _)| name));
}

fn tried(line: &str) -> Option<&str> {
    line.trim().strip_prefix("holds(\"")?.split('"').next()
}
