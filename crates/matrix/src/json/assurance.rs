//! Records of what proves things: evidence, what auditors ask for, reports on providers, accepted risks.

use onus_core::assess::{
    AcceptanceState, AssessmentBasis, Assurance, AttestationState, EvidenceRequests, EvidenceState,
    Shortfall, assurances,
};
use onus_core::digest::Sha256Digest;
use onus_core::model::{
    AcceptanceId, AttestationId, ControlId, EvidenceId, PartyId, ProviderId, ServiceId, Target,
};
use onus_core::resolve::{ControlRow, Matrix, SupportingEvidence};
use onus_core::source::{BorrowedPlace, Places};
use serde::Serialize;

/// A piece of evidence that supports something in the project.
#[derive(Serialize)]
pub(super) struct EvidenceRecord<'m> {
    id: &'m EvidenceId,
    title: &'m str,
    kind: &'static str,
    location: &'m str,
    state: &'static str,
    collected: String,
    valid_until: Option<String>,
    provided_by: Option<&'m PartyId>,
    classification: &'static str,
    bytes: Option<u64>,
    sha256: Option<Sha256Digest>,
    supports: Vec<String>,
    file: &'m str,
    line: usize,
    column: usize,
}

impl<'m> EvidenceRecord<'m> {
    pub(super) fn all(matrix: &'m Matrix<'_>, basis: AssessmentBasis<'_>, places: &Places<'m>) -> Vec<Self> {
        let due_within = matrix.scope.organization.evidence_due_within;
        let record = |proof: &'m SupportingEvidence<'_>| {
            let evidence = proof.evidence;
            let found = evidence.path.as_deref().and_then(|path| basis.files.fingerprint(path));
            let BorrowedPlace { file, line, column } = places.of(&evidence.origin);
            Self {
                id: &evidence.id,
                title: &evidence.title,
                kind: evidence.kind.word(),
                location: &evidence.location,
                state: EvidenceState::of(evidence, due_within, basis).word(),
                collected: evidence.collected.to_string(),
                valid_until: evidence.valid_until.map(|day| day.to_string()),
                provided_by: evidence.provided_by.as_ref(),
                classification: evidence.classification.word(),
                bytes: found.map(|found| found.bytes),
                sha256: found.map(|found| found.sha256),
                supports: proof.targets.iter().map(Target::to_string).collect(),
                file,
                line,
                column,
            }
        };
        matrix.evidence.iter().map(record).collect()
    }
}

/// What an auditor asks for about a control, and how much of it nothing answers.
#[derive(Serialize)]
pub(super) struct AskedRecord<'m> {
    asks: Vec<AskRecord<'m>>,
    open: usize,
}

#[derive(Serialize)]
struct AskRecord<'m> {
    ask: &'m str,
    cadence: &'static str,
}

impl<'m> AskedRecord<'m> {
    pub(super) fn new(matrix: &Matrix<'m>, row: &ControlRow<'m>, basis: AssessmentBasis<'_>) -> Option<Self> {
        let asked = EvidenceRequests::of(matrix, row, basis)?;
        let asks = asked
            .requests
            .iter()
            .map(|request| AskRecord { ask: &request.text, cadence: request.cadence.word() });
        Some(Self { asks: asks.collect(), open: asked.outstanding })
    }
}

/// What a provider has to do for a service, and which reports cover it.
#[derive(Serialize)]
pub(super) struct AssuranceRecord<'m> {
    provider: &'m ProviderId,
    service: Option<&'m ServiceId>,
    regions: Vec<&'m str>,
    inherited_parts: usize,
    shared_parts: usize,
    covered_by: Vec<CoveringRecord<'m>>,
    shortfall: Option<&'static str>,
}

#[derive(Serialize)]
struct CoveringRecord<'m> {
    id: &'m AttestationId,
    title: &'m str,
    state: &'static str,
}

impl<'m> AssuranceRecord<'m> {
    pub(super) fn all(matrix: &Matrix<'m>, basis: AssessmentBasis<'_>) -> Vec<Self> {
        let as_of = basis.as_of;
        let record = |assurance: Assurance<'m>| Self {
            provider: &assurance.provider.id,
            service: assurance.service.map(|service| &service.id),
            regions: assurance.regions,
            inherited_parts: assurance.inherited,
            shared_parts: assurance.shared,
            covered_by: assurance
                .covered_by
                .into_iter()
                .map(|report| CoveringRecord {
                    id: &report.id,
                    title: &report.title,
                    state: AttestationState::of(report, as_of).word(),
                })
                .collect(),
            shortfall: assurance.shortfall.as_ref().map(Shortfall::code).map(|code| code.as_str()),
        };
        assurances(matrix, as_of).into_iter().map(record).collect()
    }
}

/// A risk that somebody has accepted.
#[derive(Serialize)]
pub(super) struct AcceptanceRecord<'m> {
    id: &'m AcceptanceId,
    controls: Vec<&'m ControlId>,
    reason: &'m str,
    approver: &'m str,
    from: String,
    until: String,
    state: &'static str,
    file: &'m str,
    line: usize,
    column: usize,
}

impl<'m> AcceptanceRecord<'m> {
    /// Those that are about something in the project.
    pub(super) fn all(matrix: &'m Matrix<'_>, basis: AssessmentBasis<'_>, places: &Places<'m>) -> Vec<Self> {
        let record = |acceptance: &'m onus_core::model::Acceptance| {
            let rows = matrix.controls.iter();
            let meant = rows.filter(|row| row.acceptances.iter().any(|found| found.id == acceptance.id));
            let BorrowedPlace { file, line, column } = places.of(&acceptance.origin);
            Self {
                id: &acceptance.id,
                controls: meant.map(|row| &row.control.id).collect(),
                reason: acceptance.reason.trim(),
                approver: acceptance.approver.trim(),
                from: acceptance.from.to_string(),
                until: acceptance.until.to_string(),
                state: AcceptanceState::of(acceptance, basis.as_of).word(),
                file,
                line,
                column,
            }
        };
        let records = matrix.scope.acceptances().map(record);
        records.filter(|record| !record.controls.is_empty()).collect()
    }
}
