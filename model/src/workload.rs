//! Workload: credits of a system, or hours, and how one becomes the other.

use crate::amount::{Amount, AmountRange};
use crate::symbol::Symbol;

/// What a workload is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkloadUnit {
    /// European credits (ECTS Users' Guide 2015).
    Ects,
    /// Hours of the learner's whole work, not contact hours.
    Hours,
    /// Credits of another system, declared by a pack (`credit system SCQF`).
    Credits(Symbol),
}

/// One statement of a workload in a document: `5 ECTS`, `375 hours`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatedWorkload {
    /// How much; a range where the document gives one.
    pub amount: AmountRange,
    /// Of what.
    pub unit: WorkloadUnit,
}

/// By what a credit of one system is converted into another's. The two can give different answers: UK credits are
/// 2 : 1 by year and 2.5 : 1 by hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Basis {
    /// By what a full-time year holds.
    #[default]
    Year,
    /// By the hours that a credit stands for.
    Hours,
}

impl Basis {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Basis::Year => "by year",
            Basis::Hours => "by hours",
        }
    }
}

/// A unit of workload and its relation to ECTS and to hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditSystem {
    /// `SCQF`, `CATS`.
    pub name: Symbol,
    /// What a person calls it.
    pub title: String,
    /// How many ECTS one credit is by the size of a year; a range where sources disagree.
    pub ects_by_year: Option<AmountRange>,
    /// How many hours one credit stands for.
    pub hours: Option<AmountRange>,
}

/// How many hours one ECTS credit stands for, in one country or by default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursPerEcts {
    /// The country of the issuer; `None` is the default.
    pub country: Option<Symbol>,
    /// Hours for a credit: 25 to 30.
    pub hours: AmountRange,
}

/// How an amount was converted; a step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conversion {
    /// It was stated in the unit asked for.
    AsStated,
    /// Converted with these hours for an ECTS credit.
    Hours {
        /// Hours per ECTS credit that were used.
        per_ects: AmountRange,
    },
    /// Converted by the size of a year.
    Year {
        /// The system it was stated in.
        system: Symbol,
        /// ECTS for one of its credits.
        ects: AmountRange,
    },
    /// Nothing says how; the amount can be anything.
    Unknown,
}

/// The conversions that the loaded packs declare.
#[derive(Debug, Clone, Default)]
pub struct Conversions {
    systems: Vec<CreditSystem>,
    hours: Vec<HoursPerEcts>,
}

impl Conversions {
    /// Adds a credit system; one of the same name is replaced.
    pub fn add_system(&mut self, system: CreditSystem) {
        self.systems.retain(|s| s.name != system.name);
        self.systems.push(system);
    }

    /// Adds a statement of hours per ECTS credit; one for the same country is replaced.
    pub fn add_hours(&mut self, hours: HoursPerEcts) {
        self.hours.retain(|h| h.country != hours.country);
        self.hours.push(hours);
    }

    /// The system of a name.
    pub fn system(&self, name: Symbol) -> Option<&CreditSystem> {
        self.systems.iter().find(|s| s.name == name)
    }

    /// All systems, in the order of their declaration.
    pub fn systems(&self) -> &[CreditSystem] {
        &self.systems
    }

    /// Hours per ECTS credit for an issuer's country, else the default.
    pub fn hours_per_ects(&self, country: Option<Symbol>) -> Option<AmountRange> {
        country.and_then(|c| self.hours_declared(Some(c))).or_else(|| self.hours_declared(None))
    }

    /// Hours per ECTS credit as they are declared for a country, or as the default.
    pub fn hours_declared(&self, country: Option<Symbol>) -> Option<AmountRange> {
        self.hours.iter().find(|h| h.country == country).map(|h| h.hours)
    }

    /// What a workload amounts to in `unit`: the statement in that unit if the document makes one, else the narrowest
    /// conversion of what it states. Nothing stated is `None`.
    pub fn convert(
        &self,
        stated: &[StatedWorkload],
        unit: WorkloadUnit,
        basis: Basis,
        country: Option<Symbol>,
    ) -> Option<(AmountRange, Conversion)> {
        if let Some(same) = stated.iter().find(|s| s.unit == unit) {
            return Some((same.amount, Conversion::AsStated));
        }
        // Credits are closer to what the issuer meant than hours are, so they are converted first.
        let order = |s: &&StatedWorkload| match s.unit {
            WorkloadUnit::Ects => 0,
            WorkloadUnit::Credits(_) => 1,
            WorkloadUnit::Hours => 2,
        };
        let mut sorted: Vec<&StatedWorkload> = stated.iter().collect();
        sorted.sort_by_key(order);
        sorted
            .iter()
            .find_map(|s| self.convert_one(**s, unit, basis, country))
            .or_else(|| sorted.first().map(|_| (AmountRange::unbounded(), Conversion::Unknown)))
    }

