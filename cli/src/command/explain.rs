//! `credstack explain`: what a kind of problem means, with an example and its mending.

use clap::Args;
use credstack::diagnostics::{Page, Slug, nearest_slug};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::output::{Format, complain, print, print_json};

/// Explain a kind of problem, with an example and its mending.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The word in brackets of a problem, as `missing-citation`; without one all are listed.
    problem: Option<String>,
}

impl Explain {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let Some(asked) = &self.problem else {
            list(format);
            return Exit::Success;
        };
        let Some(slug) = Slug::ALL.iter().copied().find(|s| s.text() == asked) else {
            let near = nearest_slug(asked).map_or_else(
                || "`credstack explain` lists all of them".to_owned(),
                |slug| format!("did you mean `{}`?", slug.text()),
            );
            complain(&format!("error: no problem is called `{asked}`; {near}"));
            return Exit::Usage;
        };
        match format {
            Format::Text => print(&Page::of(slug).text()),
            Format::Json => print_json(&in_full(slug)),
        }
        Exit::Success
    }
}

/// All problems by group; within a group in the order of the registry.
fn list(format: Format) {
    if format == Format::Json {
        print_json(&Slug::ALL.iter().map(|s| in_short(*s)).collect());
        return;
    }
    let mut groups: Vec<&str> = Vec::new();
    for slug in Slug::ALL {
        let group = Page::of(*slug).group();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for group in groups {
        print(&format!("{group}\n"));
        for slug in Slug::ALL.iter().filter(|s| Page::of(**s).group() == group) {
            print(&format!("  {:<22} {}\n", slug.text(), slug.meaning()));
        }
        print("\n");
    }
    print("`credstack explain missing-unit` explains one of them, with an example.\n");
}

fn in_short(slug: Slug) -> Value {
    json!({
        "slug": slug.text(),
        "severity": slug.severity().word(),
        "group": Page::of(slug).group(),
        "meaning": slug.meaning(),
        "page": Page::of(slug).address(),
    })
}

fn in_full(slug: Slug) -> Value {
    let mut written = in_short(slug);
    let page = Page::of(slug);
    let examples: Vec<Value> =
        page.examples().into_iter().map(|(broken, mended)| json!({ "broken": broken, "mended": mended })).collect();
    if let Some(object) = written.as_object_mut() {
        object.insert("examples".to_owned(), examples.into());
        object.insert("markdown".to_owned(), page.markdown().into());
    }
    written
}
