//! Writes credentials as drafts in published formats: a whole, such as an award, with the credentials that it is stacked of.
//! A draft has no seal and no proof; who issues it adds them.

mod badge;
mod concept;
mod elm;
mod outline;
#[cfg(test)]
mod tests;
mod writer;

use credstack_model::Symbols;

pub use outline::{Drafted, LeftOut, Outline};
use writer::Writer;

/// Drafts a European Digital Credential: the European Learning Model v3 in JSON-LD, application profile *EDC generic*
/// (<https://github.com/european-commission-empl/European-Learning-Model>). Parts become achievements in `hasPart`.
pub fn european_credential(outline: Outline<'_>, symbols: &Symbols) -> Drafted {
    let mut writer = Writer::new(symbols, outline.vocabulary);
    let document = elm::credential(&mut writer, outline);
    Drafted { document, left_out: writer.left_out }
}

/// Drafts an Open Badges 3.0 credential (<https://www.imsglobal.org/spec/ob/v3p0>). The standard has no parts: they stand in
/// `hasPart` (Dublin Core) of the achievement, and workload in the keys of the educredentials profile; the context says so.
pub fn open_badge(outline: Outline<'_>, symbols: &Symbols) -> Drafted {
    let mut writer = Writer::new(symbols, outline.vocabulary);
    let document = badge::credential(&mut writer, outline);
    Drafted { document, left_out: writer.left_out }
}
