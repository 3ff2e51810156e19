//! `credstack fmt`: rule files in their one layout.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use credstack::diagnostics::{Diagnostic, to_json, to_text};
use credstack::dsl::{MAX_FILE_BYTES, Unformatted, format};
use credstack::source::SourceMap;
use serde_json::{Value, json};
use similar::TextDiff;

use crate::deliver::deliver;
use crate::exit::Exit;
use crate::output::{Format, complain, count, print, print_json};

/// A difference is shown up to this many lines for each file; the rest is counted.
const MOST_LINES: usize = 80;

/// Bring rule files into their one layout.
#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Rule files, and folders whose `.rule` files are taken.
    #[arg(default_value = "rules")]
    paths: Vec<PathBuf>,
    /// Write nothing: show what would change, and end with 9 if anything would.
    #[arg(long)]
    check: bool,
    /// Read rules from standard input and print them to standard output.
    #[arg(long, conflicts_with = "paths")]
    stdin: bool,
}

/// What came of one file.
enum Outcome {
    /// It is in the layout.
    Same,
    /// It was not; this is its text in the layout.
    Changed(String),
    /// It cannot be laid out, for these reasons.
    Refused(Vec<Diagnostic>),
    /// The same, with a reason that has no place in the file.
    Failed(String, Exit),
}

/// What came of all files.
#[derive(Default)]
struct Tally {
    files: Vec<Value>,
    changed: usize,
    same: usize,
    worst: Option<Exit>,
    sources: SourceMap,
}

impl Fmt {
    pub(crate) fn run(&self, format: Format) -> Exit {
        if self.stdin {
            return self.standard_input(format);
        }
        let mut tally = Tally::default();
        for path in rule_files(&self.paths) {
            match path {
                Ok(path) => self.file(&path, format, &mut tally),
                Err(problem) => tally.fail(&problem, None, Exit::Usage),
            }
        }
        let done = if self.check { "would be laid out anew" } else { "laid out" };
        match format {
            Format::Json => print_json(&json!({
                "files": tally.files, "changed": tally.changed, "unchanged": tally.same, "check": self.check,
            })),
            Format::Text => {
                print(&format!("{} {done}, {} left as they are\n", count(tally.changed, "file"), tally.same));
            }
        }
        let unclean = (self.check && tally.changed > 0).then_some(Exit::NotLaidOut);
        tally.worst.or(unclean).unwrap_or(Exit::Success)
    }

    fn file(&self, path: &Path, format: Format, tally: &mut Tally) {
        let name = path.display().to_string();
        let read = match read(path) {
            Ok(text) => text,
            Err((problem, exit)) => return tally.fail(&format!("`{name}` {problem}"), Some(&name), exit),
        };
        let mut outcome = lay_out(&name, &read, &mut tally.sources);
        if let (Outcome::Changed(text), false) = (&outcome, self.check)
            && let Err(problem) = replace(path, text)
        {
            outcome = Outcome::Failed(problem, Exit::Usage);
        }
        match outcome {
            Outcome::Same => {
                tally.same += 1;
                tally.files.push(json!({ "file": name, "status": "unchanged" }));
            }
            Outcome::Changed(text) => {
                tally.changed += 1;
                let diff = self.check.then(|| difference(&name, &read, &text));
                match (format, &diff) {
                    (Format::Json, _) => {}
                    (Format::Text, None) => print(&format!("{name}\n")),
                    (Format::Text, Some(diff)) => print(&shortened(diff)),
                }
                let status = if self.check { "differs" } else { "laid_out" };
                tally.files.push(json!({ "file": name, "status": status, "diff": diff }));
            }
            Outcome::Refused(found) => tally.refuse(&name, &found),
            Outcome::Failed(problem, exit) => tally.fail(&problem, Some(&name), exit),
        }
    }

    fn standard_input(&self, format: Format) -> Exit {
        let mut tally = Tally::default();
        let text = match limited(std::io::stdin().lock()) {
            Ok(text) => text,
            Err((problem, exit)) => {
                complain(&format!("error: standard input {problem}"));
                return exit;
            }
        };
        let laid_out = match lay_out("-", &text, &mut tally.sources) {
            Outcome::Same => text.clone(),
            Outcome::Changed(text) => text,
            Outcome::Refused(found) => {
                tally.refuse("-", &found);
                String::new()
            }
            Outcome::Failed(problem, exit) => {
                tally.fail(&problem, Some("-"), exit);
                String::new()
            }
        };
        let broken = tally.worst;
        let same = laid_out == text;
        match format {
            Format::Json if broken.is_none() => {
                print_json(&json!({ "status": if same { "unchanged" } else { "laid_out" }, "text": laid_out }));
            }
            Format::Json => tally.files.iter().for_each(print_json),
            Format::Text if broken.is_some() => {}
            Format::Text if self.check => print(&shortened(&difference("-", &text, &laid_out))),
            Format::Text => print(&laid_out),
        }
        let unclean = (self.check && !same).then_some(Exit::NotLaidOut);
        broken.or(unclean).unwrap_or(Exit::Success)
    }
}

