//! Evidence that an offer names, as those who inherit may see it, and which of the offered parts it supports.

use chrono::NaiveDate;

use super::AssessmentBasis;
use crate::model::{
    Control, Evidence, EvidenceId, EvidenceState, Interval, Offer, Organization, Part, Target,
};
use crate::resolve::{MatrixCell, OfferEvidence, OfferedPart};

/// The evidence that an offer names, in its order.
pub(super) fn shown(
    offer: &Offer,
    organization: &Organization,
    basis: AssessmentBasis<'_>,
) -> Vec<OfferEvidence> {
    let piece = |evidence: &Evidence| OfferEvidence {
        id: evidence.id.clone(),
        title: evidence.title.trim().to_owned(),
        valid_until: evidence.valid_until,
        kind: evidence.kind,
        collected: evidence.collected,
        state: EvidenceState::of(evidence, organization.evidence_due_within, basis),
        classification: evidence.classification,
    };
    offer.evidence.iter().filter_map(|id| Some(piece(organization.evidence.get(id)?))).collect()
}

/// Which of that evidence names a part: in the register, or in a statement on one of the cells of the part.
pub(super) fn naming(
    offer: &Offer,
    organization: &Organization,
    control: &Control,
    part: &Part,
    cells: &[&MatrixCell<'_>],
) -> Vec<EvidenceId> {
    let is_part = |target: &Target| {
        target.control == control.id && target.part.as_ref().is_none_or(|id| *id == part.id)
    };
    let is_registered = |id: &EvidenceId| {
        organization.evidence.get(id).is_some_and(|piece| piece.supports.iter().any(is_part))
    };
    let statements = || cells.iter().filter_map(|cell| cell.statement.as_ref());
    let is_stated = |id: &EvidenceId| statements().any(|scoped| scoped.statement.evidence.contains(id));
    offer.evidence.iter().filter(|id| is_registered(id) || is_stated(id)).cloned().collect()
}

/// A piece that names none of the parts supports all of them: whoever named it in the offer meant the offer as a whole.
pub(super) fn share_what_names_no_part(shown: &[OfferEvidence], parts: &mut [OfferedPart]) {
    let names_none = |id: &EvidenceId| !parts.iter().any(|part| part.evidence.contains(id));
    let general: Vec<EvidenceId> =
        shown.iter().map(|piece| piece.id.clone()).filter(|id| names_none(id)).collect();
    for part in parts {
        part.evidence.extend(general.iter().cloned());
    }
}

/// The state of a piece in an offer file on a later day than that of the file.
pub(super) fn state_later(piece: &OfferEvidence, due_within: Interval, as_of: NaiveDate) -> EvidenceState {
    match piece.valid_until {
        Some(_) | None if !piece.state.is_valid() => piece.state,
        Some(last) if last < as_of => EvidenceState::Stale,
        Some(last) if last < due_within.after(as_of) => EvidenceState::DueSoon,
        Some(_) | None => EvidenceState::Current,
    }
}
