//! One proposal as an HTML table, for notebooks and pages, and what such tables are made of. All that a document, a claim or
//! a rule says is escaped.

use std::fmt::Write as _;
use std::sync::Arc;

use credstack_engine::{Case, Rulebook};
use credstack_model::Symbol;
use credstack_model::policy::{Citation, Effect, PolicySet, Rule};
use credstack_model::proposal::{Ask, Finding, Label, LimitLine, Precision, Proposal, State, Truth, Unknown};
use credstack_model::vocabulary::attribute;

use super::reader::is_hidden;
use super::texts::ladder;
use super::{Heading, texts, words};

/// The proposal as one `<table>`, without script or style sheet.
pub fn proposal_html(book: &Rulebook, heading: &Heading<'_>, proposal: &Proposal) -> String {
    let page = Page { book, set: book.set(), heading };
    let mut rows = Rows::default();
    let sees = |unknown: Unknown| heading.reader.sees_unknown(book, unknown);
    rows.text("Proposal", &page.status(proposal));
    let case = Case::new(book.set(), heading.credential, heading.claim);
    page.outcome(&mut rows, &case, proposal);
    if let Some((steps, citations)) = texts::steps(book, &case, &proposal.outcome) {
        rows.html("Rounding", &format!("{}{}", escape(&steps), cited(book.set(), citations)));
    }
    rows.items("Route", proposal.routes.iter().filter_map(|r| page.route(*r)));
    if proposal.routes.is_empty() {
        rows.text("Route", "none is open; what no rule grants is not recognised");
    }
    if let Some(closed) = proposal.closed.as_ref().filter(|_| !proposal.asks.is_empty()) {
        let credits = format!("{}; {} ECTS must and {} may be granted", ladder(closed), closed.must, closed.may);
        rows.text("If closed as it stands", &if closed.best == Label::Refused { ladder(closed) } else { credits });
    }
    rows.items("Reasons", proposal.findings.iter().filter_map(|f| page.reason(f)));
    rows.items("To ask for", proposal.asks.iter().filter(|a| sees(a.unknown)).map(|a| page.ask(a)));
    rows.items("Limits that would count it", proposal.limits.iter().filter_map(|l| page.limit(l)));
    let change = |c: &credstack_model::proposal::Change| {
        let (what, value) = (words::unknown(page.set, c.unknown), words::cell(page.set, &c.cell));
        escape(&format!("{what} = {value}: {}", ladder(&c.outcome)))
    };
    rows.items(
        "What would change it",
        proposal.changes.iter().filter(|c| sees(c.unknown)).take(MOST_CHANGES).map(change),
    );
    let facts = &heading.credential.facts;
    let title = facts.words(attribute::TITLE).unwrap_or("a credential without a title");
    rows.table("credstack-proposal", title, heading.document)
}

/// As many changes as the text shows.
const MOST_CHANGES: usize = 4;

/// Text as HTML, in an element or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(character),
        }
    }
    safe
}

/// Items of HTML that are escaped already, as a list; nothing where there are none.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let items = items.fold(String::new(), |all, item| all + "<li>" + item.as_str() + "</li>");
    if items.is_empty() { items } else { format!("<ul>{items}</ul>") }
}

/// The rows of a table; what has nothing to say has no row.
#[derive(Default)]
pub(super) struct Rows(String);

impl Rows {
    /// The whole table, under a title and what it is of.
    pub(super) fn table(self, class: &str, title: &str, of: &str) -> String {
        let caption = format!("<strong>{}</strong> · {}", escape(title), escape(of));
        let body = self.0;
        format!("<table class=\"{class}\">\n<caption>{caption}</caption>\n<tbody>\n{body}</tbody>\n</table>\n")
    }

    pub(super) fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.html(name, &escape(text));
        }
    }

    /// A row of HTML that is escaped already. Notebooks align cells to the right unless told otherwise.
    pub(super) fn html(&mut self, name: &str, html: &str) {
        const STYLE: &str = "style=\"text-align:left;vertical-align:top\"";
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "<tr><th scope=\"row\" {STYLE}>{name}</th><td {STYLE}>{html}</td></tr>");
    }

    pub(super) fn items(&mut self, name: &str, items: impl Iterator<Item = String>) {
        let list = list(items);
        if !list.is_empty() {
            self.html(name, &list);
        }
    }
}

/// Citations, each with the title of its source and a link where the source has an address.
pub(super) fn cited(set: &PolicySet, citations: &[Citation]) -> String {
    let all: Vec<String> = citations.iter().map(|c| citation(set, c)).collect();
    if all.is_empty() { String::new() } else { format!(" <small>[{}]</small>", all.join(", ")) }
}

