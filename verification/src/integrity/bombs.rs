//! How much work a canonical form may be (RDF Dataset Canonicalization 1.0, section 7.1: dataset poisoning).
//!
//! Blank nodes that look alike are told apart by trying the orders of those around them. The library counts its calls but not
//! the orders that it tries within one: twenty statements that lead from one node to the same other one are 20! orders in a
//! single call. So the longest list that can come up is found beforehand, and with it the calls that are allowed.

use std::collections::BTreeMap;

use oxrdf::{Dataset, GraphNameRef, QuadRef, SubjectRef, TermRef};

/// The orders that are tried in all.
const MOST_ORDERS: usize = 2_000_000;

/// The calls that are allowed where the lists are short; each may be as deep as those before it.
const MOST_CALLS: usize = 400;

/// Statements to look at for one blank node that others look like.
const MOST_AROUND: usize = 2_000;

/// The calls that are allowed for this document.
///
/// # Errors
/// That it would be too much work.
pub(super) fn calls(dataset: &Dataset) -> Result<usize, String> {
    let mut around: BTreeMap<&str, Vec<QuadRef<'_>>> = BTreeMap::new();
    for quad in dataset {
        for node in blanks(quad) {
            let list = around.entry(node).or_default();
            // A node may stand in one statement twice; once is enough to look at it.
            if list.last() != Some(&quad) {
                list.push(quad);
            }
        }
    }
    let looks: BTreeMap<&str, String> = around.iter().map(|(node, quads)| (*node, look(node, quads))).collect();
    let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
    for look in looks.values() {
        *alike.entry(look).or_default() += 1;
    }
    let is_alone = |node: &str| looks.get(node).and_then(|look| alike.get(look.as_str())) == Some(&1);
    let mut most = 1;
    for (node, quads) in around.iter().filter(|(node, _)| !is_alone(node)) {
        if quads.len() > MOST_AROUND {
            return Err(format!("more than {MOST_AROUND} statements are about one of several nodes that look alike"));
        }
        most = most.max(orders(node, quads, |other| {
            if is_alone(other) { other } else { looks.get(other).map_or("", String::as_str) }
        })?);
    }
    Ok((MOST_ORDERS / most).clamp(1, MOST_CALLS))
}

/// The orders that one call may try: those around the node, by their place in the statement and by how they look.
fn orders<'a>(node: &str, quads: &[QuadRef<'a>], look: impl Fn(&'a str) -> &'a str) -> Result<usize, String> {
    let mut lists: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for quad in quads {
        let mut count = |place, predicate, other: &'a str| {
            if other != node {
                *lists.entry((place, predicate, look(other))).or_default() += 1;
            }
        };
        if let SubjectRef::BlankNode(other) = quad.subject {
            count("s", quad.predicate.as_str(), other.as_str());
        }
        if let TermRef::BlankNode(other) = quad.object {
            count("o", quad.predicate.as_str(), other.as_str());
        }
        if let GraphNameRef::BlankNode(other) = quad.graph_name {
            count("g", "", other.as_str());
        }
    }
    let mut all: usize = 1;
    for length in lists.into_values() {
        let factorial = (1..=length).try_fold(1, usize::checked_mul).filter(|orders| *orders <= MOST_ORDERS);
        let told = || format!("{length} parts that look alike stand at one place, too many to try their orders");
        all = all.checked_add(factorial.ok_or_else(told)?).filter(|all| *all <= MOST_ORDERS).ok_or_else(told)?;
    }
    Ok(all)
}

/// How a blank node looks from its own statements, with the names of blank nodes left out (section 4.6 of the specification).
fn look(node: &str, quads: &[QuadRef<'_>]) -> String {
    let name = |other: &str| if other == node { "_:a" } else { "_:z" };
    let mut lines: Vec<String> = quads
        .iter()
        .map(|quad| {
            let subject = match quad.subject {
                SubjectRef::BlankNode(other) => name(other.as_str()).to_owned(),
                plain @ SubjectRef::NamedNode(_) => plain.to_string(),
            };
            let object = match quad.object {
                TermRef::BlankNode(other) => name(other.as_str()).to_owned(),
                plain => plain.to_string(),
            };
            let graph = match quad.graph_name {
                GraphNameRef::BlankNode(other) => name(other.as_str()).to_owned(),
                plain => plain.to_string(),
            };
            format!("{subject} {} {object} {graph}\n", quad.predicate)
        })
        .collect();
    lines.sort_unstable();
    lines.concat()
}

fn blanks(quad: QuadRef<'_>) -> impl Iterator<Item = &str> {
    let subject = match quad.subject {
        SubjectRef::BlankNode(node) => Some(node.as_str()),
        SubjectRef::NamedNode(_) => None,
    };
    let object = match quad.object {
        TermRef::BlankNode(node) => Some(node.as_str()),
        _ => None,
    };
    let graph = match quad.graph_name {
        GraphNameRef::BlankNode(node) => Some(node.as_str()),
        _ => None,
    };
    subject.into_iter().chain(object).chain(graph)
}
