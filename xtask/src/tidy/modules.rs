//! The module tree of one target: which file each module stands in, and which names it holds.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::Visit;

use super::source::SourceFile;
use super::uses;

/// One module.
#[derive(Debug, Default)]
pub struct Scope {
    /// The file, as an index into the target's files.
    pub file: usize,
    /// The names of the items that it defines, each with the file of the definition.
    pub items: BTreeMap<String, usize>,
    /// The names that it imports, each with its path as written.
    pub imports: BTreeMap<String, Vec<String>>,
    /// The paths that it imports everything from.
    pub globs: BTreeSet<Vec<String>>,
}

/// The modules of a target, by path.
pub type Scopes = BTreeMap<Vec<String>, Scope>;

/// Reads the module tree of a target.
pub fn scopes(files: &[SourceFile]) -> Scopes {
    let mut collector = Collector::default();
    for (index, file) in files.iter().enumerate() {
        collector.file = index;
        collector.module.clone_from(&file.module);
        collector.scope();
        collector.visit_file(&file.syntax);
    }
    // A macro that is exported stands in the root, wherever it is defined.
    let exported = std::mem::take(&mut collector.exported_macros);
    if let Some(root) = collector.scopes.get_mut(&Vec::new()) {
        root.items.extend(exported);
    }
    collector.scopes
}

#[derive(Default)]
struct Collector {
    file: usize,
    module: Vec<String>,
    scopes: Scopes,
    exported_macros: BTreeMap<String, usize>,
}

impl Collector {
    fn scope(&mut self) -> &mut Scope {
        let file = self.file;
        self.scopes.entry(self.module.clone()).or_insert_with(|| Scope { file, ..Scope::default() })
    }

    fn define(&mut self, name: &syn::Ident) {
        let file = self.file;
        self.scope().items.insert(name.to_string(), file);
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(item) => self.define(&item.ident),
            syn::Item::Enum(item) => self.define(&item.ident),
            syn::Item::Fn(item) => self.define(&item.sig.ident),
            syn::Item::Static(item) => self.define(&item.ident),
            syn::Item::Struct(item) => self.define(&item.ident),
            syn::Item::Trait(item) => self.define(&item.ident),
            syn::Item::Type(item) => self.define(&item.ident),
            syn::Item::Union(item) => self.define(&item.ident),
            syn::Item::Macro(item) => {
                if let Some(name) = &item.ident {
                    self.define(name);
                    let mut attributes = item.attrs.iter();
                    if attributes.any(|attribute| attribute.path().is_ident("macro_export")) {
                        self.exported_macros.insert(name.to_string(), self.file);
                    }
                }
            }
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        if module.content.is_some() {
            self.scope();
            syn::visit::visit_item_mod(self, module);
        }
        self.module.pop();
    }

    // Functions may import for themselves; such a name counts for their whole module unless the module has its own.
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let scope = self.scope();
        for import in uses::imports(item) {
            match import.name {
                Some(name) => {
                    scope.imports.entry(name).or_insert(import.segments);
                }
                None => {
                    scope.globs.insert(import.segments);
                }
            }
        }
    }
}