fn citation(set: &PolicySet, citation: &Citation) -> String {
    let text = format!("{} {}", set.symbols.text(citation.source), citation.place);
    let text = escape(text.trim_end());
    let policy = set.policies.iter().find(|p| p.name == citation.policy);
    let Some(source) = policy.and_then(|p| p.sources.iter().find(|s| s.name == citation.source)) else {
        return text;
    };
    let title = escape(&words::source(set, citation.policy, citation.source));
    match source.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://")) {
        Some(url) => format!("<a href=\"{}\" title=\"{title}\">{text}</a>", escape(url)),
        None => format!("<span title=\"{title}\">{text}</span>"),
    }
}

struct Page<'a> {
    book: &'a Rulebook,
    set: &'a PolicySet,
    heading: &'a Heading<'a>,
}

impl Page<'_> {
    fn status(&self, proposal: &Proposal) -> String {
        let mut text = match (proposal.is_determined(), proposal.precision) {
            (true, _) => ladder(&proposal.outcome),
            (false, Precision::Exact) => format!("incomplete: {}", ladder(&proposal.outcome)),
            (false, Precision::Outer) => format!("incomplete: {} (a safe bound)", ladder(&proposal.outcome)),
        };
        if let Some((duty, bar)) = proposal.outcome.conflict {
            let told = if self.sees(duty) && self.sees(bar) {
                format!("{} demands what {} forbids", self.law(duty), self.law(bar))
            } else {
                "two rules contradict each other".to_owned()
            };
            text += &format!("; {told}, and a person has to say which gives way");
        }
        text
    }

    /// A rule by its title and its articles.
    fn law(&self, name: Symbol) -> String {
        let text = |symbol: Symbol| self.set.symbols.text(symbol);
        let Some(rule) = self.book.rule_named(name) else { return text(name).to_owned() };
        let cite = |c: &Citation| format!("{} {}", text(c.source), c.place).trim_end().to_owned();
        let cited: Vec<String> = rule.citations.iter().map(cite).collect();
        let cited = if cited.is_empty() { text(name).to_owned() } else { cited.join(", ") };
        format!("“{}” ({cited})", self.title(rule))
    }

    fn outcome(&self, rows: &mut Rows, case: &Case<'_>, proposal: &Proposal) {
        let outcome = &proposal.outcome;
        if outcome.best != Label::Refused {
            rows.text("ECTS that must be granted", &outcome.must.to_string());
            rows.text("ECTS that may be granted", &outcome.may.to_string());
        }
        rows.text("It is", &words::classes(self.set, &outcome.classes));
        rows.text("Recognised as", &words::classes(self.set, &outcome.recognised_as));
        let never = texts::never_toward(self.book, case, proposal, |rule| self.sees(rule)).into_iter();
        let never = never.map(|(kinds, citations)| format!("{}{}", escape(&kinds), self.cited(&citations)));
        let never: Vec<String> = never.collect();
        if !never.is_empty() {
            rows.html("Never toward", &never.join("; "));
        }
        rows.text("Only toward", &words::classes(self.set, &outcome.only_toward));
        rows.text("At level", &outcome.level.map_or_else(String::new, |l| words::level(self.set, l)));
        rows.text("On condition", &outcome.conditions.join("; "));
        rows.text("Entered", outcome.record.map_or("", |r| r.words()));
    }

    fn route(&self, name: Symbol) -> Option<String> {
        let route = self.book.route_named(name)?;
        let title = self.heading.title(&route.title, &route.says);
        let title = escape(&format!("{title} ({})", route.test.route_word()));
        Some(format!("{title}{}{}", self.cited(&route.citations), self.notes(&route.notes)))
    }

    fn reason(&self, finding: &Finding) -> Option<String> {
        let state = match &finding.state {
            State::Holds if finding.classes.is_empty() => String::new(),
            State::Holds => format!(": {}", words::classes(self.set, &finding.classes)),
            State::Undetermined(on) => {
                let seen = on.iter().filter(|u| self.heading.reader.sees_unknown(self.book, **u));
                let on: Vec<String> = seen.map(|u| words::unknown(self.set, *u)).collect();
                if on.is_empty() { ": open".to_owned() } else { format!(": open, it depends on {}", on.join(" and ")) }
            }
            State::DoesNotHold | State::DoesNotApply => return None,
        };
        let rule = self.book.rule_named(finding.rule).filter(|r| !matches!(r.effect, Effect::Limit(_)))?;
        if !self.sees(rule.name) {
            return None;
        }
        let title = escape(&format!("{}{state}", self.title(rule)));
        let hidden = if is_hidden(self.book, rule.name) { " (hidden from the learner)" } else { "" };
        Some(format!("{title}{hidden}{}{}", self.cited(&rule.citations), self.notes(&rule.notes)))
    }

    fn notes(&self, notes: &[Arc<str>]) -> String {
        let shown = self.heading.notes(notes).iter();
        shown.fold(String::new(), |html, note| html + "<br><em>" + escape(note).as_str() + "</em>")
    }

    /// Whether a rule or an exception is shown to who reads this.
    fn sees(&self, name: Symbol) -> bool {
        self.heading.reader.sees(self.book, name)
    }

    /// What a rule says, in the language asked for where the rule has it.
    fn title(&self, rule: &Rule) -> String {
        self.heading.title(&rule.title, &rule.says)
    }

    fn ask(&self, ask: &Ask) -> String {
        let what = match ask.unknown {
            Unknown::Fact(id) => {
                let case = Case::new(self.set, self.heading.credential, self.heading.claim);
                words::asked(self.set, id, case.facts().get(id))
            }
            Unknown::Answer(_) => words::unknown(self.set, ask.unknown),
        };
        let leads = ask.leads.iter().map(|lead| {
            let cells: Vec<String> = lead.cells.iter().map(|c| words::cell(self.set, c)).collect();
            escape(&format!("{}: {}", cells.join("; "), ladder(&lead.outcome)))
        });
        format!("{}{}", escape(&what), list(leads))
    }

    fn limit(&self, limit: &LimitLine) -> Option<String> {
        let rule = self.book.rule_named(limit.rule).filter(|r| self.sees(r.name))?;
        let side = if limit.at_most { "at most" } else { "at least" };
        let surely = if limit.counts == Truth::True { "" } else { "perhaps " };
        let amount = words::limit_amount(self.set, limit);
        let text = format!("{}: {surely}{side} {amount}", self.title(rule));
        Some(format!("{}{}", escape(&text), self.cited(&rule.citations)))
    }

    fn cited(&self, citations: &[Citation]) -> String {
        cited(self.set, citations)
    }
}

