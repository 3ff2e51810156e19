//! What comes out, as classes: one for each kind of object of the public JSON, with the names that it has there.

use std::collections::BTreeMap;

use credstack::model::{Amount, AmountRange};

use crate::cell::Cell;
use crate::record::{Exact, Object, Tuple, record};

record! {
    /// A range of ECTS, exact; `str()` of it is the range in words.
    Range, shown(it): format!("{} ECTS", it.words()), {
        /// The least.
        #[serde(rename = "from")]
        low: Exact,
        /// The most; None where nothing bounds it.
        #[serde(rename = "to")]
        high: Option<Exact>,
    }
    methods {
        fn __str__(&self) -> String {
            self.words()
        }
    }
}

impl Range {
    /// The range as the facade words it.
    pub(crate) fn words(&self) -> String {
        let read = |text: &Exact| text.0.parse::<Amount>();
        match (read(&self.low), self.high.as_ref().map(read).transpose()) {
            (Ok(low), Ok(high)) => AmountRange { low, high }.to_string(),
            _ => self.low.0.clone(),
        }
    }
}

record! {
    /// An outcome, or the interval of the outcomes that are possible.
    Outcome, shown(it): format!("{} to {}, {} ECTS", it.worst, it.best, it.may_grant.words()), {
        /// The worst rung of the ladder: `refused`, `conditionally`, `partially`, `recognised_as`, `recognised`.
        worst: String,
        /// The best rung.
        best: String,
        /// ECTS that must be granted.
        must_grant: Range,
        /// ECTS that may be granted.
        may_grant: Range,
        /// Recognised as these.
        recognised_as: Tuple<String>,
        /// Classes that it has in every world.
        classes: Tuple<String>,
        /// Conditions to be met.
        conditions: Tuple<String>,
        /// Kinds of component toward which it never counts.
        never_toward: Tuple<String>,
        /// Kinds of component toward which alone it counts; empty for all.
        only_toward: Tuple<String>,
        /// Recognised at this level only.
        level: Option<String>,
        /// How it is entered on record.
        record: Option<String>,
        /// Two mandatory rules that contradict each other.
        conflict: Option<Tuple<String>>,
    }
}

record! {
    /// What some values lead to.
    Lead, shown(it): format!("{} to {}", it.outcome.worst, it.outcome.best), {
        /// The values.
        values: Tuple<Cell>,
        /// What they lead to.
        outcome: Outcome,
    }
}

record! {
    /// Something to ask for, because the outcome depends on it.
    Ask, shown(it): format!("{} {}", it.kind, it.name), {
        /// `fact` or `answer`.
        kind: String,
        /// The attribute, or the full name of the rule or exception whose question it is.
        name: String,
        /// The rules that ask.
        rules: Tuple<String>,
        /// What each answer leads to.
        leads: Tuple<Lead>,
    }
}

record! {
    /// An exception of a rule or limit, and whether it applies.
    RuleException, shown(it): format!("{}: {}", it.name, it.applies), {
        /// Its full name.
        name: String,
        /// `yes`, `no` or `unknown`.
        applies: String,
    }
}

record! {
    /// Where a rule comes from.
    Citation, shown(it): format!("{}, {}", it.title, it.place), {
        /// The source's title.
        title: String,
        /// The place in it.
        place: String,
        /// Where it can be read.
        url: Option<String>,
        /// `primary`, `secondary` or `doubtful`.
        confidence: String,
        /// The last day on which somebody compared the rules with it.
        checked: Option<String>,
        /// Where sources disagree: what they say and which reading the rules take.
        reading: Option<String>,
    }
}

record! {
    /// What one rule says.
    Finding, shown(it): format!("{}: {}", it.rule, it.state), {
        /// Full name of the rule.
        rule: String,
        /// Its title.
        title: String,
        /// The same in other languages, by language tag.
        says: BTreeMap<String, String>,
        /// Notes for officers.
        notes: Tuple<String>,
        /// Who may see it: `everybody` or `officers`.
        audience: String,
        /// The question of an `ask` in other languages, by language tag.
        asks: BTreeMap<String, String>,
        /// What would gain recognition later.
        measures: Tuple<String>,
        /// The same in other languages, by language tag.
        measures_in: BTreeMap<String, Vec<String>>,
        /// What it does: `classify`, `grant`, `doubt`, `bar`, `ask` or `limit`.
        effect: String,
        /// `holds`, `does_not_hold`, `does_not_apply` or `undetermined`.
        state: String,
        /// What it depends on, while it is undetermined.
        depends_on: Tuple<String>,
        /// Classes that it gives, or may give.
        classes: Tuple<String>,
        /// Exceptions that lift it, or may.
        exceptions: Tuple<RuleException>,
        /// Where it comes from.
        sources: Tuple<Citation>,
    }
}

record! {
    /// What happens around a decision: time limits, silence, appeal, language.
    Procedure, shown(it): it.appeal_to.clone().unwrap_or_default(), {
        /// How long a decision may take, as `2 months`.
        decide_within: Option<String>,
        /// The fact from which that time runs.
        decide_from: Option<String>,
        /// What it means when nobody decides in time.
        silence_means: Option<String>,
        /// Who hears an appeal.
        appeal_to: Option<String>,
        /// Within which time it is made.
        appeal_within: Option<String>,
        /// The languages of the procedure.
        languages: Tuple<String>,
        /// How what is recognised is entered on record.
        record: Option<String>,
        /// Where it comes from.
        sources: Tuple<Citation>,
        /// Notes for officers.
        notes: Tuple<String>,
    }
}

