//! Diagnostics as SARIF 2.1.0, which code hosts and editors show beside the lines of a change.

use credstack_source::{SourceFile, SourceMap, Span};
use serde_json::{Value, json};

use crate::{Diagnostic, Fix, Label, Page, Slug};

/// The address of the schema that the output keeps to.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The diagnostics as one SARIF log with one run; `version` is that of the program. The same input gives the same text.
pub fn to_sarif(diagnostics: &[Diagnostic], sources: &SourceMap, version: &str) -> Value {
    let used: Vec<Slug> = Slug::ALL.iter().copied().filter(|s| diagnostics.iter().any(|d| d.slug == *s)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|d| result(d, &used, sources)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "credstack",
                "version": version,
                "rules": used.iter().map(|s| rule(*s)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A kind of problem with its page.
fn rule(slug: Slug) -> Value {
    let page = Page::of(slug);
    json!({
        "id": slug.text(),
        "shortDescription": { "text": slug.meaning() },
        "help": { "text": page.text(), "markdown": page.markdown() },
        // A name that stays wherever the pages are shown; the page itself is in `help`.
        "helpUri": format!("urn:credstack:problem:{}", slug.text()),
        "defaultConfiguration": { "level": slug.severity().word() },
        "properties": { "tags": [page.group()], "page": page.address() },
    })
}

fn result(diagnostic: &Diagnostic, used: &[Slug], sources: &SourceMap) -> Value {
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message += &format!("; {help}");
    }
    let mut result = json!({
        "ruleId": diagnostic.slug.text(),
        "ruleIndex": used.iter().position(|s| *s == diagnostic.slug),
        "level": diagnostic.severity().word(),
        "message": { "text": message },
        "locations": [location(diagnostic.span(), sources)],
    });
    let others: Vec<Value> =
        diagnostic.labels.iter().skip(1).enumerate().map(|(n, l)| related(n, l, sources)).collect();
    if let Some(object) = result.as_object_mut() {
        if !others.is_empty() {
            object.insert("relatedLocations".to_owned(), others.into());
        }
        if let Some(fix) = &diagnostic.fix {
            object.insert("fixes".to_owned(), json!([change(fix, diagnostic, sources)]));
        }
    }
    result
}

fn related(number: usize, label: &Label, sources: &SourceMap) -> Value {
    let mut place = location(label.span, sources);
    if let Some(object) = place.as_object_mut() {
        object.insert("id".to_owned(), (number + 1).into());
        object.insert("message".to_owned(), json!({ "text": label.text }));
    }
    place
}

fn change(fix: &Fix, diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    json!({
        "description": { "text": diagnostic.help.as_deref().unwrap_or("write it so") },
        "artifactChanges": [{
            "artifactLocation": artifact(fix.span, sources),
            "replacements": [{
                "deletedRegion": region(fix.span, sources),
                "insertedContent": { "text": fix.replacement },
            }],
        }],
        "properties": { "applicability": fix.applicability.word() },
    })
}

fn location(span: Span, sources: &SourceMap) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(span, sources), "region": region(span, sources) } })
}

fn artifact(span: Span, sources: &SourceMap) -> Value {
    json!({ "uri": uri(sources.file(span.source).map_or("", SourceFile::name)) })
}

fn region(span: Span, sources: &SourceMap) -> Value {
    let Some(file) = sources.file(span.source) else { return json!({ "startLine": 1 }) };
    let (from, to) = (file.position(span.start as usize), file.position(span.end as usize));
    json!({ "startLine": from.line, "startColumn": from.column, "endLine": to.line, "endColumn": to.column })
}

/// The name of a file as a reference: from the folder in which the program ran, or from the root.
fn uri(name: &str) -> String {
    let mut text = String::from(if name.starts_with('/') { "file://" } else { "" });
    for byte in name.bytes() {
        match byte {
            b'\\' => text.push('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            other => text += &format!("%{other:02X}"),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_of_files_are_references() {
        assert_eq!(uri("rules/es/law.rule"), "rules/es/law.rule");
        assert_eq!(uri("/tmp/mis reglas/año.rule"), "file:///tmp/mis%20reglas/a%C3%B1o.rule");
    }
}
