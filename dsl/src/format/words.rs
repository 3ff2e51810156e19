//! What is laid out: the words of a file with the comments and line breaks before each, grouped into blocks and entries.
//!
//! The groups come from the tree by its shape alone (a node with braces is a block, what stands between them are its
//! entries), so that a clause which the grammar learns tomorrow is laid out like the others.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::syntax::Kind;

/// A comment, without the white space after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment<'t> {
    pub(super) text: Cow<'t, str>,
    /// Line breaks between it and what stands before it; none for a comment at the end of a line.
    pub(super) breaks: usize,
}

/// A token that is never broken: a keyword, a name, a phrase of several words, a text in quotes, a sign.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub(super) text: Cow<'t, str>,
    /// Its kind; `None` for a word that the grammar spells out and makes no node of.
    pub(super) kind: Option<Kind>,
    /// The comments before it.
    pub(super) comments: Vec<Comment<'t>>,
    /// The line breaks between the last comment, or the word before, and this one.
    pub(super) breaks: usize,
    /// How deep in its clause the part stands that it begins.
    pub(super) depth: usize,
    /// Whether joining it to the line above could change what is said.
    pub(super) stays_below: bool,
}

impl Word<'_> {
    /// How many columns it takes.
    pub(super) fn width(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether it is a keyword of the grammar.
    pub(super) fn is_keyword(&self) -> bool {
        self.kind.is_some_and(|k| KEYWORDS.contains(&k))
    }

    /// Whether it begins a minimum or a maximum: on a line of its own that would be a limit of the whole block.
    pub(super) fn is_bound(&self) -> bool {
        matches!(self.kind, Some(Kind::KW_AT_LEAST | Kind::KW_AT_MOST))
    }
}

/// One piece of an entry.
#[derive(Debug, Clone)]
pub(super) enum Piece<'t> {
    /// A token.
    Word(Word<'t>),
    /// Braces with what is between them.
    Block(Block<'t>),
}

impl<'t> Piece<'t> {
    /// Its first word.
    pub(super) fn first(&self) -> &Word<'t> {
        match self {
            Piece::Word(word) => word,
            Piece::Block(block) => &block.open,
        }
    }

    /// The word, where it is one of these kinds.
    pub(super) fn is(&self, kinds: &[Kind]) -> bool {
        matches!(self, Piece::Word(word) if word.kind.is_some_and(|k| kinds.contains(&k)))
    }
}

/// Braces and what is between them.
#[derive(Debug, Clone)]
pub(super) struct Block<'t> {
    pub(super) open: Word<'t>,
    /// The clauses; for a list one entry that holds all of it.
    pub(super) entries: Vec<Entry<'t>>,
    pub(super) close: Word<'t>,
    /// Whether commas separate what it holds: facts of an example, names of components.
    pub(super) list: bool,
}

/// A clause, an item or, in a list, all of its members.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry<'t> {
    /// The kind of its node; `None` for loose names between clauses.
    pub(super) kind: Option<Kind>,
    pub(super) pieces: Vec<Piece<'t>>,
    /// Whether it ends with braces of its own, as a rule or a source does.
    pub(super) item: bool,
    /// How many of its pieces are its keyword, which stands in a column of its own.
    pub(super) keyword: usize,
    /// The pieces with which its title, its body and what it promises begin, if it is a row of a table.
    pub(super) cells: [Option<usize>; 3],
}

