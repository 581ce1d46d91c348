//! JUnit XML: a test suite for each project and one for the input, a test case for each finding. A finding that fails the
//! run is a failure, an accepted one is skipped, and any other has passed, with its message as output.

use onus_core::diagnostic::Severity;
use onus_core::printable::{printable, printable_lines};
use onus_core::source::Place;
use quick_junit::{NonSuccessKind, Report as File, TestCase, TestCaseStatus, TestSuite, XmlString};

use super::items::{DiagnosticItem, FindingItem};
use super::{RunReport, is_built_in};

/// The suite of everything that is not about one project.
const INPUT: &str = "input";

/// The report as XML.
pub(super) fn write(report: &RunReport<'_>) -> Vec<u8> {
    let mut file = File::new("onus");
    let mut input = TestSuite::new(INPUT);
    if report.diagnostics.is_empty() {
        input.add_test_case(passed(INPUT, "no errors and no warnings"));
    }
    input.add_test_cases(report.diagnostics.iter().map(diagnostic_case));
    file.add_test_suite(input);
    let mut findings = report.findings.iter().peekable();
    for name in report.subjects() {
        let mut suite = TestSuite::new(name.as_str());
        while let Some(item) = findings.next_if(|item| item.subject() == name) {
            suite.add_test_case(finding_case(item));
        }
        // Build servers report a suite without tests as a failure.
        if suite.test_cases.is_empty() {
            suite.add_test_case(passed(&name, "no findings"));
        }
        file.add_test_suite(suite);
    }
    let mut bytes = Vec::new();
    file.serialize(&mut bytes).expect("writing to memory does not fail");
    bytes
}

fn passed(suite: &str, name: &str) -> TestCase {
    case(suite, name, TestCaseStatus::success())
}

fn case(suite: &str, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(text(name), status);
    case.set_classname(text(suite));
    case
}

fn diagnostic_case(item: &DiagnosticItem) -> TestCase {
    let code = item.code.as_str();
    let place = item.places.first().map(|(place, _)| place);
    let hint = item.hint_line("hint");
    let at = place.map(|place| format!("\n{}", printable(&place.to_string()))).unwrap_or_default();
    let whole = format!("{}[{code}]: {}{at}{hint}", item.severity.word(), item.shown());
    let status = match (item.denied, item.severity) {
        (true, Severity::Error) => unsuccessful(NonSuccessKind::Error, code, &item.shown(), &whole),
        (true, Severity::Warning | Severity::Note) => {
            unsuccessful(NonSuccessKind::Failure, code, &item.shown(), &whole)
        }
        (false, _) => TestCaseStatus::success(),
    };
    let mut case = case(INPUT, &format!("{code} ({})", item.id), status);
    if !item.denied {
        case.set_system_out(text(&whole));
    }
    locate(&mut case, place);
    case
}

fn finding_case(item: &FindingItem<'_>) -> TestCase {
    let finding = &item.found.finding;
    let code = finding.code.as_str();
    let about = item.about();
    let name = if about.is_empty() { code.to_owned() } else { format!("{code} {about}") };
    let acceptance = item.acceptance.as_ref().map(|one| format!("\n{}", one.phrase())).unwrap_or_default();
    let whole = format!(
        "{}[{code}]: {}\n{}{acceptance}\nadvice: {}",
        finding.severity().word(),
        item.shown(),
        printable(&item.place.to_string()),
        finding.code.advice()
    );
    let status = match item.accepted() {
        Some(accepted) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(text(&accepted.phrase())).set_type(code).set_description(text(&whole));
            status
        }
        None if item.denied => unsuccessful(NonSuccessKind::Failure, code, &item.shown(), &whole),
        None => TestCaseStatus::success(),
    };
    let mut case = case(&item.subject(), &format!("{name} ({})", item.id), status);
    if item.accepted().is_none() && !item.denied {
        case.set_system_out(text(&whole));
    }
    let in_workspace = if is_built_in(&item.place.file) { item.profile.as_ref() } else { Some(&item.place) };
    locate(&mut case, in_workspace);
    case
}

fn unsuccessful(kind: NonSuccessKind, code: &str, message: &str, whole: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(text(message)).set_type(code).set_description(text(whole));
    status
}

/// Sets the file and line that GitLab, Buildkite and others link to.
fn locate(case: &mut TestCase, place: Option<&Place>) {
    if let Some(place) = place.filter(|place| !is_built_in(&place.file)) {
        case.extra.insert("file".into(), text(&place.file));
        case.extra.insert("line".into(), place.line.to_string().into());
    }
}

/// A text of our own lines. What XML 1.0 does not allow, even escaped (section 2.2), is among what cannot be printed.
fn text(text: &str) -> XmlString {
    XmlString::new(printable_lines(text))
}
