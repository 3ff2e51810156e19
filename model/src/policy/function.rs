//! Functions of a pack and the attributes that they compute. What runs them stands outside; here they are data.

use std::fmt;
use std::sync::Arc;

use credstack_source::Span;

use super::source::Citation;
use crate::amount::Amount;
use crate::symbol::Symbol;
use crate::vocabulary::{AttributeId, Kind};

/// What a function takes or gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// An exact number.
    Number,
    /// A workload, as its exact number of ECTS.
    Workload,
    /// Yes or no.
    Truth,
    /// A code or a step of a scale, as its word.
    Code,
    /// Words.
    Text,
}

impl Shape {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Number => "number",
            Shape::Workload => "workload",
            Shape::Truth => "yes or no",
            Shape::Code => "code",
            Shape::Text => "text",
        }
    }

    /// The shape in which values of a type cross into a function; `None` for levels and dates, which no function takes.
    pub fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Number => Some(Shape::Number),
            Kind::Workload => Some(Shape::Workload),
            Kind::Truth => Some(Shape::Truth),
            Kind::Codes(_) => Some(Shape::Code),
            Kind::Text => Some(Shape::Text),
            Kind::Level | Kind::Date => None,
        }
    }
}

/// A value that a function takes or gives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Argument {
    /// A number, or a workload in ECTS.
    Number(Amount),
    /// Yes or no.
    Truth(bool),
    /// A code, or words.
    Words(Arc<str>),
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Argument::Number(number) => f.write_str(&number.exact()),
            Argument::Truth(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Argument::Words(words) => write!(f, "\"{words}\""),
        }
    }
}

/// An example of a function: what it is given and what must come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionExample {
    /// What it is given.
    pub given: Vec<Argument>,
    /// What comes of it; `None` where it must have no answer.
    pub gives: Option<Argument>,
    /// Where it stands.
    pub span: Span,
}

impl fmt::Display for FunctionExample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given: Vec<String> = self.given.iter().map(Argument::to_string).collect();
        write!(f, "({}) ", given.join(", "))?;
        match &self.gives {
            Some(answer) => write!(f, "gives {answer}"),
            None => f.write_str("fails"),
        }
    }
}

/// A function: a script of the pack, what it takes and gives, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Full name, `eu.grades.modified_bavarian`; the script calls it by its last part.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// The file beside the rules that holds it.
    pub script: Arc<str>,
    /// What it takes, in order.
    pub takes: Vec<Shape>,
    /// What it gives.
    pub gives: Shape,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Its examples.
    pub promises: Vec<FunctionExample>,
    /// Where its name stands.
    pub span: Span,
    /// Where its script is named.
    pub script_span: Span,
}

/// How an attribute is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The attribute.
    pub attribute: AttributeId,
    /// The full name of its function.
    pub function: Symbol,
    /// The attributes that it is computed from, in the order in which the function takes them.
    pub inputs: Vec<AttributeId>,
    /// Where this stands.
    pub span: Span,
}
