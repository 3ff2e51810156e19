//! The files of a new pack.

use std::path::Path;

use credstack::{PackFiles, Rules};
use minijinja::{Environment, Value, context};

use super::ask::{Answers, Kind};

/// The pack of the policy that a new one stands on.
pub(super) struct Parent {
    name: String,
    requires: String,
}

impl Parent {
    /// Looks a policy up among packs.
    ///
    /// # Errors
    /// There is none of that name; it says which there are.
    pub(super) fn find(name: &str, packs: &[PackFiles], folder: &Path) -> Result<Self, String> {
        let rules = Rules::from_memory(packs);
        let set = &rules.policies;
        let Some(policy) = set.policies.iter().find(|p| set.symbols.text(p.version_of) == name) else {
            let mut names: Vec<&str> = set.policies.iter().map(|p| set.symbols.text(p.version_of)).collect();
            names.sort_unstable();
            names.dedup();
            let there = if names.is_empty() { "none is".to_owned() } else { format!("there are {}", names.join(", ")) };
            return Err(format!("no policy `{name}` below `{}`; {there}", folder.display()));
        };
        let pack = set.packs.get(policy.pack).ok_or_else(|| format!("`{name}` stands in no pack"))?;
        // A pack asks for the versions that are compatible with the one it was written against.
        let short: Vec<&str> = pack.version.split('.').take(2).collect();
        Ok(Self { name: pack.name.to_string(), requires: short.join(".") })
    }
}

/// A pack that was made and not yet written.
pub(super) struct Fresh {
    /// Each file by its name below the folder.
    pub(super) files: Vec<(String, String)>,
    /// Whether it needs other packs.
    pub(super) stands_on_others: bool,
}

impl Fresh {
    pub(super) fn names(&self) -> Vec<&str> {
        self.files.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// As it would be loaded from a folder.
    pub(super) fn as_files(&self, folder: &str) -> PackFiles {
        let file = |(name, text): &(String, String)| (format!("{folder}/{name}"), text.clone().into_bytes());
        let manifest = self.files.iter().find(|(name, _)| name == "pack.toml").map(file);
        let is_rule = |name: &str| Path::new(name).extension().is_some_and(|end| end == "rule");
        let rules = self.files.iter().filter(|(name, _)| is_rule(name)).map(file);
        PackFiles { manifest: manifest.unwrap_or_default(), rules: rules.collect() }
    }
}

/// Whether a name can be that of a policy, an award and a pack.
pub(super) fn check_name(name: &str) -> Result<(), String> {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if name.split('.').count() >= 2 && name.split('.').all(word) {
        Ok(())
    } else {
        Err(format!(
            "`{name}` is no full name; write it as `nl.universities`: lower case, parts with a full stop between them"
        ))
    }
}

const TEMPLATES: [(&str, &str); 7] = [
    ("pack.toml", include_str!("../../../templates/pack.toml")),
    ("source.rule", include_str!("../../../templates/source.rule")),
    ("policy.rule", include_str!("../../../templates/policy.rule")),
    ("institution.rule", include_str!("../../../templates/institution.rule")),
    ("award.rule", include_str!("../../../templates/award.rule")),
    ("first.md", include_str!("../../../templates/first.md")),
    ("CHANGELOG.md", include_str!("../../../templates/CHANGELOG.md")),
];

/// Writes the files of a pack. Rule files come in their one layout.
pub(super) fn write(
    kind: Kind,
    name: &str,
    answers: &Answers,
    parent: Option<&Parent>,
) -> Result<Fresh, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_filter("quoted", |text: &str| quoted(text));
    environment.add_filter("oneline", |text: &str| one_line(text));
    environment.add_filter("toml", |text: &str| toml_text(text));
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    let requires: Vec<(String, String)> = parent.map(|p| (p.name.clone(), p.requires.clone())).into_iter().collect();
    let given = answers.clone();
    let facts = context! {
        name, requires,
        title => given.title, country => given.country, extends => given.extends, from => given.from,
        source_name => given.source_name, source_title => given.source_title, source_url => given.source_url,
        article => given.article, checked => given.checked, confidence => given.confidence,
        at_most => given.at_most, offered_by => given.offered_by, credits => given.credits, level => given.level,
    };
    let made = |template: &str| Ok::<_, minijinja::Error>(environment.get_template(template)?.render(&facts)? + "\n");
    let rule = match kind {
        Kind::Policy => made("policy.rule")?,
        Kind::Institution => made("institution.rule")?,
        Kind::Award => made("award.rule")?,
    };
    let short = name.rsplit('.').next().unwrap_or(name);
    let mut files = vec![
        ("pack.toml".to_owned(), made("pack.toml")?),
        (format!("{short}.rule"), laid_out(rule)),
        ("CHANGELOG.md".to_owned(), made("CHANGELOG.md")?),
    ];
    if kind == Kind::Award {
        files.push(("spec/first.md".to_owned(), made("first.md")?));
    }
    // An award's level is one of the European framework, which a pack declares.
    Ok(Fresh { files, stands_on_others: parent.is_some() || kind == Kind::Award })
}

/// In the one layout; what cannot be laid out is told when it is checked.
fn laid_out(text: String) -> String {
    let mut sources = credstack::source::SourceMap::default();
    let id = sources.add("new.rule", &text);
    credstack::dsl::format(id, &text).unwrap_or(text)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of the rule language.
fn quoted(text: &str) -> Value {
    Value::from(format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\"")))
}

/// A text of TOML, which has the escapes of JSON.
fn toml_text(text: &str) -> Value {
    Value::from(serde_json::Value::from(one_line(text)).to_string())
}
