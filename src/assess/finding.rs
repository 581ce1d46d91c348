//! A finding: a compliance gap with a stable code, a severity and the place that caused it.

use crate::diagnostic::Severity;
use crate::model::{Control, ControlId, ServiceId};
use crate::source::Origin;

macro_rules! findings {
    ($($variant:ident $word:literal $severity:ident $sentence:literal)*) => {
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
        }
    };
}

findings! {
    DutyWithoutParty "duty-without-party" Error "The customer has a duty that no party holds."
    ClassUnknown "class-unknown" Error "A service in use has a class that the catalog does not know."
    NoServices "no-services" Warning "The project uses no service."
    StatementMissing "statement-missing" Warning "A customer or shared control has no statement."
    StatementWithoutText "statement-without-text" Warning "A statement does not say what is done."
    StatementWithoutOwner "statement-without-owner" Warning "A statement names nobody who answers for it."
    StatusDateUnknown "status-date-unknown" Warning "A planned or partial control has no due date."
    StatusOverdue "status-overdue" Warning "A planned or partial control is past its due date."
    EvidenceMissing "evidence-missing" Warning "A statement that something is done names no evidence."
    EvidenceStale "evidence-stale" Warning "A statement rests on evidence that is past its last day."
    EvidenceFromFuture "evidence-from-future" Warning "Evidence was collected after the as-of date."
    AttestationMissing "attestation-missing" Warning "No third-party report covers a provider's duties."
    AttestationLapsed "attestation-lapsed" Warning "The third-party reports on a provider's duties have lapsed."
    WithoutEffect "without-effect" Warning "An override or not-applicable entry changes nothing."
    RequirementUnmapped "requirement-unmapped" Warning "No control of the catalog satisfies a requirement."
}

/// A compliance gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of gap.
    pub code: FindingCode,
    /// What is missing, in one lowercase phrase.
    pub message: String,
    /// The control it is about.
    pub control: Option<ControlId>,
    /// The service it is about.
    pub service: Option<ServiceId>,
    /// The entry that caused it.
    pub origin: Origin,
}

impl Finding {
    pub(super) fn new(code: FindingCode, message: impl Into<String>, origin: &Origin) -> Self {
        Self { code, message: message.into(), control: None, service: None, origin: origin.clone() }
    }

    pub(super) fn control(mut self, control: &Control) -> Self {
        self.control = Some(control.id.clone());
        self
    }

    pub(super) fn service(mut self, service: &ServiceId) -> Self {
        self.service = Some(service.clone());
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}
