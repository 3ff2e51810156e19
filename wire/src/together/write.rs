//! From a joint stacking to its public form.

use credstack_model::Symbol;
use credstack_model::policy::{PolicySet, Preference};
use credstack_model::stack::AwardStatus;
use credstack_model::together::{JointQuestion, JointReading, JointStacking};
use serde_json::Value;

use super::document::{
    JointAnswerDocument, JointAwardAnswerDocument, JointQuestionDocument, JointReadingDocument, TogetherDocument,
};
use crate::TOGETHER_V1;
use crate::proposal::{NOTICE, Writer};
use crate::stack::{AwardStatusDocument, limit, write_stack};

/// The JSON Schema (draft 2020-12) of `together/v1`.
pub fn together_schema() -> Value {
    schemars::schema_for!(TogetherDocument).to_value()
}

/// A joint stacking in its public form. `profile` is what it makes of the learner, in a person's words.
pub fn write_together(stacking: &JointStacking, set: &PolicySet, profile: Option<&str>) -> TogetherDocument {
    let writer = Writer { set };
    TogetherDocument {
        credstack: TOGETHER_V1.to_owned(),
        awards: stacking.awards.iter().map(|a| write_stack(a, set, profile)).collect(),
        include: stacking.include.key().to_owned(),
        status: match stacking.status {
            AwardStatus::Complete => AwardStatusDocument::Complete,
            AwardStatus::NotComplete => AwardStatusDocument::NotComplete,
            AwardStatus::Undetermined => AwardStatusDocument::Undetermined,
        },
        prefer: stacking.prefer.map(Preference::key).map(ToOwned::to_owned),
        owed: reading(&writer, &stacking.owed),
        grantable: reading(&writer, &stacking.grantable),
        possible: reading(&writer, &stacking.possible),
        precision: if stacking.outer { "outer" } else { "exact" }.to_owned(),
        questions: stacking.questions.iter().map(|q| question(&writer, stacking, q)).collect(),
        remarks: stacking.remarks.clone(),
        profile: profile.map(ToOwned::to_owned),
        packs: writer.packs(),
        notice: NOTICE.to_owned(),
    }
}

fn reading(writer: &Writer<'_>, reading: &JointReading) -> JointReadingDocument {
    let text = |name: &Symbol| writer.set.symbols.text(*name).to_owned();
    JointReadingDocument {
        complete: reading.complete,
        optimal: if reading.proven { "proven" } else { "unproven" }.to_owned(),
        total_ects: reading.total.exact(),
        sharing: reading.sharing.iter().map(|l| limit(writer, l)).collect(),
        maximal: reading.maximal.iter().map(|set| set.iter().map(text).collect()).collect(),
        all_maximal: reading.all_maximal,
    }
}

fn question(writer: &Writer<'_>, stacking: &JointStacking, question: &JointQuestion) -> JointQuestionDocument {
    let answers = question.answers.iter().map(|answer| {
        let each = stacking.awards.iter().zip(&answer.owed).zip(&answer.grantable);
        JointAnswerDocument {
            values: answer.cells.iter().map(|c| writer.cell(c)).collect(),
            awards: each
                .map(|((award, owed), grantable)| JointAwardAnswerDocument {
                    award: writer.set.symbols.text(award.award).to_owned(),
                    owed_complete: owed.0,
                    owed_ects: owed.1.exact(),
                    grantable_complete: grantable.0,
                    grantable_ects: grantable.1.exact(),
                })
                .collect(),
        }
    });
    JointQuestionDocument {
        credential: question.credential.as_ref().map(ToString::to_string),
        name: writer.unknown(question.unknown),
        answers: answers.collect(),
    }
}
