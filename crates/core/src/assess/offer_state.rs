//! Whether what a project offers is kept. What holds back the project's own status holds back its offer.

use super::{AcceptanceState, AssessmentBasis};
use crate::model::{Duty, EvidenceId, EvidenceState, Offer, Part, Statement, Target};
use crate::resolve::{Assignee, ControlRow, Matrix, MatrixCell, OfferState};

/// The cells of a part that an offer is about.
#[derive(Clone, Copy)]
pub(super) struct OfferedCells<'c, 'a> {
    /// The control.
    pub(super) row: &'c ControlRow<'a>,
    /// The part.
    pub(super) part: &'c Part,
    /// Those in which the project does something.
    pub(super) held: &'c [&'c MatrixCell<'a>],
}

/// Whether a part is kept on the day.
pub(super) fn of(
    matrix: &Matrix<'_>,
    basis: AssessmentBasis<'_>,
    offer: &Offer,
    cells: OfferedCells<'_, '_>,
) -> OfferState {
    let held = cells.held.iter().copied();
    let ours: Vec<&MatrixCell<'_>> = held.filter(|cell| cell.concerns_customer()).collect();
    let statements: Vec<&Statement> =
        ours.iter().filter_map(|cell| Some(cell.statement.as_ref()?.statement)).collect();
    let named = offer.evidence.iter().chain(statements.iter().flat_map(|statement| &statement.evidence));
    if let Some(id) = stale(matrix, basis, named).or_else(|| stale_support(matrix, basis, cells)) {
        return OfferState::Stale(id.clone());
    }
    // What is itself inherited in full is kept by those further up, who were judged before.
    if ours.is_empty() {
        return OfferState::Kept;
    }
    let target = Target { control: cells.row.control.id.clone(), part: Some(cells.part.id.clone()) };
    let mut accepted = cells.row.acceptances.iter().filter(|entry| cells.row.is_accepted(&target, entry));
    if let Some(lapsed) =
        accepted.find(|entry| AcceptanceState::of(entry, basis.as_of) == AcceptanceState::Lapsed)
    {
        return OfferState::AcceptanceLapsed(lapsed.id.clone());
    }
    if statements.len() < ours.len() {
        return OfferState::Unstated;
    }
    if let Some(open) = statements.iter().map(|statement| statement.status).find(|status| !status.is_done()) {
        return OfferState::Stated(open);
    }
    let is_unassigned = |cell: &&MatrixCell<'_>| {
        offered(offer).any(|duty| matches!(cell.assignees.get(duty), Assignee::Unassigned))
    };
    if ours.iter().any(is_unassigned) { OfferState::Unassigned } else { OfferState::Kept }
}

/// The duties that an offer is about.
pub(super) fn offered(offer: &Offer) -> impl Iterator<Item = Duty> {
    Duty::ALL.into_iter().filter(|duty| offer.duties.get(*duty).is_some())
}

/// The first of these pieces that is no longer valid.
fn stale<'e>(
    matrix: &Matrix<'_>,
    basis: AssessmentBasis<'_>,
    mut named: impl Iterator<Item = &'e EvidenceId>,
) -> Option<&'e EvidenceId> {
    let organization = matrix.scope.organization;
    named.find(|id| {
        let piece = organization.evidence.get(*id);
        piece.is_some_and(|piece| {
            !EvidenceState::of(piece, organization.evidence_due_within, basis).is_valid()
        })
    })
}

/// The same of those that the register ties to the part.
fn stale_support<'m>(
    matrix: &'m Matrix<'_>,
    basis: AssessmentBasis<'_>,
    cells: OfferedCells<'m, '_>,
) -> Option<&'m EvidenceId> {
    let is_meant = |target: &Target| {
        target.control == cells.row.control.id && target.part.as_ref().is_none_or(|id| *id == cells.part.id)
    };
    let places = cells.row.evidence.iter().map(|place| &matrix.evidence[*place]);
    let supporting = places.filter(|piece| piece.targets.iter().any(is_meant));
    stale(matrix, basis, supporting.map(|piece| &piece.evidence.id))
}
