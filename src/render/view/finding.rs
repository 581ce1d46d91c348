//! Findings in words: what is missing, who should act, and how.

use onus_core::assess::{Finding, FindingCode};
use onus_core::diagnostic::Severity;
use onus_core::model::{ControlId, PartyId};
use onus_core::resolve::{Matrix, duty_holders};
use serde::Serialize;

use super::ViewContext;
use super::evidence::DependentRequirementsView;
use super::link::ControlLink;
use super::party::party_name;
use super::text::{Text, listed, quoted};

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FindingView<'a> {
    code: &'static str,
    /// `Error`, `Warning` or `Note`.
    severity: &'static str,
    /// One lowercase phrase.
    pub(super) message: String,
    control: Option<ControlLink<'a>>,
    /// The controls that depend on its evidence, or the control that it is about.
    controls: Vec<ControlLink<'a>>,
    /// The requirements that depend on its evidence, by framework.
    requirements: Vec<DependentRequirementsView<'a>>,
    objective: Option<Text<'a>>,
    /// Name of the service that it is about, or none.
    service: Option<Text<'a>>,
    /// Id of the evidence that it is about, or none.
    evidence: Option<&'a str>,
    /// Who is to act: the owner of the statement, or else the parties with a duty in the control, or else whoever
    /// the organisation names as its contact.
    owner: String,
    /// `file:line` of the entry that causes it.
    place: String,
}

/// Findings of one code.
#[derive(Debug, Serialize)]
pub(super) struct FindingKindView<'a> {
    code: &'static str,
    /// `Error`, `Warning` or `Note`.
    severity: &'static str,
    sentence: &'static str,
    advice: &'static str,
    /// Sorted by owner.
    findings: Vec<FindingView<'a>>,
}

impl<'a> FindingView<'a> {
    /// All findings: the most severe first, then the most urgent, then in catalog order.
    pub(super) fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>, findings: &'a [Finding]) -> Vec<Self> {
        let mut sorted: Vec<&Finding> = findings.iter().collect();
        sorted.sort_by_key(|finding| Self::order(finding.code));
        sorted.into_iter().map(|finding| Self::new(context, matrix, finding)).collect()
    }

    pub(super) fn new(context: ViewContext<'_>, matrix: &'a Matrix<'a>, finding: &'a Finding) -> Self {
        let control = finding.control.as_ref().and_then(|id| matrix.control(id.as_str()));
        let service = finding.service.as_ref().and_then(|id| {
            let used = matrix.scope.services.iter().map(|in_use| in_use.service);
            let used = used.clone().find(|service| service.used_as() == id);
            used.or_else(|| matrix.scope.catalog.services.get(id))
        });
        Self {
            code: finding.code.as_str(),
            severity: severity(finding.severity()),
            message: message(finding),
            control: control.map(|row| ControlLink::new(row.control)),
            controls: if finding.dependents.controls.is_empty() {
                control.map(|row| ControlLink::new(row.control)).into_iter().collect()
            } else {
                let dependents = finding.dependents.controls.iter();
                let rows = dependents.filter_map(|id| matrix.control(id.as_str()));
                rows.map(|row| ControlLink::new(row.control)).collect()
            },
            requirements: DependentRequirementsView::listed(matrix, &finding.dependents.requirements),
            objective: control.map(|row| Text(&row.control.objective)),
            service: service.map(|service| Text(&service.name)),
            evidence: finding.evidence.as_ref().map(|id| id.as_str()),
            owner: owner(matrix, finding),
            place: context.place(&finding.origin),
        }
    }
}

