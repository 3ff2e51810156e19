//! A lower layer that loosens a mandatory rule of a higher one.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::Amount;
use credstack_model::policy::{
    Bound, Branch, Effect, Grant, Limit, LimitBase, Modality, PolicySet, Quantity, Rule, Standing,
};
use credstack_model::workload::WorkloadUnit;

pub(super) fn check(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    let all = || set.policies.iter().flat_map(|p| &p.rules);
    let replaced = all().flat_map(|rule| all().filter(|r| rule.replaces.contains(&r.name)).map(move |r| (rule, r)));
    for (rule, above) in replaced.filter(|(rule, above)| rule.may_stand_beside(above)) {
        let Standing::Mandatory { tighten, widen } = above.standing else { continue };
        let moved = movement(above, rule);
        let allowed = match moved {
            Movement::Same => true,
            Movement::Tighter => tighten,
            Movement::Looser => widen,
            // Which way a bar, a doubt or a grant moves can only be proved; the facade does.
            Movement::Unclear => (tighten && widen) || ((tighten || widen) && !either_limit(above, rule)),
        };
        if !allowed {
            found.push(problem(set, rule, above, moved));
        }
    }
    exceptions(set, found);
}

/// An exception is one to a duty; one to a duty of a higher layer takes away from what that layer gives.
fn exceptions(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    let all = || set.policies.iter().flat_map(|p| &p.rules);
    for policy in &set.policies {
        for rule in &policy.rules {
            for duty in rule.exception_to.iter().filter_map(|name| all().find(|r| r.name == *name)) {
                let name = set.symbols.text(duty.name);
                let owes = |grants: &[Branch<Grant>]| grants.iter().any(|g| g.gives.modality == Modality::Must);
                if !matches!(&duty.effect, Effect::Grant(grants) if owes(grants)) {
                    found.push(
                        Diagnostic::new(
                            Slug::WrongType,
                            rule.span,
                            format!("`{name}` owes nothing to be excepted from"),
                        )
                        .also(duty.span, "the rule is here")
                        .help("name a rule that says `grant must`, or take `exception to` out"),
                    );
                }
                let own = policy.rules.iter().any(|r| r.name == duty.name);
                if !own && matches!(duty.standing, Standing::Mandatory { tighten: false, .. }) {
                    found.push(
                        Diagnostic::new(
                            Slug::LoosensMandatory,
                            rule.span,
                            format!("`{}` is an exception to the mandatory rule `{name}`", set.symbols.text(rule.name)),
                        )
                        .also(duty.span, "the mandatory rule is here")
                        .help("take `exception to` out: only the layer of a law makes exceptions to it"),
                    );
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Movement {
    Same,
    Tighter,
    Looser,
    Unclear,
}

fn problem(set: &PolicySet, rule: &Rule, above: &Rule, moved: Movement) -> Diagnostic {
    let (own, law) = (set.symbols.text(rule.name), set.symbols.text(above.name));
    let message = match moved {
        Movement::Looser => format!("`{own}` loosens the mandatory rule `{law}`"),
        Movement::Tighter => format!("`{own}` tightens the mandatory rule `{law}`, which is not open to that"),
        Movement::Same | Movement::Unclear => format!("`{own}` replaces the mandatory rule `{law}`"),
    };
    Diagnostic::new(Slug::LoosensMandatory, rule.span, message)
        .also(above.span, "the mandatory rule is here")
        .help("take `replaces` out: rules and limits of all layers apply together")
}

fn either_limit(above: &Rule, rule: &Rule) -> bool {
    matches!(above.effect, Effect::Limit(_)) || matches!(rule.effect, Effect::Limit(_))
}

/// Which way a rule moves one that it replaces, where both are limits with one comparable bound.
fn movement(above: &Rule, rule: &Rule) -> Movement {
    let (Effect::Limit(old), Effect::Limit(new)) = (&above.effect, &rule.effect) else { return Movement::Unclear };
    if above.applies != rule.applies {
        return Movement::Unclear;
    }
    match (only_bound(old), only_bound(new)) {
        (Some((side, unit, old)), Some((new_side, new_unit, new))) if side == new_side && unit == new_unit => {
            match (old.cmp(&new), side) {
                (std::cmp::Ordering::Equal, _) => Movement::Same,
                (std::cmp::Ordering::Less, Bound::AtMost) | (std::cmp::Ordering::Greater, Bound::AtLeast) => {
                    Movement::Looser
                }
                _ => Movement::Tighter,
            }
        }
        _ => Movement::Unclear,
    }
}

#[derive(PartialEq, Eq)]
enum In {
    Unit(WorkloadUnit),
    Credentials,
    Percent(LimitBase),
}

fn only_bound(limit: &Limit) -> Option<(Bound, In, Amount)> {
    let [bound] = limit.bounds.as_slice() else { return None };
    Some(match bound.quantity {
        Quantity::Workload(amount, unit) => (bound.bound, In::Unit(unit), amount),
        Quantity::Credentials(n) => (bound.bound, In::Credentials, Amount::whole(i64::from(n))),
        Quantity::Percent(percent, base) => (bound.bound, In::Percent(base), percent),
    })
}
