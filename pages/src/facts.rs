//! Small things that several pages show: periods, sources, names of files.

use credstack::model::Symbol;
use credstack::model::policy::{Citation, Period, PolicySet};
use credstack::release::Item;
use serde::Serialize;

/// Where something comes from, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) url: Option<String>,
    /// `primary`, `secondary` or `doubtful`.
    pub(crate) confidence: String,
    /// The last day on which somebody compared the rules with it.
    pub(crate) checked: Option<String>,
    /// Where sources disagree: which reading is taken.
    pub(crate) reading: Option<String>,
}

/// How far something has come, and who has put their name to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Approval {
    pub(crate) state: String,
    /// Whether it was changed since somebody last put their name to it.
    pub(crate) changed_since: bool,
    /// Day, deed and person.
    pub(crate) steps: Vec<(String, String, String)>,
}

pub(crate) fn approval(items: &[Item], name: &str) -> Approval {
    let Some(item) = items.iter().find(|item| item.name == name) else { return Approval::default() };
    let step = |s: &credstack::release::Step| (s.on.to_string(), s.state.word().to_owned(), s.by.clone());
    Approval {
        state: item.state.words().to_owned(),
        changed_since: item.changed_since,
        steps: item.steps.iter().map(step).collect(),
    }
}

pub(crate) fn source(set: &PolicySet, citation: &Citation) -> Source {
    let name = set.symbols.text(citation.source).to_owned();
    let policy = set.policies.iter().find(|p| p.name == citation.policy);
    let found = policy.and_then(|p| p.sources.iter().find(|s| s.name == citation.source));
    Source {
        title: found.map_or_else(|| name.clone(), |s| s.title.to_string()),
        name,
        place: citation.place.to_string(),
        url: found.and_then(|s| s.url.as_deref()).and_then(of_the_web),
        confidence: found.map_or("doubtful", |s| s.confidence.word()).to_owned(),
        checked: found.and_then(|s| s.checked).map(|day| day.to_string()),
        reading: found.and_then(|s| s.reading.as_ref()).map(ToString::to_string),
    }
}

/// An address that may be followed; `javascript:` and its like are shown as no link.
pub(crate) fn of_the_web(url: &str) -> Option<String> {
    (url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_owned())
}

/// When something is in force, as a sentence; nothing where it always is.
pub(crate) fn force(period: Period) -> Option<String> {
    match (period.from, period.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("in force from {from}")),
        (None, Some(to)) => Some(format!("in force until the day before {to}")),
        (Some(from), Some(to)) => Some(format!("in force from {from} until the day before {to}")),
    }
}

/// The name of the page of a policy or an award.
pub(crate) fn file(set: &PolicySet, name: Symbol) -> String {
    let name = set.symbols.text(name);
    let safe = name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' });
    format!("{}.html", safe.collect::<String>())
}
