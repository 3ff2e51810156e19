//! The branches and conditions of a rule, and whether a case touches them.
//!
//! A branch is touched where it is certainly taken: what an unknown fact leaves open touches nothing.

use credstack_model::policy::{Branch, Condition, Deed, Effect, PolicySet, Rule};
use credstack_model::proposal::Truth;
use credstack_source::Span;

use super::given::{Look, Taken};
use crate::report::words;

/// What is counted beside rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// A way that the rule can go.
    Branches,
    /// A side of one test.
    Conditions,
}

/// Something of a rule that an example can touch.
pub(super) struct Point<'a> {
    pub(super) figure: Figure,
    /// What no example does, to follow "no example".
    pub(super) words: String,
    pub(super) span: Span,
    touches: Touches<'a>,
}

type Touches<'a> = Box<dyn Fn(Look<'_>) -> bool + 'a>;

impl Point<'_> {
    pub(super) fn is_touched(&self, look: Look<'_>) -> bool {
        (self.touches)(look)
    }
}

/// Whether the rule is for the case and no exception lifts it, both certainly.
fn is_open(look: Look<'_>) -> bool {
    let lifting = look.rule.exceptions.iter().filter(|e| !matches!(e.deed, Deed::RaisesTo(_)));
    look.holds(&look.rule.applies) && lifting.map(|e| look.truth(&e.when)).all(|t| t == Truth::False)
}

/// Everything of a rule that an example can touch, in the order of the rule.
pub(super) fn points<'a>(set: &PolicySet, rule: &'a Rule) -> Vec<Point<'a>> {
    let mut list = List { set, rule, points: Vec::new() };
    list.effect();
    list.exceptions();
    list.conditions();
    list.points
}

struct List<'s, 'a> {
    set: &'s PolicySet,
    rule: &'a Rule,
    points: Vec<Point<'a>>,
}

