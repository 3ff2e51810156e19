//! What scripts compute is exact.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use credstack_functions::{Limits, Script};
use credstack_model::Amount;
use credstack_model::policy::{Argument, Shape};
use proptest::prelude::*;

fn gives(inside: &str, x: Amount) -> String {
    let script = Script::compile(&format!("fn f(x) {{ {inside} }}"), Limits::STANDARD).expect("a script");
    match script.call("f", &[Shape::Number], &[Argument::Number(x)], Shape::Number) {
        Ok(answer) => answer.to_string(),
        Err(failure) => failure.to_string(),
    }
}

#[test]
fn fractions_stay_fractions() {
    let seven = Amount::whole(7);
    assert_eq!(gives("1 / 3 * 3", seven), "1", "a quotient of whole numbers keeps its remainder");
    assert_eq!(gives("x / 3 + x / 3 + x / 3", seven), "7");
    assert_eq!(gives("round(x / 3, 2)", seven), "2.33");
    assert_eq!(gives("ceil(x / 3, 1)", seven), "2.4");
    assert_eq!(gives("floor(x / 3)", seven), "2");
    assert_eq!(gives("x / 3", seven), "its answer 7/3 is not exact in hundredths; the script has to round it");
    assert_eq!(gives("number(\"0.1\") + number(\"0.2\")", seven), "0.3");
}

#[test]
fn numbers_compare_with_whole_ones() {
    let half = Amount::ratio(15, 2);
    assert_eq!(gives("if x > 7 && 8 > x && x != 7 { 1 } else { 0 }", half), "1");
    assert_eq!(gives("max(min(x, 4), 2)", half), "4");
    assert_eq!(gives("let worst = 0; for i in 0..3 { worst = max(worst, i * x); } worst", half), "15");
    assert_eq!(
        gives("let a = split(\"1;2;3\", \";\"); let s = 0; for t in a { s += number(t); } s + len(a)", half),
        "9"
    );
    assert_eq!(gives("-x + 10", half), "2.5");
}

proptest! {
    /// A call changes nothing that the next one would see.
    #[test]
    fn the_same_values_give_the_same_answer(hundredths in -100_000i64..100_000) {
        let script = Script::compile("fn f(x) { let a = [x]; push(a, x / 7); round(a[1] * a[0], 2) }", Limits::STANDARD)
            .expect("a script");
        let call = || script.call(
            "f", &[Shape::Number], &[Argument::Number(Amount::hundredths(hundredths))], Shape::Number,
        );
        prop_assert_eq!(call(), call());
    }

    /// Any text ends as a script, a refusal or a failure.
    #[test]
    fn any_text_ends(text in "\\PC{0,200}") {
        if let Ok(script) = Script::compile(&format!("fn f(x) {{ {text} }}"), Limits::STANDARD) {
            let _ = script.call("f", &[Shape::Number], &[Argument::Number(Amount::whole(1))], Shape::Number);
        }
    }
}
