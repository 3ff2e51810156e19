//! The registers of rules.

use credstack_model::Symbol;

/// The number of a register. The first ones hold the atoms.
pub(crate) type Register = usize;

/// The registers of one rule.
#[derive(Debug, Clone)]
pub(crate) struct RuleCode {
    /// Index in the rulebook.
    pub(crate) rule: usize,
    /// Whether it is for the case.
    pub(crate) applies: Register,
    /// Whether each exception applies, in the order of the rule.
    pub(crate) exceptions: Vec<Register>,
    /// Its effect.
    pub(crate) parts: Parts,
}

/// The registers of an effect. Each already has the rule's application, its conditions and its exceptions in it.
#[derive(Debug, Clone)]
pub(crate) enum Parts {
    Classify(Vec<(Register, Symbol)>),
    Grant(Vec<Register>),
    Doubt {
        holds: Register,
        still: Vec<Register>,
    },
    Bar {
        base: Register,
        holds: Register,
    },
    Ask {
        asked: Register,
        refused: Register,
    },
    /// What a limit counts, the case of each of its bounds, and whether each exception that raises it applies.
    Limit {
        counts: Register,
        bounds: Vec<Register>,
        raised: Vec<Register>,
    },
}
