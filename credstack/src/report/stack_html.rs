//! One stack as an HTML table, for notebooks and pages, in the words of the text. All that a document, a claim or a rule
//! says is escaped.

use credstack_model::Amount;
use credstack_model::policy::{Bound, PolicySet, Rule};
use credstack_model::stack::{
    AwardStatus, CountedCredits, LeftOver, LimitEntry, Need, Question, Reading, RequirementKind, RequirementLine,
    Stack, Stacking,
};

use super::html::{Rows, cited, escape, list};
use super::stack_words::need;
use super::{StackHeading, stack_words, texts, words};

/// The stack as one `<table>`, without script or style sheet.
pub fn stack_html(set: &PolicySet, heading: &StackHeading<'_>, stacking: &Stacking) -> String {
    let page = Page { set, heading, stacking, stack: stacking.reading(heading.reading) };
    let mut rows = Rows::default();
    page.summary(&mut rows);
    rows.html(&format!("What counts ({})", heading.reading.word()), &page.requirements());
    rows.items("Limits", page.stack.limits.iter().map(|l| page.limit(l)));
    let exceptions = page.stacking.exceptions.iter();
    rows.items("Exceptions for this learner", exceptions.map(|line| escape(&words::learner_exception(line))));
    rows.items("Left over", page.stack.left_over.iter().map(|l| page.left_over(l)));
    rows.items("To ask for", stacking.questions.iter().map(|q| page.question(q)));
    let assumed = stacking.assumed.iter().map(|a| {
        let cells: Vec<String> = a.cells.iter().map(|c| words::cell(set, c)).collect();
        let (what, of) = (words::unknown(set, a.unknown), page.of(a.credential.as_deref()));
        escape(&format!("{what} is {} — {of}", cells.join(", or ")))
    });
    rows.items("The possible stack assumes", assumed);
    rows.items("Note", stacking.remarks.iter().map(|r| escape(r)));
    rows.text("Profile", heading.profile.unwrap_or(NO_PROFILE));
    let award = set.awards.iter().find(|a| a.name == stacking.award);
    let notes = award.iter().flat_map(|a| &a.notes).filter(|_| heading.notes);
    rows.items("Of the award", notes.map(|note| escape(note)));
    let title = award.map_or_else(String::new, |a| texts::title(&a.title, &a.says, heading.language));
    rows.table("credstack-stack", &title, set.symbols.text(stacking.award))
}

pub(super) const NO_PROFILE: &str =
    "none is given: without a sentence of what the stack makes of the learner, practice sees separate recognitions";

struct Page<'a> {
    set: &'a PolicySet,
    heading: &'a StackHeading<'a>,
    stacking: &'a Stacking,
    /// The one that is shown in full.
    stack: &'a Stack,
}

