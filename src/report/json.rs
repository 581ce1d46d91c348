//! `onus.report/2`: everything that was found, as pretty JSON.

use onus_core::diagnostic::Severity;
use onus_core::printable::printable_json;
use onus_core::source::Place;
use serde_json::{Value, json};

use super::RunReport;
use super::items::{AcceptanceItem, DiagnosticItem, FindingItem};

/// The schema that the file names.
pub const SCHEMA: &str = "onus.report/2";

/// The report, ending in a newline.
pub(super) fn write(report: &RunReport<'_>) -> Vec<u8> {
    let file = json!({
        "schema": SCHEMA,
        "as_of": report.as_of.to_string(),
        "outcome": report.outcome.word(),
        "deny": report.deny,
        "totals": totals(report),
        "diagnostics": report.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
    });
    printed(&file)
}

/// A pretty JSON value that can be printed, ending in a newline.
pub(super) fn printed(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can always be written");
    text.push('\n');
    printable_json(&text).into_owned().into_bytes()
}

fn totals(report: &RunReport<'_>) -> Value {
    let count =
        |severity| report.findings.iter().filter(|one| one.found.finding.severity() == severity).count();
    json!({
        "projects": report.projects.len(),
        "input_errors": report.diagnostics.iter().filter(|one| one.severity == Severity::Error).count(),
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "notes": count(Severity::Note),
        "accepted": report.findings.iter().filter(|one| one.accepted().is_some()).count(),
        "denied": report.findings.iter().filter(|one| one.denied).count(),
    })
}

fn diagnostic(item: &DiagnosticItem) -> Value {
    let label = |(place, text): &(Place, String)| json!({ "file": place.file, "line": place.line, "column": place.column, "text": text });
    json!({
        "id": item.id,
        "code": item.code.as_str(),
        "severity": item.severity.word(),
        "denied": item.denied,
        "message": item.message,
        "hint": item.hint,
        "labels": item.places.iter().map(label).collect::<Vec<_>>(),
    })
}

fn finding(item: &FindingItem<'_>) -> Value {
    let finding = &item.found.finding;
    json!({
        "id": item.id,
        "organization": item.found.organization,
        "project": item.found.project,
        "affects": item.found.affects,
        "code": finding.code.as_str(),
        "severity": finding.severity().word(),
        "denied": item.denied,
        "acceptance": item.acceptance.as_ref().map(acceptance),
        "message": finding.message,
        "control": finding.control,
        "part": finding.part,
        "service": finding.service,
        "evidence": finding.evidence,
        "hanging": {
            "controls": finding.dependents.controls,
            "requirements": finding.dependents.requirement_names(),
        },
        "file": item.place.file,
        "line": item.place.line,
        "column": item.place.column,
    })
}

fn acceptance(item: &AcceptanceItem<'_>) -> Value {
    json!({
        "in_force": item.in_force,
        "until": item.until.to_string(),
        "owner": item.owner,
        "owner_name": item.owner_name,
        "reason": item.reason,
        "file": item.place.file,
        "line": item.place.line,
        "column": item.place.column,
    })
}
