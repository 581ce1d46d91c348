//! `onus evidence list` and `onus evidence check`: what the registers hold, and what of it can no longer be relied on.
//! Nothing is rendered.

use std::path::Path;

use onus_core::assess::{EvidenceState, Judged, Situation, judge_register};
use onus_core::model::OrganizationId;
use onus_core::source::Sources;
use serde_json::{Value, json};

use super::super::console::Console;
use super::super::findings::hanging;
use super::super::{Ending, as_of, selection, trust};
use crate::cli::{CheckEvidenceArgs, ShelfArgs};
use crate::error::Error;
use crate::load::load;
use crate::pipeline::{Survey, prepare, survey};
use crate::publish::remember;

/// Shows every piece of evidence with its state.
pub(super) fn list(console: &Console, root: &Path, args: &ShelfArgs) -> Result<Ending, Error> {
    each_register(console, root, args, |console, _, organization, register| {
        let width = register.iter().map(|judged| judged.evidence.id.as_str().len()).max().unwrap_or_default();
        console.line(&format!("{organization}\n"));
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
        Ending::Done
    })
}

/// Shows the evidence that can no longer be relied on, or not for long.
pub(super) fn check(console: &Console, root: &Path, args: &CheckEvidenceArgs) -> Result<Ending, Error> {
    let deny = args.deny();
    each_register(console, root, &args.shelf, |console, sources, organization, register| {
        let found: Vec<&Judged<'_>> = register.iter().filter(|judged| judged.finding.is_some()).collect();
        if !found.is_empty() {
            console.line(&format!("{organization}\n"));
        }
        for finding in found.iter().filter_map(|judged| judged.finding.as_ref()) {
            let (severity, code) = (finding.severity().word(), finding.code.as_str());
            let place = sources.place_of(&finding.origin);
            console.line(&format!("  {severity}[{code}] {}\n      {place}", finding.message));
            match hanging(&finding.hanging).as_slice() {
                [] => console.line("      supports no control in any project"),
                lines => lines.iter().for_each(|line| console.line(&format!("      {line}"))),
            }
            console.line("");
        }
        let mut findings = found.iter().filter_map(|judged| judged.finding.as_ref());
        if findings.any(|finding| deny.denies_finding(finding.code)) { Ending::Denied } else { Ending::Done }
    })
}

/// Judges the register of each organisation that is meant and shows it; the worst ending counts.
fn each_register(
    console: &Console,
    root: &Path,
    args: &ShelfArgs,
    show: impl Fn(&Console, &Sources, &OrganizationId, &[Judged<'_>]) -> Ending,
) -> Result<Ending, Error> {
    let workspace = load(root)?;
    let (as_of, selection) = (as_of(args.selection.as_of), selection(&args.selection));
    let prepared = prepare(&workspace, &selection, trust(args.reread));
    let subjects = &prepared.validated.organizations;
    let situation = Situation { as_of, files: &prepared.evidence.files };
    let meant = (situation, &selection);
    let (surveys, conflicts) =
        survey(&workspace, subjects, meant, |_, state| (state.project, state.matrix.proofs));
    let mut mistakes = workspace.texts.problems.clone();
    mistakes.extend(prepared.validated.mistakes.iter().cloned());
    mistakes.extend(prepared.evidence.mistakes.iter().cloned());
    mistakes.extend(conflicts);
    mistakes.extend(selection.mistakes(subjects));
    console.diagnostics(&mistakes, &workspace.texts.sources);
    if !mistakes.is_empty() {
        return Ok(Ending::Failed);
    }
    let mut ending = Ending::Done;
    let meant = |survey: &&Survey<'_, _>| match &selection.project {
        Some(_) => !survey.projects.is_empty(),
        None => selection.has_organization(&survey.subject.organization.id),
    };
    for survey in surveys.iter().filter(meant) {
        let organization = &survey.subject.organization;
        let register = judge_register(organization, &survey.projects, situation);
        for judged in &register {
            console.record(&record(
                &workspace.texts.sources,
                &organization.id,
                judged,
                &prepared.evidence.files,
            ));
        }
        if show(console, &workspace.texts.sources, &organization.id, &register) == Ending::Denied {
            ending = Ending::Denied;
        }
        summarize(console, &organization.id, &register);
    }
    remember(root, prepared.evidence.updated_hashes.as_deref());
    Ok(ending)
}

fn summarize(console: &Console, organization: &OrganizationId, register: &[Judged<'_>]) {
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
    judged: &Judged<'_>,
    files: &onus_core::texts::EvidenceFiles,
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
        "controls": judged.hanging.controls,
        "requirements": judged.hanging.requirement_names(),
        "file": place.file,
        "line": place.line,
        "column": place.column,
    })
}
