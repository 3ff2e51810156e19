//! What awards say of credentials that count more than once: shared, used before, asked for with other awards.

use std::sync::Arc;

use credstack_source::Span;

use crate::amount::Amount;
use crate::symbol::Symbol;
use crate::workload::WorkloadUnit;

/// Two or more of which every two share: a credential may count in both at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// Which they are.
    pub among: Sharers,
    /// How much every two of them may share.
    pub terms: SharingTerms,
    /// Where it stands.
    pub span: Span,
}

/// What shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sharers {
    /// Requirements of the award, by their paths in it: `core/statistics`.
    Requirements(Vec<Arc<str>>),
    /// The award that says so, and others, by their full names.
    Awards(Vec<Symbol>),
}

/// How much two of them may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SharingTerms {
    /// At most so many credits; 0 is none, `None` any number.
    pub credits: Option<(Amount, WorkloadUnit)>,
    /// At most so many credentials.
    pub items: Option<u32>,
    /// In how many of them at most one credential counts; two where nothing is said.
    pub times: Option<u32>,
}

impl std::str::FromStr for SharingTerms {
    type Err = String;

    /// As it is asked for in a few words: `10` and `10 ECTS`, `2 credentials`, `any`.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (number, unit) = text.split_once(' ').unwrap_or((text, "ECTS"));
        let wrong = || "write it as `10 ECTS`, as `2 credentials`, or as `any`".to_owned();
        match unit.trim() {
            _ if text == "any" => Ok(Self::default()),
            "ECTS" => {
                let credits: Amount = number.parse().map_err(|_| wrong())?;
                if credits < Amount::ZERO {
                    return Err(wrong());
                }
                Ok(Self { credits: Some((credits, WorkloadUnit::Ects)), ..Self::default() })
            }
            "credential" | "credentials" => {
                Ok(Self { items: Some(number.parse().map_err(|_| wrong())?), ..Self::default() })
            }
            _ => Err(wrong()),
        }
    }
}

/// What becomes of credits that served another award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedCredits {
    /// How much of them counts at most; 0 is none, `None` any number.
    pub most: Option<(Amount, WorkloadUnit)>,
    /// Where it stands.
    pub span: Span,
}

/// Which of several awards to complete where not all can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preference {
    /// As many as can be.
    MostAwards,
    /// The highest: by level, then by workload, then the one that is named first.
    HighestAward,
}

impl Preference {
    /// The words of the rule language.
    pub fn words(self) -> &'static str {
        match self {
            Preference::MostAwards => "most awards",
            Preference::HighestAward => "highest award",
        }
    }

    /// The key that JSON uses.
    pub fn key(self) -> &'static str {
        match self {
            Preference::MostAwards => "most_awards",
            Preference::HighestAward => "highest_award",
        }
    }
}

/// How several awards are asked for together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Together {
    /// Whether every two of them share, and how much; `None` leaves it to what the awards say.
    pub sharing: Option<SharingTerms>,
    /// Which to complete where not all can be; it stands above what the awards say.
    pub prefer: Option<Preference>,
}
