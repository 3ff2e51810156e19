//! Rules that are being written: after a change, only what changed is read again.

use std::collections::BTreeMap;
use std::sync::Arc;

use credstack_dsl::{PackFile, Pieces, Tree};
use credstack_model::Symbols;
use credstack_source::SourceId;

use crate::rules::{Gathered, PackFiles, Rules};

/// Packs that somebody is writing, for editors and other programs that check at every stroke.
///
/// [`Draft::rules`] gives what [`Rules::from_memory`] would give for the same files; of the files it reads only the pieces
/// that changed since it was last asked, and resolves and checks everything, because a name may be meant anywhere.
///
/// ```
/// use credstack::{Draft, PackFiles};
///
/// let manifest = b"[pack]\nname = \"nl\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n".to_vec();
/// let pack = PackFiles { manifest: ("pack.toml".into(), manifest), rules: vec![("nl.rule".into(), Vec::new())] };
/// let mut draft = Draft::new(vec![pack]);
/// assert!(!draft.rules().has_errors());
/// assert!(draft.change("nl.rule", b"policy nl { grant }".to_vec()));
/// assert!(draft.rules().has_errors());
/// ```
#[derive(Debug, Default)]
pub struct Draft {
    packs: Vec<PackFiles>,
    symbols: Arc<Symbols>,
    read: BTreeMap<SourceId, Pieces>,
    bytes_read: usize,
}

impl Draft {
    /// Packs as they stand now.
    pub fn new(packs: Vec<PackFiles>) -> Self {
        Self { packs, ..Self::default() }
    }

    /// Gives a file of a pack another content; whether there is such a file.
    pub fn change(&mut self, name: &str, bytes: Vec<u8>) -> bool {
        let mut files = self.packs.iter_mut().flat_map(|p| std::iter::once(&mut p.manifest).chain(&mut p.rules));
        let file = files.find(|(known, _)| known == name);
        let found = file.is_some();
        if let Some((_, content)) = file {
            *content = bytes;
        }
        found
    }

    /// The rules as they stand now, with everything that is wrong with them.
    pub fn rules(&mut self) -> Rules {
        let (gathered, files) = Gathered::of(&self.packs);
        self.bytes_read = 0;
        let mut read = std::mem::take(&mut self.read);
        // The number of a file is that of the last time unless a manifest before it began or ceased to be readable.
        for (_, id, text) in &files {
            let mut pieces = read.remove(id).unwrap_or_else(|| Pieces::new(*id));
            self.bytes_read += pieces.change(text);
            self.read.insert(*id, pieces);
        }
        let files: Vec<(usize, &Pieces)> =
            files.iter().filter_map(|(pack, id, _)| Some((*pack, self.read.get(id)?))).collect();
        let trees: Vec<PackFile<'_>> =
            files.iter().flat_map(|(pack, pieces)| pieces.trees().map(|tree| PackFile { pack: *pack, tree })).collect();
        let problems = files.iter().flat_map(|(_, pieces)| pieces.diagnostics().cloned()).collect();
        gathered.resolve(&trees, problems, &self.symbols).0
    }

    /// What was read of each rule file when the rules were last asked for, piece after piece; the numbers of files are those of
    /// [`Rules::sources`].
    pub fn trees(&self) -> impl Iterator<Item = (SourceId, &Tree<'_>)> {
        self.read.iter().flat_map(|(id, pieces)| pieces.trees().map(|tree| (*id, tree)))
    }

    /// The packs as they stand now.
    pub fn packs(&self) -> &[PackFiles] {
        &self.packs
    }

    /// How many bytes of the files had to be read when the rules were last asked for.
    pub fn bytes_read(&self) -> usize {
        self.bytes_read
    }
}

#[cfg(test)]
mod tests;
