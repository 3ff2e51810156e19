//! From a path as written to the file that defines what it names, through every re-export.

use std::collections::BTreeSet;

use super::modules::Scopes;

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A module of the target.
    Module(Vec<String>),
    /// An item, by the index of the file that defines it.
    Item(usize),
}

/// What a path names when it is written in the module `from`; `None` for what other crates define.
pub fn resolve(scopes: &Scopes, from: &[String], path: &[String]) -> Option<Meaning> {
    Resolver { scopes, asked: BTreeSet::new() }.path(from, path)
}

struct Resolver<'a> {
    scopes: &'a Scopes,
    /// Where each name was looked for already: globs may lead round in a circle.
    asked: BTreeSet<(Vec<String>, String, bool)>,
}

impl Resolver<'_> {
    fn path(&mut self, from: &[String], path: &[String]) -> Option<Meaning> {
        let (first, mut rest) = path.split_first()?;
        let mut meaning = match first.as_str() {
            "crate" => Meaning::Module(Vec::new()),
            "self" => Meaning::Module(from.to_vec()),
            "super" => {
                let mut above = from.split_last()?.1;
                while let Some((_, further)) = rest.split_first().filter(|(word, _)| *word == "super") {
                    above = above.split_last()?.1;
                    rest = further;
                }
                Meaning::Module(above.to_vec())
            }
            _ => self.name(from, first, rest.is_empty())?,
        };
        while let Some((name, further)) = rest.split_first() {
            let Meaning::Module(module) = meaning else { break };
            // What a module holds beyond what its text shows was written by a macro in it.
            let file = self.scopes.get(&module)?.file;
            meaning = self.name(&module, name, further.is_empty()).unwrap_or(Meaning::Item(file));
            rest = further;
        }
        Some(meaning)
    }

    /// What a name means in a module. A module and a function may share a name: the `last` name of a path is rather the
    /// function, any before it is the module.
    fn name(&mut self, module: &[String], name: &str, last: bool) -> Option<Meaning> {
        if !self.asked.insert((module.to_vec(), name.to_owned(), last)) {
            return None;
        }
        let scope = self.scopes.get(module)?;
        let mut below = module.to_vec();
        below.push(name.to_owned());
        let child = self.scopes.contains_key(&below).then_some(Meaning::Module(below));
        if !last && child.is_some() {
            return child;
        }
        if let Some(&file) = scope.items.get(name) {
            return Some(Meaning::Item(file));
        }
        if let Some(path) = scope.imports.get(name) {
            // `use name;` brings in a crate or a child, never itself.
            return if path.as_slice() == [name] { child } else { self.path(module, path) };
        }
        if child.is_some() {
            return child;
        }
        scope.globs.iter().find_map(|glob| match self.path(module, glob)? {
            Meaning::Module(other) => self.name(&other, name, last),
            Meaning::Item(_) => None,
        })
    }
}
