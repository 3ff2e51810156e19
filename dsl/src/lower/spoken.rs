//! Words as they are spoken.

/// A phrase without its leading article, with single spaces.
pub(super) fn without_article(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let words = match words.as_slice() {
        ["a" | "an" | "the", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}
