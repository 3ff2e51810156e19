//! Awards: components and the tree of requirements.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_model::policy::Requirement as Group;
use credstack_model::policy::{
    Award, Component, Condition, Fill, LimitBase, Measure, Node as Requirement, NodeKind, Quantity, Share, SlotRule,
    Spread,
};
use credstack_model::vocabulary::attribute;
use credstack_model::workload::WorkloadUnit;

use super::cx::Cx;
use super::shared::{citations, in_languages, notes, period, title};
use super::{condition, credentials, effect, together, value, word};
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Award> {
    let name = node.child(Kind::full_name)?;
    let policy = cx.single(node, Kind::recognise_clause, "recognise by").and_then(|c| c.child(Kind::full_name));
    if let Some(policy) = policy.filter(|p| !cx.names.policies.contains_key(p.text)) {
        let message = format!("unknown policy `{}`", policy.text);
        let known: Vec<&str> = cx.names.policies.keys().map(String::as_str).collect();
        let near = nearest(policy.text, known).map(str::to_owned);
        let problem = Diagnostic::new(Slug::UnknownPolicy, policy.span, message);
        cx.report(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")).fix(policy.span, near, Applicability::Likely),
            None => problem.help("load the pack that declares it"),
        });
    }
    let scope = policy.map_or("", |p| p.text);
    let workload = cx.single(node, Kind::workload_clause, "workload").and_then(|c| clause_workload(cx, c));
    let components: Vec<Component> = node.all(Kind::component).filter_map(|c| component(cx, c)).collect();
    let mut reader = Reader { scope, components: &components, award: name.text };
    let require: Vec<Requirement> = node.all(Kind::require).filter_map(|r| reader.require(cx, r)).collect();
    let limits = shares(cx, node, scope);
    let of_workload =
        |l: &&Share| matches!(l.quantity, Quantity::Percent(_, LimitBase::Fact(id)) if id == attribute::AWARD_WORKLOAD);
    if let Some(limit) = limits.iter().find(of_workload).filter(|_| !node.has(Kind::workload_clause)) {
        let message = format!("the award `{}` does not say the workload that this is a share of", name.text);
        cx.report(
            Diagnostic::new(Slug::MissingClause, limit.span, message).help("add `workload 60 ECTS` to the award"),
        );
    }
    not_yet(cx, node);
    let offered = cx.single(node, Kind::offered_clause, "offered by");
    let kind = cx.single(node, Kind::kind_clause, "kind").and_then(|c| c.child(Kind::phrase));
    let level_clause = cx.single(node, Kind::level_clause, "level");
    let level = level_clause.and_then(|c| c.child(Kind::level));
    let own = cx.symbols.intern(name.text);
    let sharing = together::sharing(cx, node, own, &require);
    let used = together::used(cx, node);
    let prefer = cx.single(node, Kind::prefer_clause, "prefer").and_then(|c| together::preference(cx, c));
    Some(Award {
        name: own,
        title: title(node, name.text),
        says: in_languages(node, Kind::says_clause),
        notes: notes(node),
        kind: kind.and_then(|k| value::code(cx, attribute::AWARD_KIND, k)),
        official: node.child(Kind::official_clause).map(|c| !c.has(Kind::KW_NOT)),
        offered_by: offered.and_then(|c| c.child(Kind::text)).map(|t| t.words().into()),
        country: offered.and_then(|c| c.child(Kind::word)).and_then(|w| value::code(cx, attribute::AWARD_COUNTRY, w)),
        policy: policy.map(|p| cx.symbols.intern(p.text)),
        level: level.and_then(|l| value::level(cx, l)),
        without_level: level_clause.is_some_and(|c| c.has(Kind::KW_NONE)),
        workload,
        components,
        require,
        limits,
        force: period(cx, node),
        citations: citations(cx, node, scope),
        span: name.span,
        sharing,
        used,
        prefer,
    })
}

fn not_yet(cx: &mut Cx<'_>, node: &Node<'_>) {
    for (kind, what) in [
        (Kind::last_clause, "bounds over the last credits are"),
        (Kind::average_clause, "averages are"),
        (Kind::repeats_clause, "rules for repeats are"),
        (Kind::if_clause, "conditional requirements are"),
        (Kind::formerly_clause, "former names are"),
    ] {
        for clause in node.all(kind) {
            cx.not_yet(clause.span, what);
        }
    }
}

fn clause_workload(cx: &mut Cx<'_>, clause: &Node<'_>) -> Option<(credstack_model::Amount, WorkloadUnit)> {
    match clause.parts().find(|p| matches!(p.kind, Kind::workload | Kind::bare_number))? {
        node if node.kind == Kind::workload => value::exact_workload(cx, node),
        node => {
            word::missing_unit(cx, node);
            None
        }
    }
}

