//! From bytes to the text of an XML document: by its byte order mark, else by the encoding that it declares, else UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::XmlError;
use crate::error::DocumentError;
use crate::read::dates::clip;

/// How far into a document its declaration is looked for.
const DECLARATION: usize = 200;

/// Whether the first sign of a document is that of a tag, in any encoding that is read.
pub(crate) fn is_xml(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return bytes.get(2..4).is_some_and(|unit| unit == b"<\0" || unit == b"\0<");
    }
    if bytes.starts_with(b"<\0") || bytes.starts_with(b"\0<") {
        return true;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

/// The text of a document.
pub(crate) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, DocumentError> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or(bytes)),
        None if bytes.starts_with(b"<\0") => (UTF_16LE, bytes),
        None if bytes.starts_with(b"\0<") => (UTF_16BE, bytes),
        None => (declared(bytes)?, bytes),
    };
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(problem) => {
                let offset = problem.valid_up_to();
                let before = bytes.get(..offset).unwrap_or(bytes);
                Err(DocumentError::NotUtf8 { offset, line: before.split(|b| *b == b'\n').count() })
            }
        };
    }
    let wrong = || XmlError::WrongEncoding { name: encoding.name().to_owned() };
    Ok(encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(wrong)?)
}

/// The encoding of `<?xml version="1.0" encoding="…"?>`; UTF-8 where none is declared.
fn declared(bytes: &[u8]) -> Result<&'static Encoding, XmlError> {
    let head = bytes.get(..DECLARATION.min(bytes.len())).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let Some(declaration) = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next()) else {
        return Ok(UTF_8);
    };
    let Some((_, rest)) = declaration.split_once("encoding") else {
        return Ok(UTF_8);
    };
    let rest = rest.trim_start().trim_start_matches('=').trim_start();
    let name = rest.get(1..).and_then(|rest| rest.split(['"', '\'']).next()).unwrap_or("");
    let unknown = || XmlError::UnknownEncoding { name: clip(name).escape_debug().to_string() };
    let encoding = Encoding::for_label(name.as_bytes()).ok_or_else(unknown)?;
    if encoding == UTF_16LE || encoding == UTF_16BE {
        // What declares itself in single bytes is not in units of two.
        return Err(XmlError::WrongEncoding { name: encoding.name().to_owned() });
    }
    Ok(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn the_same_text_in_every_encoding_that_offices_meet() {
        let said = "<title>Größe</title>";
        let latin = |name: &str| {
            let mut bytes = format!("<?xml version='1.0' encoding='{name}'?>").into_bytes();
            bytes.extend(said.chars().map(|c| u8::try_from(u32::from(c)).unwrap()));
            bytes
        };
        let mut bom = b"\xef\xbb\xbf".to_vec();
        bom.extend(said.as_bytes());
        let mut little = b"\xff\xfe".to_vec();
        little.extend(utf16(said, false));
        for bytes in
            [said.as_bytes().to_vec(), bom, latin("ISO-8859-1"), latin("windows-1252"), little, utf16(said, true)]
        {
            assert!(is_xml(&bytes));
            assert!(text(&bytes).unwrap().ends_with(said), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_not_as_it_declares_is_refused_with_its_reason() {
        let refused = |bytes: &[u8]| text(bytes).unwrap_err().to_string();
        assert!(
            refused(b"<?xml version='1.0' encoding='EBCDIC-X'?><a/>")
                .starts_with("the document declares the encoding `EBCDIC-X`")
        );
        assert!(
            refused(b"<?xml version='1.0' encoding='UTF-16'?><a/>")
                .starts_with("the document says that it is in UTF-16LE")
        );
        assert!(refused(b"<a>\n\xfc</a>").starts_with("byte 4 (line 2) is not UTF-8"));
        assert!(
            refused(b"\xff\xfe<\0\x00\xd8").starts_with("the document says that it is in UTF-16LE and has bytes"),
            "half a surrogate pair"
        );
    }

    #[test]
    fn json_and_plain_text_are_no_xml() {
        for bytes in [&b"{}"[..], b"", b"  [", b"\xff\xfe{\0", b"a < b"] {
            assert!(!is_xml(bytes));
        }
    }
}
