//! A pack of rules that Python holds in memory.

use std::collections::BTreeMap;

use credstack::PackFiles;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The text of a file, as Python has it.
#[derive(FromPyObject)]
pub(crate) enum Content {
    #[pyo3(annotation = "str")]
    Text(String),
    #[pyo3(annotation = "bytes")]
    Bytes(Vec<u8>),
}

impl Content {
    fn bytes(self) -> Vec<u8> {
        match self {
            Content::Text(text) => text.into_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }
}

/// The manifest is the file that is called `pack.toml`, in whatever folder.
pub(crate) fn is_manifest(name: &str) -> bool {
    name.rsplit(['/', '\\']).next() == Some("pack.toml")
}

pub(crate) fn pack(files: BTreeMap<String, Content>) -> PyResult<PackFiles> {
    let files = files.into_iter().map(|(name, content)| (name, content.bytes()));
    let (manifests, rules): (Vec<_>, Vec<_>) = files.partition(|(name, _)| is_manifest(name));
    let mut manifests = manifests.into_iter();
    match (manifests.next(), manifests.next()) {
        (Some(manifest), None) => Ok(PackFiles { manifest, rules }),
        _ => Err(PyValueError::new_err("a pack has one `pack.toml`, and its rule files beside it")),
    }
}
