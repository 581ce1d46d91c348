//! Records of attributes, of inherited offers, and of what is offered.

use onus_core::assess::{CustomerTable, RequirementAssessor, customer_tables, to_customers};
use onus_core::model::{AttributeValue, Said};
use onus_core::resolve::{KnownOffer, Matrix, MatrixCell, OfferEvidence, OfferedPart};
use onus_core::source::Places;

use super::borrowed;
use crate::file::{
    AnsweredAskRecord, AttributeRecord, CustomerAskRecord, CustomerFrameworkRecord,
    CustomerRequirementRecord, CustomersRecord, InheritedCellRecord, InheritedRecord, OfferRecord,
    OfferedPartRecord, PartReference, PlaceRecord, ShownEvidenceRecord,
};

/// What customers are called where the profile does not say.
const CUSTOMERS: &str = "Customers";

/// The attributes that a profile says something about, by id.
pub(super) fn attribute_records<'m>(matrix: &'m Matrix<'_>, places: &Places<'m>) -> Vec<AttributeRecord<'m>> {
    let scope = &matrix.scope;
    let stated = scope.catalog.attributes.iter().filter_map(|attribute| scope.attribute(&attribute.id));
    let record = |value: &'m AttributeValue| AttributeRecord {
        id: borrowed(&value.attribute),
        value: value.said == Said::True,
        reason: match &value.said {
            Said::True => None,
            Said::False(reason) => Some(reason.as_str().into()),
        },
        place: PlaceRecord::of(&value.origin, places),
    };
    let mut records: Vec<AttributeRecord<'m>> = stated.map(record).collect();
    records.sort_by(|one, other| one.id.cmp(&other.id));
    records
}

/// What a cell inherits from offers.
pub(super) fn inherited_cell_records<'m>(cell: &'m MatrixCell<'_>) -> Vec<InheritedCellRecord<'m>> {
    let record = |inherited: &onus_core::resolve::InheritedPart<'m>| InheritedCellRecord {
        from: inherited.offer.known.from.as_str().into(),
        offer: borrowed(&inherited.offer.known.offer.id),
        by: borrowed(&inherited.part.by),
        evidence: inherited.part.evidence.as_slice().into(),
    };
    cell.upstream.iter().map(record).collect()
}

/// The offers that the project inherits, in the order of its profile.
pub(super) fn inherited_records<'m>(matrix: &'m Matrix<'_>, places: &Places<'m>) -> Vec<InheritedRecord<'m>> {
    let inherited = matrix.scope.inherited.iter();
    inherited
        .map(|inherited| {
            let offer = &inherited.known.offer;
            let asks = offer.asks.iter().map(|ask| {
                let answer = inherited.inheritance.answers.get(&ask.id);
                AnsweredAskRecord {
                    id: borrowed(&ask.id),
                    text: ask.text.as_str().into(),
                    status: answer.map(|answer| answer.status),
                    evidence: answer.map(|answer| answer.evidence.as_slice()).unwrap_or_default().into(),
                }
            });
            let evidence =
                offer.evidence.iter().map(|piece| shown_evidence_record(matrix, inherited.known, piece));
            InheritedRecord {
                from: inherited.known.from.as_str().into(),
                offer: borrowed(&offer.id),
                title: offer.title.as_str().into(),
                text: offer.text.as_str().into(),
                parts: matrix.taken(inherited.known).map(part_record).collect(),
                asks: asks.collect(),
                evidence: evidence.collect(),
                place: PlaceRecord::of(&inherited.inheritance.origin, places),
            }
        })
        .collect()
}

fn shown_evidence_record<'m>(
    matrix: &Matrix<'_>,
    known: &'m KnownOffer,
    piece: &'m OfferEvidence,
) -> ShownEvidenceRecord<'m> {
    let supported = matrix.taken(known).filter(|part| part.evidence.contains(&piece.id));
    ShownEvidenceRecord {
        id: borrowed(&piece.id),
        title: piece.title.as_str().into(),
        valid_until: piece.valid_until,
        kind: piece.kind,
        collected: piece.collected,
        state: piece.state,
        classification: piece.classification,
        supports: supported.map(part_reference).collect(),
    }
}

fn part_reference(part: &OfferedPart) -> PartReference<'_> {
    PartReference { control: borrowed(&part.control), part: borrowed(&part.part) }
}

fn part_record(part: &OfferedPart) -> OfferedPartRecord<'_> {
    OfferedPartRecord { part: part_reference(part), state: borrowed(&part.state) }
}

/// The offers that the project makes.
pub(super) fn offer_records<'m>(offers: &'m [KnownOffer], places: &Places<'m>) -> Vec<OfferRecord<'m>> {
    let record = |known: &'m KnownOffer| OfferRecord {
        id: borrowed(&known.offer.id),
        title: known.offer.title.as_str().into(),
        to: known.offer.to,
        parts: known.offer.parts.iter().map(part_record).collect(),
        place: PlaceRecord::of(&known.origin, places),
    };
    offers.iter().map(record).collect()
}

/// What customers have from the project; none when it offers nothing to them.
pub(super) fn customers_record<'m>(
    matrix: &'m Matrix<'m>,
    assessor: &RequirementAssessor<'_, 'm>,
) -> Option<CustomersRecord<'m>> {
    let offers = matrix.scope.offered;
    let tables = customer_tables(matrix, offers, assessor);
    let asks = to_customers(offers).flat_map(|offer| &offer.asks).map(|ask| CustomerAskRecord {
        id: borrowed(&ask.id),
        text: ask.text.as_str().into(),
        origination: ask.origination,
    });
    let framework = |table: CustomerTable<'m>| CustomerFrameworkRecord {
        id: borrowed(&table.framework.id),
        requirements: table
            .requirements
            .into_iter()
            .map(|row| CustomerRequirementRecord {
                id: borrowed(&row.requirement.id),
                share: row.share,
                asks: row.asks.into_iter().map(|ask| borrowed(&ask.id)).collect(),
            })
            .collect(),
    };
    to_customers(offers).next()?;
    let name = matrix.scope.organization.customers.as_deref().unwrap_or(CUSTOMERS);
    Some(CustomersRecord {
        name: name.into(),
        asks: asks.collect(),
        frameworks: tables.into_iter().map(framework).collect(),
    })
}
