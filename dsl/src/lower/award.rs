//! Awards: components and the tree of requirements.

mod further;
mod parts;

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_model::policy::Requirement as Group;
use credstack_model::policy::{
    Average, Award, Choice, Component, Condition, Fill, LimitBase, Measure, Node as Requirement, NodeKind, Quantity,
    Share, SlotRule,
};
use credstack_model::vocabulary::attribute;
use credstack_model::workload::WorkloadUnit;
use credstack_source::Span;

use parts::{known_award, measure, named_slot, spread};

use super::cx::Cx;
use super::shared::{citations, in_languages, notes, period, title};
use super::{condition, credentials, effect, together, value, word};
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Award> {
    let name = node.child(Kind::full_name)?;
    let policy = cx.single(node, Kind::recognise_clause, "recognise by").and_then(|c| c.child(Kind::full_name));
    known_policy(cx, policy);
    let scope = policy.map_or("", |p| p.text);
    let workload = cx.single(node, Kind::workload_clause, "workload").and_then(|c| clause_workload(cx, c));
    let components: Vec<Component> = node.all(Kind::component).filter_map(|c| component(cx, c)).collect();
    let mut reader = Reader { scope, components: &components, award: name.text };
    let mut require: Vec<Requirement> = Vec::new();
    for part in node.parts() {
        match part.kind {
            Kind::require => require.extend(reader.require(cx, part)),
            Kind::if_clause => require.extend(reader.choice(cx, part)),
            _ => {}
        }
    }
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
        level: level_clause.and_then(|c| c.child(Kind::level)).and_then(|l| value::level(cx, l)),
        without_level: level_clause.is_some_and(|c| c.has(Kind::KW_NONE)),
        workload,
        components,
        require,
        limits,
        force: period(cx, node),
        citations: citations(cx, node, scope),
        span: name.span,
        averages: averages(cx, node),
        latest: node.all(Kind::last_clause).filter_map(|c| further::latest(cx, c, scope)).collect(),
        repeats: cx.single(node, Kind::repeats_clause, "repeats count").and_then(|c| further::repeats(cx, c)),
        sharing,
        used,
        prefer,
    })
}

/// Tells a policy that nobody declares.
fn known_policy(cx: &mut Cx<'_>, policy: Option<&Node<'_>>) {
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
}

fn not_yet(cx: &mut Cx<'_>, node: &Node<'_>) {
    for (kind, what) in [(Kind::formerly_clause, "former names are")] {
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
        covers: node
            .all(Kind::component_detail)
            .filter_map(|d| d.child(Kind::outcomes_part))
            .flat_map(|part| part.all(Kind::text))
            .map(|outcome| cx.symbols.intern(&outcome.words()))
            .collect(),
    })
}

/// The averages of an award or a group.
fn averages(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<Average> {
    let found: Vec<Average> = node.all(Kind::average_clause).filter_map(|c| further::average(cx, c)).collect();
    let same = |a: &Average, b: &Average| (a.of, a.over) == (b.of, b.over);
    let second = found.iter().enumerate().find_map(|(at, b)| Some((found.iter().take(at).find(|a| same(a, b))?, b)));
    if let Some((first, second)) = second {
        cx.report(
            Diagnostic::new(Slug::DuplicateClause, second.span, "a second average over the same credentials")
                .also(first.span, "the first is here")
                .help("keep one of them"),
        );
    }
    found
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
        let own: Vec<Average> = node
            .all(Kind::require_detail)
            .filter_map(|d| d.child(Kind::average_clause))
            .filter_map(|a| further::average(cx, a))
            .collect();
        let named = details.iter().filter(|d| d.kind == Kind::prerequisite).flat_map(|d| d.all(Kind::name));
        let after: Vec<(Symbol, Span)> = named.map(|n| (cx.symbols.intern(n.text), n.span)).collect();
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
        let mut inner = (Vec::new(), Vec::new());
        let kind = match (group, nested) {
            (Some(group), _) => {
                inner = (shares(cx, group, self.scope), averages(cx, group));
                self.group(cx, group)?
            }
            (None, Some(award)) => NodeKind::Award(known_award(cx, award)?),
            (None, None) => NodeKind::Slot(Box::new(self.slot(cx, node, symbol, minimum, maximum))),
        };
        let (limits, mut averages) = inner;
        averages.extend(own);
        Some(Requirement {
            name: symbol,
            title: title(node, name.text),
            minimum,
            kind,
            span: name.span,
            limits,
            averages,
            after,
        })
    }

    /// One requirement or another. It bears the name of the first.
    fn choice(&mut self, cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Requirement> {
        let when = further::decisive(cx, node, self.scope);
        let mut branches = node.all(Kind::require).map(|r| self.require(cx, r)).collect::<Vec<_>>().into_iter();
        let then = branches.next()??;
        let otherwise = branches.next();
        let (name, title, span) = (then.name, then.title.clone(), then.span);
        let choice = Choice { when: when?, then, otherwise: otherwise.map_or(Some(None), |o| o.map(Some))? };
        Some(Requirement {
            name,
            title,
            minimum: None,
            kind: NodeKind::If(Box::new(choice)),
            span,
            limits: Vec::new(),
            averages: Vec::new(),
            after: Vec::new(),
        })
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
                Kind::if_clause => children.extend(self.choice(cx, part)),
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
