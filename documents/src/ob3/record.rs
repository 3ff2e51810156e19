//! Achievements and profiles for themselves: what may be earned, and who awards it.

use credstack_model::vocabulary::attribute;

use super::{achievement, people};
use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::json::{Node, Tree};
use crate::ob2::record;
use crate::record::Described;
use crate::unmapped;

/// Which record a node is: an achievement or a profile, by its type.
pub(crate) fn sort(node: &Node<'_>) -> Option<Described> {
    if node.has("credentialSubject") || !node.has("name") {
        None
    } else if node.is("Achievement") {
        Some(Described::Catalogue)
    } else if node.is("Profile") {
        Some(Described::Institution)
    } else {
        None
    }
}

/// Reads an achievement as a record of a catalogue, or a profile as one of an institution.
pub(crate) fn read<'d>(context: Context<'_>, tree: &Tree<'d>, node: &Node<'d>, kind: Described) -> Found {
    let mut draft = Draft::new(context);
    let mut refers = Vec::new();
    let of = match kind {
        Described::Catalogue => {
            achievement::read(&mut draft, tree, node, node, node);
            refers.extend(creator(tree, node));
            unmapped::note_unread(&mut draft, tree, node);
            attribute::IDENTIFIER
        }
        Described::Institution => {
            people::profile(&mut draft, tree, node);
            attribute::ISSUER_IDENTIFIER
        }
    };
    let identifiers = draft.codes_of(of);
    record(kind.into(), draft, node, identifiers, refers)
}

fn creator<'d>(tree: &Tree<'d>, node: &Node<'d>) -> Option<String> {
    let creator = tree.one(node, "creator")?;
    let id = creator.text().or_else(|| creator.value.get("id")?.as_str());
    id.map(ToOwned::to_owned)
}
