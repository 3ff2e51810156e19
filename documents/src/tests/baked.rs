//! Badges baked into images.

use std::borrow::Cow;

use credstack_model::Symbols;
use credstack_model::vocabulary::attribute;
use proptest::prelude::*;
use serde_json::json;

use super::envelopes::token;
use super::{noted, only, provenance, spoken};
use crate::{Document, DocumentError, MOST_BYTES, NoteKind};

fn badge() -> String {
    json!({"type": "OpenBadgeCredential", "credentialSubject": {"achievement": {"name": "Größe"}}}).to_string()
}

fn assertion() -> String {
    json!({"type": "Assertion", "recipient": {"identity": "ana@uni.example"}, "badge": {"name": "Größe", "issuer": "https://uni.example"}})
        .to_string()
}

/// How a text is put into an image.
enum As {
    Plain,
    Compressed,
    International,
    CompressedInternational,
}

/// A PNG of one point with texts in it.
fn image(texts: &[(As, &str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    for (how, keyword, text) in texts {
        match how {
            As::Plain => encoder.add_text_chunk((*keyword).into(), (*text).into()),
            As::Compressed => encoder.add_ztxt_chunk((*keyword).into(), (*text).into()),
            As::International => encoder.add_itxt_chunk((*keyword).into(), (*text).into()),
            As::CompressedInternational => Ok(()),
        }
        .unwrap();
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0]).unwrap();
    for (how, keyword, text) in texts {
        if matches!(how, As::CompressedInternational) {
            let mut chunk = png::text_metadata::ITXtChunk::new(*keyword, *text);
            chunk.compressed = true;
            chunk.compress_text().unwrap();
            writer.write_text_chunk(&chunk).unwrap();
        }
    }
    writer.finish().unwrap();
    bytes
}

fn drawing(element: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><!-- a badge --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">{element}<rect width="1"/></svg>"#
    )
}

fn traced(bytes: &[u8]) -> (Document, Symbols) {
    let symbols = Symbols::default();
    let document = crate::read("badge.png", bytes, &symbols).unwrap();
    let failed = provenance::failures(&document, bytes, &symbols);
    assert!(failed.is_empty(), "{failed:#?}");
    (document, symbols)
}

fn refused(bytes: &[u8]) -> String {
    crate::read("badge", bytes, &Symbols::default()).unwrap_err().to_string()
}

#[test]
fn every_text_chunk_of_a_png_may_hold_the_badge() {
    for (how, keyword, text, place) in [
        (As::International, "openbadgecredential", badge(), "/openbadgecredential#/credentialSubject/achievement/name"),
        (
            As::CompressedInternational,
            "openbadgecredential",
            badge(),
            "/openbadgecredential#/credentialSubject/achievement/name",
        ),
        (As::International, "openbadges", assertion(), "/openbadges#/badge/name"),
        (As::Compressed, "openbadges", assertion(), "/openbadges#/badge/name"),
        (As::Plain, "openbadges", assertion(), "/openbadges#/badge/name"),
    ] {
        let (document, symbols) = traced(&image(&[(how, keyword, &text)]));
        let facts = &only(&document).facts;
        assert_eq!(spoken(facts, attribute::TITLE, &symbols), "Größe");
        assert_eq!(facts.get(attribute::TITLE).unwrap().provenance[0].path, place);
    }
}

