//! From a stacking to its public form.

use credstack_model::Symbol;
use credstack_model::policy::{Bound, PolicySet, Rule};
use credstack_model::stack::{
    AwardStatus, ExceptionLine, FurtherLine, LeftReason, LimitEntry, Need, RequirementKind, RequirementLine, Stack,
    Stacking,
};
use serde_json::Value;

use super::document::{
    AnswerDocument, AssumptionDocument, AwardStatusDocument, CountedDocument, FurtherDocument, HeldDocument,
    LearnerExceptionDocument, LeftOverDocument, LeftReasonDocument, LimitUseDocument, NeedDocument, QuestionDocument,
    RequirementDocument, StackDocument, StackReadingDocument,
};
use crate::STACK_V1;
use crate::proposal::{NOTICE, Writer, range};

/// The JSON Schema (draft 2020-12) of `stack/v1`.
pub fn stack_schema() -> Value {
    schemars::schema_for!(StackDocument).to_value()
}

/// A stacking in its public form. `profile` is what the stack makes of the learner, in a person's words.
pub fn write_stack(stacking: &Stacking, set: &PolicySet, profile: Option<&str>) -> StackDocument {
    let writer = Writer { set };
    let text = |s: Symbol| set.symbols.text(s).to_owned();
    let title = set.awards.iter().find(|a| a.name == stacking.award).map(|a| a.title.to_string());
    StackDocument {
        credstack: STACK_V1.to_owned(),
        award: text(stacking.award),
        title: title.unwrap_or_default(),
        policy: stacking.policy.map(text),
        include: stacking.include.key().to_owned(),
        status: match stacking.status {
            AwardStatus::Complete => AwardStatusDocument::Complete,
            AwardStatus::NotComplete => AwardStatusDocument::NotComplete,
            AwardStatus::Undetermined => AwardStatusDocument::Undetermined,
        },
        credentials: stacking
            .credentials
            .iter()
            .map(|c| HeldDocument {
                id: c.id.to_string(),
                title: c.title.as_ref().map(ToString::to_string),
                progress: c.progress.key().to_owned(),
                within_award: c.within_award,
                toward: c.toward.as_ref().map(ToString::to_string),
                must_grant: range(c.must),
                may_grant: range(c.may),
                made_of: c.made_of.iter().map(ToString::to_string).collect(),
                articulation: c.articulation.map(text),
                served: c.served.iter().map(|s| text(*s)).collect(),
            })
            .collect(),
        owed: reading(&writer, &stacking.owed),
        grantable: reading(&writer, &stacking.grantable),
        possible: reading(&writer, &stacking.possible),
        assumed: stacking
            .assumed
            .iter()
            .map(|a| AssumptionDocument {
                credential: a.credential.as_ref().map(ToString::to_string),
                name: writer.unknown(a.unknown),
                values: a.cells.iter().map(|c| writer.cell(c)).collect(),
            })
            .collect(),
        precision: if stacking.outer { "outer" } else { "exact" }.to_owned(),
        questions: stacking.questions.iter().map(|q| question(&writer, q)).collect(),
        remarks: stacking.remarks.clone(),
        exceptions: stacking.exceptions.iter().map(|e| exception(set, e)).collect(),
        profile: profile.map(ToOwned::to_owned),
        packs: writer.packs(),
        notice: NOTICE.to_owned(),
    }
}

fn question(writer: &Writer<'_>, question: &credstack_model::stack::Question) -> QuestionDocument {
    let answer = |a: &credstack_model::stack::Answered| AnswerDocument {
        values: a.cells.iter().map(|c| writer.cell(c)).collect(),
        owed_complete: a.owed.0,
        owed_ects: a.owed.1.exact(),
        grantable_complete: a.grantable.0,
        grantable_ects: a.grantable.1.exact(),
    };
    QuestionDocument {
        credential: question.credential.as_ref().map(ToString::to_string),
        name: writer.unknown(question.unknown),
        answers: question.answers.iter().map(answer).collect(),
    }
}

fn reading(writer: &Writer<'_>, stack: &Stack) -> StackReadingDocument {
    let counted = stack.counted.iter().map(|c| CountedDocument {
        requirement: c.requirement.to_string(),
        credential: c.credential.to_string(),
        ects: c.credits.exact(),
        of_ects: c.of.exact(),
    });
    let left = stack.left_over.iter().map(|l| LeftOverDocument {
        credential: l.credential.to_string(),
        ects: l.credits.exact(),
        reason: reason(writer, &l.reason),
    });
    StackReadingDocument {
        complete: stack.complete,
        optimal: if stack.proven { "proven" } else { "unproven" }.to_owned(),
        total_ects: stack.total.exact(),
        workload_ects: stack.workload.map(credstack_model::Amount::exact),
        missing_ects: stack.missing_workload().exact(),
        counted: counted.collect(),
        requirements: stack.requirements.iter().map(|line| requirement(writer.set, line)).collect(),
        limits: stack.limits.iter().map(|l| limit(writer, l)).collect(),
        left_over: left.collect(),
        further: stack.further.iter().map(further).collect(),
    }
}