#[cfg(test)]
mod tests {
    use credstack_engine::{Budget, Rulebook};
    use credstack_model::Claim;

    use super::{escape, proposal_html};
    use crate::report::{Heading, Reader};
    use crate::{PackFiles, Rules, documents, recognise};

    const MANIFEST: &str = "[pack]\nname = \"nl\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n";

    /// The table for an own study with this title, by a rule of this title whose source has this address.
    fn table(title: &str, rule: &str, url: &str) -> String {
        let law = format!(
            "policy nl \"NL\" {{ layer country\n source WHW \"Act\" {{ url \"{url}\" }}\n \
             rule small \"{rule}\" {{ for own study\n classify as badge\n cite WHW art 7.3 }} }}"
        );
        let manifest = ("pack.toml".to_owned(), MANIFEST.into());
        let rules = Rules::from_memory(&[PackFiles { manifest, rules: vec![("nl.rule".to_owned(), law.into())] }]);
        assert!(!rules.has_errors(), "{:#?}", rules.diagnostics);
        let set = &rules.policies;
        let credential = format!("{{\"title\": \"{title}\", \"kind\": \"own_study\"}}");
        let json = format!("{{\"credstack\": \"credential/v1\", \"credential\": {credential}}}");
        let document = documents::read_with("<name>", json.as_bytes(), &set.symbols, &set.vocabulary).unwrap();
        let (book, claim) = (Rulebook::compile(set, "nl").unwrap(), Claim::default());
        let credential = &document.credentials[0];
        let proposal = recognise(&book, credential, &claim, Budget::default());
        let (document, claim, reader) = (&document.name, &claim, Reader::Officer);
        let heading = Heading { document, credential, claim, language: None, notes: false, reader };
        proposal_html(&book, &heading, &proposal)
    }

    #[test]
    fn what_documents_and_rules_say_is_escaped() {
        let html = table("<script>alert('1')</script>", "R&D <b>badge</b>", "https://act.example/?a=1&b='2'");
        assert!(
            html.contains("<strong>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</strong> · &lt;name&gt;"),
            "{html}"
        );
        assert!(html.contains("<li>R&amp;D &lt;b&gt;badge&lt;/b&gt;: badge"), "{html}");
        assert!(html.contains("<a href=\"https://act.example/?a=1&amp;b=&#39;2&#39;\" "), "{html}");
    }

    #[test]
    fn only_an_address_of_the_web_is_a_link() {
        let html = table("Study", "Badge", "javascript:alert(1)");
        assert!(!html.contains("<a "), "{html}");
        assert!(html.contains(">WHW art 7.3</span>"), "{html}");
    }

    #[test]
    fn every_element_is_closed() {
        let html = table("Study", "Badge", "https://act.example");
        for name in ["table", "caption", "tbody", "tr", "th", "td", "ul", "li", "small", "a"] {
            let count = |tag: String| html.matches(&tag).count();
            assert_eq!(count(format!("<{name} ")) + count(format!("<{name}>")), count(format!("</{name}>")), "{name}");
        }
    }

    #[test]
    fn text_without_markup_stays_as_it_is() {
        assert_eq!(escape("Morteros y revocos · 15 %"), "Morteros y revocos · 15 %");
    }
}
