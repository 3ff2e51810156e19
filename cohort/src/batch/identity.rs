//! By what a batch is decided, as fingerprints: a run that goes on must be decided by the same.

use std::collections::BTreeMap;

use credstack::documents::Mapping;
use credstack::source::SourceMap;
use credstack::wire::write_claim;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::recognise::Desk;

/// Fingerprints of the rules, the claim and the mapping, with the policy, the budget and the version of credstack.
pub(super) fn identity(desk: &Desk, mapping: &Mapping, sources: &SourceMap) -> BTreeMap<String, String> {
    let mut rules = Sha256::new();
    for (_, file) in sources.files() {
        rules.update((file.text().len() as u64).to_le_bytes());
        rules.update(file.text());
    }
    let mut claim = write_claim(&desk.claim, &desk.set.symbols, &desk.set.vocabulary);
    if let Value::Object(said) = &mut claim {
        // From which folder the claim was read says nothing of what it asks for.
        said.shift_remove("provenance");
    }
    put_in_order(&mut claim);
    let entries = [
        ("rules", hexadecimal(&rules.finalize())),
        ("claim", hexadecimal(&Sha256::digest(claim.to_string()))),
        ("mapping", hexadecimal(&Sha256::digest(format!("{mapping:?}")))),
        ("policy", desk.set.symbols.text(desk.book.policy()).to_owned()),
        ("budget", desk.budget.worlds.to_string()),
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    entries.map(|(name, value)| (name.to_owned(), value)).into()
}

/// Codes stand in the order in which their words were first met, which is another one in another run.
fn put_in_order(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(put_in_order);
            items.sort_by_cached_key(Value::to_string);
        }
        Value::Object(object) => {
            object.values_mut().for_each(put_in_order);
            object.sort_keys();
        }
        _ => {}
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("sha256:"), |text, byte| text + format!("{byte:02x}").as_str())
}
