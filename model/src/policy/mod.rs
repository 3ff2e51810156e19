//! The policy IR: what the rule language lowers to and the engine compiles. It holds no syntax and no strings that a hot
//! path would read.

mod award;
mod condition;
mod function;
mod parameter;
mod period;
mod procedure;
mod route;
mod rule;
mod set;
mod source;

pub use award::{Award, Component, Fill, Measure, Node, NodeKind, Requirement, Share, SlotRule, Spread};
pub use condition::{Comparison, Condition, Operand, Test, TestKind};
pub use function::{Argument, Computed, Function, FunctionExample, Shape};
pub use parameter::{DatedValue, Parameter, ParameterValue};
pub use period::{Period, PickedBy};
pub use procedure::Procedure;
pub use route::{Burden, Entitlement, Route, RouteTest};
pub use rule::{
    Answered, Audience, Bound, Branch, ClassBranch, Deed, Effect, Element, Example, ExampleFact, Exception,
    Expectation, Grant, GrantAmount, Limit, LimitBase, LimitBound, Modality, Promise, Quantity, RecordEntry, Rule,
    Standing,
};
pub use set::{Derive, Layer, Pack, Policy, PolicySet};
pub use source::{Citation, Confidence, LegalSource};
