//! The fixed wording, and which language a text stands in.

use std::collections::BTreeSet;

use super::{DETAILS, refusal};
use crate::messages::messages;
use crate::{Block, Language, Templates, html};

#[test]
fn every_key_stands_in_every_language_with_the_same_gaps() {
    let table = |language: Language| {
        let path = format!("{}/messages/{language}.toml", env!("CARGO_MANIFEST_DIR"));
        toml::from_str::<toml::Table>(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let gaps = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(ToOwned::to_owned).collect()
    };
    let english = table(Language::En);
    for language in Language::ALL {
        assert!(messages(language).is_ok(), "{:?}", messages(language).err());
        let own = table(language);
        assert_eq!(own.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{language}");
        for (key, text) in own.iter().filter_map(|(key, value)| Some((key, value.as_str()?))) {
            assert!(!text.trim().is_empty(), "{key} says nothing in {language}");
            assert_eq!(gaps(text), gaps(english[key].as_str().unwrap()), "{key} in {language}");
        }
    }
}

#[test]
fn a_letter_is_written_in_each_language_and_in_any_two() {
    for first in Language::ALL {
        for second in Language::ALL {
            let letter = refusal(DETAILS, &[first, second]).unwrap();
            let expected = if first == second { 1 } else { 2 };
            assert_eq!(letter.title.0.len(), expected);
            assert!(html(&letter, &Templates::default()).unwrap().contains(&format!("<html lang=\"{first}\">")));
        }
    }
}

#[test]
fn a_rule_speaks_in_the_languages_that_it_has() {
    let tongues = |languages: &[Language]| -> Vec<String> {
        let letter = refusal(DETAILS, languages).unwrap();
        let reasons = letter.sections.iter().find(|s| s.key == "reasons").unwrap();
        let reason = reasons.blocks.iter().find_map(|b| match b {
            Block::Reason { words, .. } => Some(words.clone()),
            _ => None,
        });
        reason.unwrap().0.into_iter().map(|p| p.lang).collect()
    };
    assert_eq!(tongues(&[Language::Es, Language::Nl]), ["es", "nl"]);
    assert_eq!(tongues(&[Language::De, Language::Es]), ["es"]);
    assert_eq!(tongues(&[Language::De]), ["en"], "what exists in one language only is marked with it");
}

#[test]
fn an_unknown_language_is_named() {
    let error = "it".parse::<Language>().unwrap_err().to_string();
    assert_eq!(error, "there is no wording in `it`; there is: en, es, de, fr, nl, pt");
}
