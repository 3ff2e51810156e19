//! The Dutch educredentials profile (Npuls and SURF): workload, assessment, participation and supervision as properties of
//! the achievement.

use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange};

use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::read::{codes, concept};

pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, achieved: &Node<'d>) {
    workload(draft, tree, achieved);
    for (key, of) in [("assessmentType", attribute::ASSESSMENT), ("participationType", attribute::PARTICIPATION)] {
        let words = tree.list(achieved, key);
        concept::put_codes(draft, tree, of, &words);
    }
    supervision(draft, tree, achieved);
}

/// `ECTS` in credits, `SBU` (the Dutch study load) and `timeInvestment` in hours.
fn workload<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, achieved: &Node<'d>) {
    let mut stated: Vec<StatedWorkload> = Vec::new();
    let mut sources = Vec::new();
    for (key, unit) in
        [("ECTS", WorkloadUnit::Ects), ("SBU", WorkloadUnit::Hours), ("timeInvestment", WorkloadUnit::Hours)]
    {
        let Some(node) = tree.get(achieved, key) else {
            continue;
        };
        let text = node.scalar().unwrap_or_default();
        let amount: Amount = match text.parse() {
            Ok(amount) => amount,
            Err(problem) => {
                let message = format!("{problem}; the workload is left out");
                draft.note(NoteKind::Unreadable, attribute::WORKLOAD, &node.path, message);
                continue;
            }
        };
        let amount = AmountRange::exactly(amount);
        match stated.iter().find(|s| s.unit == unit) {
            Some(first) if first.amount == amount => {}
            Some(first) => {
                let message = format!("{amount} hours contradict {} hours, which stand", first.amount);
                draft.note(NoteKind::Conflict, attribute::WORKLOAD, &node.path, message);
            }
            None => {
                stated.push(StatedWorkload { amount, unit });
                sources.push(draft.source(&node));
            }
        }
    }
    if !stated.is_empty() {
        draft.put(attribute::WORKLOAD, Value::Workload(stated), sources);
    }
}

/// The profile splits one entry of the European list, "supervised online or onsite with identity verification", in two; for
/// the first, only `identityChecked` says whether the identity was verified.
fn supervision<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, achieved: &Node<'d>) {
    let of = attribute::SUPERVISION;
    let checked = tree.get(achieved, "identityChecked");
    let identity = checked.as_ref().and_then(|n| n.value.as_bool());
    let Some(node) = tree.one(achieved, "supervisionType") else {
        if let (Some(node), Some(identity)) = (checked, identity) {
            draft.note(
                NoteKind::Ambiguous,
                of,
                &node.path,
                format!("identity checked: {identity}; whether the assessment was supervised is not said"),
            );
        }
        return;
    };
    let text = node.text().unwrap_or_default();
    let code = match (codes::slug(text).as_str(), identity) {
        ("supervised_online", Some(true)) => Some("supervised_with_identity"),
        ("supervised_online", Some(false)) => Some("supervised_without_identity"),
        _ => codes::code(of, text),
    };
    let Some(code) = code else {
        draft.note(
            NoteKind::UnknownCode,
            of,
            &node.path,
            format!("`{text}` is not in the list, which is closed, or needs `identityChecked`; it is not taken"),
        );
        return;
    };
    let with = !code.ends_with("without_identity");
    if identity.is_some_and(|identity| identity != with) {
        draft.note(
            NoteKind::Conflict,
            of,
            &node.path,
            format!("`{text}` contradicts `identityChecked`: {}; neither is taken", !with),
        );
        return;
    }
    let mut sources = vec![draft.source(&node)];
    sources.extend(checked.map(|n| draft.source(&n)));
    let value: Value = draft.code(code);
    draft.put(of, value, sources);
}
