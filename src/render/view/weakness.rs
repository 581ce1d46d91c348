//! Open weaknesses as a plan of action and milestones lists them: who mends what, until when.

use std::collections::HashMap;

use chrono::NaiveDate;
use onus_core::assess::{AcceptanceState, Finding, FindingCode, FindingLevel};
use onus_core::diagnostic::Severity;
use onus_core::model::{ControlId, ProjectId, Target};
use onus_core::resolve::{ControlRow, Matrix};
use serde::Serialize;

use super::finding::FindingView;
use super::text::Text;
use super::view_cache::ViewCache;

/// A weakness: a finding that is an error or a warning.
#[derive(Debug, Serialize)]
pub(super) struct WeaknessView<'a> {
    /// As `onus check` shows it, such as `f-28829d532b234bb3`.
    id: String,
    /// What is there once it is mended, in few words.
    milestone: &'static str,
    /// True when a party is to act; otherwise the owner is only the contact of the organisation.
    assigned: bool,
    /// Requirements that it affects, by framework, each with the first few.
    affects: Vec<AffectedRequirementsView<'a>>,
    /// The day until which it is to be mended, or none.
    due: Option<String>,
    /// True when that day is past.
    late: bool,
    /// Ids of the risk acceptances in force about it.
    accepted: Vec<&'a str>,
    #[serde(flatten)]
    finding: FindingView<'a>,
}

/// Requirements of a framework that a weakness affects.
#[derive(Debug, Serialize)]
struct AffectedRequirementsView<'a> {
    framework: Text<'a>,
    ids: Vec<&'a str>,
    /// How many more there are.
    more: usize,
}

/// The most requirements of a framework that are named.
const MOST_REQUIREMENTS: usize = 3;

impl<'a> WeaknessView<'a> {
    /// Those of a project, in the order of its findings by kind.
    pub(super) fn of(cache: &ViewCache<'_, 'a>, findings: &'a [Finding]) -> Vec<Self> {
        let affected = AffectedRequirements::of(cache.matrix);
        let mut found: Vec<&Finding> =
            findings.iter().filter(|finding| finding.severity() != Severity::Note).collect();
        found.sort_by_key(|finding| FindingView::order(finding.code));
        found.into_iter().map(|finding| Self::new(cache, &affected, finding)).collect()
    }

    fn new(cache: &ViewCache<'_, 'a>, affected: &AffectedRequirements<'a>, finding: &'a Finding) -> Self {
        let ViewCache { context, matrix, .. } = cache;
        let scope = &matrix.scope;
        let row = finding.control.as_ref().and_then(|id| matrix.control(id.as_str()));
        let project = scope.project.map(|project| &project.id);
        let due = row.and_then(|row| target_date(finding, row));
        Self {
            id: finding.id(&scope.organization.id, own(finding, project)).to_string(),
            milestone: milestone(finding.code),
            assigned: FindingView::parties(matrix, finding).is_some(),
            affects: affected.by(finding),
            due: due.map(|day| day.to_string()),
            late: due.is_some_and(|day| day < context.as_of()),
            accepted: row.map(|row| accepted(finding, row, context.as_of())).unwrap_or_default(),
            finding: FindingView::new(*context, matrix, finding),
        }
    }
}

/// What is there once a weakness of a kind is mended.
fn milestone(code: FindingCode) -> &'static str {
    match code {
        FindingCode::DutyWithoutParty => "Party named",
        FindingCode::ClassUnknown => "Class given",
        FindingCode::NoServices => "Services listed",
        FindingCode::StatementMissing => "Statement made",
        FindingCode::StatementWithoutText => "Implementation described",
        FindingCode::StatementWithoutOwner | FindingCode::OwnerWithoutDuty => "Owner with a duty named",
        FindingCode::RequirementContradicted | FindingCode::ConfirmationContradicted => "Status corrected",
        FindingCode::ConfirmationFromFuture => "Date corrected",
        FindingCode::StatusDateUnknown => "Target date agreed",
        FindingCode::StatusOverdue => "Work completed",
        FindingCode::EvidenceMissing => "Evidence collected",
        FindingCode::EvidenceDue | FindingCode::EvidenceStale => "Evidence renewed",
        FindingCode::EvidenceFileMissing | FindingCode::EvidenceEmpty | FindingCode::EvidencePointer => {
            "File provided"
        }
        FindingCode::EvidenceAltered => "Change explained",
        FindingCode::EvidenceFromFuture | FindingCode::EvidenceOutOfScope => "Register corrected",
        FindingCode::AttestationMissing
        | FindingCode::AttestationServiceOutOfScope
        | FindingCode::AttestationRegionOutOfScope
        | FindingCode::AttestationLapsed
        | FindingCode::AttestationFrameworkUnproven
        | FindingCode::AttestationDue
        | FindingCode::AttestationAdverse
        | FindingCode::AttestationSubserviceUncovered
        | FindingCode::AttestationUnused => "Report obtained",
        FindingCode::AttestationGap => "Bridge letter obtained",
        FindingCode::AttestationQualified | FindingCode::AttestationExceptionUnanswered => {
            "Audit exception answered"
        }
        FindingCode::SelfVerification => "Verification delegated",
        FindingCode::ApprovalOutdated => "Approval renewed",
        FindingCode::AcceptanceLapsed => "Risk treated or accepted",
        FindingCode::InheritedNotImplemented
        | FindingCode::InheritedStale
        | FindingCode::InheritedRegionOutOfScope
        | FindingCode::InheritedPartUnknown => "Offer kept or replaced",
        FindingCode::InheritedAskUnanswered => "Answer given",
        FindingCode::OfferUnused | FindingCode::WithoutEffect => "Entry corrected or removed",
        FindingCode::AttributeUnstated => "Attribute stated",
        FindingCode::RequirementUnmapped => "Mapping or reason entered",
    }
}