impl FindingView<'_> {
    /// What findings are sorted by.
    pub(super) fn order(code: FindingCode) -> impl Ord {
        (std::cmp::Reverse(code.severity()), Urgency::of(code))
    }

    /// Names of the parties that are to act; empty when no party is known to.
    pub(super) fn parties<'a>(matrix: &Matrix<'a>, finding: &Finding) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for name in
            owning_parties(matrix, finding).into_iter().map(|party| party_name(matrix, party).0.trim())
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl<'a> FindingKindView<'a> {
    /// The codes that occur, the most severe first.
    pub(super) fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>, findings: &'a [Finding]) -> Vec<Self> {
        let mut codes: Vec<FindingCode> = FindingCode::ALL.to_vec();
        codes.sort_by_key(|code| FindingView::order(*code));
        let kind = |code: FindingCode| {
            let own = findings.iter().filter(|finding| finding.code == code);
            let mut findings: Vec<_> =
                own.map(|finding| FindingView::new(context, matrix, finding)).collect();
            // By owner, so that all that one party has to do is side by side.
            findings.sort_by(|one, other| {
                let control = |finding: &FindingView<'a>| finding.control.as_ref().map(|control| control.id);
                one.owner.cmp(&other.owner).then_with(|| control(one).cmp(&control(other)))
            });
            Self {
                code: code.as_str(),
                severity: severity(code.severity()),
                sentence: code.sentence(),
                advice: code.advice(),
                findings,
            }
        };
        codes.into_iter().map(kind).filter(|kind| !kind.findings.is_empty()).collect()
    }
}

/// The message with ids and paths in quotation marks instead of the backticks of a terminal. Messages without ids stay
/// as they are: backticks in them belong to a title of the catalog or a profile.
pub(super) fn message(finding: &Finding) -> String {
    let text = finding.message.trim();
    match finding.code {
        FindingCode::ClassUnknown
        | FindingCode::EvidenceDue
        | FindingCode::EvidenceStale
        | FindingCode::EvidenceFileMissing
        | FindingCode::EvidencePointer
        | FindingCode::EvidenceEmpty
        | FindingCode::EvidenceAltered
        | FindingCode::EvidenceFromFuture
        | FindingCode::EvidenceOutOfScope
        | FindingCode::AcceptanceLapsed
        | FindingCode::ApprovalOutdated
        | FindingCode::InheritedNotImplemented
        | FindingCode::InheritedStale
        | FindingCode::InheritedAskUnanswered
        | FindingCode::InheritedPartUnknown
        | FindingCode::InheritedRegionOutOfScope
        | FindingCode::OfferUnused
        | FindingCode::AttributeUnstated
        | FindingCode::WithoutEffect => quoted(text),
        FindingCode::OwnerWithoutDuty
        | FindingCode::RequirementContradicted
        | FindingCode::ConfirmationContradicted
        | FindingCode::ConfirmationFromFuture => text.to_owned(),
        FindingCode::DutyWithoutParty
        | FindingCode::NoServices
        | FindingCode::StatementMissing
        | FindingCode::StatementWithoutText
        | FindingCode::StatementWithoutOwner
        | FindingCode::StatusDateUnknown
        | FindingCode::StatusOverdue
        | FindingCode::EvidenceMissing
        | FindingCode::AttestationMissing
        | FindingCode::AttestationServiceOutOfScope
        | FindingCode::AttestationRegionOutOfScope
        | FindingCode::AttestationGap
        | FindingCode::AttestationLapsed
        | FindingCode::AttestationFrameworkUnproven
        | FindingCode::AttestationDue
        | FindingCode::AttestationQualified
        | FindingCode::AttestationAdverse
        | FindingCode::AttestationExceptionUnanswered
        | FindingCode::AttestationSubserviceUncovered
        | FindingCode::AttestationUnused
        | FindingCode::SelfVerification
        | FindingCode::ServiceEnded
        | FindingCode::ServiceEnding
        | FindingCode::RequirementUnmapped => text.to_owned(),
    }
}

