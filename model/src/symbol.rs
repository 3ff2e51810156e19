//! Interned words: a code or a name is a number in the hot path and a text only at the doors.

use std::fmt;

use lasso::{Spur, ThreadedRodeo};

/// A code or a name, interned in a [`Symbols`] table; equal symbols of one table are equal texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(Spur);

/// The table of interned words that policies and documents of one workspace share.
///
/// It grows with the distinct codes it sees and is never emptied: long-running services bound the documents they read.
#[derive(Default)]
pub struct Symbols(ThreadedRodeo);

impl Symbols {
    /// The symbol of a text, made if it is new.
    pub fn intern(&self, text: &str) -> Symbol {
        Symbol(self.0.get_or_intern(text))
    }

    /// The symbol of a text that is known already.
    pub fn get(&self, text: &str) -> Option<Symbol> {
        self.0.get(text).map(Symbol)
    }

    /// The text of a symbol of this table.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.0.try_resolve(&symbol.0).unwrap_or("?")
    }

    /// The text as a person reads it: `own_study` is "own study".
    pub fn spoken(&self, symbol: Symbol) -> String {
        self.text(symbol).replace('_', " ")
    }
}

impl fmt::Debug for Symbols {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Symbols({})", self.0.len())
    }
}
