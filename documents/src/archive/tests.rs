//! Archives: what is in them is read, and bombs are not set off.

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use credstack_model::Symbols;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{Archive, MOST_MEMBERS, is_archive};
use crate::DocumentError;

const STUDY: &str = r#"{"credstack": "credential/v1", "id": "urn:1", "credential": {"title": "Counting"}}"#;

fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Name and size of each member, or why it was not unpacked.
fn opened(bytes: &[u8]) -> Vec<String> {
    let archive = Archive::open("a.zip", Cursor::new(bytes)).unwrap();
    archive
        .map(|member| match member.bytes {
            Ok(bytes) => format!("{} {}", member.name, bytes.len()),
            Err(refused) => format!("{} {refused}", member.name),
        })
        .collect()
}

#[test]
fn members_come_one_by_one_with_the_name_of_the_archive() {
    let bytes = packed(&[
        ("one.json", STUDY.as_bytes()),
        ("deep/two.json", b"{}"),
        ("__MACOSX/one.json", b"x"),
        (".DS_Store", b"x"),
        ("line\nbreak.json", b"{}"),
    ]);
    assert!(is_archive(&bytes));
    assert_eq!(opened(&bytes), ["a.zip/one.json 82", "a.zip/deep/two.json 2", "a.zip/line\\nbreak.json 2"]);
    let mut some = Archive::open("a.zip", Cursor::new(&bytes)).unwrap().only(|name| name.starts_with("deep"));
    assert_eq!((some.by_ref().count(), some.passed_over()), (1, 2));
}

#[test]
fn a_member_that_grows_beyond_the_limit_is_refused_and_the_others_are_not() {
    let zeros = vec![b' '; (16 << 20) + 1];
    let bytes = packed(&[("bomb.json", &zeros), ("one.json", b"{}")]);
    assert!(bytes.len() < 100_000, "it is small: {}", bytes.len());
    let found = opened(&bytes);
    assert!(found[0].contains("unpacks to more than 16777216 bytes"), "{}", found[0]);
    assert_eq!(found[1], "a.zip/one.json 2");
}

#[test]
fn a_size_that_the_archive_says_is_not_believed() {
    let zeros = vec![b' '; (16 << 20) + 1];
    let mut bytes = packed(&[("bomb.json", &zeros)]);
    let real = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == real).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let found = opened(&bytes);
    assert!(found[0].contains("unpacks to more than") || found[0].contains("cannot be"), "{}", found[0]);
}

#[test]
fn all_members_together_have_a_limit() {
    let zeros = vec![b' '; 16 << 20];
    let names: Vec<String> = (0..66).map(|n| format!("{n}.json")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), zeros.as_slice())).collect();
    let found = opened(&packed(&members));
    assert!(found[63].ends_with(" 16777216"), "{}", found[63]);
    assert!(found[64].contains("more than 1 GiB"), "{}", found[64]);
}

#[test]
fn an_archive_within_an_archive_is_not_unpacked() {
    let inner = packed(&[("one.json", STUDY.as_bytes())]);
    let found = opened(&packed(&[("inner.zip", &inner), ("inner.gz", &gzip(b"{}"))]));
    assert!(found.iter().all(|f| f.contains("an archive within an archive")), "{found:?}");
}

#[test]
fn too_many_members_are_refused_before_their_names_are_read() {
    let mut bytes = packed(&[("one.json", b"{}")]);
    let at = bytes.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    bytes[at + 10..at + 12].copy_from_slice(&u16::MAX.to_le_bytes());
    let Err(refused) = Archive::open("a.zip", Cursor::new(&bytes)) else { panic!("opened") };
    assert!(refused.to_string().contains(&format!("at most {MOST_MEMBERS}")), "{refused}");
}

#[test]
fn broken_archives_say_so() {
    let whole = packed(&[("one.json", STUDY.as_bytes())]);
    let cut = &whole[..whole.len() / 2];
    for bytes in [cut, b"PK\x03\x04", b""] {
        let Err(refused) = Archive::open("a.zip", Cursor::new(bytes)) else { panic!("opened") };
        assert!(matches!(refused, DocumentError::Packed { .. }), "{refused}");
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        if let Ok(archive) = Archive::open("a.zip", Cursor::new(&bytes)) {
            assert!(archive.count() <= 1);
        }
    }
}

#[test]
fn a_compressed_document_is_read_as_what_is_in_it() {
    let symbols = Symbols::default();
    let packed = gzip(STUDY.as_bytes());
    let lines: Vec<String> = base64::engine::general_purpose::STANDARD
        .encode(&packed)
        .as_bytes()
        .chunks(76)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    for bytes in [packed, lines.join("\r\n").into_bytes()] {
        let document = crate::read("study.json.gz", &bytes, &symbols).unwrap();
        assert_eq!(&*document.credentials[0].id, "urn:1");
    }
}

#[test]
fn compressed_bombs_and_archives_are_refused() {
    let symbols = Symbols::default();
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let cut = &gzip(STUDY.as_bytes())[..20];
    for (bytes, told) in [
        (gzip(&vec![b' '; (16 << 20) + 1]), "unpacks to more than"),
        (gzip(&gzip(b"{}")), "holds an archive"),
        (gzip(&tar), "tar archive"),
        (cut.to_vec(), "is broken"),
    ] {
        let refused = crate::read("x.gz", &bytes, &symbols).unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
    }
}
