//! The loop: messages in, answers and problems out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{BufRead, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use credstack::diagnostics::Diagnostic;
use serde_json::{Value, json};

use crate::ask;
use crate::frame::{self, Frame, Refused, answer};
use crate::hear::{self, Known};
use crate::told::problems;

/// After so much quiet what takes longer is proved too.
const QUIET: Duration = Duration::from_millis(300);

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The editor asked for the end first.
    AsAsked,
    /// It left without a word.
    Abandoned,
}

/// What the editor was told of a file: the problems as they were sent.
type Sent = BTreeMap<String, Vec<lsp_types::Diagnostic>>;

/// What the loop waits for.
enum Event {
    /// The editor says something.
    Frame(Frame),
    /// What was proved of the rules that a root had at a turn.
    Proved(u64, Vec<Diagnostic>),
    /// The editor says nothing any more.
    End,
}

/// A session with one editor.
struct Session<W> {
    known: Known,
    output: W,
    /// For those who prove something beside the loop.
    events: Sender<Event>,
    /// The editor says nothing any more.
    ended: bool,
    sent: Sent,
    stage: Stage,
    /// The editor is gone.
    lost: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fresh,
    Running,
    ShutDown,
}

/// Speaks with an editor until it ends: the Language Server Protocol over two streams.
pub fn serve(input: impl BufRead + Send + 'static, output: impl Write) -> Ended {
    let (events, receiver) = channel();
    let sender = events.clone();
    // The thread ends with its input; nobody waits for it.
    std::thread::spawn(move || {
        let mut input = input;
        while let Ok(Some(frame)) = frame::read(&mut input) {
            if sender.send(Event::Frame(frame)).is_err() {
                return;
            }
        }
        // Where nobody listens any more, nobody has to know.
        let _ = sender.send(Event::End);
    });
    let (known, sent, stage) = (Known::default(), Sent::new(), Stage::Fresh);
    let mut session = Session { known, output, events, ended: false, sent, stage, lost: false };
    session.run(&receiver)
}

impl<W: Write> Session<W> {
    fn run(&mut self, receiver: &Receiver<Event>) -> Ended {
        let mut queue: VecDeque<Frame> = VecDeque::new();
        loop {
            for event in receiver.try_iter() {
                self.hear(event, &mut queue);
            }
            if let Some(next) = queue.pop_front() {
                if let Some(ended) = self.take(next, &queue) {
                    return ended;
                }
                // Changes that wait already are taken first: only the newest text is looked at.
                if !queue.iter().any(is_change) {
                    self.tell();
                }
                continue;
            }
            if self.ended || self.lost {
                return if self.stage == Stage::ShutDown { Ended::AsAsked } else { Ended::Abandoned };
            }
            let next = if self.unproved() {
                match receiver.recv_timeout(QUIET) {
                    Err(RecvTimeoutError::Timeout) => {
                        self.prove();
                        continue;
                    }
                    other => other.ok(),
                }
            } else {
                receiver.recv().ok()
            };
            self.hear(next.unwrap_or(Event::End), &mut queue);
        }
    }

    fn hear(&mut self, event: Event, queue: &mut VecDeque<Frame>) {
        match event {
            Event::Frame(frame) => queue.push_back(frame),
            Event::Proved(turn, found) => {
                // What was proved of rules that have changed since is of no use.
                if let Some(root) = self.known.desk.roots.iter_mut().find(|r| r.turn() == turn) {
                    root.take_proved(found);
                    self.tell();
                }
            }
            Event::End => self.ended = true,
        }
    }

    /// Takes one message; the end if it is the last.
    fn take(&mut self, frame: Frame, waiting: &VecDeque<Frame>) -> Option<Ended> {
        let message = match frame {
            Frame::Message(message) => message,
            Frame::Broken(why) => {
                self.send(&answer(&Value::Null, Err(Refused::unreadable(why))));
                return None;
            }
        };
        let id = message.get("id").filter(|id| id.is_string() || id.is_number()).cloned();
        let parameters = message.get("params").cloned().unwrap_or_default();
        match (message.get("method").and_then(Value::as_str), id) {
            (Some("exit"), None) if self.stage == Stage::ShutDown => return Some(Ended::AsAsked),
            (Some("exit"), None) => return Some(Ended::Abandoned),
            (Some(method), Some(id)) => {
                let outcome = if is_cancelled(&id, waiting) {
                    Err(Refused::cancelled())
                } else {
                    self.request(method, parameters)
                };
                self.send(&answer(&id, outcome));
            }
            (Some("initialized"), None) if self.known.watches => {
                self.ask_editor("client/registerCapability", &hear::watching());
            }
            (Some(method), None) if self.stage == Stage::Running => {
                for told in hear::notification(&mut self.known, method, parameters) {
                    self.say(1, &told);
                }
            }
            // A notification before its time, and answers to what the server asked.
            (Some(_), None) => {}
            (None, Some(_)) if message.get("result").is_some() || message.get("error").is_some() => {}
            (None, _) => {
                let why = "a message has a `method`, and a request an `id` as well";
                self.send(&answer(&Value::Null, Err(Refused::no_request(why))));
            }
        }
        None
    }

