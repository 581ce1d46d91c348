//! Assesses a matrix on a day: what is missing, unsupported or out of date.

mod acceptances;
mod accountability;
mod assurance;
mod attestation_findings;
mod attestation_state;
mod attributes;
mod catalog;
mod catalog_names;
mod catalog_texts;
mod chain;
mod coverage;
mod customers;
mod evidence;
mod evidence_requests;
mod finding;
mod next_change;
mod offer_evidence;
mod offer_file;
mod offer_file_faults;
mod offer_state;
mod offers;
mod originations;
mod proof;
mod register;
mod requirements;
mod sample;
mod service_end;
mod statements;
mod status_cap;

use chrono::NaiveDate;

use crate::model::{Duty, Part, Project, Selector, Service};
use crate::resolve::{Assignee, ControlRow, IdleOverride, Matrix, RequirementState, idle_exceptions};
use crate::source::Origin;
use crate::texts::EvidenceFiles;

pub use crate::model::{EvidenceState, FindingCode};
pub use acceptances::AcceptanceState;
pub use accountability::future_days;
pub use assurance::{Assurance, Shortfall, assurances};
pub use attestation_state::{AttestationState, is_due};
pub use catalog::catalog_mistakes;
pub use coverage::{FrameworkCoverage, coverage};
pub use customers::{CustomerRequirement, CustomerShare, CustomerTable, customer_tables, to_customers};
pub use evidence_requests::EvidenceRequests;
pub use finding::{Dependents, Finding, FindingLevel, Gap};
pub use next_change::next_assessment_change;
pub use offer_file::{OFFER_SCHEMA, OfferFile, OfferingOrganization, OfferingProject};
pub use offers::{ResolvedOffers, resolve_offers};
pub use originations::{RequirementOrigination, originations};
pub use proof::{CellProof, Proofs, Proven, ProviderProof};
pub use register::{AssessedEvidence, assess_register};
pub use requirements::{AssessedPart, RequirementAssessment, RequirementAssessor};
pub use sample::{CellSample, SampledCell, sampled_cells};
pub use status_cap::StatusCap;

/// A project with its matrix and findings.
#[derive(Debug)]
pub struct AssessedProject<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its matrix.
    pub matrix: Matrix<'a>,
    /// Its findings, in the order of the catalog.
    pub findings: Vec<Finding>,
}

/// What an assessment is based on besides the matrix.
#[derive(Debug, Clone, Copy)]
pub struct AssessmentBasis<'s> {
    /// The day on which everything is judged.
    pub as_of: NaiveDate,
    /// The state of the files that registers name.
    pub files: &'s EvidenceFiles,
}

/// Finds the gaps of a matrix: those of the scope, then those of each control in catalog order, then those of evidence,
/// risk acceptances and reports.
pub fn assess(matrix: &Matrix<'_>, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let as_of = basis.as_of;
    let mut findings = Vec::new();
    findings.extend(scope(matrix));
    findings.extend(service_end::findings(matrix, as_of));
    findings.extend(attributes::unstated(matrix));
    for row in &matrix.controls {
        findings.extend(unassigned_duties(matrix, row));
        findings.extend(statements::of_control(matrix, row, as_of));
    }
    let assessor = RequirementAssessor::new(matrix, basis);
    findings.extend(statements::of_requirements(matrix, &assessor, as_of));
    findings.extend(accountability::self_verification(matrix));
    findings.extend(accountability::outdated_approvals(matrix, as_of));
    findings.extend(idle(matrix, |origin| matrix.scope.is_own(origin), "of the project"));
    findings.extend(statements::idle(matrix));
    findings.extend(unmapped(matrix));
    findings.extend(evidence::findings(matrix, basis));
    findings.extend(acceptances::findings(matrix, as_of));
    findings.extend(attestation_findings::findings(matrix, basis));
    findings.extend(chain::findings(matrix));
    findings.iter_mut().for_each(|finding| finding.settle_level(&matrix.scope));
    finding::number_duplicates(&mut findings);
    findings
}

/// Overrides and not-applicable entries of the organisation that change nothing in a project. They are gaps of the
/// organisation if they change nothing in any.
pub fn idle_of_organization(matrix: &Matrix<'_>) -> Vec<Finding> {
    let mut findings = idle(matrix, |origin| !matrix.scope.is_own(origin), "of any project");
    findings.iter_mut().for_each(|finding| finding.settle_level(&matrix.scope));
    finding::number_duplicates(&mut findings);
    findings
}

/// Gaps that concern the services in use.
fn scope(matrix: &Matrix<'_>) -> Vec<Finding> {
    let scope = &matrix.scope;
    let mut findings = Vec::new();
    if scope.services.is_empty() {
        let message = "no service is in use, so no control is inherited";
        findings.push(Finding::new(FindingCode::NoServices, message, scope.origin()));
    }
    for in_use in &scope.services {
        let service = in_use.service;
        if scope.catalog.class(&service.class).is_none() {
            let message = format!(
                "unknown service class `{}`: all duties for {} count as the customer's",
                service.class, service.name
            );
            let origin = service.origin.key("class");
            findings.push(Finding::new(FindingCode::ClassUnknown, message, &origin).service(&service.id));
        }
        // Those of the built-in catalog are checked by `onus catalog check`.
        if service.is_own {
            findings.extend(idle_exceptions(scope.catalog, service).into_iter().map(|exception| {
                let message = format!("this exception changes no cell of {}", service.name);
                let finding = Finding::new(FindingCode::WithoutEffect, message, &exception.origin);
                finding.service(&service.id).fact("exception", selected(&exception.selector))
            }));
        }
    }
    findings
}

