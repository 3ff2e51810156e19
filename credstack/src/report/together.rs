//! Several awards asked for together, as a registrar wants to read it: which credential goes where, what the awards share, which
//! of them can be complete together; then each award by itself.

use std::sync::Arc;

use credstack_model::policy::PolicySet;
use credstack_model::stack::{AwardStatus, CountedCredits, Include, LimitEntry, Need, Reading, Stacking};
use credstack_model::together::{JointQuestion, JointReading, JointStacking};
use credstack_model::{Amount, Symbol};

use super::html::{Rows, escape};
use super::stack::stack_section;
use super::stack_words::{need, own_limit};
use super::{StackHeading, stack_html, texts, words};

/// A joint stacking as text, ending in a line break.
pub fn together_text(set: &PolicySet, heading: &StackHeading<'_>, stacking: &JointStacking) -> String {
    let page = Page { set, heading, stacking };
    let mut out = format!("{}\n{}\n\n", page.title(), page.subtitle());
    for (name, text) in page.summary() {
        out += &format!("  {name:<12}{text}\n");
    }
    for (title, lines) in page.parts() {
        if lines.is_empty() {
            continue;
        }
        out += &format!("\n  {title}\n");
        for line in lines {
            out += &format!("  · {}\n", line.join("\n      "));
        }
    }
    let profile = heading.profile.unwrap_or(stack_html::NO_PROFILE);
    out += &format!("\n  {:<12}{profile}\n", "Profile");
    for own in &stacking.awards {
        out += &format!("\n{}", stack_section(set, heading, own));
    }
    out
}

/// The same as HTML: a table of what is told of all awards together, then one for each.
pub fn together_html(set: &PolicySet, heading: &StackHeading<'_>, stacking: &JointStacking) -> String {
    let page = Page { set, heading, stacking };
    let mut rows = Rows::default();
    for (name, text) in page.summary() {
        rows.text(name, &text);
    }
    for (title, lines) in page.parts() {
        let escaped = |line: Vec<String>| line.iter().map(|l| escape(l)).collect::<Vec<_>>().join("<br>");
        rows.items(title, lines.into_iter().map(escaped));
    }
    rows.text("Profile", heading.profile.unwrap_or(stack_html::NO_PROFILE));
    let mut html = rows.table("credstack-together", &page.title(), &page.subtitle());
    for own in &stacking.awards {
        html += &stack_html(set, heading, own);
    }
    html
}

struct Page<'a> {
    set: &'a PolicySet,
    heading: &'a StackHeading<'a>,
    stacking: &'a JointStacking,
}

