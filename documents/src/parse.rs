//! From bytes to text, and from text to JSON.

use serde_json::Value;
use serde_json::error::Category;

use crate::error::DocumentError;

/// The text of a document, without the byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, DocumentError> {
    let text = std::str::from_utf8(bytes).map_err(|problem| {
        let offset = problem.valid_up_to();
        let before = bytes.get(..offset).unwrap_or(bytes);
        DocumentError::NotUtf8 { offset, line: before.split(|b| *b == b'\n').count() }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The JSON of a text, with where it breaks off.
pub(crate) fn parse(text: &str) -> Result<Value, DocumentError> {
    serde_json::from_str(text).map_err(|problem| {
        let (line, column) = (problem.line(), problem.column());
        let whole = problem.to_string();
        if whole.contains("recursion limit") {
            return DocumentError::TooDeep { line, column };
        }
        let said = whole.split(" at line ").next().unwrap_or("").to_owned();
        let message = match problem.classify() {
            Category::Eof => "the document ends in the middle".to_owned(),
            _ if said == "trailing characters" => {
                "there is more after the end of the JSON; perhaps several documents stand in one file".to_owned()
            }
            _ => said,
        };
        DocumentError::BrokenJson { line, column, message }
    })
}
