//! Extensions of Open Badges 2.0: an object under a key such as `extensions:ECTSExtension`, with one value that counts.

use crate::json::{Node, Tree};

/// The value of an extension, with the extension itself. The expanded JSON of some interfaces keeps all extensions
/// together under `extensions`.
pub(crate) fn value<'d>(tree: &Tree<'d>, node: &Node<'d>, name: &str) -> Option<(Node<'d>, Node<'d>)> {
    let whole = whole(tree, node, name)?;
    if whole.scalar().is_some() || whole.value.is_array() {
        return Some((whole.clone(), whole));
    }
    let value = tree.get(&whole, name)?;
    Some((value, whole))
}

/// The object or list of an extension.
pub(crate) fn whole<'d>(tree: &Tree<'d>, node: &Node<'d>, name: &str) -> Option<Node<'d>> {
    let keys = [format!("extensions:{name}Extension"), format!("{name}Extension")];
    let together = tree.get(node, "extensions");
    std::iter::once(node.clone()).chain(together).find_map(|n| keys.iter().find_map(|key| tree.get(&n, key)))
}

/// What a study load is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    Hours,
    Minutes,
}

/// What `StudyLoadExtension` counts. Two national platforms use the same key and the same wording of its schema ("hours"),
/// and one of them counts minutes; only the host that the extension, the badge or the issuer is at tells them apart.
pub(crate) fn study_load(places: &[Option<&str>]) -> Option<Counts> {
    let mut found = None;
    for counts in places.iter().flatten().filter_map(|text| counted_at(text)) {
        if found.is_some_and(|f| f != counts) {
            return None;
        }
        found = Some(counts);
    }
    found
}

fn counted_at(address: &str) -> Option<Counts> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', ':', '?', '#']).next()?.to_ascii_lowercase();
    let at = |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|h| h.ends_with('.'));
    if at("edubadges.nl") {
        Some(Counts::Hours)
    } else if at("openbadges.education") {
        Some(Counts::Minutes)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_tells_hours_from_minutes() {
        let nl = Some("https://api.edubadges.nl/public/badges/1");
        let de = Some("https://api.openbadges.education/static/extensions/StudyLoadExtension/context.json");
        assert_eq!(study_load(&[None, nl]), Some(Counts::Hours));
        assert_eq!(study_load(&[de]), Some(Counts::Minutes));
        assert_eq!(study_load(&[nl, de]), None, "they contradict each other");
        assert_eq!(study_load(&[Some("https://badges.example/edubadges.nl"), Some("https://notedubadges.nl")]), None);
    }
}