fn component(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Component> {
    let name = node.child(Kind::name)?;
    let details: Vec<&Node<'_>> = node.all(Kind::component_detail).collect();
    let find = |kind: Kind| details.iter().find_map(|d| d.child(kind));
    Some(Component {
        name: cx.symbols.intern(name.text),
        title: title(node, name.text),
        kind: find(Kind::phrase).and_then(|k| value::code(cx, attribute::COMPONENT_KIND, k)),
        workload: find(Kind::workload).and_then(|w| value::exact_workload(cx, w)),
        level: find(Kind::level).and_then(|l| value::level(cx, l)),
        span: name.span,
    })
}

/// The limits of an award; `of which` bounds a part of what the limit before it counts.
fn shares(cx: &mut Cx<'_>, node: &Node<'_>, scope: &str) -> Vec<Share> {
    let mut found: Vec<Share> = Vec::new();
    let mut whole = Condition::Always(true);
    for clause in node.all(Kind::bound_clause) {
        let Some(mut one) = share(cx, clause, scope) else { continue };
        if clause.has(Kind::KW_OF_WHICH) {
            one.from = whole.clone().and(one.from);
        } else {
            whole = one.from.clone();
        }
        found.push(one);
    }
    found
}

fn share(cx: &mut Cx<'_>, node: &Node<'_>, scope: &str) -> Option<Share> {
    let bound = effect::bound(cx, node, scope)?;
    let from =
        node.child(Kind::credentials).map_or(Condition::Always(true), |c| credentials::credentials(cx, scope, c));
    Some(Share { bound: bound.bound, quantity: bound.quantity, from: from.and(bound.when), span: node.span })
}

fn measure(cx: &mut Cx<'_>, need: &Node<'_>) -> Option<Measure> {
    if let Some(items) = need.child(Kind::items) {
        let number = items.child(Kind::integer)?.text.parse().ok()?;
        let outcomes = items.child(Kind::items_word).is_some_and(|w| w.text.starts_with("learning"));
        if outcomes {
            cx.not_yet(need.span, "numbers of learning outcomes are");
        }
        return Some(if outcomes { Measure::Outcomes(number) } else { Measure::Items(number) });
    }
    let (amount, unit) = value::exact_workload(cx, need.child(Kind::workload)?)?;
    Some(Measure::Workload(amount, unit))
}

struct Reader<'a> {
    scope: &'a str,
    components: &'a [Component],
    award: &'a str,
}

