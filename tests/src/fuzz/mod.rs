//! What is fuzzed: one function for each target, which takes any bytes and panics where something does not hold.
//!
//! libFuzzer calls them in `fuzz/`; `tests/corpora.rs` calls them with every input that was kept, and with a few more.

mod claim;
mod document;
mod evaluate;
mod format;
mod function;
mod rules;
mod text;

pub use claim::claim;
pub use document::document;
pub use evaluate::evaluate;
pub use format::format;
pub use function::function;
pub use rules::rules;

/// A target: its name, which its corpus has too, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 6] = [
    ("claim", claim),
    ("document", document),
    ("evaluate", evaluate),
    ("format", format),
    ("function", function),
    ("rules", rules),
];
