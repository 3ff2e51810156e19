//! Words as they are spoken.

use std::borrow::Cow;

/// A phrase with single spaces; as it stands where it has no others.
pub(super) fn spoken(phrase: &str) -> Cow<'_, str> {
    let trimmed = phrase.trim();
    let single = !trimmed.contains(|c: char| c.is_whitespace() && c != ' ') && !trimmed.contains("  ");
    if single { trimmed.into() } else { trimmed.split_whitespace().collect::<Vec<_>>().join(" ").into() }
}

/// A phrase without its leading article, with single spaces.
pub(super) fn without_article(phrase: &str) -> Cow<'_, str> {
    let mut words = spoken(phrase);
    let article = ["a ", "an ", "the "].into_iter().find(|a| words.starts_with(a)).map_or(0, str::len);
    match &mut words {
        Cow::Borrowed(words) => words.get(article..).unwrap_or_default().into(),
        Cow::Owned(words) => words.split_off(article).into(),
    }
}
