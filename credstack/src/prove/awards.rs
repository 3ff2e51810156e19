//! Awards that nobody can complete, and components that nothing asks for.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_engine::describe_award;
use credstack_engine::prove::{Prover, Scope};
use credstack_model::policy::{
    Award, Bound, Condition, Deed, Effect, LimitBase, Node, NodeKind, Quantity, Requirement, Rule, Sharers, Test,
    TestKind,
};
use credstack_model::vocabulary::attribute;
use credstack_model::{Amount, Claim};
use credstack_source::Span;

use super::bounds::{In, Sums, holds};
use super::cx::Cx;

/// A bound that a stack may not pass, or has to reach.
struct Line {
    of: Condition,
    amount: Amount,
    into: In,
    span: Span,
    /// The rule of the policy that states it; none for one of the award.
    rule: Option<String>,
}

pub(super) fn check(cx: &Cx<'_>, award: &Award, found: &mut Vec<Diagnostic>) {
    unused(award, found);
    let mut claim = Claim::default();
    describe_award(&mut claim, award);
    let policy = award.policy.and_then(|name| cx.set.policies.iter().find(|p| p.name == name));
    let prover = Prover::new(cx.set).knowing(claim.facts);
    let sums = Sums { set: cx.set, award, scope: Scope::of(cx.set, policy), prover };
    let before = found.len();
    unfillable(cx, &sums, &award.require, found);
    if found.len() > before {
        return;
    }
    // Where requirements share, what they need is no sum: a credential may count in several of them.
    if award.sharing.iter().any(|s| matches!(s.among, Sharers::Requirements(_))) {
        return;
    }
    let workload = award.workload.and_then(|w| sums.ects(w));
    above_workload(&sums, workload, found);
    let mut ceilings = own(&sums, Bound::AtMost, workload);
    ceilings.extend(of_policy(cx, &sums, workload));
    let floors = own(&sums, Bound::AtLeast, workload);
    for ceiling in &ceilings {
        found.extend(too_low(cx, &sums, ceiling, &floors, workload));
    }
    for floor in floors.iter().filter(|f| f.into == In::Credits && !award.require.is_empty()) {
        found.extend(too_high(cx, &sums, floor));
    }
    shares(&sums, found);
}

/// Requirements that have to be met, and that no credential can meet: what the award is leaves nobody.
fn unfillable(cx: &Cx<'_>, sums: &Sums<'_>, nodes: &[Node], found: &mut Vec<Diagnostic>) {
    for node in nodes {
        match &node.kind {
            NodeKind::Group(Requirement::AllOf, children) => unfillable(cx, sums, children, found),
            NodeKind::Slot(slot) => {
                // A condition that nothing meets whatever the award is told of as such.
                if super::conditions::check(cx, &sums.scope, node.span, &slot.eligible, found) {
                    continue;
                }
                if sums.prover.never(&sums.eligible(slot)) {
                    let name = cx.sources.text(node.span);
                    let message = format!("no credential can fill the requirement `{name}` of this award");
                    let problem = Diagnostic::new(Slug::UnreachableAward, node.span, message);
                    found.push(
                        problem
                            .also(sums.award.span, "the award is here")
                            .help("compare what it asks for with what the award is: its level, kind and country"),
                    );
                }
            }
            NodeKind::Group(_, children) => {
                for child in children {
                    if let NodeKind::Slot(slot) = &child.kind {
                        super::conditions::check(cx, &sums.scope, child.span, &slot.eligible, found);
                    }
                }
            }
            NodeKind::Award(_) | NodeKind::If(_) => {}
        }
    }
}

fn above_workload(sums: &Sums<'_>, workload: Option<Amount>, found: &mut Vec<Diagnostic>) {
    let Some(workload) = workload else { return };
    let every = Condition::Always(true);
    let needs = sums.award.require.iter().map(|n| sums.need(n, &every, In::Credits, true));
    let need = needs.fold(Amount::ZERO, Amount::plus);
    if need <= workload {
        return;
    }
    let message = format!("the requirements need {need} ECTS, and the award has {workload} ECTS");
    let mut problem = Diagnostic::new(Slug::UnreachableAward, sums.award.span, message);
    for span in sums.needing(&sums.award.require, &every, In::Credits) {
        problem = problem.also(span, "this is part of it");
    }
    found.push(problem.help("lower a minimum, or correct the workload of the award"));
}

