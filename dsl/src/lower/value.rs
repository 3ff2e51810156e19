//! Numbers, workloads, levels, dates and codes.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::date::{Date, DateRange, Term};
use credstack_model::level::StatedLevel;
use credstack_model::vocabulary::{AttributeId, CodeList};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Symbol};

use super::cx::Cx;
pub(super) use super::spoken::{spoken, without_article};
use crate::suggest::nearest;
use crate::syntax::{self, Kind, Node, before_number, number_too_long, plain_number};

/// The numbers of a node, in order. A decimal comma and a sign between thousands were reported by the parser.
pub(super) fn amounts(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<Amount> {
    let mut found = Vec::new();
    for part in node.parts() {
        match part.kind {
            Kind::amount | Kind::comma_amount | Kind::grouped_amount => match plain_number(part).0.parse() {
                Ok(amount) => found.push(amount),
                Err(_) => cx.report(number_too_long(part)),
            },
            // Too long a whole number was reported by the parser.
            Kind::integer => found.extend(part.text.parse::<Amount>()),
            _ => {}
        }
    }
    found
}

/// A fraction such as `1/3` in percent, exactly; one above the whole is a problem.
pub(super) fn fraction(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Amount> {
    match node.text.parse::<Amount>() {
        Ok(part) => Some(part.times(Amount::whole(100))),
        Err(error) => {
            cx.report(
                Diagnostic::new(Slug::SyntaxError, node.span, error.to_string())
                    .help("write a part of the whole, as `1/3`"),
            );
            None
        }
    }
}

/// A workload: an amount or a range of amounts, with its unit.
pub(super) fn workload(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<StatedWorkload> {
    let numbers = amounts(cx, node);
    let amount = match numbers.as_slice() {
        [one] => AmountRange::exactly(*one),
        [low, high, ..] => {
            if low > high {
                let message = format!("the range runs from {low} down to {high}");
                cx.report(
                    Diagnostic::new(Slug::MinimumAboveMaximum, node.span, message)
                        .help("write the smaller number first"),
                );
            }
            AmountRange::between(*low, *high)
        }
        [] => return None,
    };
    let unit = match node.child(Kind::unit) {
        Some(unit) => workload_unit(cx, unit)?,
        // A wrong unit was reported by the parser.
        None => WorkloadUnit::Ects,
    };
    Some(StatedWorkload { amount, unit })
}

fn workload_unit(cx: &mut Cx<'_>, unit: &Node<'_>) -> Option<WorkloadUnit> {
    match unit.text {
        "ECTS" => return Some(WorkloadUnit::Ects),
        "hours" | "hour" => return Some(WorkloadUnit::Hours),
        _ => {}
    }
    let name = cx.symbols.intern(unit.text);
    if cx.conversions.system(name).is_some() {
        return Some(WorkloadUnit::Credits(name));
    }
    let known: Vec<String> = cx.conversions.systems().iter().map(|s| cx.symbols.text(s.name).to_owned()).collect();
    let near = nearest(unit.text, known.iter().map(String::as_str).chain(["ECTS", "hours"])).map(str::to_owned);
    let problem = Diagnostic::new(Slug::UnknownUnit, unit.span, format!("unknown unit `{}`", unit.text));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(unit.span, near, Applicability::Likely),
        None => problem.help("a workload is in `ECTS`, in `hours`, or in a credit system that a pack declares"),
    });
    None
}

/// A single amount with its unit, where a range makes no sense.
pub(super) fn exact_workload(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<(Amount, WorkloadUnit)> {
    let stated = workload(cx, node)?;
    let Some(amount) = stated.amount.single() else {
        let problem = Diagnostic::new(Slug::WrongType, node.span, "a range stands where one amount is needed");
        cx.report(problem.help("write the amount that the act names"));
        return None;
    };
    Some((amount, stated.unit))
}

/// A level whose framework and label exist.
pub(super) fn level(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<StatedLevel> {
    let label = node.child(Kind::level_label)?;
    // What is glued to its number was reported by the parser.
    let name = node.child(Kind::framework_name).or_else(|| node.child(Kind::glued_name))?;
    let written = if name.kind == Kind::glued_name { name.text.to_ascii_uppercase() } else { name.text.to_owned() };
    let framework = cx.symbols.intern(&written);
    if unit_before_number(cx, node) {
        return None;
    }
    let Some(known) = cx.frameworks.get(framework) else {
        unknown_framework(cx, name, &written);
        return None;
    };
    let symbol = cx.symbols.intern(label.text);
    if known.level(symbol).is_none() {
        let labels: Vec<&str> = known.levels.iter().map(|l| cx.symbols.text(l.label)).collect();
        // A number of too many digits was reported by the parser.
        if label.text.len() > 9 {
            return None;
        }
        let message = format!("`{written}` has no level `{}`", label.text);
        let help = format!("its levels are {}", labels.join(", "));
        cx.report(Diagnostic::new(Slug::UnknownLevel, label.span, message).help(help));
        return None;
    }
    Some(StatedLevel { framework, label: symbol })
}

/// Whether a level is a workload whose unit stands before its number, as `ECTS 15`; it is told if so.
pub(super) fn unit_before_number(cx: &mut Cx<'_>, node: &Node<'_>) -> bool {
    let (Some(name), Some(label)) = (node.child(Kind::framework_name), node.child(Kind::level_label)) else {
        return false;
    };
    let symbol = cx.symbols.intern(name.text);
    let unit = name.text == "ECTS" || cx.conversions.system(symbol).is_some() && cx.frameworks.get(symbol).is_none();
    if unit {
        cx.report(before_number(node.span, node.text, &format!("{} {}", label.text, name.text)));
    }
    unit
}

fn unknown_framework(cx: &mut Cx<'_>, name: &Node<'_>, written: &str) {
    let names: Vec<String> = cx.frameworks.all().iter().map(|f| cx.symbols.text(f.name).to_owned()).collect();
    // What the European framework is called in Spanish, French, Portuguese and German.
    let eqf = matches!(written, "MEC" | "CEC" | "QEQ" | "EQR").then(|| "EQF".to_owned());
    let near = eqf.or_else(|| nearest(written, names.iter().map(String::as_str)).map(str::to_owned));
    let problem = Diagnostic::new(Slug::UnknownFramework, name.span, format!("unknown framework `{written}`"));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(name.span, near, Applicability::Likely),
        None => problem.help("declare it with `framework`, or load the pack that does"),
    });
}

/// A day.
pub(super) fn day(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Date> {
    // Another order of day, month and year was reported by the parser.
    let text = syntax::day(node.text).map_or_else(|| node.text.to_owned(), |d| d.text);
    match DateRange::parse(&text).map(DateRange::single) {
        Ok(Some(day)) => Some(day),
        _ => {
            let message = format!("`{}` is not a day of the calendar", node.text);
            cx.report(
                Diagnostic::new(Slug::WrongType, node.span, message)
                    .help("look at the act again: write year, month and day, as `2024-09-01`"),
            );
            None
        }
    }
}

/// A length of time.
pub(super) fn term(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Term> {
    let number = node.child(Kind::integer)?;
    let Ok(n) = number.text.parse::<i16>() else {
        let problem = Diagnostic::new(Slug::WrongType, number.span, "a term this long is not on the calendar");
        cx.report(problem.help("write a number of years, months or days below 32768"));
        return None;
    };
    let unit = node.child(Kind::term_unit)?.text;
    let mut term = Term::default();
    match unit.chars().next() {
        Some('y') => term.years = n,
        Some('m') => term.months = n,
        Some('w') => term.days = n.saturating_mul(7),
        _ => term.days = n,
    }
    Some(term)
}

/// The code that a value of a rule means on the list of an attribute.
pub(super) fn code(cx: &mut Cx<'_>, attribute: AttributeId, node: &Node<'_>) -> Option<Symbol> {
    let (written, inner) = written_code(cx, attribute, node)?;
    let list = cx.vocabulary.get(attribute).codes()?.clone();
    known_code(cx, &list, &written, inner);
    let code = cx.symbols.intern(&written);
    cx.named_codes.insert((attribute, code));
    Some(code)
}

/// The code that a fact of an example or a scenario has.
pub(super) fn code_of_fact(cx: &mut Cx<'_>, attribute: AttributeId, node: &Node<'_>) -> Option<Symbol> {
    let (written, inner) = written_code(cx, attribute, node)?;
    let list = cx.vocabulary.get(attribute).codes()?.clone();
    if is_unlisted(cx, &list, &written) {
        return Some(unlisted(cx, attribute, &written, inner));
    }
    known_code(cx, &list, &written, inner);
    Some(cx.symbols.intern(&written))
}

/// Whether a code is a slip, unless some rule asks for it: the list is open and has codes, and this is none of them.
pub(super) fn is_unlisted(cx: &Cx<'_>, list: &CodeList, written: &str) -> bool {
    let declared = list.name == "agreement" && cx.agreements.keys().any(|(_, name)| name == written);
    list.open && !list.codes.is_empty() && !declared && !list.has(written)
}

/// Keeps a fact's code that is not on its open list, until it is known which codes rules ask for.
pub(super) fn unlisted(cx: &mut Cx<'_>, attribute: AttributeId, written: &str, node: &Node<'_>) -> Symbol {
    let code = cx.symbols.intern(written);
    cx.unlisted.push((attribute, code, node.span));
    code
}

/// Refuses codes of examples and scenarios that are on no list and that no rule asks for: they would mean nothing.
pub(super) fn refuse_unlisted(cx: &mut Cx<'_>) {
    for (attribute, code, span) in std::mem::take(&mut cx.unlisted) {
        if cx.named_codes.contains(&(attribute, code)) {
            continue;
        }
        let entry = cx.vocabulary.get(attribute);
        let Some(list) = entry.codes() else { continue };
        let written = cx.symbols.text(code);
        let near = nearest(written, list.codes.iter().map(|c| c.code.as_ref())).map(|c| c.replace('_', " "));
        let spoken = cx.symbols.spoken(code);
        let message = format!("`{spoken}` is no code of `{}`, and no rule asks for it", entry.phrase);
        let help = near.map_or_else(
            || {
                let codes: Vec<String> = list.codes.iter().map(|c| c.code.replace('_', " ")).collect();
                format!("the codes are: {}", codes.join(", "))
            },
            |near| format!("did you mean `{near}`?"),
        );
        cx.report(Diagnostic::new(Slug::UnknownCode, span, message).help(help));
    }
}

/// What a value says as a code, and the node that says it.
fn written_code<'n, 't>(cx: &mut Cx<'_>, attribute: AttributeId, node: &'n Node<'t>) -> Option<(String, &'n Node<'t>)> {
    let inner = if node.kind == Kind::value { node.first()? } else { node };
    let list = cx.vocabulary.get(attribute).codes()?.clone();
    let written = match inner.kind {
        Kind::phrase | Kind::word | Kind::noun => without_article(inner.text).replace(' ', "_"),
        Kind::string => inner.words(),
        Kind::level if list.by_prefix => inner.child(Kind::level_label)?.text.to_owned(),
        _ => {
            let phrase = cx.vocabulary.get(attribute).phrase.clone();
            let message = format!("`{}` is no value of `{phrase}`", inner.text);
            cx.report(
                Diagnostic::new(Slug::WrongType, inner.span, message)
                    .help("write one of its codes; `credstack words` lists them"),
            );
            return None;
        }
    };
    Some((written, inner))
}

fn known_code(cx: &mut Cx<'_>, list: &CodeList, written: &str, node: &Node<'_>) {
    let outside = list.open && list.codes.is_empty() && !list.by_prefix;
    let declared = list.name == "agreement" && cx.agreements.keys().any(|(_, name)| name == written);
    if outside || declared || list.has(written) {
        return;
    }
    let near = nearest(written, list.codes.iter().map(|c| c.code.as_ref())).map(|c| c.replace('_', " "));
    let slug = if list.open { Slug::UnlistedCode } else { Slug::UnknownCode };
    let what = list.name.replace('_', " ");
    let message = if list.ordered {
        format!("`{}` is no step of the scale `{}`", node.text, list.name)
    } else {
        format!("`{}` is not on the list of codes for {what}", node.text)
    };
    let problem = Diagnostic::new(slug, node.span, message);
    cx.report(match (near, list.codes.is_empty()) {
        (Some(near), _) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
        (None, false) => {
            let codes: Vec<String> = list.codes.iter().map(|c| c.code.replace('_', " ")).collect();
            let what = if list.ordered { "its steps are, lowest first" } else { "the codes are" };
            problem.help(format!("{what}: {}", codes.join(", ")))
        }
        (None, true) if list.by_prefix => {
            problem.help("fields are ISCED-F codes of two to four digits, as `ISCED-F 0413`")
        }
        (None, true) => problem.help("countries are ISO 3166-1 codes of two capital letters, as `ES`"),
    });
}
