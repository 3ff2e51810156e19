//! A stack as an officer wants to read it: is the award complete, what counts where, what is missing, which limits bind,
//! what is left over and why, what to ask for.

use credstack_model::policy::{Bound, PolicySet, Rule};
use credstack_model::stack::{
    AwardStatus, Include, LeftReason, LimitEntry, Need, Reading, RequirementKind, RequirementLine, Stack, Stacking,
};
use credstack_model::{Amount, Symbol};

use super::stack_words::need;
use super::{stack_words, texts, words};

/// How a stack is shown.
#[derive(Debug, Clone, Copy)]
pub struct StackHeading<'a> {
    /// The stack that is shown in full; the other two in a line each.
    pub reading: Reading,
    /// What the stack makes of the learner, in a person's words.
    pub profile: Option<&'a str>,
    /// The language in which rules speak where they have it, as `es`; English otherwise.
    pub language: Option<&'a str>,
    /// Whether the notes that the award has for officers are shown.
    pub notes: bool,
}

/// A stacking as text, ending in a line break.
pub fn stack_text(set: &PolicySet, heading: &StackHeading<'_>, stacking: &Stacking) -> String {
    let mut writer = Writer::of_stack(set, heading, stacking);
    writer.closing();
    writer.out
}

/// What is told of one of several awards: without what is told of all of them together.
pub(super) fn stack_section(set: &PolicySet, heading: &StackHeading<'_>, stacking: &Stacking) -> String {
    let mut writer = Writer::of_stack(set, heading, stacking);
    writer.sources();
    writer.out
}

struct Writer<'a> {
    set: &'a PolicySet,
    heading: &'a StackHeading<'a>,
    stacking: &'a Stacking,
    out: String,
    cited: Vec<(Symbol, Symbol)>,
}

impl<'a> Writer<'a> {
    /// What is told of a stack wherever it stands.
    fn of_stack(set: &'a PolicySet, heading: &'a StackHeading<'a>, stacking: &'a Stacking) -> Self {
        let mut writer = Self { set, heading, stacking, out: String::new(), cited: Vec::new() };
        writer.heading();
        writer.summary();
        writer.requirements();
        writer.limits();
        writer.left_over();
        writer.questions();
        writer.exceptions();
        writer
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn field(&mut self, name: &str, text: &str) {
        self.line(&format!("  {name:<12}{text}"));
    }

    fn head(&mut self, text: &str) {
        self.line("");
        self.line(&format!("  {text}"));
    }

    fn shown(&self) -> &Stack {
        self.stacking.reading(self.heading.reading)
    }

    fn heading(&mut self) {
        let award = self.set.awards.iter().find(|a| a.name == self.stacking.award);
        let title = award.map_or_else(String::new, |a| texts::title(&a.title, &a.says, self.heading.language));
        self.line(&format!("{title} · {}", self.set.symbols.text(self.stacking.award)));
        let workload = self.stacking.grantable.workload.map_or_else(String::new, |w| format!("{w} ECTS, "));
        let number = self.stacking.credentials.iter().filter(|c| c.articulation.is_none()).count();
        let learning = match self.stacking.include {
            Include::Completed => "completed learning only",
            Include::InProgress => "with learning in progress",
            Include::Planned => "with learning in progress and planned",
        };
        let policy = self.stacking.policy.map_or_else(
            || "it names no policy, so everything counts as it stands".to_owned(),
            |p| format!("recognised by {}", self.set.symbols.text(p)),
        );
        let wallet = if number == 1 { "1 credential".to_owned() } else { format!("{number} credentials") };
        self.line(&format!("{workload}{wallet}, {learning}; {policy}"));
        for note in award.iter().flat_map(|a| &a.notes).filter(|_| self.heading.notes) {
            self.line(&format!("note: {note}"));
        }
    }

    fn summary(&mut self) {
        self.line("");
        let status = match self.stacking.status {
            AwardStatus::Complete if self.stacking.owed.complete => "complete, and owed",
            AwardStatus::Complete => "complete, with what may be granted",
            AwardStatus::NotComplete => "not complete",
            AwardStatus::Undetermined => "undetermined: it depends on what is open",
        };
        self.field("Award", status);
        for reading in Reading::ALL {
            let stack = self.stacking.reading(reading);
            let name = match reading {
                Reading::Owed => "Owed",
                Reading::Grantable => "Grantable",
                Reading::Possible => "Possible",
            };
            let text = in_short(stack);
            self.field(name, &text);
        }
        if self.stacking.outer {
            self.field("", "too much is open: the possible stack is a safe bound, and may be more than can come true");
        }
        if !Reading::ALL.iter().all(|r| self.stacking.reading(*r).proven) {
            self.field("", "the budget ended before a stack was proven the best; there may be a better one");
        }
    }

    fn requirements(&mut self) {
        let stack = self.shown().clone();
        self.head(&format!("What counts ({})", self.heading.reading.word()));
        for line in &stack.requirements {
            self.requirement(&stack, line);
        }
        for line in stack.further.iter().filter(|l| l.chosen) {
            let mark = if line.met { "✓" } else { "✗" };
            self.line(&format!("  {mark} {}", words::further(&stack, line)));
        }
        if stack.missing_workload() > Amount::ZERO {
            let missing = stack.missing_workload();
            self.line(&format!("  ✗ The whole award: {missing} ECTS are missing to its workload"));
        }
    }

    fn requirement(&mut self, stack: &Stack, line: &RequirementLine) {
        let indent = "  ".repeat(line.depth + 1);
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
            (true, Some(missing)) => format!(" — {missing}"),
            (true, None) => String::new(),
        };
        self.line(&format!("{indent}{mark} {}{counted}{spread}{group}{tail}", line.title));
        for counted in stack.counted.iter().filter(|c| c.requirement == line.path && line.kind == RequirementKind::Slot)
        {
            let part = if counted.credits == counted.of { String::new() } else { format!(" of {}", counted.of) };
            let name = self.credential(&counted.credential);
            let shared = stack_words::shared(stack, counted);
            self.line(&format!("{indent}    {}{part} ECTS  {name}{shared}", counted.credits));
        }
    }