    fn request(&mut self, method: &str, parameters: Value) -> Result<Value, Refused> {
        match (method, self.stage) {
            ("initialize", Stage::Fresh) => {
                self.stage = Stage::Running;
                let (result, told) = hear::initialize(&mut self.known, &parameters);
                for words in &told {
                    self.say(1, words);
                }
                Ok(result)
            }
            ("initialize", _) => Err(Refused::no_request("`initialize` was there already")),
            (_, Stage::Fresh) => Err(Refused::too_early()),
            (_, Stage::ShutDown) => Err(Refused::no_request("the server was shut down")),
            ("shutdown", Stage::Running) => {
                self.stage = Stage::ShutDown;
                Ok(Value::Null)
            }
            ("workspace/executeCommand", Stage::Running) => {
                self.known.desk.refresh();
                let done = ask::command(&self.known.desk, parameters)?;
                if let Some((kind, words)) = &done.said {
                    self.say(*kind, words);
                }
                Ok(done.result)
            }
            (_, Stage::Running) => {
                self.known.desk.refresh();
                ask::request(&self.known.desk, &self.known.pages, method, parameters)
            }
        }
    }

    /// Reads what changed and tells the problems of the files whose problems are others now.
    fn tell(&mut self) {
        if self.stage != Stage::Running {
            return;
        }
        self.known.desk.refresh();
        let mut now = Sent::new();
        for root in &self.known.desk.roots {
            for (name, problems) in problems(&self.known.desk, root, &self.known.pages) {
                now.entry(name).or_default().extend(problems);
            }
        }
        let gone: Vec<String> = self.sent.keys().filter(|n| !now.contains_key(*n)).cloned().collect();
        for name in gone {
            now.insert(name, Vec::new());
        }
        for (name, problems) in now {
            let same = self.sent.get(&name).map_or(problems.is_empty(), |before| *before == problems);
            if !same {
                self.publish(&name, &problems);
                self.sent.insert(name, problems);
            }
        }
    }

    fn publish(&mut self, name: &str, problems: &[lsp_types::Diagnostic]) {
        let Some(uri) = self.known.desk.uri(name) else { return };
        let mut parameters = json!({ "uri": uri, "diagnostics": problems });
        if let Some(document) = self.known.desk.open.get(name) {
            parameters["version"] = json!(document.version);
        }
        self.notify("textDocument/publishDiagnostics", &parameters);
    }

    fn unproved(&self) -> bool {
        self.stage == Stage::Running && self.known.desk.roots.iter().any(|r| !r.proved)
    }

    /// Has everything proved that was not since it changed, beside the loop: a stroke never waits for it.
    fn prove(&mut self) {
        for root in self.known.desk.roots.iter_mut().filter(|r| !r.proved) {
            let (turn, rules) = root.ask_proof();
            let events = self.events.clone();
            // The thread ends with the proof; where nobody listens any more, nobody has to know.
            std::thread::spawn(move || events.send(Event::Proved(turn, rules.checked())));
        }
    }

    /// Shows the person a message: 1 for an error, 2 for a warning, 3 for what is good to know.
    fn say(&mut self, kind: u8, words: &str) {
        self.notify("window/showMessage", &json!({ "type": kind, "message": words }));
    }

    fn notify(&mut self, method: &str, parameters: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// Asks the editor for something; the answer is not waited for.
    fn ask_editor(&mut self, method: &str, parameters: &Value) {
        self.send(
            &json!({ "jsonrpc": "2.0", "id": format!("credstack:{method}"), "method": method, "params": parameters }),
        );
    }

    fn send(&mut self, message: &Value) {
        self.lost |= frame::write(&mut self.output, message).is_err();
    }
}

fn method(frame: &Frame) -> Option<&str> {
    match frame {
        Frame::Message(message) => message.get("method").and_then(Value::as_str),
        Frame::Broken(_) => None,
    }
}

fn is_change(frame: &Frame) -> bool {
    const CHANGES: [&str; 4] =
        ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "workspace/didChangeWatchedFiles"];
    method(frame).is_some_and(|m| CHANGES.contains(&m))
}

fn is_cancelled(id: &Value, waiting: &VecDeque<Frame>) -> bool {
    let cancelled: BTreeSet<String> = waiting
        .iter()
        .filter(|f| method(f) == Some("$/cancelRequest"))
        .filter_map(|f| match f {
            Frame::Message(message) => Some(message.pointer("/params/id")?.to_string()),
            Frame::Broken(_) => None,
        })
        .collect();
    cancelled.contains(&id.to_string())
}
