//! Levels of qualifications frameworks and what they mean in EQF levels.
//!
//! The numbers of two frameworks never agree by themselves (NFQ 7 and 8 are both EQF 6), and the mapping cannot be turned
//! round (EQF 6 may be SCQF 9 or 10).

use crate::symbol::Symbol;

/// A level of a framework as a document or a rule names it: `EQF 6`, `MECES 3`, `NLQF 4+`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatedLevel {
    /// The framework, `EQF`.
    pub framework: Symbol,
    /// The level's own label, `6` or `4+`.
    pub label: Symbol,
}

/// Which of the eight EQF levels a level can be; bit 0 is EQF 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EqfLevels(pub u8);

impl EqfLevels {
    /// Any of the eight.
    pub const ANY: EqfLevels = EqfLevels(0xff);

    /// One level, 1 to 8; anything else is no level.
    pub fn one(level: u8) -> Option<Self> {
        (1..=8).contains(&level).then(|| Self(1 << (level - 1)))
    }

    /// Whether the level (1 to 8) is among them.
    pub fn has(self, level: u8) -> bool {
        Self::one(level).is_some_and(|one| self.0 & one.0 != 0)
    }

    /// The levels, lowest first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (1..=8).filter(move |level| self.has(*level))
    }
}

/// One level of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkLevel {
    /// Its label, `3`.
    pub label: Symbol,
    /// Its place in the framework, from 0 upward.
    pub rank: u8,
    /// The EQF levels that it may be.
    pub eqf: EqfLevels,
}

/// A qualifications framework and its mapping to EQF levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// `MECES`.
    pub name: Symbol,
    /// What a person calls it.
    pub title: String,
    /// The country that keeps it, if one does.
    pub country: Option<Symbol>,
    /// Its levels, lowest first.
    pub levels: Vec<FrameworkLevel>,
}

impl Framework {
    /// The level of a label.
    pub fn level(&self, label: Symbol) -> Option<&FrameworkLevel> {
        self.levels.iter().find(|l| l.label == label)
    }

    /// The levels of this framework that an EQF level may be: more than one where several map to it, none where none does.
    pub fn from_eqf(&self, eqf: u8) -> impl Iterator<Item = &FrameworkLevel> {
        self.levels.iter().filter(move |l| l.eqf.has(eqf))
    }
}

/// The frameworks that the loaded packs declare.
#[derive(Debug, Clone, Default)]
pub struct Frameworks(Vec<Framework>);

impl Frameworks {
    /// Adds a framework; one of the same name is replaced.
    pub fn add(&mut self, framework: Framework) {
        self.0.retain(|f| f.name != framework.name);
        self.0.push(framework);
    }

    /// The framework of a name.
    pub fn get(&self, name: Symbol) -> Option<&Framework> {
        self.0.iter().find(|f| f.name == name)
    }

    /// All frameworks, in the order of their declaration.
    pub fn all(&self) -> &[Framework] {
        &self.0
    }

    /// The EQF levels that a stated level may be; any, where the framework or the label is not known.
    pub fn eqf(&self, level: StatedLevel) -> EqfLevels {
        self.get(level.framework).and_then(|f| f.level(level.label)).map_or(EqfLevels::ANY, |l| l.eqf)
    }
}
