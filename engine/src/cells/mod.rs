//! Cells: for each fact that a rulebook reads, the values that no test tells apart.
//!
//! A known fact has one cell. An unknown one, or a range that a bound cuts, has several; a world takes one cell of each fact.

mod amounts;
mod codes;
mod days;
mod domain;
mod levels;
mod simple;

use std::sync::Arc;

use credstack_model::proposal::Unknown;
use credstack_model::vocabulary::{AttributeId, Kind, attribute};

pub(crate) use days::{between, within};
pub(crate) use domain::Domain;
pub(crate) use levels::{Way, frameworks_of, meets, meets_of, ways};

use crate::case::Case;
use crate::compile::{Atom, Group, GroupKey, Rulebook};

/// The domains of all facts that a rulebook reads, for one case.
pub(crate) fn domains(book: &Rulebook, case: &Case<'_>) -> Vec<Domain> {
    book.atoms().groups().iter().flat_map(|group| of_group(book, case, group)).collect()
}

/// The domains of the facts of some groups alone.
pub(crate) fn domains_where(book: &Rulebook, case: &Case<'_>, wanted: impl Fn(GroupKey) -> bool) -> Vec<Domain> {
    book.atoms().groups().iter().filter(|g| wanted(g.key)).flat_map(|group| of_group(book, case, group)).collect()
}

/// The domains of a case that differs from another in one fact or answer alone: only what is decided by it is made anew.
pub(crate) fn domains_but(
    book: &Rulebook,
    case: &Case<'_>,
    before: &[Arc<Domain>],
    changed: Unknown,
) -> Vec<Arc<Domain>> {
    let mut found = Vec::with_capacity(before.len());
    for group in book.atoms().groups() {
        if hangs_on(book, group, changed) {
            found.extend(of_group(book, case, group).into_iter().map(Arc::new));
        } else {
            found.extend(before.iter().filter(|domain| domain.key == group.key).cloned());
        }
    }
    debug_assert!(found.iter().map(|domain| &**domain).eq(&domains(book, case)), "a group hangs on {changed:?}, too");
    found
}

/// Whether the cells of a group may differ where one fact or answer does.
fn hangs_on(book: &Rulebook, group: &Group, changed: Unknown) -> bool {
    let id = match (changed, group.key) {
        (Unknown::Answer(question), key) => return key == GroupKey::Answer(question),
        (Unknown::Fact(_), GroupKey::Answer(_)) => return false,
        (Unknown::Fact(id), _) => id,
    };
    // A workload is converted as in the issuer's country, and without a level that at which it was taught is compared.
    let is = |of: AttributeId| of == id || (of == attribute::LEVEL && id == attribute::TAUGHT_LEVEL);
    let own = match group.key {
        GroupKey::Workload(of, ..) => is(of) || id == attribute::ISSUER_COUNTRY,
        GroupKey::Level(of) | GroupKey::Plain(of) | GroupKey::Stated(of) => is(of),
        GroupKey::Answer(_) => false,
    };
    own || group.atoms.iter().any(|atom| match book.atoms().get(*atom) {
        Some(Atom::Test(_, kind)) => kind.compared_with().is_some_and(is),
        _ => false,
    })
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