record! {
    /// What a credential states otherwise than in ECTS or in levels of the EQF, what that is, and on what that rests.
    Conversion, shown(it): format!("{} by {}", it.stated, it.by), {
        /// The attribute, as `credential.workload`.
        attribute: String,
        /// As it is stated: `28 hours`, `NFQ 7`.
        stated: String,
        /// ECTS or levels of the EQF, as many as it may be.
        becomes: Cell,
        /// `hours`, `year` (the credits of a full year), `framework`, or `unknown` where nothing says how.
        by: String,
        /// Hours for an ECTS credit, or ECTS for a credit of the other system; none where neither was used.
        rate: Option<Range>,
        /// What the hours, the credit system or the framework rest on.
        sources: Tuple<Citation>,
        /// Whether nobody could check what it rests on.
        doubtful: bool,
    }
}

record! {
    /// A limit that would count the credential.
    Limit, shown(it): it.rule, {
        /// Full name of the limit.
        rule: String,
        /// Whether it counts it: `yes` or `unknown`.
        counts: String,
        /// `at_most` or `at_least`.
        side: String,
        /// The bound in ECTS, where it is known.
        bound_ects: Option<Exact>,
        /// Its exceptions.
        exceptions: Tuple<RuleException>,
    }
}

record! {
    /// What a single changed fact would lead to.
    Change, shown(it): format!("{}: {} to {}", it.name, it.outcome.worst, it.outcome.best), {
        /// The attribute or the question.
        name: String,
        /// To which value.
        value: Cell,
        /// What would come out.
        outcome: Outcome,
    }
}

record! {
    /// A pack of rules.
    Pack, shown(it): format!("{} {}", it.name, it.version), {
        /// Its name.
        name: String,
        /// Its version.
        version: String,
        /// SHA-256 over its files.
        hash: String,
    }
}

record! {
    /// A record of a catalogue, an institution or a learner, which is no credential.
    Record, shown(it): format!("{} {}", it.kind, it.id), {
        /// `catalogue`, `institution` or `learner`.
        kind: String,
        /// The identifier that its document gives it.
        id: String,
        /// All identifiers that it is known by, its own among them.
        identifiers: Tuple<String>,
        /// Identifiers of the records that it refers to.
        refers: Tuple<String>,
        /// What it says, in the layout of `credential/v1`.
        facts: Object,
    }
}

record! {
    /// What a person should know of how a document or a claim was read.
    Note, shown(it): format!("{} {}: {}", it.kind, it.path, it.message), {
        /// Of which sort: `ambiguous`, `unmapped`, `unknown code`, `conflict`, `dropped`, `unreadable`, `not verified`
        /// or `remark`.
        kind: String,
        /// The credential that it is about; None where it is about the whole document.
        credential: Option<String>,
        /// The attribute that it is about, if one.
        attribute: Option<String>,
        /// JSON Pointer to what it is about.
        path: String,
        /// What there is to say.
        message: String,
    }
}

record! {
    /// A mistake in a document or a claim.
    Problem, shown(it): format!("{}: {}", it.path, it.message), {
        /// JSON Pointer to it; empty for the whole.
        path: String,
        /// What is wrong.
        message: String,
        /// How to mend it.
        help: String,
    }
}

record! {
    /// A place in a rule file.
    Place, shown(it): it.words(), {
        /// The file, as it was named when it was loaded.
        file: Option<String>,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The first byte, from 0.
        start: u32,
        /// One past the last byte.
        end: u32,
    }
}

impl Place {
    fn words(&self) -> String {
        format!("{}:{}:{}", self.file.as_deref().unwrap_or("?"), self.line, self.column)
    }
}

record! {
    /// A place that a diagnostic is about, and what is there.
    Label, shown(it): format!("{} {}", it.place.words(), it.text), {
        /// Where.
        place: Place,
        /// What is there; may be empty.
        text: String,
    }
}

record! {
    /// A change of the text that would mend a problem.
    Fix, shown(it): format!("{} {}", it.place.words(), it.applicability), {
        /// What to replace.
        place: Place,
        /// With what.
        replacement: String,
        /// `safe` where it means the same, `likely` where it is probably what was meant.
        applicability: String,
    }
}

record! {
    /// A problem in rules.
    Diagnostic, shown(it): {
        let place = it.place().map_or_else(String::new, |place| format!(" {}", place.words()));
        format!("{}[{}]{place}: {}", it.severity, it.slug, it.message)
    }, {
        /// The name of the kind of problem, as `missing-unit`; it stays the same.
        slug: String,
        /// `error` or `warning`.
        severity: String,
        /// What is wrong.
        message: String,
        /// How to mend it.
        help: Option<String>,
        /// The places that it is about, the main one first.
        labels: Tuple<Label>,
        /// A change that would mend it.
        fix: Option<Fix>,
        /// The address of the page of this kind of problem.
        page: String,
    }
    methods {
        /// The file of the main place.
        #[getter]
        pub(crate) fn file(&self) -> Option<&str> {
            self.place().and_then(|place| place.file.as_deref())
        }

        /// The line of the main place, from 1.
        #[getter]
        pub(crate) fn line(&self) -> Option<usize> {
            self.place().map(|place| place.line)
        }

        /// The column of the main place in characters, from 1.
        #[getter]
        pub(crate) fn column(&self) -> Option<usize> {
            self.place().map(|place| place.column)
        }
    }
}

impl Diagnostic {
    fn place(&self) -> Option<&Place> {
        self.labels.0.first().map(|label| &label.place)
    }
}
