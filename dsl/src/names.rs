//! The names of a rule file: what is named where, and where a name is used. For editors; what a name means is resolved by
//! whoever knows all files.

use credstack_source::Span;

use crate::syntax::{Kind, Node, Tree};

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A body of rules.
    Policy,
    /// What a learner may reach.
    Award,
    /// What classifies, grants, doubts, bars or asks.
    Rule,
    /// A bound on what is counted together.
    Limit,
    /// A way by which recognition is asked for.
    Route,
    /// What a script computes.
    Function,
    /// What rules cite.
    Source,
    /// A number of the law, with the days from which it holds.
    Parameter,
    /// A framework of levels.
    Framework,
    /// A unit of credits.
    CreditSystem,
    /// A fact that a pack adds to the vocabulary.
    Attribute,
    /// Kinds of credentials under one name.
    Set,
    /// Steps in an order.
    Scale,
    /// What institutions agreed on.
    Agreement,
    /// What rules classify a credential as.
    Class,
    /// A part of an award that is taught.
    Component,
    /// What an award asks for.
    Requirement,
    /// How and in what time a policy is applied.
    Procedure,
    /// A wallet and what comes of it.
    Scenario,
    /// A case beside a rule and what comes of it.
    Example,
    /// What counts for what, between two institutions.
    Articulation,
    /// A decision for one learner.
    Exception,
}

impl Thing {
    /// The word of the language for it.
    pub fn word(self) -> &'static str {
        match self {
            Thing::Policy => "policy",
            Thing::Award => "award",
            Thing::Rule => "rule",
            Thing::Limit => "limit",
            Thing::Route => "route",
            Thing::Function => "function",
            Thing::Source => "source",
            Thing::Parameter => "parameter",
            Thing::Framework => "framework",
            Thing::CreditSystem => "credit system",
            Thing::Attribute => "attribute",
            Thing::Set => "set",
            Thing::Scale => "scale",
            Thing::Agreement => "agreement",
            Thing::Class => "class",
            Thing::Component => "component",
            Thing::Requirement => "requirement",
            Thing::Procedure => "procedure",
            Thing::Scenario => "scenario",
            Thing::Example => "example",
            Thing::Articulation => "articulation",
            Thing::Exception => "exception",
        }
    }
}

/// Something that a file declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub thing: Thing,
    /// Its name as written; the title of an example or a scenario.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// Its title; empty where it has none.
    pub title: String,
    /// From its first word to its last brace.
    pub span: Span,
    /// The block that it stands in, by its place in [`Names::blocks`].
    pub inside: Option<usize>,
}

/// A place where a name is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The name as written; words of a condition as they are spoken.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What it can be the name of here.
    pub of: &'static [Thing],
    /// The block that it stands in, by its place in [`Names::blocks`].
    pub inside: Option<usize>,
}

/// The names of a file, or of a piece of one, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// What is declared.
    pub blocks: Vec<Block>,
    /// What is used.
    pub mentions: Vec<Mention>,
}

/// The names of what was read. Of what could not be read there are none.
pub fn names(tree: &Tree<'_>) -> Names {
    let mut names = Names::default();
    names.walk(&tree.root, None);
    names
}

/// What words of a condition may mean.
const SPOKEN: &[Thing] = &[Thing::Attribute, Thing::Parameter, Thing::Set, Thing::Agreement, Thing::Class];

impl Names {
    fn walk(&mut self, node: &Node<'_>, inside: Option<usize>) {
        let block = self.block(node, inside);
        let inside = block.or(inside);
        let own = block.and_then(|at| self.blocks.get(at)).map(|b| b.name_span);
        for child in &node.children {
            if Some(child.span) != own {
                self.mention(node, child, inside);
            }
            self.walk(child, inside);
        }
    }

    fn block(&mut self, node: &Node<'_>, inside: Option<usize>) -> Option<usize> {
        let thing = thing(node.kind)?;
        let named = |n: &&Node<'_>| matches!(n.kind, Kind::name | Kind::full_name | Kind::framework_name);
        let title = node.child(Kind::text);
        let name = node.parts().find(named).or(title);
        let (text, span) = match (name, thing) {
            (Some(name), _) if name.kind == Kind::text => (name.words(), name.span),
            (Some(name), _) => (name.text.to_owned(), name.span),
            (None, _) => (thing.word().to_owned(), Span { end: node.span.start, ..node.span }),
        };
        let title = title.filter(|t| t.span != span).map(Node::words).unwrap_or_default();
        self.blocks.push(Block { thing, name: text, name_span: span, title, span: node.span, inside });
        Some(self.blocks.len() - 1)
    }

