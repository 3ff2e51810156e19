//! Results that go to a file: whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::output::print;

/// Writes text to a file, or to standard output where there is none or it is `-`. It is written beside the file and then put
/// in its place, so that nobody ever finds half of it there, and what was there stays if something goes wrong.
pub(crate) fn deliver(output: Option<&Path>, text: &str) -> Result<(), String> {
    match output.filter(|p| *p != Path::new("-")) {
        None => print(text),
        Some(path) => put(path, text.as_bytes())?,
    }
    Ok(())
}

/// The same of bytes, which standard output gets as they are.
pub(crate) fn deliver_bytes(output: Option<&Path>, bytes: &[u8]) -> Result<(), String> {
    match output.filter(|p| *p != Path::new("-")) {
        // A reader that went away is no error.
        None => drop(std::io::stdout().lock().write_all(bytes)),
        Some(path) => put(path, bytes)?,
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let beside = beside(path)?;
    write(&beside, bytes).and_then(|()| fs::rename(&beside, path)).map_err(|error| {
        // It may never have been made; there is nothing better to do where it cannot be removed.
        let _ = fs::remove_file(&beside);
        format!("`{}` cannot be written: {error}", path.display())
    })
}

fn beside(path: &Path) -> Result<PathBuf, String> {
    let name = path.file_name().ok_or_else(|| format!("`{}` is no name of a file", path.display()))?;
    Ok(path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id())))
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Writes a folder of text files, each by its name below it: all of them or, where one cannot be written, none. An empty folder
/// may be there.
pub(crate) fn deliver_folder(folder: &Path, files: &[(String, String)]) -> Result<(), String> {
    let fresh = beside(folder)?;
    let done = write_all(&fresh, files).and_then(|()| {
        if folder.exists() {
            fs::remove_dir(folder)?;
        }
        fs::rename(&fresh, folder)
    });
    done.map_err(|error| {
        let _ = fs::remove_dir_all(&fresh);
        format!("`{}` cannot be written: {error}", folder.display())
    })
}

fn write_all(folder: &Path, files: &[(String, String)]) -> std::io::Result<()> {
    for (name, text) in files {
        let file = folder.join(name);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        write(&file, text.as_bytes())?;
    }
    Ok(())
}
