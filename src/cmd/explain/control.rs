//! A control of an explanation: its cells, its statement with evidence, and why cells are left out.

use onus_core::assess::{Assurance, assurances};
use onus_core::model::{
    Acceptance, AttributeValue, Control, Need, Part, Responsibility, Said, Service, Subject,
};
use onus_core::resolve::{ControlRow, Exclusion, ExclusionReason, MatrixCell, ScopedStatement};
use onus_core::source::Sources;
use serde::Serialize;

use super::cell::{CellAnswer, cell_answer};
use super::names::{SideNames, listed};
use super::question::{ExplainedProject, Filter, is_use_of};
use super::support::{EvidenceAnswer, StatementAnswer, evidence, statement};

#[derive(Debug, Serialize)]
pub(super) struct ControlAnswer {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) responsibility: Responsibility,
    /// Both sides by name.
    #[serde(skip)]
    pub(super) names: SideNames,
    pub(super) objective: String,
    /// How the organisation says that it implements the control; none where it has no statement.
    pub(super) statement: Option<StatementAnswer>,
    /// What holds for the cells that are shown.
    #[serde(skip)]
    pub(super) holds: HoldingStatements,
    /// The evidence that supports it.
    pub(super) evidence: Vec<EvidenceAnswer>,
    pub(super) cells: Vec<CellAnswer>,
    /// Why there is no cell, part by part, where there is none.
    pub(super) no_cells: Vec<String>,
    /// Why cells are left out.
    pub(super) left_out: Vec<ExclusionAnswer>,
    /// Risk acceptances for it.
    pub(super) accepted_risks: Vec<AcceptedRisk>,
}

impl ControlAnswer {
    /// True when the organisation has a duty in one of the cells.
    pub(super) fn concerns_organization(&self) -> bool {
        matches!(self.responsibility, Responsibility::Customer | Responsibility::Shared)
    }

    /// The parties that hold duties, each once, in the order of the cells.
    pub(super) fn parties(&self) -> Vec<String> {
        let mut parties: Vec<String> = Vec::new();
        for party in self.cells.iter().flat_map(|cell| &cell.duties).filter_map(|duty| duty.party.as_ref()) {
            if !parties.contains(party) {
                parties.push(party.clone());
            }
        }
        parties
    }
}

/// Which statements hold for the cells that are shown and in which the organisation has a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HoldingStatements {
    /// True when that on the control as a whole holds for one of them, or none is narrowed.
    pub(super) whole: bool,
    /// Where one is narrowed, what they say, each status once, in the order of the cells.
    pub(super) narrowed: Vec<&'static str>,
    /// True when nothing is stated about one of them.
    pub(super) unstated: bool,
}

fn holding(row: &ControlRow<'_>, cells: &[&MatrixCell<'_>]) -> HoldingStatements {
    let ours = || cells.iter().filter(|cell| cell.concerns_customer());
    let stated = || ours().filter_map(|cell| cell.statement.as_deref());
    let mut narrowed: Vec<&'static str> = Vec::new();
    if stated().any(ScopedStatement::is_narrowed) {
        for word in stated().map(|scoped| scoped.statement.status.word()) {
            if !narrowed.contains(&word) {
                narrowed.push(word);
            }
        }
    }
    HoldingStatements {
        whole: narrowed.is_empty() || row.statement.is_some() && stated().any(|scoped| !scoped.is_narrowed()),
        narrowed,
        unstated: ours().any(|cell| cell.statement.is_none()),
    }
}

#[derive(Debug, Serialize)]
pub(super) struct AcceptedRisk {
    pub(super) id: String,
    pub(super) approver: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) reason: String,
    pub(super) place: String,
}

