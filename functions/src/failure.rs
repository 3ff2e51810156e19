//! Why a script is refused, and why a call has no answer.

/// Why a call of a function has no answer. Every one leaves the fact unknown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The script says itself that it has none: `throw "…"`.
    #[error("it has no answer: {0}")]
    NoAnswer(String),
    /// More steps than a conversion can need; a loop without an end, most likely.
    #[error("it took more than {0} steps")]
    TooManySteps(u64),
    /// Functions that call one another too deeply.
    #[error("its functions call one another more than {0} deep")]
    TooDeep(usize),
    /// A text or a list that grew too large.
    #[error("a {0} in it grew too large")]
    TooLarge(String),
    /// More variables at one time than allowed.
    #[error("it has too many variables")]
    TooManyVariables,
    /// A division by nothing.
    #[error("it divides by zero")]
    DivisionByZero,
    /// A number beyond what can be held exactly.
    #[error("a number in it is too large to be exact")]
    Overflow,
    /// The answer is no whole number of hundredths.
    #[error("its answer {0} is not exact in hundredths; the script has to round it")]
    NotRounded(String),
    /// The answer is of another type than the function promises.
    #[error("it gave {found} where {wanted} was promised")]
    WrongType {
        /// What the function promises.
        wanted: String,
        /// What it gave.
        found: String,
    },
    /// The answer is a code that the attribute's list does not have.
    #[error("it gave `{0}`, which is not on the list")]
    UnknownCode(String),
    /// It was called with something else than it takes.
    #[error("it was given {found} where it takes {wanted}")]
    WrongArgument {
        /// What it takes.
        wanted: String,
        /// What it was given.
        found: String,
    },
    /// Anything else that went wrong in the script, with its line.
    #[error("{}{message}", place(*line))]
    Script {
        /// The line of the script, from 1; 0 where it is not known.
        line: usize,
        /// What went wrong.
        message: String,
    },
    /// The interpreter itself gave up.
    #[error("the script could not be run")]
    Broken,
}

/// Where in a script something went wrong, where that is known.
fn place(line: usize) -> String {
    if line == 0 { String::new() } else { format!("line {line} of the script: ") }
}

impl Failure {
    /// The name of this kind of failure; stable, for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Failure::NoAnswer(_) => "no-answer",
            Failure::TooManySteps(_) => "too-many-steps",
            Failure::TooDeep(_) => "calls-too-deep",
            Failure::TooLarge(_) => "value-too-large",
            Failure::TooManyVariables => "too-many-variables",
            Failure::DivisionByZero => "division-by-zero",
            Failure::Overflow => "number-too-large",
            Failure::NotRounded(_) => "not-rounded",
            Failure::WrongType { .. } => "wrong-answer-type",
            Failure::UnknownCode(_) => "answer-not-on-list",
            Failure::WrongArgument { .. } => "wrong-argument-type",
            Failure::Script { .. } => "script-failed",
            Failure::Broken => "interpreter-failed",
        }
    }
}

/// What is wrong with a script before it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalKind {
    /// The file is larger than a script may be.
    TooLong,
    /// Expressions or blocks are nested too deeply.
    TooNested,
    /// It has more functions than a script may have.
    TooManyFunctions,
    /// A text or a list is written out that is larger than a value may be.
    LiteralTooLarge,
    /// A number that is written out is too large.
    NumberTooLarge,
    /// A decimal is written out; scripts write `25/10` or `number("2.5")`, both exact.
    Decimal,
    /// A word that scripts may not use: `eval`, `import`, `print`.
    Forbidden,
    /// There is no function of the name.
    MissingFunction,
    /// The function takes another number of values than the rules say.
    WrongParameters,
    /// It is not well-formed.
    Syntax,
}

impl RefusalKind {
    /// The name of this kind of refusal; stable, for programs.
    pub fn slug(self) -> &'static str {
        match self {
            RefusalKind::TooLong => "script-too-long",
            RefusalKind::TooNested => "script-too-nested",
            RefusalKind::TooManyFunctions => "too-many-functions",
            RefusalKind::LiteralTooLarge => "literal-too-large",
            RefusalKind::NumberTooLarge => "number-too-large",
            RefusalKind::Decimal => "decimal-in-script",
            RefusalKind::Forbidden => "forbidden-word",
            RefusalKind::MissingFunction => "missing-function",
            RefusalKind::WrongParameters => "wrong-parameters",
            RefusalKind::Syntax => "script-syntax",
        }
    }
}

/// Why a script cannot be used, with where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// What kind of problem it is.
    pub kind: RefusalKind,
    /// The line of the script, from 1; 0 where it is of the whole file.
    pub line: usize,
    /// The column, from 1; 0 where it is of the whole line or file.
    pub column: usize,
    /// What is wrong, in words.
    pub message: String,
}

impl Refusal {
    pub(crate) fn of_file(kind: RefusalKind, message: impl Into<String>) -> Self {
        Self { kind, line: 0, column: 0, message: message.into() }
    }
}
