//! Alignments: the one extension point of Open Badges 3.0 for levels, quality assurance and competences.

use credstack_model::facts::Text;
use credstack_model::vocabulary::attribute;

use crate::draft::Draft;
use crate::elm::put_level;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::read::{codes, level};

pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, achieved: &Node<'d>) {
    let mut found = Found::default();
    for aligned in tree.list(achieved, "alignment") {
        let text = |key: &str| tree.get(&aligned, key).filter(|n| n.text().is_some());
        let sort = text("targetType")
            .or_else(|| text("targetFramework"))
            .and_then(|n| n.text())
            .unwrap_or_default()
            .trim_start_matches("ext:")
            .to_lowercase();
        let framework = text("targetFramework").and_then(|n| n.text()).unwrap_or_default().to_lowercase();
        let url = text("targetUrl");
        let is_esco = url.as_ref().and_then(Node::text).is_some_and(|u| u.contains("/esco/skill/"));
        if matches!(sort.as_str(), "eqf" | "nlqf") || matches!(framework.as_str(), "eqf" | "nlqf") {
            found.levels.push((aligned.clone(), sort == "nlqf" || framework == "nlqf"));
        } else if sort == "qualityassurance" {
            found.quality.extend(text("targetName").or_else(|| text("targetCode")));
        } else if sort.contains("learningoutcome") {
            found.outcomes.extend(text("targetDescription").or_else(|| text("targetName")));
        } else if is_esco || matches!(sort.as_str(), "ceasn:competency" | "cfitem") {
            found.skills.extend(url.or_else(|| text("targetCode")));
        } else {
            let name = text("targetName").and_then(|n| n.text()).unwrap_or("no name");
            draft.note(NoteKind::Unmapped, None, &aligned.path, format!("no attribute takes the alignment `{name}`"));
        }
    }
    found.put(draft, tree);
}

#[derive(Default)]
struct Found<'d> {
    levels: Vec<(Node<'d>, bool)>,
    quality: Vec<Node<'d>>,
    outcomes: Vec<Node<'d>>,
    skills: Vec<Node<'d>>,
}

impl<'d> Found<'d> {
    fn put(self, draft: &mut Draft<'_>, tree: &Tree<'d>) {
        put_levels(draft, tree, &self.levels);
        put_quality(draft, self.quality);
        let outcomes = self.outcomes.into_iter().filter_map(|n| Some((Text::plain(n.text()?), n))).collect();
        draft.words(attribute::LEARNING_OUTCOMES, outcomes);
        let skills = super::people::scalars(self.skills);
        draft.codes(attribute::SKILLS, skills);
    }
}

/// The quality assurance that names speak of.
pub(crate) fn put_quality(draft: &mut Draft<'_>, names: Vec<Node<'_>>) {
    let mut quality = Vec::new();
    for node in names {
        let text = node.text().unwrap_or_default();
        let known = codes::code(attribute::QUALITY_ASSURANCE, text);
        let code = known.map_or_else(|| codes::unknown(text), ToOwned::to_owned);
        if known.is_none() {
            draft.note(
                NoteKind::UnknownCode,
                attribute::QUALITY_ASSURANCE,
                &node.path,
                format!("there is quality assurance, `{text}`, of a type that is not said; it is kept as `{code}`"),
            );
        }
        quality.push((code, node));
    }
    draft.codes(attribute::QUALITY_ASSURANCE, quality);
}

/// The level of the code, else of the name; a code and a name that contradict each other are noted, and the code stands.
fn put_levels<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, levels: &[(Node<'d>, bool)]) {
    let mut first: Option<level::Named> = None;
    for (aligned, national) in levels {
        let named = |key: &str| {
            let node = tree.get(aligned, key)?;
            let text = node.scalar()?;
            let mut named = level::eqf(&text)?;
            if *national {
                named.framework = "NLQF";
            }
            Some((named, node))
        };
        let (code, name) = (named("targetCode"), named("targetName"));
        if let (Some((code, _)), Some((name, at))) = (&code, &name)
            && code.label != name.label
        {
            draft.note(
                NoteKind::Conflict,
                attribute::LEVEL,
                &at.path,
                format!("the name says level {} and the code {}; the code stands", name.label, code.label),
            );
        }
        let Some((stated, node)) = code.or(name) else {
            draft.note(
                NoteKind::Unmapped,
                attribute::LEVEL,
                &aligned.path,
                "the alignment names a framework of levels and no level that can be read",
            );
            continue;
        };
        match first {
            None => {
                first = Some(stated);
                put_level(draft, stated, &node);
            }
            Some(first) if first == stated => {}
            Some(first) => draft.note(
                NoteKind::Conflict,
                attribute::LEVEL,
                &node.path,
                format!(
                    "{} {} stands beside {} {}, which comes first and is taken",
                    stated.framework, stated.label, first.framework, first.label
                ),
            ),
        }
    }
}
