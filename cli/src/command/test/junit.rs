//! The examples as JUnit XML: a suite for each rule, a case for each example.

use credstack::Rules;
use credstack::testing::Examples;
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

/// The report. It names no time: the same rules give the same text.
pub(super) fn report(rules: &Rules, examples: &Examples) -> Result<String, SerializeError> {
    let mut report = Report::new("credstack");
    let mut suite: Option<TestSuite> = None;
    for run in &examples.runs {
        if suite.as_ref().is_none_or(|s| s.name.as_str() != run.rule) {
            report.add_test_suites(suite.take());
            suite = Some(TestSuite::new(run.rule.as_str()));
        }
        let status = match &run.failure {
            None => TestCaseStatus::success(),
            Some(problem) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_type(problem.slug.text());
                status.set_message(problem.message.as_str());
                status.set_description(rules.sources.describe(problem.span()));
                status
            }
        };
        let mut case = TestCase::new(run.title.as_str(), status);
        case.set_classname(run.rule.as_str());
        if let Some(suite) = &mut suite {
            suite.add_test_case(case);
        }
    }
    report.add_test_suites(suite);
    report.to_string()
}
