//! `graph`: the pictures of the documentation, and how a run ends.

use crate::support::{Desk, repository, run};

const LADDER: [&str; 3] = ["graph", "--award", "be.vlg.example.procurement_certificate"];
const STACK: [&str; 5] =
    ["graph", "--wallet", "examples/wallets/spanish-master.json", "--claim", "examples/claims/spanish-master.json"];
const CLIMB: [&str; 5] = [
    "graph",
    "--wallet",
    "examples/wallets/flemish-climbing.json",
    "--claim",
    "examples/claims/flemish-climbing-diploma.json",
];

#[test]
fn the_pictures_of_the_documentation_are_what_the_command_draws() {
    for (arguments, name) in
        [(&LADDER[..], "flemish-ladder"), (&STACK[..], "spanish-master"), (&CLIMB[..], "flemish-climbing-diploma")]
    {
        let path = format!("docs/pictures/{name}.svg");
        let there = std::fs::read_to_string(repository().join(&path)).unwrap_or_default();
        let drawn = run(&[arguments, &["--as", "svg"]].concat());
        assert_eq!(drawn.code, 0, "{}", drawn.err);
        let again = format!("draw it again: cargo run -p credstack-cli -- {} --output {path}", arguments.join(" "));
        assert!(drawn.out == there, "{path} is not what the command draws; {again}");
    }
}

#[test]
fn the_same_graph_as_text_for_graphviz_and_for_programs() {
    let dot = run(&LADDER);
    assert!(
        dot.code == 0
            && dot.out.starts_with("digraph \"The ladder around be.vlg.example.procurement_certificate\" {\n")
    );
    let json = run(&[&LADDER[..], &["--format", "json"]].concat());
    assert_eq!(json.json()["credstack"], "graph/v1");
    assert_eq!(json.out, run(&[&LADDER[..], &["--as", "json"]].concat()).out);
    let both = run(&[&LADDER[..], &["--as", "svg", "--format", "json"]].concat());
    assert!(both.code == 2 && both.err.contains("leave one out"), "{}", both.err);
}

#[test]
fn an_unknown_award_ends_with_2_and_names_the_nearest() {
    for arguments in [&["graph"][..], &STACK[..3]] {
        let run = run(&[arguments, &["--award", "es.example.heritage_conservatio"]].concat());
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("did you mean `es.example.heritage_conservation`"), "{}", run.err);
        assert!(run.out.is_empty());
    }
    let unnamed = run(&STACK[..3]);
    assert!(unnamed.code == 2 && unnamed.err.contains("no award is named"), "{}", unnamed.err);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let desk = Desk::new();
    let picture = desk.put("ladder.svg", "what was there");
    let written = run(&[&LADDER[..], &["--output", &picture]].concat());
    assert!(written.code == 0 && written.out.is_empty(), "{}", written.err);
    let text = std::fs::read_to_string(&picture).unwrap();
    assert!(text.starts_with("<svg ") && text.ends_with("</svg>\n"));
    let folder = std::path::Path::new(&picture).parent().unwrap();
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);

    let nowhere = desk.path("missing/ladder.svg");
    let failed = run(&[&LADDER[..], &["--output", &nowhere]].concat());
    assert!(failed.code == 2 && failed.err.contains("cannot be written"), "{}", failed.err);
    let kept = desk.put("kept.svg", "what was there");
    let unknown = run(&["graph", "--award", "none.such", "--output", &kept]);
    assert_eq!(unknown.code, 2);
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "what was there");
}

#[test]
fn a_document_that_cannot_be_read_ends_with_4_and_the_rest_is_drawn() {
    let run = run(&[&STACK[..], &["--wallet", "examples/broken/broken-off.json"]].concat());
    assert_eq!(run.code, 4);
    assert!(run.err.contains("broken-off.json could not be read"), "{}", run.err);
    assert!(run.out.contains("48 of 60 ECTS counted"), "{}", run.out);
}
