//! Files and functions stay short enough to be read in one go.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::report::{TidyError, Violation};
use super::workspace::{Member, Workspace};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

/// The files that may be longer, or hold longer functions, each with the reason.
const EXCEPTIONS: &[(&str, &str)] =
    &[("model/src/vocabulary/table.rs", "a table"), ("model/src/vocabulary/codes.rs", "a table")];

/// Measures every production file and every function in it.
///
/// # Errors
///
/// None so far; the type is that of every check.
pub fn check(workspace: &Workspace) -> Result<Vec<Violation>, TidyError> {
    let mut found = Vec::new();
    let files = workspace.members.iter().flat_map(Member::files);
    for file in files {
        if EXCEPTIONS.iter().any(|(path, _)| *path == file.path) {
            continue;
        }
        if file.lines > FILE_LINES {
            found.push(Violation::new(
                &file.path,
                FILE_LINES + 1,
                format!("{} lines outside tests, more than {FILE_LINES}", file.lines),
                "split the file along what it does",
            ));
        }
        let mut ruler = Ruler { path: &file.path, found: &mut found };
        ruler.visit_file(&file.syntax);
    }
    Ok(found)
}

struct Ruler<'a> {
    path: &'a str,
    found: &'a mut Vec<Violation>,
}

impl Ruler<'_> {
    fn measure(&mut self, signature: &syn::Signature, body: Span) {
        let first = signature.span().start().line;
        let lines = body.end().line + 1 - first;
        if lines > FUNCTION_LINES {
            self.found.push(Violation::new(
                self.path,
                first,
                format!("`fn {}` has {lines} lines, more than {FUNCTION_LINES}", signature.ident),
                "split it into steps that have names",
            ));
        }
    }
}

impl<'ast> Visit<'ast> for Ruler<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, function.block.span());
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, function.block.span());
        syn::visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(body) = &function.default {
            self.measure(&function.sig, body.span());
        }
        syn::visit::visit_trait_item_fn(self, function);
    }
}
