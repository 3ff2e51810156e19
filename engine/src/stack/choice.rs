//! A requirement of which it is open what it asks for.

use credstack_stacking::Settled;

use super::build::{Built, Site};
use super::kinds::Way;
use super::plan::PlanKind;

impl Site<'_> {
    /// A requirement of which it is open what it asks for is not met in every world.
    pub(super) fn open_choices(&self, built: &mut Built) {
        for (at, plan) in built.nodes.iter().enumerate() {
            let Some(node) = self.plan.nodes.get(*plan) else { continue };
            let PlanKind::If { choice, .. } = node.kind else { continue };
            if self.ways.get(choice) == Some(&Way::Open) {
                let name = format!("{}#{plan}", node.path);
                built.problem.settled.push(Settled { name, met: false, of: Some(at) });
            }
        }
    }
}