impl Page<'_> {
    fn summary(&self, rows: &mut Rows) {
        let status = match self.stacking.status {
            AwardStatus::Complete if self.stacking.owed.complete => "complete, and owed",
            AwardStatus::Complete => "complete, with what may be granted",
            AwardStatus::NotComplete => "not complete",
            AwardStatus::Undetermined => "undetermined: it depends on what is open",
        };
        rows.text("Award", status);
        rows.text("Owed", &in_short(&self.stacking.owed));
        rows.text("Grantable", &in_short(&self.stacking.grantable));
        rows.text("Possible", &in_short(&self.stacking.possible));
        if self.stacking.outer {
            rows.text(
                "Bound",
                "too much is open: the possible stack is a safe bound, and may be more than can come true",
            );
        }
        if !Reading::ALL.iter().all(|r| self.stacking.reading(*r).proven) {
            rows.text("Budget", "the budget ended before a stack was proven the best; there may be a better one");
        }
    }

    fn requirements(&self) -> String {
        let missing = self.stack.missing_workload();
        let whole = format!("✗ The whole award: {missing} ECTS are missing to its workload");
        let mut items = self.branches(&self.stack.requirements);
        let further = self.stack.further.iter().filter(|l| l.chosen);
        items.extend(further.map(|line| {
            let mark = if line.met { "✓" } else { "✗" };
            escape(&format!("{mark} {}", words::further(self.stack, line)))
        }));
        items.extend((missing > Amount::ZERO).then_some(whole));
        outline(&items)
    }

    /// The requirements at the depth of the first, each with those below it.
    fn branches(&self, lines: &[RequirementLine]) -> Vec<String> {
        let top = lines.first().map_or(0, |line| line.depth);
        let branch = |lines: &[RequirementLine]| {
            let (line, below) = lines.split_first()?;
            let mut inner = self.branches(below);
            let takes = |c: &&CountedCredits| c.requirement == line.path && line.kind == RequirementKind::Slot;
            inner.extend(self.stack.counted.iter().filter(takes).map(|c| self.counted(c)));
            Some(escape(&requirement(line)) + outline(&inner).as_str())
        };
        lines.chunk_by(|_, next| next.depth > top).filter_map(branch).collect()
    }

    fn counted(&self, counted: &CountedCredits) -> String {
        let part = if counted.credits == counted.of { String::new() } else { format!(" of {}", counted.of) };
        let shared = stack_words::shared(self.stack, counted);
        escape(&format!("{}{part} ECTS {}{shared}", counted.credits, self.credential(&counted.credential)))
    }

    fn credential(&self, id: &str) -> String {
        let held = self.stacking.credentials.iter().find(|c| &*c.id == id);
        match held.and_then(|h| h.title.as_ref()) {
            Some(title) => format!("{} ({})", words::shorten(title, 70), words::shorten(id, 60)),
            None => words::shorten(id, 90),
        }
    }

    /// Whose fact it is.
    fn of(&self, credential: Option<&str>) -> String {
        credential.map_or_else(|| "the claim".to_owned(), |id| self.credential(id))
    }

    fn limit(&self, limit: &LimitEntry) -> String {
        let mut rules = self.set.policies.iter().flat_map(|p| &p.rules);
        let rule = limit.rule.and_then(|name| rules.find(|r| r.name == name));
        let missing = match (limit.bound, limit.extent, limit.used) {
            (Bound::AtLeast, Some(Need::Credits(bound)), Need::Credits(used)) if used < bound => {
                format!("<br>{} ECTS are missing", bound.minus(used))
            }
            (Bound::AtLeast, Some(Need::Credentials(bound)), Need::Credentials(used)) if used < bound => {
                format!("<br>{} are missing", bound - used)
            }
            _ => String::new(),
        };
        let bites = match (limit.bound, limit.bites) {
            (Bound::AtMost, Some(true)) => "<br><strong>it bites: without it the stack would be better</strong>",
            (Bound::AtMost, None) => "<br>whether it bites could not be told within the budget",
            _ => "",
        };
        let title = escape(&self.bound(limit, rule));
        let (used, cited) = (need(limit.used), rule.map_or_else(String::new, |r| cited(self.set, &r.citations)));
        format!("{title}{cited}<br>{used} counted{missing}{bites}<br><small>{}</small>", escape(&limit.name))
    }

    fn bound(&self, limit: &LimitEntry, rule: Option<&Rule>) -> String {
        let bound = stack_words::extent(limit);
        match (rule, &limit.from) {
            (Some(rule), _) => {
                let spoken = self.heading.language.and_then(|l| rule.says.iter().find(|t| &*t.language == l));
                format!("{}: {bound}", spoken.map_or(&*rule.title, |t| &*t.words))
            }
            (None, from) => stack_words::own_limit(self.set, Some(self.stack), limit, from.as_ref()),
        }
    }

    fn left_over(&self, left: &LeftOver) -> String {
        let reason = words::left_reason(self.set, &left.reason, &|id| self.credential(id));
        escape(&format!("{}, {} ECTS: {reason}", self.credential(&left.credential), left.credits))
    }

    fn question(&self, question: &Question) -> String {
        let told =
            |(complete, credits): (bool, Amount)| format!("{credits} ECTS{}", if complete { ", complete" } else { "" });
        let answers = question.answers.iter().map(|answer| {
            let cells: Vec<String> = answer.cells.iter().map(|c| words::cell(self.set, c)).collect();
            let (owed, grantable) = (told(answer.owed), told(answer.grantable));
            escape(&format!("{}: owed {owed}; grantable {grantable}", cells.join(", or ")))
        });
        let what = words::unknown(self.set, question.unknown);
        escape(&format!("{what} — {}", self.of(question.credential.as_deref()))) + list(answers).as_str()
    }
}

