//! Attributes that a pack declares, and the scales that some of them lie on.

use std::sync::Arc;

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::vocabulary::{
    Attribute, AttributeId, Code, CodeList, Entity, Kind as Type, VocabularyError, attribute as core,
};

use super::cx::Cx;
use super::value::without_article;
use crate::suggest::nearest;
use crate::syntax::{Kind, Node, reads_as};

/// The types that are one word or a few, as a registrar writes them.
const TYPES: [(&str, Type); 5] = [
    ("number", Type::Number),
    ("workload", Type::Workload),
    ("level", Type::Level),
    ("date", Type::Date),
    ("text", Type::Text),
];

/// Words with which no attribute begins: an example or a condition would read them as something else.
const NEVER_FIRST: [&str; 9] = ["no", "not", "missing", "none", "always", "toward", "a", "an", "the"];

/// Adds the attributes of a file to the vocabulary.
pub(super) fn gather(cx: &mut Cx<'_>, root: &Node<'_>) {
    for policy in root.all(Kind::policy) {
        let owner = policy.child(Kind::full_name).map_or("", |n| n.text);
        for node in policy.all(Kind::attribute_item) {
            attribute(cx, node, owner);
        }
    }
}

/// A scale: its steps, lowest first.
pub(super) fn scale<'n, 't>(cx: &mut Cx<'_>, node: &'n Node<'t>) -> Option<(&'n Node<'t>, Arc<CodeList>)> {
    let name = node.child(Kind::name)?;
    let steps: Vec<&Node<'_>> = node.all(Kind::phrase).collect();
    let codes = codes(cx, &steps);
    if codes.len() < 2 {
        let problem = Diagnostic::new(
            Slug::MissingClause,
            name.span,
            format!("the scale `{}` has a single step, so nothing is above another", name.text),
        );
        cx.report(problem.help("list its steps, lowest first, as `from weak, substantial, strong`"));
    }
    let list = CodeList {
        name: name.text.to_owned().into(),
        open: false,
        by_prefix: false,
        ordered: true,
        codes: codes.into(),
    };
    Some((name, Arc::new(list)))
}

/// Phrases as codes, each once.
fn codes(cx: &mut Cx<'_>, phrases: &[&Node<'_>]) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for phrase in phrases {
        let spoken = without_article(phrase.text);
        let code = spoken.replace(' ', "_");
        if codes.iter().any(|c| c.code == code) {
            cx.report(
                Diagnostic::new(Slug::DuplicateName, phrase.span, format!("`{spoken}` stands twice in the list"))
                    .help("take one of them out"),
            );
            continue;
        }
        codes.push(Code { code: code.into(), label: spoken.replace('_', " ").into() });
    }
    codes
}

fn attribute(cx: &mut Cx<'_>, node: &Node<'_>, owner: &str) -> Option<AttributeId> {
    let name = node.child(Kind::full_name)?;
    let short = name.text.rsplit('.').next().unwrap_or(name.text);
    let text = node.child(Kind::text);
    let phrase = text.map_or_else(|| short.replace('_', " "), Node::words);
    let (kind, list) = value_type(cx, node.child(Kind::value_type)?, owner, &phrase)?;
    let said = text.unwrap_or(name);
    if !named_well(cx, name) || !said_well(cx, said, &phrase, kind) {
        return None;
    }
    let entity = entity(cx, node)?;
    let details: Vec<&Node<'_>> = node.all(Kind::attribute_detail).collect();
    let has = |kind: Kind| details.iter().any(|d| d.has(kind));
    let added = cx.vocabulary.add(Attribute {
        name: name.text.to_owned().into(),
        entity,
        phrase: phrase.clone().into(),
        reads: None,
        kind,
        list,
        many: matches!(kind, Type::Text),
        none: has(Kind::KW_OR_NONE),
        presumable: !has(Kind::KW_NEVER_PRESUMED),
        element: None,
        json: entity_path(entity, name.text).into(),
        description: description(&details, &phrase, owner).into(),
    });
    match added {
        Ok(id) => {
            for key in [name.text, &phrase] {
                cx.names.attributes.entry(key.to_owned()).or_insert(name.span);
            }
            Some(id)
        }
        Err(VocabularyError::Taken(taken)) => {
            let at = if taken == name.text { name } else { said };
            let problem = Diagnostic::new(Slug::DuplicateName, at.span, format!("a second attribute `{taken}`"));
            let problem = match cx.names.attributes.get(&taken) {
                Some(first) => problem.also(*first, "the first is here"),
                None => problem,
            };
            cx.report(problem.help("give it words of its own; `credstack words` lists those that are taken"));
            None
        }
        Err(error @ VocabularyError::Full) => {
            cx.report(
                Diagnostic::new(Slug::DuplicateName, name.span, error.to_string()).help("declare fewer attributes"),
            );
            None
        }
    }
}

