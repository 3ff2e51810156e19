//! All names of a root: what is declared, and what every mention means.

use std::collections::{BTreeMap, BTreeSet};

use credstack::Draft;
use credstack::dsl::{Thing, names};
use credstack::source::{SourceId, Span};

/// Something that is declared.
#[derive(Debug, Clone)]
pub(crate) struct Declared {
    pub(crate) thing: Thing,
    /// Its name as written.
    pub(crate) name: String,
    pub(crate) name_span: Span,
    pub(crate) title: String,
    pub(crate) span: Span,
    /// The policy or award that it stands in; empty for what stands by itself.
    pub(crate) owner: String,
    /// What it stands in, by its place.
    pub(crate) inside: Option<usize>,
}

/// A place where a name is used.
#[derive(Debug, Clone)]
pub(crate) struct Used {
    pub(crate) text: String,
    pub(crate) span: Span,
    of: &'static [Thing],
    /// The policy or award that it stands in.
    owner: String,
}

/// The names of all files of a root.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) declared: Vec<Declared>,
    pub(crate) used: Vec<Used>,
    by_name: BTreeMap<(Thing, String), Vec<usize>>,
    extends: BTreeMap<String, Vec<String>>,
}

/// What one name is the name of, wherever it is declared: a class has several places, and so has what has versions.
pub(crate) type Identity = (Thing, String, String);

impl Index {
    pub(crate) fn of(draft: &Draft) -> Self {
        let mut index = Self::default();
        for (_, tree) in draft.trees() {
            index.add(names(tree));
        }
        for at in 0..index.declared.len() {
            for key in index.declared.get(at).map(keys).unwrap_or_default() {
                index.by_name.entry(key).or_default().push(at);
            }
        }
        index
    }

    fn add(&mut self, names: credstack::dsl::Names) {
        let before = self.declared.len();
        for block in names.blocks {
            let inside = block.inside.map(|at| at + before);
            let owner = inside.map(|at| self.owner(at)).unwrap_or_default();
            self.declared.push(Declared {
                thing: block.thing,
                name: block.name,
                name_span: block.name_span,
                title: block.title,
                span: block.span,
                owner,
                inside,
            });
        }
        for mention in names.mentions {
            let inside = mention.inside.map(|at| at + before);
            let owner = inside.map(|at| self.owner(at)).unwrap_or_default();
            if mention.of == [Thing::Policy] && !owner.is_empty() {
                self.extends.entry(owner.clone()).or_default().push(mention.text.clone());
            }
            self.used.push(Used { text: mention.text, span: mention.span, of: mention.of, owner });
        }
    }

    /// The policy or award that a block is, or stands in.
    fn owner(&self, at: usize) -> String {
        let mut at = Some(at);
        while let Some(block) = at.and_then(|at| self.declared.get(at)) {
            if matches!(block.thing, Thing::Policy | Thing::Award) {
                return block.name.clone();
            }
            at = block.inside;
        }
        String::new()
    }

    /// A policy and what it extends, itself first; an award and what its policy extends.
    pub(crate) fn chain(&self, owner: &str) -> Vec<String> {
        let mut chain = vec![owner.to_owned()];
        let mut at = 0;
        while let Some(name) = chain.get(at).cloned() {
            at += 1;
            for parent in self.extends.get(&name).into_iter().flatten() {
                if !chain.contains(parent) {
                    chain.push(parent.clone());
                }
            }
        }
        chain
    }

    /// The places at which what a mention means is declared.
    pub(crate) fn meaning(&self, used: &Used) -> Vec<usize> {
        let word = normal(&used.text);
        let (prefix, short) = word.rsplit_once('.').unwrap_or(("", &word));
        for thing in used.of {
            let whole = self.by_name.get(&(*thing, word.clone())).map(Vec::as_slice).unwrap_or_default();
            if stands_alone(*thing) {
                if !whole.is_empty() {
                    return whole.to_vec();
                }
                continue;
            }
            let named = self.by_name.get(&(*thing, short.to_owned())).map(Vec::as_slice).unwrap_or_default();
            let of = |owner: &str| -> Vec<usize> {
                named.iter().copied().filter(|at| self.declared.get(*at).is_some_and(|d| d.owner == owner)).collect()
            };
            let owners = if prefix.is_empty() { self.chain(&used.owner) } else { vec![prefix.to_owned()] };
            if let Some(found) = owners.iter().map(|o| of(o)).find(|f| !f.is_empty()) {
                return found;
            }
            // A scenario is of no policy: a name that is declared once is meant.
            let one: BTreeSet<&str> =
                named.iter().filter_map(|at| self.declared.get(*at)).map(|d| d.owner.as_str()).collect();
            let free = used.owner.is_empty() || matches!(thing, Thing::Component | Thing::Requirement);
            if prefix.is_empty() && free && one.len() == 1 {
                return named.to_vec();
            }
        }
        Vec::new()
    }