impl<'a> List<'_, 'a> {
    fn add(&mut self, words: String, of: Option<&Condition>, touches: impl Fn(Look<'_>) -> bool + 'a) {
        let span = of.and_then(span_of).unwrap_or(self.rule.span);
        self.points.push(Point { figure: Figure::Branches, words, span, touches: Box::new(touches) });
    }

    fn effect(&mut self) {
        match &self.rule.effect {
            Effect::Classify(branches) => {
                let names = branches.iter().map(|b| format!("is {}", words::class(self.set, b.gives)));
                self.branches(branches, names.collect(), "is left without a class", None);
            }
            Effect::Grant(branches) => {
                let names =
                    branches.iter().map(|b| format!("{}{}", words::grant(self.set, &b.gives), self.when(&b.when)));
                self.branches(branches, names.collect(), "is granted nothing", None);
            }
            Effect::Doubt { when, still, .. } => {
                self.either(when, "is doubted", "is not doubted");
                let names = still.iter().map(|b| format!("is doubted and {}", words::grant(self.set, &b.gives)));
                self.branches(still, names.collect(), "is doubted and granted nothing", Some(when));
            }
            Effect::Bar { when, toward } => self.bar(when, !toward.is_empty()),
            Effect::Ask { when, .. } => self.either(when, "is asked", "is not asked"),
            Effect::Limit(limit) => {
                for bound in &limit.bounds {
                    let quantity = words::quantity(self.set, bound.quantity);
                    let words = format!("is counted under the bound of {quantity}{}", self.when(&bound.when));
                    self.add(words, None, |look| is_open(look) && look.holds(&bound.when));
                    if let Some(point) = self.points.last_mut() {
                        point.span = bound.span;
                    }
                }
            }
        }
    }

    fn when(&self, condition: &Condition) -> String {
        match condition {
            Condition::Always(true) => String::new(),
            other => format!(" (when {})", words::condition(self.set, other)),
        }
    }

    /// Both sides of the condition of an effect; one that always holds has one side.
    fn either(&mut self, when: &'a Condition, yes: &str, no: &str) {
        self.add(yes.into(), Some(when), |look| is_open(look) && look.holds(when));
        if *when != Condition::Always(true) {
            self.add(no.into(), Some(when), |look| is_open(look) && look.fails(when));
        }
    }

    /// A bar toward kinds of component has its kind as a side of its own.
    fn bar(&mut self, when: &'a Condition, toward: bool) {
        if !toward {
            return self.either(when, "is barred", "is not barred");
        }
        self.add("is barred".into(), Some(when), |look| is_open(look) && look.barred() == Truth::True);
        self.add("is not barred".into(), Some(when), |look| is_open(look) && look.barred() == Truth::False);
    }

    /// Each branch of an ordered `else`, and what is left where none holds.
    fn branches<T>(&mut self, list: &'a [Branch<T>], names: Vec<String>, none: &str, within: Option<&'a Condition>) {
        let open = move |look: Look<'_>| is_open(look) && within.is_none_or(|w| look.holds(w));
        for (at, (branch, name)) in list.iter().zip(names).enumerate() {
            let taken = move |look: Look<'_>| matches!(look.taken(list), Taken::Branch(found, _) if found == at);
            self.add(name, Some(&branch.when), move |look| open(look) && taken(look));
        }
        let Some(end) = list.last() else { return };
        if list.iter().all(|b| b.when != Condition::Always(true)) {
            let nothing = move |look: Look<'_>| matches!(look.taken(list), Taken::None);
            self.add(none.into(), Some(&end.when), move |look| open(look) && nothing(look));
        }
    }

    /// Each exception applying and not; one that a person judges cannot be touched by an example and is not counted.
    fn exceptions(&mut self) {
        for exception in &self.rule.exceptions {
            let when = &exception.when;
            if has_answer(when) {
                continue;
            }
            let name = &exception.title;
            self.add(format!("comes under the exception “{name}”"), Some(when), |look| {
                look.holds(&look.rule.applies) && look.holds(when)
            });
            if *when != Condition::Always(true) {
                self.add(format!("is known to be outside the exception “{name}”"), Some(when), |look| {
                    look.holds(&look.rule.applies) && look.fails(when)
                });
            }
        }
    }

    /// Each test of the rule, once however often it is made, with both of its sides.
    fn conditions(&mut self) {
        let mut seen: Vec<&Condition> = Vec::new();
        for condition in conditions_of(self.rule) {
            condition.walk(&mut |c| {
                if matches!(c, Condition::Test(_) | Condition::Class(_)) && !seen.contains(&c) {
                    seen.push(c);
                }
            });
        }
        for test in seen {
            let words = words::condition(self.set, test);
            let span = span_of(test).unwrap_or(self.rule.span);
            let mut add = |side: &str, wanted: Truth| {
                let touches = Box::new(move |look: Look<'_>| look.truth(test) == wanted);
                let words = format!("in which `{words}` is {side}");
                self.points.push(Point { figure: Figure::Conditions, words, span, touches });
            };
            add("so", Truth::True);
            add("not so", Truth::False);
        }
    }
}

fn has_answer(condition: &Condition) -> bool {
    let mut found = false;
    condition.walk(&mut |c| found |= matches!(c, Condition::Answer(_)));
    found
}

/// Every condition of a rule, in the order in which it is read.
pub(super) fn conditions_of(rule: &Rule) -> Vec<&Condition> {
    let mut found = vec![&rule.applies];
    match &rule.effect {
        Effect::Classify(branches) => found.extend(branches.iter().map(|b| &b.when)),
        Effect::Grant(branches) => found.extend(branches.iter().map(|b| &b.when)),
        Effect::Doubt { when, still, .. } => {
            found.push(when);
            found.extend(still.iter().map(|b| &b.when));
        }
        Effect::Bar { when, .. } | Effect::Ask { when, .. } => found.push(when),
        Effect::Limit(limit) => found.extend(limit.bounds.iter().map(|b| &b.when)),
    }
    found.extend(rule.exceptions.iter().map(|e| &e.when));
    found
}

/// Where the tests of a condition stand.
pub(super) fn span_of(condition: &Condition) -> Option<Span> {
    condition.tests().iter().map(|t| t.span).reduce(Span::to)
}
