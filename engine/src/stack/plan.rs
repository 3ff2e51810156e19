//! An award laid out for stacking: slots, tree, limits, and the conditions that the rulebook evaluates for them.

mod further;
mod parts;

use std::sync::Arc;

use credstack_model::policy::{
    Award, Bound, Component, Condition, Fill, Measure, Node, NodeKind, PolicySet, Requirement, SlotRule, Spread,
};
use credstack_model::stack::RequirementKind;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Amount, Symbol};
use credstack_source::Span;

use super::error::StackError;
use super::placing::Allowance;
use super::shared::{self, PlanSharing, PlanUsed};
use super::units::{in_ects, join};
pub(super) use parts::{
    About, PlanAverage, PlanChoice, PlanComponent, PlanKind, PlanLatest, PlanLimit, PlanNode, PlanSlot, Size,
};

#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// The award and those within it, by place in the policy set.
    pub(super) awards: Vec<usize>,
    pub(super) slots: Vec<PlanSlot>,
    pub(super) nodes: Vec<PlanNode>,
    pub(super) limits: Vec<PlanLimit>,
    pub(super) components: Vec<PlanComponent>,
    pub(super) conditions: Vec<Condition>,
    /// For each condition whether a credential is better off where it holds, or where it does not; `None` where that depends.
    pub(super) better: Vec<Option<bool>>,
    /// ECTS of the award.
    pub(super) workload: Option<Amount>,
    /// What decides between two requirements.
    pub(super) choices: Vec<PlanChoice>,
    /// Minimum averages.
    pub(super) averages: Vec<PlanAverage>,
    /// What the latest credits have to be.
    pub(super) latest: Vec<PlanLatest>,
    /// What is left of the conditions of slots where an exception allows another course.
    pub(super) allowances: Vec<Allowance>,
    pub(super) sharing: Vec<PlanSharing>,
    pub(super) used: Vec<PlanUsed>,
}

/// Awards nested more deeply than this are refused; a circle is.
const MOST_NESTED: usize = 32;

impl Plan {
    pub(super) fn of(set: &PolicySet, award: &str) -> Result<Self, StackError> {
        let name = set.symbols.get(award);
        let Some(at) = name.and_then(|n| set.awards.iter().position(|a| a.name == n)) else {
            let known: Vec<&str> = set.awards.iter().map(|a| set.symbols.text(a.name)).collect();
            return Err(StackError::UnknownAward { award: award.to_owned(), known: known.join(", ") });
        };
        let mut reader = Reader { set, plan: Plan::default(), open: Vec::new() };
        reader.plan.workload = reader.workload_of(at)?;
        reader.award(at, "", None)?;
        reader.plan.allow(set);
        reader.plan.better = (0..reader.plan.conditions.len()).map(|c| reader.plan.better_off(c)).collect();
        Ok(reader.plan)
    }

    /// To fill a slot or count toward a floor is good, to count against a ceiling is not.
    fn better_off(&self, condition: usize) -> Option<bool> {
        // What decides between requirements, and marks of worlds that differ in more, make neither better in all things.
        if !self.averages.is_empty()
            || !self.allowances.is_empty()
            || !self.latest.is_empty()
            || self.choices.iter().any(|c| c.condition == condition)
        {
            return None;
        }
        let of = |bound: Bound| self.limits.iter().any(|l| l.from == condition && l.bound == bound);
        let good = of(Bound::AtLeast) || self.slots.iter().any(|s| s.eligible == condition);
        match (good, of(Bound::AtMost)) {
            (true, true) => None,
            (good, _) => Some(good),
        }
    }

    pub(super) fn condition(&mut self, condition: Condition) -> usize {
        let known = self.conditions.iter().position(|c| *c == condition);
        known.unwrap_or_else(|| {
            self.conditions.push(condition);
            self.conditions.len() - 1
        })
    }
}

struct Reader<'a> {
    set: &'a PolicySet,
    plan: Plan,
    open: Vec<usize>,
}

