//! Cells: for each fact that a rulebook reads, the values that no test tells apart.
//!
//! A known fact has one cell. An unknown one, or a range that a bound cuts, has several; a world takes one cell of each fact.

mod amounts;
mod codes;
mod days;
mod domain;
mod levels;
mod simple;

use credstack_model::vocabulary::Kind;

pub(crate) use days::{between, within};
pub(crate) use domain::Domain;
pub(crate) use levels::{Way, frameworks_of, meets, meets_of, ways};

use crate::case::Case;
use crate::compile::{Group, GroupKey, Rulebook};

/// The domains of all facts that a rulebook reads, for one case.
pub(crate) fn domains(book: &Rulebook, case: &Case<'_>) -> Vec<Domain> {
    book.atoms().groups().iter().flat_map(|group| of_group(book, case, group)).collect()
}

/// The domains of the facts of some groups alone.
pub(crate) fn domains_where(book: &Rulebook, case: &Case<'_>, wanted: impl Fn(GroupKey) -> bool) -> Vec<Domain> {
    book.atoms().groups().iter().filter(|g| wanted(g.key)).flat_map(|group| of_group(book, case, group)).collect()
}

fn of_group(book: &Rulebook, case: &Case<'_>, group: &Group) -> Vec<Domain> {
    match group.key {
        GroupKey::Workload(id, unit, basis) => amounts::workload(book, case, group, (id, unit, basis)),
        GroupKey::Level(id) => levels::level(book, case, group, id),
        GroupKey::Stated(id) => vec![simple::stated(case, group, id)],
        GroupKey::Answer(question) => vec![simple::answer(case, group, question)],
        GroupKey::Plain(id) => match case.set().vocabulary.get(id).kind {
            Kind::Truth => vec![simple::truth(book, case, group, id)],
            Kind::Number => amounts::number(book, case, group, id),
            Kind::Codes(_) => codes::codes(book, case, group, id),
            Kind::Date => days::days(book, case, group, id),
            Kind::Workload | Kind::Level | Kind::Text => vec![simple::presence(case, group, id)],
        },
    }
}
