//! Instances and answers as JSON, for programs in other languages.

use credstack_stacking::{
    Extent, Fill, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Progress, Side, Slot, Stack,
};
use serde_json::{Value as Json, json};

/// A problem, everything by the names of its fields.
pub fn problem(problem: &Problem) -> Json {
    json!({
        "units_per_credit": problem.units_per_credit,
        "fine": problem.fine,
        "items": problem.items.iter().map(|i| json!({"id": i.id, "progress": progress(i.progress)})).collect::<Vec<_>>(),
        "slots": problem.slots.iter().map(slot).collect::<Vec<_>>(),
        "tree": problem.tree.iter().map(node).collect::<Vec<_>>(),
        "limits": problem.limits.iter().map(limit).collect::<Vec<_>>(),
        "workload": problem.workload,
        "clashes": problem.clashes,
    })
}

/// A stack, everything by the names of its fields.
pub fn stack(stack: &Stack) -> Json {
    json!({
        "counted": stack.counted.iter().map(|c| [Json::from(c.slot), c.item.into(), c.units.into()]).collect::<Vec<_>>(),
        "chosen": stack.chosen,
        "value": stack.value.parts(),
    })
}

/// The problem that [`problem`] wrote.
///
/// # Errors
/// What is not as it has to be.
pub fn read_problem(json: &Json) -> Result<Problem, String> {
    let scalar = |name: &str| number(json, name);
    Ok(Problem {
        units_per_credit: scalar("units_per_credit")?,
        fine: scalar("fine")?,
        items: list(json, "items")?.iter().map(read_item).collect::<Result<_, _>>()?,
        slots: list(json, "slots")?.iter().map(read_slot).collect::<Result<_, _>>()?,
        tree: list(json, "tree")?.iter().map(read_node).collect::<Result<_, _>>()?,
        limits: list(json, "limits")?.iter().map(read_limit).collect::<Result<_, _>>()?,
        workload: json["workload"].as_i64(),
        clashes: list(json, "clashes")?.iter().map(pair).collect::<Result<_, _>>()?,
        ..Problem::default()
    })
}

fn progress(progress: Progress) -> &'static str {
    match progress {
        Progress::Completed => "completed",
        Progress::InProgress => "in progress",
        Progress::Planned => "planned",
    }
}

fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Credits => "credits",
        Measure::Items => "items",
        Measure::Outcomes => "outcomes",
    }
}

fn slot(slot: &Slot) -> Json {
    let fill = match slot.fill {
        Fill::Whole => "whole",
        Fill::UpTo => "up to",
        Fill::Split => "split",
    };
    let offer = |o: &Offer| json!({"item": o.item, "least": o.least, "credits": o.credits, "values": o.values});
    json!({
        "name": slot.name, "measure": measure(slot.measure), "minimum": slot.minimum, "maximum": slot.maximum,
        "fill": fill, "spread": slot.spread, "offers": slot.offers.iter().map(offer).collect::<Vec<_>>(),
    })
}

fn node(node: &Node) -> Json {
    let (kind, number) = match &node.kind {
        NodeKind::Slot(slot) => ("slot", *slot),
        NodeKind::All(children) => ("all", children.len()),
        NodeKind::Any(n, _) => ("any", *n),
        NodeKind::AtLeast(n, _) => ("at least", *n),
    };
    let minimum = node.minimum.map(|(m, n)| json!([measure(m), n]));
    json!({"name": node.name, "kind": kind, "number": number, "children": node.kind.children(), "minimum": minimum})
}

fn limit(limit: &Limit) -> Json {
    let side = if limit.side == Side::AtMost { "at most" } else { "at least" };
    let (bound, share_of) = match limit.extent {
        Extent::Fixed(bound) => (bound, None),
        Extent::Share { parts, of } => (parts, Some(of)),
    };
    json!({
        "name": limit.name, "side": side, "measure": measure(limit.measure), "bound": bound, "share_of": share_of,
        "cells": limit.cells, "of": limit.of,
    })
}

fn number(json: &Json, name: &str) -> Result<i64, String> {
    json[name].as_i64().ok_or_else(|| format!("`{name}` is no whole number: {}", json[name]))
}

fn place(json: &Json) -> Result<usize, String> {
    json.as_u64().and_then(|n| usize::try_from(n).ok()).ok_or_else(|| format!("no place: {json}"))
}

fn list<'a>(json: &'a Json, name: &str) -> Result<&'a [Json], String> {
    json[name].as_array().map(Vec::as_slice).ok_or_else(|| format!("`{name}` is no list"))
}

