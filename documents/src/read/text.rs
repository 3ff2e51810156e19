//! Words for people: plain strings, language maps, lists of either.

use credstack_model::facts::Text;

use crate::json::{Node, Tree, items, step};

/// The words of a node with the place of each: a string, a map of languages to strings or lists of strings, an RDF literal,
/// or a list of any of these.
pub(crate) fn texts<'d>(node: &Node<'d>) -> Vec<(Text, Node<'d>)> {
    let mut found = Vec::new();
    for item in items(node) {
        if let Some(words) = item.text() {
            push(&mut found, "", words, item.clone());
        } else if let Some(map) = item.value.as_object() {
            if let Some(words) = map.get("@value").and_then(|v| v.as_str()) {
                let language = map.get("@language").and_then(|v| v.as_str()).unwrap_or("");
                let place = Node { value: map.get("@value").unwrap_or(item.value), path: step(&item.path, "@value") };
                push(&mut found, language, words, place);
                continue;
            }
            for (language, value) in map.iter().filter(|(k, _)| is_language(k)) {
                let place = Node { value, path: step(&item.path, language) };
                for one in items(&place) {
                    if let Some(words) = one.text() {
                        push(&mut found, language, words, one.clone());
                    }
                }
            }
        }
    }
    found
}

/// The words at the end of a path of keys.
pub(crate) fn at<'d>(tree: &Tree<'d>, node: &Node<'d>, keys: &[&str]) -> Vec<(Text, Node<'d>)> {
    let Some((last, before)) = keys.split_last() else {
        return texts(node);
    };
    let found: Vec<_> =
        tree.follow(node, before).iter().filter_map(|n| tree.get(n, last)).flat_map(|n| texts(&n)).collect();
    tree.spend(found.len());
    found
}

fn push<'d>(found: &mut Vec<(Text, Node<'d>)>, language: &str, words: &str, place: Node<'d>) {
    if words.trim().is_empty() {
        return;
    }
    found.push((in_language(language, words), place));
}

/// Words in a language, whatever the spelling of its tag.
pub(crate) fn in_language(language: &str, words: &str) -> Text {
    let language = language.trim().trim_start_matches('@').replace('_', "-").to_lowercase();
    let language = if matches!(language.as_str(), "und" | "none") { String::new() } else { language };
    Text { language: language.into(), words: words.into() }
}

/// A language tag as documents write them, one with a stray space among them.
fn is_language(key: &str) -> bool {
    // One example writes `@en-US`.
    let key = key.trim();
    let key = key.strip_prefix('@').filter(|k| !matches!(*k, "set" | "id")).unwrap_or(key);
    let primary = key.split(['-', '_']).next().unwrap_or("");
    key == "none"
        || key == "@none"
        || ((2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic()) && key.len() <= 35)
            && !matches!(key, "id")
}
