//! What an award says beside its tree: limits, averages, and requirements that depend on the learner.

use credstack_model::policy::{Average, Award, Choice, Decisive, Node, NodeKind, Share};
use credstack_model::stack::RequirementKind;

use super::super::error::StackError;
use super::{About, Plan, PlanAverage, PlanChoice, PlanKind, PlanLatest, PlanLimit, Reader, in_ects};

impl Reader<'_> {
    pub(super) fn limits(&mut self, name: &str, award: usize, node: Option<usize>, limits: &[Share]) {
        for (number, limit) in limits.iter().enumerate() {
            let from = self.plan.condition(limit.from.clone());
            self.plan.limits.push(PlanLimit {
                name: format!("{name}.limit_{}", number + 1).into(),
                bound: limit.bound,
                quantity: limit.quantity,
                from,
                award,
                node,
            });
        }
    }

    pub(super) fn averages(&mut self, name: &str, node: Option<usize>, averages: &[Average]) {
        for (number, average) in averages.iter().enumerate() {
            let name = format!("{name}.average_{}", number + 1).into();
            self.plan.averages.push(PlanAverage { name, average: average.clone(), node });
        }
    }

    pub(super) fn latest(&mut self, award: &Award, node: Option<usize>) -> Result<(), StackError> {
        for (number, latest) in award.latest.iter().enumerate() {
            let credits = |stated| in_ects(self.set, award, stated, "a number of the latest credits");
            let (window, minimum) = (credits(latest.window)?, credits(latest.minimum)?);
            let from = self.plan.condition(latest.from.clone());
            self.plan.latest.push(PlanLatest {
                name: format!("{}.latest_{}", self.set.symbols.text(award.name), number + 1).into(),
                window,
                minimum,
                from,
                ties_against: latest.ties_against,
                straddling_out: latest.straddling_out,
                node,
            });
        }
        Ok(())
    }

    /// Puts down for every slot which nodes have to be met before it is filled.
    pub(super) fn prerequisites(&mut self, me: usize, nodes: &[Node]) {
        let mut named = Vec::new();
        let mut open: Vec<&Node> = nodes.iter().collect();
        while let Some(node) = open.pop() {
            named.extend(node.after.iter().map(|(before, _)| (node.span, *before)));
            match &node.kind {
                NodeKind::Group(_, children) => open.extend(children),
                NodeKind::If(choice) => open.extend(std::iter::once(&choice.then).chain(&choice.otherwise)),
                NodeKind::Slot(_) | NodeKind::Award(_) => {}
            }
        }
        for (span, before) in named {
            let name = self.set.symbols.text(before);
            let own = self.plan.nodes.iter().enumerate().skip(me + 1);
            let is = |n: &super::PlanNode| n.path.rsplit('/').next() == Some(name);
            // The one that lies least deep is meant.
            let depth = |path: &str| path.matches('/').count();
            let target = own.clone().filter(|(_, n)| is(n)).min_by_key(|(at, n)| (depth(&n.path), *at));
            let Some((target, _)) = target else { continue };
            let later: Vec<usize> = own.filter(|(_, n)| n.span == span).map(|(at, _)| at).collect();
            for slot in later.into_iter().flat_map(|n| self.plan.slots_below(n)).collect::<Vec<_>>() {
                if let Some(slot) = self.plan.slots.get_mut(slot).filter(|s| !s.after.contains(&target)) {
                    slot.after.push(target);
                }
            }
        }
    }

    pub(super) fn choice(
        &mut self,
        award: &Award,
        first: usize,
        within: &str,
        (node, choice): (&Node, &Choice),
    ) -> Result<usize, StackError> {
        let about = match choice.when {
            Decisive::Case(_) => About::Case,
            Decisive::Holds(_) => About::Holds,
            Decisive::HoldsNo(_) => About::HoldsNo,
        };
        let condition = self.plan.condition(choice.when.condition().clone());
        let at = self.plan.choices.len();
        self.plan.choices.push(PlanChoice { about, condition });
        let path = super::join(within, self.set.symbols.text(node.name));
        let other = choice.otherwise.as_ref().map_or("nothing more", |o| &*o.title);
        let title = format!("{} or {other}", choice.then.title).into();
        let me = self.node(&path, &title, RequirementKind::Depends, None, node.span);
        let then = self.requirement(award, first, within, &choice.then)?;
        let otherwise = match &choice.otherwise {
            Some(node) => Some(self.requirement(award, first, within, node)?),
            None => None,
        };
        self.kind(me, PlanKind::If { choice: at, then, otherwise });
        Ok(me)
    }
}

impl Plan {
    /// The slots at and below a node.
    pub(in crate::stack) fn slots_below(&self, node: usize) -> Vec<usize> {
        let mut open = vec![node];
        let mut slots = Vec::new();
        while let Some(at) = open.pop() {
            match self.nodes.get(at).map(|n| &n.kind) {
                Some(PlanKind::Slot(slot)) => slots.push(*slot),
                Some(PlanKind::All(list) | PlanKind::Any(_, list) | PlanKind::AtLeast(_, list)) => open.extend(list),
                Some(PlanKind::Award { held, stacked }) => open.extend([*held, *stacked]),
                Some(PlanKind::If { then, otherwise, .. }) => open.extend(std::iter::once(*then).chain(*otherwise)),
                None => {}
            }
        }
        slots
    }
}
