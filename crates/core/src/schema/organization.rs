//! `profiles/<organisation>/organization.yaml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::assurance::{AcceptanceEntry, AttestationEntry};
use super::common::DutiesEntry;
use crate::model::{Duty, PartyKind, Status};
use crate::source::YamlList;

/// `onus.organization/1`: who we are, what we use everywhere, who does what here.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct OrganizationFile {
    /// `onus.organization/1`.
    pub(crate) schema: String,
    /// Names the folder under `output/`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) name: String,
    /// One sentence.
    pub(crate) description: Option<String>,
    /// Whom an auditor asks.
    pub(crate) contact: Option<ContactEntry>,
    /// Stands in the footer of every page.
    pub(crate) classification: Option<String>,
    /// Language tag of the documents, such as `en` (default).
    pub(crate) language: Option<String>,
    /// `framework` or `framework/baseline`.
    #[serde(default)]
    pub(crate) frameworks: YamlList<String>,
    /// Everyone who can hold a duty on the customer's side.
    #[serde(default)]
    pub(crate) parties: YamlList<PartyEntry>,
    /// Services that every project uses.
    #[serde(default)]
    pub(crate) services: YamlList<ServiceUseEntry>,
    /// Which party holds which of the customer's duties.
    #[serde(default)]
    pub(crate) delegations: YamlList<DelegationEntry>,
    /// Values for `{{ parameters.name }}` in statements.
    #[serde(default)]
    pub(crate) parameters: ParameterMap,
    /// How controls are fulfilled here.
    #[serde(default)]
    pub(crate) statements: YamlList<StatementEntry>,
    /// Where the line runs differently here.
    #[serde(default)]
    pub(crate) overrides: YamlList<OverrideEntry>,
    /// What does not apply here.
    #[serde(default)]
    pub(crate) not_applicable: YamlList<NotApplicableEntry>,
    /// Risks that somebody has accepted for a while.
    #[serde(default)]
    pub(crate) risk_acceptances: YamlList<AcceptanceEntry>,
    /// Third-party reports behind the providers' duties.
    #[serde(default)]
    pub(crate) attestations: YamlList<AttestationEntry>,
    /// How long before its last day evidence is due, such as `14 days` (default).
    pub(crate) evidence_due_within: Option<String>,
}

/// Values of parameters: text, numbers or truth values.
pub(crate) type ParameterMap = BTreeMap<String, serde_json::Value>;

/// Whom to ask.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactEntry {
    /// A person or an office.
    pub(crate) name: String,
    /// Their address.
    pub(crate) email: Option<String>,
}

/// Someone who can hold a duty.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyEntry {
    /// What delegations refer to.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) name: String,
    /// Own people (default) or a service provider.
    pub(crate) kind: Option<PartyKind>,
    /// Their address.
    pub(crate) contact: Option<String>,
}

/// A service in use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceUseEntry {
    /// Service id.
    #[serde(rename = "use")]
    pub(crate) service: String,
    /// What it is used for.
    pub(crate) purpose: Option<String>,
    /// Regions in the provider's own names.
    #[serde(default)]
    pub(crate) regions: YamlList<String>,
}

/// Gives duties to a party. Selectors narrow it; without any it means everything.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DelegationEntry {
    /// Layer id.
    pub(crate) layer: Option<String>,
    /// Domain id.
    pub(crate) domain: Option<String>,
    /// Control id.
    pub(crate) control: Option<String>,
    /// Part id; needs `control`.
    pub(crate) part: Option<String>,
    /// Service id.
    pub(crate) service: Option<String>,
    /// Duties; all when not given.
    pub(crate) duties: Option<YamlList<Duty>>,
    /// Party id.
    pub(crate) to: String,
}

/// How a control is fulfilled.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementEntry {
    /// Control id.
    pub(crate) control: String,
    /// How far it is.
    pub(crate) status: Status,
    /// Party id of who answers for it.
    pub(crate) owner: Option<String>,
    /// When a planned or partial control will be implemented.
    pub(crate) due: Option<String>,
    /// What is done, as plain text; `{{ parameters.name }}` is filled in.
    pub(crate) text: Option<String>,
    /// Evidence ids.
    #[serde(default)]
    pub(crate) evidence: YamlList<String>,
}

/// Moves the line for a control, one of its parts, or one service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverrideEntry {
    /// Control id.
    pub(crate) control: String,
    /// Part id; all parts when not given.
    pub(crate) part: Option<String>,
    /// Service id; all services when not given.
    pub(crate) service: Option<String>,
    /// Who holds what instead.
    pub(crate) duties: DutiesEntry,
    /// Why.
    pub(crate) reason: Option<String>,
}

/// Takes a control, one of its parts, or one service out of the matrix.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotApplicableEntry {
    /// Control id.
    pub(crate) control: String,
    /// Part id; all parts when not given.
    pub(crate) part: Option<String>,
    /// Service id; all services when not given.
    pub(crate) service: Option<String>,
    /// Why.
    pub(crate) reason: Option<String>,
}
