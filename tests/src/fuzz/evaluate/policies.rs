//! A law and the regulations of a university below it, drawn.

use super::conditions::{AMOUNTS, DAYS, Names, condition, credentials};
use super::draw::Draw;

/// What all drawn rules stand on: frameworks, credit systems, a source.
pub(super) const GROUND: &str = r#"
policy ground "Frameworks and credits" {
    layer union
    framework EQF "EQF" { level 1 level 2 level 3 level 4 level 5 level 6 level 7 level 8 }
    framework NFQ "A national framework" in IE { level 6 is EQF 5 level 7 is EQF 6 level 8 is EQF 6 level 9 is EQF 7 }
    credit system CATS "Credits of the neighbours" { 2 CATS are 1 ECTS by year 1 CATS is 10 hours by hours }
    hours 25 to 30 for 1 ECTS
    hours 25 for 1 ECTS in ES
    source LAW "A law" { url "https://law.example" }
}
"#;

/// Both policies.
pub(super) fn policies(draw: &mut Draw<'_>) -> String {
    let law = policy(draw, "law", "country", "ground");
    let house = policy(draw, "house", "institution", "law");
    [law, house].concat()
}

fn policy(draw: &mut Draw<'_>, name: &str, layer: &str, extends: &str) -> String {
    let mut out = format!("policy {name} \"A policy\" {{\nextends {extends}\nlayer {layer}\n");
    if name == "law" {
        out += "agreement partners \"Partners\" { between \"https://north.example/id\" ";
        out += &draw.maybe(3, "in force from 2024-01-01 until 2026-01-01 ");
        out += "cite LAW }\nset chosen \"Chosen\" is ";
        out += &credentials(draw, Names::NONE);
        out += "\nparameter size \"below which it is small\" { 10 ECTS";
        out += draw.pick(&["", " until 2024-09-01 15 ECTS from 2024-09-01"]);
        out += " cite LAW }\n";
    }
    for number in 0..draw.below(3) {
        out += &route(draw, number);
    }
    // What stands above is named in full.
    let known = if name == "law" {
        out += &classes(draw);
        Names { groups: &["chosen", "small", "large"], size: "size" }
    } else {
        Names { groups: &["law.chosen", "law.small"], ..Names::NONE }
    };
    for number in 0..=draw.below(4) {
        out += &rule(draw, known, number);
    }
    for number in 0..draw.below(3) {
        out += &limit(draw, known, number);
    }
    if name == "house" && draw.chance(4) {
        out += "rule stricter \"Stricter\" { for any credential bar when revoked replaces law.rule_0 cite LAW }\n";
    }
    out + "}\n"
}

fn route(draw: &mut Draw<'_>, number: usize) -> String {
    let mut out = format!("route way_{number} \"A way\" {{ for {}\n", credentials(draw, Names::NONE));
    out += &guard(draw, Names::NONE, 3);
    out += "\ntest ";
    out += draw.pick(&["no substantial difference", "equivalence shown", "exact agreement"]);
    out += draw.pick(&["\n", "\nburden institution\n", "\nburden applicant\n"]);
    out += draw.pick(&["", "entitles to duty\n", "entitles to discretion\n"]);
    out += &force(draw);
    out + "cite LAW }\n"
}

fn classes(draw: &mut Draw<'_>) -> String {
    let (first, last) = (condition(draw, Names::NONE, 1), draw.pick(&["", " when not chosen"]));
    format!(
        "rule sizes \"Sizes\" {{ for any credential\nclassify as small when {first}\nelse as large{last}\ncite LAW }}\n"
    )
}

/// A `when` or `unless`, once in so many times.
fn guard(draw: &mut Draw<'_>, names: Names, one_in: usize) -> String {
    if !draw.chance(one_in) {
        return String::new();
    }
    let word = draw.pick(&["when", "when", "unless"]);
    format!(" {word} {}", condition(draw, names, 2))
}

fn force(draw: &mut Draw<'_>) -> String {
    if !draw.chance(5) {
        return String::new();
    }
    let ends = draw.pick(&["from 2023-01-01", "until 2025-01-01", "from 2023-01-01 until 2025-01-01"]);
    let picked =
        draw.pick(&["", "", "picked by issue date\n", "picked by decision date\n", "picked by enrolment date\n"]);
    format!("in force {ends}\n{picked}")
}

