//! What stands under the pointer, in the words of a person: what it is, since when, by which source, and whether it is in doubt.

use credstack::dsl::Thing;
use credstack::model::Symbol;
use credstack::model::policy::{
    Award, Citation, Confidence, LegalSource, Parameter, ParameterValue, Period, Policy, PolicySet, Rule,
};
use credstack::model::vocabulary::{Attribute, Kind};
use credstack::report::words;
use credstack::source::Span;
use serde_json::{Value, json};

use crate::desk::Sheet;
use crate::index::{Declared, normal};

/// So many codes of a list are shown.
const MOST_CODES: usize = 12;

/// The card of what stands at a byte.
pub(crate) fn hover(sheet: Sheet<'_>, byte: usize) -> Option<Value> {
    let index = sheet.index();
    let set = &sheet.rules.policies;
    let named = index.at(sheet.id, byte).and_then(|(span, found)| {
        let cards: Vec<String> =
            found.iter().filter_map(|at| index.declared.get(*at)).map(|d| card(set, d)).take(3).collect();
        (!cards.is_empty()).then(|| (span, cards.join("\n\n---\n\n")))
    });
    let (span, text) = named.or_else(|| {
        let used = index.mention(sheet.id, byte)?;
        Some((used.span, attribute_card(vocabulary_word(set, &used.text)?)))
    })?;
    Some(json!({ "contents": { "kind": "markdown", "value": text }, "range": sheet.lines().range(span) }))
}

/// The attribute that words of a condition read, if they are those of one.
pub(crate) fn vocabulary_word<'s>(set: &'s PolicySet, words: &str) -> Option<&'s Attribute> {
    let spoken = normal(words).replace('_', " ");
    set.vocabulary.iter().map(|(_, a)| a).find(|a| a.phrase == spoken || a.phrase == words || a.name == words)
}

