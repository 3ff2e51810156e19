//! One script: compiled once, called as often as facts need it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use credstack_model::policy::{Argument, Shape};
use rhai::{AST, CallFnOptions, Dynamic, Engine, EvalAltResult, ImmutableString, LexError, ParseErrorType, Scope};

use crate::exact::Exact;
use crate::failure::{Failure, Refusal, RefusalKind};
use crate::sandbox::{FORBIDDEN, Limits, engine, shown};

/// A compiled script. It holds nothing that a call changes: the same values always give the same answer.
pub struct Script {
    engine: Engine,
    ast: AST,
    limits: Limits,
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.ast.iter_functions().map(|m| m.name).collect();
        f.debug_struct("Script").field("functions", &names).finish_non_exhaustive()
    }
}

impl Script {
    /// Compiles a script. Only its functions are kept: what stands outside them never runs.
    ///
    /// # Errors
    /// [`Refusal`] with the line for a script that is not well-formed, too large, too deeply nested, or uses what scripts
    /// do not have.
    pub fn compile(text: &str, limits: Limits) -> Result<Self, Refusal> {
        if text.len() > limits.script_bytes {
            let message = format!("a script has at most {} bytes", limits.script_bytes);
            return Err(Refusal::of_file(RefusalKind::TooLong, message));
        }
        let engine = engine(&limits);
        let compiled = catch_unwind(AssertUnwindSafe(|| engine.compile(text)));
        let broken = || Refusal::of_file(RefusalKind::Syntax, "the script cannot be read");
        let ast = compiled.map_err(|_| broken())?.map_err(|error| refusal(text, &limits, &error))?;
        Ok(Self { engine, ast: ast.clone_functions_only(), limits })
    }

    /// Whether it has a function that takes so many values.
    ///
    /// # Errors
    /// [`Refusal`] where it has none of the name, or one that takes another number.
    pub fn check(&self, name: &str, takes: usize) -> Result<(), Refusal> {
        let found: Vec<usize> = self.ast.iter_functions().filter(|f| f.name == name).map(|f| f.params.len()).collect();
        if found.contains(&takes) {
            return Ok(());
        }
        Err(match found.first() {
            Some(other) => Refusal::of_file(
                RefusalKind::WrongParameters,
                format!("`{name}` takes {takes} by the rules and {other} in the script"),
            ),
            None => Refusal::of_file(RefusalKind::MissingFunction, format!("the script has no function `{name}`")),
        })
    }

    /// Calls a function with values of the shapes that it takes.
    ///
    /// # Errors
    /// [`Failure`], which leaves what was to be computed unknown.
    pub fn call(&self, name: &str, takes: &[Shape], values: &[Argument], gives: Shape) -> Result<Argument, Failure> {
        if takes.len() != values.len() {
            let (wanted, found) = (format!("{} values", takes.len()), format!("{}", values.len()));
            return Err(Failure::WrongArgument { wanted, found });
        }
        let arguments = takes.iter().zip(values).map(|(t, g)| enter(*t, g)).collect::<Result<Vec<Dynamic>, _>>()?;
        let called = catch_unwind(AssertUnwindSafe(|| {
            let options = CallFnOptions::new().eval_ast(false).rewind_scope(true);
            self.engine.call_fn_with_options::<Dynamic>(options, &mut Scope::new(), &self.ast, name, arguments)
        }));
        match called {
            Ok(Ok(answer)) => leave(gives, &answer),
            Ok(Err(error)) => Err(self.failure(&error)),
            Err(_) => Err(Failure::Broken),
        }
    }

    fn failure(&self, error: &EvalAltResult) -> Failure {
        match error {
            EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => self.failure(inner),
            EvalAltResult::ErrorTooManyOperations(_) => Failure::TooManySteps(self.limits.steps),
            EvalAltResult::ErrorStackOverflow(_) => Failure::TooDeep(self.limits.calls),
            EvalAltResult::ErrorDataTooLarge(what, _) => Failure::TooLarge(kind_word(what).to_owned()),
            EvalAltResult::ErrorTooManyVariables(_) => Failure::TooManyVariables,
            EvalAltResult::ErrorArithmetic(message, _) if message.contains("zero") => Failure::DivisionByZero,
            EvalAltResult::ErrorArithmetic(..) => Failure::Overflow,
            EvalAltResult::ErrorRuntime(thrown, position) => match thrown.clone().try_cast::<Failure>() {
                Some(failure) => failure,
                None => match thrown.clone().into_immutable_string() {
                    Ok(words) => Failure::NoAnswer(shown(&words)),
                    Err(_) => script_failure(position.line(), "it stopped without saying why".to_owned()),
                },
            },
            other => script_failure(other.position().line(), shown(&without_place(&other.to_string()))),
        }
    }
}

