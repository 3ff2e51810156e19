//! Documents from files, folders, archives and standard input.

use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use credstack::documents::{self, Archive, DocumentError};

/// A file's name and its bytes, or why it could not be read.
pub(crate) struct Input {
    /// The name that outputs use.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Result<Vec<u8>, String>,
}

/// The paths to read: files as named, folders by what is in them, in the order of their names. `-` is standard input.
/// How many files of a folder were passed over is told on standard error.
pub(crate) fn paths(named: &[PathBuf]) -> Vec<Result<PathBuf, String>> {
    let mut passed_over = 0;
    let found = walk(named, false, &mut passed_over).collect();
    tell(passed_over);
    found
}

/// Tells how many files were passed over.
pub(crate) fn tell(passed_over: usize) {
    if passed_over > 0 {
        let files = crate::output::count(passed_over, "file");
        crate::output::complain(&format!(
            "note: {files} passed over; from folders .{} are taken",
            documents::ENDINGS.join(", .")
        ));
    }
}

/// The same paths one by one, so that a folder of any size costs no memory; archives among them where they are wanted.
pub(crate) fn walk<'a>(
    named: &'a [PathBuf],
    archives: bool,
    passed_over: &'a mut usize,
) -> impl Iterator<Item = Result<PathBuf, String>> + 'a {
    let entries = named.iter().flat_map(|path| {
        let walked = path.is_dir().then(|| walkdir::WalkDir::new(path).sort_by_file_name());
        let single = walked.is_none().then_some((path, None));
        let inside = walked.into_iter().flatten().map(move |entry| (path, Some(entry)));
        single.into_iter().chain(inside)
    });
    entries.filter_map(move |(path, entry)| match entry {
        None => Some(Ok(path.clone())),
        Some(Err(error)) => Some(Err(format!("cannot read `{}`: {error}", path.display()))),
        Some(Ok(entry)) if !entry.file_type().is_file() => None,
        Some(Ok(entry)) => {
            let name = entry.path().to_string_lossy();
            let wanted = documents::is_wanted(&name) || (archives && is_zip(&name));
            *passed_over += usize::from(!wanted);
            wanted.then(|| Ok(entry.into_path()))
        }
    })
}

/// Whether a member of an archive is one that would be taken from a folder.
pub(crate) fn is_wanted(name: &str) -> bool {
    documents::is_wanted(name) || is_zip(name)
}

fn is_zip(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("zip"))
}

/// Reads one path. No more than one byte beyond the largest document is read, so that a huge file costs nothing.
pub(crate) fn read(path: &Path) -> Input {
    let name = path.to_string_lossy().into_owned();
    let most = u64::try_from(documents::MOST_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let read = || {
        if name == "-" {
            return std::io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| told(&e));
        }
        let file = std::fs::File::open(path).map_err(|e| told(&e))?;
        let length = file.metadata().map_err(|e| told(&e))?.len();
        if length > most {
            let bytes = usize::try_from(length).unwrap_or(usize::MAX);
            return Err(DocumentError::TooLarge { bytes }.to_string());
        }
        bytes.reserve(usize::try_from(length).unwrap_or(0));
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| told(&e))
    };
    let result = { read }();
    Input { name, bytes: result.map(|_| bytes) }
}

fn told(error: &std::io::Error) -> String {
    format!("cannot be read: {error}")
}

/// The archive at a path, if there is one and it is no spreadsheet; its members are then documents of their own.
pub(crate) fn archive(path: &Path) -> Option<Result<Archive<std::fs::File>, DocumentError>> {
    let mut head = [0; 4];
    let mut file = std::fs::File::open(path).ok()?;
    file.read_exact(&mut head).ok()?;
    if !documents::is_archive(&head) {
        return None;
    }
    let opened = Archive::open(&path.to_string_lossy(), file);
    opened.map(|archive| (!archive.is_spreadsheet()).then(|| archive.only(is_wanted))).transpose()
}

/// The same of bytes that came by standard input.
pub(crate) fn archive_of(name: &str, bytes: &[u8]) -> Option<Result<Archive<Cursor<Vec<u8>>>, DocumentError>> {
    if !documents::is_archive(bytes) {
        return None;
    }
    let opened = Archive::open(name, Cursor::new(bytes.to_vec()));
    opened.map(|archive| (!archive.is_spreadsheet()).then(|| archive.only(is_wanted))).transpose()
}
