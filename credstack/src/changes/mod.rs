//! What changed between two versions of rules, for people who do not read code: what, for whom, from which day.

mod gather;
mod words;

use std::collections::BTreeSet;

use credstack_dsl::{Line, Matter, Thing};
use credstack_model::date::Date;

use crate::rules::Rules;
use gather::{Entry, gather};
pub use words::changes_text;

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Became {
    /// It is new.
    Added,
    /// It says something else.
    Changed,
    /// It is gone.
    Removed,
}

impl Became {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Became::Added => "added",
            Became::Changed => "changed",
            Became::Removed => "removed",
        }
    }
}

/// A change of one item: a rule, a limit, a parameter, an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub became: Became,
    /// The weightiest of what changed: what comes out, before what is said of it, before when it was reviewed, before examples.
    pub matter: Matter,
    /// What it is.
    pub thing: Thing,
    /// Its full name.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// The policy or award that it stands in; itself where it is one.
    pub of: String,
    /// For which credentials and claims, where it is a rule.
    pub for_whom: Option<String>,
    /// The countries or regions of its policy; empty for all.
    pub jurisdiction: Vec<String>,
    /// The first day on which it is in force; of what is gone, of the version that had it.
    pub from: Option<Date>,
    /// The first day on which it is no longer in force.
    pub until: Option<Date>,
    /// The lines that it no longer has.
    pub was: Vec<Line>,
    /// The lines that it has now and had not.
    pub now: Vec<Line>,
}

/// A pack, and its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackChange {
    /// Its name.
    pub name: String,
    /// The version before; `None` where it is new.
    pub before: Option<String>,
    /// The version now; `None` where it is gone.
    pub after: Option<String>,
    /// Whether its files differ while its version does not: whoever has both cannot tell them apart.
    pub same_version: bool,
}

/// What changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The packs of which anything changed, in the order of their names.
    pub packs: Vec<PackChange>,
    /// The changes, policy by policy.
    pub items: Vec<Change>,
}

/// Compares two versions of rules, word for word and without layout and comments. Neither may have errors.
pub fn changes(before: &Rules, after: &Rules) -> Changes {
    let (old, new) = (gather(before), gather(after));
    let mut items = Vec::new();
    for entry in &new {
        match old.iter().find(|o| o.same_item(entry)) {
            None => items.push(entry.change(Became::Added, Vec::new(), entry.lines.clone())),
            Some(was) => {
                let (gone, come) = (missing(&was.lines, &entry.lines), missing(&entry.lines, &was.lines));
                if !gone.is_empty() || !come.is_empty() {
                    items.push(entry.change(Became::Changed, gone, come));
                }
            }
        }
    }
    let gone = old.iter().filter(|o| !new.iter().any(|n| n.same_item(o)));
    items.extend(gone.map(|entry| entry.change(Became::Removed, entry.lines.clone(), Vec::new())));
    // What stands in something that is new or gone is told with it.
    let whole: BTreeSet<(Became, String)> = items
        .iter()
        .filter(|c| c.became != Became::Changed && c.name == c.of)
        .map(|c| (c.became, c.name.clone()))
        .collect();
    let told_with = |c: &Change| c.name != c.of && whole.contains(&(c.became, c.of.clone()));
    for (became, name) in &whole {
        let titles: Vec<Line> =
            items.iter().filter(|c| told_with(c) && c.of == *name && is_rule(c.thing)).map(title_line).collect();
        if let Some(change) = items.iter_mut().find(|c| c.became == *became && c.name == *name) {
            if *became == Became::Added { change.now.extend(titles) } else { change.was.extend(titles) }
        }
    }
    items.retain(|c| !told_with(c));
    items.sort_by(|a, b| (&a.of, a.matter, a.name != a.of, &a.name).cmp(&(&b.of, b.matter, b.name != b.of, &b.name)));
    Changes { packs: packs(before, after), items }
}

fn is_rule(thing: Thing) -> bool {
    matches!(thing, Thing::Rule | Thing::Limit | Thing::Route)
}

fn title_line(change: &Change) -> Line {
    let title = if change.title.is_empty() { change.name.clone() } else { change.title.clone() };
    Line { matter: Matter::Outcome, text: format!("{}: {title}", change.thing.word()) }
}

/// The lines of one that another has not, each as often as it is more often there.
fn missing(of: &[Line], from: &[Line]) -> Vec<Line> {
    let mut left: Vec<&Line> = from.iter().collect();
    let mut found = Vec::new();
    for line in of {
        match left.iter().position(|l| *l == line) {
            Some(at) => drop(left.swap_remove(at)),
            None => found.push(line.clone()),
        }
    }
    found
}

fn packs(before: &Rules, after: &Rules) -> Vec<PackChange> {
    let (old, new) = (&before.policies.packs, &after.policies.packs);
    let names: BTreeSet<&str> = old.iter().chain(new).map(|p| &*p.name).collect();
    let change = |name: &str| {
        let (was, is) = (old.iter().find(|p| *p.name == *name), new.iter().find(|p| *p.name == *name));
        let differ = was.map(|p| &p.hash) != is.map(|p| &p.hash);
        let version = |p: Option<&credstack_model::policy::Pack>| p.map(|p| p.version.to_string());
        let (before, after) = (version(was), version(is));
        differ.then(|| PackChange { name: name.to_owned(), same_version: before == after, before, after })
    };
    names.into_iter().filter_map(change).collect()
}

impl Entry {
    fn change(&self, became: Became, was: Vec<Line>, now: Vec<Line>) -> Change {
        let matter = was.iter().chain(&now).map(|l| l.matter).min().unwrap_or(Matter::Words);
        Change {
            became,
            matter: if became == Became::Changed { matter } else { Matter::Outcome },
            thing: self.thing,
            name: self.name.clone(),
            title: self.title.clone(),
            of: self.of.clone(),
            for_whom: self.for_whom.clone(),
            jurisdiction: self.jurisdiction.clone(),
            from: self.force.from,
            until: self.force.to,
            was,
            now,
        }
    }
}

#[cfg(test)]
mod tests;
