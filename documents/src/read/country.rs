//! Countries: ISO 3166-1 alpha-2 with `XK` for Kosovo, from the spellings that documents use.

/// English names that differ from the standard's short name.
const NAMES: &[(&str, &str)] = &[
    ("bosnia and herzegovina", "BA"),
    ("bolivia", "BO"),
    ("czech republic", "CZ"),
    ("great britain", "GB"),
    ("iran", "IR"),
    ("kosovo", "XK"),
    ("moldova", "MD"),
    ("north macedonia", "MK"),
    ("republic of ireland", "IE"),
    ("russia", "RU"),
    ("slovak republic", "SK"),
    ("south korea", "KR"),
    ("taiwan", "TW"),
    ("tanzania", "TZ"),
    ("the netherlands", "NL"),
    ("netherlands", "NL"),
    ("turkey", "TR"),
    ("türkiye", "TR"),
    ("united kingdom", "GB"),
    ("united states", "US"),
    ("united states of america", "US"),
    ("vatican city", "VA"),
    ("venezuela", "VE"),
    ("vietnam", "VN"),
];

/// The alpha-2 code of a code, an EU authority URI or an English name.
pub(crate) fn country(text: &str) -> Option<&'static str> {
    let trimmed = text.trim();
    let last = if trimmed.contains("://") { trimmed.trim_end_matches('/').rsplit('/').next()? } else { trimmed };
    let upper = last.to_ascii_uppercase();
    match upper.as_str() {
        "1A0" | "XK" | "XKX" => return Some("XK"),
        "EL" => return Some("GR"),
        "UK" => return Some("GB"),
        _ => {}
    }
    let known = match upper.len() {
        2 => rust_iso3166::from_alpha2(&upper),
        3 => rust_iso3166::from_alpha3(&upper),
        _ => None,
    };
    if let Some(country) = known {
        return Some(country.alpha2);
    }
    let name = last.to_lowercase();
    NAMES
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, code)| *code)
        .or_else(|| rust_iso3166::ALL.iter().find(|c| c.name.to_lowercase() == name).map(|c| c.alpha2))
}

#[cfg(test)]
mod tests {
    use super::country;

    #[test]
    fn reads_the_spellings_of_documents() {
        for (text, code) in [
            ("http://publications.europa.eu/resource/authority/country/IRL", "IE"),
            ("http://publications.europa.eu/resource/authority/country/1A0", "XK"),
            ("NL", "NL"),
            ("es", "ES"),
            ("EL", "GR"),
            ("UK", "GB"),
            ("USA", "US"),
            ("Ireland", "IE"),
            ("The Netherlands", "NL"),
            ("IR", "IR"),
        ] {
            assert_eq!(country(text), Some(code), "`{text}`");
        }
    }

    #[test]
    fn invents_no_country() {
        for text in ["XX", "Naboo", "", "country", "Ireland and Spain"] {
            assert_eq!(country(text), None, "`{text}`");
        }
    }
}