/// Duties of the customer that are delegated to no party: one finding for all services for which the same duties of a
/// part are unassigned, at the profile that uses them.
fn unassigned_duties(matrix: &Matrix<'_>, row: &ControlRow<'_>) -> Vec<Finding> {
    let mut grouped: Vec<Unassigned<'_>> = Vec::new();
    for cell in &row.cells {
        let duties: Vec<Duty> = Duty::ALL
            .into_iter()
            .filter(|duty| matches!(cell.assignees.get(*duty), Assignee::Unassigned))
            .collect();
        if duties.is_empty() {
            continue;
        }
        let profile = matrix.profile_of([cell]);
        let is_same = |present: &&mut Unassigned<'_>| {
            present.part.id == cell.part.id && present.duties == duties && present.profile == profile
        };
        match grouped.iter_mut().find(is_same) {
            Some(present) => present.services.extend(cell.service),
            None => {
                let services = cell.service.into_iter().collect();
                grouped.push(Unassigned { part: cell.part, duties, services, profile });
            }
        }
    }
    grouped.into_iter().map(|unassigned| unassigned.finding(row)).collect()
}

/// Duties of a part that are unassigned for some services, or for the organisation as a whole.
struct Unassigned<'a> {
    part: &'a Part,
    duties: Vec<Duty>,
    services: Vec<&'a Service>,
    /// The profile in which they can be assigned.
    profile: &'a Origin,
}

impl Unassigned<'_> {
    fn finding(self, row: &ControlRow<'_>) -> Finding {
        let duties: Vec<&str> = self.duties.into_iter().map(Duty::word).collect();
        let names: Vec<&str> = self.services.iter().map(|service| service.name.as_str()).collect();
        let place = if names.is_empty() { String::new() } else { format!(" for {}", names.join(", ")) };
        let message = format!(
            "no party is assigned to {} {}, part {}{place}",
            duties.join(" or "),
            row.control.title,
            self.part.title,
        );
        let finding = Finding::new(FindingCode::DutyWithoutParty, message, &self.profile.key("delegations"))
            .control(row.control)
            .part(self.part)
            .fact("duties", duties.join(", "));
        match self.services.as_slice() {
            [] => finding,
            [only] => finding.service(only.used_as()),
            several => {
                // Sorted, so that the id of the finding does not depend on the order in which profiles name services.
                let mut ids: Vec<&str> = several.iter().map(|service| service.used_as().as_str()).collect();
                ids.sort_unstable();
                finding.fact("services", ids.join(", "))
            }
        }
    }
}

/// Entries of a level that change no cell.
fn idle(matrix: &Matrix<'_>, own: impl Fn(&Origin) -> bool + Copy, whose: &str) -> Vec<Finding> {
    let overrides = matrix.idle_overrides.iter().filter(|idle| own(&idle.entry().origin)).map(|idle| {
        let message = match idle {
            IdleOverride::Unmatched(_) => {
                format!("this override matches no cell {whose}; the service may no longer be in use")
            }
            IdleOverride::Unchanging(_) => {
                format!("this override changes no cell {whose}; what it says holds without it")
            }
        };
        let entry = idle.entry();
        let finding = Finding::new(FindingCode::WithoutEffect, message, &entry.origin);
        finding.fact("override", selected(&entry.selector))
    });
    let exclusions = matrix.idle_exclusions.iter().filter(|entry| own(&entry.origin)).map(|entry| {
        let message = format!("this not-applicable entry matches no cell {whose}");
        let finding = Finding::new(FindingCode::WithoutEffect, message, &entry.origin);
        finding.fact("not-applicable", selected(&entry.selector))
    });
    overrides.chain(exclusions).collect()
}

/// What an entry selects, for telling its finding from others: the ids that it names.
fn selected(selector: &Selector) -> String {
    let Selector { control, part, service, domain, layer, classes, traits, needs } = selector;
    let control = control.as_ref().map(|id| id.as_str());
    let part = part.as_ref().map(|id| id.as_str());
    let service = service.as_ref().map(|id| id.as_str());
    let mut words: Vec<String> =
        [control, part, service].map(|id| id.unwrap_or("*").to_owned()).into_iter().collect();
    // Only where they are given, so that findings on entries without them keep their ids.
    words.extend(domain.iter().map(|id| format!("domain={id}")));
    words.extend(layer.iter().map(|id| format!("layer={id}")));
    words.extend(classes.iter().map(|id| format!("class={id}")));
    words.extend(traits.iter().map(|id| format!("trait={id}")));
    words.extend(needs.iter().map(|id| format!("needs={id}")));
    words.join(" ")
}

/// Requirements that are mapped to no control, one finding for each framework.
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
                "{} of {} requirements of {} {}: {}",
                open.len(),
                table.requirements.len(),
                table.framework.title,
                if open.len() == 1 {
                    "is mapped to no control and counts as the customer's"
                } else {
                    "are mapped to no control and count as the customer's"
                },
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