impl Tally {
    fn refuse(&mut self, name: &str, found: &[Diagnostic]) {
        complain(to_text(found, &self.sources, false).trim_end());
        complain(&format!("error: `{name}` was left as it is: it has {}", count(found.len(), "problem")));
        self.files.push(json!({ "file": name, "status": "refused", "diagnostics": to_json(found, &self.sources) }));
        self.worse(Exit::InvalidRules);
    }

    fn fail(&mut self, problem: &str, name: Option<&str>, exit: Exit) {
        complain(&format!("error: {problem}"));
        self.files.push(json!({ "file": name, "status": "refused", "error": problem }));
        self.worse(exit);
    }

    fn worse(&mut self, exit: Exit) {
        self.worst = Some(self.worst.map_or(exit, |worst| worst.min(exit)));
    }
}

/// The rule files among the paths: files as they are named, folders by what is in them, in the order of their names.
fn rule_files(paths: &[PathBuf]) -> Vec<Result<PathBuf, String>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = walkdir::WalkDir::new(path).sort_by_file_name().into_iter();
            found.extend(entries.filter_map(|entry| match entry {
                Ok(entry) => is_rule_file(entry.path()).then(|| Ok(entry.into_path())),
                Err(error) => Some(Err(format!("cannot read `{}`: {error}", path.display()))),
            }));
        } else if path.exists() {
            found.push(Ok(path.clone()));
        } else {
            found.push(Err(format!("there is no `{}`", path.display())));
        }
    }
    found
}

fn is_rule_file(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|e| e == "rule")
}

fn read(path: &Path) -> Result<String, (String, Exit)> {
    let file = fs::File::open(path).map_err(|error| (format!("cannot be read: {error}"), Exit::Usage))?;
    limited(file)
}

/// No more than one byte beyond the largest rule file is read, so that a huge one costs nothing.
fn limited(from: impl std::io::Read) -> Result<String, (String, Exit)> {
    let limit = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    from.take(limit).read_to_end(&mut bytes).map_err(|error| (format!("cannot be read: {error}"), Exit::Usage))?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err((
            format!("has more than the {MAX_FILE_BYTES} bytes that a rule file may have"),
            Exit::InvalidRules,
        ));
    }
    String::from_utf8(bytes).map_err(|_| ("is not UTF-8 text: save it as UTF-8".to_owned(), Exit::InvalidRules))
}

fn lay_out(name: &str, text: &str, sources: &mut SourceMap) -> Outcome {
    let id = sources.add(name, text);
    match format(id, text) {
        Ok(laid_out) if laid_out == text => Outcome::Same,
        Ok(laid_out) => Outcome::Changed(laid_out),
        Err(Unformatted::Syntax(found)) => Outcome::Refused(found),
        Err(Unformatted::Unfaithful(what)) => {
            let problem = format!(
                "`{name}` was left as it is, for its layout would not say the same: {what}; \
                 this is a fault of credstack, please report it with the file"
            );
            Outcome::Failed(problem, Exit::InvalidRules)
        }
    }
}

/// Puts the text in the place of the file, whole or not at all. A link stays one, and who may read the file stays the same.
fn replace(path: &Path, text: &str) -> Result<(), String> {
    let cannot = |error: std::io::Error| format!("`{}` cannot be written: {error}", path.display());
    let target = fs::canonicalize(path).map_err(cannot)?;
    let permissions = fs::metadata(&target).map_err(cannot)?.permissions();
    if permissions.readonly() {
        return Err(format!("`{}` cannot be written: it is read only", path.display()));
    }
    deliver(Some(&target), text)?;
    fs::set_permissions(&target, permissions).map_err(cannot)
}

fn difference(name: &str, from: &str, to: &str) -> String {
    let diff = TextDiff::from_lines(from, to);
    diff.unified_diff().context_radius(1).header(name, &format!("{name}, laid out")).to_string()
}

fn shortened(diff: &str) -> String {
    let lines: Vec<&str> = diff.split_inclusive('\n').collect();
    let mut short = lines.iter().take(MOST_LINES).copied().collect::<String>();
    if lines.len() > MOST_LINES {
        short += &format!("… {} more\n", count(lines.len() - MOST_LINES, "line"));
    }
    short
}