    fn mention(&mut self, parent: &Node<'_>, node: &Node<'_>, inside: Option<usize>) {
        let Some(of) = meant(parent.kind, node) else { return };
        if node.text.is_empty() {
            return;
        }
        if !matches!(node.kind, Kind::sharer | Kind::requirement_path | Kind::place_path) {
            self.mentions.push(Mention { text: node.text.to_owned(), span: node.span, of, inside });
            return;
        }
        // A path names a requirement within a requirement.
        let mut at = node.span.start as usize;
        for step in node.text.split('/') {
            let span = Span::new(node.span.source, at, at + step.len());
            self.mentions.push(Mention { text: step.to_owned(), span, of, inside });
            at += step.len() + 1;
        }
    }
}

/// What a node declares.
pub(crate) fn thing(kind: Kind) -> Option<Thing> {
    Some(match kind {
        Kind::policy => Thing::Policy,
        Kind::award => Thing::Award,
        Kind::rule => Thing::Rule,
        Kind::limit => Thing::Limit,
        Kind::route => Thing::Route,
        Kind::function => Thing::Function,
        Kind::source => Thing::Source,
        Kind::parameter => Thing::Parameter,
        Kind::framework => Thing::Framework,
        Kind::credit_system => Thing::CreditSystem,
        Kind::attribute_item => Thing::Attribute,
        Kind::set_item => Thing::Set,
        Kind::scale_item => Thing::Scale,
        Kind::agreement => Thing::Agreement,
        Kind::procedure => Thing::Procedure,
        Kind::class_branch => Thing::Class,
        Kind::component => Thing::Component,
        Kind::require => Thing::Requirement,
        Kind::scenario => Thing::Scenario,
        Kind::example_clause | Kind::promise => Thing::Example,
        Kind::articulation => Thing::Articulation,
        Kind::learner_exception => Thing::Exception,
        _ => return None,
    })
}

/// What a name can be the name of, by what it stands in.
fn meant(parent: Kind, node: &Node<'_>) -> Option<&'static [Thing]> {
    const RULES: &[Thing] = &[Thing::Rule, Thing::Limit, Thing::Route];
    match node.kind {
        Kind::framework_name if parent == Kind::level => return Some(&[Thing::Framework]),
        Kind::unit => return Some(&[Thing::CreditSystem]),
        Kind::phrase | Kind::noun | Kind::fact_phrase | Kind::loose_words | Kind::input_words | Kind::stated => {
            return Some(SPOKEN);
        }
        Kind::plain_words if parent == Kind::shape => return None,
        Kind::sharer | Kind::requirement_path | Kind::place_path => {
            return Some(&[Thing::Requirement, Thing::Component, Thing::Award]);
        }
        Kind::name | Kind::full_name => {}
        _ => return None,
    }
    Some(match parent {
        Kind::extends_clause | Kind::recognise_clause => &[Thing::Policy],
        Kind::citation => &[Thing::Source],
        Kind::exception_to_clause | Kind::replaces_clause | Kind::limit_promise | Kind::reply_clause => RULES,
        Kind::forward_clause => &[Thing::Rule, Thing::Limit, Thing::Route, Thing::Award],
        Kind::held_promise => &[Thing::Rule, Thing::Limit, Thing::Route, Thing::Source],
        Kind::grant_as | Kind::expectation => &[Thing::Class],
        Kind::nested_award | Kind::exception_for | Kind::award_promise | Kind::share_promise | Kind::set_promise => {
            &[Thing::Award]
        }
        Kind::asked_clause if node.kind == Kind::name => &[Thing::Component],
        Kind::asked_clause => &[Thing::Award],
        Kind::group | Kind::component_list | Kind::prerequisite => &[Thing::Component, Thing::Requirement],
        Kind::articulation_gives => &[Thing::Component, Thing::Award],
        Kind::computed => &[Thing::Function],
        Kind::on_scale => &[Thing::Scale],
        Kind::named_term => &[Thing::Parameter],
        _ => return None,
    })
}
