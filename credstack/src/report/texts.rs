//! Texts of rules in the reader's language, with the values of the case filled in.

use credstack_engine::prove::stands;
use credstack_engine::{Case, Rulebook, interpret};
use credstack_model::facts::{Knowledge, Text, Value};
use credstack_model::policy::{Citation, Effect, PolicySet, Procedure, Rule};
use credstack_model::proposal::{Label, Outcome, Proposal, Truth};
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Answer, Claim, Symbol};

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

/// Toward which kinds of component it never counts, in words, each with where that is laid down: by the rules that bar toward
/// the kind, are for this credential, and are shown to the reader.
pub(super) fn never_toward(
    book: &Rulebook,
    case: &Case<'_>,
    proposal: &Proposal,
    sees: impl Fn(Symbol) -> bool,
) -> Vec<(String, Vec<Citation>)> {
    let rules = || proposal.findings.iter().filter_map(|f| book.rule_named(f.rule)).filter(|r| sees(r.name));
    let mut found: Vec<(Vec<Symbol>, Vec<Citation>)> = Vec::new();
    for kind in &proposal.outcome.never_toward {
        let mut citations: Vec<Citation> = Vec::new();
        for rule in rules().filter(|rule| bars_toward(book, case, rule, *kind)) {
            citations.extend(rule.citations.iter().filter(|c| !citations.contains(c)).cloned().collect::<Vec<_>>());
        }
        match found.iter_mut().find(|(_, same)| *same == citations) {
            Some((kinds, _)) => kinds.push(*kind),
            None => found.push((vec![*kind], citations)),
        }
    }
    let mut told: Vec<(String, Vec<Citation>)> =
        found.into_iter().map(|(kinds, citations)| (words::classes(book.set(), &kinds), citations)).collect();
    told.sort_by(|(a, _), (b, _)| a.cmp(b));
    told
}

/// Whether a rule bars, or may bar, this credential toward a kind of component.
fn bars_toward(book: &Rulebook, case: &Case<'_>, rule: &Rule, kind: Symbol) -> bool {
    let Effect::Bar { toward, when } = &rule.effect else { return false };
    let base = || stands(rule).and(when.clone());
    toward.contains(&kind) && interpret::truth(book, case, &base()) != Truth::False
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

/// The credits that must and may be granted.
pub(super) fn credits(outcome: &Outcome) -> String {
    if outcome.best == Label::Refused {
        return "no credits".into();
    }
    let say = |range: AmountRange| format!("{range} ECTS");
    let none = |range: AmountRange| range.high.is_some_and(Amount::is_zero);
    match (outcome.must == outcome.may, none(outcome.must), none(outcome.may)) {
        (_, _, true) => "for credits that nobody can tell yet".into(),
        (true, _, _) => format!("{} must be granted", say(outcome.must)),
        (false, true, _) => format!("{} may be granted, at the institution's discretion", say(outcome.may)),
        (false, false, _) => format!("{} must be granted, {} may be", say(outcome.must), say(outcome.may)),
    }
}
