//! Making the changes that mean the same as what was written.

use credstack_source::SourceId;

use crate::{Applicability, Diagnostic, Fix};

/// A text after its safe changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended<'d> {
    /// The new text.
    pub text: String,
    /// The problems whose changes were made, in the order of the text.
    pub made: Vec<&'d Diagnostic>,
    /// How many changes would have touched one that was made before them; mending again makes them.
    pub left: usize,
}

/// Makes the safe changes of one file; one that is only likely is never made. Where two overlap, the first wins.
pub fn mend<'d>(source: SourceId, text: &str, diagnostics: &'d [Diagnostic]) -> Mended<'d> {
    let mut wanted: Vec<(&Fix, &Diagnostic)> = diagnostics.iter().filter_map(|d| Some((safe(d, source)?, d))).collect();
    wanted.sort_by_key(|(fix, _)| (fix.span.start, fix.span.end));
    let mut mended = Mended { text: String::with_capacity(text.len()), made: Vec::new(), left: 0 };
    let mut at = 0;
    let mut last: Option<&Fix> = None;
    for (fix, diagnostic) in wanted {
        if last == Some(fix) {
            continue;
        }
        let range = fix.span.range();
        let touches = last.is_some_and(|l| l.span == fix.span) || range.start < at;
        let Some(before) = text.get(at..range.start).filter(|_| !touches && text.is_char_boundary(range.end)) else {
            mended.left += 1;
            continue;
        };
        mended.text += before;
        mended.text += &fix.replacement;
        mended.made.push(diagnostic);
        at = range.end;
        last = Some(fix);
    }
    mended.text += text.get(at..).unwrap_or_default();
    mended
}

fn safe(diagnostic: &Diagnostic, source: SourceId) -> Option<&Fix> {
    diagnostic.fix.as_ref().filter(|f| f.applicability == Applicability::Safe && f.span.source == source)
}

#[cfg(test)]
mod tests {
    use credstack_source::{SourceId, Span};

    use super::mend;
    use crate::{Applicability, Diagnostic, Slug};

    fn slip(start: usize, end: usize, right: &str, sure: Applicability) -> Diagnostic {
        let span = Span::new(SourceId(0), start, end);
        Diagnostic::new(Slug::DecimalComma, span, "slip").fix(span, right, sure)
    }

    #[test]
    fn what_is_safe_is_mended_and_what_is_likely_stays() {
        let slips = [slip(0, 3, "1.5", Applicability::Safe), slip(4, 7, "2.5", Applicability::Likely)];
        let mended = mend(SourceId(0), "1,5 2,5", &slips);
        assert_eq!((mended.text.as_str(), mended.made.len(), mended.left), ("1.5 2,5", 1, 0));
    }

    #[test]
    fn of_two_that_overlap_the_first_is_made_and_the_other_is_left() {
        let slips = [slip(5, 9, "14.5", Applicability::Safe), slip(0, 9, "14.5 ECTS", Applicability::Safe)];
        let mended = mend(SourceId(0), "ECTS 14,5", &slips);
        assert_eq!((mended.text.as_str(), mended.left), ("14.5 ECTS", 1));
    }

    #[test]
    fn a_change_that_is_offered_twice_is_made_once() {
        let slips = [slip(1, 1, ")", Applicability::Safe), slip(1, 1, ")", Applicability::Safe)];
        assert_eq!(mend(SourceId(0), "a b", &slips).text, "a) b");
    }
}
