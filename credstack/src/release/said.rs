//! What each policy and award says, word for word: what somebody puts their name to.

use std::collections::BTreeMap;
use std::path::Path;

use credstack_dsl::{Clause, Matter, Thing, clauses, parse};
use credstack_model::Symbol;
use credstack_source::Span;
use sha2::{Digest, Sha256};

use crate::rules::Rules;

/// The items of all rule files, in the order of the files.
pub(crate) fn all_clauses(rules: &Rules) -> Vec<Clause> {
    let is_rule = |name: &str| Path::new(name).extension().is_some_and(|end| end == "rule");
    let files = rules.sources.files().filter(|(_, file)| is_rule(file.name()));
    files.flat_map(|(id, file)| clauses(&parse(id, file.text()).tree)).collect()
}

/// The policies and awards by full name, each with the words that it consists of. A dated version of a policy is one by itself.
pub(crate) fn marks(rules: &Rules) -> BTreeMap<Symbol, String> {
    let clauses = all_clauses(rules);
    let set = &rules.policies;
    let policies = set.policies.iter().map(|p| (p.name, p.span));
    let named = policies.chain(set.awards.iter().map(|a| (a.name, a.span)));
    named.filter_map(|(name, head)| Some((name, mark(clauses.iter().find(|c| stands_in(head, c))?)))).collect()
}

/// Whether a head is that of an item.
pub(crate) fn stands_in(head: Span, clause: &Clause) -> bool {
    let all = clause.span;
    head.source == all.source && all.start <= head.start && head.start < all.end
}

/// SHA-256 over the words of an item. What changes nothing but when somebody last looked, how it is tried and how it is laid
/// out is left out of it, so that an approval outlives these.
fn mark(clause: &Clause) -> String {
    let mut hasher = Sha256::new();
    add(&mut hasher, clause);
    hasher.finalize().iter().fold(String::from("sha256:"), |text, byte| text + format!("{byte:02x}").as_str())
}

fn add(hasher: &mut Sha256, clause: &Clause) {
    let mut part = |text: &str| hasher.update(format!("{}\0{text}\0", text.len()));
    part(clause.thing.word());
    part(&clause.name);
    for line in clause.lines.iter().filter(|l| matches!(l.matter, Matter::Outcome | Matter::Words)) {
        part(&line.text);
    }
    part(if clause.thing == Thing::Source { "source" } else { "with" });
    clause.within.iter().for_each(|inner| add(hasher, inner));
    hasher.update("end\0");
}
