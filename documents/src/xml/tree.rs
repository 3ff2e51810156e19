//! A cursor over an XML document that knows where it is and remembers what it has read. Elements and attributes go by their
//! local names: the same format is met with several namespaces and with none.

use std::cell::Cell;
use std::collections::HashMap;

use credstack_model::facts::Text;
use foldhash::fast::RandomState;
use serde_json::Value;

use super::bounds;
use super::error::XmlError;
use crate::error::{DocumentError, MOST_NODES};
use crate::json::Node;
use crate::read::text;

/// Bytes of a place that count as one node.
const PLACE_OF_ONE_NODE: usize = 256;

/// Bytes that are set aside for the slash, the number of an element and its brackets.
const OF_A_NUMBER: usize = 6;

/// How many steps a text counts for, which a fact keeps with its place.
const OF_A_FACT: usize = 4;

/// A document, taken apart.
pub(crate) struct Xml {
    elements: Vec<Inner>,
    /// Every local name of an element, once.
    names: Vec<Box<str>>,
    steps: Cell<usize>,
    most_steps: usize,
}

struct Inner {
    /// Which of the names it has.
    name: usize,
    /// Which of its siblings of the same name it is, from 1.
    position: usize,
    parent: Option<usize>,
    /// The first and last element directly in it, and how many there are.
    first: Option<usize>,
    last: Option<usize>,
    count: usize,
    /// The element after it in the same one.
    next: Option<usize>,
    attributes: Vec<Attribute>,
    /// The text directly in it, without space around it.
    text: Value,
    read: Cell<bool>,
}

struct Attribute {
    /// The local name; of `xml:lang` with its prefix.
    name: String,
    value: Value,
    read: Cell<bool>,
}

/// An element of a document.
#[derive(Clone, Copy)]
pub(crate) struct Element<'x> {
    xml: &'x Xml,
    at: usize,
}

impl Xml {
    /// Takes a text apart.
    pub(crate) fn parse(text: &str, most_steps: usize) -> Result<Self, DocumentError> {
        bounds::check(text)?;
        let nodes_limit = u32::try_from(MOST_NODES).unwrap_or(u32::MAX);
        let options = roxmltree::ParsingOptions { nodes_limit, ..roxmltree::ParsingOptions::default() };
        let parsed = roxmltree::Document::parse_with_options(text, options).map_err(|problem| broken(&problem))?;
        let mut xml = Self { elements: Vec::new(), names: Vec::new(), steps: Cell::new(0), most_steps };
        // Elements come parents first, in the order of the document.
        let mut known: HashMap<roxmltree::NodeId, (usize, usize), RandomState> = HashMap::default();
        let mut names: HashMap<&str, usize, RandomState> = HashMap::default();
        let mut counted: HashMap<(usize, usize), usize, RandomState> = HashMap::default();
        let mut cost = 0;
        for node in parsed.descendants().filter(roxmltree::Node::is_element) {
            let parent = node.parent_element().and_then(|p| known.get(&p.id()).copied());
            let word = node.tag_name().name();
            let name = *names.entry(word).or_insert_with(|| {
                xml.names.push(word.into());
                xml.names.len() - 1
            });
            let long = parent.map_or(0, |(_, long)| long) + word.len() + 4;
            // Every fact keeps its place, so a long place counts for several nodes.
            cost += 1 + long / PLACE_OF_ONE_NODE;
            if cost > MOST_NODES {
                return Err(XmlError::TooManyNodes.into());
            }
            let at = xml.elements.len();
            known.insert(node.id(), (at, long));
            let position = parent.map_or(1, |(parent, _)| {
                let count = counted.entry((parent, name)).or_default();
                *count += 1;
                *count
            });
            xml.elements.push(Inner {
                name,
                position,
                parent: parent.map(|(parent, _)| parent),
                first: None,
                last: None,
                count: 0,
                next: None,
                attributes: node.attributes().map(|a| attribute(&a)).collect(),
                text: Value::String(direct_text(node)),
                read: Cell::new(false),
            });
            xml.put_in(parent.map(|(parent, _)| parent), at);
        }
        Ok(xml)
    }

    /// Puts an element last into the one that it stands in.
    fn put_in(&mut self, parent: Option<usize>, at: usize) {
        let Some(inner) = parent.and_then(|parent| self.elements.get_mut(parent)) else { return };
        inner.count += 1;
        inner.first = inner.first.or(Some(at));
        if let Some(before) = inner.last.replace(at)
            && let Some(before) = self.elements.get_mut(before)
        {
            before.next = Some(at);
        }
    }

