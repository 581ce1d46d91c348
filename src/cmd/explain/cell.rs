//! A cell of an explanation: what each side does, who by name holds which duty, what proves it, and which claims decide.

use onus_core::assess::{AssessedProject, Assurance};
use onus_core::model::{Control, Duty, Holder, Responsibility, Setting, Subject};
use onus_core::resolve::{Assignee, Claim, MatrixCell};
use onus_core::source::{Origin, Sources};
use serde::Serialize;

use super::names::SideNames;
use super::support::{ProofAnswer, StatementAnswer, party_name, proofs, statement};
use super::upstream::{UpstreamAnswer, upstream_answers};

#[derive(Debug, Serialize)]
pub(super) struct CellAnswer {
    pub(super) part: String,
    pub(super) layer: String,
    pub(super) service: Option<String>,
    pub(super) service_name: Option<String>,
    /// What the part applies to once.
    pub(super) per: Subject,
    /// The name under which the profile uses the service, where it gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) r#as: Option<String>,
    pub(super) responsibility: Responsibility,
    /// Both sides by name.
    #[serde(skip)]
    pub(super) names: SideNames,
    /// What the provider does.
    pub(super) provider: Option<String>,
    /// Title of the page where the provider publishes that; none where only its report can confirm it.
    pub(super) provider_source: Option<String>,
    /// How the service is set when it begins to be used: `default`, `opt-in` or `none`; null where the catalog says nothing.
    pub(super) setting: Option<Setting>,
    /// What the organisation does.
    pub(super) customer: Option<String>,
    pub(super) duties: Vec<DutyAnswer>,
    /// What proves the providers' part.
    pub(super) proofs: Vec<ProofAnswer>,
    pub(super) claims: Vec<ClaimAnswer>,
    /// The statement that holds for it, where that is narrower than one on the control as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) statement: Option<StatementAnswer>,
    /// The offers of other projects by which it is inherited.
    pub(super) upstream: Vec<UpstreamAnswer>,
}

#[derive(Debug, Serialize)]
pub(super) struct DutyAnswer {
    pub(super) duty: &'static str,
    pub(super) holder: &'static str,
    /// Who that is, by name.
    pub(super) holder_name: String,
    /// The party to which the customer has delegated the duty.
    pub(super) party: Option<String>,
    /// Where it is delegated.
    pub(super) delegated_at: Option<String>,
    /// True when the customer has the duty and no party is assigned to it.
    pub(super) unowned: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct ClaimAnswer {
    pub(super) rank: &'static str,
    pub(super) speaker: &'static str,
    /// What it says: `duty: holder`.
    pub(super) says: Vec<String>,
    /// The same with both sides by name.
    #[serde(skip)]
    pub(super) says_by_name: Vec<String>,
    /// Duties that it decided; none when it was overruled.
    pub(super) decides: Vec<&'static str>,
    pub(super) reason: String,
    pub(super) place: String,
}

pub(super) fn cell_answer(
    sources: &Sources,
    state: &AssessedProject<'_>,
    assurances: &[Assurance<'_>],
    control: &Control,
    cell: &MatrixCell<'_>,
) -> CellAnswer {
    let names = SideNames::of_cell(&state.matrix.scope, cell);
    let layer = state.matrix.scope.catalog.layer(&cell.part.layer);
    let narrowed = cell.statement.as_deref().filter(|scoped| scoped.is_narrowed());
    let text = |text: Option<&str>| text.map(|text| text.trim().to_owned());
    CellAnswer {
        part: cell.part.id.to_string(),
        layer: layer.map_or_else(|| cell.part.layer.to_string(), |layer| layer.title.clone()),
        service: cell.service.map(|service| service.id.to_string()),
        service_name: cell.service.map(|service| service.name.clone()),
        per: cell.part.per,
        r#as: cell.service.and_then(|service| service.alias.as_ref()).map(ToString::to_string),
        responsibility: cell.responsibility(),
        provider: text(cell.provider_text().or(cell.offer_text())),
        provider_source: cell.provider_source().map(str::to_owned),
        setting: cell.setting(control),
        customer: text(cell.customer_text()),
        duties: Duty::ALL.into_iter().map(|duty| duty_answer(sources, state, cell, duty)).collect(),
        proofs: proofs(sources, assurances, cell),
        claims: cell
            .decision
            .claims()
            .iter()
            .map(|claim| claim_answer(sources, &names, cell, claim))
            .collect(),
        statement: narrowed.map(|scoped| statement(sources, state, scoped)),
        upstream: upstream_answers(sources, cell),
        names,
    }
}

fn duty_answer(
    sources: &Sources,
    state: &AssessedProject<'_>,
    cell: &MatrixCell<'_>,
    duty: Duty,
) -> DutyAnswer {
    let names = SideNames::of_duty(&state.matrix.scope, cell, duty);
    let place = |origin: &Origin| sources.place_of(origin).to_string();
    let (party, delegated_at, unowned) = match cell.assignees.get(duty) {
        Assignee::Provider => (None, None, false),
        Assignee::Party(party, origin) => (Some(party_name(party)), Some(place(origin)), false),
        Assignee::Unassigned => (None, None, true),
    };
    let holder: Holder = *cell.decision.duties().get(duty);
    DutyAnswer {
        duty: duty.word(),
        holder: holder.word(),
        holder_name: names.holder(holder),
        party,
        delegated_at,
        unowned,
    }
}

fn claim_answer(
    sources: &Sources,
    names: &SideNames,
    cell: &MatrixCell<'_>,
    claim: &Claim<'_>,
) -> ClaimAnswer {
    let spoken = || Duty::ALL.into_iter().filter_map(|duty| Some((duty, (*claim.duties.get(duty))?)));
    let decides = Duty::ALL.into_iter().filter(|duty| {
        cell.decision
            .winner(*duty)
            .is_some_and(|winner| winner.origin == claim.origin && winner.rank == claim.rank)
    });
    ClaimAnswer {
        rank: claim.rank.word(),
        speaker: claim.rank.speaker(),
        says: spoken().map(|(duty, holder)| format!("{}: {}", duty.word(), holder.word())).collect(),
        says_by_name: spoken()
            .map(|(duty, holder)| format!("{}: {}", duty.word(), names.holder(holder)))
            .collect(),
        decides: decides.map(Duty::word).collect(),
        reason: claim.reason.to_string(),
        place: sources.place_of(&claim.origin).to_string(),
    }
}
