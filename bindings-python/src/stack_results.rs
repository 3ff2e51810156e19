//! What a stack is made of, as classes: one for each kind of object of `stack/v1`.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::record::{Exact, Tuple, record};
use crate::results::{Citation, Range};

record! {
    /// ECTS, or a number of credentials: one of the two is set, the other None.
    Need, shown(it): it.words(), {
        /// ECTS.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ects: Option<Exact>,
        /// How many credentials.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        credentials: Option<u32>,
        /// How many different learning outcomes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        learning_outcomes: Option<u32>,
    }
}

impl Need {
    fn words(&self) -> String {
        match (&self.ects, self.credentials) {
            (Some(ects), _) => format!("{} ECTS", ects.0),
            (None, None) if self.learning_outcomes.is_some() => {
                format!("{} learning outcomes", self.learning_outcomes.unwrap_or_default())
            }
            (None, Some(1)) => "1 credential".to_owned(),
            (None, number) => format!("{} credentials", number.unwrap_or_default()),
        }
    }
}

record! {
    /// A credential of a wallet, and what is recognised of it toward the award.
    Held, shown(it): format!("{}: {} ECTS", it.id, it.may_grant.words()), {
        /// Its identifier.
        id: String,
        /// What it is called.
        title: Option<String>,
        /// `completed`, `in_progress` or `planned`.
        progress: String,
        /// Whether it was earned while enrolled for the award, so that nothing has to be recognised.
        within_award: bool,
        /// The component that it is put forward for.
        toward: Option<String>,
        /// ECTS that must be granted.
        must_grant: Range,
        /// ECTS that may be granted.
        may_grant: Range,
        /// The credentials that an articulation made it of; empty for one that the learner holds.
        made_of: Tuple<String>,
        /// That articulation.
        articulation: Option<String>,
        /// The awards that it has served before.
        #[serde(default, skip_serializing_if = "Tuple::is_empty")]
        served: Tuple<String>,
    }
}

record! {
    /// Credits of one credential in one requirement.
    Counted, shown(it): format!("{}: {} of {} ECTS of {}", it.requirement, it.ects.0, it.of_ects.0, it.credential), {
        /// The requirement, by its path in the award.
        requirement: String,
        /// The credential.
        credential: String,
        /// ECTS counted.
        ects: Exact,
        /// ECTS that it has there.
        of_ects: Exact,
    }
}

record! {
    /// A requirement of the award in a stack.
    #[expect(clippy::struct_field_names, reason = "the names of `stack/v1`")]
    Requirement, shown(it): format!("{}: {}", it.requirement, if it.met { "met" } else { "not met" }), {
        /// Its path in the award, as `core/materials`.
        requirement: String,
        /// What a person calls it.
        title: String,
        /// How deep it lies below the award.
        depth: usize,
        /// `slot`, `all_of`, `any_of`, `at_least_of` or `award`.
        kind: String,
        /// How many children are needed, where not all are.
        needs_children: Option<u32>,
        /// Whether it is part of this stack.
        chosen: bool,
        /// What it needs by itself.
        minimum: Option<Need>,
        /// How many different values it needs, and of which attribute.
        spread: Option<(u32, String)>,
        /// ECTS counted in it or below it.
        ects: Exact,
        /// Credentials counted in it or below it.
        credentials: u32,
        /// Whether it is met, with all that it needs below it.
        met: bool,
        /// ECTS that it lacks by itself.
        missing_ects: Exact,
        /// Credentials, learning outcomes or different values that it lacks by itself.
        missing_items: u32,
        /// Different learning outcomes covered in it or below it, where it asks for some.
        learning_outcomes: u32,
        /// The exception for the learner that waives it.
        waived_by: Option<String>,
    }
}

record! {
    /// One thing that an exception for one learner does.
    LearnerException, shown(it): format!("{}: {}", it.exception, it.state), {
        /// The exception.
        exception: String,
        /// What it is called.
        title: String,
        /// What it does, in words.
        does: String,
        /// `applied`, `pending`, `not_in_force`, `day_open`, `lost` or `not_held`.
        state: String,
        /// Who decided it, or is to decide.
        by: String,
        /// The day of the decision, as `2026-03-02`.
        decided: Option<String>,
        /// Why.
        reasons: Tuple<String>,
    }
}

record! {
    /// How full a limit is.
    LimitUse, shown(it): it.words(), {
        /// The limit's full name.
        limit: String,
        /// What it says, where it is a rule or tells of sharing or of used credits.
        title: Option<String>,
        /// `at_most` or `at_least`.
        side: String,
        /// The bound; None where nothing bounds it, and it is only told.
        bound: Option<Need>,
        /// How many percent of what the bound is, where it is a percentage.
        percent_of: Option<(Exact, String)>,
        /// What is counted under it.
        used: Need,
        /// The credentials counted under it.
        credentials: Tuple<String>,
        /// Whether lifting it alone would improve the stack; None where the budget ended first.
        bites: Option<bool>,
        /// The requirement below which it counts, by its path; None for the whole award.
        requirement: Option<String>,
        /// Where it comes from.
        sources: Tuple<Citation>,
        /// The two requirements, or awards, whose sharing it tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sharing: Option<Tuple<String>>,
        /// Whether it tells of credits that served another award before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        served: bool,
    }
}

