//! The graph for programs: a list of nodes and a list of edges.

use credstack_model::policy::Bound;
use credstack_model::stack::{Need, RequirementKind};
use credstack_model::{Amount, AmountRange};
use serde_json::{Map, Value, json};

use super::model::{
    AwardNode, ComponentNode, CredentialNode, Edge, Graph, LimitNode, NOTICE, Node, RequirementNode, StackSummary,
    Subject,
};

/// The graph as JSON, `graph/v1`: what it is of, `nodes` by `id`, `edges` from one `id` to another. Amounts are texts, as in
/// all public JSON.
pub fn json(graph: &Graph) -> Value {
    let mut head = Map::new();
    head.insert("credstack".into(), "graph/v1".into());
    match &graph.subject {
        Subject::Ladder(around) => {
            head.insert("of".into(), "ladder".into());
            head.insert("around".into(), json!(around.as_deref()));
        }
        Subject::Stack(stack) => {
            head.insert("of".into(), "stack".into());
            head.insert("stack".into(), summary(stack));
        }
        Subject::Together(stacks) => {
            head.insert("of".into(), "together".into());
            head.insert("stacks".into(), stacks.iter().map(summary).collect());
        }
    }
    head.insert("nodes".into(), graph.graph.node_weights().map(node).collect());
    let id = |at| graph.graph.node_weight(at).map(Node::id).unwrap_or_default();
    let edges = graph.graph.raw_edges().iter().map(|e| edge(&e.weight, id(e.source()), id(e.target())));
    head.insert("edges".into(), edges.collect());
    if matches!(graph.subject, Subject::Stack(_) | Subject::Together(_)) {
        head.insert("notice".into(), NOTICE.into());
    }
    Value::Object(head)
}

fn summary(stack: &StackSummary) -> Value {
    let readings = stack
        .readings
        .iter()
        .map(|(reading, total, complete)| {
            (reading.word().to_owned(), json!({ "total": total.exact(), "complete": complete }))
        })
        .collect::<Map<_, _>>();
    json!({
        "award": &*stack.award,
        "reading": stack.reading.word(),
        "include": stack.include.key(),
        "status": stack.status.key(),
        "complete": stack.complete,
        "proven": stack.proven,
        "outer": stack.outer,
        "total": stack.total.exact(),
        "workload": stack.workload.map(Amount::exact),
        "missing_workload": stack.missing_workload.exact(),
        "readings": readings,
        "questions": stack.questions,
    })
}

fn node(node: &Node) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), node.id().into());
    object.insert("type".into(), node.key().into());
    let rest = match node {
        Node::Award(a) => award(a),
        Node::Requirement(r) => requirement(r),
        Node::Component(c) => component(c),
        Node::Credential(c) => credential(c),
        Node::Limit(l) => limit(l),
    };
    if let Value::Object(rest) = rest {
        object.extend(rest);
    }
    Value::Object(object)
}

fn award(award: &AwardNode) -> Value {
    json!({
        "name": &*award.name,
        "title": &*award.title,
        "kind": award.kind.as_deref(),
        "official": award.official,
        "offered_by": award.offered_by.as_deref(),
        "country": award.country.as_deref(),
        "level": award.level.as_deref(),
        "without_level": award.without_level,
        "workload": workload(award.workload.as_ref()),
        "asked": award.asked,
    })
}

fn requirement(requirement: &RequirementNode) -> Value {
    let (kind, of) = match requirement.kind {
        RequirementKind::Slot => ("slot", None),
        RequirementKind::AllOf => ("all_of", None),
        RequirementKind::AnyOf(n) => ("any_of", Some(n)),
        RequirementKind::AtLeastOf(n) => ("at_least_of", Some(n)),
        RequirementKind::Award => ("award", None),
        RequirementKind::Depends => ("depends", None),
    };
    let standing = requirement.standing.as_ref().map(|s| {
        json!({
            "chosen": s.chosen,
            "met": s.met,
            "minimum": s.minimum.map(need),
            "credits": s.credits.exact(),
            "credentials": s.credentials,
            "missing_credits": s.missing_credits.exact(),
            "missing_items": s.missing_items,
        })
    });
    json!({
        "award": &*requirement.award,
        "path": &*requirement.path,
        "title": &*requirement.title,
        "kind": kind,
        "of": of,
        "needs": &*requirement.needs,
        "eligible": requirement.eligible.as_deref(),
        "standing": standing,
    })
}

fn component(component: &ComponentNode) -> Value {
    json!({
        "award": &*component.award,
        "name": &*component.name,
        "title": &*component.title,
        "kind": component.kind.as_deref(),
        "level": component.level.as_deref(),
        "workload": workload(component.workload.as_ref()),
    })
}

fn credential(credential: &CredentialNode) -> Value {
    let left =
        credential.left.as_ref().map(|l| json!({ "credits": l.credits.exact(), "reason": l.key, "words": &*l.reason }));
    json!({
        "credential": &*credential.id,
        "title": credential.title.as_deref(),
        "progress": credential.progress.key(),
        "within_award": credential.within_award,
        "may_grant": range(credential.may),
        "left_over": left,
    })
}

fn limit(limit: &LimitNode) -> Value {
    let bound = match limit.bound {
        Bound::AtMost => "at_most",
        Bound::AtLeast => "at_least",
    };
    let share = limit.share.as_ref().map(|(percent, of)| json!({ "percent": percent.exact(), "of": &**of }));
    json!({
        "name": &*limit.name,
        "title": &*limit.title,
        "bound": bound,
        "extent": limit.extent.map(need),
        "share": share,
        "used": need(limit.used),
        "bites": limit.bites,
    })
}

fn edge(edge: &Edge, from: String, to: String) -> Value {
    let mut object = Map::new();
    object.insert("from".into(), from.into());
    object.insert("to".into(), to.into());
    object.insert("type".into(), edge.key().into());
    if let Edge::CountsToward { credits, of } = edge {
        object.insert("credits".into(), workload(credits.as_ref()));
        if let Some(of) = of {
            object.insert("of".into(), of.exact().into());
        }
    }
    Value::Object(object)
}

fn workload(of: Option<&(Amount, std::sync::Arc<str>)>) -> Value {
    of.map_or(Value::Null, |(amount, unit)| json!({ "amount": amount.exact(), "unit": &**unit }))
}

fn need(need: Need) -> Value {
    match need {
        Need::Credits(amount) => json!({ "credits": amount.exact() }),
        Need::Credentials(n) => json!({ "credentials": n }),
        Need::LearningOutcomes(n) => json!({ "learning_outcomes": n }),
    }
}

fn range(range: AmountRange) -> Value {
    json!({ "from": range.low.exact(), "to": range.high.map(Amount::exact) })
}
