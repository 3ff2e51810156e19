//! Elements of an SVG: `openbadges:assertion` (Open Badges 1 and 2) and `openbadges:credential` (Open Badges 3), with a token
//! in the attribute `verify` or JSON as their text.

use roxmltree::{Document, ParsingOptions};

use super::{Baked, without};
use crate::error::DocumentError;
use crate::parse;

/// The most nodes of an image: a badge is a drawing, no atlas.
const MOST_XML_NODES: u32 = 500_000;

/// Whether an XML document is an SVG image, by its first element.
pub(crate) fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = parse::text(bytes) else { return false };
    let mut rest = text.trim_start();
    for (begin, end) in [("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">"), ("<!--", "-->")] {
        while let Some(after) = rest.strip_prefix(begin) {
            // A document type may hold declarations in brackets.
            let declares = end == ">" && after.find('[') < after.find('>') && after.contains('[');
            let after = if declares { after.split_once(']').map_or("", |(_, behind)| behind) } else { after };
            let Some((_, behind)) = after.split_once(end) else { return false };
            rest = behind.trim_start();
        }
    }
    let name = rest.strip_prefix('<').and_then(|r| r.split([' ', '\t', '\r', '\n', '>', '/']).next()).unwrap_or("");
    name.rsplit(':').next() == Some("svg")
}

/// The texts of a badge in an SVG image. Entities are refused; a document type that declares none is let through.
pub(crate) fn texts(bytes: &[u8]) -> Result<Vec<Baked>, DocumentError> {
    let text = parse::text(bytes)?;
    if text.contains("<!ENTITY") {
        return Err(without("it is an SVG image that declares entities, which no badge needs"));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_XML_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|_| without("it is an SVG image that is broken or has more than 500000 elements"))?;
    let mut found = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name();
        let ours =
            name.namespace().is_some_and(|ns| ns.to_ascii_lowercase().contains("openbadges") || ns.contains("/ob/"));
        if !ours || !matches!(name.name(), "assertion" | "credential") {
            continue;
        }
        let place = format!("/openbadges:{}", name.name());
        let content: String = node.children().filter_map(|n| n.text()).collect();
        if !content.trim().is_empty() {
            found.push(Baked { place, text: content });
        } else if let Some(token) = node.attribute("verify") {
            found.push(Baked { place: format!("{place}/@verify"), text: token.to_owned() });
        }
    }
    if found.is_empty() { Err(without("it is an SVG image without a badge in it")) } else { Ok(found) }
}
