//! `cargo run -p xtask -- tidy` checks the shape of the workspace; `grammar` writes the grammar of the editors.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xtask::{grammar, tidy};

const USAGE: &str = "usage: xtask tidy [--write] [--root FOLDER]
       xtask grammar

  tidy           check the shape of the workspace; print every violation and exit 1, or exit 0
  --write        first write the files that tidy owns (the clippy.toml of each pure crate)
  grammar        write the grammar by which editors colour rules, from the words of the language
  --root FOLDER  the workspace to check (default: the one that holds the current folder)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments == ["grammar"] {
        return match write_grammar() {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("{message}");
                ExitCode::from(2)
            }
        };
    }
    let outcome = Request::read(&arguments).and_then(|request| run(&request));
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(count) => {
            eprintln!("tidy: {count} violation(s)");
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Writes the grammar beside where it stands, and then in its place.
fn write_grammar() -> Result<(), String> {
    let path = workspace_root()?.join(grammar::PATH);
    let beside = path.with_extension("new");
    let written = std::fs::write(&beside, grammar::text()).and_then(|()| std::fs::rename(&beside, &path));
    written.map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// What the command line asks for.
struct Request {
    write: bool,
    root: PathBuf,
}

impl Request {
    fn read(arguments: &[String]) -> Result<Self, String> {
        let mut words = arguments.iter().map(String::as_str);
        if words.next() != Some("tidy") {
            return Err(USAGE.to_owned());
        }
        let mut write = false;
        let mut root = None;
        while let Some(word) = words.next() {
            match word {
                "--write" => write = true,
                "--root" => root = Some(PathBuf::from(words.next().ok_or(USAGE)?)),
                _ => return Err(USAGE.to_owned()),
            }
        }
        let root = root.map_or_else(workspace_root, Ok)?;
        Ok(Self { write, root })
    }
}

/// The nearest folder, from the current one upwards, whose `Cargo.toml` states a workspace.
fn workspace_root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| format!("no current folder: {error}"))?;
    here.ancestors()
        .find(|folder| states_a_workspace(folder))
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("no workspace holds {}", here.display()))
}

fn states_a_workspace(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("Cargo.toml"))
        .is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
}

/// Returns the number of violations.
fn run(request: &Request) -> Result<usize, String> {
    if request.write {
        let written = tidy::write(&request.root).map_err(|error| error.to_string())?;
        for path in written {
            eprintln!("wrote {path}");
        }
    }
    let violations = tidy::check(&request.root).map_err(|error| error.to_string())?;
    for violation in &violations {
        println!("{violation}");
    }
    Ok(violations.len())
}