/// A quantity as a number; a share only of the workload of the award.
fn amount(sums: &Sums<'_>, quantity: Quantity, workload: Option<Amount>) -> Option<(Amount, In)> {
    match quantity {
        Quantity::Workload(amount, unit) => Some((sums.ects((amount, unit))?, In::Credits)),
        Quantity::Credentials(n) => Some((Amount::whole(i64::from(n)), In::Items)),
        Quantity::Percent(percent, LimitBase::Fact(id)) if id == attribute::AWARD_WORKLOAD => {
            Some((workload?.percent(percent), In::Credits))
        }
        Quantity::Percent(..) => None,
    }
}

fn own(sums: &Sums<'_>, side: Bound, workload: Option<Amount>) -> Vec<Line> {
    let limits = sums.award.limits.iter().filter(|l| l.bound == side);
    let lines = limits.filter_map(|l| {
        let (amount, into) = amount(sums, l.quantity, workload)?;
        Some(Line { of: sums.scope.plain(&l.from), amount, into, span: l.span, rule: None })
    });
    lines.collect()
}

/// The ceilings of the policy that stand today and that nothing lifts. What was earned at home within the enrolment is under
/// none of them; professional experience never is.
fn of_policy(cx: &Cx<'_>, sums: &Sums<'_>, workload: Option<Amount>) -> Vec<Line> {
    let at_home = Condition::All(vec![
        holds(attribute::WITHIN_AWARD),
        holds(attribute::ISSUER_HOME),
        Condition::Not(Box::new(kind_is(cx, "professional_experience"))),
    ]);
    let mut found = Vec::new();
    for (_, rule) in sums.scope.rules().filter(|(_, r)| r.force.to.is_none() && sums.scope.settled(r)) {
        let Effect::Limit(limit) = &rule.effect else { continue };
        if rule.exceptions.iter().any(|e| e.deed != Deed::LeavesTheCount) {
            continue;
        }
        let mut before: Vec<Condition> = Vec::new();
        for bound in limit.bounds.iter().filter(|b| b.bound == Bound::AtMost) {
            let case = before.iter().cloned().fold(bound.when.clone(), Condition::and);
            before.push(Condition::Not(Box::new(bound.when.clone())));
            let Some((amount, into)) = amount(sums, bound.quantity, workload) else { continue };
            let of = counted(rule).and(case).and(Condition::Not(Box::new(at_home.clone())));
            let name = cx.sources.text(rule.span).to_owned();
            found.push(Line { of: sums.scope.plain(&of), amount, into, span: bound.span, rule: Some(name) });
        }
    }
    found
}

fn counted(rule: &Rule) -> Condition {
    let leaves = rule.exceptions.iter().map(|e| Condition::Not(Box::new(e.when.clone())));
    leaves.fold(rule.applies.clone(), Condition::and)
}

fn kind_is(cx: &Cx<'_>, code: &str) -> Condition {
    let kind = TestKind::Among(vec![cx.set.symbols.intern(code)]);
    Condition::Test(Test { attribute: attribute::KIND, kind, span: Span::default() })
}

fn unit(amount: Amount, into: In) -> String {
    match into {
        In::Credits => format!("{amount} ECTS"),
        In::Items if amount == Amount::whole(1) => "1 credential".into(),
        In::Items => format!("{amount} credentials"),
    }
}

/// A ceiling below what has to lie under it.
fn too_low(cx: &Cx<'_>, sums: &Sums<'_>, line: &Line, floors: &[Line], workload: Option<Amount>) -> Option<Diagnostic> {
    let sum = |amounts: &mut dyn Iterator<Item = Amount>| amounts.fold(Amount::ZERO, Amount::plus);
    let tree = sum(&mut sums.award.require.iter().map(|n| sums.need(n, &line.of, line.into, false)));
    let floor = floors
        .iter()
        .filter(|f| f.into == line.into && f.amount > line.amount && sums.prover.within_of(&f.of, &line.of));
    let floor = floor.max_by_key(|f| f.amount);
    // The rest of the workload has to lie under it where the requirements can hold no more outside.
    let outside = Condition::Not(Box::new(line.of.clone()));
    let rest = workload.filter(|_| line.into == In::Credits && !sums.award.require.is_empty()).and_then(|workload| {
        let held = sums.award.require.iter().map(|n| sums.hold(n, &outside)).collect::<Option<Vec<Amount>>>()?;
        Some(workload.minus(sum(&mut held.into_iter())))
    });
    let (need, places, why) = if tree > line.amount {
        (tree, sums.needing(&sums.award.require, &line.of, line.into), "this needs it")
    } else if let Some(floor) = floor {
        (floor.amount, vec![floor.span], "this asks for more")
    } else if let Some(rest) = rest.filter(|r| *r > line.amount) {
        (rest, vec![sums.award.span], "all that the requirements take falls under it")
    } else {
        return None;
    };
    let name = cx.sources.text(sums.award.span);
    let (most, need) = (unit(line.amount, line.into), unit(need, line.into));
    let message = match &line.rule {
        None => format!("nobody can complete the award `{name}`: at most {most} may count here, and {need} are needed"),
        Some(rule) => {
            format!(
                "nobody can complete the award `{name}`: by `{rule}` at most {most} may count, and {need} are needed"
            )
        }
    };
    // The award is what has to change; a limit of a policy is only pointed at.
    let main = if line.rule.is_some() { sums.award.span } else { line.span };
    let mut problem = Diagnostic::new(Slug::UnreachableAward, main, message);
    if line.rule.is_some() {
        problem = problem.also(line.span, "no more than this may count");
    }
    for span in places.into_iter().filter(|s| *s != main) {
        problem = problem.also(span, why);
    }
    Some(problem.help("raise the ceiling, or ask for less of what it counts"))
}

