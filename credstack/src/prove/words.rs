//! Conditions as they were written, and witnesses, in words.

use credstack_engine::prove::Witness;
use credstack_model::facts::{Fact, Knowledge, Value};
use credstack_model::policy::Condition;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_source::Span;

use super::cx::Cx;
use crate::report::words;

impl Cx<'_> {
    /// Where a condition stands within an item. What a named set says stands elsewhere; then the item's head is taken.
    pub(super) fn place(&self, condition: &Condition, head: Span) -> Span {
        let region = self.region(head);
        let within = |s: &Span| s.source == region.source && region.start <= s.start && s.end <= region.end;
        let spans = condition.tests().into_iter().map(|t| t.span).filter(within);
        spans.reduce(Span::to).unwrap_or(head)
    }

    /// A condition as it was written, `unless` and `not` said before it.
    pub(super) fn said(&self, condition: &Condition, head: Span) -> String {
        let span = self.place(condition, head);
        if span == head {
            return format!("`{}`", words::shorten(&words::condition(self.set, condition), 80));
        }
        let text = words::shorten(self.sources.text(span), 80);
        let negative = |t: &str| t.split_whitespace().any(|w| w == "no" || w == "not");
        match condition {
            Condition::Not(_) if !negative(&text) => format!("not `{text}`"),
            _ => format!("`{text}`"),
        }
    }

    /// `a credential of 30 ECTS at EQF 5`.
    pub(super) fn credential(&self, witness: &Witness) -> String {
        let known = |id: AttributeId| witness.facts.value(id).map(|v| words::value(self.set, v));
        let noun = known(attribute::KIND).unwrap_or_else(|| "credential".into());
        let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) && !noun.starts_with("uni") { "an" } else { "a" };
        let mut text = format!("{article} {noun}");
        for (id, before) in
            [(attribute::WORKLOAD, " of "), (attribute::LEVEL, " at "), (attribute::ISSUER_COUNTRY, " issued in ")]
        {
            text += &known(id).map(|v| format!("{before}{v}")).unwrap_or_default();
        }
        let said = [attribute::KIND, attribute::WORKLOAD, attribute::LEVEL, attribute::ISSUER_COUNTRY];
        let rest = witness.facts.iter().filter(|(id, fact)| !said.contains(id) || fact.knowledge == Knowledge::None);
        let mut more: Vec<String> = rest.map(|(id, fact)| self.fact(id, fact)).collect();
        more.extend(witness.answers.iter().map(|(question, yes)| {
            format!("`{}` answered with {}", self.set.symbols.text(*question), if *yes { "yes" } else { "no" })
        }));
        if more.is_empty() { text } else { format!("{text} ({})", more.join(", ")) }
    }

    fn fact(&self, id: AttributeId, fact: &Fact) -> String {
        let phrase = words::attribute(self.set, id);
        match &fact.knowledge {
            Knowledge::Known(Value::Truth(true)) => phrase,
            Knowledge::Known(Value::Truth(false)) => format!("not {phrase}"),
            Knowledge::Known(value) => format!("{phrase} {}", words::value(self.set, value)),
            Knowledge::None | Knowledge::Missing => format!("no {phrase}"),
        }
    }
}
