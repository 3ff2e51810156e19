//! A stack as a graph: which credential counts in which requirement, under which limits, and what is left over.

use std::collections::BTreeMap;
use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::{Bound, Condition, PolicySet};
use credstack_model::stack::{
    Include, LeftReason, LimitEntry, Need, Reading, RequirementKind, RequirementLine, Stack, Stacking,
};
use petgraph::graph::{DiGraph, NodeIndex};

use super::ladder::{award_node, kind_words};
use super::model::{
    AwardNode, CredentialNode, Edge, Graph, LeftNode, LimitNode, Node, RequirementNode, RequirementStanding,
    StackSummary, Subject,
};
use crate::report::{self, words};

/// One of the three stacks of a stacking.
pub fn of_stack(set: &PolicySet, stacking: &Stacking, reading: Reading) -> Graph {
    let stack = stacking.reading(reading);
    let mut graph = DiGraph::new();
    let award = award(set, stacking);
    let (title, home) = (award.title.clone(), graph.add_node(Node::Award(award)));
    let slots = requirements(set, stacking, stack, home, &mut graph);
    let held: BTreeMap<Arc<str>, NodeIndex> = credentials(set, stacking, stack)
        .into_iter()
        .map(|c| (c.id.clone(), graph.add_node(Node::Credential(c))))
        .collect();
    for counted in &stack.counted {
        if let (Some(from), Some(to)) = (held.get(&counted.credential), slots.get(&counted.requirement)) {
            let credits = Some((counted.credits, "ECTS".into()));
            graph.add_edge(*from, *to, Edge::CountsToward { credits, of: Some(counted.of) });
        }
    }
    for limit in &stack.limits {
        let at = graph.add_node(Node::Limit(limit_node(set, limit)));
        for credential in limit.counts.iter().filter_map(|c| held.get(c)) {
            graph.add_edge(*credential, at, Edge::CountedUnder);
        }
    }
    for left in &stack.left_over {
        if let LeftReason::CountedAlready(by) = &left.reason
            && let (Some(from), Some(to)) = (held.get(&left.credential), held.get(by))
        {
            graph.add_edge(*from, *to, Edge::CountedIn);
        }
    }
    let summary = StackSummary {
        award: set.symbols.text(stacking.award).into(),
        title,
        reading,
        include: stacking.include,
        status: stacking.status,
        complete: stack.complete,
        proven: stack.proven,
        outer: stacking.outer,
        total: stack.total,
        workload: stack.workload,
        missing_workload: stack.missing_workload(),
        readings: Reading::ALL
            .iter()
            .map(|r| (*r, stacking.reading(*r).total, stacking.reading(*r).complete))
            .collect(),
        questions: stacking.questions.len(),
    };
    Graph { subject: Subject::Stack(summary), graph }
}

fn award(set: &PolicySet, stacking: &Stacking) -> AwardNode {
    let name = set.symbols.text(stacking.award);
    match set.awards.iter().find(|a| a.name == stacking.award) {
        Some(award) => award_node(set, award, Some(name)),
        None => AwardNode {
            name: name.into(),
            title: name.into(),
            kind: None,
            official: None,
            offered_by: None,
            country: None,
            level: None,
            without_level: false,
            workload: None,
            asked: true,
        },
    }
}

/// The tree of requirements; what it gives is where each stands, by path.
fn requirements(
    set: &PolicySet,
    stacking: &Stacking,
    stack: &Stack,
    home: NodeIndex,
    graph: &mut DiGraph<Node, Edge>,
) -> BTreeMap<Arc<str>, NodeIndex> {
    let award: Arc<str> = set.symbols.text(stacking.award).into();
    let mut found = BTreeMap::new();
    // The nodes above the one that is read, by how deep they lie.
    let mut above: Vec<NodeIndex> = Vec::new();
    for line in &stack.requirements {
        let at = graph.add_node(Node::Requirement(requirement(&award, line)));
        above.truncate(line.depth);
        graph.add_edge(at, above.last().copied().unwrap_or(home), Edge::PartOf);
        above.push(at);
        found.insert(line.path.clone(), at);
    }
    found
}

