//! Loading packs of rules, from folders or from memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug, has_errors};
use credstack_dsl::{PackFile, lower, parse};
use credstack_functions::Derivation;
use credstack_model::Symbols;
use credstack_model::policy::{Pack, PolicySet};
use credstack_model::scenario::Scenario;
use credstack_source::{SourceId, SourceMap, Span};
use semver::Version;
use sha2::{Digest, Sha256};

use crate::manifest::{self, Manifest};
use crate::scripts::{self, Scripts};

/// A pack as bytes: its manifest first, then its rule files and the scripts of its functions, each with the name that
/// messages use.
#[derive(Debug, Clone, Default)]
pub struct PackFiles {
    /// `pack.toml` and its bytes.
    pub manifest: (String, Vec<u8>),
    /// The rule files and their bytes, and the scripts that rules name, whose names end with `.rhai`.
    pub rules: Vec<(String, Vec<u8>)>,
}

impl PackFiles {
    /// Every pack below a folder, as its files stand there. Symbolic links are not followed.
    ///
    /// # Errors
    /// [`LoadError`] when the folder cannot be read or holds no pack.
    pub fn below(folder: &Path) -> Result<Vec<Self>, LoadError> {
        read_packs(folder).map(|(packs, _)| packs)
    }
}

/// Why no rules could be looked for at all. What is wrong within rules is told by diagnostics.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder is not there or cannot be read.
    #[error("cannot read `{path}`: {cause}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// There is no `pack.toml` below it.
    #[error("no pack below `{0}`: a pack is a folder with a `pack.toml` and `.rule` files")]
    NoPack(PathBuf),
}

/// Packs that were loaded, with everything that is wrong with them.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The policies; not to be used while [`Rules::has_errors`].
    pub policies: Arc<PolicySet>,
    /// The files, for showing where something stands.
    pub sources: SourceMap,
    /// The problems, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The scripts of the packs' functions, compiled.
    pub functions: Arc<Derivation>,
}

impl Rules {
    /// Loads every pack below a folder. Symbolic links are not followed.
    ///
    /// # Errors
    /// [`LoadError`] when the folder cannot be read or holds no pack.
    pub fn from_folder(folder: &Path) -> Result<Self, LoadError> {
        let (packs, _) = read_packs(folder)?;
        Ok(Self::from_memory(&packs))
    }

    /// Loads packs from memory.
    pub fn from_memory(packs: &[PackFiles]) -> Self {
        load(packs, &Arc::new(Symbols::default())).0
    }

    /// What [`Rules::diagnostics`] says and, where that has no error, what can be proved of the rules: conditions that nothing
    /// or everything meets, what nothing reaches, awards that nobody can complete. For those who write rules; deciding by them
    /// does not need it, so loading does not pay for it.
    pub fn checked(&self) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.clone();
        if !self.has_errors() {
            all.extend(crate::prove::prove(&self.policies, &self.sources));
        }
        credstack_diagnostics::sort(&mut all);
        all
    }

    /// Whether the rules must not be used.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Loads packs with the words of a table that others share, and the scenarios that stand in their files.
pub(crate) fn load(packs: &[PackFiles], symbols: &Arc<Symbols>) -> (Rules, Vec<Scenario>) {
    let (gathered, files) = Gathered::of(packs);
    let parses: Vec<_> = files.iter().map(|(pack, id, text)| (*pack, parse(*id, text))).collect();
    let trees: Vec<PackFile<'_>> = parses.iter().map(|(pack, p)| PackFile { pack: *pack, tree: &p.tree }).collect();
    let problems = parses.iter().flat_map(|(_, p)| p.diagnostics.iter().cloned()).collect();
    gathered.resolve(&trees, problems, symbols)
}

/// What packs say of themselves, before any of their rules is read.
pub(crate) struct Gathered {
    loader: Loader,
    packs: Vec<Pack>,
    scripts: Scripts,
}

/// The pack, the number and the text of a rule file.
pub(crate) type RuleFile = (usize, SourceId, String);

impl Gathered {
    pub(crate) fn of(packs: &[PackFiles]) -> (Self, Vec<RuleFile>) {
        let mut loader = Loader::default();
        let (mut ready, mut files, mut scripts) = (Vec::new(), Vec::new(), Scripts::default());
        for pack in packs {
            let Some((source, text)) = loader.text(&pack.manifest) else { continue };
            let Some((manifest, version)) = manifest::read(source, &text, &mut loader.diagnostics) else { continue };
            for file in &pack.rules {
                let Some((id, text)) = loader.text(file) else { continue };
                if scripts::is_script(&file.0) {
                    scripts.add(&file.0, id, text);
                } else {
                    files.push((ready.len(), id, text));
                }
            }
            ready.push((source, manifest, version, hash(pack)));
        }
        let manifests: Vec<(SourceId, Manifest, Version)> =
            ready.iter().map(|(s, m, v, _)| (*s, m.clone(), v.clone())).collect();
        manifest::check_names(&manifests, &mut loader.diagnostics);
        manifest::check_requires(&manifests, &mut loader.diagnostics);
        let packs = ready.into_iter().map(|(_, manifest, version, hash)| Pack {
            name: manifest.pack.name.as_str().into(),
            version: version.to_string().into(),
            title: manifest.pack.title.as_str().into(),
            hash: hash.into(),
        });
        (Self { packs: packs.collect(), loader, scripts }, files)
    }