/// Items of HTML that are escaped already, without the dots of a list: each begins with a mark or an amount.
fn outline(items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    format!("<ul style=\"list-style:none;margin:0;padding-left:1.2em\"><li>{}</li></ul>", items.join("</li><li>"))
}

fn in_short(stack: &Stack) -> String {
    let of = stack.workload.map_or_else(String::new, |w| format!(" of {w}"));
    let unmet = stack.requirements.iter().filter(|r| r.chosen && missing(r).is_some()).count()
        + stack.limits.iter().filter(|l| l.bound == Bound::AtLeast && l.bites == Some(true)).count()
        + stack.further.iter().filter(|f| f.chosen && !f.met).count()
        + stack.requirements.iter().filter(|r| r.chosen && r.kind == RequirementKind::Depends).count()
        + usize::from(stack.missing_workload() > Amount::ZERO);
    let told = match unmet {
        _ if stack.complete => "every requirement is met".to_owned(),
        1 => "1 requirement is not met".to_owned(),
        n => format!("{n} requirements are not met"),
    };
    format!("{}{of} ECTS counted; {told}", stack.total)
}

fn requirement(line: &RequirementLine) -> String {
    let mark = match (line.chosen, line.met) {
        (false, _) => "–",
        (true, true) => "✓",
        (true, false) => "✗",
    };
    let group = match line.kind {
        RequirementKind::Slot => String::new(),
        RequirementKind::AllOf => ", all of:".to_owned(),
        RequirementKind::AnyOf(n) => format!(", any {n} of:"),
        RequirementKind::AtLeastOf(n) => format!(", at least {n} of:"),
        RequirementKind::Award => ", an award of its own:".to_owned(),
        RequirementKind::Depends => ", it is open which".to_owned(),
    };
    let counted = match line.minimum {
        Some(Need::Credits(minimum)) => format!(": {} of {minimum} ECTS", line.credits),
        Some(Need::Credentials(minimum)) => format!(": {} of {minimum} credentials", line.credentials),
        Some(Need::LearningOutcomes(minimum)) => format!(": {} of {minimum} learning outcomes", line.outcomes),
        None if line.kind == RequirementKind::Slot => format!(": {} ECTS", line.credits),
        None => String::new(),
    };
    let spread = line.spread.as_ref().map_or_else(String::new, |(n, of)| format!(", {n} different values of {of}"));
    let tail = match (line.chosen, missing(line)) {
        (false, _) => " (not part of this stack)".to_owned(),
        (true, _) if line.waived.is_some() => " (waived for this learner)".to_owned(),
        (true, Some(missing)) => format!(" — missing {missing}"),
        (true, None) => String::new(),
    };
    format!("{mark} {}{counted}{spread}{group}{tail}", line.title)
}