impl AcceptedRisk {
    fn new(sources: &Sources, acceptance: &Acceptance) -> Self {
        Self {
            id: acceptance.id.to_string(),
            approver: acceptance.approver.trim().to_owned(),
            from: acceptance.from.to_string(),
            until: acceptance.until.to_string(),
            reason: acceptance.reason.trim().to_owned(),
            place: sources.place_of(&acceptance.origin).to_string(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct ExclusionAnswer {
    pub(super) part: String,
    pub(super) service: Option<String>,
    pub(super) reason: String,
    pub(super) place: String,
}

impl ExclusionAnswer {
    fn new(sources: &Sources, row: &ControlRow<'_>, exclusion: &Exclusion<'_>) -> Self {
        Self {
            part: exclusion.part.id.to_string(),
            service: exclusion.service.map(|service| service.id.to_string()),
            reason: match exclusion.reason {
                ExclusionReason::Entry(entry) => entry.reason.clone(),
                ExclusionReason::Statement(statement) => {
                    let said = row.excluding(statement);
                    said.map(|scoped| scoped.text.trim().to_owned()).unwrap_or_default()
                }
                ExclusionReason::Attribute(AttributeValue { attribute, said, .. }) => match said {
                    Said::False(reason) => format!("`{attribute}` is false: {reason}"),
                    Said::True => String::new(),
                },
            },
            place: sources.place_of(exclusion.reason.origin()).to_string(),
        }
    }
}

pub(super) fn control_answers(
    explained: ExplainedProject<'_, '_>,
    filter: &Filter<'_>,
) -> Vec<ControlAnswer> {
    let matrix = &explained.state.matrix;
    let assurances = assurances(matrix, explained.basis.as_of);
    let asked = filter.controls();
    let rows = matrix.controls.iter();
    let asked_rows =
        rows.filter(|row| asked.as_ref().is_none_or(|controls| controls.contains(&&row.control.id)));
    let answers = asked_rows.map(|row| control_answer(explained, &assurances, row, filter));
    // About a service, controls without cells are left out; about a control, that it has none is the answer.
    answers.filter(|answer| filter.targets.is_some() || !answer.cells.is_empty()).collect()
}

fn control_answer(
    explained: ExplainedProject<'_, '_>,
    assurances: &[Assurance<'_>],
    row: &ControlRow<'_>,
    filter: &Filter<'_>,
) -> ControlAnswer {
    let ExplainedProject { sources, state, basis } = explained;
    let is_meant = |part: &Part, service: Option<&Service>| {
        filter.has_part(row.control, part) && filter.has_service(service)
    };
    let cells = row.cells.iter().filter(|cell| is_meant(cell.part, cell.service));
    let cells: Vec<&MatrixCell<'_>> = cells.collect();
    let left_out = row.exclusions.iter().filter(|out| is_meant(out.part, out.service));
    let left_out: Vec<ExclusionAnswer> =
        left_out.map(|out| ExclusionAnswer::new(sources, row, out)).collect();
    let uses = || state.matrix.scope.services.iter().map(|in_use| in_use.service);
    let is_asked = |entry: &&&Acceptance| match (filter.service, &entry.selector.service) {
        (Some(asked), Some(id)) => uses().any(|one| is_use_of(one, asked) && one.is_named(id.as_str())),
        (None, _) | (_, None) => true,
    };
    let accepted = row.acceptances.iter().filter(is_asked);
    let no_cells = match cells.is_empty() && left_out.is_empty() {
        true => why_no_cells(row.control, filter),
        false => Vec::new(),
    };
    let holds = holding(row, &cells);
    let responsibility = Responsibility::fold(cells.iter().map(|cell| cell.responsibility()));
    let answers: Vec<CellAnswer> =
        cells.into_iter().map(|cell| cell_answer(sources, state, assurances, row.control, cell)).collect();
    // Whoever holds no duty is not involved.
    let involved =
        answers.iter().filter(|cell| cell.responsibility != Responsibility::Customer).map(|cell| &cell.names);
    ControlAnswer {
        id: row.control.id.to_string(),
        title: row.control.title.clone(),
        responsibility,
        names: SideNames::together(state.matrix.scope.organization.name.trim(), involved),
        objective: row.control.objective.clone(),
        statement: row.statement.as_deref().map(|scoped| statement(sources, state, scoped)),
        holds,
        evidence: evidence(sources, state, row, basis),
        cells: answers,
        no_cells,
        left_out,
        accepted_risks: accepted.map(|entry| AcceptedRisk::new(sources, entry)).collect(),
    }
}

/// Why the parts that are asked about have no cell.
fn why_no_cells(control: &Control, filter: &Filter<'_>) -> Vec<String> {
    let parts = control.parts.iter().filter(|part| filter.has_part(control, part));
    let asked = filter.service;
    let why = |part: &Part| {
        let of_service = part.per == Subject::Service;
        let lacks = part.needs.iter().filter(|need| match need {
            Need::Trait(id) => asked.is_none_or(|service| !service.traits.contains(id)),
            Need::Attribute(_) => false,
        });
        let lacks: Vec<String> = lacks.map(|need| format!("`{need}`")).collect();
        let (id, lacks) = (&part.id, listed(&lacks));
        match asked {
            Some(_) if !of_service => format!("{id} is about {}, not about a service", subject(part.per)),
            Some(service) if lacks.is_empty() => format!("{id} is not about {}", service.name),
            Some(service) => {
                format!("{id} is about services with {lacks}, which {} does not have", service.name)
            }
            None if lacks.is_empty() => format!("{id} is about services, and none is in use"),
            None => format!("{id} is about services with {lacks}, and no service in use has that"),
        }
    };
    parts.map(why).collect()
}

fn subject(per: Subject) -> &'static str {
    match per {
        Subject::Service => "each service",
        Subject::Project => "the project as a whole",
        Subject::Organization => "the organisation as a whole",
    }
}
