//! An explanation as data: what `--message-format json` prints, and what the text is made from.

use onus_core::model::{Responsibility, Service, Target};
use onus_core::resolve::{FrameworkTable, RequirementRow, RequirementState};
use serde::Serialize;

use super::control::{ControlAnswer, control_answers};
use super::names::SideNames;
use super::question::{ExplainedProject, Filter, is_use_of};

/// What was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SubjectKind {
    /// A control or a part of one.
    Control,
    /// A requirement of a framework.
    Requirement,
    /// A service.
    Service,
}

/// Who is responsible for something in one project, and why.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub(super) r#type: &'static str,
    pub(super) organization: String,
    pub(super) project: String,
    pub(super) kind: SubjectKind,
    /// What was asked about, with its title.
    pub(super) subject: String,
    /// Of all cells shown.
    pub(super) responsibility: Responsibility,
    /// Both sides by name.
    #[serde(skip)]
    pub(super) names: SideNames,
    /// Background, shown before the cells.
    pub(super) facts: Vec<String>,
    pub(super) controls: Vec<ControlAnswer>,
}

impl Answer {
    /// True when nothing was found to answer with: no cell, and no entry that takes one away.
    pub(super) fn is_without_cells(&self) -> bool {
        self.controls.iter().all(|control| control.cells.is_empty() && control.left_out.is_empty())
    }

    fn new(
        explained: ExplainedProject<'_, '_>,
        kind: SubjectKind,
        subject: String,
        filter: &Filter<'_>,
    ) -> Self {
        let state = explained.state;
        let organization = state.matrix.scope.organization;
        let controls = control_answers(explained, filter);
        let names = controls.iter().map(|control| &control.names);
        Self {
            r#type: "explanation",
            organization: organization.id.to_string(),
            project: state.project.id.to_string(),
            kind,
            subject,
            responsibility: Responsibility::fold(controls.iter().map(|control| control.responsibility)),
            names: SideNames::together(organization.name.trim(), names),
            facts: Vec::new(),
            controls,
        }
    }
}

/// Explains controls or parts.
pub(super) fn of_targets(explained: ExplainedProject<'_, '_>, filter: &Filter<'_>) -> Answer {
    let name = |target: &Target| {
        let row = explained.state.matrix.control(target.control.as_str());
        format!("{target} {}", row.map(|row| row.control.title.as_str()).unwrap_or_default())
    };
    let targets = filter.targets.as_deref().unwrap_or_default();
    let subject = targets.iter().map(name).collect::<Vec<_>>().join(", ");
    Answer::new(explained, SubjectKind::Control, subject, filter)
}

/// Explains a requirement by the controls that satisfy it.
pub(super) fn of_requirement(
    explained: ExplainedProject<'_, '_>,
    table: &FrameworkTable<'_>,
    row: &RequirementRow<'_>,
    filter: &Filter<'_>,
) -> Answer {
    let requirement = row.requirement;
    let subject = format!(
        "{}/{} {} ({})",
        table.framework.id, requirement.id, requirement.title, table.framework.title
    );
    let mut answer = Answer::new(explained, SubjectKind::Requirement, subject, filter);
    answer.responsibility = row.responsibility();
    let organization = &answer.names.organization;
    answer.facts = match (row.state, &requirement.organizational) {
        (RequirementState::Mapped(_), _) => vec![satisfied_by(row)],
        (RequirementState::Organizational, Some(reason)) => {
            vec![format!("only the organisation can satisfy it: {reason}")]
        }
        (RequirementState::Organizational, None) | (RequirementState::Unmapped, _) => {
            vec![format!(
                "it is mapped to no control of the catalog, so it counts as the responsibility of {organization}"
            )]
        }
    };
    answer
}

fn satisfied_by(row: &RequirementRow<'_>) -> String {
    let targets: Vec<String> = row.requirement.satisfied_by.iter().map(ToString::to_string).collect();
    format!("satisfied by {}", targets.join(", "))
}

/// Explains a service by every cell that it has.
pub(super) fn of_service(
    explained: ExplainedProject<'_, '_>,
    service: &Service,
    filter: &Filter<'_>,
) -> Answer {
    let ExplainedProject { sources, state, .. } = explained;
    let scope = &state.matrix.scope;
    let subject = format!("{} {}", service.used_as(), service.name);
    let mut answer = Answer::new(explained, SubjectKind::Service, subject, filter);
    let class = scope.catalog.class(&service.class).map_or(service.class.as_str(), |class| &class.title);
    answer.facts.push(format!("class {class} ({})", sources.place_of(&service.origin.key("class"))));
    for exception in &service.exceptions {
        let place = sources.place_of(&exception.origin);
        answer.facts.push(format!("differs in {}: {} ({place})", exception.selector, exception.reason));
    }
    let in_use = scope.services.iter().filter(|in_use| is_use_of(in_use.service, service));
    answer.facts.extend(in_use.map(|in_use| format!("in use here ({})", sources.place_of(in_use.origin))));
    answer
}
