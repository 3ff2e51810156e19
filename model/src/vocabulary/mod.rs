//! The vocabulary: every attribute that a rule may read, declared once.
//!
//! From this one table come the words of the rule language, the checker's types, the paths of the JSON format and its
//! schema. Packs extend it with attributes of their own, named `authority.pack.item`.

mod codes;
mod entry;
mod registry;
mod table;

pub use codes::{Code, CodeList, code_list};
pub use entry::{Attribute, AttributeId, Element, Entity, Kind};
pub use registry::{Vocabulary, VocabularyError};
pub use table::attribute;