fn text(json: &Json, name: &str) -> Result<String, String> {
    json[name].as_str().map(str::to_owned).ok_or_else(|| format!("`{name}` is no text"))
}

fn one_of<T: Copy>(json: &Json, name: &str, of: &[(&str, T)]) -> Result<T, String> {
    let found = of.iter().find(|(word, _)| json[name] == *word).map(|(_, is)| *is);
    found.ok_or_else(|| format!("`{name}` is none of what it can be: {}", json[name]))
}

const MEASURES: [(&str, Measure); 3] =
    [("credits", Measure::Credits), ("items", Measure::Items), ("outcomes", Measure::Outcomes)];

fn pair(json: &Json) -> Result<(usize, usize), String> {
    Ok((place(&json[0])?, place(&json[1])?))
}

fn read_item(json: &Json) -> Result<Item, String> {
    let all = [Progress::Completed, Progress::InProgress, Progress::Planned].map(|p| (progress(p), p));
    Ok(Item { id: text(json, "id")?, progress: one_of(json, "progress", &all)?, ..Item::default() })
}

fn read_slot(json: &Json) -> Result<Slot, String> {
    let fills = [("whole", Fill::Whole), ("up to", Fill::UpTo), ("split", Fill::Split)];
    let value = |v: &Json| v.as_u64().and_then(|v| u32::try_from(v).ok()).ok_or_else(|| format!("no value: {v}"));
    let offer = |o: &Json| {
        Ok(Offer {
            item: place(&o["item"])?,
            least: number(o, "least")?,
            credits: number(o, "credits")?,
            values: list(o, "values")?.iter().map(value).collect::<Result<_, _>>()?,
        })
    };
    Ok(Slot {
        name: text(json, "name")?,
        measure: one_of(json, "measure", &MEASURES)?,
        minimum: number(json, "minimum")?,
        maximum: json["maximum"].as_i64(),
        fill: one_of(json, "fill", &fills)?,
        spread: value(&json["spread"])?,
        offers: list(json, "offers")?.iter().map(offer).collect::<Result<_, String>>()?,
        ..Slot::default()
    })
}

fn read_node(json: &Json) -> Result<Node, String> {
    let children: Vec<usize> = list(json, "children")?.iter().map(place).collect::<Result<_, _>>()?;
    let number_of = place(&json["number"])?;
    let kind = match json["kind"].as_str() {
        Some("slot") => NodeKind::Slot(number_of),
        Some("all") => NodeKind::All(children),
        Some("any") => NodeKind::Any(number_of, children),
        Some("at least") => NodeKind::AtLeast(number_of, children),
        _ => return Err(format!("`kind` is none of what it can be: {}", json["kind"])),
    };
    let of = &json["minimum"];
    let minimum = match of[0].as_str() {
        Some("items") => Some((Measure::Items, of[1].as_i64().ok_or("no minimum")?)),
        Some(_) => Some((Measure::Credits, of[1].as_i64().ok_or("no minimum")?)),
        None => None,
    };
    Ok(Node { name: text(json, "name")?, kind, minimum })
}

fn read_limit(json: &Json) -> Result<Limit, String> {
    let bound = number(json, "bound")?;
    let of = |name: &str| if json[name].is_null() { Ok(None) } else { place(&json[name]).map(Some) };
    let extent = of("share_of")?.map_or(Extent::Fixed(bound), |of| Extent::Share { parts: bound, of });
    Ok(Limit {
        name: text(json, "name")?,
        side: one_of(json, "side", &[("at most", Side::AtMost), ("at least", Side::AtLeast)])?,
        measure: one_of(json, "measure", &MEASURES)?,
        extent,
        cells: list(json, "cells")?.iter().map(pair).collect::<Result<_, _>>()?,
        of: of("of")?,
    })
}

#[cfg(test)]
mod tests {
    use crate::instances::{Kind, Shape, instance};

    /// What is written can be read, and nothing is lost on the way.
    #[test]
    fn problems_come_back_as_they_were() {
        for seed in 0..200 {
            let kind = if seed % 2 == 0 { Kind::Whole } else { Kind::Parts };
            let made = instance(Shape { items: 12, slots: 6, limits: 4, kind }, seed);
            assert_eq!(made.check(), Ok(()));
            let text = super::problem(&made).to_string();
            assert_eq!(super::read_problem(&serde_json::from_str(&text).unwrap()), Ok(made));
        }
    }
}
