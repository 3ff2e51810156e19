//! Pack manifests: `pack.toml`.

use std::collections::BTreeMap;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_source::{SourceId, Span};
use semver::{Version, VersionReq};
use serde::Deserialize;

/// What `pack.toml` says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) pack: PackTable,
    #[serde(default)]
    pub(crate) requires: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackTable {
    pub(crate) name: String,
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) title: String,
    /// The version of the rule language that the pack is written in.
    pub(crate) language: String,
}

/// The version of the rule language that this build reads.
pub(crate) const LANGUAGE: &str = "1";

/// Reads a manifest; what is wrong with it is told by diagnostics.
pub(crate) fn read(source: SourceId, text: &str, found: &mut Vec<Diagnostic>) -> Option<(Manifest, Version)> {
    let broken = |span: std::ops::Range<usize>, message: String| {
        Diagnostic::new(Slug::BrokenManifest, Span::new(source, span.start, span.end), message)
    };
    let manifest: Manifest = match toml::from_str(text) {
        Ok(manifest) => manifest,
        Err(error) => {
            let problem = broken(error.span().unwrap_or(0..0), error.message().to_owned());
            found.push(
                problem
                    .help("a manifest has `[pack]` with `name`, `version` and `language`, and may have `[requires]`"),
            );
            return None;
        }
    };
    let whole = || text.find("version").map_or(0..0, |at| at..at + "version".len());
    if manifest.pack.language != LANGUAGE {
        let message = format!(
            "the pack is written in version {} of the rule language; this build reads {LANGUAGE}",
            manifest.pack.language
        );
        found.push(broken(text.find("language").map_or(0..0, |at| at..at + 8), message));
    }
    match Version::parse(&manifest.pack.version) {
        Ok(version) => Some((manifest, version)),
        Err(error) => {
            found.push(
                broken(whole(), format!("`{}` is no version: {error}", manifest.pack.version))
                    .help("write it as `1.0.0`"),
            );
            None
        }
    }
}

/// Reports packs of one name.
pub(crate) fn check_names(packs: &[(SourceId, Manifest, Version)], found: &mut Vec<Diagnostic>) {
    for (at, (source, manifest, _)) in packs.iter().enumerate() {
        let first = packs.iter().take(at).find(|(_, m, _)| m.pack.name == manifest.pack.name);
        if let Some((first, _, _)) = first {
            let message = format!("a second pack `{}`", manifest.pack.name);
            let problem = Diagnostic::new(Slug::DuplicateName, Span::new(*source, 0, 0), message);
            found
                .push(problem.also(Span::new(*first, 0, 0), "the first is here").help("give one of them another name"));
        }
    }
}

/// Reports packs that need another which is not there, or in another version.
pub(crate) fn check_requires(packs: &[(SourceId, Manifest, Version)], found: &mut Vec<Diagnostic>) {
    for (source, manifest, _) in packs {
        for (name, wanted) in &manifest.requires {
            let at = Span::new(*source, 0, 0);
            let problem = |message: String| Diagnostic::new(Slug::MissingPack, at, message);
            let Ok(range) = VersionReq::parse(wanted) else {
                found.push(
                    problem(format!("`{wanted}` is no range of versions")).help("write it as `0.1` or `>=1.2, <2`"),
                );
                continue;
            };
            match packs.iter().find(|(_, m, _)| m.pack.name == *name) {
                None => found.push(
                    problem(format!("the pack `{}` needs `{name}`, which is not loaded", manifest.pack.name))
                        .help("load the folder that holds it, too"),
                ),
                Some((_, _, version)) if !range.matches(version) => {
                    found.push(problem(format!(
                        "the pack `{}` needs `{name}` {wanted}; {version} is loaded",
                        manifest.pack.name
                    )));
                }
                Some(_) => {}
            }
        }
    }
}