impl Reader<'_> {
    fn workload_of(&self, at: usize) -> Result<Option<Amount>, StackError> {
        let Some(award) = self.set.awards.get(at) else { return Ok(None) };
        award.workload.map(|stated| in_ects(self.set, award, stated, "the workload")).transpose()
    }

    /// Lays out an award and returns the node of its requirements. `within` is the requirement that it is nested in.
    fn award(&mut self, at: usize, within: &str, node: Option<&Node>) -> Result<usize, StackError> {
        let Some(award) = self.set.awards.get(at) else { return Ok(0) };
        let text = |s: Symbol| self.set.symbols.text(s);
        if self.open.contains(&at) || self.open.len() >= MOST_NESTED {
            let mut names: Vec<String> =
                self.open.iter().filter_map(|a| self.set.awards.get(*a)).map(|a| text(a.name).to_owned()).collect();
            names.push(text(award.name).to_owned());
            return Err(StackError::CircularAward(names.join(" → ")));
        }
        self.open.push(at);
        let place = self.plan.awards.len();
        self.plan.awards.push(at);
        let first = self.plan.components.len();
        let named = |c: &Component| format!("{}.{}", text(award.name), text(c.name)).into();
        let components: Vec<PlanComponent> =
            award.components.iter().map(|c| PlanComponent { name: named(c), component: c.clone() }).collect();
        self.plan.components.extend(components);
        let minimum = if within.is_empty() { None } else { self.workload_of(at)?.map(Size::Credits) };
        let me =
            self.node(within, node.map_or(&award.title, |n| &n.title), RequirementKind::Award, minimum, award.span);
        let mut children = Vec::new();
        for child in &award.require {
            children.push(self.requirement(award, first, within, child)?);
        }
        if award.require.is_empty() {
            // Nothing counts outside a slot: an award without slots has one, open to all.
            let path = join(within, "all");
            let child = self.node(&path, &"All credentials".into(), RequirementKind::Slot, None, award.span);
            let slot = self.slot(&path, None, None, &open_slot(), first);
            self.kind(child, PlanKind::Slot(slot));
            children.push(child);
        }
        self.kind(me, PlanKind::All(children));
        self.prerequisites(me, &award.require);
        let own = (!within.is_empty()).then_some(me);
        self.limits(text(award.name), place, own, &award.limits);
        self.averages(text(award.name), own, &award.averages);
        self.latest(award, own)?;
        let nodes = &self.plan.nodes;
        let at = |path: &str| nodes.iter().position(|n| *n.path == join(within, path));
        let (sharing, used) = shared::lay_out(self.set, award, &at, own)?;
        self.plan.sharing.extend(sharing);
        self.plan.used.extend(used);
        self.open.pop();
        Ok(me)
    }

    fn node(
        &mut self,
        path: &str,
        title: &Arc<str>,
        shown: RequirementKind,
        minimum: Option<Size>,
        span: Span,
    ) -> usize {
        let kind = PlanKind::All(Vec::new());
        self.plan.nodes.push(PlanNode {
            path: path.into(),
            title: title.clone(),
            shown,
            minimum,
            kind,
            span,
            waived: None,
        });
        self.plan.nodes.len() - 1
    }

    fn kind(&mut self, at: usize, kind: PlanKind) {
        if let Some(node) = self.plan.nodes.get_mut(at) {
            node.kind = kind;
        }
    }

    fn size(&self, award: &Award, measure: Option<Measure>) -> Result<Option<Size>, StackError> {
        Ok(match measure {
            None => None,
            Some(Measure::Items(n)) => Some(Size::Items(n)),
            Some(Measure::Outcomes(n)) => Some(Size::Outcomes(n)),
            Some(Measure::Workload(amount, unit)) => {
                Some(Size::Credits(in_ects(self.set, award, (amount, unit), "a minimum or maximum")?))
            }
        })
    }

    fn requirement(&mut self, award: &Award, first: usize, within: &str, node: &Node) -> Result<usize, StackError> {
        let path = join(within, self.set.symbols.text(node.name));
        let minimum = self.size(award, node.minimum)?;
        let me = match &node.kind {
            NodeKind::Slot(rule) => self.slot_node(award, first, &path, node, rule),
            NodeKind::Award(inner) => self.nested(&path, node, *inner),
            NodeKind::If(choice) => self.choice(award, first, within, (node, choice)),
            NodeKind::Group(requirement, list) => {
                let shown = match requirement {
                    Requirement::AllOf => RequirementKind::AllOf,
                    Requirement::AnyOf(n) => RequirementKind::AnyOf(*n),
                    Requirement::AtLeastOf(n) => RequirementKind::AtLeastOf(*n),
                };
                let me = self.node(&path, &node.title, shown, minimum, node.span);
                let mut children = Vec::new();
                for child in list {
                    children.push(self.requirement(award, first, &path, child)?);
                }
                let many = |n: &u32| usize::try_from(*n).unwrap_or(usize::MAX);
                let kind = match requirement {
                    Requirement::AllOf => PlanKind::All(children),
                    Requirement::AnyOf(n) => PlanKind::Any(many(n), children),
                    Requirement::AtLeastOf(n) => PlanKind::AtLeast(many(n), children),
                };
                self.kind(me, kind);
                Ok(me)
            }
        }?;
        let name = format!("{}/{path}", self.set.symbols.text(award.name));
        let is = |at: &usize| self.set.awards.get(*at).is_some_and(|a| a.name == award.name);
        let place = self.plan.awards.iter().rposition(is).unwrap_or_default();
        self.limits(&name, place, Some(me), &node.limits);
        self.averages(&name, Some(me), &node.averages);
        Ok(me)
    }

    /// Components without a number are each to be filled: one slot for each.
    fn slot_node(
        &mut self,
        award: &Award,
        first: usize,
        path: &str,
        node: &Node,
        rule: &SlotRule,
    ) -> Result<usize, StackError> {
        let measured = node.minimum.or(rule.minimum);
        if rule.components.len() > 1 && measured.is_none() {
            let me = self.node(path, &node.title, RequirementKind::AllOf, None, node.span);
            let mut children = Vec::new();
            for name in &rule.components {
                let one = SlotRule { components: vec![*name], ..rule.clone() };
                let path = join(path, self.set.symbols.text(*name));
                let title = award.component(*name).map_or_else(|| node.title.clone(), |c| c.title.clone());
                let named = Node { title, ..node.clone() };
                children.push(self.slot_node(award, first, &path, &named, &one)?);
            }
            self.kind(me, PlanKind::All(children));
            return Ok(me);
        }
        let me = self.node(path, &node.title, RequirementKind::Slot, None, node.span);
        let minimum = match self.size(award, measured)? {
            Some(size) => Some(size),
            None => self.component_size(award, rule)?,
        };
        let maximum = self.size(award, rule.maximum)?;
        let slot = self.slot(path, minimum, maximum, rule, first);
        for spread in &rule.spread {
            let size = match spread {
                Spread::MostOfOne(measure, _) => self.size(award, Some(*measure))?,
                Spread::AtLeast(..) => None,
            };
            let Some(slot) = self.plan.slots.get_mut(slot) else { continue };
            match (spread, size) {
                (Spread::AtLeast(n, id), _) => slot.spread = Some((*n, *id)),
                (Spread::MostOfOne(_, id), Some(size)) => slot.most_of_one.push((size, *id)),
                (Spread::MostOfOne(..), None) => {}
            }
        }
        self.kind(me, PlanKind::Slot(slot));
        Ok(me)
    }

    /// A component asked for by name needs its own workload, or one credential where it has none.
    fn component_size(&self, award: &Award, rule: &SlotRule) -> Result<Option<Size>, StackError> {
        let Some(component) = rule.components.first().and_then(|c| award.component(*c)) else { return Ok(None) };
        match component.workload {
            Some((amount, unit)) => self.size(award, Some(Measure::Workload(amount, unit))),
            None if component.covers.is_empty() => Ok(Some(Size::Items(1))),
            None => Ok(Some(Size::Outcomes(u32::try_from(component.covers.len()).unwrap_or(u32::MAX)))),
        }
    }

    fn slot(
        &mut self,
        path: &str,
        minimum: Option<Size>,
        maximum: Option<Size>,
        rule: &SlotRule,
        first: usize,
    ) -> usize {
        let eligible = self.plan.condition(rule.eligible.clone());
        let place = |name: &Symbol| {
            let own = self.plan.components.iter().enumerate().skip(first);
            own.map(|(at, c)| (at, c.component.name)).find(|(_, n)| n == name).map(|(at, _)| at)
        };
        let mut components: Vec<usize> = rule.components.iter().filter_map(place).collect();
        let mut outcomes = Vec::new();
        if matches!(minimum, Some(Size::Outcomes(_))) {
            // What covers a learning outcome fills it, whatever it is put forward for.
            let named = std::mem::take(&mut components);
            let covers =
                named.into_iter().filter_map(|c| self.plan.components.get(c)).flat_map(|c| &c.component.covers);
            outcomes = covers.map(|o| plain_words(self.set.symbols.text(*o)).into()).collect();
        }
        self.plan.slots.push(PlanSlot {
            path: path.into(),
            minimum,
            maximum,
            fill: rule.fill,
            spread: None,
            most_of_one: Vec::new(),
            at_home: rule.at_home,
            components,
            held: None,
            eligible,
            outcomes,
            after: Vec::new(),
            place: self.plan.slots.len(),
        });
        self.plan.slots.len() - 1
    }

    fn nested(&mut self, path: &str, node: &Node, inner: Symbol) -> Result<usize, StackError> {
        let Some(at) = self.set.awards.iter().position(|a| a.name == inner) else {
            return Err(StackError::UnknownAward {
                award: self.set.symbols.text(inner).to_owned(),
                known: String::new(),
            });
        };
        let me = self.node(path, &node.title, RequirementKind::Award, None, node.span);
        let held = join(path, "held");
        let title = format!("{} already held", node.title).into();
        let holder = self.node(&held, &title, RequirementKind::Slot, None, node.span);
        let slot = self.slot(&held, Some(Size::Items(1)), None, &open_slot(), 0);
        if let Some(slot) = self.plan.slots.get_mut(slot) {
            slot.held = Some(inner);
        }
        self.kind(holder, PlanKind::Slot(slot));
        let stacked = self.award(at, path, Some(node))?;
        self.kind(me, PlanKind::Award { held: holder, stacked });
        Ok(me)
    }
}

fn open_slot() -> SlotRule {
    SlotRule {
        components: Vec::new(),
        eligible: Condition::Always(true),
        minimum: None,
        maximum: None,
        fill: Fill::Whole,
        spread: Vec::new(),
        at_home: false,
    }
}

/// Words by which two texts are compared.
pub(super) fn plain_words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether a base is the workload of the award that states the limit.
pub(super) fn is_award_workload(id: AttributeId) -> bool {
    id == attribute::AWARD_WORKLOAD
}
