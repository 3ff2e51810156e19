//! Examples: facts and what they promise.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::facts::{Knowledge, Value};
use credstack_model::policy::{Effect, Example, ExampleFact, Expectation};
use credstack_model::vocabulary::{AttributeId, Kind as Type, attribute};

use super::cx::Cx;
use super::{promise, value, word};
use crate::syntax::{self, Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str, effect: &Effect) -> Option<Example> {
    let facts = node.all(Kind::example_fact).filter_map(|f| fact(cx, f)).collect();
    let expect = expectation(cx, node.child(Kind::expectation)?, policy, effect)?;
    Some(Example { title: node.child(Kind::text)?.words().into(), facts, expect, span: node.span })
}

pub(super) fn fact(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ExampleFact> {
    let known = |attribute, value| Some(ExampleFact { attribute, knowledge: Knowledge::Known(value) });
    if let Some(id) = word::truth(cx, node.text) {
        return known(id, Value::Truth(true));
    }
    let inner = node.first()?;
    match inner.kind {
        Kind::not_fact => {
            let words = inner.child(Kind::loose_words)?;
            match word::truth(cx, words.text) {
                Some(id) => known(id, Value::Truth(false)),
                None => {
                    word::unknown_word(cx, words, words.text);
                    None
                }
            }
        }
        Kind::loose_fact => {
            word::unknown_word(cx, inner, inner.text);
            None
        }
        Kind::no_fact => {
            let phrase = inner.child(Kind::loose_words)?;
            if let Some(id) = word::truth(cx, phrase.text) {
                return known(id, Value::Truth(false));
            }
            word::attribute(cx, phrase).map(|attribute| ExampleFact { attribute, knowledge: Knowledge::None })
        }
        Kind::missing_fact => {
            let phrase = inner.child(Kind::loose_words)?;
            let id = word::truth(cx, phrase.text).or_else(|| word::attribute(cx, phrase))?;
            Some(ExampleFact { attribute: id, knowledge: Knowledge::Missing })
        }
        Kind::prefix_test => {
            let spoken = value::spoken(inner.child(Kind::prefix)?.text);
            let id = if spoken == "toward" { attribute::COMPONENT_KIND } else { cx.vocabulary.by_phrase(&spoken)? };
            let codes = value::code_of_fact(cx, id, inner.child(Kind::value)?)?;
            known(id, Value::Codes(vec![codes]))
        }
        _ => valued(cx, inner),
    }
}

/// `workload 14.5 ECTS`, `kind of learning own study`: the longest attribute that the words begin with, and its value.
fn valued(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ExampleFact> {
    let phrase = node.child(Kind::fact_phrase)?;
    if let Some(id) = word::untruth(cx, node.text) {
        return Some(ExampleFact { attribute: id, knowledge: Knowledge::Known(Value::Truth(false)) });
    }
    if let Some(val) = node.child(Kind::value) {
        let id = word::attribute(cx, phrase)?;
        return Some(ExampleFact { attribute: id, knowledge: knowledge(cx, id, val)? });
    }
    if let Some(list) = node.child(Kind::value_list) {
        let id = word::attribute(cx, phrase)?;
        if !matches!(cx.vocabulary.get(id).kind, Type::Codes(_)) || !cx.vocabulary.get(id).many {
            let message = format!("`{}` has one value", cx.vocabulary.get(id).phrase);
            cx.report(Diagnostic::new(Slug::WrongType, list.span, message).help("write the value alone"));
            return None;
        }
        let codes = list.all(Kind::value).filter_map(|v| value::code_of_fact(cx, id, v)).collect();
        return Some(ExampleFact { attribute: id, knowledge: Knowledge::Known(Value::Codes(codes)) });
    }
    if node.has(Kind::KW_NONE) {
        return word::attribute(cx, phrase).map(|attribute| ExampleFact { attribute, knowledge: Knowledge::None });
    }
    split(cx, phrase)
}

/// A code after its attribute, all in one phrase: `kind of learning own study`; or a kind of learning alone.
fn split(cx: &mut Cx<'_>, phrase: &Node<'_>) -> Option<ExampleFact> {
    let words: Vec<&str> = phrase.text.split_whitespace().collect();
    for at in (0..words.len()).rev() {
        let (head, tail) = words.split_at(at);
        let id = if head.is_empty() { Some(attribute::KIND) } else { cx.vocabulary.by_phrase(&head.join(" ")) };
        let Some(id) = id else { continue };
        let (code, list) =
            (value::without_article(&tail.join(" ")).replace(' ', "_"), cx.vocabulary.get(id).codes().cloned());
        let Some(list) = list else { continue };
        let outside = list.open && list.codes.is_empty() && !list.by_prefix;
        if list.has(&code) || (!head.is_empty() && (outside || list.open)) {
            let codes = vec![if value::is_unlisted(cx, &list, &code) {
                value::unlisted(cx, id, &code, phrase)
            } else {
                cx.symbols.intern(&code)
            }];
            return Some(ExampleFact { attribute: id, knowledge: Knowledge::Known(Value::Codes(codes)) });
        }
    }
    word::unknown_word(cx, phrase, &words.join(" "));
    None
}

fn knowledge(cx: &mut Cx<'_>, id: AttributeId, node: &Node<'_>) -> Option<Knowledge> {
    let inner = node.first()?;
    if inner.text == "none" {
        return Some(Knowledge::None);
    }
    let val = match (cx.vocabulary.get(id).kind, inner.kind) {
        (Type::Workload, Kind::workload) => Value::Workload(vec![value::workload(cx, inner)?]),
        (Type::Workload, Kind::bare_number) => {
            word::missing_unit(cx, inner);
            return None;
        }
        (Type::Level, Kind::bare_number) => {
            cx.report(syntax::no_framework(inner.span, inner.text));
            return None;
        }
        (Type::Level, Kind::level) => Value::Level(vec![value::level(cx, inner)?]),
        (Type::Date, Kind::date) => Value::Date(credstack_model::date::DateRange::exactly(value::day(cx, inner)?)),
        (Type::Number, Kind::bare_number | Kind::percent) => Value::Number(*value::amounts(cx, inner).first()?),
        (Type::Codes(_), _) => Value::Codes(vec![value::code_of_fact(cx, id, node)?]),
        (Type::Text, Kind::string) => Value::Text(vec![credstack_model::facts::Text::plain(&inner.words())]),
        (kind, _) => {
            let (phrase, word) = (cx.vocabulary.get(id).phrase.clone(), kind.word());
            let problem = Diagnostic::new(
                Slug::WrongType,
                inner.span,
                format!("`{phrase}` is {word}, and `{}` is not", inner.text),
            );
            cx.report(problem);
            return None;
        }
    };
    Some(Knowledge::Known(val))
}

fn expectation(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str, effect: &Effect) -> Option<Expectation> {
    if node.has(Kind::KW_DOES_NOT_APPLY) {
        return Some(Expectation::DoesNotApply);
    }
    if node.has(Kind::KW_UNDETERMINED) {
        let mut facts = Vec::new();
        for phrase in node.all(Kind::loose_words) {
            facts.push(word::truth(cx, phrase.text).or_else(|| word::attribute(cx, phrase))?);
        }
        return Some(Expectation::Undetermined(facts));
    }
    let not = node.has(Kind::KW_NOT);
    let Some(word) = node.child(Kind::full_name) else {
        return promise::lower(cx, node, policy, effect).map(Expectation::Gives);
    };
    let right = match effect {
        Effect::Classify(_) => {
            if let Some(class) = cx.names.class(policy, word.text) {
                return Some(if not { Expectation::IsNot(class) } else { Expectation::Is(class) });
            }
            let problem = Diagnostic::new(
                Slug::UnknownWord,
                word.span,
                format!("no rule classifies anything as `{}`", word.text),
            );
            cx.report(problem.help("name a class of this policy or of one that it extends"));
            return None;
        }
        Effect::Grant(_) => "granted",
        Effect::Doubt { .. } => "doubted",
        Effect::Bar { .. } => "barred",
        Effect::Ask { .. } => "asked",
        Effect::Limit(_) => "counted",
    };
    if word.text != right {
        let problem =
            Diagnostic::new(Slug::UnknownWord, word.span, format!("`{}` says nothing of this rule", word.text));
        cx.report(
            problem.help(format!("write `is {right}`, `is not {right}`, `does not apply` or `is undetermined by …`")),
        );
        return None;
    }
    if node.has(Kind::promised_part) {
        return promise::lower(cx, node, policy, effect).map(Expectation::Gives);
    }
    Some(if not { Expectation::DoesNotHold } else { Expectation::Holds })
}