impl<'t> Entry<'t> {
    /// Its first word.
    pub(super) fn first(&self) -> Option<&Word<'t>> {
        self.pieces.first().map(Piece::first)
    }

    /// Whether it holds braces.
    pub(super) fn has_block(&self) -> bool {
        self.pieces.iter().any(|p| matches!(p, Piece::Block(_)))
    }

    /// Whether a comment stands within it.
    pub(super) fn has_comment(&self) -> bool {
        self.pieces.iter().skip(1).any(|p| !p.first().comments.is_empty())
    }

    /// Finds its keyword and its cells, once all of its pieces are there.
    pub(super) fn complete(mut self) -> Self {
        self.split_as();
        self.keyword = self.keyword_pieces();
        self.cells = self.find_cells();
        self
    }

    /// `classify as` is one keyword to the grammar; in a column, `as` begins the value, for `else as` stands below it.
    fn split_as(&mut self) {
        let Some(Piece::Word(first)) = self.pieces.first_mut() else { return };
        let Some(short) = first.text.strip_suffix(" as").map(str::to_owned) else { return };
        let second =
            Word { text: "as".into(), kind: first.kind, comments: Vec::new(), breaks: 0, depth: 0, stays_below: false };
        first.text = short.into();
        self.pieces.insert(1, Piece::Word(second));
    }

    fn keyword_pieces(&self) -> usize {
        let Some(Piece::Word(first)) = self.pieces.first() else { return 0 };
        let verb = first.kind == Some(Kind::exception_verb);
        if self.pieces.len() < 2 || !(verb || first.is_keyword()) || first.kind == Some(Kind::KW_NOT) {
            return 0;
        }
        match (self.pieces.get(1), self.pieces.get(2)) {
            (Some(second), _) if second.is(&[Kind::comma]) => 0,
            // The language belongs to the keyword, as in `says es "…"`.
            (Some(second), Some(third)) if second.is(&[Kind::word]) && third.is(TEXT) => 2,
            _ => 1,
        }
    }

    fn find_cells(&self) -> [Option<usize>; 3] {
        let mut at = self.keyword;
        let mut cells = [None; 3];
        let is = |at: usize, kinds: &[Kind]| self.pieces.get(at).is_some_and(|p| p.is(kinds));
        if at != 1 || self.kind.is_none() {
            return cells;
        }
        let named = is(at, &[Kind::name, Kind::full_name]) && self.pieces[at].first().depth == 0;
        at += usize::from(named);
        let titled = is(at, TEXT) && self.pieces[at].first().depth == 0;
        if titled {
            cells[0] = Some(at);
            at += 1;
        }
        let block = matches!(self.pieces.get(at), Some(Piece::Block(_)));
        if !(titled && (named || block) || named && matches!(self.kind, Some(Kind::component | Kind::require))) {
            return [None; 3];
        }
        cells[1] = (at < self.pieces.len()).then_some(at);
        cells[2] = (block && at + 1 < self.pieces.len()).then_some(at + 1);
        cells
    }
}

/// The kinds of a text in quotes.
pub(super) const TEXT: &[Kind] = &[Kind::string, Kind::smart_string];

/// The kinds that the grammar names as keywords.
static KEYWORDS: LazyLock<HashSet<Kind>> =
    LazyLock::new(|| Kind::all_rules().iter().copied().filter(|k| format!("{k:?}").starts_with("KW_")).collect());

/// Whether joining a word to the line of the one before could lengthen that one: a phrase takes all words of its line up to
/// one that ends phrases.
pub(super) fn could_lengthen(before: Kind, next: &str) -> bool {
    let first = next.split(' ').next().unwrap_or_default();
    if !first.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return false;
    }
    match before {
        Kind::phrase | Kind::fact_phrase => !ENDS_PHRASE.contains(&first),
        Kind::noun | Kind::taken_test => !ENDS_PHRASE.contains(&first) && !ENDS_NOUN.contains(&first),
        Kind::stated => matches!(first, "in" | "is") || !ENDS_PHRASE.contains(&first),
        Kind::loose_words => true,
        _ => false,
    }
}

/// The words that end a phrase, as in `ends_phrase` of the grammar. One that is missing here costs nothing: the line break
/// of its author is kept.
const ENDS_PHRASE: &[&str] = &[
    "and",
    "or",
    "note",
    "not",
    "is",
    "in",
    "has",
    "states",
    "where",
    "when",
    "unless",
    "else",
    "except",
    "cite",
    "within",
    "classify",
    "grant",
    "doubt",
    "bar",
    "ask",
    "count",
    "mandatory",
    "default",
    "says",
    "later",
    "example",
    "test",
    "burden",
    "entitles",
    "replaces",
    "formerly",
    "hidden",
    "picked",
    "for",
    "limit",
    "rule",
    "route",
    "source",
    "require",
    "leaves",
    "lifts",
    "raises",
    "still",
    "otherwise",
    "record",
    "evidence",
    "under",
    "from",
    "at",
    "then",
    "before",
    "after",
    "up",
];

/// The words that end a noun besides.
const ENDS_NOUN: &[&str] = &["issued", "taken", "toward", "of", "completed", "that"];
