//! Open weaknesses, and statements that promise something for later, as a plan of action and milestones lists them: who mends
//! what, until when.

use chrono::NaiveDate;
use onus_core::assess::{AcceptanceState, Finding, FindingCode, FindingLevel};
use onus_core::diagnostic::Severity;
use onus_core::model::{ProjectId, Target};
use onus_core::resolve::{ControlRow, ScopedStatement};
use serde::Serialize;

use super::affected::{AffectedRequirements, AffectedRequirementsView};
use super::finding::FindingView;
use super::party::party_name;
use super::statement::{about, prose};
use super::status::is_open;
use super::text::{Text, listed};
use super::view_cache::ViewCache;
use crate::render::prose::one_line;

/// A weakness: a finding that is an error or a warning.
#[derive(Debug, Serialize)]
pub(super) struct WeaknessView<'a> {
    /// As `onus check` shows it, such as `f-28829d532b234bb3`.
    id: String,
    /// What is missing, in one phrase without places in files.
    weakness: String,
    /// What is there once it is mended, in few words.
    milestone: &'static str,
    /// The parties that are to act, the first few by name; none when no party is known to.
    parties: Option<String>,
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

impl<'a> WeaknessView<'a> {
    /// Those of a project, in the order of its findings by kind.
    pub(super) fn of(
        cache: &ViewCache<'_, 'a>,
        affected: &AffectedRequirements<'a>,
        findings: &'a [Finding],
    ) -> Vec<Self> {
        let mut found: Vec<&Finding> =
            findings.iter().filter(|finding| finding.severity() != Severity::Note).collect();
        found.sort_by_key(|finding| FindingView::order(finding.code));
        found.into_iter().map(|finding| Self::new(cache, affected, finding)).collect()
    }

    fn new(cache: &ViewCache<'_, 'a>, affected: &AffectedRequirements<'a>, finding: &'a Finding) -> Self {
        let ViewCache { context, matrix, .. } = cache;
        let scope = &matrix.scope;
        let row = finding.control.as_ref().and_then(|id| matrix.control(id.as_str()));
        let project = scope.project.map(|project| &project.id);
        let due = row.and_then(|row| target_date(finding, row));
        let view = FindingView::new(*context, matrix, finding);
        Self {
            weakness: without_path(&view.message),
            id: finding.id(&scope.organization.id, own(finding, project)).to_string(),
            milestone: milestone(finding.code),
            parties: named(&FindingView::parties(matrix, finding)),
            affects: affected.by_finding(finding),
            due: due.map(|day| day.to_string()),
            late: due.is_some_and(|day| day < context.as_of()),
            accepted: row.map(|row| accepted(finding, row, context.as_of())).unwrap_or_default(),
            finding: view,
        }
    }
}

/// A message without the path of the file that it is about: documents have places in files in their appendix alone.
fn without_path(message: &str) -> String {
    const FILE: &str = "file “";
    let path = message.split_once(FILE).and_then(|(before, rest)| Some((before, rest.split_once('”')?.1)));
    path.map_or_else(|| message.to_owned(), |(before, after)| format!("{before}file{after}"))
}

/// The most parties that are named.
const MOST_PARTIES: usize = 2;

fn named(parties: &[&str]) -> Option<String> {
    match parties.len().checked_sub(MOST_PARTIES).filter(|more| *more > 0) {
        Some(more) => Some(format!("{} and {more} more", parties[..MOST_PARTIES].join(", "))),
        None => (!parties.is_empty()).then(|| listed(parties)),
    }
}

/// What is there once a weakness of a kind is mended.
fn milestone(code: FindingCode) -> &'static str {
    match code {
        FindingCode::DutyWithoutParty => "Party named",
        FindingCode::ServiceEnded | FindingCode::ServiceEnding => "Service replaced",
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

/// A statement that is partial or planned.
#[derive(Debug, Serialize)]
pub(super) struct OpenWorkView<'a> {
    /// Of the control or requirement.
    id: &'a str,
    title: Text<'a>,
    /// The part and service that it is about, or none.
    about: Option<String>,
    /// Title of its framework, for a statement on a requirement; or none.
    framework: Option<Text<'a>>,
    /// `Partial` or `Planned`.
    status: &'static str,
    owner: Option<Text<'a>>,
    /// Target date, or none.
    due: Option<String>,
    late: bool,
    /// What is stated, on one line.
    text: String,
    /// Requirements that the control serves, by framework; empty for a statement on a requirement.
    affects: Vec<AffectedRequirementsView<'a>>,
}

impl<'a> OpenWorkView<'a> {
    /// Those about controls in which the customer has a duty, and about requirements: the earliest target date first, those
    /// without one last.
    pub(super) fn of(cache: &ViewCache<'_, 'a>, affected: &AffectedRequirements<'a>) -> Vec<Self> {
        let matrix = cache.matrix;
        let mut found: Vec<Self> = Vec::new();
        for row in matrix.controls.iter().filter(|row| row.concerns_customer()) {
            for scoped in row.statements().filter(|scoped| is_open(scoped.statement.status)) {
                found.push(Self {
                    about: scoped
                        .is_narrowed()
                        .then(|| about(cache.matrix.scope.catalog, row.control, scoped.statement)),
                    affects: affected.by_control(&row.control.id),
                    ..Self::new(cache, row.control.id.as_str(), &row.control.title, scoped)
                });
            }
        }
        for table in &matrix.frameworks {
            for row in &table.requirements {
                let scoped = row.statement.as_deref().filter(|scoped| is_open(scoped.statement.status));
                found.extend(scoped.map(|scoped| Self {
                    framework: Some(Text(&table.framework.title)),
                    ..Self::new(cache, row.requirement.id.as_str(), &row.requirement.title, scoped)
                }));
            }
        }
        found.sort_by_key(|one| (one.due.is_none(), one.due.clone()));
        found
    }

    fn new(cache: &ViewCache<'_, 'a>, id: &'a str, title: &'a str, scoped: &ScopedStatement<'a>) -> Self {
        let entry = scoped.statement;
        Self {
            id,
            title: Text(title),
            about: None,
            framework: None,
            status: entry.status.label(),
            owner: entry.owner.as_ref().map(|id| party_name(cache.matrix, id)),
            due: entry.due.map(|day| day.to_string()),
            late: entry.due.is_some_and(|day| day < cache.context.as_of()),
            text: one_line(&prose(scoped)),
            affects: Vec::new(),
        }
    }
}