fn requirement(award: &Arc<str>, line: &RequirementLine) -> RequirementNode {
    let mut needs: Vec<String> = kind_words(line.kind).into_iter().collect();
    needs.extend(line.minimum.map(|need| format!("at least {}", need_words(need))));
    needs.extend(line.spread.as_ref().map(|(n, of)| format!("{n} different values of {of}")));
    RequirementNode {
        award: award.clone(),
        path: line.path.clone(),
        title: line.title.clone(),
        depth: line.depth,
        kind: line.kind,
        needs: needs.join(", ").into(),
        eligible: None,
        standing: Some(RequirementStanding {
            chosen: line.chosen,
            met: line.met,
            minimum: line.minimum,
            credits: line.credits,
            credentials: line.credentials,
            outcomes: line.outcomes,
            missing_credits: line.missing_credits,
            missing_items: line.missing_items,
            missing: missing(line).into(),
        }),
    }
}

fn missing(line: &RequirementLine) -> String {
    let mut parts = Vec::new();
    if line.missing_credits > Amount::ZERO {
        parts.push(format!("{} ECTS", line.missing_credits));
    }
    if line.missing_items > 0 {
        let what = match (&line.spread, line.minimum) {
            (None, Some(Need::LearningOutcomes(_))) if line.missing_items == 1 => "learning outcome".to_owned(),
            (None, Some(Need::LearningOutcomes(_))) => "learning outcomes".to_owned(),
            (Some((_, of)), Some(Need::Credits(_)) | None) => format!("different values of {of}"),
            (Some((_, of)), Some(_)) => format!("credentials or different values of {of}"),
            (None, _) if line.missing_items == 1 => "credential".to_owned(),
            (None, _) => "credentials".to_owned(),
        };
        parts.push(format!("{} {what}", line.missing_items));
    }
    parts.join(" and ")
}

