//! The complementary user entity controls that a project has to fulfil.

use onus_core::assess::EvidenceState;
use onus_core::model::{Attestation, ComplementaryControl, ImplementationStatus, Target};
use onus_core::resolve::{Assignee, Matrix, SupportingEvidence};
use serde::Serialize;

use super::ViewContext;
use super::complementary::AnswerView;
use super::link::{ControlLink, linked_controls};
use super::party::party_name;
use super::text::{Text, listed};

/// A complementary user entity control of a report that a project relies on.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ProjectUserControlView<'a> {
    /// As the report numbers it.
    id: &'a str,
    /// What the customer must do.
    text: Text<'a>,
    report: Text<'a>,
    /// Controls that fulfil it; empty when the register names none.
    controls: Vec<ControlLink<'a>>,
    /// Owners of these controls, or else parties with a duty in them, such as `Cloud Platform Team and Security
    /// Office`.
    parties: String,
    /// How far it is met: the status of the answer, or else the least of its controls; none where neither says so.
    status: Option<&'static str>,
    /// Ids of the valid evidence for it: that of the answer, or else that of its controls.
    evidence: Vec<&'a str>,
    /// What the organisation answers, or none.
    answer: Option<AnswerView<'a>>,
    /// `file:line`.
    place: String,
}

impl<'a> ProjectUserControlView<'a> {
    /// Those of all reports that cover a service of the project.
    pub(super) fn of(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let used = |report: &&'a Attestation| {
            let mut services = matrix.scope.services.iter().map(|in_use| in_use.service);
            services.any(|service| report.covers_service(service))
        };
        let reports = matrix.scope.organization.attestations.iter().filter(used);
        let view = |(report, control): (&'a Attestation, &'a ComplementaryControl)| Self {
            id: &control.id,
            text: Text(&control.text),
            report: Text(&report.title),
            controls: linked_controls(matrix, &control.targets),
            parties: parties(matrix, &control.targets),
            status: status(matrix, control),
            evidence: evidence(context, matrix, control),
            answer: AnswerView::new(matrix.scope.organization, control.answer.as_ref()),
            place: context.place(&control.origin),
        };
        reports
            .flat_map(|report| report.user_controls.iter().map(move |control| (report, control)))
            .map(view)
            .collect()
    }

    /// Those that a control fulfils.
    pub(super) fn on(all: &[Self], control: &str) -> Vec<Self> {
        all.iter().filter(|one| one.controls.iter().any(|link| link.id == control)).cloned().collect()
    }
}

/// The status of the answer, or else the least of the controls that fulfil it.
fn status(matrix: &Matrix<'_>, control: &ComplementaryControl) -> Option<&'static str> {
    let stated = control.answer.as_ref().and_then(|answer| answer.status);
    if let Some(stated) = stated {
        return Some(stated.label());
    }
    let statuses = control
        .targets
        .iter()
        .filter_map(|target| matrix.control(target.control.as_str()).map(|row| row.status_of(target)));
    let statuses: Vec<ImplementationStatus> = statuses.collect();
    (!statuses.is_empty()).then(|| ImplementationStatus::fold(statuses).label())
}

/// The valid evidence of the answer, or else of the controls that fulfil it.
fn evidence<'a>(
    context: ViewContext<'_>,
    matrix: &Matrix<'a>,
    control: &'a ComplementaryControl,
) -> Vec<&'a str> {
    let due_within = matrix.scope.organization.evidence_due_within;
    let named = control.answer.as_ref().map_or(&[][..], |answer| &answer.evidence);
    let is_meant = |one: &&SupportingEvidence<'a>| match named.is_empty() {
        true => one
            .targets
            .iter()
            .any(|target| control.targets.iter().any(|meant| meant.control == target.control)),
        false => named.contains(&one.evidence.id),
    };
    let valid = matrix.evidence.iter().filter(is_meant).map(|one| one.evidence);
    let valid = valid.filter(|one| EvidenceState::of(one, due_within, context.basis).is_valid());
    valid.map(|one| one.id.as_str()).collect()
}

/// The owners of the controls, or else the parties with a duty in them.
fn parties(matrix: &Matrix<'_>, targets: &[Target]) -> String {
    let rows: Vec<_> = targets
        .iter()
        .filter_map(|target| Some((matrix.control(target.control.as_str())?, target)))
        .collect();
    let owners = rows.iter().flat_map(|(row, _)| row.owners());
    let mut names: Vec<&str> = owners.map(|owner| party_name(matrix, owner).0.trim()).collect();
    if names.is_empty() {
        let cells = rows.iter().flat_map(|(row, target)| row.cells_of(target));
        names.extend(cells.flat_map(|cell| cell.assignees.iter()).filter_map(|assignee| match assignee {
            Assignee::Party(party, _) => Some(party.name.trim()),
            Assignee::Provider | Assignee::Unassigned => None,
        }));
    }
    names.sort_unstable();
    names.dedup();
    listed(&names)
}