    fn credential(&self, id: &str) -> String {
        let held = self.stacking.credentials.iter().find(|c| &*c.id == id);
        match held.and_then(|h| h.title.as_ref()) {
            Some(title) => format!("{} ({})", words::shorten(title, 70), words::shorten(id, 60)),
            None => words::shorten(id, 90),
        }
    }

    fn limits(&mut self) {
        let limits = self.shown().limits.clone();
        if limits.is_empty() {
            return;
        }
        self.head("Limits");
        for limit in &limits {
            self.limit(limit);
        }
    }

    fn limit(&mut self, limit: &LimitEntry) {
        let rule = limit.rule.and_then(|name| self.set.policies.iter().flat_map(|p| &p.rules).find(|r| r.name == name));
        let bound = stack_words::extent(limit);
        let title = match (rule, &limit.from) {
            (Some(rule), _) => format!("{}: {bound}", self.title(rule)),
            (None, from) => stack_words::own_limit(self.set, Some(self.shown()), limit, from.as_ref()),
        };
        self.line(&format!("  · {title}"));
        let room = match (limit.bound, limit.extent, limit.used) {
            (Bound::AtMost, Some(Need::Credits(bound)), Need::Credits(used)) => format!(", {} free", bound.minus(used)),
            (Bound::AtMost, Some(Need::Credentials(bound)), Need::Credentials(used)) => {
                format!(", {} free", bound.saturating_sub(used))
            }
            (Bound::AtLeast, Some(Need::Credits(bound)), Need::Credits(used)) if used < bound => {
                format!(", {} ECTS are missing", bound.minus(used))
            }
            (Bound::AtLeast, Some(Need::Credentials(bound)), Need::Credentials(used)) if used < bound => {
                format!(", {} are missing", bound - used)
            }
            _ => String::new(),
        };
        let bites = match (limit.bound, limit.bites) {
            (Bound::AtMost, Some(true)) => "; it bites: without it the stack would be better",
            (Bound::AtMost, None) => "; whether it bites could not be told within the budget",
            _ => "",
        };
        let names = limit.counts.iter().map(|c| words::shorten(c, 40)).collect::<Vec<_>>().join(", ");
        let by = if names.is_empty() { String::new() } else { format!(" by {names}") };
        self.line(&format!("      {} counted{by}{room}{bites}", need(limit.used)));
        if let Some(rule) = rule {
            let cited = rule.citations.iter().map(|c| format!("{} {}", self.set.symbols.text(c.source), c.place));
            let cited = cited.collect::<Vec<_>>().join(", ");
            self.cited.extend(rule.citations.iter().map(|c| (c.policy, c.source)));
            self.line(&format!("      {cited} ({})", limit.name));
        } else {
            self.line(&format!("      {}", limit.name));
        }
    }

