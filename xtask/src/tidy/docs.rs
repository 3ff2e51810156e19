//! Every public item of a library crate says what it is.

use proc_macro2::Span;
use syn::visit::Visit;

use super::report::{TidyError, Violation};
use super::source::{SourceFile, text_of};
use super::targets::Target;
use super::workspace::{LIBRARIES, Workspace};

/// Looks for public items without a doc comment.
///
/// # Errors
///
/// None so far; the type is that of every check.
pub fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let mut found = Vec::new();
    let members = workspace.among(&LIBRARIES);
    for target in members.flat_map(|member| &member.sources.targets) {
        for file in &target.files {
            let module = file.module.clone();
            let mut reader = Reader { target, file, module, found: &mut found };
            if file.module.is_empty() {
                reader.expect_docs(&file.syntax.attrs, Span::call_site(), "the crate");
            }
            reader.visit_file(&file.syntax);
        }
    }
    Ok(found)
}

struct Reader<'a> {
    target: &'a Target,
    file: &'a SourceFile,
    module: Vec<String>,
    found: &'a mut Vec<Violation>,
}

impl Reader<'_> {
    fn expect_docs(&mut self, attributes: &[syn::Attribute], span: Span, what: &str) {
        if !has_docs(attributes) {
            self.found.push(Violation::new(
                &self.file.path,
                span.start().line,
                format!("{what} has no doc comment"),
                "say what it is for, not what its name says",
            ));
        }
    }

    fn public(&mut self, visibility: &syn::Visibility, attributes: &[syn::Attribute], kind: &str, name: &syn::Ident) {
        if matches!(visibility, syn::Visibility::Public(_)) {
            self.expect_docs(attributes, name.span(), &format!("`pub {kind} {name}`"));
        }
    }

    /// A module in a file of its own may have its docs there.
    fn module(&mut self, module: &syn::ItemMod) {
        let path: Vec<String> = self.module.iter().cloned().chain([module.ident.to_string()]).collect();
        let own = self.target.files.iter().find(|file| file.module == path);
        let inner = module.content.is_none() && own.is_none_or(|file| has_docs(&file.syntax.attrs));
        if !inner {
            self.public(&module.vis, &module.attrs, "mod", &module.ident);
        }
    }
}

fn has_docs(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => {
            // `#[doc = include_str!(…)]` is no literal, and says something.
            text_of(&pair.value).is_none_or(|text| !text.trim().is_empty())
        }
        _ => false,
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(it) => self.public(&it.vis, &it.attrs, "const", &it.ident),
            syn::Item::Enum(it) => self.public(&it.vis, &it.attrs, "enum", &it.ident),
            syn::Item::Fn(it) => self.public(&it.vis, &it.attrs, "fn", &it.sig.ident),
            syn::Item::Mod(it) => self.module(it),
            syn::Item::Static(it) => self.public(&it.vis, &it.attrs, "static", &it.ident),
            syn::Item::Struct(it) => self.public(&it.vis, &it.attrs, "struct", &it.ident),
            syn::Item::Trait(it) => self.public(&it.vis, &it.attrs, "trait", &it.ident),
            syn::Item::Type(it) => self.public(&it.vis, &it.attrs, "type", &it.ident),
            syn::Item::Union(it) => self.public(&it.vis, &it.attrs, "union", &it.ident),
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        syn::visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        if matches!(item.vis, syn::Visibility::Public(_)) {
            for field in &item.fields {
                // The fields of a tuple struct have no names; its own docs say what they are.
                if let Some(name) = &field.ident {
                    self.public(&field.vis, &field.attrs, "field", name);
                }
            }
        }
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        if matches!(item.vis, syn::Visibility::Public(_)) {
            for variant in &item.variants {
                self.public(&item.vis, &variant.attrs, "variant", &variant.ident);
                for field in &variant.fields {
                    if let Some(name) = &field.ident {
                        self.public(&item.vis, &field.attrs, "field", name);
                    }
                }
            }
        }
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        for inner in &item.items {
            match inner {
                syn::TraitItem::Fn(it) => self.public(&item.vis, &it.attrs, "fn", &it.sig.ident),
                syn::TraitItem::Const(it) => self.public(&item.vis, &it.attrs, "const", &it.ident),
                syn::TraitItem::Type(it) => self.public(&item.vis, &it.attrs, "type", &it.ident),
                _ => {}
            }
        }
    }

    // The items of a trait's impl have the docs of the trait; their visibility is inherited, so `public` passes them
    // over.
    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        match item {
            syn::ImplItem::Fn(it) => self.public(&it.vis, &it.attrs, "fn", &it.sig.ident),
            syn::ImplItem::Const(it) => self.public(&it.vis, &it.attrs, "const", &it.ident),
            syn::ImplItem::Type(it) => self.public(&it.vis, &it.attrs, "type", &it.ident),
            _ => {}
        }
    }

    // A `pub` item inside a function body is local to it.
    fn visit_block(&mut self, _: &'ast syn::Block) {}
}
