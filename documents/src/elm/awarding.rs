//! Who awarded it, where and when.

use std::collections::HashSet;

use credstack_model::date::DateRange;
use credstack_model::vocabulary::attribute;

use super::base::Envelope;
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::local::is_local;
use crate::note::NoteKind;
use crate::read::dates::{self, Day};
use crate::read::{concept, country, text};

/// Keys that hold an identifier with a notation; one published file spells the first with a Greek capital iota.
const IDENTIFIERS: [&str; 6] =
    ["registration", "eIDASIdentifier", "eIDAS\u{399}dentifier", "vatIdentifier", "taxIdentifier", "identifier"];

/// The awarding bodies of an achievement.
pub(crate) fn bodies<'d>(tree: &Tree<'d>, claim: &Node<'d>) -> Vec<Node<'d>> {
    tree.follow(claim, &["awardedBy", "awardingBody"])
}

/// Facts of the issuer: of the awarding bodies, else of the issuer of the document.
pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, envelope: &Envelope<'d>, claim: &Node<'d>) {
    let bodies = bodies(tree, claim);
    if bodies.is_empty() {
        if let Some(issuer) = &envelope.issuer {
            describe(draft, tree, std::slice::from_ref(issuer), None);
        }
        return;
    }
    let process = tree.one(claim, "awardedBy");
    describe(draft, tree, &bodies, process.as_ref());
    if let Some(issuer) = &envelope.issuer {
        compare(draft, tree, issuer, &bodies);
    }
}

fn describe<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, bodies: &[Node<'d>], process: Option<&Node<'d>>) {
    let called = bodies.iter().flat_map(|b| names(tree, b)).collect();
    draft.words(attribute::ISSUER_NAME, called);
    let mut ids = Vec::new();
    for body in bodies {
        let own = tree.get(body, "id").or_else(|| Some(body.clone()));
        ids.extend(own.and_then(|n| Some((n.text()?.to_owned(), n))));
        for key in IDENTIFIERS {
            for node in tree.list(body, key) {
                let place = tree.get(&node, "notation").unwrap_or(node);
                ids.extend(place.scalar().map(|text| (text, place)));
            }
        }
    }
    ids.retain(|(id, _)| !is_local(id) && !id.trim().is_empty());
    draft.codes(attribute::ISSUER_IDENTIFIER, ids);
    place(draft, tree, bodies, process);
}

