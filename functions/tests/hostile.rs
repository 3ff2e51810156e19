//! Scripts that mean harm, or that never heard of limits: each ends, and says which limit it met.

use credstack_functions::{Failure, Limits, Script};
use credstack_model::Amount;
use credstack_model::policy::{Argument, Shape};

/// The slug of what came of a script whose function is `f`.
fn met(text: &str) -> String {
    met_within(text, Limits::STANDARD)
}

fn met_within(text: &str, limits: Limits) -> String {
    match Script::compile(text, limits) {
        Err(refusal) => refusal.kind.slug().to_owned(),
        Ok(script) => match script.call("f", &[Shape::Number], &[Argument::Number(Amount::whole(7))], Shape::Number) {
            Ok(answer) => format!("gave {answer}"),
            Err(failure) => failure.slug().to_owned(),
        },
    }
}

#[track_caller]
fn refused(text: &str, slug: &str) {
    let short: String = text.chars().take(120).collect();
    assert_eq!(met(text), slug, "{short}");
}

fn body(inside: &str) -> String {
    format!("fn f(x) {{ {inside} }}")
}

#[test]
fn a_loop_without_an_end() {
    refused(&body("loop { }"), "too-many-steps");
    refused(&body("while true { let y = x + 1; }"), "too-many-steps");
    refused(&body("let n = 0; do { n += 1; } while n >= 0; n"), "too-many-steps");
    refused(&body("for i in 0..9000000000000 { } x"), "too-many-steps");
}

#[test]
fn functions_that_call_themselves() {
    refused(&body("f(x + 1)"), "calls-too-deep");
    refused("fn g(x) { f(x) } fn f(x) { g(x) }", "calls-too-deep");
}

#[test]
fn a_text_that_doubles() {
    refused(&body(r#"let s = "ab"; loop { s += s; }"#), "value-too-large");
    refused(&body(r#"let s = "ab"; loop { s = s + s; }"#), "value-too-large");
    refused(&body(r#"let s = "ab"; loop { s = `${s}${s}`; }"#), "value-too-large");
}

#[test]
fn a_list_that_grows() {
    refused(&body("let a = []; loop { push(a, 1); }"), "value-too-large");
    refused(&body("let a = [1]; loop { a += a; }"), "value-too-large");
    refused(&body("let a = [1]; loop { a = [a, a]; }"), "value-too-large");
    refused(&body("let a = [1]; loop { push(a, a); }"), "value-too-large");
    refused(&body(&format!("split(\"{}\", \",\"); x", "a,".repeat(1000))), "value-too-large");
}

#[test]
fn numbers_that_grow() {
    refused(&body("loop { x *= x; }"), "number-too-large");
    refused(&body("let n = 9; loop { n *= n; }"), "number-too-large");
    refused(&body("let n = 1/3; loop { n = n * n / 7; }"), "number-too-large");
    refused(&body("99999999999999999999999999999999 + x"), "number-too-large");
    refused(&body("10 ** 40"), "number-too-large");
    refused(&body("number(\"99999999999999\")"), "no-answer");
    refused(&body("9223372036854775807 + 1"), "number-too-large");
}

#[test]
fn literals_that_are_too_large() {
    refused(&body(&format!("let s = \"{}\"; x", "a".repeat(5000))), "literal-too-large");
    refused(&body(&format!("let a = [{}]; x", "1,".repeat(600))), "literal-too-large");
    refused(&" ".repeat(70_000), "script-too-long");
}

#[test]
fn nesting_of_ten_thousand_levels() {
    let deep = 10_000;
    // Depth is told as depth where the size of the file is not what stops it.
    let refused = |text: &str, slug: &str| {
        let limits = Limits { script_bytes: 1 << 20, ..Limits::STANDARD };
        assert_eq!(met_within(text, limits), slug, "{}", text.chars().take(60).collect::<String>());
    };
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("-(", ")"), ("if true {", "}"), ("f(", ")")] {
        refused(&body(&format!("{}x{}", open.repeat(deep), close.repeat(deep))), "script-too-nested");
    }
    refused(&body(&format!("{}true", "!".repeat(deep))), "script-too-nested");
    refused(&body(&format!("x{}", " + 1".repeat(deep))), "script-too-nested");
    refused(&body(&format!("let a = [0]; a{}", "[0]".repeat(deep))), "script-too-nested");
}

#[test]
fn functions_without_number_and_variables_without_end() {
    let many = (0..100).map(|n| format!("fn f{n}(x) {{ x }}")).collect::<Vec<_>>().join("\n");
    refused(&many, "too-many-functions");
    let many = (0..100).map(|n| format!("let v{n} = {n};")).collect::<Vec<_>>().join(" ");
    refused(&body(&many), "too-many-variables");
}

#[test]
fn what_reaches_out_of_the_sandbox() {
    for word in ["eval(\"1\")", "print(x)", "debug(x)", "Fn(\"f\")", "call(f)", "this", "try { x } catch { x }"] {
        refused(&body(word), "forbidden-word");
    }
    refused("import \"os\" as os; fn f(x) { x }", "forbidden-word");
    refused("export let a = 1; fn f(x) { x }", "forbidden-word");
    // What is not there at all is found when it is called.
    for call in ["timestamp()", "sleep(1)", "rand()", "exit(1)", "open_file(\"a\")", "parse_json(\"1\")"] {
        refused(&body(call), "script-failed");
    }
}

#[test]
fn decimals_are_no_literals() {
    for decimal in ["2.5", "x + 0.1", "1.0e3", "3."] {
        refused(&body(decimal), "decimal-in-script");
    }
}

#[test]
fn attempts_to_make_it_panic() {
    refused(&body("x / 0"), "division-by-zero");
    refused(&body("1 / 0"), "division-by-zero");
    refused(&body("1 % 0"), "division-by-zero");
    refused(&body("let a = [1]; a[5]"), "script-failed");
    refused(&body("let a = [1]; a[-5]"), "script-failed");
    refused(&body("\"a\"[7]"), "script-failed");
    refused(&body("(-9223372036854775807 - 1) / -1 + x - x"), "number-too-large");
    refused(&body("abs(-9223372036854775807 - 1)"), "number-too-large");
    refused(&body("1 << 9999"), "script-syntax");
    refused(&body("round(x, 99)"), "no-answer");
    refused(&body("whole(x / 3)"), "no-answer");
    refused(&body("throw \"unknown grade\""), "no-answer");
    refused(&body("throw 7"), "script-failed");
    refused(&body("x."), "script-syntax");
    refused("fn f(x) {", "script-syntax");
    refused("\u{0}\u{1}", "script-syntax");
}

#[test]
fn answers_that_are_none() {
    refused(&body("\"good\""), "wrong-answer-type");
    refused(&body("true"), "wrong-answer-type");
    refused(&body(""), "wrong-answer-type");
    refused(&body("[x]"), "wrong-answer-type");
    refused(&body("x / 3"), "not-rounded");
}

#[test]
fn what_stands_outside_functions_never_runs() {
    assert_eq!(met("loop { } fn f(x) { x }"), "gave 7");
}

#[test]
fn a_failure_says_what_happened() {
    let script = Script::compile(&body("throw \"the mark is below the lowest\""), Limits::STANDARD).expect("a script");
    let failure = script.call("f", &[Shape::Number], &[Argument::Number(Amount::whole(7))], Shape::Number);
    assert_eq!(failure, Err(Failure::NoAnswer("the mark is below the lowest".to_owned())));
    let absent = script.call("g", &[], &[], Shape::Number).expect_err("there is no `g`");
    assert!(absent.to_string().starts_with("Function not found: g"), "{absent}");
}
