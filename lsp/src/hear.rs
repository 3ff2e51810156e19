//! What the editor tells: that it is there, and what changed.

use std::path::PathBuf;

use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, Uri, WorkspaceFolder,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::address::{self, name};
use crate::desk::{Desk, Document};
use crate::told::Pages;

/// What is known of the editor and its files.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) desk: Desk,
    pub(crate) pages: Pages,
    /// Whether the editor tells of files that change on the disk if it is asked to.
    pub(crate) watches: bool,
}

/// What the editor is asked to tell of.
pub(crate) fn watching() -> Value {
    let watchers = [json!({ "globPattern": "**/*.{rule,rhai}" }), json!({ "globPattern": "**/pack.toml" })];
    let options = json!({ "watchers": watchers });
    let registration =
        json!({ "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options });
    json!({ "registrations": [registration] })
}

/// Begins a session: what the server can do, and what the person should know.
pub(crate) fn initialize(session: &mut Known, parameters: &Value) -> (Value, Vec<String>) {
    let mut folders: Vec<PathBuf> = of::<Vec<WorkspaceFolder>>(parameters, "/workspaceFolders")
        .map(|all| all.iter().filter_map(|f| address::path(&f.uri)).collect())
        .unwrap_or_default();
    if folders.is_empty() {
        folders.extend(of::<Uri>(parameters, "/rootUri").and_then(|uri| address::path(&uri)));
    }
    session.pages.address = of(parameters, "/initializationOptions/problems");
    let page = |f: &&PathBuf| f.join("docs/problems/missing-unit.md").is_file();
    session.pages.folder = folders.iter().flat_map(|f| f.ancestors().map(PathBuf::from)).find(|f| page(&f));
    // A workspace may hold packs that do not belong together; the person can name those that do.
    if let Some(wanted) = of::<Vec<String>>(parameters, "/initializationOptions/folders").filter(|w| !w.is_empty()) {
        let bases = if folders.is_empty() { vec![PathBuf::new()] } else { folders };
        let all = bases.iter().flat_map(|base| wanted.iter().map(|w| base.join(w)));
        folders = all.filter(|f| f.is_dir()).collect();
    }
    let watches = parameters.pointer("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration");
    session.watches = watches.and_then(Value::as_bool).unwrap_or_default();
    let told = session.desk.open_folders(folders);
    (
        json!({ "capabilities": capabilities(), "serverInfo": { "name": "credstack", "version": env!("CARGO_PKG_VERSION") } }),
        told,
    )
}

fn capabilities() -> Value {
    json!({
        "positionEncoding": "utf-16",
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "hoverProvider": true,
        "completionProvider": { "triggerCharacters": [" ", "."] },
        "definitionProvider": true,
        "referencesProvider": true,
        "renameProvider": { "prepareProvider": true },
        "documentFormattingProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "foldingRangeProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll"] },
        "codeLensProvider": { "resolveProvider": false },
        "executeCommandProvider": { "commands": ["credstack.runExample", "credstack.explain"] },
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
    })
}

/// Takes a notification; what the person should know of it. One that cannot be read, or that is not known, changes nothing.
pub(crate) fn notification(session: &mut Known, method: &str, parameters: Value) -> Vec<String> {
    match method {
        "textDocument/didOpen" => open(session, parameters),
        "textDocument/didChange" => {
            let Ok(change) = serde_json::from_value::<DidChangeTextDocumentParams>(parameters) else {
                return Vec::new();
            };
            let document = change.text_document;
            let known =
                name(&document.uri).is_some_and(|n| session.desk.change(&n, document.version, change.content_changes));
            let lost = format!("`{}` was changed but not opened; close it and open it again", document.uri.as_str());
            if known { Vec::new() } else { vec![lost] }
        }
        "textDocument/didClose" => {
            let closed = serde_json::from_value::<DidCloseTextDocumentParams>(parameters).ok();
            if let Some(name) = closed.and_then(|c| name(&c.text_document.uri)) {
                session.desk.close(&name);
            }
            Vec::new()
        }
        "workspace/didChangeWatchedFiles" => {
            let changed = serde_json::from_value::<DidChangeWatchedFilesParams>(parameters).ok();
            let paths: Vec<PathBuf> =
                changed.iter().flat_map(|c| &c.changes).filter_map(|c| address::path(&c.uri)).collect();
            session.desk.changed_on_disk(&paths)
        }
        "workspace/didChangeWorkspaceFolders" => {
            let Ok(change) = serde_json::from_value::<DidChangeWorkspaceFoldersParams>(parameters) else {
                return Vec::new();
            };
            let paths = |of: &[WorkspaceFolder]| of.iter().filter_map(|f| address::path(&f.uri)).collect::<Vec<_>>();
            let mut told = session.desk.close_folders(&paths(&change.event.removed));
            told.extend(session.desk.open_folders(paths(&change.event.added)));
            told
        }
        _ => Vec::new(),
    }
}

fn open(session: &mut Known, parameters: Value) -> Vec<String> {
    let Ok(opened) = serde_json::from_value::<DidOpenTextDocumentParams>(parameters) else { return Vec::new() };
    let item = opened.text_document;
    let Some(name) = name(&item.uri) else { return Vec::new() };
    session.desk.open(&name, Document { uri: item.uri, version: item.version, text: item.text })
}

fn of<T: DeserializeOwned>(parameters: &Value, pointer: &str) -> Option<T> {
    serde_json::from_value(parameters.pointer(pointer)?.clone()).ok()
}
