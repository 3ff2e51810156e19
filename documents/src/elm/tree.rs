//! The achievements of a credential and their parts, each once, without circles.

use std::collections::HashMap;
use std::sync::Arc;

use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::json::{Node, Tree};

/// One achievement among the others.
pub(crate) struct Planted<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) id: Arc<str>,
    /// The achievement that it was first met in.
    pub(crate) parent: Option<usize>,
    /// Identifiers of its parts.
    pub(crate) parts: Vec<Arc<str>>,
    /// Places where a part contains what it is a part of.
    pub(crate) circles: Vec<String>,
    /// Whether another achievement has the same identifier and says something else.
    pub(crate) repeated: bool,
    children: Vec<usize>,
}

/// All achievements, parents before their parts.
pub(crate) struct Forest<'d> {
    pub(crate) trees: Vec<Planted<'d>>,
}

impl<'d> Forest<'d> {
    /// Walks the achievements and their parts without recursion: references can chain far deeper than JSON can nest.
    pub(crate) fn grow(tree: &Tree<'d>, tops: &[Node<'d>], base: &str) -> Result<Self, DocumentError> {
        let mut forest = Self { trees: Vec::new() };
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        let only = tops.len() == 1;
        for top in tops {
            forest.plant(&mut known, top, None, only.then_some(base), base)?;
        }
        let mut at = 0;
        while at < forest.trees.len() {
            let Some(node) = forest.trees.get(at).map(|p| p.node.clone()) else {
                break;
            };
            for part in tree.list(&node, "hasPart") {
                if part.value.is_object() {
                    let child = forest.plant(&mut known, &part, Some(at), None, base)?;
                    if let Some(planted) = forest.trees.get_mut(at)
                        && !planted.children.contains(&child)
                    {
                        planted.children.push(child);
                    }
                }
            }
            at += 1;
        }
        forest.cut_circles();
        forest.name_parts();
        Ok(forest)
    }

    /// Adds an achievement unless the same one, at the same place or repeated in full, is there already.
    fn plant(
        &mut self,
        known: &mut HashMap<String, Vec<usize>>,
        node: &Node<'d>,
        parent: Option<usize>,
        own: Option<&str>,
        base: &str,
    ) -> Result<usize, DocumentError> {
        let id = node.value.get("id").or_else(|| node.value.get("@id"));
        let name = id.and_then(|v| v.as_str()).map_or_else(|| node.path.clone(), ToOwned::to_owned);
        let same = known.entry(name.clone()).or_default();
        // Comparing with every namesake would be quadratic; more than a hundred of one name are no repetition by a tool.
        let found = same.iter().copied().take(100).find(|at| {
            self.trees
                .get(*at)
                .is_some_and(|p| p.node.path == node.path || (id.is_some() && p.node.value == node.value))
        });
        if let Some(at) = found {
            return Ok(at);
        }
        if self.trees.len() >= MOST_CREDENTIALS {
            return Err(DocumentError::TooManyCredentials);
        }
        let repeated = !same.is_empty();
        same.push(self.trees.len());
        let number = same.len();
        let id = own.map_or_else(|| format!("{base}#{name}"), ToOwned::to_owned);
        let id = if repeated { format!("{id}#{number}") } else { id };
        self.trees.push(Planted {
            node: node.clone(),
            id: id.into(),
            repeated,
            parent,
            parts: Vec::new(),
            circles: Vec::new(),
            children: Vec::new(),
        });
        Ok(self.trees.len() - 1)
    }

    /// Takes out every link from a part back to what it is a part of.
    fn cut_circles(&mut self) {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            No,
            Open,
            Done,
        }
        let mut seen = vec![Seen::No; self.trees.len()];
        let mark = |seen: &mut Vec<Seen>, at: usize, to: Seen| {
            if let Some(slot) = seen.get_mut(at) {
                *slot = to;
            }
        };
        for start in 0..self.trees.len() {
            if seen.get(start) != Some(&Seen::No) {
                continue;
            }
            mark(&mut seen, start, Seen::Open);
            let mut path: Vec<(usize, usize)> = vec![(start, 0)];
            while let Some((at, next)) = path.pop() {
                let child = self.trees.get(at).and_then(|p| p.children.get(next)).copied();
                let Some(child) = child else {
                    mark(&mut seen, at, Seen::Done);
                    continue;
                };
                match seen.get(child) {
                    Some(Seen::Open) => {
                        self.cut(at, next, child);
                        path.push((at, next));
                    }
                    Some(Seen::No) => {
                        path.push((at, next + 1));
                        mark(&mut seen, child, Seen::Open);
                        path.push((child, 0));
                    }
                    _ => path.push((at, next + 1)),
                }
            }
        }
    }

    fn cut(&mut self, at: usize, next: usize, child: usize) {
        let place = self.trees.get(child).map(|p| p.node.path.clone());
        if let Some(planted) = self.trees.get_mut(at) {
            planted.children.remove(next);
            planted.circles.extend(place);
        }
    }

    fn name_parts(&mut self) {
        let names: Vec<Arc<str>> = self.trees.iter().map(|p| Arc::clone(&p.id)).collect();
        for planted in &mut self.trees {
            planted.parts = planted.children.iter().filter_map(|c| names.get(*c).cloned()).collect();
        }
    }
}
