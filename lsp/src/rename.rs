//! Giving something another name, everywhere at once; refused with a reason where that would break something.

use std::collections::BTreeMap;

use credstack::diagnostics::Severity;
use credstack::dsl::{Thing, is_name};
use credstack::source::{SourceFile, Span};
use credstack::{Draft, PackFiles};
use lsp_types::{Range, TextEdit};
use serde_json::{Value, json};

use crate::desk::{Desk, Sheet};
use crate::index::{Declared, Index, normal};
use crate::lines::Lines;

/// Why a place has nothing to rename.
pub(crate) const NOTHING: &str = "there is no name here that rules declare";

/// The name at a byte, if it can be another.
pub(crate) fn prepare(sheet: Sheet<'_>, byte: usize) -> Result<Range, String> {
    let (span, found) = sheet.index().at(sheet.id, byte).ok_or(NOTHING)?;
    let declared = found.first().and_then(|at| sheet.index().declared.get(*at)).ok_or(NOTHING)?;
    may_be_renamed(declared)?;
    Ok(sheet.lines().range(span))
}

fn may_be_renamed(of: &Declared) -> Result<(), String> {
    let why = match of.thing {
        Thing::Framework | Thing::CreditSystem => "documents name it too, and would not be understood any more",
        Thing::Attribute => "documents and claims carry it by this name",
        Thing::Function => "the script names it too",
        Thing::Example | Thing::Scenario => "it has a title, which you can change where it stands",
        Thing::Procedure => "it has no name",
        _ => return Ok(()),
    };
    Err(format!("the {} `{}` keeps its name: {why}", of.thing.word(), of.name))
}

/// The changes that give what stands at a byte another name.
pub(crate) fn rename(desk: &Desk, sheet: Sheet<'_>, byte: usize, new: &str) -> Result<Value, String> {
    let index = sheet.index();
    let (_, found) = index.at(sheet.id, byte).ok_or(NOTHING)?;
    let declared = found.first().and_then(|at| index.declared.get(*at)).ok_or(NOTHING)?;
    may_be_renamed(declared)?;
    let full = matches!(declared.thing, Thing::Policy | Thing::Award);
    if !is_name(new, full) {
        return Err(format!(
            "`{new}` is no name: write letters, digits and `_`, a letter first, and no word of the language such as `rule`"
        ));
    }
    if new == declared.name {
        return Ok(json!({ "changes": {} }));
    }
    let taken = index.declared.iter().find(|d| d.thing == declared.thing && d.owner == declared.owner && d.name == new);
    if taken.is_some() {
        return Err(format!("there is a {} `{new}` already", declared.thing.word()));
    }
    let edits = edits(sheet, index, &found, new);
    still_sound(sheet, &found, &edits, new)?;
    let mut changes: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
    for (span, text) in edits {
        let file = sheet.rules.sources.file(span.source).ok_or(NOTHING)?;
        let uri = desk.uri(file.name()).ok_or(NOTHING)?;
        let edit = TextEdit::new(Lines::of(file.text()).range(span), text);
        changes.entry(uri.as_str().to_owned()).or_default().push(edit);
    }
    Ok(json!({ "changes": changes }))
}

/// What is written in the place of what, everywhere, in the order of the files.
fn edits(sheet: Sheet<'_>, index: &Index, of: &[usize], new: &str) -> BTreeMap<Span, String> {
    let text = |span: Span| sheet.rules.sources.text(span).to_owned();
    let names = of.iter().filter_map(|at| index.declared.get(*at)).map(|d| d.name_span);
    let mentions = index.mentions(of).into_iter().map(|u| u.span);
    names.chain(mentions).map(|span| (span, instead(&text(span), new))).collect()
}

/// The new name as the old one was written there: with the policy before it, with its article, spoken with spaces.
fn instead(old: &str, new: &str) -> String {
    if new.contains('.') {
        return new.to_owned();
    }
    let (head, name) = match old.rsplit_once('.') {
        Some((owner, name)) => (format!("{owner}."), name),
        None => {
            let article = ["a ", "an ", "the "].into_iter().find(|a| old.starts_with(a)).unwrap_or_default();
            (article.to_owned(), old.strip_prefix(article).unwrap_or(old))
        }
    };
    let new = if name.contains(' ') { new.replace('_', " ") } else { new.to_owned() };
    format!("{head}{new}")
}

/// Whether the rules with these changes have no error that they had not before, and every name still means the same.
fn still_sound(sheet: Sheet<'_>, of: &[usize], edits: &BTreeMap<Span, String>, new: &str) -> Result<(), String> {
    let mut texts: BTreeMap<&str, String> =
        sheet.rules.sources.files().map(|(_, f)| (f.name(), f.text().to_owned())).collect();
    for (span, text) in edits.iter().rev() {
        let name = sheet.rules.sources.file(span.source).map(SourceFile::name).unwrap_or_default();
        if let Some(whole) = texts.get_mut(name).filter(|t| t.get(span.range()).is_some()) {
            whole.replace_range(span.range(), text);
        }
    }
    let changed = |(name, bytes): &(String, Vec<u8>)| {
        (name.clone(), texts.get(name.as_str()).map_or_else(|| bytes.clone(), |t| t.clone().into_bytes()))
    };
    let packs = sheet
        .root
        .draft
        .packs()
        .iter()
        .map(|p| PackFiles { manifest: p.manifest.clone(), rules: p.rules.iter().map(changed).collect() });
    let mut draft = Draft::new(packs.collect());
    let after = draft.rules();
    let errors =
        |of: &[credstack::diagnostics::Diagnostic]| of.iter().filter(|d| d.severity() == Severity::Error).count();
    if errors(&after.diagnostics) > errors(&sheet.rules.diagnostics) {
        let known: Vec<&str> = sheet.rules.diagnostics.iter().map(|d| d.message.as_str()).collect();
        let fresh =
            after.diagnostics.iter().find(|d| d.severity() == Severity::Error && !known.contains(&d.message.as_str()));
        let why = fresh.map_or_else(String::new, |d| format!(": {}: {}", after.sources.describe(d.span()), d.message));
        return Err(format!("with the name `{new}` the rules would have an error{why}"));
    }
    let before = sheet.index();
    let then = Index::of(&draft);
    let now = |at: &usize| {
        before.declared.get(*at).and_then(|d| {
            let wanted = normal(new);
            then.declared.iter().position(|e| e.thing == d.thing && normal(&e.name).ends_with(&wanted))
        })
    };
    let Some(first) = of.iter().find_map(now) else { return Ok(()) };
    let identity = then.identity(first);
    let all: Vec<usize> = (0..then.declared.len()).filter(|at| then.identity(*at) == identity).collect();
    if then.mentions(&all).len() == before.mentions(of).len() {
        return Ok(());
    }
    Err(format!("with the name `{new}` some places would mean something else; choose a name that nothing else has"))
}

#[cfg(test)]
mod tests {
    use super::instead;

    #[test]
    fn a_name_is_written_as_the_old_one_was() {
        assert_eq!(instead("thesis", "dissertation"), "dissertation");
        assert_eq!(instead("es.universities.thesis", "dissertation"), "es.universities.dissertation");
        assert_eq!(instead("an own study", "own_course"), "an own course");
    }
}
