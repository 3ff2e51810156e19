//! Why an award is not complete, as a document and as text.

use credstack_advice::{Addition, Conflict, Unhelpful};
use credstack_model::policy::PolicySet;
use serde::Serialize;

use super::super::stack::{in_short, missing};
use super::NOTICE;
use super::names::{CredentialName, DemandDocument, Names, told};
use crate::advice::Reasons;

/// Why an award is not complete: `why-not/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhyNotDocument {
    /// `why-not/v1`.
    pub credstack: &'static str,
    /// The award's full name.
    pub award: String,
    /// What it is called.
    pub title: String,
    /// Which of the three stacks it tells of.
    pub reading: &'static str,
    /// Whether that stack is complete; nothing follows then.
    pub complete: bool,
    /// What it comes to, in a line.
    pub summary: String,
    /// `proven`, or `unproven` where the budget ended first.
    pub reasons: &'static str,
    /// What the best stack lacks, requirement by requirement.
    pub missing: Vec<MissingDocument>,
    /// What cannot be met together. Every conflict has to go before the award can be complete.
    pub conflicts: Vec<ConflictDocument>,
    /// Requirements and limits of which one alone, lifted, would complete the award.
    pub lifting_one: Vec<DemandDocument>,
    /// A set of them that together would, and of which none can be left out.
    pub lifting_all: Vec<DemandDocument>,
    /// Additions of which each alone would complete the award.
    pub adding_one: Vec<AdditionDocument>,
    /// Additions that together would, and of which none can be left out or be smaller.
    pub adding_all: Vec<AdditionDocument>,
    /// What would not help, however much there were of it.
    pub would_not_help: Vec<String>,
    /// What all advice says of itself.
    pub notice: &'static str,
}

/// What a requirement lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingDocument {
    /// Its path in the award; empty for the award itself.
    pub requirement: String,
    /// What it is called.
    pub title: String,
    /// What it lacks, in words.
    pub missing: String,
}

/// Requirements and limits that cannot be met together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConflictDocument {
    /// They; without any one of them the others can be met.
    pub between: Vec<DemandDocument>,
    /// The credentials that more than one of the requirements would take.
    pub compete_for: Vec<CredentialName>,
}

/// What would have to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdditionDocument {
    /// The path of the requirement that it would fill.
    pub requirement: String,
    /// What it is called.
    pub title: String,
    /// How many credentials at the least.
    pub credentials: i64,
    /// ECTS at the least.
    pub ects: String,
    /// The "at least" limits that it has to count toward.
    pub toward: Vec<DemandDocument>,
    /// All of this, in words.
    pub text: String,
}

/// Reasons as a document for programs.
pub fn why_not_document(set: &PolicySet, reasons: &Reasons) -> WhyNotDocument {
    let stack = reasons.stacking.reading(reasons.reading);
    let names = Names { set, stacking: &reasons.stacking, stack, problem: &reasons.problem };
    let award = set.awards.iter().find(|a| a.name == reasons.stacking.award);
    let lacks = stack.requirements.iter().filter(|l| l.chosen).filter_map(|l| Some((l, missing(l)?)));
    let mut lacking: Vec<MissingDocument> = lacks
        .map(|(line, missing)| MissingDocument {
            requirement: line.path.to_string(),
            title: line.title.to_string(),
            missing,
        })
        .collect();
    if !stack.missing_workload().is_zero() {
        lacking.push(MissingDocument {
            requirement: String::new(),
            title: "The whole award".to_owned(),
            missing: format!("missing {} ECTS to its workload", stack.missing_workload()),
        });
    }
    let demands = |list: &[credstack_advice::Demand]| list.iter().map(|d| names.demand(*d)).collect();
    let additions = |list: &[Addition]| list.iter().map(|a| addition(&names, a)).collect();
    let conflict = |c: &Conflict| ConflictDocument {
        between: demands(&c.demands),
        compete_for: c.contested.iter().map(|item| names.item(*item)).collect(),
    };
    let proven = reasons.why.proven && reasons.additions.proven;
    WhyNotDocument {
        credstack: "why-not/v1",
        award: set.symbols.text(reasons.stacking.award).to_owned(),
        title: award.map_or_else(String::new, |a| a.title.to_string()),
        reading: reasons.reading.word(),
        complete: reasons.why.conflicts.is_empty() && proven,
        summary: in_short(stack),
        reasons: if proven { "proven" } else { "unproven" },
        missing: lacking,
        conflicts: reasons.why.conflicts.iter().map(conflict).collect(),
        lifting_one: demands(&reasons.why.any_one),
        lifting_all: if reasons.why.any_one.is_empty() { demands(&reasons.why.relief) } else { Vec::new() },
        adding_one: additions(&reasons.additions.any_one),
        adding_all: additions(&reasons.additions.together),
        would_not_help: reasons.unhelpful.iter().map(|u| unhelpful(&names, *u)).collect(),
        notice: NOTICE,
    }
}

