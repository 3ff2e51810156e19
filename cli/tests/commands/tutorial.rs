//! The tutorial, followed to the letter in an empty folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::repository;

/// A fenced block: what is written behind its fence, and what stands in it.
struct Block {
    info: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(info) => {
                open = true;
                found.push(Block { info: info.to_owned(), text: String::new() });
            }
            None if open => {
                if let Some(block) = found.last_mut() {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
            }
            None => {}
        }
    }
    found
}

/// Runs commands as a person types them; what they print, and how the last ended.
fn typed(commands: &str, desk: &Path) -> (String, i32) {
    let program = Path::new(env!("CARGO_BIN_EXE_credstack")).parent().expect("its folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").expect("a path"));
    let script = format!("exec 2>&1\n{commands}");
    let output =
        Command::new("sh").args(["-c", &script]).current_dir(desk).env("PATH", path).output().expect("a shell");
    (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code().expect("it ends by itself"))
}

/// Whether a text is as it is told, where `…` leaves something out: the rest of a line, or whole lines where it stands alone.
fn is_told(told: &str, printed: &str) -> bool {
    let mut rest = printed.lines().peekable();
    let mut lines = told.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "…" {
            let Some(next) = lines.peek() else { return true };
            while rest.next_if(|printed| !same_line(next, printed)).is_some() {}
        } else if !rest.next().is_some_and(|printed| same_line(line, printed)) {
            return false;
        }
    }
    rest.next().is_none()
}

fn same_line(told: &str, printed: &str) -> bool {
    match told.split_once('…') {
        Some((before, after)) => printed.starts_with(before) && printed.ends_with(after),
        None => told.trim_end() == printed.trim_end(),
    }
}

#[test]
fn the_tutorial_comes_out_as_it_says() {
    let page = fs::read_to_string(repository().join("docs/tutorial.md")).expect("the page");
    let desk = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(repository(), desk.path().join("credstack")).expect("a link");
    let mut printed: Option<String> = None;
    let mut ran = 0;
    for block in blocks(&page) {
        let (kind, rest) = block.info.split_once(' ').unwrap_or((&block.info, ""));
        match kind {
            "sh" => {
                let wanted: i32 = rest.strip_prefix("exit=").map_or(0, |code| code.parse().expect("an exit code"));
                let (out, code) = typed(&block.text, desk.path());
                assert_eq!(code, wanted, "{}\n{out}", block.text);
                printed = Some(out);
                ran += 1;
            }
            "text" => {
                let out = printed.take().expect("what is told follows what is typed");
                assert!(is_told(&block.text, &out), "the page says:\n{}\nand it prints:\n{out}", block.text);
            }
            "credstack" | "json" => fs::write(desk.path().join(rest), &block.text).expect("a file"),
            other => panic!("a block of `{other}` is neither typed nor told"),
        }
    }
    assert!(ran > 10, "{ran} blocks were run");
}

#[test]
fn what_is_left_out_is_all_that_may_differ() {
    assert!(is_told("a\n…\nd\n", "a\nb\nc\nd\n"));
    assert!(is_told("a … z\n", "a and z\n"));
    assert!(!is_told("a\nb\n", "a\nc\n"));
    assert!(!is_told("a\n", "a\nb\n"));
    assert!(!is_told("a\n…\nd\n", "a\nb\n"));
}
