//! Levels of the European Qualifications Framework and of the Dutch one, from the spellings that documents use.

/// A level that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    /// `EQF` or `NLQF`.
    pub(crate) framework: &'static str,
    /// `1` to `8`, or `4+` of the NLQF.
    pub(crate) label: &'static str,
}

const LABELS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/// Reads a level where the place says that it is one of the EQF: a URI of the list, `5`, `EQF level 5`, `eqf_5`,
/// `5 (Level 5)`, `Level 5`; `4+` is a level of the NLQF that has no EQF level.
pub(crate) fn eqf(text: &str) -> Option<Named> {
    let trimmed = text.trim();
    if trimmed.contains("://") {
        let mut segments = trimmed.trim_end_matches('/').rsplit('/');
        let last = segments.next()?;
        return if segments.next()?.eq_ignore_ascii_case("eqf") { numbered("EQF", last) } else { None };
    }
    let lower = trimmed.to_lowercase();
    let framework = if lower.starts_with("nlqf") { "NLQF" } else { "EQF" };
    // `5 (Level 5)`: what stands in brackets repeats what stands before them.
    let head = lower.split('(').next().unwrap_or("");
    let mut rest = head;
    for word in ["nlqf", "eqf", "level", "_", "-", ":"] {
        rest = rest.trim().strip_prefix(word).unwrap_or(rest.trim());
    }
    numbered(framework, rest.trim())
}

fn numbered(framework: &'static str, label: &str) -> Option<Named> {
    if matches!(label, "4+" | "4plus") {
        return Some(Named { framework: "NLQF", label: "4+" });
    }
    let label = LABELS.iter().find(|l| **l == label)?;
    Some(Named { framework, label })
}

/// The cycle that an EQF level is in where the learning is higher education.
pub(crate) fn cycle(label: &str) -> Option<&'static str> {
    match label {
        "5" => Some("short"),
        "6" => Some("first"),
        "7" => Some("second"),
        "8" => Some("third"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        eqf(text).map_or("none".to_owned(), |n| format!("{} {}", n.framework, n.label))
    }

    #[test]
    fn reads_the_spellings_of_documents() {
        for text in [
            "http://data.europa.eu/snb/eqf/5",
            "https://data.europa.eu/snb/eqf/5",
            "5",
            "EQF level 5",
            "eqf_5",
            "5 (Level 5)",
            "Level 5",
            "EQF 5",
        ] {
            assert_eq!(shown(text), "EQF 5", "`{text}`");
        }
        assert_eq!(shown("4+"), "NLQF 4+");
        assert_eq!(shown("NLQF 4+"), "NLQF 4+");
        assert_eq!(shown("NLQF 6"), "NLQF 6");
    }

    #[test]
    fn guesses_no_level() {
        for text in
            ["http://data.europa.eu/snb/qdr/c_670e54c7", "IE NQF Level 6", "9", "0", "bachelor", "eqf-level", ""]
        {
            assert_eq!(shown(text), "none", "`{text}`");
        }
    }
}
