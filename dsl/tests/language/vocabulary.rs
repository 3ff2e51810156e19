//! Every line of the attribute table can be said in a rule, and is understood as that attribute.

use credstack_model::policy::{Condition, Effect, TestKind};
use credstack_model::vocabulary::{Attribute, AttributeId, Kind, Vocabulary};

use crate::support::{Read, bar_when, read, rule, shown};

fn clean(text: &str) -> Read {
    let read = read(&[text]);
    assert!(!credstack_diagnostics::has_errors(&read.diagnostics), "{text}\n{}", shown(&read));
    read
}

/// The attribute and the test of the only rule.
fn tested(text: &str) -> (AttributeId, TestKind) {
    let read = clean(text);
    let rule = &read.lowered.policies.policies[1].rules[0];
    let Effect::Bar { when, .. } = &rule.effect else { panic!("{text}") };
    let all = rule.applies.clone().and(when.clone());
    let tests = all.tests();
    let [one] = tests.as_slice() else { panic!("one test is expected in {text}, found {tests:?}") };
    (one.attribute, one.kind.clone())
}

/// A value of the attribute, as a rule writes it.
fn value(attribute: &Attribute) -> String {
    match attribute.kind {
        Kind::Truth | Kind::Text => String::new(),
        Kind::Number => "7.5".into(),
        Kind::Workload => "15 ECTS".into(),
        Kind::Level => "EQF 6".into(),
        Kind::Date => "2024-09-01".into(),
        Kind::Codes(list) => {
            let first = attribute.codes().and_then(|l| l.codes.first()).map(|c| c.code.replace('_', " "));
            first.unwrap_or_else(|| {
                match list {
                    "country" => "ES",
                    "isced_f" => "\"0731\"",
                    "language" => "es",
                    "region" => "ES-MD",
                    _ => "\"urn:example:1\"",
                }
                .into()
            })
        }
    }
}

#[test]
fn every_attribute_is_compared_in_the_way_of_its_kind() {
    for (id, attribute) in Vocabulary::core().iter() {
        let (phrase, value) = (&attribute.phrase, value(attribute));
        let conditions = match attribute.kind {
            Kind::Truth => vec![phrase.to_string(), format!("not ({phrase})")],
            Kind::Text => vec![format!("has {phrase}"), format!("has no {phrase}"), format!("states {phrase}")],
            Kind::Number | Kind::Workload | Kind::Level => {
                ["<", "<=", ">", ">=", "is", "is not"].map(|sign| format!("{phrase} {sign} {value}")).to_vec()
            }
            Kind::Date => vec![
                format!("{phrase} before {value}"),
                format!("{phrase} after {value}"),
                format!("{phrase} >= {value}"),
                format!("{phrase} within 5 years of application date"),
            ],
            Kind::Codes(_) => vec![
                format!("{phrase} is {value}"),
                format!("{phrase} is not {value}"),
                format!("{phrase} in ({value})"),
                format!("states {phrase}"),
            ],
        };
        for condition in conditions {
            assert_eq!(tested(&bar_when(&condition)).0, id, "`{condition}` should speak of {}", attribute.name);
        }
    }
}

#[test]
fn an_article_makes_no_difference() {
    for (id, attribute) in Vocabulary::core().iter().filter(|(_, a)| a.kind == Kind::Workload) {
        assert_eq!(tested(&bar_when(&format!("the {} < 15 ECTS", attribute.phrase))).0, id);
    }
}

#[test]
fn every_reading_stands_before_its_value() {
    for (id, attribute) in Vocabulary::core().iter() {
        let Some(reads) = attribute.reads else { continue };
        let value = value(attribute);
        assert_eq!(tested(&rule(&format!("for any credential {reads} {value}; bar"))).0, id, "{reads} {value}");
        assert_eq!(
            tested(&rule(&format!("for any credential {reads} ({value}, {value}); bar"))).0,
            id,
            "{reads} ({value})"
        );
        if reads != "of" {
            assert_eq!(tested(&bar_when(&format!("{reads} {value}"))).0, id, "{reads} {value}");
        }
    }
}

#[test]
fn every_yes_or_no_describes_a_set() {
    for (id, attribute) in Vocabulary::core().iter().filter(|(_, a)| a.kind == Kind::Truth) {
        let text = rule(&format!("for any credential where {}; bar", attribute.phrase));
        assert_eq!(tested(&text), (id, TestKind::Holds), "{text}");
    }
}

#[test]
fn every_yes_or_no_can_be_stated_or_not() {
    for (id, attribute) in Vocabulary::core().iter().filter(|(_, a)| a.kind == Kind::Truth) {
        let text = bar_when(&format!("states {}", attribute.phrase));
        assert_eq!(tested(&text), (id, TestKind::Stated), "{text}");
    }
}

#[test]
fn toward_speaks_of_the_kind_of_component() {
    let (id, _) = tested(&bar_when("toward thesis"));
    assert_eq!(Vocabulary::core().get(id).name, "component.kind");
}

#[test]
fn every_attribute_can_stand_in_an_example() {
    for (id, attribute) in Vocabulary::core().iter() {
        let phrase = &attribute.phrase;
        let value = match attribute.kind {
            Kind::Text => "\"in words\"".to_owned(),
            _ => value(attribute),
        };
        let mut facts = vec![format!("{phrase} {value}").trim_end().to_owned(), format!("missing {phrase}")];
        if attribute.none || attribute.kind == Kind::Truth {
            facts.push(format!("no {phrase}"));
        }
        for fact in facts {
            let read = clean(&rule(&format!("bar when revoked; example \"x\" {{ {fact} }} is barred")));
            let example = &read.lowered.policies.policies[1].rules[0].examples[0];
            assert_eq!(example.facts.iter().map(|f| f.attribute).collect::<Vec<_>>(), [id], "{fact}");
        }
    }
}

#[test]
fn every_kind_of_learning_is_a_set_of_its_own() {
    let vocabulary = Vocabulary::core();
    let kinds = vocabulary.by_name("credential.kind").and_then(|id| vocabulary.get(id).codes());
    for code in kinds.into_iter().flat_map(|l| l.codes.iter()) {
        let text = rule(&format!("for {}; bar", code.code.replace('_', " ")));
        let read = clean(&text);
        let Condition::Test(found) = &read.lowered.policies.policies[1].rules[0].applies else { panic!("{text}") };
        assert!(matches!(&found.kind, TestKind::Among(codes)
            if codes.iter().map(|c| read.lowered.policies.symbols.text(*c)).eq([code.code.as_ref()])));
    }
}
