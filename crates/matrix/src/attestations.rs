//! `attestations.json` of a package: the attestations that a project relies on, where their copies are, and what they cover.
//! docs/package.md describes it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::assess::{AttestationState, assurances};
use onus_core::model::{
    Attestation, AttestationAnswer, AttestationId, AttestationKind, AttestationType, AuditOpinion,
    BridgeLetter, ComplementaryControl, Coverage, DateRange, EvidenceId, FrameworkId, HeldCopy, PartyId,
    ProviderId, ServiceId, Status, SubserviceMethod, Target, TrustCategory,
};
use onus_core::resolve::Matrix;
use serde::Serialize;

/// The schema of the files that this version writes.
const ATTESTATIONS_SCHEMA: &str = "onus.attestations/2";

/// The attestations of services in use, as pretty JSON ending in a newline. `packed` says where copies are in the package, by
/// their path in the workspace.
pub fn write_attestations(matrix: &Matrix<'_>, as_of: NaiveDate, packed: &BTreeMap<&str, String>) -> Vec<u8> {
    let attestations = attestations_in_use(matrix);
    let file = AttestationsFile {
        schema: ATTESTATIONS_SCHEMA,
        as_of,
        attestations: attestations.map(|report| record(matrix, report, as_of, packed)).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&file).expect("plain data without maps");
    bytes.push(b'\n');
    bytes
}

/// The attestations of services in use, whatever their state.
pub fn attestations_in_use<'m>(matrix: &'m Matrix<'_>) -> impl Iterator<Item = &'m Attestation> {
    let scope = &matrix.scope;
    scope
        .organization
        .attestations
        .iter()
        .filter(move |report| scope.services.iter().any(|in_use| report.covers_service(in_use.service)))
}

#[derive(Serialize)]
struct AttestationsFile<'m> {
    schema: &'static str,
    as_of: NaiveDate,
    attestations: Vec<AttestationRecord<'m>>,
}

#[derive(Serialize)]
struct AttestationRecord<'m> {
    id: &'m AttestationId,
    title: &'m str,
    providers: &'m [ProviderId],
    auditor: Option<&'m str>,
    kind: Option<AttestationKind>,
    #[serde(rename = "type")]
    report_type: Option<u8>,
    opinion: Option<AuditOpinion>,
    exceptions: Vec<AuditExceptionRecord<'m>>,
    categories: &'m [TrustCategory],
    report_date: Option<NaiveDate>,
    frameworks: &'m [FrameworkId],
    accepted_for: Vec<AcceptedFrameworkRecord<'m>>,
    subservices: Vec<SubserviceRecord<'m>>,
    /// None for all.
    services: Option<&'m [ServiceId]>,
    /// None for all.
    regions: Option<&'m [String]>,
    period: Option<PeriodRecord>,
    valid_until: Option<NaiveDate>,
    relied_on_until: NaiveDate,
    state: AttestationState,
    covers: Vec<&'m ServiceId>,
    copy: Option<&'m str>,
    bridge_letters: Vec<LetterRecord<'m>>,
    user_controls: Vec<ComplementaryControlRecord<'m>>,
    subservice_controls: Vec<ComplementaryControlRecord<'m>>,
}

#[derive(Serialize)]
struct PeriodRecord {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize)]
struct LetterRecord<'m> {
    title: &'m str,
    period: PeriodRecord,
    copy: Option<&'m str>,
}

#[derive(Serialize)]
struct ComplementaryControlRecord<'m> {
    id: &'m str,
    text: &'m str,
    controls: Vec<String>,
    /// None unless the report names the subservice organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'m ProviderId>,
    answer: Option<AnswerRecord<'m>>,
}

#[derive(Serialize)]
struct AuditExceptionRecord<'m> {
    text: &'m str,
    answer: Option<AnswerRecord<'m>>,
}

#[derive(Serialize)]
struct AnswerRecord<'m> {
    status: Option<Status>,
    owner: Option<&'m PartyId>,
    text: Option<&'m str>,
    evidence: &'m [EvidenceId],
}

#[derive(Serialize)]
struct AcceptedFrameworkRecord<'m> {
    framework: &'m FrameworkId,
    reason: &'m str,
}

