//! Archives hold documents; each member is a document of its own. Nothing is unpacked beyond a bound, whatever an archive says
//! of its sizes.

mod packed;
#[cfg(test)]
mod tests;

use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{DocumentError, MOST_BYTES};

pub(crate) use packed::unpacked;

/// The most bytes of an archive: 256 MiB.
pub const MOST_ARCHIVE_BYTES: u64 = 256 * 1024 * 1024;
/// The most members of an archive.
pub const MOST_MEMBERS: usize = 50_000;
/// The most bytes that all members of an archive may unpack to: 1 GiB.
pub const MOST_UNPACKED: u64 = 1024 * 1024 * 1024;

/// Endings of the files that are taken from folders and archives: what is read, and what credentials come as and is refused with
/// a reason. What a file is, its content says.
pub const ENDINGS: [&str; 17] = [
    "json", "jsonld", "jwt", "1ob", "png", "svg", "xml", "pdf", "csv", "tsv", "xlsx", "ods", "parquet", "arrow",
    "feather", "arrows", "gz",
];

/// Whether a file of this name is taken from a folder or an archive; a ZIP archive among others is not.
pub fn is_wanted(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|e| ending.eq_ignore_ascii_case(e)))
}

/// How far from its end the directory of an archive is looked for: its fixed part with the longest comment.
const END_OF_DIRECTORY: u64 = 22 + 65_535;

/// A file in an archive.
#[derive(Debug)]
pub struct Member {
    /// The archive's name with the member's after it: `archive.zip/results/1.json`.
    pub name: String,
    /// Its bytes, or why it was not unpacked.
    pub bytes: Result<Vec<u8>, DocumentError>,
}

/// A ZIP archive, of which one member is unpacked at a time.
pub struct Archive<R> {
    name: Arc<str>,
    zip: ZipArchive<R>,
    wanted: fn(&str) -> bool,
    at: usize,
    passed_over: usize,
    unpacked: u64,
}

/// Whether these are the first bytes of a ZIP archive.
pub fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

fn refused(found: impl Into<String>, help: &str) -> DocumentError {
    DocumentError::Packed { found: found.into(), help: help.to_owned() }
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive; nothing is unpacked yet.
    ///
    /// # Errors
    /// [`DocumentError::Packed`] where it is none, is broken, or is beyond a limit.
    pub fn open(name: &str, mut reader: R) -> Result<Self, DocumentError> {
        let members = members(&mut reader)?;
        if members > MOST_MEMBERS {
            let found = format!("the archive has {members} members and at most {MOST_MEMBERS} are read");
            return Err(refused(found, "split it into several archives"));
        }
        let zip = ZipArchive::new(reader).map_err(|problem| refused(told(&problem), "make the archive again"))?;
        Ok(Self { name: name.into(), zip, wanted: |_| true, at: 0, passed_over: 0, unpacked: 0 })
    }

    /// Only members whose name is wanted are unpacked; the others are counted.
    #[must_use]
    pub fn only(mut self, wanted: fn(&str) -> bool) -> Self {
        self.wanted = wanted;
        self
    }

    /// How many members were passed over so far.
    pub fn passed_over(&self) -> usize {
        self.passed_over
    }

    /// Whether it is a spreadsheet, which is an archive too.
    pub fn is_spreadsheet(&self) -> bool {
        let has = |name: &str| self.zip.index_for_name(name).is_some();
        has("xl/workbook.xml") || (has("content.xml") && has("mimetype"))
    }

    /// The bytes of a member of this name, within the limit of a document.
    pub(crate) fn named(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocumentError> {
        match self.zip.by_name(name) {
            Ok(mut file) => inflated(&mut file, MOST_UNPACKED).map(Some),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(problem) => Err(refused(told(&problem), "save it again")),
        }
    }

    /// Unpacks everything once and keeps nothing: whether it stays within so many bytes, whatever it says of its sizes.
    pub(crate) fn weigh(&mut self, most: u64) -> Result<(), DocumentError> {
        let mut left = most;
        for at in 0..self.zip.len() {
            let mut file = self.zip.by_index(at).map_err(|problem| refused(told(&problem), "save it again"))?;
            let bytes = inflated(&mut file, MOST_UNPACKED)?;
            left = left.checked_sub(size(bytes.len())).ok_or_else(|| {
                refused(
                    format!("the spreadsheet unpacks to more than {most} bytes (64 MiB)"),
                    "take out images, or split it; a small file that grows so much may be an attack",
                )
            })?;
        }
        Ok(())
    }

    /// The member at a place, or `None` where it is no file that is wanted.
    fn member(&mut self, at: usize) -> Option<Member> {
        let full = |name: &str| format!("{}/{}", self.name, plain(name));
        let broken = |problem: &ZipError| Member {
            name: full(&format!("member {}", at + 1)),
            bytes: Err(refused(told(problem), "make the archive again")),
        };
        let mut file = match self.zip.by_index(at) {
            Ok(file) => file,
            Err(problem) => return Some(broken(&problem)),
        };
        let name = match file.name() {
            Ok(name) => name.into_owned(),
            Err(problem) => return Some(broken(&problem)),
        };
        if !file.is_file() || is_litter(&name) {
            return None;
        }
        if !(self.wanted)(&name) {
            self.passed_over += 1;
            return None;
        }
        let left = MOST_UNPACKED.saturating_sub(self.unpacked);
        let bytes = inflated(&mut file, left);
        drop(file);
        self.unpacked = self.unpacked.saturating_add(match &bytes {
            Ok(bytes) => size(bytes.len()),
            // What was refused for its size was unpacked up to the limit.
            Err(_) => size(MOST_BYTES),
        });
        let bytes = bytes.and_then(|bytes| if nests(&bytes) { Err(nested()) } else { Ok(bytes) });
        Some(Member { name: full(&name), bytes })
    }
}

impl<R: Read + Seek> Iterator for Archive<R> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        while self.at < self.zip.len() {
            let at = self.at;
            self.at += 1;
            if let Some(member) = self.member(at) {
                return Some(member);
            }
        }
        None
    }
}