fn credentials(set: &PolicySet, stacking: &Stacking, stack: &Stack) -> Vec<CredentialNode> {
    let left = |id: &Arc<str>| stack.left_over.iter().find(|l| l.credential == *id);
    let one = |held: &credstack_model::stack::Held| CredentialNode {
        id: held.id.clone(),
        title: held.title.clone(),
        progress: held.progress,
        within_award: held.within_award,
        may: held.may,
        left: left(&held.id).map(|l| {
            let (key, reason) = reason(set, stacking, stack, &l.reason);
            LeftNode { credits: l.credits, key, reason: reason.into() }
        }),
    };
    let mut found: Vec<CredentialNode> = stacking.credentials.iter().map(one).collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// Why something is left over, as a key and in words.
fn reason(set: &PolicySet, stacking: &Stacking, stack: &Stack, reason: &LeftReason) -> (&'static str, String) {
    let titled = |id: &Arc<str>| {
        let held = stacking.credentials.iter().find(|c| c.id == *id).and_then(|h| h.title.as_deref());
        words::shorten(held.unwrap_or(id), 70)
    };
    match reason {
        LeftReason::NotCompleted(Include::Planned) => ("not_completed", "it is planned".to_owned()),
        LeftReason::NotCompleted(_) => ("not_completed", "it is not completed yet".to_owned()),
        LeftReason::NotPassed => ("not_passed", "it was not passed".to_owned()),
        LeftReason::NotRecognised => ("not_recognised", "nothing of it is recognised toward this award".to_owned()),
        LeftReason::AtDiscretion => ("at_discretion", "it may be granted, but nobody has to".to_owned()),
        LeftReason::Open(on) => {
            let names: Vec<String> = on.iter().map(|u| words::unknown(set, *u)).collect();
            ("open", format!("whether it counts depends on {}", names.join(", ")))
        }
        LeftReason::NotEligible => ("not_eligible", "no requirement takes it".to_owned()),
        LeftReason::CountedAlready(by) => ("counted_already", format!("its learning counts already in {}", titled(by))),
        LeftReason::CountedToward(awards) => ("counted_toward", words::counted_toward(set, awards)),
        LeftReason::Limited(by) => {
            let title = |name: &Arc<str>| match stack.limits.iter().find(|l| l.name == *name) {
                Some(limit) => format!("“{}”", limit_title(set, limit)),
                None => name.to_string(),
            };
            let limits: Vec<String> = by.iter().map(title).collect();
            ("limited", format!("no room under the limit {}", limits.join(", ")))
        }
        LeftReason::TooEarly(before) => ("too_early", format!("it was earned before “{before}” was met")),
        LeftReason::Repeated(by) => ("repeated", format!("another attempt at the same counts: {}", titled(by))),
        LeftReason::NotNeeded => ("not_needed", "the award is no better for it".to_owned()),
    }
}

pub(super) fn limit_node(set: &PolicySet, limit: &LimitEntry) -> LimitNode {
    LimitNode {
        name: limit.name.clone(),
        title: limit_title(set, limit).into(),
        bound: limit.bound,
        extent: limit.extent,
        share: limit.share.clone(),
        used: limit.used,
        bites: limit.bites,
    }
}

fn limit_title(set: &PolicySet, limit: &LimitEntry) -> String {
    let rule = limit.rule.and_then(|name| set.policies.iter().flat_map(|p| &p.rules).find(|r| r.name == name));
    // A limit of an award has no title; its name says which award it is of.
    let award = || {
        let name = limit.name.rsplit_once('.').map_or(&*limit.name, |(award, _)| award);
        let name = name.split_once('/').map_or(name, |(award, _)| award);
        let award = set.awards.iter().find(|a| set.symbols.text(a.name) == name);
        let title = award.map_or_else(|| "The award".to_owned(), |a| a.title.to_string());
        limit.within.as_ref().map_or(title.clone(), |path| format!("{title}, {path}"))
    };
    match (rule, &limit.from) {
        (Some(rule), _) => rule.title.to_string(),
        (None, Some(Condition::Always(true))) => format!("{}: all that counts", award()),
        (None, Some(from)) => format!("{}: what is {}", award(), words::condition(set, from)),
        (None, None) => match &limit.sharing {
            Some(shared) => report::shared_by(shared),
            None if limit.served => format!("{}: credits that served another award", award()),
            None => format!("{}: of one value", limit.name),
        },
    }
}

/// What is needed or counted, in words.
pub(super) fn need_words(need: Need) -> String {
    match need {
        Need::Credits(amount) => format!("{amount} ECTS"),
        Need::Credentials(1) => "1 credential".to_owned(),
        Need::Credentials(n) => format!("{n} credentials"),
        Need::LearningOutcomes(1) => "1 learning outcome".to_owned(),
        Need::LearningOutcomes(n) => format!("{n} learning outcomes"),
    }
}

/// What counts of what is needed, in words.
pub(super) fn counted_words(requirement: &RequirementNode, standing: &RequirementStanding) -> Option<String> {
    match (standing.minimum, requirement.kind) {
        (Some(Need::Credits(minimum)), _) => Some(format!("{} of {minimum} ECTS", standing.credits)),
        (Some(Need::Credentials(minimum)), _) => Some(format!("{} of {minimum} credentials", standing.credentials)),
        (Some(Need::LearningOutcomes(minimum)), _) => {
            Some(format!("{} of {minimum} learning outcomes", standing.outcomes))
        }
        (None, RequirementKind::Slot) => Some(format!("{} ECTS", standing.credits)),
        (None, _) => None,
    }
}

/// Which side a limit bounds, in words.
pub(super) fn side(bound: Bound) -> &'static str {
    match bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    }
}
