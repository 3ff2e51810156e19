//! One source file, read as production code: its tests are taken out.

use proc_macro2::TokenStream;

use super::report::TidyError;
use super::tokens::{self, Token};

/// One source file without its tests.
pub struct SourceFile {
    /// The file, relative to the root of the workspace.
    pub path: String,
    /// Where it stands in the module tree of its target; empty for the root.
    pub module: Vec<String>,
    /// The number of lines outside `#[cfg(test)]` modules.
    pub lines: usize,
    /// Its tokens, laid flat.
    pub tokens: Vec<Token>,
    /// Its syntax.
    pub syntax: syn::File,
    /// The modules in files of their own that it declares.
    pub declares: Vec<Declaration>,
}

/// `mod name;`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The inline modules around it, and its name.
    pub names: Vec<String>,
    /// What its `#[path]` says.
    pub path: Option<String>,
    /// Whether it is there only for tests.
    pub test: bool,
}

impl SourceFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When the text is not Rust.
    pub fn parse(path: &str, module: Vec<String>, text: &str) -> Result<Self, TidyError> {
        let tokens = lex(path, text)?;
        let whole = tree(path, tokens.clone())?;
        let stripped = tokens::without_tests(tokens);
        let syntax = tree(path, stripped.tokens.clone())?;
        let test_lines: usize = stripped.test_modules.iter().map(|(first, last)| last + 1 - first).sum();
        Ok(Self {
            path: path.to_owned(),
            module,
            lines: text.lines().count().saturating_sub(test_lines),
            tokens: tokens::flatten(&stripped.tokens),
            declares: declarations(&whole, &syntax),
            syntax,
        })
    }
}

/// The tokens of a text.
///
/// # Errors
///
/// When the text is not Rust.
pub fn lex(path: &str, text: &str) -> Result<TokenStream, TidyError> {
    text.parse().map_err(|error: proc_macro2::LexError| TidyError::Syntax {
        path: path.to_owned(),
        line: error.span().start().line,
        message: error.to_string(),
    })
}

fn tree(path: &str, tokens: TokenStream) -> Result<syn::File, TidyError> {
    syn::parse2(tokens).map_err(|error| TidyError::Syntax {
        path: path.to_owned(),
        line: error.span().start().line,
        message: error.to_string(),
    })
}

fn declarations(whole: &syn::File, production: &syn::File) -> Vec<Declaration> {
    let mut kept = Vec::new();
    declared(&production.items, &[], false, &mut kept);
    let mut all = Vec::new();
    declared(&whole.items, &[], true, &mut all);
    all.retain(|test| kept.iter().all(|production| production.names != test.names));
    kept.extend(all);
    kept
}

fn declared(items: &[syn::Item], outer: &[String], test: bool, found: &mut Vec<Declaration>) {
    for item in items {
        let syn::Item::Mod(module) = item else { continue };
        let mut names = outer.to_vec();
        names.push(module.ident.to_string());
        match &module.content {
            Some((_, inner)) => declared(inner, &names, test, found),
            None => found.push(Declaration { names, path: path_attribute(module), test }),
        }
    }
}

fn path_attribute(module: &syn::ItemMod) -> Option<String> {
    let attribute = module.attrs.iter().find(|attribute| attribute.path().is_ident("path"))?;
    match &attribute.meta {
        syn::Meta::NameValue(pair) => text_of(&pair.value),
        _ => None,
    }
}

/// The text of a string literal.
pub fn text_of(value: &syn::Expr) -> Option<String> {
    match value {
        syn::Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
