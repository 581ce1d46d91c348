//! Records of controls: cells, who holds the customer's duties and where that was decided, statements, evidence requests.

use std::borrow::Cow;

use onus_core::assess::{AssessmentBasis, EvidenceRequests};
use onus_core::model::{Party, PartyId, StatementSubject};
use onus_core::resolve::{Assignee, ControlRow, Matrix, MatrixCell, ScopedStatement};
use onus_core::source::{Origin, Places};

use super::borrowed;
use super::names::SharedNames;
use super::proof::WrittenProofs;
use crate::file::{
    AskRecord, AskedRecord, CellProofs, CellRecord, ControlRecord, DelegationRecord, HeldByRecord,
    NarrowedStatementRecord, PlaceRecord, StatementRecord,
};

pub(super) fn control_record<'m>(
    matrix: &'m Matrix<'m>,
    row: &'m ControlRow<'m>,
    basis: AssessmentBasis<'_>,
    proofs: &'m WrittenProofs<'m>,
    names: &mut SharedNames<'m, '_>,
) -> ControlRecord<'m> {
    let places = names.places;
    let asked = EvidenceRequests::of(matrix, row, basis);
    ControlRecord {
        id: borrowed(&row.control.id),
        formerly: row.control.formerly.as_slice().into(),
        title: row.control.title.as_str().into(),
        domain: borrowed(&row.control.domain),
        responsibility: row.responsibility(),
        parties: parties(row),
        delegations: delegation_records(row, places),
        cells: cell_records(matrix, row, proofs, names),
        statement: row.statement.as_deref().map(|statement| statement_record(statement, places)),
        evidence: matrix.evidence_for(row).map(|proof| borrowed(&proof.evidence.id)).collect(),
        asked: asked.map(|asked| asked_record(&asked)),
        status: row.status(),
        statements: row.narrowed.iter().map(|scoped| narrowed_record(scoped, places)).collect(),
    }
}

/// The parties that hold duties in the cells of a control, with the delegations that say so.
fn assigned<'m>(row: &'m ControlRow<'_>) -> impl Iterator<Item = (&'m Party, &'m Origin)> {
    row.cells.iter().flat_map(|cell| cell.assignees.iter()).filter_map(|assignee| match assignee {
        Assignee::Party(party, origin) => Some((*party, *origin)),
        Assignee::Provider | Assignee::Unassigned => None,
    })
}

fn parties<'m>(row: &'m ControlRow<'_>) -> Vec<Cow<'m, PartyId>> {
    let mut parties: Vec<&PartyId> = assigned(row).map(|(party, _)| &party.id).collect();
    parties.sort_unstable();
    parties.dedup();
    parties.into_iter().map(borrowed).collect()
}

/// By party, then in the order of the cells.
fn delegation_records<'m>(row: &'m ControlRow<'_>, places: &Places<'m>) -> Vec<DelegationRecord<'m>> {
    let mut found: Vec<(&PartyId, &Origin)> = Vec::new();
    for (party, origin) in assigned(row) {
        if !found.contains(&(&party.id, origin)) {
            found.push((&party.id, origin));
        }
    }
    found.sort_by_key(|(party, _)| *party);
    let record =
        |(party, origin)| DelegationRecord { to: borrowed(party), place: PlaceRecord::of(origin, places) };
    found.into_iter().map(record).collect()
}

fn cell_records<'m>(
    matrix: &Matrix<'_>,
    row: &'m ControlRow<'_>,
    proofs: &'m WrittenProofs<'m>,
    names: &mut SharedNames<'m, '_>,
) -> Vec<CellRecord<'m>> {
    let control = matrix.place(row.control.id.as_str());
    let record = |(place, cell): (usize, &'m MatrixCell<'_>)| {
        let proof = control.map(|control| proofs.of_cell(control, place));
        cell_record(row, cell, proof.unwrap_or_default(), names)
    };
    row.cells.iter().enumerate().map(record).collect()
}

fn cell_record<'m>(
    row: &ControlRow<'_>,
    cell: &'m MatrixCell<'_>,
    proof: CellProofs<'m>,
    names: &mut SharedNames<'m, '_>,
) -> CellRecord<'m> {
    let duties = cell.decision.duties();
    CellRecord {
        part: borrowed(&cell.part.id),
        layer: borrowed(&cell.part.layer),
        per: cell.part.per,
        service: cell.service.map(|service| borrowed(&service.id)),
        r#as: cell.service.and_then(|service| service.alias.as_ref()).map(borrowed),
        responsibility: cell.responsibility(),
        manage: duties.manage,
        operate: duties.operate,
        verify: duties.verify,
        from: cell.from().map(Into::into).collect(),
        upstream: super::chain::inherited_cell_records(cell),
        held_by: held_by(cell),
        provider_text: cell.provider_text().map(|text| names.of_text(text)),
        customer_text: cell.customer_text().map(|text| names.of_text(text)),
        claims: cell.decision.claims().iter().map(|claim| names.of_claim(claim)).collect(),
        proof,
        status: cell.status(),
        setting: cell.setting(row.control),
    }
}

fn held_by<'m>(cell: &'m MatrixCell<'_>) -> HeldByRecord<'m> {
    let party = |assignee: &Assignee<'m>| match assignee {
        Assignee::Party(party, _) => Some(borrowed(&party.id)),
        Assignee::Provider | Assignee::Unassigned => None,
    };
    let assignees = &cell.assignees;
    HeldByRecord {
        manage: party(&assignees.manage),
        operate: party(&assignees.operate),
        verify: party(&assignees.verify),
    }
}

fn narrowed_record<'m>(scoped: &'m ScopedStatement<'_>, places: &Places<'m>) -> NarrowedStatementRecord<'m> {
    let (part, service) = match &scoped.statement.subject {
        StatementSubject::Control { part, service, .. } => (part.as_ref(), service.as_ref()),
        StatementSubject::Requirement(_) => (None, None),
    };
    NarrowedStatementRecord {
        part: part.map(borrowed),
        service: service.map(borrowed),
        statement: statement_record(scoped, places),
    }
}

pub(super) fn statement_record<'m>(
    scoped: &'m ScopedStatement<'_>,
    places: &Places<'m>,
) -> StatementRecord<'m> {
    let statement = scoped.statement;
    StatementRecord {
        status: statement.status,
        owner: statement.owner.as_ref().map(borrowed),
        due: statement.due,
        text: scoped.text.as_str().into(),
        place: PlaceRecord::of(&statement.origin, places),
    }
}

fn asked_record<'m>(asked: &EvidenceRequests<'m>) -> AskedRecord<'m> {
    let asks = asked.requests.iter();
    AskedRecord {
        asks: asks
            .map(|request| AskRecord { ask: request.text.as_str().into(), cadence: request.cadence })
            .collect(),
        open: asked.outstanding,
    }
}
