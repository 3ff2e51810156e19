//! Addresses of files: `file:///a%20folder/es.rule` and the path that it means.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::Uri;

/// The path of an address of a file.
pub(crate) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let rest = rest.get(rest.find('/')?..)?;
    let text = decoded(rest)?;
    // A drive: `/c:/folder`.
    let drive = text.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic) && text.get(2..3) == Some(":");
    Some(PathBuf::from(if drive { text.get(1..).unwrap_or_default().to_owned() } else { text }))
}

/// The address of a path.
pub(crate) fn uri(path: &Path) -> Option<Uri> {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    Uri::from_str(&address).ok()
}

/// The name by which the rules know a file: its path, or for what is not saved yet its address.
pub(crate) fn name(uri: &Uri) -> Option<String> {
    match path(uri) {
        Some(path) => Some(path.to_string_lossy().into_owned()),
        None => Some(uri.as_str().to_owned()).filter(|u| !u.is_empty()),
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let two = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&two).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::str::FromStr as _;

    use lsp_types::Uri;

    use super::{path, uri};

    #[test]
    fn a_path_survives_its_address() {
        for there in ["/tmp/año nuevo/es%.rule", "/a/b.rule"] {
            let address = uri(Path::new(there)).expect("an address");
            assert_eq!(path(&address).as_deref(), Some(Path::new(there)), "{}", address.as_str());
        }
        let drive = Uri::from_str("file:///c%3A/rules/es.rule").expect("an address");
        assert_eq!(path(&drive).as_deref(), Some(Path::new("c:/rules/es.rule")));
        let odd = Uri::from_str("untitled:Untitled-1").expect("an address");
        assert_eq!(path(&odd), None);
    }
}