fn card(set: &PolicySet, of: &Declared) -> String {
    let within = |span: Span| span.source == of.span.source && of.span.start <= span.start && span.start <= of.span.end;
    let policy = set.policies.iter().find(|p| set.symbols.text(p.version_of) == of.owner || within(p.span));
    let title = if of.title.is_empty() { String::new() } else { format!(": {}", of.title) };
    let head = format!("**{} `{}`**{title}", of.thing.word(), of.name);
    let more = match of.thing {
        Thing::Rule | Thing::Limit => rule_card(set, &rules(set).filter(|r| within(r.span)).collect::<Vec<_>>()),
        Thing::Policy => set.policies.iter().find(|p| within(p.span)).map(|p| policy_card(set, p)),
        Thing::Route => {
            let routes = set.policies.iter().flat_map(|p| &p.routes);
            routes.clone().find(|r| within(r.span)).map(|r| citations(set, &r.citations))
        }
        Thing::Source => policy.and_then(|p| p.sources.iter().find(|s| within(s.span))).map(source_card),
        Thing::Parameter => {
            policy.and_then(|p| p.parameters.iter().find(|q| within(q.span))).map(|p| parameter_card(set, p))
        }
        Thing::Award => set.awards.iter().find(|a| within(a.span)).map(|a| award_card(set, a)),
        Thing::Component => {
            let components = set.awards.iter().flat_map(|a| &a.components);
            components.clone().find(|c| within(c.span)).map(|c| {
                let workload = c.workload.map(|(amount, unit)| format!("{amount} {}", words::unit(set, unit)));
                let level = c.level.map(|l| words::level(set, l));
                [workload, level].into_iter().flatten().collect::<Vec<_>>().join(", ")
            })
        }
        Thing::Attribute => set.vocabulary.iter().find(|(_, a)| a.name == of.name).map(|(_, a)| attribute_card(a)),
        Thing::Framework => framework_card(set, &of.name),
        _ => None,
    };
    let place = if of.owner.is_empty() { String::new() } else { format!("of `{}`", of.owner) };
    let parts = [Some(head), more, Some(place)].into_iter().flatten().filter(|p| !p.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

fn rules(set: &PolicySet) -> impl Iterator<Item = &Rule> {
    set.policies.iter().flat_map(|p| &p.rules).filter(|r| r.within.is_none())
}

/// A rule that reads a parameter has a version for each of its values; the first and the last say when it begins and ends.
fn rule_card(set: &PolicySet, versions: &[&Rule]) -> Option<String> {
    let rule = *versions.first()?;
    let period = Period { from: rule.force.from, to: versions.last().and_then(|r| r.force.to) };
    let mut parts = Vec::new();
    parts.extend(rule.says.iter().map(|t| format!("{}: {}", t.language, t.words)));
    parts.push(format!("For: {}", words::shorten(&words::condition(set, &rule.applies), 400)));
    parts.push(force(period));
    if rule.standing.is_mandatory() {
        parts.push("Mandatory: lower layers may not do otherwise.".to_owned());
    }
    parts.extend(rule.notes.iter().map(|n| format!("Note: {n}")));
    parts.push(citations(set, &rule.citations));
    parts.retain(|p| !p.is_empty());
    Some(parts.join("\n\n"))
}

fn policy_card(set: &PolicySet, policy: &Policy) -> String {
    let parents: Vec<&str> = policy.extends.iter().map(|p| set.symbols.text(*p)).collect();
    let extends = if parents.is_empty() { String::new() } else { format!("Extends {}", parents.join(", ")) };
    let layer = format!("Layer: {}", policy.layer.word());
    let parts = [layer, extends, force(policy.force)].into_iter().filter(|p| !p.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

fn award_card(set: &PolicySet, award: &Award) -> String {
    let level = award.level.map(|l| words::level(set, l));
    let workload = award.workload.map(|(amount, unit)| format!("{amount} {}", words::unit(set, unit)));
    let by = award.policy.map(|p| format!("recognised by `{}`", set.symbols.text(p)));
    let line: Vec<String> =
        [award.offered_by.as_deref().map(str::to_owned), level, workload, by].into_iter().flatten().collect();
    let parts = [line.join(" · "), force(award.force), citations(set, &award.citations)];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn source_card(source: &LegalSource) -> String {
    let mut parts = vec![doubt(source.confidence).to_owned()];
    parts.extend(source.url.as_ref().map(|url| format!("<{url}>")));
    parts.push(source.checked.map_or_else(|| "Never reviewed".to_owned(), |day| format!("Reviewed {day}")));
    parts.extend(source.reading.as_ref().map(|r| format!("Reading: {r}")));
    parts.retain(|p| !p.is_empty());
    parts.join("\n\n")
}

/// The mark of what is not beyond doubt.
fn doubt(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Primary => "",
        Confidence::Secondary => "⚠ Read in a secondary source.",
        Confidence::Doubtful => "⚠ **In doubt**: nobody could check this.",
    }
}

fn citations(set: &PolicySet, all: &[Citation]) -> String {
    let one = |c: &Citation| {
        let policy = set.policies.iter().find(|p| p.name == c.policy);
        let found = policy.and_then(|p| p.sources.iter().find(|s| s.name == c.source));
        let name = set.symbols.text(c.source);
        let Some(source) = found else { return format!("- {name} {}", c.place) };
        let title =
            source.url.as_ref().map_or_else(|| source.title.to_string(), |u| format!("[{}]({u})", source.title));
        let checked = source.checked.map_or_else(String::new, |day| format!(", reviewed {day}"));
        let doubt = doubt(source.confidence);
        format!("- {name} {}: {title}{checked} {doubt}", c.place).trim_end().to_owned()
    };
    all.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn parameter_card(set: &PolicySet, parameter: &Parameter) -> String {
    let value = |v: ParameterValue| match v {
        ParameterValue::Workload(amount, unit) => format!("{amount} {}", words::unit(set, unit)),
        ParameterValue::Percent(amount) => format!("{amount}%"),
        ParameterValue::Credentials(count) => format!("{count} credentials"),
        ParameterValue::Level(level) => words::level(set, level),
        ParameterValue::Term(term) => term.to_string(),
        ParameterValue::Number(amount) => amount.to_string(),
    };
    let dated = |d: &credstack::model::policy::DatedValue| {
        let when = force(d.period);
        let when = if when.is_empty() { String::new() } else { format!(" ({})", when.to_lowercase()) };
        format!("- {}{when}", value(d.value))
    };
    let mut parts = vec![parameter.values.iter().map(dated).collect::<Vec<_>>().join("\n")];
    parts.extend(parameter.checked.map(|day| format!("Reviewed {day}")));
    parts.extend(parameter.reading.as_ref().map(|r| format!("Reading: {r}")));
    parts.push(citations(set, &parameter.citations));
    parts.retain(|p| !p.is_empty());
    parts.join("\n\n")
}

fn framework_card(set: &PolicySet, name: &str) -> Option<String> {
    let framework = set.frameworks.get(set.symbols.get(name)?)?;
    let eqf = |level: &credstack::model::level::FrameworkLevel| {
        let levels: Vec<String> = level.eqf.iter().map(|l| l.to_string()).collect();
        match levels.len() {
            8 => "EQF not stated".to_owned(),
            _ => format!("EQF {}", levels.join(" or ")),
        }
    };
    let level = |l: &credstack::model::level::FrameworkLevel| format!("- {} {}: {}", name, text(set, l.label), eqf(l));
    Some(framework.levels.iter().map(level).collect::<Vec<_>>().join("\n"))
}

fn text(set: &PolicySet, symbol: Symbol) -> &str {
    set.symbols.text(symbol)
}

/// Since when and until when.
fn force(period: Period) -> String {
    match (period.from, period.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("In force from {from}"),
        (None, Some(to)) => format!("In force until before {to}"),
        (Some(from), Some(to)) => format!("In force from {from} until before {to}"),
    }
}

/// What an attribute means and what it may be.
pub(crate) fn attribute_card(of: &Attribute) -> String {
    let unit = of.kind.unit();
    let unit = if unit.is_empty() { String::new() } else { format!(", in {unit}") };
    let mut parts = vec![format!("**{}**: {}{unit}", of.phrase, of.kind.word()), of.description.to_string()];
    if let (Kind::Codes(_), Some(list)) = (of.kind, of.codes()) {
        let shown =
            list.codes.iter().take(MOST_CODES).map(|c| format!("- `{}`: {}", c.code.replace('_', " "), c.label));
        let mut shown: Vec<String> = shown.collect();
        if list.codes.len() > MOST_CODES {
            shown.push(format!("- and {} more", list.codes.len() - MOST_CODES));
        }
        parts.push(shown.join("\n"));
    }
    parts.retain(|p| !p.is_empty());
    parts.join("\n\n")
}