#[test]
fn a_token_in_an_image_is_opened() {
    let text = token(&json!({"vc": serde_json::from_str::<serde_json::Value>(&badge()).unwrap()}));
    let bytes = image(&[(As::International, "openbadgecredential", &text)]);
    for (bytes, place) in [
        (bytes, "/openbadgecredential#/vc/credentialSubject/achievement/name"),
        (
            drawing(&format!(r#"<openbadges:credential verify="{text}"/>"#)).into_bytes(),
            "/openbadges:credential/@verify#/vc/credentialSubject/achievement/name",
        ),
    ] {
        let (document, _) = traced(&bytes);
        assert_eq!(only(&document).facts.get(attribute::TITLE).unwrap().provenance[0].path, place);
        assert!(noted(&document, NoteKind::NotVerified, "the signature was not verified"));
    }
}

#[test]
fn an_svg_holds_the_badge_as_text() {
    let element = format!(
        r#"<openbadges:assertion verify="https://uni.example/1"><![CDATA[{}]]></openbadges:assertion>"#,
        assertion()
    );
    let (document, symbols) = traced(drawing(&element).as_bytes());
    let facts = &only(&document).facts;
    assert_eq!(spoken(facts, attribute::TITLE, &symbols), "Größe");
    assert_eq!(facts.get(attribute::TITLE).unwrap().provenance[0].path, "/openbadges:assertion#/badge/name");
}

#[test]
fn an_image_without_a_badge_is_refused_by_its_name() {
    let png = image(&[(As::Plain, "Comment", "a picture")]);
    let address = image(&[(As::Plain, "openbadges", "https://uni.example/assertions/1")]);
    let words = image(&[(As::Plain, "openbadges", "well done")]);
    for (bytes, said) in [
        (Cow::from(&png), "it is a PNG image without a badge in it"),
        (Cow::from(&png[..40]), "it is a PNG image that is broken"),
        (
            Cow::from(&address),
            "the image carries only the address of its badge, `https://uni.example/assertions/1`; open the address",
        ),
        (Cow::from(&words), "/openbadges: the image carries a text that is neither JSON nor a token"),
        (Cow::from(drawing("").into_bytes()), "it is an SVG image without a badge in it"),
        (Cow::from(drawing("<g>").into_bytes()), "it is an SVG image that is broken"),
    ] {
        assert!(refused(&bytes).contains(said), "{}", refused(&bytes));
    }
}

#[test]
fn a_text_that_unpacks_to_more_than_a_document_is_refused() {
    let bomb = "a".repeat(MOST_BYTES + 1);
    for how in [As::Compressed, As::CompressedInternational] {
        let bytes = image(&[(how, "openbadges", &bomb)]);
        assert!(bytes.len() < MOST_BYTES / 50, "{}", bytes.len());
        assert!(refused(&bytes).contains("cannot be unpacked or is larger than 16 MiB"), "{}", refused(&bytes));
    }
    let half = "a".repeat(MOST_BYTES / 2 + 1);
    let bytes = image(&[(As::Compressed, "openbadges", &half), (As::Compressed, "openbadges", &half)]);
    assert!(matches!(crate::read("b", &bytes, &Symbols::default()), Err(DocumentError::TooLarge { .. })));
}

#[test]
fn entities_and_too_many_elements_are_refused() {
    let entities =
        r#"<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>"#;
    assert!(refused(entities.as_bytes()).contains("declares entities"), "{}", refused(entities.as_bytes()));
    let many = drawing(&"<g/>".repeat(500_001));
    assert!(refused(many.as_bytes()).contains("more than 500000 elements"));
}

#[test]
fn xml_that_is_no_image_is_left_to_others() {
    for text in ["<elmo/>", "<svgs/>", "<!-- <svg> --><a/>", "<", "<!-- "] {
        assert!(!crate::baked::is_svg(text.as_bytes()), "{text}");
    }
    assert!(crate::baked::is_svg(b"\xef\xbb\xbf <s:svg/>"));
}

proptest! {
    #[test]
    fn any_damage_to_an_image_is_survived(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = image(&[(As::Compressed, "openbadges", &assertion())]);
        let place = at.index(bytes.len());
        bytes[place] = byte;
        for bytes in [&bytes[..], &bytes[..cut.index(bytes.len())]] {
            if let Err(refused) = crate::read("b", bytes, &Symbols::default()) {
                prop_assert!(!refused.to_string().is_empty());
            }
        }
    }
}
