//! What lies on the desk: the packs of the folders that are open, with what is being written in the place of what is on the disk.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use credstack::diagnostics::Diagnostic;
use credstack::source::{SourceFile, SourceId};
use credstack::{Draft, PackFiles, Rules};
use lsp_types::{TextDocumentContentChangeEvent, Uri};

use crate::index::Index;
use crate::lines::Lines;

/// A document that is open in the editor.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its address as the editor writes it.
    pub(crate) uri: Uri,
    /// Its version.
    pub(crate) version: i32,
    /// Its text.
    pub(crate) text: String,
}

/// The packs below one folder, or one rule file that is in no pack.
#[derive(Debug)]
pub(crate) struct Root {
    /// The folder; none for a file by itself.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) draft: Draft,
    read: Option<Read>,
    /// Whether somebody was asked to prove what can be proved since the last change.
    pub(crate) proved: bool,
    /// A number that no other state of any root has.
    turn: u64,
}

/// The rules of a root as they stand.
#[derive(Debug)]
struct Read {
    rules: Rules,
    index: OnceCell<Index>,
    /// With what can be proved, once that was asked for.
    checked: Option<Vec<Diagnostic>>,
}

/// A rule file and the root that it is read with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sheet<'d> {
    pub(crate) root: &'d Root,
    pub(crate) rules: &'d Rules,
    pub(crate) id: SourceId,
    pub(crate) file: &'d SourceFile,
}

impl Sheet<'_> {
    pub(crate) fn lines(&self) -> Lines<'_> {
        Lines::of(self.file.text())
    }

    pub(crate) fn index(&self) -> &Index {
        self.root.index()
    }
}

fn next_turn() -> u64 {
    static TURNS: AtomicU64 = AtomicU64::new(0);
    TURNS.fetch_add(1, Ordering::Relaxed)
}

impl Root {
    fn new(folder: Option<PathBuf>, packs: Vec<PackFiles>) -> Self {
        Self { folder, draft: Draft::new(packs), read: None, proved: false, turn: next_turn() }
    }

    /// Gives a file another content; whether the root has it.
    pub(crate) fn change(&mut self, name: &str, bytes: Vec<u8>) -> bool {
        let found = self.draft.change(name, bytes);
        if found {
            self.read = None;
            self.proved = false;
            self.turn = next_turn();
        }
        found
    }

    /// Reads what changed, if anything did.
    pub(crate) fn refresh(&mut self) {
        if self.read.is_none() {
            let rules = self.draft.rules();
            self.read = Some(Read { rules, index: OnceCell::new(), checked: None });
        }
    }

    /// The rules as they stand, to be proved by somebody else, and by which number they are known.
    pub(crate) fn ask_proof(&mut self) -> (u64, Rules) {
        self.refresh();
        self.proved = true;
        (self.turn, self.read.as_ref().map(|read| read.rules.clone()).unwrap_or_default())
    }

    /// By which number the rules are known as they stand.
    pub(crate) fn turn(&self) -> u64 {
        self.turn
    }

    /// Takes what was proved of the rules as they stand.
    pub(crate) fn take_proved(&mut self, found: Vec<Diagnostic>) {
        if let Some(read) = &mut self.read {
            read.checked = Some(found);
        }
    }

    pub(crate) fn rules(&self) -> Option<&Rules> {
        self.read.as_ref().map(|r| &r.rules)
    }

    /// The problems, with what was proved if that was asked for since the last change.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        self.read.as_ref().map_or(&[], |r| r.checked.as_deref().unwrap_or(&r.rules.diagnostics))
    }

    pub(crate) fn index(&self) -> &Index {
        static NOTHING: std::sync::LazyLock<Index> = std::sync::LazyLock::new(Index::default);
        match &self.read {
            Some(read) => read.index.get_or_init(|| Index::of(&self.draft)),
            None => &NOTHING,
        }
    }

    fn has(&self, name: &str) -> bool {
        let mut names = self.draft.packs().iter().flat_map(|p| std::iter::once(&p.manifest).chain(&p.rules));
        names.any(|(known, _)| known == name)
    }
}

/// All that is open.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    folders: Vec<PathBuf>,
    pub(crate) roots: Vec<Root>,
    /// Open documents by the names of their files.
    pub(crate) open: BTreeMap<String, Document>,
}