/// A floor above what the requirements can hold.
fn too_high(cx: &Cx<'_>, sums: &Sums<'_>, floor: &Line) -> Option<Diagnostic> {
    let held = sums.award.require.iter().map(|n| sums.hold(n, &floor.of)).collect::<Option<Vec<Amount>>>()?;
    let held = held.into_iter().fold(Amount::ZERO, Amount::plus);
    if held >= floor.amount {
        return None;
    }
    let name = cx.sources.text(sums.award.span);
    let (least, most) = (unit(floor.amount, In::Credits), unit(held, In::Credits));
    let message =
        format!("nobody can complete the award `{name}`: {least} are asked for, and its requirements take {most}");
    let problem = Diagnostic::new(Slug::UnreachableAward, floor.span, message);
    Some(
        problem
            .also(sums.award.span, "the award is here")
            .help("add a requirement that takes them, or lower the share"),
    )
}

/// Two shares of one base that cannot both be kept.
fn shares(sums: &Sums<'_>, found: &mut Vec<Diagnostic>) {
    let counted = |quantity: Quantity| match quantity {
        Quantity::Percent(percent, LimitBase::Counted) => Some(percent),
        _ => None,
    };
    for floor in sums.award.limits.iter().filter(|l| l.bound == Bound::AtLeast) {
        for line in sums.award.limits.iter().filter(|l| l.bound == Bound::AtMost) {
            let (Some(least), Some(most)) = (counted(floor.quantity), counted(line.quantity)) else { continue };
            let (inner, outer) = (sums.scope.plain(&floor.from), sums.scope.plain(&line.from));
            if least > most && sums.prover.within_of(&inner, &outer) {
                let message =
                    format!("at most {} may count, and at least {} have to", most.as_share(), least.as_share());
                let problem = Diagnostic::new(Slug::UnreachableAward, line.span, message);
                found
                    .push(problem.also(floor.span, "this asks for more").help("raise the ceiling, or lower the share"));
            }
        }
    }
}

/// Components that no requirement names. Where a share is taken of the course part without some of them, they say how large it is.
fn unused(award: &Award, found: &mut Vec<Diagnostic>) {
    if award.require.is_empty() {
        return;
    }
    let mut asked = Vec::new();
    named(&award.require, &mut asked);
    let part =
        |l: &credstack_model::policy::Share| matches!(l.quantity, Quantity::Percent(_, LimitBase::WithoutKind(_)));
    if award.limits.iter().any(part) {
        return;
    }
    for component in award.components.iter().filter(|c| !asked.contains(&c.name)) {
        let message = format!("no requirement asks for the component `{}`", component.title);
        let problem = Diagnostic::new(Slug::UnusedComponent, component.span, message);
        found.push(problem.help("name it in a `require`, or take it out"));
    }
}

fn named(nodes: &[Node], found: &mut Vec<credstack_model::Symbol>) {
    for node in nodes {
        match &node.kind {
            NodeKind::Slot(slot) => found.extend(&slot.components),
            NodeKind::Group(_, children) => named(children, found),
            NodeKind::If(choice) => {
                named(std::slice::from_ref(&choice.then), found);
                named(choice.otherwise.as_slice(), found);
            }
            NodeKind::Award(_) => {}
        }
    }
}
