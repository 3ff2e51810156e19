//! Who has looked at which policy or award and put their name to it: `approvals.toml` beside the manifest of a pack.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use credstack_model::date::{Date, Term};
use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use crate::review::term;
use crate::rules::{LoadError, name, read_packs};

/// The file's name.
const FILE: &str = "approvals.toml";
/// An `approvals.toml` is at most this large.
const MOST_BYTES: u64 = 1 << 20;

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    /// Compared it with its sources.
    Reviewed,
    /// Approved it for use; it takes two people.
    Approved,
    /// Took it out of use.
    Withdrawn,
}

impl Deed {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Deed::Reviewed => "reviewed",
            Deed::Approved => "approved",
            Deed::Withdrawn => "withdrawn",
        }
    }
}

/// One step: who did what, when, and to which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The full name of the policy or award.
    pub of: String,
    /// What was done.
    pub state: Deed,
    /// By whom: a name, and an office where that helps.
    pub by: String,
    /// When, `2026-11-23`.
    pub on: Date,
    /// The mark of the words that were looked at, `sha256:…`.
    pub words: String,
}

/// The steps of the packs below a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approvals {
    /// The steps, in the order of the files.
    pub steps: Vec<Step>,
    /// How long a review of a source holds, by pack, where the pack says so.
    pub within: Vec<(String, Term)>,
    /// What cannot be read of the files, each with where it stands.
    pub problems: Vec<String>,
}

/// The file as it is written.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(skip_serializing_if = "Option::is_none")]
    review_within: Option<String>,
    #[serde(default, rename = "step")]
    steps: Vec<Row>,
}

/// A step as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    of: String,
    state: Deed,
    by: String,
    on: Datetime,
    words: String,
}

impl Row {
    fn step(self) -> Result<Step, String> {
        let Row { of, state, by, on, words } = self;
        if by.trim().is_empty() {
            return Err(format!("a step of `{of}` says not by whom"));
        }
        let day = on.to_string().parse().map_err(|_| format!("`{on}` is no day; write it as 2026-11-23"))?;
        Ok(Step { of, state, by, on: day, words })
    }

    fn of(step: Step) -> Result<Self, String> {
        let Step { of, state, by, on, words } = step;
        let on: Datetime =
            on.to_string().parse().map_err(|error: toml::value::DatetimeParseError| error.to_string())?;
        Ok(Self { of, state, by, on, words })
    }
}

impl Approvals {
    /// Reads the files of all packs below a folder. A file that cannot be read is among the problems.
    ///
    /// # Errors
    /// [`LoadError`] when the folder cannot be read or holds no pack.
    pub fn below(folder: &Path) -> Result<Self, LoadError> {
        let mut all = Self::default();
        for home in read_packs(folder)?.1 {
            let file = home.join(FILE);
            match read(&file) {
                Ok(None) => {}
                Ok(Some(table)) => all.take(&name(folder, &file), &home, table),
                Err(problem) => all.problems.push(format!("{}: {problem}", name(folder, &file))),
            }
        }
        Ok(all)
    }

    fn take(&mut self, shown: &str, home: &Path, table: Table) {
        match table.review_within.as_deref().map(|text| (text, term(text))) {
            Some((_, Some(term))) => self.within.push((pack_name(home), term)),
            Some((text, None)) => {
                self.problems.push(format!(
                    "{shown}: `review_within = \"{text}\"` is no length of time; write it as 2y, 18m, 6w or 90d"
                ));
            }
            None => {}
        }
        for row in table.steps {
            match row.step() {
                Ok(step) => self.steps.push(step),
                Err(problem) => self.problems.push(format!("{shown}: {problem}")),
            }
        }
    }

    /// The steps of a policy or award whose words have this mark.
    pub fn of<'a>(&'a self, name: &'a str, words: &'a str) -> impl Iterator<Item = &'a Step> {
        self.steps.iter().filter(move |s| s.of == name && s.words == words)
    }

    /// How many different people have approved it. One person counts once, however the name is spaced or capitalised.
    pub fn approvers(&self, name: &str, words: &str) -> usize {
        let approved = self.of(name, words).filter(|s| s.state == Deed::Approved);
        approved.map(|s| person(&s.by)).filter(|by| !by.is_empty()).collect::<BTreeSet<_>>().len()
    }
}

/// A name as it is compared.
fn person(by: &str) -> String {
    by.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The text of a pack's file with further steps, and where it belongs.
///
/// # Errors
/// Why the file that is there cannot be read.
pub fn with_steps(home: &Path, steps: Vec<Step>) -> Result<(PathBuf, String), String> {
    let file = home.join(FILE);
    let mut table = read(&file).map_err(|problem| format!("{}: {problem}", file.display()))?.unwrap_or_default();
    for step in steps {
        table.steps.push(Row::of(step)?);
    }
    let text = toml::to_string(&table).map_err(|error| error.to_string())?;
    let head = "# Who has looked at what, when, and at which words. `credstack review` writes it; a change of the words ends an approval.\n\n";
    Ok((file, format!("{head}{text}")))
}

fn read(file: &Path) -> Result<Option<Table>, String> {
    match std::fs::metadata(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
        Ok(about) if about.len() > MOST_BYTES => return Err("it is larger than 1 MiB".to_owned()),
        Ok(_) => {}
    }
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    toml::from_str(&text).map(Some).map_err(|error| error.to_string().trim().to_owned())
}

/// The name in the manifest of a folder; empty where it cannot be read, which loading the rules tells.
fn pack_name(home: &Path) -> String {
    let text = std::fs::read_to_string(home.join("pack.toml")).unwrap_or_default();
    let table: Option<toml::Table> = toml::from_str(&text).ok();
    let name = table.as_ref().and_then(|t| t.get("pack")?.get("name")?.as_str());
    name.unwrap_or_default().to_owned()
}