/// The order of findings of one severity, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    /// Something is not as the profile or a register says.
    Wrong,
    /// Evidence that an auditor would ask for in vain.
    NotShown,
    /// Duties of a provider without a valid report.
    NotCovered,
    /// A date has passed.
    Late,
    /// Needs attention before a date passes, or has no date.
    Upcoming,
    /// Still to be written.
    Unwritten,
}

impl Urgency {
    fn of(code: FindingCode) -> Self {
        match code {
            FindingCode::DutyWithoutParty
            | FindingCode::ClassUnknown
            | FindingCode::NoServices
            | FindingCode::InheritedNotImplemented
            | FindingCode::RequirementContradicted
            | FindingCode::ConfirmationContradicted
            | FindingCode::ConfirmationFromFuture
            | FindingCode::EvidenceAltered => Self::Wrong,
            FindingCode::EvidenceFileMissing
            | FindingCode::EvidencePointer
            | FindingCode::EvidenceEmpty
            | FindingCode::EvidenceFromFuture => Self::NotShown,
            FindingCode::AttestationMissing
            | FindingCode::AttestationServiceOutOfScope
            | FindingCode::AttestationRegionOutOfScope
            | FindingCode::AttestationGap
            | FindingCode::AttestationLapsed
            | FindingCode::AttestationFrameworkUnproven
            | FindingCode::AttestationQualified
            | FindingCode::AttestationAdverse
            | FindingCode::AttestationExceptionUnanswered
            | FindingCode::AttestationSubserviceUncovered
            | FindingCode::AttestationUnused
            | FindingCode::InheritedRegionOutOfScope => Self::NotCovered,
            FindingCode::AcceptanceLapsed
            | FindingCode::EvidenceStale
            | FindingCode::InheritedStale
            | FindingCode::ServiceEnded
            | FindingCode::StatusOverdue => Self::Late,
            FindingCode::EvidenceDue
            | FindingCode::AttestationDue
            | FindingCode::EvidenceMissing
            | FindingCode::EvidenceOutOfScope
            | FindingCode::OwnerWithoutDuty
            | FindingCode::StatusDateUnknown
            | FindingCode::InheritedPartUnknown
            | FindingCode::OfferUnused
            | FindingCode::ApprovalOutdated
            | FindingCode::ServiceEnding
            | FindingCode::SelfVerification
            | FindingCode::WithoutEffect => Self::Upcoming,
            FindingCode::StatementMissing
            | FindingCode::StatementWithoutText
            | FindingCode::StatementWithoutOwner
            | FindingCode::InheritedAskUnanswered
            | FindingCode::AttributeUnstated
            | FindingCode::RequirementUnmapped => Self::Unwritten,
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    }
}

fn owner(matrix: &Matrix<'_>, finding: &Finding) -> String {
    let parties = FindingView::parties(matrix, finding);
    if !parties.is_empty() {
        return listed(&parties);
    }
    let organization = matrix.scope.organization;
    let contact = organization.contact.as_ref().map_or(&organization.name, |contact| &contact.name);
    contact.trim().to_owned()
}

/// The parties that own a finding: the one that provides the evidence, or else the owners of the statements, or else those
/// with a duty in the control, by name. Empty for what is about none of these.
pub(super) fn owning_parties<'a>(matrix: &Matrix<'a>, finding: &Finding) -> Vec<&'a PartyId> {
    let register = &matrix.scope.organization.evidence;
    let evidence = finding.evidence.as_ref().and_then(|id| register.get(id));
    if let Some(party) = evidence.and_then(|evidence| evidence.provided_by.as_ref()) {
        return vec![party];
    }
    let row = finding.control.as_ref().and_then(|id: &ControlId| matrix.control(id.as_str()));
    let owners = row.map(|row| row.owners()).unwrap_or_default();
    if !owners.is_empty() {
        return owners;
    }
    let mut holders = duty_holders(row.into_iter().flat_map(|row| &row.cells));
    holders.sort_by(|one, other| one.name.cmp(&other.name));
    holders.into_iter().map(|party| &party.id).collect()
}
