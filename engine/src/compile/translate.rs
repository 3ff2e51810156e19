//! Conditions and rules to registers.

use std::collections::HashMap;

use credstack_model::Symbol;
use credstack_model::policy::{Branch, Condition, Deed, Effect, Rule};

use super::atoms::{Atom, toward_atom};
use super::code::{Parts, Register, RuleCode};
use super::contents::Contents;
use super::program::{Op, Program};
use super::spans::SpanKey;

pub(super) fn program(book: &Contents, key: &SpanKey) -> Program {
    let in_force: Vec<usize> = (0..)
        .map_while(|at| book.rule(at).map(|rule| (at, rule)))
        .filter(|(_, rule)| book.spans.in_force(rule.picked_by, rule.force, key))
        .map(|(at, _)| at)
        .collect();
    let replaced: Vec<Symbol> =
        in_force.iter().filter_map(|at| book.rule(*at)).flat_map(|rule| &rule.replaces).copied().collect();
    let mut builder = Builder {
        book,
        program: Program { ops: vec![Op::Atom; book.atoms.len()], ..Program::default() },
        known: HashMap::new(),
        classes: HashMap::new(),
        in_force: in_force
            .into_iter()
            .filter(|at| book.rule(*at).is_some_and(|r| !replaced.contains(&r.name)))
            .collect(),
    };
    for at in 0..book.route_count() {
        let Some(route) = book.route(at).filter(|r| book.spans.in_force(r.picked_by, r.force, key)) else { continue };
        let register = builder.condition(&route.applies);
        builder.program.routes.push((at, register));
    }
    for at in builder.in_force.clone() {
        if let Some(rule) = book.rule(at) {
            let code = builder.rule(at, rule);
            builder.program.rules.push(code);
        }
    }
    builder.program.extra = book.extra.iter().map(|c| builder.condition(c)).collect();
    builder.program
}

struct Builder<'a> {
    book: &'a Contents,
    program: Program,
    known: HashMap<Op, Register>,
    /// Classes already translated; `None` while one is being translated, so that a circle ends.
    classes: HashMap<Symbol, Option<Register>>,
    in_force: Vec<usize>,
}