impl LimitUse {
    fn words(&self) -> String {
        let bound = self.bound.as_ref().map_or_else(|| "any number".to_owned(), Need::words);
        format!("{}: {} of {bound}", self.limit, self.used.words())
    }
}

record! {
    /// Something asked for beside the tree of requirements.
    Further, shown(it): format!("{}: {}", it.name, if it.met { "met" } else { "not met" }), {
        /// Its name: that of the award or requirement, and its place there.
        name: String,
        /// The requirement whose it is, by its path; None for the whole award.
        requirement: Option<String>,
        /// `average` over what is counted, `average_of_fitting` over all that fits, `latest` for the latest credits.
        kind: String,
        /// `at_least`, or `at_most` where a lower mark is the better one.
        side: String,
        /// The average or the ECTS that are needed.
        bound: Exact,
        /// What the stack comes to; None where nothing has a mark, or a mark that counts is not known.
        found: Option<Exact>,
        /// Over how many ECTS: those with a mark, or the latest that are looked at.
        over_ects: Exact,
        /// Whether it is part of this stack.
        chosen: bool,
        /// Whether it is met.
        met: bool,
    }
}

/// One name or several, in Python always a tuple.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Names {
    One(String),
    Several(Vec<String>),
}

impl Names {
    fn all(&self) -> &[String] {
        match self {
            Names::One(name) => std::slice::from_ref(name),
            Names::Several(names) => names,
        }
    }
}

impl<'py> IntoPyObject<'py> for Names {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        PyTuple::new(py, self.all())
    }
}

record! {
    /// Why a credential counts nowhere. `kind` says which of the other attributes are set: `not_completed` (progress),
    /// `open` (on), `counted_already`, `repeated` and `limited` (by), `too_early` (before), `counted_toward` (awards);
    /// `not_passed`, `not_recognised`, `at_discretion`, `not_eligible` and `not_needed` (nothing more).
    LeftReason, shown(it): it.kind, {
        /// What sort of reason it is.
        kind: String,
        /// How far the learning has come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        progress: Option<String>,
        /// Attributes, or rules that ask, on which it depends whether it counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Tuple<String>>,
        /// The credential that counts already, or the limits and requirements that leave no room.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Names>,
        /// The requirement that had to be met before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<String>,
        /// The other awards that it counts toward.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        awards: Option<Tuple<String>>,
    }
}

record! {
    /// A credential, or what is left of it, that counts nowhere.
    LeftOver, shown(it): format!("{}: {} ECTS, {}", it.credential, it.ects.0, it.reason.kind), {
        /// The credential.
        credential: String,
        /// ECTS left.
        ects: Exact,
        /// Why.
        reason: LeftReason,
    }
}

record! {
    /// One of the three stacks of a wallet.
    StackReading, shown(it): it.words(), {
        /// Whether every requirement is met.
        complete: bool,
        /// `proven` where no better stack exists, else `unproven`: the budget ended first.
        optimal: String,
        /// ECTS counted in all.
        #[serde(rename = "total_ects")]
        total: Exact,
        /// ECTS that the award needs in all; None where it does not say.
        #[serde(rename = "workload_ects")]
        workload: Option<Exact>,
        /// ECTS that its workload lacks.
        #[serde(rename = "missing_ects")]
        missing: Exact,
        /// What counts where.
        counted: Tuple<Counted>,
        /// Every requirement, parents before children.
        requirements: Tuple<Requirement>,
        /// The ledger of limits.
        limits: Tuple<LimitUse>,
        /// What no requirement takes.
        left_over: Tuple<LeftOver>,
        /// What is asked for beside the tree of requirements: averages, the latest credits.
        further: Tuple<Further>,
    }
}

impl StackReading {
    fn words(&self) -> String {
        let of = self.workload.as_ref().map_or_else(String::new, |w| format!(" of {}", w.0));
        format!("{}{of} ECTS, {}", self.total.0, if self.complete { "complete" } else { "not complete" })
    }
}

record! {
    /// A value that the possible stack assumes.
    Assumption, shown(it): format!("{}: {}", it.credential.as_deref().unwrap_or("the claim"), it.name), {
        /// Of which credential; None for a fact of the claim.
        credential: Option<String>,
        /// The attribute, or the full name of the rule or exception whose question it is.
        name: String,
        /// Which values.
        values: Tuple<Cell>,
    }
}

record! {
    /// The stacks under one answer.
    Answer, shown(it): format!("owed {} ECTS, grantable {} ECTS", it.owed_ects.0, it.grantable_ects.0), {
        /// The values.
        values: Tuple<Cell>,
        /// Whether the owed stack is then complete.
        owed_complete: bool,
        /// ECTS that it counts.
        owed_ects: Exact,
        /// Whether the grantable stack is then complete.
        grantable_complete: bool,
        /// ECTS that it counts.
        grantable_ects: Exact,
    }
}

record! {
    /// Something open, and what each answer to it would lead to.
    Question, shown(it): format!("{}: {}", it.credential.as_deref().unwrap_or("the claim"), it.name), {
        /// Of which credential; None for a fact of the claim.
        credential: Option<String>,
        /// The attribute, or the full name of the rule or exception whose question it is.
        name: String,
        /// The stacks under each answer.
        answers: Tuple<Answer>,
    }
}
