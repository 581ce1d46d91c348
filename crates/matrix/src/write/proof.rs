//! Records of evidence, of the attestations that cover what providers do, and of risk acceptances.

use std::borrow::Cow;

use chrono::NaiveDate;
use onus_core::assess::{
    AcceptanceState, AssessmentBasis, Assurance, AttestationState, CellProof, EvidenceState, Proofs,
    ProviderProof, Shortfall, assurances,
};
use onus_core::model::{Acceptance, Attestation, AttestationId, Target};
use onus_core::resolve::{Matrix, SupportingEvidence};
use onus_core::source::Places;
use serde_json::value::RawValue;

use super::borrowed;
use super::pretty::one_line;
use crate::file::{
    AcceptanceRecord, AssuranceRecord, CellProofRecord, CellProofs, CoveringRecord, EvidenceRecord,
    PlaceRecord, RequirementProofRecord, TargetReference,
};

pub(super) fn evidence_records<'m>(
    matrix: &'m Matrix<'_>,
    basis: AssessmentBasis<'_>,
    places: &Places<'m>,
) -> Vec<EvidenceRecord<'m>> {
    let due_within = matrix.scope.organization.evidence_due_within;
    let record = |proof: &'m SupportingEvidence<'_>| {
        let evidence = proof.evidence;
        let file = evidence.path.as_deref().and_then(|path| basis.files.fingerprint(path));
        EvidenceRecord {
            id: borrowed(&evidence.id),
            title: evidence.title.as_str().into(),
            kind: evidence.kind,
            location: evidence.location.as_str().into(),
            state: EvidenceState::of(evidence, due_within, basis),
            collected: evidence.collected,
            valid_until: evidence.valid_until,
            provided_by: evidence.provided_by.as_ref().map(borrowed),
            classification: evidence.classification,
            bytes: file.map(|file| file.bytes),
            sha256: file.map(|file| file.sha256),
            supports: proof.targets.iter().map(target_reference).collect(),
            place: PlaceRecord::of(&evidence.origin, places),
        }
    };
    matrix.evidence.iter().map(record).collect()
}

fn target_reference(target: &Target) -> TargetReference<'_> {
    TargetReference { control: borrowed(&target.control), part: target.part.as_ref().map(borrowed) }
}

pub(super) fn assurance_records<'m>(matrix: &Matrix<'m>, as_of: NaiveDate) -> Vec<AssuranceRecord<'m>> {
    let record = |assurance: Assurance<'m>| AssuranceRecord {
        provider: borrowed(&assurance.provider.id),
        service: assurance.service.map(|service| borrowed(service.used_as())),
        regions: assurance.regions.into_iter().map(Into::into).collect(),
        inherited_parts: assurance.inherited,
        shared_parts: assurance.shared,
        covered_by: assurance.covered_by.iter().map(|report| covering(matrix, report, as_of)).collect(),
        unproven: assurance.unproven.iter().map(|framework| borrowed(&framework.id)).collect(),
        shortfall: assurance.shortfall.as_ref().map(Shortfall::code),
    };
    assurances(matrix, as_of).into_iter().map(record).collect()
}

fn covering<'m>(matrix: &Matrix<'m>, report: &'m Attestation, as_of: NaiveDate) -> CoveringRecord<'m> {
    let frameworks = matrix.frameworks.iter().map(|table| &table.framework.id);
    CoveringRecord {
        id: borrowed(&report.id),
        title: report.title.as_str().into(),
        state: AttestationState::of(report, as_of),
        opinion: report.opinion,
        relied_on_until: report.relied_on_until(),
        frameworks: frameworks.filter(|id| report.speaks_for(id)).map(borrowed).collect(),
    }
}

/// What reports prove, with what the lines of cells say about it: written once for each group of cells that are proven alike.
pub(super) struct WrittenProofs<'m> {
    pub(super) proofs: Proofs<'m, 'm>,
    /// By the places of the groups.
    of_groups: Vec<Box<RawValue>>,
}

impl<'m> WrittenProofs<'m> {
    pub(super) fn of(matrix: &'m Matrix<'m>, as_of: NaiveDate) -> Self {
        let proofs = Proofs::of(matrix, as_of);
        let written = |group: Vec<CellProof<'_, 'm>>| {
            let records: Vec<CellProofRecord<'_>> = group.into_iter().map(cell_proof_record).collect();
            one_line(&records)
        };
        let of_groups = proofs.groups().map(written).collect();
        Self { proofs, of_groups }
    }

    /// What proves the duties of providers in a cell, by its places in the matrix.
    pub(super) fn of_cell(&self, control: usize, cell: usize) -> CellProofs<'_> {
        let text = self.proofs.group_of(control, cell).and_then(|group| self.of_groups.get(group));
        text.map(|text| CellProofs::Written(text)).unwrap_or_default()
    }
}

fn cell_proof_record<'a>(proof: CellProof<'_, 'a>) -> CellProofRecord<'a> {
    let by = proof.by_framework().map(|(framework, reports)| (borrowed(&framework.id), ids(reports)));
    CellProofRecord { provider: borrowed(&proof.provider.id), by: by.collect() }
}

/// What proves the duties of providers for a requirement of the framework at this place of the matrix.
pub(super) fn requirement_proof_records<'m>(
    proofs: Vec<ProviderProof<'m>>,
) -> Vec<RequirementProofRecord<'m>> {
    let record = |proof: ProviderProof<'m>| RequirementProofRecord {
        provider: borrowed(&proof.provider.id),
        reports: ids(&proof.reports),
        proven: proof.proven,
    };
    proofs.into_iter().map(record).collect()
}

fn ids<'m>(reports: &[&'m Attestation]) -> Vec<Cow<'m, AttestationId>> {
    reports.iter().map(|report| borrowed(&report.id)).collect()
}

pub(super) fn acceptance_records<'m>(
    matrix: &'m Matrix<'_>,
    as_of: NaiveDate,
    places: &Places<'m>,
) -> Vec<AcceptanceRecord<'m>> {
    let record = |acceptance: &'m Acceptance| {
        let rows = matrix.controls.iter();
        let accepted = rows.filter(|row| row.acceptances.iter().any(|found| found.id == acceptance.id));
        AcceptanceRecord {
            id: borrowed(&acceptance.id),
            controls: accepted.map(|row| borrowed(&row.control.id)).collect(),
            reason: acceptance.reason.trim().into(),
            approver: acceptance.approver.trim().into(),
            from: acceptance.from,
            until: acceptance.until,
            state: AcceptanceState::of(acceptance, as_of),
            place: PlaceRecord::of(&acceptance.origin, places),
            approved_on: acceptance.approved_on,
        }
    };
    let records = matrix.scope.acceptances().map(record);
    // One of the organisation that is about nothing here says nothing about this project.
    records.filter(|record| !record.controls.is_empty()).collect()
}
