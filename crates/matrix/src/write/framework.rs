//! Records of frameworks, of the status of their requirements and of the parts of controls that satisfy them.

use onus_core::assess::{AssessedPart, Proofs, ProviderProof, RequirementAssessor, originations};
use onus_core::model::Confirmation;
use onus_core::resolve::{ControlRow, ExclusionReason, FrameworkTable, Matrix, RequirementRow};
use onus_core::source::Places;

use super::borrowed;
use super::control::statement_record;
use super::proof::requirement_proof_records;
use crate::file::{
    AssessedPartRecord, ConfirmationRecord, EvidenceCountRecord, FrameworkRecord, PartReference, PlaceRecord,
    RequirementRecord,
};

/// What frameworks are written from.
#[derive(Clone, Copy)]
pub(super) struct FrameworkInput<'i, 'm> {
    pub(super) matrix: &'m Matrix<'m>,
    pub(super) assessor: &'i RequirementAssessor<'i, 'm>,
    pub(super) proofs: &'i Proofs<'i, 'm>,
    pub(super) places: &'i Places<'m>,
}

/// The framework at this place of the matrix.
pub(super) fn framework_record<'m>(
    input: FrameworkInput<'_, 'm>,
    place: usize,
    table: &'m FrameworkTable<'m>,
) -> FrameworkRecord<'m> {
    let rows = table.requirements.iter();
    FrameworkRecord {
        id: borrowed(&table.framework.id),
        baseline: table.baseline.map(borrowed),
        requirements: rows
            .map(|row| requirement_record(input, row, input.proofs.of_requirement(place, row)))
            .collect(),
    }
}

fn requirement_record<'m>(
    input: FrameworkInput<'_, 'm>,
    row: &'m RequirementRow<'m>,
    proofs: Vec<ProviderProof<'m>>,
) -> RequirementRecord<'m> {
    let FrameworkInput { matrix, assessor, places, .. } = input;
    let assessment = assessor.assess(row);
    let parts = assessment.parts.iter();
    let reference = |assessed: &AssessedPart<'m>| PartReference {
        control: borrowed(&assessed.control.id),
        part: borrowed(&assessed.part.id),
    };
    RequirementRecord {
        id: borrowed(&row.requirement.id),
        title: row.requirement.title.as_str().into(),
        responsibility: row.responsibility(),
        formerly: row.requirement.formerly.as_slice().into(),
        originations: originations(matrix, row, &proofs),
        proof: requirement_proof_records(proofs),
        satisfied_by: parts.clone().map(reference).collect(),
        controls: row.controls.iter().map(|control| borrowed(&control.id)).collect(),
        status: assessment.status,
        derived: assessment.derived,
        capped_by: assessment.capped_by.iter().map(ToString::to_string).collect(),
        not_applicable_because: reasons(matrix, &assessment.not_applicable),
        parts: parts.map(part_record).collect(),
        remainder: row.requirement.remainder.as_deref().map(Into::into),
        statement: row.statement.as_deref().map(|scoped| statement_record(scoped, places)),
        confirmation: row.confirmation.map(|entry| confirmation_record(entry, places)),
        evidence: EvidenceCountRecord {
            held: assessment.held,
            asked: assessment.asked,
            open: assessment.open,
        },
    }
}

fn part_record<'m>(assessed: &AssessedPart<'m>) -> AssessedPartRecord<'m> {
    AssessedPartRecord {
        control: borrowed(&assessed.control.id),
        part: borrowed(&assessed.part.id),
        relationship: assessed.relationship,
        status: assessed.status,
    }
}

fn confirmation_record<'m>(entry: &'m Confirmation, places: &Places<'m>) -> ConfirmationRecord<'m> {
    ConfirmationRecord {
        by: entry.by.as_str().into(),
        on: entry.on,
        reason: entry.reason.as_str().into(),
        place: PlaceRecord::of(&entry.origin, places),
    }
}

fn reasons(matrix: &Matrix<'_>, reasons: &[ExclusionReason<'_>]) -> Vec<String> {
    let text = |reason: &ExclusionReason<'_>| match reason {
        ExclusionReason::Entry(entry) => entry.reason.trim().to_owned(),
        ExclusionReason::Statement(statement) => {
            let row = statement.subject.control().and_then(|id| matrix.control(id.as_str()));
            let scoped = row.and_then(|row: &ControlRow<'_>| row.excluding(statement));
            scoped.map(|scoped| scoped.text.trim().to_owned()).unwrap_or_default()
        }
        ExclusionReason::Attribute(value) => value.reason().to_owned(),
    };
    reasons.iter().map(text).collect()
}