impl Desk {
    /// Opens folders; what could not be read of them, for the person to see.
    pub(crate) fn open_folders(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> Vec<String> {
        self.folders.extend(folders);
        self.folders.sort();
        self.folders.dedup();
        self.reload()
    }

    pub(crate) fn close_folders(&mut self, folders: &[PathBuf]) -> Vec<String> {
        self.folders.retain(|f| !folders.contains(f));
        self.reload()
    }

    /// Reads all folders from the disk again, and puts what is being written in its place.
    pub(crate) fn reload(&mut self) -> Vec<String> {
        let mut told = Vec::new();
        self.roots.clear();
        for folder in &self.folders {
            match PackFiles::below(folder) {
                Ok(packs) => self.roots.push(Root::new(Some(folder.clone()), packs)),
                // A folder without a pack is nothing to complain of: it may hold anything.
                Err(credstack::LoadError::NoPack(_)) => {}
                Err(error) => told.push(error.to_string()),
            }
        }
        let open: Vec<(String, String)> = self.open.iter().map(|(n, d)| (n.clone(), d.text.clone())).collect();
        for (name, text) in open {
            self.place(&name, text);
        }
        told
    }

    /// Puts the text of an open document where it belongs; a rule file of no pack is a root of its own.
    fn place(&mut self, name: &str, text: String) {
        let bytes = text.into_bytes();
        if self.roots.iter_mut().any(|r| r.change(name, bytes.clone())) || !is_rule_file(name) {
            return;
        }
        let manifest = b"[pack]\nname = \"loose\"\nversion = \"0.0.0\"\nlanguage = \"1\"\n".to_vec();
        let pack = PackFiles { manifest: (String::new(), manifest), rules: vec![(name.to_owned(), bytes)] };
        self.roots.push(Root::new(None, vec![pack]));
    }

    /// A document was opened; whether everything was read anew because its folder did not have it yet.
    pub(crate) fn open(&mut self, name: &str, document: Document) -> Vec<String> {
        let text = document.text.clone();
        self.open.insert(name.to_owned(), document);
        let known = self.roots.iter().any(|r| r.has(name));
        let within = self.folders.iter().any(|f| Path::new(name).starts_with(f));
        if !known && within && Path::new(name).exists() {
            return self.reload();
        }
        self.place(name, text);
        Vec::new()
    }

    /// A document changed; whether it is open.
    pub(crate) fn change(&mut self, name: &str, version: i32, changes: Vec<TextDocumentContentChangeEvent>) -> bool {
        let Some(document) = self.open.get_mut(name) else { return false };
        document.version = version;
        for change in changes {
            match change.range {
                None => document.text = change.text,
                Some(range) => {
                    let bytes = Lines::of(&document.text).bytes(range);
                    document.text.replace_range(bytes, &change.text);
                }
            }
        }
        let text = document.text.clone();
        self.place(name, text);
        true
    }

    /// A document was closed: what is on the disk stands again.
    pub(crate) fn close(&mut self, name: &str) {
        self.open.remove(name);
        self.roots.retain(|r| r.folder.is_some() || !r.has(name));
        if let Ok(bytes) = std::fs::read(name) {
            for root in &mut self.roots {
                root.change(name, bytes.clone());
            }
        }
    }

    /// Files changed on the disk. What is open is what the editor says; the rest is read again.
    pub(crate) fn changed_on_disk(&mut self, paths: &[PathBuf]) -> Vec<String> {
        for path in paths {
            let name = path.to_string_lossy();
            if self.open.contains_key(name.as_ref()) {
                continue;
            }
            let changed = std::fs::read(path)
                .is_ok_and(|bytes| self.roots.iter_mut().any(|r| r.folder.is_some() && r.change(&name, bytes.clone())));
            if !changed {
                // It came, or went.
                return self.reload();
            }
        }
        Vec::new()
    }

    /// Reads what changed.
    pub(crate) fn refresh(&mut self) {
        self.roots.iter_mut().for_each(Root::refresh);
    }

    /// The rule file of a name, with its rules.
    pub(crate) fn sheet(&self, name: &str) -> Option<Sheet<'_>> {
        self.roots.iter().find_map(|root| {
            let rules = root.rules()?;
            let (id, file) = rules.sources.files().find(|(_, f)| f.name() == name)?;
            Some(Sheet { root, rules, id, file })
        })
    }

    /// The address of a file, as the editor writes it where it has it open.
    pub(crate) fn uri(&self, name: &str) -> Option<Uri> {
        self.open.get(name).map(|d| d.uri.clone()).or_else(|| crate::address::uri(Path::new(name)))
    }
}

/// Whether a file is one of rules.
pub(crate) fn is_rule_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "rule")
}
