//! The sandbox: an interpreter with nothing in it but exact numbers, texts, yes and no, and lists.

use rhai::packages::{ArithmeticPackage, BasicIteratorPackage, LogicPackage, Package as _};
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Position};

use crate::exact::{Exact, Rounding};
use crate::failure::Failure;

/// What a script may use up. No limit counts time, so that a call ends alike on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub script_bytes: usize,
    /// Steps of one call.
    pub steps: u64,
    /// Functions that call one another.
    pub calls: usize,
    /// Expressions and blocks within one another.
    pub nesting: usize,
    /// Functions of a script.
    pub functions: usize,
    /// Variables at one time.
    pub variables: usize,
    /// Characters of a text.
    pub text: usize,
    /// Members of a list.
    pub list: usize,
}

impl Limits {
    /// The limits of every script. The longest conversion known takes some hundred steps.
    pub const STANDARD: Limits = Limits {
        script_bytes: 64 * 1024,
        steps: 50_000,
        calls: 16,
        nesting: 32,
        functions: 32,
        variables: 64,
        text: 4096,
        list: 512,
    };
}

/// Words of the script language that reach beyond a calculation, or hide that one failed.
pub(crate) const FORBIDDEN: [&str; 17] = [
    "eval",
    "import",
    "export",
    "print",
    "debug",
    "Fn",
    "call",
    "curry",
    "is_def_fn",
    "is_def_var",
    "this",
    "try",
    "catch",
    "global",
    "private",
    "type_of",
    "is_shared",
];

/// Signs of bits: no formula for people needs them, and a shift beyond the bits that there are would be 0 without a word.
const BITS: [&str; 10] = ["<<", ">>", "&", "|", "^", "<<=", ">>=", "&=", "|=", "^="];

/// A new interpreter with these limits.
pub(crate) fn engine(limits: &Limits) -> Engine {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    engine.register_iterator::<Array>();
    for word in FORBIDDEN.into_iter().chain(BITS) {
        engine.disable_symbol(word);
    }
    engine
        .set_strict_variables(true)
        .set_allow_anonymous_fn(false)
        // With fast operators a division of whole numbers would drop its remainder before ours is asked.
        .set_fast_operators(false)
        .set_max_operations(limits.steps)
        .set_max_call_levels(limits.calls)
        .set_max_expr_depths(limits.nesting, limits.nesting)
        .set_max_functions(limits.functions)
        .set_max_variables(limits.variables)
        .set_max_string_size(limits.text)
        .set_max_array_size(limits.list);
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
    engine.register_type_with_name::<Exact>("number");
    arithmetic(&mut engine);
    comparisons(&mut engine);
    rounding(&mut engine);
    texts_and_lists(&mut engine, limits.list);
    engine
}

/// What native functions give to the interpreter.
type Answer<T> = Result<T, Box<EvalAltResult>>;

/// A failure as the interpreter carries it; [`crate::script`] takes it out again.
#[expect(clippy::unnecessary_box_returns, reason = "native functions of the interpreter give their errors boxed")]
pub(crate) fn raise(failure: Failure) -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(failure), Position::NONE))
}

fn arithmetic(engine: &mut Engine) {
    type Step = fn(Exact, Exact) -> Result<Exact, Failure>;
    let steps: [(&str, Step); 4] = [("+", Exact::plus), ("-", Exact::minus), ("*", Exact::times), ("/", Exact::over)];
    for (sign, step) in steps {
        engine.register_fn(sign, move |a: Exact, b: Exact| -> Answer<Exact> { step(a, b).map_err(raise) });
        engine.register_fn(sign, move |a: Exact, b: i64| -> Answer<Exact> { step(a, Exact::whole(b)).map_err(raise) });
        engine.register_fn(sign, move |a: i64, b: Exact| -> Answer<Exact> { step(Exact::whole(a), b).map_err(raise) });
    }
    // A quotient of whole numbers is a fraction; whole-number division would round where nobody said so.
    engine.register_fn("/", |a: i64, b: i64| -> Answer<Exact> { Exact::whole(a).over(Exact::whole(b)).map_err(raise) });
    engine.register_fn("-", |a: Exact| -> Answer<Exact> { a.negated().map_err(raise) });
}

