//! The kinds of gaps, each with its stable word, severity, sentence and advice: named in profiles, found by `assess`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostic::Severity;

macro_rules! findings {
    ($($variant:ident $word:literal $severity:ident $sentence:literal => $advice:literal)*) => {
        /// What kind of gap; the word is stable and may be used in scripts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FindingCode {
            $(#[doc = $sentence] $variant,)*
        }

        impl FindingCode {
            /// Every code, in the order of the guide.
            pub const ALL: &'static [FindingCode] = &[$(FindingCode::$variant,)*];

            /// The stable name.
            pub fn as_str(self) -> &'static str {
                match self { $(FindingCode::$variant => $word,)* }
            }

            /// How serious it is.
            pub fn severity(self) -> Severity {
                match self { $(FindingCode::$variant => Severity::$severity,)* }
            }

            /// One sentence on what is missing.
            pub fn sentence(self) -> &'static str {
                match self { $(FindingCode::$variant => $sentence,)* }
            }

            /// What to do about it, in one sentence of Markdown.
            pub fn advice(self) -> &'static str {
                match self { $(FindingCode::$variant => $advice,)* }
            }
        }
    };
}

findings! {
    DutyWithoutParty "duty-without-party" Error "A duty of the customer is not assigned to a party."
        => "Decide which party is responsible and name it under `delegations`."
    ClassUnknown "class-unknown" Error "A service in use has a class that is not in the catalog."
        => "Give the service one of the catalog's classes, or add the class to the catalog."
    ServiceEnded "service-ended" Warning "The provider has ended a service in use."
        => "Move to another service and take this one out of `services`."
    ServiceEnding "service-ending" Note "The provider has said that it will end a service in use."
        => "Plan the move to another service before that month is over."
    NoServices "no-services" Warning "The project uses no services."
        => "List the services that the project uses under `services`."
    StatementMissing "statement-missing" Warning "A customer or shared control has no implementation statement."
        => "Add an implementation statement with owner and evidence under `statements`, or a reason why the control does not apply under `not-applicable`."
    StatementWithoutText "statement-without-text" Warning "An implementation statement does not describe the implementation."
        => "Describe in the statement's `text` how the control is implemented."
    StatementWithoutOwner "statement-without-owner" Warning "An implementation statement has no owner."
        => "Name the accountable party as the statement's `owner`."
    OwnerWithoutDuty "owner-without-duty" Warning "The owner of a statement holds no duty in what it is about."
        => "Name a party that holds a duty there as the statement's `owner`, or give the owner a duty under `delegations`."
    RequirementContradicted "requirement-contradicted" Warning "A requirement is stated as implemented, but one of its controls is planned or partial."
        => "Correct the status of the requirement, or that of the control once the work is done."
    ConfirmationContradicted "confirmation-contradicted" Warning "A requirement was confirmed, but what satisfies it is not implemented or not supported."
        => "Mend what the finding names, or remove the confirmation."
    ConfirmationFromFuture "confirmation-from-future" Warning "A requirement was confirmed after the as-of date."
        => "Correct the date of the confirmation, or use a later as-of date."
    StatusDateUnknown "status-date-unknown" Warning "A planned or partial control has no target date."
        => "Agree on a target date with the owner and enter it as `due`."
    StatusOverdue "status-overdue" Warning "A planned or partial control is overdue."
        => "Complete the work and change the status, or agree on a new target date and enter it as `due`."
    EvidenceMissing "evidence-missing" Warning "No evidence supports an implementation statement."
        => "Collect evidence, enter it in the register and name it under `evidence`."
    EvidenceDue "evidence-due" Note "Evidence will soon be stale."
        => "Collect the evidence again before its last valid day and enter its new dates in the register."
    EvidenceStale "evidence-stale" Warning "Evidence is after its last valid day."
        => "Collect the evidence again and enter its new dates in the register."
    EvidenceFileMissing "evidence-file-missing" Warning "The file of a piece of evidence, or the copy of an attestation, does not exist."
        => "Put the file there, or correct its path."
    EvidenceEmpty "evidence-empty" Warning "The file of a piece of evidence, or the copy of an attestation, is empty."
        => "Replace it with a file that has the content."
    EvidencePointer "evidence-pointer" Warning "The file of a piece of evidence, or the copy of an attestation, is only a Git LFS pointer."
        => "Fetch the file itself with `git lfs pull`; in CI, check out with LFS."
    EvidenceAltered "evidence-altered" Error "The file of a piece of evidence, or the copy of an attestation, does not match its pinned digest."
        => "Find out who changed the file and why. If the new file is right, enter when it was collected and its digest."
    EvidenceFromFuture "evidence-from-future" Warning "Evidence was collected after the as-of date."
        => "Correct the date in the register, or use a later as-of date."
    EvidenceOutOfScope "evidence-out-of-scope" Warning "A statement names evidence that is not about the project."
        => "Name evidence about this project in the statement, or add the project to the entry of the evidence."
    AttestationMissing "attestation-missing" Warning "No attestation covers a provider's duties."
        => "Obtain an attestation from the provider whose scope includes the service and its regions, and enter it under `attestations`."
    AttestationServiceOutOfScope "attestation-service-out-of-scope" Warning "No attestation on the provider has the service in its scope."
        => "Obtain an attestation whose scope includes the service, or perform the provider's duties yourself and record that in an override."
    AttestationRegionOutOfScope "attestation-region-out-of-scope" Warning "No attestation covers the service in a region in use."
        => "Obtain an attestation whose scope includes the region, or move to a region that is covered."
    AttestationGap "attestation-gap" Warning "The reporting period of the attestations is over, and no bridge letter covers the time since."
        => "Ask the provider for a bridge letter and enter it under `bridge-letters` of the attestation."
    AttestationLapsed "attestation-lapsed" Warning "The attestations on a provider's duties have lapsed."
        => "Obtain the provider's current report and enter it under `attestations`."
    AttestationFrameworkUnproven "attestation-framework-unproven" Error "No valid attestation proves a provider's duties for a framework."
        => "Obtain an attestation that attests the framework and has the services in scope, or enter under `accepted-for` of another one why it is accepted for the framework."
    AttestationDue "attestation-due" Note "An attestation will soon no longer be relied on."
        => "Ask the provider for its next report, or for a bridge letter, before that day."
    AttestationQualified "attestation-qualified" Warning "The auditor's opinion in an attestation is qualified."
        => "Find out what the auditor names, answer it under `exceptions`, and decide whether you still rely on the attestation."
    AttestationAdverse "attestation-adverse" Error "The auditor's opinion in an attestation is adverse or a disclaimer."
        => "Obtain another attestation, or perform the provider's duties yourself and record that in an override."
    AttestationExceptionUnanswered "attestation-exception-unanswered" Warning "Nothing answers an exception that the auditor noted in an attestation."
        => "Decide what the exception means for you and enter it as the exception's `answer`."
    AttestationSubserviceUncovered "attestation-subservice-uncovered" Warning "An attestation leaves out a subservice organisation, and no valid attestation covers that one."
        => "Obtain an attestation on the subservice organisation that attests the same frameworks, and enter it under `attestations`."
    AttestationUnused "attestation-unused" Note "An attestation on services in use is no longer valid; others cover them."
        => "Obtain the provider's current report, or remove the old one if the others replace it."
    SelfVerification "self-verification" Note "A party verifies what it manages and operates itself."
        => "Delegate `verify` to another party, or record why that is not possible and who approved it."
    ApprovalOutdated "approval-outdated" Note "A review or approval is older than the newest content that it covers."
        => "Look at what is newer, have the documents reviewed or approved again, and add that under `approvals`."
    AcceptanceLapsed "acceptance-lapsed" Error "A risk acceptance has lapsed."
        => "Treat the risk now, or have it accepted again and enter the new dates under `risk-acceptances`."
    InheritedNotImplemented "inherited-not-implemented" Error "An inherited offer does not count: the project that makes it does not state it as implemented."
        => "Have the other project implement and state it, or do it yourself and leave it out under `except`."
    InheritedStale "inherited-stale" Warning "An inherited offer does not count: its evidence is no longer valid."
        => "Have the other project collect the evidence again, or ask for a new offer file."
    InheritedRegionOutOfScope "inherited-region-out-of-scope" Warning "An inherited offer does not count: it is not made for a region in use."
        => "Have the region added to the offer, or do it yourself there."
    InheritedAskUnanswered "inherited-ask-unanswered" Warning "An inherited offer asks for something that the project does not answer."
        => "Say under `answers` how the project does it."
    InheritedPartUnknown "inherited-part-unknown" Warning "An inherited offer is about parts of controls that the catalog does not have."
        => "Bring both to the same version of the catalog, or add the control to your own; until then nothing of it is inherited."
    OfferUnused "offer-unused" Note "No project inherits an offer."
        => "Inherit the offer where it is meant to hold, or remove it."
    AttributeUnstated "attribute-unstated" Note "An attribute that decides whether controls apply is not stated."
        => "State it under `attributes`: true, or false with a reason."
    WithoutEffect "without-effect" Warning "An override, exception, not-applicable entry, risk acceptance, narrowed statement or confirmation has no effect."
        => "Remove the entry, or correct the control, part, service or requirement that it names."
    RequirementUnmapped "requirement-unmapped" Warning "A requirement is not mapped to any control of the catalog."
        => "Map the requirements to a control in the organisation's own catalog, or record why they do not apply."
}

impl Serialize for FindingCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FindingCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = Self::ALL.iter().copied().find(|code| code.as_str() == word);
        known.ok_or_else(|| serde::de::Error::custom(format!("unknown finding code `{word}`")))
    }
}
