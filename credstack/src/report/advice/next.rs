//! A plan as a document and as text.

use credstack_advice::PlanProof;
use credstack_model::Amount;
use credstack_model::date::Date;
use credstack_model::policy::PolicySet;
use credstack_model::stack::Reading;
use serde::Serialize;

use super::super::stack::in_short;
use super::NOTICE;
use super::names::{CredentialName, DemandDocument, Names, told};
use crate::advice::{Barred, By, Catalogue, Next};

/// A plan toward an award: `plan/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextDocument {
    /// `plan/v1`.
    pub credstack: &'static str,
    /// The award's full name.
    pub award: String,
    /// What it is called.
    pub title: String,
    /// By what the plan is the cheapest: `cost`, `credits`, `time`.
    pub by: &'static str,
    /// `complete` (without any of it), `planned`, `unreachable` (whatever of the catalogue is taken), `unknown` (the budget
    /// ended before anything was told).
    pub outcome: &'static str,
    /// `proven` where nothing is cheaper, else `unproven`.
    pub optimal: &'static str,
    /// Where it is unproven: no plan costs less than this, in the currency or in ECTS.
    pub bound: Option<String>,
    /// The day from which it counts.
    pub from: Option<String>,
    /// What to earn, in order.
    pub steps: Vec<StepDocument>,
    /// What it costs together, where every offer of it names a price.
    pub price: Option<String>,
    /// The currency.
    pub currency: Option<String>,
    /// ECTS to be earned, where every offer of it states them.
    pub ects: Option<String>,
    /// The day on which the last of it ends, where that is known.
    pub ends: Option<String>,
    /// Where no plan completes the award: what cannot be met with all that is on offer, one set for each reason.
    pub obstacles: Vec<Vec<DemandDocument>>,
    /// Offers that cannot be taken, and why.
    pub barred: Vec<BarredDocument>,
    /// How many offers the catalogue has.
    pub offers: usize,
    /// What all advice says of itself.
    pub notice: &'static str,
}

/// One offer of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepDocument {
    /// The offer.
    pub offer: CredentialName,
    /// The requirements in which it counts, by their paths, with the ECTS that count there.
    pub counts: Vec<(String, String)>,
    /// ECTS that it has.
    pub ects: Option<String>,
    /// What it costs.
    pub price: Option<String>,
    /// The day on which it begins at the earliest.
    pub starts: Option<String>,
    /// The day on which it ends then.
    pub ends: Option<String>,
    /// The offers of the plan that come before it.
    pub after: Vec<String>,
}

/// An offer that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BarredDocument {
    /// The offer.
    pub offer: CredentialName,
    /// `full`, `held`, `begun`, `circle`, `nowhere`, `requires`, `too_late`, `no_time`, `no_price`.
    pub reason: &'static str,
    /// The same in words.
    pub text: String,
}

/// A plan as a document for programs.
pub fn next_document(set: &PolicySet, catalogue: &Catalogue, next: &Next) -> NextDocument {
    let award = set.awards.iter().find(|a| a.name == next.before.award);
    let steps: Vec<StepDocument> = (0..next.offers.len()).filter_map(|at| step(catalogue, next, at)).collect();
    let offers = || next.offers.iter().filter_map(|at| catalogue.offers.get(*at));
    let sum = |all: Vec<Option<Amount>>| all.into_iter().try_fold(Amount::ZERO, |sum, one| Some(sum.plus(one?)));
    let (outcome, bound) = match next.proof {
        PlanProof::Optimal if next.already => ("complete", None),
        PlanProof::Optimal => ("planned", None),
        PlanProof::Unproven(bound) => ("planned", Some(Amount::hundredths(bound).to_string())),
        PlanProof::Unreachable => ("unreachable", None),
        PlanProof::Unknown => ("unknown", None),
    };
    let last = next.times.iter().map(|t| t.1).collect::<Option<Vec<Date>>>().and_then(|all| all.into_iter().max());
    let planned = !next.offers.is_empty();
    NextDocument {
        credstack: "plan/v1",
        award: set.symbols.text(next.before.award).to_owned(),
        title: award.map_or_else(String::new, |a| a.title.to_string()),
        by: next.by.word(),
        outcome,
        optimal: if matches!(next.proof, PlanProof::Optimal | PlanProof::Unreachable) { "proven" } else { "unproven" },
        bound,
        from: next.from.map(|d| d.to_string()),
        steps,
        price: sum(offers().map(|o| o.price).collect()).filter(|_| planned).map(|p| p.to_string()),
        currency: catalogue.currency.as_ref().map(ToString::to_string),
        ects: sum(next.ects.clone()).filter(|_| planned).map(|e| e.to_string()),
        ends: last.map(|d| d.to_string()),
        obstacles: obstacles(set, next),
        barred: next.barred.iter().filter_map(|(at, why)| barred(catalogue, *at, why)).collect(),
        offers: catalogue.offers.len(),
        notice: NOTICE,
    }
}