fn comparisons(engine: &mut Engine) {
    macro_rules! compare {
        ($($sign:literal $operator:tt),*) => {$(
            engine.register_fn($sign, |a: Exact, b: Exact| a $operator b);
            engine.register_fn($sign, |a: Exact, b: i64| a $operator Exact::whole(b));
            engine.register_fn($sign, |a: i64, b: Exact| Exact::whole(a) $operator b);
        )*};
    }
    compare!("==" ==, "!=" !=, "<" <, "<=" <=, ">" >, ">=" >=);
}

fn rounding(engine: &mut Engine) {
    for (name, how) in [("round", Rounding::Nearest), ("floor", Rounding::Down), ("ceil", Rounding::Up)] {
        engine.register_fn(name, move |n: Exact, places: i64| -> Answer<Exact> { n.cut(places, how).map_err(raise) });
        engine.register_fn(name, move |n: Exact| -> Answer<Exact> { n.cut(0, how).map_err(raise) });
        engine.register_fn(name, move |n: i64, _places: i64| n);
        engine.register_fn(name, move |n: i64| n);
    }
    engine.register_fn("min", |a: Exact, b: Exact| a.min(b));
    engine.register_fn("min", |a: Exact, b: i64| a.min(Exact::whole(b)));
    engine.register_fn("min", |a: i64, b: Exact| Exact::whole(a).min(b));
    engine.register_fn("min", |a: i64, b: i64| a.min(b));
    engine.register_fn("max", |a: Exact, b: Exact| a.max(b));
    engine.register_fn("max", |a: Exact, b: i64| a.max(Exact::whole(b)));
    engine.register_fn("max", |a: i64, b: Exact| Exact::whole(a).max(b));
    engine.register_fn("max", |a: i64, b: i64| a.max(b));
}

fn texts_and_lists(engine: &mut Engine, most: usize) {
    engine.register_fn("number", |text: ImmutableString| -> Answer<Exact> {
        Exact::read(&text).ok_or_else(|| raise(Failure::NoAnswer(format!("`{}` is no number", shown(&text)))))
    });
    engine.register_fn("number", |n: Exact| n);
    engine.register_fn("number", Exact::whole);
    engine.register_fn("whole", |n: Exact| -> Answer<i64> {
        n.to_whole().ok_or_else(|| raise(Failure::NoAnswer(format!("{n} is no whole number"))))
    });
    engine.register_fn("trim", |text: ImmutableString| ImmutableString::from(text.trim()));
    engine.register_fn("lower", |text: ImmutableString| ImmutableString::from(text.to_lowercase()));
    engine.register_fn("split", move |text: ImmutableString, at: ImmutableString| -> Answer<Array> {
        let parts = text.split(at.as_str()).filter(|part| !part.is_empty()).take(most + 1);
        let parts: Array = parts.map(|part| ImmutableString::from(part).into()).collect();
        if parts.len() > most { Err(raise(Failure::TooLarge("list".to_owned()))) } else { Ok(parts) }
    });
    engine.register_fn("len", |list: &mut Array| i64::try_from(list.len()).unwrap_or(i64::MAX));
    engine.register_fn("len", |text: ImmutableString| i64::try_from(text.chars().count()).unwrap_or(i64::MAX));
    engine.register_fn("push", move |list: &mut Array, item: Dynamic| -> Answer<()> {
        if list.len() >= most {
            return Err(raise(Failure::TooLarge("list".to_owned())));
        }
        list.push(item);
        Ok(())
    });
}

/// The beginning of a text, for messages.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}