fn missing(line: &RequirementLine) -> Option<String> {
    let credits = (line.missing_credits > Amount::ZERO).then(|| format!("{} ECTS", line.missing_credits));
    let what = match (&line.spread, line.minimum) {
        (None, Some(Need::LearningOutcomes(_))) if line.missing_items == 1 => "learning outcome".to_owned(),
        (None, Some(Need::LearningOutcomes(_))) => "learning outcomes".to_owned(),
        (Some((_, of)), Some(Need::Credits(_)) | None) => format!("different values of {of}"),
        (Some((_, of)), _) => format!("credentials or different values of {of}"),
        (None, _) if line.missing_items == 1 => "credential".to_owned(),
        (None, _) => "credentials".to_owned(),
    };
    let items = (line.missing_items > 0).then(|| format!("{} {what}", line.missing_items));
    let parts: Vec<String> = credits.into_iter().chain(items).collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use credstack_model::stack::Reading;
    use credstack_model::{Claim, Credential};

    use super::stack_html;
    use crate::report::{StackHeading, escape, stack_text};
    use crate::{PackFiles, Rules, StackOptions, documents, stack};

    const MANIFEST: &str = "[pack]\nname = \"x\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n";

    const HOSTILE: &str = "<script>alert('1')</script>";

    fn heading(reading: Reading, profile: Option<&str>) -> StackHeading<'_> {
        StackHeading { reading, profile, language: None, notes: false }
    }

    fn read(rules: &Rules, json: &str) -> Vec<Credential> {
        let set = &rules.policies;
        documents::read_with("wallet", json.as_bytes(), &set.symbols, &set.vocabulary).unwrap().credentials
    }

    /// A wallet that says hostile things, twice, toward an award whose title is hostile, too.
    fn hostile() -> String {
        let law =
            format!("award x.a \"A {HOSTILE}\" {{ workload 5 ECTS\n require r1 \"R {HOSTILE}\" at least 5 ECTS }}");
        let manifest = ("pack.toml".to_owned(), MANIFEST.into());
        let rules = Rules::from_memory(&[PackFiles { manifest, rules: vec![("a.rule".to_owned(), law.into())] }]);
        assert!(!rules.has_errors(), "{:#?}", rules.diagnostics);
        let held = format!(
            "{{\"id\": \"urn:{HOSTILE}\", \"credential\": {{\"title\": \"T {HOSTILE}\", \
             \"workload\": {{\"amount\": \"3\", \"unit\": \"ECTS\"}}}}}}"
        );
        let wallet = read(&rules, &format!("{{\"credstack\": \"wallet/v1\", \"credentials\": [{held}]}}"));
        let wallet = [wallet.clone(), wallet].concat();
        let stacking = stack(&rules.policies, "x.a", &wallet, &Claim::default(), StackOptions::default()).unwrap();
        stack_html(&rules.policies, &heading(Reading::Grantable, Some(HOSTILE)), &stacking)
    }

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    /// The example wallets toward every award that is loaded.
    fn pages(mut look: impl FnMut(&str, &str)) {
        let rules = Rules::from_folder(&root().join("rules")).unwrap();
        let set = &rules.policies;
        for file in std::fs::read_dir(root().join("examples/wallets")).unwrap() {
            let wallet = read(&rules, &std::fs::read_to_string(file.unwrap().path()).unwrap());
            for award in set.awards.iter().map(|a| set.symbols.text(a.name)) {
                let stacking = stack(set, award, &wallet, &Claim::default(), StackOptions::default()).unwrap();
                for reading in Reading::ALL {
                    let heading = heading(reading, None);
                    look(&stack_html(set, &heading, &stacking), &stack_text(set, &heading, &stacking));
                }
            }
        }
    }

    #[test]
    fn what_documents_claims_and_rules_say_is_escaped() {
        let html = hostile();
        let safe = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;";
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains(&format!("<strong>A {safe}</strong> · x.a")), "{html}");
        assert!(html.contains(&format!("✗ R {safe}: 3 of 5 ECTS — missing 2 ECTS")), "{html}");
        assert!(html.contains(&format!("3 ECTS T {safe} (urn:{safe})")), "{html}");
        assert!(html.contains(&format!("`urn:{safe}` is in the wallet twice")), "{html}");
        assert!(html.contains(&format!(">{safe}</td>")), "{html}");
    }

    #[test]
    fn the_page_says_nothing_that_the_text_does_not_say() {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut compared = 0;
        pages(|html, text| {
            let text = escape(&plain(text));
            let body = html.split("<tbody>").nth(1).unwrap();
            // Cells and items between the marks of HTML; what is left of a list of citations is its brackets.
            let said =
                body.split('<').filter_map(|part| part.split_once('>')).filter(|(mark, _)| !mark.starts_with("th"));
            for (_, said) in said.filter(|(_, said)| said.chars().any(char::is_alphanumeric)) {
                assert!(text.contains(&plain(said)), "`{said}` is not in the text:\n{text}");
                compared += 1;
            }
        });
        assert!(compared > 1000, "{compared}");
    }

    #[test]
    fn every_element_is_closed() {
        pages(|html, _| {
            for name in ["table", "caption", "tbody", "tr", "th", "td", "ul", "li", "small", "strong", "a"] {
                let count = |tag: String| html.matches(&tag).count();
                assert_eq!(
                    count(format!("<{name} ")) + count(format!("<{name}>")),
                    count(format!("</{name}>")),
                    "{name}"
                );
            }
        });
    }

    #[test]
    fn requirements_stand_below_those_that_they_are_part_of() {
        let html = hostile();
        let (before, after) = html.split_once("✗ R ").unwrap();
        assert!(before.ends_with("<li>"), "{before}");
        assert!(after.contains("<ul style=\"list-style:none;margin:0;padding-left:1.2em\"><li>3 ECTS T "), "{after}");
    }
}
