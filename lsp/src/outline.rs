//! Symbols of a document and of the workspace, and what can be folded.

use credstack::dsl::Thing;
use credstack::source::Span;
use lsp_types::{Location, SymbolKind};
use serde_json::{Value, json};

use crate::desk::{Desk, Sheet};
use crate::index::{Declared, Index};
use crate::lines::Lines;

/// A workspace may have thousands of names; a person reads a list of so many.
const MOST_SYMBOLS: usize = 256;

/// What a file declares, as a tree.
pub(crate) fn symbols(sheet: Sheet<'_>) -> Value {
    let lines = sheet.lines();
    let index = sheet.index();
    let own: Vec<usize> =
        (0..index.declared.len()).filter(|at| index.declared.get(*at).is_some_and(|d| is_shown(d, sheet))).collect();
    let roots = own.iter().filter(|at| parent(index, **at, &own).is_none());
    json!(roots.map(|at| symbol(index, *at, &own, &lines)).collect::<Vec<_>>())
}

fn is_shown(of: &Declared, sheet: Sheet<'_>) -> bool {
    of.span.source == sheet.id
}

fn parent(index: &Index, at: usize, own: &[usize]) -> Option<usize> {
    index.declared.get(at)?.inside.filter(|p| own.contains(p))
}

fn symbol(index: &Index, at: usize, own: &[usize], lines: &Lines<'_>) -> Value {
    let Some(of) = index.declared.get(at) else { return Value::Null };
    let start = own.partition_point(|o| *o <= at);
    // What stands in a block follows it.
    let within = own.iter().skip(start).take_while(|o| {
        index.declared.get(**o).is_some_and(|d| d.span.source == of.span.source && d.span.start < of.span.end)
    });
    let children: Vec<Value> =
        within.filter(|o| parent(index, **o, own) == Some(at)).map(|o| symbol(index, *o, own, lines)).collect();
    let detail =
        if of.title.is_empty() { of.thing.word().to_owned() } else { format!("{}: {}", of.thing.word(), of.title) };
    let name_span =
        if of.name_span.start >= of.span.start && of.name_span.end <= of.span.end { of.name_span } else { of.span };
    json!({
        "name": of.name, "detail": detail, "kind": kind(of.thing),
        "range": lines.range(of.span), "selectionRange": lines.range(name_span), "children": children,
    })
}

/// What is declared anywhere under a name that has these letters in this order.
pub(crate) fn everywhere(desk: &Desk, query: &str) -> Value {
    let query = query.to_lowercase();
    let mut found = Vec::new();
    for root in &desk.roots {
        let Some(rules) = root.rules() else { continue };
        let named = root.index().declared.iter().filter(|d| !matches!(d.thing, Thing::Example | Thing::Procedure));
        for of in named.filter(|d| has_letters(&d.name.to_lowercase(), &query)).take(MOST_SYMBOLS - found.len()) {
            let Some(file) = rules.sources.file(of.name_span.source) else { continue };
            let Some(uri) = desk.uri(file.name()) else { continue };
            let location = Location::new(uri, Lines::of(file.text()).range(of.name_span));
            found.push(json!({
                "name": of.name, "kind": kind(of.thing), "containerName": of.owner, "location": location,
            }));
        }
    }
    json!(found)
}

fn has_letters(name: &str, query: &str) -> bool {
    let mut rest = name.chars();
    query.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// Every block of several lines, and every run of comments.
pub(crate) fn folds(sheet: Sheet<'_>) -> Value {
    let lines = sheet.lines();
    let own = sheet.index().declared.iter().filter(|d| d.span.source == sheet.id);
    let mut folds: Vec<(u32, u32, Option<&str>)> =
        own.map(|d| (d.span, lines.range(d.span))).filter_map(block_fold).collect();
    let mut begun = None;
    let text = sheet.file.text();
    for (at, line) in text.lines().chain([""]).enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        match (line.trim_start().starts_with('#'), begun) {
            (true, None) => begun = Some(at),
            (false, Some(start)) => {
                if at > start + 1 {
                    folds.push((start, at - 1, Some("comment")));
                }
                begun = None;
            }
            _ => {}
        }
    }
    folds.sort_unstable();
    folds.dedup_by_key(|f| f.0);
    let one = |(start, end, kind): (u32, u32, Option<&str>)| match kind {
        Some(kind) => json!({ "startLine": start, "endLine": end, "kind": kind }),
        None => json!({ "startLine": start, "endLine": end }),
    };
    json!(folds.into_iter().map(one).collect::<Vec<_>>())
}

fn block_fold((span, range): (Span, lsp_types::Range)) -> Option<(u32, u32, Option<&'static str>)> {
    // The line of the closing brace stays to be seen.
    let end = range.end.line.checked_sub(1)?;
    (span.start < span.end && end > range.start.line).then_some((range.start.line, end, None))
}

fn kind(thing: Thing) -> SymbolKind {
    match thing {
        Thing::Policy => SymbolKind::MODULE,
        Thing::Award => SymbolKind::CLASS,
        Thing::Rule | Thing::Limit | Thing::Route => SymbolKind::METHOD,
        Thing::Function => SymbolKind::FUNCTION,
        Thing::Source => SymbolKind::FILE,
        Thing::Parameter => SymbolKind::CONSTANT,
        Thing::Framework | Thing::CreditSystem | Thing::Scale => SymbolKind::ENUM,
        Thing::Attribute | Thing::Requirement => SymbolKind::PROPERTY,
        Thing::Class | Thing::Set => SymbolKind::STRUCT,
        Thing::Component => SymbolKind::FIELD,
        Thing::Agreement | Thing::Articulation | Thing::Exception => SymbolKind::INTERFACE,
        Thing::Procedure | Thing::Scenario | Thing::Example => SymbolKind::EVENT,
    }
}
