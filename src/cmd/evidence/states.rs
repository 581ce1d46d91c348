//! `onus evidence list` and `onus evidence check`: the evidence in the registers, and which of it is no longer valid.
//! Nothing is rendered.

use std::path::Path;

use onus_core::assess::{AssessedEvidence, EvidenceState, assess_register};
use onus_core::model::OrganizationId;
use onus_core::source::Sources;
use onus_core::texts::EvidenceFiles;
use serde_json::{Value, json};

use super::super::console::Console;
use super::super::findings::affected;
use super::super::{CacheAccess, ExitStatus, as_of, evidence_reading, selection};
use crate::cli::{CheckEvidenceArgs, ListEvidenceArgs};
use crate::error::Error;
use crate::open::{MistakeStage, OpenWorkspace, SurveyedOrganization};
use crate::publish::remember;

/// Shows every piece of evidence with its state.
pub(super) fn list(console: &Console, root: &Path, args: &ListEvidenceArgs) -> Result<ExitStatus, Error> {
    each_register(console, root, args, |console, _, organization, register| {
        let width = register.iter().map(|judged| judged.evidence.id.as_str().len()).max().unwrap_or_default();
        console.line(&organization.to_string());
        console.line("");
        for judged in register {
            let evidence = judged.evidence;
            let until = evidence.valid_until.map_or_else(|| "no end".to_owned(), |day| day.to_string());
            let (state, id) = (judged.state.word(), evidence.id.as_str());
            let collected = evidence.collected;
            console.line(&format!(
                "  {state:15}  {id:width$}  {collected}  {until:10}  {:11}  {}",
                evidence.kind.word(),
                evidence.location
            ));
        }
        console.line("");
        ExitStatus::Success
    })
}

/// Shows the evidence that is no longer valid, or not for long.
pub(super) fn check(console: &Console, root: &Path, args: &CheckEvidenceArgs) -> Result<ExitStatus, Error> {
    let deny = args.deny();
    each_register(console, root, &args.registers, |console, sources, organization, register| {
        let found: Vec<&AssessedEvidence<'_>> =
            register.iter().filter(|judged| judged.finding.is_some()).collect();
        if !found.is_empty() {
            console.line(&organization.to_string());
            console.line("");
        }
        for finding in found.iter().filter_map(|judged| judged.finding.as_ref()) {
            let (severity, code) = (finding.severity().word(), finding.code.as_str());
            let place = sources.place_of(&finding.origin);
            console.line(&format!("  {severity}[{code}] {}", finding.message));
            console.line(&format!("      {place}"));
            match affected(&finding.dependents).as_slice() {
                [] => console.line("      affects no control in any project"),
                lines => {
                    for line in lines {
                        console.line(&format!("      {line}"));
                    }
                }
            }
            console.line("");
        }
        let mut findings = found.iter().filter_map(|judged| judged.finding.as_ref());
        if findings.any(|finding| deny.denies_finding(finding.code)) {
            ExitStatus::Denied
        } else {
            ExitStatus::Success
        }
    })
}

/// Judges the registers of each selected organisation and shows them; one that is denied decides the exit status.
fn each_register(
    console: &Console,
    root: &Path,
    args: &ListEvidenceArgs,
    show: impl Fn(&Console, &Sources, &OrganizationId, &[AssessedEvidence<'_>]) -> ExitStatus,
) -> Result<ExitStatus, Error> {
    let (selection, as_of) = (selection(&args.selection), as_of(args.selection.as_of));
    let reading = evidence_reading(root, args.reread, CacheAccess::Writes);
    let open = &OpenWorkspace::open(root, selection, as_of, reading)?;
    let survey = open.survey(|_, state| (state.project, state.matrix.evidence));
    let mut mistakes = open.mistakes();
    mistakes.add(MistakeStage::Conflicts, survey.conflicts);
    let (mistakes, sources) = (mistakes.in_order(), open.sources());
    console.diagnostics(&mistakes, sources);
    if !mistakes.is_empty() {
        return Ok(ExitStatus::Failed);
    }
    let mut status = ExitStatus::Success;
    let is_selected = |surveyed: &&SurveyedOrganization<'_, _>| match &open.selection.project {
        Some(_) => !surveyed.projects.is_empty(),
        None => open.selection.has_organization(&surveyed.subject.organization.id),
    };
    // An organisation of which no project is selected has nothing to do with the question.
    for surveyed in survey.organizations.iter().filter(is_selected) {
        let organization = &surveyed.subject.organization;
        let register = assess_register(organization, &surveyed.projects, open.basis());
        for judged in &register {
            console.record(&record(sources, &organization.id, judged, &open.evidence.files));
        }
        if show(console, sources, &organization.id, &register) == ExitStatus::Denied {
            status = ExitStatus::Denied;
        }
        summarize(console, &organization.id, &register);
    }
    remember(root, open.evidence.updated_hashes.as_deref());
    Ok(status)
}

fn summarize(console: &Console, organization: &OrganizationId, register: &[AssessedEvidence<'_>]) {
    let count = |state| register.iter().filter(|judged| judged.state == state).count();
    let counts: Vec<String> = EvidenceState::ALL
        .into_iter()
        .map(|state| (count(state), state.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let total = match register.len() {
        0 => "no evidence".to_owned(),
        1 => "1 piece of evidence: ".to_owned(),
        many => format!("{many} pieces of evidence: "),
    };
    console.line(&format!("{organization}  {total}{}", counts.join(", ")));
}

fn record(
    sources: &Sources,
    organization: &OrganizationId,
    judged: &AssessedEvidence<'_>,
    files: &EvidenceFiles,
) -> Value {
    let evidence = judged.evidence;
    let found = evidence.path.as_deref().and_then(|path| files.fingerprint(path));
    let place = sources.place_of(judged.finding.as_ref().map_or(&evidence.origin, |finding| &finding.origin));
    json!({
        "type": "evidence",
        "organization": organization,
        "id": evidence.id,
        "title": evidence.title,
        "kind": evidence.kind.word(),
        "location": evidence.location,
        "state": judged.state.word(),
        "code": judged.finding.as_ref().map(|finding| finding.code.as_str()),
        "message": judged.finding.as_ref().map(|finding| &finding.message),
        "collected": evidence.collected.to_string(),
        "valid_until": evidence.valid_until.map(|day| day.to_string()),
        "bytes": found.map(|found| found.bytes),
        "sha256": found.map(|found| found.sha256),
        "controls": judged.dependents.controls,
        "requirements": judged.dependents.requirement_names(),
        "file": place.file,
        "line": place.line,
        "column": place.column,
    })
}
