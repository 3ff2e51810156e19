//! What is read, how the time is taken, what is told.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use by_hand::{ALL, COUNT};
use cpu_time::ProcessTime;
use serde_json::{Value, json};

/// What every engine is given.
pub(crate) struct Data {
    folder: PathBuf,
    /// Normalised records, a line each.
    pub(crate) records: Vec<String>,
    /// The same as `credential/v1`.
    pub(crate) credentials: Vec<String>,
    /// The outcome, and the findings as bits.
    decisions: Vec<(String, u32)>,
    runs: usize,
}

/// How long an engine took.
pub(crate) struct Told {
    pub(crate) name: &'static str,
    /// The crate whose version is told, where there is one.
    pub(crate) package: Option<&'static str>,
    pub(crate) way: &'static str,
    pub(crate) group: &'static str,
    pub(crate) threads: usize,
    rows: usize,
    times: Vec<Duration>,
    clocks: Vec<Duration>,
}

impl Data {
    pub(crate) fn read(folder: &Path, runs: usize) -> Result<Self, Box<dyn Error>> {
        let lines = |name: &str| -> Result<Vec<String>, Box<dyn Error>> {
            let text = fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
            Ok(text.lines().map(ToOwned::to_owned).collect())
        };
        let decisions = lines("decisions.jsonl")?.into_iter().map(|line| Ok(serde_json::from_str(&line)?));
        let decisions = decisions.collect::<Result<_, Box<dyn Error>>>()?;
        let (records, credentials) = (lines("records.jsonl")?, lines("credentials.jsonl")?);
        Ok(Self { folder: folder.to_owned(), records, credentials, decisions, runs })
    }

    /// The rules of a peer.
    pub(crate) fn rules(&self, name: &str) -> Result<String, Box<dyn Error>> {
        Ok(fs::read_to_string(self.folder.join(name)).map_err(|error| format!("{name}: {error}"))?)
    }

    /// Takes the time of `decide`, which decides the first `rows` records, and compares what it says once. `read` makes outcome
    /// and findings of what it gave back; findings that it does not tell are `None`.
    pub(crate) fn measure<T>(
        &self,
        (name, package, way, group): (&'static str, Option<&'static str>, &'static str, &'static str),
        rows: usize,
        mut decide: impl FnMut() -> Result<Vec<T>, Box<dyn Error>>,
        read: impl Fn(&T) -> (String, Option<u32>, u32),
    ) -> Result<Told, Box<dyn Error>> {
        let found = decide()?;
        if found.len() != rows {
            return Err(format!("{name}: {} decisions for {rows} records", found.len()).into());
        }
        for (at, (one, (outcome, wanted))) in found.iter().zip(&self.decisions).enumerate() {
            let (said, all, held) = read(one);
            if &said != outcome || held != wanted & ALL || all.is_some_and(|all| all != *wanted) {
                let told = format!("{said} with {held:b} and {:?}", all.map(|all| all >> COUNT));
                return Err(format!("{name}: record {at} is {told}, not {outcome} with {wanted:b}").into());
            }
        }
        drop(found);
        let (mut times, mut clocks) = (Vec::new(), Vec::new());
        for _ in 0..self.runs {
            let (time, clock) = (ProcessTime::now(), Instant::now());
            let found = decide()?;
            times.push(time.elapsed());
            clocks.push(clock.elapsed());
            drop(std::hint::black_box(found));
        }
        Ok(Told { name, package, way, group, threads: 1, rows, times, clocks })
    }
}

impl Told {
    pub(crate) fn json(&self) -> Value {
        let each = |all: &[Duration]| -> Vec<u64> {
            all.iter()
                .map(|one| u64::try_from(one.as_nanos() * 1_000 / self.rows as u128).unwrap_or(u64::MAX))
                .collect()
        };
        json!({
            "name": self.name, "version": self.package.and_then(version), "way": self.way, "group": self.group,
            "threads": self.threads, "rows": self.rows, "picoseconds": each(&self.times), "clock": each(&self.clocks),
        })
    }
}

/// The version of a library, as it is locked.
fn version(package: &str) -> Option<&'static str> {
    let (_, rest) = include_str!("../Cargo.lock").split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next()
}

/// Outcome and findings from the findings alone.
pub(crate) fn decided(found: u32) -> (String, Option<u32>, u32) {
    (by_hand::outcome(found).key().to_owned(), Some(found), found & ALL)
}
