//! What the editor asks, and who answers it.

use credstack::diagnostics::{Slug, nearest_slug};
use credstack::dsl::{Unformatted, format};
use lsp_types::{
    CodeActionParams, CompletionParams, DocumentFormattingParams, ExecuteCommandParams, HoverParams, Location,
    ReferenceParams, RenameParams, TextDocumentPositionParams, TextEdit, Uri, WorkspaceSymbolParams,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::address::name;
use crate::desk::{Desk, Sheet, is_rule_file};
use crate::examples::Done;
use crate::frame::Refused;
use crate::lines::Lines;
use crate::told::{Pages, actions};
use crate::{complete, examples, hover, outline, rename};

/// A request about a whole document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    text_document: lsp_types::TextDocumentIdentifier,
}

/// Answers a request.
pub(crate) fn request(desk: &Desk, pages: &Pages, method: &str, parameters: Value) -> Result<Value, Refused> {
    match method {
        "textDocument/hover" => {
            let asked: HoverParams = read(parameters)?;
            Ok(at(desk, &asked.text_document_position_params, hover::hover))
        }
        "textDocument/completion" => {
            let asked: CompletionParams = read(parameters)?;
            Ok(at(desk, &asked.text_document_position, |sheet, byte| Some(complete::complete(sheet, byte))))
        }
        "textDocument/definition" => {
            let asked: TextDocumentPositionParams = read(parameters)?;
            Ok(at(desk, &asked, |sheet, byte| definition(desk, sheet, byte)))
        }
        "textDocument/references" => {
            let asked: ReferenceParams = read(parameters)?;
            let own = asked.context.include_declaration;
            Ok(at(desk, &asked.text_document_position, |sheet, byte| references(desk, sheet, byte, own)))
        }
        "textDocument/prepareRename" => {
            let asked: TextDocumentPositionParams = read(parameters)?;
            let (sheet, byte) = place(desk, &asked).ok_or_else(|| Refused::failed(rename::NOTHING))?;
            rename::prepare(sheet, byte).map(|range| json!(range)).map_err(Refused::failed)
        }
        "textDocument/rename" => {
            let asked: RenameParams = read(parameters)?;
            let found = place(desk, &asked.text_document_position);
            let (sheet, byte) = found.ok_or_else(|| Refused::failed(rename::NOTHING))?;
            rename::rename(desk, sheet, byte, &asked.new_name).map_err(Refused::failed)
        }
        "textDocument/formatting" => formatting(desk, &read::<DocumentFormattingParams>(parameters)?.text_document.uri),
        "textDocument/documentSymbol" => about(desk, parameters, |sheet, _| outline::symbols(sheet)),
        "textDocument/foldingRange" => about(desk, parameters, |sheet, _| outline::folds(sheet)),
        "textDocument/codeLens" => {
            let asked: About = read(parameters)?;
            Ok(examples::lenses(desk, &asked.text_document.uri))
        }
        "textDocument/codeAction" => {
            let asked: CodeActionParams = read(parameters)?;
            let uri = &asked.text_document.uri;
            let sheet = name(uri).and_then(|n| desk.sheet(&n));
            Ok(sheet.map_or(json!([]), |sheet| json!(actions(sheet, uri, asked.range, pages))))
        }
        "workspace/symbol" => {
            let asked: WorkspaceSymbolParams = read(parameters)?;
            Ok(outline::everywhere(desk, &asked.query))
        }
        other => Err(Refused::no_method(other)),
    }
}

/// Does what a command says.
pub(crate) fn command(desk: &Desk, parameters: Value) -> Result<Done, Refused> {
    let asked: ExecuteCommandParams = read(parameters)?;
    let text = |at: usize| asked.arguments.get(at).and_then(Value::as_str).unwrap_or_default();
    match asked.command.as_str() {
        "credstack.runExample" => {
            let line = asked.arguments.get(1).and_then(Value::as_u64).and_then(|l| u32::try_from(l).ok());
            let uri: Option<Uri> = text(0).parse().ok();
            let (Some(uri), Some(line)) = (uri, line) else {
                return Err(Refused::wrong_parameters(
                    "the address of the file and the line of the example are needed",
                ));
            };
            examples::run(desk, &uri, line).map_err(Refused::failed)
        }
        "credstack.explain" => {
            let slug = Slug::ALL.iter().copied().find(|s| s.text() == text(0)).or_else(|| nearest_slug(text(0)));
            let Some(slug) = slug else { return Err(Refused::wrong_parameters("there is no such kind of problem")) };
            let page = credstack::diagnostics::Page::of(slug);
            Ok(Done { result: json!({ "slug": slug.text(), "markdown": page.markdown() }), said: None })
        }
        other => Err(Refused::wrong_parameters(format!("this server has no command `{other}`"))),
    }
}