fn addition(names: &Names<'_>, addition: &Addition) -> AdditionDocument {
    let (requirement, title) = names.slot(addition.slot);
    let ects = names.ects(addition.credits);
    let toward: Vec<DemandDocument> =
        addition.toward.iter().map(|l| names.demand(credstack_advice::Demand::Limit(*l))).collect();
    // Where only their number counts, their credits do not: any have some.
    let by_number = addition.credits <= addition.credentials;
    let number = match addition.credentials {
        1 if by_number => "1 credential".to_owned(),
        n if by_number => format!("{n} credentials"),
        1 => format!("{ects} ECTS"),
        n => format!("{n} credentials of {ects} ECTS together"),
    };
    let under = toward.iter().map(|d| format!("“{}”", d.text)).collect::<Vec<_>>().join(" and ");
    let under = if under.is_empty() { under } else { format!(", counted toward {under}") };
    let text = format!("{number} in “{title}”{under}");
    let ects = if by_number { "0".to_owned() } else { ects.to_string() };
    AdditionDocument { requirement, title, credentials: addition.credentials, ects, toward, text }
}

fn unhelpful(names: &Names<'_>, of: Unhelpful) -> String {
    let limit = |at| names.demand(credstack_advice::Demand::Limit(at)).text;
    match of {
        Unhelpful::Slot(slot) => format!("more in “{}”", names.slot(slot).1),
        Unhelpful::Under(at) => format!("more of what counts under “{}”", limit(at)),
        Unhelpful::Outside(at) => format!("anything that does not count toward “{}”", limit(at)),
        Unhelpful::Lifting(at) => format!("lifting “{}” alone", limit(at)),
    }
}

/// Reasons as text, ending in a line break.
pub fn why_not_text(set: &PolicySet, reasons: &Reasons) -> String {
    let document = why_not_document(set, reasons);
    let mut out = format!("{} · {}\n", document.title, document.award);
    let mut line = |text: &str| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(&format!("{}: {}", document.reading, document.summary));
    if document.complete {
        line("");
        line("  The award is complete in this stack.");
    }
    if document.reasons == "unproven" {
        line("");
        line("  The budget ended first: what follows is not proven.");
    }
    let mut list = |head: &str, items: Vec<String>| {
        if !items.is_empty() {
            line("");
            line(&format!("  {head}"));
            for item in items {
                line(&format!("  · {item}"));
            }
        }
    };
    list("What is missing", document.missing.iter().map(|m| format!("{}: {}", m.title, m.missing)).collect());
    for conflict in &document.conflicts {
        let mut lines: Vec<String> = conflict.between.iter().map(demand).collect();
        let names: Vec<String> = conflict.compete_for.iter().map(told).collect();
        if !names.is_empty() {
            lines.push(format!("they compete for {}", names.join(", ")));
        }
        let head = if conflict.between.len() == 1 { "This cannot be met" } else { "These cannot be met together" };
        list(head, lines);
    }
    list("One of these additions would complete the award", texts(&document.adding_one));
    list("These additions together would complete the award", texts(&document.adding_all));
    if !document.conflicts.is_empty() && document.adding_one.is_empty() && document.adding_all.is_empty() {
        list(
            "No addition would complete the award",
            vec!["what stands in its way is not a lack of credentials".to_owned()],
        );
    }
    list("Lifting one of these would complete the award", document.lifting_one.iter().map(demand).collect());
    list("Lifting all of these would complete the award", document.lifting_all.iter().map(demand).collect());
    let more: Vec<&str> = document.would_not_help.iter().filter_map(|w| w.strip_prefix("more in ")).collect();
    let (of_slots, mut others): (Vec<String>, Vec<String>) =
        document.would_not_help.iter().cloned().partition(|w| w.starts_with("more in "));
    if !of_slots.is_empty() {
        others.push(format!("more in {}", more.join(", ")));
    }
    list("This would not help", others);
    line("");
    line(document.notice);
    out
}

fn texts(additions: &[AdditionDocument]) -> Vec<String> {
    additions.iter().map(|a| a.text.clone()).collect()
}

fn demand(demand: &DemandDocument) -> String {
    let cited = demand.sources.join(", ");
    if cited.is_empty() { demand.text.clone() } else { format!("{} ({cited}; {})", demand.text, demand.name) }
}
