//! `profiles/<organisation>/organization.yaml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::accountability::{ApprovalEntry, SystemEntry};
use super::assurance::AcceptanceEntry;
use super::attestation::AttestationEntry;
use super::attribute::AttributeMap;
use super::common::{DutiesEntry, RunsOnEntry};
use super::selector::selecting;
use super::statement::{ConfirmationEntry, StatementEntry};
use crate::model::{ActsFor, Duty, PartyKind};
use crate::source::YamlList;

/// `onus.organization/1`: who we are, what we use everywhere, who does what here.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct OrganizationFile {
    /// `onus.organization/1`.
    pub(crate) schema: String,
    /// Its id, which names the folder under `output/`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) name: String,
    /// A sentence on it.
    pub(crate) description: Option<String>,
    /// Whom auditors may contact.
    pub(crate) contact: Option<ContactEntry>,
    /// Its own customers.
    pub(crate) customers: Option<CustomersEntry>,
    /// Classification of its documents, printed in the footer of every page.
    pub(crate) classification: Option<String>,
    /// Language tag of the documents, such as `en` (default).
    pub(crate) language: Option<String>,
    /// `framework` or `framework/baseline`.
    #[serde(default)]
    pub(crate) frameworks: YamlList<String>,
    /// The customer's parties.
    #[serde(default)]
    pub(crate) parties: YamlList<PartyEntry>,
    /// Services that every project uses.
    #[serde(default)]
    pub(crate) services: YamlList<ServiceUseEntry>,
    /// Assignments of the customer's duties to parties.
    #[serde(default)]
    pub(crate) delegations: YamlList<DelegationEntry>,
    /// Values for `{{ parameters.name }}` in statements.
    #[serde(default)]
    pub(crate) parameters: ParameterMap,
    /// Implementation statements for all projects.
    #[serde(default)]
    pub(crate) statements: YamlList<StatementEntry>,
    /// Claims that replace the default holders of duties.
    #[serde(default)]
    pub(crate) overrides: YamlList<OverrideEntry>,
    /// What does not apply here.
    #[serde(default)]
    pub(crate) not_applicable: YamlList<NotApplicableEntry>,
    /// Risk acceptances.
    #[serde(default)]
    pub(crate) risk_acceptances: YamlList<AcceptanceEntry>,
    /// Attestations on its providers.
    #[serde(default)]
    pub(crate) attestations: YamlList<AttestationEntry>,
    /// Facts about the organisation that decide which parts of controls apply.
    #[serde(default)]
    pub(crate) attributes: AttributeMap,
    /// How long before its last valid day evidence is due soon, such as `14 days` (default).
    pub(crate) evidence_due_within: Option<String>,
    /// Approvals of documents.
    #[serde(default)]
    pub(crate) approvals: YamlList<ApprovalEntry>,
    /// Management's assertion, printed in documents for auditors.
    pub(crate) assertion: Option<String>,
    /// Facts about the system that forms ask for.
    pub(crate) system: Option<SystemEntry>,
    /// Requirements that a person confirmed.
    #[serde(default)]
    pub(crate) confirmed: YamlList<ConfirmationEntry>,
}

/// Values of parameters: text, numbers or booleans.
pub(crate) type ParameterMap = BTreeMap<String, serde_json::Value>;

/// Whom to ask.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactEntry {
    /// A person or team.
    pub(crate) name: String,
    /// How to reach it.
    pub(crate) email: Option<String>,
}

/// The organisation's own customers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomersEntry {
    /// What they are called, such as `Merchants`.
    pub(crate) name: String,
}

/// A party.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PartyEntry {
    /// Its id, which delegations refer to.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) name: String,
    /// Own people (default) or a service provider.
    pub(crate) kind: Option<PartyKind>,
    /// How to reach it.
    pub(crate) contact: Option<String>,
    /// For whom it acts; where the entry does not say, the file decides.
    pub(crate) acts_for: Option<ActsFor>,
}

/// A service in use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ServiceUseEntry {
    /// Service id.
    #[serde(rename = "use")]
    pub(crate) service: String,
    /// The name of this use, for a service that is used several times.
    pub(crate) r#as: Option<String>,
    /// What it stands on here.
    pub(crate) runs_on: Option<RunsOnEntry>,
    /// The edition or mode in which it is used.
    pub(crate) mode: Option<String>,
    /// What it is used for.
    pub(crate) purpose: Option<String>,
    /// Kinds of data that it holds.
    #[serde(default)]
    pub(crate) data: YamlList<String>,
    /// Regions, as the provider names them.
    #[serde(default)]
    pub(crate) regions: YamlList<String>,
}

selecting! {
    /// Assigns duties to a party. Selectors narrow it; without any it applies to everything.
    DelegationEntry {
        /// Duties; all when not given.
        pub(crate) duties: Option<YamlList<Duty>>,
        /// Party id.
        pub(crate) to: String,
    }
}

selecting! {
    /// A claim about the cells that it selects.
    OverrideEntry {
        /// The holders instead.
        pub(crate) duties: DutiesEntry,
        /// The reason.
        pub(crate) reason: Option<String>,
        /// Who approved it: a name, or the id of a party.
        pub(crate) approver: Option<String>,
        /// The day on which it was approved.
        pub(crate) on: Option<String>,
    }
}

selecting! {
    /// States that the cells that it selects do not apply.
    NotApplicableEntry {
        /// The reason.
        pub(crate) reason: Option<String>,
        /// Who approved it: a name, or the id of a party.
        pub(crate) approver: Option<String>,
        /// The day on which it was approved.
        pub(crate) on: Option<String>,
    }
}