/// What it means, and what it is computed from, so that whoever is asked for it knows.
fn description(details: &[&Node<'_>], phrase: &str, owner: &str) -> String {
    let meaning = details.iter().find_map(|d| d.child(Kind::text)).map(Node::words);
    let mut text = meaning.unwrap_or_else(|| format!("The {phrase}, as `{owner}` declares it."));
    if let Some(computed) = details.iter().find_map(|d| d.child(Kind::computed)) {
        let inputs: Vec<&str> = computed.all(Kind::input_words).map(|w| w.text).collect();
        text += &format!(" Computed from {}.", inputs.join(", "));
    }
    text
}

/// Where it stands in the project's own JSON: with its entity, under its full name. What is of the claim itself stands at the
/// top, as the claim's other facts do.
fn entity_path(entity: Entity, name: &str) -> String {
    match entity {
        Entity::Claim => format!("/{name}"),
        other => format!("/{}/{name}", other.word()),
    }
}

fn entity(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Entity> {
    let Some(word) = node.child(Kind::attribute_of).and_then(|o| o.child(Kind::word)) else {
        return Some(Entity::Credential);
    };
    let found = Entity::ALL.into_iter().find(|e| e.word() == word.text);
    if found.is_none() {
        let words = Entity::ALL.map(Entity::word);
        let near = nearest(word.text, words);
        let message = format!("nothing can be an attribute of `{}`", word.text);
        let problem = Diagnostic::new(Slug::UnknownType, word.span, message);
        cx.report(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")).fix(word.span, near, Applicability::Likely),
            None => problem.help(format!("it is an attribute of one of: {}", words.join(", "))),
        });
    }
    found
}

/// An attribute has the name of its authority before its own, so that two packs never mean different things by one name.
fn named_well(cx: &mut Cx<'_>, name: &Node<'_>) -> bool {
    let first = name.text.split('.').next().unwrap_or_default();
    let core = Entity::ALL.iter().any(|e| e.word() == first);
    let message = match (name.text.contains('.'), core) {
        (false, _) => format!("`{}` does not say whose attribute it is", name.text),
        (true, true) => format!("`{}` begins with `{first}`, as the attributes of credstack itself do", name.text),
        (true, false) => return true,
    };
    let problem = Diagnostic::new(Slug::UnreadableName, name.span, message);
    cx.report(problem.help("put the authority's name before it, as `es.ucm.thesis_mark`"));
    false
}

/// Whether a condition and an example could say this phrase.
fn said_well(cx: &mut Cx<'_>, node: &Node<'_>, phrase: &str, kind: Type) -> bool {
    let form = if kind == Type::Truth { Kind::test } else { Kind::phrase };
    let first = phrase.split(' ').next().unwrap_or_default();
    let code = without_article(phrase).replace(' ', "_");
    let lists = [core::KIND, core::TYPE].map(|id| cx.vocabulary.get(id).codes().is_some_and(|l| l.has(&code)));
    let (message, help) = if lists.contains(&true) {
        (format!("`{phrase}` is a kind of learning or a type of credential already"), "give the attribute other words")
    } else if NEVER_FIRST.contains(&first) {
        (format!("a condition reads `{first}` at the beginning as something else"), "leave that word out")
    } else if !reads_as(form, phrase) {
        (
            format!("a condition cannot read `{phrase}` as one attribute"),
            "use plain words without accents, digits at their beginning, and words that join conditions (`and`, `or`, `in`, `is`, `for`, `from`, `at`)",
        )
    } else {
        return true;
    };
    cx.report(Diagnostic::new(Slug::UnreadableName, node.span, message).help(help));
    false
}

/// A type in a registrar's words, with the list of its codes where it brings one; such a list is called as its attribute.
fn value_type(cx: &mut Cx<'_>, node: &Node<'_>, owner: &str, name: &str) -> Option<(Type, Option<Arc<CodeList>>)> {
    let form = node.first()?;
    match form.kind {
        Kind::yes_or_no => Some((Type::Truth, None)),
        Kind::one_of => {
            let phrases: Vec<&Node<'_>> = form.all(Kind::phrase).collect();
            let codes = codes(cx, &phrases);
            let list = CodeList {
                name: name.to_owned().into(),
                open: form.has(Kind::KW_OR_ANOTHER),
                by_prefix: false,
                ordered: false,
                codes: codes.into(),
            };
            Some((Type::Codes(""), Some(Arc::new(list))))
        }
        Kind::on_scale => on_scale(cx, form.child(Kind::full_name)?, owner).map(|list| (Type::Codes(""), Some(list))),
        _ => {
            let spoken = without_article(form.text);
            let known = TYPES.iter().find(|(word, _)| *word == spoken);
            if known.is_none() {
                unknown_type(cx, form, &spoken);
            }
            known.map(|(_, kind)| (*kind, None))
        }
    }
}

fn unknown_type(cx: &mut Cx<'_>, node: &Node<'_>, spoken: &str) {
    let near = nearest(spoken, TYPES.iter().map(|(word, _)| *word));
    let problem = Diagnostic::new(Slug::UnknownType, node.span, format!("there is no type `{spoken}`"));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
        None => problem.help(
            "the types are `yes or no`, `number`, `workload`, `level`, `date`, `text`, `one of (…)`, `one of (…) or another` and `scale …`",
        ),
    });
}

/// A scale of the policy or of one that it extends; a full name is itself.
fn on_scale(cx: &mut Cx<'_>, node: &Node<'_>, owner: &str) -> Option<Arc<CodeList>> {
    let chain = cx.names.chain(owner);
    let (of, short) = node.text.rsplit_once('.').unwrap_or(("", node.text));
    let policies = chain.iter().map(String::as_str).filter(|p| of.is_empty() || *p == of);
    let found = policies.filter_map(|p| cx.names.policies.get(p)).find_map(|p| p.scales.get(short));
    if let Some((list, _)) = found {
        return Some(list.clone());
    }
    let known = chain.iter().filter_map(|p| cx.names.policies.get(p)).flat_map(|p| p.scales.keys());
    let near = nearest(short, known.map(String::as_str)).map(str::to_owned);
    let problem = Diagnostic::new(Slug::UnknownScale, node.span, format!("unknown scale `{}`", node.text));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
        None => problem.help("declare it in the policy with `scale`, or extend the policy that does"),
    });
    None
}
