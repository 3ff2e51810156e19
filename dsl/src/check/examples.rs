//! Rules and functions without an example.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::PolicySet;

pub(super) fn check(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    for rule in set.policies.iter().flat_map(|p| &p.rules).filter(|r| r.examples.is_empty() && r.within.is_none()) {
        let message = format!("`{}` has no example", set.symbols.text(rule.name));
        let help = "add `example \"…\" { … } is …`: it says what you mean, and it is the rule's test";
        found.push(Diagnostic::new(Slug::MissingExample, rule.span, message).help(help));
    }
    for function in set.functions.iter().filter(|f| f.promises.is_empty()) {
        let message = format!("`{}` has no example", set.symbols.text(function.name));
        let help = "add `example (…) gives …`, and `example (…) fails` where it must have no answer";
        found.push(Diagnostic::new(Slug::MissingExample, function.span, message).help(help));
    }
}