#[derive(Serialize)]
struct SubserviceRecord<'m> {
    provider: &'m ProviderId,
    method: SubserviceMethod,
}

fn answer_record(answer: Option<&AttestationAnswer>) -> Option<AnswerRecord<'_>> {
    let AttestationAnswer { status, owner, text, evidence } = answer?;
    Some(AnswerRecord { status: *status, owner: owner.as_ref(), text: text.as_deref(), evidence })
}

impl<'m> ComplementaryControlRecord<'m> {
    fn new(control: &'m ComplementaryControl) -> Self {
        Self {
            id: &control.id,
            text: control.text.trim(),
            controls: control.targets.iter().map(Target::to_string).collect(),
            provider: control.provider.as_ref(),
            answer: answer_record(control.answer.as_ref()),
        }
    }
}

fn complementary(controls: &[ComplementaryControl]) -> Vec<ComplementaryControlRecord<'_>> {
    controls.iter().map(ComplementaryControlRecord::new).collect()
}

fn exceptions(report: &Attestation) -> Vec<AuditExceptionRecord<'_>> {
    let noted = report.exceptions.iter();
    noted
        .map(|one| AuditExceptionRecord { text: one.text.trim(), answer: answer_record(one.answer.as_ref()) })
        .collect()
}

fn record<'m>(
    matrix: &'m Matrix<'_>,
    report: &'m Attestation,
    as_of: NaiveDate,
    packed: &'m BTreeMap<&str, String>,
) -> AttestationRecord<'m> {
    let letter = |letter: &'m BridgeLetter| {
        let DateRange { first: from, last: to } = letter.period;
        LetterRecord {
            title: letter.title.trim(),
            period: PeriodRecord { from, to },
            copy: letter.copy.as_ref().map(|copy| place(copy, packed)),
        }
    };
    let accepted = report.accepted_for.iter();
    let accepted =
        accepted.map(|one| AcceptedFrameworkRecord { framework: &one.framework, reason: &one.reason });
    let subservices = report.subservices.iter();
    let subservices = subservices.map(|one| SubserviceRecord { provider: &one.provider, method: one.method });
    AttestationRecord {
        id: &report.id,
        title: report.title.trim(),
        providers: &report.providers,
        auditor: report.auditor.as_deref().map(str::trim),
        kind: report.kind,
        report_type: report.report_type.map(AttestationType::number),
        opinion: report.opinion,
        exceptions: exceptions(report),
        categories: &report.categories,
        report_date: report.report_date,
        frameworks: &report.frameworks,
        accepted_for: accepted.collect(),
        subservices: subservices.collect(),
        services: listed(&report.services),
        regions: listed(&report.regions),
        period: report.period.map(|period| PeriodRecord { from: period.first, to: period.last }),
        valid_until: report.valid_until,
        relied_on_until: report.relied_on_until(),
        state: AttestationState::of(report, as_of),
        covers: covered_services(matrix, report, as_of),
        copy: report.copy.as_ref().map(|copy| place(copy, packed)),
        bridge_letters: report.bridge_letters.iter().map(letter).collect(),
        user_controls: complementary(&report.user_controls),
        subservice_controls: complementary(&report.subservice_controls),
    }
}

fn listed<T>(coverage: &Coverage<T>) -> Option<&[T]> {
    match coverage {
        Coverage::All => None,
        Coverage::Some(items) => Some(items),
    }
}

/// The services in use that the attestation covers while it is valid.
fn covered_services<'m>(matrix: &Matrix<'m>, report: &Attestation, as_of: NaiveDate) -> Vec<&'m ServiceId> {
    let covering = assurances(matrix, as_of).into_iter();
    let covering = covering.filter(|assurance| assurance.covered_by.iter().any(|one| one.id == report.id));
    covering.filter_map(|assurance| assurance.service.map(|service| &service.id)).collect()
}

/// Where the copy is in the package; outside of it where it was not packed.
fn place<'m>(copy: &'m HeldCopy, packed: &'m BTreeMap<&str, String>) -> &'m str {
    packed.get(copy.as_str()).map_or(copy.as_str(), String::as_str)
}
