//! What the rules know of an award and its components, put into a claim.

use credstack_model::facts::{Fact, Knowledge, Provenance, Standing, Text, Value};
use credstack_model::policy::{Award, Component};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Claim};

/// Fills in what the rules know of an award. What the claim itself says stands.
pub fn describe_award(claim: &mut Claim, award: &Award) {
    let mut facts = vec![(attribute::AWARD_TITLE, Value::Text(vec![Text::plain(&award.title)]))];
    facts.extend(award.workload.map(|w| (attribute::AWARD_WORKLOAD, stated(w))));
    facts.extend(award.level.map(|l| (attribute::AWARD_LEVEL, Value::Level(vec![l]))));
    if award.without_level && claim.facts.get(attribute::AWARD_LEVEL).is_none() {
        claim.facts.set(attribute::AWARD_LEVEL, Fact::none());
    }
    facts.extend(award.kind.map(|k| (attribute::AWARD_KIND, Value::Codes(vec![k]))));
    facts.extend(award.official.map(|o| (attribute::AWARD_OFFICIAL, Value::Truth(o))));
    facts.extend(award.country.map(|c| (attribute::AWARD_COUNTRY, Value::Codes(vec![c]))));
    fill(claim, facts);
}

/// Fills in what the rules know of a component. What the claim itself says stands.
pub fn describe_component(claim: &mut Claim, component: &Component) {
    let mut facts = Vec::new();
    facts.extend(component.kind.map(|k| (attribute::COMPONENT_KIND, Value::Codes(vec![k]))));
    facts.extend(component.workload.map(|w| (attribute::COMPONENT_WORKLOAD, stated(w))));
    facts.extend(component.level.map(|l| (attribute::COMPONENT_LEVEL, Value::Level(vec![l]))));
    fill(claim, facts);
}

fn fill(claim: &mut Claim, facts: Vec<(AttributeId, Value)>) {
    for (id, value) in facts {
        if claim.facts.get(id).is_none() {
            let provenance =
                vec![Provenance { document: "rules".into(), standing: Standing::Claimed, ..Provenance::default() }];
            claim.facts.set(id, Fact { knowledge: Knowledge::Known(value), provenance });
        }
    }
}

fn stated((amount, unit): (Amount, WorkloadUnit)) -> Value {
    Value::Workload(vec![StatedWorkload { amount: AmountRange::exactly(amount), unit }])
}
