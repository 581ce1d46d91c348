//! Who answers for what a profile says, and facts about a system that forms ask for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{DateRange, PartyId, ProjectId};
use crate::source::Origin;

/// What somebody did with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ApprovalRole {
    /// Wrote it.
    Prepared,
    /// Checked it.
    Reviewed,
    /// Answers for it.
    Approved,
}

impl ApprovalRole {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Prepared => "Prepared by",
            Self::Reviewed => "Reviewed by",
            Self::Approved => "Approved by",
        }
    }
}

/// Somebody who signs: a person by name, or a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// Name as printed.
    pub name: String,
    /// The party, if it is one of the profile.
    pub party: Option<PartyId>,
}

/// Somebody's approval of documents.
#[derive(Debug, Clone)]
pub struct Approval {
    /// What they did.
    pub role: ApprovalRole,
    /// Who.
    pub who: Signatory,
    /// Their position.
    pub title: Option<String>,
    /// The day.
    pub on: NaiveDate,
    /// Name of the template that it is for; every document when none.
    pub document: Option<String>,
    /// The project that it is for; every project when none.
    pub project: Option<ProjectId>,
    /// The entry in its file.
    pub origin: Origin,
}

/// Who approved a decision of a profile.
#[derive(Debug, Clone)]
pub struct Approver {
    /// Who.
    pub who: Signatory,
    /// The day.
    pub on: Option<NaiveDate>,
}

/// Management's assertion: the statement that management makes on its description of the system.
#[derive(Debug, Clone)]
pub struct Assertion {
    /// In the organisation's words.
    pub text: String,
    /// The value in its file.
    pub origin: Origin,
}

/// Whether a system is in operation (NIST SP 800-18 Rev. 1, section 3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SystemStatus {
    /// It is.
    Operational,
    /// It is being designed or built.
    UnderDevelopment,
    /// It is being changed in a major way.
    UnderMajorModification,
    /// It is being shut down.
    Disposition,
    /// Anything else.
    Other,
}

impl SystemStatus {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Operational => "Operational",
            Self::UnderDevelopment => "Under development",
            Self::UnderMajorModification => "Under major modification",
            Self::Disposition => "Disposition",
            Self::Other => "Other",
        }
    }
}

/// Potential impact of a loss (FIPS 199, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ImpactLevel {
    /// Limited adverse effect.
    Low,
    /// Serious adverse effect.
    Moderate,
    /// Severe or catastrophic adverse effect.
    High,
}

impl ImpactLevel {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Moderate => "Moderate",
            Self::High => "High",
        }
    }
}

/// Facts about a system that forms ask for. What a profile does not say is none or empty: nothing is assumed.
#[derive(Debug, Clone, Default)]
pub struct SystemFacts {
    /// Its identifier with the authority that keeps it.
    pub identifier: Option<String>,
    /// Whether it is in operation.
    pub status: Option<SystemStatus>,
    /// The day on which it was authorised.
    pub authorized_on: Option<NaiveDate>,
    /// FIPS 199 impact level for confidentiality.
    pub confidentiality: Option<ImpactLevel>,
    /// FIPS 199 impact level for integrity.
    pub integrity: Option<ImpactLevel>,
    /// FIPS 199 impact level for availability.
    pub availability: Option<ImpactLevel>,
    /// Kinds of users.
    pub users: Vec<String>,
    /// Kinds of data.
    pub data: Vec<String>,
    /// The people who run it, in words.
    pub people: Vec<String>,
    /// What belongs to others.
    pub outside: Vec<String>,
    /// Who receives documents about it.
    pub distribution: Vec<String>,
    /// The period that documents about it describe.
    pub period: Option<DateRange>,
    /// The entry in its file; none where the profile has none.
    pub origin: Option<Origin>,
}

impl SystemFacts {
    /// These facts, with those of the organisation where they are silent.
    #[must_use]
    pub fn over(&self, common: &Self) -> Self {
        let list = |own: &[String], common: &[String]| if own.is_empty() { common } else { own }.to_vec();
        Self {
            identifier: self.identifier.clone().or_else(|| common.identifier.clone()),
            status: self.status.or(common.status),
            authorized_on: self.authorized_on.or(common.authorized_on),
            confidentiality: self.confidentiality.or(common.confidentiality),
            integrity: self.integrity.or(common.integrity),
            availability: self.availability.or(common.availability),
            users: list(&self.users, &common.users),
            data: list(&self.data, &common.data),
            people: list(&self.people, &common.people),
            outside: list(&self.outside, &common.outside),
            distribution: list(&self.distribution, &common.distribution),
            period: self.period.or(common.period),
            origin: self.origin.clone().or_else(|| common.origin.clone()),
        }
    }

    /// True when nothing is said.
    pub fn is_empty(&self) -> bool {
        self.origin.is_none()
    }

    /// The high water mark of the three levels (FIPS 200, section 3); none unless all three are stated.
    pub fn impact(&self) -> Option<ImpactLevel> {
        Some(self.confidentiality?.max(self.integrity?).max(self.availability?))
    }
}
