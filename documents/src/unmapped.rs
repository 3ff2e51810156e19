//! What no mapping reads: one note for every key, so that nothing is lost silently.

use crate::draft::Draft;
use crate::json::{Node, Tree, last_key, raw};
use crate::names;
use crate::note::NoteKind;
use crate::read::dates::clip;

/// Notes every key of an object that nothing has read.
pub(crate) fn note_unread(draft: &mut Draft<'_>, tree: &Tree<'_>, node: &Node<'_>) {
    for unread in tree.unread(node) {
        if names::is_ornament(&unread.path) {
            continue;
        }
        let key = last_key(&unread.path);
        draft.note(
            NoteKind::Unmapped,
            None,
            &unread.path,
            format!("no attribute takes `{key}`: {}", clip(&raw(unread.value))),
        );
    }
}