impl Page<'_> {
    fn award(&self, name: Symbol) -> String {
        let award = self.set.awards.iter().find(|a| a.name == name);
        award.map_or_else(
            || self.set.symbols.text(name).to_owned(),
            |a| texts::title(&a.title, &a.says, self.heading.language),
        )
    }

    fn reading(&self) -> &JointReading {
        self.stacking.reading(self.heading.reading)
    }

    fn title(&self) -> String {
        let titles: Vec<String> = self.stacking.awards.iter().map(|a| self.award(a.award)).collect();
        format!("{} · together", titles.join(", "))
    }

    fn subtitle(&self) -> String {
        let number = self.stacking.awards.first().map_or(0, |a| a.credentials.len());
        let wallet = if number == 1 { "1 credential".to_owned() } else { format!("{number} credentials") };
        let learning = match self.stacking.include {
            Include::Completed => "completed learning only",
            Include::InProgress => "with learning in progress",
            Include::Planned => "with learning in progress and planned",
        };
        format!("{} awards, {wallet}, {learning}; each recognises by its own policy", self.stacking.awards.len())
    }

    fn summary(&self) -> Vec<(&'static str, String)> {
        let status = match self.stacking.status {
            AwardStatus::Complete if self.stacking.owed.complete => "all complete, and owed",
            AwardStatus::Complete => "all complete, with what may be granted",
            AwardStatus::NotComplete => "not all complete",
            AwardStatus::Undetermined => "undetermined: it depends on what is open",
        };
        let mut lines = vec![("Together", status.to_owned())];
        for own in &self.stacking.awards {
            lines.push(("", format!("{}: {}", self.award(own.award), own.status.words())));
        }
        lines.extend(self.stacking.prefer.map(|p| ("Preferred", p.words().to_owned())));
        for (reading, name) in Reading::ALL.into_iter().zip(["Owed", "Grantable", "Possible"]) {
            let complete = self.stacking.awards.iter().filter(|a| a.reading(reading).complete).count();
            let (total, number) = (self.stacking.reading(reading).total, self.stacking.awards.len());
            lines.push((name, format!("{total} ECTS counted; {complete} of {number} awards are complete")));
        }
        if self.stacking.outer {
            let bound = "too much is open: the possible stack is a safe bound, and may be more than can come true";
            lines.push(("", bound.to_owned()));
        }
        if !Reading::ALL.iter().all(|r| self.stacking.reading(*r).proven) {
            let early = "the budget ended before a stack was proven the best; there may be a better one";
            lines.push(("", early.to_owned()));
        }
        lines
    }

    /// Titles with items of one or several lines.
    fn parts(&self) -> Vec<(&'static str, Vec<Vec<String>>)> {
        let questions = self.stacking.questions.iter().map(|q| self.question(q));
        let remarks = self.stacking.remarks.iter().map(|r| vec![r.clone()]);
        vec![
            ("Where each credential counts", self.places()),
            ("What the awards share", self.reading().sharing.iter().map(|l| self.shared(l)).collect()),
            ("Can be complete together", self.sets()),
            ("To ask for", questions.collect()),
            ("Notes", remarks.collect()),
        ]
    }

    /// Every credential with the awards and requirements in which it counts.
    fn places(&self) -> Vec<Vec<String>> {
        let held = self.stacking.awards.first().map(|a| a.credentials.as_slice()).unwrap_or_default();
        let each = held.iter().map(|credential| {
            let mut lines = vec![self.credential(&credential.id)];
            let mut toward = 0;
            for own in &self.stacking.awards {
                let stack = own.reading(self.heading.reading);
                let counted: Vec<&CountedCredits> =
                    stack.counted.iter().filter(|c| c.credential == credential.id).collect();
                toward += usize::from(!counted.is_empty());
                lines.extend(counted.iter().map(|c| self.place(own, c)));
            }
            if toward > 1 {
                lines.push(format!("it counts in {toward} of the awards"));
            }
            if toward == 0 {
                lines.push("counts in none of them".to_owned());
            }
            if !credential.served.is_empty() {
                let names: Vec<String> = credential.served.iter().map(|a| self.award(*a)).collect();
                lines.push(format!("it has served {} before", names.join(" and ")));
            }
            lines
        });
        each.collect()
    }

    fn place(&self, own: &Stacking, counted: &CountedCredits) -> String {
        let stack = own.reading(self.heading.reading);
        let line = stack.requirements.iter().find(|r| r.path == counted.requirement);
        let title = line.map_or_else(|| counted.requirement.to_string(), |r| r.title.to_string());
        let part = if counted.credits == counted.of { String::new() } else { format!(" of {}", counted.of) };
        format!("{}{part} ECTS toward {}: {title}", counted.credits, self.award(own.award))
    }

    fn shared(&self, limit: &LimitEntry) -> Vec<String> {
        let names = limit.counts.iter().map(|c| words::shorten(c, 40)).collect::<Vec<_>>().join(", ");
        let by = if names.is_empty() { String::new() } else { format!(": {names}") };
        let free = match (limit.extent, limit.used) {
            (Some(Need::Credits(bound)), Need::Credits(used)) => format!(", {} free", bound.minus(used)),
            (Some(Need::Credentials(bound)), Need::Credentials(used)) => {
                format!(", {} free", bound.saturating_sub(used))
            }
            _ => String::new(),
        };
        let bites = match limit.bites {
            Some(true) => "; it bites: without it the awards would be better served",
            Some(false) => "",
            None => "; whether it bites could not be told within the budget",
        };
        let told = format!("{} shared{by}{free}{bites}", need(limit.used));
        vec![own_limit(self.set, None, limit, None), told, limit.name.to_string()]
    }

    /// The largest sets, where not all can be complete.
    fn sets(&self) -> Vec<Vec<String>> {
        let reading = self.reading();
        if reading.complete {
            return Vec::new();
        }
        let list = |set: &Vec<Symbol>| {
            let names: Vec<String> = set.iter().map(|a| self.award(*a)).collect();
            vec![if names.is_empty() { "none of them".to_owned() } else { names.join(" and ") }]
        };
        let mut lines: Vec<Vec<String>> = reading.maximal.iter().map(list).collect();
        if !reading.all_maximal {
            lines.push(vec!["there may be others: the budget ended before all were looked at".to_owned()]);
        }
        lines
    }

    fn question(&self, question: &JointQuestion) -> Vec<String> {
        let of = question.credential.as_ref().map_or_else(|| "the claim".to_owned(), |c| self.credential(c));
        let mut lines = vec![format!("{} — {of}", words::unknown(self.set, question.unknown))];
        for answer in &question.answers {
            let cells: Vec<String> = answer.cells.iter().map(|c| words::cell(self.set, c)).collect();
            let told = |(complete, credits): &(bool, Amount)| {
                format!("{credits} ECTS{}", if *complete { ", complete" } else { "" })
            };
            let each = self.stacking.awards.iter().zip(&answer.owed).zip(&answer.grantable);
            let each: Vec<String> = each
                .map(|((award, owed), grantable)| {
                    format!("{} owed {}, grantable {}", self.award(award.award), told(owed), told(grantable))
                })
                .collect();
            lines.push(format!("{}: {}", cells.join(", or "), each.join("; ")));
        }
        lines
    }

    fn credential(&self, id: &Arc<str>) -> String {
        let held = self.stacking.awards.iter().flat_map(|a| &a.credentials).find(|c| c.id == *id);
        match held.and_then(|h| h.title.as_ref()) {
            Some(title) => format!("{} ({})", words::shorten(title, 70), words::shorten(id, 60)),
            None => words::shorten(id, 90),
        }
    }
}
