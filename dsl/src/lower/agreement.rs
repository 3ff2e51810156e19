//! Agreements: named issuers that recognise one another's credentials, until a day.

use credstack_model::policy::{Comparison, Condition, PickedBy, Test, TestKind};
use credstack_model::vocabulary::attribute;
use credstack_source::Span;

use super::cx::Cx;
use super::shared::period;
use super::{credentials, value};
use crate::syntax::{Kind, Node};

/// `issued under coast`: the file says that the issuer is a party, or the agreement that a policy declares names the issuer,
/// covers the credential and is in force on the day of the application.
pub(super) fn under(cx: &mut Cx<'_>, policy: &str, values: &Node<'_>, span: Span) -> Condition {
    let nodes: Vec<&Node<'_>> =
        if values.kind == Kind::value_list { values.all(Kind::value).collect() } else { vec![values] };
    let (mut codes, mut ways) = (Vec::new(), Vec::new());
    for node in nodes {
        let word = value::without_article(node.text).replace(' ', "_");
        let owner = cx.names.chain(policy).into_iter().find(|p| cx.agreements.contains_key(&(p.clone(), word.clone())));
        let key = owner.map(|owner| (owner, word));
        let Some((key, agreement)) = key.and_then(|key| Some((key.clone(), *cx.agreements.get(&key)?))) else {
            codes.extend(value::code(cx, attribute::ISSUER_AGREEMENTS, node));
            continue;
        };
        codes.push(cx.symbols.intern(&key.1));
        ways.push(declared(cx, &key.0, agreement, span));
    }
    ways.insert(
        0,
        Condition::Test(Test { attribute: attribute::ISSUER_AGREEMENTS, kind: TestKind::Among(codes), span }),
    );
    if ways.len() == 1 { ways.remove(0) } else { Condition::Any(ways) }
}

/// What an agreement itself says of a credential.
fn declared(cx: &mut Cx<'_>, owner: &str, node: &Node<'_>, span: Span) -> Condition {
    let issuers =
        node.all(Kind::between_clause).flat_map(|c| c.all(Kind::text)).map(|t| cx.symbols.intern(&t.words())).collect();
    let test = |attribute, kind| Condition::Test(Test { attribute, kind, span });
    let mut all = test(attribute::ISSUER_IDENTIFIER, TestKind::Among(issuers));
    for covers in node.all(Kind::covers_clause).filter_map(|c| c.child(Kind::credentials)) {
        all = all.and(credentials::credentials(cx, owner, covers));
    }
    let force = period(cx, node);
    let day = PickedBy::default().attribute();
    if let Some(from) = force.from {
        all = all.and(test(day, TestKind::Date { comparison: Comparison::AtLeast, day: from }));
    }
    if let Some(to) = force.to {
        all = all.and(test(day, TestKind::Date { comparison: Comparison::Less, day: to }));
    }
    all
}