    /// Resolves and checks what was read of the files.
    pub(crate) fn resolve(
        self,
        trees: &[PackFile<'_>],
        problems: Vec<Diagnostic>,
        symbols: &Arc<Symbols>,
    ) -> (Rules, Vec<Scenario>) {
        let Loader { sources, mut diagnostics } = self.loader;
        let lowered = lower(self.packs, trees, symbols);
        diagnostics.extend(problems);
        diagnostics.extend(lowered.diagnostics);
        let mut policies = lowered.policies;
        let functions = Arc::new(self.scripts.compile(&policies, &sources, &mut diagnostics));
        if !policies.computed.is_empty() {
            policies.derivation = Some(functions.clone());
        }
        credstack_diagnostics::sort(&mut diagnostics);
        (Rules { policies: Arc::new(policies), sources, diagnostics, functions }, lowered.scenarios)
    }
}

/// The packs below a folder, and the folders of their manifests. Symbolic links are not followed.
pub(crate) fn read_packs(folder: &Path) -> Result<(Vec<PackFiles>, Vec<PathBuf>), LoadError> {
    let unreadable = |path: &Path, cause| LoadError::Unreadable { path: path.to_owned(), cause };
    let mut manifests = Vec::new();
    let mut rules: Vec<PathBuf> = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|e| {
            let path = e.path().unwrap_or(folder).to_owned();
            LoadError::Unreadable { path, cause: e.into() }
        })?;
        match entry.path() {
            path if entry.file_name() == "pack.toml" => manifests.push(path.to_owned()),
            path if path.extension().is_some_and(|e| e == "rule" || e == "rhai") => rules.push(path.to_owned()),
            _ => {}
        }
    }
    if manifests.is_empty() {
        return Err(LoadError::NoPack(folder.to_owned()));
    }
    let read = |path: &Path| std::fs::read(path).map_err(|e| unreadable(path, e));
    let mut packs = Vec::new();
    for manifest in &manifests {
        let home = manifest.parent().unwrap_or(folder);
        let mut pack = PackFiles { manifest: (name(folder, manifest), read(manifest)?), rules: Vec::new() };
        for rule in rules.iter().filter(|r| nearest_pack(r, &manifests) == Some(home)) {
            pack.rules.push((name(folder, rule), read(rule)?));
        }
        packs.push(pack);
    }
    let homes = manifests.iter().map(|m| m.parent().unwrap_or(folder).to_owned()).collect();
    Ok((packs, homes))
}

/// The folder of the pack that a rule file belongs to: the nearest manifest above it.
fn nearest_pack<'a>(rule: &Path, manifests: &'a [PathBuf]) -> Option<&'a Path> {
    let homes = manifests.iter().filter_map(|m| m.parent());
    homes.filter(|home| rule.starts_with(home)).max_by_key(|home| home.components().count())
}

/// How messages name a file: the folder as it was given, and the file below it.
pub(crate) fn name(folder: &Path, file: &Path) -> String {
    let parts = [folder.to_string_lossy(), file.strip_prefix(folder).unwrap_or(file).to_string_lossy()];
    parts.join("/").replace("//", "/")
}

/// SHA-256 over the manifest and the files, each with its own name and length, so that nothing can move between them.
fn hash(pack: &PackFiles) -> String {
    let mut hasher = Sha256::new();
    let base = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let mut files: Vec<(String, &[u8])> = pack.rules.iter().map(|(n, b)| (base(n), b.as_slice())).collect();
    files.sort();
    for (name, bytes) in std::iter::once((base(&pack.manifest.0), pack.manifest.1.as_slice())).chain(files) {
        hasher.update(format!("{name}\0{}\0", bytes.len()));
        hasher.update(bytes);
    }
    hasher.finalize().iter().fold(String::from("sha256:"), |text, byte| text + format!("{byte:02x}").as_str())
}

#[derive(Default)]
struct Loader {
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

impl Loader {
    /// The text of a file; one that is not UTF-8 is told with the line and column at which it stops being.
    fn text(&mut self, (name, bytes): &(String, Vec<u8>)) -> Option<(SourceId, String)> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Some((self.sources.add(name, text), text.to_owned())),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let good = String::from_utf8_lossy(good).into_owned();
                let end = good.len();
                let id = self.sources.add(name, &format!("{good}\u{FFFD}"));
                let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
                let message = format!("the file is not UTF-8: byte {end} is 0x{byte:02x}");
                let problem = Diagnostic::new(Slug::NotUtf8, Span::new(id, end, end + '\u{FFFD}'.len_utf8()), message);
                self.diagnostics.push(problem.help("save it as UTF-8; it looks like Latin-1 or Windows-1252"));
                None
            }
        }
    }
}