impl Reader<'_> {
    fn require(&mut self, cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Requirement> {
        let name = node.child(Kind::name)?;
        let details: Vec<&Node<'_>> = node.all(Kind::require_detail).filter_map(Node::first).collect();
        let symbol = cx.symbols.intern(name.text);
        let group = details.iter().find(|d| d.kind == Kind::group);
        for other in node.all(Kind::require_detail).filter_map(|d| d.child(Kind::average_clause)) {
            cx.not_yet(other.span, "averages are");
        }
        for other in details.iter().filter(|d| d.kind == Kind::prerequisite) {
            cx.not_yet(other.span, "prerequisites are");
        }
        let nested = details.iter().find(|d| d.kind == Kind::nested_award).and_then(|d| d.child(Kind::full_name));
        let needs: Vec<&&Node<'_>> = details.iter().filter(|d| d.kind == Kind::need).collect();
        let of = |cx: &mut Cx<'_>, most: bool| {
            needs.iter().find(|n| n.has(Kind::KW_AT_MOST) == most).and_then(|n| measure(cx, n))
        };
        let (minimum, maximum) = (of(cx, false), of(cx, true));
        for most in [false, true] {
            let mut same = needs.iter().filter(|n| n.has(Kind::KW_AT_MOST) == most);
            if let (Some(first), Some(second)) = (same.next(), same.next()) {
                let problem = Diagnostic::new(Slug::DuplicateClause, second.span, "a second bound of one requirement");
                cx.report(
                    problem
                        .also(first.span, "the first is here")
                        .help("keep one; a limit of the whole award begins a line of its own"),
                );
            }
        }
        let kind = match (group, nested) {
            (Some(group), _) => self.group(cx, group)?,
            (None, Some(award)) => NodeKind::Award(known_award(cx, award)?),
            (None, None) => NodeKind::Slot(Box::new(self.slot(cx, node, symbol, minimum, maximum))),
        };
        Some(Requirement { name: symbol, title: title(node, name.text), minimum, kind, span: name.span })
    }

    fn slot(
        &self,
        cx: &mut Cx<'_>,
        node: &Node<'_>,
        name: Symbol,
        minimum: Option<Measure>,
        maximum: Option<Measure>,
    ) -> SlotRule {
        let mut eligible = Condition::Always(true);
        for detail in node.all(Kind::require_detail) {
            if let Some(inner) = detail.child(Kind::condition) {
                eligible = eligible.and(condition::condition(cx, self.scope, inner));
            }
            if let Some(set) = detail.child(Kind::need).and_then(|n| n.child(Kind::credentials)) {
                eligible = eligible.and(credentials::credentials(cx, self.scope, set));
            }
        }
        let named = node
            .all(Kind::require_detail)
            .filter_map(|d| d.child(Kind::component_list))
            .flat_map(|l| l.all(Kind::name));
        let mut components: Vec<Symbol> = named.filter_map(|n| self.component(cx, n)).collect();
        if components.is_empty() && self.components.iter().any(|c| c.name == name) {
            components.push(name);
        }
        let has = |kind: Kind| node.all(Kind::require_detail).any(|d| d.has(kind));
        let fill = |kind: Kind| node.all(Kind::require_detail).filter_map(|d| d.child(Kind::fill)).any(|f| f.has(kind));
        SlotRule {
            components,
            eligible,
            minimum,
            maximum,
            fill: if fill(Kind::KW_SPLIT) {
                Fill::Split
            } else if fill(Kind::KW_UP_TO) {
                Fill::UpTo
            } else {
                Fill::Whole
            },
            spread: spread(cx, node),
            at_home: has(Kind::KW_NEVER_BY_RECOGNITION),
        }
    }

    fn component(&self, cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Symbol> {
        let symbol = cx.symbols.intern(node.text);
        if self.components.iter().any(|c| c.name == symbol) {
            return Some(symbol);
        }
        let names: Vec<&str> = self.components.iter().map(|c| cx.symbols.text(c.name)).collect();
        let near = nearest(node.text, names).map(str::to_owned);
        let problem = Diagnostic::new(
            Slug::UnknownComponent,
            node.span,
            format!("the award `{}` has no component `{}`", self.award, node.text),
        );
        cx.report(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
            None => problem.help("declare it with `component`"),
        });
        None
    }

    fn group(&mut self, cx: &mut Cx<'_>, node: &Node<'_>) -> Option<NodeKind> {
        let count = node.child(Kind::integer).and_then(|n| n.text.parse().ok());
        let rule = match (node.has(Kind::KW_ANY), node.has(Kind::KW_AT_LEAST), count) {
            (true, _, Some(n)) => Group::AnyOf(n),
            (_, true, Some(n)) => Group::AtLeastOf(n),
            _ => Group::AllOf,
        };
        let mut children = Vec::new();
        for part in node.parts() {
            match part.kind {
                Kind::require => children.extend(self.require(cx, part)),
                Kind::name => children.extend(
                    self.component(cx, part)
                        .map(|name| named_slot(cx, self.components.iter().find(|c| c.name == name), name, part)),
                ),
                Kind::if_clause | Kind::bound_clause | Kind::average_clause => {
                    cx.not_yet(part.span, "limits, averages and conditions below a group are");
                }
                _ => {}
            }
        }
        let needed = match rule {
            Group::AnyOf(n) | Group::AtLeastOf(n) => usize::try_from(n).unwrap_or(usize::MAX),
            Group::AllOf => 1,
        };
        if children.len() < needed {
            let message = format!("{needed} of {} requirements can never be met", children.len());
            cx.report(
                Diagnostic::new(Slug::MinimumAboveMaximum, node.span, message)
                    .help("list more of them, or ask for fewer"),
            );
            return None;
        }
        Some(NodeKind::Group(rule, children))
    }
}

/// What is said of variety: `from at least 3 different fields`, `at most 6 ECTS from one issuer`.
fn spread(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<Spread> {
    let mut found = Vec::new();
    for spread in node.all(Kind::require_detail).filter_map(|d| d.child(Kind::spread)) {
        let Some(phrase) = spread.child(Kind::phrase) else { continue };
        let Some(attribute) = word::varied(cx, phrase) else { continue };
        let different = spread.child(Kind::integer).and_then(|n| n.text.parse().ok());
        found.extend(different.map(|n| Spread::AtLeast(n, attribute)));
        if different.is_none() {
            found.extend(measure(cx, spread).map(|m| Spread::MostOfOne(m, attribute)));
        }
    }
    found
}

/// An award that is part of another.
fn known_award(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Symbol> {
    if cx.names.awards.contains_key(node.text) {
        return Some(cx.symbols.intern(node.text));
    }
    let near = nearest(node.text, cx.names.awards.keys().map(String::as_str)).map(str::to_owned);
    let problem = Diagnostic::new(Slug::UnknownAward, node.span, format!("unknown award `{}`", node.text));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
        None => problem.help("load the pack that declares it"),
    });
    None
}

/// A component named alone in a group: the slot that it fills.
fn named_slot(cx: &Cx<'_>, component: Option<&Component>, name: Symbol, node: &Node<'_>) -> Requirement {
    Requirement {
        name,
        title: component.map_or_else(|| cx.symbols.spoken(name).into(), |c| c.title.clone()),
        minimum: None,
        kind: NodeKind::Slot(Box::new(SlotRule {
            components: vec![name],
            eligible: Condition::Always(true),
            minimum: None,
            maximum: None,
            fill: Fill::Whole,
            spread: Vec::new(),
            at_home: false,
        })),
        span: node.span,
    }
}
