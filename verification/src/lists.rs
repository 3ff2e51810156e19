//! Trusted lists of the Union (Regulation (EU) No 910/2014, Article 22; ETSI TS 119 612): who may issue certificates for seals.

use roxmltree::{Document, Node, ParsingOptions};

use crate::certificate::Sealing;
use crate::error::VerificationError;
use crate::trust::Listed;

/// The elements that a list may have; the largest published ones have about 200,000.
const MOST_NODES: u32 = 2_000_000;

/// A service that issues qualified certificates (ETSI TS 119 612, section 5.5.1.1).
const ISSUES_QUALIFIED: &str = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC";

/// The service may do so (ETSI TS 119 612, section 5.5.4).
const GRANTED: &str = "http://uri.etsi.org/TrustedList/TrustedListDetail/Svcstatus/granted";
const GRANTED_SHORT: &str = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted";

/// The certificates of services that may issue qualified certificates. The signature of the list itself is not checked.
///
/// # Errors
/// [`VerificationError::Given`] when it is no trusted list, or has no such service.
pub(crate) fn services(content: &str) -> Result<Vec<(Sealing, Listed)>, VerificationError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let read = Document::parse_with_options(content, options);
    let document = read.map_err(|error| VerificationError::given(format!("XML that cannot be read: {error}")))?;
    let root = document.root_element();
    if root.tag_name().name() != "TrustServiceStatusList" {
        return Err(VerificationError::given(
            "XML that is no trusted list (ETSI TS 119 612): its root is not `TrustServiceStatusList`",
        ));
    }
    let issued = words(root, "ListIssueDateTime");
    let operator = words(root, "SchemeOperatorName").or_else(|| words(root, "SchemeTerritory"));
    let number = words(root, "TSLSequenceNumber").map(|n| format!(", number {n}")).unwrap_or_default();
    let source = format!("trusted list of {}{number}", operator.unwrap_or_else(|| "an unnamed operator".to_owned()));
    let mut found = Vec::new();
    for provider in named(root, "TrustServiceProvider") {
        let name = words(provider, "TSPName").unwrap_or_else(|| "unnamed provider".to_owned());
        for service in named(provider, "ServiceInformation") {
            let status = words(service, "ServiceStatus").unwrap_or_default();
            let granted = status == GRANTED || status == GRANTED_SHORT;
            if words(service, "ServiceTypeIdentifier").as_deref() != Some(ISSUES_QUALIFIED) || !granted {
                continue;
            }
            let called = words(service, "ServiceName").map(|s| format!(", {s}")).unwrap_or_default();
            for certificate in named(service, "X509Certificate").filter_map(|c| Sealing::from_base64(c.text()?)) {
                let listed = Listed { name: format!("{name}{called}"), source: source.clone(), issued: issued.clone() };
                found.push((certificate, listed));
            }
        }
    }
    if found.is_empty() {
        return Err(VerificationError::given("a trusted list in which no service may issue qualified certificates"));
    }
    Ok(found)
}

fn named<'a, 'i: 'a>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |n| n.is_element() && n.tag_name().name() == name)
}

/// The first words below an element, in English where there are some.
fn words(node: Node<'_, '_>, name: &'static str) -> Option<String> {
    let within = named(node, name).next()?;
    let texts = || within.descendants().filter(|n| n.is_element() && n.text().is_some_and(|t| !t.trim().is_empty()));
    let english = |n: &Node<'_, '_>| n.attributes().any(|a| a.name() == "lang" && a.value() == "en");
    let chosen = texts().find(english).or_else(|| texts().next())?;
    chosen.text().map(|text| text.trim().to_owned())
}
