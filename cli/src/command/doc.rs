//! `credstack doc`: packs of rules as pages that people read, search and sign.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use credstack::release::Approvals;
use credstack_pages::{PackLine, Pages, pages};
use serde_json::json;

use crate::exit::Exit;
use crate::output::{Format, complain, count, print, print_json, usable_rules};

/// Write the rules as pages: clauses, sources, examples, ladders.
#[derive(Debug, Args)]
pub(crate) struct Doc {
    /// The folder of the packs.
    #[arg(default_value = "rules")]
    rules: PathBuf,
    /// The folder that the pages are written to; it is made, or, if it was written by this command, put anew.
    #[arg(long)]
    out: PathBuf,
}

/// By this file a folder of pages is known.
const MARK: &str = "credstack-doc.json";

impl Doc {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match usable_rules(&self.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        let approvals = match Approvals::below(&self.rules) {
            Ok(approvals) => approvals,
            Err(error) => {
                complain(&format!("error: {error}"));
                return Exit::InvalidRules;
            }
        };
        if let Some(problem) = approvals.problems.first() {
            complain(&format!("error: {problem}"));
            return Exit::InvalidRules;
        }
        let made = match pages(&rules, &approvals) {
            Ok(made) => made,
            Err(error) => {
                complain(&format!("error: {error}"));
                return Exit::InvalidRules;
            }
        };
        if let Err(error) = put(&self.out, &made) {
            complain(&format!("error: {error}"));
            return Exit::Usage;
        }
        match format {
            Format::Json => print_json(&json!({ "folder": self.out, "pages": made.files, "packs": made.packs })),
            Format::Text => print(&told(&self.out, &made)),
        }
        Exit::Success
    }
}

/// Writes all pages into a folder beside, and puts that in the place of the old one, so that nobody reads half of them.
fn put(out: &Path, made: &Pages) -> Result<(), String> {
    let name = out.file_name().ok_or_else(|| format!("`{}` is no name of a folder", out.display()))?.to_string_lossy();
    if out.exists() && !out.join(MARK).is_file() && !is_empty(out) {
        return Err(format!(
            "`{}` is there and was not written by `credstack doc`; name another folder, or take it away",
            out.display()
        ));
    }
    let beside = |what: &str| out.with_file_name(format!(".{name}.{}.{what}", std::process::id()));
    let (fresh, old) = (beside("part"), beside("old"));
    let wrong = |error: std::io::Error| format!("`{}` cannot be written: {error}", out.display());
    let done = write(&fresh, made).and_then(|()| {
        if out.exists() {
            fs::rename(out, &old)?;
        }
        fs::rename(&fresh, out)
    });
    // What is left over is of no use to anybody, whether it went well or not.
    let _ = fs::remove_dir_all(&fresh);
    if done.is_err() && !out.exists() && old.exists() {
        let _ = fs::rename(&old, out);
    }
    let _ = fs::remove_dir_all(&old);
    done.map_err(wrong)
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn write(folder: &Path, made: &Pages) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for page in &made.files {
        fs::write(folder.join(&page.file), &page.text)?;
    }
    fs::write(folder.join(MARK), format!("{:#}\n", json!({ "pages": made.files, "packs": made.packs })))
}

fn told(out: &Path, made: &Pages) -> String {
    let mut text = String::from("rules  examples  doubtful  oldest review  pack\n");
    for PackLine { name, version, rules, examples, doubtful, oldest_review, .. } in &made.packs {
        let review = oldest_review.as_deref().unwrap_or("not of all");
        text += &format!("{rules:>5}  {examples:>8}  {doubtful:>8}  {review:<13}  {name} {version}\n");
    }
    let index = out.join("index.html");
    text += &format!("{} written; begin with {}\n", count(made.files.len(), "file"), index.display());
    text
}