fn names<'d>(tree: &Tree<'d>, body: &Node<'d>) -> Vec<(credstack_model::facts::Text, Node<'d>)> {
    ["legalName", "name", "prefLabel", "altLabel"]
        .iter()
        .map(|key| text::at(tree, body, &[key]))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Country and region: of the address, of the place of the award, of the register that the body stands in.
fn place<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, bodies: &[Node<'d>], process: Option<&Node<'d>>) {
    let of = |start: &[Node<'d>], keys: &[&str]| -> Vec<Node<'d>> {
        start.iter().flat_map(|n| tree.follow(n, keys)).collect()
    };
    let process: Vec<Node<'d>> = process.cloned().into_iter().collect();
    let regions = of(bodies, &["location", "spatialCode"]);
    let mut groups = vec![
        of(bodies, &["location", "address", "countryCode"]),
        of(bodies, &["address", "addressCountryCode"]),
        of(bodies, &["address", "addressCountry"]),
        of(&process, &["location", "address", "countryCode"]),
        of(&process, &["location", "spatial"]),
        of(&process, &["location", "spatialCode"]),
        of(&process, &["country"]),
    ];
    for key in IDENTIFIERS {
        groups.push(of(bodies, &[key, "spatial"]));
    }
    groups.push(regions.clone());
    for group in groups {
        if countries(draft, tree, &group) {
            break;
        }
    }
    let found = regions
        .iter()
        .flat_map(|r| concept::places(tree, r))
        .filter_map(|n| Some((region(n.text()?)?, n)))
        .take(1)
        .collect();
    draft.codes(attribute::ISSUER_REGION, found);
}

/// Sets the country that a group of places agrees on; true where the group settles it, also by contradiction.
fn countries<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, group: &[Node<'d>]) -> bool {
    let mut found: Vec<(String, Node<'d>)> = Vec::new();
    for node in group {
        let places = concept::places(tree, node);
        let known = places.iter().find_map(|p| Some((country::country(p.text()?)?.to_owned(), p.clone())));
        match known {
            Some(known) => found.push(known),
            None if node.path.contains("spatialCode") => {}
            None => draft.note(
                NoteKind::UnknownCode,
                attribute::ISSUER_COUNTRY,
                &node.path,
                format!("`{}` is no country of ISO 3166-1", concept::spoken(tree, node)),
            ),
        }
    }
    let Some((first, _)) = found.first().cloned() else {
        return false;
    };
    if let Some((other, at)) = found.iter().find(|(code, _)| *code != first) {
        let message = format!("the document places the issuer in {first} and in {other}; neither is taken");
        let path = at.path.clone();
        draft.note(NoteKind::Conflict, attribute::ISSUER_COUNTRY, &path, message);
        return true;
    }
    found.truncate(1);
    draft.codes(attribute::ISSUER_COUNTRY, found);
    true
}

/// The code of a region in the EU's list of territorial units or NUTS; a code of three letters alone is a country.
pub(crate) fn region(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("://")?;
    let mut segments = rest.trim_end_matches('/').rsplit('/');
    let last = segments.next()?;
    let scheme = segments.next()?;
    (matches!(scheme, "atu" | "nuts") && last.len() > 3).then(|| last.to_owned())
}

/// Notes where the document was issued by another body than the one that awards (a mandated issue).
fn compare<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, issuer: &Node<'d>, bodies: &[Node<'d>]) {
    let id = |n: &Node<'d>| {
        let id = n.value.get("id").unwrap_or(n.value).as_str()?;
        Some(id.to_owned())
    };
    if bodies.iter().any(|b| id(b).is_some() && id(b) == id(issuer)) {
        return;
    }
    let called = names(tree, issuer);
    let of_bodies: Vec<_> = bodies.iter().flat_map(|b| names(tree, b)).collect();
    let plain = |words: &str| words.trim().to_lowercase();
    let known: HashSet<String> = of_bodies.iter().map(|(b, _)| plain(&b.words)).collect();
    let agree = called.iter().any(|(a, _)| known.contains(&plain(&a.words)));
    if let (Some((sealer, at)), Some((body, _)), false) = (called.first(), of_bodies.first(), agree) {
        let message =
            format!("issued by `{}` on behalf of the awarding body `{}`, whose facts count", sealer.words, body.words);
        let path = at.path.clone();
        draft.note(NoteKind::Remark, attribute::ISSUER_NAME, &path, message);
    }
}

/// Dates: the day of the award counts before the day on which the document was made.
pub(crate) fn dates<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, envelope: &Envelope<'d>, claim: &Node<'d>) {
    let awarded = tree.follow(claim, &["awardedBy"]).iter().find_map(|process| tree.get(process, "awardingDate"));
    let day = awarded.as_ref().and_then(|node| draft.day(attribute::ISSUED, node));
    let made = issue_dates(tree, &envelope.credential);
    if let (Some(day), Some(node)) = (day, &awarded) {
        note_issue(draft, day, &made);
        if claim.is("LearningAchievement") && !envelope.enrolment {
            let yes = credstack_model::facts::Value::Truth(true);
            draft.derive(attribute::COMPLETED, yes, node);
        }
    } else if !draft.has(attribute::ISSUED) {
        for node in &made {
            if draft.day(attribute::ISSUED, node).is_some() {
                break;
            }
        }
    }
    for key in ["validUntil", "expirationDate", "expires"] {
        if let Some(node) = tree.get(&envelope.credential, key)
            && draft.day(attribute::EXPIRES, &node).is_some()
        {
            break;
        }
    }
}

/// Where the document says when it was issued, the surest place first.
fn issue_dates<'d>(tree: &Tree<'d>, credential: &Node<'d>) -> Vec<Node<'d>> {
    ["awardedDate", "issued", "issuanceDate", "issuedOn", "validFrom"]
        .iter()
        .filter_map(|key| tree.get(credential, key))
        .collect()
}

/// Notes where the document was issued on another day than that of the award.
fn note_issue(draft: &mut Draft<'_>, day: DateRange, made: &[Node<'_>]) {
    let Some(node) = made.first() else { return };
    let text = node.scalar().unwrap_or_default();
    let issued = match dates::day(&text) {
        Day::Known(issued) | Day::Late(issued) => issued,
        Day::None(_) => return,
    };
    if issued != day {
        draft.note(
            NoteKind::Remark,
            attribute::ISSUED,
            &node.path,
            format!("the document was made on {issued} and the learning awarded on {day}, which counts"),
        );
    }
}
