//! The policy IR: what the rule language lowers to and the engine compiles. It holds no syntax and no strings that a hot
//! path would read.

mod articulation;
mod award;
mod condition;
mod converted;
mod data;
mod effect;
mod example;
mod function;
mod further;
mod learner_exception;
mod parameter;
mod period;
mod procedure;
mod route;
mod rule;
mod set;
mod source;
mod steps;
mod together;

pub use articulation::{Articulation, Given};
pub use award::{
    Award, Choice, Component, Decisive, Fill, Measure, Node, NodeKind, Requirement, Share, SlotRule, Spread,
};
pub use condition::{Comparison, Condition, Operand, Test, TestKind};
pub use converted::{Converted, Turned, TurnedWorkload};
pub use data::{Datum, Declaration};
pub use effect::{
    Answered, Bound, Branch, ClassBranch, Effect, Element, Grant, GrantAmount, Limit, LimitBase, LimitBound, Modality,
    Quantity, RecordEntry,
};
pub use example::{Example, ExampleFact, Expectation, Promise};
pub use function::{Argument, Computed, Function, FunctionExample, Shape};
pub use further::{Average, Averaged, LatestCredits, Repeats};
pub use learner_exception::{Deeds, LearnerDeed, LearnerException};
pub use parameter::{DatedValue, Parameter, ParameterValue};
pub use period::{Period, PickedBy};
pub use procedure::Procedure;
pub use route::{Burden, Entitlement, Route, RouteTest};
pub use rule::{Audience, Deed, Exception, Rule, Standing};
pub use set::{Derive, Layer, Pack, Policy, PolicySet};
pub use source::{Citation, Confidence, LegalSource};
pub use steps::CreditSteps;
pub use together::{Preference, Sharers, Sharing, SharingTerms, Together, UsedCredits};
