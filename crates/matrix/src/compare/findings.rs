//! Findings: new, closed, worse and better ones. A matrix gives findings no id, so they are matched by code and subject, and
//! where a subject can have several findings of a code, by message.

use std::collections::{BTreeMap, VecDeque};

use onus_core::model::{ControlId, EvidenceId, FindingCode, ServiceId, Status};

use super::change::{Change, ChangeSubject, ChangedItem, Effect, ItemName};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::MatrixPair;
use crate::file::FindingRecord;

/// The findings of both states that have no counterpart yet.
struct Unmatched<'m> {
    before: Vec<&'m FindingRecord<'m>>,
    after: Vec<&'m FindingRecord<'m>>,
}

/// What a finding is about.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct FindingSubject<'m> {
    control: Option<&'m ControlId>,
    service: Option<&'m ServiceId>,
    evidence: Option<&'m EvidenceId>,
}

/// Codes that follow each other on one subject: evidence that was due is stale now, a control without a statement is
/// implemented without evidence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum FindingFamily {
    Evidence,
    Attestation,
    Statement,
}

pub(super) fn changes(pair: &MatrixPair<'_>, found: &mut Vec<Change>) {
    let (before, after) = (pair.before.findings.iter().collect(), pair.after.findings.iter().collect());
    let mut unmatched = Unmatched { before, after };
    // From certain to likely, so that a likely match never takes a finding that has a certain one. First what says the same
    // about the same subject; then the same code, since days and counts in the message may differ; last what may follow
    // from another code.
    unmatched.take(pair, |finding| Some([&*finding.code, &*finding.message]));
    unmatched.take(pair, |finding| family(finding).map(|_| &*finding.code));
    let followed = unmatched.take(pair, family);
    found.extend(followed.iter().filter_map(|FindingMatch { before, after }| change(pair, before, after)));
    let severity =
        |finding: &FindingRecord<'_>| vec![(Aspect::Severity, DetailValue::Severity(finding.severity))];
    for finding in unmatched.after {
        let effect = if comes_with_progress(pair, finding) { Effect::Neutral } else { Effect::Worse };
        let change = Change::added(ChangeSubject::Finding, item(pair, finding), severity(finding));
        found.push(change.with_effect(effect).at(None, Some(&finding.place)));
    }
    for finding in unmatched.before {
        let change = Change::removed(ChangeSubject::Finding, item(pair, finding), severity(finding));
        found.push(change.with_effect(Effect::Better).at(Some(&finding.place), None));
    }
}

/// True for a finding that only asks for the next step after one that was taken: a control whose statement is new, or says
/// now that it is implemented, is better off than before, whatever the statement still lacks.
fn comes_with_progress(pair: &MatrixPair<'_>, finding: &FindingRecord<'_>) -> bool {
    let Some((FindingFamily::Statement, stage)) = place_in_family(finding) else { return false };
    let Some(id) = finding.control.as_deref() else { return false };
    let statuses = pair.statuses(id);
    match (statuses.before, statuses.after) {
        (None, Some(_)) => true,
        (Some(Status::Planned | Status::Partial), Some(Status::Implemented | Status::Alternative)) => {
            stage == UNPROVEN
        }
        (Some(_), Some(_) | None) | (None, None) => false,
    }
}

/// The stage of a control that is implemented and not proven: nothing about its statement is missing but the proof.
const UNPROVEN: u8 = 1;

/// The family of a finding.
fn family(finding: &FindingRecord<'_>) -> Option<FindingFamily> {
    place_in_family(finding).map(|(family, _)| family)
}