fn size(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// How many members the directory at the end says that there are. This is asked before the directory is read into memory.
fn members(reader: &mut (impl Read + Seek)) -> Result<usize, DocumentError> {
    let unreadable =
        |problem: std::io::Error| refused(format!("the archive cannot be read: {problem}"), "copy it again");
    let length = reader.seek(SeekFrom::End(0)).map_err(unreadable)?;
    if length > MOST_ARCHIVE_BYTES {
        let found = format!("the archive has {length} bytes and at most {MOST_ARCHIVE_BYTES} (256 MiB) are read");
        return Err(refused(found, "split it into several archives"));
    }
    reader.seek(SeekFrom::Start(length.saturating_sub(END_OF_DIRECTORY))).map_err(unreadable)?;
    let mut end = Vec::new();
    reader.take(END_OF_DIRECTORY).read_to_end(&mut end).map_err(unreadable)?;
    reader.rewind().map_err(unreadable)?;
    let counts = end.windows(12).filter(|w| w.starts_with(b"PK\x05\x06")).map(|w| match w {
        [.., low, high] => usize::from(u16::from_le_bytes([*low, *high])),
        _ => 0,
    });
    counts.max().ok_or_else(|| {
        refused(
            "this is a ZIP archive that breaks off before its directory",
            "copy it again, or make the archive again",
        )
    })
}

/// Unpacks a member, no further than is read of a document.
fn inflated(file: &mut zip::read::ZipFile<'_, impl Read + Seek>, left: u64) -> Result<Vec<u8>, DocumentError> {
    if file.encrypted() {
        return Err(refused("it is encrypted", "make the archive again without a password"));
    }
    let most = size(MOST_BYTES).min(left);
    let too_large = || {
        if left < size(MOST_BYTES) {
            return refused(
                "the members of the archive unpack to more than 1 GiB, so the rest of it is not read",
                "split it into several archives",
            );
        }
        refused(
            "it unpacks to more than 16777216 bytes (16 MiB), which is the most that is read of a document",
            "take out embedded images or split it; a small file that grows so much may be an attack",
        )
    };
    if file.size() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    if size(bytes.len()) > most {
        return Err(too_large());
    }
    read.map_err(|problem| refused(format!("it cannot be unpacked: {problem}"), "make the archive again"))?;
    Ok(bytes)
}

/// An archive or a compressed file within one; a spreadsheet is an archive that is a document.
fn nests(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\x1f\x8b") {
        return true;
    }
    is_archive(bytes) && Archive::open("", std::io::Cursor::new(bytes)).is_ok_and(|inner| !inner.is_spreadsheet())
}

fn nested() -> DocumentError {
    refused(
        "it is an archive within an archive, which is not unpacked",
        "unpack the outer one and hand in what is in it",
    )
}

/// What operating systems put into archives beside the files.
fn is_litter(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|last| last.starts_with('.'))
}

/// A name as a line of output can hold it.
fn plain(name: &str) -> String {
    name.chars().flat_map(|c| if c.is_control() { c.escape_default().collect::<Vec<_>>() } else { vec![c] }).collect()
}

fn told(problem: &ZipError) -> String {
    format!("this is a ZIP archive that cannot be read: {problem}")
}
