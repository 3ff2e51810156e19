//! Computed facts: set before any rule reads a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use credstack_model::Symbol;
use credstack_model::facts::{Fact, Facts, Knowledge, Provenance, Standing, Text, Value};
use credstack_model::policy::{Argument, Computed, Derive, Function, PolicySet, Shape};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::{Basis, StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange};

use crate::failure::Failure;
use crate::script::Script;

/// The scripts of all functions, compiled.
#[derive(Debug, Default)]
pub struct Derivation {
    scripts: BTreeMap<Symbol, Arc<Script>>,
}

/// Why an attribute is not computed.
enum Open {
    /// These are not known.
    Missing(Vec<AttributeId>),
    /// These are known, but not as a single value.
    Several(AttributeId),
    /// The function failed.
    Failed(String),
}

impl Derivation {
    /// The scripts by the full names of their functions.
    pub fn new(scripts: BTreeMap<Symbol, Arc<Script>>) -> Self {
        Self { scripts }
    }

    /// Calls a function; `None` where its script could not be used.
    pub(crate) fn call(
        &self,
        set: &PolicySet,
        function: &Function,
        given: &[Argument],
    ) -> Option<Result<Argument, Failure>> {
        let full = set.symbols.text(function.name);
        let name = full.rsplit('.').next().unwrap_or(full);
        let script = self.scripts.get(&function.name)?;
        Some(script.call(name, &function.takes, given, function.gives))
    }

    fn compute(&self, set: &PolicySet, computed: &Computed, facts: &Facts) -> Result<Value, Open> {
        let missing = |id: &&AttributeId| *facts.knowledge(**id) == Knowledge::Missing;
        let open: Vec<AttributeId> = computed.inputs.iter().filter(missing).copied().collect();
        if !open.is_empty() {
            return Err(Open::Missing(open));
        }
        let failed = |why: &str| Open::Failed(why.to_owned());
        let function = set.functions.iter().find(|f| f.name == computed.function);
        let function = function.ok_or_else(|| failed("its function is not loaded"))?;
        let mut given = Vec::new();
        for (input, shape) in computed.inputs.iter().zip(&function.takes) {
            given.push(argument(set, facts, *input, *shape).ok_or(Open::Several(*input))?);
        }
        let answer = self.call(set, function, &given).ok_or_else(|| failed("its script is not loaded"))?;
        answer.and_then(|answer| value(set, computed.attribute, function, answer)).map_err(|f| failed(&f.to_string()))
    }
}

impl Derive for Derivation {
    fn derive(&self, set: &PolicySet, facts: &mut Facts) {
        for computed in &set.computed {
            // What a document or an officer says stands above what would be computed.
            if *facts.knowledge(computed.attribute) != Knowledge::Missing {
                continue;
            }
            let from = origin(set, computed, facts);
            let fact = match self.compute(set, computed, facts) {
                Ok(value) => {
                    Fact { knowledge: Knowledge::Known(value), provenance: vec![provenance(set, computed, from)] }
                }
                Err(open) => {
                    let why = reason(set, &open);
                    Fact { knowledge: Knowledge::Missing, provenance: vec![provenance(set, computed, why)] }
                }
            };
            facts.set(computed.attribute, fact);
        }
    }
}

fn provenance(set: &PolicySet, computed: &Computed, raw: String) -> Provenance {
    Provenance {
        document: set.symbols.text(computed.function).into(),
        path: String::new(),
        raw,
        standing: Standing::Derived,
    }
}

/// The facts that it was computed from, with where they were read: `mark 8 (c.json), highest mark 10 (claim)`.
fn origin(set: &PolicySet, computed: &Computed, facts: &Facts) -> String {
    let one = |id: &AttributeId| {
        let phrase = &set.vocabulary.get(*id).phrase;
        let shape = Shape::of(set.vocabulary.get(*id).kind)?;
        let read = facts.get(*id).and_then(|f| f.provenance.first()).map(|p| format!(" ({})", p.document));
        Some(format!("{phrase} {}{}", argument(set, facts, *id, shape)?, read.unwrap_or_default()))
    };
    computed.inputs.iter().filter_map(one).collect::<Vec<_>>().join(", ")
}

fn reason(set: &PolicySet, open: &Open) -> String {
    let phrase = |id: &AttributeId| set.vocabulary.get(*id).phrase.to_string();
    match open {
        Open::Missing(ids) => format!("not computed without {}", ids.iter().map(phrase).collect::<Vec<_>>().join(", ")),
        Open::Several(id) => format!("not computed, for {} is not one exact value", phrase(id)),
        Open::Failed(why) => format!("not computed: {why}"),
    }
}

/// The one value of a fact, as it crosses into a script; `None` where it is none, a range or several.
fn argument(set: &PolicySet, facts: &Facts, id: AttributeId, shape: Shape) -> Option<Argument> {
    Some(match (shape, facts.value(id)?) {
        (Shape::Number, Value::Number(number)) => Argument::Number(*number),
        (Shape::Workload, Value::Workload(stated)) => {
            let country = facts.code(attribute::ISSUER_COUNTRY);
            let (range, _) = set.conversions.convert(stated, WorkloadUnit::Ects, Basis::Year, country)?;
            Argument::Number(range.single()?)
        }
        (Shape::Truth, Value::Truth(yes)) => Argument::Truth(*yes),
        (Shape::Code, Value::Codes(codes)) => match codes.as_slice() {
            [code] => Argument::Words(set.symbols.text(*code).into()),
            _ => return None,
        },
        (Shape::Text, Value::Text(texts)) => match texts.as_slice() {
            [text] => Argument::Words(text.words.clone()),
            _ => return None,
        },
        _ => return None,
    })
}

/// An answer as a value of the attribute.
fn value(set: &PolicySet, id: AttributeId, function: &Function, answer: Argument) -> Result<Value, Failure> {
    Ok(match (function.gives, answer) {
        (Shape::Workload, Argument::Number(amount)) => Value::Workload(vec![StatedWorkload {
            amount: AmountRange::exactly(amount.max(Amount::ZERO)),
            unit: WorkloadUnit::Ects,
        }]),
        (_, Argument::Number(number)) => Value::Number(number),
        (_, Argument::Truth(yes)) => Value::Truth(yes),
        (Shape::Code, Argument::Words(code)) => {
            let list = set.vocabulary.get(id).codes();
            if list.is_some_and(|l| !l.open && !l.has(&code)) {
                return Err(Failure::UnknownCode(code.to_string()));
            }
            Value::Codes(vec![set.symbols.intern(&code)])
        }
        (_, Argument::Words(words)) => Value::Text(vec![Text::plain(&words)]),
    })
}
