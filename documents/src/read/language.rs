//! Languages: the primary subtag of BCP 47, from the spellings that documents use.

/// EU authority codes (ISO 639-3, then 639-2/B) and their BCP 47 subtags: the official languages of the EHEA and the largest
/// others.
const ALPHA3: &[(&str, &str)] = &[
    ("ara", "ar"),
    ("aze", "az"),
    ("eus", "eu"),
    ("baq", "eu"),
    ("bel", "be"),
    ("bos", "bs"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cze", "cs"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ger", "de"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("ell", "el"),
    ("gre", "el"),
    ("eng", "en"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("gle", "ga"),
    ("glg", "gl"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("isl", "is"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kat", "ka"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("ltz", "lb"),
    ("mkd", "mk"),
    ("mlt", "mt"),
    ("nno", "nn"),
    ("nob", "nb"),
    ("nor", "no"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("slk", "sk"),
    ("slo", "sk"),
    ("slv", "sl"),
    ("spa", "es"),
    ("sqi", "sq"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("zho", "zh"),
];

/// The code of the EU's authority table for a primary subtag.
pub(crate) fn authority(subtag: &str) -> Option<String> {
    ALPHA3.iter().find(|(_, known)| *known == subtag).map(|(code, _)| code.to_uppercase())
}

/// The primary subtag, lower case: `nl-NL`, `nl_NL`, `nld` and `.../language/NLD` are `nl`.
pub(crate) fn language(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let last = trimmed.trim_end_matches('/').rsplit('/').next()?;
    let primary = last.split(['-', '_']).next()?.to_lowercase();
    if !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    match primary.len() {
        2 => Some(primary),
        3 if primary != "und" => {
            Some(ALPHA3.iter().find(|(long, _)| *long == primary).map_or(primary, |(_, short)| (*short).to_owned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn reads_the_spellings_of_documents() {
        for (text, code) in [
            ("nl-NL", Some("nl")),
            ("nl_NL", Some("nl")),
            ("DUT", Some("nl")),
            ("en-EN", Some("en")),
            ("http://publications.europa.eu/resource/authority/language/ENG", Some("en")),
            ("und", None),
            ("language", None),
        ] {
            assert_eq!(language(text).as_deref(), code, "`{text}`");
        }
    }
}
