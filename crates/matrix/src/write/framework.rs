//! Records of frameworks and of the parts of controls that satisfy their requirements.

use onus_core::assess::Proofs;
use onus_core::model::Control;
use onus_core::resolve::{FrameworkTable, RequirementRow};

use super::borrowed;
use super::proof::requirement_proof_records;
use crate::file::{FrameworkRecord, PartReference, RequirementProofRecord, RequirementRecord};

/// The framework at this place of the matrix.
pub(super) fn framework_record<'m>(
    table: &'m FrameworkTable<'_>,
    place: usize,
    proofs: &Proofs<'_, 'm>,
) -> FrameworkRecord<'m> {
    let rows = table.requirements.iter();
    FrameworkRecord {
        id: borrowed(&table.framework.id),
        baseline: table.baseline.map(borrowed),
        requirements: rows
            .map(|row| requirement_record(row, requirement_proof_records(proofs, place, row)))
            .collect(),
    }
}

fn requirement_record<'m>(
    row: &'m RequirementRow<'_>,
    proof: Vec<RequirementProofRecord<'m>>,
) -> RequirementRecord<'m> {
    RequirementRecord {
        id: borrowed(&row.requirement.id),
        title: row.requirement.title.as_str().into(),
        responsibility: row.responsibility(),
        satisfied_by: row.controls.iter().flat_map(|control| satisfying_parts(row, control)).collect(),
        formerly: row.requirement.formerly.as_slice().into(),
        proof,
    }
}

/// The parts of a control that satisfy a requirement. For the control as a whole all parts are listed, those that do not
/// apply here among them, so that nobody needs the catalog to know what the mapping means.
fn satisfying_parts<'m>(
    row: &'m RequirementRow<'_>,
    control: &'m Control,
) -> impl Iterator<Item = PartReference<'m>> {
    let targets = || row.requirement.satisfied_by.iter().filter(|target| target.control == control.id);
    let is_whole = targets().any(|target| target.part.is_none());
    let satisfies = move |part: &&'m onus_core::model::Part| {
        is_whole || targets().any(|target| target.part.as_ref() == Some(&part.id))
    };
    let reference = |part: &'m onus_core::model::Part| PartReference {
        control: borrowed(&control.id),
        part: borrowed(&part.id),
    };
    control.parts.iter().filter(satisfies).map(reference)
}
