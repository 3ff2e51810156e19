//! The statement as one page of HTML, without script and without anything that has to be fetched.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, HtmlEscape, UndefinedBehavior, Value};

use crate::document::{Block, Statement};
use crate::templates::{TemplateError, Templates};
use crate::words::Words;

/// How many steps a template may take at most. A statement of five hundred findings takes about a tenth of it.
const FUEL: u64 = 5_000_000;

/// The statement as HTML.
///
/// # Errors
/// [`TemplateError`] where a template of the institution is broken, runs on for ever, or leaves out what a statement has to
/// hold.
pub fn html(statement: &Statement, templates: &Templates) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|name| {
        if name.rsplit_once('.').is_some_and(|(_, ending)| ending == "html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    for (name, text) in templates.ending(&[".html", ".css"]) {
        environment.add_template(name, text).map_err(|error| told(&error, name))?;
    }
    let page = environment.get_template("statement.html").map_err(|error| told(&error, "statement.html"))?;
    let written = page.render(Value::from(Serde(statement))).map_err(|error| told(&error, "statement.html"))?;
    holds_everything(statement, &written)?;
    Ok(written)
}

/// Every text of the model stands on the page: a template may arrange, but not leave out.
fn holds_everything(statement: &Statement, page: &str) -> Result<(), TemplateError> {
    let mut left_out: Option<(String, String)> = None;
    let mut count = 0;
    let mut look = |section: &str, words: &Words| {
        for phrase in &words.0 {
            if !page.contains(&HtmlEscape(&phrase.text).to_string()) {
                count += 1;
                left_out.get_or_insert_with(|| (section.to_owned(), phrase.text.clone()));
            }
        }
    };
    look("title", &statement.title);
    look("notice", &statement.notice);
    statement.sender.iter().for_each(|w| look("sender", w));
    statement.recipient.iter().for_each(|w| look("recipient", w));
    statement.signature.iter().for_each(|w| look("signature", w));
    for section in &statement.sections {
        look(&section.key, &section.heading);
        section.blocks.iter().flat_map(texts).for_each(|w| look(&section.key, w));
    }
    match left_out {
        None => Ok(()),
        Some((section, text)) => Err(TemplateError::LeavesOut { section, text, count }),
    }
}

/// The texts of a block.
fn texts(block: &Block) -> Vec<&Words> {
    match block {
        Block::Text { words } => vec![words],
        Block::Rows { rows } => rows.iter().flat_map(|r| std::iter::once(&r.label).chain(&r.values)).collect(),
        Block::Reason { words, effect, evidence, .. } => [words, effect].into_iter().chain(evidence).collect(),
        Block::List { items } => items.iter().collect(),
        Block::Sources { .. } => Vec::new(),
    }
}

fn told(error: &Error, template: &str) -> TemplateError {
    let problem = match error.kind() {
        ErrorKind::OutOfFuel => "it does not come to an end; look for a loop that repeats itself".to_owned(),
        ErrorKind::UndefinedError => {
            format!(
                "it names something that a statement does not have ({error}); `credstack schema statement` lists what it has"
            )
        }
        _ => error.to_string(),
    };
    TemplateError::Broken {
        template: error.name().unwrap_or(template).to_owned(),
        line: error.line().unwrap_or(0),
        problem,
    }
}
