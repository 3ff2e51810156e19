//! A cursor over a JSON document that knows where it is, follows bare identifiers to the full node, and remembers what it
//! has read.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use serde_json::{Map, Value};

use crate::error::{DocumentError, MOST_NODES};

/// How much of an object or a list a provenance quotes.
const MOST_QUOTED: usize = 200;

/// Bytes of a path that count as one node.
const PATH_OF_ONE_NODE: usize = 256;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node<'d> {
    pub(crate) value: &'d Value,
    pub(crate) path: String,
}

/// A document with its nodes indexed by identifier.
pub(crate) struct Tree<'d> {
    index: HashMap<&'d str, Node<'d>>,
    /// Where what was read lies in memory, which tells places apart as their paths do and costs no text.
    read: RefCell<HashSet<*const Value, FixedState>>,
    roots: Vec<Node<'d>>,
    steps: Cell<usize>,
    most_steps: usize,
}

impl<'d> Tree<'d> {
    /// Indexes everything below `roots`. The same node may be in full in one place and a bare identifier elsewhere.
    /// Reading it may take `most_steps`.
    pub(crate) fn new(roots: &[Node<'d>], most_steps: usize) -> Result<Self, DocumentError> {
        let mut tree = Self {
            index: HashMap::new(),
            read: RefCell::default(),
            roots: roots.to_vec(),
            steps: Cell::new(0),
            most_steps,
        };
        let mut nodes = 0;
        let mut open = roots.to_vec();
        while let Some(node) = open.pop() {
            // Every node keeps its path, so a long path counts for several nodes: memory stays in step with the limit.
            nodes += 1 + node.path.len() / PATH_OF_ONE_NODE;
            if nodes > MOST_NODES {
                return Err(DocumentError::TooManyNodes);
            }
            match node.value {
                Value::Object(map) => {
                    tree.remember(&node, map);
                    for (key, value) in map.iter().filter(|(k, v)| *k != "@context" && nested(v)) {
                        open.push(Node { value, path: step(&node.path, key) });
                    }
                }
                Value::Array(items) => {
                    for (at, value) in items.iter().enumerate().filter(|(_, v)| nested(v)) {
                        open.push(Node { value, path: format!("{}/{at}", node.path) });
                    }
                }
                _ => {}
            }
        }
        Ok(tree)
    }

    fn remember(&mut self, node: &Node<'d>, map: &'d Map<String, Value>) {
        let Some(id) = id_of(map) else { return };
        let fuller = |have: &Node<'_>| {
            have.value.as_object().map_or(0, Map::len) < map.len()
                || (have.value.as_object().map_or(0, Map::len) == map.len() && have.path > node.path)
        };
        if self.index.get(id).is_none_or(fuller) {
            self.index.insert(id, node.clone());
        }
    }

