//! An explanation as data: what `--message-format json` prints, and what the text is made from.

use onus_core::assess::AssessedProject;
use onus_core::model::{Acceptance, Duty, Responsibility, Service, Target};
use onus_core::resolve::{
    Assignee, Claim, ControlRow, ExclusionReason, FrameworkTable, MatrixCell, RequirementRow,
    RequirementState,
};
use onus_core::source::{Origin, Sources};
use serde::Serialize;

use super::controls_of;

/// Which cells are asked about.
pub(super) struct Filter<'f> {
    pub(super) service: Option<&'f str>,
    /// Controls or parts; all when none.
    pub(super) targets: Option<Vec<Target>>,
}

/// Who is responsible for something in one project, and why.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub(super) r#type: &'static str,
    pub(super) organization: String,
    pub(super) project: String,
    /// What was asked about, with its title.
    pub(super) subject: String,
    /// Of all cells shown.
    pub(super) responsibility: Responsibility,
    /// Background, shown before the cells.
    pub(super) facts: Vec<String>,
    pub(super) controls: Vec<ControlAnswer>,
}

#[derive(Debug, Serialize)]
pub(super) struct ControlAnswer {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) responsibility: Responsibility,
    pub(super) objective: String,
    pub(super) cells: Vec<CellAnswer>,
    /// Why cells are left out.
    pub(super) left_out: Vec<ExclusionAnswer>,
    /// Risk acceptances for it.
    pub(super) accepted_risks: Vec<AcceptedRisk>,
}

#[derive(Debug, Serialize)]
pub(super) struct CellAnswer {
    pub(super) part: String,
    pub(super) layer: String,
    pub(super) service: Option<String>,
    pub(super) service_name: Option<String>,
    pub(super) responsibility: Responsibility,
    pub(super) duties: Vec<DutyAnswer>,
    pub(super) claims: Vec<ClaimAnswer>,
}

