//! The Credential Transparency Description Language: courses, credentials, pathways and organisations as a registry describes
//! them. It knows no learners, so everything becomes records.

mod catalogue;
mod condition;
mod institution;
mod key;

#[cfg(test)]
pub(crate) use catalogue::kind;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::json::{Node, Tree, items, step, types};
use crate::names::place;
use crate::note::NoteKind;
use crate::ob2::record;
use crate::record::Described;
use crate::unmapped;

/// What a node of CTDL is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// It becomes a record.
    Record(Described),
    /// It describes something else, such as a cost or a condition.
    Other,
}

/// Whether a node is a graph of CTDL: its context or the types in it say so. A graph with credentials of learners is none.
pub(crate) fn is_graph(node: &Node<'_>) -> bool {
    let Some(graph) = node.value.get("@graph") else { return false };
    let inner = items(&Node { value: graph, path: String::new() });
    !inner.iter().any(|n| n.has("credentialSubject"))
        && (says_ctdl(node) && inner.iter().any(|n| n.value.is_object())
            || inner.iter().any(|n| sort(n).is_some_and(|s| s != Sort::Other)))
}

fn says_ctdl(node: &Node<'_>) -> bool {
    node.value.get("@context").is_some_and(|context| {
        let text = context.to_string();
        text.contains("credreg.net/ctdl") || text.contains("purl.org/ctdl")
    })
}

/// What a node is by its type; `None` where nothing says that it is CTDL.
pub(crate) fn sort(node: &Node<'_>) -> Option<Sort> {
    if node.has("credentialSubject") {
        return None;
    }
    let context = says_ctdl(node);
    let mut found = None;
    for name in types(node.value) {
        let local = key::local(name);
        let ours = context || name.starts_with("ceterms:") || name.contains("purl.org/ctdl/");
        let pathway = local == "Pathway" || local.ends_with("Component");
        if ours || pathway {
            let sort = catalogue::is_one(local).then_some(Sort::Record(Described::Catalogue));
            let sort = sort.or_else(|| institution::is_one(local).then_some(Sort::Record(Described::Institution)));
            found = sort.or(found).or(ours.then_some(Sort::Other));
        }
    }
    found
}

/// Reads a graph, or one node for itself.
pub(crate) fn read<'d>(context: Context<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Result<Found, DocumentError> {
    let nodes = match node.value.get("@graph") {
        Some(value) => items(&Node { value, path: step(&node.path, "@graph") }),
        None => vec![node.clone()],
    };
    let within = says_ctdl(node);
    let mut found = Found::default();
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &nodes {
        let Some(Sort::Record(kind)) = sort(one).or_else(|| within.then(|| by_name(one))) else {
            *others.entry(types(one.value).next().map_or("no type", key::local)).or_default() += 1;
            continue;
        };
        if found.records.len() >= MOST_CREDENTIALS {
            return Err(DocumentError::TooManyCredentials);
        }
        let mut draft = Draft::new(context);
        let (identifiers, refers) = match kind {
            Described::Catalogue => catalogue::read(&mut draft, tree, one),
            Described::Institution => (institution::read(&mut draft, tree, one), Vec::new()),
        };
        unmapped::note_unread(&mut draft, tree, one);
        let global = |all: Vec<String>| all.into_iter().map(|id| own(context, id)).collect();
        let nameless = !one.has("@id") && !one.has("id");
        let at = format!("{}#{}", context.document, one.path);
        let mut one = record(kind.into(), draft, one, global(identifiers), global(refers));
        for record in &mut one.records {
            let id = if nameless { at.clone() } else { own(context, record.id.to_string()) };
            record.id = id.into();
            if !record.identifiers.contains(&record.id) {
                record.identifiers.insert(0, Arc::clone(&record.id));
            }
        }
        found.records.extend(one.records);
        found.notes.extend(one.notes);
    }
    if found.records.is_empty() {
        return Err(DocumentError::NoCredential {
            path: place(&node.path),
            found: format!("it is CTDL and describes {}", told(&others)),
            help: "hand in the description of a credential, a course, a pathway or an organisation".to_owned(),
        });
    }
    if !others.is_empty() {
        let mut draft = Draft::new(context);
        draft.note(NoteKind::Dropped, None, &node.path, format!("beside its records the graph has {}", told(&others)));
        found.notes.extend(draft.notes);
    }
    Ok(found)
}

/// A blank node has a name within its document; beyond it the document's name goes with it.
fn own(context: Context<'_>, id: String) -> String {
    if id.starts_with("_:") { format!("{}#{id}", context.document) } else { id }
}

/// What a node in a graph of CTDL is where its type has no prefix.
fn by_name(node: &Node<'_>) -> Sort {
    let any = |is_one: fn(&str) -> bool| types(node.value).map(key::local).any(is_one);
    if any(catalogue::is_one) {
        Sort::Record(Described::Catalogue)
    } else if any(institution::is_one) {
        Sort::Record(Described::Institution)
    } else {
        Sort::Other
    }
}

fn told(others: &BTreeMap<&str, usize>) -> String {
    let all: Vec<String> = others
        .iter()
        .take(12)
        .map(|(name, count)| format!("{count} of `{}`", crate::read::dates::clip(name)))
        .collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
}
