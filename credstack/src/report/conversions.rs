//! What a credential states in hours, in credits of other systems and in levels of other frameworks, as sentences.

use credstack_model::facts::Facts;
use credstack_model::policy::{Citation, Converted, PolicySet, Turned};
use credstack_model::workload::WorkloadUnit;

use super::words;

/// One conversion as a sentence, with what it rests on.
pub(super) struct Line {
    /// `28 hours: 1 ECTS at 28 hours for an ECTS credit`.
    pub(super) text: String,
    pub(super) citations: Vec<Citation>,
    /// Whether nobody could check what it rests on.
    pub(super) doubtful: bool,
    /// Where nobody could check some of it, which.
    pub(super) unread: Option<String>,
}

/// The conversions of a credential, whether a rule reads them or not.
pub(super) fn lines(set: &PolicySet, facts: &Facts) -> Vec<Line> {
    let line = |converted: &Converted| {
        let citations = set.citations_of(&converted.rests_on);
        let unread = unread(set, &citations);
        Line { text: sentence(set, converted), doubtful: set.in_doubt(&citations), citations, unread }
    };
    set.conversions_of(facts).iter().map(line).collect()
}

/// Which of several sources nobody could check, where others were read: the officer is told what rests on nothing.
fn unread(set: &PolicySet, citations: &[Citation]) -> Option<String> {
    let doubted = |c: &&Citation| set.in_doubt(std::slice::from_ref(*c));
    let names: Vec<&str> = citations.iter().filter(doubted).map(|c| set.symbols.text(c.source)).collect();
    let some = !names.is_empty() && names.len() < citations.len();
    some.then(|| format!("not verified, of these: {}", names.join(", ")))
}

fn sentence(set: &PolicySet, converted: &Converted) -> String {
    match &converted.turned {
        Turned::Workload(turned) => {
            let becomes = words::conversion(set, turned.ects, &turned.how, WorkloadUnit::Ects);
            format!("{} {}: {becomes}", turned.stated.amount, words::unit(set, turned.stated.unit))
        }
        Turned::Level { stated, eqf } => {
            let levels: Vec<String> = eqf.iter().map(|level| format!("EQF {level}")).collect();
            let becomes = match levels.as_slice() {
                _ if converted.rests_on.is_empty() => "no pack says which EQF level that is".to_owned(),
                [one] => one.clone(),
                all if all.len() == 8 => "its place in the EQF is not known".to_owned(),
                some => format!("may be {}", some.join(" or ")),
            };
            format!("{} {}: {becomes}", set.symbols.text(stated.framework), set.symbols.text(stated.label))
        }
    }
}
