//! `profiles/<organisation>/projects/<project>.yaml`.

use serde::Deserialize;

use super::assurance::AcceptanceEntry;
use super::organization::{
    DelegationEntry, NotApplicableEntry, OverrideEntry, ParameterMap, PartyEntry, ServiceUseEntry,
    StatementEntry,
};
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
    /// One sentence.
    pub(crate) description: Option<String>,
    /// Class of the data that the project handles, in the organisation's words.
    pub(crate) data_classification: Option<String>,
    /// What is inside the project and what is not, in words for an auditor.
    pub(crate) boundary: Option<String>,
    /// Frameworks beside the organisation's; the same framework replaces its baseline.
    #[serde(default)]
    pub(crate) frameworks: YamlList<String>,
    /// Parties beside the organisation's.
    #[serde(default)]
    pub(crate) parties: YamlList<PartyEntry>,
    /// Services beside the organisation's.
    #[serde(default)]
    pub(crate) services: YamlList<ServiceUseEntry>,
    /// Delegations beside the organisation's; one with the same selectors replaces it.
    #[serde(default)]
    pub(crate) delegations: YamlList<DelegationEntry>,
    /// Parameters beside the organisation's; the same name replaces it.
    #[serde(default)]
    pub(crate) parameters: ParameterMap,
    /// Statements beside the organisation's; one on the same control replaces it.
    #[serde(default)]
    pub(crate) statements: YamlList<StatementEntry>,
    /// Overrides that outrank the organisation's.
    #[serde(default)]
    pub(crate) overrides: YamlList<OverrideEntry>,
    /// What does not apply in this project.
    #[serde(default)]
    pub(crate) not_applicable: YamlList<NotApplicableEntry>,
    /// Risks that somebody has accepted for this project.
    #[serde(default)]
    pub(crate) risk_acceptances: YamlList<AcceptanceEntry>,
}
