//! Forty files with the slips of real offices. Each names the line on which a message is expected (`# <- here: slug`, or
//! `# below: slug` on the line above); the whole output is read by people before it is accepted.

use std::collections::BTreeSet;
use std::path::Path;

use credstack_diagnostics::Diagnostic;
use credstack_source::SourceId;

use crate::support::{Read, read_alone};

/// What a file says about itself: lines and the slugs that are expected there.
fn expected(text: &str) -> BTreeSet<(usize, String)> {
    let mut found = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        let here = line.split_once("# <- here: ").map(|(_, slugs)| (at + 1, slugs));
        let below = line.split_once("# below: ").map(|(_, slugs)| (at + 2, slugs));
        for (line, slugs) in here.into_iter().chain(below) {
            found.extend(slugs.split(", ").map(|s| (line, s.trim().to_owned())));
        }
    }
    found
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

fn told(read: &Read) -> Vec<Diagnostic> {
    read.diagnostics.iter().filter(|d| d.span().source != SourceId(0)).cloned().collect()
}

/// The name of the file and what is said of it, as a terminal shows it.
fn shown(read: &Read) -> String {
    let told = told(read);
    let mut text = credstack_diagnostics::to_text(&told, &read.sources, false);
    if let Some(more) = credstack_diagnostics::pointer(&told) {
        text += &format!("\n{more}\n");
    }
    text
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the files stand beside the test; the crate itself reads none")]
fn every_slip_is_told_on_its_line_with_a_remedy() {
    let ground = std::fs::read_to_string(folder().join("ground.rule")).unwrap();
    let mut names: Vec<_> = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "rule") && !p.ends_with("ground.rule"));
    names.sort();
    assert_eq!(names.len(), 40);
    let mut wrong = Vec::new();
    for path in names {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let read = read_alone(&[&ground, &text]);
        let found: BTreeSet<(usize, String)> =
            told(&read).iter().map(|d| (read.sources.position(d.span()).line, d.slug.text().to_owned())).collect();
        let expected = expected(&text);
        if found != expected {
            wrong.push(format!("{name}: expected {expected:?}\n{}", shown(&read)));
        }
        for problem in told(&read).iter().filter(|d| d.help.is_none() && d.fix.is_none()) {
            wrong.push(format!("{name}: no remedy for {}", problem.message));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/broken" }, {
            insta::assert_snapshot!(name, shown(&read));
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
