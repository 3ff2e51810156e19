//! A made-up workspace in a temporary folder.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A workspace that a test builds crate by crate.
pub(crate) struct House {
    folder: TempDir,
    members: Vec<String>,
}

impl House {
    /// A workspace without members.
    pub(crate) fn new() -> Outcome<Self> {
        let house = Self { folder: tempfile::tempdir()?, members: Vec::new() };
        let house = house.file("clippy.toml", "allow-unwrap-in-tests = true\n")?;
        house.state_members()?;
        Ok(house)
    }

    /// Its folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Adds a crate whose manifest ends in `dependencies`; they begin on line 5.
    pub(crate) fn depends(mut self, folder: &str, dependencies: &str) -> Outcome<Self> {
        self.members.push(folder.to_owned());
        self.state_members()?;
        let name = if folder == "credstack" { folder.to_owned() } else { format!("credstack-{folder}") };
        let manifest = format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{dependencies}");
        self.file(&format!("{folder}/Cargo.toml"), &manifest)?.file(&format!("{folder}/src/lib.rs"), "//! A crate.\n")
    }

    /// Writes a file.
    pub(crate) fn file(self, path: &str, text: &str) -> Outcome<Self> {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().ok_or("a file in no folder")?)?;
        fs::write(path, text)?;
        Ok(self)
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: &str) -> Outcome<String> {
        Ok(fs::read_to_string(self.root().join(path))?)
    }

    /// Runs git in it.
    pub(crate) fn git(&self, arguments: &[&str]) -> Outcome<()> {
        let status = Command::new("git").arg("-C").arg(self.root()).args(arguments).status()?;
        if status.success() { Ok(()) } else { Err(format!("git {arguments:?}: {status}").into()) }
    }

    fn state_members(&self) -> Outcome<()> {
        let members: Vec<String> = self.members.iter().map(|member| format!("{member:?}")).collect();
        let mut text = format!("[workspace]\nmembers = [{}]\n[workspace.dependencies]\n", members.join(", "));
        for member in &self.members {
            writeln!(text, "credstack-{member} = {{ path = \"{member}\" }}")?;
        }
        fs::write(self.root().join("Cargo.toml"), text)?;
        Ok(())
    }
}
