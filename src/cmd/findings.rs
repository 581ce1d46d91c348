//! Findings on the terminal: each with its place, then their numbers.

use onus_core::assess::Dependents;
use onus_core::diagnostic::{Count, Diagnostic, Severity};
use onus_core::model::AcceptedFinding;
use onus_core::source::Sources;
use serde_json::{Value, json};

use super::ExitStatus;
use super::console::{Console, one_line};
use crate::report::{Deny, FindingAcceptance, Judged, JudgedFinding};

/// Shows every finding, by organisation and project and then by severity, errors first.
pub(super) fn show(console: &Console, judged: &Judged<'_>, sources: &Sources) {
    let mut ordered: Vec<&JudgedFinding<'_>> = judged.findings.iter().collect();
    // The sort is stable: within a severity, findings stay in the order of the catalog.
    ordered.sort_by(|one, other| {
        let key =
            |judged: &JudgedFinding<'_>| (judged.found.organization.clone(), judged.found.project.clone());
        let severity = |judged: &JudgedFinding<'_>| judged.found.finding.severity();
        key(one).cmp(&key(other)).then(severity(other).cmp(&severity(one)))
    });
    let mut project = String::new();
    for judged in ordered {
        let found = judged.found;
        let name = found.subject();
        if name != project {
            console.line(&name);
            console.line("");
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
        let (place, id) = (&found.place, found.id());
        console.line(&format!("  {severity}[{code}] {about}{}", finding.message));
        console.line(&format!("      {place}  {id}"));
        for line in affected(&finding.dependents) {
            console.line(&format!("      {line}"));
        }
        if let Some(line) = acceptance(judged.acceptance, sources) {
            console.line(&format!("      {line}"));
        }
        console.line("");
        console.record(&record(judged, sources));
    }
}

/// Who accepted a finding, if anyone has, and until when.
fn acceptance(standing: FindingAcceptance<'_>, sources: &Sources) -> Option<String> {
    match standing {
        FindingAcceptance::Open => None,
        FindingAcceptance::Accepted(by) => {
            Some(format!("accepted until {} by {}: {}", by.expires, by.owner_name, one_line(&by.reason)))
        }
        FindingAcceptance::Expired(by) => Some(format!(
            "the acceptance by {} expired on {}: {}",
            by.owner_name,
            by.expires,
            sources.place_of(&by.origin)
        )),
    }
}

/// What a finding about evidence affects: controls, then the requirements of each framework.
pub(super) fn affected(dependents: &Dependents) -> Vec<String> {
    let joined = |ids: Vec<&str>| ids.join(", ");
    let mut lines = Vec::new();
    if !dependents.controls.is_empty() {
        let controls = dependents.controls.iter().map(|id| id.as_str()).collect();
        lines.push(format!("affects {}", joined(controls)));
    }
    for same in dependents.requirements.chunk_by(|(one, _), (other, _)| one == other) {
        let ids = same.iter().map(|(_, id)| id.as_str()).collect();
        lines.extend(same.first().map(|(framework, _)| format!("affects {framework}: {}", joined(ids))));
    }
    lines
}

fn record(judged: &JudgedFinding<'_>, sources: &Sources) -> Value {
    let found = judged.found;
    let finding = &found.finding;
    let accepted = |by: &AcceptedFinding, in_force: bool| {
        let place = sources.place_of(&by.origin);
        json!({
            "in_force": in_force, "until": by.expires.to_string(), "owner": by.owner, "reason": by.reason,
            "file": place.file, "line": place.line, "column": place.column,
        })
    };
    json!({
        "type": "finding",
        "id": found.id(),
        "organization": found.organization,
        "project": found.project,
        "affects": found.affects,
        "code": finding.code.as_str(),
        "severity": finding.severity().word(),
        "message": finding.message,
        "control": finding.control,
        "part": finding.part,
        "service": finding.service,
        "evidence": finding.evidence,
        "hanging": {
            "controls": finding.dependents.controls,
            "requirements": finding.dependents.requirement_names(),
        },
        "acceptance": match judged.acceptance {
            FindingAcceptance::Open => Value::Null,
            FindingAcceptance::Accepted(by) => accepted(by, true),
            FindingAcceptance::Expired(by) => accepted(by, false),
        },
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
    })
}

/// Shows how many findings of each kind a project has, and how many of them fail the run.
pub(super) fn summarize(console: &Console, judged: &Judged<'_>, deny: &Deny) {
    let findings = &judged.findings;
    let mut projects: Vec<(String, Vec<&JudgedFinding<'_>>)> = Vec::new();
    // Findings come project by project, so only the last group can be the right one.
    for judged in findings {
        let name = judged.found.subject();
        match projects.last_mut().filter(|(present, _)| *present == name) {
            Some((_, list)) => list.push(judged),
            None => projects.push((name, vec![judged])),
        }
    }
    let width = projects.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, found) in &projects {
        console.line(&format!("{name:width$}  {}", totals(found)));
    }
    let count =
        |severity| findings.iter().filter(|judged| judged.found.finding.severity() == severity).count();
    console.record(&json!({
        "type": "summary",
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "notes": count(Severity::Note),
        "accepted": findings.iter().filter(|judged| judged.is_accepted()).count(),
        "denied": findings.iter().filter(|judged| judged.is_denied(deny)).count(),
    }));
    if findings.is_empty() {
        console.line("No findings.");
    }
    let denied: Vec<&JudgedFinding<'_>> = findings.iter().filter(|judged| judged.is_denied(deny)).collect();
    if !denied.is_empty() && !console.is_json() {
        let verb = if denied.len() == 1 { "fails" } else { "fail" };
        console.message(&format!("{} {verb} the run: {}", Count(denied.len(), "finding"), codes(&denied)));
    }
}

/// How many of each code, the most frequent first.
fn codes(found: &[&JudgedFinding<'_>]) -> String {
    let mut codes: Vec<(&str, usize)> = Vec::new();
    for found in found {
        let code = found.found.finding.code.as_str();
        match codes.iter_mut().find(|(present, _)| *present == code) {
            Some((_, count)) => *count += 1,
            None => codes.push((code, 1)),
        }
    }
    codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    codes.into_iter().map(|(code, count)| format!("{code} {count}")).collect::<Vec<_>>().join(", ")
}

fn totals(found: &[&JudgedFinding<'_>]) -> String {
    let count = |severity| found.iter().filter(|judged| judged.found.finding.severity() == severity).count();
    let severities = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let totals: Vec<String> = severities
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| Count(count, word).to_string())
        .collect();
    let accepted = match found.iter().filter(|judged| judged.is_accepted()).count() {
        0 => String::new(),
        count => format!(", of which {count} accepted"),
    };
    format!("{} ({}){accepted}", totals.join(", "), codes(found))
}

/// Denied when there is a finding or a warning that `--deny` names.
pub(super) fn exit_status(judged: &Judged<'_>, warnings: &[Diagnostic], deny: &Deny) -> ExitStatus {
    let mut findings = judged.findings.iter();
    let mut warnings = warnings.iter().chain(&judged.warnings);
    let denied = findings.any(|judged| judged.is_denied(deny))
        || warnings.any(|warning| deny.denies_diagnostic(warning));
    if denied { ExitStatus::Denied } else { ExitStatus::Success }
}
