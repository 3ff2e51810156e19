//! What a file says, item by item and word for word, without layout and comments: for comparing two versions of it, and for
//! knowing what somebody has put their name to.

use credstack_source::Span;

use super::build::words_of;
use crate::names::{Thing, thing};
use crate::syntax::{Kind, Node, Tree};

/// What changes where a line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// What comes out: conditions, amounts, days.
    Outcome,
    /// What is said of it: titles, sentences, notes, sources.
    Words,
    /// The day on which somebody last compared it with its source.
    Review,
    /// An example, which is its test.
    Example,
}

/// A line of an item, with one space between its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// What changes where it does.
    pub matter: Matter,
    /// Its words.
    pub text: String,
}

/// An item with its lines: a policy, a rule, an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What it is.
    pub thing: Thing,
    /// Its name, or its title where it has no name; empty where it has neither.
    pub name: String,
    /// Its title; empty where it has none.
    pub title: String,
    /// What stands in it, but for the items within.
    pub lines: Vec<Line>,
    /// The items within, in the order of the file.
    pub within: Vec<Clause>,
    /// From its first word to its last.
    pub span: Span,
}

/// The items of what was read, in the order of the file. Of what could not be read there are none.
pub fn clauses(tree: &Tree<'_>) -> Vec<Clause> {
    tree.root.parts().filter_map(|node| clause(tree, node)).collect()
}

fn clause(tree: &Tree<'_>, node: &Node<'_>) -> Option<Clause> {
    let thing = thing(node.kind)?;
    let title = node.child(Kind::text).map(Node::words).unwrap_or_default();
    let named = |n: &&Node<'_>| matches!(n.kind, Kind::name | Kind::full_name | Kind::framework_name);
    let name = node.parts().find(named).map_or_else(|| title.clone(), |n| n.text.to_owned());
    let mut clause = Clause { thing, name, title, lines: Vec::new(), within: Vec::new(), span: node.span };
    if !node.has(Kind::open) {
        clause.lines.push(Line { matter: Matter::Outcome, text: said(tree, node) });
        return Some(clause);
    }
    let (mut head, mut inside) = (String::new(), false);
    for part in node.parts() {
        match part.kind {
            Kind::open => inside = true,
            Kind::close => inside = false,
            _ if !inside => head_word(&mut head, part),
            kind if is_item(kind) => clause.within.extend(self::clause(tree, part)),
            kind => clause.lines.push(Line { matter: matter(thing, kind), text: said(tree, part) }),
        }
    }
    if !clause.title.is_empty() {
        clause.lines.insert(0, Line { matter: Matter::Words, text: format!("\"{}\"", clause.title) });
    }
    if !head.is_empty() {
        clause.lines.push(Line { matter: Matter::Outcome, text: head });
    }
    Some(clause)
}

/// What stands beside keyword, name and title before the braces: the country of a framework.
fn head_word(head: &mut String, part: &Node<'_>) {
    if part.kind == Kind::word {
        head.push_str(if head.is_empty() { "in " } else { ", " });
        head.push_str(part.text);
    }
}

/// Whether a part is told by its own name rather than as a line of what it stands in.
fn is_item(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::rule
            | Kind::limit
            | Kind::route
            | Kind::function
            | Kind::source
            | Kind::parameter
            | Kind::framework
            | Kind::credit_system
            | Kind::attribute_item
            | Kind::set_item
            | Kind::scale_item
            | Kind::agreement
            | Kind::procedure
    )
}

fn matter(of: Thing, kind: Kind) -> Matter {
    match kind {
        Kind::example_clause => Matter::Example,
        Kind::checked_clause => Matter::Review,
        Kind::cite_clause | Kind::says_clause | Kind::note_clause | Kind::asks_clause | Kind::reading_clause => {
            Matter::Words
        }
        _ if of == Thing::Source => Matter::Words,
        _ => Matter::Outcome,
    }
}

/// The words of a node, with one space between them.
fn said(tree: &Tree<'_>, node: &Node<'_>) -> String {
    let mut text = String::new();
    for word in words_of(tree, node) {
        let joins = text.is_empty() || [",", ")", "%"].contains(&word.as_str()) || text.ends_with('(');
        if !joins {
            text.push(' ');
        }
        text.push_str(&word);
    }
    text
}

#[cfg(test)]
mod tests {
    use credstack_source::SourceId;

    use super::*;

    fn read(text: &str) -> Vec<Clause> {
        clauses(&crate::parse(SourceId(0), text).tree)
    }

    const ACT: &str = r#"
        policy nl "Law" {
            in force from 2020-01-01
            source ACT "Act # one" { url "https://example.org" checked 2026-01-01 }
            rule short "Short # study" { # a comment
                for    any credential
                grant  may in full # here, too
                    when workload <= 10 ECTS
                cite   ACT art 1
                example "ten" { workload 10 ECTS } is granted
            }
        }
    "#;

    #[test]
    fn an_item_is_told_line_by_line_with_what_each_is_about() {
        let policy = &read(ACT)[0];
        assert_eq!((policy.thing, policy.name.as_str()), (Thing::Policy, "nl"));
        let rule = policy.within.iter().find(|c| c.thing == Thing::Rule).expect("the rule");
        let lines: Vec<_> = rule.lines.iter().map(|l| (l.matter, l.text.as_str())).collect();
        assert_eq!(
            lines,
            [
                (Matter::Words, "\"Short # study\""),
                (Matter::Outcome, "for any credential"),
                (Matter::Outcome, "grant may in full when workload <= 10 ECTS"),
                (Matter::Words, "cite ACT art 1"),
                (Matter::Example, "example \"ten\" { workload 10 ECTS } is granted"),
            ]
        );
        let source = policy.within.iter().find(|c| c.thing == Thing::Source).expect("the source");
        assert!(source.lines.iter().all(|l| l.matter != Matter::Outcome), "{source:?}");
        assert_eq!(source.lines.iter().filter(|l| l.matter == Matter::Review).count(), 1);
    }

    #[test]
    fn layout_and_comments_are_not_part_of_what_is_said() {
        let laid_out = crate::format(SourceId(0), ACT).expect("a layout").replace("# a comment", "# another");
        let lines = |text: &str| -> Vec<Vec<Line>> {
            read(text).iter().flat_map(|p| p.within.iter().map(|c| c.lines.clone())).collect()
        };
        assert_eq!(lines(&laid_out), lines(ACT));
        assert_ne!(lines(&ACT.replace("<= 10", "<= 11")), lines(ACT));
    }
}
