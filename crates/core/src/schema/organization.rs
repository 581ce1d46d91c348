//! `profiles/<organisation>/organization.yaml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::assurance::{AcceptanceEntry, AttestationEntry};
use super::common::DutiesEntry;
use crate::model::{Duty, PartyKind, Status};
use crate::source::List;

/// `onus.organization/1`: who we are, what we use everywhere, who does what here.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OrganizationFile {
    /// `onus.organization/1`.
    pub schema: String,
    /// Names the folder under `output/`.
    pub id: String,
    /// Name as printed.
    pub name: String,
    /// One sentence.
    pub description: Option<String>,
    /// Whom an auditor asks.
    pub contact: Option<Contact>,
    /// Stands in the footer of every page.
    pub classification: Option<String>,
    /// Language tag of the documents, such as `en` (default).
    pub language: Option<String>,
    /// `framework` or `framework/baseline`.
    #[serde(default)]
    pub frameworks: List<String>,
    /// Everyone who can hold a duty on the customer's side.
    #[serde(default)]
    pub parties: List<PartyEntry>,
    /// Services that every project uses.
    #[serde(default)]
    pub services: List<ServiceUseEntry>,
    /// Which party holds which of the customer's duties.
    #[serde(default)]
    pub delegations: List<DelegationEntry>,
    /// Values for `{{ parameters.name }}` in statements.
    #[serde(default)]
    pub parameters: ParameterMap,
    /// How controls are fulfilled here.
    #[serde(default)]
    pub statements: List<StatementEntry>,
    /// Where the line runs differently here.
    #[serde(default)]
    pub overrides: List<OverrideEntry>,
    /// What does not apply here.
    #[serde(default)]
    pub not_applicable: List<NotApplicableEntry>,
    /// Risks that somebody has accepted for a while.
    #[serde(default)]
    pub risk_acceptances: List<AcceptanceEntry>,
    /// Third-party reports behind the providers' duties.
    #[serde(default)]
    pub attestations: List<AttestationEntry>,
    /// How long before its last day evidence is due, such as `14 days` (default).
    pub evidence_due_within: Option<String>,
}

/// Values of parameters: text, numbers or truth values.
pub type ParameterMap = BTreeMap<String, serde_json::Value>;

/// Whom to ask.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// A person or an office.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
}

/// Someone who can hold a duty.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyEntry {
    /// What delegations refer to.
    pub id: String,
    /// Name as printed.
    pub name: String,
    /// Own people (default) or a service provider.
    pub kind: Option<PartyKind>,
    /// Their address.
    pub contact: Option<String>,
}

/// A service in use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceUseEntry {
    /// Service id.
    #[serde(rename = "use")]
    pub service: String,
    /// What it is used for.
    pub purpose: Option<String>,
    /// Regions in the provider's own names.
    #[serde(default)]
    pub regions: List<String>,
}

/// Gives duties to a party. Selectors narrow it; without any it means everything.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DelegationEntry {
    /// Layer id.
    pub layer: Option<String>,
    /// Domain id.
    pub domain: Option<String>,
    /// Control id.
    pub control: Option<String>,
    /// Part id; needs `control`.
    pub part: Option<String>,
    /// Service id.
    pub service: Option<String>,
    /// Duties; all when not given.
    pub duties: Option<List<Duty>>,
    /// Party id.
    pub to: String,
}

/// How a control is fulfilled.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementEntry {
    /// Control id.
    pub control: String,
    /// How far it is.
    pub status: Status,
    /// Party id of who answers for it.
    pub owner: Option<String>,
    /// When a planned or partial control will be implemented.
    pub due: Option<String>,
    /// What is done, as plain text; `{{ parameters.name }}` is filled in.
    pub text: Option<String>,
    /// Evidence ids.
    #[serde(default)]
    pub evidence: List<String>,
}

/// Moves the line for a control, one of its parts, or one service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideEntry {
    /// Control id.
    pub control: String,
    /// Part id; all parts when not given.
    pub part: Option<String>,
    /// Service id; all services when not given.
    pub service: Option<String>,
    /// Who holds what instead.
    pub duties: DutiesEntry,
    /// Why.
    pub reason: Option<String>,
}

/// Takes a control, one of its parts, or one service out of the matrix.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotApplicableEntry {
    /// Control id.
    pub control: String,
    /// Part id; all parts when not given.
    pub part: Option<String>,
    /// Service id; all services when not given.
    pub service: Option<String>,
    /// Why.
    pub reason: Option<String>,
}