/// The family of a finding and how much it says is missing, of findings of one severity. None where its subject can have several findings of one code, and for codes that this version
/// does not know.
fn place_in_family(finding: &FindingRecord<'_>) -> Option<(FindingFamily, u8)> {
    use FindingCode as Code;
    let code = Code::ALL.iter().find(|known| known.as_str() == finding.code)?;
    let (family, stage, has_subject) = match code {
        Code::EvidenceDue
        | Code::EvidenceStale
        | Code::EvidenceFileMissing
        | Code::EvidencePointer
        | Code::EvidenceEmpty
        | Code::EvidenceAltered
        | Code::EvidenceFromFuture
        | Code::EvidenceOutOfScope => {
            (FindingFamily::Evidence, 1, finding.evidence.is_some() || finding.control.is_some())
        }
        Code::AttestationMissing => (FindingFamily::Attestation, 2, finding.service.is_some()),
        Code::AttestationServiceOutOfScope
        | Code::AttestationRegionOutOfScope
        | Code::AttestationGap
        | Code::AttestationLapsed
        | Code::AttestationFrameworkUnproven
        | Code::AttestationDue
        | Code::AttestationQualified
        | Code::AttestationAdverse
        | Code::AttestationExceptionUnanswered
        | Code::AttestationSubserviceUncovered
        | Code::AttestationUnused => (FindingFamily::Attestation, 1, finding.service.is_some()),
        Code::StatementMissing => (FindingFamily::Statement, 3, finding.control.is_some()),
        Code::StatementWithoutText
        | Code::StatementWithoutOwner
        | Code::OwnerWithoutDuty
        | Code::StatusDateUnknown
        | Code::StatusOverdue => (FindingFamily::Statement, 2, finding.control.is_some()),
        Code::EvidenceMissing => (FindingFamily::Statement, UNPROVEN, finding.control.is_some()),
        Code::DutyWithoutParty
        | Code::ClassUnknown
        | Code::ServiceEnded
        | Code::ServiceEnding
        | Code::NoServices
        | Code::AcceptanceLapsed
        | Code::InheritedNotImplemented
        | Code::InheritedStale
        | Code::InheritedRegionOutOfScope
        | Code::InheritedAskUnanswered
        | Code::InheritedPartUnknown
        | Code::OfferUnused
        | Code::AttributeUnstated
        | Code::SelfVerification
        | Code::ApprovalOutdated
        | Code::WithoutEffect
        | Code::RequirementContradicted
        | Code::ConfirmationContradicted
        | Code::ConfirmationFromFuture
        | Code::RequirementUnmapped => return None,
    };
    has_subject.then_some((family, stage))
}

/// A finding in both states.
struct FindingMatch<'m> {
    before: &'m FindingRecord<'m>,
    after: &'m FindingRecord<'m>,
}

impl<'m> Unmatched<'m> {
    /// Takes out those of both states that have the same subject and key, in their order; those without a key stay.
    fn take<K: Ord>(
        &mut self,
        pair: &MatrixPair<'m>,
        key: impl Fn(&'m FindingRecord<'m>) -> Option<K>,
    ) -> Vec<FindingMatch<'m>> {
        let mut waiting: BTreeMap<(FindingSubject<'_>, K), VecDeque<usize>> = BTreeMap::new();
        for (place, finding) in self.before.iter().copied().enumerate() {
            if let Some(key) = key(finding) {
                let control = finding.control.as_deref().map(|control| pair.new_id(control));
                let service = finding.service.as_deref().map(|service| pair.new_service(service));
                waiting.entry((subject(finding, control, service), key)).or_default().push_back(place);
            }
        }
        let mut matched = Vec::new();
        let mut is_taken = vec![false; self.before.len()];
        self.after.retain(|finding| {
            let (control, service) = (finding.control.as_deref(), finding.service.as_deref());
            let key = key(finding).map(|key| (subject(finding, control, service), key));
            let place = key.and_then(|key| waiting.get_mut(&key)?.pop_front());
            if let Some(place) = place {
                is_taken[place] = true;
                matched.push(FindingMatch { before: self.before[place], after: finding });
            }
            place.is_none()
        });
        let mut is_taken = is_taken.into_iter();
        self.before.retain(|_| !is_taken.next().unwrap_or_default());
        matched
    }
}

/// With the ids of control and service in the new matrix.
fn subject<'m>(
    finding: &'m FindingRecord<'m>,
    control: Option<&'m ControlId>,
    service: Option<&'m ServiceId>,
) -> FindingSubject<'m> {
    let evidence = finding.evidence.as_deref();
    // The evidence identifies the finding; what it supports may have changed with it.
    let control = control.filter(|_| evidence.is_none());
    FindingSubject { control, service, evidence }
}

fn item(pair: &MatrixPair<'_>, finding: &FindingRecord<'_>) -> ChangedItem {
    let control = finding.control.as_deref();
    ChangedItem {
        control: control
            .map(|id| ItemName { id: pair.new_id(id).to_string(), name: pair.title(id).to_owned() }),
        services: finding.service.iter().map(|id| pair.service(id)).collect(),
        ..ChangedItem::new(&finding.code, &finding.message)
    }
}

/// A finding that replaced another on the same subject.
fn change(pair: &MatrixPair<'_>, old: &FindingRecord<'_>, new: &FindingRecord<'_>) -> Option<Change> {
    let details = [
        ChangeDetail::between(
            Aspect::Severity,
            DetailValue::Severity(old.severity),
            DetailValue::Severity(new.severity),
        ),
        ChangeDetail::between_texts(Aspect::Code, &old.code, &new.code),
        ChangeDetail::between_texts(Aspect::Text, &old.message, &new.message),
    ];
    let change = Change::between(ChangeSubject::Finding, item(pair, new), details)?;
    let stage = |finding: &FindingRecord<'_>| place_in_family(finding).map(|(_, stage)| stage);
    let effect = Effect::of_rank(&(old.severity, stage(old)), &(new.severity, stage(new)));
    Some(change.with_effect(effect).at(Some(&old.place), Some(&new.place)))
}
