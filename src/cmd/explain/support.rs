//! What stands behind an answer: the statement on a control, its evidence, and the reports on a provider's part.

use onus_core::assess::{AssessedProject, AssessmentBasis, Assurance, EvidenceState};
use onus_core::model::{PartyKind, ServiceId};
use onus_core::resolve::{ControlRow, MatrixCell, ScopedStatement, SupportingEvidence};
use onus_core::source::Sources;
use serde::Serialize;

/// How the organisation says that it implements a control, or some of its cells.
#[derive(Debug, Serialize)]
pub(super) struct StatementAnswer {
    pub(super) status: &'static str,
    /// The name of the control owner.
    pub(super) owner: Option<String>,
    pub(super) due: Option<String>,
    pub(super) text: String,
    pub(super) place: String,
}

/// A piece of evidence for a control.
#[derive(Debug, Serialize)]
pub(super) struct EvidenceAnswer {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) state: &'static str,
    pub(super) location: String,
    pub(super) collected: String,
    pub(super) valid_until: Option<String>,
    pub(super) place: String,
}

/// What proves the part of a provider.
#[derive(Debug, Serialize)]
pub(super) struct ProofAnswer {
    pub(super) provider: String,
    /// Valid reports whose scope includes the service.
    pub(super) reports: Vec<ReportAnswer>,
    /// What they leave open, or that there are none; none when they cover all of it.
    pub(super) missing: Option<String>,
}

/// A report on a provider.
#[derive(Debug, Serialize)]
pub(super) struct ReportAnswer {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) place: String,
}

pub(super) fn statement(
    sources: &Sources,
    state: &AssessedProject<'_>,
    scoped: &ScopedStatement<'_>,
) -> StatementAnswer {
    let entry = scoped.statement;
    let mut parties = state.matrix.scope.delegations.parties();
    let owner = entry.owner.as_ref().map(|id| {
        let party = parties.find(|party| party.id == *id);
        party.map_or_else(|| id.to_string(), |party| party.name.trim().to_owned())
    });
    StatementAnswer {
        status: entry.status.word(),
        owner,
        due: entry.due.map(|day| day.to_string()),
        text: scoped.text.trim().to_owned(),
        place: sources.place_of(&entry.origin).to_string(),
    }
}

pub(super) fn evidence(
    sources: &Sources,
    state: &AssessedProject<'_>,
    row: &ControlRow<'_>,
    basis: AssessmentBasis<'_>,
) -> Vec<EvidenceAnswer> {
    let due_within = state.matrix.scope.organization.evidence_due_within;
    let answer = |support: &SupportingEvidence<'_>| {
        let evidence = support.evidence;
        EvidenceAnswer {
            id: evidence.id.to_string(),
            title: evidence.title.trim().to_owned(),
            state: EvidenceState::of(evidence, due_within, basis).word(),
            location: evidence.location.clone(),
            collected: evidence.collected.to_string(),
            valid_until: evidence.valid_until.map(|day| day.to_string()),
            place: sources.place_of(&evidence.origin).to_string(),
        }
    };
    state.matrix.evidence_for(row).map(answer).collect()
}

/// What proves the providers' part of a cell; empty where they have none.
pub(super) fn proofs(
    sources: &Sources,
    assurances: &[Assurance<'_>],
    cell: &MatrixCell<'_>,
) -> Vec<ProofAnswer> {
    if !cell.concerns_provider() {
        return Vec::new();
    }
    let id = |service: Option<&onus_core::model::Service>| service.map(|service| service.id.clone());
    let about: Option<ServiceId> = id(cell.service);
    let own = assurances.iter().filter(|assurance| id(assurance.service) == about);
    let proof = |assurance: &Assurance<'_>| ProofAnswer {
        provider: assurance.provider.short_name.trim().to_owned(),
        reports: assurance
            .covered_by
            .iter()
            .map(|report| ReportAnswer {
                id: report.id.to_string(),
                title: report.title.trim().to_owned(),
                place: sources.place_of(&report.origin).to_string(),
            })
            .collect(),
        missing: assurance.shortfall.as_ref().map(|shortfall| shortfall.message(&assurance.subject())),
    };
    own.map(proof).collect()
}

/// The name of a party, with what it is to the organisation where it does not belong to it.
pub(super) fn party_name(party: &onus_core::model::Party) -> String {
    let name = party.name.trim();
    match party.kind {
        PartyKind::Internal => name.to_owned(),
        PartyKind::ServiceProvider => format!("{name} (service provider)"),
    }
}
