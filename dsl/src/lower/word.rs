//! Words of the attribute table: the fact that a phrase names, and what is said of one that names none.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::policy::{Condition, Test, TestKind};
use credstack_model::vocabulary::{Attribute, AttributeId, Kind as Type};
use credstack_source::Span;

use super::cx::Cx;
use super::value;
use crate::suggest::nearest;
use crate::syntax::{self, Kind, Node};

/// The yes-or-no attribute that a phrase names, whatever its articles.
pub(super) fn truth(cx: &Cx<'_>, text: &str) -> Option<AttributeId> {
    let spoken = value::spoken(text);
    let id = cx.vocabulary.by_phrase(&spoken).or_else(|| cx.vocabulary.by_phrase(&value::without_article(&spoken)))?;
    (cx.vocabulary.get(id).kind == Type::Truth).then_some(id)
}

/// The yes-or-no attribute that a phrase denies: `award is not official`.
pub(super) fn untruth(cx: &Cx<'_>, text: &str) -> Option<AttributeId> {
    let spoken = value::spoken(text);
    spoken.contains(" is not ").then(|| truth(cx, &spoken.replacen(" is not ", " is ", 1)))?
}

pub(super) fn make(attribute: AttributeId, kind: TestKind, span: Span) -> Condition {
    Condition::Test(Test { attribute, kind, span })
}

pub(super) fn negate_if(no: bool, condition: Condition) -> Condition {
    if no { Condition::Not(Box::new(condition)) } else { condition }
}

/// Codes against an attribute of codes.
pub(super) fn among(cx: &mut Cx<'_>, id: AttributeId, values: &Node<'_>, span: Span) -> Condition {
    let nodes: Vec<&Node<'_>> =
        if values.kind == Kind::value_list { values.all(Kind::value).collect() } else { vec![values] };
    let codes = nodes.into_iter().filter_map(|n| value::code(cx, id, n)).collect();
    make(id, TestKind::Among(codes), span)
}

/// The attribute that a spread goes over, spoken in the plural or not: `3 different fields`, `of one issuer`.
pub(super) fn varied(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<AttributeId> {
    let spoken = value::spoken(node.text);
    let singular = spoken.strip_suffix("ies").map(|s| format!("{s}y"));
    let singular = singular.or_else(|| spoken.strip_suffix('s').map(ToOwned::to_owned));
    let id = singular.and_then(|s| cx.vocabulary.by_phrase(&s)).or_else(|| attribute(cx, node))?;
    if matches!(cx.vocabulary.get(id).kind, Type::Codes(_)) {
        return Some(id);
    }
    let message = format!("`{spoken}` has no values that could be told apart and counted");
    cx.report(
        Diagnostic::new(Slug::WrongType, node.span, message)
            .help("name an attribute with codes: field, issuer country"),
    );
    None
}

/// The attribute of a phrase, or a problem with the nearest one.
pub(super) fn attribute(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<AttributeId> {
    let spoken = value::spoken(node.text);
    let bare = value::without_article(&spoken);
    if let Some(id) = cx.vocabulary.by_phrase(&spoken).or_else(|| cx.vocabulary.by_phrase(&bare)) {
        return Some(id);
    }
    unknown_word(cx, node, &bare);
    None
}

/// Reports a word that means nothing here, with the nearest one that would.
pub(super) fn unknown_word(cx: &mut Cx<'_>, node: &Node<'_>, spoken: &str) {
    let english = syntax::english(spoken).map(|(english, _)| english).filter(|e| cx.vocabulary.by_phrase(e).is_some());
    let near = english.or_else(|| nearest(spoken, cx.vocabulary.phrases())).map(str::to_owned);
    let problem = Diagnostic::new(Slug::UnknownWord, node.span, format!("unknown word `{spoken}`"));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
        None => problem.help("it is no attribute, kind of learning, class or set; `credstack words` lists them"),
    });
}

/// A number where a workload is needed.
pub(super) fn missing_unit(cx: &mut Cx<'_>, node: &Node<'_>) {
    if value::amounts(cx, node).is_empty() {
        // A number of too many digits was told as that.
        return;
    }
    let problem = Diagnostic::new(Slug::MissingUnit, node.span, format!("`{}` has no unit", node.text));
    cx.report(
        problem.help(format!("write `{0} ECTS`, `{0} hours`, or the credits of a declared system", node.text)).fix(
            node.span,
            format!("{} ECTS", node.text),
            Applicability::Likely,
        ),
    );
}

pub(super) fn mismatch(cx: &mut Cx<'_>, id: AttributeId, node: &Node<'_>) -> Condition {
    let Attribute { phrase, kind, .. } = cx.vocabulary.get(id);
    let of_its_kind = || format!("`{phrase}` is {}, and `{}` is not", kind.word(), node.text);
    let (message, help) = match kind {
        Type::Truth => (
            format!("`{phrase}` is yes or no and is not compared"),
            format!("write `{phrase}` or `not {phrase}` alone"),
        ),
        Type::Text => {
            (format!("`{phrase}` is text and is not compared"), format!("ask whether there is any, as `has {phrase}`"))
        }
        Type::Codes(_) => {
            (format!("`{phrase}` is a code and has no order"), format!("write `{phrase} is …` or `{phrase} in (…)`"))
        }
        _ if kind.unit().is_empty() => (of_its_kind(), format!("compare it with {}", kind.word())),
        _ => (of_its_kind(), format!("write it as {}", kind.unit())),
    };
    let problem = Diagnostic::new(Slug::WrongType, node.span, message).help(help);
    cx.report(problem);
    Condition::Always(true)
}
