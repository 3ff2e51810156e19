//! `credstack words`: the words that rules may use, from the attribute table.

use std::path::PathBuf;

use clap::Args;
use credstack::model::vocabulary::Attribute;
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::output::{Format, print, print_json, vocabulary};

/// List the words that rules may use.
#[derive(Debug, Args)]
pub(crate) struct Words {
    /// Only those that contain this.
    filter: Option<String>,
    /// The folder of rules whose packs add words of their own.
    #[arg(long)]
    rules: Option<PathBuf>,
}

impl Words {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let vocabulary = match vocabulary(self.rules.as_deref()) {
            Ok(vocabulary) => vocabulary,
            Err(exit) => return exit,
        };
        let wanted = |a: &Attribute| {
            let filter = self.filter.as_deref().unwrap_or_default();
            a.phrase.contains(filter) || a.name.contains(filter) || a.description.contains(filter)
        };
        let found: Vec<&Attribute> = vocabulary.iter().map(|(_, a)| a).filter(|a| wanted(a)).collect();
        match format {
            Format::Json => print_json(&found.iter().map(|a| to_json(a)).collect()),
            Format::Text => found.iter().for_each(|a| print(&to_text(a))),
        }
        Exit::Success
    }
}

fn codes(attribute: &Attribute) -> Vec<&str> {
    attribute.codes().map(|list| list.codes.iter().map(|c| c.code.as_ref()).collect()).unwrap_or_default()
}

fn to_text(attribute: &Attribute) -> String {
    let reads = attribute.reads.map_or_else(String::new, |r| format!(", or `{r} …`"));
    let mut text = format!(
        "{}{reads}\n    {}, {}\n    {}\n",
        attribute.phrase,
        attribute.name,
        attribute.kind_word(),
        attribute.description
    );
    let codes = codes(attribute);
    if !codes.is_empty() {
        let spoken: Vec<String> = codes.iter().map(|c| c.replace('_', " ")).collect();
        let order = if attribute.is_ordinal() { ", lowest first" } else { "" };
        text += &format!("    values{order}: {}\n", spoken.join(", "));
    }
    text
}

fn to_json(attribute: &Attribute) -> Value {
    json!({
        "name": attribute.name,
        "phrase": attribute.phrase,
        "reads": attribute.reads,
        "entity": attribute.entity.word(),
        "kind": attribute.kind_word(),
        "unit": attribute.kind.unit(),
        "many": attribute.many,
        "can_be_none": attribute.none,
        "presumable": attribute.presumable,
        "json": attribute.json,
        "codes": codes(attribute),
        "ordered": attribute.is_ordinal(),
        "open": attribute.codes().is_none_or(|l| l.open),
        "description": attribute.description,
    })
}
