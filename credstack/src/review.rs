//! When somebody last compared sources and parameters with the law, and which of them nobody has looked at for too long.

use credstack_model::Symbol;
use credstack_model::date::{Date, Term};
use credstack_model::policy::PolicySet;
use credstack_source::Span;

/// A source or a parameter and the day of its last review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Whether it is a parameter; a source otherwise.
    pub parameter: bool,
    /// The policy that declares it.
    pub policy: Symbol,
    /// Its name, as rules cite it.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// Where a source can be read.
    pub url: Option<String>,
    /// The last day on which somebody compared it with what it rests on; `None` where nobody says.
    pub checked: Option<Date>,
    /// Where it stands.
    pub span: Span,
}

impl Review {
    /// Whether the review is longer ago than a term, on a day; what nobody says was reviewed is.
    pub fn is_stale(&self, term: Term, on: Date) -> bool {
        self.checked.is_none_or(|day| term.after(day) < on)
    }
}

/// Every source and parameter of every policy, in the order of the policies.
pub fn reviews(set: &PolicySet) -> Vec<Review> {
    let mut found = Vec::new();
    for policy in &set.policies {
        found.extend(policy.sources.iter().map(|source| Review {
            parameter: false,
            policy: policy.name,
            name: set.symbols.text(source.name).to_owned(),
            title: source.title.to_string(),
            url: source.url.as_ref().map(ToString::to_string),
            checked: source.checked,
            span: source.span,
        }));
        found.extend(policy.parameters.iter().map(|parameter| Review {
            parameter: true,
            policy: policy.name,
            name: set.symbols.text(parameter.name).to_owned(),
            title: parameter.title.to_string(),
            url: None,
            checked: parameter.checked,
            span: parameter.span,
        }));
    }
    found
}

/// Reads a length of time as `2y`, `18m`, `6w` or `90d`.
pub fn term(text: &str) -> Option<Term> {
    let unit = text.chars().last()?;
    let number: i16 = text.strip_suffix(unit)?.parse().ok().filter(|n| *n >= 0)?;
    let none = Term::default();
    Some(match unit {
        'y' => Term { years: number, ..none },
        'm' => Term { months: number, ..none },
        'w' => Term { days: number.checked_mul(7)?, ..none },
        'd' => Term { days: number, ..none },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use credstack_model::Symbols;

    use super::*;

    fn reviewed(checked: Option<&str>) -> Review {
        let checked = checked.and_then(|d| d.parse().ok());
        Review {
            parameter: false,
            policy: Symbols::default().intern("es.universities"),
            name: "ACT".to_owned(),
            title: "Act".to_owned(),
            url: None,
            checked,
            span: Span::default(),
        }
    }

    #[test]
    fn a_review_is_stale_the_day_after_its_term() {
        let two_years = term("2y").unwrap();
        let stale = |checked, on: &str| reviewed(checked).is_stale(two_years, on.parse().unwrap());
        assert!(!stale(Some("2024-11-22"), "2026-11-22"));
        assert!(stale(Some("2024-11-21"), "2026-11-22"));
        assert!(stale(None, "2026-11-22"), "what nobody says was reviewed is stale");
    }

    #[test]
    fn a_term_has_a_number_and_a_unit() {
        assert_eq!(term("18m").map(|t| t.to_string()).as_deref(), Some("18 months"));
        assert_eq!(term("6w").map(|t| t.to_string()).as_deref(), Some("42 days"));
        for wrong in ["2", "y", "-2y", "2q", "", "99999y"] {
            assert_eq!(term(wrong), None, "{wrong}");
        }
    }
}
