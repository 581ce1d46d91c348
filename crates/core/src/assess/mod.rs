//! The matrix judged on a day: what is missing, unproven or out of date.

mod acceptances;
mod assurance;
mod catalog;
mod evidence;
mod evidence_requests;
mod finding;
mod next_change;
mod register;
mod statements;

use chrono::NaiveDate;

use crate::model::{Duty, Project, Responsibility, Selector, Service};
use crate::resolve::{Assignee, ControlRow, Matrix, MatrixCell, RequirementState};
use crate::texts::EvidenceFiles;

pub use crate::model::FindingCode;
pub use acceptances::AcceptanceState;
pub use assurance::{Assurance, AttestationState, Shortfall, assurances};
pub use catalog::{FrameworkCoverage, catalog_mistakes, coverage};
pub use evidence::EvidenceState;
pub use evidence_requests::EvidenceRequests;
pub use finding::{Dependents, Finding, Gap};
pub use next_change::next_assessment_change;
pub use register::{AssessedEvidence, assess_register};

/// A project's matrix with what was found in it.
#[derive(Debug)]
pub struct AssessedProject<'a> {
    /// The project.
    pub project: &'a Project,
    /// Who does what in it.
    pub matrix: Matrix<'a>,
    /// What is missing, in the order of the catalog.
    pub findings: Vec<Finding>,
}

/// What a matrix is judged by.
#[derive(Debug, Clone, Copy)]
pub struct AssessmentBasis<'s> {
    /// The day.
    pub as_of: NaiveDate,
    /// The files that evidence and reports name.
    pub files: &'s EvidenceFiles,
}

/// Judges a matrix. The findings are in the order of the catalog, each once.
pub fn assess(matrix: &Matrix<'_>, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let as_of = basis.as_of;
    let mut findings = Vec::new();
    findings.extend(scope(matrix));
    for row in &matrix.controls {
        findings.extend(unassigned_duties(row));
        findings.extend(statements::of_control(matrix, row, as_of));
    }
    findings.extend(idle(matrix));
    findings.extend(unmapped(matrix));
    findings.extend(evidence::findings(matrix, basis));
    findings.extend(acceptances::findings(matrix, as_of));
    findings.extend(assurance::findings(matrix, basis));
    finding::tell_apart(&mut findings);
    findings
}

/// What is odd about what is in use.
fn scope(matrix: &Matrix<'_>) -> Vec<Finding> {
    let scope = &matrix.scope;
    let mut findings = Vec::new();
    if scope.services.is_empty() {
        let message = "no service is in use, so nothing can be inherited";
        findings.push(Finding::new(FindingCode::NoServices, message, scope.origin()));
    }
    for in_use in &scope.services {
        let service = in_use.service;
        if scope.catalog.class(&service.class).is_none() {
            let message = format!(
                "the catalog has no class `{}`; every duty of {} counts as ours until it does",
                service.class, service.name
            );
            let origin = service.origin.key("class");
            findings.push(Finding::new(FindingCode::ClassUnknown, message, &origin).service(&service.id));
        }
    }
    findings
}

/// Customer duties that no party holds, one finding for each part and set of duties.
fn unassigned_duties(row: &ControlRow<'_>) -> Vec<Finding> {
    let mut grouped: Vec<(&MatrixCell<'_>, Vec<Duty>, Vec<&Service>)> = Vec::new();
    for cell in &row.cells {
        let empty: Vec<Duty> = Duty::ALL
            .into_iter()
            .filter(|duty| matches!(cell.assignees.get(*duty), Assignee::Unassigned))
            .collect();
        if empty.is_empty() {
            continue;
        }
        let services = cell.service;
        match grouped.iter_mut().find(|(first, duties, _)| first.part.id == cell.part.id && *duties == empty)
        {
            Some((_, _, present)) => present.extend(services),
            None => grouped.push((cell, empty, services.into_iter().collect())),
        }
    }
    let finding = |(cell, duties, services): (&MatrixCell<'_>, Vec<Duty>, Vec<&Service>)| {
        let duties: Vec<&str> = duties.into_iter().map(Duty::word).collect();
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        let place = if names.is_empty() { String::new() } else { format!(" for {}", names.join(", ")) };
        let message = format!(
            "nobody is named to {} {}, part {}{place}",
            duties.join(" or "),
            row.control.title,
            cell.part.title,
        );
        let finding = Finding::new(FindingCode::DutyWithoutParty, message, &cell.part.origin)
            .control(row.control)
            .part(cell.part)
            .fact("duties", duties.join(", "));
        match services.as_slice() {
            [] => finding,
            [only] => finding.service(&only.id),
            several => {
                let mut ids: Vec<&str> = several.iter().map(|service| service.id.as_str()).collect();
                ids.sort_unstable();
                finding.fact("services", ids.join(", "))
            }
        }
    };
    grouped.into_iter().map(finding).collect()
}

/// Entries that decide nothing here.
fn idle(matrix: &Matrix<'_>) -> Vec<Finding> {
    let own = |origin| matrix.scope.is_own(origin);
    let overrides = matrix.idle_overrides.iter().filter(|entry| own(&entry.origin)).map(|entry| {
        let message = "this override meets no cell of the project; the service may have gone out of use";
        let finding = Finding::new(FindingCode::WithoutEffect, message, &entry.origin);
        finding.fact("override", named(&entry.selector))
    });
    let exclusions = matrix.idle_exclusions.iter().filter(|entry| own(&entry.origin)).map(|entry| {
        let message = "this not-applicable entry meets no cell of the project";
        let finding = Finding::new(FindingCode::WithoutEffect, message, &entry.origin);
        finding.fact("not-applicable", named(&entry.selector))
    });
    overrides.chain(exclusions).collect()
}

/// What an entry is about, in the ids that it names.
fn named(selector: &Selector) -> String {
    let control = selector.control.as_ref().map(|id| id.as_str());
    let part = selector.part.as_ref().map(|id| id.as_str());
    let service = selector.service.as_ref().map(|id| id.as_str());
    [control, part, service].map(|id| id.unwrap_or("*")).join(" ")
}

/// Requirements that no control of the catalog satisfies, one finding for each framework.
fn unmapped(matrix: &Matrix<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in &matrix.frameworks {
        let open: Vec<&str> = table
            .requirements
            .iter()
            .filter(|row| row.state == RequirementState::Unmapped)
            .map(|row| row.requirement.id.as_str())
            .collect();
        if !open.is_empty() {
            let message = format!(
                "{} of {} requirements of {} are satisfied by no control and count as ours: {}",
                open.len(),
                table.requirements.len(),
                table.framework.title,
                open.join(", "),
            );
            let origin = &table.framework.origin;
            let baseline = table.baseline.map_or("*", |id| id.as_str());
            let finding = Finding::new(FindingCode::RequirementUnmapped, message, origin)
                .fact("framework", format_args!("{}/{baseline}", table.framework.id))
                .fact("requirements", open.join(", "));
            findings.push(finding);
        }
    }
    findings
}

/// True when the customer has something to say about a control.
fn concerns_customer(row: &ControlRow<'_>) -> bool {
    matches!(row.responsibility(), Responsibility::Shared | Responsibility::Customer)
}
