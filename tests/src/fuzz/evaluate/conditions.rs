//! Conditions and sets of credentials, in the words of the language.

use super::draw::Draw;

const TRUTHS: [&str; 10] = [
    "completed",
    "authentic",
    "an official title",
    "taken in a mobility programme",
    "closely related to the award",
    "issued by a recognised institution",
    "issued by the own institution",
    "replaced by the award",
    "revoked",
    "identity verified",
];
const CODES: [&str; 14] = [
    "setting is formal",
    "setting is not (formal, informal)",
    "issued in ES",
    "issued in (ES, IE)",
    "issued under partners",
    "issuer kind is university",
    "field in ISCED-F 02",
    "field in ISCED-F 0231",
    "type of assessment is (written exam, project)",
    "award kind is master",
    "mode of programme is joint",
    "purpose is exemption",
    "toward thesis",
    "state is planned",
];
const KINDS: [&str; 4] = ["own study", "official study", "professional experience", "mooc"];
const HAS: [&str; 9] = [
    "has learning outcomes",
    "has type of assessment",
    "has no type of quality assurance",
    "has level",
    "has no level",
    "expiry is none",
    "states workload",
    "states no level",
    "always",
];
const SIGNS: [&str; 5] = ["<", "<=", ">", ">=", "is"];
pub(super) const AMOUNTS: [&str; 9] =
    ["15 ECTS", "10 ECTS", "6 ECTS", "14.99 ECTS", "30 ECTS", "0 ECTS", "375 hours", "150 hours", "12 CATS"];
pub(super) const DAYS: [&str; 4] = ["2024-09-01", "2022-10-01", "2024-02-29", "2026-01-01"];
const LEVELS: [&str; 6] = ["EQF 6", "EQF 7", "EQF 5", "NFQ 8", "NFQ 9", "NFQ 6"];

/// What a condition may name besides the words that are always there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    /// Classes and sets.
    pub(super) groups: &'static [&'static str],
    /// What is small: an amount, or the parameter that says it.
    pub(super) size: &'static str,
}

impl Names {
    /// Nothing besides.
    pub(super) const NONE: Self = Self { groups: &[], size: "10 ECTS" };
}

/// A condition of so many levels at most.
pub(super) fn condition(draw: &mut Draw<'_>, names: Names, depth: usize) -> String {
    match draw.below(if depth == 0 { 1 } else { 6 }) {
        3 => format!("{} and {}", nested(draw, names, depth), nested(draw, names, depth)),
        4 => format!("{} or {}", nested(draw, names, depth), nested(draw, names, depth)),
        5 => format!("not {}", nested(draw, names, depth)),
        _ => test(draw, names),
    }
}

fn nested(draw: &mut Draw<'_>, names: Names, depth: usize) -> String {
    let inner = condition(draw, names, depth - 1);
    if inner.contains(' ') { format!("({inner})") } else { inner }
}

fn test(draw: &mut Draw<'_>, names: Names) -> String {
    match draw.below(10) {
        0 | 1 => draw.pick(&TRUTHS).to_owned(),
        2 => format!("workload {} {}", draw.pick(&SIGNS), draw.pick(&AMOUNTS)),
        3 => share(draw, names),
        4 => {
            let bound = draw.pick(&[LEVELS.as_slice(), &["award level", "component level"]].concat());
            format!("level {} {bound}", draw.pick(&["<", ">=", "is", ">", "<="]))
        }
        5 => date(draw),
        6 => draw.pick(&KINDS).to_owned(),
        7 if !names.groups.is_empty() => draw.pick(names.groups).to_owned(),
        8 => draw.pick(&HAS).to_owned(),
        _ => draw.pick(&CODES).to_owned(),
    }
}

/// A workload against a part of another, or a number.
fn share(draw: &mut Draw<'_>, names: Names) -> String {
    let sign = draw.pick(&SIGNS[..4]);
    match draw.below(4) {
        0 => format!("workload {sign} {} of component workload", draw.pick(&["80%", "1/2", "100%"])),
        1 => format!("workload {sign} {} of award workload", draw.pick(&["15%", "1/3"])),
        2 => format!("mark {sign} {}", draw.pick(&["7", "5", "9.5"])),
        _ => format!("workload {sign} {}", names.size),
    }
}

fn date(draw: &mut Draw<'_>) -> String {
    let order = draw.pick(&["before", "after"]);
    match draw.below(4) {
        0 => format!("date of issuing {order} {}", draw.pick(&DAYS)),
        1 => format!("date of issuing within {} of application date", draw.pick(&["5 years", "18 months", "1 day"])),
        2 => format!("expiry {order} decision date"),
        _ => format!("application date {order} {}", draw.pick(&DAYS)),
    }
}

/// Credentials of one or two kinds.
pub(super) fn credentials(draw: &mut Draw<'_>, names: Names) -> String {
    let mut all = vec![of_a_kind(draw, names)];
    if draw.chance(4) {
        all.push(of_a_kind(draw, names));
    }
    all.join(", ")
}

fn of_a_kind(draw: &mut Draw<'_>, names: Names) -> String {
    let kind = match draw.below(4) {
        0 | 1 => "any credential",
        2 if !names.groups.is_empty() => draw.pick(names.groups),
        _ => draw.pick(&KINDS),
    };
    let issued = draw.pick(&["", "", "", " issued in ES", " issued under partners", " of university"]);
    let filter = if draw.chance(4) { format!(" where {}", test(draw, names)) } else { String::new() };
    format!("{kind}{issued}{filter}")
}
