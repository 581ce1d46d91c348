//! Who answers for what a profile says: approvals of documents, and facts that forms ask for.

use serde::Deserialize;

use crate::model::{ApprovalRole, ImpactLevel, SystemStatus};
use crate::source::YamlList;

/// Somebody's approval of documents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalEntry {
    /// What they did.
    pub(crate) role: ApprovalRole,
    /// A person's name, or the id of a party.
    pub(crate) who: String,
    /// Their position.
    pub(crate) title: Option<String>,
    /// The day.
    pub(crate) on: String,
    /// What was approved; every document when not given.
    pub(crate) r#for: Option<ApprovedEntry>,
}

/// What an approval is for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovedEntry {
    /// Name of a template, such as `auditor-handout`.
    pub(crate) document: Option<String>,
    /// Project id. Only in `organization.yaml`.
    pub(crate) project: Option<String>,
}

/// Facts about a system that forms ask for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SystemEntry {
    /// Its identifier with the authority that keeps it.
    pub(crate) identifier: Option<String>,
    /// Whether it is in operation.
    pub(crate) status: Option<SystemStatus>,
    /// The day on which it was authorised.
    pub(crate) authorized_on: Option<String>,
    /// FIPS 199 impact level for confidentiality.
    pub(crate) confidentiality: Option<ImpactLevel>,
    /// FIPS 199 impact level for integrity.
    pub(crate) integrity: Option<ImpactLevel>,
    /// FIPS 199 impact level for availability.
    pub(crate) availability: Option<ImpactLevel>,
    /// Kinds of users.
    #[serde(default)]
    pub(crate) users: YamlList<String>,
    /// Kinds of data.
    #[serde(default)]
    pub(crate) data: YamlList<String>,
    /// The people who run it, in words.
    #[serde(default)]
    pub(crate) people: YamlList<String>,
    /// What belongs to others.
    #[serde(default)]
    pub(crate) outside: YamlList<String>,
    /// Who receives documents about it.
    #[serde(default)]
    pub(crate) distribution: YamlList<String>,
    /// The period that documents about it describe: two dates.
    pub(crate) period: Option<String>,
}
