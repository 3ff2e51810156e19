//! What a credential states in other units and frameworks, in its public form.

use credstack_model::policy::{Citation, Converted, Turned, TurnedWorkload};
use credstack_model::workload::{Conversion, WorkloadUnit};

use super::document::{CellDocument, ConversionDocument};
use super::write::{Writer, range};

impl Writer<'_> {
    pub(super) fn conversion(&self, converted: &Converted) -> ConversionDocument {
        let (stated, becomes, by, rate) = match &converted.turned {
            Turned::Workload(turned) => {
                let TurnedWorkload { stated, ects, how } = turned.as_ref();
                let unit = match stated.unit {
                    WorkloadUnit::Ects => "ECTS",
                    WorkloadUnit::Hours => "hours",
                    WorkloadUnit::Credits(system) => self.set.symbols.text(system),
                };
                let becomes = CellDocument::Amount {
                    from: ects.low.exact(),
                    to: ects.high.map(credstack_model::Amount::exact),
                    above: false,
                    below: false,
                    unit: "ECTS".to_owned(),
                };
                let (by, rate) = match how {
                    Conversion::Hours { per_ects } => ("hours", Some(range(*per_ects))),
                    Conversion::Year { ects, .. } => ("year", Some(range(*ects))),
                    Conversion::AsStated | Conversion::Unknown => ("unknown", None),
                };
                (format!("{} {unit}", stated.amount), becomes, by, rate)
            }
            Turned::Level { stated, eqf } => {
                let text = |s| self.set.symbols.text(s);
                let values = eqf.iter().map(|level| format!("EQF {level}")).collect();
                let by = if converted.rests_on.is_empty() { "unknown" } else { "framework" };
                let stated = format!("{} {}", text(stated.framework), text(stated.label));
                (stated, CellDocument::Levels { values }, by, None)
            }
        };
        let citations: Vec<Citation> = self.set.citations_of(&converted.rests_on);
        ConversionDocument {
            attribute: self.set.vocabulary.get(converted.attribute).name.to_string(),
            stated,
            becomes,
            by: by.to_owned(),
            rate,
            sources: citations.iter().map(|c| self.source(c)).collect(),
            doubtful: self.set.in_doubt(&citations),
        }
    }
}
