//! What text and HTML say alike of a stack.

use credstack_model::Amount;
use credstack_model::policy::{Bound, Condition, PolicySet};
use credstack_model::stack::{CountedCredits, LimitEntry, Need, Shared, Stack};

use super::words;

/// Credits or credentials.
pub(super) fn need(need: Need) -> String {
    match need {
        Need::Credits(amount) => format!("{amount} ECTS"),
        Need::Credentials(1) => "1 credential".to_owned(),
        Need::Credentials(n) => format!("{n} credentials"),
        Need::LearningOutcomes(1) => "1 learning outcome".to_owned(),
        Need::LearningOutcomes(n) => format!("{n} learning outcomes"),
    }
}

/// The bound of a limit: `at most 9 ECTS (15% of award workload)`.
pub(super) fn extent(limit: &LimitEntry) -> String {
    let side = if limit.bound == Bound::AtMost { "at most" } else { "at least" };
    let share = limit.share.as_ref();
    let share = share.map_or_else(String::new, |(percent, of)| format!(" ({} of {of})", percent.as_share()));
    limit.extent.map_or_else(|| "any number".to_owned(), |extent| format!("{side} {}{share}", need(extent)))
}

/// A limit that is no rule: of the award itself, of one value, of what is shared or was used before.
pub(super) fn own_limit(
    set: &PolicySet,
    stack: Option<&Stack>,
    limit: &LimitEntry,
    from: Option<&Condition>,
) -> String {
    let (bound, scope) = (extent(limit), words::scope_of(stack, limit));
    match (from, &limit.sharing) {
        (Some(Condition::Always(true)), _) => format!("{scope}: {bound}"),
        (Some(from), _) => format!("{scope}: {bound} of what is {}", words::condition(set, from)),
        (None, Some(shared)) => format!("{}: {bound}", shared_by(shared)),
        (None, None) if limit.served => format!("Credits that served another award: {bound}"),
        (None, None) => format!("Of one value: {bound}"),
    }
}

/// Two that share, by their titles.
pub(crate) fn shared_by(shared: &Shared) -> String {
    let [one, other] = &shared.titles;
    format!("Shared by “{one}” and “{other}”")
}

/// The other requirements in which the same credits count, where they are shared: parts of a credential that do not overlap are
/// not.
pub(super) fn shared(stack: &Stack, counted: &CountedCredits) -> String {
    let same = || stack.counted.iter().filter(|c| c.credential == counted.credential);
    let taken = same().filter_map(|c| c.credits.over(c.of)).fold(Amount::ZERO, Amount::plus);
    if taken <= Amount::whole(1) {
        return String::new();
    }
    let title = |path: &str| {
        let line = stack.requirements.iter().find(|r| &*r.path == path);
        line.map_or_else(|| path.to_owned(), |r| r.title.to_string())
    };
    let others: Vec<String> =
        same().filter(|c| c.requirement != counted.requirement).map(|c| title(&c.requirement)).collect();
    format!(", shared with {}", others.join(" and "))
}
