//! The first shape: one achievement, its specification and the opportunity of the award beside each other.

use credstack_model::vocabulary::attribute;

use super::common;
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::ob3::people::scalars;
use crate::read::country::country;
use crate::read::text;
use crate::unmapped;

pub(super) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, credential: &Node<'d>, subject: &Node<'d>) {
    let achievements = tree.list(subject, "learningAchievement");
    let specifications = tree.list(subject, "learningSpecification");
    let mut title = Vec::new();
    let mut further = Vec::new();
    let mut places = Vec::new();
    for one in &achievements {
        title.extend(text::at(tree, one, &["title"]));
        further.extend(text::at(tree, one, &["description"]));
        further.extend(text::at(tree, one, &["additionalNote"]));
        places.extend(tree.get(one, "id"));
    }
    places.extend(specifications.iter().filter_map(|one| tree.get(one, "id")));
    further.extend(text::at(tree, credential, &["description"]));
    draft.words(attribute::TITLE, title);
    draft.words(attribute::FURTHER_INFORMATION, further);
    draft.codes(attribute::IDENTIFIER, scalars(places));
    common::specification(draft, tree, &specifications);
    for opportunity in tree.list(subject, "awardingOpportunity") {
        let bodies = tree.list(&opportunity, "awardingBody");
        common::body(draft, tree, &bodies);
        place(draft, tree, &opportunity);
        for key in ["id", "identifier", "startedAtTime", "endedAtTime"] {
            let _ = tree.get(&opportunity, key);
        }
        unmapped::note_unread(draft, tree, &opportunity);
    }
    grade(draft, tree, subject);
    for node in achievements.iter().chain(&specifications) {
        unmapped::note_unread(draft, tree, node);
    }
}

fn place<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, opportunity: &Node<'d>) {
    for node in tree.list(opportunity, "location") {
        let said = node.text().unwrap_or_default();
        match country(said) {
            Some(code) if !draft.has(attribute::ISSUER_COUNTRY) => {
                draft.codes(attribute::ISSUER_COUNTRY, vec![(code.to_owned(), node)]);
            }
            Some(_) => {}
            None => {
                let message = format!("the place of the award, `{said}`, is no country of ISO 3166-1");
                draft.note(NoteKind::Unmapped, attribute::ISSUER_COUNTRY, &node.path, message);
            }
        }
    }
}

/// Issuers write the grade as the title of the scheme that it is of.
fn grade<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>) {
    for (words, node) in text::at(tree, subject, &["gradingScheme", "title"]) {
        let message = format!("`{}` is the title of a grading scheme, or the grade; it is not taken", words.words);
        draft.note(NoteKind::Ambiguous, attribute::GRADE, &node.path, message);
    }
}
