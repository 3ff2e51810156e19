//! Explanations: a rule's conditions replayed on a case, as data. They are made when somebody asks, not on every run.

use credstack_model::policy::{Condition, TestKind};
use credstack_model::proposal::{Step, Truth};

use crate::case::Case;
use crate::compile::Rulebook;
use crate::interpret;

impl Rulebook {
    /// Replays a condition on a case: every part, whether it holds, and the fact that made it so.
    pub fn explain(&self, case: &Case<'_>, condition: &Condition) -> Step {
        match condition {
            Condition::Always(value) => Step::Always(*value),
            Condition::All(list) => {
                let steps: Vec<Step> = list.iter().map(|c| self.explain(case, c)).collect();
                Step::All(interpret::all(steps.iter().map(Step::truth)), steps)
            }
            Condition::Any(list) => {
                let steps: Vec<Step> = list.iter().map(|c| self.explain(case, c)).collect();
                Step::Any(interpret::any(steps.iter().map(Step::truth)), steps)
            }
            Condition::Not(inner) => {
                let step = self.explain(case, inner);
                Step::Not(step.truth().negated(), Box::new(step))
            }
            Condition::Class(class) => Step::Class(interpret::truth(self, case, condition), *class),
            Condition::Answer(question) => {
                Step::Answer(case.answer(*question).map_or(Truth::Unknown, Truth::known), *question)
            }
            Condition::Test(test) => {
                let converted = match test.kind {
                    TestKind::Workload { unit, basis, .. } => case.workload(test.attribute, unit, basis),
                    _ => None,
                };
                let read = match test.kind {
                    TestKind::Level { .. } | TestKind::LevelOf { .. } => case.level_source(test.attribute),
                    _ => test.attribute,
                };
                let fact = case.facts().get(read).cloned().map(Box::new);
                Step::Test { test: Box::new(test.clone()), truth: interpret::test_truth(case, test), fact, converted }
            }
        }
    }
}