    /// The number of a name; nothing where no element has it.
    fn named(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| **n == *name)
    }

    /// The outermost element.
    pub(crate) fn root(&self) -> Element<'_> {
        let root = Element { xml: self, at: 0 };
        root.mark();
        root
    }

    /// Every element of a name, in the order of the document.
    pub(crate) fn all<'x>(&'x self, name: &str) -> Vec<Element<'x>> {
        let Some(name) = self.named(name) else { return Vec::new() };
        let found = self.elements.iter().enumerate().filter(|(_, e)| e.name == name);
        found.map(|(at, _)| Element { xml: self, at }).collect()
    }

    /// Whether reading took more steps than it may; nothing is found from then on, and the document is refused.
    pub(crate) fn exhausted(&self) -> bool {
        self.steps.get() > self.most_steps
    }

    fn spend(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }
}

fn attribute(given: &roxmltree::Attribute<'_, '_>) -> Attribute {
    let name = match given.namespace() {
        Some("http://www.w3.org/XML/1998/namespace") => format!("xml:{}", given.name()),
        Some("http://www.w3.org/2001/XMLSchema-instance") => format!("xsi:{}", given.name()),
        _ => given.name().to_owned(),
    };
    Attribute { name, value: Value::String(given.value().trim().to_owned()), read: Cell::new(false) }
}

/// The text directly in an element; CDATA and escaped signs stand as what they mean.
fn direct_text(node: roxmltree::Node<'_, '_>) -> String {
    let parts: String = node.children().filter(roxmltree::Node::is_text).filter_map(|t| t.text()).collect();
    parts.trim().to_owned()
}

fn broken(problem: &roxmltree::Error) -> XmlError {
    match problem {
        roxmltree::Error::NodesLimitReached
        | roxmltree::Error::AttributesLimitReached
        | roxmltree::Error::NamespacesLimitReached => XmlError::TooManyNodes,
        roxmltree::Error::DtdDetected => XmlError::Doctype { line: 1 },
        _ => {
            let place = problem.pos();
            let whole = problem.to_string();
            let message = whole.rsplit_once(" at ").map_or(whole.as_str(), |(before, _)| before);
            XmlError::Broken {
                line: usize::try_from(place.row).unwrap_or(usize::MAX),
                column: usize::try_from(place.col).unwrap_or(usize::MAX),
                message: message
                    .chars()
                    .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
                    .collect(),
            }
        }
    }
}