fn read<T: DeserializeOwned>(parameters: Value) -> Result<T, Refused> {
    serde_json::from_value(parameters).map_err(|error| Refused::wrong_parameters(error.to_string()))
}

fn place<'d>(desk: &'d Desk, asked: &TextDocumentPositionParams) -> Option<(Sheet<'d>, usize)> {
    let sheet = desk.sheet(&name(&asked.text_document.uri)?)?;
    let byte = sheet.lines().byte(asked.position);
    Some((sheet, byte))
}

/// An answer about a place; nothing where there is no such file.
fn at<'d>(
    desk: &'d Desk,
    asked: &TextDocumentPositionParams,
    answer: impl FnOnce(Sheet<'d>, usize) -> Option<Value>,
) -> Value {
    place(desk, asked).and_then(|(sheet, byte)| answer(sheet, byte)).unwrap_or_default()
}

fn about(desk: &Desk, parameters: Value, answer: impl FnOnce(Sheet<'_>, &Uri) -> Value) -> Result<Value, Refused> {
    let asked: About = read(parameters)?;
    let uri = asked.text_document.uri;
    Ok(name(&uri).and_then(|n| desk.sheet(&n)).map_or(json!([]), |sheet| answer(sheet, &uri)))
}

/// A span of a root as a location.
fn location(desk: &Desk, sheet: Sheet<'_>, span: credstack::source::Span) -> Option<Location> {
    let file = sheet.rules.sources.file(span.source)?;
    Some(Location::new(desk.uri(file.name())?, Lines::of(file.text()).range(span)))
}

fn definition(desk: &Desk, sheet: Sheet<'_>, byte: usize) -> Option<Value> {
    let (_, found) = sheet.index().at(sheet.id, byte)?;
    let declared = found.iter().filter_map(|at| sheet.index().declared.get(*at));
    let places: Vec<Location> = declared.filter_map(|d| location(desk, sheet, d.name_span)).collect();
    Some(json!(places))
}

fn references(desk: &Desk, sheet: Sheet<'_>, byte: usize, own: bool) -> Option<Value> {
    let index = sheet.index();
    let (_, found) = index.at(sheet.id, byte)?;
    let mut spans: Vec<_> = index.mentions(&found).iter().map(|u| u.span).collect();
    if own {
        spans.extend(found.iter().filter_map(|at| index.declared.get(*at)).map(|d| d.name_span));
    }
    spans.sort_unstable();
    spans.dedup();
    Some(json!(spans.into_iter().filter_map(|span| location(desk, sheet, span)).collect::<Vec<_>>()))
}

/// The one layout; a file that cannot be read keeps its own, and its problems are told already.
fn formatting(desk: &Desk, uri: &Uri) -> Result<Value, Refused> {
    let Some(name) = name(uri).filter(|n| is_rule_file(n)) else { return Ok(Value::Null) };
    let Some(sheet) = desk.sheet(&name) else { return Ok(Value::Null) };
    match format(sheet.id, sheet.file.text()) {
        Ok(text) if text == sheet.file.text() => Ok(json!([])),
        Ok(text) => Ok(json!([TextEdit::new(sheet.lines().all(), text)])),
        Err(Unformatted::Syntax(problems)) => {
            let first = problems.first().map(|p| {
                let at = sheet.lines().position(p.span().range().start);
                format!(": line {}: {}", at.line + 1, p.message)
            });
            Err(Refused::failed(format!(
                "the file cannot be laid out before it can be read{}",
                first.unwrap_or_default()
            )))
        }
        Err(Unformatted::Unfaithful(why)) => {
            Err(Refused::failed(format!("the layout would not say the same, so nothing was changed: {why}")))
        }
    }
}
