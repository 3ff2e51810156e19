//! What a file imports and what it names in its code.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::source::SourceFile;
use super::tokens;

/// One name that a `use` brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The path of what it brings in; for a glob, the path before the `*`.
    pub segments: Vec<String>,
    /// The name that it has here; `None` for a glob.
    pub name: Option<String>,
    /// Whether others may use it through this module.
    pub shared: bool,
    /// The line, from 1.
    pub line: usize,
}

/// All names that a `use` item brings in.
pub fn imports(item: &syn::ItemUse) -> Vec<Import> {
    let mut found = Vec::new();
    let shared = !matches!(item.vis, syn::Visibility::Inherited);
    unfold(&item.tree, &mut Vec::new(), shared, &mut found);
    found
}

fn unfold(tree: &syn::UseTree, before: &mut Vec<String>, shared: bool, found: &mut Vec<Import>) {
    let (ident, name) = match tree {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            unfold(&path.tree, before, shared, found);
            before.pop();
            return;
        }
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                unfold(tree, before, shared, found);
            }
            return;
        }
        syn::UseTree::Glob(_) => (None, None),
        syn::UseTree::Name(name) => (Some(name.ident.to_string()), Some(name.ident.to_string())),
        syn::UseTree::Rename(rename) => (Some(rename.ident.to_string()), Some(rename.rename.to_string())),
    };
    let mut segments = before.clone();
    // `a::{self}` brings in `a` itself.
    let itself = ident.as_deref() == Some("self") && !segments.is_empty();
    let name = if itself && name.as_deref() == Some("self") { segments.last().cloned() } else { name };
    segments.extend(ident.filter(|_| !itself));
    found.push(Import { segments, name, shared, line: tree.span().start().line });
}

/// One place where a file names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The module of the place: the file's own or an inline one.
    pub module: Vec<String>,
    /// The path as written.
    pub segments: Vec<String>,
    /// Whether it is a `pub use`, which names something only to pass it on.
    pub passes_on: bool,
    /// The line, from 1.
    pub line: usize,
}

/// All places where the production code of a file names something: in imports, in code and in macro calls.
pub fn used(file: &SourceFile) -> Vec<Used> {
    let mut finder = Finder { module: file.module.clone(), found: Vec::new() };
    finder.visit_file(&file.syntax);
    finder.found
}

struct Finder {
    module: Vec<String>,
    found: Vec<Used>,
}

impl Finder {
    fn note(&mut self, segments: Vec<String>, passes_on: bool, line: usize) {
        let module = self.module.clone();
        self.found.push(Used { module, segments, passes_on, line });
    }

    fn note_tokens(&mut self, tokens: &TokenStream) {
        for path in tokens::paths(&tokens::flatten(tokens)) {
            self.note(path.segments, false, path.line);
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        syn::visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for import in imports(item) {
            self.note(import.segments, import.shared, import.line);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter().map(|segment| segment.ident.to_string());
        self.note(segments.collect(), false, path.span().start().line);
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.note_tokens(&call.tokens);
    }

    // What an attribute or `pub(in …)` names is no use of it.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}
