//! Any text is read as a script: it is refused, or every call of it ends within the limits, and gives the same again.

use credstack::functions::{Limits, Script};
use credstack::model::Amount;
use credstack::model::policy::{Argument, Shape};

/// Calls a script with bytes as its body, and bytes as a script.
///
/// # Panics
/// Where something does not hold.
pub fn function(bytes: &[u8]) {
    let text = super::text::text(bytes);
    let limits = Limits { steps: 5_000, ..Limits::STANDARD };
    // The body of a function, so that most inputs run; and a script of its own.
    for script in [format!("fn f(x, words) {{ {text} }}"), text.to_owned()] {
        let Ok(script) = Script::compile(&script, limits) else { continue };
        let given = [Argument::Number(Amount::hundredths(750)), Argument::Words("30 = 10; 29 = 90".into())];
        for gives in [Shape::Number, Shape::Truth, Shape::Text] {
            let call = || script.call("f", &[Shape::Number, Shape::Text], &given, gives);
            assert_eq!(call(), call(), "another result for the same call");
        }
    }
}
