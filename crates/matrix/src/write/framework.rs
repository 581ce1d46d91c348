//! Records of frameworks, of the status of their requirements and of the parts of controls that satisfy them.

use onus_core::assess::{AssessedPart, RequirementAssessor};
use onus_core::model::Confirmation;
use onus_core::resolve::{ControlRow, ExclusionReason, FrameworkTable, Matrix, RequirementRow};
use onus_core::source::Places;

use super::borrowed;
use super::control::statement_record;
use crate::file::{
    AssessedPartRecord, ConfirmationRecord, EvidenceCountRecord, FrameworkRecord, PartReference, PlaceRecord,
    RequirementRecord,
};

pub(super) fn framework_record<'m>(
    matrix: &'m Matrix<'m>,
    assessor: &RequirementAssessor<'_, 'm>,
    table: &'m FrameworkTable<'m>,
    places: &Places<'m>,
) -> FrameworkRecord<'m> {
    let rows = table.requirements.iter();
    FrameworkRecord {
        id: borrowed(&table.framework.id),
        baseline: table.baseline.map(borrowed),
        requirements: rows.map(|row| requirement_record(matrix, assessor, row, places)).collect(),
    }
}

fn requirement_record<'m>(
    matrix: &'m Matrix<'m>,
    assessor: &RequirementAssessor<'_, 'm>,
    row: &'m RequirementRow<'m>,
    places: &Places<'m>,
) -> RequirementRecord<'m> {
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
    };
    reasons.iter().map(text).collect()
}
