//! The examples of functions, run as tests.

use credstack_model::policy::{Function, FunctionExample, PolicySet};

use crate::derive::Derivation;

impl Derivation {
    /// What is wrong with an example of a function, if it does not come out as it says.
    pub fn broken(&self, set: &PolicySet, function: &Function, promise: &FunctionExample) -> Option<String> {
        let came = self.call(set, function, &promise.given)?;
        let told = match (&came, &promise.gives) {
            (Ok(answer), Some(gives)) if answer == gives => return None,
            (Err(_), None) => return None,
            (Ok(answer), _) => format!("gave {answer}"),
            (Err(failure), _) => format!("has no answer: {failure}"),
        };
        Some(format!("the example says that {promise}; it {told}"))
    }
}
