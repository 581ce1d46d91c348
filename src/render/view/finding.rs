//! Findings in words: what is missing, who is to do something about it, and what.

use std::collections::BTreeSet;

use onus_core::assess::{Finding, FindingCode};
use onus_core::diagnostic::Severity;
use onus_core::model::ControlId;
use onus_core::resolve::{Assignee, Matrix};
use serde::Serialize;

use super::ViewContext;
use super::evidence::DependentRequirementsView;
use super::link::ControlLink;
use super::party::party_name;
use super::text::{Text, listed, quoted};

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FindingView<'a> {
    /// Stable word for the kind of gap.
    code: &'static str,
    /// `Error`, `Warning` or `Note`.
    severity: &'static str,
    /// What is missing, in one lowercase phrase.
    message: String,
    /// The control it is about, or none.
    control: Option<ControlLink<'a>>,
    /// The controls that hang on the evidence it is about, or that control alone.
    controls: Vec<ControlLink<'a>>,
    /// The requirements that hang on the evidence it is about, by framework.
    requirements: Vec<DependentRequirementsView<'a>>,
    /// Objective of that control, or none.
    objective: Option<Text<'a>>,
    /// Name of the service it is about, or none.
    service: Option<Text<'a>>,
    /// Id of the evidence it is about, or none.
    evidence: Option<&'a str>,
    /// Who is to act: the owner of the statement, or else the parties with a duty in the control, or else whoever
    /// the organisation names as its contact.
    owner: String,
    /// File and line of what caused it.
    place: String,
}

/// Findings of one kind.
#[derive(Debug, Serialize)]
pub(super) struct FindingKindView<'a> {
    /// Stable word.
    code: &'static str,
    /// `Error`, `Warning` or `Note`.
    severity: &'static str,
    /// What is missing, in one sentence.
    sentence: &'static str,
    /// What to do about it, in one sentence.
    advice: &'static str,
    /// The findings, by owner.
    findings: Vec<FindingView<'a>>,
}

impl<'a> FindingView<'a> {
    /// All findings, the most severe first, else in the order of the catalog.
    pub(super) fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>, findings: &'a [Finding]) -> Vec<Self> {
        let mut sorted: Vec<&Finding> = findings.iter().collect();
        sorted.sort_by_key(|finding| (std::cmp::Reverse(finding.severity()), urgency(finding.code)));
        sorted.into_iter().map(|finding| Self::new(context, matrix, finding)).collect()
    }

    pub(super) fn new(context: ViewContext<'_>, matrix: &'a Matrix<'a>, finding: &'a Finding) -> Self {
        let control = finding.control.as_ref().and_then(|id| matrix.control(id.as_str()));
        let service = finding.service.as_ref().and_then(|id| matrix.scope.catalog.services.get(id));
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

impl<'a> FindingKindView<'a> {
    /// The kinds that occur, the most severe first.
    pub(super) fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>, findings: &'a [Finding]) -> Vec<Self> {
        let mut codes: Vec<FindingCode> = FindingCode::ALL.to_vec();
        codes.sort_by_key(|code| (std::cmp::Reverse(code.severity()), urgency(*code)));
        let kind = |code: FindingCode| {
            let own = findings.iter().filter(|finding| finding.code == code);
            let mut findings: Vec<_> =
                own.map(|finding| FindingView::new(context, matrix, finding)).collect();
            findings.sort_by(|one, other| {
                let key =
                    |finding: &FindingView<'_>| finding.control.as_ref().map(|control| control.id.to_owned());
                one.owner.cmp(&other.owner).then_with(|| key(one).cmp(&key(other)))
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

/// The message with an id in quotation marks instead of the backticks of a terminal. Names stay as they are.
fn message(finding: &Finding) -> String {
    let text = finding.message.trim();
    match finding.code {
        FindingCode::ClassUnknown
        | FindingCode::EvidenceDue
        | FindingCode::EvidenceStale
        | FindingCode::EvidenceFileMissing
        | FindingCode::EvidenceEmpty
        | FindingCode::EvidenceAltered
        | FindingCode::EvidenceFromFuture
        | FindingCode::EvidenceOutOfScope
        | FindingCode::AcceptanceLapsed
        | FindingCode::WithoutEffect => quoted(text),
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
        | FindingCode::AttestationUnused
        | FindingCode::RequirementUnmapped => text.to_owned(),
    }
}

/// Among findings of one severity: what is not as it was said to be, then what nobody vouches for, then what is late, then
/// what is still to be written.
fn urgency(code: FindingCode) -> u8 {
    match code {
        FindingCode::DutyWithoutParty
        | FindingCode::ClassUnknown
        | FindingCode::NoServices
        | FindingCode::EvidenceAltered => 0,
        FindingCode::EvidenceFileMissing | FindingCode::EvidenceEmpty | FindingCode::EvidenceFromFuture => 1,
        FindingCode::AttestationMissing
        | FindingCode::AttestationServiceOutOfScope
        | FindingCode::AttestationRegionOutOfScope
        | FindingCode::AttestationGap
        | FindingCode::AttestationLapsed
        | FindingCode::AttestationUnused => 2,
        FindingCode::AcceptanceLapsed | FindingCode::EvidenceStale | FindingCode::StatusOverdue => 3,
        FindingCode::EvidenceDue
        | FindingCode::EvidenceMissing
        | FindingCode::EvidenceOutOfScope
        | FindingCode::StatusDateUnknown
        | FindingCode::WithoutEffect => 4,
        FindingCode::StatementMissing
        | FindingCode::StatementWithoutText
        | FindingCode::StatementWithoutOwner
        | FindingCode::RequirementUnmapped => 5,
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
    let register = &matrix.scope.organization.evidence;
    let evidence = finding.evidence.as_ref().and_then(|id| register.get(id));
    if let Some(party) = evidence.and_then(|evidence| evidence.provided_by.as_ref()) {
        return party_name(matrix, party).0.trim().to_owned();
    }
    let row = finding.control.as_ref().and_then(|id: &ControlId| matrix.control(id.as_str()));
    let owner =
        row.and_then(|row| row.statement.as_deref()).and_then(|scoped| scoped.statement.owner.as_ref());
    if let Some(owner) = owner {
        return party_name(matrix, owner).0.trim().to_owned();
    }
    let assignees = row.into_iter().flat_map(|row| &row.cells).flat_map(|cell| cell.assignees.iter());
    let parties: BTreeSet<&str> = assignees
        .filter_map(|assignee| match assignee {
            Assignee::Party(party, _) => Some(party.name.as_str()),
            Assignee::Provider | Assignee::Unassigned => None,
        })
        .collect();
    if !parties.is_empty() {
        return listed(&parties.into_iter().collect::<Vec<_>>());
    }
    let organization = matrix.scope.organization;
    let contact = organization.contact.as_ref().map_or(&organization.name, |contact| &contact.name);
    contact.trim().to_owned()
}
