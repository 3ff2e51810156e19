//! Packs of rules as pages that people read: a page for each policy and each award, and one that finds them.
//!
//! Everything on a page is taken from the rules: the clause as it is written, its sentence in each language that the pack has,
//! the sources with how sure they are and when somebody compared them last, the examples with what came of them. The same
//! rules give the same bytes.

mod clause;
mod content;
mod facts;

use credstack::Rules;
use credstack::graph::{ladder, svg};
use credstack::release::{Approvals, items};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;

use content::Index;
pub use content::PackLine;

/// The templates, by the names under which they include each other.
const TEMPLATES: [(&str, &str); 5] = [
    ("base.html", include_str!("../templates/base.html")),
    ("parts.html", include_str!("../templates/parts.html")),
    ("index.html", include_str!("../templates/index.html")),
    ("policy.html", include_str!("../templates/policy.html")),
    ("award.html", include_str!("../templates/award.html")),
];

const STYLE: &str = include_str!("../templates/style.css");
const SEARCH: &str = include_str!("../templates/search.js");

/// A file of the pages: its name in their folder, and its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// `es.universities.html`.
    pub file: String,
    /// What a person calls it.
    pub title: String,
    /// Its text.
    #[serde(skip)]
    pub text: String,
}

/// All pages of some packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// The files, the index first.
    pub files: Vec<Page>,
    /// A line for each pack.
    pub packs: Vec<PackLine>,
}

/// Why pages could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// The rules have errors, so that nobody may read them as what holds.
    #[error("the rules have errors, so no pages are made of them; `credstack check` shows them")]
    InvalidRules,
    /// A template does not fit what is to be shown.
    #[error("a page cannot be written: {0}")]
    Template(#[from] minijinja::Error),
}

/// Makes the pages of all packs, with who has put their name to what. They read no clock: that something is in force follows
/// from the days that stand on its page.
///
/// # Errors
/// [`PagesError`] when the rules have errors.
///
/// # Example
///
/// ```no_run
/// use credstack::{Rules, release::Approvals};
///
/// let folder = std::path::Path::new("rules");
/// let (rules, approvals) = (Rules::from_folder(folder)?, Approvals::below(folder)?);
/// for page in credstack_pages::pages(&rules, &approvals)?.files {
///     println!("{}: {} bytes", page.file, page.text.len());
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pages(rules: &Rules, approvals: &Approvals) -> Result<Pages, PagesError> {
    if rules.has_errors() {
        return Err(PagesError::InvalidRules);
    }
    let environment = environment()?;
    let items = items(rules, approvals, None);
    let index = content::index(rules, &items);
    let mut files = vec![
        Page { file: "index.html".into(), title: "Rules".into(), text: written(&environment, "index.html", &index)? },
        Page { file: "style.css".into(), title: "Style".into(), text: STYLE.to_owned() },
        Page { file: "search.js".into(), title: "Search".into(), text: search(&index) },
    ];
    for policy in content::policies(rules, &items) {
        let text = written(&environment, "policy.html", &policy)?;
        files.push(Page { file: policy.file.clone(), title: policy.title.clone(), text });
    }
    for mut award in content::awards(rules, &items) {
        award.picture = picture(rules, &award.name);
        let text = written(&environment, "award.html", &award)?;
        files.push(Page { file: award.file.clone(), title: award.title.clone(), text });
    }
    Ok(Pages { files, packs: index.packs })
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Every page is HTML, and everything that a pack says is escaped in it.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

fn written(environment: &Environment<'_>, template: &str, page: &impl Serialize) -> Result<String, minijinja::Error> {
    environment.get_template(template)?.render(Value::from(Serde(page)))
}

/// The script of the search with what there is to find; a script, so that it works from a folder without a server.
fn search(index: &Index) -> String {
    let found = serde_json::to_string(&index.found).unwrap_or_default();
    // In a script of its own no `</script>` can end it early; the two that JSON allows and older scripts do not are escaped.
    let found = found.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("const FOUND = {found};\n{SEARCH}")
}

/// The ladder around an award; none where it cannot be drawn.
fn picture(rules: &Rules, award: &str) -> Option<String> {
    svg(&ladder(&rules.policies, Some(award)).ok()?).ok()
}

#[cfg(test)]
mod tests;
