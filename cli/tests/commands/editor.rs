//! `credstack lsp` as an editor starts it.

use crate::support::run_with_input;

fn framed(messages: &[&str]) -> Vec<u8> {
    messages.iter().flat_map(|m| format!("Content-Length: {}\r\n\r\n{m}", m.len()).into_bytes()).collect()
}

#[test]
fn an_editor_starts_asks_and_ends_the_server() {
    let begin = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    let end = r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#;
    let exit = r#"{"jsonrpc":"2.0","method":"exit"}"#;
    let run = run_with_input(&["lsp", "--stdio"], &framed(&[begin, end, exit]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("Content-Length: ") && run.out.contains(r#""hoverProvider":true"#), "{}", run.out);
    assert!(run.out.ends_with(r#"{"jsonrpc":"2.0","id":2,"result":null}"#), "{}", run.out);
}

#[test]
fn an_editor_that_leaves_without_a_word_is_an_exit_of_its_own() {
    let begin = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    assert_eq!(run_with_input(&["lsp"], &framed(&[begin])).code, 1);
}
