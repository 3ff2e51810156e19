//! Examples and scenarios: a lens above each, which runs it and says what came of it.

use std::path::Path;

use credstack::dsl::Thing;
use credstack::testing::{SpecOutcome, Specs, run_example};
use lsp_types::{Position, Range, Uri};
use serde_json::{Value, json};

use crate::address::name;
use crate::desk::{Desk, Root, Sheet, is_rule_file};

/// What a command came to.
pub(crate) struct Done {
    pub(crate) result: Value,
    /// What the person is told, and as what.
    pub(crate) said: Option<(u8, String)>,
}

/// The lenses of a document: of rules, or of a specification with scenarios.
pub(crate) fn lenses(desk: &Desk, uri: &Uri) -> Value {
    let Some(name) = name(uri) else { return json!([]) };
    let lines: Vec<(u32, &str)> = if is_rule_file(&name) {
        let Some(sheet) = desk.sheet(&name) else { return json!([]) };
        let lines = sheet.lines();
        let all = sheet.index().declared.iter().filter(|d| d.span.source == sheet.id && d.thing == Thing::Example);
        all.map(|d| (lines.position(d.span.start as usize).line, "Run example")).collect()
    } else {
        let text = desk.open.get(&name).map_or("", |d| d.text.as_str());
        scenarios(text).map(|(line, _)| (line, "Run scenario")).collect()
    };
    let lens = |(line, title): (u32, &str)| {
        let start = Position::new(line, 0);
        let command = json!({ "title": title, "command": "credstack.runExample", "arguments": [uri, line] });
        json!({ "range": Range::new(start, start), "command": command })
    };
    json!(lines.into_iter().map(lens).collect::<Vec<_>>())
}

/// The scenarios of a specification: the line and the title of each.
fn scenarios(text: &str) -> impl Iterator<Item = (u32, &str)> {
    (0u32..).zip(text.lines()).filter_map(|(at, line)| {
        let title = line.trim_start().strip_prefix("scenario ")?.trim_start().strip_prefix('"')?;
        Some((at, title.split('"').next().unwrap_or_default()))
    })
}

/// Runs the example or the scenario that begins on a line.
pub(crate) fn run(desk: &Desk, uri: &Uri, line: u32) -> Result<Done, String> {
    let name = name(uri).ok_or("the file has no name")?;
    if is_rule_file(&name) {
        return run_rule(desk.sheet(&name).ok_or("the file is not open, and in no pack that is")?, line);
    }
    let text = desk.open.get(&name).map(|d| d.text.clone()).ok_or("open the file first")?;
    let (_, title) = scenarios(&text).find(|(at, _)| *at == line).ok_or("no scenario begins on this line")?;
    let root = desk.roots.iter().find(|r| r.folder.as_ref().is_some_and(|f| Path::new(&name).starts_with(f)));
    run_scenario(root.ok_or("the file is beside no pack that is open")?, &name, &text, title)
}

fn usable(root: &Root) -> Result<(), String> {
    match root.rules() {
        Some(rules) if rules.has_errors() => {
            Err("the rules have errors; nothing can be run before they are mended".into())
        }
        Some(_) => Ok(()),
        None => Err("the rules were not read".into()),
    }
}

fn run_rule(sheet: Sheet<'_>, line: u32) -> Result<Done, String> {
    usable(sheet.root)?;
    let lines = sheet.lines();
    let examples = sheet.index().declared.iter().filter(|d| d.span.source == sheet.id && d.thing == Thing::Example);
    let mut here = examples.filter(|d| lines.position(d.span.start as usize).line == line);
    let found = here.next().ok_or("no example begins on this line")?;
    let run = run_example(sheet.rules, found.span).ok_or("the example is of a rule that is never in force")?;
    let outcome = match &run.failure {
        None => Outcome { passed: true, title: format!("{}: {}", run.rule, run.title), came: Vec::new() },
        Some(problem) => Outcome {
            passed: false,
            title: format!("{}: {}", run.rule, run.title),
            came: vec![problem.message.clone()],
        },
    };
    Ok(outcome.done())
}

fn run_scenario(root: &Root, name: &str, text: &str, title: &str) -> Result<Done, String> {
    usable(root)?;
    let rules = root.rules().ok_or("the rules were not read")?;
    // A specification is read with its own pack first.
    let mut packs = root.draft.packs().to_vec();
    let home =
        |manifest: &str| Path::new(manifest).parent().filter(|h| Path::new(name).starts_with(h)).map(Path::to_owned);
    packs.sort_by_key(|p| std::cmp::Reverse(home(&p.manifest.0).map_or(0, |h| h.components().count())));
    let specs = Specs::from_memory(&packs, rules, name, text);
    if let Some(problem) = specs.broken.iter().flat_map(|b| b.diagnostics.iter().map(move |d| (b, d))).next() {
        let (broken, problem) = problem;
        return Err(format!("{}: {}", broken.sources.describe(problem.span()), problem.message));
    }
    let run = specs.run().into_iter().find(|r| r.title == title).ok_or("the scenario was not run")?;
    let (passed, came) = match run.outcome {
        SpecOutcome::Passed => (true, Vec::new()),
        SpecOutcome::Waiting(why) => (false, vec![format!("not decided yet: {why}")]),
        SpecOutcome::Failed(failures) => {
            let one = |f: &credstack::testing::Failure| {
                let because: Vec<&str> = std::iter::once("").chain(f.because.iter().map(String::as_str)).collect();
                let because = because.join("; ");
                format!("promised: {}; came: {}{because}", f.promised, f.came)
            };
            (false, failures.iter().map(one).collect())
        }
    };
    Ok(Outcome { passed, title: run.title, came }.done())
}

struct Outcome {
    passed: bool,
    title: String,
    came: Vec<String>,
}

impl Outcome {
    fn done(self) -> Done {
        let Self { passed, title, came } = self;
        let said = if passed { format!("✓ {title}") } else { format!("✗ {title}: {}", came.join(" · ")) };
        let result = json!({ "passed": passed, "title": title, "came": came });
        Done { result, said: Some((if passed { 3 } else { 2 }, said)) }
    }
}