impl Builder<'_> {
    /// The register of an operation, made once however often it occurs.
    fn op(&mut self, op: Op) -> Register {
        let op = match op {
            Op::All(list) => tidy(list).map_or(Op::Constant(true), Op::All),
            Op::Any(list) => tidy(list).map_or(Op::Constant(false), Op::Any),
            other => other,
        };
        match &op {
            Op::All(list) | Op::Any(list) if list.len() == 1 => return list.first().copied().unwrap_or_default(),
            _ => {}
        }
        if let Some(register) = self.known.get(&op) {
            return *register;
        }
        let register = self.program.ops.len();
        self.program.ops.push(op.clone());
        self.known.insert(op, register);
        register
    }

    fn atom(&mut self, atom: &Atom) -> Register {
        match self.book.atoms.id(atom) {
            Some(id) => id,
            // Every atom of every rule was gathered when the rulebook was made.
            None => self.op(Op::Constant(false)),
        }
    }

    fn condition(&mut self, condition: &Condition) -> Register {
        match condition {
            Condition::Always(value) => self.op(Op::Constant(*value)),
            Condition::All(list) => {
                let registers = list.iter().map(|c| self.condition(c)).collect();
                self.op(Op::All(registers))
            }
            Condition::Any(list) => {
                let registers = list.iter().map(|c| self.condition(c)).collect();
                self.op(Op::Any(registers))
            }
            Condition::Not(inner) => {
                let register = self.condition(inner);
                self.op(Op::Not(register))
            }
            Condition::Test(test) => self.atom(&Atom::Test(test.attribute, test.kind.clone())),
            Condition::Answer(question) => self.atom(&Atom::Answer(*question)),
            Condition::Class(class) => self.class(*class),
        }
    }

    /// A credential is of a class when some rule in force says so.
    fn class(&mut self, class: Symbol) -> Register {
        if let Some(known) = self.classes.get(&class) {
            return known.unwrap_or_else(|| self.op(Op::Constant(false)));
        }
        self.classes.insert(class, None);
        let mut ways = Vec::new();
        for at in self.in_force.clone() {
            let Some(rule) = self.book.rule(at) else { continue };
            let Effect::Classify(branches) = &rule.effect else { continue };
            if branches.iter().any(|b| b.gives == class) {
                let code = self.rule(at, rule);
                if let Parts::Classify(found) = code.parts {
                    ways.extend(found.into_iter().filter(|(_, c)| *c == class).map(|(r, _)| r));
                }
            }
        }
        let register = self.op(Op::Any(ways));
        self.classes.insert(class, Some(register));
        register
    }

    fn rule(&mut self, at: usize, rule: &Rule) -> RuleCode {
        let applies = self.condition(&rule.applies);
        let exceptions: Vec<Register> = rule.exceptions.iter().map(|e| self.condition(&e.when)).collect();
        let lifting: Vec<Register> = rule
            .exceptions
            .iter()
            .zip(&exceptions)
            .filter(|(e, _)| matches!(e.deed, Deed::Lifts | Deed::LeavesTheCount))
            .map(|(_, register)| *register)
            .collect();
        let lifted = self.op(Op::Any(lifting));
        let stands = self.op(Op::Not(lifted));
        let open = self.op(Op::All(vec![applies, stands]));
        let parts = self.effect(rule, open);
        RuleCode { rule: at, applies, exceptions, parts }
    }

    fn effect(&mut self, rule: &Rule, open: Register) -> Parts {
        match &rule.effect {
            Effect::Classify(branches) => {
                let registers = self.branches(branches, open);
                Parts::Classify(registers.into_iter().zip(branches.iter().map(|b| b.gives)).collect())
            }
            Effect::Grant(branches) => Parts::Grant(self.branches(branches, open)),
            Effect::Doubt { when, still, .. } => {
                let when = self.condition(when);
                let holds = self.op(Op::All(vec![open, when]));
                Parts::Doubt { holds, still: self.branches(still, holds) }
            }
            Effect::Bar { toward, when } => {
                let when = self.condition(when);
                let base = self.op(Op::All(vec![open, when]));
                let holds = match toward_atom(toward) {
                    Some(atom) => {
                        let register = self.atom(&atom);
                        self.op(Op::All(vec![base, register]))
                    }
                    None => base,
                };
                Parts::Bar { base, holds }
            }
            Effect::Ask { when, .. } => {
                let when = self.condition(when);
                let asked = self.op(Op::All(vec![open, when]));
                let answer = self.atom(&Atom::Answer(rule.name));
                let no = self.op(Op::Not(answer));
                Parts::Ask { asked, refused: self.op(Op::All(vec![asked, no])) }
            }
            Effect::Limit(limit) => Parts::Limit {
                counts: open,
                bounds: limit.bounds.iter().map(|b| self.condition(&b.when)).collect(),
                raised: rule
                    .exceptions
                    .iter()
                    .map(|e| match e.deed {
                        Deed::RaisesTo(_) => self.condition(&e.when),
                        Deed::Lifts | Deed::LeavesTheCount => self.op(Op::Constant(false)),
                    })
                    .collect(),
            },
        }
    }

    /// An ordered `else`: each branch is taken when it holds and none before it does.
    fn branches<T>(&mut self, branches: &[Branch<T>], open: Register) -> Vec<Register> {
        let mut taken = Vec::with_capacity(branches.len());
        let mut before: Vec<Register> = Vec::new();
        for branch in branches {
            let when = self.condition(&branch.when);
            let mut all = vec![open, when];
            all.extend(&before);
            taken.push(self.op(Op::All(all)));
            before.push(self.op(Op::Not(when)));
        }
        taken
    }
}

/// Registers in order, each once; `None` for none at all.
fn tidy(mut list: Vec<Register>) -> Option<Vec<Register>> {
    list.sort_unstable();
    list.dedup();
    (!list.is_empty()).then_some(list)
}
