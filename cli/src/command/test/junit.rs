//! Examples and scenarios in the XML of junit: a suite for each rule and each specification, a case for each example and scenario.

use credstack::Rules;
use credstack::testing::{ExampleRun, Examples, SpecOutcome, SpecRun};
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::scenarios::failure;

/// The report. It names no time: the same rules give the same text.
pub(super) fn report(rules: &Rules, examples: &Examples, scenarios: &[SpecRun]) -> Result<String, SerializeError> {
    let of_examples = examples.runs.iter().map(|run| (run.rule.as_str(), run.title.as_str(), example(rules, run)));
    let of_scenarios = scenarios.iter().map(|run| (run.file.as_str(), run.title.as_str(), scenario(run)));
    let mut report = Report::new("credstack");
    let mut suite: Option<TestSuite> = None;
    for (of, title, status) in of_examples.chain(of_scenarios) {
        if suite.as_ref().is_none_or(|s| s.name.as_str() != of) {
            report.add_test_suites(suite.take());
            suite = Some(TestSuite::new(of));
        }
        let mut case = TestCase::new(title, status);
        case.set_classname(of);
        if let Some(suite) = &mut suite {
            suite.add_test_case(case);
        }
    }
    report.add_test_suites(suite);
    report.to_string()
}

fn failed(kind: &str, message: &str, place: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(kind);
    status.set_message(message);
    status.set_description(place);
    status
}

fn example(rules: &Rules, run: &ExampleRun) -> TestCaseStatus {
    let told = |problem: &credstack::diagnostics::Diagnostic| {
        failed(problem.slug.text(), &problem.message, &rules.sources.describe(problem.span()))
    };
    run.failure.as_ref().map_or_else(TestCaseStatus::success, told)
}

fn scenario(run: &SpecRun) -> TestCaseStatus {
    match &run.outcome {
        SpecOutcome::Passed => TestCaseStatus::success(),
        SpecOutcome::Waiting(reason) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!("waiting {reason}"));
            status
        }
        SpecOutcome::Failed(failures) => {
            let said: Vec<String> =
                failures.iter().map(|f| format!("promised: {}; came: {}", f.promised, f.came)).collect();
            failed("failed-scenario", &said.join("; "), &failures.iter().map(failure).collect::<String>())
        }
    }
}
