//! `profiles/<organisation>/projects/<project>.yaml`.

use serde::Deserialize;

use super::accountability::{ApprovalEntry, SystemEntry};
use super::assurance::AcceptanceEntry;
use super::attribute::AttributeMap;
use super::chain::{InheritsEntry, OfferEntry};
use super::organization::{
    DelegationEntry, NotApplicableEntry, OverrideEntry, ParameterMap, PartyEntry, ServiceUseEntry,
};
use super::statement::{ConfirmationEntry, StatementEntry};
use crate::source::YamlList;

/// `onus.project/1`: what one project uses and what differs there. It inherits everything from its organisation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ProjectFile {
    /// `onus.project/1`.
    pub(crate) schema: String,
    /// Names the folder under `output/<organisation>/`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) name: String,
    /// A sentence on it.
    pub(crate) description: Option<String>,
    /// Classification of the data that the project handles, in the organisation's terms.
    pub(crate) data_classification: Option<String>,
    /// What belongs to the project and what does not, described for auditors.
    pub(crate) boundary: Option<String>,
    /// Frameworks in addition to the organisation's; for the same framework, this baseline applies.
    #[serde(default)]
    pub(crate) frameworks: YamlList<String>,
    /// Parties in addition to the organisation's.
    #[serde(default)]
    pub(crate) parties: YamlList<PartyEntry>,
    /// Services in addition to the organisation's.
    #[serde(default)]
    pub(crate) services: YamlList<ServiceUseEntry>,
    /// Delegations in addition to the organisation's; one with the same selectors replaces it.
    #[serde(default)]
    pub(crate) delegations: YamlList<DelegationEntry>,
    /// Parameters in addition to the organisation's; one of the same name replaces it.
    #[serde(default)]
    pub(crate) parameters: ParameterMap,
    /// Statements in addition to the organisation's; one on the same control, cells or requirement replaces it.
    #[serde(default)]
    pub(crate) statements: YamlList<StatementEntry>,
    /// Overrides that outrank the organisation's.
    #[serde(default)]
    pub(crate) overrides: YamlList<OverrideEntry>,
    /// What does not apply in this project.
    #[serde(default)]
    pub(crate) not_applicable: YamlList<NotApplicableEntry>,
    /// Risk acceptances for this project.
    #[serde(default)]
    pub(crate) risk_acceptances: YamlList<AcceptanceEntry>,
    /// What the project does for others.
    #[serde(default)]
    pub(crate) offers: YamlList<OfferEntry>,
    /// What it takes from the offers of others.
    #[serde(default)]
    pub(crate) inherits: YamlList<InheritsEntry>,
    /// Facts about the project; one that the organisation states, too, replaces it.
    #[serde(default)]
    pub(crate) attributes: AttributeMap,
    /// Approvals of documents about this project.
    #[serde(default)]
    pub(crate) approvals: YamlList<ApprovalEntry>,
    /// Management's assertion; replaces the organisation's.
    pub(crate) assertion: Option<String>,
    /// Facts about the system that forms ask for; where silent, the organisation's apply.
    pub(crate) system: Option<SystemEntry>,
    /// Requirements that a person confirmed for this project.
    #[serde(default)]
    pub(crate) confirmed: YamlList<ConfirmationEntry>,
}
