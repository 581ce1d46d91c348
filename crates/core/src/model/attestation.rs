//! Attestations on providers: what a report covers and attests, what its auditor found, and what it expects of others.

use chrono::NaiveDate;

use super::assurance::{Classification, Coverage, DateRange};
use super::attestation_kind::{AttestationKind, AttestationType, AuditOpinion, TrustCategory};
use super::subservice::Subservice;
use super::{
    AttestationId, EvidenceId, FrameworkId, PartyId, ProviderId, Requirement, Service, ServiceId, Status,
    Target,
};
use crate::digest::Sha256Digest;
use crate::source::Origin;

/// Where the copy of an attestation or bridge letter is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldCopy {
    /// A file: its path from the workspace, with `/`.
    File(String),
    /// An address outside the workspace.
    Address(String),
}

impl HeldCopy {
    /// The path, if it is a file.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::File(path) => Some(path),
            Self::Address(_) => None,
        }
    }

    /// Path or address.
    pub fn as_str(&self) -> &str {
        match self {
            Self::File(text) | Self::Address(text) => text,
        }
    }
}

/// An attestation: a third party's report or certificate on a provider.
#[derive(Debug)]
pub struct Attestation {
    /// Its id.
    pub id: AttestationId,
    /// The providers that it is about; at least one.
    pub providers: Vec<ProviderId>,
    /// Its title as printed.
    pub title: String,
    /// Services in scope.
    pub services: Coverage<ServiceId>,
    /// Regions in scope.
    pub regions: Coverage<String>,
    /// The reporting period.
    pub period: Option<DateRange>,
    /// The last valid day, as written.
    pub valid_until: Option<NaiveDate>,
    /// Where its copy is.
    pub copy: Option<HeldCopy>,
    /// The pinned digest of its copy.
    pub pinned: Option<Sha256Digest>,
    /// Who may see the copy.
    pub classification: Classification,
    /// Bridge letters, in order of their first days.
    pub bridge_letters: Vec<BridgeLetter>,
    /// Complementary user entity controls.
    pub user_controls: Vec<ComplementaryControl>,
    /// The entry in its file.
    pub origin: Origin,
    /// Who examined the provider.
    pub auditor: Option<String>,
    /// What kind of report or certificate it is.
    pub kind: Option<AttestationKind>,
    /// Whether it is about design only, or about operation over a period, too.
    pub report_type: Option<AttestationType>,
    /// What the auditor concluded.
    pub opinion: Option<AuditOpinion>,
    /// What the auditor noted.
    pub exceptions: Vec<AuditException>,
    /// Categories of the trust services criteria that a SOC 2 or SOC 3 report covers.
    pub categories: Vec<TrustCategory>,
    /// The day on which the auditor signed it.
    pub report_date: Option<NaiveDate>,
    /// Frameworks that it attests: as written, or else those that its kind stands for.
    pub frameworks: Vec<FrameworkId>,
    /// Frameworks that it does not attest, but for which the organisation accepts it.
    pub accepted_for: Vec<AcceptedFramework>,
    /// Subservice organisations of the provider.
    pub subservices: Vec<Subservice>,
    /// Complementary subservice organisation controls.
    pub subservice_controls: Vec<ComplementaryControl>,
}

impl Attestation {
    /// True if it is about the provider.
    pub fn is_about(&self, provider: &ProviderId) -> bool {
        self.providers.contains(provider)
    }

    /// True if it is an authorisation to operate, in FedRAMP's sense, and so more than a report on what was found.
    pub(crate) fn is_authorization(&self) -> bool {
        self.kind == Some(AttestationKind::FedRamp)
    }

    /// True if a service is in its scope: the provider and the service.
    pub fn covers_service(&self, service: &Service) -> bool {
        self.is_about(&service.provider) && self.services.covers(&service.id)
    }

    /// True if it can prove something for a framework, because it attests the framework or is accepted for it.
    pub fn speaks_for(&self, framework: &FrameworkId) -> bool {
        self.frameworks.contains(framework) || self.accepts(framework)
    }

    /// True if the organisation accepts it for a framework.
    fn accepts(&self, framework: &FrameworkId) -> bool {
        self.accepted_for.iter().any(|accepted| accepted.framework == *framework)
    }

    /// True if it can prove something for a requirement of a framework. A SOC 2 report attests only the criteria of its
    /// categories, which are the baselines of that framework; without any stated, those of security, which every such
    /// report has.
    pub fn speaks_for_requirement(&self, framework: &FrameworkId, requirement: &Requirement) -> bool {
        let is_by_category = self.kind.is_some_and(AttestationKind::has_categories)
            && TrustCategory::is_framework(framework)
            && !self.accepts(framework);
        let categories = match self.categories.as_slice() {
            [] => &[TrustCategory::Security],
            stated => stated,
        };
        let has = |category: &TrustCategory| {
            requirement.baselines.iter().any(|baseline| baseline.as_str() == category.word())
        };
        self.speaks_for(framework) && (!is_by_category || categories.iter().any(has))
    }

    /// The last day that the attestation and its bridge letters cover without a gap; none without a reporting period.
    pub fn bridged_until(&self) -> Option<NaiveDate> {
        let end = self.period?.last;
        Some(self.bridge_letters.iter().fold(end, |reached, letter| {
            let DateRange { first, last } = letter.period;
            if reached.succ_opt().is_none_or(|next| first <= next) { reached.max(last) } else { reached }
        }))
    }

    /// The last day on which it is relied on: it is valid, and its reporting period and bridge letters cover the day.
    pub fn relied_on_until(&self) -> NaiveDate {
        let days = [self.valid_until, self.bridged_until()];
        days.into_iter().flatten().min().unwrap_or(NaiveDate::MIN)
    }
}

/// A provider's letter that nothing has changed since the reporting period ended.
#[derive(Debug)]
pub struct BridgeLetter {
    /// Its title as printed.
    pub title: String,
    /// The reporting period.
    pub period: DateRange,
    /// Where its copy is.
    pub copy: Option<HeldCopy>,
    /// The entry in its file.
    pub origin: Origin,
}

/// A control that an attestation expects others to operate: the customer (a complementary user entity control) or a
/// subservice organisation (a complementary subservice organisation control).
#[derive(Debug)]
pub struct ComplementaryControl {
    /// As the report numbers it.
    pub id: String,
    /// What has to be done.
    pub text: String,
    /// The subservice organisation that operates it, where the report names one.
    pub provider: Option<ProviderId>,
    /// Controls and parts of the customer that fulfil it, or check that it is fulfilled.
    pub targets: Vec<Target>,
    /// What the organisation answers.
    pub answer: Option<AttestationAnswer>,
    /// The entry in its file.
    pub origin: Origin,
}

/// What an auditor noted: a deviation, a qualification, a weakness.
#[derive(Debug)]
pub struct AuditException {
    /// What it is, in the organisation's own words.
    pub text: String,
    /// What the organisation answers.
    pub answer: Option<AttestationAnswer>,
    /// The entry in its file.
    pub origin: Origin,
}

/// What the organisation answers to something in an attestation.
#[derive(Debug)]
pub struct AttestationAnswer {
    /// How far it is done.
    pub status: Option<Status>,
    /// Who is accountable.
    pub owner: Option<PartyId>,
    /// The answer in words.
    pub text: Option<String>,
    /// Evidence for it.
    pub evidence: Vec<EvidenceId>,
}

/// A framework for which the organisation accepts an attestation that does not attest it.
#[derive(Debug)]
pub struct AcceptedFramework {
    /// The framework.
    pub framework: FrameworkId,
    /// The reason.
    pub reason: String,
}
