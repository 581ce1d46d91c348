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

            /// The stable word.
            pub fn as_str(self) -> &'static str {
                match self { $(FindingCode::$variant => $word,)* }
            }

            /// How much it matters.
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
    DutyWithoutParty "duty-without-party" Error "The customer has a duty that no party holds."
        => "Decide who does it and name that party under `delegations`."
    ClassUnknown "class-unknown" Error "A service in use has a class that the catalog does not know."
        => "Give the service one of the catalog's classes, or add the class to the catalog."
    NoServices "no-services" Warning "The project uses no service."
        => "List the services that the project uses under `services`."
    StatementMissing "statement-missing" Warning "A customer or shared control has no statement."
        => "Write under `statements` what is done, who answers for it and what proves it, or say under `not-applicable` why it does not apply."
    StatementWithoutText "statement-without-text" Warning "A statement does not say what is done."
        => "Say in the statement's `text` what is done."
    StatementWithoutOwner "statement-without-owner" Warning "A statement names nobody who answers for it."
        => "Name the party that answers for it as `owner`."
    StatusDateUnknown "status-date-unknown" Warning "A planned or partial control has no due date."
        => "Agree on a day with the owner and write it as `due`."
    StatusOverdue "status-overdue" Warning "A planned or partial control is past its due date."
        => "Finish the work and change the status, or agree on a new day and write it as `due`."
    EvidenceMissing "evidence-missing" Warning "Nothing proves a statement that something is done."
        => "Collect evidence, enter it in the register and name it under `evidence`."
    EvidenceDue "evidence-due" Note "Evidence will soon be past its last day."
        => "Collect the evidence anew before that day and enter its dates in the register."
    EvidenceStale "evidence-stale" Warning "Evidence is past its last day."
        => "Collect the evidence anew and enter its dates in the register."
    EvidenceFileMissing "evidence-file-missing" Warning "The file of a piece of evidence, or the copy of a report, is not there."
        => "Put the file there, or correct the path in the register."
    EvidenceEmpty "evidence-empty" Warning "The file of a piece of evidence, or the copy of a report, has nothing in it."
        => "Put the file there again, with what it is to show."
    EvidenceAltered "evidence-altered" Warning "The file of a piece of evidence, or the copy of a report, is not the one that was pinned."
        => "Find out who changed the file and why. If the new one is right, enter when it was collected and its digest."
    EvidenceFromFuture "evidence-from-future" Warning "Evidence was collected after the as-of date."
        => "Correct the date in the register, or judge as of a later day."
    EvidenceOutOfScope "evidence-out-of-scope" Warning "A statement names evidence that does not speak about the project."
        => "Name evidence on this project in the statement, or add the project to what the evidence speaks about."
    AttestationMissing "attestation-missing" Warning "No third-party report covers a provider's duties."
        => "Obtain a report from the provider whose scope holds the service and its regions, and enter it under `attestations`."
    AttestationServiceOutOfScope "attestation-service-out-of-scope" Warning "The service is in the scope of no third-party report on its provider."
        => "Obtain a report whose scope holds the service, or see to it yourself what the provider does and say so in an override."
    AttestationRegionOutOfScope "attestation-region-out-of-scope" Warning "A region in use is in the scope of no third-party report on the service."
        => "Obtain a report whose scope holds the region, or move to a region that has one."
    AttestationGap "attestation-gap" Warning "The period of the third-party reports is over, and no bridge letter speaks about the time since."
        => "Ask the provider for a bridge letter and enter it under `bridge-letters` of the report."
    AttestationLapsed "attestation-lapsed" Warning "The third-party reports on a provider's duties have lapsed."
        => "Obtain the provider's current report and enter it under `attestations`."
    AttestationUnused "attestation-unused" Note "A third-party report on services in use can no longer be relied on; others cover them."
        => "Obtain the provider's current report, or take the old one out when others are meant to take its place."
    AcceptanceLapsed "acceptance-lapsed" Warning "The acceptance of a risk is past its last day."
        => "Treat the risk now, or have it accepted anew and enter the new days under `risk-acceptances`."
    WithoutEffect "without-effect" Warning "An override or not-applicable entry changes nothing."
        => "Take the entry out, or correct the control, part or service that it names."
    RequirementUnmapped "requirement-unmapped" Warning "No control of the catalog satisfies a requirement."
        => "Add a control that satisfies them to the organisation's own catalog, or record why they do not apply."
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
