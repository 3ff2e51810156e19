//! `check --fix`: makes the changes that mean the same as what was written.

use std::fs;
use std::path::Path;

use credstack::Rules;
use credstack::diagnostics::mend;
use credstack::source::{SourceFile, SourceId};
use serde_json::{Value, json};

use crate::deliver::deliver;

/// A change that was made.
pub(crate) struct Change {
    place: String,
    slug: &'static str,
    old: String,
    new: String,
}

/// What came of mending.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) changes: Vec<Change>,
    /// Changes that touch others; mending again makes them.
    pub(crate) left: usize,
    /// Files that could not be written, with why.
    pub(crate) failed: Vec<String>,
}

/// Makes the safe changes in every file of the rules. Each file is written beside and then put in its place.
pub(crate) fn mend_all(rules: &Rules) -> Made {
    let mut made = Made::default();
    for (id, file) in rules.sources.files() {
        let mended = mend(id, file.text(), &rules.diagnostics);
        if mended.made.is_empty() {
            continue;
        }
        made.left += mended.left;
        match replace(file, &mended.text) {
            Ok(()) => made
                .changes
                .extend(mended.made.iter().filter_map(|d| change(rules, id, d.fix.as_ref()?, d.slug.text()))),
            Err(error) => made.failed.push(error),
        }
    }
    made
}

fn change(rules: &Rules, id: SourceId, fix: &credstack::diagnostics::Fix, slug: &'static str) -> Option<Change> {
    (fix.span.source == id).then(|| Change {
        place: rules.sources.describe(fix.span),
        slug,
        old: rules.sources.text(fix.span).to_owned(),
        new: fix.replacement.clone(),
    })
}

/// Puts a text in the place of a file, if the file still is what was read. A link is left alone: what it leads to may be
/// no part of these rules.
fn replace(file: &SourceFile, text: &str) -> Result<(), String> {
    let path = Path::new(file.name());
    let failed = |error: std::io::Error| format!("`{}` cannot be mended: {error}", path.display());
    let metadata = fs::symlink_metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(format!("`{}` is a link; mend the file that it leads to", path.display()));
    }
    if fs::read(path).map_err(failed)? != file.text().as_bytes() {
        return Err(format!("`{}` was changed in the meantime; nothing was mended in it", path.display()));
    }
    deliver(Some(path), text)?;
    fs::set_permissions(path, metadata.permissions()).map_err(failed)
}

impl Change {
    /// `rules/es.rule:12:5: wrote `14.5` for `14,5` (decimal-comma)`.
    pub(crate) fn line(&self) -> String {
        let Self { place, slug, old, new } = self;
        match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("{place}: put in `{}` ({slug})", new.trim()),
            (false, true) => format!("{place}: took out `{}` ({slug})", visible(old)),
            (false, false) => format!("{place}: wrote `{new}` for `{old}` ({slug})"),
        }
    }

    pub(crate) fn json(&self) -> Value {
        json!({ "place": self.place, "slug": self.slug, "old": self.old, "new": self.new })
    }
}

/// Characters that nobody sees, by their number.
fn visible(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{00AD}' | '\u{061C}' | '\u{FEFF}');
    text.chars().map(|c| if hidden(c) { format!("U+{:04X}", u32::from(c)) } else { c.to_string() }).collect()
}
