//! A scripted editor: it speaks with the server over two pipes, as an editor does.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, PipeWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use credstack_lsp::{Ended, serve};
use serde_json::{Value, json};

/// An editor and the server that it speaks with.
pub(crate) struct Editor {
    to: Option<PipeWriter>,
    from: Receiver<Value>,
    server: JoinHandle<Ended>,
    asked: i32,
    /// What the server told and nobody looked at yet.
    pub(crate) told: VecDeque<Value>,
}

impl Editor {
    /// Starts a server; nothing is said yet.
    pub(crate) fn start() -> Self {
        let (server_in, to) = std::io::pipe().expect("a pipe");
        let (from, server_out) = std::io::pipe().expect("a pipe");
        let server = std::thread::spawn(move || serve(BufReader::new(server_in), server_out));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut from = BufReader::new(from);
            while let Some(message) = next(&mut from) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { to: Some(to), from: messages, server, asked: 0, told: VecDeque::new() }
    }

    /// Opens a folder with a server of its own.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        let mut editor = Self::start();
        let folders = json!([{ "uri": uri(folder), "name": "rules" }]);
        let can = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
        let result =
            editor.ask("initialize", &json!({ "processId": null, "capabilities": can, "workspaceFolders": folders }));
        assert!(result["capabilities"]["hoverProvider"].as_bool().unwrap_or_default(), "{result}");
        editor.tell("initialized", &json!({}));
        editor
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let to = self.to.as_mut().expect("the editor has not left");
        to.write_all(bytes).expect("the server listens");
        to.flush().expect("the server listens");
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn tell(&mut self, method: &str, parameters: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// Asks, and gives the whole answer.
    pub(crate) fn answer(&mut self, method: &str, parameters: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        loop {
            let message = self.read();
            if message["id"] == json!(id) {
                return message;
            }
            self.told.push_back(message);
        }
    }

    /// Asks, and gives the result; an error ends the test.
    pub(crate) fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        let answer = self.answer(method, parameters);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The next message of the server; a server that says nothing ends the test.
    pub(crate) fn read(&mut self) -> Value {
        self.from.recv_timeout(Duration::from_mins(1)).expect("the server says something")
    }

    /// The problems of a file as the server next tells them.
    pub(crate) fn problems(&mut self, file: &Path) -> Vec<Value> {
        self.next_problems(file, None)
    }

    /// The problems of a version of an open file; they have to be others than before.
    pub(crate) fn problems_of(&mut self, file: &Path, version: i32) -> Vec<Value> {
        self.next_problems(file, Some(version))
    }

    fn next_problems(&mut self, file: &Path, version: Option<i32>) -> Vec<Value> {
        let wanted = uri(file);
        let fits = |m: &Value| {
            let right = version.is_none_or(|v| m["params"]["version"] == json!(v));
            m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == json!(wanted) && right
        };
        let told = self.told.iter().position(fits).and_then(|at| self.told.remove(at));
        let mut found = told;
        while found.is_none() {
            let message = self.read();
            if fits(&message) {
                found = Some(message);
            } else {
                self.told.push_back(message);
            }
        }
        found.and_then(|m| m["params"]["diagnostics"].as_array().cloned()).unwrap_or_default()
    }

    /// Opens a file as it stands on the disk, or with another text.
    pub(crate) fn open(&mut self, file: &Path, text: &str) {
        let document = json!({ "uri": uri(file), "languageId": "credstack", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Changes a range of an open file.
    pub(crate) fn change(&mut self, file: &Path, version: i32, range: &Value, text: &str) {
        let changes = json!([{ "range": range, "text": text }]);
        let document = json!({ "uri": uri(file), "version": version });
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Asks about the place where a text first stands in a file, so many characters into it.
    pub(crate) fn at(&mut self, method: &str, file: &Path, text: &str, needle: &str, into: usize) -> Value {
        self.ask(method, &json!({ "textDocument": { "uri": uri(file) }, "position": position(text, needle, into) }))
    }

    /// Ends the session as it should be ended.
    pub(crate) fn end(mut self) {
        assert_eq!(self.ask("shutdown", &Value::Null), Value::Null);
        self.tell("exit", &Value::Null);
        assert_eq!(self.server.join().expect("the server does not panic"), Ended::AsAsked);
    }

    /// Leaves without a word.
    pub(crate) fn leave(mut self) -> Ended {
        drop(self.to.take());
        self.server.join().expect("the server does not panic")
    }
}

/// The address of a file.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// Where a text first stands, in lines and units of UTF-16.
pub(crate) fn position(text: &str, needle: &str, into: usize) -> Value {
    let at = text.find(needle).unwrap_or_else(|| panic!("no `{needle}`")) + into;
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column: usize = before.rsplit('\n').next().unwrap_or_default().chars().map(char::len_utf16).sum();
    json!({ "line": line, "character": column })
}

/// The range of a text where it first stands.
pub(crate) fn range(text: &str, needle: &str) -> Value {
    json!({ "start": position(text, needle, 0), "end": position(text, needle, needle.len()) })
}

/// The packs of this repository.
pub(crate) fn repository_rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository").join("rules")
}

/// The next message of a stream; none at its end.
fn next(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", bytes)) => length = bytes.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
