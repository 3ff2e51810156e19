//! What of a credential is stated in other units or frameworks, what it comes to, and on which data that rests.

use super::data::{Datum, Declaration};
use super::set::PolicySet;
use super::source::{Citation, Confidence};
use crate::amount::AmountRange;
use crate::facts::{Facts, Knowledge, Value};
use crate::level::{EqfLevels, StatedLevel};
use crate::symbol::Symbol;
use crate::vocabulary::{AttributeId, attribute};
use crate::workload::{Basis, Conversion, StatedWorkload, WorkloadUnit};

/// What a credential states and what that was turned into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turned {
    /// A workload in hours or in credits of another system, in ECTS.
    Workload(Box<TurnedWorkload>),
    /// A level of another framework, in levels of the EQF.
    Level {
        /// As the document states it.
        stated: StatedLevel,
        /// The levels that it may be.
        eqf: EqfLevels,
    },
}

/// A workload and what it is in ECTS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnedWorkload {
    /// As the document states it.
    pub stated: StatedWorkload,
    /// In ECTS.
    pub ects: AmountRange,
    /// With what.
    pub how: Conversion,
}

/// A conversion that a credential needs, with the data that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The attribute that is stated otherwise than in ECTS or EQF levels.
    pub attribute: AttributeId,
    /// What was turned into what.
    pub turned: Turned,
    /// The data that were used; empty where nothing says how to convert.
    pub rests_on: Vec<Datum>,
}

/// The attributes that may be stated in units or frameworks other than those that most rules speak of.
const STATED_OTHERWISE: [AttributeId; 3] = [attribute::WORKLOAD, attribute::LEVEL, attribute::TAUGHT_LEVEL];

impl PolicySet {
    /// Where something is declared and what it rests on.
    pub fn declaration(&self, of: Datum) -> Option<&Declaration> {
        self.declarations.iter().find(|d| d.of == of)
    }

    /// What some declarations rest on together, each citation once.
    pub fn citations_of(&self, data: &[Datum]) -> Vec<Citation> {
        let mut found: Vec<Citation> = Vec::new();
        for citation in data.iter().filter_map(|of| self.declaration(*of)).flat_map(|d| &d.citations) {
            let is_same =
                |c: &Citation| (c.policy, c.source, &c.place) == (citation.policy, citation.source, &citation.place);
            if !found.iter().any(is_same) {
                found.push(citation.clone());
            }
        }
        found
    }

    /// Whether there are citations, and all of them are of sources that nobody could check.
    pub fn in_doubt(&self, citations: &[Citation]) -> bool {
        !citations.is_empty() && citations.iter().all(|c| self.confidence(c) == Some(Confidence::Doubtful))
    }

    /// How sure the source of a citation is.
    pub fn confidence(&self, citation: &Citation) -> Option<Confidence> {
        let policy = self.policies.iter().find(|p| p.name == citation.policy)?;
        policy.sources.iter().find(|s| s.name == citation.source).map(|s| s.confidence)
    }

    /// What of a credential is stated in hours, in credits of another system or in levels of another framework, and what it
    /// comes to in ECTS by the size of a year and in levels of the EQF, whether a rule reads it or not.
    ///
    /// # Example
    ///
    /// 28 hours of a Dutch credential are 1 ECTS where the Dutch pack says that a credit has 28 hours; the data used are the
    /// hours of `NL`.
    pub fn conversions_of(&self, facts: &Facts) -> Vec<Converted> {
        let country = facts.code(attribute::ISSUER_COUNTRY);
        let mut found = Vec::new();
        for attribute in STATED_OTHERWISE {
            match facts.knowledge(attribute) {
                Knowledge::Known(Value::Workload(stated)) => {
                    found.extend(self.workload_turned(attribute, stated, country));
                }
                Knowledge::Known(Value::Level(stated)) => found.extend(self.levels_turned(attribute, stated)),
                _ => {}
            }
        }
        found
    }

    fn workload_turned(
        &self,
        attribute: AttributeId,
        stated: &[StatedWorkload],
        country: Option<Symbol>,
    ) -> Option<Converted> {
        let first = stated.first().filter(|_| stated.iter().all(|s| s.unit != WorkloadUnit::Ects))?;
        let (ects, how) = self.conversions.convert(stated, WorkloadUnit::Ects, Basis::Year, country)?;
        // The same choice as the conversion makes: credits before hours.
        let used = stated.iter().find(|s| matches!(s.unit, WorkloadUnit::Credits(_))).unwrap_or(first);
        let hours = Datum::Hours(country.filter(|c| self.conversions.hours_declared(Some(*c)).is_some()));
        let rests_on = match (&how, used.unit) {
            (Conversion::Year { system, .. }, _) => vec![Datum::CreditSystem(*system)],
            (Conversion::Hours { .. }, WorkloadUnit::Credits(system)) => vec![Datum::CreditSystem(system), hours],
            (Conversion::Hours { .. }, _) => vec![hours],
            (Conversion::AsStated | Conversion::Unknown, _) => Vec::new(),
        };
        let turned = Turned::Workload(Box::new(TurnedWorkload { stated: *used, ects, how }));
        Some(Converted { attribute, turned, rests_on })
    }

    fn levels_turned(&self, attribute: AttributeId, stated: &[StatedLevel]) -> Vec<Converted> {
        let is_eqf = |level: &StatedLevel| self.symbols.text(level.framework) == "EQF";
        if stated.iter().any(is_eqf) {
            return Vec::new();
        }
        let turned = |level: &StatedLevel| {
            let known = self.frameworks.get(level.framework).and_then(|f| f.level(level.label));
            let eqf = known.map_or(EqfLevels::ANY, |l| l.eqf);
            let rests_on = known.map(|_| Datum::Framework(level.framework)).into_iter().collect();
            Converted { attribute, turned: Turned::Level { stated: *level, eqf }, rests_on }
        };
        stated.iter().map(turned).collect()
    }
}
