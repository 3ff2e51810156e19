//! Messages on the wire: a header with a length, then JSON. What cannot be read is told, and reading goes on at the next header.
//!
//! The framing of `lsp-server` ends the connection at the first frame that it cannot read, and reads numbers of requests in a way
//! that exact numbers of `serde_json` do not allow; so it stands here.

use std::io::{self, BufRead, Read as _, Write};

use serde_json::{Value, json};

/// A message is at most this long; a rule file may have 1 MiB.
const MOST_BYTES: u64 = 64 << 20;
/// A line of a header is at most this long.
const MOST_HEADER: u64 = 4 << 10;

/// What was read.
#[derive(Debug)]
pub(crate) enum Frame {
    /// A message.
    Message(Value),
    /// Something that is none, and why.
    Broken(String),
}

/// Reads the next frame; `None` at the end.
pub(crate) fn read(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(MOST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        match (line.split_once(':'), length) {
            (None, Some(length)) if line.is_empty() => return body(input, length).map(Some),
            (None, None) if line.is_empty() => {}
            (Some((name, value)), _) if name.eq_ignore_ascii_case("content-length") => {
                match value.trim().parse::<u64>() {
                    Ok(bytes) if bytes <= MOST_BYTES => length = Some(bytes),
                    _ => return Ok(Some(Frame::Broken(format!("`{value}` is no length of a message")))),
                }
            }
            (Some((name, _)), _) if name.eq_ignore_ascii_case("content-type") => {}
            _ => {
                let shown: String = line.chars().take(80).collect();
                return Ok(Some(Frame::Broken(format!(
                    "`{shown}` is no header: write `Content-Length: ` and a number"
                ))));
            }
        }
    }
}

fn body(input: &mut impl BufRead, length: u64) -> io::Result<Frame> {
    let mut bytes = Vec::new();
    let read = input.by_ref().take(length).read_to_end(&mut bytes)?;
    if (read as u64) < length {
        return Ok(Frame::Broken(format!("the message ends after {read} of {length} bytes")));
    }
    Ok(match serde_json::from_slice(&bytes) {
        Ok(message) => Frame::Message(message),
        Err(error) => Frame::Broken(format!("the message is no JSON: {error}")),
    })
}

/// Writes a message.
pub(crate) fn write(output: &mut impl Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

/// An answer.
pub(crate) fn answer(id: &Value, outcome: Result<Value, Refused>) -> Value {
    match outcome {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(Refused { code, message }) => {
            json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
        }
    }
}

/// Why a request gets no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    code: i32,
    message: String,
}

impl Refused {
    /// The message is no JSON.
    pub(crate) fn unreadable(message: impl Into<String>) -> Self {
        Self { code: -32700, message: message.into() }
    }

    /// The message is no request.
    pub(crate) fn no_request(message: impl Into<String>) -> Self {
        Self { code: -32600, message: message.into() }
    }

    /// The server has no such method.
    pub(crate) fn no_method(method: &str) -> Self {
        Self { code: -32601, message: format!("this server has no `{method}`") }
    }

    /// What came with the request does not fit it.
    pub(crate) fn wrong_parameters(message: impl Into<String>) -> Self {
        Self { code: -32602, message: message.into() }
    }

    /// Nothing was initialized yet.
    pub(crate) fn too_early() -> Self {
        Self { code: -32002, message: "`initialize` comes first".into() }
    }

    /// It was cancelled before it was begun.
    pub(crate) fn cancelled() -> Self {
        Self { code: -32800, message: "cancelled".into() }
    }

    /// It could not be done, for a reason that a person should read.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { code: -32803, message: message.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, read};

    #[test]
    fn reading_goes_on_after_what_is_no_frame() {
        let bytes = b"nonsense\r\nContent-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n{]}Content-Length: 999999999999\r\n\r\nContent-Length: 4\r\n\r\nnull";
        let mut input = bytes.as_slice();
        let mut seen = Vec::new();
        while let Some(frame) = read(&mut input).expect("memory can be read") {
            seen.push(match frame {
                Frame::Message(value) => value.to_string(),
                Frame::Broken(_) => "broken".to_owned(),
            });
        }
        assert_eq!(seen, ["broken", "{}", "broken", "broken", "null"]);
    }
}
