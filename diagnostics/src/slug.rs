//! Every kind of problem, named once.

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rules cannot be used.
    Error,
    /// They can, but somebody should look.
    Warning,
}

impl Severity {
    /// The word that outputs use.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! slugs {
    ($( $variant:ident $text:literal $severity:ident $meaning:literal; )*) => {
        /// The kind of a problem. Its text is stable: people cite it and programs match on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Slug { $( #[doc = $meaning] $variant, )* }

        impl Slug {
            /// All of them, in the order of the registry.
            pub const ALL: &'static [Slug] = &[ $( Slug::$variant ),* ];

            /// `unknown-unit`.
            pub fn text(self) -> &'static str {
                match self { $( Slug::$variant => $text ),* }
            }

            /// How grave it is.
            pub fn severity(self) -> Severity {
                match self { $( Slug::$variant => Severity::$severity ),* }
            }

            /// The page of the problem, as Markdown: `docs/problems/` has one for each, and none can be missing.
            pub(crate) fn markdown(self) -> &'static str {
                match self { $( Slug::$variant => include_str!(concat!("../../docs/problems/", $text, ".md")) ),* }
            }

            /// What it means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $( Slug::$variant => $meaning ),* }
            }
        }
    };
}

slugs! {
    NotUtf8 "not-utf-8" Error "The file is not UTF-8 text.";
    FileTooLarge "file-too-large" Error "The file is larger than a rule file may be.";
    TooDeep "nested-too-deeply" Error "Parentheses or braces are nested too deeply.";
    SyntaxError "syntax-error" Error "Something stands where the language expects something else.";
    MissingBrace "missing-brace" Error "A block is not closed.";
    MissingQuote "missing-quote" Error "A text in quotes is not closed.";
    MissingParenthesis "missing-parenthesis" Error "A parenthesis is not closed.";
    BidiCharacter "bidi-character" Error "An invisible character turns the direction of the text around.";
    InvisibleCharacter "invisible-character" Error "A character that nobody sees stands in the file.";
    WrongKeyword "wrong-keyword" Error "A keyword is in another language, in capitals, or another word for it.";
    StraySign "stray-sign" Error "A colon, semicolon, full stop or bullet stands where the language has no sign.";
    WrongName "wrong-name" Error "A name has a hyphen or a letter beyond a to z.";
    NumberTooLong "number-too-long" Error "A number has more digits than any workload has.";
    ThousandsSeparator "thousands-separator" Error "A number has a sign between its thousands.";
    WrongDate "wrong-date" Error "A day is not written as year, month, day.";
    MissingSpace "missing-space" Warning "A number and its unit, or a framework and its level, are written as one word.";
    MissingFramework "missing-framework" Error "A level does not say of which framework it is.";
    DecimalComma "decimal-comma" Error "A number has a decimal comma; the language writes a point.";
    WrongSign "wrong-sign" Error "A comparison or another sign is written in a way that the language does not have.";
    SmartQuote "smart-quote" Error "A text stands in typographic quotes; the language uses straight ones.";
    MissingUnit "missing-unit" Error "A number stands where a workload is needed, without its unit.";
    UnknownUnit "unknown-unit" Error "A workload has a unit that no pack declares.";
    UnitBeforeNumber "unit-before-number" Error "A unit stands before its number.";
    WrongType "wrong-type" Error "A fact is compared with a value of another type.";
    UnknownWord "unknown-word" Error "A word is no attribute, kind of learning, class or set.";
    UnknownCode "unknown-code" Error "A code is not on its closed list.";
    UnlistedCode "unlisted-code" Warning "A code is not on its open list; it may be a slip.";
    UnknownType "unknown-type" Error "An attribute or a function has a type that does not exist.";
    UnknownScale "unknown-scale" Error "An attribute lies on a scale that no policy above it declares.";
    UnreadableName "unreadable-name" Error "An attribute is called something that no rule could say.";
    UnknownFunction "unknown-function" Error "An attribute is computed by a function that no policy above it declares.";
    CircularAttribute "circular-attribute" Error "Attributes are computed from one another in a circle.";
    MissingScript "missing-script" Error "A function names a script that is not beside its rule file.";
    BrokenScript "broken-script" Error "The script of a function cannot be used.";
    UnknownFramework "unknown-framework" Error "A level names a framework that no pack declares.";
    UnknownLevel "unknown-level" Error "A level does not exist in its framework.";
    UnknownSource "unknown-source" Error "A citation names a source that the policy does not declare.";
    UnknownPolicy "unknown-policy" Error "A policy extends or names one that is not loaded.";
    UnknownRule "unknown-rule" Error "A rule replaces one that does not exist in a higher layer.";
    UnknownComponent "unknown-component" Error "A requirement names a component that the award does not have.";
    UnknownRequirement "unknown-requirement" Error "A clause names a requirement that the award does not have.";
    SharedWithItself "shared-with-itself" Error "Two that are to share are one, or one is a part of the other.";
    UnknownAward "unknown-award" Error "A requirement names an award that is not loaded.";
    LostException "lost-exception" Warning "An exception for one learner is about something that its award does not have, or no longer.";
    CircularPrerequisite "circular-prerequisite" Error "Requirements come after one another in a circle.";
    CircularAward "circular-award" Error "Awards include one another in a circle.";
    EmptyLimit "empty-limit" Warning "A limit asks for nothing, so it says nothing.";
    DuplicateName "duplicate-name" Error "Two things have the same name.";
    DuplicateClause "duplicate-clause" Error "A clause that stands once stands twice.";
    MissingClause "missing-clause" Error "A clause without which the item says nothing is missing.";
    MissingCitation "missing-citation" Warning "A rule does not say where it comes from.";
    MissingUrl "missing-url" Warning "A source does not say where it can be read.";
    DoubtfulSource "doubtful-source" Warning "A rule rests on a source that nobody could check.";
    MissingExample "missing-example" Warning "A rule has no example.";
    FailedExample "failed-example" Error "An example does not come out as it says.";
    MissingBase "missing-base" Error "A percentage does not say of what.";
    PercentAboveHundred "percent-above-hundred" Error "A share is above 100 percent.";
    OverlappingVersions "overlapping-versions" Error "Two versions of one thing are in force at the same time.";
    GapBetweenVersions "gap-between-versions" Warning "Between two versions there is a time in which none is in force.";
    UnknownParameter "unknown-parameter" Error "A bound is neither an amount nor a parameter that is declared.";
    ParameterWithoutValue "parameter-without-value" Error "A parameter has no value for a time in which something uses it.";
    CircularSet "circular-set" Error "Named sets are defined by one another in a circle.";
    EmptyPeriod "empty-period" Error "Something ends before it begins.";
    MinimumAboveMaximum "minimum-above-maximum" Error "A minimum is above its maximum.";
    CircularExtends "circular-extends" Error "Policies extend one another in a circle.";
    CircularClass "circular-class" Error "Classes are defined by one another in a circle.";
    LoosensMandatory "loosens-mandatory" Error "A lower layer loosens a mandatory rule of a higher one.";
    NotYetEvaluated "not-yet-evaluated" Warning "The language has this construct, but the engine of this version does not decide by it.";
    ImpossibleCondition "impossible-condition" Error "No credential can meet a condition.";
    AlwaysTrueCondition "always-true-condition" Warning "Every credential meets a condition, so it says nothing.";
    UnreachableRule "unreachable-rule" Error "A rule is for no credential at all.";
    UnreachableBranch "unreachable-branch" Error "A branch or a bound is never come to.";
    ExceptionToNothing "exception-to-nothing" Error "An exception never meets the rule that it is made to.";
    UnreachableAward "unreachable-award" Error "An award can never be completed.";
    ContradictingRules "contradicting-rules" Warning "One mandatory rule grants what another one bars.";
    ShadowedRule "shadowed-rule" Warning "A rule says only what another one says already.";
    UnusedComponent "unused-component" Warning "No requirement asks for a component.";
    BrokenManifest "broken-manifest" Error "A pack's manifest cannot be read.";
    MissingPack "missing-pack" Error "A pack needs another that is not there, or in another version.";
}

/// The slug that a mistyped one most likely means.
pub fn nearest_slug(written: &str) -> Option<Slug> {
    let limit = written.chars().count() / 2;
    let distance = |s: &Slug| strsim::osa_distance(written, s.text());
    Slug::ALL.iter().copied().min_by_key(distance).filter(|s| distance(s) <= limit)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Slug;

    #[test]
    fn slugs_are_distinct_and_in_one_style() {
        let texts: HashSet<&str> = Slug::ALL.iter().map(|s| s.text()).collect();
        assert_eq!(texts.len(), Slug::ALL.len());
        for text in texts {
            assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "`{text}`");
        }
    }

    #[test]
    fn meanings_are_sentences() {
        for slug in Slug::ALL {
            assert!(slug.meaning().ends_with('.'), "{}", slug.text());
        }
    }
}
