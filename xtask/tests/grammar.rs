//! The grammar of the editors is the one that the words of the language give.

use std::path::Path;

#[test]
fn the_grammar_of_the_editors_is_what_is_generated() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository");
    let committed = std::fs::read_to_string(root.join(xtask::grammar::PATH)).expect("the grammar is committed");
    assert!(committed == xtask::grammar::text(), "run `cargo run -p xtask -- grammar` and commit what it writes");
}
