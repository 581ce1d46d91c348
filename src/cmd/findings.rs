//! Findings on the terminal: each with its place, and counted.

use serde_json::json;

use super::Ending;
use super::console::Console;
use crate::assess::Hanging;
use crate::cli::Deny;
use crate::diagnostic::{Diagnostic, Severity};
use crate::format::json::requirement_names;
use crate::pipeline::ProjectFinding;

/// Shows every finding, project by project, the worst first.
pub(super) fn show(console: &Console, findings: &[ProjectFinding]) {
    let mut ordered: Vec<&ProjectFinding> = findings.iter().collect();
    ordered.sort_by(|one, other| {
        let key = |found: &ProjectFinding| (found.organization.clone(), found.project.clone());
        key(one).cmp(&key(other)).then(other.finding.severity().cmp(&one.finding.severity()))
    });
    let mut project = String::new();
    for found in ordered {
        let name = format!("{}/{}", found.organization, found.project);
        if name != project {
            console.line(&format!("{name}\n"));
            project = name;
        }
        let finding = &found.finding;
        let about: Vec<&str> = finding
            .control
            .iter()
            .map(|id| id.as_str())
            .chain(finding.service.iter().map(|id| id.as_str()))
            .collect();
        let about = if about.is_empty() { String::new() } else { format!("{}: ", about.join(" ")) };
        let (severity, code) = (finding.severity().word(), finding.code.as_str());
        console.line(&format!("  {severity}[{code}] {about}{}\n      {}", finding.message, found.place));
        for line in hanging(&finding.hanging) {
            console.line(&format!("      {line}"));
        }
        console.line("");
        console.record(&record(found));
    }
}

/// What hangs on the evidence that a finding is about: the controls, then the requirements of each framework.
pub(super) fn hanging(hanging: &Hanging) -> Vec<String> {
    let joined = |ids: Vec<&str>| ids.join(", ");
    let mut lines = Vec::new();
    if !hanging.controls.is_empty() {
        let controls = hanging.controls.iter().map(|id| id.as_str()).collect();
        lines.push(format!("supports {}", joined(controls)));
    }
    for same in hanging.requirements.chunk_by(|(one, _), (other, _)| one == other) {
        let ids = same.iter().map(|(_, id)| id.as_str()).collect();
        lines.extend(same.first().map(|(framework, _)| format!("for {framework}: {}", joined(ids))));
    }
    lines
}

/// A finding as a JSON object.
pub(super) fn record(found: &ProjectFinding) -> serde_json::Value {
    let finding = &found.finding;
    json!({
        "type": "finding",
        "organization": found.organization,
        "project": found.project,
        "code": finding.code.as_str(),
        "severity": finding.severity().word(),
        "message": finding.message,
        "control": finding.control,
        "service": finding.service,
        "evidence": finding.evidence,
        "hanging": {
            "controls": finding.hanging.controls,
            "requirements": requirement_names(&finding.hanging),
        },
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
    })
}

/// Says how many findings of which kind each project has.
pub(super) fn summarize(console: &Console, findings: &[ProjectFinding]) {
    let mut projects: Vec<(String, Vec<&ProjectFinding>)> = Vec::new();
    for found in findings {
        let name = format!("{}/{}", found.organization, found.project);
        match projects.iter_mut().find(|(present, _)| *present == name) {
            Some((_, list)) => list.push(found),
            None => projects.push((name, vec![found])),
        }
    }
    let width = projects.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, found) in &projects {
        console.line(&format!("{name:width$}  {}", counted(found)));
    }
    let count = |severity| findings.iter().filter(|found| found.finding.severity() == severity).count();
    console.record(&json!({
        "type": "summary",
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "notes": count(Severity::Note),
    }));
    if findings.is_empty() {
        console.line("No findings.");
    }
}

fn counted(found: &[&ProjectFinding]) -> String {
    let count = |severity| found.iter().filter(|found| found.finding.severity() == severity).count();
    let severities = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let totals: Vec<String> = severities
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    let mut codes: Vec<(&str, usize)> = Vec::new();
    for found in found {
        let code = found.finding.code.as_str();
        match codes.iter_mut().find(|(present, _)| *present == code) {
            Some((_, count)) => *count += 1,
            None => codes.push((code, 1)),
        }
    }
    codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let kinds: Vec<String> = codes.into_iter().map(|(code, count)| format!("{code} {count}")).collect();
    format!("{} ({})", totals.join(", "), kinds.join(", "))
}

/// How the command ends for the severity that the caller does not accept.
pub(super) fn ending(findings: &[ProjectFinding], warnings: &[Diagnostic], deny: Deny) -> Ending {
    let mut severities = findings
        .iter()
        .map(|found| found.finding.severity())
        .chain(warnings.iter().map(|warning| warning.severity));
    if severities.any(|severity| deny.denies(severity)) { Ending::Denied } else { Ending::Done }
}