    /// The value of a key, if there is one that is not null; marks it as read.
    pub(crate) fn get(&self, node: &Node<'d>, key: &str) -> Option<Node<'d>> {
        self.spend(1 + node.path.len() / PATH_OF_ONE_NODE);
        let found = node.value.as_object()?.get(key)?;
        self.spend(found.as_array().map_or(0, Vec::len));
        if self.exhausted() {
            return None;
        }
        self.read.borrow_mut().insert(std::ptr::from_ref(found));
        (!found.is_null()).then(|| Node { value: found, path: step(&node.path, key) })
    }

    /// The values of a key, whether it holds none, one or several; bare identifiers are followed.
    pub(crate) fn list(&self, node: &Node<'d>, key: &str) -> Vec<Node<'d>> {
        let Some(found) = self.get(node, key) else {
            return Vec::new();
        };
        items(&found).into_iter().map(|item| self.resolve(item)).collect()
    }

    /// The first value of a key.
    pub(crate) fn one(&self, node: &Node<'d>, key: &str) -> Option<Node<'d>> {
        self.list(node, key).into_iter().next()
    }

    /// Every value at the end of a path of keys, each of which may hold several.
    pub(crate) fn follow(&self, node: &Node<'d>, keys: &[&str]) -> Vec<Node<'d>> {
        let mut here = vec![node.clone()];
        for key in keys {
            here = here.iter().flat_map(|n| self.list(n, key)).collect();
        }
        here
    }

    /// The full node for a bare identifier; the node itself where nothing fuller is known. One step only, so a circle of
    /// references ends here.
    pub(crate) fn resolve(&self, node: Node<'d>) -> Node<'d> {
        let id = match node.value {
            Value::String(id) => Some(id.as_str()),
            Value::Object(map) if bare(map) => id_of(map),
            _ => None,
        };
        match id.and_then(|id| self.index.get(id)) {
            Some(full) if full.value.as_object().is_some_and(|m| !bare(m)) => full.clone(),
            _ => node,
        }
    }

    /// Keys of an object that nothing has read.
    pub(crate) fn unread(&self, node: &Node<'d>) -> Vec<Node<'d>> {
        let read = self.read.borrow();
        let Some(map) = node.value.as_object() else {
            return Vec::new();
        };
        self.spend(map.len());
        map.iter()
            .filter(|(_, value)| !value.is_null() && !read.contains(&std::ptr::from_ref(*value)))
            .map(|(key, value)| Node { value, path: step(&node.path, key) })
            .collect()
    }

    /// Counts steps of reading.
    pub(crate) fn spend(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    /// Whether the document takes more steps than one may; nothing is found from then on, and the document is refused.
    pub(crate) fn exhausted(&self) -> bool {
        self.steps.get() > self.most_steps
    }

    /// Whether a mapping has read what stands at a path.
    pub(crate) fn is_read(&self, path: &str) -> bool {
        let read = self.read.borrow();
        let within = |root: &Node<'d>| root.value.pointer(path.strip_prefix(root.path.as_str())?);
        self.roots.iter().filter_map(within).any(|value| read.contains(&std::ptr::from_ref(value)))
    }
}

/// Whether the value has something inside.
fn nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// An object that says no more than what it is called.
fn bare(map: &Map<String, Value>) -> bool {
    map.keys().all(|k| matches!(k.as_str(), "id" | "@id" | "type" | "@type"))
}

fn id_of(map: &Map<String, Value>) -> Option<&str> {
    map.get("id").or_else(|| map.get("@id"))?.as_str()
}

/// The items of a list, or the value itself as the only one.
pub(crate) fn items<'d>(node: &Node<'d>) -> Vec<Node<'d>> {
    match node.value {
        Value::Array(values) => values
            .iter()
            .enumerate()
            .filter(|(_, v)| !v.is_null())
            .map(|(at, value)| Node { value, path: format!("{}/{at}", node.path) })
            .collect(),
        Value::Null => Vec::new(),
        _ => vec![node.clone()],
    }
}

/// The pointer one key further (RFC 6901).
pub(crate) fn step(path: &str, key: &str) -> String {
    let mut longer = String::with_capacity(path.len() + 1 + key.len());
    longer.push_str(path);
    longer.push('/');
    if key.contains(['~', '/']) {
        longer.push_str(&escape(key));
    } else {
        longer.push_str(key);
    }
    longer
}

/// A key as a pointer writes it.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The last key of a pointer, unescaped.
pub(crate) fn last_key(path: &str) -> String {
    path.rsplit('/').next().unwrap_or("").replace("~1", "/").replace("~0", "~")
}

/// The text of a value as provenance quotes it.
pub(crate) fn raw(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) | Value::Array(_) => {
            let text = value.to_string();
            match text.char_indices().nth(MOST_QUOTED) {
                Some((at, _)) => text.get(..at).unwrap_or("").to_owned(),
                None => text,
            }
        }
        _ => value.to_string(),
    }
}

impl<'d> Node<'d> {
    /// The content of a string.
    pub(crate) fn text(&self) -> Option<&'d str> {
        self.value.as_str()
    }

    /// The text of a string or a number, as it stands.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self.value {
            Value::String(_) | Value::Number(_) | Value::Bool(_) => Some(raw(self.value)),
            _ => None,
        }
    }

    /// Whether one of its types contains `word`, whatever the spelling.
    pub(crate) fn is(&self, word: &str) -> bool {
        types(self.value).any(|t| t == word || t.ends_with(&format!(":{word}")))
    }

    /// Whether it has a key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some_and(|v| !v.is_null())
    }
}

/// The types of a JSON-LD node.
pub(crate) fn types(value: &Value) -> impl Iterator<Item = &str> {
    let found = value.get("type").or_else(|| value.get("@type"));
    let (one, many) = match found {
        Some(Value::String(one)) => (Some(one.as_str()), None),
        Some(Value::Array(many)) => (None, Some(many)),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten().filter_map(Value::as_str))
}
