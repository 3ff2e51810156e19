//! One proposal as an officer wants to read it: outcome, effect, reasons with article, what to ask for, what would change it.

use credstack_engine::{Case, Rulebook};
use credstack_model::Symbol;
use credstack_model::policy::{Citation, Condition, Effect, PolicySet, Rule};
use credstack_model::proposal::{Ask, Change, Finding, LimitLine, Precision, Proposal, State, Truth, Unknown};
use credstack_model::vocabulary::attribute;

use super::conversions;
use super::grounds::because;
use super::reader::{Heading, is_hidden};
use super::texts::{credits, ladder};
use super::{texts, words};

/// The proposal as text, ending in a line break.
pub fn proposal_text(book: &Rulebook, heading: &Heading<'_>, proposal: &Proposal) -> String {
    let case = Case::new(book.set(), heading.credential, heading.claim);
    let mut writer = Writer { book, set: book.set(), case, heading, out: String::new(), cited: Vec::new() };
    writer.heading();
    writer.outcome(proposal);
    writer.reasons(proposal);
    writer.conversions();
    writer.asks(proposal);
    writer.limits(&proposal.limits);
    writer.changes(proposal);
    writer.procedure();
    writer.sources();
    writer.out
}

struct Writer<'a> {
    heading: &'a Heading<'a>,
    book: &'a Rulebook,
    set: &'a PolicySet,
    case: Case<'a>,
    out: String,
    /// The sources cited so far, for the list at the end.
    cited: Vec<(Symbol, Symbol)>,
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// `  Outcome    …`, with further lines below the first.
    fn field(&mut self, name: &str, text: &str) {
        let line = format!("  {name:<12}{text}");
        self.line(&line);
    }

    fn heading(&mut self) {
        let heading = self.heading;
        let facts = &heading.credential.facts;
        let title = facts.words(attribute::TITLE).unwrap_or("a credential without a title");
        self.line(&format!("{} · {}", words::shorten(title, 90), heading.document));
        let mut parts: Vec<String> = Vec::new();
        parts.extend(facts.words(attribute::ISSUER_NAME).map(|n| words::shorten(n, 60)));
        parts.extend(facts.code(attribute::ISSUER_COUNTRY).map(|c| self.set.symbols.text(c).to_owned()));
        parts.extend(facts.get(attribute::ISSUED).map(|f| format!("issued {}", words::knowledge(self.set, Some(f)))));
        parts.extend(facts.get(attribute::WORKLOAD).map(|f| words::knowledge(self.set, Some(f))));
        self.line(&parts.join(", "));
        self.line("");
    }

    fn outcome(&mut self, proposal: &Proposal) {
        let text = match (proposal.is_determined(), proposal.outcome.worst == proposal.outcome.best) {
            (true, _) => proposal.outcome.best.word().to_owned(),
            (false, true) => format!(
                "incomplete: {} whatever is answered, with details that depend on it",
                proposal.outcome.best.word()
            ),
            (false, false) => format!("incomplete: {}", ladder(&proposal.outcome)),
        };
        self.field("Proposal", &text);
        if let Some((duty, bar)) = proposal.outcome.conflict {
            let told = if self.sees(duty) && self.sees(bar) {
                format!("{} demands what {} forbids", self.law(duty), self.law(bar))
            } else {
                "two rules contradict each other".to_owned()
            };
            self.field("Question", &format!("{told}; a person has to say which gives way"));
        }
        if proposal.precision == Precision::Outer {
            self.field("", "a safe bound: too much is open for an exact interval");
        }
        self.effect(proposal);
        let mut name = "Route";
        for route in &proposal.routes {
            if let Some(route) = self.book.route_named(*route) {
                let basis = self.cite(&route.citations);
                let title = self.heading.title(&route.title, &route.says);
                self.field(name, &format!("{title} ({}) — {basis}", route.test.route_word()));
                for note in self.heading.notes(&route.notes) {
                    self.field("", &format!("note: {note}"));
                }
                name = "  or";
            }
        }
        if proposal.routes.is_empty() {
            self.field(name, "none is open; what no rule grants is not recognised");
        }
        if !proposal.asks.is_empty() {
            let closed = proposal.closed.as_ref();
            let told = closed.map(|o| format!("{}, {}", ladder(o), credits(o)));
            let text = told.unwrap_or_else(|| "cannot be told within the budget".to_owned());
            self.field("If closed", &format!("as it stands: {text}"));
        }
    }

    /// A rule by its title and its articles.
    fn law(&mut self, name: Symbol) -> String {
        let Some(rule) = self.book.rule_named(name) else { return self.set.symbols.text(name).to_owned() };
        let (title, cited) = (self.title(rule), self.cite(&rule.citations));
        if cited.is_empty() { format!("“{title}”") } else { format!("“{title}” ({cited})") }
    }

    fn effect(&mut self, proposal: &Proposal) {
        let outcome = &proposal.outcome;
        self.field("Effect", &credits(outcome));
        if let Some((steps, citations)) = texts::steps(self.book, &self.case, outcome) {
            let cited = self.cite(citations);
            self.field("", &format!("{steps} ({cited})"));
        }
        let never = self.never_toward(proposal);
        let spoken = |list: &[Symbol]| words::classes(self.set, list);
        let lines = [
            ("it is:", spoken(&outcome.classes)),
            ("recognised as", spoken(&outcome.recognised_as)),
            ("never toward", never),
            ("only toward", spoken(&outcome.only_toward)),
            ("at level", outcome.level.map_or_else(String::new, |l| words::level(self.set, l))),
            ("on condition:", outcome.conditions.join("; ")),
            ("entered", outcome.record.map_or_else(String::new, |r| r.words().to_owned())),
        ];
        for (what, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
            self.field("", &format!("{what} {text}"));
        }
    }

    fn never_toward(&mut self, proposal: &Proposal) -> String {
        let told = texts::never_toward(self.book, &self.case, proposal, |rule| self.sees(rule));
        let mut each: Vec<String> = Vec::new();
        for (kinds, citations) in told {
            let cited = self.cite(&citations);
            each.push(if cited.is_empty() { kinds } else { format!("{kinds} ({cited})") });
        }
        each.join("; ")
    }

    fn reasons(&mut self, proposal: &Proposal) {
        let mut headed = false;
        for finding in proposal.findings.iter().filter(|f| matches!(f.state, State::Holds | State::Undetermined(_))) {
            let Some(rule) = self.book.rule_named(finding.rule) else { continue };
            if matches!(rule.effect, Effect::Limit(_)) || !self.sees(rule.name) {
                continue;
            }
            if !std::mem::replace(&mut headed, true) {
                self.line("\n  Reasons");
            }
            self.reason(rule, finding);
        }
    }

    fn reason(&mut self, rule: &Rule, finding: &Finding) {
        let says = match &finding.state {
            State::Undetermined(on) => {
                let seen = on.iter().filter(|u| self.heading.reader.sees_unknown(self.book, **u));
                let on: Vec<String> = seen.map(|u| words::unknown(self.set, *u)).collect();
                if on.is_empty() { "open".to_owned() } else { format!("open, it depends on {}", on.join(" and ")) }
            }
            _ => self.takes_place(rule, finding),
        };
        self.line(&format!("  · {}: {says}", self.title(rule)));
        let name = self.set.symbols.text(rule.name);
        let cited =
            if rule.citations.is_empty() { "no source is cited".to_owned() } else { self.cite(&rule.citations) };
        self.line(&format!("      {cited} ({name})"));
        if is_hidden(self.book, rule.name) {
            self.line("      hidden from the learner");
        }
        for line in because(self.book, &self.case, rule, &finding.state) {
            self.line(&format!("      {line}"));
        }
        self.lifted(rule, finding);
        let asked = matches!(rule.effect, Effect::Ask { .. });
        for answer in texts::answers(self.heading.claim, &self.heading.credential.id, name) {
            self.line(&format!("      {answer}"));
        }
        if finding.state != State::Holds || asked || self.book.is_against(rule.name) {
            for measure in texts::in_language(&rule.measures, self.heading.language) {
                let measure = texts::filled(&self.case, measure);
                self.line(&format!("      to gain it: {measure}"));
            }
        }
        for note in self.heading.notes(&rule.notes) {
            self.line(&format!("      note: {note}"));
        }
    }

    /// The exceptions that lift a rule, and what bars in its place.
    fn lifted(&mut self, rule: &Rule, finding: &Finding) {
        for (name, truth) in &finding.lifted_by {
            if !self.sees(*name) {
                continue;
            }
            let surely = *truth == Truth::True;
            let line = match rule.exceptions.iter().find(|e| e.name == *name) {
                Some(exception) => {
                    let says = if surely { "the exception applies" } else { "an exception may apply" };
                    let evidence = exception.evidence.as_ref().map_or_else(String::new, |e| format!("; it needs {e}"));
                    format!("{says}: {}{evidence}", exception.title)
                }
                None => {
                    let title = self.book.rule_named(*name).map(|r| self.title(r)).unwrap_or_default();
                    format!("{}: {title}", if surely { "it gives way to" } else { "it may give way to" })
                }
            };
            self.line(&format!("      {line}"));
        }
    }

    /// Whether a rule or an exception is shown to who reads this.
    fn sees(&self, name: Symbol) -> bool {
        self.heading.reader.sees(self.book, name)
    }

    /// What a rule says, in the language asked for where the rule has it.
    fn title(&self, rule: &Rule) -> String {
        self.heading.title(&rule.title, &rule.says)
    }

    /// What a rule's effect comes to, in words.
    fn takes_place(&self, rule: &Rule, finding: &Finding) -> String {
        match &rule.effect {
            Effect::Classify(_) => words::classes(self.set, &finding.classes),
            Effect::Grant(branches) => {
                let held = branches.iter().find(|b| self.truth(&b.when) == Truth::True);
                held.map_or_else(|| "granted".into(), |b| words::grant(self.set, &b.gives))
            }
            Effect::Doubt { element, .. } => format!("a difference of {}", element.word()),
            Effect::Bar { .. } => "not recognised".into(),
            Effect::Ask { .. } => self.question(rule.name),
            Effect::Limit(_) => "counted under the limit".into(),
        }
    }

    fn truth(&self, condition: &Condition) -> Truth {
        credstack_engine::interpret::truth(self.book, &self.case, condition)
    }

    fn conversions(&mut self) {
        let lines = conversions::lines(self.set, self.case.facts());
        if lines.is_empty() {
            return;
        }
        self.line("\n  Conversions");
        for line in lines {
            self.line(&format!("  · {}", line.text));
            let cited = self.cite(&line.citations);
            let doubt = if line.doubtful { "not verified: " } else { "" };
            if !cited.is_empty() {
                self.line(&format!("      {doubt}{cited}"));
            }
            if let Some(unread) = &line.unread {
                self.line(&format!("      {unread}"));
            }
        }
    }

    fn asks(&mut self, proposal: &Proposal) {
        let seen = |ask: &&Ask| self.heading.reader.sees_unknown(self.book, ask.unknown);
        let asks: Vec<&Ask> = proposal.asks.iter().filter(seen).collect();
        if asks.is_empty() {
            return;
        }
        self.line("\n  To ask for");
        for ask in asks {
            self.ask(ask);
        }
    }

    fn ask(&mut self, ask: &Ask) {
        let what = match ask.unknown {
            Unknown::Fact(id) => words::asked(self.set, id, self.case.facts().get(id)),
            Unknown::Answer(question) => format!("{} ({})", self.question(question), self.set.symbols.text(question)),
        };
        self.line(&format!("  · {what}"));
        let rules: Vec<&str> = ask.rules.iter().filter(|r| self.sees(**r)).map(|r| self.set.symbols.text(*r)).collect();
        if !rules.is_empty() {
            self.line(&format!("      asked by {}", rules.join(", ")));
        }
        for lead in &ask.leads {
            let cells: Vec<String> = lead.cells.iter().map(|c| words::cell(self.set, c)).collect();
            let mut leads = ladder(&lead.outcome);
            if !lead.outcome.classes.is_empty() {
                leads += &format!(" ({})", words::classes(self.set, &lead.outcome.classes));
            }
            self.line(&format!("      {}: {leads}", words::shorten(&cells.join("; "), 100)));
        }
    }

    /// The question of an `ask` rule, or of an exception that a person has to judge.
    fn question(&self, name: Symbol) -> String {
        let rule = self.book.rule_named(name);
        if let Some((Effect::Ask { question, .. }, asks)) = rule.map(|r| (&r.effect, &r.asks)) {
            let own = asks.iter().find(|t| Some(t.language.as_ref()) == self.heading.language);
            return texts::filled(&self.case, own.map_or(question, |t| &t.words));
        }
        let exception = self.book.rules().flat_map(|r| &r.exceptions).find(|e| e.name == name);
        exception.map_or_else(
            || self.set.symbols.text(name).to_owned(),
            |e| format!("Does this exception apply: {}?", e.title),
        )
    }

    fn limits(&mut self, limits: &[LimitLine]) {
        let limits: Vec<&LimitLine> = limits.iter().filter(|l| self.sees(l.rule)).collect();
        if limits.is_empty() {
            return;
        }
        self.line("\n  Limits that would count it");
        for limit in limits {
            let Some(rule) = self.book.rule_named(limit.rule) else { continue };
            let side = if limit.at_most { "at most" } else { "at least" };
            let surely = if limit.counts == Truth::True { "" } else { "perhaps " };
            let cited = self.cite(&rule.citations);
            let entered = match &rule.effect {
                Effect::Limit(l) => l.record.map_or_else(String::new, |r| format!(", entered {}", r.words())),
                _ => String::new(),
            };
            let (title, amount) = (self.title(rule), words::limit_amount(self.set, limit));
            self.line(&format!("  · {title}: {surely}{side} {amount}{entered}"));
            self.line(&format!("      {cited} ({})", self.set.symbols.text(rule.name)));
        }
    }

    fn changes(&mut self, proposal: &Proposal) {
        let seen = |change: &&Change| self.heading.reader.sees_unknown(self.book, change.unknown);
        let changes: Vec<&Change> = proposal.changes.iter().filter(seen).take(4).collect();
        if changes.is_empty() {
            return;
        }
        self.line("\n  What would change it");
        for change in changes {
            let text =
                format!("{} = {}", words::unknown(self.set, change.unknown), words::cell(self.set, &change.cell));
            self.line(&format!("  · {text}: {}, {}", ladder(&change.outcome), credits(&change.outcome)));
        }
    }

    /// Citations by the short names of their sources; the sources stand in full at the end.
    fn cite(&mut self, citations: &[Citation]) -> String {
        let mut texts: Vec<String> = Vec::new();
        for citation in citations {
            let key = (citation.policy, citation.source);
            if !self.cited.contains(&key) {
                self.cited.push(key);
            }
            texts.push(format!("{} {}", self.set.symbols.text(citation.source), citation.place).trim_end().to_owned());
        }
        texts.join(", ")
    }

    /// What happens around the decision: how long it may take, what silence means, who hears an appeal.
    fn procedure(&mut self) {
        let policy = self.set.policies.iter().find(|p| p.name == self.book.policy());
        let Some(procedure) = policy.and_then(|p| self.set.procedure(p)) else { return };
        self.line("\n  Procedure");
        for sentence in texts::procedure(self.set, &self.case, procedure) {
            self.line(&format!("  · {sentence}"));
        }
        let cited = self.cite(&procedure.citations);
        self.line(&format!("      {cited}"));
        for note in self.heading.notes(&procedure.notes) {
            self.line(&format!("      note: {note}"));
        }
    }

    fn sources(&mut self) {
        if self.cited.is_empty() {
            return;
        }
        self.line("\n  Sources");
        for (policy, source) in std::mem::take(&mut self.cited) {
            let line = words::source(self.set, policy, source);
            self.line(&format!("  · {line}"));
            if let Some(reading) = words::reading(self.set, policy, source).filter(|_| self.heading.notes) {
                self.line(&format!("      reading: {reading}"));
            }
        }
    }
}
