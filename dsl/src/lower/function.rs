//! Functions of a pack, and which attributes they compute.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::policy::{Argument, Computed, Function, FunctionExample, Shape};

use super::cx::{Cx, Signature};
use super::shared::{citations, title};
use super::{value, word};
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

const SHAPES: [Shape; 5] = [Shape::Number, Shape::Workload, Shape::Truth, Shape::Code, Shape::Text];

/// The functions of a file.
pub(super) fn lower(cx: &mut Cx<'_>, root: &Node<'_>) -> Vec<Function> {
    let mut found = Vec::new();
    for policy in root.all(Kind::policy) {
        let Some(owner) = policy.child(Kind::full_name) else { continue };
        found.extend(policy.all(Kind::function).filter_map(|f| function(cx, f, owner.text)));
    }
    found
}

fn function(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<Function> {
    let name = node.child(Kind::name)?;
    let script = cx.single(node, Kind::script_clause, "script").and_then(|c| c.child(Kind::text));
    let takes = cx.single(node, Kind::takes_clause, "takes");
    let gives = cx.single(node, Kind::gives_clause, "gives").and_then(|c| c.child(Kind::shape));
    for (there, what) in [
        (script.is_some(), "script \"grades.rhai\"` names the file beside this one that holds it"),
        (takes.is_some(), "takes number, number` says what it is given"),
        (gives.is_some(), "gives number` says what comes of it"),
    ] {
        if !there {
            let clause = what.split(' ').next().unwrap_or_default();
            let message = format!("the function `{}` has no `{clause}` clause", name.text);
            cx.report(Diagnostic::new(Slug::MissingClause, name.span, message).help(format!("`{what}")));
        }
    }
    let (script, takes, gives) = (script?, takes?, shape(cx, gives?)?);
    let written: Vec<&Node<'_>> = takes.all(Kind::shape).collect();
    let shapes: Vec<Shape> = written.iter().filter_map(|s| shape(cx, s)).collect();
    if shapes.len() != written.len() {
        return None;
    }
    let file = script.words();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !file.strip_suffix(".rhai").is_some_and(|stem| !stem.is_empty() && stem.chars().all(plain)) {
        let problem = Diagnostic::new(Slug::MissingScript, script.span, format!("`{file}` is no name of a script"));
        cx.report(problem.help("name a file in the same folder, as `grades.rhai`"));
        return None;
    }
    let full = format!("{policy}.{}", name.text);
    cx.names.functions.insert(full.clone(), Signature { takes: shapes.clone(), gives });
    Some(Function {
        name: cx.symbols.intern(&full),
        title: title(node, name.text),
        script: file.into(),
        promises: node.all(Kind::promise).filter_map(|p| promise(cx, p, &shapes, gives)).collect(),
        takes: shapes,
        gives,
        citations: citations(cx, node, policy),
        span: name.span,
        script_span: script.span,
    })
}

fn shape(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Shape> {
    let spoken = value::spoken(node.text);
    let found = SHAPES.into_iter().find(|s| s.word() == spoken);
    if found.is_none() {
        let near = nearest(&spoken, SHAPES.map(Shape::word));
        let problem = Diagnostic::new(Slug::UnknownType, node.span, format!("no function takes or gives `{spoken}`"));
        cx.report(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
            None => problem.help("it is one of: number, workload, yes or no, code, text"),
        });
    }
    found
}

fn promise(cx: &mut Cx<'_>, node: &Node<'_>, takes: &[Shape], gives: Shape) -> Option<FunctionExample> {
    let arguments: Vec<&Node<'_>> = node.all(Kind::argument).collect();
    let (stated, answer) = match arguments.split_last() {
        Some((last, rest)) if node.has(Kind::KW_GIVES) => (rest, Some(*last)),
        _ => (arguments.as_slice(), None),
    };
    if stated.len() != takes.len() {
        let message = format!("the function takes {} and the example gives it {}", takes.len(), stated.len());
        cx.report(
            Diagnostic::new(Slug::WrongType, node.span, message)
                .help("give it one value for each thing that it takes, in their order"),
        );
        return None;
    }
    let read: Vec<Argument> = stated.iter().zip(takes).filter_map(|(n, shape)| argument(cx, n, *shape)).collect();
    let answer = match answer {
        Some(answer) => Some(argument(cx, answer, gives)?),
        None => None,
    };
    (read.len() == stated.len()).then_some(FunctionExample { given: read, gives: answer, span: node.span })
}

fn argument(cx: &mut Cx<'_>, node: &Node<'_>, shape: Shape) -> Option<Argument> {
    let inner = node.first()?;
    let found = match (shape, inner.kind) {
        (Shape::Number, Kind::bare_number) | (Shape::Workload, Kind::workload) => {
            value::amounts(cx, inner).first().copied().map(Argument::Number)
        }
        (Shape::Truth, Kind::plain_words) if inner.text == "yes" => Some(Argument::Truth(true)),
        (Shape::Truth, Kind::plain_words) if inner.text == "no" => Some(Argument::Truth(false)),
        (Shape::Code, Kind::plain_words) => {
            Some(Argument::Words(value::without_article(inner.text).replace(' ', "_").into()))
        }
        (Shape::Code | Shape::Text, Kind::string) => Some(Argument::Words(inner.words().into())),
        _ => None,
    };
    if found.is_none() {
        let help = match shape {
            Shape::Number => "write a number, as `7.5`",
            Shape::Workload => "write it in ECTS, as `6 ECTS`",
            Shape::Truth => "write `yes` or `no`",
            Shape::Code => "write the code, as `very good`",
            Shape::Text => "write words in quotes",
        };
        let message = format!("`{}` is no {}", inner.text, shape.word());
        cx.report(Diagnostic::new(Slug::WrongType, node.span, message).help(help));
    }
    found
}

/// What the attributes of a file are computed from; all attributes and functions are known by now.
pub(super) fn computed(cx: &mut Cx<'_>, root: &Node<'_>) -> Vec<Computed> {
    let mut found = Vec::new();
    for policy in root.all(Kind::policy) {
        let owner = policy.child(Kind::full_name).map_or("", |n| n.text);
        for node in policy.all(Kind::attribute_item) {
            let clause = node.all(Kind::attribute_detail).find_map(|d| d.child(Kind::computed));
            found.extend(clause.and_then(|c| one(cx, node, c, owner)));
        }
    }
    found
}

fn one(cx: &mut Cx<'_>, item: &Node<'_>, node: &Node<'_>, owner: &str) -> Option<Computed> {
    let attribute = cx.vocabulary.by_name(item.child(Kind::full_name)?.text)?;
    let name = node.child(Kind::full_name)?;
    let full = known_function(cx, name, owner)?;
    let signature = cx.names.functions.get(&full).cloned()?;
    let phrases: Vec<&Node<'_>> = node.all(Kind::input_words).collect();
    if phrases.len() != signature.takes.len() {
        let message = format!("`{}` takes {} values and is given {}", name.text, signature.takes.len(), phrases.len());
        cx.report(Diagnostic::new(Slug::WrongType, node.span, message).help("name one attribute for each"));
        return None;
    }
    let mut inputs = Vec::new();
    for (phrase, takes) in phrases.into_iter().zip(&signature.takes) {
        let id = word::truth(cx, phrase.text).or_else(|| word::attribute(cx, phrase))?;
        fits(cx, phrase, id, *takes, "takes")?;
        inputs.push(id);
    }
    fits(cx, name, attribute, signature.gives, "gives")?;
    Some(Computed { attribute, function: cx.symbols.intern(&full), inputs, span: node.span })
}

/// Whether the values of an attribute are what a function takes or gives there.
fn fits(
    cx: &mut Cx<'_>,
    node: &Node<'_>,
    id: credstack_model::vocabulary::AttributeId,
    shape: Shape,
    verb: &str,
) -> Option<()> {
    let attribute = cx.vocabulary.get(id);
    if Shape::of(attribute.kind) == Some(shape) {
        return Some(());
    }
    let message = format!(
        "`{}` is {}, and the function {verb} `{}` there",
        attribute.phrase,
        attribute.kind_word(),
        shape.word()
    );
    cx.report(Diagnostic::new(Slug::WrongType, node.span, message).help("the types of both have to be the same"));
    None
}

/// The full name of a function that the policy or one above it declares.
fn known_function(cx: &mut Cx<'_>, node: &Node<'_>, owner: &str) -> Option<String> {
    if cx.names.functions.contains_key(node.text) {
        return Some(node.text.to_owned());
    }
    let chain = cx.names.chain(owner);
    let found = chain.iter().map(|p| format!("{p}.{}", node.text)).find(|f| cx.names.functions.contains_key(f));
    if found.is_some() {
        return found;
    }
    let short = |full: &str| full.rsplit('.').next().unwrap_or_default().to_owned();
    let known: Vec<String> = cx.names.functions.keys().map(|f| short(f)).collect();
    let near = nearest(node.text, known.iter().map(String::as_str)).map(str::to_owned);
    let problem = Diagnostic::new(Slug::UnknownFunction, node.span, format!("unknown function `{}`", node.text));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
        None => problem.help("declare it in the policy with `function`, or extend the policy that does"),
    });
    None
}

/// Those first that others are computed from; a circle is a problem.
pub(super) fn in_order(cx: &mut Cx<'_>, mut open: Vec<Computed>) -> Vec<Computed> {
    let mut ready: Vec<Computed> = Vec::new();
    while !open.is_empty() {
        let waits = |c: &Computed| c.inputs.iter().any(|i| open.iter().any(|o| o.attribute == *i));
        let (later, now): (Vec<Computed>, Vec<Computed>) = open.iter().cloned().partition(waits);
        if now.is_empty() {
            for circle in &later {
                let phrase = cx.vocabulary.get(circle.attribute).phrase.clone();
                let message = format!("`{phrase}` is computed from itself, directly or through others");
                let problem = Diagnostic::new(Slug::CircularAttribute, circle.span, message);
                cx.report(problem.help("compute it from what documents state"));
            }
            return ready;
        }
        ready.extend(now);
        open = later;
    }
    ready
}