impl<'x> Element<'x> {
    fn inner(self) -> Option<&'x Inner> {
        self.xml.elements.get(self.at)
    }

    /// Its local name.
    pub(crate) fn name(self) -> &'x str {
        self.inner().and_then(|e| self.xml.names.get(e.name)).map_or("", |name| name)
    }

    /// Marks it as read.
    pub(crate) fn mark(self) {
        if let Some(inner) = self.inner() {
            inner.read.set(true);
        }
    }

    /// Marks it and all that is in it as read.
    pub(crate) fn mark_all(self) {
        let mut open = vec![self];
        while let Some(element) = open.pop() {
            self.xml.spend(1);
            element.mark();
            if let Some(inner) = element.inner() {
                inner.attributes.iter().for_each(|a| a.read.set(true));
            }
            open.extend(element.elements());
        }
    }

    /// Everything directly in it; marks nothing.
    pub(crate) fn elements(self) -> impl Iterator<Item = Element<'x>> {
        let all = self.xml.elements.as_slice();
        let first = self.inner().and_then(|e| e.first);
        std::iter::successors(first, |at| all.get(*at)?.next).map(move |at| Element { xml: self.xml, at })
    }

    /// Its elements of a name; marks them as read.
    pub(crate) fn list(self, name: &str) -> Vec<Element<'x>> {
        let count = self.inner().map_or(0, |e| e.count);
        self.xml.spend(1 + count);
        if self.xml.exhausted() {
            return Vec::new();
        }
        let found: Vec<Element<'x>> = self.elements().filter(|e| e.name() == name).collect();
        for element in &found {
            element.mark();
        }
        found
    }

    /// Its first element of a name.
    pub(crate) fn one(self, name: &str) -> Option<Element<'x>> {
        self.list(name).into_iter().next()
    }

    /// Every element at the end of a path of names.
    pub(crate) fn follow(self, names: &[&str]) -> Vec<Element<'x>> {
        let mut here = vec![self];
        for name in names {
            here = here.iter().flat_map(|e| e.list(name)).collect();
        }
        here
    }

    /// Whether it has an element of a name; marks nothing.
    pub(crate) fn has(self, name: &str) -> bool {
        self.elements().any(|e| e.name() == name)
    }

    /// What it is in.
    pub(crate) fn parent(self) -> Option<Element<'x>> {
        Some(Element { xml: self.xml, at: self.inner()?.parent? })
    }

    /// Its text with its place; nothing where it has none.
    pub(crate) fn text(self) -> Option<Node<'x>> {
        let inner = self.inner()?;
        self.xml.spend(OF_A_FACT);
        self.mark();
        inner.text.as_str().filter(|t| !t.is_empty())?;
        Some(Node { value: &inner.text, path: self.place() })
    }

    /// The value of an attribute with its place; marks it as read.
    pub(crate) fn attribute(self, name: &str) -> Option<Node<'x>> {
        let found = self.inner()?.attributes.iter().find(|a| a.name == name)?;
        self.xml.spend(OF_A_FACT);
        found.read.set(true);
        found.value.as_str().filter(|t| !t.is_empty())?;
        Some(Node { value: &found.value, path: format!("{}/@{name}", self.place()) })
    }

    /// What it is called in its document; marks nothing.
    pub(crate) fn id(self) -> Option<&'x str> {
        self.inner()?.attributes.iter().find(|a| a.name == "id")?.value.as_str()
    }

    /// The text of its first element of a name.
    pub(crate) fn text_of(self, name: &str) -> Option<Node<'x>> {
        self.list(name).into_iter().find_map(Element::text)
    }

    /// Its own words, in the language that it names.
    pub(crate) fn words(self) -> Option<(Text, Node<'x>)> {
        let node = self.text()?;
        let named = self.attribute("xml:lang").or_else(|| self.attribute("lang"));
        let language = named.and_then(|n| n.text()).unwrap_or("");
        Some((text::in_language(language, node.text()?), node))
    }

    /// The words of its elements of a name.
    pub(crate) fn words_of(self, name: &str) -> Vec<(Text, Node<'x>)> {
        self.list(name).into_iter().filter_map(Element::words).collect()
    }

    /// Where it stands: the steps from the root, each with its number among its siblings of the same name.
    pub(crate) fn place(self) -> String {
        let mut steps = Vec::with_capacity(8);
        let mut long = 0;
        let mut here = Some(self);
        while let Some(element) = here {
            long += element.name().len() + OF_A_NUMBER;
            steps.push(element);
            here = element.parent();
        }
        let mut place = String::with_capacity(long);
        for element in steps.iter().rev() {
            place.push('/');
            place.push_str(element.name());
            if let Some(Inner { position, parent: Some(_), .. }) = element.inner() {
                place.push('[');
                place.push_str(itoa::Buffer::new().format(*position));
                place.push(']');
            }
        }
        place
    }

    /// What is in it and nothing has read: each outermost element and attribute that is unread, with its text. What `apart`
    /// says belongs to something else is left out.
    pub(crate) fn unread(self, apart: impl Fn(&Element<'x>) -> bool) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(element) = open.pop() {
            let Some(inner) = element.inner() else { continue };
            self.xml.spend(1 + inner.count);
            if inner.read.get() {
                for a in inner.attributes.iter().filter(|a| !a.read.get() && !is_ornament(&a.name)) {
                    let value = a.value.as_str().unwrap_or("").to_owned();
                    found.push((format!("{}/@{}", element.place(), a.name), value));
                }
                let mut below: Vec<_> = element.elements().filter(|e| !apart(e)).collect();
                below.reverse();
                open.extend(below);
            } else if let Some(said) = element.said() {
                found.push((element.place(), said));
            }
        }
        found
    }

    /// All texts and attributes in it, as far as a note quotes them; nothing where it says nothing.
    fn said(self) -> Option<String> {
        let mut said: Vec<&str> = Vec::new();
        let mut long = 0;
        let mut open = vec![self];
        while let Some(element) = open.pop() {
            let Some(inner) = element.inner() else { continue };
            self.xml.spend(1);
            let attributes = inner.attributes.iter().filter(|a| !is_ornament(&a.name)).map(|a| &a.value);
            for text in std::iter::once(&inner.text).chain(attributes).filter_map(Value::as_str) {
                if !text.is_empty() && long < PLACE_OF_ONE_NODE {
                    long += text.len();
                    said.push(text);
                }
            }
            let mut below: Vec<_> = element.elements().collect();
            below.reverse();
            open.extend(below);
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}

/// Attributes that say nothing of the learning.
fn is_ornament(name: &str) -> bool {
    matches!(name, "xml:lang" | "lang" | "xml:space" | "xml:id" | "id" | "dtf" | "content-type" | "xsdVersion")
        || name.starts_with("xsi:")
}
