//! One attribute: what it is of, its type, where it stands.

use std::borrow::Cow;
use std::sync::Arc;

use super::codes::{CodeList, code_list};

/// The place of an attribute in its [`Vocabulary`]; the core attributes have the same place in every vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeId(pub u16);

/// What an attribute is an attribute of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// The record of learning outcomes that a learner holds.
    Credential,
    /// Who awarded it.
    Issuer,
    /// What the learner may reach.
    Award,
    /// The part of the award that the credential would fill.
    Component,
    /// Who holds it.
    Learner,
    /// The learner's enrolment at the receiving institution.
    Enrolment,
    /// What is asked for, and when.
    Claim,
}

impl Entity {
    /// All entities, in the order of the table.
    pub const ALL: [Entity; 7] = [
        Entity::Credential,
        Entity::Issuer,
        Entity::Award,
        Entity::Component,
        Entity::Learner,
        Entity::Enrolment,
        Entity::Claim,
    ];

    /// The word for it in names and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Entity::Credential => "credential",
            Entity::Issuer => "issuer",
            Entity::Award => "award",
            Entity::Component => "component",
            Entity::Learner => "learner",
            Entity::Enrolment => "enrolment",
            Entity::Claim => "claim",
        }
    }
}

/// The type of an attribute's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Yes or no.
    Truth,
    /// A plain number: a count, a mark.
    Number,
    /// Credits or hours, with their unit.
    Workload,
    /// A level of a framework.
    Level,
    /// Codes of a core list, by its name, or of the list that the attribute of a pack brings (`""`).
    Codes(&'static str),
    /// A day.
    Date,
    /// Words for people.
    Text,
}

impl Kind {
    /// What a person calls it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Truth => "yes or no",
            Kind::Number => "a number",
            Kind::Workload => "a workload",
            Kind::Level => "a level",
            Kind::Codes(_) => "a code",
            Kind::Date => "a date",
            Kind::Text => "text",
        }
    }

    /// The units that a value is written with; empty for kinds without any.
    pub fn unit(self) -> &'static str {
        match self {
            Kind::Workload => "ECTS, hours or credits of a declared system",
            Kind::Level => "a level of a declared framework, as `EQF 6`",
            Kind::Date => "a day, as `2024-09-01`",
            Kind::Truth | Kind::Number | Kind::Codes(_) | Kind::Text => "",
        }
    }
}

/// The eleven mandatory and five optional elements of the European standard (Council Recommendation 2022/C 243/02, Annex I).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// Mandatory, numbered 1 to 11 as Annex I lists them.
    Mandatory(u8),
    /// Optional, numbered 1 to 5.
    Optional(u8),
}

impl Element {
    /// The eleven mandatory elements: number and name.
    pub const MANDATORY: [&'static str; 11] = [
        "identification of the learner",
        "title",
        "country or region of the issuer",
        "awarding body",
        "date of issuing",
        "learning outcomes",
        "notional workload",
        "level",
        "type of assessment",
        "form of participation",
        "type of quality assurance",
    ];

    /// The five optional elements.
    pub const OPTIONAL: [&'static str; 5] =
        ["prerequisites", "supervision and identity verification", "grade", "stackability", "further information"];
}

/// One attribute of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// `credential.workload`: stable, and the key of outputs.
    pub name: Cow<'static, str>,
    /// What it is an attribute of.
    pub entity: Entity,
    /// How the rule language says it: `workload`, `award workload`.
    pub phrase: Cow<'static, str>,
    /// Another reading that stands before a value: `issued in` ES.
    pub reads: Option<&'static str>,
    /// The type of its values.
    pub kind: Kind,
    /// The list that an attribute of a pack brings with it, or the scale that it lies on.
    pub list: Option<Arc<CodeList>>,
    /// Whether it can have several values at once.
    pub many: bool,
    /// Whether it can be known that there is none.
    pub none: bool,
    /// Whether an unknown may be presumed in the learner's favour (authenticity, identity, completion and age never are).
    pub presumable: bool,
    /// Which element of the European standard it carries.
    pub element: Option<Element>,
    /// Where it stands in the project's own JSON, as a JSON Pointer.
    pub json: Cow<'static, str>,
    /// What it means, in a sentence.
    pub description: Cow<'static, str>,
}

impl Attribute {
    /// Its list of codes, for attributes that have one.
    pub fn codes(&self) -> Option<&CodeList> {
        match self.kind {
            Kind::Codes(list) => self.list.as_deref().or_else(|| code_list(list)),
            _ => None,
        }
    }

    /// Whether its values are the steps of a scale.
    pub fn is_ordinal(&self) -> bool {
        self.codes().is_some_and(|list| list.ordered)
    }

    /// What a person calls its type.
    pub fn kind_word(&self) -> &'static str {
        if self.is_ordinal() { "a step of a scale" } else { self.kind.word() }
    }
}