    fn convert_one(
        &self,
        from: StatedWorkload,
        to: WorkloadUnit,
        basis: Basis,
        country: Option<Symbol>,
    ) -> Option<(AmountRange, Conversion)> {
        let per_ects = self.hours_per_ects(country);
        let by_hours = || {
            let hours = self.in_hours(from, per_ects)?;
            let amount = divide(hours, self.hours_of(to, per_ects)?)?;
            Some((amount, Conversion::Hours { per_ects: per_ects? }))
        };
        let by_year = || {
            let (ects_from, ects_to) = (self.ects_of(from.unit)?, self.ects_of(to)?);
            let ((WorkloadUnit::Credits(system), _) | (_, WorkloadUnit::Credits(system))) = (from.unit, to) else {
                return None;
            };
            let amount = divide(multiply(from.amount, ects_from), ects_to)?;
            Some((
                amount,
                Conversion::Year {
                    system,
                    ects: if ects_to.single() == Some(Amount::whole(1)) { ects_from } else { ects_to },
                },
            ))
        };
        match basis {
            Basis::Year => by_year().or_else(by_hours),
            Basis::Hours => by_hours().or_else(by_year),
        }
    }

    fn in_hours(&self, from: StatedWorkload, per_ects: Option<AmountRange>) -> Option<AmountRange> {
        Some(multiply(from.amount, self.hours_of(from.unit, per_ects)?))
    }

    fn hours_of(&self, unit: WorkloadUnit, per_ects: Option<AmountRange>) -> Option<AmountRange> {
        match unit {
            WorkloadUnit::Hours => Some(AmountRange::exactly(Amount::whole(1))),
            WorkloadUnit::Ects => per_ects,
            WorkloadUnit::Credits(name) => self.system(name)?.hours,
        }
    }

    fn ects_of(&self, unit: WorkloadUnit) -> Option<AmountRange> {
        match unit {
            WorkloadUnit::Ects => Some(AmountRange::exactly(Amount::whole(1))),
            WorkloadUnit::Hours => None,
            WorkloadUnit::Credits(name) => self.system(name)?.ects_by_year,
        }
    }
}

fn multiply(a: AmountRange, b: AmountRange) -> AmountRange {
    AmountRange { low: a.low.times(b.low), high: a.high.zip(b.high).map(|(x, y)| x.times(y)) }
}

/// `a / b` over all values of both; the least is the lowest of `a` over the highest of `b`.
fn divide(a: AmountRange, b: AmountRange) -> Option<AmountRange> {
    let low = match b.high {
        Some(high) => a.low.over(high)?,
        None => Amount::ZERO,
    };
    let high = match a.high {
        Some(high) => Some(high.over(b.low)?),
        None => None,
    };
    Some(AmountRange { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbol::Symbols;

    fn range(low: i64, high: i64) -> AmountRange {
        AmountRange::between(Amount::whole(low), Amount::whole(high))
    }

    #[test]
    fn hours_at_25_to_30_are_a_range_of_credits() {
        let mut conversions = Conversions::default();
        conversions.add_hours(HoursPerEcts { country: None, hours: range(25, 30) });
        let stated = [StatedWorkload { amount: range(375, 375), unit: WorkloadUnit::Hours }];
        let (ects, _) = conversions.convert(&stated, WorkloadUnit::Ects, Basis::Year, None).unwrap();
        assert_eq!(ects.to_string(), "12.5 to 15");
    }

    #[test]
    fn uk_credits_differ_by_year_and_by_hours() {
        let symbols = Symbols::default();
        let cats = symbols.intern("CATS");
        let mut conversions = Conversions::default();
        conversions.add_hours(HoursPerEcts { country: None, hours: range(25, 25) });
        conversions.add_system(CreditSystem {
            name: cats,
            title: "UK credit".into(),
            ects_by_year: Some(AmountRange::exactly(Amount::ratio(1, 2))),
            hours: Some(range(10, 10)),
        });
        let stated = [StatedWorkload { amount: range(20, 20), unit: WorkloadUnit::Credits(cats) }];
        let ects = |basis| conversions.convert(&stated, WorkloadUnit::Ects, basis, None).unwrap().0.to_string();
        assert_eq!(ects(Basis::Year), "10");
        assert_eq!(ects(Basis::Hours), "8");
    }

    #[test]
    fn a_statement_in_the_unit_needs_no_conversion() {
        let stated = [
            StatedWorkload { amount: range(84, 84), unit: WorkloadUnit::Hours },
            StatedWorkload { amount: range(3, 3), unit: WorkloadUnit::Ects },
        ];
        let got = Conversions::default().convert(&stated, WorkloadUnit::Ects, Basis::Year, None);
        assert_eq!(got, Some((range(3, 3), Conversion::AsStated)));
    }
}