    /// What stands at a byte of a file: a declaration, or what a mention there means, with where the name itself stands.
    pub(crate) fn at(&self, source: SourceId, byte: usize) -> Option<(Span, Vec<usize>)> {
        let holds = |span: Span| {
            span.source == source && span.start as usize <= byte && byte <= span.end as usize && span.start < span.end
        };
        if let Some(own) = self.declared.iter().position(|d| holds(d.name_span)) {
            let span = self.declared.get(own)?.name_span;
            let identity = self.identity(own)?;
            let all = (0..self.declared.len()).filter(|at| self.identity(*at).as_ref() == Some(&identity)).collect();
            return Some((span, all));
        }
        let here = self.used.iter().filter(|u| holds(u.span));
        here.map(|u| (u.span, self.meaning(u))).find(|(_, found)| !found.is_empty())
    }

    /// The mention at a byte, whether or not it means something that is declared.
    pub(crate) fn mention(&self, source: SourceId, byte: usize) -> Option<&Used> {
        self.used
            .iter()
            .find(|u| u.span.source == source && u.span.start as usize <= byte && byte <= u.span.end as usize)
    }

    pub(crate) fn identity(&self, at: usize) -> Option<Identity> {
        let found = self.declared.get(at)?;
        Some((found.thing, found.owner.clone(), found.name.clone()))
    }

    /// Everything that means one of these: where it is used.
    pub(crate) fn mentions(&self, of: &[usize]) -> Vec<&Used> {
        // A name that shares no part with what is sought needs no look.
        let wanted: BTreeSet<String> = of
            .iter()
            .filter_map(|at| self.declared.get(*at))
            .flat_map(keys)
            .map(|(_, key)| last(&key).to_owned())
            .collect();
        let near = self.used.iter().filter(|u| wanted.contains(last(&normal(&u.text))));
        near.filter(|u| self.meaning(u).iter().any(|at| of.contains(at))).collect()
    }

    /// What of a kind can be named in a policy or award without its full name, each once.
    pub(crate) fn known(&self, things: &[Thing], owner: &str) -> Vec<&Declared> {
        let chain = self.chain(owner);
        let mut seen = BTreeSet::new();
        let fits = |d: &&Declared| things.contains(&d.thing) && (stands_alone(d.thing) || chain.contains(&d.owner));
        self.declared.iter().filter(fits).filter(|d| seen.insert((d.thing, d.name.clone()))).collect()
    }

    /// The policy or award around a byte of a file.
    pub(crate) fn owner_at(&self, source: SourceId, byte: usize) -> String {
        let holds = |d: &&Declared| {
            matches!(d.thing, Thing::Policy | Thing::Award)
                && d.span.source == source
                && d.span.range().start <= byte
                && byte <= d.span.range().end
        };
        self.declared.iter().find(holds).map(|d| d.name.clone()).unwrap_or_default()
    }
}

/// What is known by its whole name wherever it is named.
pub(crate) fn stands_alone(thing: Thing) -> bool {
    matches!(
        thing,
        Thing::Policy
            | Thing::Award
            | Thing::Framework
            | Thing::CreditSystem
            | Thing::Attribute
            | Thing::Scenario
            | Thing::Articulation
            | Thing::Exception
    )
}

/// The words by which it is found.
fn keys(of: &Declared) -> Vec<(Thing, String)> {
    let mut words = vec![of.name.clone()];
    match of.thing {
        // An attribute is spoken of by its title, or by the last part of its name.
        Thing::Attribute if of.title.is_empty() => words.push(last(&of.name).to_owned()),
        Thing::Attribute => words.push(normal(&of.title)),
        Thing::Class => words = vec![last(&of.name).to_owned()],
        _ => {}
    }
    words.dedup();
    words.into_iter().map(|word| (of.thing, word)).collect()
}

fn last(word: &str) -> &str {
    word.rsplit('.').next().unwrap_or(word)
}

/// A name as it is declared, from how it is spoken: without an article, with `_` for each space.
pub(crate) fn normal(text: &str) -> String {
    let bare = ["a ", "an ", "the "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text);
    bare.split_whitespace().collect::<Vec<_>>().join("_")
}