fn need(need: Need) -> NeedDocument {
    match need {
        Need::Credits(amount) => NeedDocument::Ects(amount.exact()),
        Need::Credentials(n) => NeedDocument::Credentials(n),
        Need::LearningOutcomes(n) => NeedDocument::LearningOutcomes(n),
    }
}

fn requirement(set: &PolicySet, line: &RequirementLine) -> RequirementDocument {
    let (kind, needs_children) = match line.kind {
        RequirementKind::Slot => ("slot", None),
        RequirementKind::AllOf => ("all_of", None),
        RequirementKind::AnyOf(n) => ("any_of", Some(n)),
        RequirementKind::AtLeastOf(n) => ("at_least_of", Some(n)),
        RequirementKind::Award => ("award", None),
        RequirementKind::Depends => ("depends", None),
    };
    RequirementDocument {
        requirement: line.path.to_string(),
        title: line.title.to_string(),
        depth: line.depth,
        kind: kind.to_owned(),
        needs_children,
        chosen: line.chosen,
        minimum: line.minimum.map(need),
        spread: line.spread.as_ref().map(|(n, of)| (*n, of.to_string())),
        ects: line.credits.exact(),
        credentials: line.credentials,
        met: line.met,
        missing_ects: line.missing_credits.exact(),
        missing_items: line.missing_items,
        learning_outcomes: line.outcomes,
        waived_by: line.waived.map(|name| set.symbols.text(name).to_owned()),
    }
}

fn exception(set: &PolicySet, line: &ExceptionLine) -> LearnerExceptionDocument {
    LearnerExceptionDocument {
        exception: set.symbols.text(line.name).to_owned(),
        title: line.title.to_string(),
        does: line.says.to_string(),
        state: line.state.key().to_owned(),
        by: line.by.to_string(),
        decided: line.decided.map(|d| d.to_string()),
        reasons: line.notes.iter().map(ToString::to_string).collect(),
    }
}

fn further(line: &FurtherLine) -> FurtherDocument {
    FurtherDocument {
        name: line.name.to_string(),
        requirement: line.requirement.as_ref().map(ToString::to_string),
        kind: line.kind.key().to_owned(),
        side: if line.bound == Bound::AtMost { "at_most" } else { "at_least" }.to_owned(),
        bound: line.extent.exact(),
        found: line.found.map(credstack_model::Amount::exact),
        over_ects: line.over.exact(),
        chosen: line.chosen,
        met: line.met,
    }
}

pub(crate) fn limit(writer: &Writer<'_>, entry: &LimitEntry) -> LimitUseDocument {
    let rules = || writer.set.policies.iter().flat_map(|p| &p.rules);
    let rule: Option<&Rule> = entry.rule.and_then(|name| rules().find(|r| r.name == name));
    LimitUseDocument {
        limit: entry.name.to_string(),
        title: match &entry.sharing {
            Some(shared) => Some(format!("Shared by {} and {}", shared.titles[0], shared.titles[1])),
            None if entry.served => Some("Credits that served another award".to_owned()),
            None => rule.map(|r| r.title.to_string()),
        },
        side: if entry.bound == Bound::AtMost { "at_most" } else { "at_least" }.to_owned(),
        bound: entry.extent.map(need),
        percent_of: entry.share.as_ref().map(|(percent, of)| (percent.exact(), of.to_string())),
        used: need(entry.used),
        credentials: entry.counts.iter().map(ToString::to_string).collect(),
        bites: entry.bites,
        requirement: entry.within.as_ref().map(ToString::to_string),
        sources: rule.map(|r| r.citations.iter().map(|c| writer.source(c)).collect()).unwrap_or_default(),
        sharing: entry.sharing.as_ref().map(|s| s.between.iter().map(ToString::to_string).collect()),
        served: entry.served,
    }
}

fn reason(writer: &Writer<'_>, reason: &LeftReason) -> LeftReasonDocument {
    match reason {
        LeftReason::NotCompleted(progress) => LeftReasonDocument::NotCompleted { progress: progress.key().to_owned() },
        LeftReason::NotPassed => LeftReasonDocument::NotPassed,
        LeftReason::NotRecognised => LeftReasonDocument::NotRecognised,
        LeftReason::AtDiscretion => LeftReasonDocument::AtDiscretion,
        LeftReason::Open(on) => LeftReasonDocument::Open { on: on.iter().map(|u| writer.unknown(*u)).collect() },
        LeftReason::NotEligible => LeftReasonDocument::NotEligible,
        LeftReason::CountedAlready(by) => LeftReasonDocument::CountedAlready { by: by.to_string() },
        LeftReason::CountedToward(awards) => LeftReasonDocument::CountedToward {
            awards: awards.iter().map(|a| writer.set.symbols.text(*a).to_owned()).collect(),
        },
        LeftReason::Limited(by) => LeftReasonDocument::Limited { by: by.iter().map(ToString::to_string).collect() },
        LeftReason::TooEarly(before) => LeftReasonDocument::TooEarly { before: before.to_string() },
        LeftReason::Repeated(by) => LeftReasonDocument::Repeated { by: by.to_string() },
        LeftReason::NotNeeded => LeftReasonDocument::NotNeeded,
    }
}