#[derive(Debug, Serialize)]
pub(super) struct DutyAnswer {
    pub(super) duty: &'static str,
    pub(super) holder: &'static str,
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
    /// Duties that it decided; none when it was overruled.
    pub(super) decides: Vec<&'static str>,
    pub(super) reason: String,
    pub(super) place: String,
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

pub(super) fn of_targets(sources: &Sources, state: &AssessedProject<'_>, filter: &Filter<'_>) -> Answer {
    let targets = filter.targets.as_deref().unwrap_or_default();
    let mut answer = empty(state, String::new());
    answer.controls = control_answers(sources, state, filter);
    answer.responsibility = responsibility_of(&answer.controls);
    let in_use =
        |asked: &str| state.matrix.scope.services.iter().any(|in_use| in_use.service.id.as_str() == asked);
    if let Some(asked) = filter.service.filter(|asked| !in_use(asked)) {
        answer.facts.push(format!("`{asked}` is not in use in this project"));
    }
    let name = |target: &Target| {
        let row = state.matrix.control(target.control.as_str());
        let title = row.map(|row| row.control.title.as_str()).unwrap_or_default();
        match &target.part {
            Some(part) => format!("{}/{part} {title}", target.control),
            None => format!("{} {title}", target.control),
        }
    };
    answer.subject = targets.iter().map(name).collect::<Vec<_>>().join(", ");
    answer
}

pub(super) fn of_requirement(
    sources: &Sources,
    state: &AssessedProject<'_>,
    table: &FrameworkTable<'_>,
    row: &RequirementRow<'_>,
    filter: &Filter<'_>,
) -> Answer {
    let mut answer = of_targets(sources, state, filter);
    answer.subject = format!("{} {} ({})", row.requirement.id, row.requirement.title, table.framework.title);
    answer.responsibility = row.responsibility();
    answer.facts = match (row.state, &row.requirement.organizational) {
        (RequirementState::Mapped(_), _) => vec![satisfied_by(row)],
        (RequirementState::Organizational, Some(reason)) => {
            vec![format!("only the organisation can satisfy it: {reason}")]
        }
        (RequirementState::Organizational, None) | (RequirementState::Unmapped, _) => {
            vec![
                "it is mapped to no control of the catalog, so it counts as the customer's responsibility"
                    .to_owned(),
            ]
        }
    };
    answer
}

fn satisfied_by(row: &RequirementRow<'_>) -> String {
    let target = |target: &Target| match &target.part {
        Some(part) => format!("{}/{part}", target.control),
        None => target.control.to_string(),
    };
    format!("satisfied by {}", row.requirement.satisfied_by.iter().map(target).collect::<Vec<_>>().join(", "))
}

/// Explains a service by every cell that it has.
pub(super) fn of_service(
    sources: &Sources,
    state: &AssessedProject<'_>,
    service: &Service,
    filter: &Filter<'_>,
) -> Answer {
    let mut answer = empty(state, format!("{} {}", service.id, service.name));
    answer.controls = control_answers(sources, state, filter);
    answer.responsibility = responsibility_of(&answer.controls);
    let class =
        state.matrix.scope.catalog.class(&service.class).map_or(service.class.as_str(), |class| &class.title);
    answer.facts.push(format!("class {class} ({})", sources.place_of(&service.origin.key("class"))));
    for exception in &service.exceptions {
        let place = sources.place_of(&exception.origin);
        answer.facts.push(format!("differs in {}: {} ({place})", exception.selector, exception.reason));
    }
    let in_use = state.matrix.scope.services.iter().find(|in_use| in_use.service.id == service.id);
    answer.facts.push(match in_use {
        Some(in_use) => format!("in use here ({})", sources.place_of(in_use.origin)),
        None => "not in use here".to_owned(),
    });
    answer
}

fn empty(state: &AssessedProject<'_>, subject: String) -> Answer {
    Answer {
        r#type: "explanation",
        organization: state.matrix.scope.organization.id.to_string(),
        project: state.project.id.to_string(),
        subject,
        responsibility: Responsibility::NotApplicable,
        facts: Vec::new(),
        controls: Vec::new(),
    }
}

fn responsibility_of(controls: &[ControlAnswer]) -> Responsibility {
    Responsibility::fold(controls.iter().map(|control| control.responsibility))
}

fn control_answers(
    sources: &Sources,
    state: &AssessedProject<'_>,
    filter: &Filter<'_>,
) -> Vec<ControlAnswer> {
    let asked = filter.targets.as_deref().map(controls_of);
    let rows = state.matrix.controls.iter();
    let asked_rows =
        rows.filter(|row| asked.as_ref().is_none_or(|controls| controls.contains(&&row.control.id)));
    let answers = asked_rows.map(|row| control_answer(sources, state, row, filter));
    // About a service, controls without cells are left out; about a control, that it has none is the answer.
    answers.filter(|answer| filter.targets.is_some() || !answer.cells.is_empty()).collect()
}

fn control_answer(
    sources: &Sources,
    state: &AssessedProject<'_>,
    row: &ControlRow<'_>,
    filter: &Filter<'_>,
) -> ControlAnswer {
    let of_part = |part: &onus_core::model::Part| {
        filter.targets.as_deref().is_none_or(|targets| {
            let own = targets.iter().filter(|target| target.control == row.control.id);
            own.map(|target| &target.part).any(|asked| asked.as_ref().is_none_or(|asked| *asked == part.id))
        })
    };
    let of_service = |service: Option<&Service>| {
        filter.service.is_none_or(|asked| service.is_some_and(|service| service.id.as_str() == asked))
    };
    let cells = row.cells.iter().filter(|cell| of_part(cell.part) && of_service(cell.service));
    let cells: Vec<&MatrixCell<'_>> = cells.collect();
    let left_out = row.exclusions.iter().filter(|out| of_part(out.part) && of_service(out.service));
    let is_asked = |entry: &&&Acceptance| {
        let service = entry.selector.service.as_ref();
        filter.service.is_none_or(|asked| service.is_none_or(|id| id.as_str() == asked))
    };
    let accepted = row.acceptances.iter().filter(is_asked);
    ControlAnswer {
        id: row.control.id.to_string(),
        title: row.control.title.clone(),
        responsibility: Responsibility::fold(cells.iter().map(|cell| cell.responsibility())),
        objective: row.control.objective.clone(),
        left_out: left_out
            .map(|out| ExclusionAnswer {
                part: out.part.id.to_string(),
                service: out.service.map(|service| service.id.to_string()),
                reason: match out.reason {
                    ExclusionReason::Entry(entry) => entry.reason.clone(),
                    ExclusionReason::Statement(statement) => row
                        .excluding(statement)
                        .map(|scoped| scoped.text.trim().to_owned())
                        .unwrap_or_default(),
                },
                place: sources.place_of(out.reason.origin()).to_string(),
            })
            .collect(),
        cells: cells.into_iter().map(|cell| cell_answer(sources, state, cell)).collect(),
        accepted_risks: accepted.map(|entry| AcceptedRisk::new(sources, entry)).collect(),
    }
}

fn cell_answer(sources: &Sources, state: &AssessedProject<'_>, cell: &MatrixCell<'_>) -> CellAnswer {
    let place = |origin: &Origin| sources.place_of(origin).to_string();
    let duties = cell.decision.duties();
    let duty = |duty: Duty| {
        let (party, delegated_at, unowned) = match cell.assignees.get(duty) {
            Assignee::Provider => (None, None, false),
            Assignee::Party(party, origin) => (Some(party.name.clone()), Some(place(origin)), false),
            Assignee::Unassigned => (None, None, true),
        };
        DutyAnswer { duty: duty.word(), holder: duties.get(duty).word(), party, delegated_at, unowned }
    };
    let layer = state.matrix.scope.catalog.layer(&cell.part.layer);
    CellAnswer {
        part: cell.part.id.to_string(),
        layer: layer.map_or_else(|| cell.part.layer.to_string(), |layer| layer.title.clone()),
        service: cell.service.map(|service| service.id.to_string()),
        service_name: cell.service.map(|service| service.name.clone()),
        responsibility: cell.responsibility(),
        duties: Duty::ALL.into_iter().map(duty).collect(),
        claims: cell.decision.claims().iter().map(|claim| claim_answer(sources, cell, claim)).collect(),
    }
}

fn claim_answer(sources: &Sources, cell: &MatrixCell<'_>, claim: &Claim<'_>) -> ClaimAnswer {
    let spoken = Duty::ALL.into_iter().filter_map(|duty| Some((duty, (*claim.duties.get(duty))?)));
    let decides = Duty::ALL.into_iter().filter(|duty| {
        cell.decision
            .winner(*duty)
            .is_some_and(|winner| winner.origin == claim.origin && winner.rank == claim.rank)
    });
    ClaimAnswer {
        rank: claim.rank.word(),
        speaker: claim.rank.speaker(),
        says: spoken.map(|(duty, holder)| format!("{}: {}", duty.word(), holder.word())).collect(),
        decides: decides.map(Duty::word).collect(),
        reason: claim.reason.to_string(),
        place: sources.place_of(&claim.origin).to_string(),
    }
}
