//! Texts for people that name a fact whose value is filled in: `"Are {workload} enough?"`.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Effect, PolicySet, Rule};

use crate::suggest::nearest;

pub(super) fn check(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    for rule in set.policies.iter().flat_map(|p| &p.rules).filter(|r| r.within.is_none()) {
        for phrase in texts(rule).into_iter().flat_map(places) {
            if set.vocabulary.by_phrase(phrase).is_none() {
                found.push(unknown(set, rule, phrase));
            }
        }
    }
}

/// The texts of a rule that are filled in.
fn texts(rule: &Rule) -> Vec<&str> {
    let question = match &rule.effect {
        Effect::Ask { question, .. } => Some(question.as_ref()),
        _ => None,
    };
    let others = rule.asks.iter().chain(&rule.measures).map(|t| t.words.as_ref());
    question.into_iter().chain(others).collect()
}

/// What stands between braces.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(phrase, _)| phrase.trim())
}

fn unknown(set: &PolicySet, rule: &Rule, phrase: &str) -> Diagnostic {
    let message = format!("a text of this rule names `{{{phrase}}}`, which is no fact");
    let problem = Diagnostic::new(Slug::UnknownWord, rule.span, message);
    match nearest(phrase, set.vocabulary.phrases()) {
        Some(near) => problem.help(format!("did you mean `{{{near}}}`?")),
        None => problem.help("name a fact between the braces, as `{workload}`; `credstack words` lists them"),
    }
}
