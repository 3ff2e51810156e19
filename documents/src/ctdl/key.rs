//! The three spellings of a property: `ceterms:name`, `name` and `https://purl.org/ctdl/terms/name`.

use credstack_model::facts::Text;

use crate::json::{Node, Tree, items, step};
use crate::read::text;

const PREFIXES: [&str; 4] = ["ceterms:", "", "https://purl.org/ctdl/terms/", "schema:"];

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

/// The value of a property, however it is spelled.
pub(super) fn get<'d>(tree: &Tree<'d>, node: &Node<'d>, name: &str) -> Option<Node<'d>> {
    let map = node.value.as_object()?;
    let spelled = |prefix: &&str| {
        let key = format!("{prefix}{name}");
        map.contains_key(&key).then(|| tree.get(node, &key)).flatten()
    };
    PREFIXES.iter().find_map(spelled)
}

/// The values of a property; bare identifiers are followed.
pub(super) fn list<'d>(tree: &Tree<'d>, node: &Node<'d>, name: &str) -> Vec<Node<'d>> {
    get(tree, node, name).iter().flat_map(items).map(|item| tree.resolve(item)).collect()
}

/// The words of a property.
pub(super) fn words<'d>(tree: &Tree<'d>, node: &Node<'d>, name: &str) -> Vec<(Text, Node<'d>)> {
    get(tree, node, name).iter().flat_map(text::texts).collect()
}

/// The plain values of a property: texts and numbers, also as literals of JSON-LD.
pub(super) fn scalars<'d>(tree: &Tree<'d>, node: &Node<'d>, name: &str) -> Vec<Node<'d>> {
    let all = get(tree, node, name).iter().flat_map(items).collect::<Vec<_>>().into_iter();
    all.filter_map(|one| match one.value.get("@value") {
        Some(value) => Some(Node { value, path: step(&one.path, "@value") }),
        None => one.scalar().map(|_| one),
    })
    .collect()
}

/// The identifiers that a property refers to, as texts or as nodes.
pub(super) fn references<'d>(tree: &Tree<'d>, node: &Node<'d>, name: &str) -> Vec<String> {
    let all: Vec<Node<'d>> = get(tree, node, name).iter().flat_map(items).collect();
    let id = |one: &Node<'d>| {
        let own = one.value.get("@id").or_else(|| one.value.get("id")).and_then(|v| v.as_str());
        one.text().or(own).map(ToOwned::to_owned)
    };
    all.iter().filter_map(id).collect()
}

/// The identifiers of a node: its own, that of the registry, and codes that others know it by.
pub(super) fn identifiers<'d>(tree: &Tree<'d>, node: &Node<'d>) -> Vec<Node<'d>> {
    let mut found: Vec<Node<'d>> = ["@id", "id"].iter().filter_map(|key| tree.get(node, key)).collect();
    found.extend(scalars(tree, node, "ctid"));
    for name in ["identifier", "versionIdentifier"] {
        for one in list(tree, node, name) {
            found.extend(scalars(tree, &one, "identifierValueCode"));
        }
    }
    found
}