fn rule(draw: &mut Draw<'_>, names: Names, number: usize) -> String {
    let mut out = format!("rule rule_{number} \"A rule\" {{\nfor {}\n", credentials(draw, names));
    out += &draw.maybe(6, "purpose exemption, credit\n");
    out += &effect(draw, names);
    out += "\n";
    if draw.chance(3) {
        out += draw.pick(&["when ", "unless "]);
        out += &condition(draw, names, 1);
        out += "\n";
    }
    if draw.chance(4) {
        out += "except special \"a special case\"";
        out += &guard(draw, names, 2);
        out += draw.pick(&["", " lifts the rule"]);
        out += " evidence \"a paper\"\n";
    }
    out += &standing(draw);
    out += &force(draw);
    out += &draw.maybe(6, "hidden from the learner\n");
    out + "cite LAW art 1\n}\n"
}

fn standing(draw: &mut Draw<'_>) -> String {
    let words = [
        "",
        "",
        "default\n",
        "mandatory\n",
        "mandatory, lower layers may tighten\n",
        "mandatory, lower layers may widen\n",
    ];
    draw.pick(&words).to_owned()
}

fn effect(draw: &mut Draw<'_>, names: Names) -> String {
    match draw.below(6) {
        0 => format!("bar{}", guard(draw, names, 1)),
        1 | 2 => format!("grant {}", grants(draw, names)),
        3 => {
            let element = draw.pick(&["level", "workload", "quality", "profile", "learning outcomes"]);
            let still = if draw.chance(2) { format!("\nstill grant {}", grants(draw, names)) } else { String::new() };
            format!("doubt {element}{}{still}", guard(draw, names, 2))
        }
        4 => format!("bar toward {}{}", draw.pick(&["thesis", "elective, internship"]), guard(draw, names, 3)),
        _ => {
            let otherwise = draw.pick(&["bar", "doubt profile"]);
            format!("ask \"Is it so?\"{} otherwise {otherwise}", guard(draw, names, 2))
        }
    }
}

fn grants(draw: &mut Draw<'_>, names: Names) -> String {
    let mut out = grant(draw);
    for _ in 0..draw.below(3) {
        out += &guard(draw, names, 1);
        out += "\nelse ";
        out += &grant(draw);
    }
    out
}

fn grant(draw: &mut Draw<'_>) -> String {
    let modality = draw.pick(&["may", "must"]);
    let credits = draw.pick(&["6 ECTS", "3.5 ECTS", "1 ECTS", "60 ECTS"]);
    let amount = match draw.below(3) {
        0 => "in full".to_owned(),
        1 => format!("up to {credits}"),
        _ => credits.to_owned(),
    };
    let detail = draw.pick(&[
        "",
        "",
        "",
        " as another_course",
        " at EQF 6",
        " toward elective",
        " on condition \"an interview is passed\"",
        " record ungraded",
    ]);
    format!("{modality} {amount}{detail}")
}

fn limit(draw: &mut Draw<'_>, names: Names, number: usize) -> String {
    let mut out = format!("limit limit_{number} \"A limit\" {{\ncount {}\n", credentials(draw, names));
    let bound = |draw: &mut Draw<'_>| match draw.below(4) {
        0 => draw.pick(&["15%", "1/3", "100%"]).to_owned() + " of award workload",
        1 => draw.pick(&["10%", "1/2"]).to_owned() + " of all that is counted",
        2 => draw.pick(&["2 credentials", "0 credentials"]).to_owned(),
        _ => draw.pick(&AMOUNTS[..5]).to_owned(),
    };
    let side = draw.pick(&["at most", "at most", "at least"]);
    if draw.chance(4) {
        out += &format!("{side} {}{}\n", bound(draw), guard(draw, names, 1));
    }
    out += &format!("{side} {}\n", bound(draw));
    if draw.chance(4) {
        out += &format!("of which at most {} from {}\n", bound(draw), credentials(draw, names));
    }
    if draw.chance(3) {
        let deed = draw.pick(&["leaves the count", "raises the bound to 30 ECTS", "lifts the rule"]);
        out += &format!("except ended \"an ended title\"{} {deed}\n", guard(draw, names, 2));
    }
    out += &standing(draw);
    if draw.chance(8) {
        out += &format!("in force from {}\n", draw.pick(&DAYS));
    }
    out + "cite LAW art 2\n}\n"
}
