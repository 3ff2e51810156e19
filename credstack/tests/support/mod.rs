//! What the rules of these tests rest on.

/// A policy of the Union with the framework of the levels, the hours of a credit, and what else it is to say.
pub(crate) fn ground(name: &str, more: &str) -> String {
    let levels: Vec<String> = (1..=8).map(|level| format!("level {level}")).collect();
    let levels = levels.join("\n        ");
    format!(
        "policy {name} \"Ground\" {{
    layer union
    source LRC \"Lisbon Recognition Convention\" {{ url \"https://example.org/lrc\" }}
    framework EQF \"European Qualifications Framework\" {{
        {levels}
    }}
    hours 25 to 30 for 1 ECTS
{more}}}
"
    )
}
