//! All records of catalogues, institutions and persons, by their identifiers.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use crate::record::{Record, RecordKind};

/// The most records that one credential is filled from.
pub(super) const MOST_RECORDS: usize = 100;

/// A record and the document that it stands in.
pub(super) struct Source<'a> {
    pub(super) record: &'a Record,
    pub(super) document: &'a Arc<str>,
}

pub(super) struct Register<'a> {
    sources: Vec<Source<'a>>,
    by: HashMap<&'a str, Vec<usize>>,
}

/// An identifier to start from; of records of one kind only, where it is clear which it is.
pub(super) struct Start {
    pub(super) id: Arc<str>,
    pub(super) kind: Option<RecordKind>,
}

/// What a credential refers to, directly or through other records.
#[derive(Default)]
pub(super) struct Reached {
    /// The records, the nearest first.
    pub(super) records: Vec<usize>,
    /// Identifiers that several different records claim, with what these are called.
    pub(super) ambiguous: Vec<(Arc<str>, String)>,
    /// Identifiers that stand for a record of another document and need not be unique in the world.
    pub(super) local: Vec<(Arc<str>, usize)>,
    /// Identifiers of starts for which there is no record.
    pub(super) unknown: Vec<Arc<str>>,
    /// There were more records than a credential is filled from.
    pub(super) cut: bool,
}

impl<'a> Register<'a> {
    /// Records in the order of their documents; that order decides which of two equally near ones is the first.
    pub(super) fn new(sources: Vec<Source<'a>>) -> Self {
        let mut by: HashMap<&'a str, Vec<usize>> = HashMap::new();
        for (at, source) in sources.iter().enumerate() {
            let mut seen = HashSet::new();
            for id in std::iter::once(&source.record.id).chain(&source.record.identifiers) {
                if seen.insert(id) {
                    by.entry(&**id).or_default().push(at);
                }
            }
        }
        Self { sources, by }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Source<'a>> {
        self.sources.get(at)
    }

    /// Everything that can be reached from these identifiers, from a credential of a document.
    pub(super) fn reach(&self, starts: &[Start], home: &str) -> Reached {
        let mut reached = Reached::default();
        let mut asked: HashSet<(Arc<str>, Option<RecordKind>)> = HashSet::new();
        let mut taken: HashSet<usize> = HashSet::new();
        let mut open: VecDeque<(Arc<str>, Option<RecordKind>, bool)> =
            starts.iter().map(|s| (Arc::clone(&s.id), s.kind, s.kind.is_none())).collect();
        while let Some((id, kind, told)) = open.pop_front() {
            if !asked.insert((Arc::clone(&id), kind)) {
                continue;
            }
            let found = self.of(&id, kind, home, &mut reached);
            if found.is_empty() && told && !reached.ambiguous.iter().any(|(known, _)| *known == id) {
                reached.unknown.push(Arc::clone(&id));
            }
            for at in found {
                if !taken.insert(at) {
                    continue;
                }
                if reached.records.len() >= MOST_RECORDS {
                    reached.cut = true;
                    return reached;
                }
                reached.records.push(at);
                let Some(source) = self.get(at) else { continue };
                if !is_global(&id) && **source.document != *home {
                    reached.local.push((Arc::clone(&id), at));
                }
                // Some records refer to more than a credential is ever filled from.
                let refers = source.record.refers.iter().take(MOST_RECORDS);
                open.extend(refers.map(|to| (Arc::clone(to), None, false)));
            }
        }
        reached
    }

    /// The records that an identifier stands for, those of the home document first. Records of one own identifier are
    /// records of one thing; of several things only that counts whose own identifier it is.
    fn of(&self, id: &Arc<str>, kind: Option<RecordKind>, home: &str, reached: &mut Reached) -> Vec<usize> {
        let all = self.by.get(&**id).map_or(&[][..], Vec::as_slice);
        let mut found = Vec::new();
        for each in [RecordKind::Catalogue, RecordKind::Institution, RecordKind::Learner] {
            if kind.is_some_and(|kind| kind != each) {
                continue;
            }
            let of_kind = || {
                let pairs = all.iter().filter_map(|at| Some((*at, self.get(*at)?)));
                pairs.filter(|(_, source)| source.record.kind == each)
            };
            let things: BTreeSet<&str> = of_kind().map(|(_, source)| &*source.record.id).collect();
            let own = things.contains(&**id);
            if things.len() > 1 && !own {
                let called = things.iter().take(5).map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", ");
                reached.ambiguous.push((Arc::clone(id), called));
                continue;
            }
            let meant = of_kind().filter(|(_, source)| !own || source.record.id == *id);
            found.extend(meant.take(MOST_RECORDS).map(|(at, _)| at));
        }
        found.sort_by_key(|at| (self.get(*at).is_none_or(|s| **s.document != *home), *at));
        found
    }
}

/// Whether an identifier is one in all the world: a URI, a URN, a DID or a UUID.
pub(super) fn is_global(id: &str) -> bool {
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    let is_uuid = lengths == [8, 4, 4, 4, 12] && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    (id.contains("://") || id.starts_with("urn:") || id.starts_with("did:") || is_uuid) && !crate::local::is_local(id)
}