    fn title(&self, rule: &Rule) -> String {
        texts::title(&rule.title, &rule.says, self.heading.language)
    }

    fn left_over(&mut self) {
        let left = self.shown().left_over.clone();
        if left.is_empty() {
            return;
        }
        self.head("Left over");
        for one in &left {
            let name = self.credential(&one.credential);
            let reason = self.reason(&one.reason);
            self.line(&format!("  · {name}, {} ECTS: {reason}", one.credits));
        }
    }

    fn reason(&self, reason: &LeftReason) -> String {
        words::left_reason(self.set, reason, &|id| self.credential(id))
    }

    fn questions(&mut self) {
        if !self.stacking.questions.is_empty() {
            self.head("To ask for");
        }
        for question in &self.stacking.questions {
            let of = question.credential.as_ref().map_or_else(|| "the claim".to_owned(), |c| self.credential(c));
            self.line(&format!("  · {} — {of}", words::unknown(self.set, question.unknown)));
            for answer in &question.answers {
                let cells: Vec<String> = answer.cells.iter().map(|c| words::cell(self.set, c)).collect();
                let told = |(complete, credits): (bool, Amount)| {
                    format!("{credits} ECTS{}", if complete { ", complete" } else { "" })
                };
                let (owed, grantable) = (told(answer.owed), told(answer.grantable));
                self.line(&format!("      {}: owed {owed}; grantable {grantable}", cells.join(", or ")));
            }
        }
        if !self.stacking.assumed.is_empty() {
            self.head("The possible stack assumes");
        }
        for assumed in &self.stacking.assumed {
            let of = assumed.credential.as_ref().map_or_else(|| "the claim".to_owned(), |c| self.credential(c));
            let cells: Vec<String> = assumed.cells.iter().map(|c| words::cell(self.set, c)).collect();
            let what = words::unknown(self.set, assumed.unknown);
            self.line(&format!("  · {what} is {} — {of}", cells.join(", or ")));
        }
    }

    fn exceptions(&mut self) {
        if !self.stacking.exceptions.is_empty() {
            self.head("Exceptions for this learner");
        }
        for line in &self.stacking.exceptions {
            self.line(&format!("  · {}", words::learner_exception(line)));
        }
    }

    fn closing(&mut self) {
        for remark in &self.stacking.remarks {
            self.line("");
            self.line(&format!("  Note: {remark}"));
        }
        self.line("");
        match self.heading.profile {
            Some(profile) => self.field("Profile", profile),
            None => self.field(
                "Profile",
                "none is given: without a sentence of what the stack makes of the learner, practice sees separate recognitions",
            ),
        }
        self.sources();
    }

    fn sources(&mut self) {
        self.cited.sort_by_key(|(p, s)| (self.set.symbols.text(*p), self.set.symbols.text(*s)));
        self.cited.dedup();
        if !self.cited.is_empty() {
            self.head("Sources");
        }
        for (policy, source) in self.cited.clone() {
            let text = words::source(self.set, policy, source);
            self.line(&format!("  · {text}"));
        }
    }
}

pub(super) fn in_short(stack: &Stack) -> String {
    let of = stack.workload.map_or_else(String::new, |w| format!(" of {w}"));
    let unmet = stack.requirements.iter().filter(|r| r.chosen && lacks(r)).count()
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

fn lacks(line: &RequirementLine) -> bool {
    line.missing_credits > Amount::ZERO || line.missing_items > 0
}

pub(super) fn missing(line: &RequirementLine) -> Option<String> {
    let mut parts = Vec::new();
    if line.missing_credits > Amount::ZERO {
        parts.push(format!("{} ECTS", line.missing_credits));
    }
    if line.missing_items > 0 {
        let what = match (&line.spread, line.minimum) {
            (None, Some(Need::LearningOutcomes(_))) if line.missing_items == 1 => "learning outcome".to_owned(),
            (None, Some(Need::LearningOutcomes(_))) => "learning outcomes".to_owned(),
            (Some((_, of)), Some(Need::Credits(_)) | None) => format!("different values of {of}"),
            (Some((_, of)), _) => format!("credentials or different values of {of}"),
            (None, _) if line.missing_items == 1 => "credential".to_owned(),
            (None, _) => "credentials".to_owned(),
        };
        parts.push(format!("{} {what}", line.missing_items));
    }
    (!parts.is_empty()).then(|| format!("missing {}", parts.join(" and ")))
}