fn obstacles(set: &PolicySet, next: &Next) -> Vec<Vec<DemandDocument>> {
    let Some((why, problem)) = &next.obstacles else { return Vec::new() };
    let names = Names { set, stacking: &next.before, stack: next.before.reading(Reading::Grantable), problem };
    why.conflicts.iter().map(|c| c.demands.iter().map(|d| names.demand(*d)).collect()).collect()
}

fn step(catalogue: &Catalogue, next: &Next, at: usize) -> Option<StepDocument> {
    let offer = catalogue.offers.get(*next.offers.get(at)?)?;
    let id = &offer.credential.id;
    let counted = next.after.iter().flat_map(|a| &a.grantable.counted).filter(|c| c.credential == *id);
    let (starts, ends) = next.times.get(at).copied().unwrap_or_default();
    let before = next.offers.iter().take(at).filter_map(|o| catalogue.offers.get(*o)).map(|o| &o.credential.id);
    Some(StepDocument {
        offer: name(catalogue, *next.offers.get(at)?),
        counts: counted.map(|c| (c.requirement.to_string(), c.credits.to_string())).collect(),
        ects: next.ects.get(at).copied().flatten().map(|e| e.to_string()),
        price: offer.price.map(|p| p.to_string()),
        starts: starts.map(|d| d.to_string()),
        ends: ends.map(|d| d.to_string()),
        after: before.filter(|b| offer.requires.contains(b)).map(ToString::to_string).collect(),
    })
}

fn name(catalogue: &Catalogue, at: usize) -> CredentialName {
    let Some(offer) = catalogue.offers.get(at) else { return CredentialName { id: String::new(), title: None } };
    let title = offer.credential.facts.words(credstack_model::vocabulary::attribute::TITLE);
    CredentialName { id: offer.credential.id.to_string(), title: title.map(ToOwned::to_owned) }
}

fn barred(catalogue: &Catalogue, at: usize, why: &Barred) -> Option<BarredDocument> {
    let id = |at: &usize| catalogue.offers.get(*at).map_or("", |o| &*o.credential.id).to_owned();
    let (reason, text) = match why {
        Barred::Full => ("full", "no places are left".to_owned()),
        Barred::Held => ("held", "the learner has it already".to_owned()),
        Barred::Begun(day) => ("begun", format!("it has begun, on {day}")),
        Barred::Circle(all) => {
            let names: Vec<String> = all.iter().chain(all.first()).map(id).collect();
            ("circle", format!("it requires itself: {}", names.join(" → ")))
        }
        Barred::Nowhere(what) => {
            ("nowhere", format!("it requires `{what}`, which neither the wallet nor the catalogue has"))
        }
        Barred::Requires(other) => ("requires", format!("it requires `{}`, which cannot be taken", id(other))),
        Barred::TooLate(other) => ("too_late", format!("it begins before `{}` ends, which it requires", id(other))),
        Barred::NoTime => ("no_time", "it says neither when it ends nor how long it takes".to_owned()),
        Barred::NoPrice => ("no_price", "it names no price".to_owned()),
    };
    catalogue.offers.get(at)?;
    Some(BarredDocument { offer: name(catalogue, at), reason, text })
}