fn script_failure(line: Option<usize>, message: String) -> Failure {
    Failure::Script { line: line.unwrap_or(0), message }
}

/// A message of the interpreter without the place, which stands beside it.
fn without_place(message: &str) -> String {
    message.rsplit_once(" (line ").map_or(message, |(before, _)| before).to_owned()
}

fn kind_word(of: &str) -> &'static str {
    let lower = of.to_lowercase();
    if lower.contains("string") {
        "text"
    } else if lower.contains("array") {
        "list"
    } else {
        "value"
    }
}

fn enter(shape: Shape, given: &Argument) -> Result<Dynamic, Failure> {
    match (shape, given) {
        (Shape::Number | Shape::Workload, Argument::Number(amount)) => Ok(Dynamic::from(Exact::from_amount(*amount))),
        (Shape::Truth, Argument::Truth(yes)) => Ok(Dynamic::from(*yes)),
        (Shape::Code | Shape::Text, Argument::Words(words)) => Ok(ImmutableString::from(words.as_ref()).into()),
        _ => Err(Failure::WrongArgument { wanted: shape.word().to_owned(), found: given.to_string() }),
    }
}

fn leave(shape: Shape, answer: &Dynamic) -> Result<Argument, Failure> {
    let found = || match answer.type_name() {
        "()" => "nothing".to_owned(),
        "bool" => "yes or no".to_owned(),
        name if name.contains("String") || name == "string" => "a text".to_owned(),
        name if name.contains("Exact") || name == "i64" => "a number".to_owned(),
        _ => "a list or something else".to_owned(),
    };
    let wrong = || Failure::WrongType { wanted: shape.word().to_owned(), found: found() };
    match shape {
        Shape::Number | Shape::Workload => {
            let exact = match answer.as_int() {
                Ok(whole) => Exact::whole(whole),
                Err(_) => answer.clone().try_cast::<Exact>().ok_or_else(wrong)?,
            };
            exact.to_amount().map(Argument::Number)
        }
        Shape::Truth => answer.as_bool().map(Argument::Truth).map_err(|_| wrong()),
        Shape::Code | Shape::Text => {
            let words = answer.clone().into_immutable_string().map_err(|_| wrong())?;
            Ok(Argument::Words(words.as_str().into()))
        }
    }
}

/// What the parser says, in words of ours and with a kind.
fn refusal(text: &str, limits: &Limits, error: &rhai::ParseError) -> Refusal {
    let position = error.position();
    let (line, column) = (position.line().unwrap_or(0), position.position().unwrap_or(0));
    let (kind, message) = match error.err_type() {
        ParseErrorType::ExprTooDeep => {
            (RefusalKind::TooNested, format!("expressions and blocks nest at most {} deep", limits.nesting))
        }
        ParseErrorType::TooManyFunctions => {
            (RefusalKind::TooManyFunctions, format!("a script has at most {} functions", limits.functions))
        }
        ParseErrorType::LiteralTooLarge(what, most) => (
            RefusalKind::LiteralTooLarge,
            format!("a {} that is written out has at most {most} parts", kind_word(what)),
        ),
        ParseErrorType::BadInput(LexError::StringTooLong(most)) => {
            (RefusalKind::LiteralTooLarge, format!("a text that is written out has at most {most} characters"))
        }
        ParseErrorType::BadInput(LexError::MalformedNumber(_)) => {
            (RefusalKind::NumberTooLarge, "a number that is written out is too large".to_owned())
        }
        _ if decimal_before(text, line, column) => {
            (RefusalKind::Decimal, "scripts write no decimals: `25/10` and `number(\"2.5\")` are exact".to_owned())
        }
        ParseErrorType::Reserved(word)
        | ParseErrorType::BadInput(LexError::ImproperSymbol(word, _))
        | ParseErrorType::UnknownOperator(word)
            if FORBIDDEN.contains(&word.as_str()) =>
        {
            (RefusalKind::Forbidden, format!("a script cannot use `{word}`"))
        }
        other => (RefusalKind::Syntax, shown(&other.to_string())),
    };
    Refusal { kind, line, column, message }
}

/// Whether the text around a place is a number with a point in it.
fn decimal_before(text: &str, line: usize, column: usize) -> bool {
    let Some(of_line) = line.checked_sub(1).and_then(|at| text.lines().nth(at)) else { return false };
    let chars: Vec<char> = of_line.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|a| chars.get(a)).is_some_and(char::is_ascii_digit);
    (column.saturating_sub(3)..=column).any(|at| {
        chars.get(at) == Some(&'.')
            && digit(at.checked_sub(1))
            && (digit(Some(at + 1)) || chars.get(at + 1) != Some(&'.'))
    })
}
