//! The scripts of packs: found beside the rules that name them, compiled, and what is wrong with them told at both places.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_functions::{Derivation, Limits, Refusal, Script};
use credstack_model::policy::{Function, PolicySet};
use credstack_source::{SourceFile, SourceId, SourceMap, Span};

/// Whether a file of a pack is a script and no rule file.
pub(crate) fn is_script(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "rhai")
}

/// The scripts that were read, by folder and name.
#[derive(Debug, Default)]
pub(crate) struct Scripts(BTreeMap<String, (SourceId, String)>);

impl Scripts {
    pub(crate) fn add(&mut self, name: &str, id: SourceId, text: String) {
        self.0.insert(name.to_owned(), (id, text));
    }

    /// Compiles what functions name; a script that cannot be used is a problem of every function that names it.
    pub(crate) fn compile(&self, set: &PolicySet, sources: &SourceMap, found: &mut Vec<Diagnostic>) -> Derivation {
        let mut compiled: BTreeMap<String, Result<Arc<Script>, Refusal>> = BTreeMap::new();
        let mut ready = BTreeMap::new();
        for function in &set.functions {
            let path = beside(sources.file(function.script_span.source).map_or("", SourceFile::name), &function.script);
            let Some((id, text)) = self.0.get(&path) else {
                let message = format!("there is no `{}` beside this rule file", function.script);
                let problem = Diagnostic::new(Slug::MissingScript, function.script_span, message);
                found.push(problem.help("put the script in the same folder as the rule file that names it"));
                continue;
            };
            let one = compiled.entry(path).or_insert_with(|| Script::compile(text, Limits::STANDARD).map(Arc::new));
            let full = set.symbols.text(function.name);
            let name = full.rsplit('.').next().unwrap_or(full);
            match one.clone().and_then(|script| script.check(name, function.takes.len()).map(|()| script)) {
                Ok(script) => drop(ready.insert(function.name, script)),
                Err(refusal) => found.push(refused(function, *id, text, &refusal)),
            }
        }
        Derivation::new(ready)
    }
}

/// A file in the folder of another.
fn beside(name: &str, file: &str) -> String {
    match name.rfind(['/', '\\']) {
        Some(at) => format!("{}{file}", name.get(..=at).unwrap_or_default()),
        None => file.to_owned(),
    }
}

fn refused(function: &Function, script: SourceId, text: &str, refusal: &Refusal) -> Diagnostic {
    let place = if refusal.line == 0 { String::new() } else { format!(", line {}", refusal.line) };
    let message = format!("`{}`{place}: {}", function.script, refusal.message);
    let problem = Diagnostic::new(Slug::BrokenScript, function.script_span, message);
    let problem = match span(script, text, refusal) {
        Some(span) => problem.also(span, "here in the script"),
        None => problem,
    };
    problem.help(format!("mend the script ({})", refusal.kind.slug()))
}

/// The character at the line and column of a refusal.
fn span(script: SourceId, text: &str, refusal: &Refusal) -> Option<Span> {
    let line = refusal.line.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..)?.split('\n').next().unwrap_or_default();
    let before: usize = rest.chars().take(refusal.column.saturating_sub(1)).map(char::len_utf8).sum();
    let one = rest.get(before..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
    Some(Span::new(script, start + before, start + before + one))
}