/// No more offers that cannot be taken are listed in text.
const MOST_BARRED: usize = 20;

/// A plan as text, ending in a line break.
pub fn next_text(set: &PolicySet, catalogue: &Catalogue, next: &Next) -> String {
    let document = next_document(set, catalogue, next);
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(&format!("{} · {}", document.title, document.award));
    line(&format!("now: {}", in_short(&next.before.grantable)));
    line("");
    summary(&document, next, catalogue.offers.len(), &mut line);
    for (at, step) in document.steps.iter().enumerate() {
        line(&format!("  {}. {}", at + 1, told(&step.offer)));
        let days = match (&step.starts, &step.ends) {
            (Some(starts), Some(ends)) => format!("{starts} to {ends}"),
            (Some(starts), None) => format!("from {starts}"),
            (None, Some(ends)) => format!("until {ends}"),
            (None, None) => String::new(),
        };
        let price = step.price.as_ref().map(|p| money(p, document.currency.as_deref()));
        let ects = step.ects.as_ref().map(|e| format!("{e} ECTS"));
        let parts: Vec<String> = ects.into_iter().chain(price).chain(Some(days)).filter(|p| !p.is_empty()).collect();
        line(&format!("     {}", parts.join(" · ")));
        for (path, credits) in &step.counts {
            let after = next.after.as_ref().map(|a| &a.grantable);
            let title = after.and_then(|a| a.requirements.iter().find(|r| *r.path == **path));
            line(&format!("     {credits} ECTS toward “{}”", title.map_or(path.as_str(), |r| &r.title)));
        }
        if step.counts.is_empty() {
            line("     counts nowhere; it is required before another");
        }
        if !step.after.is_empty() {
            line(&format!("     after {}", step.after.join(", ")));
        }
    }
    for set in &document.obstacles {
        line("");
        line(if set.len() == 1 { "  This cannot be met" } else { "  These cannot be met together" });
        for demand in set {
            line(&format!("  · {}", demand.text));
        }
    }
    if !document.barred.is_empty() {
        line("");
        line("  These cannot be taken");
    }
    for one in document.barred.iter().take(MOST_BARRED) {
        line(&format!("  · {}: {}", told(&one.offer), one.text));
    }
    if document.barred.len() > MOST_BARRED {
        line(&format!("  · and {} more", document.barred.len() - MOST_BARRED));
    }
    line("");
    line(document.notice);
    out
}

fn summary(document: &NextDocument, next: &Next, offers: usize, line: &mut impl FnMut(&str)) {
    let of = match next.by {
        By::Cost => "at the least cost",
        By::Credits => "with the fewest credits",
        By::Time => "at the earliest",
    };
    match document.outcome {
        "complete" => line("  The award is complete; nothing is needed."),
        "planned" => {
            let price = document.price.as_ref().map(|p| money(p, document.currency.as_deref()));
            let ects = document.ects.as_ref().map(|e| format!("{e} ECTS"));
            let ends = document.ends.as_ref().map(|d| format!("until {d}"));
            let parts: Vec<String> = ects.into_iter().chain(price).chain(ends).collect();
            line(&format!("  To complete it {of}, of {offers} offers: {}", parts.join(", ")));
            match &document.bound {
                None => line("  Proven: no plan is better."),
                Some(bound) => {
                    let unit = if next.counted == By::Credits {
                        "ECTS".to_owned()
                    } else {
                        document.currency.clone().unwrap_or_default()
                    };
                    line(
                        &format!("  Not proven: the budget ended first. No plan takes less than {bound} {unit}")
                            .replace("  .", "."),
                    );
                }
            }
        }
        "unreachable" => line(&format!("  None of the {offers} offers, nor all of them together, complete the award.")),
        _ => line("  Nothing was found before the budget ended, and it is not proven that there is no plan."),
    }
    line("");
}

fn money(amount: &str, currency: Option<&str>) -> String {
    currency.map_or_else(|| amount.to_owned(), |c| format!("{amount} {c}"))
}
