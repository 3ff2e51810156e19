//! A keystroke in a pack of 5,000 lines.

use std::fs;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::client::{Editor, range};

/// One rule of twenty lines.
fn rule(number: usize) -> String {
    format!(
        "    rule rule_{number} \"Rule {number} on short courses\" {{
        for     own study issued in NL
        bar     when workload < {ects} ECTS
        cite    ACT art {number}
        says nl \"Regel {number}\"

        example \"three\" {{ workload {less} ECTS }} is barred
        example \"fifty\" {{ workload 50 ECTS }}     does not apply
        example \"unknown\" {{ missing workload }}   is undetermined by workload

        note \"One\"
        note \"Two\"
        note \"Three\"
        note \"Four\"
        note \"Five\"
        note \"Six\"
        note \"Seven\"
    }}

",
        ects = number % 20 + 5,
        less = number % 20 + 1,
    )
}

#[test]
fn a_keystroke_in_a_pack_of_five_thousand_lines_is_answered_at_once() {
    let folder = TempDir::new().expect("a folder");
    let head = "[pack]\nname = \"nl\"\nversion = \"0.1.0\"\ntitle = \"Netherlands\"\nlanguage = \"1\"\n";
    fs::write(folder.path().join("pack.toml"), head).expect("written");
    let mut files = Vec::new();
    for part in 0..10 {
        let rules: String = (0..26).map(|n| rule(part * 26 + n)).collect();
        let source =
            "    source ACT \"Act\" {\n        url     \"https://example.org\"\n        checked 2026-01-01\n    }\n\n";
        let text = format!("policy nl.part_{part} \"Part {part}\" {{\n    layer country\n\n{source}{rules}}}\n");
        let file = folder.path().join(format!("part_{part}.rule"));
        fs::write(&file, &text).expect("written");
        files.push((file, text));
    }
    let lines: usize = files.iter().map(|(_, t)| t.lines().count()).sum();
    assert!(lines >= 5_000, "{lines}");
    let mut editor = Editor::in_folder(folder.path());
    let (file, text) = files.remove(5);
    editor.open(&file, &text);
    // Each pair of strokes breaks a line and mends it; both change what is told.
    let place = "for     own study issued in NL";
    let broken = text.replacen(place, "for     own study issued in N L", 1);
    let mut times: Vec<Duration> = Vec::new();
    for round in 0..15 {
        for (version, from, to) in [(2, &text, "for     own study issued in N L"), (3, &broken, place)] {
            let old = if from == &text { place } else { "for     own study issued in N L" };
            let begun = Instant::now();
            editor.change(&file, round * 2 + version, &range(from, old), to);
            editor.problems_of(&file, round * 2 + version);
            times.push(begun.elapsed());
        }
    }
    times.sort_unstable();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{lines} lines: median {median:?}, worst {worst:?}");
    // The promise is 30 ms in a release build on a quiet machine; this build is slower and the machine may be busy.
    assert!(median < Duration::from_millis(400), "median {median:?}, worst {worst:?}");
    editor.end();
}