/// The project, for a finding that is mended there.
fn own<'p>(finding: &Finding, project: Option<&'p ProjectId>) -> Option<&'p ProjectId> {
    match finding.level {
        FindingLevel::Project => project,
        FindingLevel::Organization => None,
    }
}

/// The day that the statement promises which the finding is about.
fn target_date(finding: &Finding, row: &ControlRow<'_>) -> Option<NaiveDate> {
    let is_promised = finding.code == FindingCode::StatusOverdue;
    row.statements().filter(|_| is_promised).filter_map(|scoped| scoped.statement.due).min()
}

/// Acceptances in force about what the finding is about.
fn accepted<'a>(finding: &Finding, row: &ControlRow<'a>, as_of: NaiveDate) -> Vec<&'a str> {
    let target = Target { control: row.control.id.clone(), part: finding.part.clone() };
    let is_about = |service: Option<&onus_core::model::ServiceId>| {
        service.is_none_or(|service| finding.service.as_ref() == Some(service))
    };
    let about = row.acceptances.iter().filter(|entry| {
        is_about(entry.selector.service.as_ref())
            && row.is_accepted(&target, entry)
            && AcceptanceState::of(entry, as_of) == AcceptanceState::InForce
    });
    about.map(|entry| entry.id.as_str()).collect()
}

/// Which requirements each control serves.
struct AffectedRequirements<'a> {
    matrix: &'a Matrix<'a>,
    /// Framework and requirement, by their places in the matrix.
    by_control: HashMap<&'a ControlId, Vec<AffectedRequirement<'a>>>,
}

/// A requirement that a control or one of its parts serves.
struct AffectedRequirement<'a> {
    framework: usize,
    requirement: usize,
    target: &'a Target,
}

impl<'a> AffectedRequirements<'a> {
    fn of(matrix: &'a Matrix<'a>) -> Self {
        let mut by_control: HashMap<&ControlId, Vec<AffectedRequirement<'a>>> = HashMap::new();
        for (framework, table) in matrix.frameworks.iter().enumerate() {
            for (requirement, row) in table.requirements.iter().enumerate() {
                for target in &row.requirement.satisfied_by {
                    let served = by_control.entry(&target.control).or_default();
                    served.push(AffectedRequirement { framework, requirement, target });
                }
            }
        }
        Self { matrix, by_control }
    }

    /// Those that a finding affects, in the order of the frameworks and their publishers.
    fn by(&self, finding: &'a Finding) -> Vec<AffectedRequirementsView<'a>> {
        let dependents = &finding.dependents.requirements;
        let mut places: Vec<(usize, usize)> = Vec::new();
        if let Some(control) = finding.control.as_ref().filter(|_| dependents.is_empty()) {
            let served = self.by_control.get(control).map_or(&[][..], Vec::as_slice);
            let is_meant =
                |one: &&AffectedRequirement<'_>| match (&finding.part, &one.target.part) {
                    (Some(part), Some(served)) => part == served,
                    (None, _) | (_, None) => true,
                };
            places.extend(served.iter().filter(is_meant).map(|one| (one.framework, one.requirement)));
        }
        for (framework, requirement) in dependents {
            let table = self.matrix.frameworks.iter().position(|table| table.framework.id == *framework);
            let Some(table) = table else { continue };
            let rows = &self.matrix.frameworks[table].requirements;
            let row = rows.iter().position(|row| row.requirement.id == *requirement);
            places.extend(row.map(|row| (table, row)));
        }
        places.sort_unstable();
        places.dedup();
        places.chunk_by(|one, other| one.0 == other.0).map(|chunk| self.view(chunk)).collect()
    }

    fn view(&self, places: &[(usize, usize)]) -> AffectedRequirementsView<'a> {
        let table = &self.matrix.frameworks[places[0].0];
        // One more would take as much room as its id.
        let named = if places.len() == MOST_REQUIREMENTS + 1 { places.len() } else { MOST_REQUIREMENTS };
        let ids = places.iter().take(named);
        AffectedRequirementsView {
            framework: Text(&table.framework.title),
            ids: ids.map(|place| table.requirements[place.1].requirement.id.as_str()).collect(),
            more: places.len().saturating_sub(named),
        }
    }
}
