//! What there is to read, one by one: files, the members of archives, standard input.

use std::cell::Cell;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use credstack::documents::{Archive, DocumentError};

use super::pool::Held;
use crate::files;

/// Something to read, or why it could not be got at.
pub(super) enum Job {
    /// A file; the thread that works on it reads it.
    File(PathBuf),
    /// A document that was in an archive or came by standard input.
    Bytes(String, Vec<u8>),
    /// Nothing to read, and why: a name, a word for counts, and the whole reason.
    Refused(String, &'static str, String),
}

impl Held for Job {
    fn held(&self) -> usize {
        match self {
            Job::Bytes(_, bytes) => bytes.len(),
            Job::File(_) | Job::Refused(..) => 0,
        }
    }
}

impl Job {
    pub(super) fn refused(name: String, error: &DocumentError) -> Self {
        Job::Refused(name, error.word(), error.to_string())
    }
}

/// All that is named, in order. An archive is unpacked one member at a time, as they are asked for.
pub(super) fn all<'a>(
    paths: impl Iterator<Item = Result<PathBuf, String>> + 'a,
    passed_over: &'a Cell<usize>,
) -> impl Iterator<Item = Job> + 'a {
    paths.flat_map(move |path| -> Box<dyn Iterator<Item = Job> + 'a> {
        match path {
            Err(error) => one(Job::Refused("folder".to_owned(), UNREADABLE, error)),
            Ok(path) if path == Path::new("-") => standard_input(&path, passed_over),
            Ok(path) => match files::archive(&path) {
                None => one(Job::File(path)),
                Some(Err(error)) => one(Job::refused(path.to_string_lossy().into_owned(), &error)),
                Some(Ok(archive)) => members(archive, passed_over),
            },
        }
    })
}

/// What is counted where a file cannot be opened.
pub(super) const UNREADABLE: &str = "cannot be opened";

fn one<'a>(job: Job) -> Box<dyn Iterator<Item = Job> + 'a> {
    Box::new(std::iter::once(job))
}

fn standard_input<'a>(path: &Path, passed_over: &'a Cell<usize>) -> Box<dyn Iterator<Item = Job> + 'a> {
    let input = files::read(path);
    match input.bytes {
        Err(error) => one(Job::Refused(input.name, UNREADABLE, error)),
        Ok(bytes) => match files::archive_of(&input.name, &bytes) {
            None => one(Job::Bytes(input.name, bytes)),
            Some(Err(error)) => one(Job::refused(input.name, &error)),
            Some(Ok(archive)) => members(archive, passed_over),
        },
    }
}

fn members<'a, R: Read + Seek + 'a>(
    mut archive: Archive<R>,
    passed_over: &'a Cell<usize>,
) -> Box<dyn Iterator<Item = Job> + 'a> {
    Box::new(std::iter::from_fn(move || {
        let before = archive.passed_over();
        let member = archive.next();
        passed_over.set(passed_over.get() + archive.passed_over() - before);
        member.map(|member| match member.bytes {
            Ok(bytes) => Job::Bytes(member.name, bytes),
            Err(error) => Job::refused(member.name, &error),
        })
    }))
}
