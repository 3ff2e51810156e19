//! Texts of rules in the reader's language, with the values of the case filled in.

use credstack_engine::{Case, Rulebook};
use credstack_model::facts::{Knowledge, Text, Value};
use credstack_model::policy::{Citation, PolicySet, Procedure};
use credstack_model::proposal::{Label, Outcome};
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{Amount, Answer, Claim};

use super::words;

/// What was answered to the question of a rule, and by whom: that is a fact like any other.
pub(super) fn answers(claim: &Claim, credential: &str, rule: &str) -> Vec<String> {
    let here = |a: &&Answer| *a.question == *rule && a.credential.as_ref().is_none_or(|c| **c == *credential);
    let told = |Answer { yes, author, date, .. }: &Answer| {
        let by = if author.is_empty() { String::new() } else { format!(" by {author}") };
        let when = date.map_or_else(String::new, |day| format!(", {day}"));
        format!("answered {}{by}{when}", if *yes { "yes" } else { "no" })
    };
    claim.answers.iter().filter(here).map(told).collect()
}

/// The texts in a language; those in English where there are none, and all where there is no English either.
pub(super) fn in_language<'t>(texts: &'t [Text], language: Option<&str>) -> Vec<&'t str> {
    let of = |wanted: &str| -> Vec<&'t str> {
        texts.iter().filter(|t| t.language.as_ref() == wanted).map(|t| t.words.as_ref()).collect()
    };
    let mut found = language.map(of).unwrap_or_default();
    if found.is_empty() {
        found = of("en");
    }
    if found.is_empty() { texts.iter().map(|t| t.words.as_ref()).collect() } else { found }
}

/// What an item is called, in a language where it has a text in it.
pub(super) fn title(title: &str, says: &[Text], language: Option<&str>) -> String {
    let said = language.and_then(|wanted| says.iter().find(|t| &*t.language == wanted));
    said.map_or_else(|| title.to_owned(), |t| t.words.to_string())
}

/// A text with each `{workload}` replaced by what is known of that fact.
pub(super) fn filled(case: &Case<'_>, text: &str) -> String {
    let set = case.set();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((phrase, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match set.vocabulary.by_phrase(phrase.trim()) {
            Some(id) => out.push_str(&words::knowledge(set, case.facts().get(id))),
            None => out.push_str(phrase),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// That credits are rounded down, where that takes something of this credential: the words, and where it is laid down.
pub(super) fn steps<'b>(book: &'b Rulebook, case: &Case<'_>, outcome: &Outcome) -> Option<(String, &'b [Citation])> {
    let steps = book.credit_steps()?;
    let (stated, _) = case.workload(attribute::WORKLOAD, WorkloadUnit::Ects, Basis::Year)?;
    if outcome.best == Label::Refused || stated == stated.down_to(steps.step) {
        return None;
    }
    let of = if steps.step == Amount::whole(1) {
        "whole credits".to_owned()
    } else {
        format!("steps of {} ECTS", steps.step)
    };
    Some((format!("rounded down to {of}, of {stated} ECTS"), &steps.citations))
}

/// What a procedure says, one sentence each. `case` gives the day from which a time limit runs.
pub(super) fn procedure(set: &PolicySet, case: &Case<'_>, procedure: &Procedure) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((term, from)) = procedure.decide_within {
        let start = match case.knowledge(from) {
            Knowledge::Known(Value::Date(range)) => range.single(),
            _ => None,
        };
        let until = start.map_or_else(String::new, |day| format!(", that is by {}", term.after(day)));
        lines.push(format!("a decision is due within {term} of the {}{until}", words::attribute(set, from)));
    }
    lines.extend(procedure.silence.as_ref().map(|means| format!("no decision in time means {means}")));
    if let Some((to, term)) = &procedure.appeal {
        lines.push(format!("an appeal goes to {to} within {term}"));
    }
    if !procedure.languages.is_empty() {
        let languages: Vec<&str> = procedure.languages.iter().map(|l| set.symbols.text(*l)).collect();
        lines.push(format!("language of the procedure: {}", languages.join(", ")));
    }
    lines.extend(procedure.record.map(|r| format!("what is recognised is entered {}", r.words())));
    lines
}

/// A rung, or the two ends of an interval.
pub(super) fn ladder(outcome: &Outcome) -> String {
    if outcome.worst == outcome.best {
        outcome.best.word().to_owned()
    } else {
        format!("{} at worst, {} at best", outcome.worst.word(), outcome.best.word())
    }
}
