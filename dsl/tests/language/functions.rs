//! Functions of a pack, and the attributes that they compute.

use credstack_model::policy::{Argument, Shape};

use crate::support::{check, check_files, check_fix, check_with_habits, message, policy, read};

const FUNCTION: &str = "function f \"A formula\" {
        script \"marks.rhai\"
        takes  number, yes or no
        gives  number
        cite   LRC
        example (7.5, yes) gives 3
        example \"not passed\" (4, no) fails
    }";

fn with(items: &str) -> String {
    policy(&format!(
        "{FUNCTION}
    attribute es.test.best \"best mark\" is number
    attribute es.test.passed \"passed promptly\" is yes or no
    {items}"
    ))
}

#[test]
fn a_function_is_kept_with_its_examples() {
    let text = with("attribute es.test.own \"own mark\" is number computed by f from best mark, passed promptly");
    check(&text, &[]);
    let set = read(&[&text]).lowered.policies;
    let function = &set.functions[0];
    assert_eq!(set.symbols.text(function.name), "es.test.f");
    assert_eq!((function.takes.as_slice(), function.gives), ([Shape::Number, Shape::Truth].as_slice(), Shape::Number));
    assert_eq!(function.promises[0].to_string(), "(7.5, yes) gives 3");
    assert_eq!(function.promises[1].gives, None);
    assert_eq!(function.promises[1].given[1], Argument::Truth(false));
    let names: Vec<&str> = set.computed[0].inputs.iter().map(|i| set.vocabulary.get(*i).name.as_ref()).collect();
    assert_eq!(names, ["es.test.best", "es.test.passed"]);
}

#[test]
fn a_core_fact_whose_words_hold_in_can_be_computed_from() {
    check(
        &with(
            "attribute es.test.own \"own mark\" is number computed by f from best mark, taken in a mobility programme",
        ),
        &[],
    );
}

#[test]
fn what_a_function_must_say_is_asked_for() {
    for clause in ["script \"marks.rhai\"", "takes  number, yes or no", "gives  number"] {
        let text = policy(&FUNCTION.replace(clause, "").replace("example (7.5, yes) gives 3", ""));
        let name = clause.split(' ').next().unwrap();
        assert!(message(&text, "missing-clause").contains(&format!("no `{name}` clause")), "{clause}");
    }
}

#[test]
fn a_function_without_source_or_example_is_told() {
    let bare = policy("function f { script \"m.rhai\" takes number gives number }");
    check_with_habits(&bare, &[("missing-citation", "f"), ("missing-example", "f")]);
}

#[test]
fn a_script_is_a_file_beside_the_rules() {
    for name in ["../marks.rhai", "a/b.rhai", "marks.py", ".rhai", "marks"] {
        let text = policy(&FUNCTION.replace("marks.rhai", name));
        check(&text, &[("missing-script", &format!("\"{name}\""))]);
    }
}

#[test]
fn types_of_functions_and_attributes_have_to_be_the_same() {
    check_fix(&policy(&FUNCTION.replace("takes  number", "takes  nummber")), "unknown-type", "nummber", "number");
    let wrong = with("attribute es.test.own \"own mark\" is number computed by f from passed promptly, best mark");
    check(&wrong, &[("wrong-type", "passed promptly")]);
    let wrong = with("attribute es.test.own \"own date\" is date computed by f from best mark, passed promptly");
    check(&wrong, &[("wrong-type", "f")]);
    let few = with("attribute es.test.own \"own mark\" is number computed by f from best mark");
    check(&few, &[("wrong-type", "computed by f from best mark")]);
}

#[test]
fn an_example_gives_what_the_function_takes() {
    check(&policy(&FUNCTION.replace("(7.5, yes)", "(7.5)")), &[("wrong-type", "example (7.5) gives 3")]);
    check(&policy(&FUNCTION.replace("(7.5, yes)", "(7.5, perhaps)")), &[("wrong-type", "perhaps")]);
    check(&policy(&FUNCTION.replace("(7.5, yes)", "(7.5 ECTS, yes)")), &[("wrong-type", "7.5 ECTS")]);
}

#[test]
fn an_unknown_function_or_attribute_is_told_with_the_nearest() {
    let own = |clause: &str| with(&format!("attribute es.test.own \"own mark\" is number computed by {clause}"));
    check(&own("formula from best mark, passed promptly"), &[("unknown-function", "formula")]);
    check_fix(&own("f from best mrk, passed promptly"), "unknown-word", "best mrk", "best mark");
}

#[test]
fn a_policy_uses_functions_of_those_that_it_extends_and_any_by_its_full_name() {
    let below = |name: &str| {
        format!(
            "policy es.below \"Below\" {{ extends es.test\n layer institution\n attribute es.below.own \"own mark\" is number computed by {name} from best mark, passed promptly }}"
        )
    };
    check_files(&[&below("f"), &with("")], &[]);
    check_files(&[&below("es.test.f").replace("extends es.test\n", ""), &with("")], &[]);
    check_files(&[&below("f").replace("extends es.test\n", ""), &with("")], &[("unknown-function", "f")]);
}

#[test]
fn attributes_are_not_computed_from_themselves() {
    let own = |name: &str, from: &str| {
        format!(
            "attribute es.test.{name} \"{name} mark\" is number computed by f from {from} mark, passed promptly\n    "
        )
    };
    let circle = with(&[own("first", "second"), own("second", "first")].concat());
    let told = [
        ("circular-attribute", "computed by f from second mark, passed promptly"),
        ("circular-attribute", "computed by f from first mark, passed promptly"),
    ];
    check(&circle, &told);
    // Those that others are computed from come first, wherever they stand.
    let chain = with(&[own("first", "second"), own("second", "best")].concat());
    check(&chain, &[]);
    let set = read(&[&chain]).lowered.policies;
    let order: Vec<&str> = set.computed.iter().map(|c| set.vocabulary.get(c.attribute).name.as_ref()).collect();
    assert_eq!(order, ["es.test.second", "es.test.first"]);
}
