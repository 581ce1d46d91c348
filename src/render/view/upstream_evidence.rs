//! Evidence of projects whose offers are inherited: theirs, and never counted among the project's own.

use onus_core::assess::EvidenceState;
use onus_core::model::{Classification, EvidenceKind};
use onus_core::resolve::{InheritedPart, KnownOffer, Matrix, MatrixCell, OfferEvidence};
use serde::Serialize;

use super::link::ControlLink;
use super::text::Text;

/// A piece of evidence of another project.
#[derive(Debug, Serialize)]
pub(super) struct UpstreamEvidenceView<'a> {
    /// `organisation/project`.
    from: &'a str,
    /// Name of that project.
    name: Text<'a>,
    /// Its id there.
    id: &'a str,
    title: Text<'a>,
    /// `file`, `url`, `ticket` or `attestation`.
    kind: &'static str,
    /// Day of collection.
    collected: String,
    /// The last valid day, or none.
    valid_until: Option<String>,
    /// `current`, `due soon`, `stale`, `missing`, `altered` or `from the future`.
    state: &'static str,
    /// True while it is valid.
    reliable: bool,
    /// `public`, `internal`, `confidential` or `restricted`.
    classification: &'static str,
}

impl<'a> UpstreamEvidenceView<'a> {
    fn new(known: &'a KnownOffer, piece: &'a OfferEvidence) -> Self {
        Self {
            from: &known.from,
            name: Text(&known.from_name),
            id: piece.id.as_str(),
            title: Text(&piece.title),
            kind: EvidenceKind::word(piece.kind),
            collected: piece.collected.to_string(),
            valid_until: piece.valid_until.map(|day| day.to_string()),
            state: EvidenceState::word(piece.state),
            reliable: piece.state.is_valid(),
            classification: Classification::word(piece.classification),
        }
    }

    /// What supports inherited cells, each piece once, in their order.
    pub(super) fn of_cells<'m>(cells: impl Iterator<Item = &'m MatrixCell<'a>>) -> Vec<Self>
    where
        'a: 'm,
    {
        let inherited = cells.flat_map(|cell| &cell.upstream);
        let pieces = inherited.flat_map(|part: &InheritedPart<'a>| {
            let known = part.offer.known;
            part.evidence().map(move |piece| Self::new(known, piece))
        });
        let mut found: Vec<Self> = Vec::new();
        for piece in pieces {
            if !found.iter().any(|other| (other.from, other.id) == (piece.from, piece.id)) {
                found.push(piece);
            }
        }
        found
    }
}

/// A piece of evidence that an offer names.
#[derive(Debug, Serialize)]
pub(super) struct OfferedEvidenceView<'a> {
    #[serde(flatten)]
    piece: UpstreamEvidenceView<'a>,
    /// The controls of the offer that it supports.
    controls: Vec<ControlLink<'a>>,
}

impl<'a> OfferedEvidenceView<'a> {
    /// Those of an offer, in its order.
    pub(super) fn of(matrix: &Matrix<'a>, known: &'a KnownOffer) -> Vec<Self> {
        let pieces = known.offer.evidence.iter();
        let view = |piece: &'a OfferEvidence| {
            let supported = matrix.taken(known).filter(|part| part.evidence.contains(&piece.id));
            let mut ids: Vec<&str> = supported.map(|part| part.control.as_str()).collect();
            ids.dedup();
            let controls = ids.into_iter().filter_map(|id| matrix.scope.catalog.control(id));
            Self {
                piece: UpstreamEvidenceView::new(known, piece),
                controls: controls.map(ControlLink::new).collect(),
            }
        };
        pieces.map(view).collect()
    }
}
