//! The needs of a tree of requirements.

use super::lack::{Group, MOST_CHILDREN, Requirement};
use super::table::Maker;
use crate::problem::{Measure, NodeKind};
use crate::solve::choices::taken;
use crate::solve::value::{Lack, add};

impl Maker<'_> {
    /// The group of the whole, and the slots that are all required and measured in credits. None where too much would have to
    /// be compared.
    pub(super) fn root(&mut self) -> Option<(Group, Vec<usize>)> {
        let mut slots = Vec::new();
        let mut group = self.group(0, Some(&mut slots))?;
        group.always = add(group.always, self.settled(None));
        Some((group, slots))
    }

    fn settled(&self, of: Option<usize>) -> Lack {
        let settled = &self.layout.problem.settled;
        settled.iter().filter(|s| s.of == of && !s.met).fold((0, 0, 0), |lack, _| add(lack, (1, 0, 0)))
    }

    fn group(&mut self, at: usize, mut slots: Option<&mut Vec<usize>>) -> Option<Group> {
        let layout = self.layout;
        let node = layout.problem.tree.get(at)?;
        let mut group = Group { always: self.settled(Some(at)), ..Group::default() };
        match &node.kind {
            NodeKind::Slot(slot) => group.requirements.push(self.requirement(*slot, slots.as_deref_mut())),
            NodeKind::All(_) | NodeKind::Any(..) => {
                for child in taken(self.choice, at, &node.kind) {
                    let child = self.group(*child, slots.as_deref_mut())?;
                    group.take(child);
                }
            }
            NodeKind::AtLeast(n, children) => {
                if children.len() > MOST_CHILDREN {
                    return None;
                }
                group.at_least = Some(*n);
                group.children = children.iter().map(|child| self.group(*child, None)).collect::<Option<_>>()?;
            }
        }
        if let Some((measure, least)) = node.minimum.filter(|(m, _)| *m != Measure::Outcomes) {
            let need = self.need(measure, &layout.below[at], least);
            group.minimum = Some((need, measure == Measure::Credits));
        }
        for floor in layout.floors.iter().filter(|f| f.of == Some(at) && f.measure != Measure::Outcomes) {
            group.floors.push((self.floor(floor), floor.measure == Measure::Credits));
        }
        Some(group)
    }

    fn requirement(&mut self, slot: usize, slots: Option<&mut Vec<usize>>) -> Requirement {
        let layout = self.layout;
        let of = &layout.problem.slots[slot];
        let cells: Vec<usize> = layout.slots[slot].clone().collect();
        // Outcomes are told by the whole stack alone.
        let least = if of.measure == Measure::Outcomes { 0 } else { of.minimum };
        let need = self.need(of.measure, &cells, least);
        let is_credits = of.measure == Measure::Credits;
        let place = slots.filter(|_| is_credits && of.minimum > 0 && self.open[slot]).map(|slots| {
            slots.push(slot);
            slots.len() - 1
        });
        let spread = (of.spread > 0).then(|| self.spread(slot, of.spread));
        Requirement { need, is_credits, spread, place }
    }
}
