//! A program: straight-line logic over registers, 64 cases or worlds at a time.

use super::code::{Parts, Register, RuleCode};

/// The truth of one register in up to 64 lanes, as a pair of bits: whether it is known, and whether it is true.
/// A true bit is always a known bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Lanes {
    pub(crate) truth: u64,
    pub(crate) known: u64,
}

impl Lanes {
    pub(crate) const TRUE: Lanes = Lanes { truth: u64::MAX, known: u64::MAX };
    pub(crate) const FALSE: Lanes = Lanes { truth: 0, known: u64::MAX };
    pub(crate) const UNKNOWN: Lanes = Lanes { truth: 0, known: 0 };

    pub(crate) fn is_true(self, lane: usize) -> bool {
        self.truth >> lane & 1 == 1
    }

    pub(crate) fn is_known(self, lane: usize) -> bool {
        self.known >> lane & 1 == 1
    }

    fn known_false(self) -> u64 {
        self.known & !self.truth
    }

    fn not(self) -> Self {
        Self { truth: self.known_false(), known: self.known }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    /// An atom, set by the caller.
    Atom,
    /// Always so, or never.
    Constant(bool),
    /// All of these registers.
    All(Vec<Register>),
    /// Any of these registers.
    Any(Vec<Register>),
    /// The opposite of a register.
    Not(Register),
}

/// The logic of all rules in force in one span of dates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// One for each register, in an order in which everything is ready when it is read.
    pub(crate) ops: Vec<Op>,
    /// The routes in order of precedence: index in the rulebook, and whether it applies.
    pub(crate) routes: Vec<(usize, Register)>,
    /// The rules in force.
    pub(crate) rules: Vec<RuleCode>,
    /// The conditions of an award.
    pub(crate) extra: Vec<Register>,
}

impl Program {
    /// Runs all steps. `registers` holds the atoms in front and is made as long as needed.
    pub(crate) fn run(&self, registers: &mut Vec<Lanes>) {
        registers.resize(self.ops.len().max(registers.len()), Lanes::UNKNOWN);
        for (at, op) in self.ops.iter().enumerate() {
            step(op, at, registers);
        }
    }

    /// Runs some steps, which are in order; every other register has its value.
    pub(crate) fn run_steps(&self, steps: &[Register], registers: &mut [Lanes]) {
        for at in steps {
            if let Some(op) = self.ops.get(*at) {
                step(op, *at, registers);
            }
        }
    }

    /// The steps that some registers still depend on, in order, given what is known in every world.
    pub(crate) fn open_steps(&self, registers: &[Lanes], from: &[Register]) -> Vec<Register> {
        let mut seen = vec![false; self.ops.len()];
        let mut open: Vec<Register> = from.to_vec();
        while let Some(register) = open.pop() {
            let fresh = seen.get_mut(register).is_some_and(|s| !std::mem::replace(s, true));
            if !fresh || read(registers, register).is_known(0) {
                continue;
            }
            match self.ops.get(register) {
                Some(Op::Not(inner)) => open.push(*inner),
                Some(Op::All(list) | Op::Any(list)) => open.extend(list),
                _ => {}
            }
        }
        let is_open = |at: &Register| !read(registers, *at).is_known(0);
        seen.iter().enumerate().filter(|(_, seen)| **seen).map(|(at, _)| at).filter(is_open).collect()
    }

    /// The atoms that a register still depends on, given what is known in lane 0: what a known value hides is not among them.
    pub(crate) fn open_atoms(&self, registers: &[Lanes], from: &[Register], atoms: usize) -> Vec<usize> {
        let mut seen = vec![false; self.ops.len()];
        let mut open: Vec<Register> = from.to_vec();
        let mut found = Vec::new();
        while let Some(register) = open.pop() {
            let fresh = seen.get_mut(register).is_some_and(|s| !std::mem::replace(s, true));
            if !fresh || read(registers, register).is_known(0) {
                continue;
            }
            match self.ops.get(register) {
                Some(Op::Atom) if register < atoms => found.push(register),
                Some(Op::Not(inner)) => open.push(*inner),
                Some(Op::All(list) | Op::Any(list)) => open.extend(list),
                _ => {}
            }
        }
        found.sort_unstable();
        found
    }

    /// Every register whose truth an outcome is made of.
    pub(crate) fn outputs(&self) -> Vec<Register> {
        let mut registers: Vec<Register> = self.routes.iter().map(|(_, r)| *r).collect();
        for code in &self.rules {
            match &code.parts {
                Parts::Classify(branches) => registers.extend(branches.iter().map(|(r, _)| *r)),
                Parts::Grant(branches) => registers.extend(branches),
                Parts::Doubt { holds, still } => {
                    registers.push(*holds);
                    registers.extend(still);
                }
                Parts::Bar { base, holds } => registers.extend([*base, *holds]),
                Parts::Ask { refused, .. } => registers.push(*refused),
                // What a limit counts is not part of the outcome of one credential.
                Parts::Limit { .. } => {}
            }
        }
        registers
    }
}

impl Program {
    /// Every register that stacking looks at: what an outcome is made of, what limits count, the conditions of the award.
    pub(crate) fn stacking_outputs(&self) -> Vec<Register> {
        let mut registers = self.outputs();
        registers.extend(&self.extra);
        for code in &self.rules {
            if let Parts::Limit { counts, bounds, raised } = &code.parts {
                registers.push(*counts);
                registers.extend(bounds);
                registers.extend(raised);
            }
        }
        registers
    }
}

fn step(op: &Op, at: Register, registers: &mut [Lanes]) {
    let value = match op {
        Op::Atom => return,
        Op::Constant(true) => Lanes::TRUE,
        Op::Constant(false) => Lanes::FALSE,
        Op::Not(register) => read(registers, *register).not(),
        Op::All(list) => all(registers, list),
        Op::Any(list) => any(registers, list),
    };
    if let Some(slot) = registers.get_mut(at) {
        *slot = value;
    }
}

pub(crate) fn read(registers: &[Lanes], register: Register) -> Lanes {
    registers.get(register).copied().unwrap_or(Lanes::UNKNOWN)
}

fn all(registers: &[Lanes], list: &[Register]) -> Lanes {
    let (mut truth, mut false_somewhere) = (u64::MAX, 0);
    for register in list {
        let value = read(registers, *register);
        truth &= value.truth;
        false_somewhere |= value.known_false();
    }
    Lanes { truth, known: truth | false_somewhere }
}

fn any(registers: &[Lanes], list: &[Register]) -> Lanes {
    let (mut truth, mut false_everywhere) = (0, u64::MAX);
    for register in list {
        let value = read(registers, *register);
        truth |= value.truth;
        false_everywhere &= value.known_false();
    }
    Lanes { truth, known: truth | false_everywhere }
}
