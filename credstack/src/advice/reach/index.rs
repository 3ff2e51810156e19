//! Which awards a wallet can touch at all, found by what their requirements ask for and never by trying them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use credstack_model::facts::Value;
use credstack_model::policy::{Award, Condition, Node, NodeKind, PolicySet, TestKind};
use credstack_model::vocabulary::{AttributeId, Entity, attribute};
use credstack_model::{Claim, Credential, Symbol};

/// What a credential has to be for a requirement to take it: a fact that is this code.
type Key = (AttributeId, Arc<str>);

/// The awards by what their requirements ask for.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Places of awards, ascending.
    by_key: HashMap<Key, Vec<usize>>,
    /// The awards with a requirement that no code opens: any credential might do.
    always: Vec<usize>,
    /// For each award those that are within it, at any depth, by place.
    pub(super) within: Vec<BTreeSet<usize>>,
}

impl Index {
    pub(super) fn new(set: &PolicySet) -> Self {
        let places: BTreeMap<Symbol, usize> = set.awards.iter().enumerate().map(|(at, a)| (a.name, at)).collect();
        let mut index = Self::default();
        for (at, award) in set.awards.iter().enumerate() {
            let mut reader = Reader { set, places: &places, keys: Some(BTreeSet::new()), within: BTreeSet::new() };
            reader.award(award);
            // What an exception lets count may be anything.
            let excepted = set.exceptions.iter().any(|e| e.award == award.name);
            match reader.keys.filter(|_| !excepted) {
                Some(keys) => {
                    for key in keys {
                        index.by_key.entry(key).or_default().push(at);
                    }
                }
                None => index.always.push(at),
            }
            index.within.push(reader.within);
        }
        index
    }

    /// The awards that a wallet may touch, by place, each with the places of the credentials that touch it; none where any
    /// of them may.
    pub(super) fn touched(
        &self,
        set: &PolicySet,
        credentials: &[Credential],
        claim: &Claim,
    ) -> BTreeMap<usize, Option<Vec<usize>>> {
        let mut found: BTreeMap<usize, Option<Vec<usize>>> = BTreeMap::new();
        let mut look = |id: AttributeId, code: &str, by: Option<usize>| {
            for award in self.by_key.get(&(id, code.into())).into_iter().flatten() {
                let known = found.entry(*award).or_insert_with(|| Some(Vec::new()));
                match (known.as_mut(), by) {
                    (Some(list), Some(by)) if list.last() != Some(&by) => list.push(by),
                    (Some(_), None) => *known = None,
                    _ => {}
                }
            }
        };
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (at, credential) in credentials.iter().enumerate() {
            let about = |id: AttributeId| matches!(set.vocabulary.get(id).entity, Entity::Credential | Entity::Issuer);
            for (id, fact) in credential.facts.iter().filter(|(id, _)| about(*id)) {
                let credstack_model::facts::Knowledge::Known(Value::Codes(codes)) = &fact.knowledge else { continue };
                let by_prefix = set.vocabulary.get(id).codes().is_some_and(|list| list.by_prefix);
                for code in codes {
                    let text = set.symbols.text(*code);
                    look(id, text, Some(at));
                    if by_prefix {
                        text.char_indices().skip(1).for_each(|(end, _)| look(id, &text[..end], Some(at)));
                    }
                    if id == attribute::IDENTIFIER {
                        names.insert(text.to_owned());
                    }
                }
            }
        }
        // What tables make of the wallet is looked for, too.
        let made = set.articulations.iter().filter(|a| a.from.iter().any(|f| names.contains(set.symbols.text(*f))));
        let made: Vec<&str> = made.flat_map(|a| &a.gives).map(|g| set.symbols.text(g.name)).collect();
        let forward = claim.toward.iter().map(|t| &*t.component);
        made.into_iter().chain(forward).for_each(|name| look(attribute::IDENTIFIER, name, None));
        found.extend(self.always.iter().map(|at| (*at, None)));
        found
    }
}

struct Reader<'a> {
    set: &'a PolicySet,
    places: &'a BTreeMap<Symbol, usize>,
    /// The keys so far; none where some requirement takes what no code tells.
    keys: Option<BTreeSet<Key>>,
    within: BTreeSet<usize>,
}

impl Reader<'_> {
    fn award(&mut self, award: &Award) {
        if award.require.is_empty() {
            self.keys = None;
        }
        award.require.iter().for_each(|node| self.node(award, node));
    }

    fn add(&mut self, keys: Option<Vec<Key>>) {
        match (&mut self.keys, keys) {
            (Some(all), Some(keys)) => all.extend(keys),
            (all, _) => *all = None,
        }
    }

    fn node(&mut self, award: &Award, node: &Node) {
        match &node.kind {
            NodeKind::Group(_, list) => list.iter().for_each(|n| self.node(award, n)),
            NodeKind::If(choice) => {
                self.node(award, &choice.then);
                choice.otherwise.iter().for_each(|n| self.node(award, n));
            }
            NodeKind::Slot(rule) if rule.components.is_empty() => {
                let keys = necessary(self.set, &rule.eligible);
                self.add(keys);
            }
            NodeKind::Slot(rule) => {
                let text = |s: Symbol| self.set.symbols.text(s);
                let covers = rule.components.iter().filter_map(|c| award.component(*c)).any(|c| !c.covers.is_empty());
                let full = rule.components.iter().map(|c| format!("{}.{}", text(award.name), text(*c)));
                // A claim may name a component by its own name alone.
                let own = rule.components.iter().map(|c| text(*c).to_owned());
                let keys = full.chain(own).map(|name| (attribute::IDENTIFIER, name.into())).collect();
                // What covers a learning outcome goes by no name.
                self.add((!covers).then_some(keys));
            }
            NodeKind::Award(inner) => {
                self.add(Some(vec![(attribute::IDENTIFIER, self.set.symbols.text(*inner).into())]));
                let Some(at) = self.places.get(inner).copied() else { return };
                if self.within.insert(at)
                    && let Some(inner) = self.set.awards.get(at)
                {
                    self.award(inner);
                }
            }
        }
    }
}

/// Codes of which a credential has to have one for a condition to hold; none where there are no such codes.
fn necessary(set: &PolicySet, condition: &Condition) -> Option<Vec<Key>> {
    match condition {
        Condition::Always(false) => Some(Vec::new()),
        Condition::All(list) => list.iter().filter_map(|c| necessary(set, c)).min_by_key(Vec::len),
        Condition::Any(list) => {
            let all: Option<Vec<Vec<Key>>> = list.iter().map(|c| necessary(set, c)).collect();
            all.map(|all| all.concat())
        }
        Condition::Test(test) => {
            let entity = set.vocabulary.get(test.attribute).entity;
            let computed = set.computed.iter().any(|c| c.attribute == test.attribute);
            match &test.kind {
                TestKind::Among(codes) if matches!(entity, Entity::Credential | Entity::Issuer) && !computed => {
                    Some(codes.iter().map(|c| (test.attribute, set.symbols.text(*c).into())).collect())
                }
                _ => None,
            }
        }
        _ => None,
    }
}
